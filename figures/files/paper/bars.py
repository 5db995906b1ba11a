"""Bars on paper: one per area, or a bar per name cut in parts."""

from __future__ import annotations

from figures import text
from figures.drawing import style
from figures.drawing.charts import Chart, Series
from figures.files.paper import scales
from figures.files.paper.canvas import Box, Canvas
from figures.files.paper.size import A4, Size
from figures.files.paper.swatches import Swatch, draw_swatches, swatches_height
from figures.files.paper.words import Font, widest, width, wrapped

_GAP = 6
_FILLED = 0.66  # of the room of a bar


def height(chart: Chart, size: Size) -> float:
    """Points the bars want, with the axis under them."""
    lines = sum(len(name) for name in _names(chart, size))
    return lines * size.label.line + len(_names(chart, size)) * (5 if size is A4 else 2) + 2 * size.label.line


def draw(canvas: Canvas, chart: Chart, box: Box, size: Size, marked: frozenset[str]) -> None:
    """A bar per name with its value at the end; the names of marked areas are bold."""
    ticks = scales.value_ticks(chart, 5)
    widest_label = widest([label for s in chart.series for label in s.labels], size.label)
    inner = _inner(chart, box, size, after=widest_label + _GAP)
    x = scales.Scale(0, ticks[-1], inner.left, inner.right)
    _axis(canvas, inner, x, ticks, size)
    for place, middle, room in _rows(canvas, chart, inner, size, marked):
        for series in chart.series:
            if series.labels[place]:
                end = x.at(series.y[place] or 0)
                bar = Box(inner.left, middle - room * _FILLED / 2, end - inner.left, room * _FILLED)
                canvas.block(bar, series.colour)
                end = max(end, _interval(canvas, series, place, x, middle))
                canvas.beside(end + _GAP / 2, middle, series.labels[place], size.label)


def _interval(canvas: Canvas, series: Series, place: int, x: scales.Scale, middle: float) -> float:
    """A thin line over the interval of a bar; gives where it ends."""
    low, high = ((side[place] if side else None) for side in (series.low, series.high))
    if low is None or high is None:
        return 0
    canvas.stroke([(x.at(low), middle), (x.at(high), middle)], style.TEXT, 0.9, zorder=3)
    for end in (low, high):
        canvas.stroke([(x.at(end), middle - 2), (x.at(end), middle + 2)], style.TEXT, 0.9, zorder=3)
    return x.at(high)


def stack_height(chart: Chart, size: Size) -> float:
    """Points the bars want, with the axis and the legend under them."""
    return height(chart, size) + swatches_height(_swatches(chart), size.label, size.room) + _GAP


def draw_stack(canvas: Canvas, chart: Chart, box: Box, size: Size, marked: frozenset[str]) -> None:
    """A bar per name in parts of their own colour and pattern, with a legend under them."""
    legend = swatches_height(_swatches(chart), size.label, size.room)
    inner = _inner(chart, Box(box.left, box.top, box.width, box.height - legend - _GAP), size, after=2 * _GAP)
    highest = max((sum(v or 0 for v in parts) for parts in zip(*(s.y for s in chart.series), strict=True)), default=0)
    ticks = scales.ticks_to(highest, 6, whole=False)
    x = scales.Scale(0, ticks[-1], inner.left, inner.right)
    _axis(canvas, inner, x, ticks, size)
    for place, middle, room in _rows(canvas, chart, inner, size, marked):
        _parts(canvas, chart.series, place, x, Box(inner.left, middle - room * _FILLED / 2, 0, room * _FILLED))
    draw_swatches(canvas, _swatches(chart), Box(box.left, box.bottom - legend, box.width, legend), size.label)


def _parts(canvas: Canvas, series: tuple[Series, ...], place: int, x: scales.Scale, first: Box) -> None:
    base = 0.0
    for part in series:
        value = part.y[place] or 0
        bar = Box(x.at(base), first.top, x.at(base + value) - x.at(base), first.height)
        if value:
            canvas.block(bar, part.colour, edge="white", hatch=part.pattern * 3)
        base += value


def _swatches(chart: Chart) -> list[Swatch]:
    return [Swatch(s.name, s.colour, s.pattern * 3, "white") for s in chart.series]


def _names(chart: Chart, size: Size) -> list[list[str]]:
    names = chart.series[0].x if chart.series else ()
    return [wrapped(name, Font(size.label.size, bold=True), 0.32 * size.room) for name in names]


def without_sign(name: str) -> str:
    """The name of a bar without the signs behind it that say what is not drawn."""
    for sign, _ in text.STATES.values():
        name = name.removesuffix(f" ({sign})")
    return name


def _inner(chart: Chart, box: Box, size: Size, after: float) -> Box:
    """The rectangle of the bars: between the names and the values, above the axis."""
    names = max((widest(lines, Font(size.label.size, bold=True)) for lines in _names(chart, size)), default=0)
    left = box.left + names + _GAP
    return Box(left, box.top, box.right - after - left, box.height - size.label.line - _GAP)


def _axis(canvas: Canvas, inner: Box, x: scales.Scale, ticks: list[float], size: Size) -> None:
    labels = scales.tick_labels(ticks)
    each = inner.width / max(1, len(ticks) - 1)
    step = int((widest(labels, size.label) + 6) // each) + 1
    for place, (tick, label) in enumerate(zip(ticks, labels, strict=True)):
        at = x.at(tick)
        colour = style.LIGHT_GREY if tick == 0 else style.PALE
        canvas.stroke([(at, inner.top), (at, inner.bottom)], colour, 0.7, zorder=1)
        if place % step == 0:
            side = "right" if at + width(label, size.label) / 2 > inner.right + _GAP else "center"
            canvas.words(at, inner.bottom + _GAP / 2 + size.label.size, label, size.label, side=side)


def _rows(canvas: Canvas, chart: Chart, inner: Box, size: Size, marked: frozenset[str]):
    """Write the names; gives the place, the middle and the height of each bar."""
    names = _names(chart, size)
    lines = sum(len(name) for name in names) or 1
    top = inner.top
    for place, name in enumerate(names):
        room = inner.height * len(name) / lines
        font = Font(size.label.size, bold=without_sign(chart.series[0].x[place]) in marked)
        start = top + (room - len(name) * font.line) / 2
        canvas.lines(inner.left - _GAP / 2, start, name, font, side="right")
        yield place, top + room / 2, min(room, inner.height / lines * 1.4)
        top += room
