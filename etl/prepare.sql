-- Counts prepared once per build, so that a page asks rows of this size instead of every dossier.

create temp table aangemeld as
select distinct d.sv_id, d.datum_aanmelding, l.peildatum
from dossier as d
inner join levering as l on d.levering_id = l.levering_id;

-- A partnership is known in the months of a delivery once that period holds one dossier of it;
-- a partnership that is missing altogether sent nothing, which is not the same as zero. A dossier that came
-- earlier proves nothing about this delivery; one that came later may replace a row of this delivery.
create temp table dekking as
select
    s.sv_id,
    m.maand,
    max(case when l.periode_tot >= m.laatste_dag then 1 else 0 end) = 1 as volledig
from levering as l
inner join maand as m on m.laatste_dag >= l.periode_van and m.maand <= l.periode_tot
cross join samenwerkingsverband as s
where
    l.gelezen > 0
    and exists (
        select 1 from aangemeld as a
        where
            a.sv_id = s.sv_id and a.peildatum >= l.peildatum
            and a.datum_aanmelding >= l.periode_van and a.datum_aanmelding <= l.periode_tot
    )
group by s.sv_id, m.maand;

create temp table gebeurd as
select sv_id, cast(date_trunc('month', dag) as date) as maand, sum(aanmelding) as aanmeldingen, sum(opstart) as opgestart, sum(einde) as afgerond
from (
    select sv_id, datum_aanmelding as dag, 1 as aanmelding, 0 as opstart, 0 as einde from dossier
    union all
    select sv_id, datum_opstart, 0, 1, 0 from dossier where datum_opstart is not null
    union all
    select sv_id, datum_einde, 0, 0, 1 from dossier where datum_opstart is not null and datum_einde is not null
) as gebeurtenis
group by sv_id, cast(date_trunc('month', dag) as date);

-- Stock = everything started so far minus everything ended so far; what started before the calendar counts too.
insert into maandtelling (sv_id, maand, volledig, aanmeldingen, opgestart, afgerond, lopend_einde)
select
    t.sv_id,
    t.maand,
    coalesce(k.volledig, false),
    case when k.sv_id is not null then t.aanmeldingen end,
    case when k.sv_id is not null then t.opgestart end,
    case when k.sv_id is not null then t.afgerond end,
    case when k.sv_id is not null then t.lopend end
from (
    select
        r.sv_id,
        r.maand,
        coalesce(g.aanmeldingen, 0) as aanmeldingen,
        coalesce(g.opgestart, 0) as opgestart,
        coalesce(g.afgerond, 0) as afgerond,
        sum(coalesce(g.opgestart, 0) - coalesce(g.afgerond, 0)) over (partition by r.sv_id order by r.maand) as lopend
    from (
        select s.sv_id, m.maand from samenwerkingsverband as s cross join maand as m
        union
        select sv_id, maand from gebeurd
    ) as r
    left join gebeurd as g on r.sv_id = g.sv_id and r.maand = g.maand
) as t
inner join maand as m on t.maand = m.maand
left join dekking as k on t.sv_id = k.sv_id and t.maand = k.maand
order by t.sv_id, t.maand;

-- Every question about areas and periods reads its cells here, and so counts them in one way only.
insert into rooster (gebied, per, periode, sv_id, maand, maanden, volledig, gedekt)
select
    case when n.samen then 'vlaanderen-brussel' else t.sv_id end as gebied,
    p.per,
    case p.per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
    t.sv_id,
    t.maand,
    p.maanden * case when n.samen then s.aantal else 1 end,
    t.volledig,
    t.aanmeldingen is not null
from maandtelling as t
inner join maand as m on t.maand = m.maand
cross join (values ('maand', 1), ('kwartaal', 3), ('jaar', 12)) as p (per, maanden)
cross join (values (false), (true)) as n (samen)
cross join (select count(*) as aantal from samenwerkingsverband) as s
order by p.per, gebied, t.maand, t.sv_id;

insert into verloop (sv_id, opstart_maand, einde_maand, dossiers)
select
    sv_id,
    cast(date_trunc('month', datum_opstart) as date) as opstart_maand,
    cast(date_trunc('month', datum_einde) as date) as einde_maand,
    count(*)
