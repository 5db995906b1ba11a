/*
titel: Geweigerde rijen per levering
eenheid: rijen per 1.000 gelezen rijen
decimalen: 1
definitie: >-
  Rijen die niet geladen zijn omdat een verplichte waarde ontbreekt of niet kan, met de redenen. Een rij met twee redenen telt bij elke reden.
  Van een geweigerde rij is het samenwerkingsverband niet zeker: daarom staan ze hier per levering.
teller: geweigerde rijen
noemer: gelezen rijen
herkomst: registraties
maten: [registratie]
rijen: [geweigerd]
*/
select
    l.titel, l.peildatum, l.status, l.gelezen, l.geweigerd,
    case when l.gelezen > 0 then cast(1000 as double) * l.geweigerd / l.gelezen end as per_1000,
    coalesce(g.redenen, 'geen') as redenen
from levering as l
left join (
    select a.levering_id, string_agg(r.zin || ' (' || cast(a.rijen as text) || ')', '; ' order by r.code) as redenen
    from (select levering_id, code, count(distinct regel) as rijen from geweigerd group by levering_id, code) as a
    inner join regel as r on a.code = r.code
    group by a.levering_id
) as g on l.levering_id = g.levering_id
order by l.peildatum, l.bestand
