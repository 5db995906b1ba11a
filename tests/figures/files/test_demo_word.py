"""DEMOGEGEVENS stands wherever a demo row is behind a number, and nowhere else: the same rows, loaded both ways."""

from __future__ import annotations

import io
from datetime import date

import pytest
from PIL import Image

from etl.build import Inputs, build
from figures import DEMO_WORD, Choice, Figure, MapPicture, figure, line_chart, long_table, map_picture, wide_table
from figures.drawing.charts import Chart, bar_chart, small_multiples
from figures.drawing.maps import deck
from figures.drawing.screen import draw
from figures.files.csvfile import csv_bytes
from figures.files.paper import picture
from figures.sentences import alt_text, sentence
from figures.wording.tables import as_html
from tests.conftest import copy_raw, write_small_delivery
from tests.figures.shown import shown

REGISTERED = ("aanmeldingen", "lopende_trajecten", "binnen_de_maand", "aanmeldingen_per_1000")
PUBLISHED = ("aanmeldingen_gepubliceerd", "budget", "budget_per_onder25", "vte", "oproepen")
YEAR = Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))


def carriers(found: Figure) -> dict[str, str]:
    """Everything a reader can get hold of, as text."""
    return {
        "csv": csv_bytes(shown(found)).decode("utf-8-sig"),
        "tabel": as_html(wide_table(found)),
        "voetnoten": "\n".join(found.footnotes),
    }


def pictures(found: Figure, year: Figure) -> dict[str, Chart | MapPicture]:
    return {
        "lijn": line_chart(found, ("gent",)),
        "panelen": small_multiples(found),
        "staaf": bar_chart(year),
        "kaart": map_picture(year),
    }


@pytest.mark.usefixtures("on_small_demo")
@pytest.mark.parametrize("name", REGISTERED)
def test_the_word_is_everywhere_when_the_rows_are_demo(name: str) -> None:
    found = figure(name, Choice(per="kwartaal"))
    assert found.demo
    assert [where for where, said in carriers(found).items() if DEMO_WORD not in said] == []
    assert csv_bytes(shown(found)).decode("utf-8-sig").splitlines()[0] == DEMO_WORD
    assert wide_table(found).caption.startswith(DEMO_WORD)
    assert long_table(found, {"naam": "Naam", "waarde": "Waarde"}).caption.startswith(DEMO_WORD)
    assert "Demogegevens" in alt_text(found, "Een lijn.", sentence(found))
    assert "demo" in found.status


@pytest.mark.usefixtures("on_small_demo")
def test_the_word_is_in_every_picture_when_the_rows_are_demo() -> None:
    for drawing in pictures(figure("aanmeldingen", Choice(per="kwartaal")), figure("aanmeldingen", YEAR)).values():
        assert DEMO_WORD in Image.open(io.BytesIO(picture(shown(drawing), "png"))).text["Comment"]
        on_screen = deck(drawing).to_json() if isinstance(drawing, MapPicture) else draw(drawing).to_json()
        assert DEMO_WORD in on_screen


@pytest.mark.usefixtures("on_real")
@pytest.mark.parametrize("name", REGISTERED)
def test_the_word_is_nowhere_when_the_rows_are_real(name: str) -> None:
    found = figure(name, Choice(per="kwartaal"))
    assert not found.demo
    assert not found.empty
    assert [where for where, said in carriers(found).items() if "demo" in said.casefold()] == []
    assert "voorlopig" in found.status
    assert "emogegevens" not in alt_text(found, "Een lijn.", sentence(found))


@pytest.mark.usefixtures("on_real")
def test_the_word_is_in_no_picture_when_the_rows_are_real() -> None:
    for drawing in pictures(figure("aanmeldingen", Choice(per="kwartaal")), figure("aanmeldingen", YEAR)).values():
        assert "DEMO" not in "".join(Image.open(io.BytesIO(picture(shown(drawing), "png"))).text.values())
        on_screen = deck(drawing).to_json() if isinstance(drawing, MapPicture) else draw(drawing).to_json()
        assert DEMO_WORD not in on_screen


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_facts_are_never_called_demo(on_small_demo, name: str) -> None:
    found = figure(name)
    assert not found.demo
    assert DEMO_WORD not in csv_bytes(shown(found)).decode("utf-8-sig")


def test_the_two_hold_the_same_numbers(stand, real_warehouse, small_demo_warehouse) -> None:
    frames = []
    for warehouse in (real_warehouse, small_demo_warehouse):
        stand(warehouse)
        frames.append(figure("aanmeldingen", Choice(per="maand")).data)
    assert frames[0].equals(frames[1])
    assert frames[0]["waarde"].drop_nulls().len() > 0


def test_with_both_the_word_stays(stand, tmp_path) -> None:
    """One demo delivery among real ones is enough."""
    write_small_delivery(tmp_path / "demo" / "binc")
    write_small_delivery(tmp_path / "los")
    raw = copy_raw(tmp_path / "raw")
    (raw / "binc").mkdir()
    for file in (tmp_path / "los").glob("*20240310*"):
        file.rename(raw / "binc" / file.name)
        (tmp_path / "demo" / "binc" / file.name).unlink()
    build(Inputs(raw=raw, demo=tmp_path / "demo"), tmp_path / "beide.duckdb")
    stand(tmp_path / "beide.duckdb")
    found = figure("aanmeldingen", Choice(per="jaar"))
    assert found.demo
    assert found.status == "demo en voorlopig"
