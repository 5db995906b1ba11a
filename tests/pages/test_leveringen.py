"""Leveringen: what a person uploads, reads, loads and takes back, on a raw folder and a warehouse of their own."""

from __future__ import annotations

import io
import shutil
import tempfile
import threading
import time
import tomllib
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from etl.build import ROOT, Inputs, build
from etl.deliveries import SIZE_LIMIT_MB, history
from etl.lock import only_change
from figures import DEMO_WORD, figure
from queries import WAREHOUSE_VARIABLE, ask
from tests.conftest import HEADER, copy_raw, write_small_delivery
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import Screen

# One new dossier, one that is known with another end, one that came into another month.
GOOD = (
    HEADER
    + """
G8;1G1P Samen1Plan Gent;2024-05-20;;;;;2024-06-01 10:00:00;nee
K4;Trefplaats jeugdhulp Kempen;2024-02-29;2024-03-29;2024-03-30;2024-03-31;2024-06-02;2024-06-02 10:00:00;nee
T2;Trawant;2023-12-15;;;;;2024-06-02 10:00:00;nee
"""
)
# As a person would make it worse: an unknown name, a date with a typing error, an end before the start, a total row.
BAD = (
    HEADER
    + """
G8;Samen1Plan Gend;2024-05-20;;;;;2024-06-01 10:00:00;nee
G9;1G1P Samen1Plan Gent;2024-05-21;20/13/2024;;;;2024-06-01 10:00:00;nee
G10;1G1P Samen1Plan Gent;2024-05-22;;;2024-05-25;2024-05-01;2024-06-01 10:00:00;nee
TEST1;1G1P Samen1Plan Gent;2024-05-22;;;;;2024-06-01 10:00:00;nee
Totaal;4;;;;;;;
"""
)
INSZ = "93.05.18-223.61"
WITH_INSZ = HEADER.replace("dossier_id", "dossier_id;opmerking") + f"\nG8;{INSZ};Trawant;2024-05-20;;;;;;nee\n"
NAME = "levering_20240610.csv"


