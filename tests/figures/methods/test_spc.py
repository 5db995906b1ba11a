"""XmR charts, against published examples, a plain second way of marking, and months in which nothing happens."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.methods import spc
from figures.methods.spc import BUITEN, NIVEAU, REEKS, TREND, TWEE_VAN_DRIE, shares, xmr

# NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: mean 50.81, mean moving range 1.8778, limits 45.8159 and
# 55.8041, "in control, since none of the plotted points fall outside".
NIST = [49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1]
NAN = np.nan


def marked(chart: spc.Chart, rule: str) -> list[int]:
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


# Attendances of twenty weeks seen within four hours, of all: Mohammed and others, Quality and Safety in Health Care 22
# (2013) 362-368; R package qicharts2 has them as nhs_accidents. The limits are those that the visual of PowerBI-SPC tests
# its p' chart with, which were computed with qicharts2.
SEEN = [
    266501, 264225, 276532, 281461, 269071, 261215, 270409, 279778, 270483, 270320,
    267923, 271478, 255353, 256820, 261835, 259144, 255910, 260863, 264465, 260989,
]  # fmt: skip
ATTENDED = [
    280443, 276823, 291681, 296155, 282343, 275888, 283867, 295251, 284468, 282529,
    279618, 283932, 266629, 268091, 276803, 271578, 266005, 273520, 278574, 273772,
]  # fmt: skip
UPPER = [
    96.567, 96.5753, 96.5421, 96.5326, 96.5627, 96.5775, 96.5593, 96.5345, 96.5579, 96.5623,
    96.5689, 96.5591, 96.5996, 96.5961, 96.5753, 96.5877, 96.6012, 96.583, 96.5713, 96.5824,
]  # fmt: skip
# Flow of the Nile at Aswan, 1871-1970 (Cobb, 1978; data set Nile of R).
NILE = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180, 799, 958, 1140,
    1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833, 701, 916, 692, 1020, 1050, 969,
    831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845, 864, 862, 698, 845, 744, 796, 1040, 759,
    781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649, 846, 812, 742, 801, 1040, 860, 874, 848, 890,
    744, 749, 838, 1050, 918, 986, 797, 923, 975, 815, 1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
]  # fmt: skip


def test_the_limits_of_a_share_are_those_of_the_published_p_prime_chart() -> None:
    chart = shares(SEEN, ATTENDED)
    assert chart.upper == pytest.approx(UPPER, abs=5e-5)
    assert chart.lower[:4] == pytest.approx([94.013, 94.0046, 94.0378, 94.0473], abs=5e-5)
    assert not chart.signals[BUITEN].any()


def test_the_level_of_the_nile_changes_where_strucchange_finds_it() -> None:
    """Its reference output for Fstats(Nile ~ 1): sup.F = 75.93, breakpoint 28, in 1898. F is t squared."""
    chart = xmr(NILE)
    assert [1871 + at for at in marked(chart, NIVEAU)] == [1899]
    assert chart.level[[27, 28]] == pytest.approx([np.mean(NILE[:28]), np.mean(NILE[28:])])
    assert max(plain_distances(NILE, [1] * 100)) ** 2 == pytest.approx(75.93, abs=0.005)


# ------------------------------------------------------------------ a plain second computation


def plain_marks(x: list[float]) -> dict[str, list[bool]]:
    """The five rules point by point, in words, for one stretch."""
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
    far = plain_distances(x, [1] * len(x))
    if far and max(far) > spc.NEW_LEVEL:
        marks[NIVEAU][far.index(max(far))] = True
    return marks


def plain_distances(x: list[float], weights: list[float]) -> list[float]:
    """t of the two means for every way to cut the known points in two, in loops; 0 where a part has fewer than three."""
    points = [(at, v, w) for at, (v, w) in enumerate(zip(x, weights, strict=True)) if not np.isnan(v)]
    found = [0.0] * len(x)
    for cut in range(3, len(points) - 2):
        halves = [points[:cut], points[cut:]]
        sizes = [sum(w for _, _, w in half) for half in halves]
        means = [sum(w * v for _, v, w in half) / size for half, size in zip(halves, sizes, strict=True)]
        within = sum(w * (v - mean) ** 2 for half, mean in zip(halves, means, strict=True) for _, v, w in half)
        apart = abs(means[0] - means[1])
        error = (within / (len(points) - 2) * sum(1 / size for size in sizes)) ** 0.5
        found[points[cut][0]] = round(apart / error, 9) if error > 1e-9 else float("inf") * apart if apart > 1e-9 else 0
    return found if len(points) >= 12 else [0.0] * len(x)


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


def test_a_lasting_change_soon_after_a_break_is_found_though_it_widens_the_limits() -> None:
    """The planted shift of the demo, without its season: five months, then half as many again. No other rule sees it."""
    x = [
        32,
        34,
        46,
        35,
        34,
        52,
        51,
        39,
        68,
        41,
        54,
        54,
        65,
        62,
        36,
        42,
        46,
        58,
        52,
        42,
        56,
        50,
        44,
        44,
        56,
        63,
        52,
        44,
        56,
    ]
    chart = xmr(x)
    assert {rule for rule in spc.RULES if marked(chart, rule)} == {NIVEAU}
    assert marked(chart, NIVEAU) == [5]
    assert (chart.level[4], chart.level[5]) == pytest.approx((np.mean(x[:5]), np.mean(x[5:])))
    assert np.isnan(xmr(QUIET).level).all()


def test_a_level_needs_three_points_on_both_sides_and_twelve_together() -> None:
    steady = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    assert marked(xmr([*steady, 30, 31]), NIVEAU) != [10]
    assert marked(xmr([*steady, 30, 31, 30]), NIVEAU) == [10]
    assert marked(xmr([10, 11, 10, 11, 10, 30, 31, 30, 31, 30, 31]), NIVEAU) == []


def test_a_missing_month_is_no_part_of_a_level() -> None:
    assert marked(xmr([10, 11, 10, 11, 10, 11, NAN, 30, 31, 30, 31, 30, 31]), NIVEAU) == [7]


@given(months, st.lists(st.integers(1, 5), min_size=40, max_size=40))
@settings(max_examples=100, deadline=None)
def test_months_weigh_by_what_they_are_made_from(x: list[float], weights: list[int]) -> None:
    far = plain_distances(x, weights[: len(x)])
    found = marked(xmr(x, weights=np.array(weights[: len(x)], dtype=float)), NIVEAU)
    assert found == ([far.index(max(far))] if max(far) > spc.NEW_LEVEL else [])


# ------------------------------------------------------------------ shares


def test_a_month_with_fewer_cases_has_wider_limits() -> None:
    whole = np.array([40, 60] * 6 + [10])
    chart = shares(np.round(0.7 * whole), whole)
    assert chart.upper[12] - chart.centre[12] > chart.upper[0] - chart.centre[0] > chart.upper[1] - chart.centre[1]
    # 3 root(p (1 - p) / n): the months lie closer together than chance would have them.
    part = chart.centre[1] / 100
    assert chart.upper[1] - chart.centre[1] == pytest.approx(300 * (part * (1 - part) / 60) ** 0.5)


def test_a_hidden_month_has_the_limits_of_a_mean_month_and_no_signal() -> None:
    hits, whole = [30, 28, NAN, 31, 29, 30, 32, 28], [40, 40, NAN, 40, 40, 40, 40, 40]
    chart = shares(hits, whole)
    assert chart.upper[2] == pytest.approx(chart.upper[0])
    assert not chart.signal[2]


def test_limits_of_quarters_are_those_of_all_their_months_and_not_of_the_months_that_are_left() -> None:
    """Hidden are the months in which few are late: those that are left look worse than they are together."""
    hits, whole = np.array([36, 38, 37] * 8), np.full(24, 40)
    left = np.where(np.arange(24) % 3 == 0, hits, NAN)
    quarters = spc.Larger(np.full(8, 111), np.full(8, 120), 3)
    chart = shares(left, np.where(np.isnan(left), NAN, whole), larger=[quarters])
    assert chart.centre[0] == pytest.approx(100 * 111 / 120)
    assert not chart.provisional.any()
    part = 111 / 120
    assert chart.lower[1] == pytest.approx(100 * part - 300 * (part * (1 - part) / 40) ** 0.5)
    few = shares(left, whole, larger=[spc.Larger(np.full(5, 111), np.full(5, 120), 3)])
    assert np.isnan(few.centre).all()


def test_a_share_of_all_or_none_is_quiet() -> None:
    for hits in ([40] * 14, [0] * 14):
        assert not shares(hits, [40] * 14).signal.any()


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


def nothing_happens(points: int, distribution: str) -> spc.Chart:
    rng = np.random.default_rng(20260101)
    if distribution == "normaal":
        return xmr(rng.normal(size=(DRAWS, points)))
    if distribution == spc.SHARE:
        whole = rng.poisson(45, (DRAWS, points))
        return shares(rng.binomial(whole, 0.85), whole)
    if distribution == spc.SHARE_HIDDEN:
        return of_quarters(rng.poisson(40, (DRAWS, points)), rng)
    return xmr(rng.poisson(int(distribution.split()[1]), (DRAWS, points)), floor=0)


def of_quarters(whole: np.ndarray, rng: np.random.Generator) -> spc.Chart:
    """12 % is late: in nearly half the months fewer than five, which are hidden; no quarter has so few."""
    hits = rng.binomial(whole, 0.88)
    hidden = (whole - hits > 0) & (whole - hits < 5)
    assert 0.3 < hidden.mean() < 0.6
    quarters = [one.reshape(DRAWS, -1, 3).sum(axis=-1) for one in (hits, whole)]
    months = [np.where(hidden, NAN, one) for one in (hits, whole)]
    return shares(*months, larger=[spc.Larger(*quarters, 3)])


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


@pytest.mark.parametrize("points", [24, 36, 60])
def test_hidden_months_give_no_more_signals_than_all_months_would(points: int) -> None:
    assert spc.ALARMS_PER_CHART[points, spc.SHARE_HIDDEN][-1] < spc.ALARMS_PER_CHART[points, spc.SHARE][-1]


# ------------------------------------------------------------------ what is found, and what a slow growth does


def families(mean: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draws around a mean per month, that spread half as much again as Poisson."""
    return rng.negative_binomial(2 * mean, 1 / 1.5, (DRAWS, len(mean)))


@pytest.mark.parametrize(("times", "before", "since"), spc.FOUND)
def test_a_lasting_change_is_found_as_often_as_is_published(times: float, before: int, since: int) -> None:
    mean = np.array([41] * before + [41 * times] * since)
    found = xmr(families(mean, np.random.default_rng(20260104))).signals[NIVEAU]
    assert found.any(axis=-1).mean() == pytest.approx(spc.FOUND[times, before, since], abs=0.02)
    if times == 1.5:
        first = found.argmax(axis=-1)[found.any(axis=-1)]
        assert (np.abs(first - before) <= 1).mean() > 0.88


@pytest.mark.parametrize("growth", spc.LEVEL_PER_CHART)
def test_a_slow_growth_gives_more_signals_of_level_as_is_published(growth: float) -> None:
    mean = 41 * growth ** (np.arange(54) / 12)
    chart = xmr(families(mean, np.random.default_rng(20260105)), starts=(23,))
    found = chart.signals[NIVEAU].any(axis=-1).mean()
    assert found == pytest.approx(spc.LEVEL_PER_CHART[growth], abs=0.01)
