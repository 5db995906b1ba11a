-- What lies between the warehouse that is replaced (attached as `vorige`) and this one, into the version being kept
-- (attached as `bewaard`). $vorige: the first 12 characters of the invoer_hash of the replaced warehouse.
-- Of a row only a hash is compared: ten million whole rows on both sides would not fit the memory of a build.
-- Not laatste_wijziging: a system may touch it at every export, and then everything would be corrected.

insert into bewaard.stap (vorige, sv_id, maand, nieuw, weg, verbeterd)
with toen as (
    select
        sv_id,
        dossier_id,
        cast(date_trunc('month', datum_aanmelding) as date) as maand,
        hash(
            voorziening_id, client_pid, gezin_pid, geboortejaar, geslacht, nis_gemeente, datum_aanmelding,
            datum_eerste_contact, datum_eerste_interventie, datum_opstart, datum_einde, aanmelder, verwijzingsgrond,
            gezinssamenstelling, hulpvragen, reden_niet_binnen_maand, reden_einde, vervolghulp_aangewezen,
            vervolghulp_gerealiseerd, elp_consulten, registratiedatum
        ) as inhoud
    from vorige.dossier
),

nu as (
    select
        sv_id,
        dossier_id,
        cast(date_trunc('month', datum_aanmelding) as date) as maand,
        hash(
            voorziening_id, client_pid, gezin_pid, geboortejaar, geslacht, nis_gemeente, datum_aanmelding,
            datum_eerste_contact, datum_eerste_interventie, datum_opstart, datum_einde, aanmelder, verwijzingsgrond,
            gezinssamenstelling, hulpvragen, reden_niet_binnen_maand, reden_einde, vervolghulp_aangewezen,
            vervolghulp_gerealiseerd, elp_consulten, registratiedatum
        ) as inhoud
    from dossier
),

anders as (
    select
        coalesce(n.sv_id, t.sv_id) as sv_id,
        t.maand as toen,
        n.maand as nu,
        count(*) as dossiers
    from nu as n
    full outer join toen as t on n.sv_id = t.sv_id and n.dossier_id = t.dossier_id
    where n.inhoud is distinct from t.inhoud
    group by coalesce(n.sv_id, t.sv_id), t.maand, n.maand
)

select
    $vorige,
    sv_id,
    maand,
    sum(nieuw),
    sum(weg),
    sum(verbeterd)
from (
    select
        sv_id,
        nu as maand,
        case when toen is null then dossiers else 0 end as nieuw,
        0 as weg,
        case when toen is null then 0 else dossiers end as verbeterd
    from anders
    where nu is not null
    union all
    select
        sv_id,
        toen,
        0,
        case when nu is null then dossiers else 0 end,
        case when nu is null then 0 else dossiers end
    from anders
    where toen is not null and nu is distinct from toen
) as soorten
group by sv_id, maand
order by sv_id, maand;
