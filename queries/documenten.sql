/*
titel: De brondocumenten
eenheid: documenten
definitie: De documenten waaruit feiten en kanttekeningen komen.
herkomst: documenten
maten: []
bestanden: [documenten.csv]
*/
select document_id, titel, soort, datum, datum_tekst, auteur, url, toelichting from document order by coalesce(datum, cast('2020-06-01' as date)), document_id
