"""Instroom: who comes in, from which municipality, and what the ages of an area have to do with it."""

import streamlit as st

from figures import show
from figures.figure import Choice
from figures.measures import map_periods, one_period
from figures.topics.intake import CHARACTERISTICS

LABELS = {label: kenmerk for kenmerk, label in CHARACTERISTICS.items()}


def profile(_year: Choice | None) -> None:
    """The dossiers by one characteristic, the chosen areas beside Flanders."""
    which, when = st.columns([2, 1])
    with which:
        wanted = st.selectbox("Kenmerk", list(LABELS), key="kenmerk", bind="query-params")
    starts = map_periods("profiel", show.choice())
    with when:
        start = st.selectbox("Periode", list(starts), key="instroomperiode", bind="query-params") if starts else None
    span = one_period(show.choice(), starts.get(start))
    show.place(show.exhibit("profiel", "staaf", span, kenmerk=LABELS[wanted]))


def municipalities(year: Choice) -> None:
    """The municipalities of the chosen areas; without a choice what is known of the areas as a whole."""
    if not show.chosen():
        st.info(
            "Kies links een samenwerkingsverband om zijn gemeenten te zien. Zonder keuze staat hier enkel wat niet op een gemeente te zetten is."
        )
    elif st.toggle("Toon de gemeenten als staven", key="gemeentestaven", bind="query-params"):
        show.place(show.exhibit("gemeenten_instroom", "staaf", year), heading="Aanmeldingen per gemeente, als staven")
    show.place(show.exhibit("gemeenten_instroom", "tabel", year))


def equal_ages(year: Choice) -> None:
    """The rates as if every area had young people of the same ages."""
    show.place(show.exhibit("aanmeldingen_gestandaardiseerd", "tabel", year))


def one_year() -> Choice:
    """The chosen year: inhabitants are known per year."""
    years = map_periods("gemeenten_instroom", show.choice(per="jaar"))
    year = st.selectbox("Jaar", list(years), key="instroomjaar", bind="query-params") if years else None
    return one_period(show.choice(per="jaar"), years.get(year))


PARTS = {"Profiel": profile, "Gemeenten": municipalities, "Met gelijke leeftijden": equal_ages}

show.opening(
    "Instroom",
    "Wie wordt aangemeld, door wie en van waar? Kies links een of meer samenwerkingsverbanden: ze staan in kleur naast Vlaanderen en Brussel.",
    [show.exhibit("aanmeldingen", "lijn").figure],
)
shown = show.parts("instroomdeel", list(PARTS))
year = one_year() if set(shown) - {"Profiel"} else None
for part in shown:
    PARTS[part](year)
