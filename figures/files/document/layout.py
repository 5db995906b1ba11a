"""Blocks laid out once for every writer: figures numbered, pointers resolved, tables cut to the width of the page, texts made safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from figures import text
from figures.catalogue import BARS, CONTROL, FUNNEL, LINE
from figures.drawing.house import MAKER
from figures.exhibit import Exhibit
from figures.explanations import Explanation
from figures.figure import DEMO_WORD, Figure, area_names
from figures.files import paper
from figures.files.document.blocks import (
    Block,
    Bullets,
    Contents,
    Document,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    WriteLines,
)
from figures.files.paper.reading import reading
from figures.files.paper.size import A4
from figures.files.paper.table import Block as Beside
from figures.files.paper.table import blocks
from figures.files.paper.words import Font
from figures.wording.tables import Table, TablePicture
from queries import current_version

NOTHING = "Er zijn geen gegevens voor deze keuze."
PICTURE_KIND, TABLE_KIND = "Figuur", "Tabel"
_DEEPEST = 3  # levels of headings
_GAP = 8  # points between columns, as on paper
_TALLEST = 640.0  # points a picture may be high: with its caption it fits on one page
_WHOLE = 440.0  # points a table may be high on paper to be kept on one page, some room left for wider letters
# As wide as any picture in a document and with letters that can be read, but low: two fit on a page with their words.
_LOW = replace(A4, name="laag", least_drawing=125, label=Font(7))
_CAN_BE_LOW = (LINE, CONTROL, FUNNEL, BARS)
# What no document may hold (XML 1.0), and what turns the direction of a text around.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Target:
    """A place that a text points to: the name of its anchor, and what the text calls it ('Figuur 3', 'Bijlage C')."""

    name: str
    label: str


@dataclass(frozen=True)
class Title:
    """A heading; a `name` when something points to it, which a contents always does."""

    text: str
    level: int
    name: str


@dataclass(frozen=True)
class Words:
    """A paragraph as in blocks.Paragraph. `keep`: it stays on the page of what follows."""

    text: str
    kind: str = "gewoon"
    see: tuple[Target, ...] = ()
    keep: bool = False


@dataclass(frozen=True)
class Items:
    """A list of short texts."""

    items: tuple[Words, ...]
    keep: bool = False


@dataclass(frozen=True)
class Chapters:
    """A table of contents: the headings it lists, those to level `depth`."""

    title: str
    depth: int
    titles: tuple[Title, ...]


@dataclass(frozen=True)
class Caption:
    """'Figuur 3. …': the kind is Figuur or Tabel; each kind is numbered by itself."""

    kind: str
    number: int
    text: str

    @property
    def target(self) -> Target:
        """Where a text points to when it points to this figure."""
        return Target(f"{self.kind.lower()}{self.number}", f"{self.kind} {self.number}")


@dataclass(frozen=True)
class Picture:
    """A drawing: PNG, alternative text, width and height in points, and the caption under it, which stays with what follows."""

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

    @property
    def goes_on(self) -> bool:
        """Whether it is a later part of a table: the number stands with the first."""
        return bool(self.part) and not self.part.startswith("deel 1 ")

    @property
    def ends(self) -> bool:
        """Whether what comes after it is about the whole table; after another part comes the next one."""
        return not self.part or len(set(re.findall(r"\d+", self.part))) == 1


Piece = Title | Words | Items | Chapters | WriteLines | PageBreak | Picture | Grid


def laid_out(document: Document) -> list[Piece]:
    """The pieces of a document in order, its closing lines last."""
    made = _Layout(document)
    found = _in_steps(piece for block in document.blocks for piece in made.pieces(block))
    closing = [Words(safe(line), "klein") for line in document.closing]
    return _with_contents([*found, *closing])


def _in_steps(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces, no heading more than one level below the one before it: who goes by headings misses none."""
    before = 0
    for piece in pieces:
        if isinstance(piece, Title):
            before = min(max(piece.level, 1), before + 1, _DEEPEST)
            yield replace(piece, level=before)
        else:
            yield piece


def _with_contents(pieces: list[Piece]) -> list[Piece]:
    """The same pieces, each contents with the headings it lists."""
    titles = [piece for piece in pieces if isinstance(piece, Title)]
    return [_filled(piece, titles) if isinstance(piece, Contents) else piece for piece in pieces]


