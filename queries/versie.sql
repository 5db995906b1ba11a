/*
titel: Versie van de gegevens
eenheid: versie
definitie: Welke gegevens geladen zijn en wanneer.
herkomst: bouw
maten: []
*/
select data_versie, gebouwd_op, gegevens_tot, demo from bouw
