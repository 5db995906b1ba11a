"""The caveats of a figure depend on measure, area and period, and go with it into its CSV and its picture."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from figures import Choice, Figure, bar_chart, figure, line_chart, map_picture, small_multiples
from figures.drawing.charts import Chart
from figures.drawing.maps import MapPicture
from figures.files.csvfile import csv_bytes
from figures.files.paper import picture
from figures.meaning import Break, all_breaks, all_caveats, breaks_between, caveats_for
from figures.measures import staff_chart
from queries import Version, ask, current_version, questions
from tests.figures.shown import shown

MEASURES = sorted({maat for question in questions().values() for maat in question.maten})
REGISTERED = ("aanmeldingen", "lopende_trajecten", "binnen_de_maand", "aanmeldingen_per_1000")
# The days on which caveats begin and end, and those beside them, more often than chance would.
EDGES = [date(y, m, d) for y in (2018, 2020, 2021, 2022) for m, d in ((1, 1), (1, 2), (8, 31), (9, 1), (12, 31))]
days = st.dates(date(2017, 1, 1), date(2027, 12, 31)) | st.sampled_from(EDGES)


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")


def rows_that_apply(measures: set[str], areas: set[str], first: date, last: date) -> set[str]:
    """The rule, once more, on the rows of the tables and day by day where it is about a period."""
    found = set()
    for row in ask("kanttekeningen").iter_rows(named=True):
        about = row["alle_maten"] or measures & set((row["maten"] or "").split("|"))
        here = row["alle_gebieden"] or areas & set((row["gebieden"] or "").split("|"))
        van, tot = row["van"] or date.min, row["tot"] or date.max
        if about and here and any(van <= day <= tot for day in every_week(first, last)):
            found.add(row["kanttekening_id"])
    return found


def every_week(first: date, last: date) -> list[date]:
    """Days close enough together to meet every caveat period; the first and last day always."""
    return [*(first + timedelta(days=n) for n in range(0, (last - first).days, 7)), last]


@given(
    measures=st.sets(st.sampled_from(MEASURES), min_size=1, max_size=3),
    areas=st.sets(st.sampled_from(["gent", "brussel", "trawant", "v-antwerpen", "vlaanderen-brussel"]), max_size=3),
    span=st.tuples(days, days).map(sorted),
)
@settings(deadline=None, max_examples=60)
def test_exactly_the_caveats_that_apply(version: Version, measures, areas, span) -> None:
    found = caveats_for(version, frozenset(measures), frozenset(areas), *span)
    assert {c.id for c in found} == rows_that_apply(measures, areas, *span)
    assert len(found) == len({c.id for c in found})
    weights = [("blokkerend", "waarschuwing", "info").index(c.severity) for c in found]
    assert weights == sorted(weights)


def test_each_of_the_three_makes_a_difference(version: Version) -> None:
    def ids(measure: str, area: str, year: int) -> set[str]:
        period = (date(year, 1, 1), date(year, 12, 31))
        return {c.id for c in caveats_for(version, frozenset([measure]), frozenset([area]), *period)}

    assert ids("aanmeldingen", "gent", 2023) != ids("tijdigheid", "gent", 2023)
    assert "P1" in ids("per_hoofd", "brussel", 2023)
    assert "P1" not in ids("per_hoofd", "gent", 2023)
    assert "C12" in ids("aanmeldingen", "gent", 2021)
    assert "C12" not in ids("aanmeldingen", "gent", 2022)


@pytest.mark.parametrize(
    ("first", "last", "applies"),
    [
        (date(2021, 12, 31), date(2021, 12, 31), True),
        (date(2022, 1, 1), date(2022, 1, 1), False),
        (date(2019, 12, 31), date(2019, 12, 31), False),
        (date(2019, 12, 31), date(2020, 1, 1), True),
    ],
)
def test_a_caveat_holds_on_its_first_and_its_last_day(version: Version, first: date, last: date, applies: bool) -> None:
    """C12 runs from 1 January 2020 to 31 December 2021."""
    found = caveats_for(version, frozenset(["aanmeldingen"]), frozenset(["gent"]), first, last)
    assert ("C12" in {c.id for c in found}) == applies


def test_a_break_on_the_last_day_is_inside_and_on_the_first_day_is_not(version: Version) -> None:
    day, before = date(2022, 1, 1), date(2021, 12, 31)
    measures = frozenset(["aanmeldingen"])
    assert [b.id for b in breaks_between(version, measures, before, day)] == ["binc-2022"]
    assert breaks_between(version, measures, day, date(2022, 12, 31)) == ()
    assert breaks_between(version, measures, date(2021, 6, 1), before) == ()


def test_every_caveat_and_break_can_apply(version: Version) -> None:
    ever = (date(1900, 1, 1), date(2999, 12, 31))
    areas = frozenset(area for c in all_caveats(version) for area in c.areas or ())
    assert {c.id for c in caveats_for(version, frozenset(MEASURES), areas, *ever)} == {
        c.id for c in all_caveats(version)
    }
    assert set(breaks_between(version, frozenset(MEASURES), *ever)) == set(all_breaks(version))


def choices() -> list[tuple[str, Choice]]:
    one_year = Choice(van=date(2022, 1, 1), tot=date(2022, 12, 31))
    return [
        *((name, Choice(per=per)) for name in REGISTERED for per in ("jaar", "kwartaal")),
        *((name, one_year) for name in REGISTERED),
        ("aanmeldingen_per_1000", Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31), gebieden=("gent",))),
        *(
            (name, Choice())
            for name in ("aanmeldingen_gepubliceerd", "budget", "budget_per_onder25", "vte", "oproepen")
        ),
    ]


@pytest.mark.parametrize(("name", "choice"), choices())
def test_a_figure_carries_the_caveats_of_its_own_measure_area_and_period(name: str, choice: Choice) -> None:
    found = figure(name, choice)
    areas = set(found.data["gebied"]) if "gebied" in found.data.columns else set()
    assert {c.id for c in found.caveats} == rows_that_apply(set(found.question.maten), areas, found.first, found.last)
    for brk in ask("breuken").iter_rows(named=True):
        inside = found.first < brk["datum"] <= found.last
        about = brk["alle_maten"] or set(brk["maten"].split("|")) & set(found.question.maten)
        assert (brk["breuk_id"] in {b.id for b in found.breaks}) == bool(inside and about)


def test_the_period_of_a_figure_is_what_was_asked_and_is_there() -> None:
    found = figure("aanmeldingen", Choice(van=date(2025, 1, 1)))
    assert (found.first, found.last) == (date(2025, 1, 1), date(2026, 9, 15))
    assert "fusies-2025" not in {b.id for b in found.breaks}  # on the first day itself there is nothing to compare with


def ids_in_csv(found: Figure) -> list[str]:
    """The ids in the footnotes: 'Waarschuwing (C3): ...'."""
    lines = list(csv.reader(io.StringIO(csv_bytes(shown(found)).decode("utf-8-sig"), newline=""), delimiter=";"))
    heads = ("Blokkerend (", "Waarschuwing (", "Info (")
    return [line[0].split("(")[1].split(")")[0] for line in lines if line and line[0].startswith(heads)]


@pytest.mark.parametrize(("name", "choice"), choices())
def test_the_csv_holds_every_caveat_that_applies_and_no_other(name: str, choice: Choice) -> None:
    found = figure(name, choice)
    assert ids_in_csv(found) == [c.id for c in found.caveats]
    text = csv_bytes(shown(found)).decode("utf-8-sig")
    assert all(c.short in text.replace('""', '"') for c in found.caveats)
    assert [b.id for b in all_breaks_in(text)] == [b.id for b in found.breaks]


def all_breaks_in(text: str) -> list[Break]:
    return [b for b in all_breaks(current_version()) if b.text in text]


def drawings() -> list[tuple[str, object]]:
    def year(name: str) -> Figure:
        return figure(name, Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31)))

    return [
        ("lijn", lambda: line_chart(figure("aanmeldingen", Choice(per="kwartaal")))),
        ("panelen", lambda: small_multiples(figure("lopende_trajecten", Choice(per="kwartaal")))),
        ("staaf", lambda: bar_chart(year("binnen_de_maand"))),
        ("kaart", lambda: map_picture(year("aanmeldingen_per_1000"))),
        ("gestapeld", lambda: staff_chart(figure("vte"))),
    ]


@pytest.mark.parametrize(("kind", "draw"), drawings())
def test_the_picture_holds_every_caveat_that_applies_and_no_other(kind: str, draw) -> None:
    drawing: Chart | MapPicture = draw()
    said = Image.open(io.BytesIO(picture(shown(drawing), "png"))).text
    found = drawing.figure
    assert json.loads(said["Kanttekeningen"]) == [c.id for c in found.caveats]
    assert said["Comment"] == "\n".join(shown(drawing).footnotes)
    assert all(f"({c.id})" in said["Comment"] for c in found.caveats)
    assert ("DEMOGEGEVENS" in said["Comment"]) == found.demo == (kind != "gestapeld")
    assert said["Title"] == found.title


def test_the_footnotes_name_unit_period_source_status_and_stamp() -> None:
    found = figure("aanmeldingen", Choice())
    notes = "\n".join(found.footnotes)
    for said in (found.unit, found.period, found.source_text, found.status, found.stamp, str(found.accounting)):
        assert said in notes


def test_a_row_of_its_own_has_the_caveats_of_its_own_year() -> None:
    both = figure("aanmeldingen_gepubliceerd")
    one, other = both.at_row(0), both.at_row(1)
    for single, year in ((one, 2020), (other, 2021)):
        period = (date(year, 1, 1), date(year, 12, 31))
        assert {c.id for c in single.caveats} == rows_that_apply({"aanmeldingen"}, {"vlaanderen-brussel"}, *period)
    assert "C11" in {c.id for c in one.caveats} - {c.id for c in other.caveats}


def test_the_same_choice_has_the_same_stamp_and_another_choice_another() -> None:
    assert figure("aanmeldingen", Choice()).stamp == figure("aanmeldingen", Choice()).stamp
    assert figure("aanmeldingen", Choice()).stamp != figure("aanmeldingen", Choice(per="maand")).stamp
