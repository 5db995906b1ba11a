"""The stamps that were handed out: written down once, by whoever shows a figure, and never in the way of a page."""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from etl.build import Inputs, build
from figures import Choice, figure
from figures.figure import Figure
from figures.finding_back import ledger
from queries import WAREHOUSE_VARIABLE, as_it_was, definition, kept_versions
from tests.conftest import ROOT, copy_raw, write_small_delivery

ADDRESS = "/terugvinden?figuur=aanmeldingen&vorm=lijn"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = copy_raw(tmp_path_factory.mktemp("boek") / "raw")
    write_small_delivery(raw / "binc")
    build(Inputs(raw=raw, demo=None), raw.parent / "warehouse.duckdb")
    return raw.parent / "warehouse.duckdb"


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse of its own, with its kept version; gives the folder of the kept versions."""
    (tmp_path / "warehouse.duckdb").write_bytes(built.read_bytes())
    (tmp_path / "versies").mkdir()
    for kept in (built.parent / "versies").iterdir():
        (tmp_path / "versies" / kept.name).write_bytes(kept.read_bytes())
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "warehouse.duckdb"))
    return tmp_path / "versies"


def lines(folder: Path) -> list[str]:
    return (folder / "stempels.jsonl").read_text(encoding="utf-8").splitlines()


def test_a_stamp_is_written_down_with_what_makes_the_figure_again(folder: Path) -> None:
    shown = figure("aanmeldingen")
    ledger.remember(shown, ADDRESS)
    found = ledger.look_up(shown.stamp)
    assert found.adres == ADDRESS
    assert found.versie in kept_versions()
    assert ledger.defined(found.definitie) == definition("aanmeldingen")
    assert ledger.look_up("0" * 12 + "-" + "0" * 8) is None


def test_a_stamp_is_written_down_once(folder: Path) -> None:
    for _ in range(3):
        ledger.remember(figure("aanmeldingen"), ADDRESS)
    assert len(lines(folder)) == 1
    ledger._known.clear()  # as another process, or after a restart
    ledger.remember(figure("aanmeldingen"), ADDRESS)
    assert len(lines(folder)) == 1
    ledger.remember(figure("aanmeldingen", Choice(per="maand")), ADDRESS)
    assert len(lines(folder)) == 2


def test_a_figure_as_it_was_is_not_handed_out(folder: Path, built: Path) -> None:
    (other,) = kept_versions().values()
    raw = built.parent / "raw2"
    build(Inputs(raw=copy_raw(raw), demo=None), folder.parent / "warehouse.duckdb")
    with as_it_was(other):
        before = figure("aanmeldingen")
    ledger.remember(before, ADDRESS)
    assert not (folder / "stempels.jsonl").exists()


def test_lines_that_are_torn_or_foreign_are_passed_over(folder: Path) -> None:
    foreign = [
        b'{"stempel": "a',
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"stempel": 1, "adres": 2, "versie": 3, "definitie": 4}',
        b"",
    ]
    shown = figure("aanmeldingen")
    whole = {"stempel": "x", "adres": "y", "versie": "z", "definitie": "d"}
    (folder / "stempels.jsonl").write_bytes(b"\n".join([json.dumps(whole).encode(), *foreign, b'{"stempel": "half']))
    ledger.remember(shown, ADDRESS)
    assert ledger.look_up("x").adres == "y"
    assert ledger.look_up(shown.stamp).adres == ADDRESS


def test_a_definition_that_is_not_whole_is_none(folder: Path) -> None:
    ledger.remember(figure("aanmeldingen"), ADDRESS)
    (kept,) = (folder / "definities").iterdir()
    kept.write_text(kept.read_text(encoding="utf-8")[:-5], encoding="utf-8")
    assert ledger.defined(kept.stem) is None
    assert ledger.defined("../../warehouse") is None


def test_a_folder_that_cannot_be_written_breaks_nothing(folder: Path) -> None:
    for kept in folder.iterdir():
        kept.unlink()
    folder.rmdir()
    folder.write_text("geen map", encoding="utf-8")
    assert not ledger.cannot_write()
    ledger.remember(figure("aanmeldingen"), ADDRESS)
    assert ledger.cannot_write()
    assert ledger.look_up(figure("aanmeldingen").stamp) is None


def shown_at_once() -> list[Figure]:
    return [figure("aanmeldingen", Choice(per=per)) for per in ("jaar", "kwartaal", "maand")]


def test_many_threads_write_whole_lines(folder: Path) -> None:
    shown = shown_at_once() * 8
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: ledger.remember(one, ADDRESS), shown))
    assert sorted(json.loads(line)["stempel"] for line in lines(folder)) == sorted({one.stamp for one in shown})


WRITING = """
import sys
from dataclasses import dataclass
from figures import figure
from figures.finding_back import ledger
@dataclass
class Shown:
    stamp: str
    version: str
    name: str
known = figure("aanmeldingen").version
for nth in range(200):
    ledger.remember(Shown(f"{sys.argv[1]}-{nth}", known, "aanmeldingen"), "/terugvinden?" + "x" * 3000)
"""


def test_two_processes_at_once_tear_no_line(folder: Path) -> None:
    running = [subprocess.Popen([sys.executable, "-c", WRITING, name], cwd=ROOT) for name in ("een", "twee")]
    assert [one.wait() for one in running] == [0, 0]
    assert {json.loads(line)["stempel"] for line in lines(folder)} == {
        f"{name}-{nth}" for name in ("een", "twee") for nth in range(200)
    }
