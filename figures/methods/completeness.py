"""How complete are the last months? Chain ladder on the delay of registration, with an interval for what may come.

A triangle counts what was registered: a row per month of the event, a column per number of months until its
registration (0 = in the same month). What lies after the last finished month is not known yet: nan, never 0.

Formula. C(i, k) is the number of month i registered within k months.
    f(k) = sum of C(i, k+1) / S(k),  S(k) = sum of C(i, k)     over the months of which k+1 is known
    F(k) = f(k) * f(k+1) * ...                                 from a delay to the longest; share complete = 1 / F
    expected final number = C * F
    s2(k) = sum of (C(i, k+1) - f C(i, k))^2 / C(i, k) / (months - 1), but never under f (f - 1)
    variance of what is still to come = sum over the steps to come of (C F)^2 s2 / f^2 (1 / C then + 1 / S)
All but the 'never under' is Mack (1993): 1 / C is the chance of the month itself, 1 / S the uncertainty of the factors.
f (f - 1) is the variance that counts have by chance alone (Poisson). The interval is that of a negative binomial with
this mean and variance. In it C counts half a case more and so does what came late: otherwise a month in which nothing
is registered yet would be certain to stay empty.

What is told late. A delivery also misses some of what was registered before it: rows that were refused and came again
with a later delivery. `telling` learns from earlier deliveries by how much the months of a delivery grew afterwards, and
`estimate` takes that as one step more of the same ladder: a factor f with S and s2 of its own, from the months of which
as many deliveries had told.

Worked example: ten months of 10 registrations in the same month and 10 in the next; of the last only the first 10 are
known. f = 180 / 90 = 2: expected 20, half complete. All months went alike, so s2 = 2 (2 - 1) = 2 and the variance is
20^2 * 2 / 4 * (1 / 10 + 1 / 90) = 22,2: a standard error of 4,7. The interval of 80 % runs from 15 to 27.

Sources: Mack, ASTIN Bulletin 23 (1993) 213-225; the negative binomial behind chain ladder: Verrall, Insurance:
Mathematics and Economics 26 (2000) 91-99; mid-P: Lancaster, JASA 56 (1961) 223-234.

Measured in draws of 36 months, delays of 20 days on average with a late tail, longest delay 12 months:
MEASURED_COVERAGE. Of the last month the interval of 80 % holds what came later in 81 to 83 %, that of 95 % in 95 to
97 %; of older months of one area, where one or two cases are still to come, in more, because half a case does not exist.
Of sixteen areas together, where one is slow and deliveries tell 0,2 % late, in 81 to 83 % at every age; without
`telling` it would be in 65 to 81 %. Of the last three months together: 82 and 95 %.
Limits: a registration later than the longest delay is counted nowhere, neither in what is reported nor in what is
expected. The delays of earlier months are taken to hold for the last ones: who registers faster or slower than before
makes the estimate too high or too low, and `backtest` shows it. The intervals of months may not be added up:
`estimate_sum` gives that of a quarter or a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import nbinom

FEWEST = 6
# How often the interval held the final number: per kind of month and level, for months with only the month itself known
# (first number), with one month of delay known, and so on to eleven. 10.000 draws each; the test recomputes it with fewer.
POISSON_41, POISSON_5, BATCHES_41 = "41 per maand", "5 per maand", "41 per maand, in schokken geregistreerd"
SIXTEEN = "16 gebieden samen, een trager dan de andere, en 0,2 % pas in een latere levering"
MEASURED_COVERAGE = {
    (POISSON_41, 0.8): (0.826, 0.827, 0.853, 0.913, 0.906, 0.925, 0.933, 0.906, 0.900, 0.922, 0.954, 0.979),
    (POISSON_41, 0.95): (0.959, 0.963, 0.982, 0.983, 0.981, 0.983, 0.985, 0.982, 0.987, 0.984, 0.984, 0.986),
    (POISSON_5, 0.8): (0.821, 0.910, 0.900, 0.906, 0.924, 0.949, 0.962, 0.974, 0.984, 0.991, 0.995, 0.998),
    (POISSON_5, 0.95): (0.966, 0.985, 0.982, 0.981, 0.977, 0.979, 0.980, 0.983, 0.988, 0.992, 0.996, 0.998),
    (BATCHES_41, 0.8): (0.809, 0.802, 0.871, 0.890, 0.902, 0.895, 0.900, 0.894, 0.899, 0.900, 0.906, 0.944),
    (BATCHES_41, 0.95): (0.949, 0.956, 0.971, 0.972, 0.971, 0.970, 0.968, 0.967, 0.966, 0.966, 0.968, 0.976),
    (SIXTEEN, 0.8): (0.811, 0.815, 0.808, 0.814, 0.819, 0.824, 0.819, 0.828, 0.819, 0.830, 0.831, 0.826),
    (SIXTEEN, 0.95): (0.956, 0.956, 0.957, 0.955, 0.957, 0.958, 0.962, 0.964, 0.962, 0.967, 0.963, 0.959),
}
TOO_FEW = (
    "Te weinig maanden voor een schatting (volledig bekend: {known}, nodig: {fewest}). "
    "Kies een langere periode of een kortere langste vertraging."
)
NOTHING = "In de volledig bekende maanden is er geen enkele registratie: zonder vertraging valt er niets te schatten."


@dataclass(frozen=True)
class Completeness:
    """Per month (row of the triangle): `reported` within the longest delay, `expected` final number, its `low`, `high`
    and standard `error`, and the `share` complete (0 to 1); nan where a month has nothing known or nothing can be
    said. When `reason` says in Dutch why there is no estimate, only `reported` is known."""

    reported: np.ndarray
    expected: np.ndarray
    low: np.ndarray
    high: np.ndarray
    error: np.ndarray
    share: np.ndarray
    reason: str | None = None


@dataclass(frozen=True)
class Backtest:
    """How often an interval held what came later: of `n` months `covered`; `by_age` the same pair per age (months of
    delay that were known then, from 0)."""

    n: int
    covered: int
    level: float
    by_age: dict[int, tuple[int, int]] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        return self.covered / self.n if self.n else None


def triangle_of(
    happened: np.ndarray, registered: np.ndarray, counts: np.ndarray, last: int, longest: int
) -> np.ndarray:
    """The triangle (last + 1, longest + 1) of grouped rows, as seen when month `last` is over.

    happened, registered: index of the month of the event and of its registration, 0 for the first month; counts: how
    many. A row registered after `last`, or later than `longest` months, is left out. Raises ValueError (in Dutch) for
    a registration before its event.
    """
    happened, delay = np.asarray(happened), np.asarray(registered) - np.asarray(happened)
    if (delay < 0).any():
        raise ValueError("Een registratie ligt voor de maand waarop ze slaat: laat die rijen weg en tel ze apart.")
    seen = (happened + delay <= last) & (delay <= longest) & (happened >= 0)
    cells = np.zeros((last + 1, longest + 1))
    np.add.at(cells, (happened[seen], delay[seen]), np.asarray(counts)[seen])
    return as_seen(cells, last)


def as_seen(triangle: np.ndarray, last: int) -> np.ndarray:
    """The triangle as it was when month `last` was over: later months gone, later registrations nan."""
    rows, columns = np.indices(triangle[: last + 1].shape)
    return np.where(rows + columns <= last, triangle[: last + 1], np.nan)


def chain_ladder(triangle: np.ndarray) -> np.ndarray:
    """The development factor of each step (columns - 1); inf where nothing came before it, nan without cases."""
    before, after = _step_sums(_known(triangle))
    return np.divide(after, before, out=np.where(after > 0, np.inf, np.nan), where=before > 0)


def estimate(
    triangle: np.ndarray, level: float = 0.8, fewest: int = FEWEST, later: Growth | None = None
) -> Completeness:
    """What the months will count when all is registered.

    triangle: (months, delays), counts per delay, nan for what is not known yet. level: of the interval. fewest: how
    many months have to be known up to the longest delay. later: per month what deliveries still bring of what was
    registered already, as `telling` gives it. Raises ValueError (in Dutch) for a count under 0 or a gap.
    """
    triangle = _known(triangle)
    age, reported = _seen(triangle)
    reason = _why_not(triangle, fewest)
    if reason:
        return _unknown(reported, reason)
    growth = _growth(triangle).of(age)
    known = (age >= 0) & np.isfinite(growth.factor)
    ahead, columns = (growth if later is None else growth.then(later)).of(known), np.full((5, len(age)), np.nan)
    columns[:4, known] = _expected(reported[known], ahead, np.eye(known.sum()), level)
    columns[4, known] = 1 / ahead.factor
    return Completeness(reported, *columns)


def estimate_sum(triangle: np.ndarray, months: np.ndarray, level: float = 0.8, fewest: int = FEWEST) -> Completeness:
    """The same for some months together, such as a quarter: arrays of length 1.

    months: indices of rows of the triangle. Is one of them unknown, then so is the sum.
    """
    triangle = _known(triangle)
    age, reported = (column[months] for column in _seen(triangle))
    whole, reason = reported.sum(keepdims=True), _why_not(triangle, fewest)
    growth = None if reason else _growth(triangle)
    if growth is None or not np.isfinite(reported + growth.factor[age]).all():
        return _unknown(whole, reason)
    columns = _expected(reported, growth.of(age), np.ones((1, len(reported))), level)
    share = np.divide(whole, columns[0], out=np.full(1, np.nan), where=columns[0] > 0)
    return Completeness(whole, *columns, share)


def telling(before: np.ndarray, after: np.ndarray, times: np.ndarray, now: np.ndarray) -> Growth:
    """What later deliveries still bring of what was registered already, for months of which `now` deliveries told.

    before, after: of earlier months, how many a delivery told and how many of those same registrations are known by now;
    times: how many deliveries had told of each of them then. Months told more often than any before get nothing.
    """
    numbers, place = np.unique(now, return_inverse=True)
    steps = [_one_step(before[times == number], after[times == number]) for number in numbers]
    return Growth(*np.array(steps).T[:, place])


def _one_step(before: np.ndarray, after: np.ndarray) -> tuple[float, float, float, float]:
    """Factor, own and shared part of the variance, and doubt of one step, as `_growth` has them of a delay."""
    used = np.isfinite(before) & np.isfinite(after) & (before > 0)
    if not used.any():
        return 1.0, 0.0, 0.0, 0.0
    pair = np.column_stack([before[used], after[used] - before[used]])
    total, factor = pair[:, 0].sum(), after[used].sum() / before[used].sum()
    part = _mack_variance(pair, np.array([factor]))[0] / factor**2
    return factor, part * factor, part / total, 0.5 / after[used].sum()


def _seen(triangle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per month its age (the longest delay that is known; -1 for none) and what is reported."""
    age = np.isfinite(triangle).sum(axis=1) - 1
    return age, np.where(age >= 0, np.nansum(triangle, axis=1), np.nan)


