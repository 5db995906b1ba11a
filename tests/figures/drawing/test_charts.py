"""What is drawn is what the figure says: same numbers, alphabetical, nothing drawn where there is no number."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import polars as pl
import pytest

from figures import Choice, Figure, bar_chart, figure, line_chart, map_picture, small_multiples, text
from figures.catalogue import view
from figures.drawing import style
from figures.drawing.charts import MAX_CHOSEN, Series
from figures.drawing.maps import class_bounds
from figures.drawing.screen import draw
from figures.exhibit import exhibit
from figures.measures import MAP_MEASURES, TREND_MEASURES, map_periods, one_period, staff_chart, staff_of
from figures.topics.areas import PARTS, area_story
from figures.topics.overview import latest_values, most_important_caveats, whats_new
from queries import ask, current_version

REGISTERED = tuple(TREND_MEASURES.values())
YEAR = Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))
AREAS = ("brussel", "gent", "kempen", "trawant", "de-tafels")


def rows_of(found: Figure, name: str) -> pl.DataFrame:
    return found.data.filter(pl.col("naam") == name).sort("periode")


def values(found: Figure, series: Series) -> list[float | None]:
    return [
        v if s in ("bekend", "nul") else None
        for v, s in rows_of(found, series.name).select("waarde", "toestand").iter_rows()
    ]


# ------------------------------------------------------------------ lines


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", ["maand", "kwartaal", "jaar"])
@pytest.mark.parametrize("name", REGISTERED)
def test_a_line_holds_the_numbers_of_the_figure(name: str, per: str) -> None:
    found = figure(name, Choice(per=per))
    for chart in (line_chart(found), line_chart(found, AREAS[:2]), small_multiples(found)):
        for series in chart.series:
            assert list(series.y) == values(found, series)
            assert list(series.periods) == rows_of(found, series.name)["periode"].to_list()
            assert list(series.x) == [text.period_middle(start, per) for start in series.periods]


@pytest.mark.usefixtures("on_demo")
def test_without_a_choice_only_flanders_is_drawn() -> None:
    assert [s.name for s in line_chart(figure("aanmeldingen")).series] == ["Vlaanderen en Brussel"]


@pytest.mark.usefixtures("on_demo")
def test_the_chosen_areas_have_a_colour_and_a_dash_of_their_own() -> None:
    chart = line_chart(figure("aanmeldingen"), AREAS[:MAX_CHOSEN])
    marked = [s for s in chart.series if s.emphasis]
    assert len(marked) == MAX_CHOSEN == len({s.colour for s in marked}) == len({s.dash for s in marked})
    others = [s for s in chart.series if not s.emphasis]
    assert {s.colour for s in others} == {style.LIGHT_GREY}
    assert len(chart.series) == 16


@pytest.mark.usefixtures("on_demo")
def test_the_incomplete_last_period_is_marked() -> None:
    for per, label in (("jaar", "2026"), ("kwartaal", "3e kwartaal 2026"), ("maand", "september 2026")):
        chart = line_chart(figure("aanmeldingen", Choice(per=per)))
        assert chart.incomplete == f"{label} is onvolledig: gegevens tot en met 15 september 2026"
        assert [s.open_end for s in chart.series] == [True]
    whole = line_chart(figure("aanmeldingen", Choice(tot=date(2025, 12, 31))))
    assert whole.incomplete is None
    assert not any(s.open_end for s in whole.series)


@pytest.mark.usefixtures("on_demo")
def test_small_multiples_are_the_sixteen_in_alphabetical_order() -> None:
    names = [s.name.casefold() for s in small_multiples(figure("aanmeldingen")).series]
    assert len(names) == 16
    assert names == sorted(names)


@pytest.mark.usefixtures("on_demo")
def test_the_screen_draws_every_point_of_a_line_once() -> None:
    """The tail of an incomplete period repeats one point; all others stand once."""
    chart = line_chart(figure("aanmeldingen"), ("gent",))
    picture = draw(chart)
    for series in chart.series:
        traces = [t for t in picture.data if t.name == series.name]
        points = [*zip(traces[0].x, traces[0].y, strict=True), *list(zip(traces[1].x, traces[1].y, strict=True))[1:]]
        assert points == list(zip(series.x, series.y, strict=True))


# ------------------------------------------------------------------ bars


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", REGISTERED)
def test_bars_hold_the_numbers_in_alphabetical_order_and_no_total(name: str) -> None:
    found = figure(name, YEAR)
    chart = bar_chart(found, ("gent",))
    names = chart.series[0].x
    assert len(names) == 16
    assert [n.casefold() for n in names] == sorted(n.casefold() for n in names)
    for place, area in enumerate(names):
        row = rows_of(found, area).row(0, named=True)
        drawn = [s.y[place] for s in chart.series if s.labels[place]]
        assert drawn == [row["waarde"] if row["toestand"] in ("bekend", "nul") else None]
        assert [s.labels[place] for s in chart.series if s.labels[place]] == [
            text.cell(row["waarde"], row["toestand"], found.decimals)
        ]
    assert [s.name for s in chart.series] == ["gekozen", ""]


@pytest.mark.usefixtures("on_real")
def test_a_bar_without_a_number_shows_its_sign() -> None:
    found = figure("aanmeldingen_per_1000", YEAR)
    chart = bar_chart(found)
    labels = dict(zip(found.areas["gebied"], chart.series[0].labels, strict=True))
    assert labels["brussel"] == "n.v.t."
    assert labels["gent"] == "x"  # four
    assert labels["zuid-limburg"] == "?"
    assert set(chart.series[0].y) == {None}


@pytest.mark.usefixtures("on_empty")
def test_the_parts_of_the_staff_add_up_to_what_is_published() -> None:
    chart = staff_chart(figure("vte"))
    assert sum(v for s in chart.series for v in s.y if v is not None) == pytest.approx(208.79)
    assert len({s.colour for s in chart.series}) == len(chart.series)
    chosen = staff_of(figure("vte"), ("groot-antwerpen",))
    assert set(chosen.data["gebied"]) == {"v-antwerpen"}


# ------------------------------------------------------------------ the map


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(set(MAP_MEASURES.values())))
def test_the_map_shows_every_area_with_its_own_value(name: str) -> None:
    found = figure(name, YEAR)
    picture = map_picture(found, ("gent",))
    assert {a.id for a in picture.areas} == set(found.areas["gebied"])
    assert [a.id for a in picture.areas if a.chosen] == ["gent"]
    for area in picture.areas:
        row = found.areas.row(by_predicate=pl.col("gebied") == area.id, named=True)
        assert area.has_number == (row["waarde"] is not None)
        assert text.cell(row["waarde"], row["toestand"], found.decimals) in area.said
        if row["waarde"] is not None:
            assert lies_in(row["waarde"], area.fill, class_bounds(found.areas["waarde"].drop_nulls().to_list()))


def lies_in(value: float, colour: str, bounds: list[float]) -> bool:
    place = style.CLASSES.index(colour)
    above = place == 0 or value >= bounds[place - 1]
    return above and (value < bounds[place] or place == len(bounds) - 1)


@pytest.mark.usefixtures("on_real")
def test_an_area_without_a_number_is_hatched_and_says_why() -> None:
    areas = {a.id: a for a in map_picture(figure("aanmeldingen_per_1000", YEAR)).areas}
    assert not areas["brussel"].has_number
    assert "niet van toepassing" in areas["brussel"].said
    assert "verborgen" in areas["gent"].said
    assert "onbekend" in areas["zuid-limburg"].said
    legend = map_picture(figure("aanmeldingen_per_1000", YEAR)).legend
    assert [entry.label for entry in legend] == ["geen cijfer"]


@pytest.mark.parametrize("values", [[1], [0, 0], [3, 3, 3], [0.02, 0.031], [1, 999_999], [12, 14, 15, 90]])
def test_classes_are_of_equal_width_and_hold_every_value(values: list[float]) -> None:
    bounds = class_bounds(values)
    assert 1 <= len(bounds) <= len(style.CLASSES)
    steps = {round(b - a, 9) for a, b in pairwise(bounds)}
    assert len(steps) <= 1
    width = bounds[1] - bounds[0] if len(bounds) > 1 else None
    assert max(values) <= bounds[-1]
    assert width is None or min(values) >= bounds[0] - width - 1e-9


def test_no_values_no_classes() -> None:
    assert class_bounds([]) == []


@pytest.mark.usefixtures("on_demo")
def test_the_map_offers_the_latest_whole_period_first() -> None:
    periods = map_periods("aanmeldingen", Choice(per="jaar"))
    assert next(iter(periods.values())) == date(2025, 1, 1)
    assert "2026 (onvolledig)" in periods
    assert map_periods("budget", Choice()) == {}
    one = figure("aanmeldingen", one_period(Choice(per="jaar"), date(2025, 1, 1)))
    assert set(one.data["periode"]) == {date(2025, 1, 1)}
    assert (one.first, one.last) == (date(2025, 1, 1), date(2025, 12, 31))


# ------------------------------------------------------------------ front page and one area


@pytest.mark.usefixtures("on_demo")
def test_the_front_page_gives_the_latest_whole_period() -> None:
    values = {v.figure.name: v for v in latest_values(Choice())}
    everything = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
    year = ask("aanmeldingen", {"per": "jaar", **everything})
    last = year.filter((pl.col("gebied") == "vlaanderen-brussel") & (pl.col("periode") == date(2025, 1, 1)))
    assert values["aanmeldingen"].value == text.number(last["waarde"].item())
    assert values["aanmeldingen"].period == "2025"
    assert values["lopende_trajecten"].period == "31 augustus 2026"
    assert values["vte_totaal"].value == "208,79"
    assert values["budget"].value == "23.999.998"


@pytest.mark.usefixtures("on_empty")
def test_the_front_page_without_registrations_has_only_the_published() -> None:
    assert [v.figure.name for v in latest_values(Choice())] == ["vte_totaal", "budget"]
    assert "data/raw/binc" in whats_new()[0]


@pytest.mark.usefixtures("on_real")
def test_the_front_page_names_the_latest_delivery() -> None:
    assert "15 mei 2024" in whats_new()[0]
    assert "6 rijen gelezen, 6 geladen" in whats_new()[0]
    assert len(most_important_caveats()) == 3


@pytest.mark.usefixtures("on_empty")
def test_the_story_of_every_area() -> None:
    zones = towns = 0
    for area in ask("samenwerkingsverbanden")["sv_id"]:
        story = area_story(area)
        tables = [exhibit(view(name, "", Choice(gebieden=(area,)))).table for name in PARTS]
        found = figure("gebied_zones", Choice(gebieden=(area,))).data
        zones += found["elz"].n_unique()
        towns += len(set(found["nis5"].drop_nulls()))
        assert all(table.rows for table in tables)
        assert text.number(found["elz"].n_unique()) in story.lead
    assert (zones, towns) == (60, 319)
    assert current_version().path
