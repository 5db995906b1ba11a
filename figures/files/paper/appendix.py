"""What the PDF says after the picture and the table: what the figure means, and each caveat and break in full."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from figures import text
from figures.figure import Figure
from figures.meaning import Break, Caveat

_INDENT = 8  # points, of what belongs to the line in bold above it


@dataclass(frozen=True)
class Piece:
    """A paragraph; `indent` in points."""

    words: str
    bold: bool = False
    indent: float = 0


@dataclass(frozen=True)
class Chapter:
    """A heading and what stands under it."""

    heading: str
    pieces: tuple[Piece, ...]


def appendix(figure: Figure) -> tuple[Chapter, ...]:
    """The chapters of a figure; one without a piece is left out."""
    chapters = (
        Chapter("Wat dit cijfer betekent", tuple(_meaning(figure))),
        Chapter("Kanttekeningen, voluit", tuple(_caveats(figure.caveats))),
        Chapter("Breuken", tuple(_breaks(figure.breaks))),
    )
    return tuple(chapter for chapter in chapters if chapter.pieces)


def _meaning(figure: Figure) -> Iterator[Piece]:
    asked = figure.question
    yield Piece(asked.definitie)
    if asked.teller:
        yield Piece(f"Teller: {asked.teller}.")
    if asked.noemer:
        yield Piece(f"Noemer: {asked.noemer}.")


def _caveats(caveats: tuple[Caveat, ...]) -> Iterator[Piece]:
    for one in caveats:
        yield Piece(f"{one.severity.capitalize()} ({one.id}): {one.short}", bold=True)
        yield Piece(f"Letterlijk: ‘{one.quote}’", indent=_INDENT)
        yield Piece(f"Bron: {one.document}, {one.place}.", indent=_INDENT)


def _breaks(breaks: tuple[Break, ...]) -> Iterator[Piece]:
    for one in breaks:
        yield Piece(f"{text.long_date(one.day)} ({one.severity}): {one.title}", bold=True)
        yield Piece(one.text, indent=_INDENT)
        yield Piece(f"Bron: {one.document}, {one.place}.", indent=_INDENT)
