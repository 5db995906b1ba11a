"""A drawn sheet as a file: PNG or SVG, with its meaning in the metadata, and the same bytes for the same sheet."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from xml.etree import ElementTree

import matplotlib
from matplotlib.figure import Figure as Sheet

from figures.files.paper.words import FAMILY, Font, width

matplotlib.rcParams["svg.fonttype"] = "none"  # text stays text
matplotlib.rcParams["svg.hashsalt"] = "1g1p"

LANGUAGE = "nl-BE"
_STACK = f"{FAMILY}, Verdana, Geneva, sans-serif"  # fonts with (nearly) the widths that were measured
_SVG = "http://www.w3.org/2000/svg"
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_STYLE = re.compile(r"font-size: ([\d.]+)px")


@dataclass(frozen=True)
class Meaning:
    """What is said about a picture in the file itself. `said`: name and text of each piece of metadata of a PNG."""

    title: str
    sentence: str
    long: str  # for who cannot see the picture: all that is written around it
    keywords: str
    said: dict[str, str]


# ------------------------------------------------------------------ PNG


def png(sheet: Sheet, meaning: Meaning, dpi: int) -> bytes:
    """A PNG with `dpi` dots per inch, and texts in its tEXt and iTXt chunks."""
    buffer = io.BytesIO()
    # Level 3 of 9: a third quicker than matplotlib's own choice, for a file that is hardly larger.
    sheet.savefig(buffer, format="png", dpi=dpi, metadata=meaning.said, pil_kwargs={"compress_level": 3})
    return buffer.getvalue()


# ------------------------------------------------------------------ SVG


def svg(sheet: Sheet, meaning: Meaning) -> bytes:
    """An SVG with title and description for a screen reader, and every text as text of the width that was measured."""
    drawn = io.BytesIO()
    sheet.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(drawn.getvalue())
    for metadata in root.findall(f"{{{_SVG}}}metadata"):
        root.remove(metadata)
    for words in root.iter(f"{{{_SVG}}}text"):
        _as_measured(words)
    _describe(root, meaning)
    return _HEAD + ElementTree.tostring(root, encoding="utf-8")


def _as_measured(words: ElementTree.Element) -> None:
    """Name fonts of the same widths, and the width itself: where DejaVu Sans is missing the text still fits."""
    look = words.get("style", "")
    size = float(_STYLE.search(look).group(1))
    words.set("style", look.replace(f"'{FAMILY}'", _STACK))
    words.set("textLength", f"{width(words.text or '', Font(size, bold='font-weight: 700' in look)):.2f}")
    words.set("lengthAdjust", "spacingAndGlyphs")


def _describe(root: ElementTree.Element, meaning: Meaning) -> None:
    root.attrib |= {"role": "img", "aria-labelledby": "titel beschrijving", "lang": LANGUAGE}
    root.set("{http://www.w3.org/XML/1998/namespace}lang", LANGUAGE)
    for place, (name, words_id, said) in enumerate(
        (("title", "titel", meaning.title), ("desc", "beschrijving", meaning.long))
    ):
        element = ElementTree.Element(f"{{{_SVG}}}{name}", {"id": words_id})
        element.text = said
        root.insert(place, element)
