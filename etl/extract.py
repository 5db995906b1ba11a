"""Open a delivery of any accepted format and hand it on as text, in batches, with the place of every record.

What comes out is the same for every format: a header, and frames of text in which a cell that is empty is null.
Nothing is interpreted here, and no more than one batch is in memory (a workbook excepted, which has to be whole).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import fastexcel
import polars as pl
import pyarrow.parquet

from etl.ahead import ahead
from etl.delimited import CHUNK, ENCODINGS, MAX_RATIO, RATIO_FROM, batches, encoding_of, first_lines, unreadable_line
from etl.refusal import AGAIN, SAVE_AGAIN, FileRefusedError, damaged, disguised, empty

__all__ = ["AGAIN", "BATCH_ROWS", "Cell", "Extract", "FileRefusedError", "extract"]

# Two row groups of DuckDB: it writes whole groups straight to the table, and anything less to its log as well.
BATCH_ROWS = 2 * 122_880
HEADER_WITHIN = 40  # a title, a date, some empty lines: never more than this above the header
SEPARATORS = {";": ";", ",": ",", "\t": "tab", "|": "|"}

MAX_CELLS = 40_000_000  # of one sheet; the most rows a workbook can have, 38 columns wide
_FAR_ROW = re.compile(rb"""\br=["'][A-Z]{1,3}([0-9]{5,7})["']""")
_FAR_COLUMN = re.compile(rb"""\br=["']([A-Z]{2,3})[0-9]{1,7}["']""")
_REFERENCE_LENGTH = 16

IsKnown = Callable[[str], bool]


@dataclass(frozen=True)
class Cell:
    """A cell at or above the header: line and column counted from 1."""

    regel: int
    kolom: int
    tekst: str


@dataclass(frozen=True)
class Extract:
    """A delivery as text.

    `batches` gives frames with the columns `regel` (Int64: the line, or the row of the sheet, on which the record
    starts, from 1), one text column per header named c0, c1, ..., and `rest`: what stands beyond the last header.
    Reading on may raise FileRefusedError (a broken end shows only there). `elsewhere` are texts outside the table that
    is read (other sheets), to be searched for register numbers only: (place, frame).
    """

    header: tuple[str, ...]
    codering: str
    scheidingsteken: str | None
    above: tuple[Cell, ...]
    batches: Iterator[pl.DataFrame]
    elsewhere: tuple[tuple[str, pl.DataFrame], ...] = ()


def extract(path: Path, is_known: IsKnown) -> Extract:
    """Open a delivery; `is_known` tells whether a text is a known header. Raises FileRefusedError (B01, B02, B03)."""
    if path.stat().st_size == 0:
        raise empty(path)
    name = path.name.lower()
    if name.endswith((".csv", ".tsv", ".csv.gz")):
        return _extract_csv(path, is_known)
    if name.endswith(".xlsx"):
        return _extract_xlsx(path, is_known)
    if name.endswith(".parquet"):
        return _extract_parquet(path)
    raise FileRefusedError("B03", path, "dit soort bestand wordt niet gelezen", SAVE_AGAIN)


# ------------------------------------------------------------------ delimited text


def _extract_csv(path: Path, is_known: IsKnown) -> Extract:
    encoding = encoding_of(path)
    top = first_lines(path, encoding, HEADER_WITHIN)
    if not any(line.strip() for line in top):
        raise empty(path)
    separator, above, nth = _best_header(path, top, is_known)
    header = tuple(above[nth][1])
    return Extract(
        header=header,
        codering=ENCODINGS[encoding],
        scheidingsteken=SEPARATORS[separator],
        above=tuple(_cells(above[: nth + 1])),
        batches=ahead(batches(path, encoding, separator, above[nth + 1][0], len(header), BATCH_ROWS)),
    )


def _best_header(path: Path, top: list[str], is_known: IsKnown) -> tuple[str, list[tuple[int, list[str]]], int]:
    """The separator, the first records with their lines, and which of them is the header.

    Of all separators and records the one with most known headers; none known at all: the widest first record.
    """
    readings = {sign: _numbered_records(top, sign) for sign in SEPARATORS}
    candidates = [(sign, nth) for sign, records in readings.items() for nth in range(len(records) - 1)]
    if not candidates:
        raise unreadable_line(path, 1, too_long=True)
    sign, nth = max(
        candidates,
        key=lambda at: (_known(readings[at[0]][at[1]][1], is_known), len(readings[at[0]][at[1]][1]), -at[1]),
    )
    return sign, readings[sign], nth


def _numbered_records(top: list[str], separator: str) -> list[tuple[int, list[str]]]:
    """(line on which it starts, cells) of each record, and a last empty one that tells where the next would start."""
    reader, records, start = csv.reader(top, delimiter=separator), [], 1
    # What is wrong with quotation marks is told by the strict reading that follows, with its line.
    with suppress(csv.Error):
        for cells in reader:
            records.append((start, cells))
            start = reader.line_num + 1
    return [*records, (start, [])]


def _known(cells: Iterable[str], is_known: IsKnown) -> int:
    return sum(1 for cell in cells if cell and is_known(cell))


def _cells(records: Iterable[tuple[int, Sequence[str | None]]]) -> Iterator[Cell]:
    for line, cells in records:
        yield from (Cell(line, nth, text) for nth, text in enumerate(cells, start=1) if text)


# ------------------------------------------------------------------ workbooks


def _extract_xlsx(path: Path, is_known: IsKnown) -> Extract:
    _require_sound_archive(path)
    sheets = [(name, sheet) for name, sheet in _sheets(path) if sheet.width]
    if not any(sheet.height for _, sheet in sheets):
        raise empty(path)
    at, nth = _sheet_and_header(sheets, is_known)
    sheet = sheets[at][1]
    width = max(i for i, text in enumerate(sheet.row(nth), start=1) if text)
    return Extract(
        header=tuple(text or "" for text in sheet.row(nth)[:width]),
        codering="Excel",
        scheidingsteken=None,
        above=tuple(_cells(enumerate(sheet.head(nth + 1).rows(), start=1))),
        batches=_sheet_batches(sheet, nth, width),
        elsewhere=tuple((f"blad '{name}'", other) for i, (name, other) in enumerate(sheets) if i != at),
    )


def _require_sound_archive(path: Path) -> None:
    """Unpack every part once without keeping it: damage, a cut-off end and a bomb show before a parser sees them."""
    with path.open("rb") as raw:
        if raw.read(4) != b"PK\x03\x04":
            raise disguised(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack_all(path, archive)
    except FileRefusedError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
        raise damaged(path) from None


def _unpack_all(path: Path, archive: zipfile.ZipFile) -> None:
    size, limit = 0, max(RATIO_FROM, MAX_RATIO * path.stat().st_size)
    for name in archive.namelist():
        last_row, last_column, before = 1, 1, b""
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                # The parser keeps room for every cell up to the last one, so one cell far away can take all memory.
                last_row, last_column = _last_cell(before + chunk, last_row, last_column)
                before = chunk[-_REFERENCE_LENGTH:]
                if size > limit or last_row * last_column > MAX_CELLS:
                    raise disguised(path, "het bestand wordt uitgepakt verdacht groot")


def _last_cell(xml: bytes, row: int, column: int) -> tuple[int, int]:
    """The last row and column so far, counted where they matter: from row 10.000 and from column AA on."""
    row = max([row, *map(int, set(_FAR_ROW.findall(xml)))])
    for letters in set(_FAR_COLUMN.findall(xml)):
        nth = 0
        for letter in letters:
            nth = 26 * nth + letter - ord("A") + 1
        column = max(column, nth)
    return row, column


@contextmanager
def _foreign_reader(path: Path) -> Iterator[None]:
    """Whatever a library makes of a broken file becomes one sentence; a crash inside Rust is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, FileRefusedError):
        raise
    except BaseException:
        raise damaged(path) from None


def _sheets(path: Path) -> list[tuple[str, pl.DataFrame]]:
    """Every sheet as text, from its very first row on, so that row numbers are those of the sheet."""
    with _foreign_reader(path):
        book = fastexcel.read_excel(path)
        return [(name, _sheet(book, name)) for name in book.sheet_names]


def _sheet(book: fastexcel.ExcelReader, name: str) -> pl.DataFrame:
    sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
    return sheet.rename({old: f"c{nth}" for nth, old in enumerate(sheet.columns)})


def _sheet_and_header(sheets: list[tuple[str, pl.DataFrame]], is_known: IsKnown) -> tuple[int, int]:
    """The first sheet with a recognised header and the index of that row; without one the first filled row."""
    best = (0, -1, 0)
    for at, (_, sheet) in enumerate(sheets):
        for nth, cells in enumerate(sheet.head(HEADER_WITHIN).rows()):
            known = _known(filter(None, cells), is_known) if any(cells) else -1
            if known > best[1]:
                best = (at, known, nth)
        if best[1] >= 2:
            break
    return best[0], best[2]


def _sheet_batches(sheet: pl.DataFrame, header: int, width: int) -> Iterator[pl.DataFrame]:
    beyond = sheet.columns[width:]
    rest = pl.concat_str(beyond, separator=" ", ignore_nulls=True) if beyond else pl.lit(None, dtype=pl.String)
    for start in range(header + 1, sheet.height, BATCH_ROWS):
        part = sheet.slice(start, BATCH_ROWS).with_row_index("regel", offset=start + 1)
        yield part.select(pl.col("regel").cast(pl.Int64), *sheet.columns[:width], rest.alias("rest")).with_columns(
            pl.col(pl.String).replace("", None)
        )


# ------------------------------------------------------------------ Parquet


def _extract_parquet(path: Path) -> Extract:
    _require_parquet(path)
    with _foreign_reader(path):
        file = pyarrow.parquet.ParquetFile(path)
        header, rows = tuple(file.schema_arrow.names), file.metadata.num_rows
    if not rows:
        raise empty(path)
    above = tuple(_cells([(0, header)]))
    return Extract(header, "Parquet", None, above, _parquet_batches(path, file))


def _require_parquet(path: Path) -> None:
    with path.open("rb") as raw:
        head = raw.read(4)
        raw.seek(max(-4, -path.stat().st_size), io.SEEK_END)
        tail = raw.read(4)
    if head != b"PAR1":
        raise disguised(path)
    if tail != b"PAR1":
        raise damaged(path)


def _parquet_batches(path: Path, file: pyarrow.parquet.ParquetFile) -> Iterator[pl.DataFrame]:
    line, pieces = 1, file.iter_batches(batch_size=BATCH_ROWS)
    with file:
        while (frame := _next_frame(path, pieces)) is not None:
            yield _as_text(frame, line)
            line += frame.height


def _next_frame(path: Path, pieces: Iterator[pyarrow.RecordBatch]) -> pl.DataFrame | None:
    with _foreign_reader(path):
        piece = next(pieces, None)
        if piece is None:
            return None
        # By place, because two columns may share a name.
        table = pyarrow.Table.from_batches([piece])
        return pl.from_arrow(table.rename_columns([f"c{nth}" for nth in range(table.num_columns)]))


def _as_text(frame: pl.DataFrame, line: int) -> pl.DataFrame:
    texts = [_text(column) for column in frame.get_columns()]
    lines = pl.int_range(line, line + frame.height, dtype=pl.Int64, eager=True).alias("regel")
    return pl.DataFrame([lines, *texts]).with_columns(
        pl.col(pl.String).replace("", None), pl.lit(None, dtype=pl.String).alias("rest")
    )


_WRITTEN_OUT = (pl.Binary, pl.Object)


def _text(column: pl.Series) -> pl.Series:
    inner = column.dtype.inner if isinstance(column.dtype, pl.List) else None
    if inner is not None and inner not in _WRITTEN_OUT and not inner.is_nested():
        return column.cast(pl.List(pl.String)).list.join("|", ignore_nulls=True)
    if column.dtype.is_nested() or column.dtype in _WRITTEN_OUT:
        # No column of the contract is of these kinds; written out, because any text may hold a register number.
        return pl.Series(column.name, [None if value is None else str(value) for value in column], dtype=pl.String)
    if isinstance(column.dtype, pl.Datetime) and column.dtype.time_zone:
        column = column.dt.convert_time_zone("Europe/Brussels").dt.replace_time_zone(None)
    return column.cast(pl.String, strict=False)
