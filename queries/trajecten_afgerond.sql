/*
titel: Afgeronde trajecten
eenheid: afgeronde trajecten
definitie: >-
  Aantal opgestarte dossiers dat in de periode eindigde, om welke reden ook. Een dossier dat eindigde zonder opstart, telt
  niet mee; een vergeten einddatum evenmin.
teller: opgestarte dossiers met een datum van einde in de periode
herkomst: registraties
maten: [trajecten]
klein: [lopend_begin, opgestart, afgerond, lopend_einde]
rijen: [afgerond]
buiten: niet afgerond in een van de getoonde perioden
alle_perioden: true
sql_van: trajecten_stroom
waarde: afgerond
telt_niet_op: [lopend_begin, lopend_einde]
*/
