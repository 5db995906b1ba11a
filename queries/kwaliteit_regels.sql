/*
titel: Regels voor een waarde die niet kan
eenheid: regels
definitie: De regels die een waarde op onbekend zetten, met wat er mis is en wat te doen.
herkomst: bouw
maten: []
*/
select code, zin, actie from regel where gevolg = 'waarde onbekend' order by code
