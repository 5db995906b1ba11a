"""Read the published facts of `data/raw` into the warehouse, and check what the documents say of themselves.

What a table may hold (columns, types, keys, references) is read from the warehouse itself, so `schema.sql` stays
the only place where that is written down. All problems of all files are gathered before anything is loaded.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path

import polars as pl
from shapely.errors import ShapelyError
from shapely.geometry import shape

from etl.load import Warehouse
from etl.sidecar import Sidecar, SidecarError, read_sidecar, sidecar_path

SEPARATOR = ";"
BETWEEN_VALUES = "|"
ALL = "*"
LINE = "_regel"

# The Dutch-speaking offer in Brussels counts on a part of the inhabitants only (evaluation note of 2020).
WITHOUT_DENOMINATOR = "brussel"

MATEN = (
    *("aanmeldingen", "tijdigheid", "trajecten", "vte", "middelen", "per_hoofd"),
    *("inwoners", "partners", "gemeente", "registratie"),
)


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
    name: str
    kind: str
    required: bool


@dataclass
class Table:
    """Columns, unique keys and references of one table, as the schema declares them."""

    columns: dict[str, Column]
    keys: list[list[str]] = field(default_factory=list)
    references: dict[str, tuple[str, str]] = field(default_factory=dict)


def _table(warehouse: Warehouse, name: str) -> Table:
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
        return {text for _, text in self.cells(column)}


def _read(raw: Path, file: FactFile, problems: list[str]) -> RawTable | None:
    """The file with its sidecar, or None with the reasons added to `problems`."""
    path = raw / file.name
    sidecar = _sidecar(path, problems)
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


def _sidecar(path: Path, problems: list[str]) -> Sidecar | None:
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
        f"{name}, regel 1, kolom {column}: deze kolom staat er twee keer. Schrap er een." for column in _twice(header)
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


def _twice(values: Sequence[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


# ------------------------------------------------------------------ checking one file


Known = Mapping[tuple[str, str], set[str]]


def _file_problems(raw: RawTable, table: Table, known: Known) -> Iterator[str]:
    yield from _row_count_problems(raw)
    yield from _column_problems(raw, table)
    for column in table.columns.values():
        yield from _cell_problems(raw, column)
    for column, target in table.references.items():
        yield from _reference_problems(raw, column, raw.cells(column), known, (target,))
    for listed in raw.file.lists:
        yield from _list_problems(raw, listed, known)
    for key in table.keys:
        yield from _duplicate_problems(raw, key)
    if raw.sidecar.document is not None:
        yield from _sidecar_document_problems(raw.file.name, raw.sidecar.document, known)


def _row_count_problems(raw: RawTable) -> Iterator[str]:
    expected, found = raw.sidecar.rijen, raw.frame.height
    if expected is not None and expected != found:
        yield (
            f"{raw.file.name}: {found} rijen, maar {sidecar_path(Path(raw.file.name)).name} verwacht er {expected}. "
            "Kijk of er rijen ontbreken of te veel zijn, of pas 'rijen' aan."
        )


def _column_problems(raw: RawTable, table: Table) -> Iterator[str]:
    flags = {listed.flag for listed in raw.file.lists}
    wanted = [name for name in table.columns if name not in flags] + [listed.name for listed in raw.file.lists]
    found = [name for name in raw.frame.columns if name != LINE]
    for name in wanted:
        if name not in found:
            yield f"{raw.file.name}, regel 1: de kolom '{name}' ontbreekt. Voeg ze toe aan de kop."
    for name in found:
        if name not in wanted:
            near = _nearest(name, wanted)
            yield f"{raw.file.name}, regel 1: de kolom '{name}' is niet bekend{near}. Verbeter of schrap ze."


def _cell_problems(raw: RawTable, column: Column) -> Iterator[str]:
    if column.name not in raw.frame.columns:
        return
    if column.required:
        for line in raw.frame.filter(pl.col(column.name).is_null())[LINE]:
            yield f"{raw.file.name}, regel {line}, kolom {column.name}: deze cel is leeg. Vul ze in."
    words = WORDS.get((raw.file.table, column.name))
    for line, text in raw.cells(column.name):
        place = f"{raw.file.name}, regel {line}, kolom {column.name}"
        if (wrong := _wrong_kind(column.kind, text)) is not None:
            yield f"{place}: '{text}' {wrong}."
        elif words and text not in words:
            yield f"{place}: '{text}' is niet bekend{_nearest(text, words)}. Kies uit: {', '.join(words)}."


def _wrong_kind(kind: str, text: str) -> str | None:
    """What is wrong with the text and how to write it, or None when nothing is."""
    if kind == "DATE":
        return None if _is_date(text) else "is geen datum. Schrijf jjjj-mm-dd"
    if kind == "BOOLEAN":
        return None if text in ("true", "false") else "is niet te lezen als true of false. Schrijf een van beide"
    if kind in _BITS:
        return _wrong_integer(kind, text)
    if decimals := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind):
        width, scale = map(int, decimals.groups())
        number = rf"-?\d{{1,{width - scale}}}(\.\d{{1,{scale}}})?"
        advice = "is geen getal. Schrijf het met een punt en hoogstens twee decimalen, zoals 10.69"
        return None if re.fullmatch(number, text) else advice
    return None


_BITS = {"SMALLINT": 16, "INTEGER": 32, "BIGINT": 64}


def _wrong_integer(kind: str, text: str) -> str | None:
    # A leading zero would let one key be written in two ways.
    if not re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return "is geen geheel getal. Schrijf het zonder punten"
    half = 2 ** (_BITS[kind] - 1)
    return None if len(text) < 20 and -half <= int(text) < half else "is te groot. Kijk het getal na"


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _reference_problems(
    raw: RawTable,
    column: str,
    cells: Iterator[tuple[int, str]],
    known: Known,
    targets: Sequence[tuple[str, str]],
) -> Iterator[str]:
    # A file that could not be read has been reported already; do not blame every row that refers to it.
    if any(target not in known for target in targets):
        return
    possible = set().union(*(known[target] for target in targets))
    sources = " of ".join(_file_of(table) for table, _ in targets)
    for line, text in cells:
        if text not in possible:
            yield (
                f"{raw.file.name}, regel {line}, kolom {column}: '{text}' is niet bekend{_nearest(text, possible)}. "
                f"Verbeter het, of voeg het toe aan {sources}."
            )


def _list_problems(raw: RawTable, listed: ListColumn, known: Known) -> Iterator[str]:
    if listed.name not in raw.frame.columns:
        return
    for line in raw.frame.filter(pl.col(listed.name).is_null())[LINE]:
        yield f"{raw.file.name}, regel {line}, kolom {listed.name}: deze cel is leeg. Vul minstens één waarde in."
    values = [(line, _values(text)) for line, text in raw.cells(listed.name)]
    for line, several in values:
        place = f"{raw.file.name}, regel {line}, kolom {listed.name}"
        if ALL in several and (len(several) > 1 or listed.flag is None):
            yield f"{place}: {ALL} betekent alles en kan hier niet staan. Schrijf de waarden voluit."
        for value in _twice(several):
            yield f"{place}: '{value}' staat er twee keer. Schrap er een."
    if listed.known_in:
        single = ((line, value) for line, several in values for value in several if value != ALL)
        yield from _reference_problems(raw, listed.name, single, known, listed.known_in)


def _values(text: str) -> list[str]:
    return [value.strip() for value in text.split(BETWEEN_VALUES)]


def _duplicate_problems(raw: RawTable, key: list[str]) -> Iterator[str]:
    if not set(key) <= set(raw.frame.columns):
        return
    filled = raw.frame.drop_nulls(key)
    for line, *values in filled.filter(~pl.struct(key).is_first_distinct()).select(LINE, *key).iter_rows():
        yield (
            f"{raw.file.name}, regel {line}, kolom {', '.join(key)}: '{', '.join(values)}' staat er al. "
            "Schrap de dubbele rij of geef ze een eigen sleutel."
        )


def _sidecar_document_problems(name: str, document: str, known: Known) -> Iterator[str]:
    documents = known.get(("document", "document_id"))
    if documents is not None and document not in documents:
        place, near = sidecar_path(Path(name)).name, _nearest(document, documents)
        yield (
            f"{place}: het document '{document}' is niet bekend{near}. "
            "Verbeter het, of voeg het toe aan documenten.csv."
        )


def _nearest(word: str, known: Sequence[str] | set[str]) -> str:
    close = get_close_matches(word, sorted(known), n=1)
    return f" (bedoelt u '{close[0]}'?)" if close else ""


def _file_of(table: str) -> str:
    return next(file.name for file in FILES if file.table == table)


def _known(tables: Sequence[RawTable]) -> Known:
    return {
        (raw.file.table, column): raw.texts(column) for raw in tables for column in raw.frame.columns if column != LINE
    }


def _unknown_files(raw: Path) -> Iterator[str]:
    names = {file.name for file in FILES}
    for path in sorted(raw.glob("*.csv")):
        if path.name not in names:
            yield (
                f"{path.name}: dit bestand hoort niet in de map {raw.name}{_nearest(path.name, names)}. "
                "Zet registraties in de map binc, of verbeter de naam."
            )


# ------------------------------------------------------------------ outlines of the areas


@dataclass(frozen=True)
class Outlines:
    """The polygons as rows of table `omtrek` (sv_id, geojson, midden_lengte, midden_breedte; WGS84 degrees)."""

    name: str
    frame: pl.DataFrame
    sidecar: Sidecar
    sha256: str


def _read_outlines(geojson: Path, problems: list[str]) -> Outlines | None:
    name = f"{geojson.parent.name}/{geojson.name}"
    sidecar = _sidecar(geojson, problems)
    try:
        content = geojson.read_bytes()
        rows = [_outline(feature) for feature in json.loads(content)["features"]]
    except OSError:
        problems.append(f"{name}: dit bestand ontbreekt of is niet te openen. Maak het met python -m etl.geo.")
    except (ValueError, LookupError, TypeError, AttributeError, ShapelyError):
        problems.append(
            f"{name}: dit is geen GeoJSON met een veelhoek en een sv_id per gebied. Maak het met python -m etl.geo."
        )
    else:
        types = {"sv_id": pl.String, "geojson": pl.String, "midden_lengte": pl.Float64, "midden_breedte": pl.Float64}
        frame = pl.DataFrame(rows, schema=types, orient="row")
        return Outlines(name, frame, sidecar, hashlib.sha256(content).hexdigest()) if sidecar else None
    return None


def _outline(feature: Mapping[str, Mapping[str, object]]) -> tuple[str, str, float, float]:
    properties, geometry = feature["properties"], feature["geometry"]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError
    if {"midden_lengte", "midden_breedte"} <= properties.keys():
        point = float(properties["midden_lengte"]), float(properties["midden_breedte"])
    else:
        inside = shape(geometry).representative_point()
        point = inside.x, inside.y
    return str(properties["sv_id"]), json.dumps(geometry, separators=(",", ":")), *point


def _outline_problems(outlines: Outlines, known: Known) -> Iterator[str]:
    areas = outlines.frame["sv_id"].to_list()
    for area in _twice(areas):
        yield f"{outlines.name}: '{area}' staat er twee keer. Maak het bestand opnieuw met python -m etl.geo."
    possible = known.get(("samenwerkingsverband", "sv_id"))
    for area in sorted(set(areas) - possible) if possible is not None else ():
        yield (
            f"{outlines.name}: het gebied '{area}' is niet bekend{_nearest(area, possible)}. "
            "Verbeter sv_id, of voeg het toe aan samenwerkingsverbanden.csv."
        )
    if (expected := outlines.sidecar.rijen) is not None and expected != len(areas):
        yield (
            f"{outlines.name}: {len(areas)} gebieden, maar het begeleidende bestand (.yml) verwacht er {expected}. "
            "Maak het bestand opnieuw met python -m etl.geo."
        )
    if outlines.sidecar.document is not None:
        yield from _sidecar_document_problems(Path(outlines.name).name, outlines.sidecar.document, known)


# ------------------------------------------------------------------ loading


def _say_nothing(_: str) -> None:
    """The default report, for a caller that only wants the tables."""


def load_facts(
    raw: Path, warehouse: Warehouse, report: Callable[[str], None] = _say_nothing, *, geojson: Path | None = None
) -> None:
    """Fill every table of facts from the folder `raw` and the outlines in `geojson` (default: `geo/` beside `raw`).

    `report` gets one Dutch line per file. Raises FactsError with every problem of every file; nothing is loaded then.
    """
    tables, outlines = _checked(raw, warehouse, geojson or raw.parent / "geo" / "werkingsgebieden.geojson")
    for table in tables:
        _append(warehouse, table)
        report(f"{table.file.name}: {table.frame.height} rijen")
    for listed, frame in _exploded(tables):
        warehouse.append(listed.table, frame)
    warehouse.append("omtrek", outlines.frame)
    warehouse.append("bestand", _bestand_row(outlines.name, "geografie", outlines.frame.height, outlines))
    report(f"{outlines.name}: {outlines.frame.height} gebieden")
    warehouse.append("noemer", warehouse.rows(DENOMINATORS, {"zonder": WITHOUT_DENOMINATOR}))


def _checked(raw: Path, warehouse: Warehouse, geojson: Path) -> tuple[list[RawTable], Outlines]:
    problems = list(_unknown_files(raw))
    tables = [table for file in FILES if (table := _read(raw, file, problems)) is not None]
    outlines = _read_outlines(geojson, problems)
    known = _known(tables)
    for table in tables:
        problems.extend(_file_problems(table, _table(warehouse, table.file.table), known))
    if outlines is not None:
        problems.extend(_outline_problems(outlines, known))
    if problems or outlines is None:
        raise FactsError(problems)
    return tables, outlines


def _append(warehouse: Warehouse, raw: RawTable) -> None:
    flags = [pl.col(listed.name).eq(ALL).alias(listed.flag) for listed in raw.file.lists if listed.flag]
    frame = raw.frame.with_columns(flags).drop(LINE, *(listed.name for listed in raw.file.lists))
    warehouse.append(raw.file.table, frame)
    warehouse.append("bestand", _bestand_row(raw.file.name, raw.file.soort, raw.frame.height, raw))


def _bestand_row(name: str, soort: str, rows: int, read: RawTable | Outlines) -> pl.DataFrame:
    said = read.sidecar
    row = {"bestand": name, "soort": soort, "titel": said.titel, "document_id": said.document, "bron": said.bron}
    row |= {"datum": said.datum, "ontvangen_op": said.ontvangen_op, "status": said.status, "licentie": said.licentie}
    row |= {"toelichting": said.toelichting, "rijen": rows, "sha256": read.sha256}
    return pl.DataFrame([row])


def _exploded(tables: Sequence[RawTable]) -> Iterator[tuple[ListColumn, pl.DataFrame]]:
    """For every list column the rows (owner, value) of its own table; `*` gives none."""
    for raw in tables:
        for listed in raw.file.lists:
            stored = _stored_values(tables, listed)
            pairs = [
                (owner, stored.get(value, value))
                for owner, text in raw.frame.select(listed.owner, listed.name).iter_rows()
                for value in _values(text)
                if value != ALL
            ]
            types = dict.fromkeys((listed.owner, listed.column), pl.String)
            yield listed, pl.DataFrame(pairs, schema=types, orient="row")


def _stored_values(tables: Sequence[RawTable], listed: ListColumn) -> dict[str, str]:
    if listed.stored_as is None:
        return {}
    table, column = listed.known_in[0]
    frame = next(raw.frame for raw in tables if raw.file.table == table)
    return dict(frame.select(column, listed.stored_as).iter_rows())


# A year counts only when every municipality of the area is there: a sum with a hole would be too low, not unknown.
DENOMINATORS = """
    select g.sv_id, b.jaar, sum(b.totaal) as inwoners,
        case when count(b.onder25) = count(*) then sum(b.onder25) end as onder25,
        g.sv_id <> $zonder as bruikbaar
    from bevolking b join gemeente g on g.nis5 = b.nis5
    group by g.sv_id, b.jaar
    having count(*) = (select count(*) from gemeente a where a.sv_id = g.sv_id)
    order by g.sv_id, b.jaar"""


# ------------------------------------------------------------------ what the documents say of themselves


@dataclass(frozen=True)
class Check:
    """Something a document says of itself: `sql` gives rows (plek, verwacht, gevonden); the last two must be equal."""

    wat: str
    sql: str
    raad: str


CHECKS = (
    Check(
        "De som van de budgetten op 1 januari 2021",
        "select null as plek, 23999998 as verwacht, sum(bedrag_euro) as gevonden from budget",
        "Vergelijk budgetten.csv met de tabel in schriftelijke vraag 237.",
    ),
    Check(
        "Het aantal budgetten",
        """select s.naam as plek, 1 as verwacht, count(b.sv_id) as gevonden
        from samenwerkingsverband s left join budget b on b.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Vul budgetten.csv aan.",
    ),
    Check(
        "Het aantal eerstelijnszones",
        "select null as plek, 60 as verwacht, count(*) as gevonden from elz",
        "Vergelijk eerstelijnszones.csv met de tabel in schriftelijke vraag 190.",
    ),
    Check(
        "De eerstelijnszones van het werkingsgebied",
        """select s.naam as plek, 'minstens één' as verwacht,
            if(count(e.elz_id) > 0, 'minstens één', 'geen') as gevonden
        from samenwerkingsverband s left join elz e on e.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Vul eerstelijnszones.csv aan.",
    ),
    Check(
        "De gemeenten van de eerstelijnszone",
        """select e.naam as plek, 'minstens één' as verwacht, if(count(g.nis5) > 0, 'minstens één', 'geen') as gevonden
        from elz e left join gemeente_elz g on g.elz_id = e.elz_id group by e.naam order by e.naam""",
        "Vul de kolom elz in gemeenten.csv aan.",
    ),
    Check(
        "Het werkingsgebied",
        """select g.naam || ', ' || e.naam as plek, e.sv_id as verwacht, g.sv_id as gevonden
        from gemeente_elz m join gemeente g on g.nis5 = m.nis5 join elz e on e.elz_id = m.elz_id order by 1""",
        "Laat gemeenten.csv en eerstelijnszones.csv hetzelfde werkingsgebied noemen.",
    ),
    Check(
        "Het aantal samenwerkingsverbanden",
        """select w.golf as plek, w.verwacht, count(s.sv_id) as gevonden
        from (values ('eerste golf', 8), ('tweede golf', 7), ('nvt', 1)) w(golf, verwacht)
        left join samenwerkingsverband s on s.golf = w.golf group by w.golf, w.verwacht order by w.verwacht desc""",
        "Vergelijk de kolom golf in samenwerkingsverbanden.csv met schriftelijke vraag 190 (8 + 7 + 1).",
    ),
    Check(
        "De volgorde van de samenwerkingsverbanden",
        """select naam as plek, row_number() over (order by lower(naam)) as verwacht, volgorde as gevonden
        from samenwerkingsverband order by lower(naam)""",
        "Zet de namen in samenwerkingsverbanden.csv in alfabetische volgorde.",
    ),
    Check(
        "De telling 15 - 1 + 2 = 16",
        """select t.plek, t.verwacht, t.gevonden from (
            select 1 as nr, 'voorgangers' as plek, 15 as verwacht, (select count(*) from voorganger) as gevonden
            union all select 2, 'samengevoegd', 1,
                (select coalesce(sum(n - 1), 0)
                 from (select count(voorganger_id) n from herkomst group by sv_id) where n > 1)
            union all select 3, 'nieuw', 2, (select count(*) from herkomst where voorganger_id is null)
            union all select 4, 'samenwerkingsverbanden', 16, (select count(distinct sv_id) from herkomst)
        ) t order by t.nr""",
        "Kijk herkomst.csv na.",
    ),
    Check(
        "De herkomst",
        """select v.naam as plek, 1 as verwacht, count(h.herkomst_id) as gevonden
        from voorganger v left join herkomst h on h.voorganger_id = v.voorganger_id group by v.naam order by v.naam""",
        "Geef elke voorganger precies één rij in herkomst.csv.",
    ),
    Check(
        "De relatie in de herkomst",
        """select herkomst_id as plek, if(voorganger_id is null, 'nieuw', 'niet nieuw') as verwacht,
        if(relatie = 'nieuw', 'nieuw', 'niet nieuw') as gevonden from herkomst order by herkomst_id""",
        "Alleen een rij zonder voorganger is nieuw; kijk herkomst.csv na.",
    ),
    Check(
        "De schrijfwijze",
        """select naam || ', ' || vindplaats as plek, 1 as verwacht,
        (sv_id is not null)::int + (voorganger_id is not null)::int as gevonden from naamvariant order by 1""",
        "Vul in naamvarianten.csv precies één van sv_id en voorganger_id in.",
    ),
    Check(
        "De som van de VTE",
        """select v.naam || ', ' || d.onderdeel as plek, d.totaal as verwacht, d.delen as gevonden
        from (select voorganger_id, onderdeel,
                sum(vte) filter (where functie = 'totaal') as totaal,
                sum(vte) filter (where functie <> 'totaal') as delen
            from vte group by voorganger_id, onderdeel) d
        join voorganger v on v.voorganger_id = d.voorganger_id
        where d.totaal is not null and d.delen is not null order by 1""",
        "Vergelijk vte.csv met de personeelstabel van de evaluatienota.",
    ),
    Check(
        "Het totaal van de VTE",
        """select null as plek, 208.79::decimal(38, 2) as verwacht, sum(vte) as gevonden from vte where in_totaal
        union all select 'gepubliceerd', 208.79, sum(waarde) from gepubliceerd_cijfer where maat = 'vte_totaal'""",
        "Kijk in vte.csv welke rijen meetellen (in_totaal), en het cijfer in gepubliceerde_cijfers.csv.",
    ),
    Check(
        "De VTE van Trawant",
        """select null as plek, '13.00 afgeleid' as verwacht,
            string_agg(vte || ' ' || precisie, ' + ' order by vte_id) as gevonden
        from vte where voorganger_id = 'v-trawant' and in_totaal""",
        "Zet Trawant in vte.csv op 13.00, afgeleid: wat overblijft van 208,79.",
    ),
    Check(
        "Het aantal gemeenten",
        """select t.plek, t.verwacht, t.gevonden from (
            select 1 as nr, 'samen' as plek, 319 as verwacht, (select count(*) from gemeente) as gevonden
            union all select 2, 'Vlaanderen', 300, (select count(*) from gemeente where sv_id <> 'brussel')
            union all select 3, 'Brussel', 19, (select count(*) from gemeente where sv_id = 'brussel')
        ) t order by t.nr""",
        "Kijk gemeenten.csv na.",
    ),
    Check(
        "Het aantal gemeenten met inwoners",
        """select jaar::text as plek, (select count(*) from gemeente) as verwacht, count(*) as gevonden
        from bevolking group by jaar order by jaar""",
        "Vul bevolking.csv aan voor dat jaar.",
    ),
    Check(
        "De aanmeldingen in Vlaanderen en Brussel",
        """select j.jaar::text as plek, j.verwacht::decimal(38, 2) as verwacht, sum(c.waarde) as gevonden
        from (values (2020, 4313), (2021, 7782)) j(jaar, verwacht)
        left join gepubliceerd_cijfer c on c.maat = 'aanmeldingen' and year(c.van) = j.jaar and year(c.tot) = j.jaar
        group by j.jaar, j.verwacht order by j.jaar""",
        "Vergelijk gepubliceerde_cijfers.csv met het jaarverslag jeugdhulp.",
    ),
    Check(
        "Het gebied van het gepubliceerde cijfer",
        """select c.cijfer_id as plek, 'bekend' as verwacht, if(c.gebied in (
            select sv_id from samenwerkingsverband where c.gebied_soort = 'samenwerkingsverband'
            union all select voorganger_id from voorganger where c.gebied_soort = 'voorganger'
            union all select unnest(['vlaanderen', 'vlaanderen-brussel', 'alle-voorgangers'])
            where c.gebied_soort = 'vlaanderen'), 'bekend', c.gebied) as gevonden
        from gepubliceerd_cijfer c order by c.cijfer_id""",
        "Verbeter gebied of gebied_soort in gepubliceerde_cijfers.csv.",
    ),
    Check(
        "De kanttekening",
        """select 'C' || r.n as plek, 'aanwezig' as verwacht,
            if(k.kanttekening_id is null, 'niets', 'aanwezig') as gevonden
        from range(1, 25) r(n) left join kanttekening k on k.kanttekening_id = 'C' || r.n order by r.n""",
        "Zet de kanttekening terug in kanttekeningen.csv.",
    ),
    Check(
        "De ernst van de breuk",
        """select b.datum::text as plek, 'blokkerend' as verwacht, coalesce(min(k.ernst), 'geen') as gevonden
        from (values (date '2021-01-01'), (date '2022-01-01')) b(datum)
        left join breuk k on k.datum = b.datum group by b.datum order by b.datum""",
        "Over deze dag mag niet vergeleken worden; kijk breuken.csv na.",
    ),
    Check(
        "De omtrek",
        """select s.naam as plek, 1 as verwacht, count(o.sv_id) as gevonden
        from samenwerkingsverband s left join omtrek o on o.sv_id = s.sv_id group by s.naam order by s.naam""",
        "Maak werkingsgebieden.geojson opnieuw met python -m etl.geo.",
    ),
)


def check_documents(warehouse: Warehouse) -> list[str]:
    """What does not hold of what the documents say of themselves: one Dutch sentence each, none when all holds."""
    failures = [
        _failure(check, row)
        for check in CHECKS
        for row in warehouse.rows(check.sql).iter_rows(named=True)
        if row["verwacht"] != row["gevonden"]
    ]
    return failures + list(_unknown_maten(warehouse))


def _failure(check: Check, row: Mapping[str, object]) -> str:
    place = f" ({row['plek']})" if row["plek"] is not None else ""
    return f"{check.wat}{place}: verwacht {_shown(row['verwacht'])}, gevonden {_shown(row['gevonden'])}. {check.raad}"


def _shown(value: object) -> str:
    """A number the Belgian way (23.999.998 and 208,79), a text as it is, nothing as 'niets'."""
    if isinstance(value, int | Decimal):
        text = f"{value:,}".replace(",", " ").replace(".", ",").replace(" ", ".")
        return text.removesuffix(",00")
    return "niets" if value is None else str(value)


def _unknown_maten(warehouse: Warehouse) -> Iterator[str]:
    used = """
        select 'kanttekeningen.csv' as bestand, kanttekening_id as sleutel, maat from kanttekening_maat
        union all select 'breuken.csv', breuk_id, maat from breuk_maat
        union all select 'datanotas.csv', nota_id, maat from datanota order by 1, 2, 3"""
    for file, key, maat in warehouse.rows(used).iter_rows():
        if maat not in MATEN:
            near = _nearest(maat, MATEN)
            yield f"De maat '{maat}' in {file} ({key}) is niet bekend{near}. Kies uit: {', '.join(MATEN)}."
