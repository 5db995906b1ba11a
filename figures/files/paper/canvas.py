"""A sheet measured in points from its upper left corner, so that everything on it is placed by measure, once, for all files.

Matplotlib's object interface is used and not pyplot, which keeps state between sheets: readers are served by threads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D

from figures.drawing import style
from figures.files.paper.words import ASCENT, Font, drawable, properties

matplotlib.rcParams["text.hinting"] = "no_hinting"  # hinting makes letters wider on one resolution than on another
matplotlib.rcParams["hatch.linewidth"] = 0.6

DASHES = {"solid": "-", "dash": (0, (4, 2)), "dot": (0, (1, 1.5)), "dashdot": (0, (5, 2, 1, 2))}
_NO_LIGATURES = ("-liga", "-clig")  # an address that is copied from a PDF must keep its f and its i
_MIDDLE = 0.36  # from the middle of a letter to its foot, in sizes of the font


@dataclass(frozen=True)
class Box:
    """A rectangle in points from the upper left corner of the sheet."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """Its right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Its lower side."""
        return self.top + self.height

    def meets(self, other: Box, gap: float = 1.0) -> bool:
        """Whether the two overlap, or come nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )


class Canvas:
    """Draws in points, x to the right and y downwards. The height is said when it is known."""

    def __init__(self, wide: float) -> None:
        self.sheet = Sheet(figsize=(wide / 72, 1), facecolor="white", layout=None)
        FigureCanvasAgg(self.sheet)
        self._down = Affine2D().scale(1 / 72, -1 / 72)
        self._place = self._down + self.sheet.dpi_scale_trans

    def cut(self, tall: float) -> Sheet:
        """Give the sheet its height in points; nothing is drawn after."""
        self.sheet.set_figheight(tall / 72)
        self._down.translate(0, tall / 72)
        return self.sheet

    def words(self, x: float, foot: float, said: str, font: Font, colour: str = style.TEXT, side: str = "left", **more):
        """One line of words with the foot of its letters at `foot`; `side` says which end `x` is."""
        if said:
            self.sheet.text(
                x, foot, drawable(said, font.bold), transform=self._place, fontproperties=properties(font), color=colour, ha=side, va="baseline",
                parse_math=False, fontfeatures=_NO_LIGATURES, zorder=more.pop("zorder", 6), **more,
            )  # fmt: skip

    def beside(self, x: float, middle: float, said: str, font: Font, colour: str = style.TEXT, side: str = "left"):
        """One line of words with the middle of its letters at `middle`."""
        self.words(x, middle + _MIDDLE * font.size, said, font, colour, side)

    def lines(self, x: float, top: float, lines: Sequence[str], font: Font, colour: str = style.TEXT, side="left"):
        """Lines under each other, the first with its top at `top`."""
        for place, line in enumerate(lines):
            self.words(x, top + place * font.line + ASCENT * font.size, line, font, colour, side)

    def stroke(self, points: Sequence[tuple[float, float]], colour: str, wide: float, dash="-", zorder: float = 2):
        """A line through points."""
        across, down = zip(*points, strict=True)
        self.sheet.add_artist(
            Line2D(across, down, color=colour, linewidth=wide, linestyle=dash, zorder=zorder, transform=self._place)
        )

    def dots(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        size: float,
        *,
        mark="o",
        hollow=False,
        zorder: float = 4,
    ):
        """A point at each place, in the shape matplotlib calls `mark`."""
        across, down = zip(*points, strict=True)
        inside = "white" if hollow else colour
        self.sheet.add_artist(
            Line2D(
                across, down, linestyle="none", marker=mark, markersize=size, color=colour, markerfacecolor=inside,
                zorder=zorder, transform=self._place,
            )
        )  # fmt: skip

    def block(self, box: Box, colour: str, *, edge: str = "none", hatch: str = "", zorder: float = 2):
        """A filled rectangle; the hatching has the colour of the edge."""
        self.sheet.add_artist(
            Rectangle(
                (box.left, box.top), box.width, box.height, facecolor=colour, edgecolor=edge, hatch=hatch or None,
                linewidth=0 if edge in ("none", "white") else 0.6, zorder=zorder, transform=self._place,
            )
        )  # fmt: skip

    def shape(self, outline: Outline, colour: str, edge: str, wide: float, *, hatch: str = "", zorder: float = 2):
        """A filled outline."""
        self.sheet.add_artist(
            PathPatch(
                outline, facecolor=colour, edgecolor=edge, linewidth=wide, hatch=hatch or None, zorder=zorder,
                transform=self._place,
            )
        )  # fmt: skip
