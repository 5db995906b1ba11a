-- Fill levering, verandering, geweigerd, signaal and bestand (and keep what a later script needs), after decide.sql and changes.sql.

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

insert into verandering (levering_id, sv_id, maand, toegevoegd, gewijzigd, verdwenen)
select levering_id, sv_id, maand, toegevoegd, gewijzigd, verdwenen
from verschil
order by sv_id, maand;

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

-- What of a dossier is gone after this: when it was first delivered. For prepare_registratie.sql, which drops it.
create or replace temp table eerst_bekend as
select sv_id, dossier_id, min(peildatum) as bekend_op, max(peildatum) as laatst_in
from kandidaat
group by sv_id, dossier_id
having min(peildatum) < max(peildatum);

drop table verschil;
drop table afgevallen;
drop table kandidaat;
drop table meermaals;
drop table gemerkt;
drop table afgekeurd;
drop table ingelezen;
