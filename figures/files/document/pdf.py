"""A document as tagged PDF (PDF/UA-1): set by Typst from the same pieces, with embedded fonts and without a date.

All texts go to Typst as data in a file beside the template, so that nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import typst
from matplotlib import get_data_path

from figures.drawing.house import House, house
from figures.figure import DEMO_SENTENCE, DEMO_WORD, build_info
from figures.files.document.blocks import Bullets, Document, Heading, PageBreak, Paragraph, WriteLines
from figures.files.document.layout import MAKER, Grid, Picture, Piece, laid_out, safe, title_of
from queries import current_version

STANDARD = "ua-1"
_REMEMBERED = 11
_TEMPLATE = Path(__file__).with_name("document.typ")


def to_pdf(document: Document) -> bytes:
    """The document as PDF, A4, tagged, in Dutch of Belgium."""
    look, pieces = house(), laid_out(document)
    said = _said(document, look) | {"stukken": [_piece(piece, n) for n, piece in enumerate(pieces)]}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number, piece in enumerate(pieces):
            if isinstance(piece, Picture):
                (folder / _file(number)).write_bytes(piece.png)
        if look.logo:
            (folder / "logo.png").write_bytes(look.logo)
        (folder / "data.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
        (folder / _TEMPLATE.name).write_bytes(_TEMPLATE.read_bytes())
        made = typst.compile(
            folder / _TEMPLATE.name, root=folder, font_paths=_fonts(), format="pdf", pdf_standards=STANDARD, timestamp=_day()
        )  # fmt: skip
    _forget_pictures()
    return made


def _forget_pictures() -> None:
    """Typst remembers the drawn-out pictures of its last ten documents: some 200 MB for each fiche. Empty ones take their place."""
    for _ in range(_REMEMBERED):
        typst.compile(b"", font_paths=_fonts(), format="pdf", timestamp=_day())


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """Only the fonts that come with the packages: every machine sets the same pages."""
    own = Path(get_data_path()) / "fonts" / "ttf"  # DejaVu Sans, in which the pictures are drawn too
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[own])


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
        "voet": f"{MAKER}, versie van de gegevens {build_info(current_version())['data_versie']}",
        "logo": "logo.png" if look.logo else "",
        "kleuren": look.colours,
        "blad": {
            "breed": widths["blad"], "hoog": widths["hoogte"], "zij": widths["marge_zij"], "boven": widths["marge_boven"],
            "onder": widths["marge_onder"],
        },
    }  # fmt: skip


def _file(number: int) -> str:
    return f"{number}.png"


def _piece(piece: Piece, number: int) -> Mapping[str, object]:
    """A piece as the template reads it."""
    if isinstance(piece, Heading):
        return {"soort": "kop", "niveau": piece.level, "tekst": piece.text}
    if isinstance(piece, Paragraph):
        return {"soort": "geel" if piece.text.startswith(DEMO_WORD) else piece.kind, "tekst": piece.text}
    if isinstance(piece, Bullets):
        return {"soort": "lijst", "items": list(piece.items)}
    if isinstance(piece, WriteLines):
        return {"soort": "lijnen", "label": piece.label, "aantal": piece.lines}
    if isinstance(piece, PageBreak):
        return {"soort": "blad"}
    return _picture(piece, number) if isinstance(piece, Picture) else _grid(piece)


def _picture(piece: Picture, number: int) -> dict[str, object]:
    return {
        "soort": "figuur", "bestand": _file(number), "alt": piece.alt, "breed": piece.width, "hoog": piece.height,
        "bijschrift": piece.caption.text,
    }  # fmt: skip


def _grid(piece: Grid) -> dict[str, object]:
    """A part of a table that was cut has the number of its first part."""
    caption, first = piece.caption, not piece.part or piece.part.startswith("deel 1 ")
    said = f"{caption.text} ({piece.part})" if piece.part else caption.text
    return {
        "soort": "tabel", "kolommen": list(piece.columns), "rijen": [list(row) for row in piece.rows],
        "breedten": list(piece.widths), "rechts": sorted(piece.right), "koppen": piece.heads, "bijschrift": said,
        "vervolg": "" if first else f"{caption.kind} {caption.number}. {said}",
        "noot": f"{piece.note}." if piece.note else "", "heel": piece.whole,
    }  # fmt: skip
