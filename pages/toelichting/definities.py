"""Definities en bronnen: each measure's meaning, each file with date, status, rows and checksum, the glossary."""

import streamlit as st

from figures import show
from figures.wording.glossary import glossary_table, measures

show.opening(
    "Definities en bronnen",
    "Wat elk cijfer betekent, hoe het berekend is en uit welk bestand het komt.",
    period_matters=False,
)
st.header("Elk cijfer in deze monitor", anchor=False)
show.definitions(measures())
show.data_version()
for name in ("bestanden", "documenten", "leveringen"):
    show.place(show.exhibit(name))
st.header("Woordenlijst", anchor=False)
show.plain_table(glossary_table())
