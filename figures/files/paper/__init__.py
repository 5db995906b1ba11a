"""Pictures for paper: every chart, map and table as PNG, SVG or PDF, for an A4 column or for a slide.

No browser and no internet are needed: matplotlib draws, everything is placed by measure, and Typst sets the PDF.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from figures.drawing.house import MAKER
from figures.exhibit import Exhibit
from figures.figure import area_names
from figures.files.paper import files, printed
from figures.files.paper.reading import Drawing, reading
from figures.files.paper.sheet import Content, sheet
from figures.files.paper.size import A4, SIZES, Size
from queries import current_version

KINDS = ("png", "svg", "pdf")

__all__ = ["KINDS", "SIZES", "Drawing", "bare", "content", "picture"]


def picture(exhibit: Exhibit, kind: str, size: str = "a4") -> bytes:
    """An exhibit as a file. kind: png, svg or pdf; size: a4 (6,9 inch wide, PNG 300 dpi) or dia (16:9, 13,33 inch wide).

    All that belongs to the figure stands on it; a sheet grows when that needs room. The PDF is tagged and goes on: with
    the table, and the caveats in full. The same exhibit gives the same bytes.
    """
    on_sheet, chosen = content(exhibit), SIZES[size]
    if kind == "png":
        return files.png(sheet(on_sheet, chosen), _meaning(exhibit), chosen.dpi)
    if kind == "svg":
        return files.svg(sheet(on_sheet, chosen), _meaning(exhibit))
    if kind == "pdf":
        return printed.pdf(exhibit, on_sheet, _meaning(exhibit), chosen)
    raise ValueError(f"onbekend soort afbeelding ‘{kind}’: kies uit {', '.join(KINDS)}")


def bare(exhibit: Exhibit, size: Size = A4) -> tuple[bytes, float, float]:
    """The drawing for in a document as PNG, and its width and height in points.

    What a reader needs to read it, the stamp and the word of a demo stand on it; title and footnotes are for the
    document around it, as text that can be read aloud and edited.
    """
    on_sheet = content(exhibit)
    drawn = sheet(replace(on_sheet, footnotes=(f"Stempel: {exhibit.figure.stamp}.",), bare=True), size)
    wide, tall = (72 * inches for inches in drawn.get_size_inches())
    return files.png(drawn, _meaning(exhibit), size.dpi), wide, tall


def content(exhibit: Exhibit) -> Content:
    """What goes on the sheet of an exhibit."""
    names, areas = area_names(current_version()), exhibit.view.areas
    read = reading(exhibit.drawing, areas, names)
    return Content(exhibit.drawing, read, exhibit.footnotes, frozenset(names[a] for a in areas))


def _meaning(exhibit: Exhibit) -> files.Meaning:
    figure = exhibit.figure
    ids = [c.id for c in figure.caveats]
    said = _said(figure.title, exhibit.sentence, exhibit.footnotes, ids)
    said |= {"Stempel": figure.stamp, "Adres": exhibit.address}
    keywords = "; ".join([*ids, f"stempel {figure.stamp}", f"adres {exhibit.address}"])
    return files.Meaning(figure.title, exhibit.sentence, "\n".join([exhibit.alt, *exhibit.footnotes]), keywords, said)


def _said(title: str, words: str, footnotes: Sequence[str], ids: list[str]) -> dict[str, str]:
    """The texts in a PNG."""
    return {
        "Title": title, "Description": words, "Comment": "\n".join(footnotes), "Kanttekeningen": json.dumps(ids),
        "Software": MAKER,
    }  # fmt: skip
