"""The differences between areas that are planted on purpose; every other area has the same true parameters.

They stand in `geplant.csv`: which trait, which area, its value there and everywhere else, and when. A dashboard
that flags an area which is not in that table raises a false alarm; one that misses a planted area is blind to it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from demo.areas import read_table

PLANTED = Path(__file__).with_name("geplant.csv")


def planted() -> pl.DataFrame:
    """One row per planted difference: kenmerk, sv_id, waarde, anders (value elsewhere), van, tot, toelichting."""
    numbers = pl.col("waarde", "anders").cast(pl.Float64)
    return read_table(PLANTED).with_columns(numbers, pl.col("van", "tot").str.to_date("%Y-%m-%d"))


def trait(name: str, sv_ids: tuple[str, ...]) -> np.ndarray:
    """The value of one trait per area, in the order of `sv_ids`; periods are left to `active`."""
    rows = planted().filter(pl.col("kenmerk") == name)
    values = dict(rows.select("sv_id", "waarde").iter_rows())
    return np.array([values.get(sv, rows["anders"][0]) for sv in sv_ids])


def active(name: str, sv_ids: tuple[str, ...], days: np.ndarray) -> np.ndarray:
    """Boolean array (area, day): where the trait holds; `days` are days since 1 January 1970."""
    where = np.zeros((len(sv_ids), len(days)), dtype=bool)
    for sv, first, last in planted().filter(pl.col("kenmerk") == name).select("sv_id", "van", "tot").iter_rows():
        where[sv_ids.index(sv)] = (days >= day_number(first or date.min)) & (days <= day_number(last or date.max))
    return where


def day_number(day: date) -> int:
    """Days since 1 January 1970."""
    return day.toordinal() - date(1970, 1, 1).toordinal()
