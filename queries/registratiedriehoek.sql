/*
titel: Hoe snel aanmeldingen geregistreerd worden
eenheid: aanmeldingen
definitie: >-
  Per peildatum, samenwerkingsverband en maand van aanmelding: hoeveel dossiers na hoeveel maanden geregistreerd waren, van 0 tot en met
  12 maanden. Een maand loopt hier telkens tot de dag van de maand waarop de peildatum valt. Toen: wat in de leveringen tot en met die peildatum stond.
  Nu: wat er met alle leveringen van die maand bekend is. Leeg is nog niet te weten, en geen nul. Dossiers zonder registratiedatum of met meer dan
  12 maanden vertraging staan er niet in.
teller: dossiers met een registratiedatum tot en met 12 maanden na de maand van aanmelding
herkomst: registraties
maten: [registratie]
*/
select
    peildatum,
    sv_id as gebied,
    maand,
    vertraging,
    dossiers as toen,
    nu
from registratiedriehoek
order by peildatum, gebied, maand, vertraging
