-- Who comes in: dossiers by area, month of aanmelding and one characteristic; and by the municipality of the client.

insert into profiel (sv_id, maand, kenmerk, waarde, dossiers)
select sv_id, maand, kenmerk, waarde, sum(dossiers)
from (
    select sv_id, cast(date_trunc('month', datum_aanmelding) as date) as maand, 'aanmelder' as kenmerk, coalesce(aanmelder, 'onbekend') as waarde, count(*) as dossiers
    from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), coalesce(aanmelder, 'onbekend')
    union all
    select sv_id, cast(date_trunc('month', datum_aanmelding) as date), 'verwijzingsgrond', coalesce(verwijzingsgrond, 'onbekend'), count(*)
    from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), coalesce(verwijzingsgrond, 'onbekend')
    union all
    select sv_id, cast(date_trunc('month', datum_aanmelding) as date), 'gezinssamenstelling', coalesce(gezinssamenstelling, 'onbekend'), count(*)
    from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), coalesce(gezinssamenstelling, 'onbekend')
    union all
    select
        sv_id,
        maand,
        'leeftijd',
        case
            when leeftijd is null then 'onbekend' when leeftijd < 6 then '0 tot 5 jaar' when leeftijd < 12 then '6 tot 11 jaar'
            when leeftijd < 18 then '12 tot 17 jaar' else '18 tot 25 jaar'
        end,
        dossiers
    from (
        select sv_id, cast(date_trunc('month', datum_aanmelding) as date) as maand, leeftijd, count(*) as dossiers
        from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), leeftijd
    ) as jaren
    union all
    select
        sv_id,
        maand,
        'elp',
        case
            when elp_consulten is null then 'onbekend' when elp_consulten = 0 then 'geen consult'
            when elp_consulten <= 5 then '1 tot 5 consulten' else '6 of meer consulten'
        end,
        dossiers
    from (
        select sv_id, cast(date_trunc('month', datum_aanmelding) as date) as maand, elp_consulten, count(*) as dossiers
        from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), elp_consulten
    ) as consulten
    union all
    -- A list that holds 'onbekend' beside a hulpvraag is known. The lists are counted before they are cut up: they repeat.
    select lijst.sv_id, lijst.maand, 'hulpvragen', vraag.waarde, lijst.dossiers
    from (
        select sv_id, cast(date_trunc('month', datum_aanmelding) as date) as maand, coalesce(hulpvragen, 'onbekend') as hulpvragen, count(*) as dossiers
        from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), coalesce(hulpvragen, 'onbekend')
    ) as lijst
    cross join lateral (select distinct unnest(string_split(lijst.hulpvragen, '|')) as waarde) as vraag
    where vraag.waarde <> 'onbekend' or lijst.hulpvragen = 'onbekend'
) as geteld
group by sv_id, maand, kenmerk, waarde
order by kenmerk, sv_id, maand, waarde;

-- A code is looked up among the municipalities of the partnership itself, of 2019 to 2024 and then of 2025: a municipality that
-- merged over the border of two areas is the part in the area that registered. The code of Antwerpen did not change when
-- Borsbeek joined it: only from 2025 on can a partnership other than that of Antwerpen mean its own part with it.
insert into profiel_gemeente (sv_id, maand, plaats, nis5_2025, dossiers)
select
    t.sv_id,
    t.maand,
    case when t.nis_gemeente is null then 'onbekend' when p.nis5_2025 is null then 'buiten' else 'gemeente' end as plaats,
    coalesce(p.nis5_2025, '') as nis5_2025,
    sum(t.dossiers)
from (
    select sv_id, cast(date_trunc('month', datum_aanmelding) as date) as maand, nis_gemeente, count(*) as dossiers
    from dossier group by sv_id, cast(date_trunc('month', datum_aanmelding) as date), nis_gemeente
) as t
left join (
    select sv_id, nis5 as code, nis5_2025, cast('1900-01-01' as date) as vanaf from gemeente
    union
    select
        n.sv_id,
        n.nis5_2025,
        n.nis5_2025,
        case when exists (select 1 from gemeente as o where o.nis5 = n.nis5_2025) then cast('2025-01-01' as date) else cast('1900-01-01' as date) end
    from gemeente as n
    where not exists (select 1 from gemeente as e where e.nis5 = n.nis5_2025 and e.sv_id = n.sv_id)
) as p on t.sv_id = p.sv_id and t.nis_gemeente = p.code and t.maand >= p.vanaf
group by 1, 2, 3, 4
order by 1, 2, 3, 4;
