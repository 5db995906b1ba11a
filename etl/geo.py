"""Make the map of the werkingsgebieden: dissolve municipality polygons, simplify them, write GeoJSON.

    python -m etl.geo --gemeenten FILE [--indeling data/raw/gemeenten.csv] [--uit data/geo/werkingsgebieden.geojson]

The borders are a coverage: two neighbours own the very same points. Every step here keeps it so, and the result is
checked before it replaces the old file. The build of the warehouse reads the result; it never runs this.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import geopandas as gpd
import polars as pl
import shapely

LAMBERT_72 = "EPSG:31370"
WGS84 = "EPSG:4326"
DECIMALS = 5
MAX_BYTES = 200_000
REPAIR = "Herstel de grens in het kaartbestand of kies een andere --tolerantie."
COLUMNS = ("sv_id", "naam", "provincie", "midden_lengte", "midden_breedte")


class GeographyError(ValueError):
    """Input or result that cannot be used; `problems` holds one Dutch sentence for each thing that is wrong."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))


# ------------------------------------------------------------------ reading


def read_table(path: Path, columns: Sequence[str], key: str) -> pl.DataFrame:
    """The named columns of a `;` separated UTF-8 file, as text; raises GeographyError on a broken or repeated key."""
    try:
        frame = pl.read_csv(path, separator=";", infer_schema=False)
    except FileNotFoundError:
        raise GeographyError([f"{path}: dit bestand ontbreekt. Kijk het pad na."]) from None
    except (pl.exceptions.PolarsError, OSError):
        raise GeographyError([f"{path}: niet te lezen als CSV met ; en UTF-8. Bewaar het opnieuw."]) from None
    _stop_at(f"{path}: kolom {name} ontbreekt. Voeg ze toe." for name in columns if name not in frame.columns)
    _stop_at(_repeated(path, frame[key].to_list(), key))
    return frame.select(columns)


def _repeated(path: Path, keys: list[str | None], column: str) -> Iterable[str]:
    for value, lines in _places(keys, first=2).items():
        if value is None:
            yield f"{path}, regel {_listed(lines)}: kolom {column} is leeg. Vul ze in."
        elif len(lines) > 1:
            yield f"{path}, regel {_listed(lines)}: {column} {value} staat er meer dan één keer. Laat één regel staan."


def read_gemeenten(path: Path) -> gpd.GeoDataFrame:
    """Municipality polygons from any file GDAL reads: columns nis5 (text) and geometry, in the CRS of the file."""
    if not path.is_file():
        raise GeographyError([f"{path}: dit bestand ontbreekt. Kijk het pad na."])
    try:
        frame = gpd.read_file(path)
    except (RuntimeError, OSError, ValueError):
        raise GeographyError([f"{path}: niet te lezen als kaartbestand. Gebruik GeoJSON of GeoPackage."]) from None
    _stop_at(_unusable(path, frame))
    return gpd.GeoDataFrame({"nis5": _codes(frame["nis5"])}, geometry=frame.geometry.to_numpy(), crs=frame.crs)


def _codes(column: Iterable[object]) -> list[str | None]:
    """NIS codes as text; a column of numbers with a gap arrives as floats, an empty cell as None or NaN."""
    known = (None if code is None or code != code else code for code in column)
    return [f"{code:.0f}" if isinstance(code, float) else code and str(code) for code in known]


def _unusable(path: Path, frame: gpd.GeoDataFrame) -> Iterable[str]:
    if not isinstance(frame, gpd.GeoDataFrame):
        return [f"{path}: er staan geen veelhoeken in. Gebruik een bestand met de grenzen van de gemeenten."]
    problems = []
    if "nis5" not in frame.columns:
        problems.append(f"{path}: de eigenschap nis5 ontbreekt. Geef elke veelhoek zijn NIS-code in een kolom nis5.")
    if frame.crs is None:
        problems.append(f"{path}: het coördinatenstelsel ontbreekt. Voeg het toe; voor Lambert 72 is dat {LAMBERT_72}.")
    return problems


