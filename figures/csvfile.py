"""A figure as CSV for a Belgian Excel: semicolon, decimal comma, byte order mark, and the footnotes above the numbers."""

from __future__ import annotations

import csv
import io

from figures import text
from figures.figure import DEMO_WORD, Figure
from figures.sentences import sentence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(figure: Figure) -> bytes:
    """Title, sentence and footnotes first, an empty line, then one row per row of the figure."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    demo = [DEMO_WORD] if figure.demo else []
    for line in (*demo, figure.title, sentence(figure), *figure.footnotes):
        writer.writerow([_safe(line)])
    writer.writerow([])
    writer.writerow([*figure.data.columns, *(["demogegevens"] if figure.demo else [])])
    for row in figure.data.iter_rows():
        writer.writerow([*(_cell(value) for value in row), *(["ja"] if figure.demo else [])])
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    if hasattr(value, "strftime"):
        return text.short_date(value)
    return _safe(str(value)) if isinstance(value, str) else str(value)


def _safe(value: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    return f"'{value}" if value.startswith(_FORMULA) else value
