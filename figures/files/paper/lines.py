"""Line charts on paper: one with labels at the ends of the lines, or a panel per area."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from matplotlib.path import Path as Outline

from figures import text
from figures.drawing import style
from figures.drawing.charts import Band, Chart, Series
from figures.files.paper import scales
from figures.files.paper.canvas import DASHES, Box, Canvas
from figures.files.paper.size import A4, Size
from figures.files.paper.swatches import Swatch, draw_swatches, swatches_height
from figures.files.paper.words import LEADING, Font, widest, wrapped
from figures.meaning import Break

PANELS_BESIDE = 4
_MANY = 24  # more points than this on a line are not marked
_GAP = 6


@dataclass(frozen=True)
class Plot:
    """The rectangle lines are drawn in, with its two scales."""

    box: Box
    x: scales.Scale
    y: scales.Scale
    strokes: float

    def point(self, day: date, value: float) -> tuple[float, float]:
        """Where a value of a day stands."""
        return self.x.at(scales.number_of(day)), self.y.at(value)


# ------------------------------------------------------------------ one chart


def height(chart: Chart, size: Size) -> float:
    """Points a line chart wants."""
    return (250 if size is A4 else size.least_drawing) + _bands_height(chart, size)


def draw(canvas: Canvas, chart: Chart, box: Box, size: Size) -> None:
    """A line per series; names at the ends of the lines in colour, titles of breaks above."""
    span = scales.days(chart)
    if span is None:
        return
    ticks = scales.value_ticks(chart, 6)
    labels, ends = scales.tick_labels(ticks), _ends(chart, size)
    left = box.left + widest(labels, size.label) + _GAP
    right = box.right - max((widest(lines, size.bold) for _, lines in ends), default=0) - (3 * _GAP if ends else _GAP)
    titles = _titles(chart.breaks, scales.day_scale(span, left, right), (left, box.right), size)
    top = box.top + sum(len(lines) for lines, _, _ in titles) * size.note.line + _GAP
    below = _below(chart, span, size) + _bands_height(chart, size)
    inner = Box(left, top, right - left, box.bottom - below - top)
    plot = _plot(inner, span, ticks, size)
    _values(canvas, plot, list(zip(ticks, labels, strict=True)), size)
    _time(canvas, plot, chart, span, size)
    _break_lines(canvas, plot, chart.breaks, titles, size)
    for band in chart.bands:
        _band(canvas, plot, band)
    for series in chart.series:
        _line(canvas, plot, series, chart.breaks)
        _signals(canvas, plot, series)
    _band_legend(canvas, chart, box, size)
    _end_labels(canvas, plot, ends, box, size)


def _plot(box: Box, span: tuple[date, date], ticks: list[float], size: Size) -> Plot:
    x = scales.day_scale(span, box.left, box.right)
    return Plot(box, x, scales.Scale(0, ticks[-1], box.bottom, box.top), size.stroke)


def _values(canvas: Canvas, plot: Plot, ticks: list[tuple[float, str]], size: Size) -> None:
    for value, label in ticks:
        y = plot.y.at(value)
        canvas.stroke(
            [(plot.box.left, y), (plot.box.right, y)], style.LIGHT_GREY if value == 0 else style.PALE, 0.7, zorder=1
        )
        canvas.beside(plot.box.left - _GAP / 2, y, label, size.label, side="right")


def _below(chart: Chart, span: tuple[date, date], size: Size) -> float:
    rows = 2 if _short_span(chart, span) else 1
    return rows * size.label.line + _GAP


def _short_span(chart: Chart, span: tuple[date, date]) -> bool:
    """Whether there is room to name quarters or months under the axis, above the years."""
    return chart.figure.choice.per != "jaar" and span[1].year - span[0].year <= 3


def _time(canvas: Canvas, plot: Plot, chart: Chart, span: tuple[date, date], size: Size) -> None:
    foot = plot.box.bottom + _GAP / 2 + size.label.size
    for day in (date(year, 1, 1) for year in range(span[0].year, span[1].year + 1)):
        x = plot.x.at(scales.number_of(day))
        canvas.stroke([(x, plot.box.bottom), (x, plot.box.bottom + 3)], style.LIGHT_GREY, 0.7)
    if _short_span(chart, span):
        _days(canvas, plot, scales.parts_of_a_year(span, chart.figure.choice.per), foot, size.label)
        foot += size.label.line
    _days(canvas, plot, scales.years(span), foot, size.label)


def _days(canvas: Canvas, plot: Plot, labels: list[tuple[str, date]], foot: float, font: Font) -> None:
    """As many of the labels as fit beside each other, one in every so many."""
    if not labels:
        return
    each = plot.box.width / len(labels)
    step = int((widest([label for label, _ in labels], font) + 4) // each) + 1
    for label, day in labels[::step]:
        canvas.words(plot.x.at(scales.number_of(day)), foot, label, font, side="center")


# ------------------------------------------------------------------ the line itself


def _line(canvas: Canvas, plot: Plot, series: Series, breaks: Collection[Break]) -> None:
    """Whole periods as one line, the step to an incomplete one dotted; nothing is drawn over a blocking break."""
    wide, layer = (plot.strokes, 4) if series.emphasis else (0.35 * plot.strokes, 2)
    last = len(series.y) - 1 if series.open_end else len(series.y)
    runs = list(_runs(series, [b.day for b in breaks if b.severity == "blokkerend"]))
    for run in runs:
        whole = [plot.point(series.x[i], series.y[i]) for i in run if i < last]
        if len(whole) > 1:
            canvas.stroke(whole, series.colour, wide, DASHES[series.dash], zorder=layer)
        if whole and (len(run) == 1 or (series.emphasis and len(series.y) <= _MANY)):
            canvas.dots(whole, series.colour, 1.7 * wide, zorder=layer)
        if last in run:
            _open_end(canvas, [plot.point(series.x[i], series.y[i]) for i in run[-2:]], series, wide, layer)


def _runs(series: Series, walls: list[date]) -> Iterator[list[int]]:
    """Places of values that follow each other without a gap and without a wall between them."""
    run: list[int] = []
    for place, (day, value) in enumerate(zip(series.x, series.y, strict=True)):
        if run and (value is None or any(series.x[run[-1]] < wall <= day for wall in walls)):
            yield run
            run = []
        run = run if value is None else [*run, place]
    if run:
        yield run


def _open_end(canvas: Canvas, points: list, series: Series, wide: float, layer: float) -> None:
    if len(points) > 1:
        canvas.stroke(points, series.colour, wide, (0, (1, 1.5)), zorder=layer)
    if series.emphasis or len(points) == 1:
        canvas.dots(points[-1:], series.colour, 2.2 * wide, hollow=True, zorder=layer + 1)


# ------------------------------------------------------------------ limits, expectations and signals


def _band(canvas: Canvas, plot: Plot, band: Band) -> None:
    """Its two edges, or one line when they are equal; an expectation is a faint surface."""
    edges = [
        [plot.point(day, value) for day, value in zip(band.x, edge, strict=True) if value is not None]
        for edge in ((band.low,) if band.low == band.high else (band.low, band.high))
    ]
    if band.filled and len(edges) == 2:
        canvas.shape(Outline([*edges[0], *edges[1][::-1]]), style.PALE, "none", 0, zorder=1.5)
    for edge in edges:
        if len(edge) > 1:
            canvas.stroke(edge, style.GREY, 0.5 * plot.strokes, DASHES[band.dash], zorder=2)


def _signals(canvas: Canvas, plot: Plot, series: Series) -> None:
    found = [i for i, mark in enumerate(series.marks) if mark and series.y[i] is not None]
    points = [plot.point(series.x[i], series.y[i]) for i in found]
    if points:
        canvas.dots(points, style.BROWN, 3.5 * plot.strokes, mark="D", zorder=5)


def _band_swatches(chart: Chart) -> list[Swatch]:
    bands = [
        Swatch(band.name, style.PALE) if band.filled else Swatch(band.name, style.GREY, dash=band.dash)
        for band in chart.bands
    ]
    signal = any(any(s.marks) for s in chart.series)
    return [*bands, *([Swatch("punt met een signaal", style.BROWN, mark="D")] if signal else [])]


def _bands_height(chart: Chart, size: Size) -> float:
    swatches = _band_swatches(chart)
    return swatches_height(swatches, size.label, size.room) + _GAP if swatches else 0


def _band_legend(canvas: Canvas, chart: Chart, box: Box, size: Size) -> None:
    tall = _bands_height(chart, size)
    draw_swatches(canvas, _band_swatches(chart), Box(box.left, box.bottom - tall + _GAP, size.room, tall), size.label)


# ------------------------------------------------------------------ names at the ends


def _ends(chart: Chart, size: Size) -> list[tuple[Series, list[str]]]:
    """Series with a name at their end, the highest first."""
    named = [s for s in chart.series if s.emphasis and any(v is not None for v in s.y)]
    room = 0.2 * size.room
    return [(s, wrapped(s.name, size.bold, room)) for s in sorted(named, key=lambda s: -_last(s)[1])]


def _last(series: Series) -> tuple[date, float]:
    return next((x, y) for x, y in zip(reversed(series.x), reversed(series.y), strict=True) if y is not None)


def _end_labels(canvas: Canvas, plot: Plot, ends: list[tuple[Series, list[str]]], box: Box, size: Size) -> None:
    points = [plot.point(*_last(series)) for series, _ in ends]
    tall = [len(lines) * size.bold.line + 2 for _, lines in ends]
    places = scales.spread([y for _, y in points], tall, box.top, box.bottom)
    left = plot.box.right + 2.5 * _GAP
    for (series, lines), point, place in zip(ends, points, places, strict=True):
        canvas.stroke([(point[0] + 4, point[1]), (left - 3, place)], series.colour, 0.6, zorder=3)
        canvas.lines(left, place - len(lines) * size.bold.line / 2, lines, size.bold, series.colour)


# ------------------------------------------------------------------ breaks

Title = tuple[list[str], float, float]  # its lines, its left side, lines of other titles under it


def _titles(breaks: Collection[Break], x: scales.Scale, edges: tuple[float, float], size: Size) -> list[Title]:
    """The titles of the breaks, each on a height of its own: the last the lowest, so that no line crosses a later one."""
    found, under = [], 0
    for brk in sorted(breaks, key=lambda b: b.day, reverse=True):
        lines = wrapped(brk.title, size.note, edges[1] - edges[0])
        at = min(x.at(scales.number_of(brk.day)), edges[1] - widest(lines, size.note))
        found.append((lines, at, under))
        under += len(lines)
    return found


def _break_lines(canvas: Canvas, plot: Plot, breaks: Collection[Break], titles: list[Title], size: Size) -> None:
    for brk, (lines, left, under) in zip(sorted(breaks, key=lambda b: b.day, reverse=True), titles, strict=True):
        foot = plot.box.top - 2 - under * size.note.line
        _break_line(canvas, plot, brk, foot)
        top = foot - len(lines) * size.note.line
        canvas.block(Box(left, top, widest(lines, size.note), foot - top), "white", zorder=5)
        canvas.lines(left, top, lines, size.note, style.RED)


def _break_line(canvas: Canvas, plot: Plot, brk: Break, top: float) -> None:
    x = plot.x.at(scales.number_of(brk.day))
    dash = "-" if brk.severity == "blokkerend" else (0, (4, 2))
    canvas.stroke([(x, plot.box.bottom), (x, top)], style.RED, 0.5 * plot.strokes, dash, zorder=3)


# ------------------------------------------------------------------ a panel per area


def panels_height(chart: Chart, size: Size) -> float:
    """Points the panels want: what their names need, and a plot of a fixed height."""
    names = _panel_names(chart, size)
    plots = len(names) * (50 if size is A4 else 46)
    return sum(names) + plots + size.label.line + 2 * _GAP + _legend_height(chart, size)


def _panel_names(chart: Chart, size: Size) -> list[float]:
    """Points for the names above each row of panels."""
    room = _panel_room(chart, size)
    lines = [len(wrapped(s.name, Font(size.label.size, bold=True), room)) for s in chart.series]
    rows = [lines[i : i + PANELS_BESIDE] for i in range(0, len(lines), PANELS_BESIDE)]
    return [max(row) * size.label.line + 1.5 * _GAP for row in rows]


def _panel_room(chart: Chart, size: Size) -> float:
    left = widest(scales.tick_labels(scales.value_ticks(chart, 3)), size.label) + _GAP
    return (size.room - left) / PANELS_BESIDE - 1.5 * _GAP


def draw_panels(canvas: Canvas, chart: Chart, box: Box, size: Size, marked: frozenset[str]) -> None:
    """A small line per area on one scale; values at the left, years under the lowest panels."""
    span, ticks = scales.days(chart), scales.value_ticks(chart, 3)
    if span is None:
        return
    names, room = _panel_names(chart, size), _panel_room(chart, size)
    foot = size.label.line + _GAP + _legend_height(chart, size)
    tall = (box.height - sum(names) - foot) / len(names)
    for place, series in enumerate(chart.series):
        row, column = divmod(place, PANELS_BESIDE)
        left = box.right - (PANELS_BESIDE - column) * (room + 1.5 * _GAP) + 1.5 * _GAP
        top = box.top + sum(names[: row + 1]) + row * tall
        plot = _plot(Box(left, top, room, tall), span, ticks, size)
        _panel(canvas, plot, chart, series, size, bold=series.name in marked)
        labels = scales.tick_labels(ticks) if column == 0 else [""] * len(ticks)
        _values(canvas, plot, list(zip(ticks, labels, strict=True)), size)
        if place + PANELS_BESIDE >= len(chart.series):
            _days(canvas, plot, scales.years(span), plot.box.bottom + 3 + size.label.size, size.label)
    canvas.lines(box.left, box.bottom - _legend_height(chart, size) + 2, _legend(chart, size), size.note, style.RED)


def _panel(canvas: Canvas, plot: Plot, chart: Chart, series: Series, size: Size, *, bold: bool) -> None:
    font = Font(size.label.size, bold=bold)
    lines = wrapped(series.name, font, plot.box.width)
    canvas.lines(plot.box.left, plot.box.top - len(lines) * font.size * LEADING - 2, lines, font)
    for brk in chart.breaks:
        _break_line(canvas, plot, brk, plot.box.top)
    _line(canvas, Plot(plot.box, plot.x, plot.y, 0.75 * plot.strokes), series, chart.breaks)


def _legend(chart: Chart, size: Size) -> list[str]:
    said = (f"Rode lijn op {text.long_date(b.day)}: {b.title}" for b in chart.breaks)
    return [line for words in said for line in wrapped(words, size.note, size.room)]


def _legend_height(chart: Chart, size: Size) -> float:
    return len(_legend(chart, size)) * size.note.line + 2
