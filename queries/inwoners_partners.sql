/*
titel: Inwoners en partners, zoals gepubliceerd
eenheid: zie de kolom eenheid
definitie: Losse cijfers over de 15 samenwerkingsverbanden van voor 2021, met hun bron. Van de andere zijn geen cijfers gepubliceerd.
herkomst: documenten
maten: [inwoners, partners]
bestanden: [gepubliceerde_cijfers.csv]
*/
select
    c.maat,
    case c.gebied
        when 'vlaanderen' then 'Vlaanderen zonder Brussel'
        when 'alle-voorgangers' then 'De 15 samenwerkingsverbanden samen'
        else coalesce(v.naam, s.naam)
    end as naam,
    c.gebied, c.periode_tekst, cast(c.waarde as double) as waarde, c.eenheid, c.precisie,
    d.titel as document, c.vindplaats, c.citaat, c.toelichting, coalesce(c.van, cast('2020-05-01' as date)) as periode
from gepubliceerd_cijfer as c
left join voorganger as v on c.gebied = v.voorganger_id
left join samenwerkingsverband as s on c.gebied = s.sv_id
inner join document as d on c.document_id = d.document_id
where c.maat in ('inwoners', 'inwoners_bereik', 'partners', 'partners_met_middelen', 'doel_begeleidingen')
order by c.maat, c.cijfer_id
