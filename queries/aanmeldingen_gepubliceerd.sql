/*
titel: Aanmeldingen vóór BINC
eenheid: aanmeldingen
definitie: >-
  Het totale aantal aanmeldingen dat de samenwerkingsverbanden zelf doorgaven, voor heel Vlaanderen en Brussel.
  De verdeling per samenwerkingsverband is niet als getal gepubliceerd.
teller: aanmeldingen volgens zelfrapportage
herkomst: documenten
maten: [aanmeldingen]
bestanden: [gepubliceerde_cijfers.csv]
*/
select c.gebied, c.van as periode, c.tot, cast(c.waarde as bigint) as waarde, c.precisie, d.titel as document, c.vindplaats, c.citaat
from gepubliceerd_cijfer as c
inner join document as d on c.document_id = d.document_id
where c.maat = 'aanmeldingen' and c.gebied = 'vlaanderen-brussel'
order by c.van
