/*
titel: Grootste aandeel van één dag
eenheid: procent van de ingevulde datums
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de dag die in de periode het vaakst voorkomt in het gekozen veld, van alle datums in dat veld. Hoe minder datums, hoe groter dat
  aandeel door toeval: in een klein gebied weegt één drukke dag meer.
teller: datums op de dag die het vaakst voorkomt
noemer: ingevulde datums
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
buiten: met een datum buiten de periode, of zonder datum
deel: {veld: $veld}
*/
with dekking as (
    select gebied, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
),

per_dag as (
    select r.gebied, r.periode, k.veld, k.dag, sum(k.dossiers) as dossiers
    from rooster as r
    inner join kwaliteit_dag as k on r.sv_id = k.sv_id and r.maand = k.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, k.veld, k.dag
),

telling as (
    select gebied, periode, veld, max(dossiers) as grootste, sum(dossiers) as dossiers from per_dag group by gebied, periode, veld
)

select
    d.gebied,
    d.periode,
    v.veld,
    case when d.gedekt then cast(100 as double) * t.grootste / t.dossiers end as waarde,
    case when d.gedekt then cast(coalesce(t.grootste, 0) as bigint) end as teller,
    case when d.gedekt then cast(coalesce(t.dossiers - t.grootste, 0) as bigint) end as andere,
    case when d.gedekt then cast(coalesce(t.dossiers, 0) as bigint) end as noemer,
    d.volledig,
    case when d.gedekt and t.dossiers is null then 'nvt' end as toestand
from dekking as d
cross join (
    values
    ('datum_aanmelding'), ('datum_eerste_contact'), ('datum_eerste_interventie'), ('datum_opstart'), ('datum_einde'),
    ('registratiedatum'), ('geboortejaar'), ('geslacht'), ('nis_gemeente'), ('aanmelder'), ('verwijzingsgrond'),
    ('gezinssamenstelling'), ('hulpvragen'), ('reden_einde')
) as v (veld)
left join telling as t on d.gebied = t.gebied and d.periode = t.periode and v.veld = t.veld
order by d.periode, d.gebied, v.veld
