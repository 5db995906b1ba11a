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
alle_perioden: true
beide_totalen: noemer
*/
with dekking as (
    select
        r.gebied,
        r.periode,
        case when bool_and(r.gedekt) then sum(t.aanmeldingen) end as noemer,
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
    select r.gebied, r.periode, w.dagen, w.gebeurd, sum(w.dossiers) as dossiers
    from rooster as r
    inner join wachttijd as w on r.sv_id = w.sv_id and r.maand = w.maand
    where r.gebied = r.sv_id and r.per = $per and r.maand >= $van and r.maand <= $tot and w.eindgebeurtenis = $eindgebeurtenis
    group by r.gebied, r.periode, w.dagen, w.gebeurd
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
