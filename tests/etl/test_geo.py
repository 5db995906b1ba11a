"""The map of the werkingsgebieden: the committed file, and every step on small made-up coverages."""

from __future__ import annotations

import json
import re
from itertools import combinations, pairwise
from pathlib import Path

import geopandas as gpd
import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Point, Polygon, box

from etl import geo
from etl.sidecar import read_sidecar

ROOT = Path(__file__).parents[2]
COMMITTED = ROOT / "data/geo/werkingsgebieden.geojson"
INDELING = ROOT / "data/raw/gemeenten.csv"
BEVOLKING = ROOT / "data/raw/bevolking.csv"
VERBANDEN = ROOT / "data/raw/samenwerkingsverbanden.csv"
BELGIUM = box(2.5, 49.4, 6.5, 51.6)

# Statbel, inhabitants under 25 on 1 January 2021, added up per werkingsgebied when the figures were collected.
UNDER_25_IN_2021 = {
    "groot-antwerpen": 179_796,
    "halle-vilvoorde": 163_437,
    "oost-brabant": 168_132,
    "westhoek-midwest": 133_945,
    "zuid-limburg": 57_226,
    "oost-limburg": 88_233,
    "noord-west-limburg": 80_795,
    "noord-west-vl": 84_283,
    "zuid-west-vl": 86_239,
    "waas-dender": 121_120,
    "de-tafels": 190_659,
    "gent": 108_486,
    "brussel": 379_974,
    "trawant": 152_815,
    "kempen": 122_307,
    "voor-noorderkempen": 61_738,
}


@pytest.fixture(scope="module")
def kaart() -> gpd.GeoDataFrame:
    return gpd.read_file(COMMITTED).set_index("sv_id")


@pytest.fixture(scope="module")
def features() -> list[dict]:
    return json.loads(COMMITTED.read_text(encoding="utf-8"))["features"]


@pytest.fixture(scope="module")
def gemeenten() -> pl.DataFrame:
    return pl.read_csv(INDELING, separator=";", infer_schema=False)


@pytest.fixture(scope="module")
def bevolking() -> pl.DataFrame:
    return pl.read_csv(BEVOLKING, separator=";", schema_overrides={"nis5": pl.String})


# ------------------------------------------------------------------ the tables of municipalities and inhabitants


def test_319_municipalities_each_once_of_which_19_in_brussels(gemeenten):
    assert gemeenten["nis5"].n_unique() == gemeenten.height == 319
    in_brussels = gemeenten.filter(pl.col("provincie") == "Brussels Hoofdstedelijk Gewest")
    assert in_brussels.height == 19
    assert set(in_brussels["sv_id"]) == {"brussel"}


def test_every_eerstelijnszone_lies_in_one_werkingsgebied(gemeenten):
    zones = gemeenten.select("naam", "sv_id", pl.col("elz").str.split("|")).explode("elz", empty_as_null=True)
    assert zones["elz"].n_unique() == 60
    assert zones.select("elz", "sv_id").unique().height == 60
    assert zones.group_by("naam").len().filter(pl.col("len") > 1).rows() == [("Antwerpen", 4)]


def test_province_is_the_one_of_2020(gemeenten):
    zwijndrecht = gemeenten.row(by_predicate=pl.col("naam") == "Zwijndrecht", named=True)
    assert (zwijndrecht["provincie"], zwijndrecht["sv_id"]) == ("Antwerpen", "waas-dender")


def test_over_twee_gebieden_follows_from_the_successors(gemeenten):
    spans = gemeenten.group_by("nis5_2025").agg(pl.col("sv_id").n_unique() > 1).filter("sv_id")["nis5_2025"]
    marked = gemeenten.filter(pl.col("over_twee_gebieden_2025") == "true")
    assert set(marked["nis5_2025"]) == set(spans)
    assert set(marked["naam"]) == {"Antwerpen", "Borsbeek", "Borgloon", "Tongeren"}


def test_fusie_is_marked_for_exactly_the_municipalities_that_changed(gemeenten):
    merged = gemeenten.filter(pl.col("nis5_2025").is_duplicated())
    assert set(merged["nis5"]) == set(gemeenten.filter(pl.col("fusie_2025") == "true")["nis5"])
    assert (merged.height, merged["nis5_2025"].n_unique()) == (28, 13)


