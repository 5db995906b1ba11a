-- Waiting times and the reasons for what came late, prepared once per build. What is late is read as for table tijdigheid.

create temp view wacht as
select
    d.sv_id,
    cast(date_trunc('month', d.datum_aanmelding) as date) as maand,
    e.eindgebeurtenis,
    d.datum_aanmelding,
    case e.eindgebeurtenis
        when 'eerste contact' then d.datum_eerste_contact
        when 'eerste interventie' then d.datum_eerste_interventie
        else d.datum_opstart
    end as gebeurd_op,
    d.datum_einde is null as loopt,
    -- The delivery this version of the dossier came with: nothing is known of it after that day.
    l.peildatum,
    coalesce(d.reden_niet_binnen_maand, 'onbekend') as reden
from dossier as d
inner join levering as l on d.levering_id = l.levering_id
cross join (values ('eerste contact'), ('eerste interventie'), ('opstart')) as e (eindgebeurtenis);

-- A closed dossier without the date is unknown: whether and when the event came cannot be told, so it is not in here.
insert into wachttijd (sv_id, maand, eindgebeurtenis, dagen, gebeurd, dossiers)
select
    sv_id,
    maand,
    eindgebeurtenis,
    date_diff('day', datum_aanmelding, coalesce(gebeurd_op, peildatum)) as dagen,
    gebeurd_op is not null as gebeurd,
    count(*)
from wacht
where gebeurd_op is not null or loopt
group by
    sv_id, maand, eindgebeurtenis, date_diff('day', datum_aanmelding, coalesce(gebeurd_op, peildatum)), gebeurd_op is not null
order by eindgebeurtenis, sv_id, maand, dagen, gebeurd;

insert into reden_te_laat (sv_id, maand, eindgebeurtenis, termijn, reden, dossiers)
select w.sv_id, w.maand, w.eindgebeurtenis, w.termijn, w.reden, count(*)
from (
    select
        a.sv_id,
        a.maand,
        a.eindgebeurtenis,
        t.termijn,
        a.reden,
        coalesce(a.gebeurd_op, case when a.loopt then a.peildatum end) as gezien_op,
        cast(case t.termijn
            when '30 dagen' then a.datum_aanmelding + interval '30 days'
            else a.datum_aanmelding + interval '1 month'
        end as date) as uiterlijk
    from wacht as a
    cross join (values ('30 dagen'), ('kalendermaand')) as t (termijn)
) as w
where w.gezien_op > w.uiterlijk
group by w.sv_id, w.maand, w.eindgebeurtenis, w.termijn, w.reden
order by w.sv_id, w.maand, w.eindgebeurtenis, w.termijn, w.reden;

drop view wacht;
