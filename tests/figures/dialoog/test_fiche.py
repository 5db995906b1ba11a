"""The dialoogfiche read back: its numbers are those of the figures, its caveats all there, its notes kept as written."""

from __future__ import annotations

import io
import re
from datetime import date
from pathlib import Path

import docx
import polars as pl
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as Words
from pypdf import PdfReader

from figures import text
from figures.__main__ import main
from figures.catalogue import TABLE
from figures.dialoog import dialogue
from figures.dialoog.fiche import ANNEXED, FORMATS, agreed, fiche, file_name, files
from figures.figure import Choice
from figures.files.document.blocks import Document, FigureBlock, Heading, PageBreak, WriteLines
from figures.files.document.layout import in_short
from figures.files.document.pdf import to_pdf
from figures.files.document.word import to_docx
from figures.finding_back.ledger import look_up
from notes import store
from tests.figures.dialoog.test_dialogue import RANKING

AREA = "gent"
ADDRESS = re.compile(r"/terugvinden\?\S+")
# Words of a program, and ids of areas, that no reader should meet.
NO_DUTCH = re.compile(
    r"\b(None|nan|null|True|False|the|and|of the|noord-west-vl|zuid-west-vl|waas-dender|zuid-limburg)\b"
)
HOSTILE = "*geen* #markup $x$ <b>vet</b> & \\emph{tex} `code` [link](http://x)"


@pytest.fixture(autouse=True)
def own_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(store.NOTES_VARIABLE, str(tmp_path / "notities.db"))
    return tmp_path / "notities.db"


def read(content: bytes):
    return docx.Document(io.BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in read(content).paragraphs]


def everything(content: bytes) -> str:
    """Every text of a document, cells included, with single spaces."""
    book = read(content)
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return " ".join(" ".join([*(p.text for p in book.paragraphs), *cells]).split())


def plain(said: str) -> str:
    return " ".join(said.split())


def shown_by(content: bytes) -> str:
    """Every text of the body as a reader sees it, what fields and links show included."""
    parts = read(content).element.body.iter(qn("w:p"))
    return plain(" ".join("".join(t.text or "" for t in part.iter(qn("w:t"))) for part in parts))


def contents_of(content: bytes) -> list[tuple[Words, str]]:
    """The paragraphs of the table of contents, each with the page it shows."""
    body = read(content).element.body
    lines = [Words(p, None) for sdt in body.iter(qn("w:sdt")) for p in sdt.iter(qn("w:p"))]
    return [(line, [t.text for t in line._p.iter(qn("w:t"))][-1]) for line in lines]


def figures_in(made: Document) -> list[FigureBlock]:
    return [block for block in made.blocks if isinstance(block, FigureBlock)]


def words(made: Document) -> list[str]:
    """Every text that the fiche adds to its figures."""
    found: list[str] = [made.title, made.subtitle, *made.closing]
    for block in made.blocks:
        items = (getattr(item, "text", item) for item in getattr(block, "items", ()))
        found += [getattr(block, "text", ""), getattr(block, "label", ""), *items]
    return [one for one in found if one and not one.startswith("‘")]  # a quote is of who wrote it


@pytest.fixture(scope="module")
def made(stand, demo_warehouse: Path) -> tuple[Document, bytes]:
    """The fiche of one area on the generated demo, and as Word."""
    stand(demo_warehouse)
    document = fiche(AREA, Choice(), ())
    return document, to_docx(document)


# ------------------------------------------------------------------ numbers and caveats


def test_every_cell_of_every_table_is_the_cell_of_its_figure(made: tuple[Document, bytes]) -> None:
    document, content = made
    written = [[plain(cell.text) for cell in row.cells] for table in read(content).tables for row in table.rows]
    tables = [block.exhibit.table for block in figures_in(document) if block.exhibit.view.form == TABLE]
    assert len(tables) > 8
    for table in tables:
        for row in table.rows:
            assert [plain(cell) for cell in row] in written, table.caption


