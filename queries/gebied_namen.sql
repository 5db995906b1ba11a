/*
titel: Namen in de bronnen
eenheid: schrijfwijzen
definitie: Elke schrijfwijze van een samenwerkingsverband of zijn voorganger, met het document waarin ze staat.
herkomst: documenten
maten: []
bestanden: [naamvarianten.csv, herkomst.csv]
*/
select
    coalesce(n.sv_id, h.sv_id) as gebied, n.naam, n.soort, d.titel as document, n.vindplaats, v.naam as voorganger, n.toelichting
from naamvariant as n
inner join document as d on n.document_id = d.document_id
left join voorganger as v on n.voorganger_id = v.voorganger_id
left join herkomst as h on n.voorganger_id = h.voorganger_id
order by coalesce(n.sv_id, h.sv_id), d.titel, n.naam
