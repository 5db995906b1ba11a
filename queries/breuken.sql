/*
titel: Alle breuken
eenheid: breuken
definitie: Dagen waarop de betekenis van de cijfers veranderde.
herkomst: documenten
maten: []
bestanden: [breuken.csv]
*/
select
    b.breuk_id, b.datum, b.titel, b.ernst, b.tekst, b.vindplaats, d.titel as document, d.url, b.alle_maten,
    (select string_agg(m.maat, '|' order by m.maat) from breuk_maat as m where m.breuk_id = b.breuk_id) as maten
from breuk as b
inner join document as d on b.document_id = d.document_id
order by b.datum, b.breuk_id
