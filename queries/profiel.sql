/*
titel: Profiel van de instroom
eenheid: procent van de dossiers met een bekende waarde
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van elke waarde van het gekozen kenmerk in de dossiers waarvan het kenmerk bekend is, naar de dag van aanmelding.
  Dossiers zonder waarde of met de waarde onbekend staan apart en tellen niet mee. Een dossier kan meer dan één hulpvraag hebben:
  de aandelen van de hulpvragen zijn samen meer dan 100 %. De leeftijd is het jaar van aanmelding min het geboortejaar.
teller: dossiers met deze waarde
noemer: dossiers waarvan het kenmerk bekend is
herkomst: registraties
maten: [aanmeldingen, registratie]
klein: [teller, andere, gebruikt]
rijen: [gebruikt]
interval: [wilson, teller, noemer]
alle_perioden: true
*/
with dekking as (
    select
        r.gebied,
        r.periode,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        bool_and(r.gedekt) as gedekt,
        sum(t.aanmeldingen) as aanmeldingen
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
),

waarden as (
    select distinct waarde
    from profiel
    where kenmerk = $kenmerk and waarde <> 'onbekend'
),

geteld as (
    select r.gebied, r.periode, p.waarde, sum(p.dossiers) as dossiers
    from rooster as r
    inner join profiel as p on r.sv_id = p.sv_id and r.maand = p.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot and p.kenmerk = $kenmerk
    group by r.gebied, r.periode, p.waarde
),

bekend as (
    select
        d.gebied, d.periode, d.volledig, d.gedekt, coalesce(g.dossiers, 0) as onbekend, d.aanmeldingen - coalesce(g.dossiers, 0) as bekend
    from dekking as d
    left join geteld as g on d.gebied = g.gebied and d.periode = g.periode and g.waarde = 'onbekend'
),

delen as (
    select
        b.gebied,
        b.periode,
        w.waarde as onderdeel,
        case when $kenmerk = 'hulpvragen' then 'apart' else 'deel' end as rol,
        coalesce(g.dossiers, 0) as teller,
        b.bekend as noemer,
        case when $kenmerk = 'hulpvragen' then 0 else coalesce(g.dossiers, 0) end as gebruikt,
        b.volledig,
        b.gedekt,
        case w.waarde
            when '0 tot 5 jaar' then 1 when '6 tot 11 jaar' then 2 when '12 tot 17 jaar' then 3 when '18 tot 25 jaar' then 4
            when 'geen consult' then 1 when '1 tot 5 consulten' then 2 when '6 of meer consulten' then 3 when 'andere' then 9 else 5
        end as plaats
    from bekend as b
    cross join waarden as w
    left join geteld as g on b.gebied = g.gebied and b.periode = g.periode and w.waarde = g.waarde
    union all
    select
        gebied, periode, 'bekend', 'geheel', bekend, null, case when $kenmerk = 'hulpvragen' then bekend else 0 end, volledig, gedekt, 10
    from bekend
    union all
    select gebied, periode, 'onbekend', 'apart', onbekend, null, onbekend, volledig, gedekt, 11
    from bekend
)

select
    gebied,
    periode,
    onderdeel,
    rol,
    case when gedekt and noemer > 0 then cast(100 as double) * teller / noemer end as waarde,
    case when gedekt then cast(teller as bigint) end as teller,
    case when gedekt then cast(noemer - teller as bigint) end as andere,
    case when gedekt then cast(noemer as bigint) end as noemer,
    case when gedekt then cast(gebruikt as bigint) end as gebruikt,
    volledig,
    case when gedekt and coalesce(noemer, 0) = 0 then 'nvt' end as toestand
from delen
order by periode, gebied, plaats, lower(onderdeel), onderdeel
