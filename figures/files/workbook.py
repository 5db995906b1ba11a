"""One figure or many as an accessible XLSX: cover, contents, notes, legend of the columns, and one clean table per sheet.

After the example of the British guidance for spreadsheets that everybody can read: a title in A1, no merged cells, no
empty row or column inside a table, one table per sheet, numbers as numbers. The same exhibits give the same bytes.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.table import TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.functions import tostring

from figures import text
from figures.drawing import style
from figures.drawing.house import MAKER
from figures.exhibit import Exhibit
from figures.figure import DEMO_SENTENCE, DEMO_WORD, Figure
from figures.files.cell_sizes import column_widths, digits, lines_in
from figures.files.record import areas_in, record
from figures.meaning import Break, Caveat
from figures.wording.columns import meanings
from figures.wording.tables import Table

COVER, CONTENTS, NOTES, LEGEND, TABLE, DATA = "Omslag", "Inhoud", "Kanttekeningen", "Kolommen", "Tabel", "Gegevens"
SOME_DEMO = f"{DEMO_WORD}: een deel van deze figuren is verzonnen. Bij elke figuur staat of ze dat is."
LANGUAGE = "nl-BE"
DATE_FORMAT = "dd/mm/yyyy"
_LONGEST_SHEET_NAME, _LONGEST_CELL = 31, 32_767  # what Excel allows
_FORMULA = ("=", "+", "-", "@")
_SHOWN_NUMBER = re.compile(r"-?\d{1,3}(\.\d{3})*(,\d+)?")
_NUMBER_IN = re.compile(r"\d[\d.]*(?:,(?P<decimals>\d+))?")
_PLAIN_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_LINE, _BETWEEN, _HIGHEST = 12.8, 2, 409  # points per line of text and between rows, and what Excel allows
_FACE = {"name": "Arial", "size": 10}
_PLAIN, _BOLD, _TITLE = Font(**_FACE), Font(**_FACE, bold=True), Font(name="Arial", size=14, bold=True)
_LINK = Font(**_FACE, underline="single", color=style.BLUE.removeprefix("#"))
_TOP = Alignment(vertical="top")
_RIGHT = Alignment(horizontal="right", vertical="top", indent=1)  # a number does not touch the text in the next column
_WRAPPED_RIGHT = Alignment(wrap_text=True, horizontal="right", vertical="top", indent=1)
_HEAD_FILL = PatternFill("solid", fgColor=style.PALE.removeprefix("#"))
_DEMO_FILL = PatternFill("solid", fgColor=style.YELLOW.removeprefix("#"))
_HEAD_LINE = Border(bottom=Side("thin"))


class Number(NamedTuple):
    """A number and the way a spreadsheet shows it."""

    value: float
    shown: str


Cell = str | date | Number | None


@dataclass(frozen=True)
class Leaf:
    """One sheet: lines of text, then one table. `about` describes the table for who cannot see it.

    `demo`: the sentence on the first row when something on the sheet is made up, else empty. `right`: the columns of
    numbers. `linked`: the first column leads to the sheets it names.
    """

    name: str
    lines: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: str
    demo: str
    right: frozenset[int] = frozenset()
    linked: bool = False


def workbook(exhibits: Sequence[Exhibit]) -> bytes:
    """The workbook of one figure, or of many with a number in front of the sheets of each."""
    leaves = _leaves(exhibits)
    book = Workbook()
    book.remove(book.active)
    book.properties = _properties(exhibits)
    for number, leaf in enumerate(leaves, 1):
        _write(book.create_sheet(leaf.name), leaf, number)
    return _repeatable(book, {number: leaf.about for number, leaf in enumerate(leaves, 1)})


# ------------------------------------------------------------------ what stands on which sheet


def _leaves(exhibits: Sequence[Exhibit]) -> list[Leaf]:
    general = [_cover(exhibits), _notes(exhibits), _legend(exhibits)]
    own = [leaf for shown in _numbered(exhibits) for leaf in (_table(*shown), _data(*shown))]
    return [general[0], _contents([*general, *own]), *general[1:], *own]


def _numbered(exhibits: Sequence[Exhibit]) -> list[tuple[Exhibit, str]]:
    """Each exhibit with its number among many; without a number when it is alone."""
    return [(shown, str(number) if len(exhibits) > 1 else "") for number, shown in enumerate(exhibits, 1)]


def _cover(exhibits: Sequence[Exhibit]) -> Leaf:
    many = len(exhibits) > 1
    title = f"{len(exhibits)} figuren uit de {MAKER}" if many else f"{exhibits[0].figure.title}, uit de {MAKER}"
    signs = [(f"Teken {sign}", f"{meaning[0].upper()}{meaning[1:]}.") for sign, meaning in text.STATES.values()]
    reading = [*signs, ("Lege cel", "In een blad met gegevens: er is geen getal. De kolom toestand zegt waarom.")]
    rows = [(number, *fact) for shown, number in _numbered(exhibits) for fact in _facts(shown)]
    rows += [("alle", *fact) for fact in reading]
    about = "Wat het cijfer betekent, waar het vandaan komt en hoe u de tekens leest."
    return _general(exhibits, COVER, title, about, ("Wat", "Uitleg"), rows)


def _facts(shown: Exhibit) -> Iterator[tuple[str, str]]:
    """What belongs to a figure, in words; what it does not have is left out."""
    figure, said = shown.figure, record(shown)
    coloured = [area["naam"] for area in said["gebieden"]["in_kleur"]]
    facts = {
        "Titel": figure.title,
        "In één zin": shown.sentence,
        "Demogegevens": said["demo_zin"],
        "Eenheid": figure.unit,
        "Periode": figure.period,
        "Gebieden": text.enumeration([area["naam"] for area in areas_in(figure)]),
        "In kleur": text.enumeration(coloured),
        "Bron": figure.source_text,
        "Status": figure.status,
        "Definitie": said["definitie"],
        "Teller": said["teller"],
        "Noemer": said["noemer"],
        "Richting": said["richting"],
        "Rijen": str(figure.accounting) if figure.accounting else None,
        "Stempel": figure.stamp,
        "Gegevens geladen op": text.long_date(figure.loaded_on),
        "Adres in de monitor": shown.address,
    }
    yield from ((what, words) for what, words in facts.items() if words)


def _contents(leaves: Sequence[Leaf]) -> Leaf:
    rows = tuple((leaf.name, leaf.about, _count(len(leaf.rows))) for leaf in leaves)
    about = "Elk blad, wat erin staat en hoeveel rijen het heeft."
    lines, demo = ("Inhoud", "Kies een blad om erheen te gaan."), leaves[0].demo
    return Leaf(CONTENTS, lines, ("Blad", "Wat erin staat", "Rijen"), rows, about, demo, frozenset({2}), linked=True)


def _notes(exhibits: Sequence[Exhibit]) -> Leaf:
    columns = (
        "Soort", "Nummer", "Ernst", "In het kort", "Uitleg, of letterlijk in de bron", "Document", "Plaats", "Geldt vanaf",
        "Geldt tot en met",
    )  # fmt: skip
    rows = [(number, *note) for shown, number in _numbered(exhibits) for note in _notes_of(shown.figure)]
    about = "Wat u moet weten voor u het cijfer gebruikt of vergelijkt, en de definitie."
    return _general(exhibits, NOTES, "Kanttekeningen, breuken en definitie", about, columns, rows)


def _notes_of(figure: Figure) -> Iterator[tuple[Cell, ...]]:
    none = text.STATES["nvt"][0]
    yield from (_caveat(caveat) for caveat in figure.caveats)
    yield from (_break(brk) for brk in figure.breaks)
    yield ("definitie", none, none, figure.title, figure.question.definitie, MAKER, none, none, none)


def _caveat(caveat: Caveat) -> tuple[Cell, ...]:
    span = (caveat.first or "zonder begin", caveat.last or "zonder einde")
    said = (caveat.id, caveat.severity, caveat.short, caveat.quote, caveat.document, caveat.place)
    return ("kanttekening", *said, *span)


def _break(brk: Break) -> tuple[Cell, ...]:
    return ("breuk", brk.id, brk.severity, brk.title, brk.text, brk.document, brk.place, brk.day, "zonder einde")


def _legend(exhibits: Sequence[Exhibit]) -> Leaf:
    rows = [(number, *said) for shown, number in _numbered(exhibits) for said in meanings(shown.figure).items()]
    about = "Wat elke kolom van de gegevens betekent."
    return _general(exhibits, LEGEND, "Kolommen van de gegevens", about, ("Kolom", "Betekenis"), rows)


def _general(
    exhibits: Sequence[Exhibit], name: str, title: str, about: str, columns: tuple[str, ...], rows: list[tuple]
) -> Leaf:
    """A sheet about all figures; with one figure the column that numbers them is left out."""
    first = 0 if len(exhibits) > 1 else 1
    cells = tuple((_figure_cell(row[0]), *row[1:])[first:] for row in rows)
    return Leaf(name, (title,), ("Figuur", *columns)[first:], cells, about, _demo_line(exhibits))


def _figure_cell(number: str) -> Cell:
    return Number(int(number), "0") if number.isdecimal() else number


def _demo_line(exhibits: Sequence[Exhibit]) -> str:
    found = {shown.figure.demo for shown in exhibits}
    if found == {True, False}:
        return SOME_DEMO
    return DEMO_SENTENCE if True in found else ""


def _table(shown: Exhibit, number: str) -> Leaf:
    table = shown.table
    values = table.values or table.rows
    rows = tuple(
        tuple(_shown_cell(words, value, i in table.right) for i, (words, value) in enumerate(zip(*line, strict=True)))
        for line in zip(table.rows, values, strict=True)
    )
    name = _sheet_name(TABLE, "T", number, shown)
    about = f"De tabel zoals op de pagina: {shown.figure.title}."
    return Leaf(name, _lines(shown, number, table), table.columns, rows, about, _demo_line([shown]), table.right)


def _data(shown: Exhibit, number: str) -> Leaf:
    data = shown.figure.data
    rows = tuple(tuple(_raw_cell(name, value) for name, value in row.items()) for row in data.iter_rows(named=True))
    name = _sheet_name(DATA, "G", number, shown)
    about = f"Elke rij achter de figuur, zonder afronding: {shown.figure.title}."
    right = frozenset(i for i, kind in enumerate(data.schema.values()) if kind.is_numeric())
    return Leaf(name, _lines(shown, number, None), tuple(data.columns), rows, about, _demo_line([shown]), right)


def _sheet_name(alone: str, letter: str, number: str, shown: Exhibit) -> str:
    return f"{letter}{number} {shown.view.name}"[:_LONGEST_SHEET_NAME] if number else alone


def _lines(shown: Exhibit, number: str, table: Table | None) -> tuple[str, ...]:
    """What stands above the numbers of a figure; the long texts are on the sheets of their own."""
    figure = shown.figure
    numbered = f"Figuur {number}: {figure.title}" if number else figure.title
    signs = [f"Tekens: {table.note}."] if table and table.note else []
    return (
        numbered,
        f"Eenheid: {figure.unit}. Periode: {figure.period}.",
        f"Bron: {figure.source_text} Status: {figure.status}. Stempel: {figure.stamp}.",
        _reserves(figure),
        *signs,
    )


def _reserves(figure: Figure) -> str:
    caveats = [caveat.id for caveat in figure.caveats]
    breaks = [f"breuk op {text.long_date(brk.day)}" for brk in figure.breaks]
    if not caveats and not breaks:
        return "Er gelden geen kanttekeningen of breuken."
    return f"Lees eerst het blad {NOTES}: {text.enumeration([*caveats, *breaks])}."


# ------------------------------------------------------------------ cells


def _shown_cell(words: str, value: object, is_number: bool) -> Cell:
    """A cell of the table as the reader saw it: a number shown with as many decimals, a date, a sign or a text."""
    if isinstance(value, date):
        return value if words == text.short_date(value) else words
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if number and _NUMBER_IN.match(words.lstrip("+-")):
        return Number(value, "0" if words == str(value) and value >= 1000 else _pattern(words))  # 2025 is a year
    if is_number and _SHOWN_NUMBER.fullmatch(words):  # a number that its table holds as text only
        return Number(_read(words), _pattern(words))
    return words


def _raw_cell(column: str, value: object) -> Cell:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, int):
        return Number(value, "0") if column == "jaar" else _count(value)
    return Number(value, "General") if isinstance(value, float) else value


def _count(value: int) -> Number:
    return Number(value, "#,##0")


def _pattern(words: str) -> str:
    """The number format that shows what the reader saw: decimals, a plus sign, and the mark behind the number."""
    found = _NUMBER_IN.search(words)
    decimals = len((found["decimals"] if found else None) or "")
    plain = "#,##0" + ("." + "0" * decimals if decimals else "")
    mark = words[found.end() :].replace('"', "") if found else ""
    shown = f'{plain}"{mark}"' if mark else plain
    return f"+{shown};-{shown}" if words.startswith("+") else shown


def _read(words: str) -> float:
    plain = words.replace(".", "").replace(",", ".")
    return float(plain) if "." in plain else int(plain)


# ------------------------------------------------------------------ a sheet


def _write(sheet: Worksheet, leaf: Leaf, number: int) -> None:
    """Lines, header and rows; an empty table says so and is no Excel table, which cannot be without rows."""
    head = [*([leaf.demo] if leaf.demo else []), *leaf.lines]
    head += [] if leaf.rows else ["Er zijn geen gegevens voor deze keuze."]
    for row, line in enumerate(head, 1):
        _put(sheet, row, 1, line).alignment = _TOP
    top, widths = len(head) + 1, _widths(leaf)
    for row, cells in enumerate([_unique(leaf.columns), *leaf.rows], top):
        for column, value in enumerate(cells):
            cell = _put(sheet, row, column + 1, value)
            cell.alignment = _side(value, column, leaf, widths[column])
    _dress(sheet, leaf, top)
    _link(sheet, leaf, top)
    _fit(sheet, leaf, top, widths)
    if leaf.rows:
        _make_table(sheet, leaf, number, top)


def _side(value: Cell, column: int, leaf: Leaf, wide: float) -> Alignment:
    """Numbers to the right, other cells to the left, dates too; none touches the text in the next column."""
    if column in leaf.right or isinstance(value, Number):
        return _RIGHT
    after_number = column - 1 in leaf.right
    return Alignment("left", "top", wrap_text=_rows_of_text(value, wide) > 1, indent=int(after_number))


def _put(sheet: Worksheet, row: int, column: int, value: Cell):
    cell = sheet.cell(row, column)
    cell.font = _PLAIN
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_CELL]
        cell.data_type = "s"  # never a formula, whatever it starts with
        cell.quotePrefix = value.startswith(_FORMULA)  # nor after who opens it has touched the cell
    elif isinstance(value, Number):
        cell.value, cell.number_format = repr(value.value), value.shown
        cell.data_type = "n"  # openpyxl itself would round a number to 16 digits
    elif value is not None:
        cell.value, cell.number_format = value, DATE_FORMAT
    return cell


def _unique(columns: tuple[str, ...]) -> list[str]:
    """Names of columns, none empty and none twice: Excel repairs a table where they are."""
    found: list[str] = []
    for name in columns:
        wanted, number = name or "kolom", 2
        while wanted.casefold() in {one.casefold() for one in found}:
            wanted, number = f"{name} ({number})", number + 1
        found.append(wanted)
    return found


def _dress(sheet: Worksheet, leaf: Leaf, top: int) -> None:
    """Title, demo line and header; every program shows these, the style of an Excel table only Excel does."""
    sheet.cell(2 if leaf.demo else 1, 1).font = _TITLE
    for column in range(1, len(leaf.columns) + 1):
        if leaf.demo:
            sheet.cell(1, column).font, sheet.cell(1, column).fill = _BOLD, _DEMO_FILL
        cell = sheet.cell(top, column)
        cell.font, cell.fill, cell.border = _BOLD, _HEAD_FILL, _HEAD_LINE
        cell.alignment = _WRAPPED_RIGHT if column - 1 in leaf.right else _head_left(column - 2 in leaf.right)


def _head_left(after_number: bool) -> Alignment:
    return Alignment("left", "top", wrap_text=True, indent=int(after_number))


def _link(sheet: Worksheet, leaf: Leaf, top: int) -> None:
    for row, cells in enumerate(leaf.rows if leaf.linked else (), top + 1):
        cell = sheet.cell(row, 1)
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{cells[0]}'!A1", display=cells[0])
        cell.font = _LINK


def _widths(leaf: Leaf) -> list[float]:
    return column_widths(leaf.columns, [[_width(value) for value in row] for row in leaf.rows], leaf.right)


def _fit(sheet: Worksheet, leaf: Leaf, top: int, widths: list[float]) -> None:
    """Columns as wide as what is in them, the header always in sight, and a print that is as wide as the page."""
    for column, wide in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = wide
    for row, cells in enumerate([leaf.columns, *leaf.rows], top):
        lines = max(_rows_of_text(value, wide) for value, wide in zip(cells, widths, strict=True))
        sheet.row_dimensions[row].height = min(_LINE * lines + _BETWEEN, _HIGHEST)
    sheet.freeze_panes = f"A{top + 1}"
    sheet.print_title_rows = f"{top}:{top}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0


def _rows_of_text(value: Cell, wide: float) -> int:
    return lines_in(value, wide) if isinstance(value, str) else 1


def _width(value: Cell) -> float:
    if isinstance(value, Number):
        return len(f"{value.value:.6g}") if value.shown == "General" else len(f"{value.value:,.2f}")
    return len(DATE_FORMAT) if isinstance(value, date) else digits(value or "")


def _make_table(sheet: Worksheet, leaf: Leaf, number: int, top: int) -> None:
    corner = f"{get_column_letter(len(leaf.columns))}{top + len(leaf.rows)}"
    kind = re.sub(r"\W", "_", leaf.name)
    table = ExcelTable(id=number, name=f"{kind}_{number}", displayName=f"{kind}_{number}", ref=f"A{top}:{corner}")
    table.comment = leaf.about
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)


# ------------------------------------------------------------------ the file


def _properties(exhibits: Sequence[Exhibit]) -> DocumentProperties:
    """Title, subject and language; dated by the data, because the hour of writing would make every file another."""
    loaded = datetime.combine(max(shown.figure.loaded_on for shown in exhibits), time())
    titles = [shown.figure.title for shown in exhibits]
    return DocumentProperties(
        creator=MAKER,
        title=titles[0] if len(titles) == 1 else f"{len(titles)} figuren uit de {MAKER}",
        subject="1 Gezin 1 Plan",
        description="\n".join(shown.sentence for shown in exhibits)[:_LONGEST_CELL],
        keywords=", ".join(dict.fromkeys(shown.figure.stamp for shown in exhibits)),
        language=LANGUAGE,
        created=loaded,
        modified=loaded,
    )


def _repeatable(book: Workbook, about: dict[int, str]) -> bytes:
    """The book as a file that says nothing of when it was written, its tables described for a screen reader."""
    properties = tostring(book.properties.to_tree())  # before saving: openpyxl then writes the hour into it
    buffer, target = io.BytesIO(), io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            content = properties if name == "docProps/core.xml" else _described(given.read(name), name, about)
            made.writestr(zipfile.ZipInfo(name, _PLAIN_ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _described(content: bytes, name: str, about: dict[int, str]) -> bytes:
    """The part of a table with its alternative text, for which openpyxl has no place."""
    if not name.startswith("xl/tables/"):
        return content
    number = int(re.search(rb'<table [^>]*?\bid="(\d+)"', content).group(1))
    extension = (
        '<extLst><ext uri="{504A1905-F514-4f6f-8877-14C23A59335A}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        f"<x14:table altText={quoteattr(about[number])}/></ext></extLst></table>"
    )
    return content.replace(b"</table>", extension.encode())
