"""XmR charts, against published examples, a plain second way of marking, and months in which nothing happens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.methods import spc
from figures.methods.spc import BUITEN, REEKS, TREND, TWEE_VAN_DRIE, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 45.8159 and
# 55.8041, "in control, since none of the plotted points fall outside".
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NAN = np.nan


def marked(chart: spc.Xmr, rule: str) -> list[int]:
    return np.flatnonzero(chart.signals[rule]).tolist()


# ------------------------------------------------------------------ published examples


def test_the_limits_are_those_of_nist() -> None:
    chart = xmr(NIST)
    assert chart.centre[0] == pytest.approx(50.81)
    assert (chart.lower[0], chart.upper[0]) == pytest.approx((45.8159, 55.8041), abs=5e-5)
    assert not chart.signals[BUITEN].any()


def test_the_mean_and_the_outside_point_are_those_of_nhs() -> None:
    """R package NHSRplotthedots, vignette Deviations from Excel defaults: mean 1.94, one point outside, the fifth."""
    chart = xmr([1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1])
    assert round(chart.centre[0], 2) == 1.94
    assert marked(chart, BUITEN) == [4]
    # 17 moving ranges: 15 of 1, one of 8, one of 9.
    assert chart.upper[0] == pytest.approx(35 / 18 + 3 / 1.128 * 32 / 17)


# ------------------------------------------------------------------ a plain second computation


def plain_marks(x: list[float]) -> dict[str, list[bool]]:
    """The four rules point by point, in words, for one stretch."""
    known = [v for v in x if not np.isnan(v)]
    steps = [abs(b - a) for a, b in pairwise(x) if not np.isnan(a + b)]
    marks = {rule: [False] * len(x) for rule in spc.RULES}
    if len(known) >= 6 and steps:
        centre, reach = sum(known) / len(known), 3 * sum(steps) / len(steps) / 1.128
        mark_by_limits(marks, x, centre, reach)
    for first in range(len(x) - 6):
        seven = x[first : first + 7]
        ups = [b > a for a, b in pairwise(seven)]
        downs = [b < a for a, b in pairwise(seven)]
        if all(ups) or all(downs):
            marks[TREND][first : first + 7] = [True] * 7
    return marks


def mark_by_limits(marks: dict[str, list[bool]], x: list[float], centre: float, reach: float) -> None:
    tiny = 1e-9 * (abs(centre) + reach)
    for sign in (1, -1):
        beyond = [sign * (v - centre) for v in x]
        for at in range(len(x)):
            marks[BUITEN][at] |= beyond[at] > reach + tiny
            if at + 8 <= len(x) and all(b > tiny for b in beyond[at : at + 8]):
                marks[REEKS][at : at + 8] = [True] * 8
            far = [i for i in range(at, min(at + 3, len(x))) if beyond[i] > 2 / 3 * reach + tiny]
            if at + 3 <= len(x) and len(far) >= 2:
                for i in far:
                    marks[TWEE_VAN_DRIE][i] = True


months = st.lists(st.one_of(st.integers(0, 12).map(float), st.just(NAN)), min_size=1, max_size=40)


@given(months)
@settings(max_examples=300, deadline=None)
def test_every_mark_is_that_of_the_plain_rules(x: list[float]) -> None:
    found = xmr(x).signals
    assert {rule: found[rule].tolist() for rule in spc.RULES} == plain_marks(x)


@given(months, months)
@settings(max_examples=100, deadline=None)
def test_a_break_makes_two_charts(before: list[float], after: list[float]) -> None:
    both, one, two = xmr([*before, *after], starts=(0, len(before))), xmr(before), xmr(after)
    for name in ("centre", "lower", "upper", "provisional"):
        whole = np.concatenate([getattr(one, name), getattr(two, name)])
        np.testing.assert_array_equal(getattr(both, name), whole)
    assert both.signal.tolist() == [*one.signal.tolist(), *two.signal.tolist()]
    assert both.segment.tolist() == [0] * len(before) + [1] * len(after)


def test_many_series_at_once_are_the_same_as_one_by_one() -> None:
    many = np.random.default_rng(7).poisson(8, (20, 30)).astype(float)
    many[3, 4:9] = NAN
    together = xmr(many, starts=(12,), floor=0)
    for row, series in enumerate(many):
        alone = xmr(series, starts=(12,), floor=0)
        np.testing.assert_array_equal(together.upper[row], alone.upper)
        np.testing.assert_array_equal(together.signal[row], alone.signal)


# ------------------------------------------------------------------ each rule, and what it leaves alone

QUIET = [10, 12, 9, 11, 8, 12, 10, 9, 11, 10, 8, 12, 9, 11]


def test_eight_on_one_side_and_not_seven() -> None:
    low, high = [1, 2] * 8, [8, 9, 8, 9, 8, 9, 8]
    assert marked(xmr([*low, *high]), REEKS) == list(range(16))
    assert marked(xmr([*low, *high, 9]), REEKS) == list(range(24))


def test_a_missing_month_breaks_a_series_and_a_trend() -> None:
    low = [1, 2] * 8
    assert marked(xmr([*low, 8, 9, 8, 9, NAN, 8, 9, 8, 9]), REEKS) == list(range(16))
    assert marked(xmr([1, 2, 3, 4, 5, 6, 7]), TREND) == list(range(7))
    assert marked(xmr([1, 2, 3, NAN, 5, 6, 7, 8]), TREND) == []


def test_an_equal_month_breaks_a_trend() -> None:
    assert marked(xmr([7, 6, 5, 4, 4, 3, 2, 1]), TREND) == []


def test_no_moving_range_over_a_missing_month() -> None:
    """Without the gap the step of 100 would widen the limits."""
    x = [10, 11, 10, 11, 10, 11, NAN, 111, 110, 111, 110, 111, 110]
    assert xmr(x).upper[0] - xmr(x).centre[0] == pytest.approx(spc.THREE_SIGMA)


def test_months_that_are_all_equal_are_quiet() -> None:
    for value in (0.1, 7, 1e9 / 3):
        assert not xmr([value] * 23).signal.any()


def test_a_real_change_of_level_is_seen_and_the_quiet_months_are_not() -> None:
    assert not xmr(QUIET).signal.any()
    assert xmr([*QUIET, *(v + 12 for v in QUIET)]).signal.any()
    assert not xmr([*QUIET, *(v + 12 for v in QUIET)], starts=(14,)).signal.any()


# ------------------------------------------------------------------ limits: floor, few points, faults


def test_limits_stay_within_what_the_measure_can_be() -> None:
    chart = xmr([2, 98, 5, 95, 3, 97, 4], floor=0, ceiling=100)
    assert (chart.lower[0], chart.upper[0]) == (0, 100)
    free = xmr([2, 98, 5, 95, 3, 97, 4])
    assert free.lower[0] < 0
    assert free.upper[0] > 100


@pytest.mark.parametrize(
    ("points", "has_limits", "provisional"), [(5, False, True), (6, True, True), (12, True, False)]
)
def test_few_points_give_provisional_limits_or_none(points: int, has_limits: bool, provisional: bool) -> None:
    chart = xmr([NAN, *QUIET[:points]])
    assert np.isfinite(chart.upper).all() == np.isfinite(chart.centre).all() == has_limits
    assert (chart.provisional == provisional).all()


def test_no_months_at_all_give_an_empty_chart() -> None:
    assert xmr([]).signal.tolist() == []
    assert not np.isfinite(xmr([NAN] * 20).centre).any()


@pytest.mark.parametrize("start", [-1, 14])
def test_a_break_outside_the_series_is_refused(start: int) -> None:
    with pytest.raises(ValueError, match="buiten de reeks"):
        xmr(QUIET, starts=(0, start))


# ------------------------------------------------------------------ false alarms

DRAWS = 10_000


def nothing_happens(points: int, distribution: str) -> spc.Xmr:
    rng = np.random.default_rng(20260101)
    if distribution == "normaal":
        return xmr(rng.normal(size=(DRAWS, points)))
    return xmr(rng.poisson(int(distribution.split()[1]), (DRAWS, points)), floor=0)


@pytest.mark.parametrize(("points", "distribution"), spc.ALARMS_PER_CHART)
def test_the_published_false_alarms_come_out(points: int, distribution: str) -> None:
    chart = nothing_happens(points, distribution)
    marks = [*(chart.signals[rule] for rule in spc.RULES), chart.signal]
    stated = np.array(spc.ALARMS_PER_CHART[points, distribution])
    chance = 4 * np.sqrt(stated * (1 - stated) / DRAWS) + 0.0005
    assert (np.abs([m.any(axis=-1).mean() for m in marks] - stated) <= chance).all()
    assert [m.mean() for m in marks] == pytest.approx(spc.ALARMS_PER_POINT[points, distribution], rel=0.1, abs=2e-4)


def test_both_tables_cover_the_same_charts_and_every_rule() -> None:
    assert spc.ALARMS_PER_CHART.keys() == spc.ALARMS_PER_POINT.keys()
    assert {len(row) for row in [*spc.ALARMS_PER_CHART.values(), *spc.ALARMS_PER_POINT.values()]} == {len(spc.ALARMS)}


def runs(length: int) -> float:
    """The share of 10.000 quiet charts of 36 months with that many in a row on one side: why eight was chosen."""
    x = np.random.default_rng(5).normal(size=(DRAWS, 36))
    above = x > x.mean(axis=-1, keepdims=True)
    same = np.ones((DRAWS, 37 - length), dtype=bool)
    for shift in range(1, length):
        same &= above[:, : 37 - length] == above[:, shift : shift + 37 - length]
    return same.any(axis=-1).mean()


def test_the_reason_for_eight_holds() -> None:
    assert [round(100 * runs(length)) for length in (7, 8, 9)] == [16, 7, 3]


def test_of_sixteen_quiet_charts_three_carry_a_signal() -> None:
    assert round(16 * spc.ALARMS_PER_CHART[36, "normaal"][-1]) == 3
