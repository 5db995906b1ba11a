"""Is a change more than chance? Control charts: XmR for numbers, p' for shares, with limits and five rules.

XmR, for the points x of one stretch between two declared breaks:
    centre = mean of x
    mR     = mean of |x(t) - x(t-1)| over the pairs of known neighbours; no pair reaches over a break or a missing month
    limits = centre +- 2,66 mR         2,66 = 3 / 1,128: three standard deviations, estimated from the moving range
A lower limit under the floor (0 for a count or a percentage) is put at the floor; likewise the ceiling (100).

p' (Laney), for h of n cases per month:
    centre = p = sum of h / sum of n;  s(t) = root(p (1 - p) / n(t));  z(t) = (h / n - p) / s(t)
    limits = p +- 3 s(t) max(1, mean |z(t) - z(t-1)| / 1,128)
so a month has wider limits when it has fewer cases, and all have when months differ by more than chance. Laney has no
'max(1': here limits are never narrower than chance alone. Where months are hidden because a number is small, the months
that are left are no random pick. Then centre and spread come from larger periods in which nothing is hidden (quarters);
only the months that are left are judged. They can raise no more signals than all months would: a hidden one raises none.

Five rules; a missing month, and a point on the centre itself, break a series:
    BUITEN    one point outside the limits
    REEKS     eight points in a row on the same side of the centre (Wheeler; Western Electric)
    TREND     seven points in a row, each higher or each lower than the one before (NHS, Making Data Count)
    TWEE_VAN_DRIE  two of three points in a row more than two thirds of the way to the same limit
    NIVEAU    one change of level within the stretch (Worsley; Hawkins, Qiu and Kang): of every way to cut the stretch
              in two, with three points or more on both sides, the two means are set against each other,
              t = |difference| / root(s2 (1 / W + 1 / W')), s2 = spread within both parts / (points - 2),
              and the largest t is over 3,4. Months weigh by what they are made from (W the sum of those weights): the
              season for a number that was divided by it, the cases for a share. Marked is the first month of the new level.
Eight and not the seven of NHSRplotthedots: with seven, 36 months in which nothing happens give such a series in 16 % of
the charts, with eight in 7 %; nine (Nelson) gives 3 % but sees every real change a month later. Seven and not six for
a trend: six gives 8 %, seven 1 %. NIVEAU is there because the limits of the other rules rest on the months before and
after a change alike: a lasting change soon after a break widens them and hides itself. Its 3,4 gives a signal in 2 to
3 % of the stretches in which nothing happens, whatever their length: of charts of two stretches LEVEL_PER_CHART says how
many, also for a slow growth, which is a change too but not of one month. It needs 12 points and, for a share, no hidden
month.
Each rule costs false alarms, and together they cost more: ALARMS_PER_CHART says how many. What is found when there is
something to find: FOUND.

Under 12 points the limits are provisional ('voorlopige grenzen', as NHSRplotthedots warns); under 6 known points there
are none (Wheeler: five or six values is the least).

Worked examples. XmR (NIST/SEMATECH e-Handbook, 6.3.2.2): 49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1 has centre
50,81, mean moving range 1,8778, limits 45,8159 and 55,8041, and no point outside. p': twenty weeks of 300.000
attendances (Mohammed and others, 2013), limits of the first week 94,013 and 96,567 %. NIVEAU: the flow of the Nile,
1871-1970, where R package strucchange finds t squared = 75,93 after 1898.

Sources: Wheeler, Understanding Variation (1993); Western Electric, Statistical Quality Control Handbook (1956); Nelson,
Journal of Quality Technology 16 (1984) 237-239; R package NHSRplotthedots, default rules; Laney, Quality Engineering 14
(2002) 531-537; Worsley, JASA 74 (1979) 365-367; Hawkins, Qiu and Kang, Journal of Quality Technology 35 (2003) 355-366.
Assumed: months do not hang together (no season, no slow drift), and one month of an XmR is about as certain as another.
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
NIVEAU = "een ander niveau vanaf die maand"
RULES = (BUITEN, REEKS, TREND, TWEE_VAN_DRIE, NIVEAU)
SOME_RULE = "minstens een van de vijf regels"

THREE_SIGMA = 3 / 1.128  # 1,128 is the mean distance between two normal values, in standard deviations
PROVISIONAL_UNDER = 12
FEWEST = 6
_SERIES, _TREND = 8, 7
NEW_LEVEL, _LEVEL_MONTHS = 3.4, 3

SHARE, SHARE_HIDDEN = "aandeel van 45 dossiers", "aandeel van 40 dossiers, kleine maanden verborgen"
# Charts in which nothing happens, by number of points and distribution: how often each of ALARMS is raised. 10.000
# draws each, limits from the points themselves, Poisson with floor 0. The test recomputes both tables.
ALARMS = (*RULES, SOME_RULE)
# The share of the charts with at least one signal.
ALARMS_PER_CHART = {
    (24, "normaal"): (0.0595, 0.0345, 0.0056, 0.0437, 0.0276, 0.1348),
    (24, "Poisson 41"): (0.0628, 0.0369, 0.0023, 0.0429, 0.0268, 0.1357),
    (24, "Poisson 5"): (0.0922, 0.0487, 0.0001, 0.0548, 0.0278, 0.1753),
    (24, SHARE): (0.0277, 0.0357, 0.0048, 0.0136, 0.0279, 0.0967),
    (24, SHARE_HIDDEN): (0.0361, 0.0063, 0.0000, 0.0122, 0.0000, 0.0524),
    (36, "normaal"): (0.0887, 0.0732, 0.0106, 0.0613, 0.0232, 0.2068),
    (36, "Poisson 41"): (0.0995, 0.0814, 0.0034, 0.0639, 0.0235, 0.2176),
    (36, "Poisson 5"): (0.1508, 0.1034, 0.0004, 0.0825, 0.0259, 0.2844),
    (36, SHARE): (0.0522, 0.0768, 0.0097, 0.0271, 0.0244, 0.1657),
    (36, SHARE_HIDDEN): (0.0646, 0.0136, 0.0002, 0.0237, 0.0000, 0.0972),
    (60, "normaal"): (0.1442, 0.1570, 0.0228, 0.1025, 0.0257, 0.3509),
    (60, "Poisson 41"): (0.1610, 0.1626, 0.0060, 0.1166, 0.0228, 0.3605),
    (60, "Poisson 5"): (0.2409, 0.2139, 0.0007, 0.1314, 0.0215, 0.4549),
    (60, SHARE): (0.1150, 0.1625, 0.0146, 0.0661, 0.0234, 0.3115),
    (60, SHARE_HIDDEN): (0.1264, 0.0324, 0.0000, 0.0555, 0.0000, 0.1949),
}
# The share of the points that is marked.
ALARMS_PER_POINT = {
    (24, "normaal"): (0.0025, 0.0126, 0.0017, 0.0039, 0.0011, 0.0210),
    (24, "Poisson 41"): (0.0027, 0.0133, 0.0007, 0.0040, 0.0011, 0.0210),
    (24, "Poisson 5"): (0.0040, 0.0179, 0.0000, 0.0051, 0.0012, 0.0272),
    (24, SHARE): (0.0012, 0.0129, 0.0014, 0.0011, 0.0012, 0.0176),
    (24, SHARE_HIDDEN): (0.0015, 0.0022, 0.0000, 0.0010, 0.0000, 0.0047),
    (36, "normaal"): (0.0026, 0.0182, 0.0021, 0.0036, 0.0006, 0.0264),
    (36, "Poisson 41"): (0.0029, 0.0204, 0.0007, 0.0038, 0.0007, 0.0277),
    (36, "Poisson 5"): (0.0044, 0.0265, 0.0001, 0.0050, 0.0007, 0.0356),
    (36, SHARE): (0.0015, 0.0193, 0.0020, 0.0015, 0.0007, 0.0245),
    (36, SHARE_HIDDEN): (0.0018, 0.0032, 0.0000, 0.0013, 0.0000, 0.0063),
    (60, "normaal"): (0.0026, 0.0246, 0.0027, 0.0038, 0.0004, 0.0333),
    (60, "Poisson 41"): (0.0029, 0.0256, 0.0007, 0.0043, 0.0004, 0.0331),
    (60, "Poisson 5"): (0.0045, 0.0349, 0.0001, 0.0049, 0.0004, 0.0438),
    (60, SHARE): (0.0020, 0.0258, 0.0017, 0.0023, 0.0004, 0.0316),
    (60, SHARE_HIDDEN): (0.0022, 0.0047, 0.0000, 0.0019, 0.0000, 0.0087),
}
# How often NIVEAU finds a lasting change in months of 41 on average that spread half as much again as Poisson (families with
# several children): per times the old level, months before it and months since. 10.000 draws each; the test recomputes it.
FOUND = {
    (1.5, 12, 3): 0.714,
    (1.5, 12, 6): 0.929,
    (1.5, 12, 12): 0.991,
    (1.5, 5, 8): 0.794,
    (1.5, 5, 24): 0.905,
    (1.2, 12, 12): 0.332,
}
# How often NIVEAU gives a signal somewhere in such a chart of 23 and then 31 months, per growth in a year.
LEVEL_PER_CHART = {1.0: 0.054, 1.035: 0.095}


@dataclass(frozen=True)
class Chart:
    """A chart per point of `values` (..., n): `centre`, `lower`, `upper` in the unit of the values (nan: no limits),
    `signals` (per rule a bool per point), `level` (the mean before or after a change that NIVEAU found, else nan),
    `provisional` (bool per point) and `segment` (n, its stretch from 0)."""

    values: np.ndarray
    centre: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    signals: dict[str, np.ndarray]
    level: np.ndarray
    provisional: np.ndarray
    segment: np.ndarray

    @property
    def signal(self) -> np.ndarray:
        """Whether some rule marks the point."""
        return np.logical_or.reduce(list(self.signals.values()))


@dataclass(frozen=True)
class Larger:
    """Cases of periods of `months` months each, such as quarters: `hits` of `whole`, in order of time; nan: not known."""

    hits: np.ndarray
    whole: np.ndarray
    months: int


def xmr(
    values: np.ndarray,
    starts: Sequence[int] = (0,),
    floor: float | None = None,
    ceiling: float | None = None,
    weights: np.ndarray | None = None,
) -> Chart:
    """The chart of a series, or of many of one length at once: months run along the last axis.

    values: numbers, nan for a missing month. starts: the index of the first point after each declared break (0 may be
    left out). floor, ceiling: what the measure cannot pass, in its own unit. weights: how much a month says about the
    level, such as the season it was divided by; without, all alike.
    Raises ValueError (in Dutch) for a start that is no point of the series.
    """
    values = np.asarray(values, dtype=float)
    weights = np.ones(values.shape[-1]) if weights is None else weights
    cuts = _cuts(starts, values.shape[-1])
    parts = zip(np.split(values, cuts, axis=-1), np.split(weights, cuts, axis=-1), strict=True)
    return _joined(values, [_numbers(x, weight) for x, weight in parts], floor, ceiling)


def shares(
    hits: np.ndarray, whole: np.ndarray, starts: Sequence[int] = (0,), larger: Sequence[Larger | None] | None = None
) -> Chart:
    """The p' chart of `hits` of `whole` cases per month, in percent; nan for a month that is missing or hidden.

    starts: as for `xmr`. larger: per stretch the periods from which centre and spread come; None: from its months.
    The limits at a missing month are those of a month with the mean number of cases.
    """
    hits, whole = (np.asarray(one, dtype=float) for one in (hits, whole))
    values = np.divide(100 * hits, whole, out=np.full(hits.shape, np.nan), where=whole > 0)
    cuts = _cuts(starts, values.shape[-1])
    bases = larger or [None] * (len(cuts) + 1)
    split = (np.split(one, cuts, axis=-1) for one in (values, hits, whole))
    parts = [_share_stretch(x, Larger(h, n, 1), base) for x, h, n, base in zip(*split, bases, strict=True)]
    return _joined(values, parts, 0, 100)


def _joined(values: np.ndarray, parts: list[tuple], floor: float | None, ceiling: float | None) -> Chart:
    """The stretches behind each other."""
    centre, spread, provisional, level, *marks = (np.concatenate(rows, axis=-1) for rows in zip(*parts, strict=True))
    return Chart(
        values=values,
        centre=centre,
        lower=centre - spread if floor is None else np.maximum(centre - spread, floor),
        upper=centre + spread if ceiling is None else np.minimum(centre + spread, ceiling),
        signals=dict(zip(RULES, marks, strict=True)),
        level=level,
        provisional=provisional,
        segment=np.repeat(np.arange(len(parts)), [part[0].shape[-1] for part in parts]),
    )


def _cuts(starts: Sequence[int], points: int) -> list[int]:
    """Where a new stretch begins, without the first."""
    if any(not 0 <= start < max(points, 1) for start in starts):
        raise ValueError("Een breuk ligt buiten de reeks: kies een breuk tussen de eerste en de laatste maand.")
    return sorted(set(starts) - {0})


def _numbers(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, ...]:
    """One stretch of an XmR, as `_ruled` gives it."""
    known = np.isfinite(x).sum(axis=-1, keepdims=True)
    centre = _mean(x, known >= FEWEST)
    spread = THREE_SIGMA * _mean(np.abs(np.diff(x)), known >= FEWEST)
    return _ruled(x, centre, spread, known < PROVISIONAL_UNDER, weight)


def _share_stretch(x: np.ndarray, own: Larger, larger: Larger | None) -> tuple[np.ndarray, ...]:
    """One stretch of a p' chart, as `_ruled` gives it."""
    base = larger or own
    known = np.isfinite(base.hits).sum(axis=-1, keepdims=True)
    enough = known >= FEWEST
    cases = _mean(np.where(np.isfinite(base.hits), base.whole, np.nan), enough)
    part = _mean(base.hits, enough) / cases
    one_case = 100 * np.sqrt(part * (1 - part))
    z = np.divide(
        100 * base.hits - 100 * part * base.whole, one_case * np.sqrt(base.whole),
        out=np.full(np.broadcast_shapes(base.hits.shape, one_case.shape), np.nan), where=one_case * base.whole > 0,
    )  # fmt: skip
    wider = np.fmax(1, THREE_SIGMA / 3 * _mean(np.abs(np.diff(z)), enough))
    whole = np.where(own.whole > 0, own.whole, cases / base.months)
    # A month that is hidden now and then leaves no random pick: the means of what is left may differ by that alone.
    weight = own.whole if larger is None else np.zeros(x.shape)
    return _ruled(x, 100 * part, 3 * one_case * wider / np.sqrt(whole), known * base.months < PROVISIONAL_UNDER, weight)


