"""Read the published facts of `data/raw` and the outlines of the areas into the warehouse.

All problems of all files are gathered before anything is loaded. What the documents say of themselves is checked
afterwards, in `documents.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from shapely.errors import ShapelyError
from shapely.geometry import shape

from etl.fact_files import (
    ALL,
    FILES,
    LINE,
    FactsError,
    ListColumn,
    RawTable,
    read_fact_file,
    sidecar_of,
    table_of,
    twice,
)
from etl.fact_problems import (
    Known,
    file_problems,
    known_values,
    listed_values,
    nearest,
    sidecar_document_problems,
    unknown_files,
)
from etl.load import Warehouse
from etl.sidecar import Sidecar

# The Dutch-speaking offer in Brussels counts on a part of the inhabitants only (evaluation note of 2020).
WITHOUT_DENOMINATOR = "brussel"


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
    sidecar = sidecar_of(geojson, problems)
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
    for area in twice(areas):
        yield f"{outlines.name}: '{area}' staat er twee keer. Maak het bestand opnieuw met python -m etl.geo."
    possible = known.get(("samenwerkingsverband", "sv_id"))
    for area in sorted(set(areas) - possible) if possible is not None else ():
        yield (
            f"{outlines.name}: het gebied '{area}' is niet bekend{nearest(area, possible)}. "
            "Verbeter sv_id, of voeg het toe aan samenwerkingsverbanden.csv."
        )
    if (expected := outlines.sidecar.rijen) is not None and expected != len(areas):
        yield (
            f"{outlines.name}: {len(areas)} gebieden, maar het begeleidende bestand (.yml) verwacht er {expected}. "
            "Maak het bestand opnieuw met python -m etl.geo."
        )
    if outlines.sidecar.document is not None:
        yield from sidecar_document_problems(Path(outlines.name).name, outlines.sidecar.document, known)


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
    problems = list(unknown_files(raw))
    tables = [table for file in FILES if (table := read_fact_file(raw, file, problems)) is not None]
    outlines = _read_outlines(geojson, problems)
    known = known_values(tables)
    for table in tables:
        problems.extend(file_problems(table, table_of(warehouse, table.file.table), known))
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
                for value in listed_values(text)
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
