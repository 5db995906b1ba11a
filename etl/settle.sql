-- Decide which rows stay, and fill levering, geweigerd, signaal and bestand.

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

insert into levering (
    levering_id, bestand, titel, peildatum, ontvangen_op, status, demo, periode_van, periode_tot,
    gelezen, geladen, geweigerd, dubbel, vervangen, test, voetregel, codering, scheidingsteken, weggelaten_kolommen
)
select
    i.levering_id, i.bestand, i.titel, i.peildatum, i.ontvangen_op, i.status, i.demo, i.periode_van, i.periode_tot,
    i.gelezen, coalesce(g.aantal, 0), i.geweigerd, coalesce(a.dubbel, 0), coalesce(a.vervangen, 0), i.test, i.voetregel,
    i.codering, i.scheidingsteken, i.weggelaten_kolommen
from ingelezen as i
left join (select levering_id, count(*) as aantal from dossier group by levering_id) as g
    on i.levering_id = g.levering_id
left join (
    select
        levering_id,
        sum(case when plaats = 'dubbel' then 1 else 0 end) as dubbel,
        sum(case when plaats = 'vervangen' then 1 else 0 end) as vervangen
    from afgevallen
    group by levering_id
) as a on i.levering_id = a.levering_id
order by i.bestand, i.levering_id;

insert into bestand (bestand, soort, titel, document_id, bron, datum, ontvangen_op, status, licentie, toelichting, rijen, sha256)
select
    -- Two different files can have one name, in two folders.
    case
        when row_number() over (partition by pad order by sha256) = 1 then pad
        else pad || ' (' || substr(sha256, 1, 8) || ')'
    end,
    'registratie', titel, null, bron, peildatum, ontvangen_op, status, licentie, toelichting, gelezen, sha256
from ingelezen
order by pad;

insert into geweigerd (levering_id, bestand, regel, kolom, code, zin)
select r.levering_id, i.bestand, r.regel, r.kolom, r.code, r.zin
from afgekeurd as r
inner join ingelezen as i on r.levering_id = i.levering_id
order by i.bestand, r.levering_id, r.regel, r.code, r.kolom;

-- A signal belongs to a row that is loaded; of a row that fell away it would count the same value twice.
insert into signaal (levering_id, bestand, regel, kolom, code)
select s.levering_id, i.bestand, s.regel, s.kolom, s.code
from gemerkt as s
inner join ingelezen as i on s.levering_id = i.levering_id
where not exists (select 1 from afgevallen as a where a.levering_id = s.levering_id and a.regel = s.regel)
order by i.bestand, s.levering_id, s.regel, s.kolom, s.code;

drop table afgevallen;
drop table kandidaat;
drop table meermaals;
drop table gemerkt;
drop table afgekeurd;
drop table ingelezen;
