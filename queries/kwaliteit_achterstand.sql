/*
titel: Dagen tussen aanmelding en registratie
eenheid: dagen
eenheid_kort: dagen
definitie: >-
  Binnen hoeveel dagen na de aanmelding het gekozen deel van de dossiers voor het eerst geregistreerd was: de helft (de mediaan) of 90 procent
  (de P90). Het is het kleinste aantal dagen waarbinnen minstens dat deel geregistreerd was. Dossiers zonder registratiedatum tellen niet mee, en
  dossiers die op de peildatum nog niet geregistreerd waren evenmin: de laatste maanden lijken daardoor sneller dan ze zijn.
teller: dossiers die later geregistreerd zijn dan de waarde van Vlaanderen en Brussel
noemer: dossiers met een registratiedatum
herkomst: registraties
maten: [registratie]
klein: [noemer]
klein_apart: [teller, andere]
rijen: [noemer]
deel: {procent: $procent}
telt_niet_op: [teller, andere]
*/
with dekking as (
    select gebied, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
),

per_gebied as (
    select r.gebied, r.periode, k.dagen, sum(k.dossiers) as dossiers
    from rooster as r
    inner join kwaliteit_achterstand as k on r.sv_id = k.sv_id and r.maand = k.maand
    where r.gebied = r.sv_id and r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, k.dagen
),

verdeling as (
    select gebied, periode, dagen, dossiers from per_gebied
    union all
    select 'vlaanderen-brussel', periode, dagen, sum(dossiers) from per_gebied group by periode, dagen
),

opgeteld as (
    select
        gebied,
        periode,
        dagen,
        sum(dossiers) over (partition by gebied, periode order by dagen) as tot_en_met,
        sum(dossiers) over (partition by gebied, periode) as alle
    from verdeling
),

kwantiel as (
    select o.gebied, o.periode, p.procent, min(o.dagen) as dagen, max(o.alle) as dossiers
    from opgeteld as o
    inner join (values (50), (90)) as p (procent) on 100 * o.tot_en_met >= p.procent * o.alle
    group by o.gebied, o.periode, p.procent
),

later as (
    select v.gebied, v.periode, f.procent, sum(case when v.dagen > f.dagen then v.dossiers else 0 end) as dossiers
    from verdeling as v
    inner join kwantiel as f on v.periode = f.periode and f.gebied = 'vlaanderen-brussel'
    group by v.gebied, v.periode, f.procent
)

select
    d.gebied,
    d.periode,
    p.procent,
    case when d.gedekt then cast(k.dagen as bigint) end as waarde,
    case when d.gedekt then cast(coalesce(l.dossiers, 0) as bigint) end as teller,
    case when d.gedekt then cast(coalesce(k.dossiers - l.dossiers, 0) as bigint) end as andere,
    case when d.gedekt then cast(coalesce(k.dossiers, 0) as bigint) end as noemer,
    d.volledig,
    case when d.gedekt and k.dossiers is null then 'nvt' end as toestand
from dekking as d
cross join (values (50), (90)) as p (procent)
left join kwantiel as k on d.gebied = k.gebied and d.periode = k.periode and p.procent = k.procent
left join later as l on d.gebied = l.gebied and d.periode = l.periode and p.procent = l.procent
order by d.periode, d.gebied, p.procent
