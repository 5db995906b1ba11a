"""Trends: per area and Flemish, by month, quarter or year; breaks drawn; 2020 and 2021 kept apart."""

import streamlit as st

from figures import EVENTS, LIMITS, figure, line_chart, show, small_multiples, wide_table
from figures.measures import TREND_MEASURES, published_table

top = st.container()
wanted = st.selectbox("Maat", list(TREND_MEASURES), key="trendmaat", bind="query-params")
more = {}
if TREND_MEASURES[wanted] == "binnen_de_maand":
    event, limit = st.columns(2)
    with event:
        more["eindgebeurtenis"] = st.selectbox("Gebeurtenis", EVENTS, index=1, key="gebeurtenis", bind="query-params")
    with limit:
        more["termijn"] = st.selectbox("Termijn", LIMITS, key="termijn", bind="query-params")

shown = figure(TREND_MEASURES[wanted], show.choice(**more))
before = figure("aanmeldingen_gepubliceerd")
with top:
    show.opening(
        "Trends",
        "Hoe evolueren de cijfers sinds alle samenwerkingsverbanden in BINC registreren (1 januari 2022)? Kies links een of meer samenwerkingsverbanden: "
        "die staan in kleur, de andere in grijs. Zonder keuze ziet u heel Vlaanderen en Brussel.",
        [shown],
    )
show.chart(line_chart(shown, show.chosen()), chosen_areas=show.chosen())

if st.toggle("Toon alle 16 apart, op dezelfde schaal", key="apart", bind="query-params"):
    show.chart(
        small_multiples(shown), heading=f"{shown.title}: elk samenwerkingsverband apart", table=wide_table(shown)
    )

show.two_apart(before, published_table(before))
