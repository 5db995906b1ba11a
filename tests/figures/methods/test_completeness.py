"""What is still to be registered, against Mack's published triangle, a plain second computation, and draws."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures.methods import completeness
from figures.methods.completeness import as_seen, backtest, chain_ladder, estimate, estimate_sum, telling, triangle_of

NAN = np.nan
# Taylor and Ashe (1983), the example of Mack (1993); R package ChainLadder has it as GenIns. Increments.
TAYLOR_ASHE = [
    [357848, 766940, 610542, 482940, 527326, 574398, 146342, 139950, 227229, 67948],
    [352118, 884021, 933894, 1183289, 445745, 320996, 527804, 266172, 425046],
    [290507, 1001799, 926219, 1016654, 750816, 146923, 495992, 280405],
    [310608, 1108250, 776189, 1562400, 272482, 352053, 206286],
    [443160, 693190, 991983, 769488, 504851, 470639],
    [396132, 937085, 847498, 805037, 705960],
    [440832, 847631, 1131398, 1063269],
    [359480, 1061648, 1443370],
    [376686, 986608],
    [344014],
]
# Mack (1993), tables 2 and 3, to the unit as R's MackChainLadder(GenIns, est.sigma = "Mack") prints them.
MACK_FACTORS = [3.4906, 1.7473, 1.4574, 1.1739, 1.1038, 1.0863, 1.0539, 1.0766, 1.0177]
MACK_ERRORS = [0, 75535, 121699, 133549, 261406, 411010, 558317, 875328, 971258, 1363155]
MACK_RESERVE, MACK_ERROR = 18680856, 2447095


def staircase(rows: list[list[float]]) -> np.ndarray:
    longest = max(len(row) for row in rows)
    return np.array([[*row, *[NAN] * (longest - len(row))] for row in rows], dtype=float)


def quiet(months: int = 10) -> np.ndarray:
    """The worked example: 10 in the same month, 10 in the next, the last month half known."""
    return staircase([[10, 10]] * (months - 1) + [[10]])


# ------------------------------------------------------------------ published numbers


def test_factors_reserve_and_errors_are_those_of_mack() -> None:
    triangle = staircase(TAYLOR_ASHE)
    found = estimate(triangle, fewest=1)
    assert chain_ladder(triangle) == pytest.approx(MACK_FACTORS, abs=5e-5)
    assert round((found.expected - found.reported).sum()) == MACK_RESERVE
    assert found.error.round().tolist() == MACK_ERRORS


def test_the_error_of_the_whole_is_that_of_mack() -> None:
    """Not the root of the sum of squares (about 2,04 million): the months share their factors."""
    found = estimate_sum(staircase(TAYLOR_ASHE), np.arange(10), fewest=1)
    assert round((found.expected - found.reported)[0]) == MACK_RESERVE
    assert round(found.error[0]) == MACK_ERROR


def test_the_worked_example_of_the_module() -> None:
    found = estimate(quiet())
    assert chain_ladder(quiet()).tolist() == [2]
    assert (found.reported[-1], found.expected[-1], found.share[-1]) == (10, 20, 0.5)
    assert found.error[-1] ** 2 == pytest.approx(20**2 * 2 / 4 * (1 / 10 + 1 / 90))
    assert (found.low[-1], found.high[-1]) == (15, 27)


# ------------------------------------------------------------------ a slow and plain second computation


def plain_mack(rows: list[list[float]]) -> tuple[list[float], list[float], float]:
    """Final numbers, standard errors and that of their sum, with the loops of Mack's article; nothing floored."""
    c = [list(np.cumsum(row)) for row in rows]
    columns = max(len(row) for row in rows)
    f, s2, before = [], [], []
    for k in range(columns - 1):
        pairs = [(row[k], row[k + 1]) for row in c if len(row) > k + 1]
        before.append(sum(a for a, _ in pairs))
        f.append(sum(b for _, b in pairs) / before[k])
        squares = sum(a * (b / a - f[k]) ** 2 for a, b in pairs)
        several = len(pairs) > 1
        s2.append(squares / (len(pairs) - 1) if several else min(s2[-1] ** 2 / s2[-2], s2[-2], s2[-1]))
    finals, variances, cross = [], [], []
    for row in c:
        now, parts, shared = row[-1], 0.0, 0.0
        for k in range(len(row) - 1, columns - 1):
            parts += s2[k] / f[k] ** 2 * (1 / now + 1 / before[k])
            shared += s2[k] / f[k] ** 2 / before[k]
            now *= f[k]
        finals.append(now)
        variances.append(now**2 * parts)
        cross.append(shared)
    total = sum(variances)
    for i, final in enumerate(finals):
        # Two months share the factors that both still need: those of the older one.
        total += 2 * sum(final * later for later in finals[i + 1 :]) * cross[i]
    return finals, [v**0.5 for v in variances], total**0.5


