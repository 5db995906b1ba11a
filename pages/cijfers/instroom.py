"""Instroom: who comes in, from which municipality, and what the ages of an area have to do with it."""

import streamlit as st

from figures import show
from figures.measures import map_periods, one_period
from figures.topics.intake import CHARACTERISTICS

top = st.container()
labels = {label: kenmerk for kenmerk, label in CHARACTERISTICS.items()}
which, when = st.columns([2, 1])
with which:
    wanted = st.selectbox("Kenmerk", list(labels), key="kenmerk", bind="query-params")
starts = map_periods("profiel", show.choice())
with when:
    start = st.selectbox("Periode", list(starts), key="instroomperiode", bind="query-params") if starts else None

profile = show.exhibit("profiel", "staaf", one_period(show.choice(), starts.get(start)), kenmerk=labels[wanted])
with top:
    show.opening(
        "Instroom",
        "Wie wordt aangemeld, door wie en van waar? Kies links een of meer samenwerkingsverbanden: ze staan in kleur naast Vlaanderen en Brussel.",
        [profile.figure],
    )
show.place(profile)

years = map_periods("gemeenten_instroom", show.choice(per="jaar"))
year = st.selectbox("Jaar", list(years), key="instroomjaar", bind="query-params") if years else None
span = one_period(show.choice(per="jaar"), years.get(year))
show.place(show.exhibit("gemeenten_instroom", "tabel", span))
if show.chosen() and st.toggle("Toon de gemeenten als staven", key="gemeentestaven", bind="query-params"):
    show.place(show.exhibit("gemeenten_instroom", "staaf", span), heading="Aanmeldingen per gemeente, als staven")
show.place(show.exhibit("aanmeldingen_gestandaardiseerd", "tabel", span))
