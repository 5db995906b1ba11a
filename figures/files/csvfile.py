"""A figure as CSV, in two forms: for a Belgian Excel, with the footnotes above the numbers, and for a machine."""

from __future__ import annotations

import csv
import io

from figures import text
from figures.exhibit import Exhibit
from figures.figure import DEMO_WORD

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(shown: Exhibit) -> bytes:
    """Semicolon, decimal comma, byte order mark: title, sentence and footnotes, an empty line, then the rows."""
    figure = shown.figure
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    demo = [DEMO_WORD] if figure.demo else []
    for line in filter(None, (*demo, figure.title, shown.sentence, *shown.footnotes)):
        writer.writerow([_safe(line)])
    writer.writerow([])
    writer.writerow([*figure.data.columns, *(["demogegevens"] if figure.demo else [])])
    for row in figure.data.iter_rows():
        writer.writerow([*(_cell(value) for value in row), *(["ja"] if figure.demo else [])])
    return buffer.getvalue().encode("utf-8-sig")


def csv_iso_bytes(shown: Exhibit) -> bytes:
    """Comma, decimal point, ISO dates, UTF-8 without a mark, the header on the first line (RFC 4180).

    No reader skips lines of comment by itself, so what a row means stands in columns of its own, repeated on every
    row: `figuur_…` and `demogegevens` (true or false). The long texts of the caveats are in the JSON.
    """
    figure, meaning = shown.figure, _meaning(shown)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([*figure.data.columns, *meaning])
    for row in figure.data.iter_rows():
        writer.writerow([*(_iso_cell(value) for value in row), *meaning.values()])
    return buffer.getvalue().encode()


def _meaning(shown: Exhibit) -> dict[str, str]:
    figure = shown.figure
    said = {
        "figuur_naam": shown.view.name,
        "figuur_titel": figure.title,
        "figuur_eenheid": figure.unit,
        "figuur_periode": figure.period,
        "figuur_bron": figure.source_text,
        "figuur_status": figure.status,
        "figuur_kanttekeningen": "|".join(caveat.id for caveat in figure.caveats),
        "figuur_breuken": "|".join(brk.day.isoformat() for brk in figure.breaks),
        "figuur_stempel": figure.stamp,
        "figuur_adres": shown.address,
        "demogegevens": "true" if figure.demo else "false",
    }
    return {name: _safe(value) for name, value in said.items()}


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if hasattr(value, "strftime"):
        return text.short_date(value)
    return _safe(str(value)) if isinstance(value, str) else str(value)


def _iso_cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value)
    return _cell(value) if not hasattr(value, "isoformat") else value.isoformat()


def _safe(value: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if value.startswith(_FORMULA) else value
