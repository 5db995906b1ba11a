"""The two sections of Trends that go by month, closed until they are asked for, and the page with the methods."""

from __future__ import annotations

import pytest

from figures.address import read_address
from figures.wording.methods_text import methods
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import Screen, plain


def names(screen: Screen) -> list[str]:
    return [read_address(section.address)[0].name for section in screen.sections]


def test_both_sections_are_closed_until_they_are_asked_for(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends")
    assert {"Meer dan toeval?", "Hoe volledig zijn de laatste maanden?"} <= set(headers(screen))
    assert not [name for name in names(screen) if name.startswith(("regelkaart", "volledigheid"))]
    assert screen.errors == []


def headers(screen: Screen) -> list[str]:
    return [one.value for one in screen.app.header]


@pytest.mark.parametrize(
    ("chosen", "name"),
    [
        ("Aanmeldingen", "regelkaart_aanmeldingen"),
        ("Opgestarte trajecten", "regelkaart_opgestart"),
        ("Aandeel binnen de maand", "regelkaart_binnen_de_maand"),
    ],
)
def test_the_address_opens_a_control_chart(warehouses: Warehouses, reader: Reader, chosen: str, name: str) -> None:
    screen = reader(warehouses.demo, "trends", regelkaart=chosen)
    assert name in names(screen)
    assert "Deze figuur gaat altijd per maand, ook al staat links jaar." in plain(screen.html)
    assert screen.errors == []


def test_the_chart_is_that_of_the_first_chosen_area_and_says_so(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(
        warehouses.demo, "trends", regelkaart="Aanmeldingen", gebied=["Trawant", "RTJ De Tafels"], per="maand"
    )
    assert "Aanmeldingen, regelkaart per maand, RTJ De Tafels" in headers(screen)
    words = plain(screen.html)
    assert "Ze toont één samenwerkingsverband: van wat u koos het eerste in het alfabet." in words
    assert "gaat altijd per maand" not in words


def test_the_address_opens_what_is_expected(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends", volledigheid="true")
    assert "volledigheid_aanmeldingen" in names(screen)
    assert "naar verwachting uiteindelijk ongeveer" in plain(screen.html)
    assert screen.errors == []


@pytest.mark.parametrize("which", ["real", "without"])
def test_both_open_on_any_data(warehouses: Warehouses, reader: Reader, which: str) -> None:
    screen = reader(getattr(warehouses, which), "trends", regelkaart="Aanmeldingen", volledigheid="true")
    assert screen.errors == []


def test_the_methods_stand_under_each_other_with_a_place_each(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "methoden")
    assert [one.value for one in screen.app.header] == [one.title for one in methods()]
    assert [one.proto.anchor for one in screen.app.header] == [one.anchor for one in methods()]
    for one in methods():
        assert f'href="#{one.anchor}"' in screen.html
        for name, words in one.parts.items():
            assert f"{name}. {words}".replace(" ", "") in plain(screen.html).replace(" ", "")


def test_the_methods_need_no_registrations(warehouses: Warehouses, reader: Reader) -> None:
    assert reader(warehouses.without, "methoden").errors == []
