"""Write records to a file as text, compressed text or a workbook, with the sidecar beside it; always the same bytes."""

from __future__ import annotations

import gzip
import io
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import yaml

from demo.layouts import Delivery, Layout
from demo.records import KIND, LINE, ROW, header
from demo.workbook import workbook

SOURCE = "Synthetisch, gemaakt door demo/"
LICENCE = "Vrij te gebruiken: synthetische gegevens, geen echte dossiers"


def write_delivery(folder: Path, delivery: Delivery, made: pl.DataFrame) -> Path:
    """Write the file of one delivery and its sidecar; returns the path of the file."""
    path = folder / delivery.bestand
    layout = delivery.layout
    data = _workbook(made, layout) if layout.separator is None else _text(made, layout)
    path.write_bytes(gzip.compress(data, 6, mtime=0) if layout.extension.endswith(".gz") else data)
    moment = delivery.moment
    last = min(date(moment.jaar, 12, 31), moment.peildatum)
    titel = f"Demogegevens 1G1P, {moment.jaar}"
    sidecar = sidecar_text(titel, moment.peildatum, date(moment.jaar, 1, 1), last, made.height)
    path.with_name(path.name.removesuffix(".gz")).with_suffix(".yml").write_text(sidecar, encoding="utf-8")
    return path


def sidecar_text(titel: str, peildatum: date, van: date, tot: date, rijen: int) -> str:
    """The sidecar of a delivery: what it is, from which day, over which period and how many rows it has."""
    says = {
        "titel": titel,
        "bron": SOURCE,
        "status": "demo",
        "licentie": LICENCE,
        "peildatum": peildatum,
        "ontvangen_op": peildatum + timedelta(days=1),
        "periode_van": van,
        "periode_tot": tot,
        "rijen": rijen,
    }
    return yaml.safe_dump(says, sort_keys=False, allow_unicode=True)


def _cells(made: pl.DataFrame) -> pl.DataFrame:
    return made.drop(ROW, KIND, LINE)


def _text(made: pl.DataFrame, layout: Layout) -> bytes:
    out = io.BytesIO()
    cells = _cells(made)
    above = [] if layout.title is None else [layout.title]
    top = [*above, layout.separator.join(header(layout, cells.columns))]
    out.write("".join(line + layout.line_end for line in top).encode())
    for part, blank in _between_blank_lines(made):
        _cells(part).write_csv(out, include_header=False, separator=layout.separator, line_terminator=layout.line_end)
        out.write(layout.line_end.encode() * blank)
    return out.getvalue() if layout.encoding == "utf-8" else out.getvalue().decode().encode(layout.encoding)


def _between_blank_lines(made: pl.DataFrame) -> list[tuple[pl.DataFrame, int]]:
    """The records in pieces, each with whether a really blank line follows (and not a line of separators)."""
    blank = [place for place, kind in enumerate(made[KIND]) if kind == "leeg"]
    starts, ends = [0, *[place + 1 for place in blank]], [*blank, made.height]
    return [(made[start:end], int(end < made.height)) for start, end in zip(starts, ends, strict=True)]


def _workbook(made: pl.DataFrame, layout: Layout) -> bytes:
    cells = _cells(made)
    return workbook(cells, header(layout, cells.columns), made[LINE])
