"""Warehouses in every state a reader can meet, and a reader who opens pages of the frame on one of them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

import demo
from etl.build import ROOT, Inputs, build
from queries import WAREHOUSE_VARIABLE
from tests.pages.screen import Screen

HOSTILE_TITLE = "Levering <script>alert(1)</script> & <img src=x onerror=alert(2)>"
Reader = Callable[..., Screen]


@dataclass(frozen=True)
class Warehouses:
    """Paths: `demo` of 2.000 invented dossiers; `real` of the same rows as real ones, the title of one delivery being
    HTML; `without` registrations; `garbage` that is no warehouse at all; `missing` that is not there."""

    demo: Path
    real: Path
    without: Path
    garbage: Path
    missing: Path


@pytest.fixture(scope="session")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> Warehouses:
    """Each built once for all tests of the pages."""
    folder = tmp_path_factory.mktemp("paginas")
    made = Warehouses(*(folder / f"{name}.duckdb" for name in ("demo", "echt", "zonder", "onzin", "weg")))
    demo.generate(folder / "demo", dossiers=2000)
    build(Inputs(demo=folder / "demo"), made.demo)
    build(Inputs(raw=_raw_with_deliveries(folder), demo=None), made.real)
    build(Inputs(demo=None), made.without)
    made.garbage.write_bytes(b"dit is geen warehouse" * 1000)
    return made


def _raw_with_deliveries(folder: Path) -> Path:
    """The hand-kept tables, with the rows of the demo as deliveries that say of themselves they are real."""
    raw = folder / "raw"
    shutil.copytree(ROOT / "data" / "raw", raw, ignore=shutil.ignore_patterns("binc"))
    shutil.copytree(folder / "demo" / "binc", raw / "binc")
    for sidecar in sorted((raw / "binc").glob("*.yml")):
        said = yaml.safe_load(sidecar.read_text(encoding="utf-8")) | {"status": "voorlopig", "titel": "Levering"}
        sidecar.write_text(yaml.safe_dump(said | {"bron": "BINC"}, allow_unicode=True), encoding="utf-8")
    sidecar.write_text(yaml.safe_dump(said | {"titel": HOSTILE_TITLE, "bron": "BINC"}), encoding="utf-8")
    return raw


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> Reader:
    """A function that opens a page on a warehouse, with choices in the address: reader(path, "kaart", per="maand")."""

    def opens(warehouse: Path, page: str, **address: str | list[str]) -> Screen:
        monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
        return Screen.opened(page, address)

    return opens
