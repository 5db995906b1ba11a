"""Every rule, with the line and the column it names; and the order in which the rules are held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.check import LOADED, Checked, check, rules
from etl.facts import load_facts
from etl.harmonise import CANONICAL, Vocabulary, layout, read_vocabulary
from etl.load import Warehouse, new_warehouse

ROOT = Path(__file__).resolve().parents[2]
PEILDATUM = date(2023, 3, 6)
GOOD = {"dossier_id": "D1", "samenwerkingsverband": "Konekti", "datum_aanmelding": "2022-03-01"}
FIRST_LINE = 2


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Warehouse]:
    with new_warehouse(tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        yield warehouse


@pytest.fixture(scope="module")
def vocabulary(warehouse: Warehouse) -> Vocabulary:
    return read_vocabulary(warehouse)


def checked(vocabulary: Vocabulary, *rows: dict[str, str | None], header: tuple[str, ...] = CANONICAL) -> Checked:
    """The rows, from line 2 on, checked as one batch of a delivery with this header."""
    data = {f"c{nth}": [row.get(column) for row in rows] for nth, column in enumerate(header)}
    batch = pl.DataFrame(
        {"regel": range(FIRST_LINE, FIRST_LINE + len(rows)), **data, "rest": [row.get("rest") for row in rows]},
        schema={"regel": pl.Int64, **dict.fromkeys(data, pl.String), "rest": pl.String},
    )
    return check(batch, layout(header, Path("levering.csv")), vocabulary, PEILDATUM)


def test_a_good_row_is_loaded_as_it_is(vocabulary: Vocabulary) -> None:
    row = GOOD | {
        "geboortejaar": "2010",
        "datum_opstart": "09/03/2022",
        "hulpvragen": "school|gedrag",
        "is_test": "nee",
    }
    found = checked(vocabulary, row)
    assert found.good.columns == list(LOADED)
    loaded = found.good.row(0, named=True)
    assert {name: value for name, value in loaded.items() if value is not None} == {
        "sv_id": "zuid-west-vl",
        "dossier_id": "D1",
        "regel": FIRST_LINE,
        "geboortejaar": 2010,
        "leeftijd": 12,
        "datum_aanmelding": date(2022, 3, 1),
        "datum_opstart": date(2022, 3, 9),
        "hulpvragen": "gedrag|school",
    }
    assert (found.refused.height, found.signals.height, found.test, found.footer) == (0, 0, 0, 0)


# ------------------------------------------------------------------ rows that are refused


@pytest.mark.parametrize(
    ("code", "column", "value"),
    [
        ("R01", "dossier_id", ""),
        ("R01", "dossier_id", "NULL"),
        ("R02", "samenwerkingsverband", None),
        ("R02", "samenwerkingsverband", "onbekend"),
        ("R03", "samenwerkingsverband", "Jeugdhulp Noord"),
        ("R04", "datum_aanmelding", "n.v.t."),
        ("R05", "datum_aanmelding", "31/02/2022"),
        ("R06", "datum_aanmelding", "07/03/2023"),
        ("R07", "datum_aanmelding", "31/08/2018"),
    ],
)
def test_a_row_that_is_refused(vocabulary: Vocabulary, code: str, column: str, value: str | None) -> None:
    found = checked(vocabulary, GOOD, GOOD | {column: value, "geboortejaar": "1900"}, GOOD)
    assert found.refused.select("regel", "kolom", "code").rows() == [(FIRST_LINE + 1, column, code)]
    assert found.refused["zin"][0].startswith(rules()[code]["zin"])
    assert found.refused["zin"][0].endswith(rules()[code]["actie"] + ".")
    assert found.good["regel"].to_list() == [FIRST_LINE, FIRST_LINE + 2]
    assert found.signals.is_empty()
    assert found.refused_rows == 1


@pytest.mark.parametrize("day", ["06/03/2023", "01/09/2018"])
def test_the_first_and_the_last_possible_day_are_accepted(vocabulary: Vocabulary, day: str) -> None:
    assert checked(vocabulary, GOOD | {"datum_aanmelding": day}).good.height == 1


def test_all_problems_of_a_row_are_told_and_the_row_counts_once(vocabulary: Vocabulary) -> None:
    found = checked(vocabulary, {"geslacht": "V", "samenwerkingsverband": "Noord", "datum_aanmelding": "gisteren"})
    assert found.refused["code"].to_list() == ["R01", "R03", "R05"]
    assert found.refused_rows == 1


def test_an_unknown_partnership_is_named_with_its_nearest(vocabulary: Vocabulary) -> None:
    found = checked(vocabulary, GOOD | {"samenwerkingsverband": "Konektie"}, GOOD | {"samenwerkingsverband": "q" * 99})
    near, none = found.refused["zin"]
    broken = checked(vocabulary, GOOD | {"samenwerkingsverband": "Noord\n\x1b[31m\tstreek"}).refused["zin"][0]
    assert "('Noord [31m streek'" in broken
    assert near.startswith("samenwerkingsverband is niet bekend ('Konektie', lijkt op 'Konekti'")
    assert none.startswith(f"samenwerkingsverband is niet bekend ('{'q' * 60}'): ")


def test_no_sentence_repeats_a_value_of_a_family(vocabulary: Vocabulary) -> None:
    secret = "geheim77"
    columns = [column for column in CANONICAL if column not in ("samenwerkingsverband", "dossier_id")]
    rows = [GOOD | {column: secret} for column in columns]
    found = checked(vocabulary, *rows, {"dossier_id": secret, "geboortejaar": "1900"})
    assert found.refused.height > 0
    assert found.signals.height > 0
    told = found.refused.write_csv() + found.signals.write_csv()
    assert secret not in told


@pytest.mark.parametrize("day", ["Janssens", None, "31/02/2022"])
def test_a_cell_that_may_have_shifted_is_not_repeated(vocabulary: Vocabulary, day: str | None) -> None:
    found = checked(vocabulary, {"dossier_id": "D1", "samenwerkingsverband": "Jan Janssens", "datum_aanmelding": day})
    assert found.refused["code"][0] == "R03"
    assert "Janssens" not in found.refused.write_csv()


# ------------------------------------------------------------------ values that become unknown


EVENT = {"datum_eerste_contact": "01/03/2022", "datum_eerste_interventie": "02/03/2022", "datum_opstart": "03/03/2022"}


@pytest.mark.parametrize(
    ("code", "column", "row"),
    [
        ("W01", "datum_eerste_contact", {"datum_eerste_contact": "31/02/2022"}),
        ("W01", "datum_eerste_interventie", {"datum_eerste_interventie": "volgt"}),
        ("W01", "datum_opstart", {"datum_opstart": "13/13/2022"}),
        ("W01", "datum_einde", {"datum_einde": "juni"}),
        ("W01", "registratiedatum", {"registratiedatum": "gisteren"}),
        ("W01", "laatste_wijziging", {"laatste_wijziging": "2022-13-01"}),
        ("W02", "datum_einde", EVENT | {"datum_einde": "02/03/2022"}),
        ("W02", "datum_einde", {"datum_einde": "28/02/2022"}),
        ("W03", "datum_eerste_contact", {"datum_eerste_contact": "28/02/2022"}),
        ("W03", "datum_eerste_interventie", {"datum_eerste_interventie": "28/02/2022"}),
        ("W03", "datum_opstart", {"datum_opstart": "01/03/2002"}),
        ("W04", "datum_eerste_contact", {"datum_eerste_contact": "07/03/2023"}),
        ("W04", "datum_eerste_interventie", {"datum_eerste_interventie": "07/03/2023"}),
        ("W04", "datum_opstart", {"datum_opstart": "01/03/2202"}),
        ("W04", "datum_einde", {"datum_einde": "07/03/2023"}),
        ("W05", "geboortejaar", {"geboortejaar": "1996"}),
        ("W05", "geboortejaar", {"geboortejaar": "2023"}),
        ("W06", "nis_gemeente", {"nis_gemeente": "99999"}),
        ("W07", "geslacht", {"geslacht": "Q"}),
        ("W07", "aanmelder", {"aanmelder": "zie verslag"}),
        ("W07", "hulpvragen", {"hulpvragen": "zie bijlage|nog iets"}),
        ("W07", "is_test", {"is_test": "misschien"}),
        ("W08", "geboortejaar", {"geboortejaar": "12/05/2010"}),
        ("W08", "elp_consulten", {"elp_consulten": "vijf"}),
    ],
)
def test_a_value_that_becomes_unknown(vocabulary: Vocabulary, code: str, column: str, row: dict[str, str]) -> None:
    found = checked(vocabulary, GOOD, GOOD | row)
    assert found.signals.rows() == [(FIRST_LINE + 1, column, code)]
    assert found.good.height == 2
    expected = GOOD | {name: value for name, value in row.items() if name != column}
    clean = checked(vocabulary, GOOD, expected)
    assert found.good.rows() == clean.good.rows()


@pytest.mark.parametrize(
    "row",
    [
        EVENT | {"datum_einde": "03/03/2022"},
        {"datum_eerste_contact": "01/03/2022", "datum_einde": "01/03/2022"},
        {"datum_einde": "06/03/2023", "datum_opstart": "06/03/2023"},
        {"geboortejaar": "1997"},
        {"geboortejaar": "2022"},
        {"registratiedatum": "2023-05-01 10:00"},
    ],
)
def test_the_utmost_possible_value_stays(vocabulary: Vocabulary, row: dict[str, str]) -> None:
    found = checked(vocabulary, GOOD | row)
    assert found.signals.is_empty()
    assert all(found.good[column][0] is not None for column in row)


def test_an_impossible_opstart_is_no_measure_for_the_end(vocabulary: Vocabulary) -> None:
    """An opstart before the aanmelding or after the peildatum becomes unknown first; the end then only has to be
    after the aanmelding."""
    before = GOOD | {"datum_opstart": "01/03/2002", "datum_einde": "10/03/2022"}
    future = GOOD | {"datum_opstart": "01/03/2032", "datum_einde": "10/03/2022"}
    both = GOOD | {"datum_opstart": "01/02/2022", "datum_einde": "10/02/2022"}
    found = checked(vocabulary, before, future, both)
    assert found.good["datum_einde"].to_list() == [date(2022, 3, 10), date(2022, 3, 10), None]
    assert sorted(found.signals.rows()) == [
        (2, "datum_opstart", "W03"),
        (3, "datum_opstart", "W04"),
        (4, "datum_einde", "W02"),
        (4, "datum_opstart", "W03"),
    ]


def test_a_birth_year_that_cannot_be_leaves_no_age(vocabulary: Vocabulary) -> None:
    found = checked(vocabulary, GOOD | {"geboortejaar": "1900"}, GOOD | {"geboortejaar": "2000"})
    assert found.good.select("geboortejaar", "leeftijd").rows() == [(None, None), (2000, 22)]


# ------------------------------------------------------------------ rows that are no dossier


def footers(vocabulary: Vocabulary, *rows: dict[str, str | None]) -> int:
    return checked(vocabulary, *rows).footer


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"dossier_id": " ", "geslacht": ""},
        {"dossier_id": "NULL", "samenwerkingsverband": "-"},
        {"dossier_id": "Totaal", "elp_consulten": "812"},
        {"dossier_id": "TOTAAL:", "samenwerkingsverband": "Konekti", "elp_consulten": "812"},
        {"dossier_id": "Totaal", "datum_aanmelding": "44621"},
        {"samenwerkingsverband": "Eindtotaal", "elp_consulten": "8300"},
        {"dossier_id": "Aantal rijen", "samenwerkingsverband": "8300"},
        {"dossier_id": "Export gemaakt op 06/03/2023"},
        {"dossier_id": "Export", "datum_aanmelding": "door BINC"},
        {"dossier_id": "Bron: BINC", "samenwerkingsverband": "Opgroeien"},
        {"dossier_id": "Datum export", "samenwerkingsverband": "06/03/2023"},
        {"voorziening_id": "De cijfers zijn voorlopig."},
        {column: column for column in CANONICAL},
        {column: column.upper() for column in CANONICAL},
    ],
)
def test_totals_footers_empty_rows_and_headers(vocabulary: Vocabulary, row: dict[str, str | None]) -> None:
    found = checked(vocabulary, GOOD, row)
    assert (found.footer, found.good.height, found.refused.height, found.test) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    "row",
    [
        GOOD | {"dossier_id": "Totaal-1"},
        GOOD | {"dossier_id": "EXPORT-1", "datum_aanmelding": "gisteren"},
        {"dossier_id": "D9"},
        {"dossier_id": "D9", "samenwerkingsverband": "Konekti"},
    ],
)
def test_a_poor_dossier_is_not_taken_for_a_footer(vocabulary: Vocabulary, row: dict[str, str | None]) -> None:
    found = checked(vocabulary, row)
    assert found.footer == 0
    assert found.good.height + found.refused_rows == 1


def test_the_header_in_the_words_of_the_file_is_a_header(vocabulary: Vocabulary) -> None:
    header = ("Dossiernummer", "Samenwerkingsverband", "Aanmeldingsdatum", "Opmerking")
    again = {"Dossiernummer": "DOSSIERNUMMER", "Samenwerkingsverband": "Samenwerkingsverband", "Opmerking": "Opmerking"}
    assert checked(vocabulary, again, header=header).footer == 1


@pytest.mark.parametrize(
    "row",
    [
        GOOD | {"dossier_id": "TEST1"},
        GOOD | {"dossier_id": "test-dossier"},
        GOOD | {"is_test": "ja"},
        GOOD | {"is_test": "TRUE"},
        GOOD | {"is_test": "1"},
        GOOD | {"is_test": "ja", "datum_aanmelding": "gisteren", "samenwerkingsverband": "Nergens"},
        {"dossier_id": "Test 1", "geslacht": "V"},
    ],
)
def test_test_dossiers_are_set_apart_before_anything_is_refused(vocabulary: Vocabulary, row: dict[str, str]) -> None:
    found = checked(vocabulary, row)
    assert (found.test, found.good.height, found.refused.height, found.signals.height) == (1, 0, 0, 0)


def test_cells_beyond_the_header_are_told_except_in_footers(vocabulary: Vocabulary) -> None:
    found = checked(vocabulary, GOOD, GOOD | {"rest": "x"}, {"dossier_id": "Totaal", "rest": "12"})
    assert found.beyond_header == [FIRST_LINE + 1]


def test_every_rule_that_a_row_can_break_is_tested_here() -> None:
    marks = [
        mark for test in (test_a_row_that_is_refused, test_a_value_that_becomes_unknown) for mark in test.pytestmark
    ]
    tested = {case[0] for mark in marks for case in mark.args[1]}
    assert tested == {code for code in rules() if not code.startswith("B")}
