"""Figuur terugvinden: the verdict first, then what changed and why, then the figure of today with all that belongs to it."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest

from etl.build import ROOT, Inputs, build
from figures import DEMO_WORD
from figures.catalogue import view
from figures.exhibit import Exhibit, exhibit
from figures.finding_back import ledger
from queries import WAREHOUSE_VARIABLE
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import Screen

YEARS = "aanmeldingen"


@pytest.fixture
def own(warehouses: Warehouses, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the warehouse with invented dossiers, to build over; the tests read it too."""
    target = tmp_path / "warehouse.duckdb"
    shutil.copyfile(warehouses.demo, target)
    shutil.copytree(warehouses.demo.parent / "versies", tmp_path / "versies")
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(target))
    return target


def opened_at(reader: Reader, warehouse: Path, shown: Exhibit) -> Screen:
    """The page as it opens from the address of a figure."""
    return reader(warehouse, "terugvinden", **dict(parse_qsl(urlsplit(shown.address).query)))


def without_the_last_delivery(warehouses: Warehouses, own: Path) -> None:
    """Build the warehouse anew, after the last delivery of the demo was taken back."""
    folder = own.parent / "demo"
    shutil.copytree(warehouses.demo.parent / "demo", folder)
    last = sorted(path for path in (folder / "binc").iterdir() if path.suffix != ".yml")[-1]
    last.unlink()
    build(Inputs(raw=ROOT / "data" / "raw", demo=folder), own)


def test_an_empty_page_says_what_to_do(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "terugvinden")
    assert screen.errors == []
    assert "Plak er één in het veld hierboven." in screen.words
    assert screen.sections == []


def test_the_address_of_a_figure_opens_it_with_all_that_belongs_to_it(own: Path, reader: Reader) -> None:
    shown = exhibit(view(YEARS))
    screen = opened_at(reader, own, shown)
    assert screen.errors == []
    assert [header.value for header in screen.app.header][:2] == ["Nog altijd dezelfde figuur.", shown.figure.title]
    (section,) = screen.sections
    assert section.stamp == shown.figure.stamp
    assert list(section.caveats) == [c.id for c in shown.figure.caveats]
    assert DEMO_WORD in screen.html.split("m-lead")[0]


def test_a_stamp_in_the_field_finds_the_figure(own: Path, reader: Reader) -> None:
    shown = exhibit(view("lopende_trajecten"))
    ledger.remember(shown.figure, shown.address)
    screen = reader(own, "terugvinden")
    screen.app.text_input(key="zoek").set_value(shown.figure.stamp).run()
    assert screen.errors == []
    assert screen.sections[0].stamp == shown.figure.stamp


def test_the_stamp_of_any_figure_on_a_page_is_found_afterwards(own: Path, reader: Reader) -> None:
    stamps = [section.stamp for page in ("trends", "middelen") for section in reader(own, page).sections]
    assert len(stamps) > 2
    for stamp in filter(None, stamps):
        found = reader(own, "terugvinden", zoek=stamp)
        assert found.app.header[0].value == "Nog altijd dezelfde figuur.", stamp


def test_what_changed_stands_above_the_figure_of_today(warehouses: Warehouses, own: Path, reader: Reader) -> None:
    shown = exhibit(view(YEARS))
    without_the_last_delivery(warehouses, own)
    screen = opened_at(reader, own, shown)
    assert screen.errors == []
    assert screen.app.header[0].value == "Deze figuur is veranderd."
    assert "teruggenomen of weggehaald" in screen.words
    (changes, *_) = screen.tables()
    assert changes[0] == ["Samenwerkingsverband", "Periode", "Toen", "Nu"]
    assert len(changes) > 3
    assert DEMO_WORD in screen.html
    assert screen.sections[0].stamp == exhibit(view(YEARS)).figure.stamp


@pytest.mark.parametrize(
    "typed", ["zomaar", "0123456789ab-01234567", "<script>alert(1)</script>", "?figuur=budget&vorm=x"]
)
def test_what_leads_nowhere_is_one_sentence_and_a_next_step(own: Path, reader: Reader, typed: str) -> None:
    screen = reader(own, "terugvinden", zoek=typed)
    assert screen.errors == []
    assert screen.app.header[0].value == "Deze figuur is niet te vinden."
    assert screen.sections == []
    assert "<script>" not in screen.html
