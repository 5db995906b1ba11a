"""Kanttekeningen: the list is exactly what applies, read here straight from the tables, and the matrix obeys the guard."""

from __future__ import annotations

import csv
import re
from datetime import date
from itertools import combinations, pairwise

import pytest

from etl.build import ROOT
from figures.figure import area_names
from figures.guard import compare_periods
from figures.topics.comparability import MEASURES, comparability_table
from queries import current_version
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import Screen

RAW = ROOT / "data" / "raw"
AREAS = {"1G1P Groot Antwerpen": {"groot-antwerpen", "v-antwerpen"}, "Konekti": {"zuid-west-vl", "v-konekti"}}
EVERY = ("Alle maten", "Alle jaren", None)


def rows(name: str) -> list[dict[str, str]]:
    with (RAW / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def applying(measure: str, year: str, area: str | None) -> set[str]:
    """The ids of the caveats that apply, by the plainest reading of kanttekeningen.csv."""
    return {
        row["kanttekening_id"]
        for row in rows("kanttekeningen.csv")
        if (measure == EVERY[0] or row["maten"] == "*" or MEASURES[measure] in row["maten"].split("|"))
        and (year == EVERY[1] or ((row["van"] or "0") <= f"{year}-12-31" and f"{year}-01-01" <= (row["tot"] or "9")))
        and (area is None or row["gebieden"] == "*" or AREAS[area] & set(row["gebieden"].split("|")))
    }


def shown(screen: Screen) -> list[str]:
    """The ids in the list below the filters."""
    after = screen.html.split("Breuk op", 1)[-1] if "Breuk op" in screen.html else screen.html
    return re.findall(r"</span> \(([A-Z]\d+)\)", after)


@pytest.fixture
def opened(warehouses: Warehouses, reader: Reader):
    """A function that opens Kanttekeningen with these choices."""

    def opens(measure: str = EVERY[0], year: str = EVERY[1], area: str | None = None) -> Screen:
        address = {"kmaat": measure, "kjaar": year} | ({"gebied": [area]} if area else {})
        return reader(warehouses.demo, "kanttekeningen", **address)

    return opens


@pytest.mark.parametrize("measure", MEASURES)
def test_by_measure(opened, measure: str) -> None:
    assert set(shown(opened(measure))) == applying(measure, *EVERY[1:])


@pytest.mark.parametrize("year", ["2017", "2019", "2020", "2021", "2022", "2026"])
def test_by_year(opened, year: str) -> None:
    assert set(shown(opened(year=year))) == applying(EVERY[0], year, None)


@pytest.mark.parametrize("area", AREAS)
def test_by_area(opened, area: str) -> None:
    assert set(shown(opened(area=area))) == applying(*EVERY[:2], area)


@pytest.mark.parametrize("area", [None, *AREAS])
def test_by_all_at_once(opened, area: str | None) -> None:
    assert set(shown(opened("Middelen", "2020", area))) == applying("Middelen", "2020", area)


def test_areas_make_a_difference() -> None:
    assert applying(*EVERY[:2], "1G1P Groot Antwerpen") - applying(*EVERY[:2], "Konekti") >= {"C19", "P4"}


def test_without_a_filter_every_caveat_and_break_stands_there_once(opened) -> None:
    screen = opened()
    assert sorted(shown(screen)) == sorted(row["kanttekening_id"] for row in rows("kanttekeningen.csv"))
    assert screen.html.count("Breuk op ") == len(rows("breuken.csv"))


def test_the_filter_on_the_page_works_as_the_address_does(opened) -> None:
    screen = opened().choose("kmaat", "Partners").choose("kjaar", "2021")
    assert shown(screen) == shown(opened("Partners", "2021"))
    assert set(shown(screen)) == applying("Partners", "2021", None)


def test_the_count_in_the_header_is_the_length_of_the_list(opened) -> None:
    screen = opened("Personeel (VTE)", "2020")
    count = len(shown(screen))
    assert f"{count} kanttekeningen" in [header.value for header in screen.app.header]
    assert count > 1


def test_breaks_follow_measure_and_year(opened) -> None:
    for name, measure in MEASURES.items():
        concerned = [row for row in rows("breuken.csv") if measure in row["maten"].split("|")]
        assert opened(name).html.count("Breuk op ") == len(concerned), name
    assert opened("Aanmeldingen", "2023").html.count("Breuk op 1 december 2023") == 1
    assert opened("Partners", "2026").html.count("Breuk op ") == 0


def test_nothing_found_is_said(opened) -> None:
    assert "Geen breuken voor deze keuze." in opened("Partners", "2026").html
    assert "Geen kanttekeningen voor deze keuze." in opened("Inwoners", "2017").html


def test_every_caveat_stands_there_with_its_quote_and_document(opened) -> None:
    screen = opened()
    assert screen.html.count("<blockquote") == len(rows("kanttekeningen.csv"))
    assert "“We beschikken niet over een algemeen overzicht van het aantal hulpverleners" in screen.html


# ------------------------------------------------------------------ the matrix


def year(of: int) -> tuple[date, date]:
    return date(of, 1, 1), date(of, 12, 31)


def matrix(screen: Screen) -> dict[str, dict[int, str]]:
    """Measure -> year -> what stands in the cell, as the page shows it."""
    head, *body = next(table for table in screen.tables() if table[0][0] == "Maat")
    return {row[0]: dict(zip(map(int, head[1:]), row[1:], strict=True)) for row in body}


def test_equal_letters_stand_exactly_where_the_guard_allows(opened) -> None:
    found, compared = matrix(opened()), 0
    for name, cells in found.items():
        with_figures = {of: cell[0] for of, cell in cells.items() if cell != "–"}
        for one, other in combinations(with_figures, 2):
            areas = frozenset(area_names(current_version()))
            verdict = compare_periods(current_version(), frozenset([MEASURES[name]]), areas, year(one), year(other))
            assert (with_figures[one] == with_figures[other]) == verdict.allowed, (name, one, other)
            compared += 1
    assert compared > 30


def test_the_sign_of_reserve_stands_exactly_where_a_warning_applies(opened) -> None:
    warnings = [row for row in rows("kanttekeningen.csv") if row["ernst"] == "waarschuwing"]
    breaks = [row for row in rows("breuken.csv") if row["ernst"] == "waarschuwing"]
    for name, cells in matrix(opened()).items():
        for of, cell in cells.items():
            by_caveat = any(row["kanttekening_id"] in applying(name, str(of), None) for row in warnings)
            inside = [b for b in breaks if f"{of}-01-01" < b["datum"] <= f"{of}-12-31"]
            by_break = any(MEASURES[name] in b["maten"].split("|") or b["maten"] == "*" for b in inside)
            assert ("▲" in cell) == (cell != "–" and (by_caveat or by_break)), (name, of)


def test_2020_2021_and_2022_are_three_regimes(opened) -> None:
    cells = matrix(opened())["Aanmeldingen"]
    assert len({cells[of][0] for of in (2020, 2021, 2022)}) == 3
    assert cells[2022][0] == cells[2025][0]
    assert cells[2018] == "–"


def test_the_reasons_of_every_change_of_letter_stand_below(opened) -> None:
    screen = opened()
    for _, cells in comparability_table().rows:
        letters = [cell for cell in cells if cell.letter != "–"]
        for before, after in pairwise(letters):
            if before.letter != after.letter:
                assert after.reasons
                assert all(reason in screen.words for reason in after.reasons)


def test_without_registrations_the_matrix_claims_no_years_for_them(warehouses: Warehouses, reader: Reader) -> None:
    found = matrix(reader(warehouses.without, "kanttekeningen"))
    assert {of for of, cell in found["Aanmeldingen"].items() if cell != "–"} == {2020, 2021}
    assert set(found["Binnen de maand"].values()) == {"–"}
