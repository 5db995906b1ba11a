"""The pages of the PDF after the picture: what the figure means, and each caveat and break in full, with its source."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure as Sheet

from figures import text
from figures.drawing import style
from figures.figure import DEMO_SENTENCE, DEMO_WORD, Figure
from figures.files.paper.canvas import Canvas
from figures.files.paper.size import Size
from figures.files.paper.words import Font, wrapped
from figures.meaning import Break, Caveat

HEADING = "Kanttekeningen, voluit"
_GAP = 24  # between two columns


@dataclass(frozen=True)
class Piece:
    """A paragraph; `space` is what it wants above it, in lines."""

    words: str
    bold: bool = False
    indent: float = 0
    space: float = 0.0


def appendix(figure: Figure, stamp_lines: tuple[str, ...], size: Size) -> list[Sheet]:
    """As many pages as the texts need. `stamp_lines`: stamp and address, which end it."""
    font = Font(max(size.note.size, 0.75 * size.label.size))
    room = (size.room - (size.columns - 1) * _GAP) / size.columns
    pieces = [*_meaning(figure), *_caveats(figure.caveats), *_breaks(figure.breaks), *_identity(stamp_lines)]
    placed = [line for piece in pieces for line in _lines(piece, font, room)]
    first = size.margin + 2.2 * size.title.line
    columns = list(_filled(placed, size.page - first - size.margin - size.note.line, font.line))
    pages = [columns[i : i + size.columns] for i in range(0, len(columns), size.columns)]
    return [_page(figure, page, (number, len(pages)), font, size) for number, page in enumerate(pages, 1)]


# ------------------------------------------------------------------ what is said


def _meaning(figure: Figure) -> Iterator[Piece]:
    asked = figure.question
    if figure.demo:
        yield Piece(DEMO_SENTENCE, bold=True)
    yield Piece("Wat dit cijfer betekent", bold=True, space=0.5)
    yield Piece(asked.definitie)
    if asked.teller:
        yield Piece(f"Teller: {asked.teller}.")
    if asked.noemer:
        yield Piece(f"Noemer: {asked.noemer}.")


def _caveats(caveats: tuple[Caveat, ...]) -> Iterator[Piece]:
    if caveats:
        yield Piece("Kanttekeningen", bold=True, space=1)
    for one in caveats:
        yield Piece(f"{one.severity.capitalize()} ({one.id}): {one.short}", bold=True, space=0.5)
        yield Piece(f"Letterlijk: ‘{one.quote}’", indent=8)
        yield Piece(f"Bron: {one.document}, {one.place}.", indent=8)


def _breaks(breaks: tuple[Break, ...]) -> Iterator[Piece]:
    if breaks:
        yield Piece("Breuken", bold=True, space=1)
    for one in breaks:
        yield Piece(f"{text.long_date(one.day)} ({one.severity}): {one.title}", bold=True, space=0.5)
        yield Piece(one.text, indent=8)
        yield Piece(f"Bron: {one.document}, {one.place}.", indent=8)


def _identity(stamp_lines: tuple[str, ...]) -> Iterator[Piece]:
    for place, line in enumerate(stamp_lines):
        yield Piece(line, space=0 if place else 1)


# ------------------------------------------------------------------ where it stands

Placed = tuple[str, bool, float, float, bool]  # words, bold, indent, space above in lines, begins a paragraph


def _lines(piece: Piece, font: Font, room: float) -> list[Placed]:
    broken = wrapped(piece.words, Font(font.size, bold=piece.bold), room - piece.indent)
    return [
        (line, piece.bold, piece.indent, 0.0 if place else piece.space, not place) for place, line in enumerate(broken)
    ]


def _filled(lines: list[Placed], room: float, each: float) -> Iterator[list[Placed]]:
    """Lines in columns of at most `room` points; a heading never stands alone at the foot of one."""
    column, used = [], 0.0
    for line in lines:
        tall = each * (1 + (line[3] if column else 0))
        if column and used + tall > room:
            kept = _without_loose_heads(column)
            yield column[:kept]
            column = column[kept:]
            used, tall = each * len(column), each * (1 + (line[3] if column else 0))
        column.append(line)
        used += tall
    yield column


def _without_loose_heads(column: list[Placed]) -> int:
    kept = len(column)
    while kept > 1 and column[kept - 1][1]:
        kept -= 1
    return kept if kept > 1 else len(column)


def _page(figure: Figure, columns: list[list[Placed]], number: tuple[int, int], font: Font, size: Size) -> Sheet:
    canvas = Canvas(size.width)
    said = f" ({number[0]} van {number[1]})" if number[1] > 1 else ""
    title = wrapped(f"{HEADING}{said}", size.title, size.room)
    canvas.lines(size.margin, size.margin, title, size.title)
    about = f"{DEMO_WORD} · {figure.title}, {figure.period}" if figure.demo else f"{figure.title}, {figure.period}"
    canvas.lines(size.margin, size.margin + size.title.line, wrapped(about, font, size.room)[:1], font, style.GREY)
    for place, column in enumerate(columns):
        left = size.margin + place * (size.room + _GAP) / size.columns
        _write(canvas, column, left, size.margin + 2.2 * size.title.line, font)
    return canvas.cut(size.page)


def _write(canvas: Canvas, column: list[Placed], left: float, top: float, font: Font) -> None:
    for place, (said, bold, indent, space, _) in enumerate(column):
        top += font.line * space if place else 0
        canvas.lines(left + indent, top, [said], Font(font.size, bold=bold))
        top += font.line