# ------------------------------------------------------------------ checks


def check_gemeenten(gemeenten: gpd.GeoDataFrame, indeling: pl.DataFrame, path: Path) -> list[str]:
    """Sentences about municipalities of the indeling that are missing, and polygons unknown, unnamed or double."""
    expected = dict(zip(indeling["nis5"], indeling["naam"], strict=True))
    found = _places(_codes(gemeenten["nis5"]), first=1)
    missing = [
        f"{path}: gemeente {naam} (nis5 {nis5}) ontbreekt. Voeg haar veelhoek toe (indeling van 2019 tot en met 2024)."
        for nis5, naam in expected.items()
        if nis5 not in found
    ]
    wrong = (_wrong_polygon(path, nis5, places, nis5 in expected) for nis5, places in found.items())
    return missing + [sentence for sentence in wrong if sentence]


def _wrong_polygon(path: Path, nis5: str | None, places: list[int], known: bool) -> str | None:
    where = f"{path}, veelhoek {_listed(places)}"
    if nis5 is None:
        return f"{where}: nis5 is leeg. Vul de NIS-code in."
    if not known:
        return f"{where}: nis5 {nis5} staat niet in de indeling. Gebruik de codes van 2019 tot en met 2024."
    if len(places) > 1:
        return f"{where}: nis5 {nis5} staat er meer dan één keer. Laat er één staan."
    return None


def check_coverage(areas: gpd.GeoDataFrame) -> list[str]:
    """Sentences about shapes that are broken, that overlap, or whose border is not exactly their neighbour's.

    The first column of `areas` names a shape in the sentences. An empty list: a clean coverage.
    """
    labels, shapes = areas[areas.columns[0]].to_list(), areas.geometry.to_numpy()
    broken = [
        f"{label}: de veelhoek is leeg of kruist zichzelf. {REPAIR}"
        for label, shape in zip(labels, shapes, strict=True)
        if not _is_sound(shape)
    ]
    # The overlay of a broken shape has no meaning, so the borders are looked at only when every shape is sound.
    return broken or _overlaps(labels, shapes) or _loose_borders(labels, shapes)


def _is_sound(shape: shapely.Geometry | None) -> bool:
    if shape is None or shape.is_empty:
        return False
    return shape.geom_type in ("Polygon", "MultiPolygon") and shape.is_valid


def _overlaps(labels: list[str], shapes: Sequence[shapely.Geometry]) -> list[str]:
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = sorted({(int(a), int(b)) for a, b in zip(left, right, strict=True) if a < b})
    return [
        f"{labels[a]} en {labels[b]} overlappen. {REPAIR}"
        for a, b in pairs
        if shapely.intersection(shapes[a], shapes[b]).area > 0
    ]


def _loose_borders(labels: list[str], shapes: Sequence[shapely.Geometry]) -> list[str]:
    edges = shapely.coverage_invalid_edges(shapes)
    return [
        f"{label}: de grens valt niet punt voor punt samen met die van een buur. {REPAIR}"
        for label, edge in zip(labels, edges, strict=True)
        if not edge.is_empty
    ]


def _check_namen(areas: gpd.GeoDataFrame, verbanden: pl.DataFrame) -> Iterable[str]:
    drawn, named = set(areas["sv_id"]), set(verbanden["sv_id"])
    for sv_id in sorted(drawn - named):
        yield f"Werkingsgebied {sv_id} staat niet bij de samenwerkingsverbanden. Voeg het toe of verbeter de indeling."
    for sv_id in sorted(named - drawn):
        yield f"Samenwerkingsverband {sv_id} heeft geen gemeenten. Voeg ze toe aan de indeling."


# ------------------------------------------------------------------ the four steps


