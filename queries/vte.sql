/*
titel: Personeel per voorganger en functie
eenheid: voltijdse equivalenten (VTE)
eenheid_kort: VTE
decimalen: 2
definitie: >-
  VTE zoals in de evaluatienota van 2020, voor de 15 samenwerkingsverbanden van toen. Eén functie heeft in het document verschillende namen;
  de gebruikte naam staat erbij.
herkomst: documenten
maten: [vte]
bestanden: [vte.csv]
*/
select
    t.voorganger_id as gebied, v.naam, t.onderdeel, t.functie, t.label, cast(t.vte as double) as waarde, t.precisie, t.in_totaal, t.toelichting,
    t.vindplaats, cast('2020-05-01' as date) as periode, (select periode_tekst from gepubliceerd_cijfer where cijfer_id = 'vte-totaal') as periode_tekst, h.sv_id,
    case
        when t.onderdeel = 'uitbreidingsmiddelen' then 'niet uitgesplitst (' || t.precisie || ')'
        when t.onderdeel = 'reguliere uitbreiding' then 'reguliere uitbreiding'
        else t.functie
    end as deel,
    t.vte is not null and case
        when m.voorganger_id is null then t.functie <> 'totaal' else t.onderdeel = 'uitbreidingsmiddelen'
    end as in_grafiek
from vte as t
inner join voorganger as v on t.voorganger_id = v.voorganger_id
left join herkomst as h on v.voorganger_id = h.voorganger_id
-- Where the document gives only a total for the means, its few named functions may or may not be part of it:
-- drawing both could count them twice.
left join (select voorganger_id from vte where onderdeel = 'uitbreidingsmiddelen' and functie = 'totaal') as m
    on t.voorganger_id = m.voorganger_id
order by v.volgorde, t.vte_id
