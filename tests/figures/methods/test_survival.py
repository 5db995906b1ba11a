"""Waiting times with open cases, against published outputs, a second way of counting, and draws from a known truth."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, binom, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from figures.methods.survival import Share, Survival, kaplan_meier

# R, package survival, data aml (Miller 1981): weeks until relapse, + is still open. survfit(Surv(time, status) ~ x,
# data = aml) prints n 11, events 7, median 31 for Maintained and n 12, events 11, median 23 for Nonmaintained.
MAINTAINED = "9 13 13+ 18 23 28+ 31 34 45+ 48 161+"
NONMAINTAINED = "5 5 8 8 12 16+ 23 27 30 33 43 45"
# SAS/STAT user's guide, The LIFETEST Procedure, bone marrow transplants (Klein and Moeschberger), group ALL: per day
# the survival and its standard error (Greenwood); and the 95 % interval of the 25 % point by log-log: 86 to 230.
BMT = (
    "1 55 74 86 104 107 109 110 122 122 129 172 192 194 226+ 230 276 332 383 418 466 487 526 530+ 609 662 "
    "996+ 1111+ 1167+ 1182+ 1199+ 1330+ 1377+ 1433+ 1462+ 1496+ 1602+ 2081+"
)
BMT_SAS = [(1, 0.97368, 0.025967), (122, 0.73684, 0.071434), (230, 0.60412, 0.079522), (662, 0.35306, 0.079296)]


def curve(waits: str) -> Survival:
    """From a list as it is printed: a plus means still open."""
    parts = waits.split()
    return kaplan_meier(np.array([int(p.strip("+")) for p in parts]), np.array(["+" not in p for p in parts]))


# ------------------------------------------------------------------ published outputs


@pytest.mark.parametrize(("waits", "cases", "events", "median"), [(MAINTAINED, 11, 7, 31), (NONMAINTAINED, 12, 11, 23)])
def test_the_median_is_that_of_r(waits: str, cases: int, events: int, median: float) -> None:
    found = curve(waits)
    assert (found.cases, found.events.sum(), found.quantile(0.5)) == (cases, events, median)


def test_curve_and_error_are_those_of_sas() -> None:
    found = curve(BMT)
    at = np.searchsorted(found.days, [day for day, _, _ in BMT_SAS])
    assert found.waiting[at] == pytest.approx([s for _, s, _ in BMT_SAS], abs=5e-6)
    error = found.waiting * np.sqrt(found.variance)
    assert error[at] == pytest.approx([se for _, _, se in BMT_SAS], abs=5e-6)


def test_the_interval_of_a_quantile_is_that_of_sas() -> None:
    assert curve(BMT).quantile_interval(0.25) == (86, 230)


def test_the_worked_example_of_the_module() -> None:
    found = curve("2 4 6 5+")
    assert list(found.waiting) == pytest.approx([0.75, 0.5, 0])
    assert found.quantile(0.5) == 5
    assert curve("2 4 6").quantile(0.5) == 4


# ------------------------------------------------------------------ a slow and plain second computation

pairs = st.lists(st.tuples(st.integers(0, 12), st.booleans(), st.integers(0, 5)), min_size=1, max_size=25)


def arrays(rows: list[tuple[int, bool, int]]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    days, happened, weights = (list(column) for column in zip(*rows, strict=True))
    return np.array(days), np.array(happened), np.array(weights)


def one_by_one(rows: list[tuple[int, bool, int]]) -> list[tuple[int, bool]]:
    return [(day, came) for day, came, weight in rows for _ in range(weight)]


def still_waiting(cases: list[tuple[int, bool]], day: int) -> Fraction:
    """S(day), exactly, by walking through the days."""
    share = Fraction(1)
    for t in range(day + 1):
        risk = sum(seen >= t for seen, _ in cases)
        came = sum(seen == t and happened for seen, happened in cases)
        share *= 1 - Fraction(came, risk) if risk else 1
    return share


@given(pairs)
@settings(max_examples=60, deadline=None)
def test_grouped_and_one_by_one_agree_exactly(rows: list[tuple[int, bool, int]]) -> None:
    found, cases = kaplan_meier(*arrays(rows)), one_by_one(rows)
    assert found.cases == len(cases)
    assert list(found.days) == sorted({day for day, came in cases if came})
    expected = [float(still_waiting(cases, day)) for day in found.days]
    assert list(found.waiting) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=30))
@settings(max_examples=60, deadline=None)
def test_without_open_cases_the_median_is_the_ordinary_one(days: list[int]) -> None:
    assert kaplan_meier(np.array(days), np.full(len(days), True)).quantile(0.5) == np.median(days)


def many_waits() -> tuple[np.ndarray, np.ndarray]:
    """200 waits, some open, and one that is open longest: the libraries warn where nobody waits any more."""
    rng = np.random.default_rng(3)
    waits, open_at = rng.integers(0, 60, 200), rng.integers(0, 90, 200)
    return np.append(np.minimum(waits, open_at), 90), np.append(waits <= open_at, False)


@pytest.mark.parametrize("day", [10, 30, 45])
def test_limits_are_those_of_scipy(day: int) -> None:
    days, happened = many_waits()
    still = ecdf(CensoredData(uncensored=days[happened], right=days[~happened])).sf
    band = still.confidence_interval(0.95, method="log-log")
    expected = [1 - float(part.evaluate(day)) for part in (still, band.high, band.low)]
    share = kaplan_meier(days, happened).share_by(day)
    assert [share.value, share.low, share.high] == pytest.approx(expected)


def test_the_error_is_that_of_statsmodels_without_weights() -> None:
    found, plain = kaplan_meier(*many_waits()), SurvfuncRight(*many_waits())
    assert found.waiting * np.sqrt(found.variance) == pytest.approx(plain.surv_prob_se)


def test_with_weights_of_one_statsmodels_gives_another_error_than_without() -> None:
    """Why the variance is ours: when this fails, that reason is gone."""
    days, happened = many_waits()
    weighted = SurvfuncRight(days, happened, freq_weights=np.ones(len(days))).surv_prob_se
    assert weighted[30] > 1.2 * SurvfuncRight(days, happened).surv_prob_se[30]


# ------------------------------------------------------------------ what a page asks


def test_too_many_still_wait_for_a_median() -> None:
    found = curve("3 5+ 6+ 7+")
    assert found.quantile(0.5) is None
    assert found.quantile(0.25) == 5  # S stays at 3/4 from day 3 to 7, the last day seen
    assert found.quantile_interval(0.5) == (3, None)


def test_nobody_had_it_yet() -> None:
    found = curve("3+ 5+")
    assert found.quantile(0.5) is None
    assert found.quantile_interval(0.5) == (None, None)
    assert found.share_by(5) == Share(0.0, None, None)
    assert found.share_by(6) is None


def test_no_case_at_all() -> None:
    found = kaplan_meier(np.array([4]), np.array([True]), np.array([0]))
    assert (found.cases, found.quantile(0.5), found.share_by(0)) == (0, None, None)


def test_a_share_counts_the_day_itself_and_knows_where_it_ends() -> None:
    found = curve("2 4 6 5+")
    assert found.share_by(1) == Share(0.0, None, None)
    assert found.share_by(2).value == found.share_by(3).value == 0.25
    assert found.share_by(100) == Share(1.0, None, None)
    assert curve("2 9+").share_by(10) is None


def test_an_event_on_the_day_itself_counts() -> None:
    assert curve("0 0 0 7").quantile(0.5) == 0
    assert curve("0 0 0 7").share_by(0).value == 0.75


def test_ten_million_cases_are_no_more_work_than_their_groups() -> None:
    found = kaplan_meier(np.arange(100), np.full(100, True), np.full(100, 100_000))
    assert found.cases == 10_000_000
    assert found.quantile(0.5) == 49.5
    low, high = found.quantile_interval(0.5)
    assert high - low <= 1


@pytest.mark.parametrize(
    ("days", "weights", "what"),
    [([-1], [1], "kleiner dan nul"), ([1], [-1], "kleiner dan nul"), ([np.nan], [1], "onbekend")],
)
def test_the_impossible_is_refused_in_words_without_the_value(days: list, weights: list, what: str) -> None:
    with pytest.raises(ValueError, match=what) as refused:
        kaplan_meier(np.array(days), np.array([True]), np.array(weights))
    assert not any(sign.isdigit() for sign in str(refused.value))


# ------------------------------------------------------------------ draws from a known truth

DRAWS, CASES = 10_000, 120
TRUE_MEDIAN = 20_000 * np.log(2)  # so long that whole days are as good as continuous


def draws() -> list[tuple[np.ndarray, np.ndarray]]:
    """Waits with a third still open, as (days, happened)."""
    rng = np.random.default_rng(1)
    waits = rng.exponential(20_000, (DRAWS, CASES))
    seen = rng.uniform(0, 60_000, (DRAWS, CASES))
    return list(zip(np.minimum(waits, seen).astype(int), waits <= seen, strict=True))


@pytest.fixture(scope="module")
def drawn() -> list[tuple[np.ndarray, np.ndarray]]:
    return draws()


def holds(limits: tuple[float | None, float | None]) -> bool:
    low, high = limits
    return (low is None or low <= TRUE_MEDIAN) and (high is None or high >= TRUE_MEDIAN)


def test_the_interval_holds_the_true_median_as_often_as_it_says(drawn: list) -> None:
    held = sum(holds(kaplan_meier(days, happened).quantile_interval(0.5)) for days, happened in drawn)
    low, high = binom.interval(0.9999, DRAWS, 0.95)  # of 10.000 such tests one would fail by chance
    assert low <= held <= high


def test_dropping_the_open_cases_makes_the_median_too_low(drawn: list) -> None:
    some = drawn[:1000]
    counted = np.array([kaplan_meier(days, happened).quantile(0.5) for days, happened in some])
    dropped = np.array([np.median(days[happened]) for days, happened in some])
    assert counted.mean() == pytest.approx(TRUE_MEDIAN, rel=0.02)
    assert dropped.mean() < 0.75 * TRUE_MEDIAN


def test_the_share_by_a_day_is_held_as_often_as_stated(drawn: list) -> None:
    """The share by the true median is 1/2."""
    shares = [kaplan_meier(days, happened).share_by(int(TRUE_MEDIAN)) for days, happened in drawn]
    held = sum(share.low <= 0.5 <= share.high for share in shares)
    assert held / DRAWS == pytest.approx(0.95, abs=0.01)
