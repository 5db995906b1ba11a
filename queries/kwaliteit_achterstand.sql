/*
titel: Dagen tussen aanmelding en registratie
eenheid: dagen
eenheid_kort: dagen
definitie: >-
  Binnen hoeveel dagen na de aanmelding het gekozen deel van de dossiers voor het eerst geregistreerd was: de helft (de mediaan) of 90 procent
  (de P90). Het is het kleinste aantal dagen waarbinnen minstens dat deel geregistreerd was. Dossiers zonder registratiedatum tellen niet mee, en
  dossiers die op de peildatum nog niet geregistreerd waren evenmin: de laatste maanden lijken daardoor sneller dan ze zijn.
teller: dossiers die later geregistreerd zijn dan de waarde van Vlaanderen en Brussel
noemer: dossiers met een registratiedatum
herkomst: registraties
maten: [registratie]
klein: [noemer]
klein_apart: [teller, andere]
rijen: [noemer]
*/
with cel as (
    select
        t.sv_id,
        t.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as gedekt
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

dekking as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig,
        bool_and(gedekt) as gedekt
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

verdeling as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        k.dagen,
        sum(k.dossiers) as dossiers
    from cel as c
    inner join kwaliteit_achterstand as k on c.sv_id = k.sv_id and c.maand = k.maand
    group by grouping sets ((c.sv_id, c.periode, k.dagen), (c.periode, k.dagen))
),

opgeteld as (
    select
        gebied,
        periode,
        dagen,
        dossiers,
        sum(dossiers) over (partition by gebied, periode order by dagen) as tot_en_met,
        sum(dossiers) over (partition by gebied, periode) as alle
    from verdeling
),

kwantiel as (
    select gebied, periode, min(dagen) as dagen, max(alle) as dossiers
    from opgeteld
    where 100 * tot_en_met >= $procent * alle
    group by gebied, periode
),

later as (
    select v.gebied, v.periode, sum(case when v.dagen > f.dagen then v.dossiers else 0 end) as dossiers
    from verdeling as v
    inner join kwantiel as f on v.periode = f.periode and f.gebied = 'vlaanderen-brussel'
    group by v.gebied, v.periode
)

select
    d.gebied,
    d.periode,
    case when d.gedekt then cast(k.dagen as bigint) end as waarde,
    case when d.gedekt then cast(coalesce(l.dossiers, 0) as bigint) end as teller,
    case when d.gedekt then cast(coalesce(k.dossiers - l.dossiers, 0) as bigint) end as andere,
    case when d.gedekt then cast(coalesce(k.dossiers, 0) as bigint) end as noemer,
    d.volledig,
    case when d.gedekt and k.dossiers is null then 'nvt' end as toestand
from dekking as d
left join kwantiel as k on d.gebied = k.gebied and d.periode = k.periode
left join later as l on d.gebied = l.gebied and d.periode = l.periode
order by d.periode, d.gebied