def _unknown(reported: np.ndarray, reason: str | None) -> Completeness:
    nothing = np.full(len(reported), np.nan)
    return Completeness(reported, nothing, nothing, nothing, nothing, nothing, reason)


def _expected(have: np.ndarray, ahead: Growth, groups: np.ndarray, level: float) -> tuple[np.ndarray, ...]:
    """Expected, low, high and standard error of groups of months: a row of `groups` has 1 for its months, else 0."""
    doubtful, whole = have + 0.5, groups @ have
    mean = groups @ (doubtful * (ahead.factor + ahead.doubt - 1))
    low, high = _limits(mean, ahead.variance(doubtful, groups, ahead.doubt), level)
    return groups @ (have * ahead.factor), whole + low, whole + high, np.sqrt(ahead.variance(have, groups))


def backtest(full: np.ndarray, cutoffs: Iterable[int], level: float = 0.8) -> Backtest:
    """Pretends to stand at the end of earlier months and looks whether the final number fell in the interval.

    full: a triangle as for `estimate`; cutoffs: indices of the last finished month. A month counts when its estimate
    was not final yet then, and its final number is known now. A cutoff with too few months counts for nothing.
    """
    full = _known(full)
    tested = [pair for cutoff in cutoffs for pair in _held(full, cutoff, level)]
    ages = sorted({age for age, _ in tested})
    by_age = {age: (sum(a == age for a, _ in tested), sum(held for a, held in tested if a == age)) for age in ages}
    return Backtest(len(tested), sum(held for _, held in tested), level, by_age)


