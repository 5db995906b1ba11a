"""The CSV of a figure, in both forms: read back without loss, and never run as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Choice
from figures.catalogue import ENTRIES, TABLE, view
from figures.exhibit import Exhibit, exhibit
from figures.files.csvfile import csv_bytes, csv_iso_bytes
from figures.meaning import all_caveats
from queries import current_version

BOM = b"\xef\xbb\xbf"
NAMES = sorted(ENTRIES)
MAY_BE_EMPTY = {"kwaliteit_nulmaanden"}  # in a small demo no month looks missing


def shown(name: str, **chosen: object) -> Exhibit:
    return exhibit(view(name, TABLE, Choice(**chosen)))


def lines(found: Exhibit) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(found).decode("utf-8-sig"), newline=""), delimiter=";"))


def read_back(found: Exhibit) -> tuple[list[str], list[list[str]]]:
    """The header and the rows under the empty line."""
    everything = lines(found)
    below = everything[everything.index([]) + 1 :]
    return below[0], below[1:]


def value_of(cell: str, kind: pl.DataType) -> object:
    """A cell of the Belgian form."""
    if cell == "":
        return None
    if kind.is_float():
        return float(cell.replace(",", "."))
    if kind.is_integer():
        return int(cell)
    if kind == pl.Boolean:
        return {"ja": True, "nee": False}[cell]
    return datetime.strptime(cell, "%d/%m/%Y").date() if kind.is_temporal() else cell


def iso_rows(found: Exhibit) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_iso_bytes(found).decode(), newline="")))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_what_was_written_is_what_is_read(name: str) -> None:
    found = shown(name, per="kwartaal")
    data = found.figure.data
    header, rows = read_back(found)
    assert header[: data.width] == data.columns
    assert len(rows) == data.height
    assert rows or name in MAY_BE_EMPTY
    for column, (field, kind) in enumerate(data.schema.items()):
        assert [value_of(row[column], kind) for row in rows] == [None if v == "" else v for v in data[field]]
    assert all(row[data.width :] == (["ja"] if found.figure.demo else []) for row in rows)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_a_program_reads_the_machine_form_as_the_same_frame(name: str) -> None:
    """No option is given but the types: comma, point, ISO dates and the header on line one are what a reader expects."""
    found = shown(name, per="kwartaal")
    data = found.figure.data
    read = pl.read_csv(csv_iso_bytes(found), schema_overrides=data.schema)
    assert read.select(data.columns).equals(data.with_columns(pl.col(pl.String).replace("", None)))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_machine_form_says_what_it_means(name: str) -> None:
    found = shown(name)
    figure = found.figure
    header = csv_iso_bytes(found).decode().splitlines()[0].split(",")
    assert len(header) == len(set(header))  # no word about the figure takes the place of one about the row
    said = {
        tuple((k, v) for k, v in row.items() if k.startswith("figuur_") or k == "demogegevens")
        for row in iso_rows(found)
    }
    if name in MAY_BE_EMPTY and not said:
        return
    assert len(said) == 1
    one = dict(said.pop())
    assert one["figuur_titel"] == figure.title
    assert one["figuur_eenheid"] == figure.unit
    assert one["figuur_periode"] == figure.period
    assert one["figuur_bron"] == figure.source_text
    assert one["figuur_status"] == figure.status
    assert one["figuur_stempel"] == figure.stamp
    assert one["figuur_adres"] == found.address
    assert one["demogegevens"] == str(figure.demo).lower()
    ids = set(one["figuur_kanttekeningen"].split("|")) - {""}
    assert ids == {c.id for c in figure.caveats} <= {c.id for c in all_caveats(current_version())}
    assert one["figuur_breuken"] == "|".join(str(b.day) for b in figure.breaks)


@pytest.mark.usefixtures("on_demo")
def test_it_is_utf_8_with_a_mark_semicolons_and_windows_lines() -> None:
    raw = csv_bytes(shown("binnen_de_maand"))
    assert raw.startswith(BOM)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"DEMOGEGEVENS\r\n" in raw


@pytest.mark.usefixtures("on_demo")
def test_the_machine_form_has_no_mark_and_nothing_above_the_header() -> None:
    raw = csv_iso_bytes(shown("binnen_de_maand"))
    assert not raw.startswith(BOM)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert raw.startswith(b"gebied,periode,")


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["binnen_de_maand", "budget", "kwaliteit_velden"])
def test_title_sentence_and_footnotes_stand_above_the_numbers(name: str) -> None:
    found = shown(name)
    above = [line[0] for line in lines(found)[: lines(found).index([])]]
    demo = ["DEMOGEGEVENS"] if found.figure.demo else []
    assert above == [*demo, found.figure.title, found.sentence, *found.footnotes]
    assert found.address in above[-1]


@pytest.mark.usefixtures("on_demo")
def test_decimals_have_a_comma_and_a_point_for_a_program() -> None:
    found = shown("aanmeldingen_per_1000")
    header, rows = read_back(found)
    values = [row[header.index("waarde")] for row in rows]
    assert any("," in value for value in values)
    assert not any("." in value for value in values)
    assert [value.replace(",", ".") for value in values] == [row["waarde"] for row in iso_rows(found)]


@pytest.mark.usefixtures("on_real")
def test_unknown_and_hidden_are_empty_and_say_so_and_zero_is_zero() -> None:
    found = shown("aanmeldingen", per="maand")
    header, rows = read_back(found)
    value, state = header.index("waarde"), header.index("toestand")
    expected = {"onbekend": "", "verborgen": "", "nul": "0"}
    assert {row[state]: row[value] for row in rows} == expected
    assert {row["toestand"]: row["waarde"] for row in iso_rows(found)} == expected
    assert {row["demogegevens"] for row in iso_rows(found)} == {"false"}


def of_text(found: Exhibit, words: list[str]) -> Exhibit:
    data = pl.DataFrame({"naam": words, "nummer": [-1.5] * len(words)})
    return replace(found, figure=replace(found.figure, data=data))


@pytest.mark.usefixtures("on_empty")
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_is_kept_from_running(start: str) -> None:
    found = of_text(shown("budget"), [f'{start}HYPERLINK("x")'])
    assert read_back(found)[1] == [[f'\'{start}HYPERLINK("x")', "-1,5"]]  # a negative number stays a number
    assert [(row["naam"], row["nummer"]) for row in iso_rows(found)] == [(f'\'{start}HYPERLINK("x")', "-1.5")]


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20), min_size=1)
)
@settings(deadline=None, max_examples=60)
def test_any_text_survives_and_none_can_run(template: Exhibit, words: list[str]) -> None:
    found = of_text(template, words)
    for read in ([row[0] for row in read_back(found)[1]], [row["naam"] for row in iso_rows(found)]):
        assert [cell.removeprefix("'") for cell in read] == [word.removeprefix("'") for word in words]
        assert not [cell for cell in read if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.fixture(scope="module")
def template(stand, empty_warehouse) -> Exhibit:
    stand(empty_warehouse)
    return shown("budget")


@pytest.mark.usefixtures("on_demo")
def test_hidden_numbers_are_not_in_the_file() -> None:
    found = shown("binnen_de_maand", per="maand", van=date(2024, 1, 1), tot=date(2024, 12, 31))
    header, rows = read_back(found)
    hidden = [dict(zip(header, row, strict=True)) for row in rows if "verborgen" in row]
    hidden += [row for row in iso_rows(found) if row["toestand"] == "verborgen"]
    assert hidden
    assert {row[c] for row in hidden for c in ("waarde", "noemer", "binnen", "later")} == {""}
