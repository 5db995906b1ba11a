"""The page Registratiekwaliteit, as a reader meets it: without a choice, with one, with too many, with nothing."""

from __future__ import annotations

import pytest

from figures import DEMO_WORD
from figures.topics import quality
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import WHOLE, Screen

PAGE = "registratiekwaliteit"
TITLES = (
    "Ontbrekende waarden per veld",
    "Late registratie",
    "Onmogelijke waarden",
    "Geweigerde rijen per levering",
    "Dossiers zonder einde na 365 dagen",
    "Datums op de eerste van de maand",
    "Veel datums op één dag",
    "Niveausprongen",
    "Maanden zonder aanmeldingen die kunnen ontbreken",
)


def headed(screen: Screen) -> list[str]:
    return [section.title for section in screen.sections]


def test_without_a_choice_it_shows_flanders_and_invites_to_choose(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE])
    assert screen.errors == []
    assert "Kies links een samenwerkingsverband" in screen.advice[0]
    assert set(TITLES) <= set(headed(screen))
    assert not any(title.startswith("In het kort") for title in headed(screen))
    assert any("Vlaanderen en Brussel" in table[0] for table in screen.tables())


def test_with_a_choice_the_area_stands_beside_the_spread(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], gebied=["Samen1Plan Gent"])
    assert screen.errors == []
    assert screen.advice == []
    assert headed(screen)[0] == "In het kort: Samen1Plan Gent"
    fields = next(table for table in screen.tables() if "Datum opstart" in table[3])
    assert fields[0][:5] == ["Onderdeel", "Samen1Plan Gent", "Laagste", "Mediaan", "Hoogste"]
    assert len(fields) == 1 + len(quality.FIELDS)


def test_every_figure_has_its_stamp_and_caveats(warehouses: Warehouses, reader: Reader) -> None:
    sections = reader(warehouses.demo, PAGE, **WHOLE[PAGE], gebied=["Konekti"]).sections
    figures = [section for section in sections if not section.title.startswith("In het kort")]
    assert len(figures) >= 12
    assert [s.title for s in figures if not s.stamp] == []
    assert [s.title for s in figures if not s.caveats] == []
    assert len({s.stamp for s in figures}) == len(figures)


def test_the_demo_word_is_at_the_top_and_in_every_picture(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], gebied=["Konekti"])
    assert "m-banner" in screen.html
    assert len(screen.plots) == 4
    assert all(DEMO_WORD in str(plot) for plot in screen.plots)


@pytest.mark.parametrize("per", ["maand", "kwartaal", "jaar"])
def test_it_opens_at_every_grain_and_in_every_period(warehouses: Warehouses, reader: Reader, per: str) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], per=per, gebied=["Sonja Erteejee"])
    box = screen.app.selectbox(key="kwaliteitsperiode")
    for period in (box.options[0], box.options[-1]):
        assert screen.choose("kwaliteitsperiode", period).errors == []


def test_another_field_and_another_date_give_another_figure(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], kwaliteitsveld="Aanmelder", kwaliteitsdatum="Datum opstart")
    assert screen.errors == []
    assert "Ontbrekende waarden: aanmelder" in headed(screen)
    assert "Datums op de eerste van de maand: datum opstart" in headed(screen)
    assert quality.EFFECTS["aanmelder"] in screen.words


def test_a_short_period_says_what_a_level_shift_needs(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], van="2026", tot="2026")
    assert screen.errors == []
    assert "Kies links een langere periode" in screen.words


def test_more_areas_than_a_table_can_hold_are_said_to_be_left_out(warehouses: Warehouses, reader: Reader) -> None:
    every_area = reader(warehouses.demo, PAGE, **WHOLE[PAGE]).app.multiselect(key="gebied").options
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], gebied=every_area)
    assert screen.errors == []
    assert "De tabellen tonen de eerste 4" in screen.advice[0]
    assert sum(title.startswith("In het kort") for title in headed(screen)) == quality.MOST_AREAS


def test_without_registrations_it_says_how_to_get_them(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, PAGE)
    assert screen.errors == []
    assert "data/raw/binc" in screen.words
    assert screen.sections == []
    assert DEMO_WORD not in screen.words
