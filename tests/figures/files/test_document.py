"""A document as Word and as PDF: native and accessible, every text as it was typed, and the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from figures import Choice
from figures.catalogue import view
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_SENTENCE, DEMO_WORD
from figures.files.document.blocks import (
    Bullets,
    Contents,
    Document,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
    WriteLines,
)
from figures.files.document.layout import Grid, laid_out, safe
from figures.files.document.pdf import to_pdf
from figures.files.document.word import to_docx

HOSTILE = (
    "<w:p>&amp;</w:p> ]]>", "#let x = 1 #panic()", "$sum_1^2$ *vet* _schuin_ `code`", "= kop\n- lijst\n/ term: x", "\\u{41} \\\"",
    "@iemand <label> #import \"x\"", "${jndi:x} {{7*7}}", "// weg /* weg */", "één ‘citaat’ € 5", "=1+1",
)  # fmt: skip
pytestmark = pytest.mark.usefixtures("on_demo")


def shown(name: str, form: str = "", **chosen: object) -> Exhibit:
    return exhibit(view(name, form, Choice(**chosen)))


def of(*blocks: object, title: str = "Titel", demo: bool = False) -> Document:
    return Document(title, "Ondertitel", tuple(blocks), ("Het einde.",), demo)


def word(document: Document) -> docx.document.Document:
    return docx.Document(io.BytesIO(to_docx(document)))


def pdf(document: Document) -> PdfReader:
    return PdfReader(io.BytesIO(to_pdf(document)))


def words(book: docx.document.Document) -> str:
    """Every text of the body, what fields show included."""
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in book.element.body.iter(qn("w:p")))


def plain(reader: PdfReader) -> str:
    """All text, without the spaces that setting it put in or took out."""
    return re.sub(r"\s+", "", "".join(page.extract_text() for page in reader.pages))


def cells(table: docx.table.Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row.cells) for row in table.rows]


def everything() -> Document:
    return of(
        Heading("Hoofdstuk"), Heading("Deel", 2), Paragraph("Gewoon."), Paragraph("Klein.", "klein"), Paragraph("Sterk.", "nadruk"),
        Bullets(("een", "twee")), FigureBlock(shown("aanmeldingen", "kaart"), "Waar ze zijn"), FigureBlock(shown("oproepen")),
        TableBlock(shown("aanmeldingen").table, "Per jaar"), WriteLines("Afspraken", 3), PageBreak(), Heading("Slot"), demo=True,
    )  # fmt: skip


# ------------------------------------------------------------------ Word


def test_headings_lists_tables_and_captions_are_native() -> None:
    book = word(everything())
    styles = [(p.style.name, p.text) for p in book.paragraphs]
    assert ("Title", "Titel") in styles
    assert ("Heading 1", "Hoofdstuk") in styles
    assert ("Heading 2", "Deel") in styles
    assert [text for name, text in styles if name == "List Bullet"] == ["een", "twee"]
    assert [text for name, text in styles if name == "Caption"] == [
        "Figuur . Waar ze zijn",
        f"Tabel . {shown('oproepen').figure.title}, {shown('oproepen').figure.period}",
        "Tabel . Per jaar",
    ]  # the numbers are fields, which Word counts itself
    assert "Figuur 1. Waar ze zijn" in words(book)
    assert "Tabel 2. Per jaar" in words(book)
    fields = [f.get(qn("w:instr")) for f in book.element.body.iter(qn("w:fldSimple"))]
    assert fields == ["SEQ Figuur \\* ARABIC", "SEQ Tabel \\* ARABIC", "SEQ Tabel \\* ARABIC"]


def test_a_table_has_the_cells_of_the_figure_a_head_that_repeats_and_a_description() -> None:
    book, own = word(everything()), shown("oproepen").table
    assert cells(book.tables[0]) == [own.columns, *own.rows]
    for table in book.tables:
        head, *rest = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert [row for row in rest if row._tr.trPr.find(qn("w:tblHeader")) is not None] == []
        assert table._tbl.tblPr.find(qn("w:tblDescription")).get(qn("w:val"))


def test_a_picture_has_an_alternative_text_and_300_dots_per_inch() -> None:
    book = word(everything())
    (shape,) = book.inline_shapes
    assert shape._inline.docPr.get("descr") == shown("aanmeldingen", "kaart").alt
    assert shape.width.inches == pytest.approx(6.9, abs=0.01)
    (image,) = [part for part in book.part.related_parts.values() if part.partname.startswith("/word/media")]
    assert image.image.px_width == pytest.approx(300 * 6.9, abs=2)


def test_everything_that_belongs_to_a_figure_stands_under_it_once() -> None:
    own = shown("aanmeldingen", "kaart")
    said = words(word(of(FigureBlock(own))))
    for line in (own.sentence, *own.footnotes):
        assert said.count(safe(line)) == 1
    assert len(own.figure.caveats) > 3


def test_the_page_is_a4_in_dutch_and_the_properties_are_fixed() -> None:
    book = word(everything())
    page = book.sections[0]
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    languages = {e.get(qn("w:val")) for e in book.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-BE"}
    about = book.core_properties
    assert (about.title, about.author, about.language, about.last_modified_by) == (
        "Titel",
        "1G1P-monitor",
        "nl-BE",
        "1G1P-monitor",
    )
    assert (about.created.hour, about.created.minute) == (0, 0)


def test_demo_stands_on_top_and_in_the_header_and_only_then() -> None:
    made, real = word(everything()), word(of(Paragraph("Iets.")))
    assert DEMO_SENTENCE in words(made)
    assert DEMO_WORD in made.sections[0].header.paragraphs[0].text
    assert DEMO_WORD not in words(real) + real.sections[0].header.paragraphs[0].text


def test_a_page_break_leaves_no_empty_paragraph() -> None:
    book = word(of(Paragraph("Een."), PageBreak(), Heading("Twee")))
    breaks = [p.text for p in book.paragraphs if p.paragraph_format.page_break_before]
    assert breaks == ["Twee"]
    assert [p.text for p in book.paragraphs if not p.text] == []


def test_room_to_write_has_as_many_lines_as_asked() -> None:
    book = word(of(WriteLines("Afspraken", 3)))
    assert len([p for p in book.paragraphs if p._p.find(f".//{qn('w:pBdr')}") is not None]) == 3


def test_the_contents_are_a_field_of_word_filled_in_with_the_pages_of_the_pdf() -> None:
    chapters = [block for n in range(1, 4) for block in (PageBreak(), Heading(f"Hoofdstuk {n}"), Heading("Deel", 2))]
    document = of(Contents("Inhoud"), *chapters)
    lines = [p for sdt in word(document).element.body.iter(qn("w:sdt")) for p in sdt.iter(qn("w:p"))]
    said = [[t.text for t in line.iter(qn("w:t"))] for line in lines]
    assert said == [["Hoofdstuk 1", "2"], ["Hoofdstuk 2", "3"], ["Hoofdstuk 3", "4"]]
    (field,) = (i.text for line in lines for i in line.iter(qn("w:instrText")))
    assert field == ' TOC \\o "1-1" \\h \\z \\u '
    marks = {mark.get(qn("w:name")) for mark in word(document).element.body.iter(qn("w:bookmarkStart"))}
    assert {link.get(qn("w:anchor")) for line in lines for link in line.iter(qn("w:hyperlink"))} <= marks
    assert [entry.title for entry in pdf(document).outline if not isinstance(entry, list)] == ["Hoofdstuk 1", "Hoofdstuk 2", "Hoofdstuk 3"]  # fmt: skip


def test_word_begins_its_pages_where_the_pdf_does() -> None:
    """Also after a list that is cut between two pages and a table that goes on."""
    long = Bullets(tuple(f"Punt {n}." for n in range(90)))
    document = of(
        long,
        Paragraph("Na de lijst."),
        TableBlock(shown("aanmeldingen", per="maand").table, "Per maand"),
        Paragraph("Slot."),
    )
    tops = [plain_text(page.extract_text().splitlines()[1:3]) for page in pdf(document).pages][1:]
    begins = [p.text for p in word(document).paragraphs if p.paragraph_format.page_break_before]
    assert begins
    assert len(begins) == len(tops)
    assert [
        said
        for said, top in zip(begins, tops, strict=True)
        if plain_text([said.replace("Tabel . ", "")])[:12] not in top
    ] == []


def plain_text(lines: list[str]) -> str:
    return re.sub(r"\s+", "", "".join(lines))


def test_a_text_points_to_its_figure_and_to_a_chapter_and_to_nothing_that_is_not_there() -> None:
    own = shown("aanmeldingen", "kaart")
    document = of(
        Paragraph("Zie.", see=(own.address, "bijlage", "weg")), Bullets((Paragraph("Punt.", see=("bijlage",)), "Los.")),
        Paragraph("Alleen.", see=("weg",)), FigureBlock(own, annex="bijlage"), PageBreak(), Heading("Bijlage B. Alles", key="bijlage"),
    )  # fmt: skip
    for said in (words(word(document)), "\n".join(page.extract_text() for page in pdf(document).pages)):
        assert "Zie. (Figuur 1, pagina 1; Bijlage B, pagina 2)" in said
        assert "Punt. (Bijlage B, pagina 2)" in said
        assert "Alleen." in said.splitlines()
        assert "de herkomst (Bijlage B, pagina 2)" in said


def test_with_an_annex_a_figure_is_low_and_stays_with_its_words() -> None:
    own = shown("aanmeldingen", "staaf")
    whole, low = (word(of(FigureBlock(own, annex=key))) for key in ("", "bijlage"))
    assert low.inline_shapes[0].height < 0.85 * whole.inline_shapes[0].height
    assert low.inline_shapes[0].width == whole.inline_shapes[0].width
    *kept, last = low.paragraphs[3:-1]  # after title, subtitle and word of a demo; the closing line stands apart
    assert last.text.startswith("Lees ook: C4")
    assert len(kept) > 3
    assert [p.text for p in kept if not p.paragraph_format.keep_with_next] == []


# ------------------------------------------------------------------ PDF


def test_the_pdf_is_tagged_in_dutch_with_a_title_and_embedded_fonts() -> None:
    made = pdf(everything())
    root = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"].startswith("nl")
    assert made.metadata.title == "Titel"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    fonts = [f.get_object() for page in made.pages for f in page["/Resources"].get("/Font", {}).values()]
    kinds = {str(f["/DescendantFonts"][0].get_object()["/BaseFont"]) for f in fonts}
    assert kinds
    assert all(re.match(r"/[A-Z]{6}\+DejaVuSans", kind) for kind in kinds)
    assert {(round(p.mediabox.width), round(p.mediabox.height)) for p in made.pages} == {(595, 842)}


def test_the_pdf_says_what_the_word_document_says() -> None:
    said = plain(pdf(everything()))
    own = shown("aanmeldingen", "kaart")
    for line in (
        own.sentence,
        *own.footnotes,
        "Figuur 1. Waar ze zijn",
        "Tabel 2. Per jaar",
        "Afspraken",
        DEMO_SENTENCE,
    ):
        assert re.sub(r"\s+", "", line) in said, line


def test_the_alternative_text_is_in_the_tags() -> None:
    made = pdf(everything())
    alts = [str(tag["/Alt"]) for tag in _tags(made.trailer["/Root"]["/StructTreeRoot"]) if "/Alt" in tag]
    assert shown("aanmeldingen", "kaart").alt in alts


def _tags(tag: object) -> Iterator[dict]:
    found = tag.get_object() if hasattr(tag, "get_object") else tag
    if isinstance(found, dict):
        yield found
        inside = found.get("/K", [])
        for one in inside if isinstance(inside, list) else [inside]:
            yield from _tags(one)
    elif isinstance(found, list):
        for one in found:
            yield from _tags(one)


def test_a_long_address_stays_on_the_page() -> None:
    address = "/terugvinden?" + "&".join(f"sleutel{n}=waarde{n}" for n in range(30))
    made = pdf(of(Paragraph(f"Adres: {address}", "klein")))
    lines = [line for page in made.pages for line in page.extract_text().splitlines()]
    assert address in plain(made)
    assert len([line for line in lines if "=waarde" in line]) > 3
    assert max(map(len, lines)) < 140  # what fits between the margins in letters of 7 points


# ------------------------------------------------------------------ both


@pytest.mark.parametrize("write", [to_docx, to_pdf])
def test_the_same_document_gives_the_same_bytes(write) -> None:
    assert write(everything()) == write(everything())


def test_no_part_of_the_word_file_says_when_it_was_written() -> None:
    with zipfile.ZipFile(io.BytesIO(to_docx(everything()))) as file:
        assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("said", HOSTILE)
def test_what_looks_like_markup_stays_text(said: str) -> None:
    document = of(Heading(said), Paragraph(said), Bullets((said,)), WriteLines(said), title=said)
    book, made = word(document), plain(pdf(document))
    parts = [safe(part) for part in said.splitlines()]
    assert book.paragraphs[0].text == safe(said)
    assert [p.text for p in book.paragraphs].count(safe(said)) >= (4 if len(parts) == 1 else 3)
    assert made.count(re.sub(r"\s+", "", said)) >= 4


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_at_all_can_be_written(said: str) -> None:
    document = of(Paragraph(said), Heading(said), WriteLines(said), Bullets((said,)), title=said)
    book = word(document)
    assert all(safe(part) in {p.text for p in book.paragraphs} for part in said.splitlines() if safe(part))
    assert to_pdf(document).startswith(b"%PDF")


@pytest.mark.parametrize(("levels", "made"), [((2, 3), (1, 2)), ((1, 3, 1), (1, 2, 1)), ((1, 9, 9, 9), (1, 2, 3, 3))])
def test_headings_skip_no_level(levels: tuple[int, ...], made: tuple[int, ...]) -> None:
    document = of(*(Heading("Kop", level) for level in levels))
    assert tuple(int(p.style.name[-1]) for p in word(document).paragraphs if p.text == "Kop") == made
    assert to_pdf(document).startswith(b"%PDF")


def test_signs_of_any_language_can_be_written() -> None:
    document = of(Paragraph("日本語 😀 ﷽ שלום ‮"), title="")
    assert to_pdf(document).startswith(b"%PDF")
    assert word(document).paragraphs[0].text == "1G1P-monitor"


def test_a_table_that_is_too_wide_goes_on_below_with_every_cell() -> None:
    own = shown("aanmeldingen", "tabel", per="maand").table
    grids = [piece for piece in laid_out(of(TableBlock(own, "Per maand"))) if isinstance(piece, Grid)]
    assert len(grids) > 1
    assert {g.caption.number for g in grids} == {1}
    assert [g.part for g in grids] == [f"deel {n} van {len(grids)}" for n in range(1, len(grids) + 1)]
    together = [sum((g.rows[i][g.heads :] for g in grids), own.rows[i][: own.heads]) for i in range(len(own.rows))]
    assert together == [tuple(safe(cell) for cell in row) for row in own.rows]
    assert all(sum(g.widths) <= 6.9 * 72 for g in grids)


def test_a_figure_without_data_says_so_and_keeps_its_source() -> None:
    empty = shown("aanmeldingen", "lijn", van=date(2090, 1, 1))
    assert empty.figure.empty
    said = words(word(of(FigureBlock(empty, "Later"))))
    assert "Later. Er zijn geen gegevens voor deze keuze." in said
    assert empty.figure.stamp in said
