"""Deliveries from file to warehouse: every row in one place, whatever the order, and whole files that are refused."""

from __future__ import annotations

import csv
import gzip
import random
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import extract
from etl.facts import load_facts
from etl.harmonise import CANONICAL, Vocabulary, read_vocabulary
from etl.load import Warehouse, new_warehouse
from etl.registrations import (
    COUNTS,
    DeliveryFile,
    Outcome,
    inspect,
    load_registrations,
    problem_lines,
    summary,
)

ROOT = Path(__file__).resolve().parents[2]
HEADER = "dossier_id;samenwerkingsverband;datum_aanmelding;datum_opstart;datum_einde;laatste_wijziging;Opmerking"
GOOD = "D1;Konekti;01/03/2022;09/03/2022;;2022-03-10 10:00;"
INSZ = "85.07.30-033.28"
VOCABULARY = ("document", "samenwerkingsverband", "voorganger", "naamvariant", "herkomst", "gemeente")
TABLES = ("levering", "dossier", "geweigerd", "signaal", "bestand", "regel")


def deliver(folder: Path, name: str, *rows: str, header: str = HEADER) -> DeliveryFile:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return DeliveryFile(path)


@cache
def facts() -> dict[str, pl.DataFrame]:
    """The tables a vocabulary is read from, as the real facts fill them; read once, because it takes a while."""
    with TemporaryDirectory() as folder, new_warehouse(Path(folder) / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        return {table: warehouse.rows(f"from {table}") for table in VOCABULARY}


def loaded(
    tmp_path: Path, files: Sequence[DeliveryFile], ask: Callable[[Warehouse], object]
) -> tuple[list[Outcome], object]:
    """Build a warehouse with these deliveries; the outcomes, and what `ask` found in it."""
    with new_warehouse(tmp_path / "warehouse.duckdb") as warehouse:
        for table, frame in facts().items():
            warehouse.append(table, frame)
        outcomes = load_registrations(warehouse, files)
        return outcomes, ask(warehouse)


def everything(warehouse: Warehouse) -> dict[str, list[tuple]]:
    return {table: sorted(warehouse.rows(f"from {table}").rows(), key=repr) for table in TABLES}


def kept(warehouse: Warehouse) -> list[tuple]:
    """(dossier_id, bestand, regel) of what was loaded."""
    sql = "select dossier_id, bestand, regel from dossier join levering using (levering_id) order by all"
    return warehouse.rows(sql).rows()


def counts(outcome: Outcome) -> dict[str, int]:
    return {place: getattr(outcome, place) for place in COUNTS if getattr(outcome, place)}


def adds_up(outcome: Outcome) -> bool:
    return outcome.gelezen == sum(getattr(outcome, place) for place in COUNTS[1:])


# ------------------------------------------------------------------ every row in one place


def test_each_place_once(tmp_path: Path) -> None:
    file = deliver(
        tmp_path,
        "binc_20230306.csv",
        GOOD,
        GOOD,  # dubbel
        "D2;Gezin Centraal;01/03/2022;;;2022-03-10 10:00;",  # vervangen
        "D2;Gezin Centraal;01/03/2022;28/02/2022;;2022-04-10 10:00;",  # geladen, with a signal
        "D3;Nergens;01/03/2022;;;;",  # geweigerd
        "TEST4;Konekti;01/03/2022;;;;",
        "",
        "Totaal;;6;;;;",
    )
    (outcome,), tables = loaded(tmp_path, [file], everything)
    assert counts(outcome) == {
        "gelezen": 8, "geladen": 2, "geweigerd": 1, "dubbel": 1, "vervangen": 1, "test": 1, "voetregel": 2,
    }  # fmt: skip
    assert [row[1:5] for row in tables["geweigerd"]] == [("binc_20230306.csv", 6, "samenwerkingsverband", "R03")]
    assert [row[1:] for row in tables["signaal"]] == [("binc_20230306.csv", 5, "datum_opstart", "W03")]
    assert sorted((row[1], row[3]) for row in tables["dossier"]) == [("D1", 2), ("D2", 5)]


def test_a_signal_of_a_row_that_fell_away_is_not_kept(tmp_path: Path) -> None:
    old, new = "D1;Konekti;01/03/2022;01/01/2022;;2022-03-10 10:00;", "D1;Konekti;01/03/2022;;;2022-04-10 10:00;"
    (outcome,), signals = loaded(
        tmp_path, [deliver(tmp_path, "a_20230306.csv", old, new)], lambda w: w.rows("select * from signaal").height
    )
    assert (outcome.vervangen, signals) == (1, 0)
    assert outcome.problems == (("W03", "datum_opstart", 1, 2),)


@pytest.mark.parametrize(
    ("rows", "regel"),
    [
        (["D1;Konekti;01/03/2022;;;2022-05-01;", "D1;Konekti;02/03/2022;;;2022-04-01;"], 2),
        (["D1;Konekti;01/03/2022;;;2022-04-01;", "D1;Konekti;02/03/2022;;;2022-05-01;"], 3),
        (["D1;Konekti;01/03/2022;;;2022-04-01;", "D1;Konekti;02/03/2022;;;;"], 2),
        (["D1;Konekti;01/03/2022;;;;", "D1;Konekti;02/03/2022;;;;"], 3),
    ],
    ids=["nieuwste eerst", "nieuwste laatst", "leeg is oudst", "laatste regel wint"],
)
def test_the_newest_version_stays(tmp_path: Path, rows: list[str], regel: int) -> None:
    _, found = loaded(tmp_path, [deliver(tmp_path, "a_20230306.csv", *rows)], kept)
    assert found == [("D1", "a_20230306.csv", regel)]


def test_one_id_in_two_partnerships_is_two_dossiers(tmp_path: Path) -> None:
    other = GOOD.replace("Konekti", "Trawant")
    (outcome,), _ = loaded(tmp_path, [deliver(tmp_path, "a_20230306.csv", GOOD, other)], kept)
    assert outcome.geladen == 2


def test_two_spellings_of_one_partnership_are_one_dossier(tmp_path: Path) -> None:
    rows = [GOOD.replace("Konekti", name) for name in ("Krachtgericht Waas & Dender", "krachtgericht waas en dender")]
    (outcome,), _ = loaded(tmp_path, [deliver(tmp_path, "a_20230306.csv", *rows)], kept)
    assert (outcome.geladen, outcome.dubbel) == (1, 1)


def test_of_equal_rows_over_files_the_latest_delivery_keeps_its_row(tmp_path: Path) -> None:
    files = [deliver(tmp_path, name, GOOD) for name in ("a_20230306.csv", "z_20240304.csv", "y_20240304.csv")]
    outcomes, found = loaded(tmp_path, files, kept)
    assert found == [("D1", "y_20240304.csv", 2)]
    assert [counts(o) for o in outcomes] == [
        {"gelezen": 1, "dubbel": 1},
        {"gelezen": 1, "geladen": 1},
        {"gelezen": 1, "dubbel": 1},
    ]


def test_a_later_delivery_replaces_an_earlier_one_when_nothing_else_tells(tmp_path: Path) -> None:
    files = [
        deliver(tmp_path, "b_20230306.csv", "D1;Konekti;01/03/2022;;;;"),
        deliver(tmp_path, "a_20240304.csv", "D1;Konekti;02/03/2022;;;;"),
    ]
    outcomes, found = loaded(tmp_path, files, kept)
    assert found == [("D1", "a_20240304.csv", 2)]
    assert [o.vervangen for o in outcomes] == [0, 1]


# ------------------------------------------------------------------ the same deliveries, the same warehouse


def several(tmp_path: Path) -> list[DeliveryFile]:
    """Deliveries full of copies and versions of twenty dossiers, by a fixed draw."""
    draw = random.Random(2022)
    names = ["Konekti", "Trawant", "De Plan-Trekkers", "Nergens", "Gezin Centraal"]
    days = ["01/03/2022", "2022-03-02", "", "31/02/2022"]
    files = []
    for name in ("b_20230306.csv", "a_20240304.csv", "c_20240304.csv", "d.csv"):
        rows = [
            f"D{draw.randint(1, 20)};{draw.choice(names)};{draw.choice(days[:2])};{draw.choice(days)};;"
            f"{draw.choice(['', '2022-04-01', '2022-05-01'])};"
            for _ in range(80)
        ]
        files.append(deliver(tmp_path, name, *rows, "", "TEST1;Konekti;01/03/2022;;;;", "Totaal;;80"))
    return files


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    files = several(tmp_path)
    outcomes, forward = loaded(tmp_path, files, everything)
    _, backward = loaded(tmp_path, files[::-1], everything)
    assert forward == backward
    assert all(adds_up(outcome) for outcome in outcomes)
    assert all(sum(getattr(o, place) for o in outcomes) for place in COUNTS)
    assert [row[0] for row in forward["bestand"]] == [f"binc/{o.bestand}" for o in outcomes]


def test_small_batches_give_the_same_warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = several(tmp_path)
    _, whole = loaded(tmp_path, files, everything)
    monkeypatch.setattr(extract, "BATCH_ROWS", 7)
    _, in_pieces = loaded(tmp_path, files, everything)
    assert whole == in_pieces


def test_the_same_file_given_twice_is_one_delivery(tmp_path: Path) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD)
    once = loaded(tmp_path, [file], everything)
    assert loaded(tmp_path, [file, file], everything) == once


