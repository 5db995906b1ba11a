"""Funnel for shares: which areas lie further from the common share than chance, and the usual spread, explain.

For area i with x hits among n cases, N = sum(n), common share c = sum(x) / N:
    y = arcsin(sqrt(x / n)), target = arcsin(sqrt(c)), s² = 1 / (4n)
    phi  = mean of ((y - target) / s)², the outer 10 % on each side first drawn in to the 10th and 90th percentile
           (winsorised), divided by the part of a normal spread that this drawing in leaves
    tau² = (k phi - (k - 1)) / (sum(w) - sum(w²) / sum(w)), w = 1 / s²: the spread between areas on top of chance
    z    = (y - target) / sqrt((1/n - 1/N) / 4 + tau² (1 - 2n/N + sum(n²)/N²))
    limits at level: sin²(target ± quantile x the same root), cut to 0 and 1

Overdispersion is used only when phi > 1 + 2 sqrt(2 / k), two standard deviations above what chance gives (1,71 for sixteen
areas): below that the spread cannot be told from chance, and adding tau² would hide real differences. tau² is never
below zero, so the limits are never narrower than those of chance.

Two steps differ from the R package FunnelPlotR, both because sixteen areas are few; measured on 10.000 draws:
- Drawing in removes a third of the spread of sixteen normal values, also when no area is apart. Without the division tau²
  is too small, and with real spread 10 to 14 % of the areas fall outside 95 % instead of 5 to 7 %.
- An area is part of the common share it is held against, so chance moves the difference by (1/n - 1/N), not by 1/n (the
  adjusted residual). Sixteen areas of one size have 15/16 of the variance: 4,3 % instead of 5 % would fall outside.

An area gets a position only with at least 5 hits and 5 other cases expected (Cochran, so at least 10 cases): below that the
root is no longer near normal. It does count in the common share.

Sources: Spiegelhalter, Stat Med 24 (2005) 1185-1202 (funnel, threshold) and Qual Saf Health Care 14 (2005) 347-351
(winsorising, additive spread); DerSimonian & Laird, Control Clin Trials 7 (1986) for tau²; Haberman, Biometrics 29 (1973)
205-220 for the adjusted residual; Cochran, Biometrics 10 (1954) 417-451.

Worked example: 20 of 100 and 30 of 100. Common share 25 %, target = pi / 6 = 0,5236; y = 0,4636 and 0,5796; the root of
(1/100 - 1/200) / 4 is 0,0354; z = -1,70 and 1,59: both vergelijkbaar. The 95 % limits at 100 cases are 19,3 % and 31,2 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from figures.methods.intervals import checked_level, part_of_whole

LOWER, SIMILAR, HIGHER, UNTOLD = "lager", "vergelijkbaar", "hoger", "niet te zeggen"
WARNING_LEVEL, SIGNAL_LEVEL = 0.95, 0.998
FEWEST_EXPECTED = 5
# Fewer areas say nothing about a usual spread: of four, the outer two on both sides are all there is.
FEWEST_AREAS = 5
DRAWN_IN = 0.1


class FalseSignals(NamedTuple):
    """What falls outside the limits though no area differs: the number of areas, and the chance of one or more."""

    areas: float
    at_least_one: float


class Measured(NamedTuple):
    """What fell outside in a simulation: the share of all areas, and the share of draws with one or more."""

    share: float
    at_least_one: float


# Sixteen areas of 60 to 1.200 cases, 10.000 draws with shares 0,2 and 0,7, by level. Without differences: just below the
# nominal 5 % and 0,2 %, because one time in twenty chance alone passes the threshold of phi and widens the limits.
MEASURED_WITHOUT_DIFFERENCES = MappingProxyType({0.95: Measured(0.046, 0.54), 0.998: Measured(0.002, 0.03)})
# The highest that came out over usual spreads between areas of 0,02 to 0,2 on the root scale (2 to 20 percentage points at
# a share of 50 %): highest near 0,03, where the spread is found in one draw out of two.
MEASURED_WITH_SPREAD = MappingProxyType({0.95: Measured(0.074, 0.74), 0.998: Measured(0.011, 0.16)})


@dataclass(frozen=True, eq=False)
class Funnel:
    """The common share, the spread, and every area's place. Shapes: (..., k) per area, (...) for what areas have in common.

    share: fraction; centre: common share; phi: spread as a multiple of chance (nan with fewer than 5 areas that count);
    tau2: spread between areas on the root scale, 0 when not used; z: standardised difference, nan where nothing can be said;
    total: cases in all areas; evenness: sum(n²) / N².
    """

    share: np.ndarray
    centre: np.ndarray
    phi: np.ndarray
    tau2: np.ndarray
    z: np.ndarray
    total: np.ndarray
    evenness: np.ndarray

    @property
    def outside_95(self) -> np.ndarray:
        """Whether an area lies outside the 95 % limits; false where nothing can be said."""
        return np.abs(self.z) > _quantile(WARNING_LEVEL)

    @property
    def outside_998(self) -> np.ndarray:
        """Whether an area lies outside the 99,8 % limits; false where nothing can be said."""
        return np.abs(self.z) > _quantile(SIGNAL_LEVEL)

    @property
    def position(self) -> np.ndarray:
        """Per area lager, vergelijkbaar or hoger than the common share at 99,8 %, or niet te zeggen."""
        far = _quantile(SIGNAL_LEVEL)
        return np.select([np.isnan(self.z), self.z < -far, self.z > far], [UNTOLD, LOWER, HIGHER], SIMILAR)

    def limits(self, n_grid: ArrayLike, level: float) -> tuple[np.ndarray, np.ndarray]:
        """Low and high limit as shares for areas of `n_grid` cases, shape (..., len(n_grid)); nan at 0 cases."""
        root = np.sqrt(_variance(np.asarray(n_grid, dtype=float), self.tau2, self.total, self.evenness))
        target, reach = _angle(self.centre)[..., None], _quantile(level) * root
        low, high = (np.clip(edge, 0, np.pi / 2) for edge in (target - reach, target + reach))
        return np.sin(low) ** 2, np.sin(high) ** 2


def funnel(hits: ArrayLike, n: ArrayLike) -> Funnel:
    """The funnel of k areas; `hits` and `n` have shape (..., k), one funnel per leading index; nan is an unknown area.

    Raises ValueError for numbers below zero and for more hits than cases.
    """
    hits, n = _known(*part_of_whole(hits, n))
    total = _positive(np.nansum(n, axis=-1))
    centre = np.nansum(hits, axis=-1) / total
    tellable = np.where(_can_be_told(n, total, centre), n, np.nan)
    difference = _angle(hits / tellable) - _angle(centre)[..., None]
    phi = spread_against_chance(difference * 2 * np.sqrt(tellable))
    tau2 = spread_between(phi, 4 * tellable)
    evenness = np.nansum(n**2, axis=-1) / total**2
    z = difference / np.sqrt(_variance(tellable, tau2, total, evenness))
    return Funnel(hits / _positive(n), centre, phi, tau2, z, total, evenness)


def spread_against_chance(z: np.ndarray) -> np.ndarray:
    """phi: mean square of the drawn-in z-scores of shape (..., k), 1 by chance alone; nan with fewer than 5 known scores."""
    k = np.sum(~np.isnan(z), axis=-1)
    enough = k >= FEWEST_AREAS
    square = np.nanmean(_drawn_in(np.where(enough[..., None], z, 0.0)) ** 2, axis=-1)
    return np.where(enough, square / _left_over(k), np.nan)


def spread_between(phi: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """tau²: spread between areas on top of chance, by DerSimonian and Laird; 0 when phi does not pass its threshold.

    `weights` of shape (..., k) are one over the variance by chance, nan for areas that do not count.
    """
    k = np.sum(~np.isnan(weights), axis=-1)
    total = np.nansum(weights, axis=-1)
    used = np.nan_to_num(phi) > 1 + 2 * np.sqrt(2 / np.maximum(k, 1))
    room = total - np.nansum(weights**2, axis=-1) / np.where(used, total, 1.0)
    return np.where(used, np.maximum(k * phi - (k - 1), 0) / np.where(used, room, 1.0), 0.0)


def expected_false(k: int = 16, level: float = 0.95) -> FalseSignals:
    """How many of k equal areas fall outside by chance, and how likely at least one does: 0,8 and 56 % for 16 at 95 %."""
    return FalseSignals(k * (1 - checked_level(level)), 1 - level**k)


@lru_cache(maxsize=64)
def left_over(k: int) -> float:
    """The part of the mean square of k normal scores around their own mean that drawing in leaves: 0,68 for sixteen.

    By a fixed draw of 20.000 sets: there is no closed form for so few scores; its error is below half a percent.
    """
    scores = np.random.default_rng(2005).standard_normal((20_000, k))
    scores -= scores.mean(axis=-1, keepdims=True)
    return float(np.mean(_drawn_in(scores) ** 2) / np.mean(scores**2))


def _left_over(k: np.ndarray) -> np.ndarray:
    sizes, where = np.unique(k, return_inverse=True)
    return np.array([left_over(max(int(size), FEWEST_AREAS)) for size in sizes])[where].reshape(np.shape(k))


def _drawn_in(z: np.ndarray) -> np.ndarray:
    # nanquantile walks row by row in Python: only where a score is missing.
    quantile = np.nanquantile if np.isnan(z).any() else np.quantile
    low, high = quantile(z, [DRAWN_IN, 1 - DRAWN_IN], axis=-1)
    return np.clip(z, low[..., None], high[..., None])


def _variance(n: np.ndarray, tau2: np.ndarray, total: np.ndarray, evenness: np.ndarray) -> np.ndarray:
    """Variance of an area's difference with the common share it is part of; never below zero, nan at 0 cases."""
    tau2, total, evenness = (np.asarray(common)[..., None] for common in (tau2, total, evenness))
    chance = (1 / _positive(n) - 1 / total) / 4
    return np.maximum(chance, 0) + tau2 * np.maximum(1 - 2 * n / total + evenness, 0)


def _known(hits: np.ndarray, n: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """An area of which one of the two is unknown is unknown in both: half an area would bend the common share."""
    known = ~(np.isnan(hits) | np.isnan(n))
    return np.where(known, hits, np.nan), np.where(known, n, np.nan)


def _can_be_told(n: np.ndarray, total: np.ndarray, centre: np.ndarray) -> np.ndarray:
    total, centre = total[..., None], centre[..., None]
    # Rounded, so that exactly five expected is five whichever way the share was computed.
    expected = np.round(np.minimum(n * centre, n * (1 - centre)), 9)
    return (expected >= FEWEST_EXPECTED) & (n < total)


def _positive(numbers: np.ndarray) -> np.ndarray:
    return np.where(numbers > 0, numbers, np.nan)


def _angle(share: np.ndarray) -> np.ndarray:
    return np.arcsin(np.sqrt(share))


def _quantile(level: float) -> float:
    return float(norm.ppf((1 + checked_level(level)) / 2))