def test_the_values_of_then_and_now_are_those_of_the_measure_itself(made: tuple[Document, bytes]) -> None:
    document, content = made
    written = [[plain(cell.text) for cell in row.cells] for table in read(content).tables for row in table.rows]
    compared = [b.exhibit for b in figures_in(document) if b.exhibit.view.name.endswith("_vergelijking")]
    assert len(compared) == 4
    for shown in compared:
        own = dialogue.figure(shown.figure.name, Choice()).data
        for row in shown.figure.data.iter_rows(named=True):
            then, now = (
                own.row(by_predicate=(pl.col("gebied") == row["gebied"]) & (pl.col("periode") == day), named=True)
                for day in (row["periode"], row["periode_2"])
            )
            cells = [text.cell(one["waarde"], one["toestand"], shown.figure.decimals) for one in (then, now)]
            assert [line for line in written if line[:3] == [row["naam"], *cells]]


def test_every_figure_brings_its_sentence_its_caveats_its_stamp_and_its_source(made: tuple[Document, bytes]) -> None:
    document, content = made
    whole = everything(content)
    for block in figures_in(document):
        shown = block.exhibit
        assert plain(shown.sentence) in whole
        assert shown.figure.stamp in whole
        assert plain(shown.figure.source_text) in whole
        assert [c.id for c in shown.figure.caveats if plain(c.short) not in whole] == []
        assert [b.id for b in shown.figure.breaks if plain(b.text) not in whole] == []


def test_the_sentences_of_the_story_are_there(made: tuple[Document, bytes]) -> None:
    whole, told = everything(made[1]), dialogue.story(AREA, Choice())
    for one in (*told.brief, *told.findings, *told.questions, *told.untold):
        assert plain(one.sentence) in whole
    assert all(plain(one.rule) in whole for one in told.findings)
    assert all(one.exhibit.figure.stamp in whole for one in (*told.findings, *told.questions))


def test_it_has_headings_captions_alternative_texts_and_the_demo_word(made: tuple[Document, bytes]) -> None:
    document, content = made
    book = read(content)
    headings = [p.text for p in book.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [block.text for block in document.blocks if isinstance(block, Heading)]
    pictures = [b.exhibit for b in figures_in(document) if b.exhibit.view.form != TABLE]
    alts = [shape._inline.docPr.get("descr") for shape in book.inline_shapes]
    assert [plain(a) for a in alts] == [plain(shown.alt) for shown in pictures]
    captions = [p.text for p in book.paragraphs if p.style.name == "Caption"]
    assert len([c for c in captions if c.startswith("Figuur")]) == len(pictures)
    assert document.demo
    assert "DEMOGEGEVENS" in everything(content)


def test_what_is_taken_to_the_table_comes_first_then_the_figures_and_then_the_annexes(
    made: tuple[Document, bytes],
) -> None:
    headings = [block.text for block in made[0].blocks if isinstance(block, Heading)]
    assert headings[:6] == [
        "In het kort", "Wat opvalt, en door welke regel", "Vragen voor het gesprek", "Registratiekwaliteit in het kort",
        "Wat deze cijfers niet zeggen", "Afspraken van een vorige dialoog",
    ]  # fmt: skip
    chapters = [block.text for block in made[0].blocks if isinstance(block, Heading) and block.level == 1]
    assert chapters == [
        "In het kort", "Aanmeldingen", "Binnen de maand", "Trajecten", "Toen en nu", "Afspraken en opmerkingen", "Bijlage A. Wie",
        "Bijlage B. Personeel en middelen", "Bijlage C. Registratiekwaliteit", "Bijlage D. Tabellen bij de figuren",
        "Bijlage E. Kanttekeningen, breuken en herkomst",
    ]  # fmt: skip
    assert set(ANNEXED) <= {part.heading for part in dialogue.story(AREA, Choice()).parts}


def test_the_main_part_can_be_read_in_an_hour_and_word_and_pdf_have_the_same_pages(
    made: tuple[Document, bytes],
) -> None:
    """What the contents say, every pointer and every caption: one page number in both."""
    document, content = made
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(to_pdf(document))).pages]
    where = {said: n for n, page in enumerate(pages, 1) for said in re.findall(r"((?:Figuur|Tabel) \d+)\. ", page)}
    assert len(where) == len(figures_in(document))
    pointed = re.findall(r"((?:Figuur|Tabel) \d+), pagina (\d+)", shown_by(content))
    assert len(pointed) > 40
    assert [(said, page) for said, page in pointed if where[said] != int(page)] == []
    listed = {p.text.split("\t")[0]: int(page) for p, page in contents_of(content)}
    assert next(page for said, page in listed.items() if said.startswith("Bijlage A")) <= 12
    assert [said for said, page in listed.items() if said not in pages[page - 1]] == []
    assert pages[-1].endswith(f"pagina {len(pages)} van {len(pages)}")


