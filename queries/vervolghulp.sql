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
with cel as (
    select
        t.sv_id,
        m.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as bekend
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

gebied as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(bekend) as bekend,
        bool_and(volledig)
        and count(*) = count(distinct sv_id || cast(periode as text)) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

soort as (
    select
        sv_id,
        maand,
        aangewezen,
        gerealiseerd,
        case
            when aangewezen = 'onbekend' or gerealiseerd = 'onbekend' then 'onbekend'
            when aangewezen = 'geen' then 'niet aangewezen'
            when gerealiseerd = aangewezen then 'zoals aangewezen'
            when gerealiseerd = 'geen' then 'geen'
            else 'andere'
        end as groep,
        dossiers
    from vervolg
),

-- The flows, and per group their sum: the groups are what the share of realised help is made of, so they are known too.
stroom as (
    select distinct groep, aangewezen, gerealiseerd, 'deel' as rol from soort
    union all
    select distinct groep, 'alle', 'alle', 'geheel' from soort
),

verdeling as (
    select
        case when grouping(s.sv_id) = 1 then 'vlaanderen-brussel' else s.sv_id end as gebied,
        c.periode,
        s.groep,
        case when grouping(s.aangewezen) = 1 then 'alle' else s.aangewezen end as aangewezen,
        case when grouping(s.aangewezen) = 1 then 'alle' else s.gerealiseerd end as gerealiseerd,
        sum(s.dossiers) as dossiers
    from soort as s
    inner join cel as c on s.sv_id = c.sv_id and s.maand = c.maand
    group by grouping sets (
        (s.sv_id, c.periode, s.groep, s.aangewezen, s.gerealiseerd), (c.periode, s.groep, s.aangewezen, s.gerealiseerd),
        (s.sv_id, c.periode, s.groep), (c.periode, s.groep)
    )
)

select
    g.gebied,
    g.periode,
    p.groep || ': ' || p.aangewezen || ' > ' || p.gerealiseerd as onderdeel,
    p.aangewezen,
    p.gerealiseerd,
    p.groep,
    p.rol,
    case when g.bekend then cast(coalesce(v.dossiers, 0) as bigint) end as waarde,
    case when g.bekend then cast(case when p.rol = 'deel' then coalesce(v.dossiers, 0) else 0 end as bigint) end as gebruikt,
    g.volledig
from gebied as g
cross join stroom as p
left join verdeling as v
    on g.gebied = v.gebied and g.periode = v.periode and p.groep = v.groep and p.aangewezen = v.aangewezen
    and p.gerealiseerd = v.gerealiseerd
order by g.periode, g.gebied, p.rol, p.aangewezen, p.gerealiseerd, p.groep
