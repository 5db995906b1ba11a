"""A funnel on paper: a point per area by its number of cases, between limits of chance; no rank."""

from __future__ import annotations

import math
from collections.abc import Iterator

from matplotlib.ticker import MaxNLocator

from figures.drawing import style
from figures.drawing.charts import HIGHER, LOWER, Band, Chart, Series
from figures.files.paper import scales
from figures.files.paper.canvas import DASHES, Box, Canvas
from figures.files.paper.size import A4, Size
from figures.files.paper.swatches import Swatch, draw_swatches, swatches_height
from figures.files.paper.words import widest, width, wrapped

_GAP = 6
_MARKS = {LOWER: "v", HIGHER: "^"}
_AROUND = [(0, -1), (1, 0), (-1, 0), (0, 1), (0.7, -0.7), (-0.7, -0.7), (0.7, 0.7), (-0.7, 0.7)]


def height(chart: Chart, size: Size) -> float:
    """Points the funnel wants, with the title of its axis and its legend."""
    return (270 if size is A4 else size.least_drawing) + _under(chart, size)


def _under(chart: Chart, size: Size) -> float:
    legend = swatches_height(_swatches(chart), size.label, size.room)
    return legend + (1 + len(wrapped(chart.x_title, size.label, size.room))) * size.label.line + 4 * _GAP


def draw(canvas: Canvas, chart: Chart, box: Box, size: Size) -> None:
    """The limits, the points, and the names of those that have one."""
    down, across = _value_ticks(chart), scales.ticks_to(_most(chart), 6, whole=True)
    labels = scales.tick_labels(down)
    left = box.left + widest(labels, size.label) + _GAP
    inner = Box(left, box.top + _GAP, box.right - 3 * _GAP - left, box.height - _under(chart, size) - _GAP)
    x = scales.Scale(0, across[-1], inner.left, inner.right)
    y = scales.Scale(down[0], down[-1], inner.bottom, inner.top)
    for tick, label in zip(down, labels, strict=True):
        canvas.stroke([(inner.left, y.at(tick)), (inner.right, y.at(tick))], style.PALE, 0.7, zorder=1)
        canvas.beside(inner.left - _GAP / 2, y.at(tick), label, size.label, side="right")
    for tick, label in zip(across, scales.tick_labels(across), strict=True):
        canvas.words(x.at(tick), inner.bottom + _GAP + size.label.size, label, size.label, side="center")
    for band in chart.bands:
        _band(canvas, band, x, y)
    _points(canvas, chart, x, y, inner, size)
    _legend(canvas, chart, box, inner, size)


def _most(chart: Chart) -> float:
    return max([v for s in chart.series for v in s.x] + [v for b in chart.bands for v in b.x], default=1)


def _value_ticks(chart: Chart) -> list[float]:
    """Round values around what is drawn; limits of chance so far apart that they say nothing do not stretch the scale."""
    points = [v for s in chart.series for v in s.y if v is not None] or [0.0, 1.0]
    least = min((v for s in chart.series for v in s.x), default=0)
    near = [
        edge[i] for b in chart.bands for edge in (b.low, b.high) for i, n in enumerate(b.x)
        if n >= 0.8 * least and edge[i] is not None
    ]  # fmt: skip
    low, high = min([*points, *near]), max([*points, *near])
    locator = MaxNLocator(6, steps=[1, 2, 2.5, 5, 10])
    return [float(tick) for tick in locator.tick_values(max(0.0, low) if low == high else low, high or 1)]


def _band(canvas: Canvas, band: Band, x: scales.Scale, y: scales.Scale) -> None:
    for edge in (band.low,) if band.low == band.high else (band.low, band.high):
        inside = [(n, v) for n, v in zip(band.x, edge, strict=True) if v is not None and y.first <= v <= y.last]
        if len(inside) > 1:
            canvas.stroke([(x.at(n), y.at(v)) for n, v in inside], style.GREY, 1, DASHES[band.dash], zorder=2)


# ------------------------------------------------------------------ points and their names


def _points(canvas: Canvas, chart: Chart, x: scales.Scale, y: scales.Scale, inner: Box, size: Size) -> None:
    reach, taken = 0.8 * size.label.size, []
    for series in chart.series:
        for point in _places(series, x, y):
            canvas.dots([point], series.colour, reach, mark=_mark(series), zorder=4)
            taken.append(Box(point[0] - reach / 2, point[1] - reach / 2, reach, reach))
    for series in (s for s in chart.series if s.emphasis):
        for name, point in zip(series.names, _places(series, x, y), strict=True):
            taken.append(_name(canvas, name, point, taken, inner, size))


def _places(series: Series, x: scales.Scale, y: scales.Scale) -> list[tuple[float, float]]:
    return [(x.at(n), y.at(v)) for n, v in zip(series.x, series.y, strict=True)]


def _mark(series: Series) -> str:
    return _MARKS.get(series.marks[0] if series.marks else "", "o")


def _name(canvas: Canvas, name: str, point: tuple[float, float], taken: list[Box], inner: Box, size: Size) -> Box:
    """The name at the nearest place where it covers no point and no other name, with a line when that is not beside it."""
    extent = (width(name, size.bold), 1.17 * size.bold.size)
    free = (box for box in _around(point, extent, size) if _within(box, inner) and not any(box.meets(t) for t in taken))
    box = next(free, None) or next(_around(point, extent, size))
    middle = (box.left + box.width / 2, box.top + box.height / 2)
    canvas.block(box, "white", zorder=3.5)
    if math.dist(point, middle) > extent[0] / 2 + 2 * size.label.size:
        canvas.stroke([point, middle], style.GREY, 0.6, zorder=3)
    canvas.beside(box.left, middle[1], name, size.bold)
    return box


def _around(point: tuple[float, float], extent: tuple[float, float], size: Size) -> Iterator[Box]:
    for far in range(1, 9):
        for across, down in _AROUND:
            x = point[0] + across * (extent[0] / 2 + 0.7 * far * size.label.size)
            y = point[1] + down * (extent[1] / 2 + 0.7 * far * size.label.size)
            yield Box(x - extent[0] / 2, y - extent[1] / 2, *extent)


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left
        and inner.right <= outer.right
        and outer.top <= inner.top
        and inner.bottom <= outer.bottom
    )


# ------------------------------------------------------------------ under the funnel


def _swatches(chart: Chart) -> list[Swatch]:
    lines = [Swatch(band.name, style.GREY, dash=band.dash) for band in chart.bands]
    return [*lines, *(Swatch(s.name, s.colour, mark=_mark(s)) for s in chart.series)]


def _legend(canvas: Canvas, chart: Chart, box: Box, inner: Box, size: Size) -> None:
    top = inner.bottom + size.label.line + 1.5 * _GAP
    lines = wrapped(chart.x_title, size.label, size.room)
    canvas.lines(box.left, top, lines, size.label)
    below = top + len(lines) * size.label.line + _GAP
    draw_swatches(canvas, _swatches(chart), Box(box.left, below, size.room, 0), size.label)
