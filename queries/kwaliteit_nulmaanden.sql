/*
titel: Maanden zonder aanmeldingen die kunnen ontbreken
eenheid: aanmeldingen
definitie: >-
  Een maand met nul aanmeldingen kan ontbreken als er in de zes maanden ervoor en de zes erna gemiddeld minstens 10 aanmeldingen waren. Lege en
  onvolledige maanden tellen niet mee in dat gemiddelde. Bij gemiddeld 10 aanmeldingen die los van elkaar komen, is een maand minder dan 1 keer op 20.000 door toeval leeg.
teller: dossiers met een datum van aanmelding in de maand
herkomst: registraties
maten: [registratie, aanmeldingen]
klein: [waarde]
rijen: [waarde]
beide_totalen: waarde
korrel: maand
*/
with maanden as (
    select sv_id, maand, volledig, aanmeldingen, case when volledig and aanmeldingen > 0 then aanmeldingen end as gewoon from maandtelling
),

venster as (
    select
        sv_id,
        maand,
        volledig,
        aanmeldingen,
        sum(gewoon) over rondom as som,
        count(gewoon) over rondom as aantal
    from maanden
    window rondom as (partition by sv_id order by maand rows between 6 preceding and 6 following)
)

select
    sv_id as gebied,
    maand as periode,
    cast(aanmeldingen as bigint) as waarde,
    case when aanmeldingen = 0 and aantal > 0 then cast(som as double) / aantal end as rondom,
    volledig and aanmeldingen = 0 and aantal > 0 and som >= 10 * aantal as kan_ontbreken,
    volledig
from venster
where maand >= $van and maand <= $tot
order by maand, sv_id