def test_under_25_of_2021_adds_up_per_werkingsgebied(gemeenten, bevolking):
    of_2021 = bevolking.filter(pl.col("jaar") == 2021).join(gemeenten, on="nis5")
    assert dict(of_2021.group_by("sv_id").agg(pl.col("onder25").sum()).rows()) == UNDER_25_IN_2021


def test_inhabitants_are_complete_and_unknown_is_empty(gemeenten, bevolking):
    assert bevolking.select("nis5", "jaar").n_unique() == bevolking.height == 4 * 319
    assert set(bevolking["nis5"]) == set(gemeenten["nis5"])
    assert bevolking["totaal"].null_count() == 0
    assert set(bevolking.filter(pl.col("onder25").is_null())["jaar"]) == {2018, 2020}
    ordered = bevolking.filter(pl.col("onder25").is_not_null())
    assert (
        ordered.filter((pl.col("onder18") < pl.col("onder25")) & (pl.col("onder25") < pl.col("totaal"))).height == 638
    )


@pytest.mark.parametrize(("data_file", "rows"), [(INDELING, 319), (BEVOLKING, 4 * 319), (COMMITTED, 16)])
def test_sidecar_is_readable_and_counts_the_rows(data_file, rows):
    assert read_sidecar(data_file.with_suffix(".yml")).rijen == rows


# ------------------------------------------------------------------ the committed map


def test_16_valid_areas_with_the_names_of_the_samenwerkingsverbanden(kaart):
    verbanden = pl.read_csv(VERBANDEN, separator=";", infer_schema=False)
    drawn = {(row.Index, row.naam, row.provincie) for row in kaart.itertuples()}
    assert drawn == set(verbanden.select("sv_id", "naam", "provincie").rows())
    assert len(kaart) == 16
    assert kaart.is_valid.all()


def test_areas_are_those_of_the_indeling(kaart, gemeenten):
    assert set(kaart.index) == set(gemeenten["sv_id"])


def test_areas_stand_in_alphabetical_order_of_name(features):
    names = [feature["properties"]["naam"] for feature in features]
    assert names == sorted(names, key=str.casefold)


def test_file_is_small_and_written_by_the_program(kaart, tmp_path):
    assert COMMITTED.stat().st_size < 200_000
    again = tmp_path / "kaart.geojson"
    geo.write(kaart.reset_index(), again)
    assert again.read_bytes() == COMMITTED.read_bytes()


def test_map_is_a_clean_coverage_without_overlap(kaart):
    assert geo.check_coverage(kaart.reset_index()) == []
    assert all(a.intersection(b).area == 0 for a, b in combinations(kaart.geometry, 2))


def test_neighbours_share_their_borders(kaart):
    shared = sum(a.intersection(b).length for a, b in combinations(kaart.to_crs(geo.LAMBERT_72).geometry, 2))
    # Every border inside Flanders is counted once as shared and twice in the outlines.
    outlines = kaart.to_crs(geo.LAMBERT_72).length.sum()
    outside = shapely.union_all(kaart.to_crs(geo.LAMBERT_72).geometry.to_numpy()).length
    assert shared > 500_000
    assert shared == pytest.approx((outlines - outside) / 2, rel=1e-9)


def test_areas_add_up_to_the_whole(kaart):
    projected = kaart.to_crs(geo.LAMBERT_72)
    whole = projected.union_all().area
    assert whole == pytest.approx(projected.area.sum(), rel=1e-12)
    # Flanders 13.626 km² (Statbel) and Brussels 162 km².
    assert whole / 1e6 == pytest.approx(13_626 + 162, rel=0.001)


def test_nothing_lies_between_the_areas(kaart):
    """The only holes of the whole are the two known ones: Dutch land inside Baarle."""
    parts = shapely.get_parts(kaart.union_all())
    holes = [Polygon(ring).centroid for part in parts for ring in part.interiors]
    assert holes
    assert all(box(4.85, 51.40, 4.97, 51.47).contains(hole) for hole in holes)


def test_brussels_fills_the_hole_between_halle_vilvoorde_and_oost_brabant(kaart):
    ring = kaart.geometry["halle-vilvoorde"].union(kaart.geometry["oost-brabant"])
    assert len(ring.interiors) == 1
    assert Polygon(ring.interiors[0]).symmetric_difference(kaart.geometry["brussel"]).area == 0


