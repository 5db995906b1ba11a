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
alle_perioden: true
beide_totalen: teller
*/
with gebied as (
    select
        r.sv_id,
        r.periode,
        n.bruikbaar,
        max(n.onder25) as onder25,
        case when bool_and(r.gedekt) then sum(t.aanmeldingen) end as teller,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    inner join noemer as n on r.sv_id = n.sv_id
    where
        r.gebied = r.sv_id and r.per = $per and r.maand >= $van and r.maand <= $tot
        and n.jaar = (select max(jaar) from noemer where onder25 is not null)
    group by r.sv_id, r.periode, n.bruikbaar
),

samen as (
    select sv_id as gebied, periode, bruikbaar, onder25, teller, volledig from gebied
    union all
    select
        'vlaanderen-zonder-brussel', periode, true, sum(onder25), case when count(*) = count(teller) then sum(teller) end, bool_and(volledig)
    from gebied
    where bruikbaar
    group by periode
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
