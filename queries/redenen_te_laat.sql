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
alle_perioden: true
*/
with reden as (
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
        r.gebied,
        r.periode,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        bool_and(r.gedekt) as gedekt,
        coalesce(sum(t.binnen), 0) as binnen,
        coalesce(sum(t.later), 0) as later,
        coalesce(sum(w.agenda), 0) as agenda,
        coalesce(sum(w.client_haakt_af), 0) as client_haakt_af,
        coalesce(sum(w.vraag_weggevallen), 0) as vraag_weggevallen,
        coalesce(sum(w.andere), 0) as andere,
        coalesce(sum(w.onbekend), 0) as onbekend
    from rooster as r
    left join tijdigheid as t
        on r.sv_id = t.sv_id and r.maand = t.maand and t.eindgebeurtenis = $eindgebeurtenis and t.termijn = $termijn
    left join reden as w on r.sv_id = w.sv_id and r.maand = w.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
)

select
    gebied,
    periode,
    case when gedekt then cast(later as bigint) end as waarde,
    case when gedekt then cast(binnen as bigint) end as binnen,
    case when gedekt then cast(agenda as bigint) end as agenda,
    case when gedekt then cast(client_haakt_af as bigint) end as client_haakt_af,
    case when gedekt then cast(vraag_weggevallen as bigint) end as vraag_weggevallen,
    case when gedekt then cast(andere as bigint) end as andere,
    case when gedekt then cast(onbekend as bigint) end as onbekend,
    volledig
from telling
order by periode, gebied