def test_the_plain_computation_gives_the_published_total() -> None:
    finals, errors, total = plain_mack(TAYLOR_ASHE)
    assert round(sum(finals) - sum(sum(row) for row in TAYLOR_ASHE)) == MACK_RESERVE
    assert [round(error) for error in errors] == MACK_ERRORS
    assert round(total) == MACK_ERROR


wild_rows = st.lists(st.lists(st.integers(1, 4000), min_size=4, max_size=4), min_size=6, max_size=15)


@given(wild_rows)
@settings(max_examples=100, deadline=None)
def test_any_triangle_gives_the_plain_numbers_and_never_less_than_chance(full: list[list[int]]) -> None:
    rows = [row[: min(4, len(full) - at)] for at, row in enumerate(full)]
    found, (finals, errors, _) = estimate(staircase(rows), fewest=2), plain_mack(rows)
    assert found.expected.tolist() == pytest.approx(finals)
    by_chance = np.sqrt(found.expected * (found.expected / found.reported - 1))
    assert (found.error >= np.maximum(errors, by_chance) * (1 - 1e-9)).all()


def test_months_wilder_than_chance_have_exactly_the_error_of_mack() -> None:
    rows = [[100, 900, 100], [900, 100, 900], [500, 700, 10], [100, 1500, 400], [900, 10, 90], [300, 300, 10], [500, 5]]
    assert estimate(staircase(rows)).error.tolist() == pytest.approx(plain_mack(rows)[1])


# ------------------------------------------------------------------ triangles


def test_a_triangle_counts_by_delay_and_knows_no_future() -> None:
    happened, registered = np.array([0, 0, 0, 1, 2, 2]), np.array([0, 2, 9, 1, 2, 3])
    found = triangle_of(happened, registered, np.array([5, 1, 7, 3, 2, 4]), last=2, longest=2)
    np.testing.assert_array_equal(found, [[5, 0, 1], [3, 0, NAN], [2, NAN, NAN]])


def test_a_registration_before_its_event_is_refused() -> None:
    with pytest.raises(ValueError, match="voor de maand waarop ze slaat"):
        triangle_of(np.array([3]), np.array([2]), np.array([1]), last=5, longest=2)


@pytest.mark.parametrize(("rows", "what"), [([[1, NAN, 2]], "gat"), ([[1, -2, 2]], "kleiner dan nul")])
def test_an_impossible_triangle_is_refused_without_its_numbers(rows: list, what: str) -> None:
    with pytest.raises(ValueError, match=what) as refused:
        estimate(np.array(rows))
    assert not any(sign.isdigit() for sign in str(refused.value))


# ------------------------------------------------------------------ what cannot be said is not said


def test_too_few_months_give_a_reason_and_no_number() -> None:
    found = estimate(quiet(6))
    assert found.reason == (
        "Te weinig maanden voor een schatting (volledig bekend: 5, nodig: 6). "
        "Kies een langere periode of een kortere langste vertraging."
    )
    assert found.reported.tolist() == [20] * 5 + [10]
    for nothing in (found.expected, found.low, found.high, found.error, found.share):
        assert np.isnan(nothing).all()
    assert estimate(quiet(7)).reason is None


