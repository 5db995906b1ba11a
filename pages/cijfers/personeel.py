"""Personeel: VTE of spring 2020, per function; published, approximate and derived told apart."""

import streamlit as st

from figures import figure, show

show.opening(
    "Personeel (VTE)",
    "Hoeveel voltijdse equivalenten zetten de 15 samenwerkingsverbanden van toen in? De enige telling is die van het voorjaar van 2020. "
    "Sindsdien bestaat er geen overzicht, ook niet voor de 16 van vandaag.",
    period_matters=False,
)
show.cards([show.total_card(figure("vte_totaal"))])
if show.chosen():
    st.info(
        "U ziet enkel de voorgangers van de gekozen samenwerkingsverbanden. Maak de keuze links leeg om alle 15 te zien."
    )
for name in ("vte", "vte_per_onder25", "organisatiemodellen", "inwoners_partners"):
    show.place(show.exhibit(name))
st.header("Waarom niets na 2021?", anchor=False)
show.quote("C5")
show.notes("vte", "inwoners", "partners")
