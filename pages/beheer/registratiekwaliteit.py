"""Registratiekwaliteit: how complete, timely and plausible the registrations of one area are, beside the 16."""

import streamlit as st

from figures import show
from figures.topics import quality

LEAD = (
    "Hoe volledig, hoe snel en hoe aannemelijk registreert een samenwerkingsverband? Deze bladzijde bereidt een gesprek voor: "
    "ze zegt waar een gebied lager, vergelijkbaar of hoger staat dan de andere, en wat dat met welk cijfer doet. Ze zegt niet waarom."
)
top = st.container()
span = show.choice()
periods = quality.periods(span)
if not periods:
    with top:
        show.opening("Registratiekwaliteit", LEAD)
    show.no_data(quality.missing(span, "aanmelder"))
    st.stop()

start = st.selectbox("Periode", list(periods), key="kwaliteitsperiode", bind="query-params")
choice = quality.of_period(span, periods[start])
chosen = show.chosen()[: quality.MOST_AREAS]
fields, delays, impossible, no_end, first_days, busy_days = (
    show.exhibit(name, span=choice)
    for name in (
        "kwaliteit_velden",
        "kwaliteit_late_registratie",
        "kwaliteit_regels",
        "kwaliteit_zonder_einde",
        "kwaliteit_eerste_dagen",
        "kwaliteit_drukste_dagen",
    )
)
shifts, empty_months = show.exhibit("kwaliteit_niveausprong"), show.exhibit("kwaliteit_nulmaanden")
with top:
    show.opening("Registratiekwaliteit", LEAD, [fields.figure])

if not chosen:
    st.info(
        "Kies links een samenwerkingsverband: dan staat het in elke tabel naast de spreiding van de 16. Nu ziet u heel Vlaanderen en Brussel."
    )
if len(show.chosen()) > len(chosen):
    st.info(
        f"U koos meer dan {quality.MOST_AREAS} gebieden. De tabellen tonen de eerste {quality.MOST_AREAS}; maak de keuze links kleiner."
    )
judged = [one.figure for one in (fields, delays, impossible, no_end, first_days, busy_days, shifts)]
for area in chosen:
    show.noteworthy(
        fields, quality.heading(fields.figure, area), quality.different(judged, area), quality.closing(judged, area)
    )
show.reading_help(quality.RULE)

show.table_in_words(fields, [quality.FIELDS_SAID])
field = quality.FIELD_OF[st.selectbox("Veld", list(quality.FIELD_OF), key="kwaliteitsveld", bind="query-params")]
one_field = show.exhibit("kwaliteit_ontbrekend", span=choice, veld=field)
show.place(one_field, reading=[quality.spread_sentence(one_field.figure, chosen), quality.EFFECTS[field]])

show.table_in_words(delays, [quality.LATE])
slow = show.exhibit("kwaliteit_achterstand", span=choice, procent=90)
show.place(slow, reading=[quality.spread_sentence(slow.figure, chosen)])

show.table_in_words(impossible, [quality.IMPOSSIBLE])
show.table_in_words(show.exhibit("kwaliteit_geweigerd"), [quality.REFUSED])

show.place(no_end, reading=[quality.spread_sentence(no_end.figure, chosen), quality.NO_END])

show.table_in_words(first_days, [quality.FIRST_DAY, quality.EXPECTED_FIRST])
label = st.selectbox("Datum", list(quality.DATE_OF), index=4, key="kwaliteitsdatum", bind="query-params")
one_date = show.exhibit("kwaliteit_eerste_dag", span=choice, veld=quality.DATE_OF[label])
show.place(one_date, reading=[quality.spread_sentence(one_date.figure, chosen)])
show.table_in_words(busy_days, [quality.ONE_DAY])

show.table_in_words(shifts, quality.shift_words(shifts.figure))
show.table_in_words(empty_months, quality.empty_month_words(empty_months.figure, chosen))
