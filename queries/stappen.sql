/*
titel: Wat er tussen twee versies ligt
eenheid: dossiers
definitie: >-
  Welke versie van de gegevens dit is, en hoeveel dossiers ze anders heeft dan een versie die ze verving. Zonder zo'n
  versie is er één rij, zonder aantallen.
herkomst: bouw
maten: []
*/
select
    substr(b.invoer_hash, 1, 12) as versie, b.data_versie, b.gebouwd_op, s.vorige, s.sv_id, s.maand, s.nieuw, s.weg,
    s.verbeterd
from bouw as b
left join stap as s on b.data_versie is not null
order by s.vorige, s.sv_id, s.maand
