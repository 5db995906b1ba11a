"""A document as tagged PDF (PDF/UA-1): set by Typst from the same pieces, with embedded fonts and without a date.

All texts go to Typst as data in a file beside the template, so that nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst

from figures import text
from figures.drawing.house import MAKER, House, house
from figures.figure import DEMO_SENTENCE, DEMO_WORD, build_info
from figures.files.document.blocks import Document, PageBreak, WriteLines
from figures.files.document.layout import (
    Chapters,
    Grid,
    Items,
    Picture,
    Piece,
    Title,
    Words,
    laid_out,
    safe,
    title_of,
)
from figures.files.typesetting import STANDARD, fonts
from queries import current_version

_REMEMBERED = 11
_POINTS = 72 / 25.4  # in a millimeter
_FIRST_LINE = 7  # points from the top of a page to the foot of its first line
_TEMPLATE = Path(__file__).with_name("document.typ")


@dataclass(frozen=True)
class Place:
    """Where a piece, or an item of a list, stands: its page, and whether that page begins with it."""

    page: int
    first: bool


@dataclass(frozen=True)
class Typeset:
    """A document set in pages: the PDF, and per piece its place; of a list that of each item; none of what shows nothing."""

    pdf: bytes
    places: tuple[tuple[Place, ...], ...]


def to_pdf(document: Document) -> bytes:
    """The document as PDF, A4, tagged, in Dutch of Belgium."""
    return typeset(document).pdf


@lru_cache(maxsize=1)
def typeset(document: Document) -> Typeset:
    """The document set by Typst; remembered, because Word takes its pages from it."""
    look, pieces = house(), laid_out(document)
    said = _said(document, look) | {"stukken": _described(pieces)}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, piece in enumerate(pieces):
            if isinstance(piece, Picture):
                (folder / _file(number)).write_bytes(piece.png)
        if look.logo:
            (folder / "logo.png").write_bytes(look.logo)
        (folder / "data.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        (folder / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
        made = _compiled(folder)
    _forget_pictures()
    return made


def _compiled(folder: Path) -> Typeset:
    typesetter = typst.Compiler(folder / _TEMPLATE.name, root=folder, font_paths=fonts())
    made = typesetter.compile(format="pdf", pdf_standards=STANDARD, timestamp=_day())
    found = json.loads(typesetter.query("<bladen>", field="value", one=True))
    start = house().widths["marge_boven"] * _POINTS + _FIRST_LINE
    return Typeset(made, tuple(tuple(Place(page, down < start) for page, down in piece) for piece in found))


def _forget_pictures() -> None:
    """Typst remembers the drawn-out pictures of its last ten documents: some 200 MB for each fiche. Empty ones take their place."""
    for _ in range(_REMEMBERED):
        typst.compile(b"", font_paths=fonts(), format="pdf", timestamp=_day())


def _day() -> datetime:
    """The file is dated by the data: the hour of writing would make every file another."""
    loaded = build_info(current_version())["gebouwd_op"].date()
    return datetime(loaded.year, loaded.month, loaded.day, tzinfo=UTC)


def _said(document: Document, look: House) -> dict[str, object]:
    widths = look.widths
    return {
        "titel": title_of(document),
        "ondertitel": safe(document.subtitle),
        "maker": MAKER,
        "demo": DEMO_SENTENCE if document.demo else "",
        "demo_woord": DEMO_WORD,
        "voet": foot(),
        "logo": "logo.png" if look.logo else "",
        "kleuren": look.colours,
        "blad": {
            "breed": widths["blad"], "hoog": widths["hoogte"], "zij": widths["marge_zij"], "boven": widths["marge_boven"],
            "onder": widths["marge_onder"],
        },
    }  # fmt: skip


def foot() -> str:
    """What stands at the foot of every page: who made it, and the stamp of the data."""
    known = build_info(current_version())
    loaded = text.long_date(known["gebouwd_op"].date())
    return f"{MAKER}. Stempel van de gegevens: {known['data_versie']}, geladen op {loaded}"


def _file(number: int) -> str:
    return f"{number}.png"


# ------------------------------------------------------------------ the pieces as the template reads them


def _described(pieces: Sequence[Piece]) -> list[Mapping[str, object]]:
    """The pieces in order; what points to one knows its place."""
    places = {name: place for place, piece in enumerate(pieces) if (name := name_of(piece))}
    return [_piece(piece, place, places) for place, piece in enumerate(pieces)]


def name_of(piece: Piece) -> str:
    """The name by which a text points to a piece; empty when none can."""
    if isinstance(piece, Title):
        return piece.name
    if isinstance(piece, Picture) or (isinstance(piece, Grid) and not piece.goes_on):
        return piece.caption.target.name
    return ""


def _piece(piece: Piece, number: int, places: Mapping[str, int]) -> Mapping[str, object]:
    if isinstance(piece, Title):
        return {"soort": "kop", "niveau": piece.level, "tekst": piece.text}
    if isinstance(piece, Words):
        return _words(piece, places)
    if isinstance(piece, Items):
        return {"soort": "lijst", "blijft": piece.keep, "items": [_words(item, places) for item in piece.items]}
    if isinstance(piece, Chapters):
        return {"soort": "inhoud", "tekst": piece.title, "diepte": piece.depth}
    if isinstance(piece, WriteLines):
        return {"soort": "lijnen", "label": piece.label, "aantal": piece.lines}
    if isinstance(piece, PageBreak):
        return {"soort": "blad"}
    return _picture(piece, number) if isinstance(piece, Picture) else _grid(piece)


def _words(piece: Words, places: Mapping[str, int]) -> Mapping[str, object]:
    return {
        "soort": "geel" if piece.text.startswith(DEMO_WORD) else piece.kind, "tekst": piece.text, "blijft": piece.keep,
        "zie": [{"label": target.label, "stuk": places[target.name]} for target in piece.see],
    }  # fmt: skip


def _picture(piece: Picture, number: int) -> dict[str, object]:
    return {
        "soort": "figuur", "bestand": _file(number), "alt": piece.alt, "breed": piece.width, "hoog": piece.height,
        "bijschrift": piece.caption.text,
    }  # fmt: skip


def _grid(piece: Grid) -> dict[str, object]:
    """A part of a table that was cut has the number of its first part."""
    caption = piece.caption
    said = f"{caption.text} ({piece.part})" if piece.part else caption.text
    return {
        "soort": "tabel", "kolommen": list(piece.columns), "rijen": [list(row) for row in piece.rows],
        "breedten": list(piece.widths), "rechts": sorted(piece.right), "koppen": piece.heads, "bijschrift": said,
        "vervolg": f"{caption.kind} {caption.number}. {said}" if piece.goes_on else "",
        "noot": f"{piece.note}." if piece.note else "", "heel": piece.whole, "laatste": piece.ends,
    }  # fmt: skip
