"""Overzicht: what 1G1P is, the state in figures, what is new, what weighs most, where to go."""

import streamlit as st

from figures import Choice, show
from figures.topics.overview import latest_values, most_important_caveats, whats_new

values = latest_values(show.choice(), show.chosen())
show.opening(
    "1 Gezin 1 Plan in cijfers",
    "1 Gezin 1 Plan (1G1P) geeft kinderen, jongeren en gezinnen snel jeugdhulp, op maat en met één gezamenlijk plan. "
    "Zestien samenwerkingsverbanden van jeugdhulp, welzijn, onderwijs en lokale besturen dekken samen heel Vlaanderen en Brussel. "
    "Deze monitor toont wat hun cijfers zeggen, en vooral wat niet met elkaar vergeleken mag worden.",
    [value.figure for value in values],
)

st.header("Stand van zaken", anchor=False)
show.cards([show.card(v.figure, v.value, v.unit, v.period, v.areas) for v in values])

st.header("Wat wilt u doen?", anchor=False)
explore, prepare, take = st.columns(3)
with explore:
    st.subheader("Cijfers verkennen", anchor=False)
    st.page_link("pages/cijfers/trends.py", label="Hoe evolueert het?")
    st.page_link("pages/cijfers/kaart.py", label="Waar?")
    st.page_link("pages/cijfers/binnen_de_maand.py", label="Hoeveel binnen de maand?")
    st.page_link("pages/cijfers/trajecten.py", label="Hoe lopen de trajecten?")
    st.page_link("pages/cijfers/vergelijken.py", label="Verschillen de gebieden meer dan toeval verklaart?")
with prepare:
    st.subheader("Een dialoog voorbereiden", anchor=False)
    st.markdown("Kies links een samenwerkingsverband. De keuze gaat mee naar elke pagina.")
    st.page_link("pages/dialoog/regiodialoog.py", label="Het verhaal van één samenwerkingsverband, met fiche")
    st.page_link("pages/beheer/registratiekwaliteit.py", label="Hoe goed registreert het?")
with take:
    st.subheader("Grafieken overnemen", anchor=False)
    st.markdown(
        "Onder elke figuur staat *Downloaden*: afbeelding, PDF, Excel, CSV of JSON, met bron en kanttekeningen erin."
    )
    st.page_link("pages/publicatie/figurenboek.py", label="Alle figuren van het jaarverslag in één keer")
    st.page_link("pages/toelichting/terugvinden.py", label="Is een figuur nog dezelfde?")

st.header("Wat u zeker moet weten", anchor=False)
st.html(show.caveat_items(most_important_caveats()))
st.page_link("pages/toelichting/kanttekeningen.py", label="Alle kanttekeningen en breuken")

st.header("Nieuw in de gegevens", anchor=False)
show.paragraphs(whats_new())
changed = show.exhibit("wat_veranderde", span=Choice(per=show.choice().per))
if not changed.figure.empty:
    show.place(changed)
show.place(show.exhibit("leveringen"))
st.page_link("pages/beheer/leveringen.py", label="Een levering controleren, laden of terugnemen")
