-- A version that stands again, after a delivery was taken back: the steps that once led to it stay known.
-- `eerder`: the version as it was kept before. $vorige: the step that is written anew.

insert into bewaard.stap (vorige, sv_id, maand, nieuw, weg, verbeterd)
select vorige, sv_id, maand, nieuw, weg, verbeterd
from eerder.stap
where vorige <> coalesce($vorige, '')
order by vorige, sv_id, maand;
