/*
titel: Vervolghulp gerealiseerd zoals aangewezen
eenheid: procent van de beëindigde dossiers met aangewezen vervolghulp
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de beëindigde dossiers met aangewezen vervolghulp waarin net die vervolghulp er kwam, naar de dag van einde.
  ‘Andere’ bij beide telt als net die vervolghulp: of het dezelfde was, is niet geregistreerd.
  Kwam er andere vervolghulp of geen, dan telt het dossier enkel in de noemer. Is de aangewezen of de gerealiseerde vervolghulp
  leeg of onbekend, dan telt het dossier niet mee en staat het apart. Een aandeel zegt niet of de hulp nodig bleef of beschikbaar was.
teller: dossiers waarin de gerealiseerde vervolghulp de aangewezen vervolghulp is
noemer: dossiers waarin vervolghulp aangewezen was en bekend is welke er kwam
herkomst: registraties
maten: [trajecten]
klein: [zoals_aangewezen, andere_hulp, geen_hulp]
klein_apart: [niet_aangewezen, onbekend]
rijen: [zoals_aangewezen, andere_hulp, geen_hulp, niet_aangewezen, onbekend]
buiten: niet beëindigd in een van de getoonde perioden
interval: [wilson, zoals_aangewezen, noemer]
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

telling as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        sum(case when s.groep = 'zoals aangewezen' then s.dossiers else 0 end) as zoals_aangewezen,
        sum(case when s.groep = 'andere' then s.dossiers else 0 end) as andere_hulp,
        sum(case when s.groep = 'geen' then s.dossiers else 0 end) as geen_hulp,
        sum(case when s.groep = 'niet aangewezen' then s.dossiers else 0 end) as niet_aangewezen,
        sum(case when s.groep = 'onbekend' then s.dossiers else 0 end) as onbekend
    from cel as c
    left join soort as s on c.sv_id = s.sv_id and c.maand = s.maand
    group by grouping sets ((c.sv_id, c.periode), (c.periode))
)

select
    t.gebied,
    t.periode,
    case
        when g.bekend and t.zoals_aangewezen + t.andere_hulp + t.geen_hulp > 0
            then cast(100 as double) * t.zoals_aangewezen / (t.zoals_aangewezen + t.andere_hulp + t.geen_hulp)
    end as waarde,
    case when g.bekend then cast(t.zoals_aangewezen + t.andere_hulp + t.geen_hulp as bigint) end as noemer,
    case when g.bekend then cast(t.zoals_aangewezen as bigint) end as zoals_aangewezen,
    case when g.bekend then cast(t.andere_hulp as bigint) end as andere_hulp,
    case when g.bekend then cast(t.geen_hulp as bigint) end as geen_hulp,
    case when g.bekend then cast(t.niet_aangewezen as bigint) end as niet_aangewezen,
    case when g.bekend then cast(t.onbekend as bigint) end as onbekend,
    g.volledig,
    case when g.bekend and t.zoals_aangewezen + t.andere_hulp + t.geen_hulp = 0 then 'nvt' end as toestand
from telling as t
inner join gebied as g on t.gebied = g.gebied and t.periode = g.periode
order by t.periode, t.gebied
