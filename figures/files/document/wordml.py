"""What python-docx has no words for: fields, bookmarks, a table of contents, rules and shades under a paragraph."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Book
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph as Words

_AFTER_BORDERS = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def element(kind: str, /, *inside, **attributes: str):
    """An element of WordprocessingML with its attributes, and others inside it."""
    made = OxmlElement(kind)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    for one in inside:
        made.append(one)
    return made


def edge(side: str, colour: str):
    """A thin line at one side of a paragraph or a cell."""
    return element(f"w:{side}", val="single", sz="4", space="1", color=colour[1:])


def rule(words: Words, colour: str) -> None:
    """A line under a paragraph, and between it and a next one that has one too: Word takes those as one block."""
    borders = element("w:pBdr", edge("bottom", colour), edge("between", colour))
    words._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def shade(words: Words, colour: str) -> None:
    """A colour behind a paragraph."""
    made = element("w:shd", val="clear", color="auto", fill=colour[1:])
    words._p.get_or_add_pPr().insert_element_before(made, *_AFTER_BORDERS[1:])


# ------------------------------------------------------------------ fields and bookmarks


def run(said: str):
    """A run with a text."""
    words = element("w:t")
    words.text = said
    words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("w:r", words)


def field(said: str, shown: str):
    """A field of Word with what it shows until Word counts again."""
    return element("w:fldSimple", run(shown), instr=said)


def link(name: str, *inside):
    """What leads to a bookmark when clicked."""
    return element("w:hyperlink", *inside, anchor=name, history="1")


def bookmark(words: Words, name: str, number: int, first: int = 0, last: int | None = None) -> None:
    """A bookmark around the runs and fields `first` up to `last` of a paragraph; `number` is its own in the document."""
    inside = [one for one in words._p if one.tag != qn("w:pPr")][first:last]
    inside[0].addprevious(element("w:bookmarkStart", id=str(number), name=name))
    inside[-1].addnext(element("w:bookmarkEnd", id=str(number)))


# ------------------------------------------------------------------ the table of contents


def contents(book: Book, entries: Sequence[tuple[str, int, str, int]], depth: int, wide: float) -> None:
    """A table of contents as Word makes them, filled in already. entries: text, level, bookmark and page; wide: in points."""
    instruction = element("w:instrText")
    instruction.text = f' TOC \\o "1-{depth}" \\h \\z \\u '
    begins = [_sign("begin"), element("w:r", instruction), _sign("separate")]
    lines = [_entry(book, entry, wide) for entry in entries]
    for place, sign in enumerate(begins):
        lines[0].insert(1 + place, sign)  # after its properties
    lines[-1].append(_sign("end"))
    inside = element("w:sdtContent")
    properties = element("w:sdtPr", element("w:docPartObj", element("w:docPartGallery", val="Table of Contents"), element("w:docPartUnique")))  # fmt: skip
    lines[0].addprevious(element("w:sdt", properties, inside))
    for line in lines:
        inside.append(line)


def _sign(kind: str):
    return element("w:r", element("w:fldChar", fldCharType=kind))


def _entry(book: Book, entry: tuple[str, int, str, int], wide: float):
    said, level, name, page = entry
    words = book.add_paragraph("", f"toc {level}")
    stops = element("w:tabs", element("w:tab", val="right", leader="dot", pos=str(round(20 * Pt(wide).pt))))
    words._p.get_or_add_pPr().insert_element_before(stops, *_AFTER_BORDERS[2:])
    words._p.append(link(name, run(said), element("w:r", element("w:tab")), field(f"PAGEREF {name} \\h", str(page))))
    return words._p