def _ruled(
    x: np.ndarray, centre: np.ndarray, spread: np.ndarray, provisional: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, ...]:
    """Centre, distance to the limits, whether provisional, level and the marks of the five rules: each (..., n)."""
    sides, (level, first) = _side(x, centre, spread), _levels(x, weight)
    marks = (np.abs(sides) == 3, _in_a_row(np.sign(sides), _SERIES), _trend(x), _two_of_three(sides), first)
    return *(np.broadcast_to(one, x.shape) for one in (centre, spread, provisional, level)), *marks


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


def _levels(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The mean before and after a change of level (nan: none), and the mark of its first point."""
    known = np.isfinite(x) & (weight > 0)
    points = known.sum(axis=-1, keepdims=True)
    middle = _mean(x, points > 0)
    w, away = np.where(known, weight, 0.0), np.where(known, x - middle, 0.0)
    before, after = _parts(w, away, known)
    possible = known & (np.minimum(before.points, after.points) >= _LEVEL_MONTHS) & (points >= PROVISIONAL_UNDER)
    t = np.where(possible, _distance(before, after, (w * away**2).sum(axis=-1, keepdims=True), middle), 0)
    first = np.arange(x.shape[-1]) == t.argmax(axis=-1, keepdims=True) if x.shape[-1] else known
    found = first & (t > NEW_LEVEL)
    means = [np.where(found, one.mean, 0).sum(axis=-1, keepdims=True) for one in (before, after)]
    level = middle + np.where(np.cumsum(found, axis=-1) > 0, means[1], means[0])
    return np.where(found.any(axis=-1, keepdims=True), level, np.nan), found


@dataclass(frozen=True)
class _Part:
    """What lies before each point, or from it on: sum of weights, weighted mean, and number of points."""

    weight: np.ndarray
    mean: np.ndarray
    points: np.ndarray


def _parts(weight: np.ndarray, away: np.ndarray, known: np.ndarray) -> tuple[_Part, _Part]:
    sums = [np.cumsum(one, axis=-1) for one in (weight, weight * away, known)]
    own = (weight, weight * away, known)
    before = [total - one for total, one in zip(sums, own, strict=True)]
    after = [total[..., -1:] - part for total, part in zip(sums, before, strict=True)]
    return tuple(_Part(w, np.divide(s, w, out=np.zeros(s.shape), where=w > 0), n) for w, s, n in (before, after))


def _distance(before: _Part, after: _Part, squares: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """t of the two means at each point, to nine decimals: equal cuts are equal, whatever the rounding of their sums."""
    within = squares - before.weight * before.mean**2 - after.weight * after.mean**2
    # The spread within two parts of equal numbers is not quite zero after rounding, nor is the distance of their means.
    least = (1e-9 * np.abs(np.nan_to_num(middle))) ** 2 * (before.weight + after.weight) + 1e-300
    freedom = np.maximum(before.points + after.points - 2, 1)
    apart, both = before.mean - after.mean, before.weight * after.weight
    summed = np.where(both > 0, before.weight + after.weight, 1)
    return np.round(np.abs(apart) * np.sqrt(both / summed / np.maximum(within, least) * freedom), 9)


def _spread_back(found: np.ndarray, length: int, points: int) -> np.ndarray:
    """From windows to points: a point is marked when some window that holds it was found."""
    marked = np.zeros((*found.shape[:-1], points), dtype=bool)
    for shift in range(length):
        marked[..., shift : shift + found.shape[-1]] |= found
    return marked
