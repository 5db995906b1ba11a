"""Delimited text (.csv, .tsv, .csv.gz) as frames of text, with the line on which each record starts.

Two readers that give the same frames. The exact one is Python's csv module: any quotation mark, any line end, and what
is wrong by its line. The quick one hands a whole block to polars, where every line is a record by itself; a block of
which that is not certain goes to the exact one.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import BinaryIO

import polars as pl

from etl.refusal import FileRefusedError, damaged, disguised, empty

BLOCK = 32 << 20  # bytes: enough rows at a time for polars and DuckDB, few enough for a small machine
LONGEST_LINE = 64 << 20  # bytes; whatever has no line end for so long is no table
EXACT_ROWS = 50_000  # a list of Python texts takes much more memory than a column
LONGEST_CELL = 131_072  # characters; the limit of Python's csv module
CHUNK = 1 << 20
# Registrations compress ten to thirty times. Far beyond that the file is made to fill a disk, not to be read.
MAX_RATIO, RATIO_FROM = 200, 50 << 20
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 met BOM",
    "cp1252": "Windows-1252",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}


def first_lines(path: Path, encoding: str, count: int) -> list[str]:
    """At most `count` first lines with their own line ends; raises FileRefusedError when they are no text."""
    with opened(path) as stream:
        return list(islice(_Lines(path, b"", _blocks(path, stream, encoding)), count))


def batches(
    path: Path, encoding: str, separator: str, first_line: int, width: int, rows: int
) -> Iterator[pl.DataFrame]:
    """The records from line `first_line` on, in frames of `rows`: regel, c0 .. c<width-1>, rest.

    Reading on may raise FileRefusedError: a stray quotation mark or a broken end shows only there.
    """
    with opened(path) as stream:
        yield from _of_height(rows, _frames(path, stream, encoding, separator, first_line, width))


def _frames(
    path: Path, stream: BinaryIO, encoding: str, separator: str, first_line: int, width: int
) -> Iterator[pl.DataFrame]:
    blocks, line = _blocks(path, stream, encoding), first_line
    for block in _without_lines(path, blocks, first_line - 1):
        frame = _quick(block, separator, line, width)
        if frame is not None:
            line += frame.height
            yield frame
            continue
        lines = _Lines(path, block, blocks)
        yield from _exact(path, lines, separator, line, width)
        line += lines.read


def _of_height(rows: int, frames: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """The same rows in frames of exactly this height, but for the last one."""
    waiting: list[pl.DataFrame] = []
    for frame in frames:
        waiting.append(frame)
        if sum(part.height for part in waiting) >= rows:
            whole = pl.concat(waiting, rechunk=True)
            full = whole.height - whole.height % rows
            yield from whole.head(full).iter_slices(rows)
            waiting = [whole.slice(full)]
    if sum(part.height for part in waiting):
        yield pl.concat(waiting, rechunk=True)


# ------------------------------------------------------------------ bytes, encoding and blocks


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked when it is a .gz; a broken archive becomes FileRefusedError."""
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as stream:
            yield stream
    except gzip.BadGzipFile:
        with path.open("rb") as raw:
            is_gzip = raw.read(2) == b"\x1f\x8b"
        raise (damaged(path) if is_gzip else disguised(path)) from None
    except (EOFError, zlib.error):
        raise damaged(path) from None


def encoding_of(path: Path) -> str:
    """The encoding, after one pass over all bytes; raises FileRefusedError when it is no text, cut off or a bomb."""
    with opened(path) as stream:
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
            raise disguised(path, "het bestand wordt uitgepakt verdacht groot")
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
        raise disguised(path)
    if not start:
        raise empty(path)
    evenly = 0.3 < start[:200].count(0) / len(start[:200]) < 0.6  # UTF-16 without a mark
    if b"\0" in start and not evenly and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise disguised(path)


