/*
titel: Opnieuw aangemeld
eenheid: procent van de beoordeelbare beëindigde dossiers
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de beëindigde dossiers waarvan dezelfde cliënt opnieuw aangemeld werd na het einde: binnen 6 maanden (183 dagen) of
  binnen 12 maanden (365 dagen), in om het even welk samenwerkingsverband, naar de dag van einde. De cliënt wordt herkend aan zijn
  pseudoniem. Loopt de termijn nog op de laatste peildatum, dan is het dossier nog niet beoordeelbaar, ook als er al een nieuwe
  aanmelding is; zonder pseudoniem is het onbekend. Beide tellen niet mee. Een ander dossier dat al voor het einde aangemeld was,
  is geen nieuwe aanmelding.
teller: beëindigde dossiers met een nieuwe aanmelding van dezelfde cliënt binnen de termijn
noemer: beëindigde dossiers met een pseudoniem waarvan de termijn voorbij is
herkomst: registraties
maten: [trajecten]
klein: [terug, niet_terug]
klein_apart: [nog_niet_beoordeelbaar, onbekend]
rijen: [terug, niet_terug, nog_niet_beoordeelbaar, onbekend]
buiten: niet beëindigd in een van de getoonde perioden
interval: [wilson, terug, noemer]
alle_perioden: true
*/
with telling as (
    select
        r.gebied,
        r.periode,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        bool_and(r.gedekt) as gedekt,
        coalesce(sum(k.terug), 0) as terug,
        coalesce(sum(k.niet_terug), 0) as niet_terug,
        coalesce(sum(k.nog_niet_beoordeelbaar), 0) as nog_niet_beoordeelbaar,
        coalesce(sum(k.onbekend), 0) as onbekend
    from rooster as r
    left join terugkeer as k on r.sv_id = k.sv_id and r.maand = k.maand and k.maanden = $maanden
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
)

select
    gebied,
    periode,
    case when gedekt and terug + niet_terug > 0 then cast(100 as double) * terug / (terug + niet_terug) end as waarde,
    case when gedekt then cast(terug + niet_terug as bigint) end as noemer,
    case when gedekt then cast(terug as bigint) end as terug,
    case when gedekt then cast(niet_terug as bigint) end as niet_terug,
    case when gedekt then cast(nog_niet_beoordeelbaar as bigint) end as nog_niet_beoordeelbaar,
    case when gedekt then cast(onbekend as bigint) end as onbekend,
    volledig,
    case when gedekt and terug + niet_terug = 0 then 'nvt' end as toestand
from telling
order by periode, gebied
