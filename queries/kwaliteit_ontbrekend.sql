/*
titel: Ontbrekende waarden
eenheid: procent van de dossiers
eenheid_kort: '%'
decimalen: 1
definitie: >-
  Aandeel van de dossiers waarin het gekozen veld leeg is of de waarde onbekend heeft, naar de datum van aanmelding. Een eerste contact,
  een eerste interventie en een opstart kunnen ook nooit gebeurd zijn; om lopende dossiers niet te vroeg te beoordelen tellen daar enkel
  dossiers die minstens 90 dagen voor de peildatum van hun levering aangemeld zijn. De reden van einde telt enkel bij beëindigde dossiers.
teller: dossiers waarin het veld leeg of onbekend is
noemer: dossiers waarin het veld ingevuld had kunnen zijn
herkomst: registraties
maten: [registratie]
klein: [teller, andere]
rijen: [noemer]
*/
with cel as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        t.volledig,
        t.aanmeldingen is not null as gedekt,
        coalesce(k.dossiers, 0) as dossiers,
        coalesce(k.onbekend, 0) as geteld
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
    left join kwaliteit_veld as k on t.sv_id = k.sv_id and t.maand = k.maand and k.veld = $veld
    where m.maand >= $van and m.maand <= $tot
),

telling as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        bool_and(volledig) and count(*) = count(distinct sv_id) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig,
        bool_and(gedekt) as gedekt,
        sum(dossiers) as dossiers,
        sum(geteld) as geteld
    from cel
    group by grouping sets ((sv_id, periode), (periode))
)

select
    gebied,
    periode,
    case when gedekt and dossiers > 0 then cast(100 as double) * geteld / dossiers end as waarde,
    case when gedekt then cast(geteld as bigint) end as teller,
    case when gedekt then cast(dossiers - geteld as bigint) end as andere,
    case when gedekt then cast(dossiers as bigint) end as noemer,
    volledig,
    case when gedekt and dossiers = 0 then 'nvt' end as toestand
from telling
order by periode, gebied
