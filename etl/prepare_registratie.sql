-- How fast dossiers are registered, prepared once per build: per delivery what could be known then, and what is known now.

-- Counts by the day of registration; bekend_op: the first delivery that held the dossier, laatst_in: the one it came with.
create temp table registratie_dag as
select
    d.sv_id,
    cast(date_trunc('month', d.datum_aanmelding) as date) as maand,
    cast(d.registratiedatum as date) as dag,
    coalesce(e.bekend_op, l.peildatum) as bekend_op,
    greatest(coalesce(e.laatst_in, l.peildatum), l.peildatum) as laatst_in,
    count(*) as dossiers
from dossier as d
inner join levering as l on d.levering_id = l.levering_id
left join eerst_bekend as e on d.sv_id = e.sv_id and d.dossier_id = e.dossier_id
group by
    d.sv_id, cast(date_trunc('month', d.datum_aanmelding) as date), cast(d.registratiedatum as date),
    coalesce(e.bekend_op, l.peildatum), greatest(coalesce(e.laatst_in, l.peildatum), l.peildatum);

-- Some deliveries bring what was registered late about the months before their own period, others do not. Only of the
-- first kind does an older month without news mean that nothing came.
create temp table bericht as
select
    l.peildatum,
    s.sv_id,
    l.periode_van as van,
    l.periode_tot as tot,
    exists (
        select 1 from registratie_dag as r
        where r.bekend_op = l.peildatum and r.maand < cast(date_trunc('month', l.periode_van) as date)
    ) as ook_ouder
from levering as l
cross join samenwerkingsverband as s
where
    l.gelezen > 0
    -- As for maandtelling: a partnership that is missing altogether sent nothing, which is not the same as zero.
    and exists (
        select 1 from registratie_dag as r
        where
            r.sv_id = s.sv_id and r.bekend_op <= l.peildatum and r.laatst_in >= l.peildatum
            and r.maand >= cast(date_trunc('month', l.periode_van) as date) and r.maand <= l.periode_tot
    );

-- dag: delays are counted in months up to this day of the month, so that the last step ends on the peildatum itself; 0 is
-- the end of the month.
create temp table anker as
select
    peildatum,
    case when peildatum = last_day(peildatum) then 0 else extract(day from peildatum) end as dag
from (select distinct peildatum from levering where gelezen > 0) as leveringen;

-- Until when each month was followed: as far as deliveries up to the peildatum tell, and as far as all of them do.
create temp table gevolgd as
select
    a.peildatum,
    a.dag,
    b.sv_id,
    m.maand,
    extract(year from m.maand) * 12 + extract(month from m.maand) as nr,
    bool_or(b.peildatum <= a.peildatum and b.van <= m.maand and m.laatste_dag <= b.tot) as toen,
    max(case when b.peildatum <= a.peildatum then b.peildatum end) as gezien_toen,
    max(b.peildatum) as gezien_nu
from anker as a
cross join bericht as b
inner join maand as m on m.laatste_dag <= b.tot and (b.van <= m.maand or b.ook_ouder)
group by a.peildatum, a.dag, b.sv_id, m.maand
having bool_or(b.van <= m.maand);

create temp table bereik as
select
    *,
    case
        when not toen then -1
        when dag = 0 then extract(year from gezien_toen + interval '1 day') * 12 + extract(month from gezien_toen + interval '1 day') - 1 - nr
        else extract(year from gezien_toen) * 12 + extract(month from gezien_toen) - 1 - nr - case when extract(day from gezien_toen) >= dag then 0 else 1 end
    end as tot_toen,
    case
        when dag = 0 then extract(year from gezien_nu + interval '1 day') * 12 + extract(month from gezien_nu + interval '1 day') - 1 - nr
        else extract(year from gezien_nu) * 12 + extract(month from gezien_nu) - 1 - nr - case when extract(day from gezien_nu) >= dag then 0 else 1 end
    end as tot_nu
from gevolgd;

create temp table vertraagd as
select
    a.peildatum,
    r.sv_id,
    r.maand,
    greatest(
        0,
        extract(year from r.dag) * 12 + extract(month from r.dag)
        - extract(year from r.maand) * 12 - extract(month from r.maand)
        - case when a.dag > 0 and extract(day from r.dag) <= a.dag then 1 else 0 end
    ) as vertraging,
    sum(case when r.bekend_op <= a.peildatum then r.dossiers else 0 end) as toen,
    sum(r.dossiers) as nu
from anker as a
cross join registratie_dag as r
where r.dag is not null
group by a.peildatum, r.sv_id, r.maand, vertraging;

insert into registratiedriehoek (peildatum, sv_id, maand, vertraging, dossiers, nu)
select
    b.peildatum,
    b.sv_id,
    b.maand,
    k.vertraging,
    case when k.vertraging <= b.tot_toen then coalesce(v.toen, 0) end,
    case when k.vertraging <= b.tot_nu then coalesce(v.nu, 0) end
from bereik as b
cross join (
    values (0), (1), (2), (3), (4), (5), (6), (7), (8), (9), (10), (11), (12)
) as k (vertraging)
left join vertraagd as v
    on b.peildatum = v.peildatum and b.sv_id = v.sv_id and b.maand = v.maand and k.vertraging = v.vertraging
where k.vertraging <= greatest(b.tot_toen, b.tot_nu)
order by b.peildatum, b.sv_id, b.maand, k.vertraging;

drop table vertraagd;
drop table bereik;
drop table gevolgd;
drop table anker;
drop table bericht;
drop table registratie_dag;
drop table eerst_bekend;
