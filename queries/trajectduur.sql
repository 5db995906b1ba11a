/*
titel: Duur van een traject (mediaan)
eenheid: dagen van opstart tot einde
eenheid_kort: dagen
decimalen: 1
definitie: >-
  Na hoeveel dagen de helft van de opgestarte trajecten beëindigd is (mediaan), naar de dag van opstart. Trajecten zonder einde
  tellen mee tot de peildatum van hun levering (methode van Kaplan en Meier): ze weglaten zou enkel de korte overhouden. Loopt
  meer dan de helft nog, dan is de mediaan nog niet bereikt: dan staat er n.v.t. en geen te laag getal. Een vergeten einddatum
  maakt de duur te lang.
teller: opgestarte dossiers die beëindigd zijn, en de dossiers die nog lopen
noemer: opgestarte dossiers
herkomst: registraties
maten: [trajecten]
klein: [noemer, gebeurd]
klein_apart: [nog_open, onbekend]
rijen: [noemer]
buiten: niet opgestart in een van de getoonde perioden
bewerking: wachttijd
alle_perioden: true
*/
-- The distribution: a row per area, period, duration and whether it ended. figures/derived/waiting.py makes the median of it.
with dekking as (
    select
        r.gebied,
        r.periode,
        case when bool_and(r.gedekt) then sum(t.opgestart) end as noemer,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        -- One number orders half a million rows faster than the names of area and period do.
        row_number() over (order by r.periode, r.gebied) as plaats
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
),

-- The total is made of the areas and not of the months once more: that is half the work.
per_gebied as (
    select r.gebied, r.periode, w.dagen, w.beeindigd as gebeurd, sum(w.dossiers) as dossiers
    from rooster as r
    inner join duur as w on r.sv_id = w.sv_id and r.maand = w.maand
    where r.gebied = r.sv_id and r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, w.dagen, w.beeindigd
),

verdeling as (
    select gebied, periode, dagen, gebeurd, dossiers from per_gebied
    union all
    select 'vlaanderen-brussel', periode, dagen, gebeurd, sum(dossiers) from per_gebied group by periode, dagen, gebeurd
)

select
    d.gebied,
    d.periode,
    cast(v.dagen as bigint) as dagen,
    v.gebeurd,
    cast(v.dossiers as bigint) as dossiers,
    cast(d.noemer as bigint) as noemer,
    d.volledig
from dekking as d
left join verdeling as v on d.gebied = v.gebied and d.periode = v.periode and d.noemer is not null
order by d.plaats, v.dagen, v.gebeurd
