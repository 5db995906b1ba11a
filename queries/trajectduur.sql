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
*/
-- The distribution: a row per area, period, duration and whether it ended. figures/derived/waiting.py makes the median of it.
with cel as (
    select
        t.sv_id,
        m.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.opgestart
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

gebied as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        case when count(*) = count(opgestart) then sum(opgestart) end as noemer,
        bool_and(volledig)
        and count(*) = count(distinct sv_id || cast(periode as text)) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

verdeling as (
    select
        case when grouping(d.sv_id) = 1 then 'vlaanderen-brussel' else d.sv_id end as gebied,
        c.periode,
        d.dagen,
        d.beeindigd,
        sum(d.dossiers) as dossiers
    from duur as d
    inner join cel as c on d.sv_id = c.sv_id and d.maand = c.maand
    group by grouping sets ((d.sv_id, c.periode, d.dagen, d.beeindigd), (c.periode, d.dagen, d.beeindigd))
)

select
    g.gebied,
    g.periode,
    cast(v.dagen as bigint) as dagen,
    v.beeindigd as gebeurd,
    cast(v.dossiers as bigint) as dossiers,
    cast(g.noemer as bigint) as noemer,
    g.volledig
from gebied as g
left join verdeling as v on g.gebied = v.gebied and g.periode = v.periode and g.noemer is not null
order by g.periode, g.gebied, v.dagen, v.beeindigd
