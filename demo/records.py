"""From a sheet to the records of a file: footers, empty rows and a repeated header between the rows, line numbers."""

from __future__ import annotations

import numpy as np
import polars as pl

from demo.layouts import Layout
from demo.sheet import Sheet

REMARKS = (
    "Afspraak verzet; gezin belt terug",
    "Eerste gesprek op school\nTweede gesprek thuis",
    'Vraagt "iemand om mee te praten"; zie verslag',
    "Overleg met partner, geen nieuwe afspraak",
    "Gebeld\n\nGeen antwoord; later opnieuw",
)
# Which row of the sheet a record is (null for a footer), which kind of footer, and on which line it starts.
ROW, KIND, LINE = "_rij", "_soort", "_regel"


def records(sheet: Sheet, layout: Layout, rng: np.random.Generator) -> pl.DataFrame:
    """Every record after the header in the order of the file: text columns by canonical name, plus ROW, KIND, LINE.

    KIND is null for a row of the sheet, else 'leeg' (a blank line), 'lege cellen', 'kop', 'totaal' or 'voet'.
    """
    rows = pl.DataFrame(sheet.cells).with_columns(_extra(layout, sheet.height, rng))
    footers, places = _footers(rows, layout, rng)
    numbered = rows.with_row_index(ROW).with_columns(pl.lit(None, pl.String).alias(KIND), _place=pl.col(ROW) + 0.5)
    between = footers.with_columns(pl.lit(None, pl.UInt32).alias(ROW), _place=pl.Series(places, dtype=pl.Float64))
    together = pl.concat([numbered, between.select(numbered.columns)]).sort("_place", maintain_order=True)
    return together.drop("_place").with_columns(_lines(layout).alias(LINE))


def header(layout: Layout, columns: list[str]) -> list[str]:
    """The header as this layout writes it."""
    return [layout.headers.get(name, name) for name in columns]


def _extra(layout: Layout, count: int, rng: np.random.Generator) -> list[pl.Series]:
    """Columns that have no place in a delivery and must be dropped."""
    made = {
        "Naam begeleider": "Begeleider " + pl.Series(rng.integers(1, 60, count)).cast(pl.String),
        "Opmerking": pl.Series([*REMARKS, *[None] * 10], dtype=pl.String).gather(rng.integers(0, 15, count)),
    }
    return [made[name].alias(name) for name in layout.extra]


def _footers(rows: pl.DataFrame, layout: Layout, rng: np.random.Generator) -> tuple[pl.DataFrame, list[float]]:
    """Every record that is no registration, and its place between the rows."""
    columns, middle = rows.columns, max(rows.height - 1, 1)
    empty = ["leeg"] * layout.blank_lines + ["lege cellen"] * 2
    made = [(kind, [None] * len(columns), float(rng.integers(1, middle + 1))) for kind in empty]
    if layout.header_again:
        made.append(("kop", header(layout, columns), float(middle // 2)))
    if layout.total:
        made.append(("totaal", _first(columns, "Totaal", str(rows.height)), rows.height + 1.0))
    if layout.footer:
        made.append(("voet", _first(columns, layout.footer), rows.height + 2.0))
    cells = [[kind, *values] for kind, values, _ in made]
    frame = pl.DataFrame(cells, schema=dict.fromkeys([KIND, *columns], pl.String), orient="row")
    return frame, [place for *_, place in made]


def _first(columns: list[str], *values: str) -> list[str | None]:
    return [*values, *[None] * (len(columns) - len(values))]


def _lines(layout: Layout) -> pl.Expr:
    """The 1-based line where each record starts; in a workbook a line break in a cell starts no new row."""
    above = 2 if layout.title is None else 3
    if layout.separator is None or "Opmerking" not in layout.extra:
        return pl.int_range(pl.len(), dtype=pl.Int64) + above
    taken = 1 + pl.col("Opmerking").str.count_matches("\n").fill_null(0).cast(pl.Int64)
    return taken.cum_sum() - taken + above