def _filled(contents: Contents, titles: list[Title]) -> Chapters:
    return Chapters(safe(contents.title), contents.depth, tuple(one for one in titles if one.level <= contents.depth))


def title_of(document: Document) -> str:
    """The title as it is written; a document without one is called after the monitor."""
    return safe(document.title) or MAKER


def safe(said: str) -> str:
    """A text without the characters that no document can hold; a tab or a new line is a space."""
    return " ".join(_UNFIT.sub("", said).split())


def pointers(see: Iterable[Target], pages: Mapping[str, int]) -> str:
    """Where a text points to, in words: 'Figuur 3, pagina 5; Bijlage C, pagina 9'."""
    return "; ".join(f"{target.label}, pagina {pages[target.name]}" for target in see)


class _Layout:
    """One document being laid out: the numbers of its figures and the names of its chapters are known before the first piece."""

    def __init__(self, document: Document) -> None:
        self._captions: dict[int, Caption] = {}
        self._targets: dict[str, Target] = {}
        self._titles = 0
        numbers = {PICTURE_KIND: 0, TABLE_KIND: 0}
        for block in document.blocks:
            if isinstance(block, FigureBlock | TableBlock):
                self._count(block, numbers)
            elif isinstance(block, Heading) and block.key:
                self._targets[block.key] = Target(f"plaats{len(self._targets)}", safe(block.text).split(". ")[0])

    def _count(self, block: FigureBlock | TableBlock, numbers: dict[str, int]) -> None:
        if kind := _kind(block):
            numbers[kind] += 1
            self._captions[id(block)] = caption = Caption(kind, numbers[kind], safe(_called(block)).rstrip("."))
            if isinstance(block, FigureBlock):
                self._targets.setdefault(block.exhibit.address, caption.target)

    def pieces(self, block: Block) -> Iterator[Piece | Contents]:
        """The pieces of one block."""
        if isinstance(block, FigureBlock):
            yield from self._figure(block)
        elif isinstance(block, TableBlock):
            yield from self._table(block, block.table)
        elif isinstance(block, Bullets):
            items = (item if isinstance(item, Paragraph) else Paragraph(item) for item in block.items)
            yield Items(tuple(words for item in items for words in self._words(item)), block.keep)
        elif isinstance(block, WriteLines):
            yield replace(block, label=safe(block.label))
        elif isinstance(block, Paragraph):
            yield from self._words(block)
        elif isinstance(block, Heading):
            yield from self._title(block)
        else:
            yield block

    def _title(self, block: Heading) -> Iterator[Title]:
        if said := safe(block.text):  # a heading without words leads nowhere
            self._titles += 1
            yield Title(said, block.level, self._targets[block.key].name if block.key else f"kop{self._titles}")

    def _words(self, said: Paragraph) -> Iterator[Words]:
        """A note of several paragraphs stays so; the last one points."""
        lines = [line for part in said.text.splitlines() if (line := safe(part))]
        see = tuple(self._targets[key] for key in said.see if key in self._targets)
        for place, line in enumerate(lines, 1):
            yield Words(line, said.kind, see if place == len(lines) else (), said.keep)

    # -------------------------------------------------------------- figures

    def _figure(self, block: FigureBlock) -> Iterator[Piece]:
        """The picture or the table, what it says, and in small print what goes with the figure."""
        shown, kept = block.exhibit, bool(block.annex)
        if _kind(block) == PICTURE_KIND:
            yield _picture(shown, self._captions[id(block)], low=kept and shown.view.form in _CAN_BE_LOW)
        else:
            yield from self._table(block, shown.table)
        small = [*self._in_short(block)] if block.annex else [Words(safe(line), "klein") for line in under(shown)]
        if id(block) in self._captions:
            small = [Words(safe(shown.sentence)), *small]
        yield from _together(small) if kept else small

    def _in_short(self, block: FigureBlock) -> Iterator[Words]:
        """What a reader needs beside the figure; the rest by its number, with the place where it stands in full."""
        for line in in_short(block.exhibit):
            yield from self._words(Paragraph(line, "klein"))
        yield from self._words(Paragraph(_rest(block.exhibit.figure), "klein", (block.annex,)))

    # -------------------------------------------------------------- tables

    def _table(self, block: FigureBlock | TableBlock, table: Table) -> Iterator[Piece]:
        """A table as one grid, or as several with the same heads of the rows when its columns do not fit beside each other."""
        if id(block) not in self._captions:
            yield Words(safe(f"{_called(block)}. {NOTHING}"), "nadruk")
            return
        caption, parts = self._captions[id(block)], blocks(table, A4)
        for place, beside in enumerate(parts, 1):
            part = f"deel {place} van {len(parts)}" if len(parts) > 1 else ""
            note = safe(table.note) if place == len(parts) else ""
            yield _grid(beside, caption, part, note)


