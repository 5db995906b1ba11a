"""What a samenwerkingsverband says about its own figure goes with that figure, wherever it goes, and with no other."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader

from etl.build import Inputs, build
from figures import Choice, figure
from figures.catalogue import view
from figures.exhibit import Exhibit, exhibit
from figures.explanations import SHORT
from figures.files.exports import FORMATS
from figures.files.workbook import NOTES as NOTES_SHEET
from figures.finding_back.identity import SAME, trace
from figures.meaning import Caveat
from notes.store import FILE_NAME, NOTES_VARIABLE, Note, add, change, export_json, import_json, withdraw
from queries import WAREHOUSE_VARIABLE
from tests.pages.screen import Screen

HOSTILE = "=1+1 <script>alert(1)</script> $x_1$ & ‘aanhaling’;\n# [link](http://x) 😀 漢字"
SOURCE = "Overleg van 15 januari"


@pytest.fixture(autouse=True)
def file(on_demo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A notes file of its own for each test, on the same warehouse."""
    path = tmp_path / FILE_NAME
    monkeypatch.setenv(NOTES_VARIABLE, str(path))
    return path


def explained(sv_id: str = "gent", figuur: str = "aanmeldingen", tekst: str = "In mei was er ziekte.") -> Note:
    return add(sv_id, "toelichting", tekst, "An", figuur=figuur, datum=date(2026, 1, 15), bron=SOURCE)


def shown(name: str = "aanmeldingen", form: str = "", areas: tuple[str, ...] = (), **chosen: object) -> Exhibit:
    return exhibit(view(name, form, Choice(**chosen), areas))


def said_about(found: Exhibit) -> list[Caveat]:
    return [c for c in found.figure.caveats if re.fullmatch(r"T\d+", c.id)]


# ------------------------------------------------------------------ what it becomes


def test_an_explanation_is_a_caveat_in_the_words_of_the_area() -> None:
    note = explained()
    (caveat,) = said_about(shown())
    assert caveat.severity == "info"
    assert caveat.short == "Toelichting van Samen1Plan Gent (15 januari 2026): In mei was er ziekte."
    assert caveat.quote == note.tekst
    assert (caveat.document, caveat.place) == ("Toelichting van Samen1Plan Gent", f"15 januari 2026, {SOURCE}")
    assert (caveat.measures, caveat.areas) == ({"aanmeldingen"}, {"gent"})
    assert shown().figure.caveats[-1] == caveat  # what weighs more stands before it


@pytest.mark.parametrize("tekst", ["woord " * 800, "x" * 5000, "kort", "a" * 199 + " b", "woord\nop een\nnieuwe regel"])
def test_the_short_form_is_one_line_cut_after_a_word(tekst: str) -> None:
    explained(tekst=tekst)
    (caveat,) = said_about(shown())
    said = caveat.short.split("): ", 1)[1]
    whole = " ".join(tekst.split())
    assert len(said) <= SHORT + 1
    assert said == whole or (said.endswith("…") and whole.startswith(said[:-1]) and len(whole) > SHORT)
    if " " in whole:
        assert said.rstrip("…").split()[-1] in whole.split()
    assert caveat.quote == tekst.strip()


