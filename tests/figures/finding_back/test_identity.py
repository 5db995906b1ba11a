"""A figure is found back by its stamp or its address, and what changed since is told: proven, or not told at all."""

from __future__ import annotations

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from etl.build import Inputs, build
from figures import Choice
from figures.address import to_address
from figures.catalogue import ENTRIES, view
from figures.exhibit import Exhibit, exhibit
from figures.finding_back import ledger
from figures.finding_back.identity import CHANGED, LOST, SAME, SHOWN, Trace, trace
from queries import WAREHOUSE_VARIABLE, as_it_was, current_version, definition, kept_versions
from tests.conftest import HEADER, SIDECAR, copy_raw, write_small_delivery

YEARS = view("aanmeldingen", "lijn", Choice(van=date(2023, 1, 1), tot=date(2024, 12, 31)))
MONTHS = view("aanmeldingen", "lijn", Choice(van=date(2023, 1, 1), tot=date(2024, 12, 31), per="maand"))
SECOND = "binc_1g1p_dossier_20240515"


class Place:
    """A folder of raw files and the warehouse that is built from it."""

    def __init__(self, folder: Path) -> None:
        self.inputs = Inputs(raw=folder / "raw", demo=None)
        self.binc = self.inputs.raw / "binc"
        self.warehouse = folder / "warehouse.duckdb"

    def build(self) -> Place:
        build(self.inputs, self.warehouse)
        return self

    def add(self, peildatum: str, rows: list[str]) -> None:
        name = f"binc_1g1p_dossier_{peildatum.replace('-', '')}"
        (self.binc / f"{name}.csv").write_text("\n".join([HEADER, *rows, ""]), encoding="utf-8")
        said = SIDECAR.format(peildatum=peildatum, van="2023-01-01")
        (self.binc / f"{name}.yml").write_text(said, encoding="utf-8")

    def remove(self, name: str) -> None:
        for suffix in (".csv", ".yml"):
            (self.binc / f"{name}{suffix}").unlink()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("voorbeeld")
    write_small_delivery(copy_raw(folder / "raw") / "binc")
    Place(folder).build()
    return folder


