/*
titel: De 16 samenwerkingsverbanden
eenheid: samenwerkingsverbanden
definitie: De samenwerkingsverbanden sinds 1 januari 2021, met provincie en golf van de oproep van 2020.
herkomst: documenten
maten: []
bestanden: [samenwerkingsverbanden.csv]
*/
select sv_id, naam, provincie, golf from samenwerkingsverband order by volgorde
