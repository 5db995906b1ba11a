"""The funnel against published limits, a slow second calculation and statsmodels; its false signals by simulation."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from math import asin, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from figures.methods.funnel import (
    MEASURED_WITH_SPREAD,
    MEASURED_WITHOUT_DIFFERENCES,
    Funnel,
    Measured,
    expected_false,
    funnel,
    left_over,
    spread_against_chance,
    spread_between,
)

LEVELS = (0.95, 0.998)
QUANTILE = {0.95: 1.959964, 0.998: 3.090232}
DRAWS = 10_000
# Sixteen areas of different size, and sixteen of one size.
VARIED = np.array([60, 80, 100, 120, 140, 160, 180, 200, 230, 260, 300, 350, 420, 500, 700, 1200])
LIKE = np.full(16, 300)
# Twelve groups with more spread than chance gives.
HITS = np.array([10, 25, 9, 45, 8, 120, 11, 60, 4, 70, 2, 90])
CASES = np.array([200, 250, 220, 400, 150, 800, 230, 300, 120, 500, 80, 600])

areas = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 400)), min_size=2, max_size=20).map(
    lambda pairs: tuple(np.array(part) for part in zip(*((min(x, n), n) for x, n in pairs), strict=True))
)


def winsorised(z: list[float]) -> list[float]:
    """The outer tenth drawn in, with quantiles between two values as R and numpy take them."""
    ordered = sorted(z)

    def quantile(part: float) -> float:
        place = part * (len(ordered) - 1)
        below = int(place)
        return ordered[below] + (place - below) * (ordered[min(below + 1, len(ordered) - 1)] - ordered[below])

    return [min(max(score, quantile(0.1)), quantile(0.9)) for score in z]


def tau2_by_hand(phi: float, cases: list[int]) -> float:
    weights = [4 * n for n in cases]
    k = len(cases)
    if phi <= 1 + 2 * sqrt(2 / k):
        return 0.0
    return max(0.0, (k * phi - (k - 1)) / (sum(weights) - sum(w * w for w in weights) / sum(weights)))


def z_by_hand(hits: list[int], cases: list[int]) -> list[float]:
    """The same in plain Python, area by area; for areas that are all large enough."""
    total, target = sum(cases), asin(sqrt(sum(hits) / sum(cases)))
    away = [asin(sqrt(x / n)) - target for x, n in zip(hits, cases, strict=True)]
    drawn_in = winsorised([d * 2 * sqrt(n) for d, n in zip(away, cases, strict=True)])
    tau2 = tau2_by_hand(sum(z * z for z in drawn_in) / len(cases) / left_over(len(cases)), cases)
    evenness = sum(n * n for n in cases) / total**2
    variance = [(1 / n - 1 / total) / 4 + tau2 * (1 - 2 * n / total + evenness) for n in cases]
    return [d / sqrt(v) for d, v in zip(away, variance, strict=True)]


# ------------------------------------------------------------------ published values and second calculations


def test_the_worked_example_of_the_module() -> None:
    found = funnel([20, 30], [100, 100])
    assert found.centre == 0.25
    assert np.round(found.z, 2).tolist() == [-1.70, 1.59]
    assert found.position.tolist() == ["vergelijkbaar", "vergelijkbaar"]
    assert np.round(np.ravel(found.limits([100], 0.95)), 3).tolist() == [0.193, 0.312]


# PHEindicatormethods, test data of the funnel for proportions (testdata_funnel_prop_outputs.csv): baseline 80.642448 %, limits
# by the normal law of the share itself. Those of the root differ from them by about (1 - 2c) z² / 4n, also in Spiegelhalter.
@pytest.mark.parametrize(
    ("n", "level", "low", "high"),
    [
        (1008, 0.95, 78.203374, 83.081521),
        (1008, 0.998, 76.796814, 84.488082),
        (9998, 0.95, 79.867989, 81.416907),
        (9998, 0.998, 79.421375, 81.863521),
        (99108, 0.95, 80.396467, 80.888428),
        (99108, 0.998, 80.254616, 81.030280),
    ],
)
def test_the_limits_are_near_the_published_ones(n: int, level: float, low: float, high: float) -> None:
    common = 0.80642448
    # All of England is so large that an area's own part in the common share does not count.
    england = replace(funnel([20, 30], [100, 100]), centre=common, total=1e12, evenness=0.0)
    found = np.ravel(england.limits([n], level)) * 100
    known_difference = abs(1 - 2 * common) * QUANTILE[level] ** 2 / (4 * n) * 100
    assert found == pytest.approx([low, high], abs=1.1 * known_difference)


@pytest.mark.parametrize(
    ("hits", "cases"), [(HITS, CASES), (VARIED // 3, VARIED), (np.array([90, 80, 95, 85, 99]), LIKE[:5])]
)
def test_it_is_the_same_as_area_by_area_in_plain_python(hits: np.ndarray, cases: np.ndarray) -> None:
    np.testing.assert_allclose(funnel(hits, cases).z, z_by_hand(hits.tolist(), cases.tolist()), rtol=1e-9, atol=1e-9)


def test_the_twelve_groups_have_more_spread_than_chance() -> None:
    found = funnel(HITS, CASES)
    assert found.phi > 1 + 2 * np.sqrt(2 / 12)
    assert found.tau2 == pytest.approx(tau2_by_hand(float(found.phi), CASES.tolist()))


def test_the_spread_between_areas_is_that_of_statsmodels() -> None:
    """DerSimonian and Laird, one step, around the weighted mean; here without drawing in, which statsmodels does not do."""
    effects, variances = np.arcsin(np.sqrt(HITS / CASES)), 1 / (4 * CASES)
    mean = np.average(effects, weights=1 / variances)
    phi = np.mean((effects - mean) ** 2 / variances)
    reference = combine_effects(effects, variances, method_re="chi2").tau2
    assert spread_between(phi, 1 / variances) == pytest.approx(reference)


@pytest.mark.parametrize("k", [5, 10, 16, 20])
def test_phi_is_one_by_chance_alone(k: int) -> None:
    scores = np.random.default_rng(3).standard_normal((20_000, k))
    scores = (scores - scores.mean(axis=-1, keepdims=True)) * np.sqrt(k / (k - 1))
    assert spread_against_chance(scores).mean() == pytest.approx(1, abs=0.02)


def test_a_lone_outlier_hardly_moves_phi() -> None:
    scores = np.linspace(-1.5, 1.5, 16)
    outlier = np.append(scores[:-1], 30.0)
    assert spread_against_chance(outlier) == pytest.approx(spread_against_chance(scores), rel=0.05)


# ------------------------------------------------------------------ false signals, by simulation


@cache
def simulated(sizes: tuple[int, ...], share: float, spread: float) -> Funnel:
    """10.000 funnels of sixteen areas with one share, or with a usual spread around it on the root scale."""
    rng = np.random.default_rng(2024)
    angle = np.arcsin(np.sqrt(share)) + spread * rng.standard_normal((DRAWS, len(sizes)))
    return funnel(rng.binomial(sizes, np.sin(np.clip(angle, 0, np.pi / 2)) ** 2), sizes)


def measured(found: Funnel, level: float) -> Measured:
    outside = {0.95: found.outside_95, 0.998: found.outside_998}[level]
    return Measured(float(outside.mean()), float(outside.any(axis=-1).mean()))


def standard_error(part: float, draws: int) -> float:
    return float(np.sqrt(part * (1 - part) / draws))


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("share", [0.2, 0.7])
@pytest.mark.parametrize("sizes", [VARIED, LIKE], ids=["varied", "like"])
def test_equal_areas_give_the_false_signals_that_are_published(sizes: np.ndarray, share: float, level: float) -> None:
    found, published = measured(simulated(tuple(sizes), share, 0.0), level), MEASURED_WITHOUT_DIFFERENCES[level]
    # Four binomial standard errors, and the rounding of the published numbers (a tenth of a percent, and two percent).
    assert found.share == pytest.approx(published.share, abs=4 * standard_error(published.share, 16 * DRAWS) + 0.0005)
    margin = 4 * standard_error(published.at_least_one, DRAWS) + 0.01
    assert found.at_least_one == pytest.approx(published.at_least_one, abs=margin)


def test_chance_alone_widens_the_limits_one_time_in_twenty() -> None:
    assert np.mean(simulated(tuple(VARIED), 0.2, 0.0).tau2 > 0) == pytest.approx(0.05, abs=0.01)


@pytest.mark.parametrize("level", LEVELS)
def test_the_published_false_signals_are_near_and_not_above_what_the_limits_say(level: float) -> None:
    published, nominal = MEASURED_WITHOUT_DIFFERENCES[level], expected_false(16, level)
    assert 0.85 * (1 - level) < published.share <= 1 - level + 1e-9
    assert 0.85 * nominal.at_least_one < published.at_least_one <= nominal.at_least_one


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("spread", [0.02, 0.03, 0.05, 0.1, 0.2])
@pytest.mark.parametrize("share", [0.2, 0.7])
def test_a_usual_spread_gives_no_more_signals_than_is_published(share: float, spread: float, level: float) -> None:
    found, published = measured(simulated(tuple(VARIED), share, spread), level), MEASURED_WITH_SPREAD[level]
    assert found.share <= published.share + 4 * standard_error(published.share, 16 * DRAWS)
    assert found.at_least_one <= published.at_least_one + 4 * standard_error(published.at_least_one, DRAWS)


@pytest.mark.parametrize("level", LEVELS)
def test_the_published_signals_with_spread_are_reached_somewhere(level: float) -> None:
    found = [measured(simulated(tuple(VARIED), 0.2, spread), level) for spread in (0.02, 0.03, 0.05, 0.1, 0.2)]
    published = MEASURED_WITH_SPREAD[level]
    assert max(each.share for each in found) == pytest.approx(published.share, rel=0.05)
    assert max(each.at_least_one for each in found) == pytest.approx(published.at_least_one, rel=0.05)


def test_without_the_division_of_phi_a_usual_spread_would_give_far_more_signals() -> None:
    """The reason to differ from the published recipe: drawn in but not divided, tau² is too small for sixteen areas."""
    found = simulated(tuple(VARIED), 0.2, 0.1)
    too_small = spread_between(found.phi * left_over(16), np.broadcast_to(4.0 * VARIED, found.z.shape))
    reach = QUANTILE[0.95] * np.sqrt(1 / (4 * VARIED) + too_small[:, None])
    away = np.arcsin(np.sqrt(found.share)) - np.arcsin(np.sqrt(found.centre))[:, None]
    assert 0.10 < np.mean(np.abs(away) > reach) < 0.14
    assert found.outside_95.mean() < 0.07


@pytest.mark.parametrize(("share", "apart"), [(0.2, 0.4), (0.7, 0.45)])
def test_an_area_that_is_really_apart_is_found(share: float, apart: float) -> None:
    truth = np.where(np.arange(16) == 8, apart, share)
    found = funnel(np.random.default_rng(5).binomial(VARIED, truth, (DRAWS, 16)), VARIED)
    expected = "hoger" if apart > share else "lager"
    assert np.mean(found.position[:, 8] == expected) > 0.95
    assert np.mean(np.delete(found.outside_998, 8, axis=-1)) < 0.02


# ------------------------------------------------------------------ what always holds


@given(areas)
def test_an_area_lies_outside_exactly_when_it_is_outside_the_drawn_limits(pair) -> None:
    hits, n = pair
    found = funnel(hits, n)
    for level, outside in ((0.95, found.outside_95), (0.998, found.outside_998)):
        low, high = found.limits(n, level)
        clear = (np.abs(found.share - low) > 1e-9) & (np.abs(found.share - high) > 1e-9) & ~np.isnan(found.z)
        drawn = (found.share < low) | (found.share > high)
        assert (drawn == outside)[clear].all()


@given(areas)
def test_the_spread_never_narrows_the_limits(pair) -> None:
    found = funnel(*pair)
    chance = replace(found, tau2=np.zeros_like(found.tau2))
    grid = np.linspace(1, float(found.total), 25)
    for level in LEVELS:
        (low, high), (chance_low, chance_high) = found.limits(grid, level), chance.limits(grid, level)
        assert (low <= chance_low + 1e-12).all()
        assert (high >= chance_high - 1e-12).all()
        assert ((low >= 0) & (high <= 1)).all()


@given(areas)
def test_the_order_of_the_areas_does_not_matter(pair) -> None:
    hits, n = pair
    turned = funnel(hits[::-1], n[::-1]).z[::-1]
    np.testing.assert_allclose(funnel(hits, n).z, turned, rtol=1e-9, atol=1e-9)


@given(areas)
def test_counting_the_others_mirrors_the_funnel(pair) -> None:
    """A share of 30 % in time is a share of 70 % late: the same areas stand out, on the other side."""
    hits, n = pair
    np.testing.assert_allclose(funnel(n - hits, n).z, -funnel(hits, n).z, rtol=1e-6, atol=1e-6)


def test_many_funnels_at_once_are_the_same_as_one_by_one() -> None:
    hits = np.random.default_rng(6).binomial(VARIED, 0.3, (7, 16)).astype(float)
    hits[2, 3] = np.nan
    together = funnel(hits, VARIED)
    for row in range(7):
        np.testing.assert_allclose(together.z[row], funnel(hits[row], VARIED).z)
    assert together.limits([50, 100], 0.95)[0].shape == (7, 2)


# ------------------------------------------------------------------ nothing to say, or nonsense


def test_a_small_area_gets_no_position_but_counts_in_the_common_share() -> None:
    found = funnel([30, 30, 9], [100, 100, 9])
    assert found.centre == pytest.approx(69 / 209)
    assert found.position.tolist() == ["vergelijkbaar", "vergelijkbaar", "niet te zeggen"]
    assert not found.outside_95[2]


@pytest.mark.parametrize(("size", "told"), [(24, False), (25, True)])
def test_five_hits_must_be_expected(size: int, told: bool) -> None:
    """The common share is 20 %: 25 cases are the first of which five hits are expected."""
    found = funnel([20, 20, size / 5], [100, 100, size])
    assert found.centre == pytest.approx(0.2)
    assert (found.position[2] != "niet te zeggen") == told


def test_an_unknown_area_has_no_share_and_does_not_count() -> None:
    found = funnel([30, 50, np.nan, 40], [100, 100, 100, np.nan])
    assert found.centre == 0.4
    assert found.position.tolist()[2:] == ["niet te zeggen", "niet te zeggen"]
    assert np.isnan(found.share[2:]).all()


def test_one_area_alone_is_compared_with_nothing() -> None:
    assert funnel([30], [100]).position.tolist() == ["niet te zeggen"]
    assert funnel([30, np.nan], [100, 100]).position.tolist() == ["niet te zeggen"] * 2


def test_no_area_known_gives_no_common_share_and_no_limits() -> None:
    found = funnel([np.nan, 0], [np.nan, 0])
    assert np.isnan(found.centre)
    assert np.isnan(found.limits([10, 100], 0.95)).all()
    assert found.position.tolist() == ["niet te zeggen"] * 2


def test_there_are_no_limits_at_no_cases() -> None:
    assert np.isnan(funnel([20, 30], [100, 100]).limits([0, 10], 0.95)[0]).tolist() == [True, False]


def test_with_few_areas_no_spread_is_estimated() -> None:
    found = funnel([10, 90, 10, 90], [100, 100, 100, 100])
    assert np.isnan(found.phi)
    assert found.tau2 == 0
    assert found.position.tolist() == ["lager", "hoger", "lager", "hoger"]


def test_more_hits_than_cases_are_refused() -> None:
    with pytest.raises(ValueError, match="groter dan zijn noemer"):
        funnel([5, 101], [10, 100])


# ------------------------------------------------------------------ what chance alone gives


@pytest.mark.parametrize(("level", "areas_outside", "percent"), [(0.95, 0.8, 56), (0.998, 0.032, 3)])
def test_sixteen_areas_give_the_false_signals_of_the_design(level: float, areas_outside: float, percent: int) -> None:
    found = expected_false(16, level)
    assert found.areas == pytest.approx(areas_outside)
    assert round(found.at_least_one * 100) == percent


def test_the_limits_of_a_hundred_cases_are_those_of_a_pocket_calculator() -> None:
    """Centre 25 %, 200 cases in all: root 0,5236 plus or minus 1,96 times 0,035355."""
    low, high = funnel([20, 30], [100, 100]).limits([100], 0.95)
    assert low[0] == pytest.approx(sin(0.523599 - 1.959964 * 0.0353553) ** 2, abs=1e-6)
    assert high[0] == pytest.approx(sin(0.523599 + 1.959964 * 0.0353553) ** 2, abs=1e-6)