def _kind(block: FigureBlock | TableBlock) -> str:
    """Whether it is a picture or a table; nothing when there is nothing to show."""
    if isinstance(block, TableBlock):
        return TABLE_KIND if block.table.rows else ""
    shown = block.exhibit
    if isinstance(shown.drawing, TablePicture):
        return TABLE_KIND if shown.table.rows and not shown.figure.empty else ""
    return "" if shown.figure.empty else PICTURE_KIND


def _called(block: FigureBlock | TableBlock) -> str:
    if isinstance(block, TableBlock) or block.caption:
        return block.caption
    title, period = block.exhibit.figure.title, block.exhibit.figure.period
    return title if title.endswith(period) else f"{title}, {period}"


def _together(words: list[Words]) -> list[Words]:
    """The same paragraphs, each on the page of the next one."""
    return [*(replace(one, keep=True) for one in words[:-1]), *words[-1:]]


# ------------------------------------------------------------------ what stands under a figure


def under(shown: Exhibit) -> tuple[str, ...]:
    """The small print of a figure in a document: demo, unit, source, caveats, breaks, rows, stamp and address.

    Of a table also what says how to read it; on a picture that stands on the picture itself.
    """
    return (*_how(shown), *shown.footnotes)


def _how(shown: Exhibit) -> tuple[str, ...]:
    if not isinstance(shown.drawing, TablePicture):
        return ()
    how = reading(shown.drawing, shown.view.areas, area_names(current_version()))
    return tuple(line for line in how if line != f"{shown.table.note}.")  # that one stands right under the table


def in_short(shown: Exhibit) -> tuple[str, ...]:
    """The same for a document that has the rest in an annex: what weighs and what a samenwerkingsverband said itself in words."""
    figure = shown.figure
    demo = f" {DEMO_WORD}: verzonnen cijfers." if figure.demo else ""
    about = f"Eenheid: {figure.unit}. Bron: {figure.source_text} Status: {figure.status}."
    said = [f"{c.severity.capitalize()} ({c.id}): {c.short}" for c in figure.caveats if _weighs(c)]
    return (" ".join([*_how(shown), f"{about} Stempel: {figure.stamp}.{demo}"]), *said)


def _weighs(caveat: object) -> bool:
    return caveat.severity != "info" or isinstance(caveat, Explanation)


def _rest(figure: Figure) -> str:
    """What is only named beside a figure, by number and by day."""
    ids = text.enumeration([c.id for c in figure.caveats if not _weighs(c)])
    breaks = [f"breuk op {text.long_date(b.day)} ({b.severity}): {b.title}" for b in figure.breaks]
    return f"Lees ook: {'; '.join([*([ids] if ids else []), *breaks, 'de herkomst'])}"


@dataclass(frozen=True)
class _ToDraw:
    """A drawing by what tells it from others: its address holds the stamp. Drawn once for Word and PDF."""

    address: str
    footnotes: tuple[str, ...]
    low: bool
    exhibit: Exhibit = field(compare=False)


@lru_cache(maxsize=64)
def _drawn(wanted: _ToDraw) -> tuple[bytes, float, float]:
    return paper.bare(wanted.exhibit, _LOW if wanted.low else A4)


def _picture(shown: Exhibit, caption: Caption, *, low: bool) -> Picture:
    content, wide, tall = _drawn(_ToDraw(shown.address, shown.footnotes, low, shown))
    share = min(1.0, _TALLEST / tall)
    return Picture(content, safe(shown.alt), wide * share, tall * share, caption)


def _grid(block: Beside, caption: Caption, part: str, note: str) -> Grid:
    table = block.table
    rows = tuple(tuple(safe(cell) for cell in row) for row in table.rows)
    columns = tuple(safe(name) for name in table.columns)
    spaced = tuple(wide + _GAP for wide in block.widths)
    return Grid(columns, rows, spaced, table.right, table.heads, caption, part, note, block.height <= _WHOLE)
