"""Every spelling, date form, number and header that a delivery may use comes out the same."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from etl import harmonise
from etl.extract import FileRefusedError, extract
from etl.facts import load_facts
from etl.harmonise import (
    CANONICAL,
    CODES,
    MULTIPLE,
    Vocabulary,
    is_known_header,
    known_codes,
    known_headers,
    layout,
    read_vocabulary,
    spelling_key,
    texts,
    typed,
)
from etl.load import Warehouse, new_warehouse

ROOT = Path(__file__).resolve().parents[2]
HERE = Path("levering.csv")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with new_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        yield warehouse


@pytest.fixture(scope="module")
def vocabulary(warehouse: Warehouse) -> Vocabulary:
    return read_vocabulary(warehouse)


def read(vocabulary: Vocabulary, **columns: list[str | None]) -> pl.DataFrame:
    """The typed rows of a batch with these columns."""
    header = list(columns)
    size = len(next(iter(columns.values())))
    batch = pl.DataFrame(
        {"regel": range(2, size + 2), **{f"c{n}": columns[name] for n, name in enumerate(header)}},
        schema_overrides={"regel": pl.Int64, **{f"c{n}": pl.String for n in range(len(header))}},
    )
    required = {"dossier_id", "samenwerkingsverband", "datum_aanmelding"} - set(header)
    batch = batch.with_columns(pl.lit(None, dtype=pl.String).alias(f"c{len(header) + n}") for n in range(len(required)))
    return typed(texts(batch, layout([*header, *sorted(required)], HERE)), vocabulary)


# ------------------------------------------------------------------ dates


FIRST_OF_MARCH = [
    "2022-03-01",
    "2022-3-1",
    "01/03/2022",
    "1/3/2022",
    "1/3/22",
    "01-03-2022",
    "01.03.2022",
    "2022-03-01 14:05:00",
    "2022-03-01T14:05:00",
    "2022-03-01 14:05:00.000000",
    "01/03/2022 14:05",
    "44621",
    "44621.5",
    "44621,5",
    "  2022-03-01 ",
]
NO_DATE = [
    "2022-02-30",
    "31/04/2022",
    "13/13/2022",
    "1/3/202",
    "maart",
    "2022",
    "20220301",
    "2022-03-01 25:00",
    "1/3",
    "0/0/00",
    "٣/٣/٢٠٢٢",
    "٤٤٦٢١",
]


@pytest.mark.parametrize("written", FIRST_OF_MARCH)
def test_every_form_of_a_date(vocabulary: Vocabulary, written: str) -> None:
    found = read(vocabulary, datum_aanmelding=[written])
    assert found["datum_aanmelding"].to_list() == [date(2022, 3, 1)]
    assert found["datum_aanmelding!"].to_list() == [False]


@pytest.mark.parametrize("written", NO_DATE)
def test_what_is_no_date_is_marked(vocabulary: Vocabulary, written: str) -> None:
    found = read(vocabulary, datum_einde=[written])
    assert found.select("datum_einde", "datum_einde!").rows() == [(None, True)]


def test_the_day_always_comes_first(vocabulary: Vocabulary) -> None:
    found = read(vocabulary, datum_aanmelding=["02/03/2022", "3/2/22", "12-11-2023"])
    assert found["datum_aanmelding"].to_list() == [date(2022, 3, 2), date(2022, 2, 3), date(2023, 11, 12)]


def test_a_moment_keeps_its_time_to_the_second(vocabulary: Vocabulary) -> None:
    found = read(vocabulary, laatste_wijziging=["2022-03-01 14:05:09", "01/03/2022 8:05", "44621.5", "2022-03-01"])
    times = [(14, 5, 9), (8, 5, 0), (12, 0, 0), (0, 0, 0)]
    assert found["laatste_wijziging"].to_list() == [datetime(2022, 3, 1, *time) for time in times]


@given(day=st.dates(date(1970, 1, 1), date(2068, 12, 31)))
def test_one_day_in_every_form_is_one_day(vocabulary: Vocabulary, day: date) -> None:
    serial = str((day - date(1899, 12, 30)).days)
    forms = [f"{day:%d/%m/%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}", f"{day.day}/{day.month}/{day:%y}", serial]
    assert read(vocabulary, datum_opstart=forms)["datum_opstart"].to_list() == [day] * 5


# ------------------------------------------------------------------ numbers, codes, municipalities


@pytest.mark.parametrize(
    ("written", "number", "marked"),
    [
        ("12", 12, False),
        ("0", 0, False),
        ("1.234", 1234, False),
        ("12,0", 12, False),
        ("12.0", 12, False),
        ("1.234,0", 1234, False),
        ("1.234,5", None, True),
        ("1234.5", None, True),
        ("-1", None, True),
        ("vijf", None, True),
        ("99999999999", None, True),
        ("onbekend", None, False),
        ("", None, False),
    ],
)
def test_numbers(vocabulary: Vocabulary, written: str, number: int | None, marked: bool) -> None:
    found = read(vocabulary, elp_consulten=[written])
    assert found.select("elp_consulten", "elp_consulten!").rows() == [(number, marked)]


@pytest.mark.parametrize("mark", ["", "  ", "NULL", "null", "-", "n.v.t.", "N.V.T.", "onbekend", None])
def test_a_missing_value_is_no_mistake(vocabulary: Vocabulary, mark: str | None) -> None:
    columns = [name for name in CANONICAL if "onbekend" not in known_codes().get(name, {})]
    found = read(vocabulary, **{name: [mark] for name in columns})
    assert found.drop("regel").row(0) == tuple(
        False if name.endswith("!") else None for name in found.columns if name != "regel"
    )


def test_onbekend_is_an_answer_where_the_code_list_has_it(vocabulary: Vocabulary) -> None:
    found = read(vocabulary, geslacht=["Onbekend", "", "-", "vrouw", "Q"])
    assert found.select("geslacht", "geslacht!").rows() == [
        ("onbekend", False),
        (None, False),
        (None, False),
        ("V", False),
        (None, True),
    ]


def test_every_code_reads_as_itself_and_every_synonym_as_a_code(vocabulary: Vocabulary) -> None:
    for column in (*CODES, MULTIPLE):
        known = known_codes()[column]
        codes = sorted(set(known.values()))
        assert read(vocabulary, **{column: codes})[column].to_list() == codes
        assert read(vocabulary, **{column: [code.upper() for code in codes]})[column].to_list() == codes


def test_the_codes_of_the_demo_are_known() -> None:
    for name, spelling in (("codes.csv", "code"), ("schrijfwijzen.csv", "schrijfwijze")):
        with (ROOT / "demo" / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file, delimiter=";"))
        assert rows
        assert {row["code"] for row in rows} == {
            known_codes()[row["kolom"]].get(spelling_key(row[spelling])) for row in rows
        }


def test_several_questions_are_sorted_once_and_known(vocabulary: Vocabulary) -> None:
    written = [
        "school|gedrag",
        "School | school",
        "gedrag|zie bijlage",
        "zie bijlage",
        "gedrag|",
        "onbekend",
        "-",
        None,
    ]
    found = read(vocabulary, hulpvragen=written)
    assert found.select("hulpvragen", "hulpvragen!").rows() == [
        ("gedrag|school", False),
        ("school", False),
        ("gedrag", True),
        (None, True),
        ("gedrag", False),
        ("onbekend", False),
        (None, False),
        (None, False),
    ]


def test_municipalities_of_both_divisions(vocabulary: Vocabulary) -> None:
    merged = "11007"  # Borsbeek, part of Antwerpen since 2025
    found = read(vocabulary, nis_gemeente=["11002", merged, "11002.0", "46029", "99999", "Gent", "onbekend"])
    assert found["nis_gemeente"].to_list() == ["11002", merged, "11002", "46029", None, None, None]
    assert found["nis_gemeente!"].to_list() == [False, False, False, False, True, True, False]


# ------------------------------------------------------------------ names


def test_every_spelling_of_every_document(warehouse: Warehouse, vocabulary: Vocabulary) -> None:
    known = warehouse.rows("select naam, sv_id from naamvariant where sv_id is not null").rows()
    assert len(known) > 16
    assert {naam: vocabulary.names.get(spelling_key(naam)) for naam, _ in known} == dict(known)


def test_a_predecessor_means_the_partnership_it_went_into(vocabulary: Vocabulary) -> None:
    found = read(
        vocabulary, samenwerkingsverband=["Jeugdhulp Hageland", "Jeugdhulp Westhoek", "Midden West-Vlaanderen"]
    )
    assert found["sv_id"].to_list() == ["oost-brabant", "westhoek-midwest", "westhoek-midwest"]


@pytest.mark.parametrize(
    "spelling",
    [
        "Krachtgericht Waas & Dender",
        "krachtgericht waas en dender",
        "KRACHTGERICHT WAAS-EN-DENDER",
        " Krachtgericht  Waas&Dender. ",
    ],
)
def test_case_signs_and_ampersand_do_not_matter(vocabulary: Vocabulary, spelling: str) -> None:
    assert read(vocabulary, samenwerkingsverband=[spelling])["sv_id"].to_list() == ["waas-dender"]


def test_an_unknown_name_is_marked_and_its_nearest_names_are_known(vocabulary: Vocabulary) -> None:
    found = read(vocabulary, samenwerkingsverband=["Trefplats jeugdhulp Kempen", "zzzz"])
    assert found.select("sv_id", "sv_id!").rows() == [(None, True), (None, True)]
    assert "Trefplaats jeugdhulp Kempen" in vocabulary.nearest_names("Trefplats jeugdhulp Kempen")
    assert vocabulary.nearest_names("zzzz") == []
    assert "zuid-limburg" not in vocabulary.nearest_names("zuid limbur")  # a key of ours, not a name
    near = vocabulary.nearest_names("Noord-West")
    assert len(near) == len({vocabulary.names[spelling_key(name)] for name in near}) == 2


def test_a_spelling_of_two_partnerships_means_none() -> None:
    rows = [("Noord", "a", 1), ("noord", "b", 1), ("Zuid", "a", 0), ("Zuid", "b", 2), ("Oost", "b", 2)]
    names, spellings = harmonise._unambiguous(rows)
    assert names == {"zuid": "a", "oost": "b"}
    assert spellings["noord"] == "Noord"


def test_names_csv_only_adds_what_the_documents_do_not_have(warehouse: Warehouse) -> None:
    sql = "select naam from naamvariant union select naam from samenwerkingsverband union select naam from voorganger"
    documented = {spelling_key(naam) for naam in warehouse.rows(sql)["naam"]}
    own = [spelling_key(row["naam"]) for row in harmonise._rows("names.csv")]
    assert own
    assert not documented & set(own)


# ------------------------------------------------------------------ headers


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Dossiernummer", "dossier_id"),
        ("AANMELDINGSDATUM", "datum_aanmelding"),
        ("Datum eerste contact", "datum_eerste_contact"),
        ("Startdatum begeleiding", "datum_opstart"),
        ("Einddatum", "datum_einde"),
        ("NIS-code", "nis_gemeente"),
        ("Testdossier", "is_test"),
        ("Verwijzer", "aanmelder"),
        ("Cliënt PID", "client_pid"),
    ],
)
def test_headers_by_another_name(header: str, column: str) -> None:
    assert known_headers()[spelling_key(header)] == column


def test_every_canonical_column_is_a_header_of_its_own() -> None:
    assert {known_headers().get(spelling_key(column)) for column in CANONICAL} == set(CANONICAL)
    assert set(known_headers().values()) == set(CANONICAL)


def test_other_columns_are_named_and_left_out() -> None:
    shape = layout(["Naam begeleider", "dossier_id", "Samenwerkingsverband", "", "Aanmeldingsdatum", "Opmerking"], HERE)
    assert shape.dropped == ("Naam begeleider", "Opmerking")
    assert (shape.positions["dossier_id"], shape.positions["datum_aanmelding"]) == (1, 4)


def test_a_header_over_several_lines_is_shown_on_one() -> None:
    shape = layout(["dossier_id", "samenwerkingsverband", "datum_aanmelding", "Naam\r\nbegeleider", "x" * 99], HERE)
    assert shape.dropped == ("Naam begeleider", "x" * 60)


def test_the_canonical_name_goes_before_an_alias() -> None:
    shape = layout(["Einddatum", "datum_einde", "dossier_id", "samenwerkingsverband", "datum_aanmelding"], HERE)
    assert shape.positions["datum_einde"] == 1
    assert shape.dropped == ("Einddatum",)


def test_a_missing_required_column_is_named_with_the_headers_nobody_knows() -> None:
    with pytest.raises(FileRefusedError) as refusal:
        layout(["dossier_id", "samenwerkingsverband", "Wanneer"], HERE)
    assert refusal.value.code == "B04"
    assert str(refusal.value) == (
        "levering.csv: de verplichte kolom datum_aanmelding ontbreekt (niet herkende koppen: Wanneer); "
        "vul ze aan, of voeg de kop toe aan etl/columns.csv als die anders heet."
    )


def test_a_first_row_that_may_be_a_family_is_not_repeated() -> None:
    with pytest.raises(FileRefusedError) as refusal:
        layout(["D1", "Janssens", "2022-03-01"], HERE)
    assert "Janssens" not in str(refusal.value)


# ------------------------------------------------------------------ the same rows in every format


CASES = [
    ["D1", "Konekti", date(2022, 3, 1), date(2022, 3, 9), 2012, "vrouw"],
    ["D2", "Krachtgericht Waas & Dender", date(2022, 12, 31), None, None, None],
]
CASE_HEADER = ["dossier_id", "samenwerkingsverband", "datum_aanmelding", "datum_opstart", "geboortejaar", "geslacht"]


def as_serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days


FORMS = {
    "dd/mm/jjjj": lambda day: f"{day:%d/%m/%Y}",
    "d/m/jj": lambda day: f"{day.day}/{day.month}/{day:%y}",
    "dd-mm-jjjj": lambda day: f"{day:%d-%m-%Y}",
    "iso": str,
    "iso met uur": lambda day: f"{day} 14:05:00",
    "reeksgetal": as_serial,
    "echte datum": lambda day: day,
}


def written_cases(form: str) -> list[list[object]]:
    return [[FORMS[form](cell) if isinstance(cell, date) else cell for cell in row] for row in CASES]


def write(path: Path, rows: list[list[object]], encoding: str = "utf-8", separator: str = ";") -> None:
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in [CASE_HEADER, *rows]:
            book.active.append(row)
        book.save(path)
    elif path.suffix == ".parquet":
        pl.DataFrame(rows, schema=CASE_HEADER, orient="row").write_parquet(path)
    else:
        lines = [separator.join("" if cell is None else str(cell) for cell in row) for row in [CASE_HEADER, *rows]]
        path.write_text("\n".join(lines), encoding=encoding)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "encoding", "separator"),
    [
        ("a.csv", "cp1252", ";"),
        ("a.csv", "utf-8-sig", ","),
        ("a.tsv", "utf-16", "\t"),
        ("a.xlsx", "", ""),
        ("a.parquet", "", ""),
    ],
)
def test_the_same_rows_in_every_form_give_the_same_frame(
    tmp_path: Path, vocabulary: Vocabulary, form: str, name: str, encoding: str, separator: str
) -> None:
    path = tmp_path / name
    write(path, written_cases(form), encoding, separator)
    source = extract(path, is_known_header)
    found = typed(texts(pl.concat(source.batches), layout(source.header, path)), vocabulary)
    expected = pl.DataFrame(
        {
            "dossier_id": ["D1", "D2"],
            "sv_id": ["zuid-west-vl", "waas-dender"],
            "datum_aanmelding": [row[2] for row in CASES],
            "datum_opstart": [row[3] for row in CASES],
            "geboortejaar": [2012, None],
            "geslacht": ["V", None],
        }
    )
    assert_frame_equal(found.select(expected.columns), expected)
    assert not any(found[column].any() for column in found.columns if column.endswith("!"))
