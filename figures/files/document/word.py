"""A document as Word: native headings, tables and captions that can be edited, and the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

import docx
from docx.document import Document as Book
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Words

from figures.drawing.house import House, house
from figures.figure import DEMO_SENTENCE, DEMO_WORD, build_info
from figures.files.document.blocks import Bullets, Document, Heading, PageBreak, Paragraph, WriteLines
from figures.files.document.layout import MAKER, Caption, Grid, Picture, Piece, laid_out, safe, title_of
from queries import current_version

LANGUAGE = "nl-BE"
SMALL, CELL = 8, 7.5  # points
_PLAIN_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# Word shows these ones; python-docx's own template names them in English, which Word translates by itself.
_STYLES = {"gewoon": "Normal", "klein": "Klein", "nadruk": "Nadruk"}


def to_docx(document: Document) -> bytes:
    """The document as .docx, A4, in Dutch of Belgium, its pictures with alternative texts."""
    look, book = house(), docx.Document()
    _set_page(book, look)
    _set_styles(book, look)
    _set_properties(book, document)
    _write_top(book, document, look)
    _write_pieces(book, laid_out(document), look)
    _write_header(book, document)
    _write_footer(book)
    return _repeatable(book)


# ------------------------------------------------------------------ page, styles and properties


def _set_page(book: Book, look: House) -> None:
    page, widths = book.sections[0], look.widths
    page.page_width, page.page_height = Mm(widths["blad"]), Mm(widths["hoogte"])
    page.left_margin = page.right_margin = Mm(widths["marge_zij"])
    page.top_margin, page.bottom_margin = Mm(widths["marge_boven"]), Mm(widths["marge_onder"])
    page.header_distance = page.footer_distance = Mm(10)


def _set_styles(book: Book, look: House) -> None:
    text, blue, grey = (RGBColor.from_string(look.colours[c][1:].upper()) for c in ("tekst", "donkerblauw", "grijs"))
    _dress(book, "Normal", look, 10, text, after=6)
    _set_language(book)
    for name, size, above in (("Title", 22, 0), ("Heading 1", 16, 18), ("Heading 2", 13, 14), ("Heading 3", 11, 10)):
        style = _dress(book, name, look, size, blue, bold=True, above=above, after=4)
        style.paragraph_format.keep_with_next = True
    _dress(book, "Subtitle", look, 12, text, after=12)
    _dress(book, "Caption", look, 9, text, bold=True, above=4, after=4)
    _dress(book, "List Bullet", look, 10, text, after=3)
    for name, size, bold in (("Klein", SMALL, False), ("Nadruk", 10, True), ("Cel", CELL, False)):
        book.styles.add_style(name, 1).base_style = book.styles["Normal"]
        _dress(book, name, look, size, text, bold=bold, after=0 if name == "Cel" else 2)
    _dress(book, "Header", look, SMALL, grey)
    _dress(book, "Footer", look, SMALL, grey)


def _dress(
    book: Book, name: str, look: House, size: float, colour: RGBColor, *, bold: bool = False, above=0, after=0
):  # fmt: skip
    style = book.styles[name]
    style.font.name, style.font.size, style.font.bold, style.font.italic = look.word_font, Pt(size), bold, False
    style.font.color.rgb = colour
    fonts = style.element.rPr.rFonts
    for key in list(fonts.attrib):
        if key.endswith("Theme"):  # a font of the theme would win over ours
            del fonts.attrib[key]
    for key in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{key}"), look.word_font)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(above), Pt(after)
    for border in style.element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    return style


def _set_language(book: Book) -> None:
    for properties in (
        book.styles["Normal"].element.get_or_add_rPr(),
        book.styles.element.find(f".//{qn('w:rPrDefault')}").find(qn("w:rPr")),
    ):
        for old in properties.findall(qn("w:lang")):
            properties.remove(old)
        properties.append(_element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))


def _set_properties(book: Book, document: Document) -> None:
    """Dated by the data: the hour of writing would make every file another."""
    loaded, about = build_info(current_version())["gebouwd_op"], book.core_properties
    about.title, about.subject, about.author = title_of(document)[:255], safe(document.subtitle)[:255], MAKER
    about.last_modified_by, about.language, about.comments = MAKER, LANGUAGE, DEMO_SENTENCE if document.demo else ""
    about.keywords, about.revision = "1 Gezin 1 Plan", 1
    about.created = about.modified = datetime.combine(loaded.date(), datetime.min.time())


# ------------------------------------------------------------------ top, header and footer


def _write_top(book: Book, document: Document, look: House) -> None:
    if look.logo:
        shape = book.add_paragraph().add_run().add_picture(io.BytesIO(look.logo), height=Mm(14))
        _describe(shape._inline.docPr, "Logo", "Logo")
    book.add_paragraph(title_of(document), "Title")
    if document.subtitle:
        book.add_paragraph(safe(document.subtitle), "Subtitle")
    if document.demo:
        _shade(book.add_paragraph(DEMO_SENTENCE, "Nadruk"), look.colours["geel"])


def _write_header(book: Book, document: Document) -> None:
    words = book.sections[0].header.paragraphs[0]
    words.text = title_of(document)
    if document.demo:
        words.add_run(f" · {DEMO_WORD}").bold = True


def _write_footer(book: Book) -> None:
    """The version of the data, and the number of the page."""
    words = book.sections[0].footer.paragraphs[0]
    words.add_run(f"{MAKER}, versie van de gegevens {build_info(current_version())['data_versie']} · blad ")
    _field(words, "PAGE", "1")
    words.add_run(" van ")
    _field(words, "NUMPAGES", "1")


# ------------------------------------------------------------------ pieces


def _write_pieces(book: Book, pieces: Sequence[Piece], look: House) -> None:
    """A new page is a property of what follows: a break of its own would leave an empty line on top of that page."""
    broken = False
    for piece in pieces:
        if isinstance(piece, PageBreak):
            broken = True
            continue
        before = len(book.paragraphs)
        _WRITERS[type(piece)](book, piece, look)
        if broken:
            book.paragraphs[before].paragraph_format.page_break_before = True
        broken = False


def _heading(book: Book, piece: Heading, _look: House) -> None:
    book.add_heading(piece.text, piece.level)


def _paragraph(book: Book, piece: Paragraph, look: House) -> None:
    words = book.add_paragraph(piece.text, _STYLES[piece.kind])
    if piece.text.startswith(DEMO_WORD):
        words.runs[0].bold = True
        _shade(words, look.colours["geel"])


def _bullets(book: Book, piece: Bullets, _look: House) -> None:
    for item in piece.items:
        book.add_paragraph(item, "List Bullet")


def _write_lines(book: Book, piece: WriteLines, look: House) -> None:
    label = book.add_paragraph(piece.label, "Nadruk")
    label.paragraph_format.keep_with_next = True
    for place in range(piece.lines):
        line = book.add_paragraph("", "Normal")
        line.paragraph_format.space_before = Pt(10)
        line.paragraph_format.keep_with_next = place < piece.lines - 1
        _rule(line, look.colours["lichtgrijs"])


def _picture(book: Book, piece: Picture, _look: House) -> None:
    words = book.add_paragraph()
    words.paragraph_format.keep_with_next = True
    shape = words.add_run().add_picture(io.BytesIO(piece.png), width=Pt(piece.width))
    _describe(shape._inline.docPr, f"{piece.caption.kind} {piece.caption.number}", piece.alt)
    _write_caption(book, piece.caption, "")


def _describe(element, name: str, said: str) -> None:
    element.set("name", name)
    element.set("descr", said)


def _write_caption(book: Book, caption: Caption, part: str) -> Words:
    """A caption as Word makes them: it renumbers them when one is added."""
    words = book.add_paragraph(f"{caption.kind} ", "Caption")
    if part and not part.startswith("deel 1 "):
        words.add_run(str(caption.number))
    else:
        _field(words, f"SEQ {caption.kind} \\* ARABIC", str(caption.number))
    words.add_run(f". {caption.text}{f' ({part})' if part else ''}")
    return words


def _grid(book: Book, piece: Grid, look: House) -> None:
    _write_caption(book, piece.caption, piece.part).paragraph_format.keep_with_next = True
    table = book.add_table(1 + len(piece.rows), len(piece.columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _about(table, f"{piece.caption.kind} {piece.caption.number}", piece.caption.text)
    _set_widths(table, piece)
    lines = (piece.columns, *piece.rows)
    for number, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
        _fill(row, cells, piece, look, head=number == 0)
        if number == 0 or (piece.whole and number < len(piece.rows)):
            _keep_with_next(row)
    after = book.add_paragraph(f"{piece.note}." if piece.note else "", "Klein")
    after.paragraph_format.space_after = Pt(6)


def _about(table: WordTable, title: str, said: str) -> None:
    """Title and description for who cannot see the table; its first row and column are heads; little room in the cells."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    margins = _element("w:tblCellMar")
    for side, wide in (("top", 30), ("left", 60), ("bottom", 30), ("right", 60)):  # twentieths of a point
        margins.append(_element(f"w:{side}", w=str(wide), type="dxa"))
    properties.append(margins)
    properties.append(_element("w:tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="0", noVBand="1"))  # fmt: skip
    properties.append(_element("w:tblCaption", val=title))
    properties.append(_element("w:tblDescription", val=said))


def _set_widths(table: WordTable, piece: Grid) -> None:
    for column, wide in zip(table.columns, piece.widths, strict=True):
        column.width = Pt(wide)


def _fill(row, cells: tuple[str, ...], piece: Grid, look: House, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(_element("w:cantSplit"))
    if head:
        properties.append(_element("w:tblHeader"))
    # Not row.cells: it looks through the whole table again for every row.
    for index, (own, said) in enumerate(zip(row._tr.tc_lst, cells, strict=True)):
        _fill_cell(own, said, piece, index, look, head=head)


def _keep_with_next(row) -> None:
    for own in row._tr.tc_lst:
        Words(own.p_lst[0], None).paragraph_format.keep_with_next = True


def _fill_cell(own, said: str, piece: Grid, index: int, look: House, *, head: bool) -> None:
    own.width = Pt(piece.widths[index])
    words = Words(own.p_lst[0], None)
    words._p.get_or_add_pPr().append(_element("w:pStyle", val="Cel"))
    words.add_run(said).bold = True if head or index < piece.heads else None
    if index in piece.right:
        words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    edges, inside = own.get_or_add_tcPr(), _element("w:tcBorders")
    inside.append(_edge("bottom", look.colours["grijs" if head else "bleek"]))
    edges.append(inside)
    if head:
        edges.append(_element("w:shd", val="clear", color="auto", fill=look.colours["bleek"][1:]))


_WRITERS: dict[type[Piece], Callable] = {
    Heading: _heading, Paragraph: _paragraph, Bullets: _bullets, WriteLines: _write_lines,
    Picture: _picture, Grid: _grid,
}  # fmt: skip


# ------------------------------------------------------------------ what python-docx has no words for


def _element(name: str, **attributes: str):
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made


def _edge(side: str, colour: str):
    return _element(f"w:{side}", val="single", sz="4", space="1", color=colour[1:])


def _rule(words: Words, colour: str) -> None:
    """A line under a paragraph, and between it and a next one that has one too: Word takes those as one block."""
    borders = _element("w:pBdr")
    borders.append(_edge("bottom", colour))
    borders.append(_edge("between", colour))
    words._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _shade(words: Words, colour: str) -> None:
    shade = _element("w:shd", val="clear", color="auto", fill=colour[1:])
    words._p.get_or_add_pPr().insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")


def _field(words: Words, said: str, shown: str) -> None:
    """A field of Word with what it shows until Word counts again."""
    field = _element("w:fldSimple", instr=said)
    run = _element("w:r")
    text = _element("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    words._p.append(field)


def _repeatable(book: Book) -> bytes:
    """The file without the hour at which it was written."""
    written, target = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, _PLAIN_ZIP_TIME), given.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
