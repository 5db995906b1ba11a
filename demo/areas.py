"""The sixteen areas as the demo needs them: names, spellings, municipalities and relative size, from data/raw."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

RAW = Path(__file__).resolve().parents[1] / "data" / "raw"
INPUTS = ("samenwerkingsverbanden.csv", "naamvarianten.csv", "gemeenten.csv", "bevolking.csv")
VOLUME = Path(__file__).with_name("volume.csv")
# The Dutch-speaking offer in Brussels counts on 30 % of the inhabitants (evaluation note of 2020).
BRUSSELS, BRUSSELS_SHARE = "brussel", 0.30


class DemoError(ValueError):
    """The demo cannot be made as asked; the message is one Dutch sentence with the next step."""


@dataclass(frozen=True)
class Areas:
    """The areas in alphabetical order of `sv_id`.

    `weight` is the expected share of all aanmeldingen (sums to 1); `spellings` the accepted spellings per area;
    `towns` one row per municipality: sv (index of the area), nis5, nis5_2025, onder25.
    """

    sv_ids: tuple[str, ...]
    names: tuple[str, ...]
    weight: np.ndarray
    spellings: tuple[tuple[str, ...], ...]
    towns: pl.DataFrame


def read_areas(raw: Path = RAW) -> Areas:
    """The areas out of the hand-kept tables in `raw`; raises DemoError when a table is missing."""
    names = _read(raw / "samenwerkingsverbanden.csv").sort("sv_id")
    sv_ids = tuple(names["sv_id"])
    towns = _towns(raw, sv_ids)
    return Areas(sv_ids, tuple(names["naam"]), _weight(towns, sv_ids), _spellings(raw, names), towns)


def read_table(path: Path) -> pl.DataFrame:
    """A `;`-separated UTF-8 table as text columns; empty is null."""
    return pl.read_csv(path, separator=";", infer_schema=False)


def _read(path: Path) -> pl.DataFrame:
    if not path.is_file():
        raise DemoError(f"{path.name} ontbreekt in {path.parent}: zet het bestand terug en start opnieuw.")
    return read_table(path)


def _towns(raw: Path, sv_ids: tuple[str, ...]) -> pl.DataFrame:
    """Municipalities with their under-25s of the latest year that has them."""
    people = _read(raw / "bevolking.csv").drop_nulls("onder25").sort("nis5", "jaar").unique("nis5", keep="last")
    index = pl.DataFrame({"sv_id": sv_ids, "sv": range(len(sv_ids))}, schema_overrides={"sv": pl.UInt32})
    towns = _read(raw / "gemeenten.csv").join(people, on="nis5").join(index, on="sv_id")
    return towns.select("sv", "nis5", "nis5_2025", pl.col("onder25").cast(pl.Int64)).sort("sv", "nis5")


def _weight(towns: pl.DataFrame, sv_ids: tuple[str, ...]) -> np.ndarray:
    size = towns.group_by("sv").agg(pl.col("onder25").sum()).sort("sv")["onder25"].to_numpy().astype(float)
    factors = dict(read_table(VOLUME).iter_rows())
    factor = np.array([float(factors[sv]) for sv in sv_ids])
    share = np.array([BRUSSELS_SHARE if sv == BRUSSELS else 1.0 for sv in sv_ids])
    return size * factor * share / (size * factor * share).sum()


def _spellings(raw: Path, names: pl.DataFrame) -> tuple[tuple[str, ...], ...]:
    """Per area its own name first, then every spelling that can only mean this area."""
    known = _read(raw / "naamvarianten.csv").select("naam", "sv_id", "voorganger_id")
    owners = known.group_by(_folded()).agg(pl.struct("sv_id", "voorganger_id").n_unique().alias("eigenaars"))
    own = known.with_columns(_folded()).join(owners.filter(pl.col("eigenaars") == 1), on="gevouwen")
    variants = own.drop_nulls("sv_id").filter(pl.col("naam").map_elements(_in_windows_1252, return_dtype=pl.Boolean))
    return tuple(
        tuple(dict.fromkeys([name, *variants.filter(pl.col("sv_id") == sv)["naam"]]))
        for sv, name in names.select("sv_id", "naam").iter_rows()
    )


def _folded() -> pl.Expr:
    return pl.col("naam").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", "").alias("gevouwen")


def _in_windows_1252(text: str) -> bool:
    """Whether one of the layouts, which is Windows-1252, can hold the spelling."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True