def _chunks(path: Path, stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8 without a mark, in pieces of any size; raises FileRefusedError when it is no such text."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        while chunk := stream.read(BLOCK):
            # Checked already by `encoding_of`; whatever changed since then, polars refuses and the exact reader names.
            yield chunk if encoding == "utf-8" else decoder.decode(chunk).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeDecodeError:
        raise _unknown_signs(path) from None


def _unknown_signs(path: Path) -> FileRefusedError:
    return damaged(path, "het bestand heeft tekens die in geen bekende tekencodering passen")


def _blocks(path: Path, stream: BinaryIO, encoding: str) -> Iterator[bytes]:
    """The file as UTF-8, in blocks of whole lines."""
    kept = b""
    for chunk in _chunks(path, stream, encoding):
        text = kept + chunk
        end = _last_line_end(text)
        if end:
            yield text[:end]
        kept = text[end:]
        if len(kept) > LONGEST_LINE:
            raise damaged(path, f"het bestand heeft een regel van meer dan {LONGEST_LINE >> 20} miljoen tekens")
    if kept:
        yield kept


def _last_line_end(text: bytes) -> int:
    """Where the last whole line ends; 0 when there is none."""
    # A carriage return at the very end may be half of a line end.
    return text.rfind(b"\n") + 1 or text.rfind(b"\r", 0, -1) + 1


def _without_lines(path: Path, blocks: Iterator[bytes], count: int) -> Iterator[bytes]:
    """The blocks after the first `count` lines."""
    lines = _Lines(path, b"", blocks)
    for _ in islice(lines, count):
        pass
    return chain((rest,) if (rest := lines.rest()) else (), blocks)


class _Lines:
    """The lines of a block, and of the next blocks as far as they are asked for."""

    def __init__(self, path: Path, block: bytes, blocks: Iterator[bytes]) -> None:
        self.read = 0
        self._path, self._blocks = path, blocks
        self._of_block(block)

    def _of_block(self, block: bytes) -> None:
        self._text = io.TextIOWrapper(io.BytesIO(block), encoding="utf-8", newline="")
        self._next = self._asked(self._text.readline)

    def _asked(self, read: Callable[[], str]) -> str:
        try:
            return read()
        except UnicodeDecodeError:
            raise _unknown_signs(self._path) from None

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while not self._next:
            self._of_block(next(self._blocks))
        line, self._next = self._next, self._asked(self._text.readline)
        self.read += 1
        return line

    @property
    def left(self) -> bool:
        """Whether a line of this block is left."""
        return bool(self._next)

    def rest(self) -> bytes:
        """What is left of this block."""
        return (self._next + self._asked(self._text.read)).encode()


# ------------------------------------------------------------------ quick


def _quick(block: bytes, separator: str, line: int, width: int) -> pl.DataFrame | None:
    """The records of a block; None where only the exact reader can tell what they are."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    quoted = b'"' in block
    if b"\r" in block or (quoted and not _every_line_is_whole(block, separator)):
        return None
    found = _parsed(block, separator, width, '"' if quoted else None)
    if (
        found is None
        or found.height != block.count(b"\n") + (not block.endswith(b"\n"))
        or _longest(found) > LONGEST_CELL
    ):
        return None
    lines = pl.int_range(line, line + found.height, dtype=pl.Int64, eager=True).alias("regel")
    return pl.DataFrame([lines, *found.get_columns()]).with_columns(rest=pl.lit(None, dtype=pl.String))


def _parsed(block: bytes, separator: str, width: int, quote: str | None) -> pl.DataFrame | None:
    names = [f"c{nth}" for nth in range(width)]
    # With a header of our own a short first line is read as any other, and nothing in the block as a file mark.
    text = separator.join(names).encode() + b"\n" + block
    try:
        found = pl.read_csv(text, separator=separator, quote_char=quote, infer_schema=False, encoding="utf8")
    except (pl.exceptions.PolarsError, OSError):
        return None  # a record longer than the header, or bytes that are no text
    if found.columns != names:
        return None
    return found.with_columns(pl.col(pl.String).replace("", None)) if quote else found


def _every_line_is_whole(block: bytes, separator: str) -> bool:
    """Whether each line with a quotation mark is a complete record in which quotes only stand around cells."""
    sign = "\\" + separator
    cell = rf'(?:[^"{sign}]*|"(?:[^"]|"")*")'
    try:
        text = pl.Series([block.decode()])
    except UnicodeDecodeError:
        return False
    lines = text.str.split("\n").explode()
    with_quotes = lines.filter(lines.str.contains('"', literal=True))
    return with_quotes.str.contains(rf"^{cell}(?:{sign}{cell})*$").all()


def _longest(frame: pl.DataFrame) -> int:
    return max((column.str.len_bytes().max() or 0 for column in frame.get_columns()), default=0)


# ------------------------------------------------------------------ exact


def _exact(path: Path, lines: _Lines, separator: str, first_line: int, width: int) -> Iterator[pl.DataFrame]:
    """The records up to the end of this block, or beyond it to where the last one ends."""
    # Strict, because a stray quotation mark would silently swallow the rows up to the next one.
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while lines.left:
        yield _frame(*_read_records(path, lines, reader, first_line), width, separator)


def _read_records(path: Path, lines: _Lines, reader, first_line: int) -> tuple[list[int], list[list[str]]]:
    starts, records = [], []
    try:
        while lines.left and len(records) < EXACT_ROWS:
            start = first_line + reader.line_num
            records.append(next(reader))
            starts.append(start)
    except csv.Error as error:
        raise unreadable_line(path, start, too_long=str(error).startswith("field larger")) from None
    return starts, records


def unreadable_line(path: Path, line: int, too_long: bool = False) -> FileRefusedError:
    """B02: the record that starts on this line cannot be read, for its quotation marks or for the length of a cell."""
    if too_long:
        what = f"regel {line} heeft een cel van meer dan {LONGEST_CELL} tekens"
        return FileRefusedError("B02", path, what, "kort die cel in of kijk of er een aanhalingsteken ontbreekt")
    what = f"regel {line} heeft een aanhalingsteken dat niet gesloten wordt of midden in een cel staat"
    return FileRefusedError("B02", path, what, "verbeter de aanhalingstekens op die regel of vraag een nieuwe export")


def _frame(starts: list[int], records: list[list[str]], width: int, separator: str) -> pl.DataFrame:
    # One record as wide as the header keeps the transposition complete when every record is shorter.
    columns = list(zip_longest(*records, [""] * width, fillvalue=""))
    rest = [_joined(record[width:], separator) for record in records]
    data = {f"c{nth}": pl.Series(column[:-1], dtype=pl.String) for nth, column in enumerate(columns[:width])}
    frame = pl.DataFrame({"regel": pl.Series(starts, dtype=pl.Int64), **data, "rest": pl.Series(rest, dtype=pl.String)})
    return frame.with_columns(pl.col(pl.String).replace("", None))


def _joined(cells: Sequence[str], separator: str) -> str:
    return separator.join(filter(None, cells))
