/*
titel: Aanmeldingen per gemeente
eenheid: aanmeldingen per 1.000 inwoners jonger dan 25 jaar
eenheid_kort: per 1.000
decimalen: 1
definitie: >-
  Aanmeldingen bij het samenwerkingsverband naar de gemeente van de cliënt, gedeeld door de inwoners jonger dan 25 jaar van de gemeente op
  1 januari 2021, maal 1.000. Gemeenten die op 1 januari 2025 samengingen staan in elk jaar als één gemeente. Ligt de nieuwe gemeente over
  twee werkingsgebieden, dan staat in elk gebied enkel het deel van dat gebied. Gemeenten van een ander werkingsgebied zijn samen geteld als
  buiten het werkingsgebied. Voor Brussel wordt geen cijfer per inwoner gegeven.
teller: dossiers met een datum van aanmelding in het jaar
noemer: inwoners jonger dan 25 jaar op 1 januari 2021
herkomst: registraties
maten: [aanmeldingen, per_hoofd, gemeente]
bestanden: [bevolking.csv, gemeenten.csv]
klein: [teller]
rijen: [gebruikt]
interval: [byar, teller, noemer]
*/
with jongeren as (
    select nis5, onder25
    from bevolking
    where jaar = (select max(jaar) from bevolking where onder25 is not null)
),

deelgemeente as (
    select
        g.sv_id,
        g.nis5_2025,
        min(g.naam_2025) as naam_2025,
        string_agg(g.naam, ', ' order by g.naam) as namen,
        count(*) as aantal,
        bool_or(g.over_twee_gebieden_2025) as over_twee,
        case when count(*) = count(j.onder25) then sum(j.onder25) end as onder25
    from gemeente as g
    left join jongeren as j on g.nis5 = j.nis5
    group by g.sv_id, g.nis5_2025
),

plaats as (
    select
        sv_id,
        'gemeente' as plaats,
        nis5_2025,
        case when over_twee then naam_2025 || ', deel ' || namen when aantal > 1 then naam_2025 else namen end as onderdeel,
        case
            when over_twee then 'Sinds 2025 ligt ' || naam_2025 || ' over twee werkingsgebieden. Hier staat enkel het deel van dit gebied: ' || namen || '.'
            when aantal > 1 then 'Sinds 2025 één gemeente: ' || namen || '.'
        end as toelichting,
        onder25,
        1 as volgorde
    from deelgemeente
    union all
    select sv_id, 'buiten', '', 'buiten het werkingsgebied', null, null, 2 from samenwerkingsverband
    union all
    select sv_id, 'onbekend', '', 'gemeente onbekend', null, null, 3 from samenwerkingsverband
),

cel as (
    select sv_id, maand, periode, maanden, volledig, gedekt
    from rooster
    where gebied = sv_id and per = 'jaar' and maand >= $van and maand <= $tot
),

telling as (
    select
        c.sv_id,
        c.periode,
        n.bruikbaar,
        n.onder25,
        bool_and(c.volledig) and count(*) = max(c.maanden) as volledig,
        bool_and(c.gedekt) as gedekt,
        sum(t.aanmeldingen) as aanmeldingen
    from cel as c
    inner join maandtelling as t on c.sv_id = t.sv_id and c.maand = t.maand
    inner join noemer as n on c.sv_id = n.sv_id
    where n.jaar = (select max(jaar) from noemer where onder25 is not null)
    group by c.sv_id, c.periode, n.bruikbaar, n.onder25
),

geteld as (
    select c.sv_id, c.periode, p.plaats, p.nis5_2025, sum(p.dossiers) as dossiers
    from cel as c
    inner join profiel_gemeente as p on c.sv_id = p.sv_id and c.maand = p.maand
    group by c.sv_id, c.periode, p.plaats, p.nis5_2025
),

samen as (
    select
        t.sv_id as gebied,
        t.periode,
        p.onderdeel,
        'deel' as rol,
        p.nis5_2025 as nis5,
        p.toelichting,
        coalesce(g.dossiers, 0) as teller,
        coalesce(g.dossiers, 0) as gebruikt,
        case when t.bruikbaar then p.onder25 end as noemer,
        t.volledig,
        t.gedekt,
        p.volgorde
    from telling as t
    inner join plaats as p on t.sv_id = p.sv_id
    left join geteld as g
        on t.sv_id = g.sv_id and t.periode = g.periode and p.plaats = g.plaats and p.nis5_2025 = g.nis5_2025
    union all
    select
        sv_id, periode, 'alle aanmeldingen', 'geheel', '', null, aanmeldingen, 0, case when bruikbaar then onder25 end, volledig, gedekt, 4
    from telling
    union all
    select
        'vlaanderen-zonder-brussel', periode, 'alle aanmeldingen', 'geheel', '', null, sum(aanmeldingen), 0, sum(onder25), bool_and(volledig), bool_and(gedekt), 4
    from telling
    where bruikbaar
    group by periode
)

select
    gebied,
    periode,
    onderdeel,
    rol,
    case when nis5 <> '' then nis5 end as nis5,
    case when gedekt and noemer > 0 then cast(1000 as double) * teller / noemer end as waarde,
    case when gedekt then cast(teller as bigint) end as teller,
    cast(noemer as bigint) as noemer,
    case when gedekt then cast(gebruikt as bigint) end as gebruikt,
    volledig,
    case when gedekt and noemer is null then 'nvt' end as toestand,
    toelichting
from samen
order by periode, gebied, volgorde, lower(onderdeel), onderdeel
