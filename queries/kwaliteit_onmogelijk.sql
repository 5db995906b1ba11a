/*
titel: Onmogelijke waarden
eenheid: dossiers per 1.000
eenheid_kort: per 1.000
decimalen: 1
definitie: >-
  Dossiers met minstens één waarde die niet kan en daarom op onbekend gezet is, per 1.000 geladen dossiers, naar de datum van aanmelding.
  Een dossier dat twee keer tegen dezelfde regel botst, telt één keer.
teller: dossiers met minstens één waarde die op onbekend gezet is
noemer: geladen dossiers
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
sql_van: kwaliteit_ontbrekend
deel: {soort: onmogelijk, onderdeel: $regel}
*/
