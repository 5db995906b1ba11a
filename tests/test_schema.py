"""The contract between writing and reading: every table and column explained, every area drawn, every word known."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from etl.load import Warehouse, new_warehouse
from figures.topics.comparability import MEASURES
from queries import ask, questions

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with new_warehouse(tmp_path_factory.mktemp("schema") / "leeg.duckdb") as warehouse:
        yield warehouse


def raw(name: str) -> list[dict[str, str]]:
    with (RAW / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def ids() -> set[str]:
    return {row["sv_id"] for row in raw("samenwerkingsverbanden")}


def test_every_table_says_what_it_is(schema: Warehouse) -> None:
    tables = schema.rows("select table_name, comment from duckdb_tables() where not internal")
    assert tables.height > 20
    assert tables.filter(~is_a_sentence())["table_name"].to_list() == []


def test_every_column_says_what_it_is(schema: Warehouse) -> None:
    columns = schema.rows(
        "select table_name || '.' || column_name as name, comment from duckdb_columns() where not internal"
    )
    assert columns.height > 150
    assert columns.filter(~is_a_sentence())["name"].to_list() == []


def is_a_sentence() -> pl.Expr:
    return pl.col("comment").str.contains(r"^\p{Lu}?.{5,}\.$").fill_null(False)


def test_every_table_is_filled_or_about_registrations(schema: Warehouse, demo_warehouse: Path) -> None:
    """A table that nobody fills is no contract."""
    script = demo_warehouse.with_suffix(".sql")
    script.write_text(f"attach '{demo_warehouse}' as vol (read_only)", encoding="utf-8")
    schema.run(script)
    names = schema.rows("select table_name from duckdb_tables() where database_name = 'vol'")["table_name"]
    counts = {name: schema.rows(f"select count(*) as n from vol.{name}").item() for name in names}  # noqa: S608
    # What lies between two warehouses is in a kept version only: a warehouse does not depend on what stood before.
    assert [name for name, count in counts.items() if count == 0] == ["stap"]


def test_the_cells_of_a_period_are_its_months_in_every_area(schema: Warehouse, demo_warehouse: Path) -> None:
    """Whatever is counted per area and period counts over these months, so each of them is there once."""
    schema.attach(demo_warehouse, "demo")
    cells = schema.rows("select * from demo.rooster")
    months = schema.rows("select sv_id, maand, volledig, aanmeldingen is not null as gedekt from demo.maandtelling")
    assert set(cells["gebied"]) == ids() | {"vlaanderen-brussel"}
    for (per, together), part in cells.group_by("per", pl.col("gebied") == "vlaanderen-brussel"):
        assert part.select(months.columns).sort("sv_id", "maand").equals(months.sort("sv_id", "maand")), per
        assert set(part["maanden"]) == {{"maand": 1, "kwartaal": 3, "jaar": 12}[per] * (16 if together else 1)}
        assert part["periode"].equals(
            part["maand"].dt.truncate({"maand": "1mo", "kwartaal": "1q", "jaar": "1y"}[per]).rename("periode")
        )
    assert cells.filter(pl.col("gebied") != "vlaanderen-brussel")["gebied"].equals(
        cells.filter(pl.col("gebied") != "vlaanderen-brussel")["sv_id"].rename("gebied")
    )


def test_every_area_has_a_polygon_and_every_polygon_an_area() -> None:
    features = json.loads((ROOT / "data" / "geo" / "werkingsgebieden.geojson").read_text(encoding="utf-8"))["features"]
    drawn = [feature["properties"]["sv_id"] for feature in features]
    assert len(drawn) == len(set(drawn)) == 16
    assert set(drawn) == ids()


@pytest.mark.usefixtures("on_empty")
def test_the_warehouse_draws_the_same_areas() -> None:
    outlines = ask("omtrekken")
    assert set(outlines["gebied"]) == ids()
    assert outlines["geojson"].null_count() == 0


@pytest.mark.usefixtures("on_empty")
def test_every_measure_of_a_caveat_break_or_note_is_a_word_we_know() -> None:
    known = set(MEASURES.values())
    caveats = [*ask("kanttekeningen").iter_rows(named=True), *ask("breuken").iter_rows(named=True)]
    used = {maat for row in caveats if not row["alle_maten"] for maat in row["maten"].split("|")}
    assert used <= known
    assert {maat for question in questions().values() for maat in question.maten} <= known


@pytest.mark.usefixtures("on_empty")
def test_every_caveat_is_about_something_a_reader_can_meet() -> None:
    asked = {maat for question in questions().values() for maat in question.maten}
    for row in ask("kanttekeningen").iter_rows(named=True):
        assert row["alle_maten"] or set(row["maten"].split("|")) & (asked | set(MEASURES.values()))
        assert row["alle_gebieden"] or set(row["gebieden"].split("|")) <= ids() | {
            v["voorganger_id"] for v in raw("voorgangers")
        }
