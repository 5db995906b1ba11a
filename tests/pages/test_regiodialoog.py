"""Regiodialoog as a reader meets it: one samenwerkingsverband, its notes, two people at once, and nothing to show."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from figures import DEMO_WORD, Choice, show
from figures.dialoog import dialogue, glance
from notes import store
from queries import current_version
from tests.figures.dialoog.test_dialogue import RANKING
from tests.pages.conftest import HOSTILE_TITLE, Reader, Warehouses
from tests.pages.screen import Screen, plain

PAGE = "regiodialoog"
GENT = {"dialoog": "Samen1Plan Gent"}
PARTS = ["Wie", "Aanmeldingen", "Binnen de maand", "Trajecten", "Personeel en middelen", "Registratiekwaliteit", "Toen en nu"]  # fmt: skip


@pytest.fixture(autouse=True)
def own_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.NOTES_VARIABLE, str(tmp_path / "notities.db"))
    return tmp_path / "notities.db"


def story_on_the_page() -> dialogue.Dialogue:
    """The story for the years that the frame chooses by itself: the first to the last there are."""
    return dialogue.story("gent", choice_of_the_frame())


def choice_of_the_frame() -> Choice:
    years = show.years_with_registrations(current_version())
    return Choice(van=date(years[0], 1, 1), tot=date(years[-1], 12, 31))


def show_part(screen: Screen, part: str) -> Screen:
    screen.app.segmented_control(key="deel").set_value(part).run()
    return screen


def typed(screen: Screen, start: str, value: str) -> None:
    """Fill in the text field or area of which the key starts so."""
    field = next(f for f in [*screen.app.text_area, *screen.app.text_input] if f.key and f.key.startswith(start))
    field.set_value(value)


def press(screen: Screen, label: str, place: int = 0) -> Screen:
    [button for button in screen.app.button if button.label == label][place].click().run()
    return screen


def written(screen: Screen, said: str, box: str = "algemeen", who: str = "Een lezer") -> Screen:
    """Somebody writes a remark in a box and saves it."""
    screen.app.text_input(key="wie").set_value(who)
    typed(screen, f"tekst_{box}", said)
    labels = [b.label for b in screen.app.button if b.label == "Bewaar"]
    return press(screen, "Bewaar", 0 if box == "algemeen" else len(labels) - 1)


# ------------------------------------------------------------------ the story


def test_it_tells_about_the_first_chosen_area_of_the_frame(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, gebied=["Trawant", "Konekti"])
    assert screen.errors == []
    assert "Konekti in het kort" in screen.words
    assert "het eerste in het alfabet" in screen.advice[0]
    assert not [box for box in screen.app.selectbox if box.key == "dialoog"]


def test_without_a_choice_in_the_frame_it_is_chosen_here_and_stands_in_the_address(
    warehouses: Warehouses, reader: Reader
) -> None:
    screen = reader(warehouses.demo, PAGE, **GENT)
    assert "Samen1Plan Gent in het kort" in screen.words
    assert screen.choose("dialoog", "Trawant").errors == []
    assert "Trawant in het kort" in screen.words
    assert len(screen.app.selectbox(key="dialoog").options) == 16


def test_what_stands_out_what_to_ask_and_what_cannot_be_told_stand_before_the_figures(
    warehouses: Warehouses, reader: Reader
) -> None:
    words = reader(warehouses.demo, PAGE, **GENT).words
    heads = ("in het kort", "Wat opvalt, en door welke regel", "Vragen voor het gesprek", "Wat deze cijfers niet zeggen", "De cijfers")  # fmt: skip
    places = [words.index(f"\n{head}" if head != heads[0] else head) for head in heads]
    assert places == sorted(places)
    assert dialogue.GENERAL in words


def test_every_sentence_of_the_summary_leads_to_its_figure(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **GENT)
    told = story_on_the_page()
    links = re.findall(r'<a href="(/terugvinden[^"]+)"', screen.html)
    glances = glance.glances(told, choice_of_the_frame())
    assert all(one.said in screen.words and one.change in screen.words for one in glances)
    rest = (*glance.not_at_a_glance(told, glances), *told.findings, *told.questions, *told.untold)
    for one in rest:
        assert one.sentence in screen.words
    assert {one.exhibit.address.replace("&", "&amp;") for one in (*rest, *glances)} <= set(links)


@pytest.mark.parametrize("part", PARTS)
def test_each_part_shows_its_figures_with_stamps_and_caveats(warehouses: Warehouses, reader: Reader, part: str) -> None:
    screen = reader(warehouses.demo, PAGE, deel=part, **GENT)
    assert screen.errors == []
    assert screen.app.segmented_control(key="deel").options == PARTS
    told = story_on_the_page()
    own = next(one for one in (*told.parts, told.then_and_now) if one.heading == part)
    assert [section.stamp for section in screen.sections] == [shown.figure.stamp for shown in own.exhibits]
    assert [list(s.caveats) for s in screen.sections] == [[c.id for c in e.figure.caveats] for e in own.exhibits]
    assert DEMO_WORD in screen.html
    assert RANKING.findall(plain(re.sub(r"<(table|blockquote).*?</\1>", "", screen.html, flags=re.S))) == []


def test_without_registrations_it_says_who_it_is_and_what_is_missing(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, PAGE, **GENT)
    assert screen.errors == []
    assert "Er zijn geen registraties voor deze keuze van jaren." in screen.words
    assert dialogue.NOTHING_STANDS_OUT in screen.words
    assert DEMO_WORD not in screen.words
    for part in ("Personeel en middelen", "Toen en nu"):
        assert show_part(screen, part).errors == []


# ------------------------------------------------------------------ notes


def test_a_remark_is_saved_with_its_writer_and_stays_after_a_restart(warehouses: Warehouses, reader: Reader) -> None:
    screen = written(reader(warehouses.demo, PAGE, **GENT), "Bespreek de zomer.")
    assert screen.errors == []
    assert "Bewaard." in [one.value for one in screen.app.success]
    (note,) = store.notes(sv_id="gent")
    assert (note.tekst, note.wie, note.soort, note.figuur) == ("Bespreek de zomer.", "Een lezer", "opmerking", None)
    again = reader(warehouses.demo, PAGE, **GENT)
    assert "Bespreek de zomer." in again.words
    assert "Bespreek de zomer." not in reader(warehouses.demo, PAGE, dialoog="Trawant").words


def test_the_field_is_empty_after_saving_and_keeps_its_text_when_saving_did_not_work(
    warehouses: Warehouses, reader: Reader
) -> None:
    screen = written(reader(warehouses.demo, PAGE, **GENT), "Zonder naam.", who="")
    assert screen.errors == ["Vul in wie dit schrijft en bewaar opnieuw\\."]
    assert [f.value for f in screen.app.text_area if f.key.startswith("tekst_algemeen")] == ["Zonder naam."]
    assert store.notes() == []
    written(screen, "Zonder naam.")
    assert [f.value for f in screen.app.text_area if f.key.startswith("tekst_algemeen")] == [""]
    assert len(store.notes()) == 1


def test_a_national_register_number_is_refused_with_a_sentence(warehouses: Warehouses, reader: Reader) -> None:
    screen = written(reader(warehouses.demo, PAGE, **GENT), "Zie 93.05.18-223.61 hierover.")
    assert "rijksregisternummer" in screen.errors[0]
    assert "93" not in screen.errors[0]
    assert store.notes() == []


def test_an_agreement_has_a_date_and_of_an_earlier_year_it_stands_in_front(
    warehouses: Warehouses, reader: Reader
) -> None:
    store.add("gent", "afspraak", "Elke maand registreren.", "Een lezer", datum=date(2020, 5, 4))
    screen = reader(warehouses.demo, PAGE, **GENT)
    assert "Afgesproken op 4 mei 2020: Elke maand registreren." in screen.words
    screen.choose("soort_algemeen", "afspraak")
    written(screen, "Tegen de zomer bekijken.")
    assert screen.errors == []
    new = store.notes(soort="afspraak")[-1]
    assert (new.tekst, new.datum) == ("Tegen de zomer bekijken.", date.today())


def test_an_explanation_becomes_a_caveat_of_its_figure_at_once(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, deel="Aanmeldingen", **GENT)
    stamps = [section.stamp for section in screen.sections]
    screen.choose("soort_Aanmeldingen", "toelichting")
    typed(screen, "bron_Aanmeldingen", "gesprek met de coördinatie")
    written(screen, "Er was minder volk in het voorjaar.", "Aanmeldingen")
    assert screen.errors == []
    assert store.notes()[0].figuur == "aanmeldingen"
    first = screen.sections[0]
    assert "Toelichting van Samen1Plan Gent" in first.html
    assert "Er was minder volk in het voorjaar." in first.html
    assert [section.stamp for section in screen.sections] == stamps


def test_what_is_written_is_text_and_never_markup(warehouses: Warehouses, reader: Reader) -> None:
    store.add("gent", "opmerking", HOSTILE_TITLE, "<b>wie</b>")
    screen = reader(warehouses.demo, PAGE, **GENT)
    assert "<script>" not in screen.html
    assert "<b>wie" not in screen.html
    assert HOSTILE_TITLE.split(" <")[0] in screen.words


def test_a_note_is_changed_and_its_earlier_version_can_be_read(warehouses: Warehouses, reader: Reader) -> None:
    screen = press(written(reader(warehouses.demo, PAGE, **GENT), "Eerst dit."), "Wijzig")
    note = store.notes()[0]
    typed(screen, f"tekst_{note.id}", "Daarna dat.")
    press(screen, "Bewaar de wijziging")
    assert [n.tekst for n in store.history(note.id)] == ["Eerst dit.", "Daarna dat."]
    assert "Eerst dit." not in screen.words
    assert "Versie 1." in screen.switch(f"vroeger_algemeen_{note.id}").words
    assert "Eerst dit." in screen.words


def test_two_people_at_once_see_each_other_and_nothing_is_lost(warehouses: Warehouses, reader: Reader) -> None:
    note = store.add("gent", "opmerking", "Van samen.", "Een lezer")
    one, other = (press(reader(warehouses.demo, PAGE, **GENT), "Wijzig") for _ in range(2))
    for screen, said, who in ((one, "Van de een.", "Een"), (other, "Van de ander.", "Ander")):
        screen.app.text_input(key="wie").set_value(who)
        typed(screen, f"tekst_{note.id}", said)
        press(screen, "Bewaar de wijziging")
    assert [n.tekst for n in store.history(note.id)] == ["Van samen.", "Van de een."]
    assert "Uw tekst staat eronder en is nog niet bewaard" in plain(other.app.warning[0].value.replace("\\", ""))
    assert "Van de een." in other.words
    assert [f.value for f in other.app.text_area if f.key.startswith(f"tekst_{note.id}")] == ["Van de ander."]
    press(other, "Bewaar mijn tekst")
    assert [n.tekst for n in store.history(note.id)] == ["Van samen.", "Van de een.", "Van de ander."]
    assert other.errors == []


def test_a_note_that_the_other_withdrew_can_still_be_saved(warehouses: Warehouses, reader: Reader) -> None:
    note = store.add("gent", "opmerking", "Van samen.", "Een lezer")
    screen = press(reader(warehouses.demo, PAGE, **GENT), "Wijzig")
    store.withdraw(note.id, 1, "Ander")
    screen.app.text_input(key="wie").set_value("Een")
    typed(screen, f"tekst_{note.id}", "Toch houden.")
    press(screen, "Bewaar de wijziging")
    assert "trok deze notitie in" in screen.app.warning[0].value
    press(screen, "Bewaar mijn tekst")
    assert [n.tekst for n in store.notes()] == ["Toch houden."]


def test_a_note_is_withdrawn_and_the_change_can_be_left(warehouses: Warehouses, reader: Reader) -> None:
    screen = press(written(reader(warehouses.demo, PAGE, **GENT), "Weg ermee."), "Wijzig")
    press(screen, "Wijzig niets")
    assert len(store.notes()) == 1
    press(press(screen, "Wijzig"), "Trek deze notitie in")
    assert store.notes() == []
    assert "Weg ermee." not in screen.words


def test_what_should_never_have_been_written_is_erased(warehouses: Warehouses, reader: Reader) -> None:
    screen = press(written(reader(warehouses.demo, PAGE, **GENT), "Te veel gezegd."), "Wijzig")
    (note,) = store.notes()
    next(box for box in screen.app.checkbox if box.key.startswith("wis_")).check()
    press(screen, "Trek deze notitie in")
    assert [version.tekst for version in store.history(note.id)] == [store.ERASED] * 2
    assert store.notes() == []


def test_notes_are_taken_along_and_put_back(
    warehouses: Warehouses, reader: Reader, own_notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.add("gent", "opmerking", "Ga mee.", "Een lezer")
    taken = store.export_json()
    monkeypatch.setenv(store.NOTES_VARIABLE, str(own_notes.with_name("ander.db")))
    screen = reader(warehouses.demo, PAGE, **GENT)
    screen.app.session_state["meenemen"] = True
    screen.app.run()
    screen.app.file_uploader(key="notities_terug").set_value(("notities.json", taken, "application/json")).run()
    press(screen, "Zet deze notities terug")
    assert screen.errors == []
    assert [n.tekst for n in store.notes()] == ["Ga mee."]


def test_a_file_with_notes_that_is_damaged_is_one_sentence_and_the_figures_stay(
    warehouses: Warehouses, reader: Reader, own_notes: Path
) -> None:
    own_notes.write_bytes(b"geen notities" * 500)
    screen = reader(warehouses.demo, PAGE, **GENT)
    assert screen.errors
    assert all("beschadigd" in said for said in screen.errors)
    assert "Samen1Plan Gent in het kort" in screen.words


# ------------------------------------------------------------------ the fiche


def test_the_fiche_is_made_when_asked_as_word_and_pdf_and_anew_after_a_note(
    warehouses: Warehouses, reader: Reader
) -> None:
    screen = reader(warehouses.demo, PAGE, **GENT)
    assert not [b for b in screen.app.get("download_button") if "Word" in b.proto.label]
    press(screen, "Maak de dialoogfiche")
    screen.app.run()
    labels = [b.proto.label for b in screen.app.get("download_button")]
    assert {"Download als Word (DOCX)", "Download als PDF"} <= set(labels)
    written(screen, "Nog iets.")
    assert "Download als PDF" not in [b.proto.label for b in screen.app.get("download_button")]
