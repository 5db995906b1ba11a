/*
titel: Eerstelijnszones en gemeenten
eenheid: gemeenten
definitie: De eerstelijnszones van elk werkingsgebied en de gemeenten (indeling 2019 tot en met 2024) erin.
herkomst: documenten
maten: [gemeente]
bestanden: [eerstelijnszones.csv, gemeenten.csv]
*/
select e.sv_id as gebied, e.naam as elz, e.naam_gedrukt, g.nis5, g.naam as gemeente, g.naam_2025, g.fusie_2025, g.over_twee_gebieden_2025
from elz as e
left join gemeente_elz as k on e.elz_id = k.elz_id
left join gemeente as g on k.nis5 = g.nis5
order by e.sv_id, e.naam, g.naam
