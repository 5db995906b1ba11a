/*
titel: Grootste aandeel van één dag
eenheid: procent van de ingevulde datums
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de dag die in de periode het vaakst voorkomt in het gekozen veld, van alle datums in dat veld. Hoe minder datums, hoe groter dat
  aandeel door toeval: in een klein gebied weegt één drukke dag meer.
teller: datums op de dag die het vaakst voorkomt
noemer: ingevulde datums
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
buiten: met een datum buiten de periode, of zonder datum
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as gedekt
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

dekking as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig,
        bool_and(gedekt) as gedekt
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

per_dag as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        k.dag,
        sum(k.dossiers) as dossiers
    from cel as c
    inner join kwaliteit_dag as k on c.sv_id = k.sv_id and c.maand = k.maand and k.veld = $veld
    group by grouping sets ((c.sv_id, c.periode, k.dag), (c.periode, k.dag))
),

telling as (
    select gebied, periode, max(dossiers) as grootste, sum(dossiers) as dossiers from per_dag group by gebied, periode
)

select
    d.gebied,
    d.periode,
    case when d.gedekt then cast(100 as double) * t.grootste / t.dossiers end as waarde,
    case when d.gedekt then cast(coalesce(t.grootste, 0) as bigint) end as teller,
    case when d.gedekt then cast(coalesce(t.dossiers - t.grootste, 0) as bigint) end as andere,
    case when d.gedekt then cast(coalesce(t.dossiers, 0) as bigint) end as noemer,
    d.volledig,
    case when d.gedekt and t.dossiers is null then 'nvt' end as toestand
from dekking as d
left join telling as t on d.gebied = t.gebied and d.periode = t.periode
order by d.periode, d.gebied
