"""Intervals against published examples, against statsmodels, and against the coverage that they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

from figures.methods.intervals import byar, rate, wilson

# The example of the vignette "Introduction to PHEindicatormethods" (R package, version of 7 March 2019), with the output
# it prints: phe_rate(df, obs, pop), the same with confidence 99.8 and multiplier 100, and phe_proportion(df, obs, pop).
OBSERVED = np.array([24, 6, 68, 95, 46, 56, 76, 18])
POPULATION = np.array([162, 120, 173, 146, 143, 132, 183, 149])
RATE_95 = """
14814.81  9489.334 22044.21
 5000.00  1834.912 10882.90
39306.36 30521.553 49830.92
65068.49 52642.965 79543.66
32167.83 23548.788 42908.37
42424.24 32044.793 55092.43
41530.05 32719.746 51981.74
12080.54  7156.037 19093.45
"""
RATE_998 = """
14.81481  7.1693910 26.77154
 5.00000  0.9225872 15.05136
39.30636 26.1925701 56.39516
65.06849 46.3595418 88.46988
32.16783 19.4573177 49.71192
42.42424 27.0186592 63.05222
41.53005 28.3382512 58.47473
12.08054  5.1176169 23.75627
"""
PROPORTION_95 = """
0.1481481 0.10162049 0.2109760
0.0500000 0.02311436 0.1048029
0.3930636 0.32336123 0.4674118
0.6506849 0.57038874 0.7232550
0.3216783 0.25064630 0.4020403
0.4242424 0.34324611 0.5095234
0.4153005 0.34636288 0.4877211
0.1208054 0.07779726 0.1828745
"""
PROPORTION_998 = """
0.1481481 0.08166047 0.2538084
0.0500000 0.01533517 0.1510069
0.3930636 0.28680466 0.5105106
0.6506849 0.52294492 0.7599232
0.3216783 0.21543623 0.4502461
0.4242424 0.30088158 0.5578251
0.4153005 0.30968023 0.5293222
0.1208054 0.06046514 0.2268239
"""
DRAWS = 10_000


def printed(table: str) -> np.ndarray:
    return np.array([line.split() for line in table.strip().splitlines()], dtype=float)


def covered(low: np.ndarray, high: np.ndarray, truth: float) -> float:
    return float(np.mean((low <= truth) & (truth <= high)))


# ------------------------------------------------------------------ published examples


@pytest.mark.parametrize(("per", "level", "table"), [(100_000, 0.95, RATE_95), (100, 0.998, RATE_998)])
def test_a_rate_is_that_of_the_published_example(per: float, level: float, table: str) -> None:
    found = np.column_stack(rate(OBSERVED, POPULATION, per, level))
    np.testing.assert_allclose(found, printed(table), rtol=5e-7)


@pytest.mark.parametrize(("level", "table"), [(0.95, PROPORTION_95), (0.998, PROPORTION_998)])
def test_a_share_is_that_of_the_published_example(level: float, table: str) -> None:
    found = np.column_stack(wilson(OBSERVED, POPULATION, level))
    np.testing.assert_allclose(found, printed(table), rtol=5e-7)


def test_the_worked_example_of_the_module() -> None:
    assert np.round(rate(24, 162, per=100), 2).tolist() == [14.81, 9.49, 22.04]
    assert np.round(rate(6, 120, per=100), 2).tolist() == [5.0, 1.83, 10.88]
    assert np.round(wilson(24, 162), 3).tolist() == [0.148, 0.102, 0.211]


# ------------------------------------------------------------------ reference implementations


@pytest.mark.parametrize("level", [0.95, 0.998])
def test_under_ten_the_limits_are_the_exact_ones_of_statsmodels(level: float) -> None:
    low, high = byar(np.arange(10), level)
    for count in range(10):
        assert (low[count], high[count]) == pytest.approx(confint_poisson(count, 1, "exact-c", alpha=1 - level))


def test_byar_is_within_the_published_accuracy_of_the_exact_limits() -> None:
    """Public Health England, Technical guide: confidence intervals (2018): from 10 on within 0,2 % of exact at 95 %."""
    counts = np.arange(10, 400)
    exact = np.array([confint_poisson(count, 1, "exact-c") for count in counts]).T
    np.testing.assert_allclose(np.array(byar(counts)), exact, rtol=0.002)


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([0.9, 0.95, 0.998]))
def test_wilson_is_that_of_statsmodels(hits: int, n: int, level: float) -> None:
    hits = min(hits, n)
    share, low, high = wilson(hits, n, level)
    assert (low, high) == pytest.approx(proportion_confint(hits, n, 1 - level, "wilson"), abs=1e-12)
    assert low <= share + 1e-12
    assert share <= high + 1e-12


# ------------------------------------------------------------------ coverage, by simulation


@pytest.mark.parametrize("mean", [4.0, 12.0, 80.0])
@pytest.mark.parametrize("level", [0.95, 0.998])
def test_the_limits_of_a_count_cover_at_least_as_often_as_they_say(mean: float, level: float) -> None:
    counts = np.random.default_rng(7).poisson(mean, DRAWS)
    share = covered(*byar(counts, level), mean)
    # Exact limits never cover less than they say; four standard errors of 10.000 draws as margin.
    assert share >= level - 4 * np.sqrt(level * (1 - level) / DRAWS)
    assert share < 1


def test_wilson_covers_on_average_as_often_as_it_says() -> None:
    """Per share it wavers around 95 % (Newcombe 1998); over shares spread evenly it is 95 % within one percentage point."""
    rng = np.random.default_rng(8)
    truth = rng.uniform(0.05, 0.95, 10 * DRAWS)
    _, low, high = wilson(rng.binomial(60, truth), 60)
    assert np.mean((low <= truth) & (truth <= high)) == pytest.approx(0.95, abs=0.01)


# ------------------------------------------------------------------ edges


def test_no_base_or_an_unknown_number_gives_no_number() -> None:
    assert np.isnan(rate([3, np.nan, 3], [0, 10, np.nan])).all()
    assert np.isnan(wilson([0, np.nan, 1], [0, 10, np.nan])).all()


def test_none_counted_is_a_number_with_an_upper_limit() -> None:
    assert rate(0, 1000).value == 0
    assert rate(0, 1000).low == 0
    assert rate(0, 1000).high == pytest.approx(3.689, abs=0.001)
    assert np.round(wilson(0, 10), 3).tolist() == [0, 0, 0.278]


def test_arrays_of_any_shape_go_in_and_out() -> None:
    counts = np.arange(24).reshape(2, 3, 4)
    assert {part.shape for part in rate(counts, 100)} == {(2, 3, 4)}
    assert {part.shape for part in wilson(counts, 100)} == {(2, 3, 4)}


@pytest.mark.parametrize("call", [lambda: byar(-1), lambda: rate(1, -5), lambda: wilson(-1, 5)])
def test_a_number_below_zero_is_refused(call) -> None:
    with pytest.raises(ValueError, match="lager dan nul"):
        call()


def test_more_hits_than_cases_are_refused_without_saying_the_numbers() -> None:
    with pytest.raises(ValueError, match="groter dan zijn noemer") as refused:
        wilson([3, 17], [10, 16])
    assert not any(digit in str(refused.value) for digit in "0123456789")


@pytest.mark.parametrize(
    "call", [byar, lambda count, level: rate(count, 10, level=level), lambda c, v: wilson(c, 10, v)]
)
@pytest.mark.parametrize("level", [0, 1, 95])
def test_a_level_in_percent_is_refused(call, level: float) -> None:
    with pytest.raises(ValueError, match="tussen 0 en 1"):
        call(3, level)
