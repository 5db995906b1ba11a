/*
titel: Aanmeldingen per 1.000 jongeren, met gelijke leeftijden
eenheid: aanmeldingen per 1.000 inwoners jonger dan 25 jaar
eenheid_kort: per 1.000
decimalen: 1
definitie: >-
  Het cijfer dat een gebied zou hebben als zijn jongeren even oud waren als die van Vlaanderen zonder Brussel: per leeftijdsgroep
  (0 tot 17 en 18 tot 24 jaar) de aanmeldingen per 1.000 jongeren, gewogen met de Vlaamse jongeren op 1 januari 2021. Ernaast staat het
  ruwe cijfer van dezelfde dossiers. Dossiers zonder leeftijd tellen in geen van beide mee: beide cijfers zijn daardoor lager dan het
  gewone cijfer per 1.000. De leeftijd is het jaar van aanmelding min het geboortejaar; wie dat jaar 25 wordt, telt bij 18 tot 24 jaar.
  Beide cijfers zijn afgerond op één decimaal. Voor Brussel wordt geen cijfer per inwoner gegeven. Onder 10 dossiers is er geen cijfer.
teller: dossiers met een datum van aanmelding in het jaar en een bekende leeftijd
noemer: inwoners jonger dan 25 jaar op 1 januari 2021
herkomst: registraties
maten: [aanmeldingen, per_hoofd]
bestanden: [bevolking.csv, gemeenten.csv]
klein: [teller]
klein_apart: [jonger_18, vanaf_18, zonder_leeftijd]
rijen: [teller, zonder_leeftijd]
bewerking: gelijke_leeftijden
*/
with jongeren as (
    select g.sv_id, sum(b.onder18) as onder18, sum(b.onder25) as onder25
    from bevolking as b
    inner join gemeente as g on b.nis5 = g.nis5
    where b.jaar = (select max(jaar) from bevolking where onder18 is not null and onder25 is not null)
    group by g.sv_id
),

cel as (
    select sv_id, maand, periode, maanden, volledig, gedekt
    from rooster
    where gebied = sv_id and per = 'jaar' and maand >= $van and maand <= $tot
),

telling as (
    select sv_id, periode, bool_and(volledig) and count(*) = max(maanden) as volledig, bool_and(gedekt) as gedekt
    from cel
    group by sv_id, periode
),

geteld as (
    select
        c.sv_id,
        c.periode,
        sum(case when p.waarde in ('0 tot 5 jaar', '6 tot 11 jaar', '12 tot 17 jaar') then p.dossiers else 0 end) as jonger_18,
        sum(case when p.waarde = '18 tot 25 jaar' then p.dossiers else 0 end) as vanaf_18,
        sum(case when p.waarde = 'onbekend' then p.dossiers else 0 end) as zonder_leeftijd
    from cel as c
    inner join profiel as p on c.sv_id = p.sv_id and c.maand = p.maand
    where p.kenmerk = 'leeftijd'
    group by c.sv_id, c.periode
),

gebied as (
    select
        t.sv_id,
        t.periode,
        n.bruikbaar,
        coalesce(g.jonger_18, 0) as jonger_18,
        coalesce(g.vanaf_18, 0) as vanaf_18,
        coalesce(g.zonder_leeftijd, 0) as zonder_leeftijd,
        j.onder18,
        j.onder25,
        t.volledig,
        t.gedekt
    from telling as t
    inner join jongeren as j on t.sv_id = j.sv_id
    inner join noemer as n on t.sv_id = n.sv_id
    left join geteld as g on t.sv_id = g.sv_id and t.periode = g.periode
    where n.jaar = (select max(jaar) from noemer where onder25 is not null)
),

samen as (
    select sv_id as gebied, periode, bruikbaar, jonger_18, vanaf_18, zonder_leeftijd, onder18, onder25, volledig, gedekt from gebied
    union all
    select
        'vlaanderen-zonder-brussel', periode, true, sum(jonger_18), sum(vanaf_18), sum(zonder_leeftijd), sum(onder18), sum(onder25),
        bool_and(volledig), bool_and(gedekt)
    from gebied
    where bruikbaar
    group by periode
)

select
    gebied,
    periode,
    case when gedekt then cast(jonger_18 + vanaf_18 as bigint) end as teller,
    case when bruikbaar then cast(onder25 as bigint) end as noemer,
    case when gedekt then cast(jonger_18 as bigint) end as jonger_18,
    case when gedekt then cast(vanaf_18 as bigint) end as vanaf_18,
    case when gedekt then cast(zonder_leeftijd as bigint) end as zonder_leeftijd,
    case when bruikbaar then cast(onder18 as bigint) end as jongeren_0_17,
    case when bruikbaar then cast(onder25 - onder18 as bigint) end as jongeren_18_24,
    volledig,
    case when gedekt and not bruikbaar then 'nvt' end as toestand
from samen
order by periode, gebied
