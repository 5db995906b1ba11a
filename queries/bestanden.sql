/*
titel: Alle ingelezen bestanden
eenheid: bestanden
definitie: Elk bestand met datum, status, aantal rijen en controlegetal.
herkomst: bouw
maten: []
*/
select
    b.bestand, b.soort, b.titel, coalesce(d.titel, b.bron) as document, b.bron, b.datum, b.ontvangen_op, b.status, b.licentie, b.toelichting, b.rijen,
    b.sha256, substr(b.sha256, 1, 12) as kort, d.url
from bestand as b
left join document as d on b.document_id = d.document_id
order by b.soort, b.bestand
