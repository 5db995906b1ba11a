"""Open a delivery of any accepted format and hand it on as text, in batches, with the place of every record.

What comes out is the same for every format: a header, and frames of text in which a cell that is empty is null.
Nothing is interpreted here, and no more than one batch is in memory (a workbook excepted, which has to be whole).
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

import fastexcel
import polars as pl
import pyarrow.parquet

BATCH_ROWS = 50_000
HEADER_WITHIN = 40  # a title, a date, some empty lines: never more than this above the header
CHUNK = 1 << 20
# Registrations compress ten to thirty times. Far beyond that the file is made to fill a disk, not to be read.
MAX_RATIO, RATIO_FROM = 200, 50 << 20
SEPARATORS = {";": ";", ",": ",", "\t": "tab", "|": "|"}
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 met BOM",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
FORMATS = ".csv, .tsv, .csv.gz, .xlsx, .parquet"
AGAIN = "download of verstuur het bestand opnieuw"
SAVE_AGAIN = f"bewaar het bestand opnieuw in een van de aanvaarde formaten ({FORMATS})"

IsKnown = Callable[[str], bool]


class FileRefusedError(ValueError):
    """A whole file that is not loaded; `code` is the rule (B01 to B06), the message one Dutch sentence."""

    def __init__(self, code: str, path: Path, what: str, then: str) -> None:
        super().__init__(f"{path.name}: {what}; {then}.")
        self.code = code


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
        raise _empty(path)
    name = path.name.lower()
    if name.endswith((".csv", ".tsv", ".csv.gz")):
        return _extract_csv(path, is_known)
    if name.endswith(".xlsx"):
        return _extract_xlsx(path, is_known)
    if name.endswith(".parquet"):
        return _extract_parquet(path)
    raise FileRefusedError("B03", path, "dit soort bestand wordt niet gelezen", SAVE_AGAIN)


def _empty(path: Path) -> FileRefusedError:
    return FileRefusedError(
        "B01", path, "het bestand is leeg of heeft geen rijen met gegevens", "vraag de afzender een nieuwe export"
    )


def _damaged(path: Path, what: str = "het bestand is afgekapt of beschadigd") -> FileRefusedError:
    return FileRefusedError("B02", path, what, AGAIN)


def _disguised(path: Path, what: str = "de inhoud is niet wat de extensie zegt") -> FileRefusedError:
    return FileRefusedError("B03", path, what, SAVE_AGAIN)


# ------------------------------------------------------------------ delimited text


def _extract_csv(path: Path, is_known: IsKnown) -> Extract:
    encoding = _encoding(path)
    with _lines(path, encoding) as lines:
        top = [line for line, _ in zip(lines, range(HEADER_WITHIN), strict=False)]
    if not any(line.strip() for line in top):
        raise _empty(path)
    separator, above, nth = _best_header(top, is_known)
    header = tuple(above[nth][1])
    return Extract(
        header=header,
        codering=ENCODINGS[encoding],
        scheidingsteken=SEPARATORS[separator],
        above=tuple(_cells(above[: nth + 1])),
        batches=_csv_batches(path, encoding, separator, above[nth + 1][0], len(header)),
    )


def _best_header(top: list[str], is_known: IsKnown) -> tuple[str, list[tuple[int, list[str]]], int]:
    """The separator, the first records with their lines, and which of them is the header.

    Of all separators and records the one with most known headers; none known at all: the widest first record.
    """
    readings = {sign: _numbered_records(top, sign) for sign in SEPARATORS}
    sign, nth = max(
        ((sign, nth) for sign, records in readings.items() for nth in range(len(records) - 1)),
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


def _csv_batches(path: Path, encoding: str, separator: str, first_line: int, width: int) -> Iterator[pl.DataFrame]:
    with _lines(path, encoding) as lines:
        for _ in range(first_line - 1):
            next(lines)
        # Strict, because a stray quotation mark would silently swallow the rows up to the next one.
        reader = csv.reader(lines, delimiter=separator, strict=True)
        while batch := _read_records(path, reader, first_line):
            yield _frame(*batch, width, separator)


def _read_records(path: Path, reader, first_line: int) -> tuple[list[int], list[list[str]]] | None:
    starts, records = [], []
    start = first_line + reader.line_num
    try:
        for record in reader:
            starts.append(start)
            records.append(record)
            start = first_line + reader.line_num
            if len(records) == BATCH_ROWS:
                break
    except csv.Error:
        raise FileRefusedError(
            "B02",
            path,
            f"regel {start} heeft een aanhalingsteken dat niet gesloten wordt of midden in een cel staat",
            "verbeter de aanhalingstekens op die regel of vraag een nieuwe export",
        ) from None
    return (starts, records) if records else None


def _frame(starts: list[int], records: list[list[str]], width: int, separator: str) -> pl.DataFrame:
    # One record as wide as the header keeps the transposition complete when every record is shorter.
    columns = list(zip_longest(*records, [""] * width, fillvalue=""))
    rest = [separator.join(filter(None, record[width:])) for record in records]
    data = {f"c{nth}": pl.Series(column[:-1], dtype=pl.String) for nth, column in enumerate(columns[:width])}
    frame = pl.DataFrame({"regel": pl.Series(starts, dtype=pl.Int64), **data, "rest": pl.Series(rest, dtype=pl.String)})
    return frame.with_columns(pl.col(pl.String).replace("", None))


def _encoding(path: Path) -> str:
    """The encoding, after one pass over all bytes; raises FileRefusedError when it is no text, cut off or a bomb."""
    with _bytes(path) as stream:
        start = stream.read(CHUNK)
        _require_text(path, start)
        if marked := _encoding_by_mark(start):
            _drain(path, stream, len(start), codecs.getincrementaldecoder(marked)("ignore"))
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")("strict")
        return "utf-8" if _drain(path, stream, len(start), decoder, start) else "cp1252"


def _encoding_by_mark(start: bytes) -> str | None:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Without a mark UTF-16 shows by its zero bytes: every other byte of Western text.
    if b"\0" in start[:200]:
        return "utf-16-le" if start[1:2] == b"\0" else "utf-16-be"
    return None


def _drain(path: Path, stream: BinaryIO, size: int, decoder: codecs.IncrementalDecoder, first: bytes = b"") -> bool:
    """Read to the end; whether the decoder could read all of it. Raises FileRefusedError when it never seems to end."""
    readable, packed = _decodes(decoder, first), path.stat().st_size
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > max(RATIO_FROM, MAX_RATIO * packed):
            raise _disguised(path, "het bestand wordt uitgepakt verdacht groot")
        readable = readable and _decodes(decoder, chunk)
    return readable and _decodes(decoder, b"", final=True)


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool = False) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _require_text(path: Path, start: bytes) -> None:
    binary = (b"PK\x03\x04", b"\x1f\x8b", b"PAR1", b"\xd0\xcf\x11\xe0", b"%PDF", b"Obj\x01", b"\x89PNG")
    if start.startswith(binary) or start.lstrip()[:9].lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise _disguised(path)
    if not start:
        raise _empty(path)
    evenly = 0.3 < start[:200].count(0) / len(start[:200]) < 0.6  # UTF-16 without a mark
    if b"\0" in start and not evenly and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _disguised(path)


@contextmanager
def _bytes(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked when it is a .gz; a broken archive becomes FileRefusedError."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            yield stream
    except gzip.BadGzipFile:
        with path.open("rb") as raw:
            is_gzip = raw.read(2) == b"\x1f\x8b"
        raise (_damaged(path) if is_gzip else _disguised(path)) from None
    except (EOFError, zlib.error):
        raise _damaged(path) from None


@contextmanager
def _lines(path: Path, encoding: str) -> Iterator[Iterator[str]]:
    """The lines of a text file with their own line ends, as quoted fields need them."""
    with _bytes(path) as stream, io.TextIOWrapper(stream, encoding=encoding, newline="") as text:
        try:
            yield text
        except UnicodeDecodeError:
            raise _damaged(path, "het bestand heeft tekens die in geen bekende tekencodering passen") from None


# ------------------------------------------------------------------ workbooks


def _extract_xlsx(path: Path, is_known: IsKnown) -> Extract:
    _require_sound_archive(path)
    sheets = [(name, sheet) for name, sheet in _sheets(path) if sheet.width]
    if not any(sheet.height for _, sheet in sheets):
        raise _empty(path)
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
            raise _disguised(path)
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack_all(path, archive)
    except FileRefusedError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, ValueError):
        raise _damaged(path) from None


def _unpack_all(path: Path, archive: zipfile.ZipFile) -> None:
    size, limit = 0, max(RATIO_FROM, MAX_RATIO * path.stat().st_size)
    for name in archive.namelist():
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise _disguised(path, "het bestand wordt uitgepakt verdacht groot")


@contextmanager
def _foreign_reader(path: Path) -> Iterator[None]:
    """Whatever a library makes of a broken file becomes one sentence; a crash inside Rust is no Exception."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, FileRefusedError):
        raise
    except BaseException:
        raise _damaged(path) from None


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
        raise _empty(path)
    above = tuple(_cells([(0, header)]))
    return Extract(header, "Parquet", None, above, _parquet_batches(path, file))


def _require_parquet(path: Path) -> None:
    with path.open("rb") as raw:
        head = raw.read(4)
        raw.seek(max(-4, -path.stat().st_size), io.SEEK_END)
        tail = raw.read(4)
    if head != b"PAR1":
        raise _disguised(path)
    if tail != b"PAR1":
        raise _damaged(path)


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
