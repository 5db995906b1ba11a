"""Is a change more than chance? The XmR chart: single values and their moving range, with limits and four rules.

Formula. For the points x of one stretch between two declared breaks:
    centre = mean of x
    mR     = mean of |x(t) - x(t-1)| over the pairs of known neighbours; no pair reaches over a break or a missing month
    limits = centre +- 2,66 mR         2,66 = 3 / 1,128: three standard deviations, estimated from the moving range
A lower limit under the floor (0 for a count or a percentage) is put at the floor; likewise the ceiling (100).

Four rules; a missing month, and a point on the centre itself, break a series:
    BUITEN    one point outside the limits
    REEKS     eight points in a row on the same side of the centre (Wheeler; Western Electric)
    TREND     seven points in a row, each higher or each lower than the one before (NHS, Making Data Count)
    TWEE_VAN_DRIE  two of three points in a row more than two thirds of the way to the same limit
Eight and not the seven of NHSRplotthedots: with seven, 36 months in which nothing happens give such a series in 16 % of
the charts, with eight in 7 %; nine (Nelson) gives 3 % but sees every real change a month later. Seven and not six for
a trend: six gives 8 %, seven 1 %. Each rule costs false alarms, and together they cost more: ALARMS_PER_CHART says how
many. Of sixteen charts of 36 months in which nothing happens, three carry a signal somewhere.

Under 12 points the limits are provisional ('voorlopige grenzen', as NHSRplotthedots warns); under 6 known points there
are none (Wheeler: five or six values is the least).

Worked example (NIST/SEMATECH e-Handbook, 6.3.2.2): 49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1 has centre 50,81,
mean moving range 1,8778, limits 45,8159 and 55,8041, and no point outside.

Sources: Wheeler, Understanding Variation (1993); Western Electric, Statistical Quality Control Handbook (1956); Nelson,
Journal of Quality Technology 16 (1984) 237-239; R package NHSRplotthedots, default rules.
Assumed: months do not hang together (no season, no slow drift), and one month is about as certain as another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

BUITEN = "een punt buiten de grenzen"
REEKS = "acht punten na elkaar aan dezelfde kant van het gemiddelde"
TREND = "zeven punten na elkaar telkens hoger of telkens lager"
TWEE_VAN_DRIE = "twee van drie punten na elkaar dicht bij dezelfde grens"
RULES = (BUITEN, REEKS, TREND, TWEE_VAN_DRIE)
SOME_RULE = "minstens een van de vier regels"

THREE_SIGMA = 3 / 1.128  # 1,128 is the mean distance between two normal values, in standard deviations
PROVISIONAL_UNDER = 12
FEWEST = 6
_SERIES, _TREND = 8, 7

# Charts in which nothing happens, by number of points and distribution: how often each of ALARMS is raised. 10.000
# draws each, limits from the points themselves, Poisson with floor 0. The test recomputes both tables.
ALARMS = (*RULES, SOME_RULE)
# The share of the charts with at least one signal.
ALARMS_PER_CHART = {
    (24, "normaal"): (0.0595, 0.0345, 0.0056, 0.0437, 0.1219),
    (24, "Poisson 41"): (0.0628, 0.0369, 0.0023, 0.0429, 0.1228),
    (24, "Poisson 5"): (0.0922, 0.0487, 0.0001, 0.0548, 0.1652),
    (36, "normaal"): (0.0887, 0.0732, 0.0106, 0.0613, 0.1977),
    (36, "Poisson 41"): (0.0995, 0.0814, 0.0034, 0.0639, 0.2086),
    (36, "Poisson 5"): (0.1508, 0.1034, 0.0004, 0.0825, 0.2769),
    (60, "normaal"): (0.1442, 0.1570, 0.0228, 0.1025, 0.3433),
    (60, "Poisson 41"): (0.1610, 0.1626, 0.0060, 0.1166, 0.3533),
    (60, "Poisson 5"): (0.2409, 0.2139, 0.0007, 0.1314, 0.4498),
}
# The share of the points that is marked.
ALARMS_PER_POINT = {
    (24, "normaal"): (0.0025, 0.0126, 0.0017, 0.0039, 0.0201),
    (24, "Poisson 41"): (0.0027, 0.0133, 0.0007, 0.0040, 0.0200),
    (24, "Poisson 5"): (0.0040, 0.0179, 0.0000, 0.0051, 0.0263),
    (36, "normaal"): (0.0026, 0.0182, 0.0021, 0.0036, 0.0258),
    (36, "Poisson 41"): (0.0029, 0.0204, 0.0007, 0.0038, 0.0272),
    (36, "Poisson 5"): (0.0044, 0.0265, 0.0001, 0.0050, 0.0351),
    (60, "normaal"): (0.0026, 0.0246, 0.0027, 0.0038, 0.0329),
    (60, "Poisson 41"): (0.0029, 0.0256, 0.0007, 0.0043, 0.0328),
    (60, "Poisson 5"): (0.0045, 0.0349, 0.0001, 0.0049, 0.0435),
}


@dataclass(frozen=True)
class Xmr:
    """A chart per point of `values` (..., n): `centre`, `lower`, `upper` in the unit of the values (nan: no limits),
    `signals` (per rule a bool per point), `provisional` (bool per point) and `segment` (n, its stretch from 0)."""

    values: np.ndarray
    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    signals: dict[str, np.ndarray]
    provisional: np.ndarray
    segment: np.ndarray

    @property
    def signal(self) -> np.ndarray:
        """Whether some rule marks the point."""
        return np.logical_or.reduce(list(self.signals.values()))


def xmr(
    values: np.ndarray, starts: Sequence[int] = (0,), floor: float | None = None, ceiling: float | None = None
) -> Xmr:
    """The chart of a series, or of many of one length at once: months run along the last axis.

    values: numbers, nan for a missing month. starts: the index of the first point after each declared break (0 may be
    left out). floor, ceiling: what the measure cannot pass, in its own unit.
    Raises ValueError (in Dutch) for a start that is no point of the series.
    """
    values = np.asarray(values, dtype=float)
    parts = [_stretch(part) for part in np.split(values, _cuts(starts, values.shape[-1]), axis=-1)]
    centre, spread, provisional, *marks = (np.concatenate(rows, axis=-1) for rows in zip(*parts, strict=True))
    lengths = [part[0].shape[-1] for part in parts]
    return Xmr(
        values=values,
        centre=centre,
        lower=centre - spread if floor is None else np.maximum(centre - spread, floor),
        upper=centre + spread if ceiling is None else np.minimum(centre + spread, ceiling),
        signals=dict(zip(RULES, marks, strict=True)),
        provisional=provisional,
        segment=np.repeat(np.arange(len(parts)), lengths),
    )


def _cuts(starts: Sequence[int], points: int) -> list[int]:
    """Where a new stretch begins, without the first."""
    if any(not 0 <= start < max(points, 1) for start in starts):
        raise ValueError("Een breuk ligt buiten de reeks: kies een breuk tussen de eerste en de laatste maand.")
    return sorted(set(starts) - {0})


def _stretch(x: np.ndarray) -> tuple[np.ndarray, ...]:
    """Centre, distance to the limits, whether provisional, and the marks of the four rules: each (..., n)."""
    known = np.isfinite(x).sum(axis=-1, keepdims=True)
    centre = _mean(x, known >= FEWEST)
    spread = THREE_SIGMA * _mean(np.abs(np.diff(x)), known >= FEWEST)
    sides = _side(x, centre, spread)
    marks = (np.abs(sides) == 3, _in_a_row(np.sign(sides), _SERIES), _trend(x), _two_of_three(sides))
    return *(np.broadcast_to(one, x.shape) for one in (centre, spread, known < PROVISIONAL_UNDER)), *marks


def _mean(x: np.ndarray, enough: np.ndarray) -> np.ndarray:
    """Mean of what is known along the last axis (kept, length 1); nan where there is not enough."""
    known = np.isfinite(x)
    count = known.sum(axis=-1, keepdims=True)
    total = np.where(known, x, 0).sum(axis=-1, keepdims=True)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=enough & (count > 0))


def _side(x: np.ndarray, centre: np.ndarray, spread: np.ndarray) -> np.ndarray:
    """0 on the centre or unknown; 1 near it, 2 over two thirds of the way to the limit, 3 over it; minus below."""
    away = np.abs(x - centre)
    # The mean of equal numbers can miss them by some 1e-16 of their size: they are on the line, not beside it.
    slack = 1e-9 * (np.abs(centre) + np.nan_to_num(spread))
    zone = (away > slack).astype(int) + (away > spread * 2 / 3 + slack) + (away > spread + slack)
    return np.where(x < centre, -zone, zone)


def _in_a_row(signs: np.ndarray, length: int) -> np.ndarray:
    """Marks every point of each run of at least `length` equal signs other than 0."""
    if signs.shape[-1] < length:
        return np.zeros(signs.shape, dtype=bool)
    windows = sliding_window_view(signs, length, axis=-1)
    return _spread_back(np.abs(windows.sum(axis=-1)) == length, length, signs.shape[-1])


def _trend(x: np.ndarray) -> np.ndarray:
    """Marks every point of each run of at least seven that rises or falls all the way."""
    if x.shape[-1] < _TREND:
        return np.zeros(x.shape, dtype=bool)
    steps = sliding_window_view(np.sign(np.nan_to_num(np.diff(x))), _TREND - 1, axis=-1)
    return _spread_back(np.abs(steps.sum(axis=-1)) == _TREND - 1, _TREND, x.shape[-1])


def _two_of_three(sides: np.ndarray) -> np.ndarray:
    """Marks the far points of each three in a row of which two are far on the same side."""
    if sides.shape[-1] < 3:
        return np.zeros(sides.shape, dtype=bool)
    marked = np.zeros(sides.shape, dtype=bool)
    for far in (sides >= 2, sides <= -2):
        pairs = sliding_window_view(far, 3, axis=-1).sum(axis=-1) >= 2
        marked |= far & _spread_back(pairs, 3, sides.shape[-1])
    return marked


def _spread_back(found: np.ndarray, length: int, points: int) -> np.ndarray:
    """From windows to points: a point is marked when some window that holds it was found."""
    marked = np.zeros((*found.shape[:-1], points), dtype=bool)
    for shift in range(length):
        marked[..., shift : shift + found.shape[-1]] |= found
    return marked
