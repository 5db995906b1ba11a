/*
titel: Waar de rijen gebleven zijn
eenheid: rijen
definitie: Hoeveel rijen van alle leveringen gelezen, geladen en binnen de periode zijn.
herkomst: registraties
maten: [registratie]
*/
select
    l.gelezen, l.geladen, l.geweigerd, l.dubbel, l.vervangen, l.test, l.voetregel,
    coalesce((select sum(t.aanmeldingen) from maandtelling as t where t.maand >= $van and t.maand <= $tot), 0) as in_periode
from (
    select
        coalesce(sum(gelezen), 0) as gelezen, coalesce(sum(geladen), 0) as geladen, coalesce(sum(geweigerd), 0) as geweigerd,
        coalesce(sum(dubbel), 0) as dubbel, coalesce(sum(vervangen), 0) as vervangen, coalesce(sum(test), 0) as test,
        coalesce(sum(voetregel), 0) as voetregel
    from levering
) as l
