"""Trajecten: what starts, runs and ends, how long it lasts, why it ends, what help follows, who comes back, and in which unit."""

import streamlit as st

from figures import show
from figures.figure import Choice
from figures.measures import map_periods, one_period
from figures.topics import trajecten


def streams(one: Choice) -> None:
    """What runs at the start and at the end, and what came in and went out in between."""
    show.place(show.exhibit("trajecten_stroom", span=one))
    show.place(show.exhibit("trajecten_opgestart", "lijn"))
    show.place(show.exhibit("trajecten_afgerond", "lijn"))


def durations(one: Choice) -> None:
    """How long a traject lasts, those that still run among them."""
    show.place(show.exhibit("trajectduren", span=one), reading=[trajecten.RUNNING])
    over_time = show.exhibit("trajectduur", "lijn")
    show.place(over_time, heading=f"{over_time.figure.title}, over de tijd")


def endings(one: Choice) -> None:
    """Why a traject ends, and how often the family stopped it."""
    show.place(show.exhibit("redenen_einde", span=one))
    show.place(show.exhibit("uitval", "staaf", one), reading=[trajecten.DROP_OUT])


def what_follows(one: Choice) -> None:
    """The help that was meant to follow beside what came of it; of the first chosen areas apart too."""
    show.place(show.exhibit("vervolghulp_gerealiseerd", "staaf", one))
    show.place(show.exhibit("vervolghulp", span=one))
    for area in show.chosen()[: trajecten.MOST_FLOWS]:
        show.place(show.exhibit("vervolghulp", span=one, gebieden=(area,)))


def returns(one: Choice) -> None:
    """Who was registered again within a number of months."""
    months = st.selectbox(
        "Opnieuw aangemeld binnen", trajecten.RETURN_WINDOWS, index=1, key="terugkeermaanden", bind="query-params",
        format_func=lambda number: f"{number} maanden",
    )  # fmt: skip
    show.place(show.exhibit("terugkeer", "staaf", one, maanden=months))


def units(one: Choice) -> None:
    """Dossiers, clients and families are three numbers."""
    show.place(show.exhibit("eenheden", span=one), reading=[trajecten.UNITS_SAID])


PARTS = {
    "Start en einde": streams,
    "Duur": durations,
    "Redenen en uitval": endings,
    "Vervolghulp": what_follows,
    "Opnieuw aangemeld": returns,
    "Dossiers en gezinnen": units,
}

top = st.container()
choice = show.choice()
starts = map_periods("trajecten_stroom", choice)
label = st.selectbox("Periode", list(starts), key="trajectperiode", bind="query-params") if starts else None
one = one_period(choice, starts.get(label))
with top:
    show.opening(
        "Trajecten",
        "Hoeveel trajecten starten, lopen en eindigen, hoe lang duren ze, waarom eindigen ze, en wat komt erna? Een traject is een "
        "dossier met een opstart. Kies een periode voor de tabellen; de lijnen tonen alle perioden.",
        [show.exhibit("trajecten_stroom", span=one).figure],
    )
for part in show.parts("trajectdeel", list(PARTS)):
    PARTS[part](one)
