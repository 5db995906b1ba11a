/*
titel: Ontbrekende waarden
eenheid: procent van de dossiers
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de dossiers waarin het gekozen veld leeg is of de waarde onbekend heeft, naar de datum van aanmelding. Een eerste contact,
  een eerste interventie en een opstart kunnen ook nooit gebeurd zijn; om lopende dossiers niet te vroeg te beoordelen tellen daar enkel
  dossiers die minstens 90 dagen voor de peildatum van hun levering aangemeld zijn. De reden van einde telt enkel bij beëindigde dossiers.
teller: dossiers waarin het veld leeg of onbekend is
noemer: dossiers waarin het veld ingevuld had kunnen zijn
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
deel: {soort: ontbrekend, onderdeel: $veld}
*/
-- Every check of a share, for all areas at once: the questions about other checks take this SQL, and each one its own rows.
with dekking as (
    select gebied, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
),

-- Every field has its cells in each check, also where the check has nothing to look at: then there is no value.
onderdeel as (
    select s.soort, v.veld as onderdeel
    from (
        values
        ('datum_aanmelding'), ('datum_eerste_contact'), ('datum_eerste_interventie'), ('datum_opstart'), ('datum_einde'),
        ('registratiedatum'), ('geboortejaar'), ('geslacht'), ('nis_gemeente'), ('aanmelder'), ('verwijzingsgrond'),
        ('gezinssamenstelling'), ('hulpvragen'), ('reden_einde')
    ) as v (veld)
    cross join (values ('ontbrekend'), ('eerste dag')) as s (soort)
    union all
    select soort, onderdeel from (values ('zonder einde', 'datum_einde'), ('onmogelijk', 'alle')) as w (soort, onderdeel)
    union all
    select 'onmogelijk', code from regel where gevolg = 'waarde onbekend'
),

nagekeken as (
    select
        sv_id, maand, case when veld = 'datum_einde' then 'zonder einde' else 'ontbrekend' end as soort, veld as onderdeel, dossiers,
        onbekend as geteld
    from kwaliteit_veld
    union all
    select v.sv_id, v.maand, o.soort, o.onderdeel, v.dossiers, 0
    from kwaliteit_veld as v
    inner join onderdeel as o on v.veld = 'registratiedatum' and o.soort = 'onmogelijk'
    union all
    select sv_id, maand, 'onmogelijk', code, 0, dossiers from kwaliteit_signaal
    union all
    select sv_id, maand, 'eerste dag', veld, sum(dossiers), sum(case when extract(day from dag) = 1 then dossiers else 0 end)
    from kwaliteit_dag
    group by sv_id, maand, veld
),

telling as (
    select r.gebied, r.periode, k.soort, k.onderdeel, sum(k.dossiers) as dossiers, sum(k.geteld) as geteld
    from rooster as r
    inner join nagekeken as k on r.sv_id = k.sv_id and r.maand = k.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, k.soort, k.onderdeel
)

select
    d.gebied,
    d.periode,
    o.soort,
    o.onderdeel,
    case
        when d.gedekt and t.dossiers > 0
            then cast(case when o.soort = 'onmogelijk' then 1000 else 100 end as double) * t.geteld / t.dossiers
    end as waarde,
    case when d.gedekt then cast(coalesce(t.geteld, 0) as bigint) end as teller,
    case when d.gedekt then cast(coalesce(t.dossiers - t.geteld, 0) as bigint) end as andere,
    case when d.gedekt then cast(coalesce(t.dossiers, 0) as bigint) end as noemer,
    d.volledig,
    case when d.gedekt and coalesce(t.dossiers, 0) = 0 then 'nvt' end as toestand
from dekking as d
cross join onderdeel as o
left join telling as t
    on d.gebied = t.gebied and d.periode = t.periode and o.soort = t.soort and o.onderdeel = t.onderdeel
order by d.periode, d.gebied, o.soort, o.onderdeel
