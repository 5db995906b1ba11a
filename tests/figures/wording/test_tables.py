"""The table twin: the numbers of the figure, the states told apart, nothing that a browser would run."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser

import polars as pl
import pytest

from figures import Choice, figure, long_table, text, wide_table
from figures.catalogue import ENTRIES, view
from figures.exhibit import exhibit
from figures.measures import published_table, staff_table
from figures.wording.tables import Measured, Table, area_table, as_html


class Reading(HTMLParser):
    """The rows of a table, as a browser would read them, and every tag met."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: list[str] = []
        self.scopes: list[str | None] = []
        self._cell: list[str] | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.tags.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._cell = []
            if tag == "th":
                self.scopes.append(dict(attrs).get("scope"))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.rows[-1].append("".join(self._cell))
            self._cell = None

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)


NASTY = "<script>alert('x')</script> & \"aan\" 'halen'"


def test_every_text_is_escaped() -> None:
    table = Table(NASTY, (NASTY, "b"), ((NASTY, NASTY),), note=NASTY)
    read = Reading(as_html(table))
    assert "script" not in read.tags
    assert read.rows == [[NASTY, "b"], [NASTY, NASTY]]
    assert "<script" not in as_html(table)


def test_heads_say_what_they_head_and_the_region_can_be_reached_by_keyboard() -> None:
    html = as_html(Table("Titel", ("Naam", "2022"), (("Gent", "1"),)))
    assert Reading(html).scopes == ["col", "col", "row"]
    assert 'tabindex="0"' in html
    assert 'aria-label="Titel"' in html
    assert "<caption><span>Titel</span></caption>" in html


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["aanmeldingen", "lopende_trajecten", "binnen_de_maand", "aanmeldingen_per_1000"])
def test_a_wide_table_holds_every_number_of_its_figure(name: str) -> None:
    found = figure(name, Choice(per="kwartaal"))
    table, starts = wide_table(found), sorted(set(found.data["periode"]))
    names = {row[0]: row[1:] for row in table.rows}
    assert len(table.rows) == 17
    assert table.rows[-1][0].startswith("Vlaanderen")
    for r in found.data.iter_rows(named=True):
        said = text.cell(r["waarde"], r["toestand"], found.decimals)
        assert names[r["naam"]][starts.index(r["periode"])] == said


@pytest.mark.usefixtures("on_demo")
def test_the_areas_stand_in_alphabetical_order() -> None:
    names = [row[0].casefold() for row in wide_table(figure("aanmeldingen")).rows[:-1]]
    assert names == sorted(names)


@pytest.mark.usefixtures("on_demo")
def test_an_incomplete_period_is_named_in_the_head() -> None:
    assert wide_table(figure("aanmeldingen")).columns[-2:] == ("2025", "2026 (onvolledig)")
    assert wide_table(figure("aanmeldingen", Choice(per="maand"))).columns[-1] == "sep 2026 (onvolledig)"


@pytest.mark.usefixtures("on_real")
def test_the_four_states_are_told_apart_and_explained() -> None:
    found = figure("aanmeldingen", Choice(per="maand"))
    table = wide_table(found)
    months = [column.removesuffix(" (onvolledig)") for column in table.columns[1:]]
    cells = {row[0]: dict(zip(months, row[1:], strict=True)) for row in table.rows}
    names = dict(found.areas.select("gebied", "naam").iter_rows())
    assert cells[names["gent"]]["jan 2023"] == "x"  # two
    assert cells[names["gent"]]["mrt 2023"] == "-"
    assert cells[names["brussel"]]["jan 2023"] == "?"
    assert cells["Vlaanderen en Brussel"]["jan 2023"] == "?"
    for state in ("nul", "verborgen", "onbekend"):
        assert "{} = {}".format(*text.STATES[state]) in table.note
    assert "n.v.t." not in table.note
    rate = wide_table(figure("aanmeldingen_per_1000", Choice(per="jaar")))
    assert next(row for row in rate.rows if row[0] == names["brussel"])[1] == "n.v.t."
    assert "n.v.t. = niet van toepassing" in rate.note


@pytest.mark.usefixtures("on_empty")
def test_years_have_no_point_and_dates_are_short() -> None:
    found = figure("gebied_noemer", Choice(gebieden=("gent",)))
    table = long_table(found, {"jaar": "Jaar", "inwoners": "Inwoners"})
    years, people = zip(*table.rows, strict=True)
    assert "2021" in years
    assert all("." not in year for year in years)
    assert all("." in value for value in people)
    assert table.right == frozenset({1})
    calls = long_table(figure("oproepen"), {"periode": "Datum", "waarde": "Euro"})
    assert [row[0] for row in calls.rows] == [d.strftime("%d/%m/%Y") for d in figure("oproepen").data["periode"]]


@pytest.mark.usefixtures("on_empty")
def test_a_column_has_as_many_decimals_everywhere_as_it_needs() -> None:
    staff = staff_table(figure("vte"))
    numbers = [row[staff.columns.index("VTE")] for row in staff.rows]
    known = [n for n in numbers if n != "?"]
    assert {len(n.partition(",")[2]) for n in known} == {2}
    assert "14,40" in known
    assert "?" in numbers  # a number the document does not give


@pytest.mark.usefixtures("on_empty")
def test_the_published_totals_stand_in_their_table() -> None:
    rows = published_table(figure("aanmeldingen_gepubliceerd")).rows
    assert [row[:2] for row in rows] == [("2020", "4.313"), ("2021", "7.782")]


@pytest.mark.usefixtures("on_real")
def test_the_deliveries_stand_in_their_table() -> None:
    table = exhibit(view("leveringen")).table
    row = dict(zip(table.columns, table.rows[0], strict=True))
    assert (row["Gelezen"], row["Geladen"], row["Vervangen"], row["Test"]) == ("10", "8", "1", "1")
    assert row["Peildatum"] == date(2024, 3, 10).strftime("%d/%m/%Y")


@pytest.mark.usefixtures("on_empty")
def test_a_table_without_rows_is_still_a_table() -> None:
    found = figure("aanmeldingen")
    assert found.data.filter(pl.col("waarde").is_not_null()).is_empty()
    assert "<tbody></tbody>" in as_html(wide_table(found))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_the_values_behind_a_table_are_its_cells_as_numbers_and_dates(name: str) -> None:
    table = exhibit(view(name)).table
    if not table.values:
        return
    signs = {sign for sign, _ in text.STATES.values()}
    for shown, values in zip(table.rows, table.values, strict=True):
        for cell, value in zip(shown, values, strict=True):
            if isinstance(value, str):
                assert value == cell
            elif isinstance(value, date):
                assert str(value.year) in cell  # a day, or the period that starts on it
            else:
                assert cell not in signs
                assert digits(cell) == digits(text.number(value, len(digits(cell.partition(",")[2]))))


def digits(cell: str) -> str:
    return re.sub(r"\D", "", cell)


@pytest.mark.usefixtures("on_demo")
def test_the_values_of_a_wide_table_are_not_rounded() -> None:
    found = figure("aanmeldingen_per_1000")
    behind = {value for row in wide_table(found).values for value in row[1:]}
    assert behind == set(found.data.filter(pl.col("toestand") == "bekend")["waarde"]) | {"n.v.t."}


@pytest.mark.usefixtures("on_demo")
def test_a_word_in_place_of_a_number_has_no_number_behind_it() -> None:
    found = figure("budget")
    table = area_table(found, [Measured("waarde", "Euro")], lambda _row, _column: "te weinig om te zeggen")
    assert {row[1] for row in table.values} == {"te weinig om te zeggen"}
