"""Small deliveries for the tests of loading, and a folder of raw files to load them in."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import polars as pl

from etl.build import Inputs, build
from etl.facts import load_facts
from etl.harmonise import Vocabulary, read_vocabulary
from etl.load import Warehouse, scratch_warehouse
from etl.registrations import DeliveryFile, Outcome, load_registrations
from tests.conftest import ROOT, copy_raw

COLUMNS = ("dossier_id", "samenwerkingsverband", "datum_aanmelding", "datum_opstart", "laatste_wijziging")
VOCABULARY = ("document", "samenwerkingsverband", "voorganger", "naamvariant", "herkomst", "gemeente")


def write_delivery(path: Path, rows: Sequence[Sequence[str]], columns: Sequence[str] = COLUMNS) -> Path:
    """A delivery as `;` CSV."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(";".join(row) for row in [columns, *rows]) + "\n", encoding="utf-8")
    return path


@cache
def facts() -> dict[str, pl.DataFrame]:
    """The tables a vocabulary is read from, as the real facts fill them; read once, because it takes a while."""
    with scratch_warehouse() as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=Inputs.geojson)
        return {table: warehouse.rows(f"from {table}") for table in VOCABULARY}


@cache
def vocabulary() -> Vocabulary:
    """The spellings that the real facts know."""
    with scratch_warehouse() as warehouse:
        for table, frame in facts().items():
            warehouse.append(table, frame)
        return read_vocabulary(warehouse)


def loaded(files: Sequence[Path], ask: Callable[[Warehouse], object]) -> tuple[list[Outcome], object]:
    """Load deliveries into an empty warehouse; the outcomes, and what `ask` found in it."""
    with scratch_warehouse() as warehouse:
        for table, frame in facts().items():
            warehouse.append(table, frame)
        outcomes = load_registrations(warehouse, [DeliveryFile(path) for path in files], vocabulary=vocabulary())
        return outcomes, ask(warehouse)


def tables(warehouse: Path) -> dict[str, list[tuple]]:
    """Every row of every table as it is stored, in that order; without the moment of the build."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        names = [name for (name,) in con.sql("select table_name from duckdb_tables() where not internal").fetchall()]
        found = {name: con.sql(f"from {name}").fetchall() for name in sorted(names)}
        found["bouw"] = con.sql("select * exclude (gebouwd_op) from bouw").fetchall()
    return found


@dataclass(frozen=True)
class Place:
    """A folder of raw files and a warehouse, without a demo."""

    folder: Path

    @property
    def raw(self) -> Path:
        """The raw files."""
        return self.folder / "raw"

    @property
    def binc(self) -> Path:
        """The deliveries among them."""
        return self.raw / "binc"

    @property
    def warehouse(self) -> Path:
        """What is built from them."""
        return self.folder / "warehouse" / "warehouse.duckdb"

    @property
    def inputs(self) -> Inputs:
        """What a build reads."""
        return Inputs(raw=self.raw, demo=None)

    @property
    def where(self) -> dict[str, object]:
        """The arguments every function of etl.deliveries takes."""
        return {"raw": self.raw, "warehouse": self.warehouse, "demo": None}

    def build(self) -> Place:
        """Build the warehouse."""
        build(self.inputs, self.warehouse)
        return self

    def copy_to(self, folder: Path) -> Place:
        """The same files in another folder: a build looks at what they hold, not at where they are."""
        shutil.copytree(self.folder, folder)
        return Place(folder)

    def contents(self) -> dict[str, bytes]:
        """Every file in the folder of deliveries and beside the warehouse, by its place."""
        folders = (self.binc, self.warehouse.parent)
        files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}


def place(folder: Path) -> Place:
    """A copy of the hand-kept tables with one delivery of 20 dossiers, not yet built."""
    copy_raw(folder / "raw")
    made = Place(folder)
    write_delivery(made.binc / "eerste_20230306.csv", dossiers(1, 20, "2022-03"))
    return made


def dossiers(first: int, last: int, month: str, started: str = "") -> list[list[str]]:
    """Rows of dossiers with these numbers, all with an aanmelding in one month."""
    return [[f"D{n}", "Konekti", f"{month}-{n % 28 + 1:02}", started, ""] for n in range(first, last + 1)]


LOADED_WITH = {
    "titel": "Tweede levering",
    "status": "nader voorlopig",
    "peildatum": date(2024, 3, 4),
    "ontvangen_op": date(2024, 3, 5),
}
