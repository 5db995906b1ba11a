"""The XLSX of a figure: everything in it, numbers as numbers, and a file that everybody can read and nothing can run."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from figures import Choice
from figures.catalogue import ENTRIES, view
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_SENTENCE
from figures.files.cell_sizes import column_widths, lines_in
from figures.files.workbook import CONTENTS, COVER, DATA, LEGEND, NOTES, SOME_DEMO, TABLE, workbook
from figures.text import STATES
from figures.wording.tables import Table

VIEWS = [(name, form) for name, entry in ENTRIES.items() for form in entry.forms]
SHEETS = [COVER, CONTENTS, NOTES, LEGEND, TABLE, DATA]
SIGNS = {sign for sign, _ in STATES.values()}


def shown(name: str, form: str = "", areas: tuple[str, ...] = (), **chosen: object) -> Exhibit:
    return exhibit(view(name, form, Choice(**chosen), areas))


def opened(*exhibits: Exhibit) -> Workbook:
    return load_workbook(io.BytesIO(workbook(exhibits)))


def rows_of(sheet: Worksheet) -> list[tuple]:
    """The rows of the one table on a sheet, its header first."""
    (table,) = sheet.tables.values()
    return [tuple(cell.value for cell in row) for row in sheet[table.ref]]


def texts(sheet: Worksheet) -> str:
    return "\n".join(str(value) for row in sheet.iter_rows(values_only=True) for value in row if value is not None)


def as_written(value: object) -> object:
    """A value of the data as a spreadsheet gives it back; an empty text is an empty cell."""
    if value == "":
        return None
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return datetime(value.year, value.month, value.day) if isinstance(value, date) else value


def as_shown(cell) -> str:
    """A cell as Excel in Dutch shows it, for the formats that are used."""
    if isinstance(cell.value, datetime):
        return f"{cell.value:%d/%m/%Y}"
    if isinstance(cell.value, str) or cell.value is None:
        return cell.value or ""
    positive, _, _ = cell.number_format.partition(";")
    mark = re.search(r'"(.*)"', positive)
    decimals = len(re.sub(r'".*"', "", positive).partition(".")[2])
    grouped = f"{cell.value:,.{decimals}f}" if "," in positive else f"{cell.value:.{decimals}f}"
    plus = "+" if positive.startswith("+") else ""
    return plus + grouped.translate(str.maketrans(",.", ".,")) + (mark.group(1) if mark else "")


# ------------------------------------------------------------------ nothing is lost


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(("name", "form"), VIEWS)
def test_the_numbers_are_those_of_the_data(name: str, form: str) -> None:
    found = shown(name, form)
    data, book = found.figure.data, opened(found)
    if data.is_empty():
        assert not book[DATA].tables
        return
    header, *rows = rows_of(book[DATA])
    assert list(header) == data.columns
    assert rows == [tuple(as_written(value) for value in row) for row in data.iter_rows()]


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(("name", "form"), VIEWS)
def test_all_that_belongs_to_the_figure_is_in_the_file_and_nothing_else(name: str, form: str) -> None:
    found = shown(name, form)
    figure, book = found.figure, opened(found)
    notes = rows_of(book[NOTES])[1:]
    assert [row[1] for row in notes if row[0] == "kanttekening"] == [c.id for c in figure.caveats]
    assert [row[4] for row in notes if row[0] == "kanttekening"] == [c.quote for c in figure.caveats]
    assert [row[7].date() for row in notes if row[0] == "breuk"] == [b.day for b in figure.breaks]
    cover = dict(rows_of(book[COVER])[1:])
    assert (cover["Titel"], cover.get("In één zin", "")) == (figure.title, found.sentence)
    assert (cover["Eenheid"], cover["Periode"], cover["Status"]) == (figure.unit, figure.period, figure.status)
    assert (cover["Stempel"], cover["Adres in de monitor"]) == (figure.stamp, found.address)
    assert cover.get("Rijen") == (str(figure.accounting) if figure.accounting else None)
    assert {c.id for c in figure.caveats} == set(
        re.findall(r"\b[CP]\d+\b", book[TABLE].cell(*_reserves_at(book)).value)
    )
    for sheet in book.worksheets:
        assert (sheet["A1"].value == DEMO_SENTENCE) is figure.demo
        assert figure.demo or name == "kanttekeningen" or "DEMOGEGEVENS" not in texts(sheet)


def _reserves_at(book: Workbook) -> tuple[int, int]:
    lines = [row[0].value or "" for row in book[TABLE].iter_rows(max_row=8)]
    return next(i for i, line in enumerate(lines, 1) if line.startswith(("Lees eerst", "Er gelden"))), 1


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_the_table_shows_what_the_reader_saw(name: str) -> None:
    found = shown(name, "", ("gent", "kempen"), per="kwartaal")
    sheet = opened(found)[TABLE]
    if not found.table.rows:
        assert not sheet.tables
        return
    (table,) = sheet.tables.values()
    cells = [list(row) for row in sheet[table.ref]]
    heads = [re.sub(r" \(\d\)$", "", cell.value) for cell in cells[0]]  # a second column of one name has a number
    assert heads == [re.sub(r" \(\d\)$", "", name) for name in found.table.columns]
    assert [[as_shown(cell) for cell in row] for row in cells[1:]] == [list(row) for row in found.table.rows]


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["aanmeldingen_per_1000", "budget", "kwaliteit_velden", "leveringen", "gebied_noemer"])
def test_a_column_of_numbers_holds_numbers_and_signs(name: str) -> None:
    found = shown(name)
    rows = rows_of(opened(found)[TABLE])[1:]
    assert found.table.right
    cells = [row[column] for row in rows for column in found.table.right]
    assert {type(cell) for cell in cells if cell not in SIGNS} <= {int, float}
    assert any(type(cell) in (int, float) for cell in cells)


@pytest.mark.usefixtures("on_demo")
def test_a_number_in_the_table_is_not_rounded() -> None:
    found = shown("aanmeldingen_per_1000", "tabel")
    values = set(found.figure.data["waarde"])
    cells = [cell for row in rows_of(opened(found)[TABLE])[1:] for cell in row[1:] if isinstance(cell, float)]
    assert cells
    assert set(cells) <= values


@pytest.mark.usefixtures("on_real")
def test_a_cell_without_a_number_carries_its_sign_and_the_cover_explains_it() -> None:
    book = opened(shown("aanmeldingen", "tabel", per="maand"))
    cells = {cell for row in rows_of(book[TABLE])[1:] for cell in row[1:]}
    assert cells == {"-", "x", "?"}
    states = {(row[5], row[2]) for row in rows_of(book[DATA])[1:]}
    assert states == {("nul", 0), ("verborgen", None), ("onbekend", None)}
    cover = dict(rows_of(book[COVER])[1:])
    assert [cover[f"Teken {sign}"].rstrip(".").lower() for sign, _ in STATES.values()] == [
        m for _, m in STATES.values()
    ]
    assert not any("DEMOGEGEVENS" in texts(sheet) for sheet in book.worksheets)


@pytest.mark.usefixtures("on_demo")
def test_dates_are_dates() -> None:
    book = opened(shown("leveringen"))
    header, first = rows_of(book[TABLE])[:2]
    assert isinstance(first[header.index("Peildatum")], datetime)
    (table,) = book[TABLE].tables.values()
    assert book[TABLE][table.ref][1][header.index("Peildatum")].number_format == "dd/mm/yyyy"


# ------------------------------------------------------------------ everybody can read it


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_sheet_is_one_clean_table_under_a_title(name: str) -> None:
    book = opened(shown(name))
    assert book.sheetnames == SHEETS
    names = [table.name for sheet in book.worksheets for table in sheet.tables.values()]
    assert len(names) == len(set(names))
    for sheet in book.worksheets:
        assert not sheet.merged_cells.ranges
        assert sheet["A1"].value
        if not sheet.tables:
            assert "Er zijn geen gegevens voor deze keuze." in texts(sheet)
            continue
        (table,) = sheet.tables.values()
        top, bottom = (int(number) for number in re.findall(r"\d+", table.ref))
        assert sheet.freeze_panes == f"A{top + 1}"
        assert bottom == sheet.max_row  # nothing stands under the table
        header = [cell.value for cell in sheet[table.ref][0]]
        assert all(header)
        assert len(header) == len({str(one).casefold() for one in header}) == sheet.max_column
        assert all(any(value is not None for value in row) for row in sheet.iter_rows(values_only=True))
        assert table.comment


@pytest.mark.usefixtures("on_demo")
def test_every_table_has_an_alternative_text() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([shown("budget")]))) as parts:
        tables = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/tables/")]
    assert len(tables) == len(SHEETS)
    for table in tables:
        assert re.search(r'comment="([^"]+)"', table).group(1) == re.search(r'altText="([^"]+)"', table).group(1)


@pytest.mark.usefixtures("on_demo")
def test_the_contents_lead_to_every_other_sheet() -> None:
    book = opened(shown("budget"), shown("vte"))
    names = [row[0] for row in rows_of(book[CONTENTS])[1:]]
    assert names == [name for name in book.sheetnames if name != CONTENTS]
    links = [cell.hyperlink.location for row in book[CONTENTS].iter_rows() for cell in row if cell.hyperlink]
    assert links == [f"'{name}'!A1" for name in names]


@pytest.mark.usefixtures("on_demo")
def test_the_properties_say_title_subject_language_and_no_hour() -> None:
    found = shown("budget")
    said = opened(found).properties
    assert (said.title, said.subject, said.language) == (found.figure.title, "1 Gezin 1 Plan", "nl-BE")
    assert said.modified.date() == found.figure.loaded_on


@pytest.mark.usefixtures("on_demo")
def test_no_column_is_narrower_than_its_longest_number_and_none_wider_than_a_screen() -> None:
    sheet = opened(shown("budget"))[TABLE]
    widths = {letter: column.width for letter, column in sheet.column_dimensions.items()}
    assert max(widths.values()) < 60
    longest = max(len(as_shown(row[1])) for row in sheet.iter_rows(min_row=6))
    assert widths["B"] > longest


@pytest.mark.usefixtures("on_demo")
def test_a_number_and_the_text_beside_it_keep_apart() -> None:
    """Numbers stand to the right: without an indent 773 and ‘vergelijkbaar’ read as one word."""
    sheet = opened(shown("trechter_uitval"))[TABLE]
    number, words = [row[4:6] for row in sheet.iter_rows()][-3]
    assert (number.alignment.horizontal, words.alignment.horizontal) == ("right", "left")
    assert (number.alignment.indent, words.alignment.indent) == (1, 1)


def test_a_sheet_too_wide_to_print_gives_its_long_texts_more_lines() -> None:
    heads, cells = ["kort", "lang", "lang", "lang", "lang", "lang", "1"], [[5, 90, 90, 90, 90, 90, 30]]
    widths = column_widths(heads, cells, frozenset({6}))
    assert sum(widths) == pytest.approx(190)
    assert widths[0] < 24 < widths[1] == widths[5] < 51
    assert widths[6] == 33
    assert column_widths(heads[:2], [[5, 90]], frozenset()) == [9, 51]


@pytest.mark.parametrize(
    ("words", "lines"), [("", 1), ("kort", 1), ("woord " * 10, 4), ("W" * 30, 3), ("a " + "W" * 30, 4)]
)
def test_a_row_is_as_high_as_its_words_are_long(words: str, lines: int) -> None:
    assert lines_in(words, 21) == lines


# ------------------------------------------------------------------ many figures in one book


@pytest.mark.usefixtures("on_demo")
def test_many_figures_share_a_book_and_keep_their_own_meaning() -> None:
    exhibits = [shown(name) for name in ENTRIES]
    book = opened(*exhibits)
    assert len(book.sheetnames) == 4 + 2 * len(exhibits)
    assert max(len(name) for name in book.sheetnames) <= 31
    assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)
    assert {book[name]["A1"].value for name in (COVER, CONTENTS, NOTES, LEGEND)} == {SOME_DEMO}
    notes = rows_of(book[NOTES])[1:]
    for number, found in enumerate(exhibits, 1):
        own = [row for row in notes if row[0] == number]
        assert [row[2] for row in own if row[1] == "kanttekening"] == [c.id for c in found.figure.caveats]
        sheet = book[book.sheetnames[4 + 2 * (number - 1)]]
        assert (sheet["A1"].value == DEMO_SENTENCE) is found.figure.demo
        assert f"Figuur {number}: {found.figure.title}" in texts(sheet)
        assert found.figure.stamp in texts(sheet)


# ------------------------------------------------------------------ the file itself


@pytest.mark.usefixtures("on_demo")
def test_the_same_figures_give_the_same_bytes() -> None:
    both = [shown("budget"), shown("aanmeldingen")]
    assert workbook(both) == workbook(both)
    assert workbook(both) != workbook(both[::-1])
    with zipfile.ZipFile(io.BytesIO(workbook(both))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_looks_like_a_formula_stays_text(start: str) -> None:
    nasty = f'{start}HYPERLINK("x")'
    found = shown("budget")
    data, table = pl.DataFrame({"naam": [nasty]}), Table(nasty, ("Naam",), ((nasty,),))
    book = opened(replace(found, figure=replace(found.figure, data=data), table=table))
    for name in (TABLE, DATA):
        cell = list(book[name].iter_rows())[-1][0]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (nasty, "s", True)


@pytest.mark.usefixtures("on_demo")
def test_control_characters_and_columns_with_one_name_do_not_break_the_file() -> None:
    found = shown("budget")
    table = Table("t", ("Naam", "naam", ""), (("a\x00b", "c", "d"),))
    header, row = rows_of(opened(replace(found, table=table))[TABLE])
    assert header == ("Naam", "naam (2)", "kolom")
    assert row == ("ab", "c", "d")


@pytest.mark.usefixtures("on_demo")
def test_a_sign_of_change_and_a_mark_of_reserve_stay_with_the_number() -> None:
    words, values = ("Gent", "+1.234,5 ▲", "-3", "+2"), ("Gent", 1234.46, -3, 2)
    table = Table("t", ("Naam", "Een", "Twee", "Drie"), (words,), frozenset({1, 2, 3}), values=(values,))
    sheet = opened(replace(shown("budget"), table=table))[TABLE]
    cells = list(sheet.iter_rows())[-1]
    assert tuple(cell.value for cell in cells) == values
    assert tuple(as_shown(cell) for cell in cells) == words


@pytest.mark.usefixtures("on_empty")
def test_a_figure_without_rows_says_so() -> None:
    book = opened(shown("aanmeldingen", "tabel"))
    for name in (TABLE, DATA):
        assert not book[name].tables
        assert "Er zijn geen gegevens voor deze keuze." in texts(book[name])
    assert dict(rows_of(book[COVER])[1:])["Eenheid"] == "aanmeldingen"