def test_areas_in_two_places_kept_their_parts(kaart):
    voeren = Point(5.80, 50.75)
    assert kaart.geometry["oost-limburg"].contains(voeren)
    assert len(kaart.geometry["oost-limburg"].geoms) == 2
    assert len(kaart.geometry["kempen"].geoms) > 10, "the enclaves of Baarle"


@pytest.mark.parametrize(
    ("place", "sv_id"),
    [
        ((3.7250, 51.0538), "gent"),
        ((4.4025, 51.2212), "groot-antwerpen"),
        ((4.3525, 50.8467), "brussel"),
        ((3.2247, 51.2093), "noord-west-vl"),
        ((5.3375, 50.9311), "zuid-limburg"),
        ((4.7005, 50.8798), "oost-brabant"),
        ((4.3286, 51.2203), "waas-dender"),
    ],
    ids=["Gent", "Antwerpen", "Brussel", "Brugge", "Hasselt", "Leuven", "Zwijndrecht"],
)
def test_well_known_places_lie_where_they_should(kaart, place, sv_id):
    assert list(kaart.index[kaart.contains(Point(place))]) == [sv_id]


def test_label_point_lies_inside_the_largest_part(features):
    for feature in features:
        properties = feature["properties"]
        largest = max(shapely.get_parts(shapely.geometry.shape(feature["geometry"])), key=lambda part: part.area)
        assert largest.contains(Point(properties["midden_lengte"], properties["midden_breedte"])), properties["naam"]


def test_points_have_five_decimals_and_lie_in_belgium(kaart):
    numbers = re.findall(r"\d+\.\d+", COMMITTED.read_text(encoding="utf-8"))
    assert max(len(number.split(".")[1]) for number in numbers) == 5
    assert BELGIUM.contains(box(*kaart.total_bounds))


def test_rings_turn_as_rfc_7946_asks(features):
    polygons = [part for f in features for part in shapely.get_parts(shapely.geometry.shape(f["geometry"]))]
    assert all(polygon.exterior.is_ccw for polygon in polygons)
    assert not any(ring.is_ccw for polygon in polygons for ring in polygon.interiors)
    assert any(polygon.interiors for polygon in polygons)


# ------------------------------------------------------------------ made-up coverages

ORIGIN = (150_000, 170_000)
CELL = 1_000.0


def grid(columns: int, rows: int) -> gpd.GeoDataFrame:
    """Squares of a kilometre in Lambert 72, with nis5 10000, 10001, ... row by row."""
    x, y = ORIGIN
    corners = [(x + i * CELL, y + j * CELL) for j in range(rows) for i in range(columns)]
    squares = [box(left, low, left + CELL, low + CELL) for left, low in corners]
    codes = [str(10_000 + number) for number in range(len(squares))]
    return gpd.GeoDataFrame({"nis5": codes}, geometry=squares, crs=geo.LAMBERT_72)


def wavy(offset: float) -> list[tuple[float, float]]:
    """A border of 4 km with a bend every 40 m, from south to north."""
    x, y = ORIGIN
    steps = np.linspace(0, 4 * CELL, 101)
    return [(x + offset + 30 * np.sin(step / 25), y + step) for step in steps]


def strips(count: int) -> gpd.GeoDataFrame:
    """Neighbouring strips with wavy borders: much to simplify."""
    borders = [wavy(2 * CELL * number) for number in range(count + 1)]
    shapes = [Polygon(left + right[::-1]) for left, right in pairwise(borders)]
    names = [f"strook-{number}" for number in range(count)]
    return gpd.GeoDataFrame({"sv_id": names}, geometry=shapes, crs=geo.LAMBERT_72)


def assign(gemeenten: gpd.GeoDataFrame, areas: list[str]) -> pl.DataFrame:
    names = [f"Gemeente {code}" for code in gemeenten["nis5"]]
    return pl.DataFrame({"nis5": gemeenten["nis5"].to_list(), "naam": names, "sv_id": areas})


