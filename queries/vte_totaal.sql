/*
titel: Personeel in totaal
eenheid: voltijdse equivalenten (VTE)
eenheid_kort: VTE
decimalen: 2
definitie: >-
  Het totaal van de personeelstabel in de evaluatienota van 2020, voor de 15 samenwerkingsverbanden van toen. Sindsdien is er geen overzicht.
herkomst: documenten
maten: [vte]
bestanden: [gepubliceerde_cijfers.csv]
*/
select
    c.gebied, cast('2020-05-01' as date) as periode, cast(c.waarde as double) as waarde, c.precisie, d.titel as document, c.vindplaats, c.citaat,
    c.periode_tekst
from gepubliceerd_cijfer as c
inner join document as d on c.document_id = d.document_id
where c.maat = 'vte_totaal'
