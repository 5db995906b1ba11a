"""What a document is made of, whoever writes it: plain text and exhibits, never markup."""

from __future__ import annotations

from dataclasses import dataclass

from figures.exhibit import Exhibit
from figures.wording.tables import Table


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter, 2 and 3 lie below it."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. kind: gewoon, klein (small print) or nadruk (stands out)."""

    text: str
    kind: str = "gewoon"


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class FigureBlock:
    """A figure with all that belongs to it: picture or native table, numbered caption, sentence, caveats and source.

    Without a caption it is called by the title of the figure.
    """

    exhibit: Exhibit
    caption: str = ""


@dataclass(frozen=True)
class TableBlock:
    """A native table with a numbered caption."""

    table: Table
    caption: str


@dataclass(frozen=True)
class WriteLines:
    """Room to write by hand: a label and empty lines under it."""

    label: str
    lines: int = 4


@dataclass(frozen=True)
class PageBreak:
    """What follows starts on a new page."""


Block = Heading | Paragraph | Bullets | FigureBlock | TableBlock | WriteLines | PageBreak


@dataclass(frozen=True)
class Document:
    """A whole document. `closing`: the lines at its end, among them the stamp of the data; `demo`: something is made up."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    demo: bool
