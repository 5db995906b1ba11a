/*
titel: VTE per 10.000 inwoners jonger dan 25 jaar
eenheid: VTE per 10.000 inwoners jonger dan 25 jaar
eenheid_kort: per 10.000
decimalen: 2
definitie: >-
  VTE van voorjaar 2020 gedeeld door de inwoners jonger dan 25 jaar op 1 januari 2019, maal 10.000. Afgeleid. Enkel waar het gebied van voor
  2021 bekend is en met een huidig werkingsgebied samenvalt; van de andere voorgangers is het gebied niet bekend.
teller: VTE in totaal
noemer: inwoners jonger dan 25 jaar op 1 januari 2019
herkomst: documenten
maten: [vte, per_hoofd]
bestanden: [vte.csv, voorganger_gebieden.csv, bevolking.csv, gemeenten.csv]
*/
select
    v.voorganger_id as gebied,
    v.naam,
    (select periode_tekst from gepubliceerd_cijfer where cijfer_id = 'vte-totaal') as periode_tekst,
    cast('2020-05-01' as date) as periode,
    case when n.bruikbaar then cast(10000 as double) * cast(t.vte as double) / n.onder25 end as waarde,
    cast(t.vte as double) as teller,
    case when n.bruikbaar then cast(n.onder25 as bigint) end as noemer,
    g.zekerheid,
    coalesce(g.toelichting, 'Het gebied van voor 2021 is niet bekend.') as toelichting,
    case when g.sv_id is null then 'onbekend' when not n.bruikbaar then 'nvt' end as toestand
from voorganger as v
left join voorganger_gebied as g on v.voorganger_id = g.voorganger_id
left join noemer as n on g.sv_id = n.sv_id and n.jaar = 2019
left join vte as t on v.voorganger_id = t.voorganger_id and t.functie = 'totaal' and t.onderdeel = 'team'
order by v.volgorde
