"""Where a value or a day stands on paper, which ticks it gets, and how labels are kept off each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from matplotlib.ticker import MaxNLocator

from figures import text
from figures.drawing.charts import Chart


@dataclass(frozen=True)
class Scale:
    """A straight scale from `first` to `last` (numbers) over points from `start` to `end`."""

    first: float
    last: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value, in points."""
        return self.start + (value - self.first) / (self.last - self.first) * (self.end - self.start)


def value_ticks(chart: Chart, steps: int) -> list[float]:
    """Round values from 0 to above the highest value of a chart; 0 and 1 when it has none."""
    return ticks_to(max(all_values(chart), default=0), steps, whole=chart.figure.decimals == 0)


def all_values(chart: Chart) -> list[float]:
    """Every value that is drawn: of series, of their intervals and of bands."""
    rows = [side for s in chart.series for side in (s.y, s.high, s.low)]
    return [
        v for row in [*rows, *(edge for b in chart.bands for edge in (b.low, b.high))] for v in row if v is not None
    ]


def ticks_to(highest: float, steps: int, *, whole: bool) -> list[float]:
    """Round values from 0 to above `highest`, in about so many steps; `whole`: no fractions."""
    ticks = MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10], integer=whole).tick_values(0, highest or 1)
    return [float(tick) for tick in ticks if tick >= 0]


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """The ticks with as many decimals as they need, the same for all."""
    decimals = next(d for d in range(7) if d == 6 or all(abs(t - round(t, d)) < 1e-9 for t in ticks))
    return [text.number(tick, decimals) for tick in ticks]


def days(chart: Chart) -> tuple[date, date] | None:
    """The first of January before the first period and the one after the last; None without periods."""
    starts = [start for s in chart.series for start in s.periods]
    return (date(min(starts).year, 1, 1), date(max(starts).year + 1, 1, 1)) if starts else None


def years(span: tuple[date, date]) -> list[tuple[str, date]]:
    """Each year with the day in its middle."""
    return [(str(year), date(year, 7, 2)) for year in range(span[0].year, span[1].year)]


def parts_of_a_year(span: tuple[date, date], per: str) -> list[tuple[str, date]]:
    """Each quarter or month with the day in its middle: K1 or jan."""
    step = 3 if per == "kwartaal" else 1
    starts = [date(y, m, 1) for y in range(span[0].year, span[1].year) for m in range(1, 13, step)]
    return [(text.period_short(s, per).replace(str(s.year), "").strip(), text.period_middle(s, per)) for s in starts]


def number_of(day: date) -> float:
    """A day as a number."""
    return day.toordinal()


def day_scale(span: tuple[date, date], start: float, end: float) -> Scale:
    """Days over points."""
    return Scale(number_of(span[0]), number_of(max(span[1], span[0] + timedelta(1))), start, end)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of blocks near the places wanted, in that order, none overlapping, between `low` and `high` if they fit.

    Blocks that touch move as one to the mean of what they want: none is pushed farther than needed.
    """
    groups: list[list[float]] = []  # sum of the wishes for its upper side, number of blocks, height
    for middle, high_ in zip(wanted, heights, strict=True):
        groups.append([middle - high_ / 2, 1, high_])
        while len(groups) > 1 and _top(groups[-2], low, high) + groups[-2][2] > _top(groups[-1], low, high):
            wish, count, tall = groups.pop()
            # What a later block wants is counted from the upper side of the group it joins.
            groups[-1] = [groups[-1][0] + wish - count * groups[-1][2], groups[-1][1] + count, groups[-1][2] + tall]
    return _middles(groups, heights, low, high)


def _top(group: list[float], low: float, high: float) -> float:
    return max(low, min(group[0] / group[1], high - group[2]))


def _middles(groups: list[list[float]], heights: Sequence[float], low: float, high: float) -> list[float]:
    places, left = [], list(heights)
    for group in groups:
        top = _top(group, low, high)
        for height in left[: int(group[1])]:
            places.append(top + height / 2)
            top += height
        left = left[int(group[1]) :]
    return places
