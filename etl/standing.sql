-- For the preview of one delivery: what stands in the warehouse `vorige` of the dossiers that this delivery holds too.
-- The newest version is enough: what was replaced before stays replaced.
insert into dossier by name
select o.*
from vorige.dossier as o
where exists (select 1 from dossier as n where n.sv_id = o.sv_id and n.dossier_id = o.dossier_id);

-- Only what the decision looks at; the rest is not shown anywhere.
insert into ingelezen (
    levering_id, bestand, pad, titel, bron, licentie, sha256, peildatum, ontvangen_op, status, demo,
    gelezen, geweigerd, test, voetregel, codering, weggelaten_kolommen
)
select
    l.levering_id, l.bestand, l.bestand, l.titel, '', '', '', l.peildatum, l.ontvangen_op, l.status, l.demo,
    l.gelezen, l.geweigerd, l.test, l.voetregel, l.codering, l.weggelaten_kolommen
from vorige.levering as l;
