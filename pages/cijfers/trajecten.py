"""Trajecten: what starts, runs and ends, how long it lasts, why it ends, what help follows, who comes back, and in which unit."""

import streamlit as st

from figures import show
from figures.measures import map_periods, one_period
from figures.topics import trajecten

top = st.container()
choice = show.choice()
starts = map_periods("trajecten_stroom", choice)
label = st.selectbox("Periode", list(starts), key="trajectperiode", bind="query-params") if starts else None
one = one_period(choice, starts.get(label))
stream = show.exhibit("trajecten_stroom", span=one)
with top:
    show.opening(
        "Trajecten",
        "Hoeveel trajecten starten, lopen en eindigen, hoe lang duren ze, waarom eindigen ze, en wat komt erna? Een traject is een "
        "dossier met een opstart. Kies een periode voor de tabellen; de lijnen tonen alle perioden.",
        [stream.figure],
    )
show.place(stream)
show.place(show.exhibit("trajecten_opgestart", "lijn"))
show.place(show.exhibit("trajecten_afgerond", "lijn"))

show.place(show.exhibit("trajectduren", span=one), reading=[trajecten.RUNNING])
over_time = show.exhibit("trajectduur", "lijn")
show.place(over_time, heading=f"{over_time.figure.title}, over de tijd")

show.place(show.exhibit("redenen_einde", span=one))
show.place(show.exhibit("uitval", "staaf", one), reading=[trajecten.DROP_OUT])

show.place(show.exhibit("vervolghulp_gerealiseerd", "staaf", one))
show.place(show.exhibit("vervolghulp", span=one))
for area in show.chosen()[: trajecten.MOST_FLOWS]:
    show.place(show.exhibit("vervolghulp", span=one, gebieden=(area,)))

months = st.selectbox(
    "Opnieuw aangemeld binnen", trajecten.RETURN_WINDOWS, index=1, key="terugkeermaanden", bind="query-params",
    format_func=lambda number: f"{number} maanden",
)  # fmt: skip
show.place(show.exhibit("terugkeer", "staaf", one, maanden=months))

show.place(show.exhibit("eenheden", span=one), reading=[trajecten.UNITS_SAID])
