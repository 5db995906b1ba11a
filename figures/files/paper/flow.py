"""Flows on paper: from the words on the left to the same words on the right, each as thick as its amount."""

from __future__ import annotations

from matplotlib.path import Path as Outline

from figures.drawing import streams, style
from figures.drawing.charts import Chart
from figures.drawing.streams import Node, Stream
from figures.files.paper.canvas import Box, Canvas
from figures.files.paper.size import A4, Size
from figures.files.paper.words import width

_GAP = 5
_BAR = 6  # points: how wide the bar of a word is
_ROOMY = 1.2  # sizes of the font: how thick a flow is that words fit on
_FAINT = "66"  # 40 %: flows that cross stay visible
_BEHIND_WORDS = "#ffffffbf"


def height(chart: Chart, size: Size) -> float:
    """Points the flows want, with the names of the sides above them."""
    rows = len(streams.words_of(chart.flows))
    room = 410 if size is A4 else 1.15 * size.least_drawing
    return max(room, rows * (size.label.line + _GAP)) + size.label.line + _GAP


def draw(canvas: Canvas, chart: Chart, box: Box, size: Size) -> None:
    """The names of both sides, the flows, and on those that are thick enough what they are."""
    if not chart.flows:
        canvas.lines(box.left, box.top, [streams.NOTHING], size.label)
        return
    top = box.top + size.label.line + _GAP
    found = streams.placed(chart.flows, box.bottom - top, _GAP, size.label.line)
    left, right = (_names_width(found.nodes, side, size) for side in (0, 1))
    inner = Box(box.left + left + _GAP, top, box.width - left - right - 2 * _GAP, box.bottom - top)
    canvas.lines(inner.left + _BAR, box.top, [streams.SIDES[0]], size.bold)
    canvas.lines(inner.right - _BAR, box.top, [streams.SIDES[1]], size.bold, side="right")
    for stream in found.streams:
        _stream(canvas, stream, inner, size)
    for node in found.nodes:
        _node(canvas, node, inner, size)


def _names_width(nodes: tuple[Node, ...], side: int, size: Size) -> float:
    own = (node for node in nodes if node.side == side)
    return max((width(f"{node.word} ", size.bold) + width(node.said, size.label) for node in own), default=0)


def _stream(canvas: Canvas, stream: Stream, inner: Box, size: Size) -> None:
    start, room = inner.left + _BAR, inner.width - 2 * _BAR
    points = [(start + x * room, inner.top + y) for x, y in stream.outline()]
    canvas.shape(Outline([*points, points[0]], closed=True), stream.colour + _FAINT, "none", 0)
    if stream.thick >= _ROOMY * size.label.size:
        _amount(canvas, stream, (start + _GAP, inner.top + stream.start), size)


def _amount(canvas: Canvas, stream: Stream, at: tuple[float, float], size: Size) -> None:
    said = streams.label(stream.flow)
    tall = 1.1 * size.label.size
    canvas.block(Box(at[0] - 2, at[1] - tall / 2, width(said, size.label) + 4, tall), _BEHIND_WORDS, zorder=4)
    canvas.beside(at[0], at[1], said, size.label)


def _node(canvas: Canvas, node: Node, inner: Box, size: Size) -> None:
    """The bar of a word, and beside it its name and total."""
    bar = inner.left if node.side == 0 else inner.right - _BAR
    if node.thick:
        canvas.block(Box(bar, inner.top + node.top, _BAR, node.thick), node.colour, zorder=3)
    middle, named = inner.top + node.middle, width(f"{node.word} ", size.bold)
    wide = named + width(node.said, size.label)
    left = inner.left - _GAP - wide if node.side == 0 else inner.right + _GAP
    canvas.beside(left, middle, node.word, size.bold, style.TEXT)
    canvas.beside(left + named, middle, node.said, size.label)
