"""Waiting times in which the open cases count too: the estimate of Kaplan and Meier.

Who still waits has waited at least so long. Dropping the open cases keeps the short waits and makes the median too
low; so each open case counts as waiting until the day it was last seen, and no longer.

Formula. On day t, n(t) still wait and d(t) of them get their event that day:
    S(t) = product over the days up to t of 1 - d/n            the share that still waits after day t
    V(t) = sum over the days up to t of d / (n (n - d))        Greenwood (1926): the variance of log S
    limits of S(t): S(t) ** exp(+-z sqrt(V(t)) / log S(t))     log-log: between 0 and 1 without cutting
A quantile is the first day on which S is 1 - p or lower; is S exactly 1 - p for a while, then the middle of that
stretch, so that without open cases the median is the ordinary one. Its interval is the days on which the limits of S
hold 1 - p (Brookmeyer and Crowley 1982).

Worked example: waits of 2, 4 and 6 days, and one case open after 5 days.
    S(2) = 3/4, S(4) = 3/4 * 2/3 = 1/2, S(6) = 0. S is 1/2 from day 4 to day 6: the median is 5. Without the open case
    it would be 4.

Sources: Kaplan and Meier, JASA 53 (1958) 457-481; Brookmeyer and Crowley, Biometrics 38 (1982) 29-41; the middle of a
flat stretch as in R, survival, quantile.survfit. The curve comes from statsmodels (SurvfuncRight); the variance does
not: with weights statsmodels gives another error than without (that of log S after Tsiatis 1981).

Measured in 10.000 draws of 120 cases, a third still open: the interval of the median, stated 95 %, holds the true
median in 95,2 %. It is the interval of one curve; sixteen areas give sixteen chances of a miss.
Assumed: an open case has the same chance of its event later as the others. Whoever drops out (uitval) is no open case.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import norm
from statsmodels.duration.survfunc import SurvfuncRight

_FLAT = (
    1e-9  # products of fractions miss 1/2 by some 1e-16; no share of fewer than 1e9 cases comes this close by itself
)


@dataclass(frozen=True)
class Share:
    """A share between 0 and 1; low and high are None where the method gives no interval (share 0 or 1)."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Survival:
    """A curve per day with an event: `days`, `at_risk`, `events`, `waiting` (S after that day, 0 to 1) and `variance`
    (of log S; inf where S is 0), all of one length; `cases` (sum of the weights); `followed`: the longest wait seen."""

    days: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    waiting: np.ndarray
    variance: np.ndarray
    cases: int
    followed: int

    def quantile(self, p: float) -> float | None:
        """Days by which a share p (0 < p < 1) had the event; None when too many still wait to say."""
        reached = np.flatnonzero(self.waiting <= 1 - p + _FLAT)
        if not len(reached):
            return None
        first = reached[0]
        return float(self.days[first] + self._end_of_flat(first, p)) / 2

    def _end_of_flat(self, at: int, p: float) -> int:
        """The next day with an event when S stays exactly at 1 - p until then, else the day itself."""
        if abs(self.waiting[at] - (1 - p)) > _FLAT:
            return self.days[at]
        return self.days[at + 1] if at + 1 < len(self.days) else self.followed

    def quantile_interval(self, p: float, level: float = 0.95) -> tuple[float | None, float | None]:
        """The days between which the quantile lies with confidence `level`; None for a side that is not reached."""
        low, high = self._limits(level)
        return self._first_day(low <= 1 - p), self._first_day(high <= 1 - p)

    def share_by(self, day: int, level: float = 0.95) -> Share | None:
        """The share with the event by that day (inclusive); None when nobody was followed that long and some wait."""
        at = int(np.searchsorted(self.days, day, side="right")) - 1
        if self.cases == 0 or (day > self.followed and (at < 0 or self.waiting[at] > 0)):
            return None
        if at < 0 or self.waiting[at] == 0:
            return Share(0.0 if at < 0 else 1.0, None, None)
        low, high = self._limits(level)
        return Share(float(1 - self.waiting[at]), float(1 - high[at]), float(1 - low[at]))

    def _limits(self, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Lower and upper limit of S per day; where S is 0 the upper one is unknown (nan) and the lower one 0."""
        low, high = np.zeros(len(self.days)), np.full(len(self.days), np.nan)
        known = self.waiting > 0
        log = np.log(self.waiting[known])
        width = norm.ppf((1 + level) / 2) * np.sqrt(self.variance[known]) / -log
        low[known], high[known] = np.exp(log * np.exp(width)), np.exp(log * np.exp(-width))
        return low, high

    def _first_day(self, reached: np.ndarray) -> float | None:
        at = np.flatnonzero(reached)
        return float(self.days[at[0]]) if len(at) else None


def kaplan_meier(days: np.ndarray, happened: np.ndarray, weights: np.ndarray | None = None) -> Survival:
    """The curve of waits that are already grouped.

    days: whole days from 0, until the event or until last seen; happened: whether the event came; weights: the number
    of cases with that pair (1 each when left out). Three arrays of one length, in any order, pairs may repeat.
    Raises ValueError (in Dutch, without a value) for a negative or unknown wait or number.
    """
    days, happened = np.asarray(days), np.asarray(happened, dtype=bool)
    weights = np.ones(len(days), dtype=int) if weights is None else np.asarray(weights)
    _refuse_impossible(days, weights)
    counted = weights > 0
    if not counted.any():
        return _nobody()
    return _curve(days[counted], happened[counted], weights[counted])


def _refuse_impossible(days: np.ndarray, weights: np.ndarray) -> None:
    if not (np.isfinite(days).all() and np.isfinite(weights).all()):
        raise ValueError("Een wachttijd of een aantal is onbekend: laat die rijen eerst weg en tel ze apart.")
    if (days < 0).any() or (weights < 0).any():
        raise ValueError("Een wachttijd of een aantal is kleiner dan nul: kijk de datums van die rijen na.")


def _curve(days: np.ndarray, happened: np.ndarray, weights: np.ndarray) -> Survival:
    if not happened.any():
        return _nobody(int(weights.sum()), int(days.max()))
    fit = SurvfuncRight(days, happened.astype(int), freq_weights=weights)
    return Survival(
        days=fit.surv_times,
        at_risk=fit.n_risk,
        events=fit.n_events,
        waiting=fit.surv_prob,
        variance=_greenwood(fit.n_risk, fit.n_events),
        cases=int(weights.sum()),
        followed=int(days.max()),
    )


def _greenwood(at_risk: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Variance of log S per day; inf from the day on which nobody waits any more."""
    left = at_risk - events
    step = np.full(len(at_risk), np.inf)
    np.divide(events, at_risk.astype(float) * left, out=step, where=left > 0)
    return np.cumsum(step)


def _nobody(cases: int = 0, followed: int = 0) -> Survival:
    """A curve without any event: nothing can be said but that everybody still waits."""
    empty = np.array([])
    return Survival(empty, empty, empty, empty, empty, cases, followed)
