"""One sheet: title, unit, period, drawing, and all that belongs to the figure, wrapped and measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure as Sheet

from figures.drawing import style
from figures.drawing.charts import Chart
from figures.drawing.maps import MapPicture
from figures.figure import DEMO_WORD, Figure
from figures.files.paper import area_map, bars, flow, funnel, lines, table
from figures.files.paper.canvas import Box, Canvas
from figures.files.paper.reading import Drawing
from figures.files.paper.size import Size
from figures.files.paper.words import Font, width, wrapped
from figures.wording.tables import TablePicture

WATERMARK = "demo-in-tekening"  # names the faint word in the SVG, and for the test of overlaps
_GAP = 8
_INDENT = 7  # of a footnote that goes on
_LONG = 6  # notes of more lines go in columns, when the sheet has them
EMPTY = "Er zijn geen gegevens voor deze keuze."


@dataclass(frozen=True)
class Content:
    """What goes on a sheet. `marked`: names of the areas in colour; `bare`: without its title, for a document that says it."""

    drawing: Drawing
    reading: tuple[str, ...]
    footnotes: tuple[str, ...]
    marked: frozenset[str] = frozenset()
    bare: bool = False

    @property
    def figure(self) -> Figure:
        """The figure that is drawn."""
        return self.drawing.figure


def sheet(content: Content, size: Size) -> Sheet:
    """The sheet, drawn; as high as it must be."""
    canvas = Canvas(size.width)
    top = _heading(canvas, content, size)
    notes = _notes(content, size)
    under = _tall(notes) * size.note.line + 2 * _GAP
    body = max(_body_height(content, size), size.least_drawing, size.least - top - under)
    box = Box(size.margin, top, size.room, body)
    _draw(canvas, content, box, size)
    if content.figure.demo:
        across = isinstance(content.drawing, MapPicture) and not nothing(content.drawing)
        _watermark(canvas, area_map.inner(content.drawing, box, size) if across else box)
    _write_notes(canvas, notes, box.bottom + _GAP, size)
    return canvas.cut(box.bottom + under)


# ------------------------------------------------------------------ above the drawing


def _heading(canvas: Canvas, content: Content, size: Size) -> float:
    """Title, unit and period, and the yellow word of a demo; gives where the drawing begins."""
    figure, tag = content.figure, Font(size.unit.size, bold=True)
    beside = width(DEMO_WORD, tag) + 3 * _GAP if figure.demo else 0
    title = [] if content.bare else wrapped(figure.title, size.title, size.room - beside)
    under = wrapped(f"{figure.unit} · {figure.period}", size.unit, size.room - beside * content.bare)
    canvas.lines(size.margin, size.margin, title, size.title)
    below = size.margin + len(title) * size.title.line
    canvas.lines(size.margin, below, under, size.unit)
    if figure.demo:
        _tag(canvas, tag, size)
    return below + len(under) * size.unit.line + _GAP


def _tag(canvas: Canvas, font: Font, size: Size) -> None:
    wide = width(DEMO_WORD, font) + _GAP
    box = Box(size.width - size.margin - wide, size.margin, wide, 1.5 * font.size)
    canvas.block(box, style.YELLOW)
    canvas.words(box.left + _GAP / 2, box.top + 1.1 * font.size, DEMO_WORD, font)


# ------------------------------------------------------------------ the drawing


def _body_height(content: Content, size: Size) -> float:
    drawing = content.drawing
    if isinstance(drawing, TablePicture):
        return table.height(drawing.table, size) if drawing.table.rows else 3 * size.label.line
    if nothing(drawing):
        return 3 * size.label.line
    if isinstance(drawing, MapPicture):
        return area_map.height(drawing, size)
    return _HEIGHTS[drawing.kind](drawing, size)


_HEIGHTS = {
    "lijn": lines.height, "regelkaart": lines.height, "panelen": lines.panels_height, "staaf": bars.height,
    "gestapeld": bars.stack_height, "trechter": funnel.height, "stroom": flow.height,
}  # fmt: skip


def nothing(drawing: Drawing) -> bool:
    """Whether there is nothing to draw; EMPTY then stands in its place."""
    if isinstance(drawing, TablePicture):
        return not drawing.table.rows
    if isinstance(drawing, Chart) and drawing.kind != "stroom" and not drawing.rows:
        return True
    return drawing.figure.empty


def _draw(canvas: Canvas, content: Content, box: Box, size: Size) -> None:
    drawing = content.drawing
    if nothing(drawing):
        canvas.lines(box.left, box.top, [EMPTY], size.label)
    elif isinstance(drawing, TablePicture):
        table.draw(canvas, drawing.table, box, size, content.marked)
    elif isinstance(drawing, MapPicture):
        area_map.draw(canvas, drawing, box, size)
    elif drawing.kind in ("lijn", "regelkaart"):
        lines.draw(canvas, drawing, box, size)
    elif drawing.kind in ("trechter", "stroom"):
        {"trechter": funnel.draw, "stroom": flow.draw}[drawing.kind](canvas, drawing, box, size)
    elif drawing.kind == "panelen":
        lines.draw_panels(canvas, drawing, box, size, content.marked)
    else:
        {"staaf": bars.draw, "gestapeld": bars.draw_stack}[drawing.kind](canvas, drawing, box, size, content.marked)


def _watermark(canvas: Canvas, box: Box) -> None:
    """The word across the drawing itself, so that a picture cut out of its sheet still says it."""
    font = Font(0.8 * box.width / width(DEMO_WORD, Font(1, bold=True)), bold=True)
    font = font if font.size < box.height else Font(0.8 * box.height, bold=True)
    times = max(1, round(box.height / 250))
    for place in range(times):
        middle = box.top + (place + 0.5) * box.height / times
        canvas.words(
            box.left + box.width / 2, middle + 0.36 * font.size, DEMO_WORD, font, style.TEXT, "center",
            alpha=0.09, zorder=4.5, gid=WATERMARK,
        )  # fmt: skip


# ------------------------------------------------------------------ under the drawing

Line = tuple[str, float, bool]  # words, indent, bold


def _notes(content: Content, size: Size) -> list[list[Line]]:
    """The notes in lines, per column."""
    said = [*content.reading, *content.footnotes]
    wide = [_note(one, size, size.room) for one in said]
    if size.columns == 1 or len(said) == 1 or sum(len(note) for note in wide) <= _LONG:
        return [[line for note in wide for line in note]]
    room = (size.room - (size.columns - 1) * 3 * _GAP) / size.columns
    return in_two([_note(one, size, room) for one in said])


def _note(said: str, size: Size, room: float) -> list[Line]:
    bold = said.startswith(DEMO_WORD)
    broken = wrapped(said, Font(size.note.size, bold=bold), room - _INDENT)
    return [(line, _INDENT if place else 0, bold) for place, line in enumerate(broken)]


def in_two(notes: Sequence[list[Line]]) -> list[list[Line]]:
    """Notes over two columns as equal as they can be; a note stays in one piece."""
    lengths = [len(note) for note in notes]
    cut = min(range(1, len(notes) + 1), key=lambda at: (max(sum(lengths[:at]), sum(lengths[at:])), at))
    return [[line for note in part for line in note] for part in (notes[:cut], notes[cut:])]


def _tall(notes: list[list[Line]]) -> int:
    return max((len(column) for column in notes), default=0)


def _write_notes(canvas: Canvas, notes: list[list[Line]], top: float, size: Size) -> None:
    each = (size.room + 3 * _GAP) / max(1, len(notes))
    for place, column in enumerate(notes):
        for row, (said, indent, bold) in enumerate(column):
            left = size.margin + place * each + indent
            canvas.lines(left, top + row * size.note.line, [said], Font(size.note.size, bold=bold))
