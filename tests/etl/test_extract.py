"""Whatever the format, encoding or separator: the same cells, and the line on which each record starts."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pyarrow.parquet
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import extract as module
from etl.extract import Extract, FileRefusedError, extract
from etl.harmonise import is_known_header

HEADER = ["dossier_id", "samenwerkingsverband", "datum_aanmelding", "Opmerking"]
ROWS = [
    ["D1", "Konekti", "2022-03-01", "cliënt belt"],
    ["D2", "Trawant", "2022-03-02", None],
    ["D3", "De Plan-Trekkers", "2022-03-03", "één; twee, drie"],
]


def opened(path: Path) -> Extract:
    return extract(path, is_known_header)


def cells(source: Extract) -> tuple[list[list[str | None]], list[int]]:
    frame = pl.concat(source.batches)
    return [list(row) for row in frame.drop("regel", "rest").rows()], frame["regel"].to_list()


def csv_text(separator: str = ";", end: str = "\n", above: str = "") -> str:
    def quoted(cell: str | None) -> str:
        return f'"{cell}"' if cell and any(sign in cell for sign in ';,\t|"\n') else cell or ""

    return above + "".join(separator.join(map(quoted, row)) + end for row in [HEADER, *ROWS])


def write_xlsx(path: Path, rows: list[list[object]], above: int = 0) -> Path:
    book = openpyxl.Workbook()
    for nth, row in enumerate(rows, start=above + 1):
        for column, value in enumerate(row, start=1):
            book.active.cell(nth, column, value)
    book.save(path)
    return path


# ------------------------------------------------------------------ the same cells


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 met BOM"),
        ("cp1252", "Windows-1252"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["unix", "windows"])
def test_every_encoding(tmp_path: Path, encoding: str, named: str, end: str) -> None:
    path = tmp_path / "levering.csv"
    path.write_bytes(csv_text(end=end).encode(encoding))
    source = opened(path)
    assert (source.header, source.codering) == (tuple(HEADER), named)
    assert cells(source) == (ROWS, [2, 3, 4])


@pytest.mark.parametrize(("separator", "named"), [(";", ";"), (",", ","), ("\t", "tab"), ("|", "|")])
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".CSV"])
def test_every_separator(tmp_path: Path, separator: str, named: str, suffix: str) -> None:
    path = tmp_path / f"levering{suffix}"
    path.write_text(csv_text(separator), encoding="utf-8")
    source = opened(path)
    assert source.scheidingsteken == named
    assert cells(source) == (ROWS, [2, 3, 4])


@pytest.mark.parametrize(
    ("above", "lines"),
    [
        ("\n", [3, 4, 5]),
        ("Export 1 Gezin 1 Plan, jaar 2022; dossiers\n", [3, 4, 5]),
        ("sep=;\n", [3, 4, 5]),
        ('Titel\n\n"over twee\nlijnen"\n', [6, 7, 8]),
    ],
)
def test_lines_above_the_header(tmp_path: Path, above: str, lines: list[int]) -> None:
    path = tmp_path / "levering.csv"
    path.write_text(csv_text(above=above), encoding="utf-8")
    assert cells(opened(path)) == (ROWS, lines)


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "levering.csv.gz"
    path.write_bytes(gzip.compress(csv_text().encode("cp1252")))
    source = opened(path)
    assert source.codering == "Windows-1252"
    assert cells(source) == (ROWS, [2, 3, 4])


@pytest.mark.parametrize("above", [0, 3])
def test_a_workbook_counts_its_own_rows(tmp_path: Path, above: int) -> None:
    source = opened(write_xlsx(tmp_path / "levering.xlsx", [HEADER, *ROWS], above))
    assert (source.header, source.codering, source.scheidingsteken) == (tuple(HEADER), "Excel", None)
    assert cells(source) == (ROWS, [above + 2, above + 3, above + 4])


def test_the_first_sheet_with_the_header_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Toelichting bij de export"])
    sheet = book.create_sheet("dossiers")
    for row in [["Titel"], [], HEADER, *ROWS]:
        sheet.append(row)
    book.create_sheet("nog eens").append(HEADER)
    book.save(tmp_path / "levering.xlsx")
    source = opened(tmp_path / "levering.xlsx")
    assert cells(source) == (ROWS, [4, 5, 6])
    assert [place for place, _ in source.elsewhere] == ["blad 'Sheet'", "blad 'nog eens'"]


def test_parquet_counts_records_and_reads_any_type(tmp_path: Path) -> None:
    path = tmp_path / "levering.parquet"
    pl.DataFrame(ROWS, schema=HEADER, orient="row").with_columns(
        pl.Series("vragen", [["a", "b"], [], None], dtype=pl.List(pl.String)),
        pl.Series("test", [True, False, None]),
        pl.Series("dag", ["2022-03-01"] * 3).str.to_date(),
        pl.Series("soort", ["x", "y", "x"], dtype=pl.Categorical),
        pl.Series("binair", [b"\xff", b"a", None]),
        pl.Series("genest", [{"a": 1}, {"a": None}, {"a": 3}]),
        pl.Series("lijst van bytes", [[b"\xff"], [], None], dtype=pl.List(pl.Binary)),
        pl.Series("moment", [datetime(2022, 3, 1, 12, tzinfo=UTC)] * 3),
    ).write_parquet(path)
    found, lines = cells(opened(path))
    assert [row[:4] for row in found] == ROWS
    assert lines == [1, 2, 3]
    assert found[0][4:8] == ["a|b", "true", "2022-03-01", "x"]
    assert found[1][4:8] == [None, "false", "2022-03-01", "y"]
    assert found[0][11].startswith("2022-03-01 13:00:00")


def test_two_columns_of_one_name_stay_apart(tmp_path: Path) -> None:
    table = pyarrow.table([["D1"], ["a"], ["b"]], names=["dossier_id", "nota", "nota"])
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    (tmp_path / "a.csv").write_text("dossier_id;nota;nota\nD1;a;b\n", encoding="utf-8")
    assert [cells(opened(tmp_path / name))[0] for name in ("a.parquet", "a.csv")] == [[["D1", "a", "b"]]] * 2


def test_batches_follow_on_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BATCH_ROWS", 2)
    (tmp_path / "a.csv").write_text(csv_text(), encoding="utf-8")
    write_xlsx(tmp_path / "a.xlsx", [HEADER, *ROWS])
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(tmp_path / "a.parquet")
    for name, first in (("a.csv", 2), ("a.xlsx", 2), ("a.parquet", 1)):
        source = opened(tmp_path / name)
        batches = list(source.batches)
        assert [batch.height for batch in batches] == [2, 1]
        assert pl.concat(batches)["regel"].to_list() == [first, first + 1, first + 2]


# ------------------------------------------------------------------ lines and records


def test_a_record_of_several_lines_is_one_record_at_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "levering.csv"
    text = 'dossier_id;samenwerkingsverband\nD1;"a\nb\r\nc"\n\nD2;"zei ""neen"""\nD3;"5"" buis"\n'
    path.write_bytes(text.encode())
    assert cells(opened(path)) == (
        [["D1", "a\nb\r\nc"], [None, None], ["D2", 'zei "neen"'], ["D3", '5" buis']],
        [2, 5, 6, 7],
    )


