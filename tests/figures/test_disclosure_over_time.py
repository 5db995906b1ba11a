"""Who lays months, quarters and years of a figure side by side, and figures with the same counts, works out no small number.

The attacker below is written apart from the rule: it knows every number that any of the views shows, and every sum between
them, and solves that system in full, by eigenvalues.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from figures import GRAINS, Choice, figure
from figures.derived import with_derived
from figures.disclosure import PART, THRESHOLD, WHOLE, Rule, hide_small_numbers
from figures.text import TOTALS
from queries import ask, parameters, question, questions

STEP = {"maand": "kwartaal", "kwartaal": "jaar"}
Key = tuple  # grain, gebied, periode, groep, onderdeel


# ------------------------------------------------------------------ the attacker


def sums_between(keys: set[Key], wholes: dict[Key, list[Key]]) -> Iterator[tuple[list[Key], Key]]:
    """Every sum of which all numbers are among `keys`: the parts and their whole."""
    areas = {key[1] for key in keys} - set(TOTALS)
    for key in keys:
        grain, area, start, *rest = key
        if area in TOTALS:
            inside = areas if area == TOTALS[0] else areas - {"brussel"}
            yield [(grain, one, start, *rest) for one in inside], key
        if key in wholes:
            yield wholes[key], key
    for grain, coarse in STEP.items():
        finer: dict[Key, list[Key]] = {}
        for key in (key for key in keys if key[0] == grain):
            finer.setdefault((coarse, key[1], start_of(coarse, key[2]), *key[3:]), []).append(key)
        yield from ((parts, whole) for whole, parts in finer.items() if whole in keys)


def start_of(grain: str, day: date) -> date:
    months = {"jaar": 12, "kwartaal": 3, "maand": 1}[grain]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def system(known: dict[Key, float | None], wholes: dict[Key, list[Key]]) -> tuple[list[Key], np.ndarray, np.ndarray]:
    """The unknown numbers, and the sums between them: coefficients and outcomes."""
    unknown = {key: place for place, key in enumerate(key for key, value in known.items() if value is None)}
    lines = [
        (parts, whole) for parts, whole in sums_between(set(known), wholes) if all(part in known for part in parts)
    ]
    left, right = np.zeros((len(lines), len(unknown))), np.zeros(len(lines))
    for line, (parts, whole) in enumerate(lines):
        for key, sign in [*((part, 1) for part in parts), (whole, -1)]:
            if known[key] is None:
                left[line, unknown[key]] += sign
            else:
                right[line] -= sign * known[key]
    return list(unknown), left, right


def worked_out(known: dict[Key, float | None], wholes: dict[Key, list[Key]] | None = None) -> set[Key]:
    """The hidden numbers that follow from the others."""
    unknown, left, _ = system(known, wholes or {})
    if not unknown:
        return set()
    squares, vectors = np.linalg.eigh(left.T @ left)
    free = np.abs(vectors[:, squares < 1e-9]).max(axis=1, initial=0)  # how far the null space moves each of them
    return {key for key, move in zip(unknown, free, strict=True) if move < 1e-6}


# ------------------------------------------------------------------ on paper


def frame(months: dict[str, list[int | None]], grain: str) -> pl.DataFrame:
    """Areas with their months from January on, the total of Flanders, added up to a grain."""
    total = [None if None in column else sum(column) for column in zip(*months.values(), strict=True)]
    rows = [
        {"gebied": area, "periode": start_of(grain, date(2024, month + 1, 1)), "waarde": count}
        for area, counts in {**months, TOTALS[0]: total}.items()
        for month, count in enumerate(counts)
    ]
    known = pl.when(pl.col("waarde").null_count() == 0).then(pl.col("waarde").sum()).alias("waarde")
    added = pl.DataFrame(rows, schema_overrides={"waarde": pl.Int64}).group_by("gebied", "periode", maintain_order=True)
    return added.agg(known).with_columns(toestand=pl.lit("bekend"))


def seen(months: dict[str, list[int | None]], grain: str, **more: object) -> dict[Key, int | None]:
    """What the rule leaves at a grain."""
    shown = hide_small_numbers(frame(months, grain), Rule(("waarde",), per=grain, **more))
    return {
        (grain, area, start): count for area, start, count in shown.select("gebied", "periode", "waarde").iter_rows()
    }


def gone(months: dict[str, list[int | None]], grain: str) -> set[tuple[str, int]]:
    """What the rule hides at a grain: area and month in which the period starts."""
    return {(area, start.month) for (_, area, start), count in seen(months, grain).items() if count is None}


def test_a_month_is_not_its_quarter_less_the_other_months() -> None:
    # The 3 follows from January less b and c, and from the quarter less February and March: so b in January (9) and a in
    # February (10) go too; those follow in the same ways, but for the cell where they meet. Three quarters stay as they were.
    months = {"a": [3, 10, 20], "b": [9, 30, 40], "c": [50, 60, 70]}
    assert gone(months, "maand") == {("a", 1), ("b", 1), ("a", 2), ("b", 2)}
    assert gone(months, "kwartaal") == gone(months, "jaar") == set()


def test_what_a_quarter_hides_its_months_do_not_give_back() -> None:
    # a has 3 in the first quarter, all in January; b (9) is hidden beside it. With b in January shown the 3 would be known.
    months = {"a": [3, 0, 0, 20, 0, 0], "b": [9, 0, 0, 30, 0, 0], "c": [50, 0, 0, 70, 0, 0]}
    assert gone(months, "kwartaal") == {("a", 1), ("b", 1), ("a", 4), ("b", 4)}
    assert gone(months, "maand") == {("a", 1), ("b", 1), ("a", 4), ("b", 4)}
    assert gone(months, "jaar") == set()


def test_a_sum_with_an_unknown_month_gives_nothing_away() -> None:
    months = {"a": [3, 10, None], "b": [9, 30, 40], "c": [50, 60, 70]}
    assert ("a", 2) not in gone(months, "maand")
    assert {("a", 1), ("b", 1)} <= gone(months, "maand")


def test_of_a_count_that_does_not_add_up_only_the_areas_matter() -> None:
    months = {"a": [3, 10, 20], "b": [9, 30, 40], "c": [50, 60, 70]}
    left = seen(months, "maand", not_added_up=("waarde",))
    assert {(area, start.month) for (_, area, start), count in left.items() if count is None} == {("a", 1), ("b", 1)}


def test_brussels_is_not_one_total_less_the_other() -> None:
    """A figure without the total with Brussels keeps what another figure, which has it, would give away."""
    months = {"a": [30], "b": [40], "brussel": [3]}
    shown = frame(months, "jaar").with_columns(gebied=pl.col("gebied").replace(TOTALS[0], TOTALS[1]))
    shown = shown.with_columns(waarde=pl.when(pl.col("gebied") == TOTALS[1]).then(70).otherwise("waarde"))
    left = hide_small_numbers(shown, Rule(("waarde",), under_both_totals="waarde"))
    assert left["waarde"].to_list() == [None] * 4
    larger = hide_small_numbers(
        shown.with_columns(pl.col("waarde").replace(3, 13)), Rule(("waarde",), under_both_totals="waarde")
    )
    assert larger["waarde"].null_count() == 0


def test_some_months_hide_what_they_hide_among_the_months_of_their_year() -> None:
    months = {"a": [3, 10, 20], "b": [9, 30, 40], "c": [50, 60, 70]}
    year = frame(months, "maand")
    february = year.filter(pl.col("periode") == date(2024, 2, 1))
    left = hide_small_numbers(february, Rule(("waarde",), per="maand"), year)
    assert left["waarde"].to_list() == [None, None, 60, 100]


# ------------------------------------------------------------------ whatever the numbers are

years = st.integers(2, 4).flatmap(
    lambda areas: st.lists(st.lists(st.integers(0, 9), min_size=6, max_size=6), min_size=areas, max_size=areas)
)


@given(years)
@settings(deadline=None, max_examples=60)
def test_months_quarters_and_years_together_give_no_small_number(counts: list[list[int]]) -> None:
    months = dict(zip("abcd", counts, strict=False))
    known = {key: count for grain in GRAINS for key, count in seen(months, grain).items()}
    true = {
        (grain, r["gebied"], r["periode"]): r["waarde"] for grain in GRAINS for r in frame(months, grain).to_dicts()
    }
    assert not {count for count in known.values() if count} & set(range(1, THRESHOLD))
    assert all(count in (true[key], None) and (count == 0 or true[key]) for key, count in known.items())
    told = {key for key in worked_out(known) if true[key] < THRESHOLD}
    assert not told or all(known[key] is None for key in known if key[0] == "maand" and true[key])


@given(years)
@settings(deadline=None, max_examples=30)
def test_a_year_hides_no_more_than_by_itself(counts: list[list[int]]) -> None:
    months = dict(zip("abcd", counts, strict=False))
    alone = hide_small_numbers(frame(months, "jaar"), Rule(("waarde",)))
    assert list(seen(months, "jaar").values()) == alone["waarde"].to_list()


@given(st.lists(st.lists(st.integers(THRESHOLD, 40) | st.just(0), min_size=6, max_size=6), min_size=2, max_size=4))
@settings(deadline=None, max_examples=20)
def test_nothing_is_hidden_without_a_small_number(counts: list[list[int]]) -> None:
    months = dict(zip("abcd", counts, strict=False))
    assert not any(gone(months, grain) for grain in GRAINS)


def test_a_hidden_small_number_has_more_than_one_possible_value() -> None:
    """With no number below nothing and all sums kept, the least and the most of each are a whole number apart."""
    draw = np.random.default_rng(5)
    months = dict(zip("abcd", draw.poisson([[4], [9], [15], [30]], (4, 12)).tolist(), strict=True))
    known = {key: count for grain in GRAINS for key, count in seen(months, grain).items()}
    unknown, left, right = system(known, {})
    small = [
        i for i, (_, area, start) in enumerate(unknown) if area == "a" and months["a"][start.month - 1] < THRESHOLD
    ]
    assert len(small) > 3
    for place in small:
        aim = np.eye(len(unknown))[place]
        ends = [linprog(sign * aim, A_eq=left, b_eq=right, bounds=(1, None)) for sign in (1, -1)]
        assert -ends[1].fun - ends[0].fun > 0.5


# ------------------------------------------------------------------ in the figures themselves

BY_PERIOD = [naam for naam, asked in questions().items() if asked.klein and "per" in parameters(naam)]
TABLES = ("profiel", "redenen_einde", "vervolghulp")
# The same number under another name in another figure.
SAME = {
    "aanmeldingen": {naam: asked.beide_totalen for naam, asked in questions().items() if asked.beide_totalen},
    "opgestart": {"trajecten_stroom": "opgestart", "trajecten_opgestart": "opgestart", "trajectduur": "noemer"},
    "afgerond": {"trajecten_stroom": "afgerond", "trajecten_afgerond": "afgerond"},
    "lopend": {"trajecten_stroom": "lopend_einde", "lopende_trajecten": "waarde"},
    "later": {"binnen_de_maand": "later", "redenen_te_laat": "waarde"},
    "binnen": {"binnen_de_maand": "binnen", "redenen_te_laat": "binnen"},
}


def asked_for(naam: str, per: str) -> Choice:
    """One year by a grain: the first, in which most is small; of what the last delivery changed the last."""
    year = 2026 if naam == "wat_veranderde" else 2022
    return Choice(date(year, 1, 1), date(year, 12, 31), per)


def answer(naam: str, choice: Choice) -> pl.DataFrame:
    """The numbers as they are counted, before anything is hidden."""
    return with_derived(question(naam), ask(naam, {name: getattr(choice, name) for name in parameters(naam)}))


def counts_of(data: pl.DataFrame, grain: str, count: str) -> dict[Key, int | None]:
    cell = [pl.col(name) if name in data.columns else pl.lit("").alias(name) for name in ("groep", "onderdeel")]
    return {(grain, *key): value for *key, value in data.select("gebied", "periode", *cell, count).iter_rows()}


def grains_of(naam: str, count: str) -> tuple[str, ...]:
    if naam not in BY_PERIOD:
        return ("maand",)
    return ("maand",) if count in question(naam).telt_niet_op else GRAINS


def shown_in(naam: str, count: str) -> dict[Key, int | None]:
    """Every number of a count that a figure shows, at any grain that says something of the others."""
    found = {}
    for grain in grains_of(naam, count):
        data = figure(naam, asked_for(naam, grain)).data
        found |= counts_of(data, grain, count)
    return found


def true_in(naam: str, count: str) -> dict[Key, int | None]:
    return {
        key: value
        for grain in grains_of(naam, count)
        for key, value in counts_of(answer(naam, asked_for(naam, grain)), grain, count).items()
    }


def told(
    known: dict[Key, int | None], true: dict[Key, int | None], wholes: dict[Key, list[Key]] | None = None
) -> set[Key]:
    """The small numbers that follow from what is shown. What is unknown is in no sum."""
    counted = {key: count for key, count in known.items() if true.get(key) is not None}
    return {key for key in worked_out(counted, wholes) if 0 < true[key] < THRESHOLD}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("naam", [naam for naam in BY_PERIOD if naam not in TABLES])
def test_no_figure_gives_a_small_number_away_over_its_grains(naam: str) -> None:
    for count in (*question(naam).klein, *question(naam).klein_apart):
        known, true = shown_in(naam, count), true_in(naam, count)
        assert not set(known.values()) & set(range(1, THRESHOLD))
        assert not told(known, true), (naam, count)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("naam", ["profiel", "redenen_einde"])
def test_no_table_gives_a_small_number_away_over_its_grains(naam: str) -> None:
    known: dict[Key, int | None] = {}
    true: dict[Key, int | None] = {}
    wholes: dict[Key, list[Key]] = {}
    for grain in ("kwartaal", "jaar"):
        data = figure(naam, asked_for(naam, grain)).data
        known |= counts_of(data, grain, "teller")
        true |= counts_of(answer(naam, asked_for(naam, grain)), grain, "teller")
        parts = data.filter(pl.col("rol").is_in([PART, WHOLE])).group_by("gebied", "periode", maintain_order=True)
        for (area, start), cells in parts:
            *some, whole = [(grain, area, start, "", part) for part in cells["onderdeel"]]
            wholes[whole] = some
    assert {key[-1] for key in wholes} == {"bekend"}
    assert not told(known, true, wholes)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("naam", ["binnen_de_maand", "eenheden", "profiel", "wachttijd"])
def test_a_choice_of_some_months_shows_what_the_whole_year_shows(naam: str) -> None:
    year = figure(naam, Choice(date(2022, 1, 1), date(2022, 12, 31), "maand")).data
    some = figure(naam, Choice(date(2022, 5, 1), date(2022, 6, 30), "maand")).data
    assert some.equals(year.filter(pl.col("periode").dt.month().is_in([5, 6])))


@pytest.mark.usefixtures("on_demo")
def test_no_choice_cuts_a_period_in_two() -> None:
    """A year less the same year from February on would be January."""
    cut = figure("aanmeldingen", Choice(date(2024, 2, 1), date(2025, 11, 12), "jaar"))
    whole = figure("aanmeldingen", Choice(date(2024, 1, 1), date(2025, 12, 31), "jaar"))
    assert cut.data.equals(whole.data)
    assert (cut.period, cut.stamp) == (whole.period, whole.stamp)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("number", SAME)
def test_no_two_figures_with_the_same_number_give_a_small_one_away(number: str) -> None:
    known: dict[Key, int | None] = {}
    true: dict[Key, int | None] = {}
    for naam, count in SAME[number].items():
        true |= true_in(naam, count)
        for key, shown in shown_in(naam, count).items():
            known[key] = shown if known.get(key) is None else known[key]
    assert None in known.values()
    assert not told(known, true)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("naam", BY_PERIOD)
def test_the_counts_that_add_up_over_time_are_the_ones_the_rule_takes(naam: str) -> None:
    for count in (*question(naam).klein, *question(naam).klein_apart):
        numbers = [counts_of(answer(naam, Choice(per=grain)), grain, count) for grain in GRAINS]
        sums = [_added_up(fine, coarse) for fine, coarse in pairwise(numbers)]
        adds_up = all(sums[i][key] == numbers[i + 1][key] for i in range(2) for key in sums[i])
        assert adds_up == (count not in question(naam).telt_niet_op), (naam, count)


def _added_up(fine: dict[Key, int | None], coarse: dict[Key, int | None]) -> dict[Key, int | None]:
    """The sum of the finer numbers of every coarser one; unknown when one is."""
    grain = next(iter(coarse))[0]
    sums: dict[Key, int | None] = {}
    for (_, area, start, *rest), count in fine.items():
        key = (grain, area, start_of(grain, start), *rest)
        before = sums.get(key, 0)
        sums[key] = None if count is None or before is None else before + count
    return sums