def dissolve(gemeenten: gpd.GeoDataFrame, indeling: pl.DataFrame) -> gpd.GeoDataFrame:
    """One shape per werkingsgebied in Lambert 72: columns sv_id and geometry, sorted by sv_id.

    `gemeenten` has nis5 and geometry in any CRS, `indeling` has nis5 and sv_id. Raises GeographyError when the
    municipalities overlap or their borders do not match, and KeyError when one is not in the indeling.
    """
    projected = gemeenten.to_crs(LAMBERT_72)
    _stop_at(check_coverage(projected[["nis5", "geometry"]]))
    area_of = dict(zip(indeling["nis5"], indeling["sv_id"], strict=True))
    projected = projected.assign(sv_id=[area_of[nis5] for nis5 in projected["nis5"]])
    return projected[["sv_id", "geometry"]].dissolve("sv_id", method="coverage").reset_index()[["sv_id", "geometry"]]


def simplify(areas: gpd.GeoDataFrame, tolerance_m: float) -> gpd.GeoDataFrame:
    """The same areas with fewer points; neighbours keep one border, and no area disappears.

    `tolerance_m` is in metres: bends whose triangle is smaller than its square (in m²) go (Visvalingam-Whyatt on a
    coverage, GEOS). `areas` must be in Lambert 72. Raises GeographyError when the result is not a clean coverage.
    """
    if areas.crs != LAMBERT_72:
        raise ValueError("simplify works in metres: project the areas to Lambert 72 first")
    simplified = areas.set_geometry(shapely.coverage_simplify(areas.geometry.to_numpy(), tolerance_m), crs=areas.crs)
    _stop_at(check_coverage(simplified))
    return simplified


