"""The files of facts in `data/raw`: which there are, what a cell may hold, and how one is read.

What a table may hold (columns, types, keys, references) is read from the warehouse itself, so `schema.sql` stays
the only place where that is written down.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from etl.load import Warehouse
from etl.sidecar import Sidecar, SidecarError, read_sidecar, sidecar_path

SEPARATOR = ";"
BETWEEN_VALUES = "|"
ALL = "*"
LINE = "_regel"


class FactsError(ValueError):
    """The fact files cannot be loaded; `problems` holds one Dutch sentence per problem, of all files at once."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


@dataclass(frozen=True)
class ListColumn:
    """A column with several values in one cell, loaded as rows (owner, value) of a table of its own.

    `owner` is the key of the main table and `flag` its column that says 'all of them' (written as `*`). `known_in`
    names the columns (table, column) in which every value must occur; `stored_as` replaces a value by that row's key.
    """

    name: str
    table: str
    owner: str
    column: str
    flag: str | None = None
    known_in: tuple[tuple[str, str], ...] = ()
    stored_as: str | None = None


@dataclass(frozen=True)
class FactFile:
    """One file of facts and the table it fills."""

    name: str
    table: str
    lists: tuple[ListColumn, ...] = ()
    soort: str = "feiten"


AREAS = (("samenwerkingsverband", "sv_id"), ("voorganger", "voorganger_id"))

# In order of dependency: a file only refers to files above it.
FILES = (
    FactFile("documenten.csv", "document"),
    FactFile("samenwerkingsverbanden.csv", "samenwerkingsverband"),
    FactFile("voorgangers.csv", "voorganger"),
    FactFile("naamvarianten.csv", "naamvariant"),
    FactFile("herkomst.csv", "herkomst"),
    FactFile("eerstelijnszones.csv", "elz"),
    FactFile("organisatiemodellen.csv", "organisatiemodel"),
    FactFile("voorganger_modellen.csv", "voorganger_model"),
    FactFile("voorganger_gebieden.csv", "voorganger_gebied"),
    FactFile("oproepen.csv", "oproep"),
    FactFile("budgetten.csv", "budget"),
    FactFile("budgetten_2017.csv", "budget_2017"),
    FactFile("vte.csv", "vte"),
    FactFile("gepubliceerde_cijfers.csv", "gepubliceerd_cijfer"),
    FactFile(
        "kanttekeningen.csv",
        "kanttekening",
        (
            ListColumn("maten", "kanttekening_maat", "kanttekening_id", "maat", flag="alle_maten"),
            ListColumn(
                "gebieden", "kanttekening_gebied", "kanttekening_id", "gebied", flag="alle_gebieden", known_in=AREAS
            ),
        ),
    ),
    FactFile("breuken.csv", "breuk", (ListColumn("maten", "breuk_maat", "breuk_id", "maat", flag="alle_maten"),)),
    FactFile("datanotas.csv", "datanota"),
    FactFile("formuleringen.csv", "formulering"),
    FactFile(
        "gemeenten.csv",
        "gemeente",
        (ListColumn("elz", "gemeente_elz", "nis5", "elz_id", known_in=(("elz", "naam"),), stored_as="elz_id"),),
        soort="geografie",
    ),
    FactFile("bevolking.csv", "bevolking"),
)

# The words a column may hold; a typing error here would silently weaken a guard.
WORDS: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("samenwerkingsverband", "golf"): ("eerste golf", "tweede golf", "nvt"),
    ("naamvariant", "soort"): ("naam", "aanduiding", "scanfout"),
    ("herkomst", "relatie"): (
        *("ongewijzigd", "voortgezet", "uitgebreid"),
        *("uitgebreid en hernoemd", "samengevoegd", "nieuw"),
    ),
    ("herkomst", "zekerheid"): ("hoog", "middelhoog", "middel"),
    ("organisatiemodel", "soort"): ("organisatie", "elp"),
    ("voorganger_model", "zekerheid"): ("gepubliceerd", "afgeleid"),
    ("voorganger_gebied", "zekerheid"): ("hoog", "waarschijnlijk"),
    ("oproep", "bedrag_soort"): ("totaal", "toegevoegd"),
    ("budget_2017", "precisie"): ("nominaal", "gepubliceerd"),
    ("vte", "onderdeel"): ("team", "reguliere uitbreiding", "uitbreidingsmiddelen"),
    ("vte", "functie"): (
        *("totaal", "coördinatie", "gezinsbegeleiding", "ELP", "vrijwilligerscoach", "contextbegeleiding"),
        *("mobiele ondersteuning VAPH", "begeleiding CGG", "ervaringsgerichte begeleiding"),
    ),
    ("vte", "precisie"): ("gepubliceerd", "ongeveer", "afgeleid", "niet gepubliceerd"),
    ("gepubliceerd_cijfer", "maat"): (
        *("aanmeldingen", "inwoners", "partners", "partners_met_middelen"),
        *("vte_totaal", "doel_begeleidingen", "inwoners_bereik"),
    ),
    ("gepubliceerd_cijfer", "gebied_soort"): ("vlaanderen", "samenwerkingsverband", "voorganger"),
    ("gepubliceerd_cijfer", "precisie"): ("gepubliceerd", "ongeveer", "afgeleid"),
    ("kanttekening", "ernst"): ("blokkerend", "waarschuwing", "info"),
    ("breuk", "ernst"): ("blokkerend", "waarschuwing"),
}


