"""Areas that resemble each other: for one area the few most alike, with per feature why.

    gap      = |own - other| / spread of the feature over all areas; 0 or 1 for a feature in words (equal or not)
    spread   = 1,4826 x the median distance to the median (as the standard deviation of a normal law, but one
               exceptional area does not stretch it); the standard deviation when more than half of the areas are equal
    distance = sqrt(p x mean of gap² over the features known in both areas), p = the number of features

The factor p makes areas with an unknown feature comparable to others: the unknown gap counts as the mean of the known
ones. An area with fewer than half of the features known in both is left out: a resemblance in one feature is none.

Sources: the distance is that of nearest-neighbour models such as CIPFA's (standardised features, Euclidean); the spread is
Hampel's, J Am Stat Assoc 69 (1974) 383-393; rescaling for unknown features: Dixon, IEEE Trans SMC 9 (1979) 617-621.

Worked example: features 0, 1, 2, 3, 4 for five areas. Median 2, distances to it 2, 1, 0, 1, 2 with median 1: spread
1,4826. Area 0 and area 1 have a gap of 1 / 1,4826 = 0,67.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import median_abs_deviation

# In spreads: closer than half a spread reads as alike, further than one as different.
ALIKE, DIFFERENT = 0.5, 1.0

Value = float | str


@dataclass(frozen=True)
class Reason:
    """One feature of a pair: both values, and the gap between them in spreads (0 or 1 for a feature in words)."""

    feature: str
    own: Value
    other: Value
    gap: float


@dataclass(frozen=True)
class Peer:
    """A resembling area: its row, the distance in spreads, the reasons from most alike to most different.

    `unknown` names the features that could not be compared.
    """

    index: int
    distance: float
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...] = ()

    @property
    def alike(self) -> tuple[Reason, ...]:
        """The features in which both areas are close, closest first."""
        return tuple(reason for reason in self.reasons if reason.gap <= ALIKE)

    @property
    def different(self) -> tuple[Reason, ...]:
        """The features in which they differ, most different first."""
        return tuple(reason for reason in reversed(self.reasons) if reason.gap >= DIFFERENT)


def peers(
    features: Sequence[Sequence[float | str | None]] | np.ndarray, names: Sequence[str], own: int, count: int = 4
) -> list[Peer]:
    """The `count` areas most alike to row `own`, nearest first, equal distances in order of row.

    `features` has shape (k, p): numbers, words, or nan, None and '' where unknown; `names` are the p features. Fewer than
    `count` come back when too few areas can be compared. Raises ValueError when names or row do not fit the features.
    """
    table = _table(features, names, own)
    gaps = np.column_stack([_gaps(column, own) for column in table.T])
    distances = _distances(gaps)
    candidates = [i for i in range(len(table)) if i != own and not np.isnan(distances[i])]
    # Rounded, so that the last bit of a sum does not decide between equal distances.
    nearest = sorted(candidates, key=lambda i: (round(float(distances[i]), 9), i))[:count]
    return [_peer(table, gaps, distances, names, own, i) for i in nearest]


def _table(features: Sequence[Sequence[float | str | None]] | np.ndarray, names: Sequence[str], own: int) -> np.ndarray:
    table = np.array(features, dtype=object)
    if table.ndim != 2 or table.shape[1] != len(names) or not names:
        raise ValueError("Het aantal kenmerken en het aantal namen verschillen. Geef elk kenmerk één naam.")
    if not 0 <= own < len(table):
        raise ValueError("Het gekozen gebied staat niet in de kenmerken. Kies een gebied uit de lijst.")
    unknown = np.vectorize(lambda value: value is None or value == "" or value != value, otypes=[bool])(table)
    return np.where(unknown, None, table)


def _gaps(column: np.ndarray, own: int) -> np.ndarray:
    """Gaps of one feature between row `own` and every row; nan where one of both is unknown."""
    known = np.array([value is not None for value in column])
    if any(isinstance(value, str) for value in column):
        gaps = np.array([float(value != column[own]) for value in column])
    else:
        values = column.astype(float)
        gaps = np.abs(values - values[own]) / _spread(values[known])
    return np.where(known & known[own], gaps, np.nan)


def _spread(values: np.ndarray) -> float:
    """Robust spread of the known values; 1 when all are equal, for then every gap is 0 whatever it is divided by."""
    if not len(values):
        return 1.0
    return float(median_abs_deviation(values, scale="normal")) or float(np.std(values)) or 1.0


def _distances(gaps: np.ndarray) -> np.ndarray:
    features = gaps.shape[1]
    known = np.sum(~np.isnan(gaps), axis=1)
    mean = np.nansum(gaps**2, axis=1) / np.maximum(known, 1)
    return np.where(2 * known >= features, np.sqrt(features * mean), np.nan)


def _peer(
    table: np.ndarray, gaps: np.ndarray, distances: np.ndarray, names: Sequence[str], own: int, index: int
) -> Peer:
    known = [j for j in range(len(names)) if not np.isnan(gaps[index, j])]
    reasons = [Reason(names[j], table[own, j], table[index, j], float(gaps[index, j])) for j in known]
    unknown = tuple(name for j, name in enumerate(names) if j not in known)
    return Peer(index, float(distances[index]), tuple(sorted(reasons, key=lambda reason: reason.gap)), unknown)
