"""The page Binnen de maand: its choices are in the address, and each figure follows the ones that matter to it."""

from __future__ import annotations

import pytest

from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import WHOLE, Screen, plain

AREA = "Konekti"
BY_LIMIT = ("Aandeel binnen de maand", "Aanmeldingen binnen", "Wat ontbrekende datums", "Redenen")
BY_EVENT_ONLY = ("Wachttijd per samenwerkingsverband", "Wachttijd:")


@pytest.fixture
def page(warehouses: Warehouses, reader: Reader):
    """A function that opens the page with choices in its address."""
    return lambda **address: reader(warehouses.demo, "binnen_de_maand", **WHOLE["binnen_de_maand"], **address)


def stamps(screen: Screen) -> dict[str, str]:
    """The stamp of each figure by its title without the choices in it."""
    starts = (*BY_LIMIT, *BY_EVENT_ONLY, "Hoe de bronnen")
    return {start: next(s.stamp for s in screen.sections if s.title.startswith(start)) for start in starts}


def changed(before: Screen, after: Screen) -> set[str]:
    first, second = stamps(before), stamps(after)
    return {start for start in first if first[start] != second[start]}


def test_the_event_changes_every_figure_but_the_quotes(page) -> None:
    assert changed(page(), page(gebeurtenis="opstart")) == {*BY_LIMIT, *BY_EVENT_ONLY}


def test_the_limit_changes_only_what_has_a_limit(page) -> None:
    assert changed(page(), page(termijn="kalendermaand")) == set(BY_LIMIT)


def test_the_period_changes_only_the_figures_of_one_period(page) -> None:
    one_period = {"Aanmeldingen binnen", "Wat ontbrekende datums", "Redenen", "Wachttijd per samenwerkingsverband"}
    assert changed(page(), page(maandperiode="2023")) == one_period


def test_a_choice_on_the_page_is_the_choice_in_its_address(page) -> None:
    assert stamps(page().choose("termijn", "kalendermaand")) == stamps(page(termijn="kalendermaand"))


def test_the_latest_whole_period_is_shown_first(page) -> None:
    assert page().app.selectbox(key="maandperiode").value == "2025"
    assert page(per="kwartaal").app.selectbox(key="maandperiode").value == "2e kwartaal 2026"


def test_a_chosen_area_is_named_in_every_sentence_about_areas(page) -> None:
    screen = page(gebied=[AREA])
    for section in screen.sections:
        if not section.title.startswith("Hoe de bronnen"):
            assert AREA in plain(section.html).split("Bron:")[0], section.title


def test_not_yet_to_be_judged_is_a_part_of_its_own_and_said_not_to_be_late(page) -> None:
    section = next(s for s in page().sections if s.title.startswith("Aanmeldingen binnen"))
    assert "Nog niet beoordeelbaar: de termijn liep nog op de peildatum." in plain(section.html)
    assert "Geen van beide telt als te laat." in plain(section.html)


def test_the_quotes_stand_there_without_registrations_too(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, "binnen_de_maand", **WHOLE["binnen_de_maand"])
    assert screen.errors == []
    assert "Elke aanvraag moet binnen de maand worden opgenomen." in screen.words
    assert {"gebeurtenis", "termijn"} <= {box.key for box in screen.app.selectbox}
    assert "maandperiode" not in {box.key for box in screen.app.selectbox}
