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
alle_perioden: true
*/
with hulp as (
    select
        sv_id,
        maand,
        sum(case when groep = 'zoals aangewezen' then dossiers else 0 end) as zoals_aangewezen,
        sum(case when groep = 'andere' then dossiers else 0 end) as andere_hulp,
        sum(case when groep = 'geen' then dossiers else 0 end) as geen_hulp,
        sum(case when groep = 'niet aangewezen' then dossiers else 0 end) as niet_aangewezen,
        sum(case when groep = 'onbekend' then dossiers else 0 end) as onbekend
    from vervolg
    group by sv_id, maand
),

telling as (
    select
        r.gebied,
        r.periode,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        bool_and(r.gedekt) as gedekt,
        coalesce(sum(h.zoals_aangewezen), 0) as zoals_aangewezen,
        coalesce(sum(h.andere_hulp), 0) as andere_hulp,
        coalesce(sum(h.geen_hulp), 0) as geen_hulp,
        coalesce(sum(h.zoals_aangewezen + h.andere_hulp + h.geen_hulp), 0) as noemer,
        coalesce(sum(h.niet_aangewezen), 0) as niet_aangewezen,
        coalesce(sum(h.onbekend), 0) as onbekend
    from rooster as r
    left join hulp as h on r.sv_id = h.sv_id and r.maand = h.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
)

select
    gebied,
    periode,
    case when gedekt and noemer > 0 then cast(100 as double) * zoals_aangewezen / noemer end as waarde,
    case when gedekt then cast(noemer as bigint) end as noemer,
    case when gedekt then cast(zoals_aangewezen as bigint) end as zoals_aangewezen,
    case when gedekt then cast(andere_hulp as bigint) end as andere_hulp,
    case when gedekt then cast(geen_hulp as bigint) end as geen_hulp,
    case when gedekt then cast(niet_aangewezen as bigint) end as niet_aangewezen,
    case when gedekt then cast(onbekend as bigint) end as onbekend,
    volledig,
    case when gedekt and noemer = 0 then 'nvt' end as toestand
from telling
order by periode, gebied
