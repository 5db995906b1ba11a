/*
titel: Gebieden die op elkaar lijken
eenheid: gebieden
definitie: >-
  Per gebied de gebieden die er het meest op lijken, het meest gelijkende eerst. Vergeleken worden inwoners, inwoners jonger dan 25 jaar,
  inwoners per km², eerstelijnszones, gemeenten en het model van de voorganger, elk even zwaar. De oppervlakte is die van de getekende werkingsgebieden. Gelijken
  zegt niets over de werking. Van drie voorgangers is het model bekend: waar het van een van beide gebieden niet bekend is, telt het niet mee.
  Brussel wordt niet per inwoner vergeleken en heeft daarom geen gelijkend gebied.
herkomst: documenten
maten: [inwoners, per_hoofd]
bestanden: [bevolking.csv, gemeenten.csv, eerstelijnszones.csv, herkomst.csv, voorganger_modellen.csv, organisatiemodellen.csv, geo/werkingsgebieden.geojson]
*/
select
    s.sv_id as gebied,
    cast(cast(n.jaar as text) || '-01-01' as date) as periode,
    case when n.bruikbaar then n.inwoners end as inwoners,
    case when n.bruikbaar then n.onder25 end as onder25,
    cast(z.aantal as bigint) as zones,
    cast(g.aantal as bigint) as gemeenten,
    m.model,
    n.bruikbaar,
    o.geojson
from samenwerkingsverband as s
inner join noemer as n on s.sv_id = n.sv_id
inner join omtrek as o on s.sv_id = o.sv_id
inner join (select sv_id, count(*) as aantal from elz group by sv_id) as z on s.sv_id = z.sv_id
inner join (select sv_id, count(*) as aantal from gemeente group by sv_id) as g on s.sv_id = g.sv_id
left join (
    select h.sv_id, string_agg(distinct o.naam, ', ' order by o.naam) as model
    from herkomst as h
    inner join voorganger_model as v on h.voorganger_id = v.voorganger_id
    inner join organisatiemodel as o on v.model_id = o.model_id
    where o.soort = 'organisatie'
    group by h.sv_id
) as m on s.sv_id = m.sv_id
where n.jaar = (select max(jaar) from noemer where onder25 is not null)
order by s.volgorde
