/*
titel: Modellen voor de inzet van middelen en van de eerstelijnspsycholoog
eenheid: modellen
definitie: De modellen uit de evaluatienota van 2020, en welke voorgangers daar bij naam genoemd worden.
herkomst: documenten
maten: [vte]
bestanden: [organisatiemodellen.csv, voorganger_modellen.csv]
*/
select
    m.soort, m.naam as model, m.omschrijving, string_agg(v.naam, ', ' order by v.volgorde) as genoemd, m.vindplaats, cast('2020-05-01' as date) as periode, (select periode_tekst from gepubliceerd_cijfer where cijfer_id = 'vte-totaal') as periode_tekst
from organisatiemodel as m
left join voorganger_model as k on m.model_id = k.model_id
left join voorganger as v on k.voorganger_id = v.voorganger_id
group by m.model_id, m.soort, m.naam, m.omschrijving, m.vindplaats
order by m.model_id