from dossier
where datum_opstart is not null
group by sv_id, cast(date_trunc('month', datum_opstart) as date), cast(date_trunc('month', datum_einde) as date)
order by sv_id, opstart_maand, einde_maand;

insert into tijdigheid (sv_id, maand, eindgebeurtenis, termijn, binnen, later, nog_niet_beoordeelbaar, onbekend)
select
    w.sv_id,
    w.maand,
    w.eindgebeurtenis,
    w.termijn,
    sum(case when w.gebeurd_op <= w.uiterlijk then 1 else 0 end),
    sum(case when w.gebeurd_op > w.uiterlijk or (w.gebeurd_op is null and w.loopt and w.uiterlijk < w.peildatum) then 1 else 0 end),
    sum(case when w.gebeurd_op is null and w.loopt and w.uiterlijk >= w.peildatum then 1 else 0 end),
    sum(case when w.gebeurd_op is null and not w.loopt then 1 else 0 end)
from (
    select
        d.sv_id,
        cast(date_trunc('month', d.datum_aanmelding) as date) as maand,
        e.eindgebeurtenis,
        t.termijn,
        case e.eindgebeurtenis
            when 'eerste contact' then d.datum_eerste_contact
            when 'eerste interventie' then d.datum_eerste_interventie
            else d.datum_opstart
        end as gebeurd_op,
        cast(case t.termijn
            when '30 dagen' then d.datum_aanmelding + interval '30 days'
            else d.datum_aanmelding + interval '1 month'
        end as date) as uiterlijk,
        d.datum_einde is null as loopt,
        -- The delivery this version of the dossier came with: nothing is known of it after that day.
        l.peildatum
    from dossier as d
    inner join levering as l on d.levering_id = l.levering_id
    cross join (values ('eerste contact'), ('eerste interventie'), ('opstart')) as e (eindgebeurtenis)
    cross join (values ('30 dagen'), ('kalendermaand')) as t (termijn)
) as w
group by w.sv_id, w.maand, w.eindgebeurtenis, w.termijn
order by w.sv_id, w.maand, w.eindgebeurtenis, w.termijn;

drop table aangemeld;
drop table dekking;
drop table gebeurd;

-- ------------------------------------------------------------------ quality of the registrations

-- One pass over the dossiers; the long form is made from the few rows that are left.
create temp table veldsom as
select
    d.sv_id,
    cast(date_trunc('month', d.datum_aanmelding) as date) as maand,
    count(*) as dossiers,
    sum(case when d.datum_einde is not null then 1 else 0 end) as beeindigd,
    sum(case when cast(d.datum_aanmelding + interval '90 days' as date) <= l.peildatum then 1 else 0 end) as na_90,
    sum(case when cast(d.datum_aanmelding + interval '365 days' as date) <= l.peildatum then 1 else 0 end) as na_365,
    sum(case when d.datum_eerste_contact is null and cast(d.datum_aanmelding + interval '90 days' as date) <= l.peildatum then 1 else 0 end) as contact,
    sum(case when d.datum_eerste_interventie is null and cast(d.datum_aanmelding + interval '90 days' as date) <= l.peildatum then 1 else 0 end) as interventie,
    sum(case when d.datum_opstart is null and cast(d.datum_aanmelding + interval '90 days' as date) <= l.peildatum then 1 else 0 end) as opstart,
    sum(case when d.datum_einde is null and cast(d.datum_aanmelding + interval '365 days' as date) <= l.peildatum then 1 else 0 end) as einde,
    sum(case when d.geboortejaar is null then 1 else 0 end) as geboortejaar,
    sum(case when coalesce(d.geslacht, 'onbekend') = 'onbekend' then 1 else 0 end) as geslacht,
    sum(case when d.nis_gemeente is null then 1 else 0 end) as gemeente,
    sum(case when coalesce(d.aanmelder, 'onbekend') = 'onbekend' then 1 else 0 end) as aanmelder,
    sum(case when coalesce(d.verwijzingsgrond, 'onbekend') = 'onbekend' then 1 else 0 end) as verwijzingsgrond,
    sum(case when coalesce(d.gezinssamenstelling, 'onbekend') = 'onbekend' then 1 else 0 end) as gezin,
    sum(case when coalesce(d.hulpvragen, 'onbekend') = 'onbekend' then 1 else 0 end) as hulpvragen,
    sum(case when d.datum_einde is not null and coalesce(d.reden_einde, 'onbekend') = 'onbekend' then 1 else 0 end) as reden_einde,
    sum(case when d.registratiedatum is null then 1 else 0 end) as registratiedatum