def test_a_copy_under_another_name_adds_no_dossier(tmp_path: Path) -> None:
    _, one = loaded(tmp_path, [deliver(tmp_path, "a_20230306.csv", GOOD)], kept)
    files = [deliver(tmp_path, name, GOOD) for name in ("a_20230306.csv", "kopie_20230306.csv")]
    outcomes, two = loaded(tmp_path, files, kept)
    assert one == two
    assert [counts(o) for o in outcomes] == [{"gelezen": 1, "geladen": 1}, {"gelezen": 1, "dubbel": 1}]


def test_two_files_of_one_name_in_two_folders_are_two_deliveries(tmp_path: Path) -> None:
    for folder in ("een", "twee"):
        (tmp_path / folder).mkdir()
    files = [
        deliver(tmp_path / "een", "a_20230306.csv", GOOD),
        deliver(tmp_path / "twee", "a_20230306.csv", GOOD.replace("D1", "D2")),
    ]
    outcomes, tables = loaded(tmp_path, files, everything)
    assert [o.geladen for o in outcomes] == [1, 1]
    assert len({row[0] for row in tables["bestand"]}) == 2


def test_no_delivery_at_all_is_no_problem(tmp_path: Path) -> None:
    outcomes, tables = loaded(tmp_path, [], everything)
    assert outcomes == []
    assert [table for table, rows in tables.items() if rows] == ["regel"]


