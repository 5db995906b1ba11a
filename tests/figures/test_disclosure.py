"""The small-number rule: nothing from 1 to 4 is shown, and nothing shown gives it away."""

from __future__ import annotations

from datetime import date
from itertools import product

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import GRAINS, Choice, figure
from figures.disclosure import THRESHOLD, Rule, hide_small_numbers
from queries import ask

FLANDERS = "vlaanderen-brussel"
START = date(2024, 1, 1)
BY_STATE = {None: "onbekend", 0: "nul"}
counts_of_areas = st.lists(st.integers(0, 12), min_size=2, max_size=6)


def one_period(values: list[int | None]) -> pl.DataFrame:
    """Areas a, b, ... with their counts, and their total."""
    known = None if None in values else sum(values)
    cells = [*zip("abcdefgh", values, strict=False), (FLANDERS, known)]
    rows = [{"gebied": area, "periode": START, "waarde": v, "toestand": BY_STATE.get(v, "bekend")} for area, v in cells]
    return pl.DataFrame(rows, schema_overrides={"waarde": pl.Int64})


def shown(values: list[int | None]) -> dict[str, int | None]:
    return dict(hide_small_numbers(one_period(values), Rule(("waarde",))).select("gebied", "waarde").iter_rows())


def states(values: list[int | None]) -> dict[str, str]:
    return dict(hide_small_numbers(one_period(values), Rule(("waarde",))).select("gebied", "toestand").iter_rows())


def possible(values: list[int], seen: dict[str, int | None]) -> list[set[int]]:
    """For every hidden area, all numbers it could be for someone who sees the rest and knows the rule."""
    hidden = [area for area, v in seen.items() if v is None and area != FLANDERS]
    if not hidden or seen[FLANDERS] is None:
        return []
    rest = seen[FLANDERS] - sum(v for area, v in seen.items() if v is not None and area != FLANDERS)
    # At most one complement is hidden, and only beside small ones; it can be any number above the threshold.
    worlds = [w for w in product(range(1, 60), repeat=len(hidden)) if sum(w) == rest] if len(hidden) < 3 else []
    fitting = [w for w in worlds if sum(v >= THRESHOLD for v in w) <= 1 and min(w) < THRESHOLD]
    return [set(options) for options in zip(*fitting, strict=True)] if fitting else []


@given(counts_of_areas)
@settings(deadline=None, max_examples=150)
def test_no_small_number_is_ever_shown(values: list[int]) -> None:
    assert not {v for v in shown(values).values() if v is not None} & set(range(1, THRESHOLD))


@given(counts_of_areas)
@settings(deadline=None, max_examples=150)
def test_the_total_minus_what_is_shown_gives_no_hidden_number(values: list[int]) -> None:
    seen = shown(values)
    for options in possible(values, seen):
        assert len(options) > 1


@given(counts_of_areas)
@settings(deadline=None, max_examples=100)
def test_what_is_shown_is_true_and_a_zero_stays_a_zero(values: list[int]) -> None:
    before = dict(one_period(values).select("gebied", "waarde").iter_rows())
    after, state = shown(values), states(values)
    for area, value in before.items():
        assert after[area] in (value, None)
        assert (state[area] == "verborgen") == (after[area] is None)
        if value == 0:
            assert (after[area], state[area]) == (0, "nul")


@given(st.lists(st.integers(THRESHOLD, 50) | st.just(0), min_size=2, max_size=6))
@settings(deadline=None, max_examples=60)
def test_nothing_is_hidden_without_a_small_number(values: list[int]) -> None:
    assert "verborgen" not in states(values).values()


def test_one_small_area_takes_the_smallest_other_along() -> None:
    assert shown([3, 40, 20, 0]) == {"a": None, "b": 40, "c": None, "d": 0, FLANDERS: 63}


def test_two_small_areas_protect_each_other() -> None:
    assert shown([3, 2, 20]) == {"a": None, "b": None, "c": 20, FLANDERS: 25}


def test_two_areas_of_one_do_not() -> None:
    """Together 2, and a hidden number is at least 1: so both would be 1."""
    assert shown([1, 1, 20, 30]) == {"a": None, "b": None, "c": None, "d": 30, FLANDERS: 52}


def test_two_areas_of_four_do_not() -> None:
    assert shown([4, 4, 20, 30]) == {"a": None, "b": None, "c": None, "d": 30, FLANDERS: 58}


def test_unknown_stays_unknown() -> None:
    assert states([None, 3, 20]) == {"a": "onbekend", "b": "verborgen", "c": "bekend", FLANDERS: "onbekend"}


def test_periods_are_judged_apart() -> None:
    later = one_period([30, 40]).with_columns(pl.lit(date(2025, 1, 1)).alias("periode"))
    frame = hide_small_numbers(pl.concat([one_period([3, 40]), later]), Rule(("waarde",)))
    assert frame.filter(pl.col("toestand") == "verborgen")["periode"].unique().to_list() == [START]