def test_short_and_long_records(tmp_path: Path) -> None:
    path = tmp_path / "levering.csv"
    path.write_text("dossier_id;samenwerkingsverband\nD1\nD2;Gent;;\nD3;Gent;meer;nog\n", encoding="utf-8")
    frame = pl.concat(opened(path).batches)
    assert frame.rows() == [(2, "D1", None, None), (3, "D2", "Gent", None), (4, "D3", "Gent", "meer;nog")]


# ------------------------------------------------------------------ files that are refused


def truncated(content: bytes) -> bytes:
    return content[: len(content) * 2 // 3]


def as_xlsx() -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    for row in [HEADER, *ROWS] * 200:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def as_parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(ROWS, schema=HEADER, orient="row").write_parquet(stream)
    return stream.getvalue()


def parquet_with_damage() -> bytes:
    content = bytearray(as_parquet())
    content[len(content) // 2 : -8] = b"\x07" * (len(content) - 8 - len(content) // 2)
    return bytes(content)


def zip_of(name: str, content: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


BOMB = b"0" * (70 << 20)
REFUSED: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "leeg": ("B01", ".csv", lambda: b""),
    "leeg gz": ("B01", ".csv.gz", lambda: gzip.compress(b"")),
    "enkel lege lijnen": ("B01", ".csv", lambda: b"\n\r\n\n"),
    "lege werkmap": ("B01", ".xlsx", lambda: write_bytes_of_empty_book()),
    "parquet zonder rijen": ("B01", ".parquet", lambda: empty_parquet()),
    "afgekapte gz": ("B02", ".csv.gz", lambda: truncated(gzip.compress(csv_text().encode() * 50))),
    "beschadigde gz": ("B02", ".csv.gz", lambda: gzip.compress(csv_text().encode())[:-8] + b"\0" * 8),
    "afgekapte xlsx": ("B02", ".xlsx", lambda: truncated(as_xlsx())),
    "zip die geen werkmap is": ("B02", ".xlsx", lambda: zip_of("brief.txt", b"dag")),
    "afgekapte parquet": ("B02", ".parquet", lambda: truncated(as_parquet())),
    "beschadigde parquet": ("B02", ".parquet", parquet_with_damage),
    "aanhalingsteken niet gesloten": ("B02", ".csv", lambda: b'dossier_id;datum_aanmelding\nD1;x\nD2;"open\nD3;y\n'),
    "aanhalingsteken midden in een cel": ("B02", ".csv", lambda: b'dossier_id;datum_aanmelding\nD1;x\nD2;"a"b\n'),
    "geen bekende codering": ("B02", ".csv", lambda: b"dossier_id;datum_aanmelding\nD1;\x81\x8d\xff\n"),
    "werkmap als csv": ("B03", ".csv", as_xlsx),
    "gz als csv": ("B03", ".csv", lambda: gzip.compress(csv_text().encode())),
    "csv als gz": ("B03", ".csv.gz", lambda: csv_text().encode()),
    "csv als werkmap": ("B03", ".xlsx", lambda: csv_text().encode()),
    "csv als parquet": ("B03", ".parquet", lambda: csv_text().encode()),
    "webpagina als csv": ("B03", ".csv", lambda: b"<!DOCTYPE html><html><body>Meld u aan</body></html>"),
    "oude werkmap als xlsx": ("B03", ".xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "binair als csv": ("B03", ".csv", lambda: bytes(range(256)) * 4),
    "ander soort bestand": ("B03", ".pdf", lambda: b"%PDF-1.7"),
    "gz die blijft groeien": ("B03", ".csv.gz", lambda: gzip.compress(BOMB)),
    "werkmap die blijft groeien": ("B03", ".xlsx", lambda: zip_of("xl/workbook.xml", BOMB)),
}


def write_bytes_of_empty_book() -> bytes:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    return stream.getvalue()


def empty_parquet() -> bytes:
    stream = io.BytesIO()
    pl.DataFrame(schema=dict.fromkeys(HEADER, pl.String)).write_parquet(stream)
    return stream.getvalue()


@pytest.mark.parametrize("what", REFUSED)
def test_a_file_that_is_refused(tmp_path: Path, what: str) -> None:
    code, suffix, content = REFUSED[what]
    path = tmp_path / f"levering{suffix}"
    path.write_bytes(content())
    with pytest.raises(FileRefusedError) as refusal:
        cells(opened(path))
    assert refusal.value.code == code
    assert str(refusal.value).startswith(f"levering{suffix}: ")
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("what", ["aanhalingsteken niet gesloten", "aanhalingsteken midden in een cel"])
def test_a_stray_quotation_mark_is_named_by_its_line(tmp_path: Path, what: str) -> None:
    path = tmp_path / "levering.csv"
    path.write_bytes(REFUSED[what][2]())
    with pytest.raises(FileRefusedError, match="regel 3 heeft een aanhalingsteken"):
        cells(opened(path))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(alphabet=' ;,|\t\n\r"abé0\0', max_size=200).map(str.encode),
        st.tuples(st.integers(0, 3000), st.binary(min_size=1, max_size=20)).map(lambda at: spoiled(as_parquet(), *at)),
        st.tuples(st.integers(0, 6000), st.binary(min_size=1, max_size=20)).map(lambda at: spoiled(SMALL_BOOK, *at)),
    ),
    suffix=st.sampled_from([".csv", ".tsv", ".csv.gz", ".xlsx", ".parquet"]),
)
def test_no_content_at_all_gives_another_error(tmp_path: Path, content: bytes, suffix: str) -> None:
    path = tmp_path / f"levering{suffix}"
    path.write_bytes(content)
    try:
        batches = list(opened(path).batches)
    except FileRefusedError as refusal:
        code, batches = refusal.code, []
    else:
        code = None
    assert code in (None, "B01", "B02", "B03")
    assert all(batch["regel"].is_sorted() and batch["regel"].n_unique() == batch.height for batch in batches)


def spoiled(content: bytes, at: int, by: bytes) -> bytes:
    at %= len(content)
    return content[:at] + by + content[at + len(by) :]


SMALL_BOOK = write_bytes_of_empty_book()
