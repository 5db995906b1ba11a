"""Blocks laid out once for every writer: figures numbered, tables cut to the width of the page, texts made safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from figures.exhibit import Exhibit
from figures.figure import area_names
from figures.files import paper
from figures.files.document.blocks import (
    Block,
    Bullets,
    Document,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    WriteLines,
)
from figures.files.paper.reading import reading
from figures.files.paper.table import Block as Beside
from figures.files.paper.table import blocks
from figures.wording.tables import Table, TablePicture
from queries import current_version

MAKER = "1G1P-monitor"
NOTHING = "Er zijn geen gegevens voor deze keuze."
PICTURE_KIND, TABLE_KIND = "Figuur", "Tabel"
_DEEPEST = 3  # levels of headings
_GAP = 8  # points between columns, as on paper
_TALLEST = 640.0  # points a picture may be high: with its caption it fits on one page
_WHOLE = 440.0  # points a table may be high on paper to be kept on one page, some room left for wider letters
# What no document may hold (XML 1.0), and what turns the direction of a text around.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Caption:
    """'Figuur 3. …': the kind is Figuur or Tabel; each kind is numbered by itself."""

    kind: str
    number: int
    text: str


@dataclass(frozen=True)
class Picture:
    """A drawing: PNG, alternative text, width and height in points, and the caption under it."""

    png: bytes
    alt: str
    width: float
    height: float
    caption: Caption


@dataclass(frozen=True)
class Grid:
    """A table that fits the page: column widths in points. `whole`: it is low enough to stay on one page.

    A table that is too wide comes in parts, each with the number of the table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    right: frozenset[int]
    heads: int
    caption: Caption
    part: str = ""
    note: str = ""
    whole: bool = False


Piece = Heading | Paragraph | Bullets | WriteLines | PageBreak | Picture | Grid


def laid_out(document: Document) -> list[Piece]:
    """The pieces of a document in order, its closing lines last."""
    numbers = {PICTURE_KIND: 0, TABLE_KIND: 0}
    found = _in_steps(piece for block in document.blocks for piece in _pieces(block, numbers))
    return [*found, *(Paragraph(safe(line), "klein") for line in document.closing)]


def _in_steps(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, no heading more than one level below the one before it: who goes by headings misses none."""
    before = 0
    for piece in pieces:
        if isinstance(piece, Heading):
            before = min(max(piece.level, 1), before + 1, _DEEPEST)
            yield replace(piece, level=before)
        else:
            yield piece


def title_of(document: Document) -> str:
    """The title as it is written; a document without one is called after the monitor."""
    return safe(document.title) or MAKER


def safe(said: str) -> str:
    """A text without the characters that no document can hold; a tab or a new line is a space."""
    return " ".join(_UNFIT.sub("", said).split())


def _pieces(block: Block, numbers: dict[str, int]) -> Iterator[Piece]:
    if isinstance(block, FigureBlock):
        yield from _figure(block, numbers)
    elif isinstance(block, TableBlock):
        yield from _grids(block.table, block.caption, numbers)
    elif isinstance(block, Bullets):
        yield Bullets(tuple(said for item in block.items if (said := safe(item))))
    elif isinstance(block, WriteLines):
        yield replace(block, label=safe(block.label))
    elif isinstance(block, Paragraph):
        # A note of several paragraphs stays so.
        yield from (replace(block, text=line) for part in block.text.splitlines() if (line := safe(part)))
    elif isinstance(block, Heading):
        if said := safe(block.text):  # a heading without words leads nowhere
            yield replace(block, text=said)
    else:
        yield block


# ------------------------------------------------------------------ figures


def _figure(block: FigureBlock, numbers: dict[str, int]) -> Iterator[Piece]:
    """The picture or the table, what it says, and in small print all that goes with the figure."""
    shown = block.exhibit
    caption = block.caption or f"{shown.figure.title}, {shown.figure.period}"
    if shown.figure.empty or (isinstance(shown.drawing, TablePicture) and not shown.table.rows):
        yield Paragraph(safe(f"{caption}. {NOTHING}"), "nadruk")
    elif isinstance(shown.drawing, TablePicture):
        yield from _grids(shown.table, caption, numbers)
        yield Paragraph(safe(shown.sentence))
    else:
        yield _picture(shown, _caption(PICTURE_KIND, caption, numbers))
        yield Paragraph(safe(shown.sentence))
    yield from (Paragraph(safe(line), "klein") for line in under(shown))


def under(shown: Exhibit) -> tuple[str, ...]:
    """The small print of a figure in a document: demo, unit, source, caveats, breaks, rows, stamp and address.

    Of a table also what says how to read it; on a picture that stands on the picture itself.
    """
    if not isinstance(shown.drawing, TablePicture):
        return shown.footnotes
    names = area_names(current_version())
    how = reading(shown.drawing, shown.view.areas, names)
    return tuple(line for line in (*how, *shown.footnotes) if line != f"{shown.table.note}.")


@dataclass(frozen=True)
class _ToDraw:
    """A drawing by what tells it from others: its address holds the stamp. Drawn once for Word and PDF."""

    address: str
    footnotes: tuple[str, ...]
    exhibit: Exhibit = field(compare=False)


@lru_cache(maxsize=64)
def _drawn(wanted: _ToDraw) -> tuple[bytes, float, float]:
    return paper.bare(wanted.exhibit)


def _picture(shown: Exhibit, caption: Caption) -> Picture:
    content, wide, tall = _drawn(_ToDraw(shown.address, shown.footnotes, shown))
    share = min(1.0, _TALLEST / tall)
    return Picture(content, safe(shown.alt), wide * share, tall * share, caption)


def _caption(kind: str, said: str, numbers: dict[str, int]) -> Caption:
    numbers[kind] += 1
    return Caption(kind, numbers[kind], safe(said).rstrip("."))


# ------------------------------------------------------------------ tables


def _grids(table: Table, said: str, numbers: dict[str, int]) -> Iterator[Piece]:
    """A table as one grid, or as several with the same heads of the rows when its columns do not fit beside each other."""
    if not table.rows:
        yield Paragraph(safe(f"{said}. {NOTHING}"), "nadruk")
        return
    caption, parts = _caption(TABLE_KIND, said, numbers), blocks(table, paper.SIZES["a4"])
    for place, block in enumerate(parts, 1):
        part = f"deel {place} van {len(parts)}" if len(parts) > 1 else ""
        note = safe(table.note) if place == len(parts) else ""
        yield _grid(block, caption, part, note)


def _grid(block: Beside, caption: Caption, part: str, note: str) -> Grid:
    table = block.table
    rows = tuple(tuple(safe(cell) for cell in row) for row in table.rows)
    columns = tuple(safe(name) for name in table.columns)
    spaced = tuple(wide + _GAP for wide in block.widths)
    return Grid(columns, rows, spaced, table.right, table.heads, caption, part, note, block.height <= _WHOLE)
