"""The figurenboek: a list of figures made into pictures, a workbook, a document, all numbers and a change report.

The same list on the same data gives the same bytes in every file.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import NoneType

import polars as pl

from figures import text
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_WORD, build_info
from figures.figurenboek.bookchanges import changes_csv, changes_text
from figures.figurenboek.booklist import DEFAULT_LIST, BookError, BookList, Wanted, read_file
from figures.files import paper
from figures.files.document.blocks import (
    Block,
    Contents,
    Document,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
)
from figures.files.document.pdf import to_pdf
from figures.files.document.word import to_docx
from figures.files.workbook import workbook
from figures.finding_back.ledger import remember
from figures.job import Say
from queries import current_version

KIND, MANIFEST = "figurenboek", "manifest.json"
NAME = "figurenboek"
PICTURES = "afbeeldingen"
COLUMNS = (
    "nummer", "figuur", "vorm", "gebied", "naam", "periode", "onderdeel", "kolom", "waarde", "toestand", "eenheid",
    "stempel", "demogegevens",
)  # fmt: skip
NUMBER_KEYS = ("gebied", "naam", "periode", "onderdeel", "kolom", "waarde", "toestand")
_LARGEST_MANIFEST = 100_000_000  # bytes; a book of a hundred figures has some 30 million
_PLAIN_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_NO_KEY = ("gebied", "naam", "toestand", "periode_tekst")


@dataclass(frozen=True)
class Made:
    """A figure of the book with its number."""

    number: int
    wanted: Wanted
    exhibit: Exhibit

    @property
    def file(self) -> str:
        """The name of its pictures, without ending: numbered, and saying it when something is made up."""
        demo = "_demo" if self.exhibit.figure.demo else ""
        return f"{PICTURES}/{self.number:02d}_{self.exhibit.view.name}_{self.exhibit.view.form}{demo}"

    @property
    def caption(self) -> str:
        """What stands with the figure; always with its period."""
        figure = self.exhibit.figure
        said = self.wanted.caption.rstrip(".") or figure.title
        return said if figure.period in said else f"{said}, {figure.period}"


@dataclass(frozen=True)
class Book:
    """A list made: its figures, each with its numbers."""

    said: BookList
    figures: tuple[Made, ...]

    @property
    def demo(self) -> bool:
        """Whether something in it is made up."""
        return any(made.exhibit.figure.demo for made in self.figures)


def book(said: BookList | Path = DEFAULT_LIST) -> Book:
    """The book of a list, or of a file with one. Raises BookError and queries.WarehouseMissing."""
    found = read_file(said) if isinstance(said, Path) else said
    made = (Made(n, wanted, exhibit(wanted.view)) for n, wanted in enumerate(found.figures, 1))
    return Book(found, tuple(made))


# ------------------------------------------------------------------ the files


def files(made: Book, before: Mapping | None, say: Say) -> Iterator[tuple[str, bytes]]:
    """Every file of the book, by its path in the folder; `before`: the manifest of an earlier book."""
    steps = len(made.figures) * len(paper.KINDS) + 5
    for place, one in enumerate(made.figures):
        remember(one.exhibit.figure, one.exhibit.address)  # so that the stamp in the book can be found back
        for kind_place, kind in enumerate(paper.KINDS):
            name = f"{one.file}.{kind}"
            done = (place * len(paper.KINDS) + kind_place) / steps
            say(done, f"Figuur {one.number} van {len(made.figures)}, {kind.upper()}: {one.wanted.title}")
            yield name, paper.picture(one.exhibit, kind)
    exhibits, whole = [one.exhibit for one in made.figures], manifest(made)
    said = document(made)  # one for both: Word takes its pages from what was set for the PDF
    writers = {
        f"{NAME}.xlsx": lambda: workbook(exhibits),
        f"{NAME}.docx": lambda: to_docx(said),
        f"{NAME}.pdf": lambda: to_pdf(said),
        "cijfers.csv": lambda: numbers_csv(made),
        MANIFEST: lambda: (json.dumps(whole, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode(),
    }
    if before is not None:
        writers |= {
            "verschillen.md": lambda: changes_text(before, whole).encode(),
            "verschillen.csv": lambda: changes_csv(before, whole),
        }
    for place, (name, write) in enumerate(writers.items(), steps - 5):
        say(min(place / steps, 1.0), f"Bestand {name}")
        yield name, write()


def zipped(content: Mapping[str, bytes]) -> bytes:
    """The files as one ZIP that says nothing of when it was made."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(content):
            packed = zipfile.ZIP_STORED if name.endswith((".png", ".docx", ".xlsx")) else zipfile.ZIP_DEFLATED
            made.writestr(zipfile.ZipInfo(f"{NAME}/{name}", _PLAIN_ZIP_TIME), content[name], packed)
    return target.getvalue()


