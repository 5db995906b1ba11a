"""One delivery on the table: what stands in its cells, and beside it what a perfect reading makes of each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from demo.areas import Areas, read_table
from demo.cases import CODES
from demo.layouts import Layout
from demo.registration import CANONICAL

SPELLINGS = CODES.with_name("schrijfwijzen.csv")
DATES = tuple(name for name in CANONICAL if name.startswith("datum_"))
MOMENTS = ("registratiedatum", "laatste_wijziging")
REQUIRED = ("dossier_id", "sv_id", "datum_aanmelding")
EXCEL_ZERO = 25569  # the Excel serial of 1 January 1970


class Sheet:
    """Rows with their cells (`cells`, text by canonical name) and their true reading (`truth`, typed).

    Every kind of dirt takes its own rows, so that each row has at most one problem and its fate is certain.
    `place` is 'test', 'geweigerd' or null: the fates that a row has by itself, without looking at other rows.
    """

    def __init__(self, rows: pl.DataFrame, cells: dict[str, pl.Series], rng: np.random.Generator) -> None:
        self.truth = {name: rows[name] for name in CANONICAL}
        self.cells = cells
        self.height = rows.height
        nothing = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
        self.place, self.code, self.column = nothing.clone(), nothing.clone(), nothing.clone()
        self.signals: list[pl.DataFrame] = []
        self._rng = rng
        self._free = np.ones(rows.height, dtype=bool)
        self._reserve = rows.height * 0.5

    def take(self, per_10000: float, usable: pl.Series | None = None) -> np.ndarray:
        """Row numbers for one kind of dirt: at least one while half of the rows is still clean."""
        free = np.flatnonzero(self._free if usable is None else self._free & usable.fill_null(False).to_numpy())
        count = min(max(1, round(self.height * per_10000 / 10_000)), len(free))
        if self._free.sum() - count < self._reserve:
            return np.array([], dtype=np.int64)
        chosen = np.sort(self._rng.choice(free, count, replace=False))
        self._free[chosen] = False
        return chosen

    def write(self, rows: np.ndarray, column: str, text: pl.Series | str | None) -> None:
        """Replace what stands in the cells of one column."""
        self.cells[column] = _replaced(self.cells[column], rows, text)

    def read(self, rows: np.ndarray, column: str, value: pl.Series | None) -> None:
        """Replace what a perfect reading makes of them."""
        self.truth[column] = _replaced(self.truth[column], rows, value)

    def refuse(self, rows: np.ndarray, code: str, column: str) -> None:
        """These rows are refused by rule `code` on `column`."""
        self._settle(rows, "geweigerd", code, column)

    def mark_test(self, rows: np.ndarray) -> None:
        """These rows are test dossiers."""
        self._settle(rows, "test", None, None)

    def flag(self, rows: np.ndarray, code: str, column: str) -> None:
        """These rows are loaded with a flag of rule `code` on `column`."""
        self.signals.append(pl.DataFrame({"rij": rows}).with_columns(kolom=pl.lit(column), code=pl.lit(code)))

    def _settle(self, rows: np.ndarray, place: str, code: str | None, column: str | None) -> None:
        self.place = _replaced(self.place, rows, place)
        self.code = _replaced(self.code, rows, code)
        self.column = _replaced(self.column, rows, column)


def _replaced(series: pl.Series, rows: np.ndarray, value: pl.Series | str | None) -> pl.Series:
    """The series with other values at some rows; polars scatters in place, and a column may be shared."""
    if not len(rows):
        return series
    return series.clone().scatter(rows, value)


def render(rows: pl.DataFrame, layout: Layout, areas: Areas, rng: np.random.Generator) -> dict[str, pl.Series]:
    """The cells of clean rows in one layout: text by canonical column name, null for an empty cell."""
    columns = [name for name in CANONICAL if name != "sv_id"]
    cells = {name: _text(rows[name], layout, rng) for name in columns}
    cells["hulpvragen"] = _order_turned(cells["hulpvragen"], rng)
    if layout.synonyms:
        cells |= {name: _spelled(name, cells[name], rng) for name in _codes_with_synonyms()}
    cells = {name: cells[name] if name in REQUIRED else _missing(cells[name], name, layout, rng) for name in cells}
    cells["is_test"] = _constant(layout.yes_no[1], rows.height)
    name = {"samenwerkingsverband": _area_names(rows["sv_id"], areas, rng)}
    return {"dossier_id": cells["dossier_id"], **name, **cells}


def date_text(dates: pl.Series, layout: Layout) -> pl.Series:
    """Days in the main format of the layout."""
    return dates.dt.strftime(layout.dates[0][0])


def _text(values: pl.Series, layout: Layout, rng: np.random.Generator) -> pl.Series:
    if values.dtype == pl.Date:
        return _mixed_dates(values, layout, rng)
    if values.dtype == pl.Datetime:
        return values.dt.strftime("%Y-%m-%d %H:%M:%S")
    return values.cast(pl.String)


def _mixed_dates(dates: pl.Series, layout: Layout, rng: np.random.Generator) -> pl.Series:
    """Most cells in the main format of the layout, a share in its others."""
    text, pick, above = date_text(dates, layout), rng.random(len(dates)), layout.dates[0][1]
    for form, share in layout.dates[1:]:
        other = (dates.to_physical() + EXCEL_ZERO).cast(pl.String) if form == "serial" else dates.dt.strftime(form)
        text = other.zip_with(pl.Series((pick >= above) & (pick < above + share)), text)
        above += share
    return text


def _order_turned(hulpvragen: pl.Series, rng: np.random.Generator) -> pl.Series:
    """A third of the lists from the last to the first: the order of hulpvragen has no meaning."""
    turned = hulpvragen.str.split("|").list.reverse().list.join("|")
    return turned.zip_with(pl.Series(rng.random(len(hulpvragen)) < 0.33), hulpvragen)


def _codes_with_synonyms() -> Sequence[str]:
    return read_table(SPELLINGS)["kolom"].unique(maintain_order=True).to_list()


def _spelled(column: str, cells: pl.Series, rng: np.random.Generator) -> pl.Series:
    """A tenth of the codes in another spelling of schrijfwijzen.csv."""
    other = dict(read_table(SPELLINGS).filter(pl.col("kolom") == column).select("code", "schrijfwijze").iter_rows())
    return cells.replace(other).zip_with(pl.Series(rng.random(len(cells)) < 0.1), cells)


def _missing(cells: pl.Series, column: str, layout: Layout, rng: np.random.Generator) -> pl.Series:
    """Write what is missing in one of the ways of the layout; for a code, 'onbekend' would be a value of its own."""
    coded = column in read_table(CODES)["kolom"]
    tokens = [token for token in layout.missing if not (coded and token == "onbekend")]
    drawn = pl.Series(tokens, dtype=pl.String).gather(rng.integers(0, len(tokens), len(cells)))
    return drawn.zip_with(cells.is_null(), cells)


def _area_names(sv: pl.Series, areas: Areas, rng: np.random.Generator) -> pl.Series:
    """The name of the area; one row in eight in another spelling that a document uses, or in capitals."""
    counts = pl.Series([len(spelled) for spelled in areas.spellings])
    starts = counts.cum_sum() - counts
    index = sv.replace_strict(areas.sv_ids, range(len(areas.sv_ids)), return_dtype=pl.UInt32)
    pick = pl.Series(rng.random(len(sv)) * counts.gather(index).to_numpy()).cast(pl.UInt32)
    every = pl.Series([name for spelled in areas.spellings for name in spelled])
    variant, own = every.gather(starts.gather(index) + pick), every.gather(starts.gather(index))
    draw = rng.random(len(sv))
    named = variant.zip_with(pl.Series(draw < 0.12), own)
    return own.str.to_uppercase().zip_with(pl.Series(draw > 0.995), named)


def _constant(value: str | None, count: int) -> pl.Series:
    return pl.Series([value], dtype=pl.String).new_from_index(0, count)
