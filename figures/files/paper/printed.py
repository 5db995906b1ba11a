"""A figure as tagged PDF (PDF/UA-1): the drawing with its description, and every word and number around it as real text.

Typst sets the pages, with embedded fonts and without a date. All texts go to it as data beside the template, so that
nothing a person typed is ever read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import typst

from figures.drawing.house import MAKER, house
from figures.exhibit import Exhibit
from figures.figure import DEMO_WORD
from figures.files.paper import files, table
from figures.files.paper.appendix import Chapter, appendix
from figures.files.paper.sheet import EMPTY, Content, nothing, sheet
from figures.files.paper.size import A4, Size
from figures.files.paper.words import wrapped
from figures.files.typesetting import STANDARD, fonts
from figures.wording.tables import Table, TablePicture

_TEMPLATE = Path(__file__).with_suffix(".typ").read_bytes()
_TALLEST = 0.74  # of the page: a drawing with its title above it fits
_WHOLE = 0.6  # of the page: a table that is lower stays on one page
_CELL_SPACE = 8  # points: the inset of the template, left and right together


@dataclass(frozen=True)
class Drawn:
    """The drawing as SVG, its size and the height of the title above it in points.

    `page`: the height of its page when it has one to itself."""

    svg: bytes
    wide: float
    tall: float
    title: float
    page: float | None = None


def pdf(exhibit: Exhibit, content: Content, meaning: files.Meaning, size: Size) -> bytes:
    """The PDF: the drawing or the table, the sentence, the notes, the numbers, and each caveat and break in full.

    On A4 the notes stand under the drawing as text. A slide is the whole picture; its notes follow on the next page.
    """
    after = _wide_enough(exhibit.table, size)
    drawn = _drawn(exhibit, content, meaning, size) if _has_drawing(content) else None
    said = {
        **_said(exhibit, content, meaning),
        **_numbers(exhibit, content, after, drawn),
        "tekening": _drawing(drawn, exhibit.alt),
        "maten": _measures(size if drawn else after) | {"na": _measures(after)},
        "uitleg": [_chapter(one) for one in appendix(exhibit.figure)],
    }
    given = {"gezegd": json.dumps(said, ensure_ascii=False), "tekening": drawn.svg.decode() if drawn else ""}
    return typst.compile(_TEMPLATE, font_paths=fonts(), format="pdf", pdf_standards=STANDARD, sys_inputs=given)


def _has_drawing(content: Content) -> bool:
    return not isinstance(content.drawing, TablePicture) and not nothing(content.drawing)


def _wide_enough(found: Table, size: Size) -> Size:
    """The page turned on its side when the columns of the table do not fit beside each other."""
    upright = size.page[0] < size.page[1]
    if not upright or not found.rows or len(table.blocks(found, size)) == 1:
        return size
    more = size.page[1] - size.page[0]
    return replace(size, width=size.width + more, page=size.page[::-1], columns=2)


# ------------------------------------------------------------------ the drawing


def _drawn(exhibit: Exhibit, content: Content, meaning: files.Meaning, size: Size) -> Drawn:
    return _under_its_notes(exhibit, content, meaning, size) if size is A4 else _slide(content, meaning, size)


def _under_its_notes(exhibit: Exhibit, content: Content, meaning: files.Meaning, size: Size) -> Drawn:
    """Without its notes but for the stamp; smaller where it would not fit on the page."""
    # Of the exhibit: a drawing can be made of a part of its figure, and that part has a stamp that leads nowhere.
    stamp = f"Stempel: {exhibit.figure.stamp}."
    title = _title_height(content, size)
    svg, wide, tall = _svg(replace(content, reading=(), footnotes=(stamp,), bare=True), meaning, size)
    share = min(1.0, _TALLEST * size.page[1] / tall)
    return Drawn(svg, wide * share, tall * share, title)


def _slide(content: Content, meaning: files.Meaning, size: Size) -> Drawn:
    """With all its notes, on a page that is as high as it must be."""
    title = _title_height(content, size)
    svg, wide, tall = _svg(replace(content, bare=True), meaning, replace(size, least=size.page[1] - title))
    return Drawn(svg, wide, tall, title, tall + title)


def _svg(content: Content, meaning: files.Meaning, size: Size) -> tuple[bytes, float, float]:
    made = sheet(content, size)
    made.set_facecolor("none")  # its upper margin lies over the title
    wide, tall = (72 * inches for inches in made.get_size_inches())
    return files.svg(made, meaning), wide, tall


def _title_height(content: Content, size: Size) -> float:
    return len(wrapped(content.figure.title, size.title, size.room)) * size.title.line


def _drawing(drawn: Drawn | None, alt: str) -> dict[str, object] | None:
    if drawn is None:
        return None
    return {"alt": alt, "breed": drawn.wide, "hoog": drawn.tall, "blad": drawn.page, "boven": drawn.title}


# ------------------------------------------------------------------ what stands around it


def _said(exhibit: Exhibit, content: Content, meaning: files.Meaning) -> dict[str, object]:
    figure = exhibit.figure
    notes = [*content.reading, *exhibit.footnotes]
    ids = [caveat.id for caveat in figure.caveats]
    foot = [MAKER, f"stempel {figure.stamp}", *([f"kanttekeningen {', '.join(ids)}"] if ids else [])]
    return {
        "titel": meaning.title,
        "onder_titel": f"{figure.unit} · {figure.period}",
        "periode": figure.period,
        "zin": meaning.sentence,
        "trefwoorden": meaning.keywords,
        "maker": MAKER,
        "demo": DEMO_WORD if figure.demo else "",
        "leeg": EMPTY if nothing(content.drawing) else "",
        "noten": [(line.startswith(DEMO_WORD), line) for line in notes],
        "voet": " · ".join(foot),
        "kleuren": house().colours,
        "band": table.BAND,
    }


def _measures(size: Size) -> dict[str, float]:
    """Points. The text is as wide as what is drawn between the margins of the sheet."""
    wide, high = size.page
    above, below = size.above_below
    return {
        "breed": wide, "hoog": high, "zij": (wide - size.room) / 2, "boven": above, "onder": below, "rand": size.margin,
        "titel": size.title.size, "kop": 1.2 * size.unit.size, "eenheid": size.unit.size,
        "tekst": size.label.size, "klein": size.note.size, "cel": size.table.size, "kolommen": size.columns,
    }  # fmt: skip


def _chapter(one: Chapter) -> dict[str, object]:
    pieces = [(" ".join(piece.words.split()), piece.bold, piece.indent) for piece in one.pieces]
    return {"kop": one.heading, "zinnen": pieces}


# ------------------------------------------------------------------ the numbers


def _numbers(exhibit: Exhibit, content: Content, size: Size, drawn: Drawn | None) -> dict[str, object]:
    """The table in parts that fit the page; what is read with a long table stands before it."""
    blocks = table.blocks(exhibit.table, size) if exhibit.table.rows else []
    parts = list(_parts(exhibit, blocks, content.marked, size))
    long = sum(block.height for block in blocks) > _WHOLE * size.page[1]
    return {
        "delen": parts,
        "tekens": f"{exhibit.table.note}." if drawn and parts and exhibit.table.note else "",
        "noten_eerst": long or drawn is not None,
    }


def _parts(
    exhibit: Exhibit, blocks: Sequence[table.Block], marked: frozenset[str], size: Size
) -> Iterator[dict[str, object]]:
    for place, block in enumerate(blocks, 1):
        said = exhibit.table.caption + (f" (deel {place} van {len(blocks)})" if len(blocks) > 1 else "")
        yield _part(block, marked, block.height <= _WHOLE * size.page[1]) | {"bijschrift": said}


def _part(block: table.Block, marked: frozenset[str], whole: bool) -> dict[str, object]:
    own = block.table
    return {
        "kolommen": own.columns,
        "rijen": own.rows,
        "breedten": [wide + _CELL_SPACE for wide in block.widths],
        "rechts": sorted(own.right),
        "koppen": own.heads,
        "gekozen": [place for place, row in enumerate(own.rows) if row[0] in marked],
        "heel": whole,
    }
