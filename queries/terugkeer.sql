/*
titel: Opnieuw aangemeld
eenheid: procent van de beoordeelbare beëindigde dossiers
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de beëindigde dossiers waarvan dezelfde cliënt opnieuw aangemeld werd na het einde: binnen 6 maanden (183 dagen) of
  binnen 12 maanden (365 dagen), in om het even welk samenwerkingsverband, naar de dag van einde. De cliënt wordt herkend aan zijn
  pseudoniem. Loopt de termijn nog op de laatste peildatum, dan is het dossier nog niet beoordeelbaar, ook als er al een nieuwe
  aanmelding is; zonder pseudoniem is het onbekend. Beide tellen niet mee. Een ander dossier dat al voor het einde aangemeld was,
  is geen nieuwe aanmelding.
teller: beëindigde dossiers met een nieuwe aanmelding van dezelfde cliënt binnen de termijn
noemer: beëindigde dossiers met een pseudoniem waarvan de termijn voorbij is
herkomst: registraties
maten: [trajecten]
klein: [terug, niet_terug]
klein_apart: [nog_niet_beoordeelbaar, onbekend]
rijen: [terug, niet_terug, nog_niet_beoordeelbaar, onbekend]
buiten: niet beëindigd in een van de getoonde perioden
interval: [wilson, terug, noemer]
*/
with cel as (
    select
        t.sv_id,
        m.maand,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as bekend
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    where m.maand >= $van and m.maand <= $tot
),

gebied as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(bekend) as bekend,
        bool_and(volledig)
        and count(*) = count(distinct sv_id || cast(periode as text)) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by grouping sets ((sv_id, periode), (periode))
),

telling as (
    select
        case when grouping(c.sv_id) = 1 then 'vlaanderen-brussel' else c.sv_id end as gebied,
        c.periode,
        coalesce(sum(k.terug), 0) as terug,
        coalesce(sum(k.niet_terug), 0) as niet_terug,
        coalesce(sum(k.nog_niet_beoordeelbaar), 0) as nog_niet_beoordeelbaar,
        coalesce(sum(k.onbekend), 0) as onbekend
    from cel as c
    left join terugkeer as k on c.sv_id = k.sv_id and c.maand = k.maand and k.maanden = $maanden
    group by grouping sets ((c.sv_id, c.periode), (c.periode))
)

select
    t.gebied,
    t.periode,
    case when g.bekend and t.terug + t.niet_terug > 0 then cast(100 as double) * t.terug / (t.terug + t.niet_terug) end as waarde,
    case when g.bekend then cast(t.terug + t.niet_terug as bigint) end as noemer,
    case when g.bekend then cast(t.terug as bigint) end as terug,
    case when g.bekend then cast(t.niet_terug as bigint) end as niet_terug,
    case when g.bekend then cast(t.nog_niet_beoordeelbaar as bigint) end as nog_niet_beoordeelbaar,
    case when g.bekend then cast(t.onbekend as bigint) end as onbekend,
    g.volledig,
    case when g.bekend and t.terug + t.niet_terug = 0 then 'nvt' end as toestand
from telling as t
inner join gebied as g on t.gebied = g.gebied and t.periode = g.periode
order by t.periode, t.gebied
