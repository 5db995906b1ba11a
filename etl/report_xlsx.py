"""The report of a delivery as an Excel file for its sender: what is wrong where, and what to do."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from etl.check import rules
from etl.delivery_report import CLEAN, DeliveryReport

LONGEST_TEXT = 32_000  # Excel holds 32.767 characters in a cell
PLACES = {
    "gelezen": "rijen in het bestand, na de kop",
    "geladen": "rijen die geladen kunnen worden",
    "geweigerd": "rijen met een ontbrekende of onleesbare verplichte waarde",
    "dubbel": "rijen die in dit bestand nog eens hetzelfde zeggen",
    "vervangen": "oudere versies van een dossier in dit bestand",
    "test": "testdossiers",
    "voetregel": "totaalrijen, voetregels, lege rijen en herhaalde koppen",
}


def report_xlsx(report: DeliveryReport) -> bytes:
    """The workbook as bytes: sheets Overzicht, Regels and Plaatsen. Every text is text: none is ever a formula."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title = f"Verslag van {_clean(report.bestand)}"
    book.properties.language = "nl-BE"
    _sheet(book, "Overzicht", ("Wat", "Waarde", "Uitleg"), _overview(report), (28, 60, 60))
    _sheet(
        book,
        "Regels",
        ("Code", "Kolom", "Aantal", "Eerste regel", "Gevolg", "Wat er mis is", "Wat te doen"),
        _rules(report),
        (8, 26, 10, 12, 20, 60, 70),
    )
    _sheet(
        book,
        "Plaatsen",
        ("Regel", "Kolom", "Code", "Gevolg", "Wat er mis is", "Wat te doen"),
        ((line.regel, line.kolom, line.code, line.gevolg, line.zin, line.actie) for line in report.lines),
        (10, 26, 8, 20, 70, 70),
    )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def verdict_text(report: DeliveryReport) -> str:
    """The verdict in words: geweigerd, opmerkingen or in orde."""
    if report.refused:
        return "geweigerd"
    return "in orde" if report.verdict == CLEAN else "opmerkingen"


def _overview(report: DeliveryReport) -> Iterable[tuple[object, ...]]:
    outcome = report.outcome
    yield "bestand", report.bestand, ""
    yield "oordeel", verdict_text(report), report.refused or ""
    if not report.refused:
        yield from ((place, getattr(outcome, place), meaning) for place, meaning in PLACES.items())
        yield "peildatum", outcome.peildatum, "dag waarop de gegevens uit het registratiesysteem gehaald zijn"
        yield "codering", outcome.codering, "tekencodering of soort van het bestand"
        yield "niet ingelezen kolommen", ", ".join(outcome.dropped) or "geen", "deze kolommen worden niet bewaard"
    yield "plaatsen", len(report.lines), "op het blad Plaatsen"
    yield (
        "niet getoonde plaatsen",
        report.more,
        "verbeter eerst de getoonde en controleer opnieuw" if report.more else "",
    )


def _rules(report: DeliveryReport) -> Iterable[tuple[object, ...]]:
    if report.code:
        rule = rules()[report.code]
        yield report.code, "", "", "", rule["gevolg"], report.refused, rule["actie"]
    for code, column, rows, first in rule_counts(report):
        rule = rules()[code]
        yield code, column, rows, first, rule["gevolg"], rule["zin"], rule["actie"]


def rule_counts(report: DeliveryReport) -> list[tuple[str, str, int, int]]:
    """(code, column, rows, first line) per rule and column; of a refused file as far as its places are kept."""
    if not report.refused:
        return list(report.outcome.problems)
    lines: dict[tuple[str, str], list[int]] = {}
    for line in report.lines:
        lines.setdefault((line.code, line.kolom), []).append(line.regel)
    return [(*key, len(found), min(found)) for key, found in sorted(lines.items())]


def _sheet(
    book: Workbook, title: str, header: Sequence[str], rows: Iterable[Sequence[object]], widths: Sequence[int]
) -> None:
    sheet = book.create_sheet(title)
    for at, values in enumerate((header, *rows), start=1):
        for nth, value in enumerate(values, start=1):
            _fill(sheet.cell(at, nth), value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for nth, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(nth)].width = width
    # The header stays in sight, is repeated on paper, and a screen reader reads it with every cell.
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.auto_filter.ref = sheet.dimensions


def _fill(cell: Cell, value: object) -> None:
    if not isinstance(value, str):
        cell.value = value
        return
    cell.value = _clean(value)
    # As text, whatever it starts with; the quote mark keeps it text when the sender edits the cell.
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(("=", "+", "-", "@", "\t", "\r"))
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _clean(text: str) -> str:
    return ILLEGAL_CHARACTERS_RE.sub(" ", text)[:LONGEST_TEXT]