# ------------------------------------------------------------------ the document


def document(made: Book) -> Document:
    """The book as one document: a page or more per figure."""
    about = (Paragraph(line) for line in _about(made))
    blocks: list[Block] = [Heading("Over dit boek"), *about, Contents()]
    for one in made.figures:
        blocks += [PageBreak(), Heading(f"{one.number}. {one.wanted.title}"), FigureBlock(one.exhibit, one.caption)]
        if one.wanted.with_table and one.exhibit.view.form != "tabel" and one.exhibit.table.rows:
            blocks.append(TableBlock(one.exhibit.table, one.caption))
    known = build_info(current_version())
    loaded = text.long_date(known["gebouwd_op"].date())
    closing = (f"Gemaakt met de 1G1P-monitor. Versie van de gegevens: {known['data_versie']}, geladen op {loaded}.",)
    return Document(made.said.title, made.said.subtitle, tuple(blocks), closing, made.demo)


def _about(made: Book) -> Iterator[str]:
    yield (
        f"Dit boek heeft {len(made.figures)} figuren. Bij elke figuur staan een zin, de kanttekeningen, de bron, de stempel en het adres "
        "in de monitor. Met de stempel vindt u de figuur later terug."
    )
    signs = "; ".join(f"{sign} is {meaning}" for sign, meaning in text.STATES.values())
    yield f"Een cel zonder getal zegt waarom: {signs}."
    yield "De figuren zeggen niet welk samenwerkingsverband het beter doet. Lees de kanttekeningen voor u vergelijkt."


# ------------------------------------------------------------------ all numbers


def numbers(one: Made) -> Iterator[dict[str, object]]:
    """A row per number of a figure: where, when, of what, its value or why there is none; nothing is rounded."""
    figure = one.exhibit.figure
    data = figure.data
    columns = [c for c, kind in data.schema.items() if kind.is_numeric() and c != "jaar"]
    parts = [c for c in data.columns if data.schema[c] == pl.String and c not in _NO_KEY and data[c].n_unique() > 1]
    for row in data.iter_rows(named=True):
        for column in columns:
            yield {
                "nummer": one.number, "figuur": one.exhibit.view.name, "vorm": one.exhibit.view.form,
                "gebied": row.get("gebied"), "naam": row.get("naam"), "periode": _period(row),
                "onderdeel": " / ".join(str(row[c]) for c in parts if row[c] is not None), "kolom": column,
                "waarde": row[column], "toestand": _state(row, column), "eenheid": row.get("eenheid") or figure.unit,
                "stempel": figure.stamp, "demogegevens": "ja" if figure.demo else "nee",
            }  # fmt: skip


def _period(row: Mapping[str, object]) -> str | None:
    start = row.get("periode")
    return start.isoformat() if hasattr(start, "isoformat") else row.get("periode_tekst")


def _state(row: Mapping[str, object], column: str) -> str:
    said = row.get("toestand", "bekend")
    if column == "waarde":
        return said if row[column] is not None or said != "bekend" else "onbekend"
    if row[column] is not None:
        return "bekend"
    return said if said in ("verborgen", "nvt") else "onbekend"


