-- Decide which rows stay, over all deliveries together.

-- A delivery that was refused halfway left rows behind: nothing of it is loaded.
delete from dossier where levering_id not in (select levering_id from ingelezen);

-- Only a dossier that is registered more than once needs a decision. Numbers instead of texts, to find them among
-- millions in little memory; two dossiers that share a number by chance are told apart below.
create temp table meermaals as
select hash(sv_id, dossier_id) as sleutel from dossier group by hash(sv_id, dossier_id) having count(*) > 1;

create temp table kandidaat as
select d.*, i.peildatum, i.bestand
from dossier as d
inner join meermaals as m on hash(d.sv_id, d.dossier_id) = m.sleutel
inner join ingelezen as i on d.levering_id = i.levering_id;

-- dubbel: all that was registered is equal; the row of the latest peildatum stays.
create temp table afgevallen as
select levering_id, regel, 'dubbel' as plaats
from (
    select
        levering_id,
        regel,
        row_number() over (
            partition by
                sv_id, dossier_id, voorziening_id, client_pid, gezin_pid, geboortejaar, geslacht, nis_gemeente,
                datum_aanmelding, datum_eerste_contact, datum_eerste_interventie, datum_opstart, datum_einde,
                aanmelder, verwijzingsgrond, gezinssamenstelling, hulpvragen, reden_niet_binnen_maand, reden_einde,
                vervolghulp_aangewezen, vervolghulp_gerealiseerd, elp_consulten, registratiedatum, laatste_wijziging
            order by peildatum desc, bestand, levering_id, regel
        ) as rang
    from kandidaat
) as gelijke
where rang > 1;

-- vervangen: the newest version of a dossier stays.
insert into afgevallen
select levering_id, regel, 'vervangen'
from (
    select
        k.levering_id,
        k.regel,
        row_number() over (
            partition by k.sv_id, k.dossier_id
            order by k.laatste_wijziging desc nulls last, k.peildatum desc, k.bestand desc, k.levering_id desc, k.regel desc
        ) as rang
    from kandidaat as k
    where not exists (select 1 from afgevallen as a where a.levering_id = k.levering_id and a.regel = k.regel)
) as versie
where rang > 1;

delete from dossier
where exists (
    select 1 from afgevallen as a where a.levering_id = dossier.levering_id and a.regel = dossier.regel
);
