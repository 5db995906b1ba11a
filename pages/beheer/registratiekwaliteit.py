"""Registratiekwaliteit: how complete, timely and plausible the registrations of one area are, beside the 16."""

import streamlit as st

from figures import show
from figures.exhibit import Exhibit
from figures.figure import Choice
from figures.topics import quality

LEAD = (
    "Hoe volledig, hoe snel en hoe aannemelijk registreert een samenwerkingsverband? Deze bladzijde bereidt een gesprek voor: "
    "ze zegt waar een gebied lager, vergelijkbaar of hoger staat dan de andere, en wat dat met welk cijfer doet. Ze zegt niet waarom."
)


def noteworthy(choice: Choice, chosen: tuple[str, ...]) -> None:
    """What differs in each chosen area, out of all comparisons; without one, what to do."""
    if not chosen:
        st.info(
            "Kies links een samenwerkingsverband: dan staat het in elke tabel naast de spreiding van de 16. Nu ziet u heel Vlaanderen en Brussel."
        )
        return
    if len(show.chosen()) > len(chosen):
        st.info(
            f"U koos meer dan {quality.MOST_AREAS} gebieden. De tabellen tonen de eerste {quality.MOST_AREAS}; maak de keuze links kleiner."
        )
    fields = show.exhibit("kwaliteit_velden", span=choice)
    judged = [show.exhibit(name, span=choice).figure for name in quality.COMPARED]
    judged.append(show.exhibit("kwaliteit_niveausprong").figure)
    for area in chosen:
        show.noteworthy(
            fields, quality.heading(fields.figure, area), quality.different(judged, area), quality.closing(judged, area)
        )


def placed(shown: Exhibit, chosen: tuple[str, ...], *words: str) -> None:
    """One comparison as a figure, with the spread in words before it."""
    show.place(shown, reading=[quality.spread_sentence(shown.figure, chosen), *words])


# ------------------------------------------------------------------ the parts


def complete(choice: Choice, chosen: tuple[str, ...]) -> None:
    """What is not filled in, of all fields and of one."""
    show.table_in_words(show.exhibit("kwaliteit_velden", span=choice), [quality.FIELDS_SAID])
    field = quality.FIELD_OF[st.selectbox("Veld", list(quality.FIELD_OF), key="kwaliteitsveld", bind="query-params")]
    placed(show.exhibit("kwaliteit_ontbrekend", span=choice, veld=field), chosen, quality.EFFECTS[field])


def in_time(choice: Choice, chosen: tuple[str, ...]) -> None:
    """How long after the event it is registered."""
    show.table_in_words(show.exhibit("kwaliteit_late_registratie", span=choice), [quality.LATE])
    placed(show.exhibit("kwaliteit_achterstand", span=choice, procent=90), chosen)


def plausible(choice: Choice, chosen: tuple[str, ...]) -> None:
    """What cannot be, what was refused, and what should have ended by now."""
    show.table_in_words(show.exhibit("kwaliteit_regels", span=choice), [quality.IMPOSSIBLE])
    show.table_in_words(show.exhibit("kwaliteit_geweigerd"), [quality.REFUSED])
    placed(show.exhibit("kwaliteit_zonder_einde", span=choice), chosen, quality.NO_END)


def dates(choice: Choice, chosen: tuple[str, ...]) -> None:
    """Dates that look filled in afterwards."""
    first_days = show.exhibit("kwaliteit_eerste_dagen", span=choice)
    show.table_in_words(first_days, [quality.FIRST_DAY, quality.EXPECTED_FIRST])
    label = st.selectbox("Datum", list(quality.DATE_OF), index=4, key="kwaliteitsdatum", bind="query-params")
    placed(show.exhibit("kwaliteit_eerste_dag", span=choice, veld=quality.DATE_OF[label]), chosen)
    show.table_in_words(show.exhibit("kwaliteit_drukste_dagen", span=choice), [quality.ONE_DAY])


def over_time(_choice: Choice, chosen: tuple[str, ...]) -> None:
    """Jumps in the level, and months without anything."""
    shifts, empty_months = show.exhibit("kwaliteit_niveausprong"), show.exhibit("kwaliteit_nulmaanden")
    show.table_in_words(shifts, quality.shift_words(shifts.figure))
    show.table_in_words(empty_months, quality.empty_month_words(empty_months.figure, chosen))


PARTS = {
    "Volledig": complete,
    "Tijdig": in_time,
    "Aannemelijk": plausible,
    "Datums": dates,
    "Sprongen en lege maanden": over_time,
}

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
with top:
    show.opening("Registratiekwaliteit", LEAD, [show.exhibit("kwaliteit_velden", span=choice).figure])
noteworthy(choice, chosen)
show.reading_help(quality.RULE)
for part in show.parts("kwaliteitsdeel", list(PARTS)):
    PARTS[part](choice, chosen)
