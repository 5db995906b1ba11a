"""The page Instroom, as a reader meets it."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import WHOLE

TITLES = [
    "Profiel van de instroom: aanmelder",
    "Aanmeldingen per gemeente",
    "Aanmeldingen per 1.000 jongeren, met gelijke leeftijden",
]


def titles(screen) -> list[str]:
    return [section.title for section in screen.sections]


def test_three_figures_each_with_caveats_and_a_stamp(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "instroom", **WHOLE["instroom"])
    assert screen.errors == []
    assert titles(screen) == TITLES
    assert all(section.stamp and section.caveats for section in screen.sections)
    assert "DEMOGEGEVENS" in screen.words
    assert "P4" in screen.section("Aanmeldingen per gemeente").caveats


def test_without_a_chosen_area_it_says_how_to_see_municipalities(warehouses: Warehouses, reader: Reader) -> None:
    said = "Kies links een samenwerkingsverband om zijn gemeenten te zien."
    without = reader(warehouses.demo, "instroom", instroomdeel="Gemeenten")
    assert any(one.startswith(said) for one in without.advice)
    chosen = reader(warehouses.demo, "instroom", instroomdeel="Gemeenten", gebied=["Trawant"])
    assert not any(one.startswith(said) for one in chosen.advice)
    assert titles(chosen) == TITLES[1:2]


def test_another_characteristic_is_another_figure(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "instroom", **WHOLE["instroom"])
    screen.choose("kenmerk", "Hulpvragen")
    assert screen.errors == []
    assert titles(screen)[0] == "Profiel van de instroom: hulpvragen"
    assert "samen zijn de aandelen meer dan 100 %" in screen.words
    assert {trace["name"] for trace in screen.plots[0]["data"]} == {"Vlaanderen en Brussel"}


def test_chosen_areas_stand_beside_flanders_and_show_their_municipalities(
    warehouses: Warehouses, reader: Reader
) -> None:
    screen = reader(warehouses.demo, "instroom", **WHOLE["instroom"], gebied=["Trawant", "Samen1Plan Gent"])
    assert screen.errors == []
    assert list(dict.fromkeys(trace["name"] for trace in screen.plots[0]["data"])) == [
        "Samen1Plan Gent", "Trawant", "Vlaanderen en Brussel",
    ]  # fmt: skip
    assert "Antwerpen, deel Borsbeek" in screen.words
    assert "Merelbeke-Melle" in screen.words
    screen.switch("gemeentestaven")
    assert screen.errors == []
    assert "Aanmeldingen per gemeente, als staven" in titles(screen)


@pytest.mark.parametrize("per", ["maand", "kwartaal"])
def test_a_shorter_period_leaves_the_figures_of_a_year(warehouses: Warehouses, reader: Reader, per: str) -> None:
    screen = reader(warehouses.demo, "instroom", **WHOLE["instroom"], per=per)
    assert screen.errors == []
    assert titles(screen) == TITLES


def test_without_registrations_the_page_says_so(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, "instroom", **WHOLE["instroom"])
    assert screen.errors == []


def test_the_areas_that_resemble_an_area_stand_with_its_story(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", gebied=["Samen1Plan Gent"])
    assert screen.errors == []
    assert "gelijkt het meest op" in screen.words
    brussels = reader(warehouses.demo, "kaart", gebied=["Sonja Erteejee"])
    assert "Brussel wordt niet per inwoner vergeleken" in brussels.words