def numbers_csv(made: Book) -> bytes:
    """Every number of the book in one CSV for a Belgian Excel: semicolon, decimal comma, byte order mark."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in made.figures:
        for row in numbers(one):
            writer.writerow([_cell(row[name]) for name in COLUMNS])
    return buffer.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    said = "" if value is None else str(value)
    return f"'{said}" if isinstance(value, str) and said.startswith(("=", "+", "-", "@", "\t", "\r")) else said


# ------------------------------------------------------------------ what stands in the book, for a program


def manifest(made: Book) -> dict[str, object]:
    """What is in the book: per figure what was asked, its stamp, address, caveats and numbers."""
    known = build_info(current_version())
    return {
        "soort": KIND,
        "titel": made.said.title,
        "data_versie": known["data_versie"],
        "geladen_op": known["gebouwd_op"].date().isoformat(),
        "demogegevens": DEMO_WORD if made.demo else None,
        "figuren": [_described(one) for one in made.figures],
    }


def _described(one: Made) -> dict[str, object]:
    figure = one.exhibit.figure
    return {
        "nummer": one.number, "gevraagd": dict(one.wanted.asked), "titel": one.wanted.title, "bijschrift": one.caption,
        "figuur": one.exhibit.view.name, "vorm": one.exhibit.view.form, "periode": figure.period, "eenheid": figure.unit,
        "stempel": figure.stamp, "adres": one.exhibit.address, "demo": figure.demo,
        "kanttekeningen": [caveat.id for caveat in figure.caveats],
        "cijfers": [{key: row[key] for key in NUMBER_KEYS} for row in numbers(one)],
    }  # fmt: skip


def read_manifest(path: Path) -> Mapping:
    """The manifest of an earlier book: its folder, its ZIP or the manifest itself. Raises BookError."""
    try:
        return manifest_in((path / MANIFEST if path.is_dir() else path).read_bytes(), path.name)
    except OSError:
        raise BookError(f"In {path.name} is geen eerder figurenboek te vinden. Geef de map of de ZIP ervan.") from None


def manifest_in(said: bytes, name: str) -> Mapping:
    """The manifest in the bytes of a ZIP of a book or of a manifest; `name` is what an error calls it. Raises BookError."""
    if not said.startswith(b"PK"):
        return manifest_of(said, name)
    try:
        with zipfile.ZipFile(io.BytesIO(said)) as found:
            inside = found.getinfo(f"{NAME}/{MANIFEST}")
            if inside.file_size > _LARGEST_MANIFEST:
                raise KeyError
            return manifest_of(found.read(inside), name)
    except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        raise BookError(f"{name} is geen ZIP van een figurenboek. Geef de ZIP zoals de monitor hem maakte.") from None


def manifest_of(said: bytes, name: str) -> Mapping:
    """The manifest in the bytes of a file, every part of it of the right kind. Raises BookError."""
    try:
        found = json.loads(said)
        right = found["soort"] == KIND and _dated(found) and all(_is_described(one) for one in found["figuren"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        right = False
    if not right:
        raise BookError(
            f"{name} is geen manifest van een figurenboek. Geef het bestand {MANIFEST} uit een eerder boek."
        )
    return found


def _dated(found: Mapping) -> bool:
    date.fromisoformat(found["geladen_op"])
    return isinstance(found["data_versie"], str)


def _is_described(one: Mapping) -> bool:
    words = all(isinstance(one[key], str) for key in ("titel", "stempel", "adres", "periode"))
    return words and isinstance(one["gevraagd"], dict) and all(_is_number(row) for row in one["cijfers"])


def _is_number(row: Mapping) -> bool:
    words = all(isinstance(row[key], (str, NoneType)) for key in NUMBER_KEYS if key != "waarde")
    return words and isinstance(row["waarde"], (int, float, NoneType))


# ------------------------------------------------------------------ on disk


def write(made: Book, folder: Path, before: Mapping | None, say: Say) -> tuple[Path, Path]:
    """The folder and the ZIP beside it, each put in its place when it is whole. Raises BookError and OSError."""
    folder = folder.resolve()
    _require_replaceable(folder)
    content = dict(files(made, before, say))
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder.with_name(f".{folder.name}.{os.getpid()}")
    packed = folder.with_name(f"{folder.name}.zip")
    packed_beside = folder.with_name(f".{packed.name}.{os.getpid()}")
    try:
        for name, said in content.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(said)
        packed_beside.write_bytes(zipped(content))
        _put(beside, folder)
        packed_beside.replace(packed)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
        with suppress(OSError):
            packed_beside.unlink(missing_ok=True)
    return folder, packed


def _require_replaceable(folder: Path) -> None:
    """Only an earlier book or an empty folder makes way: what else stands there is somebody's work."""
    if not folder.exists():
        return
    empty = folder.is_dir() and not any(folder.iterdir())
    if empty or (folder.is_dir() and (folder / MANIFEST).is_file()):
        return
    raise BookError(f"In {folder.name} staan andere bestanden dan een figurenboek. Kies met --uit een nieuwe map.")


def _put(beside: Path, folder: Path) -> None:
    """The new folder in the place of the old one; when that fails the old one stands there again."""
    old = folder.with_name(f".{folder.name}.{os.getpid()}.oud")
    if folder.exists():
        folder.replace(old)
    try:
        beside.replace(folder)
    except OSError:
        if old.exists():
            old.replace(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
