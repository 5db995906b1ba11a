-- What one delivery changed, after decide.sql: table verschil compares what stays with what would stay without it.
-- $levering: the delivery; null for the last one (greatest peildatum, then name).

create temp table deze as
select levering_id
from ingelezen
where levering_id = $levering or $levering is null
order by peildatum desc, bestand desc, levering_id desc
limit 1;

-- Only a dossier that this delivery holds can differ; only of a dossier that others hold too there was a version before.
create temp table betrokken as
select distinct k.sv_id, k.dossier_id
from kandidaat as k
inner join deze as l on k.levering_id = l.levering_id;

-- The same two decisions as in decide.sql, among the rows of the other deliveries.
create temp table voordien as
select * exclude (rang)
from (
    select
        * exclude (gelijk),
        row_number() over (
            partition by sv_id, dossier_id
            order by laatste_wijziging desc nulls last, peildatum desc, bestand desc, levering_id desc, regel desc
        ) as rang
    from (
        select
            k.*,
            row_number() over (
                partition by
                    k.sv_id, k.dossier_id, k.voorziening_id, k.client_pid, k.gezin_pid, k.geboortejaar, k.geslacht,
                    k.nis_gemeente, k.datum_aanmelding, k.datum_eerste_contact, k.datum_eerste_interventie,
                    k.datum_opstart, k.datum_einde, k.aanmelder, k.verwijzingsgrond, k.gezinssamenstelling,
                    k.hulpvragen, k.reden_niet_binnen_maand, k.reden_einde, k.vervolghulp_aangewezen,
                    k.vervolghulp_gerealiseerd, k.elp_consulten, k.registratiedatum, k.laatste_wijziging
                order by k.peildatum desc, k.bestand, k.levering_id, k.regel
            ) as gelijk
        from kandidaat as k
        inner join betrokken as b on k.sv_id = b.sv_id and k.dossier_id = b.dossier_id
        inner join deze as l on k.levering_id <> l.levering_id
    ) as versie
    where gelijk = 1
) as nieuwste
where rang = 1;

create temp table verschil as
select
    levering_id,
    sv_id,
    maand,
    sum(toegevoegd) as toegevoegd,
    sum(gewijzigd) as gewijzigd,
    sum(verdwenen) as verdwenen
from (
    select
        l.levering_id,
        na.sv_id,
        cast(date_trunc('month', na.datum_aanmelding) as date) as maand,
        case
            when v.dossier_id is null then 1
            when date_trunc('month', v.datum_aanmelding) <> date_trunc('month', na.datum_aanmelding) then 1
            else 0
        end as toegevoegd,
        -- Not laatste_wijziging: a system may touch it at every export, and then everything would be changed.
        case
            when
                date_trunc('month', v.datum_aanmelding) = date_trunc('month', na.datum_aanmelding)
                and row(
                    v.voorziening_id, v.client_pid, v.gezin_pid, v.geboortejaar, v.geslacht, v.nis_gemeente,
                    v.datum_aanmelding, v.datum_eerste_contact, v.datum_eerste_interventie, v.datum_opstart,
                    v.datum_einde, v.aanmelder, v.verwijzingsgrond, v.gezinssamenstelling, v.hulpvragen,
                    v.reden_niet_binnen_maand, v.reden_einde, v.vervolghulp_aangewezen, v.vervolghulp_gerealiseerd,
                    v.elp_consulten, v.registratiedatum
                ) is distinct from row(
                    na.voorziening_id, na.client_pid, na.gezin_pid, na.geboortejaar, na.geslacht, na.nis_gemeente,
                    na.datum_aanmelding, na.datum_eerste_contact, na.datum_eerste_interventie, na.datum_opstart,
                    na.datum_einde, na.aanmelder, na.verwijzingsgrond, na.gezinssamenstelling, na.hulpvragen,
                    na.reden_niet_binnen_maand, na.reden_einde, na.vervolghulp_aangewezen, na.vervolghulp_gerealiseerd,
                    na.elp_consulten, na.registratiedatum
                ) then 1
            else 0
        end as gewijzigd,
        0 as verdwenen
    from dossier as na
    cross join deze as l
    left join voordien as v on na.sv_id = v.sv_id and na.dossier_id = v.dossier_id
    where na.levering_id = l.levering_id or v.dossier_id is not null
    union all
    select
        l.levering_id,
        v.sv_id,
        cast(date_trunc('month', v.datum_aanmelding) as date),
        0,
        0,
        1
    from voordien as v
    cross join deze as l
    inner join dossier as na on v.sv_id = na.sv_id and v.dossier_id = na.dossier_id
    where date_trunc('month', v.datum_aanmelding) <> date_trunc('month', na.datum_aanmelding)
) as dossiers
group by levering_id, sv_id, maand
having sum(toegevoegd) + sum(gewijzigd) + sum(verdwenen) > 0;

drop table voordien;
drop table betrokken;
drop table deze;