def _held(full: np.ndarray, cutoff: int, level: float) -> list[tuple[int, bool]]:
    """Per month that can be tested: its age at the cutoff, and whether the interval held the final number."""
    seen = as_seen(full, cutoff)
    then, final = estimate(seen, level), full[: cutoff + 1].sum(axis=1)
    age = np.isfinite(seen).sum(axis=1) - 1
    tested = (age >= 0) & (age < full.shape[1] - 1) & np.isfinite(final) & np.isfinite(then.high)
    held = (then.low <= final) & (final <= then.high)
    return [(int(age[at]), bool(held[at])) for at in np.flatnonzero(tested)]


def _known(triangle: np.ndarray) -> np.ndarray:
    """The triangle as numbers, when it can be one."""
    triangle = np.asarray(triangle, dtype=float)
    known = np.isfinite(triangle)
    if (triangle[known] < 0).any():
        raise ValueError("Een aantal registraties is kleiner dan nul: kijk na hoe ze geteld zijn.")
    if (known[:, 1:] & ~known[:, :-1]).any():
        raise ValueError(
            "Een maand heeft een gat in haar registraties: geef elke vertraging tot de laatst bekende een aantal."
        )
    return triangle


def _why_not(triangle: np.ndarray, fewest: int) -> str | None:
    """Why there can be no estimate, in a Dutch sentence."""
    complete = np.isfinite(triangle).all(axis=1)
    if complete.sum() < fewest:
        return TOO_FEW.format(known=complete.sum(), fewest=fewest)
    return NOTHING if triangle[complete].sum() == 0 else None