def test_the_number_stays_and_comes_with_an_import(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = explained()
    (first,) = said_about(shown())
    explained("kempen")
    change(note.id, 1, tekst="Beter gezegd.", wie="Bo", datum=date(2026, 2, 1), bron="Mail")
    changed = next(c for c in said_about(shown()) if c.areas == {"gent"})
    assert changed.id == first.id
    assert changed.quote == "Beter gezegd."
    monkeypatch.setenv(NOTES_VARIABLE, str(file.with_name("ander.db")))
    assert said_about(shown()) == []
    import_json(export_json(file))
    assert first.id in {c.id for c in said_about(shown())}


# ------------------------------------------------------------------ to whom


@pytest.mark.parametrize(
    "name", ["aanmeldingen", "aanmeldingen_vergelijking", "regelkaart_aanmeldingen", "volledigheid_aanmeldingen"]
)
def test_it_goes_with_every_figure_made_of_that_question(name: str) -> None:
    explained()
    assert len(said_about(shown(name, areas=("gent",)))) == 1


@pytest.mark.parametrize("form", ["lijn", "panelen", "kaart", "staaf", "tabel"])
def test_it_goes_with_every_form(form: str) -> None:
    explained()
    assert len(said_about(shown(form=form))) == 1


@pytest.mark.parametrize("name", ["lopende_trajecten", "budget", "vte", "trechter_binnen_de_maand", "leveringen"])
def test_no_other_figure_has_it(name: str) -> None:
    before = shown(name).figure.caveats
    explained()
    assert shown(name).figure.caveats == before


def test_one_about_a_figure_made_of_a_question_goes_with_that_figure_alone() -> None:
    explained(figuur="trechter_binnen_de_maand")
    assert len(said_about(shown("trechter_binnen_de_maand"))) == 1
    assert said_about(shown("binnen_de_maand")) == []
    explained(figuur="binnen_de_maand")
    assert len(said_about(shown("trechter_binnen_de_maand"))) == 2
    assert len(said_about(shown("binnen_de_maand"))) == 1


def test_it_goes_only_where_its_area_is() -> None:
    explained()
    other = explained("kempen", tekst="Over Kempen.")
    assert len(said_about(shown())) == 2
    assert [c.quote for c in said_about(shown("regelkaart_aanmeldingen", areas=("kempen",)))] == [other.tekst]
    assert said_about(shown("regelkaart_aanmeldingen")) == []  # Flanders as a whole is another figure
    own = figure("aanmeldingen", Choice(gebieden=("kempen",)))
    assert [c.quote for c in own.caveats if c.id.startswith("T")] == [other.tekst]
    explained("bestaat-niet")
    assert len(said_about(shown())) == 2


def test_remarks_and_agreements_do_not_travel() -> None:
    before = shown().figure.caveats
    add("gent", "opmerking", "Enkel voor ons.", "An", figuur="aanmeldingen")
    add("gent", "afspraak", "Enkel voor ons.", "An", figuur="aanmeldingen", datum=date(2026, 3, 1))
    assert shown().figure.caveats == before


def test_it_is_no_ground_for_the_guard_and_no_part_of_the_stamp() -> None:
    """A stamp is about data and definition; who explains a figure leaves it the figure it was."""
    found = shown()
    cells = judged()
    explained()
    after = shown()
    assert said_about(after) != []
    assert after.figure.stamp == found.figure.stamp
    assert after.address == found.address
    assert trace(after.address).state == SAME
    assert judged() == cells
    assert after.sentence == found.sentence


def judged() -> list[str]:
    compared = shown("aanmeldingen_vergelijking", een=date(2023, 1, 1), ander=date(2024, 1, 1)).figure.data
    return [*compared["oordeel"], *compared["reden"].fill_null("")]


# ------------------------------------------------------------------ when


def test_it_shows_at_the_next_look_and_is_gone_when_withdrawn() -> None:
    bare = shown()
    note = explained()
    assert [c.quote for c in said_about(shown())] == [note.tekst]
    change(note.id, 1, tekst="Anders.", wie="An", datum=note.datum, bron=SOURCE)
    assert [c.quote for c in said_about(shown())] == ["Anders."]
    withdraw(note.id, 2, "An")
    assert said_about(shown()) == []
    assert shown().figure.caveats == bare.figure.caveats
    assert said_about(shown(form="kaart")) == []


def test_a_plain_answer_shows_it_as_soon() -> None:
    """A card or a comparison asks for the figure itself, not for a view of it."""
    bare = figure("aanmeldingen")
    note = explained()
    assert figure("aanmeldingen").caveats[-1].quote == note.tekst
    withdraw(note.id, 1, "An")
    assert figure("aanmeldingen").caveats == bare.caveats


def test_a_row_or_a_period_of_a_figure_keeps_it() -> None:
    explained()
    whole = figure("aanmeldingen")
    start = whole.data["periode"].max()
    assert len([c for c in whole.at(start).caveats if c.id.startswith("T")]) == 1
    explained("bestaat-niet", "aanmeldingen_gepubliceerd")
    assert [c for c in figure("aanmeldingen_gepubliceerd").at_row(0).caveats if c.id.startswith("T")] == []


def test_it_survives_a_rebuild_of_the_warehouse(
    tmp_path: Path, demo_inputs: Inputs, demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the default place, beside the warehouse, which is replaced by another one."""
    warehouse = tmp_path / "huis" / "warehouse.duckdb"
    warehouse.parent.mkdir()
    shutil.copy(demo_warehouse, warehouse)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
    monkeypatch.delenv(NOTES_VARIABLE)
    note = explained("trawant", "budget", "Wij begonnen later.")
    before, content = warehouse.stat().st_ino, (warehouse.parent / FILE_NAME).read_bytes()
    build(Inputs(raw=demo_inputs.raw, demo=None), warehouse)
    assert warehouse.stat().st_ino != before
    assert (warehouse.parent / FILE_NAME).read_bytes() == content
    assert [c.quote for c in said_about(shown("budget"))] == [note.tekst]


def test_notes_that_cannot_be_read_are_said_and_break_nothing(file: Path) -> None:
    bare = shown()
    file.write_bytes(b"geen databank, wel een lange regel tekst " * 10)
    found = shown()
    (missing,) = said_about(found)
    assert (missing.id, missing.severity) == ("T0", "waarschuwing")
    assert "konden niet gelezen worden" in missing.short
    assert "is beschadigd of is geen bestand met notities" in missing.quote
    assert found.figure.stamp == bare.figure.stamp
    assert said_about(shown("leveringen")) == []  # a figure without areas has none to miss
    file.unlink()
    assert shown().figure.caveats == bare.figure.caveats


# ------------------------------------------------------------------ on screen and in every file


@pytest.fixture
def hostile(file: Path) -> tuple[Exhibit, Caveat]:
    """A figure with an explanation full of what could be taken for markup, a formula or mathematics."""
    explained(tekst=HOSTILE)
    found = shown("aanmeldingen", "staaf")
    return found, said_about(found)[0]


@pytest.mark.usefixtures("hostile")
def test_on_the_page_it_stands_among_the_caveats_and_in_full() -> None:
    screen = Screen.opened("trends", {})
    assert screen.errors == []
    (section, *_) = [s for s in screen.sections if s.title == "Aanmeldingen"]
    (number,) = (c.id for c in said_about(shown()))
    assert number in section.caveats
    assert "<script>" not in section.html
    assert HOSTILE in unescape(section.html)
    assert f"Toelichting van Samen1Plan Gent, 15 januari 2026, {SOURCE}" in unescape(section.html)


def test_the_csv_holds_it(hostile: tuple[Exhibit, Caveat]) -> None:
    found, caveat = hostile
    rows = list(csv.reader(io.StringIO(FORMATS["csv"].write(found, "a4").decode("utf-8-sig"), newline=""), delimiter=";"))  # fmt: skip
    assert [f"Info ({caveat.id}): {caveat.short}"] in rows
    plain = list(csv.DictReader(io.StringIO(FORMATS["csv-iso"].write(found, "a4").decode(), newline="")))
    assert {row["figuur_kanttekeningen"].split("|")[-1] for row in plain} == {caveat.id}


def test_the_json_holds_it(hostile: tuple[Exhibit, Caveat]) -> None:
    found, caveat = hostile
    (said,) = [c for c in json.loads(FORMATS["json"].write(found, "a4"))["kanttekeningen"] if c["id"] == caveat.id]
    assert (said["kort"], said["citaat"]) == (caveat.short, HOSTILE)
    assert (said["document"], said["plaats"]) == (caveat.document, caveat.place)


def test_the_workbook_holds_it_as_text(hostile: tuple[Exhibit, Caveat]) -> None:
    found, caveat = hostile
    book = load_workbook(io.BytesIO(FORMATS["xlsx"].write(found, "a4")))
    (row,) = [row for row in book[NOTES_SHEET].iter_rows() if row[1].value == caveat.id]
    assert row[3].value == caveat.short
    assert row[4].value == HOSTILE
    assert {cell.data_type for cell in row} <= {"s", "n"}
    assert "f" not in {cell.data_type for sheet in book for cells in sheet.iter_rows() for cell in cells}


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_pictures_hold_it(hostile: tuple[Exhibit, Caveat], kind: str) -> None:
    found, caveat = hostile
    content = FORMATS[kind].write(found, "a4")
    assert content == FORMATS[kind].write(found, "a4")
    if kind == "png":
        said = Image.open(io.BytesIO(content)).text
        assert json.loads(said["Kanttekeningen"])[-1] == caveat.id
        assert f"Info ({caveat.id}): {caveat.short}" in said["Comment"]
    elif kind == "svg":
        assert f"Info ({caveat.id}): {caveat.short}" in unescape(content.decode())
    else:
        reader = PdfReader(io.BytesIO(content))
        assert caveat.id in reader.metadata["/Keywords"].split("; ")
        last = " ".join(reader.pages[-1].extract_text().split())
        assert f"Info ({caveat.id}): Toelichting van Samen1Plan Gent" in last
        assert f"Bron: Toelichting van Samen1Plan Gent, 15 januari 2026, {SOURCE}." in last


def test_sixteen_explanations_fit(on_demo) -> None:
    """Every area says something long about one figure: nothing is left out, on paper neither."""
    ids = set(shown().figure.areas["gebied"])
    for sv_id in sorted(ids):
        explained(sv_id, tekst=f"Over {sv_id}. " + "Er kwamen nieuwe mensen bij. " * 30)
    found = shown(form="kaart")
    assert {area for c in said_about(found) for area in c.areas} == ids
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].write(found, "a4"))).pages
    said = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert [c.id for c in said_about(found) if f"({c.id})" not in said] == []
    assert said.count("Er kwamen nieuwe mensen bij.") >= 16 * 30
    png = Image.open(io.BytesIO(FORMATS["png"].write(found, "dia")))
    assert len([i for i in json.loads(png.text["Kanttekeningen"]) if i.startswith("T")]) == 16