def to_wgs84(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The areas in degrees with 5 decimals (about a metre), outer rings counterclockwise as RFC 7946 asks.

    Points are rounded one by one, not shape by shape: two neighbours then round a shared point the same way.
    """
    shapes = areas.to_crs(WGS84).geometry.to_numpy()
    rounded = shapely.transform(shapes, lambda points: points.round(DECIMALS))
    tidy = [_tidy(shape) for shape in rounded]
    turned = areas.set_geometry(gpd.GeoSeries(tidy, index=areas.index, crs=WGS84))
    _stop_at(check_coverage(turned))
    return turned


def _tidy(shape: shapely.Geometry) -> shapely.Geometry:
    """Rounding may fold a sliver or double a point; the canonical order makes the same input give the same file."""
    shape = shapely.remove_repeated_points(shape)
    if not shape.is_valid:
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
        # The repair may introduce a new crossing point, which has decimals of its own.
        shape = shapely.transform(shape, lambda points: points.round(DECIMALS))
    return shapely.orient_polygons(shapely.normalize(shape), exterior_cw=False)


def describe(areas: gpd.GeoDataFrame, verbanden: pl.DataFrame) -> gpd.GeoDataFrame:
    """Name, province and label point for each area, in alphabetical order of name; raises GeographyError on a mismatch.

    `verbanden` has sv_id, naam and provincie (data/raw/samenwerkingsverbanden.csv).
    """
    _stop_at(_check_namen(areas, verbanden))
    known = {row["sv_id"]: row for row in verbanden.iter_rows(named=True)}
    points = [label_point(shape) for shape in areas.geometry]
    described = areas.assign(
        naam=[known[sv_id]["naam"] for sv_id in areas["sv_id"]],
        provincie=[known[sv_id]["provincie"] for sv_id in areas["sv_id"]],
        midden_lengte=[x for x, _ in points],
        midden_breedte=[y for _, y in points],
    )
    return described.sort_values("naam", key=lambda namen: namen.str.casefold(), ignore_index=True)


def label_point(shape: shapely.Geometry) -> tuple[float, float]:
    """Longitude and latitude (5 decimals) of the roomiest spot in the largest part of an area in WGS84."""
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    # Accurate to a hundredth of its size: a label does not need more, and an exact centre costs seconds.
    circle = shapely.maximum_inscribed_circle(largest, tolerance=largest.length / 1000)
    x, y = shapely.get_coordinates(circle)[0].round(DECIMALS).tolist()
    return x, y


# ------------------------------------------------------------------ writing


def write(areas: gpd.GeoDataFrame, target: Path) -> int:
    """Write GeoJSON (one feature per line) beside `target` and rename it into place; the number of bytes written.

    Raises GeographyError, and leaves the old file as it was, when the areas are no clean coverage or exceed 200 kB.
    """
    _stop_at(check_coverage(areas))
    content = _geojson(areas).encode("utf-8")
    if len(content) > MAX_BYTES:
        raise GeographyError(
            [f"{target}: {len(content)} bytes is meer dan {MAX_BYTES}. Kies een grotere waarde voor --tolerantie."]
        )
    _replace(target, content)
    return len(content)


def _geojson(areas: gpd.GeoDataFrame) -> str:
    lines = (_feature(row, shape) for row, shape in zip(_properties(areas), areas.geometry, strict=True))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def _properties(areas: gpd.GeoDataFrame) -> list[dict[str, object]]:
    return areas[list(COLUMNS)].to_dict("records")


def _feature(properties: Mapping[str, object], shape: shapely.Geometry) -> str:
    feature = {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}
    return json.dumps(feature, ensure_ascii=False, separators=(",", ":"))


def _replace(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}.{os.getpid()}.nieuw")
    try:
        building.write_bytes(content)
        os.replace(building, target)
    finally:
        building.unlink(missing_ok=True)


# ------------------------------------------------------------------ the command


def make(gemeenten: Path, indeling: Path, verbanden: Path, target: Path, tolerance_m: float) -> int:
    """Every step, from file to file; the number of bytes written. Raises GeographyError with all problems of a step."""
    division = read_table(indeling, ("nis5", "naam", "sv_id"), key="nis5")
    names = read_table(verbanden, ("sv_id", "naam", "provincie"), key="sv_id")
    polygons = read_gemeenten(gemeenten)
    _stop_at(check_gemeenten(polygons, division, gemeenten))
    areas = simplify(dissolve(polygons, division), tolerance_m)
    return write(describe(to_wgs84(areas), names), target)


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line; 0 when the map is written, 1 when the input has problems (then each is printed)."""
    chosen = _parser().parse_args(arguments)
    try:
        size = make(chosen.gemeenten, chosen.indeling, chosen.samenwerkingsverbanden, chosen.uit, chosen.tolerantie)
    except GeographyError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{chosen.uit}: {size} bytes. Kijk of {chosen.uit.with_suffix('.yml')} nog klopt.\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m etl.geo", description="Maak de kaart van de werkingsgebieden.")
    parser.add_argument(
        "--gemeenten", type=Path, required=True, help="kaartbestand met een veelhoek per gemeente (nis5)"
    )
    parser.add_argument(
        "--indeling", type=Path, default=Path("data/raw/gemeenten.csv"), help="welke gemeente bij welk gebied hoort"
    )
    parser.add_argument(
        "--samenwerkingsverbanden",
        type=Path,
        default=Path("data/raw/samenwerkingsverbanden.csv"),
        help="naam en provincie per gebied",
    )
    parser.add_argument(
        "--uit", type=Path, default=Path("data/geo/werkingsgebieden.geojson"), help="het bestand dat gemaakt wordt"
    )
    parser.add_argument(
        "--tolerantie", type=_metres, default=100.0, help="hoe sterk de grenzen vereenvoudigd worden, in meter"
    )
    return parser


def _metres(text: str) -> float:
    try:
        metres = float(text)
    except ValueError:
        metres = -1.0
    if not 0 <= metres <= 5000:
        raise argparse.ArgumentTypeError("geef een getal van 0 tot en met 5000 (meter)")
    return metres


def _stop_at(problems: Iterable[str]) -> None:
    if found := list(problems):
        raise GeographyError(found)


def _places(values: Iterable[str | None], first: int) -> dict[str | None, list[int]]:
    """Each value with the line or shape numbers it stands at, counted from `first`."""
    places: dict[str | None, list[int]] = {}
    for place, value in enumerate(values, start=first):
        places.setdefault(value, []).append(place)
    return places


def _listed(places: Sequence[int]) -> str:
    return ", ".join(str(place) for place in places)


if __name__ == "__main__":
    raise SystemExit(main())
