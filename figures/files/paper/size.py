"""The two sizes a picture is set in: the text column of an A4 page, and a slide."""

from __future__ import annotations

from dataclasses import dataclass

from figures.files.paper.words import Font


@dataclass(frozen=True)
class Size:
    """Measures in points. `least`: the height the sheet has at least.

    `page`: width and height of a page in the PDF; `above_below`: its margins there, above and below."""

    name: str
    width: float
    least: float
    page: tuple[float, float]
    above_below: tuple[float, float]
    margin: float
    dpi: int
    title: Font
    unit: Font
    label: Font
    note: Font
    table: Font
    columns: int  # of notes, when they are long
    least_drawing: float
    stroke: float  # width of a line in colour

    @property
    def room(self) -> float:
        """Points between the margins."""
        return self.width - 2 * self.margin

    @property
    def bold(self) -> Font:
        """The font of labels that stand out."""
        return Font(self.label.size, bold=True)


A4 = Size(
    "a4", width=6.9 * 72, least=0, page=(595.28, 841.89), above_below=(62, 57), margin=10, dpi=300, title=Font(11.5, bold=True),
    unit=Font(8.5), label=Font(7.5), note=Font(7), table=Font(7), columns=1, least_drawing=0, stroke=2,
)  # fmt: skip
# 192 dots per inch: a slide of 2560 x 1440 dots, sharper than most screens.
DIA = Size(
    "dia", width=960, least=540, page=(960, 540), above_below=(36, 36), margin=28, dpi=192, title=Font(20, bold=True), unit=Font(14),
    label=Font(12), note=Font(9), table=Font(12), columns=2, least_drawing=3.2 * 72, stroke=3,
)  # fmt: skip
SIZES = {size.name: size for size in (A4, DIA)}
