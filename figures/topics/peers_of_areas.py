"""Which areas resemble an area, and in what: to know whom to talk with, not to compare results with."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import polars as pl

from figures import text
from figures.figure import Choice, Figure, figure
from figures.wording.tables import Table, long_table

COUNT = 4
CLOSE = 0.85  # what part of the larger the smaller is at least, to be called about as much
FEATURES = ("inwoners", "onder25", "dichtheid", "zones", "gemeenten", "model")
_WORDS = {
    "inwoners": "inwoners", "onder25": "jongeren", "dichtheid": "inwoners per km²", "zones": "eerstelijnszones", "gemeenten": "gemeenten",
}  # fmt: skip
_UNKNOWN = {"model": "model van de voorganger"}
_NO_BRUSSELS = (
    "Brussel wordt niet per inwoner vergeleken: het Nederlandstalige aanbod rekent er op een deel van de inwoners."
)
_AXIS, _FLATTENING = 6378.137, 1 / 298.257223563  # km, of WGS84


def similar_areas(choice: Choice) -> Figure:
    """The areas most like each area of the choice (all 16 without one): a row per area and neighbour, the most alike first.

    Columns: gebied, periode, naam, buur, waarom (alike in what), anders (different in what), niet_vergeleken.
    """
    known = with_density(figure("gebied_kenmerken").data)
    wanted = [area for area in known["gebied"] if not choice.gebieden or area in choice.gebieden]
    rows = [row for area in wanted for row in similar(known, area)]
    found = figure("gebied_kenmerken", replace(Choice(), gebieden=choice.gebieden))
    return found.with_rows(pl.DataFrame(rows, schema=_SCHEMA, orient="row"))


_SCHEMA = {
    "gebied": pl.String, "periode": pl.Date, "naam": pl.String, "buur": pl.String, "waarom": pl.String, "anders": pl.String,
    "niet_vergeleken": pl.String,
}  # fmt: skip


def similar(known: pl.DataFrame, area: str) -> list[tuple]:
    """The rows of one area. `known` has a row per area: gebied, naam, periode and the features, null where unknown."""
    # Only here: scipy takes a second to import.
    from figures.methods.peers import peers

    own = known["gebied"].to_list().index(area)
    name, periode = known["naam"][own], known["periode"][own]
    if not known["bruikbaar"][own]:
        return [(area, periode, name, "geen", _NO_BRUSSELS, "", "")]
    found = peers(known.select(FEATURES).rows(), FEATURES, own, COUNT)
    return [
        (area, periode, name, known["naam"][peer.index], _alike(peer), _different(peer), _listed(peer.unknown))
        for peer in found
    ]


def with_density(known: pl.DataFrame) -> pl.DataFrame:
    """Add `dichtheid`, inhabitants per km² of the outline that is drawn; null where the inhabitants may not be used."""
    surface = pl.Series("km2", [square_kilometres(outline) for outline in known["geojson"]])
    return known.with_columns((pl.col("inwoners") / surface).alias("dichtheid"))


def square_kilometres(geojson: str) -> float:
    """Surface of a Polygon or MultiPolygon in WGS84 (text of its geometry), on the ellipsoid; holes are taken off."""
    shape = json.loads(geojson)
    polygons = [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]
    return float(sum(abs(_ring(outer)) - sum(abs(_ring(hole)) for hole in holes) for outer, *holes in polygons))


def _ring(points: list) -> float:
    """Surface within a ring: the zone between each edge and the equator, summed with its sign."""
    east, north = np.radians(np.array(points, dtype=float)[:, :2]).T
    zone = _zone(np.sin(north))
    return float((np.diff(east) * (zone[1:] + zone[:-1]) / 2).sum())


def _zone(sine: np.ndarray) -> np.ndarray:
    """km² per radian of longitude from the equator to a latitude with this sine (authalic latitude; Snyder 1987, 3-12)."""
    squared = _FLATTENING * (2 - _FLATTENING)
    e = np.sqrt(squared)
    half = sine / (1 - squared * sine**2) + np.arctanh(e * sine) / e
    return _AXIS**2 * (1 - squared) * half / 2


def similar_table(found: Figure) -> Table:
    """A row per neighbour; names the area when there is more than one."""
    columns = {
        "buur": "Gelijkt op", "waarom": "Waarin", "anders": "Wat verschilt", "niet_vergeleken": "Niet te vergelijken",
    }  # fmt: skip
    several = {"naam": "Samenwerkingsverband"} if found.data["gebied"].n_unique() > 1 else {}
    return long_table(found, several | columns)


def similar_sentence(found: Figure) -> str:
    """The neighbours of each area, by name; of more than three areas only how to read the table."""
    areas = dict(found.data.select("gebied", "naam").unique(maintain_order=True).rows())
    if len(areas) > 3:
        return "Gelijken is gelijken in grootte en bouw van het gebied. Het zegt niets over de werking."
    return " ".join(_neighbours(found.data.filter(pl.col("gebied") == area), name) for area, name in areas.items())


def _neighbours(rows: pl.DataFrame, name: str) -> str:
    if rows["buur"].to_list() == ["geen"]:
        return _NO_BRUSSELS
    return f"{name} gelijkt het meest op {text.enumeration(rows['buur'].to_list())}. Dat zegt niets over de werking."


def _alike(peer) -> str:
    said = _listed([_reason(reason, "even") for reason in peer.alike])
    return said or "in niets heel sterk, maar over alle kenmerken samen het dichtst"


def _different(peer) -> str:
    return _listed(
        [
            _reason(reason, "meer" if reason.feature == "model" or reason.other > reason.own else "minder")
            for reason in peer.different
        ]
    )


def _reason(reason, how: str) -> str:
    """One feature in words, the own value first."""
    if reason.feature == "model":
        return (
            f"voorgangers met hetzelfde model ({reason.own})"
            if how == "even"
            else f"voorgangers met een ander model ({reason.own} en {reason.other})"
        )
    what = _WORDS[reason.feature]
    values = [_rounded(reason.feature, value) for value in (reason.own, reason.other)]
    if how != "even":
        return f"{how} {what} ({values[1]} tegenover {values[0]})"
    if reason.own == reason.other:
        return f"evenveel {what} ({values[0]})"
    if min(reason.own, reason.other) < CLOSE * max(reason.own, reason.other):
        return f"weinig verschil in {what} ({values[0]} en {values[1]})"
    return f"ongeveer evenveel {what} ({values[0]} en {values[1]})"


def _rounded(feature: str, value: float) -> str:
    """People to a thousand: more digits would say nothing about resemblance."""
    return text.number(round(value, -3) if feature in ("inwoners", "onder25") else round(value))


def _listed(words) -> str:
    return text.enumeration([_UNKNOWN.get(word, word) for word in words])
