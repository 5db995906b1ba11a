/*
titel: Perioden met registraties
eenheid: maanden
definitie: De maanden waarover leveringen gaan, en of alle gebieden de hele maand gedekt zijn.
herkomst: registraties
maten: []
*/
select m.maand, m.kwartaal, m.jaar, m.laatste_dag, bool_and(t.volledig or t.aanmeldingen is null) as volledig
from maand as m
inner join maandtelling as t on m.maand = t.maand
group by m.maand, m.kwartaal, m.jaar, m.laatste_dag
order by m.maand
