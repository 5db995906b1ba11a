/*
titel: Wachttijd
eenheid: dagen van aanmelding tot de gekozen gebeurtenis
eenheid_kort: dagen
decimalen: 1
definitie: >-
  Na hoeveel dagen de helft van de aangemelde dossiers de gekozen gebeurtenis had (de mediaan), en driekwart (P75). Wie nog
  wacht, telt mee tot de peildatum van zijn levering: dat is de schatting van Kaplan en Meier. Zonder hen zou de wachttijd te
  kort lijken. Wacht meer dan de helft nog, dan is er nog geen mediaan. Afgesloten dossiers zonder datum van de gebeurtenis
  zijn onbekend en zitten niet in de schatting. Er is geen termijn: elke wachttijd telt.
teller: dossiers met de gekozen gebeurtenis, en dossiers die er nog op wachten
noemer: alle aanmeldingen van de periode
herkomst: registraties
maten: [tijdigheid]
klein: [noemer, gebeurd]
klein_apart: [nog_open, onbekend]
rijen: [noemer]
bewerking: wachttijd
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

dekking as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        case when count(*) = count(aanmeldingen) then sum(aanmeldingen) end as noemer,
        bool_and(volledig)
        and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

verdeling as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        w.dagen,
        w.gebeurd,
        sum(w.dossiers) as dossiers
    from cel as c
    inner join wachttijd as w on c.sv_id = w.sv_id and c.maand = w.maand and w.eindgebeurtenis = $eindgebeurtenis
    group by grouping sets ((c.sv_id, c.periode, w.dagen, w.gebeurd), (c.periode, w.dagen, w.gebeurd))
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
order by d.periode, d.gebied, v.dagen, v.gebeurd
