/*
titel: Opgestarte trajecten
eenheid: opgestarte trajecten
definitie: >-
  Aantal dossiers waarvan de begeleiding in de periode begon: de eerste effectieve dag van begeleiding. Een dossier dat nooit
  opstartte, telt niet mee.
teller: dossiers met een datum van opstart in de periode
herkomst: registraties
maten: [trajecten]
klein: [lopend_begin, opgestart, afgerond, lopend_einde]
rijen: [opgestart]
buiten: niet opgestart in een van de getoonde perioden
alle_perioden: true
sql_van: trajecten_stroom
waarde: opgestart
telt_niet_op: [lopend_begin, lopend_einde]
*/
