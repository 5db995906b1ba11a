/*
titel: Alle kanttekeningen
eenheid: kanttekeningen
definitie: Wat bij een cijfer hoort te staan, voor welke maat, welk gebied en welke periode.
herkomst: documenten
maten: []
bestanden: [kanttekeningen.csv]
*/
select
    k.kanttekening_id, k.ernst, k.van, k.tot, k.kort, k.citaat, k.vindplaats, d.titel as document, d.datum_tekst, d.url,
    k.alle_maten, k.alle_gebieden,
    (select string_agg(m.maat, '|' order by m.maat) from kanttekening_maat as m where m.kanttekening_id = k.kanttekening_id) as maten,
    (select string_agg(g.gebied, '|' order by g.gebied) from kanttekening_gebied as g where g.kanttekening_id = k.kanttekening_id) as gebieden
from kanttekening as k
inner join document as d on k.document_id = d.document_id
order by k.volgorde
