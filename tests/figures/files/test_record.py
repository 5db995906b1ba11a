"""The record of a figure and its JSON: everything that belongs to it, in one place, and the same numbers."""

from __future__ import annotations

import json
from datetime import date

import polars as pl
import pytest

from figures import Choice
from figures.catalogue import ENTRIES, view
from figures.exhibit import Exhibit, exhibit
from figures.files.record import json_bytes, record
from figures.meaning import all_caveats
from figures.text import STATES
from figures.wording.columns import meanings
from queries import current_version

VIEWS = [(name, form) for name, entry in ENTRIES.items() for form in entry.forms]


def shown(name: str, form: str = "", areas: tuple[str, ...] = (), **chosen: object) -> Exhibit:
    return exhibit(view(name, form, Choice(**chosen), areas))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(("name", "form"), VIEWS)
def test_the_json_holds_the_same_rows_and_all_that_belongs_to_them(name: str, form: str) -> None:
    found = shown(name, form)
    figure, said = found.figure, json.loads(json_bytes(found))
    rows = figure.data.with_columns(pl.col(pl.Date).dt.to_string("iso")).to_dicts()
    assert said["gegevens"] == rows
    assert rows or name == "kwaliteit_nulmaanden"  # in a small demo no month looks missing
    assert [c["id"] for c in said["kanttekeningen"]] == [c.id for c in figure.caveats]
    assert [(c["kort"], c["citaat"], c["document"]) for c in said["kanttekeningen"]] == [
        (c.short, c.quote, c.document) for c in figure.caveats
    ]
    assert {c["id"] for c in said["kanttekeningen"]} <= {c.id for c in all_caveats(current_version())}
    assert [b["datum"] for b in said["breuken"]] == [str(b.day) for b in figure.breaks]
    assert (said["figuur"], said["vorm"], said["titel"]) == (name, form, figure.title)
    assert (said["stempel"], said["adres"]) == (figure.stamp, found.address)
    assert (said["zin"], said["alt"]) == (found.sentence, found.alt)
    assert said["demo"] is figure.demo
    assert ("DEMOGEGEVENS" in (said["demo_zin"] or "")) is figure.demo
    assert said["bron"] or name in ("bestanden", "kanttekeningen", "breuken", "datanotas", "documenten")


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_column_has_a_meaning(name: str) -> None:
    found = shown(name).figure
    said = meanings(found)
    assert list(said) == found.data.columns
    assert all(len(words) > 3 for words in said.values())


@pytest.mark.usefixtures("on_demo")
def test_teller_noemer_and_waarde_say_what_they_count_here() -> None:
    found = shown("aanmeldingen_per_1000").figure
    said = meanings(found)
    assert found.question.teller in said["teller"]
    assert found.question.noemer in said["noemer"]
    assert found.unit in said["waarde"]


@pytest.mark.usefixtures("on_demo")
def test_the_choice_is_what_was_asked_and_makes_a_difference() -> None:
    said = record(
        shown("binnen_de_maand", "kaart", ("gent",), van=date(2024, 1, 1), tot=date(2024, 12, 31), per="kwartaal")
    )
    assert said["keuze"]["per"] == "kwartaal"
    assert (said["keuze"]["van"], said["keuze"]["tot"]) == ("2024-10-01", "2024-12-31")
    assert said["keuze"]["termijn"] == "30 dagen"
    assert "veld" not in said["keuze"]
    assert said["gebieden"]["in_kleur"] == [{"id": "gent", "naam": "Samen1Plan Gent"}]
    assert len(said["gebieden"]["in_de_gegevens"]) == 17
    assert said["periode"] == {
        "woorden": "1 oktober 2024 tot en met 31 december 2024", "eerste_dag": "2024-10-01", "laatste_dag": "2024-12-31",
    }  # fmt: skip


@pytest.mark.usefixtures("on_demo")
def test_the_areas_have_the_name_of_the_area_and_not_a_spelling_of_it() -> None:
    names = {area["naam"] for area in record(shown("gebied_namen"))["gebieden"]["in_de_gegevens"]}
    assert "Samen1Plan Gent" in names
    assert len(names) == 16
    assert record(shown("documenten"))["gebieden"]["in_de_gegevens"] == []


@pytest.mark.usefixtures("on_real")
def test_hidden_and_unknown_are_null_and_zero_is_zero() -> None:
    said = json.loads(json_bytes(shown("aanmeldingen", per="maand")))
    assert {(row["toestand"], row["waarde"]) for row in said["gegevens"]} == {
        ("onbekend", None), ("verborgen", None), ("nul", 0),
    }  # fmt: skip
    assert {state: (sign["teken"], sign["betekenis"]) for state, sign in said["tekens"].items()} == STATES
    assert said["demo"] is False
    assert "DEMOGEGEVENS" not in json_bytes(shown("aanmeldingen")).decode()


@pytest.mark.usefixtures("on_demo")
def test_the_rows_add_up_and_documents_have_none() -> None:
    rows = record(shown("aanmeldingen"))["rijen"]
    assert sum(part["rijen"] for part in rows["delen"]) == rows["gelezen"] > 0
    assert record(shown("budget"))["rijen"] is None


@pytest.mark.usefixtures("on_empty")
def test_a_figure_without_rows_still_says_what_it_is() -> None:
    said = json.loads(json_bytes(shown("aanmeldingen", "tabel")))
    assert said["gegevens"] == []
    assert said["eenheid"] == "aanmeldingen"
    assert said["zin"] == "Er zijn geen gegevens voor deze keuze."
    assert said["demo"] is False


@pytest.mark.usefixtures("on_demo")
def test_the_same_view_gives_the_same_bytes() -> None:
    assert json_bytes(shown("budget", "kaart")) == json_bytes(shown("budget", "kaart"))
    assert json_bytes(shown("budget", "kaart")) != json_bytes(shown("budget", "staaf"))