# ------------------------------------------------------------------ what a delivery says of itself


def test_without_a_sidecar_the_file_speaks_for_itself(tmp_path: Path) -> None:
    file = deliver(tmp_path, "binc_20220101_20230306.csv", GOOD, GOOD.replace("D1", "D2").replace("01/03", "28/02"))
    _, tables = loaded(tmp_path, [file], lambda w: w.rows("select * from levering").row(0, named=True))
    assert tables["levering_id"].startswith("binc_20220101_20230306.csv-")
    assert {key: tables[key] for key in ("titel", "status", "demo", "codering", "scheidingsteken")} == {
        "titel": "binc_20220101_20230306.csv", "status": "voorlopig", "demo": False, "codering": "UTF-8", "scheidingsteken": ";",
    }  # fmt: skip
    assert tables["peildatum"] == tables["ontvangen_op"] == date(2023, 3, 6)
    assert (tables["periode_van"], tables["periode_tot"]) == (date(2022, 2, 1), date(2022, 3, 31))
    assert tables["weggelaten_kolommen"] == "Opmerking"


@pytest.mark.parametrize(
    ("name", "row", "peildatum"),
    [
        ("export_20231345.csv", GOOD, date(2022, 3, 10)),
        ("export.csv", GOOD, date(2022, 3, 10)),
        ("export.csv", "D1;Konekti;01/03/2022;;;;", date(2022, 3, 1)),
    ],
)
def test_a_peildatum_from_the_rows(tmp_path: Path, name: str, row: str, peildatum: date) -> None:
    (outcome,), _ = loaded(tmp_path, [deliver(tmp_path, name, row)], kept)
    assert (outcome.peildatum, outcome.geladen) == (peildatum, 1)


