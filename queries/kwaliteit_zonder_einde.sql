/*
titel: Dossiers zonder einde na 365 dagen
eenheid: procent van de dossiers die minstens 365 dagen voor de peildatum aangemeld zijn
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de dossiers zonder einddatum, van alle dossiers die minstens 365 dagen voor de peildatum van hun levering aangemeld zijn,
  naar de datum van aanmelding. Een deel loopt echt nog; bij een ander deel is het einde vergeten. Het cijfer kan die twee niet scheiden.
teller: dossiers zonder einddatum
noemer: dossiers die minstens 365 dagen voor de peildatum aangemeld zijn
herkomst: registraties
maten: [registratie, trajecten]
klein: [teller, andere]
rijen: [noemer]
sql_van: kwaliteit_ontbrekend
deel: {soort: zonder einde, onderdeel: datum_einde}
*/
