"""The CSV of a figure: opened by a Belgian Excel, read back without loss, and never run as a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Choice, Figure, figure, sentence
from figures.csvfile import csv_bytes
from queries import questions

BOM = b"\xef\xbb\xbf"


def lines(found: Figure) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(found).decode("utf-8-sig"), newline=""), delimiter=";"))


def read_back(found: Figure) -> tuple[list[str], list[list[str]]]:
    """The header and the rows under the empty line."""
    everything = lines(found)
    below = everything[everything.index([]) + 1 :]
    return below[0], below[1:]


def value_of(cell: str, kind: pl.DataType) -> object:
    if cell == "":
        return None
    if kind.is_float():
        return float(cell.replace(",", "."))
    if kind.is_integer():
        return int(cell)
    if kind == pl.Boolean:
        return {"ja": True, "nee": False}[cell]
    return datetime.strptime(cell, "%d/%m/%Y").date() if kind.is_temporal() else cell


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(n for n, q in questions().items() if q.maten and n != "leveringen"))
def test_what_was_written_is_what_is_read(name: str) -> None:
    found = figure(name, Choice(per="kwartaal"))
    header, rows = read_back(found)
    width = found.data.width
    assert header[:width] == found.data.columns
    assert len(rows) == found.data.height > 0
    for column, (field, kind) in enumerate(found.data.schema.items()):
        assert [value_of(row[column], kind) for row in rows] == found.data[field].to_list()
    assert all(row[width:] == (["ja"] if found.demo else []) for row in rows)


@pytest.mark.usefixtures("on_demo")
def test_it_is_utf_8_with_a_mark_semicolons_and_windows_lines() -> None:
    raw = csv_bytes(figure("binnen_de_maand"))
    assert raw.startswith(BOM)
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"DEMOGEGEVENS\r\n" in raw


@pytest.mark.usefixtures("on_demo")
def test_title_sentence_and_footnotes_stand_above_the_numbers() -> None:
    found = figure("binnen_de_maand", Choice(per="jaar"))
    above = [line[0] for line in lines(found)[: lines(found).index([])]]
    assert above == ["DEMOGEGEVENS", found.title, sentence(found), *found.footnotes]


@pytest.mark.usefixtures("on_demo")
def test_decimals_have_a_comma() -> None:
    header, rows = read_back(figure("aanmeldingen_per_1000", Choice(per="jaar")))
    values = [row[header.index("waarde")] for row in rows]
    assert any("," in value for value in values)
    assert not any("." in value for value in values)


@pytest.mark.usefixtures("on_real")
def test_unknown_and_hidden_are_empty_and_say_so_and_zero_is_zero() -> None:
    header, rows = read_back(figure("aanmeldingen", Choice(per="maand")))
    value, state = header.index("waarde"), header.index("toestand")
    by_state = {row[state]: row[value] for row in rows}
    assert by_state == {"onbekend": "", "verborgen": "", "nul": "0"}


def of_text(found: Figure, words: list[str]) -> Figure:
    return replace(found, data=pl.DataFrame({"naam": words, "nummer": [-1.5] * len(words)}))


@pytest.mark.usefixtures("on_empty")
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_looks_like_a_formula_is_kept_from_running(start: str) -> None:
    _, rows = read_back(of_text(figure("budget"), [f'{start}HYPERLINK("x")']))
    assert rows == [[f'\'{start}HYPERLINK("x")', "-1,5"]]  # a negative number stays a number


@given(
    st.lists(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20), min_size=1)
)
@settings(deadline=None, max_examples=80)
def test_any_text_survives_and_none_can_run(template: Figure, words: list[str]) -> None:
    _, rows = read_back(of_text(template, words))
    assert [row[0].removeprefix("'") for row in rows] == [word.removeprefix("'") for word in words]
    assert not [row for row in rows if row[0].startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.fixture(scope="module")
def template(stand, empty_warehouse) -> Figure:
    stand(empty_warehouse)
    return figure("budget")


@pytest.mark.usefixtures("on_demo")
def test_hidden_numbers_are_not_in_the_file() -> None:
    found = figure("binnen_de_maand", Choice(per="maand", van=date(2024, 1, 1), tot=date(2024, 12, 31)))
    header, rows = read_back(found)
    hidden = [dict(zip(header, row, strict=True)) for row in rows if "verborgen" in row]
    assert hidden
    assert {row[c] for row in hidden for c in ("waarde", "noemer", "binnen", "later")} == {""}