def test_an_area_outside_the_total_protects_nothing() -> None:
    """Brussels has no figure per inhabitant and is not in the total: hiding it leaves the other one alone."""
    rows = {
        "gebied": ["brussel", "a", "b", "c", "vlaanderen-zonder-brussel"],
        "periode": [START] * 5,
        "waarde": [None, 3.0, 8.0, 9.0, 6.5],
        "teller": [2, 3, 20, 30, 53],
        "noemer": [None, 1000, 2500, 3300, 6800],
        "toestand": ["nvt", "bekend", "bekend", "bekend", "bekend"],
    }
    frame = hide_small_numbers(pl.DataFrame(rows), Rule(("teller",)))
    assert frame["teller"].to_list() == [None, None, None, 30, 53]
    assert frame["waarde"].to_list() == [None, None, None, 9.0, 6.5]


def shares(parts: list[tuple[int, int, int, int]]) -> pl.DataFrame:
    names = ("binnen", "later", "open", "onbekend")
    cells = [*zip("abcdefgh", parts, strict=False), (FLANDERS, tuple(map(sum, zip(*parts, strict=True))))]
    rows = [{"gebied": area, "periode": START, **dict(zip(names, part, strict=True))} for area, part in cells]
    judged = pl.col("binnen") + pl.col("later")
    return pl.DataFrame(rows).with_columns(
        noemer=judged, waarde=pl.when(judged > 0).then(100 * pl.col("binnen") / judged), toestand=pl.lit("bekend")
    )


part = st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 7), st.integers(0, 7))


@given(st.lists(part, min_size=2, max_size=5))
@settings(deadline=None, max_examples=150)
def test_no_part_of_a_share_follows_from_the_others(parts: list[tuple[int, int, int, int]]) -> None:
    frame = hide_small_numbers(shares(parts), Rule(("binnen", "later"), ("open", "onbekend")))
    areas, total = frame.filter(pl.col("gebied") != FLANDERS), frame.filter(pl.col("gebied") == FLANDERS)
    for name in ("binnen", "later", "open", "onbekend"):
        assert not set(frame[name].drop_nulls()) & set(range(1, THRESHOLD))
        if total[name][0] is not None:
            assert areas[name].null_count() != 1 or sum(p > 0 for p in areas[name].fill_null(1)) == 1
    assert (
        frame.filter(pl.col("toestand") == "verborgen").select("waarde", "noemer").null_count().row(0)
        == (frame.filter(pl.col("toestand") == "verborgen").height,) * 2
    )


def test_a_small_side_count_is_protected_by_another() -> None:
    frame = hide_small_numbers(
        shares([(20, 10, 3, 8), (20, 10, 9, 7), (20, 10, 30, 30)]), Rule(("binnen", "later"), ("open", "onbekend"))
    )
    assert frame["open"].to_list() == [None, None, 30, 42]
    assert frame["waarde"].null_count() == 0
    assert set(frame["toestand"]) == {"bekend"}


# ------------------------------------------------------------------ in the figures themselves


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("aanmeldingen", ("waarde",)),
        ("lopende_trajecten", ("waarde",)),
        ("aanmeldingen_per_1000", ("teller",)),
        ("binnen_de_maand", ("binnen", "later", "nog_niet_beoordeelbaar", "onbekend")),
    ],
)
def test_no_figure_holds_a_small_count(name: str, counts: tuple[str, ...], per: str) -> None:
    data = figure(name, Choice(per=per)).data
    for count in counts:
        assert not set(data[count].drop_nulls()) & set(range(1, THRESHOLD))
    hidden = data.filter(pl.col("toestand") == "verborgen")
    assert hidden["waarde"].null_count() == hidden.height
    if per == "maand":
        assert hidden.height > 0


@pytest.mark.usefixtures("on_demo")
def test_choosing_areas_does_not_undo_the_hiding() -> None:
    everything = figure("aanmeldingen", Choice(per="maand")).data
    for area in ("gent", "brussel"):
        chosen = figure("aanmeldingen", Choice(per="maand", gebieden=(area,))).areas
        assert chosen.equals(everything.filter(pl.col("gebied") == area).select(chosen.columns))


@pytest.mark.usefixtures("on_real")
def test_the_states_of_the_small_deliveries() -> None:
    data = figure("aanmeldingen", Choice(per="maand")).data
    state = {(r["gebied"], r["periode"]): r["toestand"] for r in data.iter_rows(named=True)}
    assert state["gent", date(2023, 1, 1)] == "verborgen"  # two
    assert state["gent", date(2023, 3, 1)] == "nul"
    assert state["brussel", date(2023, 3, 1)] == "onbekend"
    rate = figure("aanmeldingen_per_1000", Choice(per="maand")).data.filter(pl.col("gebied") == "brussel")
    assert set(rate["toestand"]) == {"nvt"}


@pytest.mark.usefixtures("on_demo")
def test_hiding_changes_no_number_that_stays() -> None:
    data = figure("aanmeldingen", Choice(per="kwartaal")).data
    params = {"per": "kwartaal", "van": Choice().van, "tot": Choice().tot}
    counted = {(r["gebied"], r["periode"]): r["waarde"] for r in ask("aanmeldingen", params).iter_rows(named=True)}
    visible = {(r["gebied"], r["periode"]): r["waarde"] for r in data.iter_rows(named=True) if r["waarde"] is not None}
    assert len(visible) > 100
    assert all(counted[cell] == value for cell, value in visible.items())
