"""Whatever a file holds: it is loaded, or rows are refused, or the file is refused with one sentence. Never an error."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.facts import load_facts
from etl.harmonise import Vocabulary, read_vocabulary
from etl.load import new_warehouse
from etl.registrations import Outcome, inspect, problem_lines

ROOT = Path(__file__).resolve().parents[2]
HEADER = ["dossier_id", "samenwerkingsverband", "datum_aanmelding", "datum_opstart", "laatste_wijziging", "Opmerking"]
SECRET = "Geheimzinnig"
ROWS = [
    ["D1", "Konekti", "2022-03-01", "2022-03-09", "2022-03-10 10:00:00", f"mevrouw {SECRET}"],
    ["D2", "Trawant", "01/04/2022", None, "2022-04-10 10:00:00", f'zei "{SECRET}"; twee keer'],
    ["D3", "Nergens", "2022-05-01", "2022-03-09", None, SECRET],
    ["TEST4", "Konekti", "2022-05-01", None, None, None],
    ["Totaal", None, "4", None, None, None],
]
SUFFIXES = (".csv", ".tsv", ".csv.gz", ".xlsx", ".parquet")
COUNTED = ("geladen", "geweigerd", "test", "voetregel")
fuzzed = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vocabulary]:
    with new_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        yield read_vocabulary(warehouse)


def examined(tmp_path: Path, suffix: str, content: bytes, vocabulary: Vocabulary) -> Outcome:
    """What became of a file with this content; whatever that is, it is told as promised."""
    path = tmp_path / f"levering_20230306{suffix}"
    path.write_bytes(content)
    outcome = inspect(path, vocabulary)
    if outcome.refused:
        assert outcome.code in ("B01", "B02", "B03", "B04", "B05", "B06")
        assert re.fullmatch(rf"{re.escape(path.name)}: [^\n\r]+\.", outcome.refused)
        assert (outcome.gelezen, outcome.geladen, outcome.problems) == (0, 0, ())
    else:
        assert outcome.gelezen == sum(getattr(outcome, place) for place in COUNTED)
    return outcome


def all_that_is_told(outcome: Outcome) -> str:
    return "\n".join([outcome.refused or "", *problem_lines(outcome), *outcome.dropped])


# ------------------------------------------------------------------ files that are right, to be spoilt


def as_csv(separator: str = ";", encoding: str = "utf-8") -> bytes:
    def cell(text: str | None) -> str:
        return '"' + text.replace('"', '""') + '"' if text and any(sign in text for sign in ';,"') else text or ""

    return "\r\n".join(separator.join(map(cell, row)) for row in [HEADER, *ROWS]).encode(encoding)


def as_book() -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def as_parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(stream)
    return stream.getvalue()


HEADER_LINE = as_csv().partition(b"\n")[0]
RIGHT: dict[str, tuple[str, bytes]] = {
    "csv": (".csv", as_csv()),
    "cp1252": (".csv", as_csv(encoding="cp1252")),
    "utf-16": (".csv", as_csv(encoding="utf-16")),
    "tsv": (".tsv", as_csv("\t")),
    "gz": (".csv.gz", gzip.compress(as_csv(), mtime=0)),
    "xlsx": (".xlsx", as_book()),
    "parquet": (".parquet", as_parquet()),
}


@pytest.mark.parametrize("form", RIGHT)
def test_the_files_that_are_spoilt_below_are_right(tmp_path: Path, vocabulary: Vocabulary, form: str) -> None:
    found = examined(tmp_path, *RIGHT[form], vocabulary)
    assert found.refused is None
    assert SECRET not in all_that_is_told(found)
    assert [getattr(found, place) for place in ("gelezen", *COUNTED)] == [5, 2, 1, 1, 1]


# ------------------------------------------------------------------ spoilt in every way


@st.composite
def spoilt(draw: st.DrawFn, content: bytes) -> bytes:
    """The content with a few pieces overwritten, inserted, removed, doubled or cut off."""
    for _ in range(draw(st.integers(1, 3))):
        at, size = draw(st.integers(0, len(content))), draw(st.integers(0, 40))
        piece = draw(st.one_of(st.binary(max_size=20), st.sampled_from([b'"', b"\0", b"\r", b"\xff\xfe", b";" * 30])))
        content = draw(
            st.sampled_from(
                [
                    content[:at] + piece + content[at + len(piece) :],
                    content[:at] + piece + content[at:],
                    content[:at] + content[at + size :],
                    content[: at + size] + content[at:],
                    content[:at],
                ]
            )
        )
    return content


@settings(fuzzed, max_examples=200)
@given(st.sampled_from(sorted(RIGHT)).flatmap(lambda form: st.tuples(st.just(RIGHT[form][0]), spoilt(RIGHT[form][1]))))
def test_a_spoilt_file(tmp_path: Path, vocabulary: Vocabulary, case: tuple[str, bytes]) -> None:
    examined(tmp_path, *case, vocabulary)


@settings(fuzzed, max_examples=100)
@given(st.sampled_from([".csv", ".tsv", ".csv.gz"]), spoilt(as_csv()))
def test_spoilt_text_in_a_sound_wrapping(tmp_path: Path, vocabulary: Vocabulary, suffix: str, text: bytes) -> None:
    found = examined(tmp_path, suffix, gzip.compress(text) if suffix == ".csv.gz" else text, vocabulary)
    # As long as the header stands, what is said of the rows below it repeats nothing of a family.
    assert SECRET not in all_that_is_told(found) or not text.startswith(HEADER_LINE)


@settings(fuzzed, max_examples=60)
@given(st.data())
def test_spoilt_parts_in_a_sound_archive(tmp_path: Path, vocabulary: Vocabulary, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(as_book())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    hit = data.draw(st.sampled_from(sorted(parts)))
    examined(tmp_path, ".xlsx", zipped(parts | {hit: data.draw(spoilt(parts[hit]))}), vocabulary)


@settings(fuzzed, max_examples=100)
@given(st.sampled_from([*SUFFIXES, ".xls", ".txt", ".CSV"]), st.binary(max_size=300))
def test_any_bytes_under_any_name(tmp_path: Path, vocabulary: Vocabulary, suffix: str, content: bytes) -> None:
    examined(tmp_path, suffix, content, vocabulary)


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["D1", "Konekti", "2022-03-01", "1/3/22", "44621", "1e999", "-", "=1+1", "Totaal", "85.07.30-033.28"]
    ),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12),
)


@settings(fuzzed, max_examples=80)
@given(st.lists(st.lists(CELLS, min_size=6, max_size=6), max_size=6), st.sampled_from([".csv", ".parquet"]))
def test_any_text_in_any_cell(tmp_path: Path, vocabulary: Vocabulary, rows: list[list[str]], suffix: str) -> None:
    stream = io.BytesIO()
    frame = pl.DataFrame(rows, schema=dict.fromkeys(HEADER, pl.String), orient="row")
    frame.write_csv(stream, separator=";") if suffix == ".csv" else frame.write_parquet(stream)
    found = examined(tmp_path, suffix, stream.getvalue(), vocabulary)
    assert found.refused or found.gelezen >= len(rows)


# ------------------------------------------------------------------ and what chance will not make


def zipped(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def nested(depth: int) -> bytes:
    content = as_csv()
    for _ in range(depth):
        content = zipped({"x.xlsx": content})
    return content


def one_cell_far_away() -> bytes:
    with zipfile.ZipFile(io.BytesIO(as_book())) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    far = b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    return zipped(parts | {sheet: parts[sheet].replace(b"</sheetData>", far)})


HUGE = 200_000
STRANGE: dict[str, tuple[str, Callable[[], bytes], str | None]] = {
    "een kop van enkel één lange cel": (".csv", lambda: b"x" * HUGE, "B02"),
    "een heel lange cel": (".csv", lambda: as_csv() + b"\r\nD9;" + b"x" * HUGE, "B02"),
    "een heel lange cel tussen aanhalingstekens": (".csv", lambda: as_csv() + b'\r\nD9;"' + b"x" * HUGE + b'"', "B02"),
    "een heel lange cel in Excel": (".xlsx", lambda: book_with("x" * 32_767), None),
    "één los aanhalingsteken": (".csv", lambda: as_csv() + b'\r\n"', "B02"),
    "enkel aanhalingstekens": (".csv", lambda: b'"' * 99, "B04"),
    "nulbytes in een cel": (".csv", lambda: as_csv() + b"\r\nD9\0;Konekti;2022-03-01", "B03"),
    "enkel nulbytes": (".csv", lambda: bytes(500), "B03"),
    "enkel scheidingstekens": (".csv", lambda: b";;;;;;\n" * 50, "B04"),
    "enkel een kop": (".csv", lambda: ";".join(HEADER).encode(), "B01"),
    "enkel regeleinden van vroeger": (".csv", lambda: as_csv().replace(b"\r\n", b"\r"), None),
    "regeleinden door elkaar": (".csv", lambda: as_csv().replace(b"\r\n", b"\n", 2), None),
    "zip in zip in zip": (".xlsx", lambda: nested(40), "B02"),
    "zip van duizend mappen": (".xlsx", lambda: zipped({f"{'a/' * 200}{n}": b"" for n in range(1000)}), "B02"),
    "een cel ver buiten de tabel": (".xlsx", one_cell_far_away, "B03"),
    "een gz in een gz": (".csv.gz", lambda: gzip.compress(gzip.compress(as_csv())), "B03"),
    "twee gz achter elkaar": (".csv.gz", lambda: gzip.compress(as_csv()[:99]) + gzip.compress(as_csv()[99:]), None),
    "parquet als werkmap": (".xlsx", as_parquet, "B03"),
    "werkmap als parquet": (".parquet", as_book, "B03"),
    "werkmap als gz": (".csv.gz", as_book, "B03"),
    "utf-16 als bytes te kort": (".csv", lambda: as_csv(encoding="utf-16")[:-1], "B02"),
}


def book_with(text: str) -> bytes:
    book, stream = openpyxl.Workbook(), io.BytesIO()
    for row in [HEADER, *ROWS[:2], ["D9", "Konekti", "2022-03-01", None, None, text]]:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("what", STRANGE)
def test_what_chance_will_not_make(tmp_path: Path, vocabulary: Vocabulary, what: str) -> None:
    suffix, content, code = STRANGE[what]
    assert examined(tmp_path, suffix, content(), vocabulary).code == code