def test_dissolve_keeps_area_and_leaves_no_inner_border():
    squares = grid(4, 2)
    areas = geo.dissolve(squares, assign(squares, ["west", "west", "oost", "oost"] * 2)).set_index("sv_id")
    assert list(areas.index) == ["oost", "west"]
    assert areas.crs == geo.LAMBERT_72
    assert list(areas.area) == [4 * CELL**2, 4 * CELL**2]
    assert list(areas.length) == [8 * CELL, 8 * CELL]


def test_dissolve_keeps_parts_and_holes():
    squares = grid(5, 3)
    kinds = list("aaab" + "c" + "axab" + "c" + "aaab" + "a")
    areas = geo.dissolve(squares, assign(squares, kinds)).set_index("sv_id")
    assert isinstance(areas.geometry["a"], MultiPolygon)
    assert sum(len(part.interiors) for part in areas.geometry["a"].geoms) == 1
    assert areas.geometry["x"].area == CELL**2


def test_dissolve_refuses_municipalities_that_overlap():
    squares = grid(2, 1)
    squares.geometry = [squares.geometry[0].buffer(10), squares.geometry[1]]
    with pytest.raises(geo.GeographyError, match=r"^10000 en 10001 overlappen\. Herstel de grens"):
        geo.dissolve(squares, assign(squares, ["a", "b"]))


def test_simplify_drops_points_and_keeps_neighbours_together():
    areas = strips(3)
    simple = geo.simplify(areas, 100)
    assert shapely.get_num_coordinates(simple.geometry).sum() < shapely.get_num_coordinates(areas.geometry).sum() / 4
    assert shapely.coverage_is_valid(simple.geometry.to_numpy())
    whole = simple.union_all()
    assert not whole.interiors
    assert whole.area == pytest.approx(simple.area.sum(), rel=1e-12)


def test_a_larger_tolerance_keeps_fewer_points():
    counts = [shapely.get_num_coordinates(geo.simplify(strips(2), metres).geometry).sum() for metres in (1, 30, 100)]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[1] > counts[2]


def test_simplify_wants_metres():
    with pytest.raises(ValueError, match="Lambert 72"):
        geo.simplify(strips(2).to_crs(geo.WGS84), 100)


def test_rounding_repairs_a_ring_that_folds():
    """A spike narrower than a metre folds onto itself when its points are rounded."""
    square = [(4.0, 51.0), (4.1, 51.0), (4.1, 51.1), (4.050001, 51.1), (4.05, 51.2), (4.049999, 51.1), (4.0, 51.1)]
    areas = gpd.GeoDataFrame({"sv_id": ["a"]}, geometry=[Polygon(square)], crs=geo.WGS84)
    rounded = geo.to_wgs84(areas).geometry[0]
    assert rounded.is_valid
    assert rounded.area == pytest.approx(0.01)
    assert rounded.exterior.is_ccw


def test_check_coverage_is_silent_on_a_clean_coverage():
    assert geo.check_coverage(grid(3, 3)) == []


def test_check_coverage_names_a_broken_and_an_empty_shape():
    x, y = ORIGIN
    bow = Polygon([(x, y), (x + 9, y + 9), (x + 9, y), (x, y + 9)])
    shapes = gpd.GeoDataFrame({"sv_id": ["strik", "leeg", "punt"]}, geometry=[bow, Polygon(), Point(x, y)])
    sentences = geo.check_coverage(shapes)
    assert [sentence.split(":")[0] for sentence in sentences] == ["strik", "leeg", "punt"]
    assert all("leeg of kruist zichzelf" in sentence for sentence in sentences)


def test_check_coverage_names_neighbours_whose_borders_do_not_match():
    x, y = ORIGIN
    left = Polygon([(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)])
    right = Polygon([(x + 10, y), (x + 20, y), (x + 20, y + 10), (x + 10, y + 10), (x + 10, y + 5)])
    sentences = geo.check_coverage(gpd.GeoDataFrame({"sv_id": ["links", "rechts"]}, geometry=[left, right]))
    assert [sentence.split(":")[0] for sentence in sentences] == ["links", "rechts"]
    assert "punt voor punt" in sentences[0]


