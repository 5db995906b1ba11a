"""One small demo, made once, and a slow plain reader of its files that shares no code with the generator."""

import csv
import gzip
import io
from datetime import datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

import demo

SMALL = 6000


@pytest.fixture(scope="session")
def made(tmp_path_factory) -> Path:
    """A folder with a demo of 6.000 dossiers."""
    out = tmp_path_factory.mktemp("demo") / "uit"
    demo.generate(out, seed=7, dossiers=SMALL)
    return out


@pytest.fixture(scope="session")
def truth(made):
    """The truth tables by name: dossiers, plaatsen, signalen, tellingen."""
    return {path.stem: pl.read_parquet(path) for path in (made / "waarheid").glob("*.parquet")}


@pytest.fixture(scope="session")
def lines(made):
    """Per file: {line number: {header: cell}} of every record after the header, read the slow way."""
    files = sorted(path for path in (made / "binc").iterdir() if path.suffix != ".yml")
    return {path.name: plain_records(path) for path in files}


def plain_records(path: Path) -> dict[int, dict[str, str]]:
    return _from_workbook(path) if path.suffix == ".xlsx" else _from_text(path)


def _from_workbook(path: Path) -> dict[int, dict[str, str]]:
    sheet = openpyxl.load_workbook(path).active
    rows = [[_cell_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    return {number: dict(zip(rows[0], row, strict=True)) for number, row in enumerate(rows[1:], start=2)}


def _cell_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return "" if value is None else str(value)


def _from_text(path: Path) -> dict[int, dict[str, str]]:
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    encoding = "cp1252" if b"\xeb" in data and b"\xc3\xab" not in data else "utf-8-sig"
    text = data.decode(encoding)
    top = next(line for line in text.splitlines() if "voorziening_id" in line)
    separator = max(";,\t", key=top.count)
    return _records(text, separator)


def _records(text: str, separator: str) -> dict[int, dict[str, str]]:
    reader, header, found, before = csv.reader(io.StringIO(text, newline=""), delimiter=separator), None, {}, 0
    for cells in reader:
        if header is not None:
            found[before + 1] = dict(zip(header, [*cells, *[""] * (len(header) - len(cells))], strict=True))
        elif "voorziening_id" in cells:
            header = cells
        before = reader.line_num
    return found
