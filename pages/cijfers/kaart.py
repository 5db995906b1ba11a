"""Kaart: one measure in one period on the 16 areas, with a bar view, the table twin and the story of a chosen area."""

import streamlit as st

from figures import show
from figures.measures import MAP_MEASURES, map_periods, one_period
from figures.topics.areas import area_story

top = st.container()
measures, periods = st.columns([2, 1])
with measures:
    wanted = st.selectbox("Maat", list(MAP_MEASURES), key="maat", bind="query-params")
starts = map_periods(MAP_MEASURES[wanted], show.choice())
with periods:
    start = st.selectbox("Periode", list(starts), key="periode", bind="query-params") if starts else None

span = one_period(show.choice(), starts.get(start))
on_map, bars = (show.exhibit(MAP_MEASURES[wanted], form, span) for form in ("kaart", "staaf"))
with top:
    show.opening(
        "Kaart",
        "Kies een maat en een periode. Klik op een gebied, of kies het links in de lijst: de keuze gaat mee naar elke pagina.",
        [on_map.figure],
    )
show.map_and_bars(on_map, bars)

for area in show.chosen():
    show.area(area_story(area))
if not show.chosen():
    st.info("Kies een samenwerkingsverband om zijn eerstelijnszones, gemeenten, namen en herkomst te zien.")
