/*
titel: Aanmeldingen per 1.000 inwoners jonger dan 25 jaar
eenheid: aanmeldingen per 1.000 inwoners jonger dan 25 jaar
eenheid_kort: per 1.000
decimalen: 1
definitie: >-
  Aanmeldingen in de periode, gedeeld door de inwoners jonger dan 25 jaar van het werkingsgebied op 1 januari 2021
  (de laatste telling per gemeente in deze monitor), maal 1.000. Voor Brussel wordt geen cijfer per inwoner gegeven; het Vlaamse
  cijfer is zonder Brussel. Een periode korter dan een jaar wordt niet naar een jaar omgerekend. Het interval (95 %, Byar) zegt wat toeval alleen kan doen.
teller: dossiers met een datum van aanmelding in de periode
noemer: inwoners jonger dan 25 jaar op 1 januari 2021
herkomst: registraties
maten: [aanmeldingen, per_hoofd]
bestanden: [bevolking.csv, gemeenten.csv]
klein: [teller]
rijen: [teller]
interval: [byar, teller, noemer]
*/
with noemers as (
    select sv_id, onder25, bruikbaar
    from noemer
    where jaar = (select max(jaar) from noemer where onder25 is not null)
),

gebied as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        n.bruikbaar,
        max(n.onder25) as onder25,
        case when count(*) = count(t.aanmeldingen) then sum(t.aanmeldingen) end as teller,
        bool_and(t.volledig) and count(*) = case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    inner join noemers as n on t.sv_id = n.sv_id
    where m.maand >= $van and m.maand <= $tot
    group by t.sv_id, case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end, n.bruikbaar
),

totaal as (
    select
        'vlaanderen-zonder-brussel' as gebied,
        periode,
        true as bruikbaar,
        sum(onder25) as onder25,
        case when count(*) = count(teller) then sum(teller) end as teller,
        bool_and(volledig) as volledig
    from gebied
    where bruikbaar
    group by periode
),

samen as (
    select sv_id as gebied, periode, bruikbaar, onder25, teller, volledig from gebied
    union all
    select gebied, periode, bruikbaar, onder25, teller, volledig from totaal
)

select
    gebied,
    periode,
    case when bruikbaar then cast(1000 as double) * teller / onder25 end as waarde,
    cast(teller as bigint) as teller,
    case when bruikbaar then cast(onder25 as bigint) end as noemer,
    volledig,
    case when bruikbaar then null else 'nvt' end as toestand
from samen
order by periode, gebied