def write_sidecar(file: DeliveryFile, **more: object) -> None:
    said = {"titel": "Registraties 2022", "bron": "Opgroeien", "status": "definitief", "licentie": "intern"} | more
    text = "".join(f"{key}: {value}\n" for key, value in said.items())
    file.path.with_suffix(".yml").write_text(text, encoding="utf-8")


def test_a_sidecar_goes_before_the_file_name(tmp_path: Path) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD, GOOD.replace("01/03/2022", "15/03/2022"))
    write_sidecar(file, peildatum="2022-03-12", ontvangen_op="2022-03-20", periode_tot="2022-03-12", rijen=2)
    (outcome,), row = loaded(tmp_path, [file], lambda w: w.rows("select * from levering").row(0, named=True))
    assert (outcome.geladen, outcome.geweigerd) == (1, 1)
    assert (row["titel"], row["status"], row["ontvangen_op"]) == ("Registraties 2022", "definitief", date(2022, 3, 20))
    assert (row["periode_van"], row["periode_tot"]) == (date(2022, 3, 1), date(2022, 3, 12))


@pytest.mark.parametrize("by", ["folder", "sidecar"])
def test_demo_is_demo_by_its_folder_or_its_sidecar(tmp_path: Path, by: str) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD)
    if by == "sidecar":
        write_sidecar(file, status="demo")
    else:
        file = DeliveryFile(file.path, demo=True)
    (outcome,), row = loaded(tmp_path, [file], lambda w: w.rows("select status, demo from levering").row(0))
    assert (outcome.demo, row) == (True, ("demo", True))


@pytest.mark.parametrize(
    ("said", "what"), [({"rijen": 9}, "noemt 9 rijen, gelezen zijn er 2"), ({"status": "bijna"}, "begeleidend bestand")]
)
def test_a_sidecar_that_does_not_fit_refuses_the_file(tmp_path: Path, said: dict[str, object], what: str) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD, "Totaal;;1;;;;")
    write_sidecar(file, **said)
    (outcome,), found = loaded(tmp_path, [file], kept)
    assert outcome.code == "B02"
    assert what in outcome.refused
    assert found == []


# ------------------------------------------------------------------ whole files that are refused


def with_insz_in_a_workbook(path: Path, at: str) -> None:
    book = openpyxl.Workbook()
    for row in [HEADER, GOOD]:
        book.active.append(row.split(";"))
    sheet = book.create_sheet("nota's") if at == "ander blad" else book.active
    sheet["G2" if at == "cel" else "C5"] = 85073003328
    book.save(path)


