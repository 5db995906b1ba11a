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
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.lopend_einde,
        t.volledig,
        row_number() over (
            partition by t.sv_id, case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end
            order by m.maand desc
        ) as van_achter,
        count(*) over (
            partition by t.sv_id, case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end
        ) as maanden
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

gebied as (
    select
        sv_id as gebied,
        periode,
        maand as moment,
        lopend_einde as waarde,
        volledig and maanden = case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    where van_achter = 1
),

totaal as (
    select
        'vlaanderen-brussel' as gebied,
        periode,
        max(moment) as moment,
        case when count(*) = count(waarde) then sum(waarde) end as waarde,
        bool_and(volledig) as volledig
    from gebied
    group by periode
)

select gebied, periode, cast(waarde as bigint) as waarde, volledig, moment from gebied
union all
select gebied, periode, cast(waarde as bigint) as waarde, volledig, moment from totaal
order by periode, gebied
