"""Trends: per area and Flemish, by month, quarter or year; breaks drawn; 2020 and 2021 kept apart."""

import streamlit as st

from figures import EVENTS, LIMITS, show
from figures.measures import TREND_MEASURES
from figures.topics import comparing, control

top = st.container()
wanted = st.selectbox("Maat", list(TREND_MEASURES), key="trendmaat", bind="query-params")
more = {}
if TREND_MEASURES[wanted] == "binnen_de_maand":
    event, limit = st.columns(2)
    with event:
        more["eindgebeurtenis"] = st.selectbox("Gebeurtenis", EVENTS, index=1, key="gebeurtenis", bind="query-params")
    with limit:
        more["termijn"] = st.selectbox("Termijn", LIMITS, key="termijn", bind="query-params")

shown = show.exhibit(TREND_MEASURES[wanted], "lijn", **more)
with top:
    show.opening(
        "Trends",
        "Hoe evolueren de cijfers sinds alle samenwerkingsverbanden in BINC registreren (1 januari 2022)? Kies links een of meer samenwerkingsverbanden: "
        "die staan in kleur, de andere in grijs. Zonder keuze ziet u heel Vlaanderen en Brussel.",
        [shown.figure],
    )
show.place(shown)

if st.toggle("Toon alle 16 apart, op dezelfde schaal", key="apart", bind="query-params"):
    apart = show.exhibit(TREND_MEASURES[wanted], "panelen", **more)
    show.place(apart, heading=f"{apart.figure.title}: elk samenwerkingsverband apart")

st.header("Vergelijk twee perioden", anchor=False)
starts = comparing.options(TREND_MEASURES[wanted], show.choice(**more))
if len(starts) < 2:
    show.words("Er zijn nog geen twee perioden om te vergelijken. Kies links meer jaren, of een kortere periode.")
else:
    left, right = st.columns(2)
    with left:
        one = st.selectbox("Periode", list(starts), index=1, key="een", bind="query-params")
    with right:
        other = st.selectbox("Vergelijk met", list(starts), index=0, key="ander", bind="query-params")
    span = {"een": starts[one], "ander": starts[other]}
    both = show.exhibit(f"{TREND_MEASURES[wanted]}_vergelijking", **span, **more)
    show.table_in_words(both, [comparing.verdict_sentence(both.figure)])

st.header("Meer dan toeval?", anchor=False)
judged = st.segmented_control("Toon de regelkaart van", list(control.MEASURES), key="regelkaart", bind="query-params")
if judged:
    show.place(show.exhibit(control.MEASURES[judged], **more), reading=control.reading(show.choice(), show.chosen()))

st.header("Hoe volledig zijn de laatste maanden?", anchor=False)
if st.toggle("Toon wat er nog te verwachten is", key="volledigheid", bind="query-params"):
    show.place(show.exhibit("volledigheid_aanmeldingen"), reading=control.reading(show.choice(), show.chosen()))

show.two_apart(show.exhibit("aanmeldingen_gepubliceerd"))
