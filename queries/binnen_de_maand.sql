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
alle_perioden: true
*/
with telling as (
    select
        r.gebied,
        r.periode,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        bool_and(r.gedekt) as gedekt,
        coalesce(sum(t.binnen), 0) as binnen,
        coalesce(sum(t.later), 0) as later,
        coalesce(sum(t.nog_niet_beoordeelbaar), 0) as nog_niet_beoordeelbaar,
        coalesce(sum(t.onbekend), 0) as onbekend
    from rooster as r
    left join tijdigheid as t
        on r.sv_id = t.sv_id and r.maand = t.maand and t.eindgebeurtenis = $eindgebeurtenis and t.termijn = $termijn
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
)

select
    gebied,
    periode,
    case when gedekt and binnen + later > 0 then cast(100 as double) * binnen / (binnen + later) end as waarde,
    case when gedekt then cast(binnen + later as bigint) end as noemer,
    case when gedekt then cast(binnen as bigint) end as binnen,
    case when gedekt then cast(later as bigint) end as later,
    case when gedekt then cast(nog_niet_beoordeelbaar as bigint) end as nog_niet_beoordeelbaar,
    case when gedekt then cast(onbekend as bigint) end as onbekend,
    case
        when gedekt and binnen + later + onbekend > 0 then cast(100 as double) * binnen / (binnen + later + onbekend)
    end as laagst_mogelijk,
    case
        when gedekt and binnen + later + onbekend > 0
            then cast(100 as double) * (binnen + onbekend) / (binnen + later + onbekend)
    end as hoogst_mogelijk,
    volledig
from telling
order by periode, gebied
