"""The glance of a regiodialoog: the years and the spread are those of the figures, and only what is fair is set beside others."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote

import polars as pl
import pytest

from figures import Choice, figure, text
from figures.dialoog import glance
from figures.dialoog.dialogue import story
from figures.drawing import spark
from queries import Version
from tests.figures.dialoog.test_dialogue import RANKING

FROM, TO = date(2022, 1, 1), date(2025, 12, 31)
CHOICE = Choice(van=FROM, tot=TO, per="maand")
YEARLY = Choice(van=FROM, tot=TO, per="jaar")


@pytest.fixture(scope="module")
def found(stand, full_warehouse) -> dict[str, glance.Glance]:
    stand(full_warehouse)
    return {one.exhibit.view.name: one for one in glance.glances(story("trawant", CHOICE), CHOICE)}


def test_every_measure_has_the_whole_years_of_its_figure(found: dict[str, glance.Glance]) -> None:
    assert tuple(found) == (*glance.COUNTED, *glance.COMPARED)
    for name, one in found.items():
        own = figure(name, YEARLY).data.filter(pl.col("gebied") == "trawant").sort("periode")
        assert [year.value for year in one.years] == own["waarde"].to_list()
        assert [year.label for year in one.years] == ["2022", "2023", "2024", "2025"]
        assert all(text.number(v, one.exhibit.figure.decimals) in one.said for v in own["waarde"])


def test_the_spread_is_the_last_year_of_every_area_and_numbers_of_dossiers_have_none(found) -> None:
    for name in glance.COMPARED:
        rows = figure(name, YEARLY).at(date(2025, 1, 1))
        areas = rows.areas.filter(pl.col("gebied") != "brussel") if name.endswith("1000") else rows.areas
        spread = found[name].spread
        assert sorted([spread.own, *spread.alike, *spread.others]) == sorted(areas["waarde"])
        assert len(spread.alike) == 4
        assert spread.whole == rows.totals["waarde"][0]
    assert {found[name].beside for name in glance.COUNTED} == {glance.BY_SIZE}
    assert not any(found[name].spread for name in glance.COUNTED)


def test_the_change_is_the_one_of_the_guard_with_its_mark(found: dict[str, glance.Glance]) -> None:
    one = found["aanmeldingen"]
    first, last = one.years[-2].value, one.years[-1].value
    assert one.change == f"Verschil 2025 min 2024: +{last - first} (▲)."


def test_nothing_is_ranked_and_the_breaks_inside_the_years_are_told(found: dict[str, glance.Glance]) -> None:
    said = " ".join(f"{one.title} {one.said} {one.change} {one.beside}" for one in found.values())
    assert not RANKING.search(said)
    assert [brk.day for brk in glance.breaks_within(tuple(found.values()))] == [date(2023, 12, 1)]


def test_brussels_does_not_stand_beside_others_per_inhabitant(found: dict[str, glance.Glance]) -> None:
    one = next(g for g in glance.glances(story("brussel", CHOICE), CHOICE) if g.exhibit.view.name.endswith("1000"))
    assert (one.spread, one.beside) == (None, glance.NOT_BESIDE)


def test_small_numbers_stay_hidden(on_real: Version) -> None:
    for one in glance.glances(story("gent", CHOICE), CHOICE):
        assert {year.value for year in one.years} <= {None, 0}
        assert one.spread is None


# ------------------------------------------------------------------ the pictures


def drawing(image: str) -> str:
    return unquote(re.search(r'src="data:image/svg\+xml,([^"]*)"', image)[1])


def test_a_strip_places_low_left_and_draws_every_area_once() -> None:
    drawn = drawing(spark.strip(3.0, [1.0], [2.0, 5.0], 4.0))
    (diamond,), others = re.findall(r'points="([\d.]+),', drawn), re.findall(r'cx="([\d.]+)" cy="[\d.]+" r="4"', drawn)
    (own,), (whole,) = re.findall(r'cx="([\d.]+)" cy="[\d.]+" r="6"', drawn), re.findall(r'x1="([1-9][\d.]*)"', drawn)
    places = [float(x) for x in (diamond, others[0], own, whole, others[1])]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (8, spark.WIDTH - 8)


def test_a_missing_year_is_a_gap_and_one_year_is_no_line() -> None:
    assert drawing(spark.line([1.0, 2.0, None, 4.0, 5.0])).count("<polyline") == 2
    assert drawing(spark.line([1.0, None, 4.0])).count("<polyline") == 0
    assert spark.line([1.0]) == spark.line([None, None]) == ""


def test_equal_areas_stand_in_the_middle() -> None:
    assert f'cx="{spark.WIDTH / 2}"' in drawing(spark.strip(2.0, [], [2.0], None))
