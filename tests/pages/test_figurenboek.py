"""Figurenboek: a list to see, order and take along; a preview as everywhere; and the whole book made when asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from figures import DEMO_WORD
from figures.figurenboek.booklist import read_file, write_list
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import Screen

SMALL = b"titel: Eigen boek\nfiguren:\n  - {figuur: budget, titel: Geld}\n  - {figuur: vte, titel: Mensen}\n"


@pytest.fixture
def page(reader: Reader, warehouses: Warehouses) -> Screen:
    return reader(warehouses.demo, "figurenboek")


def titles(screen: Screen) -> list[str]:
    """The second column of the first table: the figures in order."""
    return [row[1] for row in screen.tables()[0][1:]]


def press(screen: Screen, key: str) -> Screen:
    screen.app.button(key=key).click().run()
    return screen


def bring(screen: Screen, key: str, name: str, content: bytes) -> Screen:
    """Choose a file in an upload box."""
    screen.app.file_uploader(key=key).set_value((name, content, "application/octet-stream")).run()
    return screen


def test_the_list_of_the_monitor_with_a_preview_of_its_first_figure(page: Screen) -> None:
    wanted = read_file().figures
    assert page.errors == []
    assert titles(page) == [one.title for one in wanted]
    (section,) = page.sections
    assert section.title == f"Voorbeeld: {wanted[0].title}"
    assert section.stamp
    assert section.caveats
    assert DEMO_WORD in page.words


def test_a_figure_goes_down_up_and_out(page: Screen) -> None:
    first, second, third, *rest = titles(page)
    assert titles(press(page, "boek_omlaag")) == [second, first, third, *rest]
    assert page.sections[0].title == f"Voorbeeld: {first}"  # the same figure stays chosen
    assert titles(press(page, "boek_omhoog")) == [first, second, third, *rest]
    assert titles(press(page, "boek_weg")) == [second, third, *rest]
    assert page.sections[0].title == f"Voorbeeld: {second}"
    assert titles(press(page, "boek_standaard")) == [first, second, third, *rest]


def test_a_figure_of_any_page_is_added_at_the_end_and_gets_a_title(page: Screen) -> None:
    before = titles(page)
    page.choose("boek_pagina", "Trajecten").choose("boek_nieuw", "Redenen van einde").choose("boek_vorm", "tabel")
    assert titles(press(page, "boek_toevoegen")) == [*before, "Redenen van einde"]
    assert page.errors == []
    assert page.sections[0].title == "Voorbeeld: Redenen van einde"
    page.app.text_input(key="boek_titel").set_value("Waarom trajecten eindigen").run()
    assert titles(page) == [*before, "Waarom trajecten eindigen"]
    page.app.text_input(key="boek_titel").set_value("   ").run()
    assert titles(page)[-1] == "Waarom trajecten eindigen"


def test_another_figure_is_previewed(page: Screen) -> None:
    page.app.selectbox(key="boek_figuur").select_index(13).run()
    assert page.sections[0].title == "Voorbeeld: Budget"
    assert page.app.button(key="boek_omlaag").disabled


def test_a_list_of_the_reader_takes_its_place_and_a_wrong_one_does_not(page: Screen) -> None:
    bring(page, "boek_eigen", "eigen.yml", SMALL)
    assert titles(page) == ["Geld", "Mensen"]
    bring(page, "boek_eigen", "fout.yml", SMALL.replace(b"vte", b"<b>vet</b>"))
    assert titles(page) == ["Geld", "Mensen"]
    (said,) = page.errors
    assert "fout" in said
    assert "figuur 2, sleutel figuur" in said.replace("\\", "")
    assert "<b>" not in said  # shown as it is, and not as markup


def test_the_book_is_made_when_asked_for_and_made_again_after_a_change(page: Screen) -> None:
    bring(page, "boek_eigen", "eigen.yml", SMALL)
    assert page.app.get("download_button")  # of the list and of the preview only
    assert not any(one.proto.label.startswith("Download het figurenboek") for one in page.app.get("download_button"))
    press(page, "boek_maak")
    assert page.errors == []
    assert [box.value for box in page.app.success] == ["Het figurenboek is klaar."]
    assert any(one.proto.label.startswith("Download het figurenboek") for one in page.app.get("download_button"))
    press(page, "boek_omlaag")
    assert [box.value for box in page.app.success] == []  # what was made belongs to the earlier order


def test_an_earlier_book_that_is_none_is_said(page: Screen) -> None:
    bring(page, "boek_eerder", "iets.zip", b"PK\x03\x04geen boek")
    assert len(page.errors) == 1
    assert "geen ZIP van een figurenboek" in page.errors[0].replace("\\", "")


def test_without_registrations_it_still_opens(reader: Reader, warehouses: Warehouses) -> None:
    screen = reader(warehouses.without, "figurenboek")
    assert screen.errors == []
    assert DEMO_WORD not in screen.words
    assert titles(screen) == [one.title for one in read_file().figures]


def test_without_a_warehouse_it_says_what_to_do(reader: Reader, warehouses: Warehouses) -> None:
    screen = reader(warehouses.missing, "figurenboek")
    assert screen.errors == []
    assert any("python -m etl" in said for said in screen.advice)


def test_nothing_is_written_on_the_server(page: Screen, warehouses: Warehouses) -> None:
    def there() -> set[Path]:
        return {p for p in warehouses.demo.parent.rglob("*") if "versies" not in p.parts}

    before = there()
    bring(page, "boek_eigen", "eigen.yml", SMALL)
    press(page, "boek_maak")
    assert there() == before


def test_the_list_as_it_is_downloaded_can_be_brought_back(page: Screen) -> None:
    own = write_list(read_file())
    bring(page, "boek_eigen", "boek.yml", own)
    assert page.errors == []
    assert titles(page) == [one.title for one in read_file().figures]
