"""Which areas resemble which, and the surface behind the density."""

from __future__ import annotations

import json
import re

import polars as pl
import pytest

from figures import Choice
from figures.catalogue import view
from figures.exhibit import exhibit
from figures.topics.peers_of_areas import COUNT, FEATURES, similar, similar_areas, square_kilometres, with_density
from queries import Version, ask


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")


def degrees(west: float, south: float, east: float, north: float) -> list[list[float]]:
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def test_the_whole_earth_and_a_square_degree_at_our_latitude() -> None:
    """The published surface of WGS84 is 510.065.621,724 km²; at 51 degrees a degree of longitude is 70,197 km and one of
    latitude 111,248 km in the middle of the cell."""
    earth = {"type": "Polygon", "coordinates": [degrees(-180, -90, 180, 90)]}
    assert square_kilometres(json.dumps(earth)) == pytest.approx(510065621.724, rel=1e-9)
    ours = {"type": "Polygon", "coordinates": [degrees(4, 50.5, 5, 51.5)]}
    assert square_kilometres(json.dumps(ours)) == pytest.approx(70.197 * 111.248, rel=1e-3)


def test_a_hole_is_taken_off_and_the_direction_of_a_ring_says_nothing() -> None:
    outer, hole, island = degrees(4, 50, 5, 51), degrees(4.2, 50.2, 4.4, 50.4), degrees(6, 50, 6.1, 50.1)
    parts = [
        square_kilometres(json.dumps({"type": "Polygon", "coordinates": [ring]})) for ring in (outer, hole, island)
    ]
    several = {"type": "MultiPolygon", "coordinates": [[outer, hole], [island[::-1]]]}
    assert square_kilometres(json.dumps(several)) == pytest.approx(parts[0] - parts[1] + parts[2], rel=1e-12)


def test_the_areas_together_are_as_large_as_the_documentation_says() -> None:
    total = sum(square_kilometres(outline) for outline in ask("omtrekken")["geojson"])
    assert total == pytest.approx(13788.3, abs=2)


def features() -> pl.DataFrame:
    return with_density(ask("gebied_kenmerken").with_columns(naam=pl.col("gebied")))


def test_the_features_are_those_of_the_raw_tables() -> None:
    known = {row["gebied"]: row for row in features().iter_rows(named=True)}
    assert (known["gent"]["zones"], known["gent"]["gemeenten"], known["gent"]["inwoners"]) == (2, 9, 399604)
    assert known["gent"]["dichtheid"] == pytest.approx(940, abs=1)
    models = {area: row["model"] for area, row in known.items() if row["model"]}
    assert set(models) == {"oost-brabant", "trawant", "waas-dender"}
    assert models["oost-brabant"] == models["trawant"] != models["waas-dender"]
    assert {name: known["brussel"][name] for name in ("inwoners", "onder25", "dichtheid")} == dict.fromkeys(
        ("inwoners", "onder25", "dichtheid")
    )


def test_every_area_has_four_neighbours_with_a_reason_but_brussels_none() -> None:
    data = similar_areas(Choice()).data
    for area, rows in data.group_by("gebied"):
        if area == ("brussel",):
            assert rows["buur"].to_list() == ["geen"]
            assert "niet per inwoner" in rows["waarom"][0]
        else:
            assert rows.height == rows["buur"].n_unique() == COUNT
            assert rows["naam"][0] not in rows["buur"].to_list()
            assert all(rows["waarom"])
    assert "Sonja Erteejee" not in set(data["buur"])


def test_the_nearest_of_an_area_made_twice_is_its_copy() -> None:
    known = features()
    twin = known.filter(pl.col("gebied") == "gent").with_columns(gebied=pl.lit("tweeling"), naam=pl.lit("tweeling"))
    first = similar(pl.concat([known, twin]), "gent")[0]
    assert first[3] == "tweeling"
    assert "evenveel inwoners (400.000)" in first[4]
    assert first[5] == ""


def test_both_values_stand_in_every_reason() -> None:
    known = {row["gebied"]: row for row in features().iter_rows(named=True)}
    row = next(r for r in similar(features(), "gent") if r[3] == "waas-dender")
    assert "ongeveer evenveel inwoners (400.000 en 435.000)" in row[4]
    assert round(known["waas-dender"]["inwoners"], -3) == 435000
    assert re.search(r"minder inwoners per km² \(549 tegenover 940\)", row[5])
    assert row[6] == "model van de voorganger"


def test_the_figure_of_one_area_is_a_part_of_that_of_all() -> None:
    one, all_ = (exhibit(view("vergelijkbare_gebieden", "", Choice(gebieden=areas))) for areas in (("gent",), ()))
    assert one.figure.data.equals(all_.figure.data.filter(pl.col("gebied") == "gent"))
    assert one.table.columns[0] == "Gelijkt op"
    assert all_.table.columns[0] == "Samenwerkingsverband"
    assert one.sentence.startswith("Samen1Plan Gent gelijkt het meest op Konekti")
    assert "P1" in " ".join(all_.footnotes)
    assert len(FEATURES) == 6
