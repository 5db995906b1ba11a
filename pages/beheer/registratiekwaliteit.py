"""Registratiekwaliteit: how complete, timely and plausible the registrations of one area are, beside the 16."""

import streamlit as st

from figures import bar_chart, quality, show

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
fields, delays, impossible = quality.all_missing(choice), quality.delays(choice), quality.impossible(choice)
no_end, first_days, busy_days = (
    quality.without_end(choice),
    quality.all_first_of_month(choice),
    quality.busiest_day(choice),
)
shifts, empty_months = quality.shifts(span), quality.empty_months(span)
with top:
    show.opening("Registratiekwaliteit", LEAD, [fields])

if not chosen:
    st.info(
        "Kies links een samenwerkingsverband: dan staat het in elke tabel naast de spreiding van de 16. Nu ziet u heel Vlaanderen en Brussel."
    )
if len(show.chosen()) > len(chosen):
    st.info(
        f"U koos meer dan {quality.MOST_AREAS} gebieden. De tabellen tonen de eerste {quality.MOST_AREAS}; maak de keuze links kleiner."
    )
judged = [fields, delays, impossible, no_end, first_days, busy_days, shifts]
for area in chosen:
    show.noteworthy(
        fields, quality.heading(fields, area), quality.different(judged, area), quality.closing(judged, area)
    )
show.reading_help(quality.RULE)

show.table_in_words(fields, [quality.FIELDS_SAID], quality.spread_table(fields, chosen))
field = quality.FIELD_OF[st.selectbox("Veld", list(quality.FIELD_OF), key="kwaliteitsveld", bind="query-params")]
one_field = quality.missing(choice, field)
show.chart(
    bar_chart(one_field, chosen),
    reading=[quality.spread_sentence(one_field, chosen), quality.EFFECTS[field]],
    chosen_areas=chosen,
)

show.table_in_words(delays, [quality.LATE], quality.spread_table(delays, chosen))
slow = quality.delay(choice, 90)
show.chart(bar_chart(slow, chosen), reading=[quality.spread_sentence(slow, chosen)], chosen_areas=chosen)

show.table_in_words(impossible, [quality.IMPOSSIBLE], quality.spread_table(impossible, chosen))
show.table_in_words(quality.refused(), [quality.REFUSED], quality.refused_table(quality.refused()))

show.chart(
    bar_chart(no_end, chosen), reading=[quality.spread_sentence(no_end, chosen), quality.NO_END], chosen_areas=chosen
)

show.table_in_words(first_days, [quality.FIRST_DAY, quality.EXPECTED_FIRST], quality.spread_table(first_days, chosen))
label = st.selectbox("Datum", list(quality.DATE_OF), index=4, key="kwaliteitsdatum", bind="query-params")
one_date = quality.first_of_month(choice, quality.DATE_OF[label])
show.chart(bar_chart(one_date, chosen), reading=[quality.spread_sentence(one_date, chosen)], chosen_areas=chosen)
show.table_in_words(busy_days, [quality.ONE_DAY], quality.spread_table(busy_days, chosen))

show.table_in_words(shifts, quality.shift_words(shifts), quality.shift_table(shifts, chosen))
show.table_in_words(
    empty_months, quality.empty_month_words(empty_months, chosen), quality.empty_month_table(empty_months, chosen)
)