def test_the_long_text_of_a_caveat_stands_once_and_its_number_with_every_figure(made: tuple[Document, bytes]) -> None:
    document, content = made
    whole = everything(content)
    caveats = {caveat for block in figures_in(document) for caveat in block.exhibit.figure.caveats}
    assert [c.id for c in caveats if whole.count(plain(f"‘{c.quote}’ (")) != 1] == []
    assert [c.id for c in caveats if c.severity == "info" and whole.count(plain(c.short)) != 1] == []
    for block in figures_in(document):
        near = " ".join(in_short(block.exhibit))
        assert [c.id for c in block.exhibit.figure.caveats if c.severity != "info" and c.short not in near] == []


def test_there_is_room_to_write_with_every_part(made: tuple[Document, bytes]) -> None:
    labels = [block.label for block in made[0].blocks if isinstance(block, WriteLines)]
    assert len(labels) >= 8
    assert {f"Opmerkingen bij ‘{part.heading}’" for part in dialogue.story(AREA, Choice()).parts} <= set(labels)


def test_nothing_ranks(made: tuple[Document, bytes]) -> None:
    assert [hit[0] for said in words(made[0]) for hit in RANKING.finditer(said)] == []


# ------------------------------------------------------------------ notes


def test_a_note_stands_with_its_figure_as_it_was_written(on_demo) -> None:
    store.add(AREA, "opmerking", f"Regel een.\n{HOSTILE}", "Een lezer", figuur="aanmeldingen")
    store.add(AREA, "opmerking", "Over het geheel.", "Een lezer")
    store.add("kempen", "opmerking", "Van een ander.", "Een lezer")
    lines = paragraphs(to_docx(fiche(AREA, Choice())))
    headings = {line: place for place, line in enumerate(lines)}
    assert headings["Aanmeldingen"] < lines.index(HOSTILE) < headings["Binnen de maand"]
    assert lines.count(HOSTILE) == 1  # also when two parts have a figure of the same question
    assert lines.index("Over het geheel.") > headings["Opmerkingen in het algemeen"]
    assert "Van een ander." not in lines


def test_an_explanation_stands_under_its_figure_as_a_caveat_and_with_its_source(on_demo) -> None:
    store.add(
        AREA, "toelichting", "Een tijd minder volk.", "Een lezer",
        figuur="aanmeldingen", datum=date(2026, 3, 1), bron="gesprek",
    )  # fmt: skip
    whole = everything(to_docx(fiche(AREA, Choice())))
    assert whole.count("Een tijd minder volk.") >= 2
    assert "toegelicht op 1 maart 2026, bron: gesprek" in whole


def test_agreements_of_before_and_of_this_year_stand_apart_by_date(on_demo) -> None:
    this_year = dialogue.figure("aanmeldingen").loaded_on.year
    for day in (date(this_year, 1, 1), date(this_year - 1, 12, 31), date(this_year - 2, 5, 1)):
        store.add(AREA, "afspraak", f"Afspraak van {day}.", "Een lezer", datum=day, figuur="vte")
    before, since = agreed(store.notes(sv_id=AREA))
    assert [n.datum.year for n in before] == [this_year - 2, this_year - 1]
    assert [n.datum for n in since] == [date(this_year, 1, 1)]
    lines = paragraphs(to_docx(fiche(AREA, Choice())))
    assert lines.index("Afspraken van een vorige dialoog") < lines.index(
        "Aanmeldingen", 30
    )  # what is taken to the table
    parts = [lines.index(said) for said in ("Afspraken van een vorige dialoog", f"Afspraak van {this_year - 1}-12-31.", "Afspraken van dit jaar")]  # fmt: skip
    assert parts == sorted(parts)
    assert f"afgesproken op 31 december {this_year - 1}" in " ".join(lines)
    assert " ".join(lines).count(f"Afspraak van {this_year - 1}-12-31.") == 1


