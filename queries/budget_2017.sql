/*
titel: Bedrag per samenwerkingsverband onder de oproep van 2017
eenheid: euro
eenheid_kort: euro
definitie: >-
  Onder de oproep van 2017 kreeg elk van de 15 samenwerkingsverbanden één miljoen euro; twee verdeelden hun bedrag anders.
  Dit zijn andere gebieden dan in 2021: een verschil met 2021 is geen groei.
herkomst: documenten
maten: [middelen]
bestanden: [budgetten_2017.csv]
*/
select b.voorganger_id as gebied, v.naam, b.bedrag_euro as waarde, b.precisie, b.toelichting, b.vindplaats, cast('2017-07-20' as date) as periode
from budget_2017 as b
inner join voorganger as v on b.voorganger_id = v.voorganger_id
order by v.volgorde
