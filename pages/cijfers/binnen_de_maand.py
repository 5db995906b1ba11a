"""Binnen de maand: the share in time for a chosen event and limit, what it leaves open, the waits, and the reasons."""

import streamlit as st

from figures import EVENTS, LIMITS, show
from figures.measures import map_periods, one_period
from figures.topics import timeliness

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

share = show.exhibit("binnen_de_maand", "lijn", choice)
with top:
    show.opening(
        "Binnen de maand",
        "Hoeveel aanmeldingen kregen binnen de maand een antwoord, en hoe lang duurde het? De bronnen zeggen niet welke gebeurtenis telt "
        "en hoe lang een maand is: kies ze hier. Onderaan staan de vijf manieren waarop de bronnen het zeggen.",
        [share.figure],
    )
show.place(share)
show.place(show.exhibit("binnen_de_maand_delen", span=one), reading=[timeliness.READING])
show.place(show.exhibit("binnen_de_maand_grenzen", span=one), reading=[timeliness.LEFT_OPEN])
show.place(show.exhibit("wachttijden", span=one), reading=[timeliness.WAITING])
show.place(show.exhibit("wachttijd", "lijn", choice))
show.place(show.exhibit("redenen_te_laat", span=one))
show.place(show.exhibit("formuleringen"))