def test_a_note_about_a_figure_that_is_not_in_it_is_not_lost(on_demo) -> None:
    store.add(AREA, "opmerking", "Bij een oud cijfer.", "Een lezer", figuur="bestaat_niet_meer")
    assert "Bij een oud cijfer." in paragraphs(to_docx(fiche(AREA, Choice())))


# ------------------------------------------------------------------ all of them, with much and with little


@pytest.mark.parametrize("warehouse", ["small_demo_warehouse", "empty_warehouse"])
def test_all_sixteen_are_made_without_an_empty_chapter(stand, request: pytest.FixtureRequest, warehouse: str) -> None:
    stand(request.getfixturevalue(warehouse))
    for area in dialogue.areas().values():
        document = fiche(area, Choice(), ())
        blocks = [block for block in document.blocks if not isinstance(block, WriteLines | PageBreak)]
        levels = [block.level if isinstance(block, Heading) else 9 for block in blocks]
        below = zip(blocks, levels, levels[1:], strict=False)
        assert [block.text for block, own, following in below if own == 2 and following <= own] == []
        said = [*words(document), *(line for block in figures_in(document) for line in in_short(block.exhibit))]
        assert [hit[0] for line in words(document) for hit in RANKING.finditer(line)] == []
        assert [hit[0] for line in said for hit in NO_DUTCH.finditer(ADDRESS.sub("", line))] == []
        if area in ("brussel", AREA):  # one that has no number per inhabitant, and one that has all
            assert document.title.removeprefix("Dialoogfiche: ") in paragraphs(to_docx(document))[0]


def test_the_same_data_and_notes_give_the_same_bytes(on_small_demo) -> None:
    store.add(AREA, "opmerking", "Iets.", "Een lezer")
    first, again = (files(AREA, Choice(), list(FORMATS)) for _ in range(2))
    assert list(first) == [file_name(AREA, kind) for kind in FORMATS]
    assert first == again
    assert first[file_name(AREA, "pdf")].startswith(b"%PDF")


def test_every_stamp_in_the_files_can_be_found_back(on_small_demo) -> None:
    files(AREA, Choice(), [])
    assert all(look_up(block.exhibit.figure.stamp) for block in figures_in(fiche(AREA, Choice(), ())))


# ------------------------------------------------------------------ the command


def test_the_command_writes_the_fiche_of_one_area(on_small_demo, tmp_path: Path, capsys) -> None:
    assert main(["fiche", "--samenwerkingsverband", "Samen1Plan Gent", "--uit", str(tmp_path / "uit")]) == 0
    assert sorted(p.name for p in (tmp_path / "uit").iterdir()) == ["dialoogfiche_gent.docx", "dialoogfiche_gent.pdf"]
    said = capsys.readouterr()
    assert said.err == "1 van 1: Samen1Plan Gent\n"
    assert said.out.startswith("2 bestanden geschreven in ")


def test_the_command_writes_all_sixteen_without_a_name(on_empty, tmp_path: Path, capsys) -> None:
    assert main(["fiche", "--formaat", "docx", "--uit", str(tmp_path / "uit")]) == 0
    assert len(list((tmp_path / "uit").iterdir())) == 16
    assert re.search(r"^16 van 16: ", capsys.readouterr().err, re.M)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--samenwerkingsverband", "Gend"], "‘Gend’ is geen samenwerkingsverband."),
        (["--formaat", "docs"], "‘docs’ is geen formaat. Bedoelt u ‘docx’?"),
    ],
)
def test_a_wrong_request_is_one_sentence(on_small_demo, tmp_path: Path, capsys, asked: list[str], said: str) -> None:
    assert main(["fiche", *asked, "--uit", str(tmp_path / "uit")]) == 2
    assert capsys.readouterr().err.startswith(said)
    assert not (tmp_path / "uit").exists()


def test_notes_that_cannot_be_read_are_one_sentence(on_small_demo, own_notes: Path, tmp_path: Path, capsys) -> None:
    own_notes.write_bytes(b"dit is geen bestand met notities" * 100)
    assert main(["fiche", "--samenwerkingsverband", "gent", "--uit", str(tmp_path / "uit")]) == 2
    assert "notities.db is beschadigd" in capsys.readouterr().err
