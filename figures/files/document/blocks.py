"""What a document is made of, whoever writes it: plain text and exhibits, never markup."""

from __future__ import annotations

from dataclasses import dataclass

from figures.exhibit import Exhibit
from figures.wording.tables import Table


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is a chapter, 2 and 3 lie below it. A text can point to it by its `key`, as 'Bijlage C, pagina 9'."""

    text: str
    level: int = 1
    key: str = ""


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. kind: gewoon, klein (small print) or nadruk (stands out). `see`: where it points to, in brackets at its
    end: addresses of figures and keys of headings; what is not in the document is not pointed to. `keep`: it stays on the page
    of what follows."""

    text: str
    kind: str = "gewoon"
    see: tuple[str, ...] = ()
    keep: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list of short texts; a text that points somewhere is a paragraph. `keep`: it stays on the page of what follows."""

    items: tuple[str | Paragraph, ...]
    keep: bool = False


@dataclass(frozen=True)
class FigureBlock:
    """A figure with all that belongs to it: picture or native table, numbered caption, sentence, caveats and source.

    Without a caption it is called by the title of the figure. `annex` is the key of the chapter that has its caveats, breaks and
    rows in full: then the picture is low, and what does not weigh is named by its number only.
    """

    exhibit: Exhibit
    caption: str = ""
    annex: str = ""


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


@dataclass(frozen=True)
class Contents:
    """The chapters with their pages; `depth`: to which level of heading."""

    title: str = "Inhoud"
    depth: int = 1


Block = Contents | Heading | Paragraph | Bullets | FigureBlock | TableBlock | WriteLines | PageBreak


@dataclass(frozen=True, eq=False)
class Document:
    """A whole document. `closing`: the lines at its end, among them the stamp of the data; `demo`: something is made up.

    Every document is one of its own, so that what was made of it can be remembered.
    """

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    demo: bool
