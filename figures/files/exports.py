"""Every file a figure can become: what it is called, what it is made by, and the name it gets on disk."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from figures.catalogue import entry
from figures.exhibit import Exhibit
from figures.files import csvfile, record, workbook

SIZES = {"a4": "A4", "dia": "Dia"}
LONGEST = 120  # characters of a file name: longer ones break off on older systems and in mail
_OPTIONS = ("eindgebeurtenis", "termijn", "veld", "regel", "procent", "een", "ander")


@dataclass(frozen=True)
class Format:
    """A kind of file: its word on the command line, its ending, its media type and its name for a reader.

    `write` takes an exhibit and one of SIZES, which only makes a difference to a picture.
    """

    name: str
    extension: str
    mime: str
    label: str
    write: Callable[[Exhibit, str], bytes]
    picture: bool = False


def _picture(kind: str, mime: str, label: str) -> Format:
    def write(shown: Exhibit, size: str) -> bytes:
        from figures.files import paper  # matplotlib takes half a second, and only a picture needs it

        return paper.picture(shown, kind, size)

    return Format(kind, kind, mime, label, write, picture=True)


def _data(name: str, extension: str, mime: str, label: str, make: Callable[[Exhibit], bytes]) -> Format:
    return Format(name, extension, mime, label, lambda shown, _size: make(shown))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMATS = (
    _picture("png", "image/png", "PNG: afbeelding"),
    _picture("svg", "image/svg+xml", "SVG: afbeelding die scherp blijft"),
    _picture("pdf", "application/pdf", "PDF: om af te drukken"),
    _data("xlsx", "xlsx", _XLSX, "Excel: tabel, gegevens en kanttekeningen", lambda shown: workbook.workbook([shown])),
    _data("csv", "csv", "text/csv", "CSV: voor Excel in het Nederlands", csvfile.csv_bytes),
    _data("csv-iso", "csv", "text/csv", "CSV: voor een programma", csvfile.csv_iso_bytes),
    _data("json", "json", "application/json", "JSON: alles, voor een programma", record.json_bytes),
)
FORMATS = {one.name: one for one in _FORMATS}


def file_name(shown: Exhibit, kind: str, size: str = "a4") -> str:
    """`1g1p_aanmeldingen_kaart_2025-01-01_2025-12-31_jaar_gent+kempen_demo.png`: what is inside, in safe characters.

    Name, form, first and last day, grain, the other choices, the areas in colour, demo, and the size of a picture.
    Where that is too long, first the areas and then all choices become a short code: another choice, another name.
    """
    start = ["1g1p", shown.view.name, shown.view.form, *_period(shown)]
    names = ("_".join([*start, *said, *_ending(shown, kind, size)]) for said in _chosen(shown))
    extension = f".{FORMATS[kind].extension}"
    return next(name + extension for name in names if len(name + extension) <= LONGEST)


def _ending(shown: Exhibit, kind: str, size: str) -> list[str]:
    demo = ["demo"] if shown.figure.demo else []
    for_slide = [size] if FORMATS[kind].picture and size != "a4" else []
    return [*demo, *for_slide, *(["iso"] if kind == "csv-iso" else [])]


def _chosen(shown: Exhibit) -> Iterator[list[str]]:
    """The choices and the areas in ever fewer characters."""
    areas, options = list(dict.fromkeys((*shown.view.areas, *shown.view.choice.gebieden))), _options(shown)
    yield [*options, *(["+".join(areas)] if areas else [])]
    yield [*options, f"{len(areas)}-gebieden-{_code(areas)}"]
    yield [f"keuze-{_code([*options, *areas])}"]


def _code(words: list[str]) -> str:
    return f"{zlib.crc32('|'.join(words).encode()):08x}"


def _period(shown: Exhibit) -> list[str]:
    figure = shown.figure
    if "periode" not in figure.data.columns:
        return [str(figure.loaded_on)]
    days = dict.fromkeys((str(figure.first), str(figure.last)))
    return [*days, *([figure.choice.per] if "per" in entry(shown.view.name).takes else [])]


def _options(shown: Exhibit) -> list[str]:
    """The other choices that make a difference, in words."""
    taken = entry(shown.view.name).takes
    said = [getattr(shown.view.choice, field) for field in _OPTIONS if field in taken]
    return [_safe(str(value)) for value in said if value is not None]


def _safe(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
