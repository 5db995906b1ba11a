"""Definities en bronnen: each measure's meaning, each file with date, status, rows and checksum, the glossary."""

import streamlit as st

from figures import figure, long_table, show
from figures.glossary import glossary_table, measures
from figures.measures import deliveries_table

show.opening(
    "Definities en bronnen",
    "Wat elk cijfer betekent, hoe het berekend is en uit welk bestand het komt.",
    period_matters=False,
)
st.header("Elk cijfer in deze monitor", anchor=False)
show.definitions(measures())
show.data_version()
show.table(
    figure("bestanden"),
    long_table(
        figure("bestanden"),
        {
            "bestand": "Bestand",
            "titel": "Inhoud",
            "datum": "Geldt op",
            "status": "Status",
            "rijen": "Rijen",
            "kort": "Controlegetal (begin)",
            "document": "Bron",
        },
    ),
)
show.table(
    figure("documenten"),
    long_table(
        figure("documenten"),
        {
            "titel": "Document",
            "soort": "Soort",
            "datum_tekst": "Datum",
            "auteur": "Van",
            "toelichting": "Wat u moet weten",
            "url": "Adres",
        },
    ),
)
show.table(figure("leveringen"), deliveries_table())
st.header("Woordenlijst", anchor=False)
show.plain_table(glossary_table())