def test_months_without_any_registration_give_a_reason() -> None:
    assert "geen enkele registratie" in estimate(staircase([[0, 0]] * 8 + [[3]])).reason


def test_what_is_all_registered_is_certain() -> None:
    found = estimate(quiet())
    for same in (found.expected, found.low, found.high):
        assert same[:-1].tolist() == [20] * 9
    assert (found.share[:-1] == 1).all()
    assert (found.error[:-1] == 0).all()


def test_a_month_of_zero_is_no_certain_zero_until_it_is_over() -> None:
    found = estimate(staircase([[10, 10]] * 9 + [[0, 0], [0]]))
    assert (found.expected[-2], found.low[-2], found.high[-2]) == (0, 0, 0)
    assert (found.expected[-1], found.low[-1]) == (0, 0)
    assert found.high[-1] >= 1


def test_a_month_that_is_not_over_has_no_estimate() -> None:
    found = estimate(np.vstack([quiet(), [NAN, NAN]]))
    assert np.isnan([found.reported[-1], found.expected[-1], found.high[-1]]).all()
    assert found.expected[-2] == 20


def test_where_nothing_ever_came_in_time_the_last_month_is_unknown() -> None:
    found = estimate(staircase([[0, 10, 2]] * 8 + [[0, 10], [0]]))
    assert np.isnan([found.expected[-1], found.share[-1], found.low[-1], found.high[-1]]).all()
    assert found.expected[-2] == 12
    assert chain_ladder(staircase([[0, 10, 2]] * 8)).tolist() == [np.inf, 1.2]


def test_after_few_cases_never_late_is_not_surely_never() -> None:
    few, many = ([[count, 0]] * 6 + [[count]] for count in (1, 1000))
    assert estimate(staircase(few), level=0.99).high[-1] > 1
    assert estimate(staircase(many), level=0.99).high[-1] - 1000 <= 1


def test_a_higher_level_is_wider() -> None:
    small, wide = estimate(quiet(), 0.8), estimate(quiet(), 0.95)
    assert wide.low[-1] < small.low[-1] < small.expected[-1] < small.high[-1] < wide.high[-1]


# ------------------------------------------------------------------ months together


def test_a_sum_of_one_month_is_that_month() -> None:
    month, alone = estimate(quiet()), estimate_sum(quiet(), np.array([9]))
    for name in ("reported", "expected", "low", "high", "error", "share"):
        assert getattr(alone, name) == pytest.approx(getattr(month, name)[-1:])


def test_a_sum_adds_what_is_expected_and_is_less_wide_than_the_months() -> None:
    rows = [[10, 8, 2]] * 12 + [[10, 8], [10]]
    months, whole = estimate(staircase(rows)), estimate_sum(staircase(rows), np.array([11, 12, 13]))
    assert whole.expected[0] == pytest.approx(months.expected[11:].sum())
    assert whole.share[0] == pytest.approx(48 / 60)
    assert whole.high[0] - whole.low[0] < (months.high - months.low)[11:].sum()


def test_a_sum_over_an_unknown_month_is_unknown_and_says_when_there_is_no_estimate() -> None:
    found = estimate_sum(np.vstack([quiet(), [NAN, NAN]]), np.array([9, 10]))
    assert np.isnan([found.reported[0], found.expected[0], found.low[0], found.high[0]]).all()
    few = estimate_sum(quiet(4), np.array([2, 3]))
    assert few.reported[0] == 30
    assert np.isnan(few.expected[0])
    assert "Te weinig maanden" in few.reason


# ------------------------------------------------------------------ what deliveries tell late


