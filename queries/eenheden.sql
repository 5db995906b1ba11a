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
*/
with cel as (
    select
        t.sv_id,
        case $per when 'maand' then m.maand when 'kwartaal' then m.kwartaal else m.jaar end as periode,
        m.laatste_dag,
        t.volledig,
        t.aanmeldingen is not null as bekend
    from maandtelling as t
    inner join maand as m on t.maand = m.maand
),

gebied as (
    select
        case when grouping(sv_id) = 1 then 'vlaanderen-brussel' else sv_id end as gebied,
        periode,
        max(laatste_dag) as laatste_dag,
        bool_and(bekend) as bekend,
        bool_and(volledig)
        and count(*) = count(distinct sv_id || cast(periode as text)) * case $per when 'maand' then 1 when 'kwartaal' then 3 else 12 end as volledig
    from cel
    group by grouping sets ((sv_id, periode), (periode))
)

select
    g.gebied,
    g.periode,
    case when g.bekend then cast(coalesce(e.dossiers, 0) as bigint) end as waarde,
    case when g.bekend then cast(coalesce(e.clienten, 0) as bigint) end as clienten,
    case when g.bekend then cast(coalesce(e.gezinnen, 0) as bigint) end as gezinnen,
    case when g.bekend then cast(coalesce(e.zonder_client, 0) as bigint) end as zonder_client,
    case when g.bekend then cast(coalesce(e.zonder_gezin, 0) as bigint) end as zonder_gezin,
    g.volledig
from gebied as g
left join eenheid as e on g.gebied = e.gebied and g.periode = e.periode and e.per = $per
where g.periode >= $van and g.laatste_dag <= $tot
order by g.periode, g.gebied