def test_missing_unknown_double_and_unnamed_municipalities_are_all_named_at_once():
    squares = grid(5, 1)
    indeling = assign(squares, list("aabbb"))
    squares["nis5"] = ["10000", "10000", "99999", None, "10004"]
    assert geo.check_gemeenten(squares, indeling, Path("gemeenten.geojson")) == [
        "gemeenten.geojson: gemeente Gemeente 10001 (nis5 10001) ontbreekt."
        " Voeg haar veelhoek toe (indeling van 2019 tot en met 2024).",
        "gemeenten.geojson: gemeente Gemeente 10002 (nis5 10002) ontbreekt."
        " Voeg haar veelhoek toe (indeling van 2019 tot en met 2024).",
        "gemeenten.geojson: gemeente Gemeente 10003 (nis5 10003) ontbreekt."
        " Voeg haar veelhoek toe (indeling van 2019 tot en met 2024).",
        "gemeenten.geojson, veelhoek 1, 2: nis5 10000 staat er meer dan één keer. Laat er één staan.",
        "gemeenten.geojson, veelhoek 3: nis5 99999 staat niet in de indeling."
        " Gebruik de codes van 2019 tot en met 2024.",
        "gemeenten.geojson, veelhoek 4: nis5 is leeg. Vul de NIS-code in.",
    ]


@pytest.mark.parametrize("codes", [["10000", "10001"], [10_000, 10_001], [10_000.0, None]])
def test_codes_may_be_text_or_numbers(tmp_path, codes):
    squares = grid(2, 1).assign(nis5=codes)
    squares.to_file(tmp_path / "gemeenten.gpkg")
    read = geo.read_gemeenten(tmp_path / "gemeenten.gpkg")
    said = geo.check_gemeenten(read, assign(grid(2, 1), ["a", "b"]), Path("gemeenten.gpkg"))
    assert len(said) == 2 * codes.count(None), "the code that is empty, and the municipality that is missing"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("abcd"), min_size=36, max_size=36))
def test_any_division_of_a_grid_keeps_the_whole_without_overlap(areas_of_cells):
    squares = grid(6, 6)
    areas = geo.dissolve(squares, assign(squares, areas_of_cells))
    assert set(areas["sv_id"]) == set(areas_of_cells)
    assert areas.area.sum() == areas.union_all().area == 36 * CELL**2
    simple = geo.to_wgs84(geo.simplify(areas, 100))
    assert set(simple["sv_id"]) == set(areas_of_cells)
    assert all(a.intersection(b).area == 0 for a, b in combinations(simple.geometry, 2))
    assert simple.union_all().area == pytest.approx(sum(shape.area for shape in simple.geometry), rel=1e-9)
    assert simple.to_crs(geo.LAMBERT_72).area.sum() == pytest.approx(36 * CELL**2, rel=0.001)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from("abc"), min_size=25, max_size=25), st.integers(200, 3_000))
def test_any_tolerance_leaves_a_whole_without_gaps(areas_of_cells, tolerance_m):
    squares = grid(5, 5)
    simple = geo.simplify(geo.dissolve(squares, assign(squares, areas_of_cells)), tolerance_m)
    whole = simple.union_all()
    assert isinstance(whole, Polygon)
    assert not whole.interiors
    assert whole.area == pytest.approx(simple.area.sum(), rel=1e-9)


# ------------------------------------------------------------------ from file to file


@pytest.fixture
def inputs(tmp_path) -> list[str]:
    """Arguments of the command for a world of four municipalities in two areas."""
    squares = grid(2, 2)
    squares.to_crs(geo.WGS84).to_file(tmp_path / "gemeenten.geojson", driver="GeoJSON", COORDINATE_PRECISION=9)
    assign(squares, ["b", "a", "b", "a"]).write_csv(tmp_path / "indeling.csv", separator=";")
    names = pl.DataFrame({"sv_id": ["b", "a"], "naam": ["De Beek", "aan Zée"], "provincie": ["Limburg", "Antwerpen"]})
    names.write_csv(tmp_path / "namen.csv", separator=";")
    files = {"gemeenten": "gemeenten.geojson", "indeling": "indeling.csv", "samenwerkingsverbanden": "namen.csv"}
    paths = [part for option, name in files.items() for part in (f"--{option}", str(tmp_path / name))]
    return [*paths, "--uit", str(tmp_path / "uit/kaart.geojson")]


