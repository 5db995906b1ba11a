"""The build: a warehouse is a function of its inputs, and whatever goes wrong leaves the old one in its place."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from etl.build import BuildError, Inputs, build, data_version, delivery_files, input_hash, is_current
from tests.conftest import ROOT, copy_raw, write_small_delivery


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    """A copy of the hand-kept tables with the two hand-counted deliveries, to break at will."""
    raw = copy_raw(tmp_path / "raw")
    write_small_delivery(raw / "binc")
    return Inputs(raw=raw, demo=None)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory, real_warehouse: Path) -> Callable[[], Path]:
    """A copy of a good warehouse in a folder of its own."""

    def copied() -> Path:
        target = tmp_path_factory.mktemp("staat") / "warehouse.duckdb"
        shutil.copyfile(real_warehouse, target)
        return target

    return copied


def tables(warehouse: Path) -> dict[str, pl.DataFrame]:
    """Every table, in an order of its own; without the moment of the build."""
    with duckdb.connect(str(warehouse), read_only=True) as con:
        names = [name for (name,) in con.sql("select table_name from duckdb_tables() where not internal").fetchall()]
        found = {name: con.sql(f"select * from {name} order by all").pl() for name in names}  # noqa: S608
    found["bouw"] = found["bouw"].drop("gebouwd_op")
    return found


def one_row(warehouse: Path) -> dict:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.sql("select * from bouw").pl().row(0, named=True)


def copied_backwards(source: Path, target: Path) -> Path:
    """The same files, put in the folder in another order and with other times."""
    for path in sorted((p for p in source.rglob("*") if p.is_file()), reverse=True):
        place = target / path.relative_to(source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
        os.utime(place, (1_500_000_000, 1_500_000_000))
    return target


# ------------------------------------------------------------------ the same inputs give the same warehouse


def test_the_same_files_give_the_same_warehouse_wherever_and_in_whatever_order(
    demo_inputs: Inputs, demo_warehouse: Path, tmp_path: Path
) -> None:
    again = Inputs(
        raw=copied_backwards(demo_inputs.raw, tmp_path / "raw"),
        demo=copied_backwards(demo_inputs.demo, tmp_path / "demo"),
    )
    assert data_version(again) == data_version(demo_inputs)
    assert input_hash(again) == input_hash(demo_inputs)
    build(again, tmp_path / "warehouse.duckdb")
    one, other = tables(demo_warehouse), tables(tmp_path / "warehouse.duckdb")
    assert sorted(one) == sorted(other)
    for name, frame in one.items():
        assert_frame_equal(frame, other[name])


def test_what_the_warehouse_says_of_itself(inputs: Inputs, real_warehouse: Path, demo_warehouse: Path) -> None:
    row = one_row(real_warehouse)
    assert row["data_versie"] == data_version(inputs)
    assert len(row["data_versie"]) == 12
    assert row["invoer_hash"] == input_hash(inputs)
    assert (row["gegevens_tot"], row["demo"]) == (date(2024, 5, 15), False)
    assert (one_row(demo_warehouse)["gegevens_tot"], one_row(demo_warehouse)["demo"]) == (date(2026, 9, 15), True)


def test_without_registrations_there_is_no_day_and_no_demo(empty_warehouse: Path) -> None:
    row = one_row(empty_warehouse)
    assert (row["gegevens_tot"], row["demo"]) == (None, False)
    assert tables(empty_warehouse)["maand"].is_empty()


def change_one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "changed",
    [
        "kanttekeningen.csv",
        "budgetten.yml",
        "binc/binc_1g1p_dossier_20240310.csv",
        "binc/binc_1g1p_dossier_20240310.yml",
    ],
)
def test_current_until_one_byte_of_an_input_changes(inputs: Inputs, real_warehouse: Path, changed: str) -> None:
    assert is_current(inputs, real_warehouse)
    before = data_version(inputs)
    change_one_byte(inputs.raw / changed)
    assert not is_current(inputs, real_warehouse)
    assert data_version(inputs) != before


def test_a_file_more_or_less_is_a_change_too(inputs: Inputs, real_warehouse: Path) -> None:
    (inputs.raw / "binc" / "binc_1g1p_dossier_20240515.csv").unlink()
    assert not is_current(inputs, real_warehouse)
    assert not is_current(Inputs(raw=inputs.raw, demo=inputs.raw), real_warehouse)


def test_a_readme_among_the_deliveries_is_no_input(inputs: Inputs, real_warehouse: Path) -> None:
    (inputs.raw / "binc" / "LEESMIJ.md").write_text("uitleg", encoding="utf-8")
    assert is_current(inputs, real_warehouse)
    assert {p.suffix for p in delivery_files(inputs.raw / "binc")} == {".csv"}


def test_no_warehouse_or_a_broken_one_is_never_current(inputs: Inputs, tmp_path: Path) -> None:
    assert not is_current(inputs, tmp_path / "weg.duckdb")
    (tmp_path / "kapot.duckdb").write_bytes(b"geen databank")
    assert not is_current(inputs, tmp_path / "kapot.duckdb")


# ------------------------------------------------------------------ a build that fails


def rewrite(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def break_a_sum(raw: Path) -> None:
    """One budget is a euro higher: the table no longer adds up to what the document says."""
    lines = (raw / "budgetten.csv").read_text(encoding="utf-8").splitlines()
    amount = next(field for field in lines[1].split(";") if field.isdigit() and len(field) > 5)
    rewrite(raw / "budgetten.csv", amount, str(int(amount) + 1))


def test_a_document_that_does_not_hold_stops_the_build_and_leaves_the_old_warehouse(inputs: Inputs, standing) -> None:
    target = standing()
    before = target.read_bytes()
    break_a_sum(inputs.raw)
    with pytest.raises(BuildError) as stopped:
        build(inputs, target)
    assert any("23.999.998" in problem for problem in stopped.value.problems)
    assert target.read_bytes() == before
    assert sorted(p.name for p in target.parent.iterdir()) == ["warehouse.duckdb"]


def test_a_crash_halfway_leaves_the_old_warehouse_and_nothing_else(inputs: Inputs, standing) -> None:
    target = standing()
    before = target.read_bytes()

    def crash(line: str) -> None:
        if "geladen" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(inputs, target, report=crash)
    assert target.read_bytes() == before
    assert sorted(p.name for p in target.parent.iterdir()) == ["warehouse.duckdb"]


def test_a_failing_first_build_leaves_no_warehouse(inputs: Inputs, tmp_path: Path) -> None:
    break_a_sum(inputs.raw)
    with pytest.raises(BuildError):
        build(inputs, tmp_path / "nieuw" / "warehouse.duckdb")
    assert list((tmp_path / "nieuw").iterdir()) == []


def test_a_killed_build_leaves_the_old_warehouse_whole(inputs: Inputs, standing) -> None:
    """kill -9 as soon as the new file stands beside the old one; the next build then works as ever."""
    target = standing()
    before = target.read_bytes()
    running = subprocess.Popen(
        command(inputs.raw, target), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while running.poll() is None and not list(target.parent.glob(".*.nieuw")):
        pass
    running.kill()
    running.wait()
    assert running.returncode == -9
    assert target.read_bytes() == before
    build(inputs, target)
    assert is_current(inputs, target)


def test_a_refused_delivery_stops_nothing(inputs: Inputs, tmp_path: Path) -> None:
    (inputs.raw / "binc" / "leeg_20240101.csv").write_text("", encoding="utf-8")
    result = build(inputs, tmp_path / "warehouse.duckdb")
    assert [outcome.bestand for outcome in result.outcomes if outcome.refused] == ["leeg_20240101.csv"]
    assert set(tables(tmp_path / "warehouse.duckdb")["levering"]["bestand"]) == {
        "binc_1g1p_dossier_20240310.csv",
        "binc_1g1p_dossier_20240515.csv",
    }


def test_what_is_reported(inputs: Inputs, tmp_path: Path) -> None:
    said: list[str] = []
    result = build(inputs, tmp_path / "warehouse.duckdb", report=said.append)
    assert list(result.seconds) == ["vaste gegevens", "registraties", "tellingen", "versie bewaren"]
    assert any("binc_1g1p_dossier_20240310.csv: 10 gelezen, 8 geladen" in line for line in said)
    assert [line for line in said if line.startswith("tellingen: klaar in ")]


# ------------------------------------------------------------------ counts that are prepared


def test_a_delivery_without_a_period_is_about_the_months_of_its_rows(inputs: Inputs, tmp_path: Path) -> None:
    for sidecar in (inputs.raw / "binc").glob("*.yml"):
        sidecar.unlink()
    build(inputs, tmp_path / "warehouse.duckdb")
    found = tables(tmp_path / "warehouse.duckdb")
    assert found["levering"]["status"].unique().to_list() == ["voorlopig"]
    assert (found["maand"]["maand"].min(), found["maand"]["maand"].max()) == (date(2023, 1, 1), date(2024, 5, 1))


def test_every_dossier_is_counted_once(demo_warehouse: Path) -> None:
    found = tables(demo_warehouse)
    assert found["maandtelling"]["aanmeldingen"].sum() == found["dossier"].height
    per_choice = (
        found["tijdigheid"]
        .group_by("eindgebeurtenis", "termijn")
        .agg(pl.sum_horizontal("binnen", "later", "nog_niet_beoordeelbaar", "onbekend").sum().alias("samen"))
    )
    assert per_choice["samen"].to_list() == [found["dossier"].height] * 6


def test_there_is_a_count_for_every_area_and_month(demo_warehouse: Path) -> None:
    found = tables(demo_warehouse)
    assert found["maandtelling"].height == 16 * found["maand"].height
    assert found["maandtelling"].select("sv_id", "maand").is_duplicated().sum() == 0


# ------------------------------------------------------------------ the command


def command(raw: Path, target: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "etl", "--raw", str(raw), "--warehouse", str(target), "--zonder-demo", *more]


def run(raw: Path, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(raw, target, *more), cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_builds_without_the_demo_and_only_when_needed(inputs: Inputs, tmp_path: Path) -> None:
    target = tmp_path / "warehouse.duckdb"
    first = run(inputs.raw, target)
    assert (first.returncode, first.stderr) == (0, "")
    assert "warehouse.duckdb is klaar." in first.stdout
    assert one_row(target)["demo"] is False
    assert tables(target)["levering"]["demo"].to_list() == [False, False]
    second = run(inputs.raw, target, "--indien-nodig")
    assert (second.returncode, second.stdout) == (0, "warehouse.duckdb is bij.\n")


def test_the_command_says_what_is_wrong_and_that_the_old_one_stays(inputs: Inputs, standing) -> None:
    target = standing()
    before = target.read_bytes()
    break_a_sum(inputs.raw)
    done = run(inputs.raw, target)
    assert done.returncode == 2
    assert "Er is niets geladen; 1 keer iets om te verbeteren:" in done.stderr
    assert "De vorige warehouse.duckdb blijft staan." in done.stderr
    assert "Traceback" not in done.stderr
    assert target.read_bytes() == before


def test_the_command_says_which_file_is_missing(inputs: Inputs, tmp_path: Path) -> None:
    (inputs.raw / "budgetten.csv").unlink()
    done = run(inputs.raw, tmp_path / "warehouse.duckdb")
    assert done.returncode == 2
    assert "budgetten.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert "blijft staan" not in done.stderr  # there was none


def test_the_command_says_which_delivery_was_refused(inputs: Inputs, tmp_path: Path) -> None:
    (inputs.raw / "binc" / "leeg_20240101.csv").write_text("", encoding="utf-8")
    done = run(inputs.raw, tmp_path / "warehouse.duckdb")
    assert done.returncode not in (0, 1, 2)  # built, but not with everything; 1 is what a crash gives
    assert "Niet geladen: " in done.stderr
    assert "leeg_20240101.csv" in done.stderr
    assert "Traceback" not in done.stderr
    assert "warehouse.duckdb is klaar." in done.stdout