# ------------------------------------------------------------------ what a table may hold


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type in the words of DuckDB, and whether a cell must be filled."""

    name: str
    kind: str
    required: bool


@dataclass
class Table:
    """Columns, unique keys and references of one table, as the schema declares them."""

    columns: dict[str, Column]
    keys: list[list[str]] = field(default_factory=list)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)


def table_of(warehouse: Warehouse, name: str) -> Table:
    """What the schema of this warehouse declares of one table; no columns when there is no such table."""
    columns = """
        select column_name, data_type, is_nullable = 'NO' as required
        from information_schema.columns where table_name = $table order by ordinal_position"""
    table = Table({row[0]: Column(*row) for row in warehouse.rows(columns, {"table": name}).iter_rows()})
    constraints = """
        select constraint_type, constraint_column_names, referenced_table, referenced_column_names
        from duckdb_constraints() where table_name = $table order by constraint_index"""
    for kind, own, other, theirs in warehouse.rows(constraints, {"table": name}).iter_rows():
        if kind in ("PRIMARY KEY", "UNIQUE"):
            table.keys.append(list(own))
        elif kind == "FOREIGN KEY":
            table.references[own[0]] = (other, theirs[0])
    return table


# ------------------------------------------------------------------ reading


@dataclass(frozen=True)
class RawTable:
    """One file as received: every cell as text (null when empty), with the line it starts on in column `_regel`."""

    file: FactFile
    frame: pl.DataFrame
    sidecar: Sidecar
    sha256: str

    def cells(self, column: str) -> Iterator[tuple[int, str]]:
        """(line, text) of every filled cell of a column; nothing when the file lacks the column."""
        if column in self.frame.columns:
            yield from self.frame.select(LINE, column).drop_nulls().iter_rows()

    def texts(self, column: str) -> set[str]:
        """The different texts in the filled cells of a column."""
        return {text for _, text in self.cells(column)}


def read_fact_file(raw: Path, file: FactFile, problems: list[str]) -> RawTable | None:
    """The file with its sidecar, or None with the reasons added to `problems`."""
    path = raw / file.name
    sidecar = sidecar_of(path, problems)
    try:
        content = path.read_bytes()
        frame = _text_frame(file.name, content.decode("utf-8-sig"))
    except OSError:
        problems.append(f"{file.name}: dit bestand ontbreekt of is niet te openen. Zet het terug in de map {raw.name}.")
    except UnicodeDecodeError:
        problems.append(f"{file.name}: dit bestand is geen UTF-8. Bewaar het opnieuw als UTF-8.")
    except FactsError as error:
        problems.extend(error.problems)
    else:
        return RawTable(file, frame, sidecar, hashlib.sha256(content).hexdigest()) if sidecar else None
    return None


def sidecar_of(path: Path, problems: list[str]) -> Sidecar | None:
    """What is said beside the file, or None with the reason added to `problems`."""
    try:
        return read_sidecar(sidecar_path(path))
    except SidecarError as error:
        problems.append(str(error))
        return None


def _text_frame(name: str, text: str) -> pl.DataFrame:
    """All cells as text. Read record by record, because a message must name the line a record starts on."""
    try:
        (_, header), *records = _records(text)
    except ValueError:
        raise FactsError([f"{name}: dit bestand is leeg. Zet er een kop en rijen in."]) from None
    except csv.Error:
        raise FactsError(
            [f"{name}: de aanhalingstekens kloppen niet. Kijk of elk aanhalingsteken gesloten is."]
        ) from None
    problems = [
        f"{name}, regel {line}: {len(cells)} cellen in plaats van {len(header)}. "
        "Zet tekst met een puntkomma tussen aanhalingstekens."
        for line, cells in records
        if len(cells) != len(header)
    ]
    problems += [
        f"{name}, regel 1, kolom {column}: deze kolom staat er twee keer. Schrap er een." for column in twice(header)
    ]
    if problems:
        raise FactsError(problems)
    rows = [(line, *(cell.strip() or None for cell in cells)) for line, cells in records]
    return pl.DataFrame(rows, schema={LINE: pl.Int64} | dict.fromkeys(header, pl.String), orient="row")


def _records(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=SEPARATOR, strict=True)
    start = 1
    for cells in reader:
        if cells:
            yield start, cells
        start = reader.line_num + 1


def twice(values: Sequence[str]) -> list[str]:
    """The values that occur more than once, sorted."""
    return sorted({value for value in values if values.count(value) > 1})
