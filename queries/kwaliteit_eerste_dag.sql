/*
titel: Datums op de eerste van de maand
eenheid: procent van de ingevulde datums
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de datums in het gekozen veld dat op de eerste dag van een maand valt, naar die datum zelf. Vallen datums gelijk verdeeld, dan is dat
  12 op 365,25 of 3,3 %. Een hoger aandeel wijst op datums die achteraf of bij benadering ingevuld zijn. Ook een maandelijks startmoment geeft zo'n beeld.
teller: datums op de eerste van een maand
noemer: ingevulde datums
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
buiten: met een datum buiten de periode, of zonder datum
sql_van: kwaliteit_ontbrekend
deel: {soort: eerste dag, onderdeel: $veld}
*/
