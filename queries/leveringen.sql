/*
titel: Leveringen van registraties
eenheid: rijen
definitie: Waar elke rij van elke levering gebleven is.
herkomst: registraties
maten: [registratie]
rijen: [gelezen]
*/
select
    levering_id, bestand, titel, peildatum, ontvangen_op, status, demo, periode_van, periode_tot, gelezen, geladen, geweigerd, dubbel, vervangen, test,
    voetregel
from levering
order by peildatum, bestand
