/*
titel: Afgeronde trajecten
eenheid: afgeronde trajecten
definitie: >-
  Aantal opgestarte dossiers dat in de periode eindigde, om welke reden ook. Een dossier dat eindigde zonder opstart, telt
  niet mee; een vergeten einddatum evenmin.
teller: opgestarte dossiers met een datum van einde in de periode
herkomst: registraties
maten: [trajecten]
klein: [lopend_begin, opgestart, afgerond, lopend_einde]
rijen: [afgerond]
buiten: niet afgerond in een van de getoonde perioden
*/
-- The three questions about the stream of trajecten hide the same rows: otherwise one would give away what another hides.
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.opgestart,
        t.afgerond,
        t.lopend_einde,
        t.volledig
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

rand as (
    select
        sv_id,
        periode,
        min(maand) as eerste,
        max(maand) as laatste,
        count(*) = count(lopend_einde) as bekend,
        sum(opgestart) as opgestart,
        sum(afgerond) as afgerond,
        bool_and(volledig) and count(*) = case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by sv_id, periode
),

gebied as (
    select
        r.sv_id,
        r.periode,
        case when r.bekend then b.lopend_einde - b.opgestart + b.afgerond end as lopend_begin,
        case when r.bekend then r.opgestart end as opgestart,
        case when r.bekend then r.afgerond end as afgerond,
        case when r.bekend then e.lopend_einde end as lopend_einde,
        r.volledig
    from rand as r
    inner join cel as b on r.sv_id = b.sv_id and r.eerste = b.maand
    inner join cel as e on r.sv_id = e.sv_id and r.laatste = e.maand
),

telling as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        count(*) = count(lopend_einde) as bekend,
        sum(lopend_begin) as lopend_begin,
        sum(opgestart) as opgestart,
        sum(afgerond) as afgerond,
        sum(lopend_einde) as lopend_einde,
        bool_and(volledig) as volledig
    from gebied
    group by grouping sets ((sv_id, periode), (periode))
)

select
    gebied,
    periode,
    case when bekend then cast(afgerond as bigint) end as waarde,
    case when bekend then cast(lopend_begin as bigint) end as lopend_begin,
    case when bekend then cast(opgestart as bigint) end as opgestart,
    case when bekend then cast(afgerond as bigint) end as afgerond,
    case when bekend then cast(lopend_einde as bigint) end as lopend_einde,
    volledig
from telling
order by periode, gebied