@dataclass(frozen=True)
class House:
    """A monitor of its own: its raw folder, its warehouse, and where temporary files go."""

    raw: Path
    warehouse: Path
    temporary: Path

    def open(self) -> Screen:
        """The page Leveringen."""
        return Screen.opened("leveringen", {})

    def files(self) -> set[str]:
        """Every delivery that stands among the others."""
        return {path.name for path in (self.raw / "binc").glob("*.csv")}

    def left_behind(self) -> list[str]:
        """What stands where temporary files go."""
        return sorted(path.name for path in self.temporary.iterdir())


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw folder with the two hand-counted deliveries, and its warehouse."""
    folder = tmp_path_factory.mktemp("model")
    write_small_delivery(copy_raw(folder / "raw") / "binc")
    build(Inputs(raw=folder / "raw", demo=None), folder / "w.duckdb")
    return folder


@pytest.fixture
def house(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    """A copy of the model that the page works on."""
    own = House(tmp_path / "huis" / "raw", tmp_path / "huis" / "w.duckdb", tmp_path / "tijdelijk")
    shutil.copytree(model, tmp_path / "huis")
    own.temporary.mkdir()
    monkeypatch.setenv("MONITOR_RAW", str(own.raw))
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(own.warehouse))
    monkeypatch.setattr(tempfile, "tempdir", str(own.temporary))
    return own


Upload = Callable[..., Screen]


@pytest.fixture
def upload(house: House) -> Upload:
    """A person who opens the page and drops a file: upload(content, name)."""

    def drops(content: str | bytes, name: str = NAME, screen: Screen | None = None) -> Screen:
        screen = screen or house.open()
        data = content.encode() if isinstance(content, str) else content
        screen.app.file_uploader(key="levering").set_value((name, data, "")).run()
        return screen

    return drops


def load(screen: Screen) -> Screen:
    screen.app.button(key="laad").click().run()
    return screen


def undo(screen: Screen) -> Screen:
    next(box for box in screen.app.checkbox if box.key.startswith("zeker")).check().run()
    screen.app.button(key="ongedaan").click().run()
    return screen


def boxes(screen: Screen) -> list[str]:
    """The texts in the coloured boxes, as a reader sees them: Markdown escapes gone."""
    found = [*screen.app.success, *screen.app.warning, *screen.app.error]
    return [box.value.replace("\\", "") for box in found]


def table(screen: Screen, first_head: str) -> list[list[str]]:
    """The rows of the table whose first column is called so, without its head."""
    return next(rows[1:] for rows in screen.tables() if rows[0][0] == first_head)


def requests() -> int:
    """The aanmeldingen of Gent in 2024 that the monitor counts."""
    found = ask("aanmeldingen", {"per": "jaar", "van": date(2024, 1, 1), "tot": date(2024, 12, 31)})
    return found.filter(found["gebied"] == "gent")["waarde"].item()


def changed_dossiers() -> list[int]:
    """Added, changed and gone from their month, by the last delivery, in Flanders and Brussels."""
    found = ask("wat_veranderde", {"per": "jaar", "van": date(2018, 1, 1), "tot": date(2024, 12, 31)})
    totals = found.filter(found["gebied"] == "vlaanderen-brussel")
    return [totals[kind].sum() for kind in ("toegevoegd", "gewijzigd", "verdwenen")]


# ------------------------------------------------------------------ before anything is uploaded


def test_the_limits_and_what_is_never_kept_are_told_in_advance(house: House) -> None:
    said = house.open().words
    for promise in (
        f"{SIZE_LIMIT_MB} MB",
        "2.000.000 rijen",
        ".csv.gz",
        ".parquet",
        "Namen, adressen",
        "rijksregisternummer",
    ):
        assert promise in said


def test_the_server_takes_as_much_as_the_page_promises(house: House) -> None:
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["server"]["maxUploadSize"] == SIZE_LIMIT_MB
    assert house.open().app.file_uploader(key="levering").proto.max_upload_size_mb == SIZE_LIMIT_MB


def test_without_an_upload_there_is_nothing_to_load(house: House) -> None:
    assert "laad" not in {button.key for button in house.open().app.button}


# ------------------------------------------------------------------ a good delivery


def test_a_good_file_may_be_loaded_and_fills_in_what_it_tells(upload: Upload) -> None:
    screen = upload(GOOD)
    assert screen.errors == []
    assert boxes(screen) == ["Kan geladen worden: er is niets te verbeteren."]
    assert "3 gelezen = 3 geladen + 0 geweigerd + 0 dubbel + 0 vervangen + 0 test + 0 voetregel" in screen.words
    app = screen.app
    assert app.date_input[0].value == date(2024, 6, 10)
    assert app.date_input[1].value == date.today()
    assert app.text_input[0].value == "Registraties in BINC, peildatum 10 juni 2024"
    status = next(box for box in app.selectbox if box.label == "Status")
    assert status.options == ["voorlopig", "nader voorlopig", "definitief"]


def test_the_preview_says_what_loading_changes(upload: Upload) -> None:
    screen = upload(GOOD)
    # G8 is new, T2 is new in December; K4 got an end; T2 is gone from November.
    assert (
        "Erbij: 2 dossiers. Gewijzigd: 1. Verdwenen uit hun maand: 1. Samen in 3 samenwerkingsverbanden."
        in screen.words
    )
    by_area = {row[0]: row[1:] for row in next(t for t in screen.tables() if t[0][1:2] == ["Erbij"])[1:]}
    assert by_area == {
        "Samen1Plan Gent": ["1", "0", "0"],
        "Trawant": ["1", "0", "1"],
        "Trefplaats jeugdhulp Kempen": ["0", "1", "0"],
        "Vlaanderen en Brussel": ["2", "1", "1"],
    }
    months = next(t for t in screen.switch("voorbeeld_maanden").tables() if t[0][1] == "Maand van aanmelding")[1:]
    assert ["Trawant", "november 2023", "0", "0", "1"] in months
    assert ["Trawant", "december 2023", "1", "0", "0"] in months
    assert len(months) == 4


def test_looking_touches_nothing(house: House, upload: Upload) -> None:
    before = (house.warehouse.read_bytes(), house.files())
    upload(GOOD)
    assert (house.warehouse.read_bytes(), house.files()) == before
    assert history(house.raw) == [one for one in history(house.raw) if one.gelezen is None]
    assert house.left_behind() == []


def test_loading_changes_the_figures_at_once(house: House, upload: Upload) -> None:
    screen = upload(GOOD)
    before = requests()
    next(box for box in screen.app.selectbox if box.label == "Status").set_value("definitief").run()
    load(screen)
    assert screen.errors == []
    assert any(box.startswith("Geladen op") and "3 van 3 rijen" in box for box in boxes(screen))
    assert requests() == before + 1
    assert changed_dossiers() == [2, 1, 1]  # as the preview said
    newest = table(screen, "Wanneer")[0]
    assert newest[1:] == ["geladen", NAME, "definitief", "3", "3", "0", "0", "0", "0", "0"]
    assert NAME in house.files()
    assert house.left_behind() == []
    assert "peildatum 10 juni 2024" in screen.section("Leveringen van registraties").html


def test_a_loaded_file_cannot_be_loaded_again(house: House, upload: Upload) -> None:
    load(upload(GOOD))
    again = upload(GOOD, "anders.csv")
    assert any(box.startswith("Geladen op") for box in boxes(again))
    assert "laad" not in {button.key for button in again.app.button}
    assert "anders.csv" not in house.files()


def test_taking_back_gives_what_was_there_before_and_loses_nothing(house: House, upload: Upload) -> None:
    before = (figure("bestanden").version, requests(), house.files())
    screen = load(upload(GOOD))
    assert screen.app.button(key="ongedaan").disabled  # it needs an explicit yes
    undo(screen)
    assert screen.errors == []
    assert (figure("bestanden").version, requests(), house.files()) == before
    assert any(f"{NAME} is teruggenomen" in box for box in boxes(screen))
    assert (house.raw / "binc" / "teruggenomen" / NAME).read_text(encoding="utf-8") == GOOD
    assert [row[1] for row in table(screen, "Wanneer")][:2] == ["teruggenomen", "geladen"]
    assert load(screen).errors == []
    assert requests() == before[1] + 1


def test_what_was_put_there_by_hand_is_in_the_history_but_not_taken_back(house: House) -> None:
    screen = house.open()
    assert [row[4:] for row in table(screen, "Wanneer")] == [["?"] * 7] * 2
    assert "ongedaan" not in {button.key for button in screen.app.button}


# ------------------------------------------------------------------ a delivery with something wrong


def test_a_bad_file_says_what_to_do_row_by_row(upload: Upload) -> None:
    screen = upload(BAD)
    assert screen.errors == []
    assert boxes(screen)[0].startswith(
        "Kan geladen worden, met opmerkingen: 1 rij geweigerd en 2 waarden op onbekend gezet."
    )
    assert "5 gelezen = 2 geladen + 1 geweigerd + 0 dubbel + 0 vervangen + 1 test + 1 voetregel" in screen.words
    rules = {row[0]: row[2:] for row in table(screen, "Code")}
    assert rules == {
        "R03": ["samenwerkingsverband", "1", "2"],
        "W01": ["datum_eerste_contact", "1", "3"],
        "W02": ["datum_einde", "1", "4"],
    }
    lines = table(screen, "Regel")
    assert [[row[0], *row[2:]] for row in lines] == [
        ["2", "samenwerkingsverband", "R03"],
        ["3", "datum_eerste_contact", "W01"],
        ["4", "datum_einde", "W02"],
    ]
    assert "Samen1Plan Gent" in lines[0][1]  # the nearest known name
    assert all("; " in row[1] for row in lines)


def test_a_register_number_is_refused_and_never_repeated(house: House, upload: Upload) -> None:
    screen = upload(WITH_INSZ)
    assert [box for box in boxes(screen) if box.startswith("Geweigerd, er wordt niets geladen.") and "regel 2" in box]
    assert "laad" not in {button.key for button in screen.app.button}
    assert INSZ not in screen.words
    assert INSZ not in str(boxes(screen))
    assert house.left_behind() == []


def zipped(name: str = "brief.txt") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "geen registraties")
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (zipped(), "levering.xlsx", "zip-archief"),
        (b"", "levering.csv", "leeg"),
        (b"%PDF-1.7", "levering.csv", "pdf"),
        (b"dag", "levering.docx", "formaten"),
        (HEADER.replace("datum_aanmelding", "begin") + "\nG1;Trawant;2024-01-01;;;;;;\n", "levering.csv", "datum_aanmelding"),
    ],
)  # fmt: skip
def test_what_is_no_delivery_gets_one_sentence(
    house: House, upload: Upload, content: str | bytes, name: str, said: str
) -> None:
    screen = upload(content, name)
    assert [e.message for e in screen.app.exception] == []
    refusals = [box for box in boxes(screen) if box.startswith("Geweigerd, er wordt niets geladen.")]
    assert len(refusals) == 1
    assert said in refusals[0]
    assert "laad" not in {button.key for button in screen.app.button}
    assert house.left_behind() == []


def test_a_name_in_the_file_is_shown_and_never_followed(upload: Upload) -> None:
    evil = "![x](http://elders.example/x.png) <img src=x onerror=alert(1)> :red[rood]"
    screen = upload(GOOD.replace("is_test", evil))
    assert "<img" not in screen.html
    assert all("](http" not in box.value for box in (*screen.app.success, *screen.app.warning, *screen.app.markdown))


def test_another_upload_takes_the_place_of_the_first(upload: Upload) -> None:
    screen = upload(BAD)
    upload(GOOD, screen=screen)
    assert boxes(screen) == ["Kan geladen worden: er is niets te verbeteren."]


def test_an_upload_that_is_taken_away_leaves_nothing(house: House, upload: Upload) -> None:
    screen = upload(GOOD)
    screen.app.file_uploader(key="levering").set_value(None).run()
    assert boxes(screen) == []
    assert "laad" not in {button.key for button in screen.app.button}
    assert house.left_behind() == []


def test_a_load_that_fails_says_why_and_can_be_tried_again(house: House, upload: Upload) -> None:
    screen = upload(GOOD)
    names, before = house.raw / "budgetten.csv", house.warehouse.read_bytes()
    kept = names.read_bytes()
    names.write_bytes(kept.splitlines(keepends=True)[0])
    load(screen)
    assert [e.message for e in screen.app.exception] == []
    assert any(box.startswith("Niet geladen. Er is niets veranderd") for box in boxes(screen))
    assert (house.warehouse.read_bytes(), NAME in house.files()) == (before, False)
    names.write_bytes(kept)
    assert any(box.startswith("Geladen op") for box in boxes(load(screen)))


def test_a_load_waits_for_whoever_is_busy(house: House, upload: Upload) -> None:
    screen, free = upload(GOOD), threading.Event()

    def elsewhere() -> None:
        with only_change(house.raw / "binc", lambda line: None):
            free.set()
            time.sleep(1.5)

    other = threading.Thread(target=elsewhere)
    other.start()
    free.wait()
    load(screen)
    assert not other.is_alive()
    other.join()
    assert any(box.startswith("Geladen op") for box in boxes(screen))


def test_a_broken_history_is_told_and_hides_nothing_else(house: House) -> None:
    (house.raw / "binc" / "ladingen.jsonl").write_text("geen lading\n", encoding="utf-8")
    screen = house.open()
    assert [e.message for e in screen.app.exception] == []
    assert any("regel 1" in box for box in boxes(screen))
    assert "nog niets geladen" not in screen.words  # nobody knows
    assert screen.section("Leveringen van registraties")


def test_a_delivery_that_changes_nothing_is_said_to(house: House, upload: Upload) -> None:
    known = (house.raw / "binc" / "binc_1g1p_dossier_20240515.csv").read_text(encoding="utf-8")
    screen = upload(known + "\n", "nog_eens_20240601.csv")
    assert "Laden verandert geen enkel dossier" in screen.words
    assert "veranderde geen enkel dossier" in load(screen).words


# ------------------------------------------------------------------ demo data


def test_with_demo_data_the_page_says_how_they_combine(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "leveringen")
    assert [advice for advice in screen.advice if DEMO_WORD in advice and "--zonder-demo" in advice]
    assert not [a for a in reader(warehouses.real, "leveringen").advice if DEMO_WORD in a]