REFUSALS: dict[str, tuple[str, str, list[str], str]] = {
    "leeg": ("B01", "a.csv", [], "a.csv: het bestand is leeg of heeft geen rijen met gegevens"),
    "geen enkele datum": ("B06", "a.csv", [HEADER, "D1;Konekti;gisteren"], "regel 2: datum_aanmelding is niet leesbaar"),
    "enkel een kop": ("B01", "a.csv", [HEADER], "a.csv: het bestand is leeg of heeft geen rijen met gegevens"),
    "enkel voetregels": ("B01", "a_20230306.csv", [HEADER, "", "Totaal;0"], "geen rijen met gegevens"),
    "open aanhalingsteken": ("B02", "a_20230306.csv", [HEADER, GOOD, 'D2;"Konekti'], "regel 3 heeft een aanhalingsteken"),
    "meer cellen dan koppen": ("B02", "a_20230306.csv", [HEADER, GOOD, GOOD + ";x"], "meer cellen dan koppen op regel 3"),
    "geen werkmap": ("B03", "a_20230306.xlsx", [HEADER, GOOD], "de inhoud is niet wat de extensie zegt"),
    "kolom ontbreekt": ("B04", "a.csv", ["dossier_id;Einddatum", "D1;x"], "kolommen samenwerkingsverband en datum_aanmelding"),
    "rijksregisternummer": ("B05", "a_20230306.csv", [HEADER, GOOD, GOOD + INSZ], "regel 3, kolom 7 (Opmerking)"),
    "nummer in een titel": ("B05", "a_20230306.csv", [f"dossiers van {INSZ}", HEADER, GOOD], "op regel 1, kolom 1"),
    "nummer in een kop": ("B05", "a_20230306.csv", [f"{HEADER};{INSZ}", GOOD + ";"], "op regel 1, kolom 8"),
    "nummer voorbij de kop": ("B05", "a_20230306.csv", [HEADER, f"{GOOD};{INSZ}"], "regel 2, kolom 8 of verder"),
    "nummer in een voetregel": ("B05", "a_20230306.csv", [HEADER, GOOD, f"Bron: {INSZ}"], "regel 3, kolom 1 (dossier_id)"),
    "meer dan de helft": ("B06", "a_20230306.csv", [HEADER, GOOD, "D2;;x", "D3;?;y"], "van 3 rijen zijn er 2 geweigerd (2 rijen, eerst op regel 3: "),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_a_refused_file_leaves_nothing_and_stops_nothing(tmp_path: Path, what: str) -> None:
    code, name, lines, sentence = REFUSALS[what]
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    other = deliver(tmp_path, "z_20230306.csv", GOOD.replace("D1", "D9"))
    outcomes, tables = loaded(tmp_path, [DeliveryFile(path), other], everything)
    assert [(o.bestand, o.code) for o in outcomes] == [(name, code), ("z_20230306.csv", None)]
    assert sentence in outcomes[0].refused
    assert outcomes[0].refused.endswith(".")
    assert INSZ not in outcomes[0].refused
    assert summary(outcomes[0]) == f"geweigerd: {outcomes[0].refused}"
    assert tables == loaded(tmp_path, [other], everything)[1]


def test_every_file_rule_is_tested_here() -> None:
    rules = pl.read_csv(ROOT / "etl" / "rules.csv", separator=";")["code"]
    assert {case[0] for case in REFUSALS.values()} == {code for code in rules if code.startswith("B")}


@pytest.mark.parametrize("at", ["cel", "onder de tabel", "ander blad"])
def test_a_register_number_anywhere_in_a_workbook(tmp_path: Path, at: str) -> None:
    path = tmp_path / "a_20230306.xlsx"
    with_insz_in_a_workbook(path, at)
    (outcome,), found = loaded(tmp_path, [DeliveryFile(path)], kept)
    places = {"cel": "regel 2, kolom 7 (Opmerking)", "onder de tabel": "regel 5, kolom 3", "ander blad": "blad 'nota's', regel 5"}  # fmt: skip
    assert outcome.code == "B05"
    assert places[at] in outcome.refused
    assert "85073003328" not in outcome.refused
    assert found == []


def test_a_number_in_a_late_batch_takes_the_earlier_ones_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extract, "BATCH_ROWS", 2)
    rows = [GOOD.replace("D1", f"D{n}") for n in range(9)]
    file = deliver(tmp_path, "a_20230306.csv", *rows, rows[0] + INSZ, *[row + INSZ for row in rows])
    (outcome,), tables = loaded(tmp_path, [file], everything)
    assert outcome.code == "B05"
    assert outcome.refused.count("regel ") == 5
    assert "en nog op 5 plaatsen" in outcome.refused
    assert [table for table, rows in tables.items() if rows] == ["regel"]


def test_half_of_the_rows_refused_is_still_a_delivery(tmp_path: Path) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD, "D2;Nergens;01/03/2022;;;;", "Totaal;;2")
    (outcome,), _ = loaded(tmp_path, [file], kept)
    assert (outcome.refused, outcome.geladen, outcome.geweigerd) == (None, 1, 1)
    assert list(problem_lines(outcome)) == [f"regel 3: {outcome.sentences[0].removeprefix('regel 3: ')}"]


def test_a_file_that_is_gone_is_one_sentence(tmp_path: Path) -> None:
    outcomes, _ = loaded(tmp_path, [DeliveryFile(tmp_path / "weg_20230306.csv")], kept)
    assert outcomes[0].refused == "weg_20230306.csv: het bestand is niet te openen; kijk of het er nog staat."


# ------------------------------------------------------------------ the same delivery in every format


