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
*/
with cel as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.aanmeldingen,
        t.volledig
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

gebied as (
    select
        sv_id as gebied,
        periode,
        case when count(*) = count(aanmeldingen) then sum(aanmeldingen) end as waarde,
        bool_and(volledig) and count(*) = case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by sv_id, periode
),

totaal as (
    select
        'vlaanderen-brussel' as gebied,
        periode,
        case when count(*) = count(waarde) then sum(waarde) end as waarde,
        bool_and(volledig) as volledig
    from gebied
    group by periode
)

select gebied, periode, cast(waarde as bigint) as waarde, volledig from gebied
union all
select gebied, periode, cast(waarde as bigint) as waarde, volledig from totaal
order by periode, gebied
