/*
titel: Lopende, opgestarte en afgeronde trajecten
eenheid: trajecten
definitie: >-
  Hoeveel trajecten liepen bij het begin van de periode, hoeveel er opgestart en afgerond werden, en hoeveel er op het einde liepen.
  Lopend op het einde is altijd lopend bij het begin, plus opgestart, min afgerond. Een traject is een dossier met een
  datum van opstart. Afgerond is: opgestart en beëindigd. Een vergeten einddatum houdt een traject lopend. Wat voor de eerste
  maand van de gegevens begon en in een levering staat, telt mee bij het begin.
teller: dossiers met een opstart, naar de dag van opstart en van einde
herkomst: registraties
maten: [trajecten]
klein: [lopend_begin, opgestart, afgerond, lopend_einde]
rijen: [opgestart]
buiten: niet opgestart in een van de getoonde perioden
alle_perioden: true
telt_niet_op: [lopend_begin, lopend_einde]
*/
-- The three questions about the stream of trajecten hide the same rows: otherwise one would give away what another hides.
with telling as (
    select
        r.gebied,
        r.periode,
        min(r.maand) as eerste,
        max(r.maand) as laatste,
        bool_and(r.gedekt) as gedekt,
        bool_and(r.volledig) and count(*) = max(r.maanden) as volledig,
        sum(t.opgestart) as opgestart,
        sum(t.afgerond) as afgerond
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    where r.per = $per and r.maand >= $van and r.maand <= $tot
    group by r.gebied, r.periode
),

stand as (
    select r.gebied, r.maand, sum(t.lopend_einde) as lopend, sum(t.lopend_einde - t.opgestart + t.afgerond) as ervoor
    from rooster as r
    inner join maandtelling as t on r.sv_id = t.sv_id and r.maand = t.maand
    where r.per = 'maand'
    group by r.gebied, r.maand
)

select
    t.gebied,
    t.periode,
    case when t.gedekt then cast(e.lopend as bigint) end as waarde,
    case when t.gedekt then cast(b.ervoor as bigint) end as lopend_begin,
    case when t.gedekt then cast(t.opgestart as bigint) end as opgestart,
    case when t.gedekt then cast(t.afgerond as bigint) end as afgerond,
    case when t.gedekt then cast(e.lopend as bigint) end as lopend_einde,
    t.volledig
from telling as t
inner join stand as b on t.gebied = b.gebied and t.eerste = b.maand
inner join stand as e on t.gebied = e.gebied and t.laatste = e.maand
order by t.periode, t.gebied
