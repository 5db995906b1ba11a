"""Vergelijken: the areas beside each other for one measure in one period, without a ranking."""

import streamlit as st

from figures import EVENTS, LIMITS, show
from figures.measures import map_periods, one_period
from figures.topics import funnels

top = st.container()
measures, periods = st.columns([2, 1])
with measures:
    wanted = st.selectbox("Maat", funnels.MEASURES, key="vergelijkmaat", bind="query-params")
name = funnels.question_of(wanted)
more = {}
if name == "binnen_de_maand":
    event, limit = st.columns(2)
    with event:
        more["eindgebeurtenis"] = st.selectbox("Gebeurtenis", EVENTS, index=1, key="gebeurtenis", bind="query-params")
    with limit:
        more["termijn"] = st.selectbox("Termijn", LIMITS, key="termijn", bind="query-params")
starts = map_periods(name, show.choice(**more))
with periods:
    start = st.selectbox("Periode", list(starts), key="vergelijkperiode", bind="query-params") if starts else None

shown = show.exhibit(*funnels.figure_of(wanted), span=one_period(show.choice(**more), starts.get(start)))
with top:
    show.opening(
        "Gebieden vergelijken",
        "Ligt een samenwerkingsverband verder van de andere dan toeval verklaart? Deze bladzijde zegt lager, vergelijkbaar of hoger, en nooit wie eerste of laatste is. "
        "Kies links samenwerkingsverbanden: die staan met hun naam in de figuur.",
        [shown.figure],
    )
show.place(shown, reading=funnels.reading(shown.figure, wanted))