def test_what_was_told_late_before_is_expected_again() -> None:
    """Ten months of 100, told as 98: of a month that is told once, one in fifty is still to be told."""
    before, after, once = np.full(10, 98.0), np.full(10, 100.0), np.ones(10)
    later = telling(before, after, once, np.array([1, 2]))
    assert later.factor.tolist() == pytest.approx([100 / 98, 1])
    assert later.own[1] == later.shared[1] == later.doubt[1] == 0
    months = staircase([[49, 49]] * 9 + [[49]])
    told = estimate(months, later=telling(before, after, once, once))
    assert told.expected == pytest.approx(estimate(months).expected * 100 / 98)
    assert (told.high > estimate(months).high).all()


def test_what_is_told_late_is_one_step_more_of_the_ladder() -> None:
    """The same months, with the late part as a third delay: the factor, and what it adds to the error."""
    rng = np.random.default_rng(6)
    late = rng.poisson(2, 20).astype(float)
    rows = staircase([[40, 50, n] for n in late] + [[40, 50]])
    later = telling(np.full(20, 90.0), 90 + late, np.ones(20), np.ones(21))
    ladder, step = estimate(rows), estimate(rows[:, :2], later=later)
    for name in ("expected", "low", "high", "error"):
        assert getattr(step, name)[-1] == pytest.approx(getattr(ladder, name)[-1])


def test_without_earlier_deliveries_nothing_is_expected_to_be_told_late() -> None:
    none = telling(np.array([]), np.array([]), np.array([]), np.ones(10))
    plain, same = estimate(quiet()), estimate(quiet(), later=none)
    assert same.high.tolist() == plain.high.tolist()


def test_leaving_out_what_is_told_late_makes_ranges_too_narrow() -> None:
    """Why it is there: of sixteen areas together the oldest months were held in two draws of three."""
    rng, held, count = np.random.default_rng(20260103), 0, 300
    for full in drawn(completeness.SIXTEEN, count):
        found, final = estimate(as_seen(told(full, rng)[0], MONTHS - 1)), full.sum(axis=1)
        held += (found.low <= final)[-LONGEST] and (final <= found.high)[-LONGEST]
    assert held / count == pytest.approx(0.65, abs=0.1)


# ------------------------------------------------------------------ looking back


def test_a_backtest_counts_the_months_that_were_open_and_are_known_now() -> None:
    full = np.array([[10, 10, 2]] * 12, dtype=float)
    found = backtest(as_seen(full, 11), cutoffs=[3, 8, 11])
    # At 3 there were too few months; at 8 the months 7 and 8 were open; at 11 what came later is not known yet.
    assert (found.n, found.covered, found.share) == (2, 2, 1.0)
    assert found.by_age == {0: (1, 1), 1: (1, 1)}


def test_a_backtest_of_nothing_has_no_share() -> None:
    assert backtest(quiet(4), cutoffs=[1, 2]).share is None


def test_a_backtest_shows_that_registering_became_slower() -> None:
    before, after = [[30, 10, 0]] * 14, [[10, 30, 0]] * 10
    found = backtest(np.array(before + after, dtype=float), cutoffs=range(14, 22))
    assert found.by_age[0][1] < 0.5 * found.by_age[0][0]


# ------------------------------------------------------------------ draws from a known truth

MONTHS, LONGEST = 36, 12
USUAL = np.array([0.58, 0.33, 0.05, 0.02, *[0.02 / 9] * 9])  # shares per delay, as exponential delays give them
SLOW = np.array([0.42, 0.28, 0.11, 0.06, 0.04, 0.03, *[0.06 / 7] * 7])  # of one area of the sixteen
TOLD_LATE = 0.002  # of what is registered: rows that a delivery refused and a later one brought
DRAWS = 600
KINDS = (completeness.POISSON_41, completeness.POISSON_5, completeness.BATCHES_41, completeness.SIXTEEN)


