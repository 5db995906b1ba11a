/*
titel: Redenen van einde
eenheid: procent van de beëindigde dossiers met een bekende reden
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Waarom dossiers eindigden, naar de dag van einde. Elk beëindigd dossier telt mee, ook als het eindigde zonder opstart. Een
  lege of onbekende reden staat apart, als aantal, en zit niet in de noemer. Uitval is hier enkel ‘stopgezet door gezin’: geen bron
  zegt welke redenen uitval zijn. ‘Vraag weggevallen’ is geen uitval, want de vraag kan opgelost zijn.
teller: beëindigde dossiers met deze reden
noemer: beëindigde dossiers met een bekende reden
herkomst: registraties
maten: [trajecten]
klein: [teller, andere, gebruikt]
rijen: [gebruikt]
buiten: niet beëindigd in een van de getoonde perioden
interval: [wilson, teller, noemer]
alle_perioden: true
*/
with dekking as (
    select gebied, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from rooster
    where per = $per and maand >= $van and maand <= $tot
    group by gebied, periode
),

onderdeel as (
    select distinct
        reden as onderdeel,
        case when reden = 'onbekend' then 'apart' else 'deel' end as rol,
        case when reden = 'onbekend' then 4 when reden = 'andere' then 2 else 1 end as volgorde
    from einde_reden
    union all
    select 'bekend', 'geheel', 3
),

verdeling as (
    select r.gebied, r.periode, e.reden, sum(e.dossiers) as dossiers
    from rooster as r
    inner join einde_reden as e on r.sv_id = e.sv_id and r.maand = e.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode, e.reden
),

bekend as (
    select gebied, periode, sum(dossiers) as dossiers from verdeling where reden <> 'onbekend' group by gebied, periode
),

telling as (
    select
        d.gebied,
        d.periode,
        d.volledig,
        d.gedekt,
        o.onderdeel,
        o.rol,
        o.volgorde,
        coalesce(case when o.rol = 'geheel' then b.dossiers else v.dossiers end, 0) as dossiers,
        coalesce(b.dossiers, 0) as noemer
    from dekking as d
    cross join onderdeel as o
    left join verdeling as v on d.gebied = v.gebied and d.periode = v.periode and o.onderdeel = v.reden
    left join bekend as b on d.gebied = b.gebied and d.periode = b.periode
)

select
    gebied,
    periode,
    onderdeel,
    rol,
    case when gedekt and rol = 'deel' and noemer > 0 then cast(100 as double) * dossiers / noemer end as waarde,
    case when gedekt then cast(dossiers as bigint) end as teller,
    case when gedekt and rol = 'deel' then cast(noemer - dossiers as bigint) end as andere,
    case when gedekt and rol = 'deel' then cast(noemer as bigint) end as noemer,
    case when gedekt then cast(case when rol = 'geheel' then 0 else dossiers end as bigint) end as gebruikt,
    volledig,
    case when gedekt and (rol <> 'deel' or noemer = 0) then 'nvt' end as toestand
from telling
order by periode, gebied, volgorde, onderdeel
