/*
titel: Wat de laatste levering veranderde
eenheid: dossiers (erbij, gewijzigd of van maand veranderd)
eenheid_kort: dossiers
definitie: >-
  Vergelijkt alle leveringen met alle leveringen zonder de laatste (die met de grootste peildatum), naar de maand van aanmelding. Erbij: er zonder de
  laatste levering niet in die maand. Gewijzigd: minstens één waarde is anders. Verdwenen: zonder de laatste levering in die maand, nu in een andere.
  Een dossier dat van maand verandert, telt dus twee keer: één keer verdwenen en één keer erbij.
teller: dossiers die erbij kwamen, gewijzigd zijn of verdwenen, naar de maand van aanmelding
herkomst: registraties
maten: [registratie]
klein: [waarde]
klein_apart: [toegevoegd, gewijzigd, verdwenen]
rijen: [toegevoegd, gewijzigd]
*/
with cel as (
    select
        v.sv_id,
        case
            $per when 'maand' then v.maand when 'kwartaal' then cast(date_trunc('quarter', v.maand) as date)
            else cast(date_trunc('year', v.maand) as date)
        end as periode,
        v.toegevoegd,
        v.gewijzigd,
        v.verdwenen,
        coalesce(t.volledig, false) as volledig
    from verandering as v
    left join maandtelling as t on v.sv_id = t.sv_id and v.maand = t.maand
    where v.maand >= $van and v.maand <= $tot
),

-- In a period in which something changed, an area without a row has no change: zero, not unknown.
cellen as (
    select s.sv_id, p.periode, p.volledig
    from samenwerkingsverband as s
    cross join (select periode, bool_and(volledig) as volledig from cel group by periode) as p
),

gebied as (
    select
        r.sv_id as gebied,
        r.periode,
        coalesce(sum(c.toegevoegd), 0) as toegevoegd,
        coalesce(sum(c.gewijzigd), 0) as gewijzigd,
        coalesce(sum(c.verdwenen), 0) as verdwenen,
        r.volledig
    from cellen as r
    left join cel as c on r.sv_id = c.sv_id and r.periode = c.periode
    group by r.sv_id, r.periode, r.volledig
),

alles as (
    select gebied, periode, toegevoegd, gewijzigd, verdwenen, volledig from gebied
    union all
    select 'vlaanderen-brussel' as gebied, periode, sum(toegevoegd), sum(gewijzigd), sum(verdwenen), bool_and(volledig)
    from gebied
    group by periode
)

select
    gebied,
    periode,
    cast(toegevoegd + gewijzigd + verdwenen as bigint) as waarde,
    cast(toegevoegd as bigint) as toegevoegd,
    cast(gewijzigd as bigint) as gewijzigd,
    cast(verdwenen as bigint) as verdwenen,
    volledig
from alles
order by periode, gebied
