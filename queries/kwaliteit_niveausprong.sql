/*
titel: Niveausprongen
eenheid: index van de aanmeldingen (100 = mee met de andere samenwerkingsverbanden)
eenheid_kort: '(100 = mee met de andere)'
definitie: >-
  Aanmeldingen vanaf een maand tegenover die in de maanden ervoor, gedeeld door dezelfde verhouding van alle andere samenwerkingsverbanden samen, maal 100.
  Zo vallen het seizoen en een groei die overal speelt weg. 150 betekent de helft meer dan wanneer het gebied met de andere was meegegaan. Elke maand met
  minstens zes maanden ervoor en erna is een mogelijk begin. Onvolledige, onbekende en lege maanden tellen niet mee. Een tijdelijke verandering valt zo minder op dan een blijvende.
teller: aanmeldingen vanaf de maand, gedeeld door de aanmeldingen ervoor
noemer: dezelfde verhouding van de andere samenwerkingsverbanden samen
herkomst: registraties
maten: [registratie, aanmeldingen]
klein: [voor, na, andere_voor, andere_na]
rijen: [gebruikt]
*/
with gekozen as (
    select
        sv_id,
        maand,
        aanmeldingen,
        sum(aanmeldingen) over (partition by maand) as samen,
        volledig and aanmeldingen > 0 and count(*) over (partition by maand) = count(aanmeldingen) over (partition by maand) as bruikbaar
    from maandtelling
    where maand >= $van and maand <= $tot
),

bruikbaar as (
    select
        sv_id,
        maand,
        aanmeldingen,
        samen,
        cast(samen as double) * sum(aanmeldingen) over (partition by sv_id) / sum(samen) over (partition by sv_id) as verwacht,
        count(*) over (partition by sv_id) as maanden
    from gekozen
    where bruikbaar
),

venster as (
    select
        sv_id as gebied,
        maand as periode,
        sum(aanmeldingen) over voor as voor,
        sum(aanmeldingen) over na as na,
        sum(samen - aanmeldingen) over voor as andere_voor,
        sum(samen - aanmeldingen) over na as andere_na,
        count(*) over voor as maanden_voor,
        count(*) over na as maanden_na,
        -- How much more the months vary than chance alone would make them: 1 = chance.
        sum((aanmeldingen - verwacht) * (aanmeldingen - verwacht) / verwacht) over (partition by sv_id) / nullif(maanden - 1, 0) as spreiding
    from bruikbaar
    window
        voor as (partition by sv_id order by maand rows between unbounded preceding and 1 preceding),
        na as (partition by sv_id order by maand rows between current row and unbounded following)
)

select
    gebied,
    periode,
    case when andere_voor > 0 and andere_na > 0 then cast(100 as double) * (cast(na as double) / voor) / (cast(andere_na as double) / andere_voor) end as waarde,
    cast(voor as bigint) as voor,
    cast(na as bigint) as na,
    cast(andere_voor as bigint) as andere_voor,
    cast(andere_na as bigint) as andere_na,
    cast(maanden_voor as bigint) as maanden_voor,
    cast(maanden_na as bigint) as maanden_na,
    spreiding,
    -- Every month of an area rests on the same dossiers: they are counted once, at its first month.
    cast(case when maanden_voor = 6 then voor + na else 0 end as bigint) as gebruikt
from venster
where maanden_voor >= 6 and maanden_na >= 6
order by periode, gebied
