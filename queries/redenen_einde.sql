/*
titel: Redenen van einde
eenheid: procent van de beëindigde dossiers met een bekende reden
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Waarom dossiers eindigden, naar de dag van einde. Elk beëindigd dossier telt mee, ook als het eindigde zonder opstart. Een
  lege of onbekende reden staat apart, als aantal, en zit niet in de noemer. Uitval is hier enkel ‘stopgezet door gezin’: geen bron
  zegt welke redenen uitval zijn. ‘Vraag weggevallen’ is geen uitval, want de vraag kan opgelost zijn.
teller: beëindigde dossiers met deze reden
noemer: beëindigde dossiers met een bekende reden
herkomst: registraties
maten: [trajecten]
klein: [teller, andere, gebruikt]
rijen: [gebruikt]
buiten: niet beëindigd in een van de getoonde perioden
interval: [wilson, teller, noemer]
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

onderdeel as (
    select distinct
        reden as onderdeel,
        case when reden = 'onbekend' then 'apart' else 'deel' end as rol,
        case when reden = 'onbekend' then 4 when reden = 'andere' then 2 else 1 end as volgorde
    from einde_reden
    union all
    select 'bekend', 'geheel', 3
),

verdeling as (
    select
        case when grouping(e.sv_id) = 1 then 'vlaanderen-brussel' else e.sv_id end as gebied,
        c.periode,
        case when grouping(e.reden) = 1 then 'bekend' else e.reden end as onderdeel,
        sum(e.dossiers) as alle,
        sum(case when e.reden = 'onbekend' then 0 else e.dossiers end) as bekende
    from einde_reden as e
    inner join cel as c on e.sv_id = c.sv_id and e.maand = c.maand
    group by grouping sets (
        (e.sv_id, c.periode, e.reden), (c.periode, e.reden), (e.sv_id, c.periode), (c.periode)
    )
),

telling as (
    select
        g.gebied,
        g.periode,
        o.onderdeel,
        o.rol,
        o.volgorde,
        g.bekend,
        g.volledig,
        coalesce(case when o.rol = 'geheel' then v.bekende else v.alle end, 0) as dossiers,
        coalesce(n.bekende, 0) as noemer
    from gebied as g
    cross join onderdeel as o
    left join verdeling as v on g.gebied = v.gebied and g.periode = v.periode and o.onderdeel = v.onderdeel
    left join verdeling as n on g.gebied = n.gebied and g.periode = n.periode and n.onderdeel = 'bekend'
)

select
    gebied,
    periode,
    onderdeel,
    rol,
    case when bekend and rol = 'deel' and noemer > 0 then cast(100 as double) * dossiers / noemer end as waarde,
    case when bekend then cast(dossiers as bigint) end as teller,
    case when bekend and rol = 'deel' then cast(noemer - dossiers as bigint) end as andere,
    case when bekend and rol = 'deel' then cast(noemer as bigint) end as noemer,
    case when bekend then cast(case when rol = 'geheel' then 0 else dossiers end as bigint) end as gebruikt,
    volledig,
    case when bekend and (rol <> 'deel' or noemer = 0) then 'nvt' end as toestand
from telling
order by periode, gebied, volgorde, onderdeel
