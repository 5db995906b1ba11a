/*
titel: Budget per samenwerkingsverband op 1 januari 2021
eenheid: euro
eenheid_kort: euro
definitie: >-
  Het budget dat aan de partners van elk samenwerkingsverband is toegekend, zoals de minister het gaf. Partners kunnen middelen aan elkaar
  doorstorten: een budget is geen uitgave.
herkomst: documenten
maten: [middelen]
bestanden: [budgetten.csv]
*/
select sv_id as gebied, peildatum as periode, bedrag_euro as waarde, naam_gedrukt, vindplaats from budget
union all
select 'vlaanderen-brussel', peildatum, cast(sum(bedrag_euro) as bigint), 'som van de 16', 'afgeleid: som van de tabel' from budget group by peildatum
order by gebied
