/*
titel: Lopende trajecten op het einde van de periode
eenheid: lopende trajecten
definitie: >-
  Aantal dossiers waarvan de begeleiding op de laatste dag van de periode begonnen en niet beëindigd is.
  Een vergeten einddatum houdt een dossier lopend. Dossiers die voor de overstap naar BINC begonnen en er niet in staan, tellen niet mee.
teller: dossiers met opstart op of voor de laatste dag, zonder einde of met een einde na die dag
herkomst: registraties
maten: [trajecten]
klein: [waarde]
rijen: [waarde]
rijen_vraag: rijen_lopend
buiten: niet lopend op een van de getoonde dagen
alle_perioden: true
telt_niet_op: [waarde]
*/
with telling as (
    select gebied, periode, max(maand) as moment, bool_and(volledig) and count(*) = max(maanden) as volledig
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
)

select
    c.gebied,
    c.periode,
    cast(case when count(*) = count(t.lopend_einde) then sum(t.lopend_einde) end as bigint) as waarde,
    c.volledig,
    c.moment
from telling as c
inner join rooster as r on c.gebied = r.gebied and c.moment = r.maand and r.per = 'maand'
inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
group by c.gebied, c.periode, c.moment, c.volledig
order by c.periode, c.gebied
