"""The median and P75 of waits in one pass: the same as one curve at a time, and as days counted one by one."""

from __future__ import annotations

import time
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.derived.waiting import quantiles
from figures.methods.survival import kaplan_meier

START = date(2024, 1, 1)
waits = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def grouped(cases: list[tuple[int, bool]], area: str = "gent", unknown: int = 0) -> pl.DataFrame:
    """Cases (days, whether the event came) as the answer to a question."""
    pairs = sorted(set(cases))
    rows = [
        (area, START, days, happened, cases.count((days, happened)), len(cases) + unknown, True)
        for days, happened in pairs
    ]
    columns = {
        "gebied": pl.String, "periode": pl.Date, "dagen": pl.Int64, "gebeurd": pl.Boolean, "dossiers": pl.Int64,
        "noemer": pl.Int64, "volledig": pl.Boolean,
    }  # fmt: skip
    return pl.DataFrame(rows or [(area, START, None, None, None, unknown, True)], schema=columns, orient="row")


def only(cases: list[tuple[int, bool]], unknown: int = 0) -> dict:
    return quantiles(grouped(cases, unknown=unknown)).row(0, named=True)


# ------------------------------------------------------------------ against the curve of statsmodels


@given(waits)
@settings(deadline=None, max_examples=150)
def test_it_is_the_curve_of_statsmodels(cases: list[tuple[int, bool]]) -> None:
    days, happened = np.array([c[0] for c in cases]), np.array([c[1] for c in cases])
    curve, found = kaplan_meier(days, happened), only(cases)
    assert (found["waarde"], found["p75"]) == (curve.quantile(0.5), curve.quantile(0.75))
    assert (found["onder"], found["boven"]) == curve.quantile_interval(0.5)


def test_many_cells_at_once_are_the_cells_one_by_one() -> None:
    rng = np.random.default_rng(7)
    cells = {
        f"gebied {n}": [(int(d), bool(e)) for d, e in zip(rng.integers(0, 60, 80), rng.random(80) < 0.7, strict=True)]
        for n in range(40)
    }
    together = quantiles(pl.concat([grouped(cases, area) for area, cases in cells.items()]))
    alone = pl.concat([quantiles(grouped(cases, area)) for area, cases in cells.items()])
    assert together.equals(alone)
    assert together["waarde"].n_unique() > 5


# ------------------------------------------------------------------ by hand


def test_the_worked_example_of_the_method() -> None:
    """Waits of 2, 4 and 6 days and one case open after 5: half waits from day 4 to day 6, so the median is 5."""
    found = only([(2, True), (4, True), (6, True), (5, False)])
    assert (found["waarde"], found["gebeurd"], found["nog_open"], found["aandeel_open"]) == (5, 3, 1, 25)


def test_leaving_the_open_cases_out_gives_another_median() -> None:
    cases = [(2, True), (4, True), (6, True), (5, False)]
    assert only([case for case in cases if case[1]])["waarde"] == 4 < only(cases)["waarde"]


@given(waits)
@settings(deadline=None, max_examples=100)
def test_open_cases_never_make_the_wait_shorter(cases: list[tuple[int, bool]]) -> None:
    """An open case waits at least as long as it was seen: taking it as done that day can only be too early."""
    counted, closed = only(cases)["waarde"], only([(days, True) for days, _ in cases])["waarde"]
    assert counted is None or counted >= closed


def test_more_than_half_still_waiting_is_no_number() -> None:
    found = only([(3, True), (10, False), (12, False)])
    assert (found["waarde"], found["p75"], found["boven"], found["toestand"]) == (None, None, None, "nvt")
    assert (found["gebeurd"], found["nog_open"]) == (1, 2)


def test_dossiers_without_a_known_wait_are_counted_apart() -> None:
    with_unknown, without = only([(3, True), (9, True)], unknown=4), only([(3, True), (9, True)])
    assert (with_unknown["onbekend"], without["onbekend"]) == (4, 0)
    assert with_unknown["waarde"] == without["waarde"] == 6


def test_nobody_and_unknown_are_told_apart() -> None:
    empty = grouped([], unknown=0)
    unknown = empty.with_columns(pl.lit(None, pl.Int64).alias("noemer"))
    nobody, nothing_known = (quantiles(frame).row(0, named=True) for frame in (empty, unknown))
    assert (nobody["toestand"], nobody["gebeurd"], nobody["onbekend"]) == ("nul", 0, 0)
    assert (nothing_known["toestand"], nothing_known["gebeurd"], nothing_known["onbekend"]) == (None, None, None)
    assert nobody["waarde"] is nothing_known["waarde"] is None


def test_a_cell_of_which_no_wait_is_known_has_no_state_of_its_own() -> None:
    found = only([], unknown=6)
    assert (found["waarde"], found["onbekend"], found["toestand"]) == (None, 6, None)


def test_no_rows_give_no_rows_with_the_same_columns() -> None:
    some = grouped([(1, True)])
    assert quantiles(some.clear()).schema == quantiles(some).schema


def test_the_waits_of_a_whole_page_take_less_than_a_third_of_a_second() -> None:
    """17 areas, 57 months, 150 different waits each: what ten million dossiers give."""
    days = pl.DataFrame({"dagen": range(75)}).join(pl.DataFrame({"gebeurd": [True, False]}), how="cross")
    cells = pl.DataFrame({"gebied": [str(n) for n in range(17)]}).join(
        pl.DataFrame({"periode": [date(2020 + n // 12, n % 12 + 1, 1) for n in range(57)]}), how="cross"
    )
    data = cells.join(days, how="cross").with_columns(
        dossiers=pl.lit(70), noemer=pl.lit(70 * 150), volledig=pl.lit(True)
    )
    quickest = min(_seconds(data) for _ in range(3))
    assert quickest < 0.3


def _seconds(data: pl.DataFrame) -> float:
    start = time.perf_counter()
    quantiles(data)
    return time.perf_counter() - start


@pytest.mark.parametrize("share", [0.5, 0.75])
def test_without_open_cases_it_is_the_ordinary_quantile(share: float) -> None:
    cases = [(day, True) for day in range(1, 9)]  # 1 to 8 days: the median 4,5, and P75 between 6 and 7
    found = only(cases)
    assert found["waarde" if share == 0.5 else "p75"] == {0.5: 4.5, 0.75: 6.5}[share]
