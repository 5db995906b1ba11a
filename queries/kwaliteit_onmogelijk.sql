/*
titel: Onmogelijke waarden
eenheid: dossiers per 1.000
eenheid_kort: per 1.000
decimalen: 1
definitie: >-
  Dossiers met minstens één waarde die niet kan en daarom op onbekend gezet is, per 1.000 geladen dossiers, naar de datum van aanmelding.
  Een dossier dat twee keer tegen dezelfde regel botst, telt één keer.
teller: dossiers met minstens één waarde die op onbekend gezet is
noemer: geladen dossiers
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
*/
with cel as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as gedekt,
        coalesce(k.dossiers, 0) as dossiers,
        coalesce(s.dossiers, 0) as geteld
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    left join kwaliteit_veld as k on t.sv_id = k.sv_id and t.maand = k.maand and k.veld = 'registratiedatum'
    left join kwaliteit_signaal as s on t.sv_id = s.sv_id and t.maand = s.maand and s.code = $regel
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
    case when gedekt and dossiers > 0 then cast(1000 as double) * geteld / dossiers end as waarde,
    case when gedekt then cast(geteld as bigint) end as teller,
    case when gedekt then cast(dossiers - geteld as bigint) end as andere,
    case when gedekt then cast(dossiers as bigint) end as noemer,
    volledig,
    case when gedekt and dossiers = 0 then 'nvt' end as toestand
from telling
order by periode, gebied