def test_command_writes_the_map_and_says_what_to_check(inputs, tmp_path, capsys):
    assert geo.main(inputs) == 0
    written = gpd.read_file(tmp_path / "uit/kaart.geojson")
    assert list(written["naam"]) == ["aan Zée", "De Beek"]
    assert tuple(written.columns) == (*geo.COLUMNS, "geometry")
    assert written.to_crs(geo.LAMBERT_72).area.to_list() == pytest.approx([2 * CELL**2] * 2, rel=0.002)
    assert "kaart.yml" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "uit").iterdir()] == ["kaart.geojson"]


def test_same_input_gives_the_same_bytes(inputs, tmp_path):
    target = tmp_path / "uit/kaart.geojson"
    geo.main(inputs)
    first = target.read_bytes()
    geo.main(inputs)
    assert target.read_bytes() == first


def test_command_prints_every_problem_and_leaves_the_old_map(inputs, tmp_path, capsys):
    geo.main(inputs)
    before = (tmp_path / "uit/kaart.geojson").read_bytes()
    indeling = tmp_path / "indeling.csv"
    indeling.write_text(indeling.read_text().replace("10000;", "20000;").replace("10001;", "20001;"))
    assert geo.main(inputs) == 1
    assert len(capsys.readouterr().err.splitlines()) == 4, "two missing, two unknown"
    assert (tmp_path / "uit/kaart.geojson").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("indeling.csv", None, "indeling.csv: dit bestand ontbreekt."),
        ("indeling.csv", b"nis5;naam\n1;x\n", "indeling.csv: kolom sv_id ontbreekt."),
        ("indeling.csv", b"nis5;naam;sv_id\n1;x;a\n2;y;a\n1;z;b\n", "indeling.csv, regel 2, 4: nis5 1 staat er meer"),
        ("indeling.csv", b"nis5;naam;sv_id\n;x;a\n", "indeling.csv, regel 2: kolom nis5 is leeg."),
        ("indeling.csv", b"nis5;naam;sv_id\n1;Li\xe8ge;a\n", "indeling.csv: niet te lezen als CSV"),
        ("namen.csv", b"sv_id;naam;provincie\na;A;Limburg\n", "Werkingsgebied b staat niet bij"),
        (
            "namen.csv",
            b"sv_id;naam;provincie\na;A;L\nb;B;L\nc;C;L\n",
            "Samenwerkingsverband c heeft geen gemeenten.",
        ),
        ("gemeenten.geojson", None, "gemeenten.geojson: dit bestand ontbreekt."),
        ("gemeenten.geojson", b"geen kaart", "gemeenten.geojson: niet te lezen als kaartbestand."),
    ],
)
def test_an_input_that_cannot_be_used_gives_one_sentence(inputs, tmp_path, capsys, name, content, sentence):
    (tmp_path / name).unlink()
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert geo.main(inputs) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert not (tmp_path / "uit").exists()


def test_a_map_without_nis5_or_coordinate_system_is_refused(inputs, tmp_path, capsys):
    grid(2, 2).rename(columns={"nis5": "code"}).to_file(tmp_path / "gemeenten.shp")
    (tmp_path / "gemeenten.prj").unlink()
    inputs[1] = str(tmp_path / "gemeenten.shp")
    assert geo.main(inputs) == 1
    said = capsys.readouterr().err
    assert "de eigenschap nis5 ontbreekt" in said
    assert "het coördinatenstelsel ontbreekt" in said


def test_a_map_over_the_limit_is_refused_and_names_the_way_out(tmp_path, monkeypatch):
    monkeypatch.setattr(geo, "MAX_BYTES", 500)
    areas = geo.to_wgs84(strips(2))
    described = areas.assign(naam=areas["sv_id"], provincie="Limburg", midden_lengte=4.4, midden_breedte=50.8)
    with pytest.raises(geo.GeographyError, match="grotere waarde voor --tolerantie"):
        geo.write(described, tmp_path / "kaart.geojson")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("value", ["-1", "veel", "nan"])
def test_tolerance_must_be_a_number_of_metres(inputs, capsys, value):
    with pytest.raises(SystemExit):
        geo.main([*inputs, f"--tolerantie={value}"])
    assert "geef een getal van 0 tot en met 5000" in capsys.readouterr().err
