/*
titel: Werkingsgebieden
eenheid: gebieden
definitie: De veelhoek van elk werkingsgebied.
herkomst: documenten
maten: []
bestanden: [geo/werkingsgebieden.geojson]
*/
select o.sv_id as gebied, s.naam, o.geojson, o.midden_lengte, o.midden_breedte
from omtrek as o
inner join samenwerkingsverband as s on o.sv_id = s.sv_id
order by s.volgorde
