/*
titel: Inwoners per werkingsgebied
eenheid: inwoners
definitie: Inwoners op 1 januari, de som van de gemeenten van het werkingsgebied van 2021. Afgeleid.
herkomst: documenten
maten: [inwoners]
bestanden: [bevolking.csv, gemeenten.csv]
*/
select sv_id as gebied, jaar, cast(cast(jaar as text) || '-01-01' as date) as periode, inwoners, onder25, bruikbaar from noemer order by sv_id, jaar