@pytest.fixture
def here(example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A built place of its own, which the monitor reads."""
    shutil.copytree(example, tmp_path / "hier")
    place = Place(tmp_path / "hier")
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(place.warehouse))
    return place


def many(first: int, count: int, month: str = "2023-03") -> list[str]:
    """Dossiers of Gent, enough to be shown."""
    return [f"N{n};1G1P Samen1Plan Gent;{month}-15;;;;;2024-05-20 10:00:00;nee" for n in range(first, first + count)]


def handed_out(shown: Exhibit) -> str:
    ledger.remember(shown.figure, to_address(shown.view))
    return shown.figure.stamp


def said(found: Trace) -> str:
    return " ".join([found.verdict, *found.why])


# ------------------------------------------------------------------ the same


def test_the_same_figure_by_stamp_and_by_address(here: Place) -> None:
    shown = exhibit(YEARS)
    stamp = handed_out(shown)
    for text in (
        stamp,
        f"  {stamp}\n",
        shown.address,
        f"http://localhost:8501{shown.address}",
        shown.address.split("?")[1],
    ):
        found = trace(text)
        assert (found.state, found.now) == (SAME, shown), text


def test_an_address_without_a_stamp_shows_the_figure_and_promises_nothing(here: Place) -> None:
    found = trace(to_address(YEARS))
    assert found.state == SHOWN
    assert found.now == exhibit(YEARS)
    assert "niet te zeggen of de figuur veranderd is" in said(found)


def test_other_data_that_leave_the_figure_alone(here: Place) -> None:
    stamp = handed_out(exhibit(view("budget")))
    here.add("2024-06-01", many(1, 8))
    here.build()
    assert exhibit(view("budget")).figure.stamp != stamp
    assert trace(stamp).state == SAME
    assert "aan de cijfers van deze figuur en aan hun definitie veranderde niets" in said(trace(stamp))


# ------------------------------------------------------------------ later, corrected, taken back


def test_later_registrations(here: Place) -> None:
    stamp = handed_out(exhibit(YEARS))
    here.add("2024-06-01", many(1, 8))
    here.build()
    found = trace(stamp)
    assert found.state == CHANGED
    assert (
        "Levering die er sindsdien bij kwam: Kleine levering 2024-06-01 (binc_1g1p_dossier_20240601.csv)." in found.why
    )
    assert "8 later geregistreerd, geen verbeterd en geen weggehaald" in said(found)
    rows = {row[:2]: row[2:] for row in found.changes.rows}
    assert found.changes.columns == ("Samenwerkingsverband", "Periode", "Toen", "Nu")
    # Gent had G1 to G4 in 2023, too few to show, and has 12 now.
    (gent,) = [cells for (name, period), cells in rows.items() if "Gent" in name and period == "2023"]
    assert gent == ("x", "12")


def test_a_small_number_of_dossiers_is_not_told(here: Place) -> None:
    stamp = handed_out(exhibit(YEARS))
    here.add("2024-06-01", many(1, 3))
    here.build()
    found = trace(stamp)
    assert found.state == CHANGED
    assert "minder dan 5 later geregistreerd" in said(found)
    assert not re.search(r"\b[1-4] (later|verbeterd|weggehaald)", said(found))


def test_a_chain_of_versions_is_added_up(here: Place) -> None:
    stamp = handed_out(exhibit(MONTHS))
    here.add("2024-06-01", many(1, 8))
    here.build()
    here.add(
        "2024-07-01",
        [row.replace("2023-03-15;;;;;2024-05-20", "2023-03-15;;;2023-04-01;;2024-06-20") for row in many(1, 6)],
    )
    here.build()
    assert len(kept_versions()) == 3
    assert "8 later geregistreerd, 6 verbeterd en geen weggehaald" in said(trace(stamp))


def test_a_delivery_taken_back(here: Place) -> None:
    here.add("2024-06-01", many(1, 8))
    here.build()
    stamp = handed_out(exhibit(YEARS))
    here.remove("binc_1g1p_dossier_20240601")
    here.build()
    found = trace(stamp)
    assert "Levering die sindsdien teruggenomen of weggehaald is: Kleine levering 2024-06-01" in said(found)
    assert "geen later geregistreerd, geen verbeterd en 8 weggehaald" in said(found)


def test_a_chain_that_passes_a_version_that_stood_before(here: Place) -> None:
    """Loaded, taken back, and another one loaded: from the second version by way of the first to the third."""
    here.add("2024-06-01", many(1, 8))
    here.build()
    stamp = handed_out(exhibit(YEARS))
    here.remove("binc_1g1p_dossier_20240601")
    here.build()
    here.add("2024-07-01", many(101, 6))
    here.build()
    assert "6 later geregistreerd, geen verbeterd en 8 weggehaald" in said(trace(stamp))


def test_only_the_areas_and_the_period_of_the_figure_count(here: Place) -> None:
    zones = view("gebied_zones", "tabel", Choice(gebieden=("gent",)))
    early = view("aanmeldingen", "lijn", Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31)))
    stamps = [handed_out(exhibit(one)) for one in (zones, early)]
    here.add("2024-06-01", [*many(1, 8), *many(50, 7, "2024-02")])
    here.build()
    assert trace(stamps[0]).state == SAME
    assert "7 later geregistreerd" in said(trace(stamps[1]))


def test_without_the_step_between_no_number_is_told(here: Place) -> None:
    stamp = handed_out(exhibit(YEARS))
    here.warehouse.unlink()
    here.add("2024-06-01", many(1, 8))
    here.build()
    found = trace(stamp)
    assert found.changes.rows
    assert "is tussen deze twee versies niet bewaard" in said(found)


# ------------------------------------------------------------------ facts, definition, program


def test_a_file_with_other_facts(here: Place) -> None:
    stamp = handed_out(exhibit(view("bestanden")))
    notes = here.inputs.raw / "oproepen.yml"
    notes.write_text(notes.read_text(encoding="utf-8").replace("titel: ", "titel: Alle ", 1), encoding="utf-8")
    here.build()
    found = trace(stamp)
    assert found.state == CHANGED
    assert found.now.figure.name == "bestanden"


def as_defined_before(words: dict[str, str]) -> str:
    """Hand out the stamp of the figure as an earlier definition gave it; `words` maps words of now to those of then."""
    earlier = definition("aanmeldingen")
    for now, then in words.items():
        assert now in earlier
        earlier = earlier.replace(now, then, 1)
    with as_it_was(current_version(), {"aanmeldingen": earlier}):
        return handed_out(exhibit(YEARS))


def test_another_definition_with_the_same_data(here: Place) -> None:
    stamp = as_defined_before(
        {"titel: Aanmeldingen": "titel: Meldingen", "then sum(aanmeldingen)": "then 3 * sum(aanmeldingen)"}
    )
    found = trace(stamp)
    assert found.state == CHANGED
    assert "De definitie is veranderd, de titel. Toen: ‘Meldingen’. Nu: ‘Aanmeldingen’." in found.why
    assert "later geregistreerd" not in said(found)
    assert found.changes.columns[-2:] == ("Toen", "Nu")
    # G1 to G4 counted three times then; four are too few to show now.
    assert [row[2:] for row in found.changes.rows if "Gent" in row[0] and row[1] == "2023"] == [("12", "x")]


def test_a_definition_that_only_says_otherwise(here: Place) -> None:
    stamp = as_defined_before({"teller: dossiers": "teller: alle dossiers"})
    found = trace(stamp)
    assert found.changes is None
    assert "De cijfers zelf zijn dezelfde gebleven." in found.why
    assert "Toen: ‘alle dossiers met een datum van aanmelding in de periode’." in said(found)


def test_a_rewritten_calculation(here: Place) -> None:
    stamp = as_defined_before({"then sum(aanmeldingen)": "then 3 * sum(aanmeldingen)"})
    assert "de berekening is herschreven, de omschrijving bleef dezelfde" in said(trace(stamp))


def test_the_effect_of_the_definition_stands_apart_from_that_of_the_data(here: Place) -> None:
    stamp = as_defined_before({"then sum(aanmeldingen)": "then 3 * sum(aanmeldingen)"})
    here.add("2024-06-01", many(1, 8))
    here.build()
    found = trace(stamp)
    assert found.changes.columns[-3:] == ("Toen", "Nieuwe gegevens, oude definitie", "Nu")
    assert re.search(
        r"Door andere gegevens zijn er \d+ cel(len)? anders, door de nieuwe definitie \d+ cel", said(found)
    )
    assert [row[2:] for row in found.changes.rows if "Gent" in row[0] and row[1] == "2023"] == [("12", "36", "12")]


def test_a_definition_that_no_longer_fits_the_data(here: Place) -> None:
    """It asks a column that is no longer there: what it gave then cannot be made again."""
    text = definition("aanmeldingen").replace("t.aanmeldingen,", "t.aanmeldingen, t.verdwenen,")
    short = ledger.short_hash(text)
    stamp = handed_out(exhibit(YEARS))
    (folder,) = (here.warehouse.parent / "versies").glob("definities")
    (folder / f"{short}.sql").write_text(text, encoding="utf-8")
    line = json.dumps(
        {
            "stempel": f"{stamp[:-8]}00000000",
            "adres": to_address(YEARS),
            "versie": next(iter(kept_versions())),
            "definitie": short,
        }
    )
    with (here.warehouse.parent / "versies" / "stempels.jsonl").open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
    found = trace(f"{stamp[:-8]}00000000")
    assert (found.state, found.changes) == (CHANGED, None)
    assert "komt deze stempel niet meer" in said(found)


# ------------------------------------------------------------------ not to be found


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "In dit adres staat geen figuur"),
        ("zomaar iets", "In dit adres staat geen figuur"),
        ("/terugvinden?figuur=bestaat-niet", "geen figuur met de naam"),
        ("/terugvinden?figuur=aanmeldingen&vorm=taart", "geen vorm"),
        ("/terugvinden?figuur=aanmeldingen&begin=gisteren", "geen datum"),
        ("/terugvinden?figuur=aanmeldingen&stempel=abc", "stempel in dit adres klopt niet"),
        ("0123456789ab-01234567", "niet op deze computer gegeven"),
        ("http://[kapot", "figuur"),
    ],
)
def test_what_cannot_be_found_says_why_and_what_to_do(here: Place, text: str, reason: str) -> None:
    found = trace(text)
    assert (found.state, found.now) == (LOST, None)
    assert reason in said(found)


def test_an_address_is_enough_when_the_stamp_was_not_written_down(here: Place) -> None:
    address = exhibit(YEARS).address
    here.add("2024-06-01", many(1, 8))
    here.build()
    found = trace(address)
    assert found.changes.rows
    assert "8 later geregistreerd" in said(found)


def test_a_stamp_of_another_machine(here: Place) -> None:
    address = exhibit(YEARS).address
    elsewhere = re.sub(r"stempel=[0-9a-f]{12}", "stempel=" + "0" * 12, address)[:-1] + "0"
    found = trace(elsewhere)
    assert (found.state, found.changes) == (CHANGED, None)
    assert "gegevens van toen zijn hier niet bewaard" in said(found)
    assert found.now == exhibit(YEARS)


def test_a_stamp_of_another_figure(here: Place) -> None:
    stamp = handed_out(exhibit(YEARS))
    found = trace(to_address(MONTHS, stamp))
    assert found.state == LOST
    assert "hoort bij een andere figuur" in said(found)


def test_nothing_is_told_of_what_is_not_proven(here: Place) -> None:
    """The data of then are kept, but another stamp comes out of them."""
    shown = exhibit(YEARS)
    handed_out(shown)
    wrong = shown.figure.stamp[:-4] + ("0000" if not shown.figure.stamp.endswith("0000") else "1111")
    found = trace(to_address(YEARS, wrong))
    assert (found.state, found.changes) == (CHANGED, None)
    assert "komt deze stempel niet meer" in said(found)


# ------------------------------------------------------------------ every figure


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_figure_of_the_catalogue_can_be_made_again_from_what_is_kept(on_demo, name: str) -> None:
    shown = exhibit(view(name))
    (kept,) = kept_versions().values()
    with as_it_was(kept):
        assert current_version() == kept
        assert exhibit(view(name)).figure.stamp == shown.figure.stamp
    assert current_version() == on_demo
