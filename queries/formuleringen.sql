/*
titel: Hoe de bronnen ‘binnen de maand’ zeggen
eenheid: zinnen uit de bronnen
definitie: >-
  De bronnen zeggen op vijf manieren wat binnen de maand moet gebeuren, en leggen nergens vast welke gebeurtenis telt of hoe lang
  een maand is. Daarom zijn gebeurtenis en termijn hier een keuze. Welke gebeurtenis bij welk woord kan passen, is een lezing
  van deze monitor.
herkomst: documenten
maten: [tijdigheid]
bestanden: [formuleringen.csv]
*/
select f.formulering_id, f.formulering, f.citaat, f.mogelijk, d.titel as document, f.vindplaats
from formulering as f
inner join document as d on f.document_id = d.document_id
order by f.volgorde
