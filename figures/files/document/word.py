"""A document as Word: native headings, tables and captions that can be edited, and the same bytes for the same document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime

import docx
from docx.document import Document as Book
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as Line

from figures.drawing.house import MAKER, House, house
from figures.figure import DEMO_SENTENCE, DEMO_WORD, build_info
from figures.files.document.blocks import Document, PageBreak, WriteLines
from figures.files.document.layout import (
    Caption,
    Chapters,
    Grid,
    Items,
    Picture,
    Piece,
    Target,
    Title,
    Words,
    laid_out,
    safe,
    title_of,
)
from figures.files.document.pdf import Place, foot, name_of, typeset
from figures.files.document.wordml import bookmark, contents, edge, element, field, link, rule, run, shade
from queries import current_version

LANGUAGE = "nl-BE"
SMALL, CELL = 7.5, 7  # points
_PITCH = 1.17  # of the size of the letters, from line to line: a page then holds as many lines in every program
_BY_HAND = 20  # points between two lines to write on
_PLAIN_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
# Word shows these ones; python-docx's own template names them in English, which Word translates by itself.
_LISTED = tuple((f"toc {level}", 9, False) for level in (1, 2, 3))  # Word knows these by this name
_STYLES = {"gewoon": "Normal", "klein": "Klein", "nadruk": "Nadruk"}


def to_docx(document: Document) -> bytes:
    """The document as .docx, A4, in Dutch of Belgium, its pictures with alternative texts."""
    look, book = house(), docx.Document()
    _set_page(book, look)
    _set_styles(book, look)
    _set_properties(book, document)
    _write_top(book, document, look)
    _Writer(book, look, laid_out(document), typeset(document).places).write()
    _write_header(book, document)
    _write_footer(book, look)
    return _repeatable(book)


# ------------------------------------------------------------------ page, styles and properties


def _set_page(book: Book, look: House) -> None:
    page, widths = book.sections[0], look.widths
    page.page_width, page.page_height = Mm(widths["blad"]), Mm(widths["hoogte"])
    page.left_margin = page.right_margin = Mm(widths["marge_zij"])
    page.top_margin, page.bottom_margin = Mm(widths["marge_boven"]), Mm(widths["marge_onder"])
    page.header_distance = page.footer_distance = Mm(10)


def _text_width(look: House) -> float:
    """Points between the margins."""
    return Mm(look.widths["blad"] - 2 * look.widths["marge_zij"]).pt


def _set_styles(book: Book, look: House) -> None:
    text, blue, grey = (RGBColor.from_string(look.colours[c][1:].upper()) for c in ("tekst", "donkerblauw", "grijs"))
    _dress(book, "Normal", look, 9, text, after=4)
    _set_language(book)
    for name, size, above in (("Title", 20, 0), ("Heading 1", 15, 10), ("Heading 2", 12, 8), ("Heading 3", 10, 6)):
        style = _dress(book, name, look, size, blue, bold=True, above=above, after=4)
        style.paragraph_format.keep_with_next = True
    _dress(book, "Subtitle", look, 10, text, after=6)
    _dress(book, "Caption", look, 8.5, text, bold=True, above=2, after=3)
    bullet = _dress(book, "List Bullet", look, 9, text, after=2).paragraph_format
    bullet.left_indent, bullet.first_line_indent = Pt(10), Pt(-10)
    for name, size, bold in (("Klein", SMALL, False), ("Nadruk", 9, True), ("Cel", CELL, False), *_LISTED):
        book.styles.add_style(name, 1).base_style = book.styles["Normal"]
        _dress(
            book, name, look, size, text, bold=bold, above=4 if name == "Nadruk" else 0, after=0 if name == "Cel" else 1
        )
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
    style.paragraph_format.line_spacing = Pt(round(_PITCH * size, 1))
    for spread in style.element.rPr.findall(qn("w:spacing")):  # letters further apart, in the template
        style.element.rPr.remove(spread)
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
        properties.append(element("w:lang", val=LANGUAGE, eastAsia=LANGUAGE, bidi="ar-SA"))


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
        words = book.add_paragraph()
        words.paragraph_format.line_spacing = 1.0  # a fixed line would cut the picture
        shape = words.add_run().add_picture(io.BytesIO(look.logo), height=Mm(14))
        _describe(shape._inline.docPr, "Logo", "Logo")
    book.add_paragraph(title_of(document), "Title")
    if document.subtitle:
        book.add_paragraph(safe(document.subtitle), "Subtitle")
    if document.demo:
        shade(book.add_paragraph(DEMO_SENTENCE, "Nadruk"), look.colours["geel"])


def _write_header(book: Book, document: Document) -> None:
    words = book.sections[0].header.paragraphs[0]
    words.text = title_of(document)
    if document.demo:
        words.add_run(f" · {DEMO_WORD}").bold = True


def _write_footer(book: Book, look: House) -> None:
    """Who made it, the stamp of the data, and the number of the page."""
    words = book.sections[0].footer.paragraphs[0]
    book.styles["Footer"].paragraph_format.tab_stops.clear_all()
    words.paragraph_format.tab_stops.add_tab_stop(Pt(_text_width(look)), WD_TAB_ALIGNMENT.RIGHT)
    words.add_run(f"{foot()}\tpagina ")
    words._p.append(field("PAGE", "1"))
    words.add_run(" van ")
    words._p.append(field("NUMPAGES", "1"))


# ------------------------------------------------------------------ pieces


class _Writer:
    """Writes the pieces one after another. `places`: that of each piece in the PDF: Word begins its pages at the same pieces, so
    that a page has one number in both, also in the table of contents, before Word has counted anything."""

    def __init__(self, book: Book, look: House, pieces: Sequence[Piece], places: Sequence[Sequence[Place]]) -> None:
        self.book, self.look = book, look
        self._placed = list(zip(pieces, places, strict=True))
        self._pages = {name: place[0].page for piece, place in self._placed if (name := name_of(piece))}
        self._marks = 0

    def write(self) -> None:
        """A new page is a property of what follows: a break of its own would leave an empty line on top of that page."""
        for piece, places in self._placed:
            if isinstance(piece, PageBreak):
                continue
            body = self.book.element.body
            before = len(body)
            _WRITERS[type(piece)](self, piece)
            # One paragraph for each item of a list; of all else only the first begins the page. The section stays last.
            for place, made in zip(places, body[before - 1 :], strict=False):
                if place.first and place.page > 1:
                    Line(made, None).paragraph_format.page_break_before = True

    def mark(self, words: Line, name: str, first: int = 0, last: int | None = None) -> None:
        """A bookmark in a paragraph."""
        self._marks += 1
        bookmark(words, name, self._marks, first, last)

    def point(self, words: Line, see: Sequence[Target]) -> None:
        """Where a text points to, in brackets at its end: fields, which Word counts again."""
        for place, target in enumerate(see):
            words.add_run("; " if place else " (")
            page = field(f"PAGEREF {target.name} \\h", str(self._pages[target.name]))
            words._p.append(link(target.name, run(f"{target.label}, pagina "), page))
        if see:
            words.add_run(")")

    def contents(self, piece: Chapters) -> None:
        """The chapters with their pages."""
        self.book.add_paragraph(piece.title, "Nadruk").paragraph_format.keep_with_next = True
        entries = [(one.text, one.level, one.name, self._pages[one.name]) for one in piece.titles]
        if entries:
            contents(self.book, entries, piece.depth, _text_width(self.look))

    def title(self, piece: Title) -> None:
        """A native heading."""
        self.mark(self.book.add_heading(piece.text, piece.level), piece.name)

    def words(self, piece: Words) -> None:
        """A paragraph."""
        made = self.book.add_paragraph(piece.text, _STYLES[piece.kind])
        if piece.text.startswith(DEMO_WORD):
            made.runs[0].bold = True
            shade(made, self.look.colours["geel"])
        if piece.keep or piece.kind == "nadruk":
            made.paragraph_format.keep_with_next = True
        self.point(made, piece.see)

    def items(self, piece: Items) -> None:
        """A list."""
        for item in piece.items:
            made = self.book.add_paragraph(item.text, "List Bullet")
            made.paragraph_format.keep_with_next = piece.keep
            self.point(made, item.see)

    def lines(self, piece: WriteLines) -> None:
        """Room to write by hand."""
        label = self.book.add_paragraph(piece.label, "Nadruk")
        label.paragraph_format.keep_with_next = True
        for place in range(piece.lines):
            line = self.book.add_paragraph("", "Normal")
            line.paragraph_format.space_after, line.paragraph_format.line_spacing = Pt(0), Pt(_BY_HAND)
            line.paragraph_format.keep_with_next = place < piece.lines - 1
            rule(line, self.look.colours["lichtgrijs"])

    def picture(self, piece: Picture) -> None:
        """A picture with its alternative text and, under it, its caption."""
        words = self.book.add_paragraph()
        words.paragraph_format.keep_with_next = True
        words.paragraph_format.space_after, words.paragraph_format.line_spacing = (
            Pt(0),
            1.0,
        )  # a fixed line would cut it
        shape = words.add_run().add_picture(io.BytesIO(piece.png), width=Pt(piece.width))
        _describe(shape._inline.docPr, piece.caption.target.label, piece.alt)
        self.caption(piece.caption).paragraph_format.keep_with_next = True

    def caption(self, caption: Caption, part: str = "", *, goes_on: bool = False) -> Line:
        """A caption as Word makes them: it renumbers them when one is added. A bookmark is around 'Figuur 3'."""
        words = self.book.add_paragraph(f"{caption.kind} ", "Caption")
        if goes_on:
            words.add_run(str(caption.number))
        else:
            words._p.append(field(f"SEQ {caption.kind} \\* ARABIC", str(caption.number)))
        words.add_run(f". {caption.text}{f' ({part})' if part else ''}")
        if not goes_on:
            self.mark(words, caption.target.name, 0, 2)
        return words

    def grid(self, piece: Grid) -> None:
        """A native table with its caption above it and what its signs mean below it."""
        self.caption(piece.caption, piece.part, goes_on=piece.goes_on).paragraph_format.keep_with_next = True
        _grid(self.book, piece, self.look)
        after = self.book.add_paragraph(f"{piece.note}." if piece.note else "", "Klein")
        after.paragraph_format.space_after = Pt(4)
        after.paragraph_format.keep_with_next = piece.ends


_WRITERS: dict[type[Piece], Callable[[_Writer, Piece], None]] = {
    Title: _Writer.title, Words: _Writer.words, Items: _Writer.items, Chapters: _Writer.contents,
    WriteLines: _Writer.lines, Picture: _Writer.picture, Grid: _Writer.grid,
}  # fmt: skip


def _describe(shape, name: str, said: str) -> None:
    shape.set("name", name)
    shape.set("descr", said)


# ------------------------------------------------------------------ tables


def _grid(book: Book, piece: Grid, look: House) -> None:
    table = book.add_table(1 + len(piece.rows), len(piece.columns))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _about(table, piece.caption.target.label, piece.caption.text)
    _set_widths(table, piece)
    lines = (piece.columns, *piece.rows)
    for number, (row, cells) in enumerate(zip(table.rows, lines, strict=True)):
        _fill(row, cells, piece, look, head=number == 0)
        if number == 0 or (piece.whole and (piece.ends or number < len(piece.rows))):
            _keep_with_next(row)


def _about(table: WordTable, title: str, said: str) -> None:
    """Title and description for who cannot see the table; its first row and column are heads; little room in the cells."""
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    margins = element("w:tblCellMar")
    for side, wide in (("top", 12), ("left", 60), ("bottom", 12), ("right", 60)):  # twentieths of a point
        margins.append(element(f"w:{side}", w=str(wide), type="dxa"))
    properties.append(margins)
    properties.append(element("w:tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noHBand="0", noVBand="1"))  # fmt: skip
    properties.append(element("w:tblCaption", val=title))
    properties.append(element("w:tblDescription", val=said))


def _set_widths(table: WordTable, piece: Grid) -> None:
    for column, wide in zip(table.columns, piece.widths, strict=True):
        column.width = Pt(wide)


def _fill(row, cells: tuple[str, ...], piece: Grid, look: House, *, head: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))
    # Not row.cells: it looks through the whole table again for every row.
    for index, (own, said) in enumerate(zip(row._tr.tc_lst, cells, strict=True)):
        _fill_cell(own, said, piece, index, look, head=head)


def _keep_with_next(row) -> None:
    for own in row._tr.tc_lst:
        Line(own.p_lst[0], None).paragraph_format.keep_with_next = True


def _fill_cell(own, said: str, piece: Grid, index: int, look: House, *, head: bool) -> None:
    own.width = Pt(piece.widths[index])
    words = Line(own.p_lst[0], None)
    words._p.get_or_add_pPr().append(element("w:pStyle", val="Cel"))
    words.add_run(said).bold = True if head or index < piece.heads else None
    if index in piece.right:
        words.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    edges, inside = own.get_or_add_tcPr(), element("w:tcBorders")
    inside.append(edge("bottom", look.colours["grijs" if head else "bleek"]))
    edges.append(inside)
    if head:
        edges.append(element("w:shd", val="clear", color="auto", fill=look.colours["bleek"][1:]))


# ------------------------------------------------------------------ the file


def _repeatable(book: Book) -> bytes:
    """The file without the hour at which it was written."""
    written, target = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in given.namelist():
            made.writestr(zipfile.ZipInfo(name, _PLAIN_ZIP_TIME), given.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
