/*
titel: Dossiers, cliënten en gezinnen
eenheid: dossiers
definitie: >-
  Drie eenheden naast elkaar, naar de dag van aanmelding. Een aanmelding is in BINC een dossier: één aaneensluitende periode van hulp
  voor één cliënt in één samenwerkingsverband. Een cliënt kan meer dossiers hebben en een gezin meer cliënten: die worden in een
  periode één keer geteld, aan hun pseudoniem. Daarom tellen cliënten en gezinnen niet op: wie in twee maanden of in twee gebieden
  voorkomt, telt in elk van beide en in het totaal één keer. Elke periode en het totaal zijn apart geteld. Dossiers zonder
  pseudoniem staan apart; hoeveel cliënten of gezinnen dat zijn, is niet bekend. Enkel perioden die helemaal binnen de keuze
  vallen, staan erin.
teller: dossiers met een datum van aanmelding in de periode
herkomst: registraties
maten: [aanmeldingen]
klein: [waarde, clienten, gezinnen]
klein_apart: [zonder_client, zonder_gezin]
rijen: [waarde]
telt_niet_op: [clienten, gezinnen]
beide_totalen: waarde
*/
with periode as (
    select
        r.gebied,
        r.periode,
        max(m.laatste_dag) as laatste_dag,
        bool_and(r.gedekt) as gedekt,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig
    from rooster as r
    inner join maand as m on r.maand = m.maand
    where r.per = $per
    group by r.gebied, r.periode
)

select
    p.gebied,
    p.periode,
    case when p.gedekt then cast(coalesce(e.dossiers, 0) as bigint) end as waarde,
    case when p.gedekt then cast(coalesce(e.clienten, 0) as bigint) end as clienten,
    case when p.gedekt then cast(coalesce(e.gezinnen, 0) as bigint) end as gezinnen,
    case when p.gedekt then cast(coalesce(e.zonder_client, 0) as bigint) end as zonder_client,
    case when p.gedekt then cast(coalesce(e.zonder_gezin, 0) as bigint) end as zonder_gezin,
    p.volledig
from periode as p
left join eenheid as e on p.gebied = e.gebied and p.periode = e.periode and e.per = $per
where p.periode >= $van and p.laatste_dag <= $tot
order by p.periode, p.gebied
