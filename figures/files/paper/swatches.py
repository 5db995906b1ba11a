"""A legend on paper: colours with their names, in columns of one width."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures.drawing import style
from figures.files.paper.canvas import DASHES, Box, Canvas
from figures.files.paper.words import Font, widest

_GAP = 12


@dataclass(frozen=True)
class Swatch:
    """A colour with its name; `edge` is the colour of the hatching. With a dash it is a line, with a mark a point."""

    name: str
    colour: str
    hatch: str = ""
    edge: str = style.GREY
    dash: str = ""
    mark: str = ""


def swatches_height(swatches: Sequence[Swatch], font: Font, room: float) -> float:
    """Points the legend needs."""
    return -(-len(swatches) // _columns(swatches, font, room)) * font.line


def draw_swatches(canvas: Canvas, swatches: Sequence[Swatch], box: Box, font: Font) -> None:
    """The legend from the upper left corner of a box, row by row."""
    columns = _columns(swatches, font, box.width)
    each = _each(swatches, font)
    for place, swatch in enumerate(swatches):
        row, column = divmod(place, columns)
        left, top = box.left + column * each, box.top + row * font.line
        _sample(canvas, swatch, Box(left, top + 0.15 * font.size, 2 * font.size, font.size))
        canvas.lines(left + 2.6 * font.size, top, [swatch.name], font)


def _sample(canvas: Canvas, swatch: Swatch, box: Box) -> None:
    middle = box.top + box.height / 2
    if swatch.mark:
        canvas.dots([(box.left + box.width / 2, middle)], swatch.colour, 0.8 * box.height, mark=swatch.mark)
    elif swatch.dash:
        canvas.stroke([(box.left, middle), (box.right, middle)], swatch.colour, 1.2, DASHES[swatch.dash])
    else:
        canvas.block(box, swatch.colour, edge=swatch.edge, hatch=swatch.hatch)


def _columns(swatches: Sequence[Swatch], font: Font, room: float) -> int:
    return max(1, min(len(swatches) or 1, int((room + _GAP) // (_each(swatches, font) or 1))))


def _each(swatches: Sequence[Swatch], font: Font) -> float:
    """Points one column takes."""
    return widest([s.name for s in swatches], font) + 2.6 * font.size + _GAP
