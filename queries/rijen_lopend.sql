/*
titel: Van welke tot welke maand dossiers op het einde van de maand lopen
eenheid: dossiers
definitie: >-
  Per samenwerkingsverband: hoeveel dossiers op het einde van de maand lopend zijn van de eerste tot en met de laatste maand. Een dossier dat in
  dezelfde maand begint en eindigt, loopt op geen enkel einde van de maand. Wat nog loopt, heeft als laatste maand december 9999.
teller: dossiers met een opstart
herkomst: registraties
maten: [trajecten]
*/
select
    sv_id as gebied,
    opstart_maand as eerste,
    coalesce(cast(einde_maand - interval '1 month' as date), cast('9999-12-01' as date)) as laatste,
    cast(sum(dossiers) as bigint) as rijen
from verloop
group by sv_id, opstart_maand, einde_maand
order by sv_id, opstart_maand, einde_maand
