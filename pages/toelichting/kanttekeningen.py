"""Kanttekeningen: all caveats and breaks with quote and source, a filter, and what may be compared with what."""

import streamlit as st

from figures import show
from figures.topics.comparability import MEASURES, comparability_table, filtered_breaks, filtered_caveats

show.opening(
    "Kanttekeningen",
    "Wat bij de cijfers hoort te staan, met het citaat en de bron. Een blokkerende breuk of kanttekening betekent: niet vergelijken. "
    "Een waarschuwing betekent: vergelijken met voorbehoud.",
    period_matters=False,
)
st.header("Wat mag met wat vergeleken worden?", anchor=False)
st.html(
    '<p class="m-zin">Jaren met dezelfde letter in een rij mogen met elkaar vergeleken worden. Een andere letter betekent: een blokkerende breuk ertussen. '
    "▲ betekent: met voorbehoud. Een streepje betekent: geen cijfers.</p>"
)
show.matrix(comparability_table())

st.header("Zoeken", anchor=False)
measure_box, year_box = st.columns(2)
with measure_box:
    measure = st.selectbox("Maat", ["Alle maten", *MEASURES], key="kmaat", bind="query-params")
with year_box:
    years = ["Alle jaren", *(str(year) for year in range(2017, 2027))]
    year = st.selectbox("Jaar", years, key="kjaar", bind="query-params")
wanted = (MEASURES.get(measure), None if year == years[0] else int(year), show.chosen())
show.break_details(filtered_breaks(*wanted))
show.caveat_details(filtered_caveats(*wanted))
show.notes()

st.header("Meenemen", anchor=False)
for name in ("kanttekeningen", "breuken", "datanotas"):
    show.take_away(show.exhibit(name))
