"""Kept versions: what stood before can still be asked, what lies between two versions is counted, and nobody is in it."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from etl.build import Inputs, build
from etl.load import Warehouse, new_warehouse
from etl.versions import STEP, version_draft
from tests.conftest import HEADER, SIDECAR, copy_raw, write_small_delivery

FIRST, SECOND = "binc_1g1p_dossier_20240310", "binc_1g1p_dossier_20240515"


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    """A folder of raw files with the two hand-counted deliveries, to change at will."""
    raw = copy_raw(tmp_path / "raw")
    write_small_delivery(raw / "binc")
    return Inputs(raw=raw, demo=None)


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "hier" / "warehouse.duckdb"


def kept(target: Path) -> dict[str, Path]:
    return {path.stem: path for path in (target.parent / "versies").iterdir()}


def name_of(warehouse: Path) -> str:
    with duckdb.connect(str(warehouse), read_only=True) as con:
        return con.sql("select invoer_hash from bouw").fetchall()[0][0][:12]


def steps(target: Path, vorige: str | None = None) -> list[tuple]:
    """The steps to the version that stands at `target`: sv, month, new, gone, corrected."""
    with duckdb.connect(str(kept(target)[name_of(target)]), read_only=True) as con:
        return con.execute(
            "select sv_id, maand, nieuw, weg, verbeterd from stap "
            "where vorige = coalesce($vorige, vorige) order by sv_id, maand",
            {"vorige": vorige},
        ).fetchall()


def take_away(inputs: Inputs, name: str) -> None:
    for suffix in (".csv", ".yml"):
        (inputs.raw / "binc" / f"{name}{suffix}").unlink()


def add(inputs: Inputs, peildatum: str, rows: str) -> None:
    name = f"binc_1g1p_dossier_{peildatum.replace('-', '')}"
    (inputs.raw / "binc" / f"{name}.csv").write_text(f"{HEADER}\n{rows}\n", encoding="utf-8")
    said = SIDECAR.format(peildatum=peildatum, van="2023-01-01")
    (inputs.raw / "binc" / f"{name}.yml").write_text(said, encoding="utf-8")


# ------------------------------------------------------------------ what is kept


def test_the_first_build_keeps_its_version_without_steps(inputs: Inputs, target: Path) -> None:
    build(inputs, target)
    assert list(kept(target)) == [name_of(target)]
    assert steps(target) == []


def test_a_kept_version_has_every_table_with_the_same_rows_but_those_about_people(real_warehouse: Path) -> None:
    slim = kept(real_warehouse)[name_of(real_warehouse)]
    with duckdb.connect(":memory:") as con:
        con.execute(f"attach '{real_warehouse}' as vol (read_only)")
        con.execute(f"attach '{slim}' as slank (read_only)")
        names = {
            base: {n for (n,) in con.execute("select table_name from duckdb_tables() where database_name = ?", [base]).fetchall()}
            for base in ("vol", "slank")
        }  # fmt: skip
        assert names["vol"] - names["slank"] == {"dossier", "signaal"}
        assert names["slank"] < names["vol"]
        for name in names["slank"]:
            one, other = (con.sql(f"from {base}.{name} order by all").pl() for base in ("vol", "slank"))
            assert one.equals(other), name
            assert one.schema == other.schema


def test_no_column_of_a_kept_version_is_about_a_person(demo_warehouse: Path) -> None:
    with duckdb.connect(str(kept(demo_warehouse)[name_of(demo_warehouse)]), read_only=True) as con:
        columns = {name for (name,) in con.sql("select distinct column_name from duckdb_columns()").fetchall()}
        assert not columns & {"dossier_id", "client_pid", "gezin_pid", "voorziening_id", "geboortejaar"}
        assert "aanmeldingen" in columns


def test_no_pseudonym_is_in_the_bytes_of_a_kept_version(inputs: Inputs, target: Path) -> None:
    add(inputs, "2024-06-01", "DIT-IS-EEN-DOSSIERNUMMER;Trawant;2024-05-01;;;;;2024-05-02 10:00:00;nee")
    build(inputs, target)
    (slim,) = kept(target).values()
    assert b"DIT-IS-EEN-DOSSIERNUMMER" in target.read_bytes()
    assert b"DIT-IS-EEN-DOSSIERNUMMER" not in slim.read_bytes()


def test_a_kept_version_is_small(demo_warehouse: Path) -> None:
    slim = kept(demo_warehouse)[name_of(demo_warehouse)]
    assert slim.stat().st_size < 3_000_000


# ------------------------------------------------------------------ what lies between two versions


def test_a_later_delivery(inputs: Inputs, target: Path) -> None:
    """The second delivery brings G5, G6, G7, K3 and K4, and the end of G4."""
    for suffix in (".csv", ".yml"):
        (inputs.raw / "binc" / f"{SECOND}{suffix}").rename(inputs.raw / f"opzij{suffix}x")
    build(inputs, target)
    before = name_of(target)
    for suffix in (".csv", ".yml"):
        (inputs.raw / f"opzij{suffix}x").rename(inputs.raw / "binc" / f"{SECOND}{suffix}")
    build(inputs, target)
    assert sorted(kept(target)) == sorted([before, name_of(target)])
    assert steps(target, before) == [
        ("gent", date(2023, 6, 1), 0, 0, 1),
        ("gent", date(2024, 4, 1), 2, 0, 0),
        ("gent", date(2024, 5, 1), 1, 0, 0),
        ("kempen", date(2024, 1, 1), 1, 0, 0),
        ("kempen", date(2024, 2, 1), 1, 0, 0),
    ]


def test_a_delivery_taken_back_and_loaded_again(inputs: Inputs, target: Path, tmp_path: Path) -> None:
    build(inputs, target)
    both = name_of(target)
    shutil.copytree(inputs.raw / "binc", tmp_path / "opzij")
    take_away(inputs, SECOND)
    build(inputs, target)
    one = name_of(target)
    assert [row[2:] for row in steps(target, both)] == [(0, 0, 1), (0, 2, 0), (0, 1, 0), (0, 1, 0), (0, 1, 0)]
    shutil.copytree(tmp_path / "opzij", inputs.raw / "binc", dirs_exist_ok=True)
    build(inputs, target)
    assert name_of(target) == both
    assert sum(row[2] for row in steps(target, one)) == 5
    take_away(inputs, SECOND)
    add(inputs, "2024-06-01", "G9;1G1P Samen1Plan Gent;2024-05-20;;;;;2024-05-21 10:00:00;nee")
    build(inputs, target)
    shutil.copytree(tmp_path / "opzij", inputs.raw / "binc", dirs_exist_ok=True)
    (inputs.raw / "binc" / "binc_1g1p_dossier_20240601.csv").unlink()
    (inputs.raw / "binc" / "binc_1g1p_dossier_20240601.yml").unlink()
    build(inputs, target)
    # The version that stands again still knows the first time it came to stand.
    assert name_of(target) == both
    assert sum(row[2] for row in steps(target, one)) == 5


def test_a_correction_within_a_month_and_to_another(inputs: Inputs, target: Path) -> None:
    """T2 gets an opstart; T3 moves from March to February; T1 is only touched; K1 stays."""
    build(inputs, target)
    before = name_of(target)
    add(
        inputs,
        "2024-06-01",
        "T1;Trawant;2023-03-01;2023-03-02;2023-03-03;2023-03-31;2024-01-31;2024-05-30 10:00:00;nee\n"
        "T2;Trawant;2023-11-15;;;2023-12-01;;2024-05-30 10:00:00;nee\n"
        "T3;Trawant;2024-02-28;;;;;2024-05-30 10:00:00;nee",
    )
    build(inputs, target)
    (trawant,) = {row[0] for row in steps(target, before)}
    assert steps(target, before) == [
        (trawant, date(2023, 11, 1), 0, 0, 1),
        (trawant, date(2024, 2, 1), 0, 0, 1),
        (trawant, date(2024, 3, 1), 0, 0, 1),
    ]


def test_other_facts_are_another_version_without_steps(inputs: Inputs, target: Path) -> None:
    build(inputs, target)
    notes = inputs.raw / "datanotas.yml"
    notes.write_text(notes.read_text(encoding="utf-8") + "\n# nagekeken\n", encoding="utf-8")
    build(inputs, target)
    assert len(kept(target)) == 2
    assert steps(target) == []


# ------------------------------------------------------------------ nothing to compare with


def test_the_same_inputs_write_nothing(inputs: Inputs, target: Path) -> None:
    build(inputs, target)
    (slim,) = kept(target).values()
    before = (slim.read_bytes(), slim.stat().st_mtime_ns)
    build(inputs, target)
    assert kept(target) == {slim.stem: slim}
    assert (slim.read_bytes(), slim.stat().st_mtime_ns) == before


def test_a_version_that_was_thrown_away_is_kept_again(inputs: Inputs, target: Path) -> None:
    build(inputs, target)
    shutil.rmtree(target.parent / "versies")
    build(inputs, target)
    assert list(kept(target)) == [name_of(target)]
    assert steps(target) == []


@pytest.mark.parametrize("content", [b"", b"geen databank", b"\x00" * 20_000])
def test_a_warehouse_that_cannot_be_read_gives_no_step(inputs: Inputs, target: Path, content: bytes) -> None:
    target.parent.mkdir()
    target.write_bytes(content)
    build(inputs, target)
    assert steps(target) == []


@pytest.mark.parametrize(
    "table",
    [
        "create table iets (a text)",
        "create table bouw (data_versie text)",
        "create table bouw as select 'x' as data_versie, 'abcdefabcdef0' as invoer_hash, timestamp '2024-01-01' as gebouwd_op, date '2024-01-01' as gegevens_tot, true as demo",
    ],
)
def test_a_warehouse_of_older_code_gives_no_step(inputs: Inputs, target: Path, table: str) -> None:
    target.parent.mkdir()
    with duckdb.connect(str(target)) as con:
        con.execute(table)
    build(inputs, target)
    assert steps(target) == []


# ------------------------------------------------------------------ when it goes wrong


def test_a_build_that_cannot_take_its_place_keeps_nothing(inputs: Inputs, target: Path) -> None:
    @contextmanager
    def refusing(_):
        yield
        raise OSError("geen plaats")

    real, calls = os.replace, []

    def stopped(source, place) -> None:
        calls.append(Path(place).name)
        if Path(place) == target:
            raise OSError("geen plaats")
        real(source, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "replace", stopped)
        with pytest.raises(OSError, match="geen plaats"):
            build(inputs, target)
    assert len(calls) == 2
    assert list(target.parent.iterdir()) == []
    with pytest.raises(OSError, match="geen plaats"):
        build(inputs, target, placing=refusing)


def test_a_build_that_stops_halfway_leaves_no_folder(inputs: Inputs, target: Path) -> None:
    def crash(line: str) -> None:
        if "geladen" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(inputs, target, report=crash)
    assert list(target.parent.iterdir()) == []


def test_what_a_killed_build_was_writing_is_cleaned(target: Path) -> None:
    folder = target.parent / "versies"
    folder.mkdir(parents=True)
    (folder / f".{target.name}.123.nieuw").write_bytes(b"half")
    (folder / f".{target.name}.123.nieuw.wal").write_bytes(b"half")
    (folder / ".ander.duckdb.5.nieuw").write_bytes(b"of another warehouse, perhaps being built now")
    (folder / "stempels.jsonl").write_text("{}\n", encoding="utf-8")
    with version_draft(target):
        assert sorted(path.name for path in folder.iterdir()) == [".ander.duckdb.5.nieuw", "stempels.jsonl"]


# ------------------------------------------------------------------ the comparison itself


def test_every_column_that_is_a_value_is_compared(tmp_path: Path) -> None:
    """A dossier in which one column differs is corrected, whichever column; but not for these four."""
    with new_warehouse(tmp_path / "leeg.duckdb") as empty:
        columns = empty.columns("dossier")
    untouched = {"levering_id", "regel", "leeftijd", "laatste_wijziging"}
    for column in set(columns) - {"sv_id", "dossier_id", "datum_aanmelding"}:
        assert corrected(tmp_path / column, column) == (0 if column in untouched else 1), column


def corrected(folder: Path, column: str) -> int:
    """How many dossiers are corrected between two warehouses that differ in one value."""
    folder.mkdir()
    old, new = folder / "oud.duckdb", folder / "nieuw.duckdb"
    with new_warehouse(old) as warehouse:
        put(warehouse, None)
    with new_warehouse(new) as warehouse:
        put(warehouse, column)
        warehouse.attach(old, "vorige")
        warehouse.attach_small(folder / "slank.duckdb", "bewaard")
        warehouse.copy_tables("bewaard", without=("dossier",))
        warehouse.run(STEP, {"vorige": "oud"})
        return warehouse.rows("select coalesce(sum(verbeterd), 0) as n from bewaard.stap").item()


def put(warehouse: Warehouse, column: str | None) -> None:
    """One dossier, with 1 (as a text, a number or a day) in one column."""
    row = {"sv_id": "gent", "dossier_id": "G1", "levering_id": "L", "regel": 7, "datum_aanmelding": date(2024, 1, 5)}
    kinds = warehouse.rows("select column_name, data_type from duckdb_columns() where table_name = 'dossier'")
    kind = dict(kinds.iter_rows()).get(column)
    value = {"DATE": date(2024, 2, 1), "TIMESTAMP": date(2024, 2, 1), "VARCHAR": "1"}.get(kind, 1)
    warehouse.append("dossier", pl.DataFrame([row | ({column: value} if column else {})]))
