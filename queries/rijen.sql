/*
titel: Waar de rijen gebleven zijn
eenheid: rijen
definitie: Hoeveel rijen van alle leveringen gelezen, geladen en binnen de periode zijn.
herkomst: registraties
maten: [registratie]
*/
select
    cast(l.gelezen as bigint) as gelezen, cast(l.geladen as bigint) as geladen, cast(l.geweigerd as bigint) as geweigerd,
    cast(l.dubbel as bigint) as dubbel, cast(l.vervangen as bigint) as vervangen, cast(l.test as bigint) as test,
    cast(l.voetregel as bigint) as voetregel,
    cast(coalesce((select sum(t.aanmeldingen) from maandtelling as t where t.maand >= $van and t.maand <= $tot), 0) as bigint) as in_periode,
    cast((select count(*) from (select distinct levering_id, bestand, regel from geweigerd where code in ('R02', 'R03')) as g) as bigint) as zonder_werkingsgebied
from (
    select
        coalesce(sum(gelezen), 0) as gelezen, coalesce(sum(geladen), 0) as geladen, coalesce(sum(geweigerd), 0) as geweigerd,
        coalesce(sum(dubbel), 0) as dubbel, coalesce(sum(vervangen), 0) as vervangen, coalesce(sum(test), 0) as test,
        coalesce(sum(voetregel), 0) as voetregel
    from levering
) as l
