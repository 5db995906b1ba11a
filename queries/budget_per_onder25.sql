/*
titel: Budget per inwoner jonger dan 25 jaar, 1 januari 2021
eenheid: euro per inwoner jonger dan 25 jaar
eenheid_kort: euro per inwoner
decimalen: 2
definitie: >-
  Het budget op 1 januari 2021 gedeeld door de inwoners jonger dan 25 jaar op dezelfde dag. Afgeleid. De verdeling volgde het aantal
  min-25-jarigen met een correctie voor kansarmoede: een verschil is dus bedoeld. Voor Brussel wordt geen cijfer per inwoner gegeven;
  het Vlaamse cijfer is zonder Brussel.
teller: budget in euro op 1 januari 2021
noemer: inwoners jonger dan 25 jaar op 1 januari 2021
herkomst: documenten
maten: [middelen, per_hoofd]
bestanden: [budgetten.csv, bevolking.csv, gemeenten.csv]
*/
with samen as (
    select b.sv_id as gebied, b.peildatum as periode, b.bedrag_euro as teller, n.onder25 as noemer, n.bruikbaar
    from budget as b
    inner join noemer as n on b.sv_id = n.sv_id and n.jaar = 2021
),

alles as (
    select gebied, periode, teller, noemer, bruikbaar from samen
    union all
    select 'vlaanderen-zonder-brussel', periode, sum(teller), sum(noemer), true from samen where bruikbaar group by periode
)

select
    gebied,
    periode,
    case when bruikbaar then cast(teller as double) / noemer end as waarde,
    cast(teller as bigint) as teller,
    case when bruikbaar then cast(noemer as bigint) end as noemer,
    case when bruikbaar then null else 'nvt' end as toestand
from alles
order by gebied