def test_one_delivery_in_every_format_is_one_set_of_dossiers(tmp_path: Path) -> None:
    rows = [GOOD, "D2;Trefplaats Jeugdhulp De Kempen;2/3/22;;;44650,5;één", "D3;1sGEZINd;03-03-2022;;03/04/2022;;"]
    lines = [HEADER, *rows]
    cells = [row.split(";") for row in lines]
    (tmp_path / "a_20230306.csv").write_bytes("\r\n".join(lines).encode("cp1252"))
    (tmp_path / "b_20230306.tsv").write_bytes("\n".join(lines).replace(";", "\t").encode("utf-8-sig"))
    (tmp_path / "c_20230306.csv.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    book = openpyxl.Workbook()
    for row in cells:
        book.active.append(row)
    book.save(tmp_path / "d_20230306.xlsx")
    pl.DataFrame(cells[1:], schema=cells[0], orient="row").write_parquet(tmp_path / "e_20230306.parquet")
    sql = "select * exclude (levering_id, regel) from dossier order by dossier_id"
    found = [
        loaded(tmp_path, [DeliveryFile(path)], lambda w: w.rows(sql).rows())[1]
        for path in sorted(tmp_path.glob("?_20230306.*"))
    ]
    assert len(found) == 5
    assert [row[0] for row in found[0]] == ["zuid-west-vl", "kempen", "zuid-limburg"]
    assert found[1:] == found[:1] * 4


# ------------------------------------------------------------------ looking without loading


def test_inspect_tells_the_same_without_loading(tmp_path: Path) -> None:
    file = deliver(tmp_path, "a_20230306.csv", GOOD, "D2;Nergens;01/03/2022;;;;", "D3;Konekti;01/03/2022;01/03/2032;;;")
    (outcome,), (vocabulary, rows) = loaded(
        tmp_path, [file], lambda w: (read_vocabulary(w), w.rows("select count(*) as n from dossier")["n"][0])
    )
    seen = inspect(file.path, vocabulary)
    assert (counts(seen), rows) == (counts(outcome), 2)
    assert (seen.problems, seen.sentences) == (outcome.problems, outcome.sentences)
    assert [line.split(":")[0] for line in problem_lines(seen)] == [
        "regel 3",
        "1 keer datum_opstart op onbekend gezet, eerst op regel 4",
    ]
    refused = inspect(tmp_path / "niets.csv", vocabulary)
    assert refused.refused.startswith("niets.csv: ")


CELLS = st.one_of(
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=12),
    st.sampled_from(["Konekti", "Trawant", "01/03/2022", "2022-03-02", "44621", "99999", "1e9", "0/0/0", "٣/٣/٢٠٢٢", "TEST", "Totaal"]),
    st.sampled_from(["", "NULL", "-", '"', "\r", "\n", "|", "gedrag|", "²", "12²", "9" * 30, "-5", "ja", "00", "1.2.3"]),
)  # fmt: skip


@cache
def vocabulary() -> Vocabulary:
    with TemporaryDirectory() as folder, new_warehouse(Path(folder) / "warehouse.duckdb") as warehouse:
        for table, frame in facts().items():
            warehouse.append(table, frame)
        return read_vocabulary(warehouse)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(CELLS, min_size=1, max_size=len(CANONICAL)), max_size=6), quoted=st.booleans())
def test_whatever_the_cells_hold_every_row_has_a_place(tmp_path: Path, rows: list[list[str]], quoted: bool) -> None:
    path = tmp_path / "a_20230306.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
        writer.writerows([CANONICAL, *rows])
    outcome = inspect(path, vocabulary())
    if outcome.refused:
        assert outcome.code in ("B01", "B05", "B06")
        assert "\n" not in outcome.refused
    else:
        assert outcome.gelezen == len(rows)
        assert adds_up(outcome)


def test_a_register_number_is_told_before_a_missing_column(tmp_path: Path) -> None:
    file = deliver(tmp_path, "a.csv", f"D1;Konekti;{INSZ}", header="dossier_id;samenwerkingsverband;Wanneer")
    (outcome,), _ = loaded(tmp_path, [file], kept)
    assert outcome.code == "B05"
    assert "regel 2, kolom 3 (Wanneer)" in outcome.refused
    assert INSZ not in outcome.refused
