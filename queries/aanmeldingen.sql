/*
titel: Aanmeldingen
eenheid: aanmeldingen
definitie: >-
  Aantal dossiers naar de dag van aanmelding. BINC telt een dossier per cliënt en per samenwerkingsverband:
  een gezin met drie aangemelde kinderen telt drie keer.
teller: dossiers met een datum van aanmelding in de periode
herkomst: registraties
maten: [aanmeldingen]
klein: [waarde]
rijen: [waarde]
alle_perioden: true
beide_totalen: waarde
*/
with cel as (
    select r.gebied, r.periode, t.aanmeldingen, r.maanden, r.volledig
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
)

select
    gebied,
    periode,
    cast(case when count(*) = count(aanmeldingen) then sum(aanmeldingen) end as bigint) as waarde,
    bool_and(volledig) and count(*) = max(maanden) as volledig
from cel
group by gebied, periode
order by periode, gebied
