/*
titel: Vervolghulp, aangewezen en gerealiseerd
eenheid: beëindigde dossiers
definitie: >-
  Welke vervolghulp aangewezen was bij het einde, en welke er kwam, naar de dag van einde. Elk beëindigd dossier telt één keer.
  Leeg of onbekend staat apart. Of de gerealiseerde hulp er kwam door 1 Gezin 1 Plan, zegt dit niet.
teller: beëindigde dossiers met deze aangewezen en deze gerealiseerde vervolghulp
herkomst: registraties
maten: [trajecten]
klein: [waarde, gebruikt]
rijen: [gebruikt]
buiten: niet beëindigd in een van de getoonde perioden
*/
-- The flows, and per group their sum: the groups are what the share of realised help is made of, so they are known too.
with dekking as (
    select gebied, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
),

stroom as (
    select distinct groep, aangewezen, gerealiseerd, 'deel' as rol from vervolg
    union all
    select distinct groep, 'alle', 'alle', 'geheel' from vervolg
),

verdeling as (
    select r.gebied, r.periode, v.groep, v.aangewezen, v.gerealiseerd, sum(v.dossiers) as dossiers
    from rooster as r
    inner join vervolg as v on r.sv_id = v.sv_id and r.maand = v.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, v.groep, v.aangewezen, v.gerealiseerd
),

telling as (
    select gebied, periode, groep, aangewezen, gerealiseerd, dossiers from verdeling
    union all
    select gebied, periode, groep, 'alle', 'alle', sum(dossiers) from verdeling group by gebied, periode, groep
)

select
    d.gebied,
    d.periode,
    s.groep || ': ' || s.aangewezen || ' > ' || s.gerealiseerd as onderdeel,
    s.aangewezen,
    s.gerealiseerd,
    s.groep,
    s.rol,
    case when d.gedekt then cast(coalesce(t.dossiers, 0) as bigint) end as waarde,
    case when d.gedekt then cast(case when s.rol = 'deel' then coalesce(t.dossiers, 0) else 0 end as bigint) end as gebruikt,
    d.volledig
from dekking as d
cross join stroom as s
left join telling as t
    on d.gebied = t.gebied and d.periode = t.periode and s.groep = t.groep and s.aangewezen = t.aangewezen
    and s.gerealiseerd = t.gerealiseerd
order by d.periode, d.gebied, s.rol, s.aangewezen, s.gerealiseerd, s.groep
