/*
titel: Redenen waarom niet binnen de maand
eenheid: aanmeldingen buiten de termijn
definitie: >-
  Aanmeldingen waarbij de gekozen gebeurtenis na de gekozen termijn viel, of na de termijn nog niet gebeurd was, naar de
  geregistreerde reden. Een dossier heeft één reden, wat de gekozen gebeurtenis ook is. Zonder geregistreerde reden is de reden
  onbekend.
teller: aanmeldingen met de gebeurtenis na de termijn
herkomst: registraties
maten: [tijdigheid]
klein: [binnen, waarde]
klein_apart: [agenda, client_haakt_af, vraag_weggevallen, andere, onbekend]
rijen: [waarde]
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as bekend
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

reden as (
    select
        sv_id,
        maand,
        sum(case when reden = 'agenda' then dossiers else 0 end) as agenda,
        sum(case when reden = 'client haakt af' then dossiers else 0 end) as client_haakt_af,
        sum(case when reden = 'vraag weggevallen' then dossiers else 0 end) as vraag_weggevallen,
        sum(case when reden = 'andere' then dossiers else 0 end) as andere,
        sum(case when reden = 'onbekend' then dossiers else 0 end) as onbekend
    from reden_te_laat
    where eindgebeurtenis = $eindgebeurtenis and termijn = $termijn
    group by sv_id, maand
),

telling as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        bool_and(c.bekend) as bekend,
        bool_and(c.volledig) as maanden_volledig,
        count(*) as maanden,
        count(distinct c.sv_id) as gebieden,
        sum(coalesce(g.binnen, 0)) as binnen,
        sum(coalesce(g.later, 0)) as later,
        sum(coalesce(r.agenda, 0)) as agenda,
        sum(coalesce(r.client_haakt_af, 0)) as client_haakt_af,
        sum(coalesce(r.vraag_weggevallen, 0)) as vraag_weggevallen,
        sum(coalesce(r.andere, 0)) as andere,
        sum(coalesce(r.onbekend, 0)) as onbekend
    from cel as c
    left join tijdigheid as g
        on c.sv_id = g.sv_id and c.maand = g.maand and g.eindgebeurtenis = $eindgebeurtenis and g.termijn = $termijn
    left join reden as r on c.sv_id = r.sv_id and c.maand = r.maand
    group by grouping sets ((c.sv_id, c.periode), (c.periode))
)

select
    gebied,
    periode,
    case when bekend then cast(later as bigint) end as waarde,
    case when bekend then cast(binnen as bigint) end as binnen,
    case when bekend then cast(agenda as bigint) end as agenda,
    case when bekend then cast(client_haakt_af as bigint) end as client_haakt_af,
    case when bekend then cast(vraag_weggevallen as bigint) end as vraag_weggevallen,
    case when bekend then cast(andere as bigint) end as andere,
    case when bekend then cast(onbekend as bigint) end as onbekend,
    maanden_volledig
    and maanden = gebieden * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
from telling
order by periode, gebied