def _step_sums(triangle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per step, over the months of which it is known: the cases before it (S) and after it."""
    known, total = np.isfinite(triangle[:, 1:]), np.cumsum(triangle, axis=1)
    return np.where(known, total[:, :-1], 0).sum(axis=0), np.where(known, total[:, 1:], 0).sum(axis=0)


@dataclass(frozen=True)
class Growth:
    """What is still to come, one per delay or per month: `factor` F, the two sums of the variance (`own` of the month,
    `shared` of the factors), and `doubt`: half a case that came late, as a part of the cases seen."""

    factor: np.ndarray
    own: np.ndarray
    shared: np.ndarray
    doubt: np.ndarray

    def of(self, age: np.ndarray) -> Growth:
        """Of some delays: one per month, or those that a mask picks."""
        return Growth(self.factor[age], self.own[age], self.shared[age], self.doubt[age])

    def then(self, later: Growth) -> Growth:
        """With one step more at the end, month by month."""
        return Growth(
            self.factor * later.factor, self.own * later.factor + later.own, self.shared + later.shared,
            self.doubt + later.doubt,
        )  # fmt: skip

    def variance(self, have: np.ndarray, groups: np.ndarray, more: np.ndarray | float = 0.0) -> np.ndarray:
        """Of what is still to come of groups of months, for `have` cases and a factor that is `more` higher."""
        final = groups * have * (self.factor + more)
        # Two months share the factors that both still need: those of the older one, of which the sum is the smaller.
        both = np.minimum.outer(self.shared, self.shared)
        return final @ (self.own + more) + ((final @ both) * final).sum(axis=1)


def _growth(triangle: np.ndarray) -> Growth:
    before, after = _step_sums(triangle)
    step = np.divide(after, before, out=np.ones(len(after)), where=before > 0)
    part = _mack_variance(triangle, step) / step**2
    ahead = np.append(np.cumprod(step[::-1])[::-1], 1.0)
    own = np.append(_sum_ahead(part * ahead[:-1]), 0.0)
    shared = np.append(_sum_ahead(np.divide(part, before, out=np.zeros(len(part)), where=before > 0)), 0.0)
    doubt = np.append(np.divide(0.5, after, out=np.zeros(len(after)), where=after > 0), 0.0)
    # Nothing before a step and something after it: no factor can be had for the delays up to there.
    ahead[:-1][_sum_ahead(((before == 0) & (after > 0)).astype(float)) > 0] = np.nan
    return Growth(ahead, own, shared, doubt)


def _sum_ahead(per_step: np.ndarray) -> np.ndarray:
    return np.cumsum(per_step[::-1])[::-1]


def _mack_variance(triangle: np.ndarray, step: np.ndarray) -> np.ndarray:
    """s2 per step; of a step that is known for one month only, as low as its two neighbours suggest (Mack)."""
    total = np.cumsum(triangle, axis=1)
    before, miss = total[:, :-1], total[:, 1:] - step * total[:, :-1]
    used = np.isfinite(miss) & (before > 0)
    squares = np.divide(miss**2, before, out=np.zeros(miss.shape), where=used).sum(axis=0)
    months = used.sum(axis=0)
    found = np.divide(squares, months - 1, out=np.zeros(len(step)), where=months > 1)
    for at in np.flatnonzero(months == 1):
        found[at] = _between(found[:at])
    return np.maximum(found, step * (step - 1))


def _between(earlier: np.ndarray) -> float:
    """Mack's guess for the last step: how the variance went down in the two before, and never above them."""
    if len(earlier) < 2 or earlier[-2] == 0:
        return 0.0
    return min(earlier[-1] ** 2 / earlier[-2], earlier[-2], earlier[-1])


def _limits(mean: np.ndarray, variance: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of what is still to come; 0 and 0 where all is registered."""
    low, high = np.zeros(len(mean)), np.zeros(len(mean))
    still = mean > 0
    chance = mean[still] / variance[still]
    low[still], high[still] = _middle(mean[still] * chance / (1 - chance), chance, level)
    return low, high


def _middle(size: np.ndarray, chance: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    """The numbers in the middle of a negative binomial; the outermost ones count for half (mid-P).

    With whole ones an interval of counts holds too much: 84 % where 80 % is stated.
    """
    still = nbinom(size, chance)
    low, high = still.ppf((1 - level) / 2), still.ppf((1 + level) / 2)
    too_low = still.cdf(low) - still.pmf(low) / 2 < (1 - level) / 2
    too_high = still.cdf(high) - still.pmf(high) / 2 > (1 + level) / 2
    return low + too_low, high - too_high
