"""Binnen de maand: the share in time for a chosen event and limit, what it leaves open, the waits, and the reasons."""

import streamlit as st

from figures import EVENTS, LIMITS, show
from figures.figure import Choice
from figures.measures import map_periods, one_period
from figures.topics import timeliness


def shares(choice: Choice, one: Choice) -> None:
    """The share over time, what it is made of, and what the missing dates leave open."""
    show.place(show.exhibit("binnen_de_maand", "lijn", choice))
    show.place(show.exhibit("binnen_de_maand_delen", span=one), reading=[timeliness.READING])
    show.place(show.exhibit("binnen_de_maand_grenzen", span=one), reading=[timeliness.LEFT_OPEN])


def waits(choice: Choice, one: Choice) -> None:
    """How long it took, those who still wait among them."""
    show.place(show.exhibit("wachttijden", span=one), reading=[timeliness.WAITING])
    show.place(show.exhibit("wachttijd", "lijn", choice))


def reasons(_choice: Choice, one: Choice) -> None:
    """Why it took longer."""
    show.place(show.exhibit("redenen_te_laat", span=one))


def wordings(_choice: Choice, _one: Choice) -> None:
    """The five ways in which the sources say it."""
    show.place(show.exhibit("formuleringen"))


PARTS = {"Aandeel": shares, "Wachttijd": waits, "Redenen": reasons, "Wat de bronnen zeggen": wordings}

top = st.container()
event, limit, period = st.columns(3)
with event:
    eindgebeurtenis = st.selectbox("Gebeurtenis", EVENTS, index=1, key="gebeurtenis", bind="query-params")
with limit:
    termijn = st.selectbox("Termijn", LIMITS, key="termijn", bind="query-params")
choice = show.choice(eindgebeurtenis=eindgebeurtenis, termijn=termijn)
starts = map_periods("binnen_de_maand", choice)
with period:
    start = st.selectbox("Periode", list(starts), key="maandperiode", bind="query-params") if starts else None
one = one_period(choice, starts.get(start))

with top:
    show.opening(
        "Binnen de maand",
        "Hoeveel aanmeldingen kregen binnen de maand een antwoord, en hoe lang duurde het? De bronnen zeggen niet welke gebeurtenis telt "
        "en hoe lang een maand is: kies ze hier. Onder ‘Wat de bronnen zeggen’ staan de vijf manieren waarop zij het verwoorden.",
        [show.exhibit("binnen_de_maand", "lijn", choice).figure],
    )
for part in show.parts("maanddeel", list(PARTS)):
    PARTS[part](choice, one)
