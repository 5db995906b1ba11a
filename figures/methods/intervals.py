"""Intervals for a count, a rate and a share: how far chance alone could have moved the number.

Count (Poisson), z = the normal quantile of the level (1,96 for 95 %):
    count of 10 or more, Byar:  low  = c (1 - 1/(9c) - z / (3 sqrt(c)))^3
                                high = (c+1) (1 - 1/(9(c+1)) + z / (3 sqrt(c+1)))^3
    count under 10, exact:      low  = chi2(alpha/2; 2c) / 2,   high = chi2(1 - alpha/2; 2c + 2) / 2
Rate: count and limits divided by the base, times `per`.
Share (Wilson): centre (p + z²/2n) / (1 + z²/n), half width z sqrt(p(1-p)/n + z²/4n²) / (1 + z²/n).

Sources: Breslow & Day, Statistical methods in cancer research II (1987) for Byar; Armitage & Berry, Statistical methods in
medical research (2002) for the exact limits; the border at 10 is that of Public Health England, Technical guide:
confidence intervals (2018), as in `phe_rate` of the R package PHEindicatormethods; Wilson, J Am Stat Assoc 22 (1927).

Worked example: 24 aanmeldingen among 162 young people. rate(24, 162, per=100) is 14,81 per 100, from 9,49 to 22,04;
wilson(24, 162) is 14,8 %, from 10,2 % to 21,1 %. With 6 among 120 the exact limits hold: 5,00, from 1,83 to 10,88.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2, norm
from statsmodels.stats.proportion import proportion_confint

EXACT_BELOW = 10


class Interval(NamedTuple):
    """A value with its limits, three arrays of one shape; nan where there is nothing to divide by or a part is unknown."""

    value: np.ndarray
    low: np.ndarray
    high: np.ndarray


def byar(count: ArrayLike, level: float = 0.95) -> tuple[np.ndarray, np.ndarray]:
    """Low and high limit of a Poisson count, of the shape of `count`: Byar's, or exact under 10; nan stays nan.

    Raises ValueError for a count below zero and for a level that is not between 0 and 1.
    """
    count = not_negative(count)
    low, high = _exact(count, level)
    near_low, near_high = _approximate(count, level)
    small = count < EXACT_BELOW
    return np.where(small, low, near_low), np.where(small, high, near_high)


def rate(count: ArrayLike, base: ArrayLike, per: float = 1000, level: float = 0.95) -> Interval:
    """Events per `per` of the base (young people, person-years) with Byar's or exact limits; a base of 0 gives nan.

    Raises ValueError for numbers below zero and for a level that is not between 0 and 1.
    """
    count, base = np.broadcast_arrays(not_negative(count), not_negative(base))
    scale = per / np.where(base > 0, base, np.nan)
    low, high = byar(count, level)
    return Interval(count * scale, low * scale, high * scale)


def wilson(hits: ArrayLike, n: ArrayLike, level: float = 0.95) -> Interval:
    """Share of `hits` among `n` with Wilson's limits, all as fractions from 0 to 1; n = 0 gives nan.

    Raises ValueError for numbers below zero, more hits than cases, and a level that is not between 0 and 1.
    """
    hits, n = part_of_whole(hits, n)
    known = n > 0
    of = np.where(known, n, 1.0)
    low, high = proportion_confint(np.where(known, hits, 0.0), of, 1 - checked_level(level), "wilson")
    return Interval(*(np.where(known, part, np.nan) for part in (hits / of, low, high)))


def not_negative(numbers: ArrayLike) -> np.ndarray:
    """The numbers as an array of floats. Raises ValueError when one is below zero."""
    numbers = np.asarray(numbers, dtype=float)
    if (numbers < 0).any():
        raise ValueError("Een telling is lager dan nul. Kijk de teller en de noemer van de maat na.")
    return numbers


def part_of_whole(hits: ArrayLike, n: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    """Hits and cases as arrays of floats of one shape. Raises ValueError when there are more hits than cases."""
    hits, n = np.broadcast_arrays(not_negative(hits), not_negative(n))
    if (hits > n).any():
        raise ValueError("Een teller is groter dan zijn noemer. Kijk de teller en de noemer van de maat na.")
    return hits, n


def checked_level(level: float) -> float:
    """The level itself. Raises ValueError when it is not between 0 and 1, so that 95 is not read as 9500 %."""
    if not 0 < level < 1:
        raise ValueError("Het betrouwbaarheidsniveau ligt niet tussen 0 en 1. Geef 0.95 voor 95 %.")
    return level


def _exact(count: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    tail = (1 - checked_level(level)) / 2
    # The chi-square law with 0 degrees of freedom is all at 0, for which scipy answers nan.
    low = np.where(count == 0, 0.0, chi2.ppf(tail, 2 * count) / 2)
    return low, chi2.ppf(1 - tail, 2 * count + 2) / 2


def _approximate(count: np.ndarray, level: float) -> tuple[np.ndarray, np.ndarray]:
    z = norm.ppf((1 + level) / 2)
    # Under 10 the exact limits are taken; this only keeps a count of 0 from being divided by.
    count = np.maximum(count, 1.0)
    low = count * (1 - 1 / (9 * count) - z / (3 * np.sqrt(count))) ** 3
    above = count + 1
    return low, above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
