-- What the page Trajecten asks: durations, ends, follow-up help, returns, and how many people there are behind dossiers.
-- Pseudonyms are only used to count: none is kept in a table that is prepared here.

-- Who has not ended is followed up to the day its own delivery was taken: nothing is known of it after that day.
insert into duur (sv_id, maand, dagen, beeindigd, dossiers)
select sv_id, maand, dagen, beeindigd, count(*)
from (
    select
        d.sv_id,
        cast(date_trunc('month', d.datum_opstart) as date) as maand,
        date_diff('day', d.datum_opstart, coalesce(d.datum_einde, l.peildatum)) as dagen,
        d.datum_einde is not null as beeindigd
    from dossier as d
    inner join levering as l on d.levering_id = l.levering_id
    where d.datum_opstart is not null
) as gevolgd
where dagen >= 0
group by sv_id, maand, dagen, beeindigd
order by sv_id, maand, dagen, beeindigd;

-- One pass over the ended dossiers; the reasons and the follow-up help are made from what is left.
create temp table afgesloten as
select
    sv_id,
    cast(date_trunc('month', datum_einde) as date) as maand,
    coalesce(reden_einde, 'onbekend') as reden,
    coalesce(vervolghulp_aangewezen, 'onbekend') as aangewezen,
    coalesce(vervolghulp_gerealiseerd, 'onbekend') as gerealiseerd,
    count(*) as dossiers
from dossier
where datum_einde is not null
group by
    sv_id, cast(date_trunc('month', datum_einde) as date), coalesce(reden_einde, 'onbekend'),
    coalesce(vervolghulp_aangewezen, 'onbekend'), coalesce(vervolghulp_gerealiseerd, 'onbekend');

insert into einde_reden (sv_id, maand, reden, dossiers)
select sv_id, maand, reden, sum(dossiers)
from afgesloten
group by sv_id, maand, reden
order by sv_id, maand, reden;

insert into vervolg (sv_id, maand, aangewezen, gerealiseerd, groep, dossiers)
select
    sv_id,
    maand,
    aangewezen,
    gerealiseerd,
    case
        when aangewezen = 'onbekend' or gerealiseerd = 'onbekend' then 'onbekend'
        when aangewezen = 'geen' then 'niet aangewezen'
        when gerealiseerd = aangewezen then 'zoals aangewezen'
        when gerealiseerd = 'geen' then 'geen'
        else 'andere'
    end as groep,
    sum(dossiers)
from afgesloten
group by sv_id, maand, aangewezen, gerealiseerd
order by sv_id, maand, aangewezen, gerealiseerd;

drop table afgesloten;

-- Only a client with a second dossier can return: the join is over those few and not over every dossier.
create temp table meermaals as
select client_pid from dossier
where client_pid is not null
group by client_pid
having count(*) > 1;

create temp table nadien as
select eerst.sv_id, eerst.dossier_id, min(later.datum_aanmelding) as datum_aanmelding
from meermaals as m
inner join dossier as eerst on m.client_pid = eerst.client_pid
inner join dossier as later
    on m.client_pid = later.client_pid and later.datum_aanmelding > eerst.datum_einde
where eerst.datum_einde is not null
group by eerst.sv_id, eerst.dossier_id;

drop table meermaals;

-- A window that is not over yet is 'not yet': not even when the return was there already, or only the quick ones would count.
insert into terugkeer (sv_id, maand, maanden, terug, niet_terug, nog_niet_beoordeelbaar, onbekend)
select
    w.sv_id,
    w.maand,
    w.maanden,
    sum(case when w.voorbij and w.bekend and w.nadien <= w.uiterlijk then 1 else 0 end),
    sum(case when w.voorbij and w.bekend and (w.nadien is null or w.nadien > w.uiterlijk) then 1 else 0 end),
    sum(case when w.voorbij then 0 else 1 end),
    sum(case when w.voorbij and not w.bekend then 1 else 0 end)
from (
    select
        d.sv_id,
        cast(date_trunc('month', d.datum_einde) as date) as maand,
        v.maanden,
        cast(d.datum_einde + v.dagen as date) as uiterlijk,
        cast(d.datum_einde + v.dagen as date) <= g.tot as voorbij,
        d.client_pid is not null as bekend,
        n.datum_aanmelding as nadien
    from dossier as d
    cross join (values (6, 183), (12, 365)) as v (maanden, dagen)
    cross join (select max(peildatum) as tot from levering) as g
    left join nadien as n on d.sv_id = n.sv_id and d.dossier_id = n.dossier_id
    where d.datum_einde is not null
) as w
group by w.sv_id, w.maand, w.maanden
order by w.sv_id, w.maand, w.maanden;

drop table nadien;

