/*
titel: Van 15 naar 16
eenheid: samenwerkingsverbanden
definitie: Uit welke voorganger elk samenwerkingsverband ontstond, en hoe zeker dat is. Oude cijfers mogen daarmee niet opgeteld worden.
herkomst: documenten
maten: []
bestanden: [herkomst.csv]
*/
select h.sv_id as gebied, s.naam as samenwerkingsverband, v.naam as voorganger, h.relatie, h.zekerheid, h.bewijs
from herkomst as h
inner join samenwerkingsverband as s on h.sv_id = s.sv_id
left join voorganger as v on h.voorganger_id = v.voorganger_id
order by s.volgorde, v.volgorde
