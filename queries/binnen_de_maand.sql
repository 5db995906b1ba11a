/*
titel: Aandeel binnen de maand
eenheid: procent van de beoordeelbare aanmeldingen
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de aanmeldingen waarbij de gekozen gebeurtenis binnen de gekozen termijn viel. De bronnen zeggen nergens
  welke gebeurtenis of welke termijn bedoeld is: daarom zijn het keuzes. Aanmeldingen waarvan de termijn nog loopt zijn
  nog niet beoordeelbaar en tellen niet mee; afgesloten dossiers zonder datum zijn onbekend en tellen niet mee. Wat die
  onbekende openlaten, zeggen twee grenzen: laagst mogelijk als ze geen van alle binnen de termijn vielen, hoogst mogelijk
  als ze er alle binnen vielen. Het interval (95 %, Wilson) zegt wat toeval alleen kan doen.
teller: aanmeldingen met de gebeurtenis binnen de termijn
noemer: aanmeldingen met de gebeurtenis binnen of na de termijn
herkomst: registraties
maten: [tijdigheid]
klein: [binnen, later]
klein_apart: [nog_niet_beoordeelbaar, onbekend]
rijen: [binnen, later, nog_niet_beoordeelbaar, onbekend]
interval: [wilson, binnen, noemer]
*/
with cel as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as bekend,
        coalesce(g.binnen, 0) as binnen,
        coalesce(g.later, 0) as later,
        coalesce(g.nog_niet_beoordeelbaar, 0) as nog_niet_beoordeelbaar,
        coalesce(g.onbekend, 0) as onbekend
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    left join tijdigheid as g
        on t.sv_id = g.sv_id and t.maand = g.maand and g.eindgebeurtenis = $eindgebeurtenis and g.termijn = $termijn
    where m.maand >= $van and m.maand <= $tot
),

telling as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) as maanden_volledig,
        count(distinct sv_id || cast(periode as text)) as gebieden,
        count(*) as maanden,
        bool_and(bekend) as bekend,
        sum(binnen) as binnen,
        sum(later) as later,
        sum(nog_niet_beoordeelbaar) as nog_niet_beoordeelbaar,
        sum(onbekend) as onbekend
    from cel
    group by grouping sets ((sv_id, periode), (periode))
)

select
    gebied,
    periode,
    case when bekend and binnen + later > 0 then cast(100 as double) * binnen / (binnen + later) end as waarde,
    case when bekend then cast(binnen + later as bigint) end as noemer,
    case when bekend then cast(binnen as bigint) end as binnen,
    case when bekend then cast(later as bigint) end as later,
    case when bekend then cast(nog_niet_beoordeelbaar as bigint) end as nog_niet_beoordeelbaar,
    case when bekend then cast(onbekend as bigint) end as onbekend,
    case
        when bekend and binnen + later + onbekend > 0 then cast(100 as double) * binnen / (binnen + later + onbekend)
    end as laagst_mogelijk,
    case
        when bekend and binnen + later + onbekend > 0
            then cast(100 as double) * (binnen + onbekend) / (binnen + later + onbekend)
    end as hoogst_mogelijk,
    maanden_volledig
    and maanden = gebieden * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
from telling
order by periode, gebied