from dossier as d
inner join levering as l on d.levering_id = l.levering_id
group by d.sv_id, cast(date_trunc('month', d.datum_aanmelding) as date);

insert into kwaliteit_veld (sv_id, maand, veld, dossiers, onbekend)
select s.sv_id, s.maand, v.veld, x.dossiers, x.onbekend
from veldsom as s
cross join (
    values ('datum_eerste_contact'), ('datum_eerste_interventie'), ('datum_opstart'), ('datum_einde'), ('geboortejaar'), ('geslacht'),
    ('nis_gemeente'), ('aanmelder'), ('verwijzingsgrond'), ('gezinssamenstelling'), ('hulpvragen'), ('reden_einde'), ('registratiedatum')
) as v (veld)
cross join lateral (
    select
        case
            when v.veld in ('datum_eerste_contact', 'datum_eerste_interventie', 'datum_opstart') then s.na_90
            when v.veld = 'datum_einde' then s.na_365
            when v.veld = 'reden_einde' then s.beeindigd
            else s.dossiers
        end as dossiers,
        case v.veld
            when 'datum_eerste_contact' then s.contact
            when 'datum_eerste_interventie' then s.interventie
            when 'datum_opstart' then s.opstart
            when 'datum_einde' then s.einde
            when 'geboortejaar' then s.geboortejaar
            when 'geslacht' then s.geslacht
            when 'nis_gemeente' then s.gemeente
            when 'aanmelder' then s.aanmelder
            when 'verwijzingsgrond' then s.verwijzingsgrond
            when 'gezinssamenstelling' then s.gezin
            when 'hulpvragen' then s.hulpvragen
            when 'reden_einde' then s.reden_einde
            else s.registratiedatum
        end as onbekend
) as x
order by s.sv_id, v.veld, s.maand;

insert into kwaliteit_achterstand (sv_id, maand, dagen, dossiers)
select sv_id, maand, dagen, count(*)
from (
    select
        sv_id,
        cast(date_trunc('month', datum_aanmelding) as date) as maand,
        date_diff('day', datum_aanmelding, cast(registratiedatum as date)) as dagen
    from dossier
    where registratiedatum is not null
) as verschil
group by sv_id, maand, dagen
order by sv_id, maand, dagen;

-- A row may break one rule in two columns, and two rules at once: it counts once in each.
insert into kwaliteit_signaal (sv_id, maand, code, dossiers)
select d.sv_id, cast(date_trunc('month', d.datum_aanmelding) as date) as maand, s.code, count(*)
from dossier as d
inner join (
    select distinct levering_id, regel, code from signaal
    union
    select distinct levering_id, regel, 'alle' from signaal
) as s on d.levering_id = s.levering_id and d.regel = s.regel
group by d.sv_id, cast(date_trunc('month', d.datum_aanmelding) as date), s.code
order by d.sv_id, maand, s.code;

insert into kwaliteit_dag (sv_id, maand, veld, dag, dossiers)
select sv_id, cast(date_trunc('month', dag) as date) as maand, veld, dag, dossiers
from (
    select sv_id, 'datum_aanmelding' as veld, datum_aanmelding as dag, count(*) as dossiers from dossier group by sv_id, datum_aanmelding
    union all
    select sv_id, 'datum_eerste_contact', datum_eerste_contact, count(*) from dossier group by sv_id, datum_eerste_contact
    union all
    select sv_id, 'datum_eerste_interventie', datum_eerste_interventie, count(*) from dossier group by sv_id, datum_eerste_interventie
    union all
    select sv_id, 'datum_opstart', datum_opstart, count(*) from dossier group by sv_id, datum_opstart
    union all
    select sv_id, 'datum_einde', datum_einde, count(*) from dossier group by sv_id, datum_einde
    union all
    select sv_id, 'registratiedatum', cast(registratiedatum as date), count(*) from dossier group by sv_id, cast(registratiedatum as date)
) as datums
where dag is not null
order by sv_id, veld, dag;

drop table veldsom;
