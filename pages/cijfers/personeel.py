"""Personeel: VTE of spring 2020, per function; published, approximate and derived told apart."""

import streamlit as st

from figures import figure, long_table, show
from figures.measures import staff_chart, staff_of, staff_table

chosen = show.chosen()
staff, total = staff_of(figure("vte"), chosen), figure("vte_totaal")
show.opening(
    "Personeel (VTE)",
    "Hoeveel voltijdse equivalenten zetten de 15 samenwerkingsverbanden van toen in? De enige telling is die van het voorjaar van 2020. "
    "Sindsdien bestaat er geen overzicht, ook niet voor de 16 van vandaag.",
    period_matters=False,
)
show.cards([show.total_card(total)])
if chosen:
    st.info(
        "U ziet enkel de voorgangers van de gekozen samenwerkingsverbanden. Maak de keuze links leeg om alle 15 te zien."
    )
show.chart(staff_chart(staff), table=staff_table(staff))

show.table(
    figure("vte_per_onder25"),
    long_table(
        figure("vte_per_onder25"),
        {
            "naam": "Voorganger",
            "waarde": "VTE per 10.000",
            "teller": "VTE",
            "noemer": "Jonger dan 25 jaar (2019)",
            "toelichting": "Waarom wel of niet",
        },
    ),
)
show.table(
    figure("organisatiemodellen"),
    long_table(
        figure("organisatiemodellen"),
        {"model": "Model", "soort": "Waarvoor", "omschrijving": "Omschrijving", "genoemd": "Bij naam genoemd"},
    ),
)
show.table(
    figure("inwoners_partners"),
    long_table(
        figure("inwoners_partners"),
        {
            "naam": "Gebied",
            "waarde": "Waarde",
            "eenheid": "Eenheid",
            "periode_tekst": "Periode",
            "precisie": "Zekerheid",
            "document": "Document",
        },
    ),
)
st.header("Waarom niets na 2021?", anchor=False)
show.quote("C5")
show.notes("vte", "inwoners", "partners")
