"""Areas beside each other: planted differences are found, others are not; hidden and unknown areas get no word."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from figures import Choice, figure
from figures.catalogue import view
from figures.drawing.screen import draw
from figures.exhibit import Exhibit, exhibit
from figures.methods.funnel import funnel
from figures.topics import funnels

YEARS = [Choice(van=date(year, 1, 1), tot=date(year, 12, 31)) for year in (2022, 2023, 2024, 2025)]
# What demo/planted.py plants in the time to the first intervention (file geplant.csv, which is how a test can know).
SLOWER, FASTER = {"trawant", "oost-brabant"}, {"waas-dender"}
RANKING = ("beste", "slechtste", "koploper", "plaats ", "rang ", "beter", "slechter")


@pytest.fixture
def on_whole_demo(stand, full_warehouse: Path):
    return stand(full_warehouse)


def places(choice: Choice, **more: str) -> dict[str, str]:
    shown = exhibit(view("trechter_binnen_de_maand", "", choice, **more))
    return dict(shown.figure.areas.select("gebied", "ligging").iter_rows())


@pytest.mark.usefixtures("on_whole_demo")
@pytest.mark.parametrize("choice", YEARS)
def test_planted_differences_are_found_and_others_are_not(choice: Choice) -> None:
    found = places(choice)
    assert {area for area, place in found.items() if place.endswith("lager")} == SLOWER
    assert {area for area, place in found.items() if place.endswith("hoger")} == FASTER


@pytest.mark.usefixtures("on_whole_demo")
def test_the_words_follow_the_method() -> None:
    found = figure("binnen_de_maand", YEARS[2]).areas
    made = funnel(found["binnen"].to_numpy(), found["noemer"].to_numpy())
    said = places(YEARS[2])
    for area, wide, narrow in zip(found["gebied"], made.outside_95, made.outside_998, strict=True):
        assert said[area].startswith("eerder") == (wide and not narrow)
        assert (said[area] == "vergelijkbaar") == (not wide)


@pytest.mark.usefixtures("on_whole_demo")
def test_the_funnel_draws_every_area_once_between_its_limits() -> None:
    chart = exhibit(view("trechter_binnen_de_maand", "", YEARS[0], ("gent", "trawant"))).drawing
    points = [x for series in chart.series for x in zip(series.names, series.x, series.y, strict=True)]
    assert sorted(name for name, _, _ in points) == sorted(figure("binnen_de_maand", YEARS[0]).areas["naam"])
    named = {name for series in chart.series if series.emphasis for name in series.names}
    assert {"Samen1Plan Gent", "Trawant", "1G1P Oost-Brabant", "Krachtgericht Waas & Dender"} == named
    centre, wide, narrow = chart.bands
    assert centre.low == centre.high
    assert all(
        a < b < c < d < e
        for a, b, c, d, e in zip(narrow.low, wide.low, centre.low, wide.high, narrow.high, strict=True)
    )
    assert len(draw(chart).data) == len(chart.series) + 5


@pytest.mark.usefixtures("on_real")
def test_hidden_areas_get_no_word_and_no_point() -> None:
    shown = exhibit(view("trechter_binnen_de_maand", "", Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))))
    assert set(shown.figure.areas["ligging"]) == {"niet te zeggen"}
    assert not [x for series in shown.drawing.series for x in series.x]
    assert funnels.reading(shown.figure, "Aandeel binnen de maand") == [
        "Er zijn te weinig gebieden met een cijfer dat getoond mag worden: er is geen trechter."
    ]


@pytest.mark.usefixtures("on_empty")
def test_without_registrations_there_is_nothing_to_compare() -> None:
    assert exhibit(view("trechter_binnen_de_maand")).figure.areas.filter(pl.col("waarde").is_not_null()).is_empty()


@pytest.mark.usefixtures("on_whole_demo")
@pytest.mark.parametrize("measure", funnels.MEASURES)
def test_a_measure_has_a_funnel_or_says_why_not(measure: str) -> None:
    name, form = funnels.figure_of(measure)
    shown: Exhibit = exhibit(view(name, form, YEARS[3]))
    said = " ".join(funnels.reading(shown.figure, measure))
    assert (form == "trechter") != ("geen trechter" in said)
    assert not [word for word in RANKING if word in f"{said} {shown.sentence}".casefold().replace("geen rang", "")]
    assert "kans op minstens één" in said or form == "staaf"
