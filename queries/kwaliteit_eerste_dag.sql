/*
titel: Datums op de eerste van de maand
eenheid: procent van de ingevulde datums
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de datums in het gekozen veld dat op de eerste dag van een maand valt, naar die datum zelf. Vallen datums gelijk verdeeld, dan is dat
  12 op 365,25 of 3,3 %. Een hoger aandeel wijst op datums die achteraf of bij benadering ingevuld zijn. Ook een maandelijks startmoment geeft zo'n beeld.
teller: datums op de eerste van een maand
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
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as gedekt,
        coalesce(k.dossiers, 0) as dossiers,
        coalesce(k.op_de_eerste, 0) as geteld
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    left join (
        select sv_id, maand, sum(dossiers) as dossiers, sum(case when extract(day from dag) = 1 then dossiers else 0 end) as op_de_eerste
        from kwaliteit_dag
        where veld = $veld
        group by sv_id, maand
    ) as k on t.sv_id = k.sv_id and t.maand = k.maand
    where m.maand >= $van and m.maand <= $tot
),

telling as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig,
        bool_and(gedekt) as gedekt,
        sum(dossiers) as dossiers,
        sum(geteld) as geteld
    from cel
    group by grouping sets ((sv_id, periode), (periode))
)

select
    gebied,
    periode,
    case when gedekt and dossiers > 0 then cast(100 as double) * geteld / dossiers end as waarde,
    case when gedekt then cast(geteld as bigint) end as teller,
    case when gedekt then cast(dossiers - geteld as bigint) end as andere,
    case when gedekt then cast(dossiers as bigint) end as noemer,
    volledig,
    case when gedekt and dossiers = 0 then 'nvt' end as toestand
from telling
order by periode, gebied
