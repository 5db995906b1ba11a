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
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

telling as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig,
        count(*) = count(aanmeldingen) as gedekt,
        sum(aanmeldingen) as aanmeldingen
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

waarden as (
    select distinct waarde
    from profiel
    where kenmerk = $kenmerk and waarde <> 'onbekend'
),

geteld as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        p.waarde,
        sum(p.dossiers) as dossiers
    from cel as c
    inner join profiel as p on c.sv_id = p.sv_id and c.maand = p.maand
    where p.kenmerk = $kenmerk
    group by grouping sets ((c.sv_id, c.periode, p.waarde), (c.periode, p.waarde))
),

bekend as (
    select
        t.gebied, t.periode, t.volledig, t.gedekt, coalesce(g.dossiers, 0) as onbekend, t.aanmeldingen - coalesce(g.dossiers, 0) as bekend
    from telling as t
    left join geteld as g on t.gebied = g.gebied and t.periode = g.periode and g.waarde = 'onbekend'
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