def drawn(kind: str, draws: int = DRAWS) -> Iterator[np.ndarray]:
    """Full triangles: each month Poisson; waits of 20 days on average, 8 % with a mean of 90 days, from a random day;
    or in batches, where each month has shares of its own; or sixteen areas together, of which one is slow."""
    rng = np.random.default_rng(20260102)
    for _ in range(draws):
        if kind == completeness.SIXTEEN:
            # Areas go their own way from month to month, so the part of the slow one differs too.
            cases = rng.poisson(45 * rng.gamma(20, 1 / 20, (MONTHS, 16)))
            yield rng.multinomial(cases[:, 1:].sum(axis=1), USUAL) + rng.multinomial(cases[:, 0], SLOW).astype(float)
            continue
        cases = rng.poisson(int(kind.split()[0]), MONTHS)
        if kind == completeness.BATCHES_41:
            yield np.array([rng.multinomial(n, rng.dirichlet(USUAL * 50)) for n in cases], dtype=float)
            continue
        month = np.repeat(np.arange(MONTHS), cases)
        wait = rng.exponential(np.where(rng.random(len(month)) < 0.08, 90, 14))
        delay = ((rng.uniform(0, 30.4, len(month)) + wait) // 30.4).astype(int)
        yield triangle_of(month, month + delay, np.ones(len(month)), MONTHS + LONGEST, LONGEST)[:MONTHS]


def told(full: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, completeness.Growth]:
    """What a delivery tells of a triangle, and what four earlier ones of a year each teach of what it leaves out."""
    before = rng.binomial(full.sum(axis=1).astype(int), 1 - TOLD_LATE)
    once = np.ones(MONTHS)
    later = telling(np.tile(before, 2)[:48], np.tile(full.sum(axis=1), 2)[:48], np.ones(48), once)
    return rng.binomial(full.astype(int), 1 - TOLD_LATE), later


def coverage(kind: str, draws: int = DRAWS) -> dict[float, np.ndarray]:
    """Per level and age (0 first) the share of draws in which the interval held the final number."""
    held, rng = {level: np.zeros(LONGEST) for level in (0.8, 0.95)}, np.random.default_rng(20260103)
    for full in drawn(kind, draws):
        seen, later = told(full, rng) if kind == completeness.SIXTEEN else (full, None)
        for level, row in held.items():
            found, final = estimate(as_seen(seen, MONTHS - 1), level, later=later), full.sum(axis=1)
            row += ((found.low <= final) & (final <= found.high))[::-1][:LONGEST]
    return {level: row / draws for level, row in held.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_coverage_comes_out(kind: str) -> None:
    for level, found in coverage(kind).items():
        stated = np.array(completeness.MEASURED_COVERAGE[kind, level])
        assert (np.abs(found - stated) <= 4 * np.sqrt(stated * (1 - stated) / DRAWS)).all()


@pytest.mark.parametrize(("kind", "level"), completeness.MEASURED_COVERAGE)
def test_the_last_month_is_held_about_as_often_as_stated_and_no_month_less(kind: str, level: float) -> None:
    measured = completeness.MEASURED_COVERAGE[kind, level]
    assert len(measured) == LONGEST
    assert measured[0] == pytest.approx(level, abs=0.03)
    assert min(measured) >= level - 0.01


def test_a_backtest_of_draws_covers_as_stated() -> None:
    triangles = [full for _, full in zip(range(60), drawn(completeness.POISSON_41), strict=False)]
    found = [backtest(full, cutoffs=range(20, MONTHS), level=0.8).by_age[0] for full in triangles]
    n, covered = np.sum(found, axis=0)
    assert n == 60 * 16
    # Months of one triangle share their factors: twice the error of as many separate months.
    assert covered / n == pytest.approx(0.826, abs=2 * 4 * np.sqrt(0.8 * 0.2 / n))


def test_the_last_quarter_is_held_about_as_often_as_stated() -> None:
    held, last = 0, np.arange(MONTHS - 3, MONTHS)
    for full in drawn(completeness.POISSON_41):
        found, final = estimate_sum(as_seen(full, MONTHS - 1), last), full[last].sum()
        held += found.low[0] <= final <= found.high[0]
    assert held / DRAWS == pytest.approx(0.82, abs=4 * np.sqrt(0.8 * 0.2 / DRAWS))
