/*
titel: De oproepen van 2017 en 2020
eenheid: euro
eenheid_kort: euro
definitie: Datum, bedrag en verdeelsleutel van de twee rondzendbrieven.
herkomst: documenten
maten: [middelen]
bestanden: [oproepen.csv]
*/
select
    o.datum as periode, o.titel, o.bedrag_euro as waarde, o.bedrag_soort, o.aantal_samenwerkingsverbanden, o.verdeelsleutel,
    d.titel as document, o.vindplaats
from oproep as o
inner join document as d on o.document_id = d.document_id
order by o.datum
