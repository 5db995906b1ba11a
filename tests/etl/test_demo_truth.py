"""The demo is written with its known truth beside it: the reading has to give exactly that, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from demo import generate
from etl.facts import load_facts
from etl.load import Warehouse, new_warehouse
from etl.registrations import COUNTS, DeliveryFile, Outcome, load_registrations

ROOT = Path(__file__).resolve().parents[2]
DOSSIERS = 3000
COUNTED = "select bestand, gelezen, geladen, geweigerd, dubbel, vervangen, test, voetregel from levering"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, dossiers=DOSSIERS)
    return folder


@pytest.fixture(scope="module")
def read(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Warehouse, list[Outcome]]]:
    with new_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        files = [DeliveryFile(path, demo=True) for path in (demo / "binc").iterdir() if path.suffix != ".yml"]
        yield warehouse, load_registrations(warehouse, files)


def truth(demo: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(demo / "waarheid" / f"{name}.parquet")


def test_no_delivery_is_refused_and_all_are_demo(read: tuple[Warehouse, list[Outcome]]) -> None:
    assert [outcome.refused for outcome in read[1]] == [None] * 5
    assert read[0].rows("select distinct status, demo from levering").rows() == [("demo", True)]


def test_the_counts_of_every_delivery(demo: Path, read: tuple[Warehouse, list[Outcome]]) -> None:
    found = read[0].rows(
        "select bestand, gelezen, geladen, geweigerd, dubbel, vervangen, test, voetregel from levering"
    )
    assert_frame_equal(found, truth(demo, "tellingen").select(found.columns), check_row_order=False)


def test_the_outcomes_say_what_the_warehouse_says(read: tuple[Warehouse, list[Outcome]]) -> None:
    stored = read[0].rows(
        "select bestand, gelezen, geladen, geweigerd, dubbel, vervangen, test, voetregel from levering"
    )
    told = {outcome.bestand: tuple(getattr(outcome, place) for place in COUNTS) for outcome in read[1]}
    assert told == {row[0]: row[1:] for row in stored.rows()}


def test_every_loaded_dossier(demo: Path, read: tuple[Warehouse, list[Outcome]]) -> None:
    expected = truth(demo, "dossiers")
    found = read[0].rows("select d.*, l.bestand from dossier as d join levering as l using (levering_id)")
    found = found.select(expected.columns).cast(expected.schema)
    keys = ["sv_id", "dossier_id"]
    assert_frame_equal(found.sort(keys), expected.sort(keys))


def test_every_refused_row_with_its_rule_and_column(demo: Path, read: tuple[Warehouse, list[Outcome]]) -> None:
    columns = ["bestand", "regel", "code", "kolom"]
    expected = truth(demo, "plaatsen").filter(pl.col("plaats") == "geweigerd").select(columns)
    found = read[0].rows("select bestand, regel, code, kolom from geweigerd")
    assert expected.height > 0
    assert_frame_equal(found.sort(columns), expected.sort(columns))


def test_every_signal_of_a_loaded_row(demo: Path, read: tuple[Warehouse, list[Outcome]]) -> None:
    loaded = truth(demo, "plaatsen").filter(pl.col("plaats") == "geladen").select("bestand", "regel")
    expected = truth(demo, "signalen").join(loaded, on=["bestand", "regel"])
    columns = ["bestand", "regel", "kolom", "code"]
    found = read[0].rows("select bestand, regel, kolom, code from signaal")
    assert expected.height > 0
    assert_frame_equal(found.sort(columns), expected.select(columns).sort(columns))
