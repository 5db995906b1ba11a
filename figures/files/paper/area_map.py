"""The map on paper: 16 areas, a letter and the value in each, and a list that says which letter is which area.

On screen a pointer says whose value it is; paper has no pointer, so a value without a name would be a riddle.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_uppercase

import numpy as np
from matplotlib.path import Path as Outline

from figures.drawing import style
from figures.drawing.maps import Area, MapPicture
from figures.files.paper.canvas import Box, Canvas
from figures.files.paper.size import A4, Size
from figures.files.paper.swatches import Swatch, draw_swatches, swatches_height
from figures.files.paper.words import Font, widest, width

_GAP = 6
_DEGREE = math.cos(math.radians(51.05))  # a degree of longitude over a degree of latitude in Flanders
_AROUND = [(math.cos(a * math.pi / 8), math.sin(a * math.pi / 8)) for a in range(16)]


@dataclass(frozen=True)
class Placed:
    """An area drawn: its rings and what stands in it, with the place of the middle of its label."""

    area: Area
    letter: str
    rings: tuple[tuple[Outline, ...], ...]  # per polygon: the outer ring, then the holes
    middle: tuple[float, float]

    def holds(self, points: np.ndarray) -> np.ndarray:
        """Which of the points (n x 2) lie in the area."""
        inside = np.zeros(len(points), dtype=bool)
        for outer, *holes in self.rings:
            own = outer.contains_points(points)
            for hole in holes:
                own &= ~hole.contains_points(points)
            inside |= own
        return inside


@dataclass(frozen=True)
class Label:
    """A letter and a value; `inside`: it lies within its own area, else a line leads to it."""

    placed: Placed
    box: Box
    inside: bool


def height(drawing: MapPicture, size: Size) -> float:
    """Points the map wants, with the legend and the list of areas."""
    return 205 + _under(drawing, size) if size is A4 else max(size.least_drawing, _beside_height(drawing, size))


def _under(drawing: MapPicture, size: Size) -> float:
    legend = swatches_height(_swatches(drawing), size.label, size.room)
    return legend + _key_rows(drawing, size) * size.label.line + 2 * _GAP


def _beside_height(drawing: MapPicture, size: Size) -> float:
    return (len(drawing.areas) + len(drawing.legend)) * size.label.line + _GAP


def draw(canvas: Canvas, drawing: MapPicture, box: Box, size: Size) -> None:
    """The map with its legend and the list of areas: under it on a page, beside it on a slide."""
    _map(canvas, drawing, inner(drawing, box, size), size)
    if size is A4:
        under = _under(drawing, size)
        legend = swatches_height(_swatches(drawing), size.label, size.room)
        top = box.bottom - under + _GAP
        draw_swatches(canvas, _swatches(drawing), Box(box.left, top, box.width, legend), size.label)
        _key(canvas, drawing, Box(box.left, top + legend + _GAP, box.width, 0), size, _key_columns(drawing, size))
        return
    beside = _beside(drawing, size)
    legend = len(drawing.legend) * size.label.line
    draw_swatches(canvas, _swatches(drawing), Box(box.right - beside, box.top, 1, legend), size.label)
    _key(canvas, drawing, Box(box.right - beside, box.top + legend + _GAP, beside, 0), size, 1)


def inner(drawing: MapPicture, box: Box, size: Size) -> Box:
    """The rectangle of the map itself."""
    if size is A4:
        return Box(box.left, box.top, box.width, box.height - _under(drawing, size))
    return Box(box.left, box.top, box.width - _beside(drawing, size) - 3 * _GAP, box.height)


def _beside(drawing: MapPicture, size: Size) -> float:
    return max(_key_width(drawing, size), _swatch_width(drawing, size))


# ------------------------------------------------------------------ the list of areas


def _letters(drawing: MapPicture) -> dict[str, str]:
    """A letter per area, in the order of their names."""
    ordered = sorted(drawing.areas, key=lambda a: a.name)
    return {area.id: letter for area, letter in zip(ordered, ascii_uppercase, strict=False)}


def _key_lines(drawing: MapPicture) -> list[tuple[str, str, bool]]:
    letters = _letters(drawing)
    ordered = sorted(drawing.areas, key=lambda a: a.name)
    return [(letters[a.id], a.name + (": n.v.t." if _not_for(a) else ""), a.chosen) for a in ordered]


def _not_for(area: Area) -> bool:
    """Whether the value does not exist for this area: the map leaves that to a pointer."""
    return not area.has_number and not area.label


def _key_width(drawing: MapPicture, size: Size) -> float:
    return widest([name for _, name, _ in _key_lines(drawing)], size.bold) + 1.6 * size.label.size


def _swatch_width(drawing: MapPicture, size: Size) -> float:
    return widest([c.label for c in drawing.legend], size.label) + 2.6 * size.label.size


def _key_columns(drawing: MapPicture, size: Size) -> int:
    return max(1, int((size.room + _GAP) // (_key_width(drawing, size) + _GAP)))


def _key_rows(drawing: MapPicture, size: Size) -> int:
    return -(-len(drawing.areas) // _key_columns(drawing, size))


def _key(canvas: Canvas, drawing: MapPicture, box: Box, size: Size, columns: int) -> None:
    """Column by column, so that the letters follow each other downwards."""
    lines = _key_lines(drawing)
    rows = -(-len(lines) // columns)
    for place, (letter, name, chosen) in enumerate(lines):
        column, row = divmod(place, rows)
        left, top = box.left + column * (box.width + _GAP) / columns, box.top + row * size.label.line
        canvas.lines(left, top, [letter], size.bold)
        canvas.lines(left + 1.6 * size.label.size, top, [name], Font(size.label.size, bold=chosen))


def _swatches(drawing: MapPicture) -> list[Swatch]:
    return [Swatch(c.label, c.colour, c.hatch or "") for c in drawing.legend]


# ------------------------------------------------------------------ the map itself


def _map(canvas: Canvas, drawing: MapPicture, box: Box, size: Size) -> None:
    placed = _placed(drawing, box)
    for one in sorted(placed, key=lambda p: p.area.chosen):
        edge, wide = (style.TEXT, 1.6) if one.area.chosen else ("white" if one.area.has_number else style.GREY, 0.6)
        outline = Outline.make_compound_path(*(ring for rings in one.rings for ring in rings))
        canvas.shape(
            outline, one.area.fill, edge, wide * size.stroke / 2, hatch="" if one.area.has_number else "////",
            zorder=2.5 if one.area.chosen else 2,
        )  # fmt: skip
        if not one.area.has_number and one.area.chosen:
            canvas.shape(outline, "none", style.GREY, 0, hatch="////", zorder=2.6)
    for label in _labels(placed, box, size):
        _write(canvas, label, size)


def _placed(drawing: MapPicture, box: Box) -> list[Placed]:
    """The areas scaled into a box, north up, with one scale for both directions."""
    arrays = {
        area.id: [[np.asarray(ring, dtype=float) for ring in polygon] for polygon in area.polygons]
        for area in drawing.areas
    }
    corners = np.concatenate([polygon[0] for polygons in arrays.values() for polygon in polygons])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    per_degree = min(box.width / ((east - west) * _DEGREE), box.height / (north - south))
    left = box.left + (box.width - (east - west) * _DEGREE * per_degree) / 2
    top = box.top + (box.height - (north - south) * per_degree) / 2
    origin, factor = np.array([west, north]), np.array([_DEGREE * per_degree, -per_degree])

    def point(at: np.ndarray) -> np.ndarray:
        return (at - origin) * factor + (left, top)

    letters = _letters(drawing)
    return [
        Placed(
            area, letters[area.id],
            tuple(tuple(Outline(point(ring), closed=True) for ring in polygon) for polygon in arrays[area.id]),
            tuple(point(np.asarray(area.label_at))),
        )
        for area in drawing.areas
    ]  # fmt: skip


# ------------------------------------------------------------------ labels that fit, and labels beside the map


def _labels(placed: list[Placed], box: Box, size: Size) -> list[Label]:
    """Every label in its own area where it fits, else beside it with a line; none over another."""
    inside = {one.letter: found for one in placed if (found := _fitting(one, size))}
    done = list(inside.values())
    for one in placed:
        if one.letter not in inside:
            done.append(_outside(one, placed, done, box, size))
    return done


def _extent(one: Placed, size: Size) -> tuple[float, float]:
    """Width and height of a label, without room around it."""
    lines = [width(one.letter, size.bold), width(one.area.label, size.label)]
    return max(lines), (2 if one.area.label else 1) * 1.17 * size.label.size


def _box(middle: tuple[float, float], extent: tuple[float, float]) -> Box:
    return Box(middle[0] - extent[0] / 2, middle[1] - extent[1] / 2, *extent)


def _fitting(one: Placed, size: Size) -> Label | None:
    """The place nearest to the middle of the area where the whole label lies within it."""
    extent = _extent(one, size)
    steps = [k * size.label.size * 0.6 for k in range(-6, 7)]
    tries = sorted(((dx, dy) for dx in steps for dy in steps), key=lambda d: (d[0] ** 2 + d[1] ** 2, d))
    middles = np.asarray(one.middle) + np.asarray(tries)
    sides = np.asarray([(x, y) for x in (-0.5, -0.17, 0.17, 0.5) for y in (-0.5, 0, 0.5)]) * (extent[0] + 3, extent[1])
    held = one.holds((middles[:, None, :] + sides[None, :, :]).reshape(-1, 2)).reshape(len(tries), -1).all(axis=1)
    if not held.any():
        return None
    middle = middles[int(np.argmax(held))]
    return Label(one, _box((float(middle[0]), float(middle[1])), extent), inside=True)


def _outside(one: Placed, placed: list[Placed], done: list[Label], box: Box, size: Size) -> Label:
    """The nearest free place around an area; off the map where there is one, because a value belongs where it stands."""
    extent = _extent(one, size)
    taken = [_box(one.middle, (size.label.size, size.label.size)), *(d.box for d in done)]
    free = [b for b in _around(one, extent, size) if _within(b, box) and not any(b.meets(t, 3) for t in taken)]
    corners = np.asarray([[(b.left, b.top), (b.right, b.top), (b.left, b.bottom), (b.right, b.bottom)] for b in free])
    over = sum(p.holds(corners.reshape(-1, 2)).reshape(len(free), 4).sum(axis=1) for p in placed) if free else []
    cost = [_distance(one, b) + 12 * o for b, o in zip(free, over, strict=True)]
    best = free[int(np.argmin(cost))] if free else _box(one.middle, extent)
    return Label(one, best, inside=False)


def _around(one: Placed, extent: tuple[float, float], size: Size) -> Iterator[Box]:
    for far in range(1, 14):
        for across, down in _AROUND:
            reach = far * size.label.size
            yield _box((one.middle[0] + across * reach, one.middle[1] + down * reach), extent)


def _within(inner: Box, outer: Box) -> bool:
    return (
        outer.left <= inner.left - 2 and inner.right + 2 <= outer.right
        and outer.top <= inner.top - 2 and inner.bottom + 2 <= outer.bottom
    )  # fmt: skip


def _distance(one: Placed, box: Box) -> float:
    return math.hypot(box.left + box.width / 2 - one.middle[0], box.top + box.height / 2 - one.middle[1])


def _write(canvas: Canvas, label: Label, size: Size) -> None:
    box, area = label.box, label.placed.area
    ink = area.ink if label.inside else style.TEXT
    if not (label.inside and area.has_number):
        around = Box(box.left - 2, box.top - 1, box.width + 4, box.height + 2)
        canvas.block(around, "white", edge="none" if label.inside else style.GREY, zorder=5)
    if not label.inside:
        middle = (box.left + box.width / 2, box.top + box.height / 2)
        canvas.stroke([label.placed.middle, middle], "white", 2.2, zorder=3.9)
        canvas.stroke([label.placed.middle, middle], style.TEXT, 0.7, zorder=4)
        canvas.dots([label.placed.middle], style.TEXT, 0.35 * size.label.size)
    x, line = box.left + box.width / 2, 1.17 * size.label.size
    for place, (said, font) in enumerate(((label.placed.letter, size.bold), (area.label, size.label))):
        canvas.words(x, box.top + place * line + 0.93 * font.size, said, font, ink, "center")
