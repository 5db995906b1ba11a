"""The committed facts, loaded by the real loader; and every rule broken once in a copy."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from etl.fact_files import FILES, FactsError
from etl.facts import load_facts
from etl.load import Warehouse, new_warehouse
from tests.etl.fact_copy import GEOJSON, RAW, alter, copy_of_facts, cut_line, loaded_failures


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory) -> Iterator[Warehouse]:
    with new_warehouse(tmp_path_factory.mktemp("feiten") / "warehouse.duckdb") as loaded:
        load_facts(RAW, loaded)
        yield loaded


def pairs(warehouse: Warehouse, sql: str) -> dict:
    return dict(warehouse.rows(sql).iter_rows())


def one(warehouse: Warehouse, sql: str) -> object:
    return warehouse.rows(sql).item()


# ------------------------------------------------------------------ the committed facts


def test_every_file_is_listed_with_its_rows_and_checksum(warehouse):
    listed = warehouse.rows("select bestand, rijen, sha256 from bestand order by bestand").rows()
    names = sorted([*(file.name for file in FILES), "geo/werkingsgebieden.geojson"])
    assert [name for name, _, _ in listed] == names
    counts = {name: rows for name, rows, _ in listed}
    assert (counts["budgetten.csv"], counts["gemeenten.csv"], counts["bevolking.csv"]) == (16, 319, 4 * 319)
    shas = {name: sha for name, _, sha in listed}
    assert shas["vte.csv"] == hashlib.sha256((RAW / "vte.csv").read_bytes()).hexdigest()


def test_every_committed_file_is_loaded():
    assert {path.name for path in RAW.glob("*.csv")} == {file.name for file in FILES}


def test_the_report_names_every_file(tmp_path):
    lines: list[str] = []
    with new_warehouse(tmp_path / "w.duckdb") as fresh:
        load_facts(RAW, fresh, lines.append, geojson=GEOJSON)
    assert len(lines) == len(FILES) + 1
    assert "budgetten.csv: 16 rijen" in lines
    assert lines[-1] == "geo/werkingsgebieden.geojson: 16 gebieden"


def test_the_order_of_the_partnerships_is_alphabetical(warehouse):
    names = warehouse.rows("select naam from samenwerkingsverband order by volgorde")["naam"].to_list()
    assert names == [
        *("1G1P Groot Antwerpen", "1G1P Halle-Vilvoorde", "1G1P Oost-Brabant", "1G1P Westhoek-Midwest"),
        *("1sGezind", "De Plan-Trekkers", "Gezin Centraal", "Het Collectief", "Konekti"),
        *("Krachtgericht Waas & Dender", "RTJ De Tafels", "Samen1Plan Gent", "Sonja Erteejee", "Trawant"),
        *("Trefplaats jeugdhulp Kempen", "Voor- en Noorderkempen"),
    ]


def test_budgets_by_block_of_the_table_of_question_237(warehouse):
    blocks = pairs(
        warehouse,
        "select s.provincie, sum(b.bedrag_euro) from budget b join samenwerkingsverband s on s.sv_id = b.sv_id group by 1",
    )
    assert blocks == {
        "Antwerpen": 7_075_345,
        "Limburg": 2_981_839,
        "Oost-Vlaanderen": 5_265_518,
        "Vlaams-Brabant": 3_760_665,
        "Brussels Hoofdstedelijk Gewest": 960_000,
        "West-Vlaanderen": 3_956_631,
    }


def test_budgets_of_2017_with_the_two_shares_of_the_joint_budget(warehouse):
    assert one(warehouse, "select sum(bedrag_euro) from budget_2017") == 13_000_000 + 1_365_466 + 630_186
    assert one(warehouse, "select count(*) from budget_2017 where precisie = 'nominaal'") == 13


def test_primary_care_zones_per_partnership(warehouse):
    zones = pairs(warehouse, "select sv_id, count(*) from elz group by sv_id")
    assert zones == {
        "kempen": 4,
        "groot-antwerpen": 4,
        "trawant": 6,
        "voor-noorderkempen": 2,
        "brussel": 1,
        "oost-limburg": 3,
        "noord-west-limburg": 3,
        "zuid-limburg": 2,
        "gent": 2,
        "waas-dender": 3,
        "de-tafels": 7,
        "halle-vilvoorde": 5,
        "oost-brabant": 6,
        "zuid-west-vl": 3,
        "westhoek-midwest": 5,
        "noord-west-vl": 4,
    }


def test_a_printed_error_keeps_its_printed_form(warehouse):
    assert one(warehouse, "select naam_gedrukt from elz where naam = 'Kortrijk'") == "Kortijk"


def test_fte_per_function_adds_up_to_the_counts_made_by_hand(warehouse):
    found = pairs(warehouse, "select functie, sum(vte) from vte where functie <> 'totaal' group by functie")
    assert found["ELP"] == Decimal("25.60")
    assert found["coördinatie"] == Decimal("12.00")
    assert found["gezinsbegeleiding"] == Decimal("124.74") + Decimal("1.50")


def test_fte_totals_by_how_they_are_known(warehouse):
    totals = pairs(warehouse, "select precisie, sum(vte) from vte where functie = 'totaal' group by precisie")
    assert totals == {"gepubliceerd": Decimal("158.94"), "ongeveer": 33, "afgeleid": Decimal("16.85")}


def test_fte_that_no_document_gives_is_unknown_and_not_zero(warehouse):
    rows = warehouse.rows("select vte, in_totaal from vte where precisie = 'niet gepubliceerd'").rows()
    assert len(rows) == 5
    assert set(rows) == {(None, False)}


def test_the_derived_total_of_trawant_shows_its_reasoning(warehouse):
    said = one(warehouse, "select toelichting from vte where voorganger_id = 'v-trawant' and functie = 'totaal'")
    assert "208,79 − 158,94" in said
    for other in ("16,85", "11,5", "10,0", "8,5"):
        assert other in said


def test_the_area_of_three_predecessors_is_known_and_of_twelve_is_not(warehouse):
    known = pairs(warehouse, "select voorganger_id, sv_id from voorganger_gebied")
    assert known == {
        "v-voor-noorderkempen": "voor-noorderkempen",
        "v-konekti": "zuid-west-vl",
        "v-brussel": "brussel",
    }


def test_yearly_registrations_are_two_flemish_totals_and_nothing_below(warehouse):
    rows = warehouse.rows(
        "select gebied, van, tot, waarde from gepubliceerd_cijfer where maat = 'aanmeldingen' order by van"
    )
    assert rows.rows() == [
        ("vlaanderen-brussel", date(2020, 1, 1), date(2020, 12, 31), 4313),
        ("vlaanderen-brussel", date(2021, 1, 1), date(2021, 12, 31), 7782),
    ]


def test_the_caveat_that_forbids_comparing_is_literal_and_the_only_blocking_one(warehouse):
    rows = warehouse.rows(
        "select kanttekening_id, van, tot, citaat from kanttekening where ernst = 'blokkerend'"
    ).rows()
    quote = (
        "Ter info geven we hier ook de cijfers mee van 2020, met die nuance dat de regio's ondertussen zijn uitgebreid "
        "en hertekend. Een vergelijking met de cijfers 2021 is dus niet te maken."
    )
    assert rows == [("C12", date(2020, 1, 1), date(2021, 12, 31), quote)]


def applying(warehouse: Warehouse, maat: str, gebied: str, day: date) -> set[str]:
    """Identifiers of the caveats that apply, found the slow way."""
    sql = """select k.kanttekening_id from kanttekening k
        where (k.van is null or k.van <= $day) and (k.tot is null or k.tot >= $day)
        and (k.alle_maten or exists (select 1 from kanttekening_maat m
            where m.kanttekening_id = k.kanttekening_id and m.maat = $maat))
        and (k.alle_gebieden or exists (select 1 from kanttekening_gebied g
            where g.kanttekening_id = k.kanttekening_id and g.gebied = $gebied))"""
    params = {"maat": maat, "gebied": gebied, "day": day}
    return set(warehouse.rows(sql, params)["kanttekening_id"].to_list())


@pytest.mark.parametrize(
    ("maat", "gebied", "day", "expected"),
    [
        ("aanmeldingen", "gent", date(2024, 6, 1), {"C3", "C4", "C9", "P2", "P7"}),
        ("tijdigheid", "gent", date(2024, 6, 1), {"C3", "C9", "P2", "P3", "P6", "P7"}),
        ("per_hoofd", "gent", date(2024, 6, 1), {"C3", "P2"}),
        ("per_hoofd", "brussel", date(2024, 6, 1), {"C3", "P1", "P2"}),
        ("middelen", "gent", date(2021, 1, 1), {"C3", "C6"}),
        ("middelen", "v-antwerpen", date(2020, 1, 1), {"C3", "C19"}),
        ("gemeente", "trawant", date(2025, 1, 1), {"P4"}),
        ("gemeente", "trawant", date(2024, 12, 31), set()),
        ("gemeente", "gent", date(2025, 1, 1), set()),
    ],
)
def test_few_and_the_right_caveats_apply(warehouse, maat, gebied, day, expected):
    assert applying(warehouse, maat, gebied, day) == expected


def test_the_breaks_and_their_weight(warehouse):
    rows = warehouse.rows("select datum, ernst from breuk order by datum").rows()
    assert rows == [
        (date(2021, 1, 1), "blokkerend"),
        (date(2022, 1, 1), "blokkerend"),
        (date(2023, 12, 1), "waarschuwing"),
        (date(2025, 1, 1), "waarschuwing"),
    ]


def test_under_25s_per_area_are_the_sum_of_the_municipalities(warehouse):
    found = pairs(warehouse, "select sv_id, onder25 from noemer where jaar = 2021")
    assert found == {
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


def test_a_year_without_under_25s_is_unknown_and_brussels_never_usable(warehouse):
    assert one(warehouse, "select count(onder25) from noemer where jaar = 2020") == 0
    unusable = warehouse.rows("select distinct sv_id from noemer where not bruikbaar")["sv_id"].to_list()
    assert unusable == ["brussel"]


def test_antwerp_lies_in_four_zones_and_every_other_municipality_in_one(warehouse):
    counts = pairs(warehouse, "select nis5, count(*) from gemeente_elz group by nis5 having count(*) > 1")
    assert counts == {"11002": 4}


def test_outlines_are_geojson_with_a_point_for_the_label(warehouse):
    rows = warehouse.rows("select geojson, midden_lengte, midden_breedte from omtrek").rows()
    assert len(rows) == 16
    for geojson, lengte, breedte in rows:
        assert json.loads(geojson)["type"] in ("Polygon", "MultiPolygon")
        assert 2.5 < lengte < 6
        assert 50.6 < breedte < 51.6


# ------------------------------------------------------------------ a copy with something broken


@pytest.fixture
def copy(tmp_path) -> Path:
    return copy_of_facts(tmp_path)


def problems(copy: Path) -> list[str]:
    with new_warehouse(copy.parent / "w.duckdb") as fresh:
        with pytest.raises(FactsError) as error:
            load_facts(copy, fresh)
        assert fresh.rows("select * from bestand").is_empty()
    assert str(error.value) == "\n".join(error.value.problems)
    return error.value.problems


LOAD_CASES = [
    ("vte.csv", ";precisie;", ";precise;", "vte.csv, regel 1: de kolom 'precisie' ontbreekt. Voeg ze toe aan de kop."),
    (
        "vte.csv",
        ";precisie;",
        ";precise;",
        "vte.csv, regel 1: de kolom 'precise' is niet bekend (bedoelt u 'precisie'?). Verbeter of schrap ze.",
    ),
    (
        "vte.csv",
        ";11.40;",
        ";11,40;",
        "vte.csv, regel 4, kolom vte: '11,40' is geen getal. "
        "Schrijf het met een punt en hoogstens twee decimalen, zoals 10.69.",
    ),
    (
        "vte.csv",
        ";14.40;gepubliceerd;true;",
        ";14.40;gepubliceerd;ja;",
        "vte.csv, regel 2, kolom in_totaal: 'ja' is niet te lezen als true of false. Schrijf een van beide.",
    ),
    (
        "vte.csv",
        ";ongeveer;",
        ";ongever;",
        "vte.csv, regel 22, kolom precisie: 'ongever' is niet bekend (bedoelt u 'ongeveer'?). "
        "Kies uit: gepubliceerd, ongeveer, afgeleid, niet gepubliceerd.",
    ),
    (
        "budgetten.csv",
        ";2837590;",
        ";2.837.590;",
        "budgetten.csv, regel 2, kolom bedrag_euro: '2.837.590' is geen geheel getal. Schrijf het zonder punten.",
    ),
    (
        "budgetten.csv",
        "groot-antwerpen;",
        "groot-antwerp;",
        "budgetten.csv, regel 2, kolom sv_id: 'groot-antwerp' is niet bekend (bedoelt u 'groot-antwerpen'?). "
        "Verbeter het, of voeg het toe aan samenwerkingsverbanden.csv.",
    ),
    (
        "budgetten.csv",
        "trawant;",
        "groot-antwerpen;",
        "budgetten.csv, regel 3, kolom sv_id: 'groot-antwerpen' staat er al. "
        "Schrap de dubbele rij of geef ze een eigen sleutel.",
    ),
    (
        "budgetten.csv",
        ";2021-01-01;",
        ";1/1/2021;",
        "budgetten.csv, regel 2, kolom peildatum: '1/1/2021' is geen datum. Schrijf jjjj-mm-dd.",
    ),
    (
        "oproepen.csv",
        "2020-06-16",
        "2020-06-31",
        "oproepen.csv, regel 3, kolom datum: '2020-06-31' is geen datum. Schrijf jjjj-mm-dd.",
    ),
    (
        "oproepen.csv",
        ";totaal;15;",
        ";totaal;99999;",
        "oproepen.csv, regel 2, kolom aantal_samenwerkingsverbanden: '99999' is te groot. Kijk het getal na.",
    ),
    (
        "voorganger_gebieden.csv",
        ";waarschijnlijk;",
        ";waarschijnlijke;",
        "voorganger_gebieden.csv, regel 3, kolom zekerheid: 'waarschijnlijke' is niet bekend "
        "(bedoelt u 'waarschijnlijk'?). Kies uit: hoog, waarschijnlijk.",
    ),
    (
        "herkomst.csv",
        ";hoog;",
        ";;",
        "herkomst.csv, regel 2, kolom zekerheid: deze cel is leeg. Vul ze in.",
    ),
    (
        "eerstelijnszones.csv",
        "\ndender-zuid;Dender-Zuid;",
        "\ndender-zuid;Panacea;",
        "eerstelijnszones.csv, regel 5, kolom naam: 'Panacea' staat er al. "
        "Schrap de dubbele rij of geef ze een eigen sleutel.",
    ),
    (
        "gemeenten.csv",
        ";Rupelaar;",
        ";RupeLaar;",
        "gemeenten.csv, regel 2, kolom elz: 'RupeLaar' is niet bekend (bedoelt u 'Rupelaar'?). "
        "Verbeter het, of voeg het toe aan eerstelijnszones.csv.",
    ),
    (
        "gemeenten.csv",
        ";Rupelaar;",
        ";*;",
        "gemeenten.csv, regel 2, kolom elz: * betekent alles en kan hier niet staan. Schrijf de waarden voluit.",
    ),
    (
        "kanttekeningen.csv",
        ";v-antwerpen|v-voor-noorderkempen;",
        ";v-antwerpen|v-voornoorderkempen;",
        "kanttekeningen.csv, regel 20, kolom gebieden: 'v-voornoorderkempen' is niet bekend "
        "(bedoelt u 'v-voor-noorderkempen'?). "
        "Verbeter het, of voeg het toe aan samenwerkingsverbanden.csv of voorgangers.csv.",
    ),
    (
        "kanttekeningen.csv",
        ";aanmeldingen|tijdigheid|trajecten;*;",
        ";aanmeldingen|aanmeldingen;*;",
        "kanttekeningen.csv, regel 2, kolom maten: 'aanmeldingen' staat er twee keer. Schrap er een.",
    ),
    (
        "kanttekeningen.csv",
        ";aanmeldingen|tijdigheid|trajecten;*;",
        ";;*;",
        "kanttekeningen.csv, regel 2, kolom maten: deze cel is leeg. Vul minstens één waarde in.",
    ),
    (
        "voorgangers.csv",
        "\nv-konekti;Konekti;",
        "\nv-konekti;Kone;kti;",
        "voorgangers.csv, regel 4: 5 cellen in plaats van 4. Zet tekst met een puntkomma tussen aanhalingstekens.",
    ),
    (
        "voorgangers.csv",
        ";naam;",
        ";voorganger_id;",
        "voorgangers.csv, regel 1, kolom voorganger_id: deze kolom staat er twee keer. Schrap er een.",
    ),
    (
        "voorgangers.csv",
        ";Konekti;",
        ';"Konekti;',
        "voorgangers.csv: de aanhalingstekens kloppen niet. Kijk of elk aanhalingsteken gesloten is.",
    ),
    (
        "vte.yml",
        "rijen: 66",
        "rijen: 67",
        "vte.csv: 66 rijen, maar vte.yml verwacht er 67. "
        "Kijk of er rijen ontbreken of te veel zijn, of pas 'rijen' aan.",
    ),
    (
        "vte.yml",
        "document: evaluatienota-2020",
        "document: evaluatienota-2021",
        "vte.yml: het document 'evaluatienota-2021' is niet bekend (bedoelt u 'evaluatienota-2020'?). "
        "Verbeter het, of voeg het toe aan documenten.csv.",
    ),
    (
        "vte.yml",
        "status: officieel",
        "status: oficieel",
        "vte.yml: onbekende status 'oficieel' (bedoelt u 'officieel'?), mogelijk zijn officieel, voorlopig, "
        "nader voorlopig, definitief en demo. Verbeter dit bestand.",
    ),
    (
        "../geo/werkingsgebieden.geojson",
        '"oost-brabant"',
        '"oost-braband"',
        "geo/werkingsgebieden.geojson: het gebied 'oost-braband' is niet bekend (bedoelt u 'oost-brabant'?). "
        "Verbeter sv_id, of voeg het toe aan samenwerkingsverbanden.csv.",
    ),
    (
        "../geo/werkingsgebieden.geojson",
        '"oost-brabant"',
        '"gent"',
        "geo/werkingsgebieden.geojson: 'gent' staat er twee keer. Maak het bestand opnieuw met python -m etl.geo.",
    ),
    (
        "../geo/werkingsgebieden.geojson",
        '"features"',
        '"vormen"',
        "geo/werkingsgebieden.geojson: dit is geen GeoJSON met een veelhoek en een sv_id per gebied. "
        "Maak het met python -m etl.geo.",
    ),
    (
        "../geo/werkingsgebieden.yml",
        "rijen: 16",
        "rijen: 17",
        "geo/werkingsgebieden.geojson: 16 gebieden, maar het begeleidende bestand (.yml) verwacht er 17. "
        "Maak het bestand opnieuw met python -m etl.geo.",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "sentence"), LOAD_CASES)
def test_a_broken_file_is_named_with_its_place_and_the_next_step(copy, file, old, new, sentence):
    alter(copy / file, old, new)
    assert sentence in problems(copy)


def test_all_problems_of_all_files_come_at_once(copy):
    together = [*LOAD_CASES[2:7], *LOAD_CASES[9:12]]
    for file, old, new, _ in together:
        alter(copy / file, old, new)
    assert sorted(problems(copy)) == sorted(sentence for *_, sentence in together)


def test_a_missing_file_is_one_problem_and_not_one_per_reference(copy):
    (copy / "documenten.csv").unlink()
    assert problems(copy) == [
        "documenten.csv: dit bestand ontbreekt of is niet te openen. Zet het terug in de map raw.",
    ]


def test_a_missing_sidecar_stops_the_load(copy):
    (copy / "vte.yml").unlink()
    assert [said for said in problems(copy) if said.startswith("vte.yml: dit bestand ontbreekt")]


def test_a_missing_map_says_how_to_make_it(copy):
    (copy.parent / "geo" / "werkingsgebieden.geojson").unlink()
    assert problems(copy) == [
        "geo/werkingsgebieden.geojson: dit bestand ontbreekt of is niet te openen. Maak het met python -m etl.geo."
    ]


def test_an_unknown_file_is_not_silently_left_out(copy):
    shutil.copy(copy / "budgetten.csv", copy / "budgeten.csv")
    assert problems(copy) == [
        "budgeten.csv: dit bestand hoort niet in de map raw (bedoelt u 'budgetten.csv'?). "
        "Zet registraties in de map binc, of verbeter de naam."
    ]


def test_another_encoding_is_refused(copy):
    text = (copy / "vte.csv").read_text(encoding="utf-8").replace("−", "-")
    (copy / "vte.csv").write_bytes(text.encode("cp1252"))
    assert problems(copy) == ["vte.csv: dit bestand is geen UTF-8. Bewaar het opnieuw als UTF-8."]


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_an_empty_file_is_refused(copy, content):
    (copy / "vte.csv").write_text(content, encoding="utf-8")
    assert problems(copy) == ["vte.csv: dit bestand is leeg. Zet er een kop en rijen in."]


def test_a_line_number_counts_the_lines_inside_a_quoted_cell(copy):
    alter(copy / "oproepen.csv", "Eén miljoen euro", '"Eén miljoen\neuro')
    alter(copy / "oproepen.csv", "250.000 inwoners.;", '250.000 inwoners.";')
    alter(copy / "oproepen.csv", "2020-06-16", "16-06-2020")
    assert problems(copy) == ["oproepen.csv, regel 4, kolom datum: '16-06-2020' is geen datum. Schrijf jjjj-mm-dd."]


def test_a_spreadsheet_may_add_a_byte_order_mark_and_windows_line_ends(copy):
    text = (copy / "vte.csv").read_text(encoding="utf-8").replace("\n", "\r\n")
    (copy / "vte.csv").write_bytes(("\ufeff" + text).encode())
    assert loaded_failures(copy) == []


def test_columns_may_stand_in_another_order(copy):
    lines = (copy / "breuken.csv").read_text(encoding="utf-8").splitlines()
    swapped = ["maten;breuk_id;datum;titel;ernst;tekst;document_id;vindplaats", *(turned(line) for line in lines[1:])]
    (copy / "breuken.csv").write_text("\n".join(swapped), encoding="utf-8")
    assert loaded_failures(copy) == []


def turned(line: str) -> str:
    """The fifth cell in front, as in the swapped header."""
    cells = line.split(";")
    return ";".join([cells[4], *cells[:4], *cells[5:]])


def test_a_star_stands_for_all_measures(copy):
    alter(copy / "breuken.csv", ";gemeente;", ";*;")
    with new_warehouse(copy.parent / "w.duckdb") as fresh:
        load_facts(copy, fresh)
        assert fresh.rows("select breuk_id from breuk where alle_maten")["breuk_id"].to_list() == ["fusies-2025"]
        assert fresh.rows("select * from breuk_maat where breuk_id = 'fusies-2025'").is_empty()


def test_one_unknown_municipality_makes_the_sum_unknown(copy):
    alter(copy / "bevolking.csv", "\n11001;2021;", "\n11001;2021;1;1;;Statbel\n99999;2021;")
    cut_line(copy / "bevolking.csv", "99999;2021;")
    with new_warehouse(copy.parent / "w.duckdb") as fresh:
        load_facts(copy, fresh)
        trawant = "select onder25, inwoners is not null from noemer where sv_id = 'trawant' and jaar = 2021"
        assert fresh.rows(trawant).rows() == [(None, True)]


def test_without_a_given_middle_the_label_stands_inside_the_area(copy):
    path = copy.parent / "geo" / "werkingsgebieden.geojson"
    square = {"type": "Polygon", "coordinates": [[[4, 51], [5, 51], [5, 52], [4, 52], [4, 51]]]}
    shapes = json.loads(path.read_text(encoding="utf-8"))
    shapes["features"][0] |= {"properties": {"sv_id": "groot-antwerpen"}, "geometry": square}
    path.write_text(json.dumps(shapes), encoding="utf-8")
    with new_warehouse(copy.parent / "w.duckdb") as fresh:
        load_facts(copy, fresh)
        middle = fresh.rows("select midden_lengte, midden_breedte from omtrek where sv_id = 'groot-antwerpen'")
        assert middle.rows() == [(4.5, 51.5)]
