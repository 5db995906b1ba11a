/*
titel: Wat in de bronnen niet klopt
eenheid: nota's
definitie: Tegenstrijdigheden in en tussen de bronnen, zoals gevonden en niet rechtgezet.
herkomst: documenten
maten: []
bestanden: [datanotas.csv]
*/
select n.nota_id, n.maat, n.titel, n.tekst, d.titel as document, n.vindplaats
from datanota as n
inner join document as d on n.document_id = d.document_id
order by n.nota_id
