"""The known truth: what a perfect reading makes of every row of all deliveries together.

Computed from what the generator knows, never from the files. A row that has no fate of its own yet is a copy
('dubbel'), an older version ('vervangen') or the one that counts ('geladen').
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from demo.layouts import Delivery
from demo.records import KIND, LINE, ROW
from demo.registration import CANONICAL
from demo.sheet import Sheet

PLACES = ("geladen", "geweigerd", "dubbel", "vervangen", "test", "voetregel")
WHERE = ("bestand", "regel")
TYPES = {"geboortejaar": pl.Int16, "leeftijd": pl.Int16, "elp_consulten": pl.Int32, "regel": pl.Int64}


def reading(sheet: Sheet, made: pl.DataFrame, delivery: Delivery) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The true reading of one delivery: (rows, signals).

    Rows: bestand, peildatum, regel, plaats (null: not decided by the row itself), code, kolom and CANONICAL, one
    per record. Signals: bestand, regel, kolom, code; only of rows that are neither test nor refused.
    """
    truth = pl.DataFrame(sheet.truth).with_columns(plaats=sheet.place, code=sheet.code, kolom=sheet.column)
    read = made.select(ROW, KIND, regel=pl.col(LINE)).join(truth.with_row_index(ROW), on=ROW, how="left")
    placed = pl.when(pl.col(KIND).is_not_null()).then(pl.lit("voetregel")).otherwise("plaats").alias("plaats")
    source = [pl.lit(delivery.bestand).alias("bestand"), pl.lit(delivery.moment.peildatum).alias("peildatum")]
    rows = read.select(*source, "regel", placed, "code", "kolom", *CANONICAL)
    return rows, _signals(sheet, made, delivery)


def _signals(sheet: Sheet, made: pl.DataFrame, delivery: Delivery) -> pl.DataFrame:
    lines = made.select(rij=pl.col(ROW).cast(pl.Int64), regel=pl.col(LINE)).drop_nulls()
    every = pl.concat(sheet.signals).with_columns(pl.col("rij").cast(pl.Int64)).join(lines, on="rij")
    return every.select(pl.lit(delivery.bestand).alias("bestand"), "regel", "kolom", "code").sort("regel", "kolom")


def settled(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every `plaats` filled in, by the order voetregel, test, geweigerd, dubbel, vervangen, geladen.

    Of equal rows the one of the latest peildatum stays (then first file name, then first line). Of versions of a
    dossier the newest laatste_wijziging stays, then the latest peildatum, the last file name and the last line.
    """
    open_rows = rows.filter(pl.col("plaats").is_null())
    copies_last = open_rows.sort("peildatum", "bestand", "regel", descending=[True, False, False])
    first = pl.struct(CANONICAL).is_first_distinct()
    double = copies_last.filter(~first)
    versions = copies_last.filter(first).sort("laatste_wijziging", "peildatum", *WHERE, nulls_last=False)
    newest = pl.struct("sv_id", "dossier_id").is_last_distinct()
    fates = {"dubbel": double, "vervangen": versions.filter(~newest), "geladen": versions.filter(newest)}
    decided = rows.filter(pl.col("plaats").is_not_null())
    placed = [frame.with_columns(plaats=pl.lit(place)) for place, frame in fates.items()]
    return pl.concat([decided, *placed]).sort("peildatum", *WHERE)


def write_truth(folder: Path, rows: pl.DataFrame, signals: pl.DataFrame) -> None:
    """Write dossiers, plaatsen, signalen and tellingen as parquet; `rows` are settled."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = {
        "dossiers": dossiers(rows),
        "plaatsen": rows.select(*WHERE, "plaats", "code", "kolom"),
        "signalen": signals.sort(*WHERE, "kolom"),
        "tellingen": counts(rows),
    }
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet", compression="zstd")


def dossiers(rows: pl.DataFrame) -> pl.DataFrame:
    """The loaded set in the columns and types of table dossier, with bestand instead of levering_id."""
    age = pl.col("datum_aanmelding").dt.year() - pl.col("geboortejaar")
    loaded = rows.filter(pl.col("plaats") == "geladen").with_columns(leeftijd=age).sort("sv_id", "dossier_id")
    columns = [name for name in CANONICAL if name not in ("sv_id", "dossier_id")]
    order = ["sv_id", "dossier_id", *WHERE, *columns[: columns.index("geslacht")], "leeftijd"]
    return loaded.select(*order, *columns[columns.index("geslacht") :]).cast(TYPES)


def counts(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per file: bestand, gelezen and the six places."""
    each = [(pl.col("plaats") == place).sum().cast(pl.Int64).alias(place) for place in PLACES]
    return rows.group_by("bestand").agg(pl.len().cast(pl.Int64).alias("gelezen"), *each).sort("bestand")
