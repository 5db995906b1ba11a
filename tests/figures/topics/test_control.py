"""Control charts as figures: what counts, where limits begin anew, what is said; and the planted truth of the demo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.areas import read_areas
from demo.cases import draw_cases
from etl.build import Inputs
from figures import Choice, figure, text
from figures.catalogue import view
from figures.drawing.screen import draw
from figures.exhibit import exhibit
from figures.figure import build_info
from figures.methods.spc import ALARMS_PER_CHART, BUITEN, NIVEAU, REEKS, SHARE, shares, xmr
from figures.text import period_end
from figures.topics.control import (
    FIGURES,
    SETTLED_AFTER,
    charted,
    charted_share,
    control,
    control_chart,
    control_sentence,
    control_table,
    false_alarms,
    parts_of,
    season,
)
from queries import ask, current_version
from tests.conftest import built, copy_raw
from tests.figures.test_sentences import RANKING

LATE = date(2099, 1, 1)
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")


def months(values: list[int | None], states: str | None = None, first: int = 2022) -> pl.DataFrame:
    """Months from January on; `states` a letter per month: b(ekend), v(erborgen), o(nbekend), l(opend)."""
    letters = states or "".join("o" if value is None else "b" for value in values)
    said = {"b": "bekend", "v": "verborgen", "o": "onbekend", "l": "bekend"}
    return pl.DataFrame(
        {
            "gebied": "gent", "naam": "Gent",
            "periode": [date(first + i // 12, i % 12 + 1, 1) for i in range(len(values))],
            "waarde": pl.Series(values, dtype=pl.Int64),
            "toestand": [said[letter] for letter in letters],
            "volledig": [letter != "l" for letter in letters],
        }
    )  # fmt: skip


# ------------------------------------------------------------------ what counts


def test_the_limits_are_those_of_the_method() -> None:
    made = charted(months([12, 15, 11, 14, 13, 16, 12, 15]), [], LATE)
    plain = xmr([12, 15, 11, 14, 13, 16, 12, 15], floor=0)
    for name, values in (("midden", plain.centre), ("ondergrens", plain.lower), ("bovengrens", plain.upper)):
        assert made[name].to_list() == pytest.approx(list(values))


@pytest.mark.parametrize("letter", "vol")
def test_a_month_without_a_number_is_missing_and_never_zero(letter: str) -> None:
    values: list[int | None] = [12, 15, 11, 14, 13, 16, 12, 15, 14, 12, 3, 13]
    states = "b" * 10 + letter + "b"
    if letter != "l":
        values[10] = None
    made = charted(months(values, states), [], LATE)
    without = xmr([*map(float, values[:10]), np.nan, 13.0])
    assert made["midden"][0] == pytest.approx(without.centre[0])
    assert made["beoordeeld"].to_list() == [True] * 10 + [False, True]
    assert made["signaal"][10] is None


def test_a_zero_that_was_counted_is_a_zero() -> None:
    values = [40, 42, 39, 41, 43, 40, 38, 41, 42, 40, 0, 41, 40]
    states = pl.Series(["bekend"] * 10 + ["nul"] + ["bekend"] * 2)
    made = charted(months(values).with_columns(states.alias("toestand")), [], LATE)
    assert BUITEN in made["signaal"][10]


def test_limits_begin_anew_after_a_break_and_no_step_crosses_it() -> None:
    values = [10, 12, 9, 11, 10, 12, 11, 10, 12, 9, 11, 10, 110, 112, 109, 111, 110, 112, 111, 110, 112, 109, 111]
    made = charted(months(values), [date(2023, 1, 1)], LATE)
    assert made["reeks"].to_list() == [1] * 12 + [2] * 11
    assert made["signaal"].null_count() == 23
    assert made["midden"][0] == pytest.approx(np.mean(values[:12]))
    assert made["midden"][20] == pytest.approx(np.mean(values[12:]))
    assert made["voorlopig"].to_list() == [False] * 12 + [True] * 11
    joined = charted(months(values), [], LATE)
    assert joined["signaal"].null_count() < 23


@pytest.mark.parametrize(
    ("day", "at"), [(date(2022, 7, 1), 6), (date(2022, 7, 2), 7), (date(2022, 1, 1), None), (date(2031, 1, 1), None)]
)
def test_the_first_month_after_a_break(day: date, at: int | None) -> None:
    made = charted(months([10] * 18), [day], LATE)
    assert made["reeks"].to_list() == ([1] * 18 if at is None else [1] * at + [2] * (18 - at))


def test_months_that_are_still_filled_in_are_drawn_and_not_judged() -> None:
    values = [12, 15, 11, 14, 13, 16, 12, 15, 14, 12, 1]
    made = charted(months(values), [], date(2022, 10, 31))
    assert made["beoordeeld"].to_list() == [True] * 10 + [False]
    assert made["midden"][10] == pytest.approx(np.mean(values[:10]))
    assert made["waarde"][10] == 1
    assert made["signaal"][10] is None


def test_with_more_than_one_hidden_month_in_five_there_are_no_limits() -> None:
    """What is hidden is no random pick: the months with few cases."""
    four = charted(months([30] * 16 + [None] * 4, "b" * 16 + "v" * 4), [], LATE)
    five = charted(months([30] * 15 + [None] * 5, "b" * 15 + "v" * 5), [], LATE)
    assert four["midden"].null_count() == 0
    assert five["midden"].null_count() == 20
    assert not five["beoordeeld"].any()


def test_numbers_that_are_never_neighbours_give_no_limits() -> None:
    made = charted(months([30, None] * 12), [], LATE)
    assert made["midden"].null_count() == 24


# ------------------------------------------------------------------ a share, and what is hidden of it


def months_of_share(late: list[int | None], whole: int = 40) -> pl.DataFrame:
    """Months of `whole` cases, of which so many late; None: hidden, because a number is small."""
    hits = [None if n is None else whole - n for n in late]
    shown = months([None if n is None else 0 for n in late], "".join("v" if n is None else "b" for n in late))
    return shown.with_columns(
        pl.Series("waarde", [None if n is None else 100 * n / whole for n in hits], dtype=pl.Float64),
        pl.Series("geteld", hits, dtype=pl.Int64), pl.Series("van", [n and whole for n in hits], dtype=pl.Int64),
    )  # fmt: skip


def quarters_of_share(late: list[int | None], whole: int = 120) -> pl.DataFrame:
    made = months_of_share(late, whole).with_columns(
        pl.Series("periode", [date(2022 + i // 4, i % 4 * 3 + 1, 1) for i in range(len(late))])
    )
    return made.select("periode", "toestand", "volledig", "geteld", "van")


def test_a_share_without_hidden_months_has_the_limits_of_its_months() -> None:
    late = [6, 8, 5, 7, 9, 6, 7, 5, 8, 6, 7, 6]
    made = charted_share(months_of_share(late), quarters_of_share([99] * 4), [], LATE)
    plain = shares([40 - n for n in late], [40] * 12)
    assert made["bovengrens"].to_list() == pytest.approx(list(plain.upper))
    assert set(made["steunt_op"]) == {"maanden"}


def test_a_share_with_a_hidden_month_has_the_limits_of_its_quarters() -> None:
    """The months with few late ones are hidden: the mean of those that are left is not that of all."""
    late = [6, None, 7, 6, None, 8, 6, None, 7] * 2
    made = charted_share(months_of_share(late), quarters_of_share([16] * 6), [], LATE)
    assert made["midden"].to_list() == pytest.approx([100 * 104 / 120] * 18)
    assert set(made["steunt_op"]) == {"kwartalen"}
    assert made["beoordeeld"].to_list() == [n is not None for n in late]
    assert made["bovengrens"].null_count() == 0
    assert not made["voorlopig"].any()


def test_only_whole_and_settled_quarters_of_the_stretch_count() -> None:
    late = [6, None, 7] * 8
    quarters = quarters_of_share([60, 16, 16, 16, 16, 16, 16, 60])
    made = charted_share(months_of_share(late), quarters, [date(2022, 3, 1)], date(2023, 9, 30))
    # The break leaves two months before it: too few. After it the first quarter is April, the last one that of August.
    assert made["midden"].is_null().to_list() == [True] * 2 + [False] * 22
    assert made["midden"][2] == pytest.approx(100 * 104 / 120)
    assert not made["beoordeeld"][21:].any()


def test_where_quarters_are_hidden_too_a_share_has_no_limits() -> None:
    made = charted_share(months_of_share([6, None, 7] * 8), quarters_of_share([None, 16, None, 16] * 2), [], LATE)
    assert made["midden"].null_count() == 24
    assert made["steunt_op"].null_count() == 24
    assert not made["beoordeeld"].any()


# ------------------------------------------------------------------ the season

SEASON = [1.1, 1.0, 1.1, 1.0, 1.1, 1.0, 0.6, 0.7, 1.1, 1.2, 1.1, 1.0]


def test_a_season_is_found_as_it_is() -> None:
    level = [200, 260, 240]
    values = [round(1000 * level[i // 12] * SEASON[i % 12]) for i in range(36)]
    found = season(months(values).select("gebied", "periode", "waarde"))
    mean = sum(SEASON) / 12
    assert [found[month] for month in range(1, 13)] == pytest.approx([part / mean for part in SEASON], abs=1e-4)


def test_the_order_of_the_rows_makes_no_difference_to_the_last_digit() -> None:
    known = months([10 + (7 * n) % 13 for n in range(60)]).select("gebied", "periode", "waarde")
    again = {tuple(season(known.sample(fraction=1, shuffle=True, seed=seed)).items()) for seed in range(10)}
    assert again == {tuple(season(known).items())}


def test_one_year_gives_no_season_nor_does_a_year_with_a_gap() -> None:
    assert season(months([10] * 12).select("gebied", "periode", "waarde")) is None
    gap = months([10] * 36).filter(pl.col("periode").dt.month() != 5)
    assert season(gap.select("gebied", "periode", "waarde")) is None


def without_level(made: pl.DataFrame) -> list[set[str]]:
    return [set((said or "").split("; ")) - {NIVEAU, ""} for said in made["signaal"]]


@given(noise=st.lists(st.integers(-8, 8), min_size=36, max_size=36))
@settings(deadline=None, max_examples=50)
def test_with_the_season_taken_out_the_rules_see_what_they_saw_without_it(noise: list[int]) -> None:
    """Ten times as large, the season divides exactly: the same months are marked. Not for the level, to which a month with
    many cases says more than one with few."""
    values = [100 + step for step in noise]
    factors = {i + 1: part for i, part in enumerate([1.0, 2.0, 0.5, 1.0, 2.0, 0.5, 1.0, 2.0, 0.5, 1.0, 1.0, 0.5])}
    plain = charted(months([10 * v for v in values]), [], LATE)
    rows = months([round(10 * v * factors[i % 12 + 1]) for i, v in enumerate(values)])
    with_season = charted(rows, [], LATE, factors)
    assert without_level(with_season) == without_level(plain)
    ratio = with_season["midden"] / plain["midden"]
    assert ratio.to_list() == pytest.approx([factors[i % 12 + 1] for i in range(36)])


# ------------------------------------------------------------------ the figure


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", FIGURES.values())
@pytest.mark.parametrize("area", ["vlaanderen-brussel", "oost-brabant"])
def test_the_values_are_those_of_the_figure(name: str, area: str) -> None:
    made = control(name, Choice(per="jaar"), () if area == "vlaanderen-brussel" else (area, "gent"))
    plain = figure(name, Choice(per="maand")).data.filter(pl.col("gebied") == area)
    for column in ("periode", "waarde", "toestand", "volledig"):
        assert made.data[column].equals(plain[column])
    judged = made.data.filter(pl.col("beoordeeld"))
    assert judged["toestand"].is_in(["bekend", "nul"]).all()
    assert judged["volledig"].all()
    last = build_info_day() - timedelta(days=SETTLED_AFTER[name])
    assert all(period_end(start, "maand") <= last for start in judged["periode"])


def build_info_day() -> date:
    return build_info(current_version())["gegevens_tot"]


@pytest.mark.usefixtures("on_demo")
def test_the_declared_break_cuts_the_chart() -> None:
    made = control("aanmeldingen", Choice(), ())
    assert [b.day for b in made.breaks] == [date(2023, 12, 1)]
    assert made.data.filter(pl.col("reeks") == 2)["periode"].min() == date(2023, 12, 1)
    assert made.data["reeks"].max() == 2


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("areas", [(), ("trawant",)])
def test_picture_and_table_hold_what_the_figure_says(name: str, areas: tuple[str, ...]) -> None:
    shown = exhibit(view(name, "", None, areas))
    rows, chart = shown.figure.data, shown.drawing
    assert chart.kind == "regelkaart"
    assert list(chart.series[0].marks) == [rule or "" for rule in rows["signaal"]]
    for band in chart.bands:
        column = {"midden": "midden"}.get(band.name, "bovengrens")
        drawn = [v for v in band.high if v is not None]
        wanted = rows.filter(pl.col("voorlopig")) if "voorlopige" in band.name else rows
        wanted = wanted.filter(~pl.col("voorlopig")) if band.name == "grenzen van toeval" else wanted
        assert drawn == wanted[column].drop_nulls().to_list()
    assert len(shown.table.rows) == rows.height
    assert [row[0] for row in shown.table.values] == rows["periode"].to_list()
    assert [row[-1] != "geen" and row[-1] != "niet beoordeeld" for row in shown.table.rows] == [
        rule is not None for rule in rows["signaal"]
    ]
    assert draw(chart).data


@pytest.mark.usefixtures("on_demo")
def test_no_line_leads_from_one_stretch_to_the_next() -> None:
    rows = charted(months([10, 12, 9, 11, 10, 12, 11, 10, 40, 42, 39, 41, 40, 42, 41, 40]), [date(2022, 9, 1)], LATE)
    chart = control_chart(figure("aanmeldingen", Choice(per="maand")).with_rows(rows))
    x = chart.series[0].x
    assert {band.name for band in chart.bands} == {"midden", "voorlopige grenzen (minder dan 12 maanden)"}
    for band in chart.bands:
        assert [low for when, low in zip(band.x, band.low, strict=True) if x[7] < when < x[8]] == [None]
        assert all(low is not None for when, low in zip(band.x, band.low, strict=True) if when in x)


# ------------------------------------------------------------------ in words


def of_the_figure(found) -> set[str]:
    """Every number the sentence may hold: values, limits, dates, counts of months, and those of the method."""
    allowed = {"16", "12", *map(str, range(1, 17))}
    for column in ("waarde", "midden", "ondergrens", "bovengrens", "niveau"):
        for value in found.data[column].drop_nulls():
            allowed |= {text.number(value, d) for d in (0, 1)}
    allowed |= {str(start.year) for start in found.data["periode"]}
    sizes = found.data.group_by("reeks").agg(
        pl.len(), (pl.col("toestand") == "verborgen").sum().alias("x"), pl.col("beoordeeld").sum()
    )
    return allowed | {str(v) for column in ("len", "x", "beoordeeld") for v in sizes[column]}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", FIGURES.values())
@pytest.mark.parametrize("choice", [Choice(), Choice(van=date(2025, 1, 1)), Choice(tot=date(2023, 12, 31))])
@pytest.mark.parametrize("areas", [(), ("oost-brabant",), ("voor-noorderkempen",)])
def test_the_sentence_says_only_what_the_figure_holds(name: str, choice: Choice, areas: tuple[str, ...]) -> None:
    found = control(name, choice, areas)
    said = control_sentence(found)
    numbers = {one.rstrip(".") for one in NUMBER.findall(said.replace("1G1P", ""))}
    assert numbers <= of_the_figure(found)
    assert not RANKING.search(said)
    signals = found.data["signaal"].drop_nulls()
    assert ("Signalen:" in said) == (len(signals) > 0)
    if found.data["midden"].is_not_null().any():
        expected = max(1, round(16 * false_alarms(parts_of(found))))
        assert (
            f"van 16 grafieken zoals deze waarin niets verandert, {'heeft' if expected == 1 else 'hebben'} er ongeveer {expected} "
            in said
        )
    else:
        assert "Geen grenzen" in said
    if found.data["voorlopig"].any():
        assert "voorlopig" in said
        assert any("voorlopige" in band.name for band in control_chart(found).bands)


@pytest.mark.usefixtures("on_empty")
def test_without_registrations_there_is_an_empty_figure() -> None:
    shown = exhibit(view("regelkaart_aanmeldingen"))
    assert shown.figure.empty
    assert shown.sentence == "Er zijn geen gegevens voor deze keuze."
    assert shown.table.rows == ()


def test_the_error_of_a_chart_is_that_of_its_stretches() -> None:
    one, two = ALARMS_PER_CHART[24, "Poisson 41"][-1], ALARMS_PER_CHART[36, SHARE][-1]
    assert false_alarms([(23, "Poisson 41")]) == pytest.approx(one)
    assert false_alarms([(23, "Poisson 41"), (33, SHARE)]) == pytest.approx(1 - (1 - one) * (1 - two))
    assert false_alarms([]) == 0


@pytest.mark.usefixtures("on_demo")
def test_months_in_a_row_are_said_together() -> None:
    rows = charted(months([20] * 6 + [30] * 12), [], LATE)
    said = control_sentence(figure("aanmeldingen", Choice(per="maand")).with_rows(rows))
    assert REEKS in rows["signaal"][17]
    assert f"{REEKS} (juli 2022 tot en met juni 2023)" in said


@pytest.mark.usefixtures("on_demo")
def test_a_table_without_limits_says_that_they_do_not_apply() -> None:
    found = control("binnen_de_maand", Choice(), ("voor-noorderkempen",))
    rows = control_table(found).rows
    assert {row[2] for row in rows} == {"n.v.t."}
    assert {row[6] for row in rows} == {"niet beoordeeld"}


# ------------------------------------------------------------------ the planted truth of the demo

SHIFT, GAP = "zuid-west-vl", "noord-west-vl"
SEEDS = range(6)


@cache
def drawn(seed: int) -> pl.DataFrame:
    """Months of every area in a draw of the size of the shipped demo, all registered, up to June 2026."""
    cases = draw_cases(read_areas(), 46_000, np.random.default_rng(seed)).filter(
        pl.col("datum_aanmelding") < date(2026, 7, 1)
    )
    area, month = pl.col("sv_id").alias("gebied"), pl.col("datum_aanmelding").dt.truncate("1mo").alias("periode")
    counted = cases.group_by(area, month).agg(pl.len().cast(pl.Int64).alias("waarde")).sort("gebied", "periode")
    return counted.with_columns(pl.lit("bekend").alias("toestand"), pl.lit(True).alias("volledig"))


def marked(area: str, seed: int, breaks: list[date]) -> pl.DataFrame:
    rows = drawn(seed)
    made = charted(rows.filter(pl.col("gebied") == area), breaks, LATE, season(rows))
    return made.filter(pl.col("signaal").is_not_null())


BREAK = [date(2023, 12, 1)]


def levels(made: pl.DataFrame) -> list[date]:
    return made.filter(pl.col("signaal").str.contains(NIVEAU, literal=True))["periode"].to_list()


def test_the_planted_level_shift_is_found() -> None:
    """From May 2024 half as many again. The declared break of December 2023 leaves five months before it: of such changes
    the rule finds eight to nine in ten (spc.FOUND)."""
    found = [levels(marked(SHIFT, seed, BREAK)) for seed in SEEDS]
    near = [any(date(2024, 3, 1) <= month <= date(2024, 7, 1) for month in months) for months in found]
    assert sum(near) >= 4
    for seed in SEEDS:
        assert REEKS in "; ".join(marked(SHIFT, seed, [])["signaal"])


def test_unplanted_areas_have_no_more_signals_than_chance_gives() -> None:
    """14 areas and 6 draws: 84 charts of 23 and 31 months. The expectation is that of ALARMS_PER_CHART, 32 %."""
    areas = [area for area in drawn(0)["gebied"].unique() if area not in (SHIFT, GAP)]
    made = [marked(area, seed, BREAK) for area in areas for seed in SEEDS]
    expected = false_alarms([(23, "Poisson 41"), (31, "Poisson 41")])
    assert expected == pytest.approx(0.324, abs=0.001)
    assert len(made) == 84
    # Three standard errors of 84 charts; the demo grows 3,5 % a year, for which the rule of the level has a share of its own.
    for alarms, share in (([one.height > 0 for one in made], expected), ([levels(one) != [] for one in made], 0.095)):
        assert abs(np.mean(alarms) - share) < 3 * (share * (1 - share) / 84) ** 0.5


@pytest.mark.parametrize("seed", SEEDS)
def test_the_months_in_which_nothing_was_registered_are_outside_the_limits(seed: int) -> None:
    """Counted zeros, as table maandtelling has them: whether they may be missing is for registratiekwaliteit to say."""
    rows = drawn(seed)
    gap = [date(2023, month, 1) for month in (4, 5, 6)]
    zeros = pl.DataFrame({"gebied": GAP, "periode": gap, "waarde": [0] * 3, "toestand": "nul", "volledig": True})
    own = pl.concat([rows.filter(pl.col("gebied") == GAP), zeros]).sort("periode")
    made = charted(own, BREAK, LATE, season(rows)).filter(pl.col("periode").is_in(gap))
    assert made["signaal"].str.contains(BUITEN, literal=True).to_list() == [True] * 3


@pytest.fixture(scope="module")
def on_full(stand, full_warehouse: Path, demo_warehouse: Path) -> Iterator[None]:
    """The demo as a reader gets it; afterwards the one of the other tests again."""
    stand(full_warehouse)
    yield
    stand(demo_warehouse)


@pytest.mark.usefixtures("on_full")
def test_the_shipped_demo_shows_its_planted_shift() -> None:
    found = control("aanmeldingen", Choice(), (SHIFT,))
    assert levels(found.data) == [date(2024, 5, 1)]
    assert f"{NIVEAU} (mei 2024)" in control_sentence(found)
    assert re.search(
        r": 3\d,\d aanmeldingen tot en met april 2024, 5\d,\d aanmeldingen vanaf mei 2024\.", control_sentence(found)
    )


@pytest.mark.usefixtures("on_full")
def test_nearly_every_area_has_limits_for_its_share_or_is_told_why_not() -> None:
    areas = ask("samenwerkingsverbanden")["sv_id"].to_list()
    made = {area: control("binnen_de_maand", Choice(), (area,)) for area in areas}
    without = {area for area, one in made.items() if one.data["midden"].null_count()}
    assert len(areas) == 16
    assert len(without) <= 5
    for area, one in made.items():
        said = control_sentence(one)
        assert ("te weinig hele kwartalen" in said) == (area in without)
        assert ("komen uit de kwartalen" in said) == (one.data["steunt_op"] == "kwartalen").any()


# ------------------------------------------------------------------ what may not be compared


def test_months_that_may_not_be_compared_get_no_limits() -> None:
    values = [12, 15, 11, 14, 13, 16, 12, 15, 14, 12, 13, 15] * 2
    refused = frozenset(date(2022, month, 1) for month in range(1, 13))
    made = charted(months(values), [date(2023, 1, 1)], LATE, refused=refused)
    assert made["midden"].is_null().to_list() == [True] * 12 + [False] * 12
    assert made["waarde"].to_list() == values


def test_a_blocking_caveat_takes_the_limits_away_and_is_named(
    stand, demo_folder: Path, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The guard refuses to set months against each other: the months of a stretch are. Caveat C3, made blocking."""
    raw = copy_raw(tmp_path_factory.mktemp("blokkerend") / "raw")
    listed = raw / "kanttekeningen.csv"
    said = listed.read_text(encoding="utf-8-sig")
    changed = said.replace("\nC3;waarschuwing;", "\nC3;blokkerend;")
    assert changed != said
    listed.write_text(changed, encoding="utf-8")
    stand(demo_warehouse)
    assert control("aanmeldingen", Choice(), ()).data["midden"].null_count() == 0
    stand(built(Inputs(raw=raw, demo=demo_folder), tmp_path_factory))
    found = control("aanmeldingen", Choice(), ())
    stand(demo_warehouse)
    assert found.data["midden"].null_count() == found.data.height
    assert "de maanden mogen niet met elkaar vergeleken worden (kanttekening C3)" in control_sentence(found)
