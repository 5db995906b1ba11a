"""The only door to the warehouse: what it says when there is none, and that it sees a new one at the next question."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from figures import figure
from queries import (
    UnknownQuestion,
    Version,
    WarehouseMissing,
    ask,
    current_version,
    parameters,
    question,
    warehouse_path,
)

EVERYTHING = {"per": "jaar", "van": date(2018, 9, 1), "tot": date(2100, 12, 31)}


def test_an_absent_warehouse_says_how_to_make_it(stand, tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match=r"bestaat nog niet. Maak het met: python -m etl"):
        stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing):
        figure("aanmeldingen")


@pytest.mark.parametrize("content", [b"", b"geen databank", b"\x00" * 20_000])
def test_an_unreadable_warehouse_says_how_to_make_it(stand, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(content)
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="python -m etl"):
        ask("versie")


def test_a_warehouse_cut_short_says_how_to_make_it(stand, tmp_path: Path, empty_warehouse: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(empty_warehouse.read_bytes()[:5000])
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="python -m etl"):
        ask("versie")


@pytest.mark.parametrize("table", ["create table iets (a text)", "create table bouw (data_versie text)"])
def test_a_warehouse_of_another_version_says_how_to_make_it(stand, tmp_path: Path, table: str) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as con:
        con.execute(table)
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="past niet bij deze versie van de monitor"):
        ask("versie")


@pytest.mark.usefixtures("on_empty")
def test_an_unknown_question() -> None:
    for lookup in (ask, question, parameters, figure):
        with pytest.raises(UnknownQuestion):
            lookup("bestaat_niet")


def test_the_variable_names_the_warehouse(stand, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(empty_warehouse)
    assert warehouse_path() == empty_warehouse
    monkeypatch.delenv("MONITOR_WAREHOUSE")
    assert warehouse_path() == Path(__file__).parents[2] / "warehouse.duckdb"


def put_in_place(source: Path, target: Path) -> None:
    """As the build does it: beside, then renamed."""
    shutil.copyfile(source, target.with_suffix(".nieuw"))
    os.replace(target.with_suffix(".nieuw"), target)


def test_a_reader_sees_a_new_warehouse_at_the_next_question(
    stand, tmp_path: Path, empty_warehouse: Path, real_warehouse: Path
) -> None:
    target = tmp_path / "warehouse.duckdb"
    put_in_place(empty_warehouse, target)
    before = stand(target)
    assert ask("aanmeldingen", EVERYTHING).is_empty()
    assert figure("aanmeldingen").empty
    put_in_place(real_warehouse, target)
    assert current_version() != before
    assert not ask("aanmeldingen", EVERYTHING).is_empty()
    assert not figure("aanmeldingen").empty
    assert figure("aanmeldingen").version == ask("versie")["data_versie"].item()


def test_who_was_still_reading_keeps_the_old_one(
    stand, tmp_path: Path, empty_warehouse: Path, real_warehouse: Path
) -> None:
    target = tmp_path / "warehouse.duckdb"
    put_in_place(real_warehouse, target)
    before = stand(target)
    old = ask("versie")
    put_in_place(empty_warehouse, target)
    assert not ask("versie").equals(old)
    assert ask("versie", version=before).equals(old)


def test_readers_at_the_same_time_get_their_own_answer(on_demo: Version) -> None:
    def count(year: int) -> tuple[int, int]:
        span = {"per": "jaar", "van": date(year, 1, 1), "tot": date(year, 12, 31)}
        return year, ask("aanmeldingen", span)["waarde"].sum()

    years = [2022, 2023, 2024, 2025] * 10
    alone = dict(map(count, years[:4]))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(count, years)) == [(year, alone[year]) for year in years]


def test_a_value_is_bound_and_never_read_as_sql(on_demo: Version) -> None:
    nasty = "maand'; drop table maand; --"
    frame = ask("aanmeldingen", EVERYTHING | {"per": nasty})
    assert frame["periode"].n_unique() == 5  # no grain it knows, so years
    assert ask("aanmeldingen", EVERYTHING).height == frame.height
