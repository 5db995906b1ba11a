"""The page Trajecten, as a reader meets it: without a choice, with one, at every grain, with nothing."""

from __future__ import annotations

import pytest

from figures import DEMO_WORD, GRAINS
from figures.topics import trajecten
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import WHOLE, Screen

PAGE = "trajecten"
TITLES = [
    "Lopende, opgestarte en afgeronde trajecten",
    "Opgestarte trajecten",
    "Afgeronde trajecten",
    "Duur van een traject (mediaan)",
    "Duur van een traject (mediaan), over de tijd",
    "Redenen van einde",
    "Uitval: stopgezet door het gezin",
    "Vervolghulp gerealiseerd zoals aangewezen",
    "Vervolghulp, aangewezen en gerealiseerd: Vlaanderen en Brussel",
    "Opnieuw aangemeld binnen 12 maanden na het einde",
    "Dossiers, cliënten en gezinnen",
]


def headed(screen: Screen) -> list[str]:
    return [section.title for section in screen.sections]


def test_it_shows_every_figure_with_its_stamp_and_caveats(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE])
    assert screen.errors == []
    assert headed(screen) == TITLES
    assert [s.title for s in screen.sections if not s.stamp or not s.caveats] == []
    assert "m-banner" in screen.html
    assert all(DEMO_WORD in str(plot) for plot in screen.plots)
    assert len(screen.plots) == 8


def test_one_part_shows_its_own_figures_and_no_other(warehouses: Warehouses, reader: Reader) -> None:
    assert headed(reader(warehouses.demo, PAGE)) == TITLES[:3]
    screen = reader(warehouses.demo, PAGE, trajectdeel="Duur")
    assert (screen.errors, headed(screen)) == ([], TITLES[3:5])


def test_what_a_reader_must_know_stands_before_the_figure(warehouses: Warehouses, reader: Reader) -> None:
    words = reader(warehouses.demo, PAGE, **WHOLE[PAGE]).words
    for said in (trajecten.RUNNING, trajecten.DROP_OUT, trajecten.UNITS_SAID):
        assert said in words


def test_a_chosen_area_has_its_own_picture_of_flows(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], gebied=["Samen1Plan Gent", "Konekti"])
    assert screen.errors == []
    flows = [title.rpartition(": ")[2] for title in headed(screen) if title.startswith("Vervolghulp, aangewezen")]
    assert flows == ["Vlaanderen en Brussel", "Konekti", "Samen1Plan Gent"]


def test_another_window_gives_another_share_of_returns(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE])
    screen.choose("terugkeermaanden", 6)
    assert screen.errors == []
    assert "Opnieuw aangemeld binnen 6 maanden na het einde" in headed(screen)


@pytest.mark.parametrize("per", GRAINS)
def test_it_opens_at_every_grain_and_in_the_first_and_last_period(
    warehouses: Warehouses, reader: Reader, per: str
) -> None:
    screen = reader(warehouses.demo, PAGE, **WHOLE[PAGE], per=per, gebied=["Sonja Erteejee"])
    box = screen.app.selectbox(key="trajectperiode")
    for period in (box.options[0], box.options[-1]):
        assert screen.choose("trajectperiode", period).errors == []


def test_hidden_numbers_are_shown_with_their_sign(warehouses: Warehouses, reader: Reader) -> None:
    """Every number of the hand-counted deliveries is from 1 to 4."""
    screen = reader(warehouses.real, PAGE, **WHOLE[PAGE])
    assert screen.errors == []
    cells = {cell for table in screen.tables() for row in table[1:] for cell in row[1:]}
    assert "x" in cells
    assert not cells & {"1", "2", "3", "4"}


def test_without_registrations_it_says_how_to_get_them(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, PAGE, **WHOLE[PAGE])
    assert screen.errors == []
    assert "data/raw/binc" in screen.words
    assert DEMO_WORD not in screen.words