-- Distinct numbers do not add up, so each grain and each level is counted by itself. A number of 64 bits instead of a
-- pseudonym: with ten million people the chance that two of them share one is about 3 in a million.
create temp table persoon as
select
    d.sv_id,
    m.maand,
    m.kwartaal,
    m.jaar,
    case when d.client_pid is not null then hash(d.client_pid) end as client,
    case when d.gezin_pid is not null then hash(d.gezin_pid) end as gezin,
    count(*) as dossiers
from dossier as d
inner join maand as m on cast(date_trunc('month', d.datum_aanmelding) as date) = m.maand
group by
    d.sv_id, m.maand, m.kwartaal, m.jaar, case when d.client_pid is not null then hash(d.client_pid) end,
    case when d.gezin_pid is not null then hash(d.gezin_pid) end;

create temp table keer as
select cast(1 as tinyint) as soort, sv_id, maand, kwartaal, jaar, client as wie
from persoon
where client is not null
group by sv_id, maand, kwartaal, jaar, client
union all
select cast(2 as tinyint), sv_id, maand, kwartaal, jaar, gezin
from persoon
where gezin is not null
group by sv_id, maand, kwartaal, jaar, gezin;

-- Who is in one area and one month only counts once whatever the grain and the level: only the others are told apart.
create temp table vaker as
select k.soort, k.sv_id, k.maand, k.kwartaal, k.jaar, k.wie
from keer as k
inner join (select soort, wie from keer group by soort, wie having count(*) > 1) as w on k.soort = w.soort and k.wie = w.wie;

create temp table stap_en_niveau as
select p.per, n.totaal
from (values ('maand'), ('kwartaal'), ('jaar')) as p (per)
cross join (values (true), (false)) as n (totaal);

create temp table uniek as
with eenmalig as (
    select soort, sv_id, maand, kwartaal, jaar, sum(aantal) as aantal
    from (
        select soort, sv_id, maand, kwartaal, jaar, count(*) as aantal from keer group by soort, sv_id, maand, kwartaal, jaar
        union all
        select soort, sv_id, maand, kwartaal, jaar, -count(*) from vaker group by soort, sv_id, maand, kwartaal, jaar
    ) as verschil
    group by soort, sv_id, maand, kwartaal, jaar
),

verschillend as (
    select distinct
        v.soort,
        case when s.totaal then 'vlaanderen-brussel' else v.sv_id end as gebied,
        s.per,
        case s.per when 'maand' then v.maand when 'kwartaal' then v.kwartaal else v.jaar end as periode,
        v.wie
    from vaker as v
    cross join stap_en_niveau as s
)

select soort, gebied, per, periode, sum(aantal) as aantal
from (
    select soort, gebied, per, periode, count(*) as aantal
    from verschillend
    group by soort, gebied, per, periode
    union all
    select
        e.soort,
        case when s.totaal then 'vlaanderen-brussel' else e.sv_id end,
        s.per,
        case s.per when 'maand' then e.maand when 'kwartaal' then e.kwartaal else e.jaar end,
        e.aantal
    from eenmalig as e
    cross join stap_en_niveau as s
) as samen
group by soort, gebied, per, periode;

insert into eenheid (gebied, per, periode, dossiers, clienten, gezinnen, zonder_client, zonder_gezin)
select
    r.gebied,
    r.per,
    r.periode,
    r.dossiers,
    coalesce(c.aantal, 0),
    coalesce(g.aantal, 0),
    r.zonder_client,
    r.zonder_gezin
from (
    select
        case when s.totaal then 'vlaanderen-brussel' else p.sv_id end as gebied,
        s.per,
        case s.per when 'maand' then p.maand when 'kwartaal' then p.kwartaal else p.jaar end as periode,
        sum(p.dossiers) as dossiers,
        sum(p.zonder_client) as zonder_client,
        sum(p.zonder_gezin) as zonder_gezin
    from (
        select
            sv_id,
            maand,
            kwartaal,
            jaar,
            sum(dossiers) as dossiers,
            sum(case when client is null then dossiers else 0 end) as zonder_client,
            sum(case when gezin is null then dossiers else 0 end) as zonder_gezin
        from persoon
        group by sv_id, maand, kwartaal, jaar
    ) as p
    cross join stap_en_niveau as s
    group by
        case when s.totaal then 'vlaanderen-brussel' else p.sv_id end, s.per,
        case s.per when 'maand' then p.maand when 'kwartaal' then p.kwartaal else p.jaar end
) as r
left join uniek as c on r.gebied = c.gebied and r.per = c.per and r.periode = c.periode and c.soort = 1
left join uniek as g on r.gebied = g.gebied and r.per = g.per and r.periode = g.periode and g.soort = 2
order by r.per, r.periode, r.gebied;

drop table uniek;
drop table stap_en_niveau;
drop table vaker;
drop table keer;
drop table persoon;
