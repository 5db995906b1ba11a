"""Small pictures inside a table, each an image of its own: a line of years, and a strip of areas. Words beside them say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from figures.drawing import style

WIDTH, HEIGHT = 170, 34  # pixels
_MARGIN = 8
LEGEND = (
    ("eigen", "dit gebied"),
    ("gelijk", "gebied dat erop gelijkt"),
    ("ander", "ander gebied"),
    ("geheel", "Vlaanderen en Brussel"),
)


def line(values: Sequence[float | None]) -> str:
    """The years of one area from left to right, from zero up; a missing year is a gap."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    x = _scale(0, len(values) - 1, _MARGIN, WIDTH - _MARGIN)
    y = _scale(0, max(known) or 1, HEIGHT - 5, 6)
    parts = [_polyline([(x(i), y(v)) for i, v in piece]) for piece in _pieces(values)]
    dots = [_circle(x(i), y(v), 3, style.BLUE, style.BLUE) for i, v in enumerate(values) if v is not None]
    ground = f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT - 5}" y2="{HEIGHT - 5}" stroke="{style.PALE}"/>'
    return _svg("".join([ground, *parts, *dots]))


def strip(own: float, alike: Sequence[float], others: Sequence[float], whole: float | None) -> str:
    """The areas of one period on one scale, low to the left; the own area is the large full dot."""
    every = [own, *alike, *others, *([] if whole is None else [whole])]
    x = _scale(min(every), max(every), _MARGIN, WIDTH - _MARGIN)
    middle = HEIGHT / 2
    parts = [f'<line x1="0" x2="{WIDTH}" y1="{middle}" y2="{middle}" stroke="{style.PALE}"/>']
    parts += [mark("ander", x(value), middle) for value in others]
    parts += [mark("gelijk", x(value), middle) for value in alike]
    parts += [] if whole is None else [mark("geheel", x(whole), middle)]
    return _svg("".join([*parts, mark("eigen", x(own), middle)]))


def sign(kind: str) -> str:
    """One mark of the strip by itself, for the legend."""
    return _svg(mark(kind, 10, HEIGHT / 2), 20)


def mark(kind: str, x: float, y: float) -> str:
    """A mark told apart by shape as well as by colour."""
    if kind == "eigen":
        return _circle(x, y, 6, style.BLUE, "white")
    if kind == "ander":
        return _circle(x, y, 4, "none", style.GREY)
    if kind == "gelijk":
        points = f"{x},{y - 5.5} {x + 5.5},{y} {x},{y + 5.5} {x - 5.5},{y}"
        return f'<polygon points="{points}" fill="white" stroke="{style.BROWN}" stroke-width="1.8"/>'
    return f'<line x1="{x}" x2="{x}" y1="{y - 13}" y2="{y + 13}" stroke="{style.TEXT}" stroke-width="2"/>'


def _pieces(values: Sequence[float | None]) -> list[list[tuple[int, float]]]:
    """Runs of years that follow each other without a gap."""
    pieces: list[list[tuple[int, float]]] = [[]]
    for place, value in enumerate(values):
        if value is None:
            pieces.append([])
        else:
            pieces[-1].append((place, value))
    return [piece for piece in pieces if len(piece) > 1]


def _polyline(points: Sequence[tuple[float, float]]) -> str:
    said = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{said}" fill="none" stroke="{style.BLUE}" stroke-width="2"/>'


def _circle(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{stroke}" stroke-width="1.5"/>'


def _scale(low: float, high: float, start: float, end: float) -> Callable[[float], float]:
    """From a value to a place; when there is one value only, in the middle."""
    if high == low:
        return lambda _value: (start + end) / 2
    return lambda value: start + (end - start) * (value - low) / (high - low)


def _svg(inside: str, width: int = WIDTH) -> str:
    """An image with its drawing in it. The words beside it say the same, so a screen reader passes it by."""
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{HEIGHT}" viewBox="0 0 {width} {HEIGHT}">{inside}</svg>'
    return f'<img alt="" width="{width}" height="{HEIGHT}" src="data:image/svg+xml,{quote(drawing)}">'
