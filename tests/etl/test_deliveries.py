"""Receive, check, preview, load, take back: what staff do with a delivery, and what an upload may try."""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
from dataclasses import fields
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl import inbox
from etl.build import build, is_current
from etl.deliveries import (
    LINES_AT_MOST,
    Change,
    DeliveryError,
    DeliveryReport,
    Loading,
    check_upload,
    discard,
    history,
    load,
    preview,
    receive,
    report_xlsx,
    undo_last,
)
from etl.journal import journal_path
from etl.registrations import COUNTS
from etl.sidecar import read_sidecar
from tests.etl.delivery_files import LOADED_WITH, Place, dossiers, place, tables, write_delivery

GOOD = b"dossier_id;samenwerkingsverband;datum_aanmelding\nD1;Konekti;2022-03-01\n"
NAAM = "Konekti"
SECOND = [*dossiers(15, 20, "2022-03", "2022-05-01"), *dossiers(21, 25, "2023-07")]
BAD = [
    ["D1", "Konekti", "2022-03-01", "2022-02-01", ""],
    ["D2", "Konekty", "2022-03-01", "", ""],
    ["D3", "=HYPERLINK(1)", "2022-03-01", "", ""],
    *[[f"D{n}", "Konekti", "2022-03-01", "", ""] for n in range(4, 9)],
]


def workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place with one delivery in its warehouse, to copy."""
    return place(tmp_path_factory.mktemp("voorbeeld")).build()


@pytest.fixture
def built(example: Place, tmp_path: Path) -> Place:
    """A place with one delivery in its warehouse."""
    return example.copy_to(tmp_path / "plaats")


@pytest.fixture
def second(built: Place, tmp_path: Path) -> Path:
    """An upload that changes six dossiers and adds five."""
    (tmp_path / "inbox").mkdir()
    source = write_delivery(tmp_path / "bron" / "tweede_20240304.csv", SECOND)
    return receive(source.name, source.read_bytes(), tmp_path / "inbox")


# ------------------------------------------------------------------ receive


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("binc_20230306.csv", "binc_20230306.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        (r"C:\Users\els\Export 2023.CSV", "Export_2023.csv"),
        ("/tmp/.verborgen.csv", "verborgen.csv"),
        ("con.csv", "levering_con.csv"),
        ("LPT1.csv", "levering_LPT1.csv"),
        ("=cmd|' /C calc'!A0.csv", "C_calc_A0.csv"),
        ("a\x00b\nc\u202e.csv", "a_b_c.csv"),
        ("85.07.30-033.28.csv", "levering.csv"),
        ("dossier 85073003328 export.csv", "levering.csv"),
        ("é" * 300 + ".csv", "e" * 80 + ".csv"),
        ("семья.csv", "levering.csv"),
        (".csv", "levering.csv"),
    ],
)
def test_the_name_is_one_of_our_own(tmp_path: Path, name: str, kept: str) -> None:
    path = receive(name, GOOD, tmp_path)
    assert path.name == kept
    assert path.parent.parent == tmp_path
    assert path.read_bytes() == GOOD


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=120))
def test_no_name_leaves_the_inbox(tmp_path: Path, name: str) -> None:
    path = receive(f"{name}.csv", GOOD, tmp_path)
    assert path.parent.parent == tmp_path
    assert path.name.isascii()
    assert path.name.isprintable()
    assert not {"/", "\\", " ", ":"} & set(path.name)
    discard(path)
    assert not path.parent.exists()


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name.replace("__", "/"), part)
    return content.getvalue()


NOT_TAKEN = {
    "leeg": ("a.csv", b"", "is leeg"),
    "andere soort": ("a.docx", GOOD, "wordt niet gelezen"),
    "zonder extensie": ("binc", GOOD, "wordt niet gelezen"),
    "werkmap als csv": ("a.csv", workbook([["x"]]), "de inhoud is een zip-archief"),
    "csv als werkmap": ("a.xlsx", GOOD, "de inhoud is tekst"),
    "csv als gzip": ("a.csv.gz", GOOD, "de inhoud is tekst"),
    "csv als parquet": ("a.parquet", GOOD, "de inhoud is tekst"),
    "gewone zip": ("a.xlsx", zipped(a=b"1"), "geen Excel-bestand"),
    "afgekapte werkmap": ("a.xlsx", workbook([["x"]])[:-40], "afgekapt of beschadigd"),
    "afgekapte gzip": ("a.csv.gz", gzip.compress(GOOD * 1000)[:-9], "afgekapt of beschadigd"),
    "oud Excel": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Bewaar het als .xlsx, zonder wachtwoord"),
    "pdf": ("a.csv", b"%PDF-1.7 ...", "dit is een pdf"),
}


@pytest.mark.parametrize("case", NOT_TAKEN)
def test_what_is_not_taken_leaves_nothing(tmp_path: Path, case: str) -> None:
    name, content, what = NOT_TAKEN[case]
    with pytest.raises(DeliveryError, match=what) as refused:
        receive(name, content, tmp_path)
    assert "\n" not in str(refused.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv.gz", gzip.compress(b"a" * (3 << 20))), ("a.xlsx", zipped(**{"xl__workbook.xml": b"a" * (3 << 20)}))],
)
def test_what_unpacks_without_end_is_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    monkeypatch.setattr(inbox, "UNPACKED_LIMIT_MB", 2)
    with pytest.raises(DeliveryError, match="verdacht groot"):
        receive(name, content, tmp_path)


def test_what_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "SIZE_LIMIT_MB", 2)
    upload = io.BytesIO(b"a" * (50 << 20))
    with pytest.raises(DeliveryError, match="groter dan 2 MB"):
        receive("a.csv", upload, tmp_path)
    assert upload.tell() < 4 << 20
    assert list(tmp_path.iterdir()) == []


def test_only_this_user_reads_an_upload_and_an_old_one_goes(tmp_path: Path) -> None:
    old = receive("a.csv", GOOD, tmp_path)
    assert old.parent.stat().st_mode & 0o077 == 0
    os.utime(old.parent, (time.time() - 2 * 24 * 3600,) * 2)
    new = receive("a.csv", GOOD, tmp_path)
    assert [path.exists() for path in (old, new)] == [False, True]


def test_only_an_upload_is_discarded(built: Place) -> None:
    (path,) = built.binc.glob("*.csv")
    discard(path)
    assert path.exists()


# ------------------------------------------------------------------ check


def checked(tmp_path: Path, rows: list[list[str]]) -> DeliveryReport:
    place(tmp_path)
    return check_upload(write_delivery(tmp_path / "bron" / "a_20230306.csv", rows), raw=tmp_path / "raw")


def test_every_place_to_correct(tmp_path: Path) -> None:
    report = checked(tmp_path, BAD)
    assert (report.verdict, report.refused, report.more) == (1, None, 0)
    assert [(line.regel, line.kolom, line.code, line.gevolg) for line in report.lines] == [
        (2, "datum_opstart", "W03", "waarde onbekend"),
        (3, "samenwerkingsverband", "R03", "rij geweigerd"),
        (4, "samenwerkingsverband", "R03", "rij geweigerd"),
    ]
    assert report.lines[1].zin == "samenwerkingsverband is niet bekend ('Konekty', lijkt op 'Konekti')"
    assert report.lines[1].actie.startswith("verbeter de naam")
    assert {place: getattr(report.outcome, place) for place in COUNTS} == {
        "gelezen": 8, "geladen": 6, "geweigerd": 2, "dubbel": 0, "vervangen": 0, "test": 0, "voetregel": 0,
    }  # fmt: skip


def test_doubles_within_the_file_are_told(tmp_path: Path) -> None:
    report = checked(tmp_path, [*dossiers(1, 3, "2022-03"), *dossiers(1, 1, "2022-03"), *dossiers(2, 2, "2022-04")])
    assert (report.verdict, report.outcome.geladen, report.outcome.dubbel, report.outcome.vervangen) == (0, 3, 1, 1)


def test_the_places_of_a_refused_file_are_told_too(tmp_path: Path) -> None:
    report = checked(tmp_path, [["", "Konekti", "2022-03-01", "", ""], ["D2", "Konekti", "gisteren", "", ""]])
    assert (report.verdict, report.code) == (2, "B06")
    assert [(line.regel, line.code) for line in report.lines] == [(2, "R01"), (3, "R05")]


def test_the_places_have_a_limit_and_the_others_are_counted(tmp_path: Path) -> None:
    rows = [[f"D{n}", "Konekti", "2022-03-01", "?", ""] for n in range(LINES_AT_MOST + 7)]
    report = checked(tmp_path, rows)
    assert (len(report.lines), report.more) == (LINES_AT_MOST, 7)
    assert [line.regel for line in report.lines[:2]] == [2, 3]


def test_an_upload_has_a_row_limit(tmp_path: Path) -> None:
    path = write_delivery(tmp_path / "bron" / "a_20230306.csv", dossiers(1, 30, "2022-03"))
    place(tmp_path)
    report = check_upload(path, raw=tmp_path / "raw", row_limit=29)
    assert (report.verdict, report.code) == (2, None)
    assert "meer dan 29 rijen" in report.refused
    assert check_upload(path, raw=tmp_path / "raw", row_limit=30).verdict == 0


def test_a_peildatum_goes_before_the_name(tmp_path: Path) -> None:
    path = write_delivery(tmp_path / "bron" / "a_20230306.csv", dossiers(1, 4, "2022-03", "2022-05-01"))
    place(tmp_path)
    assert check_upload(path, raw=tmp_path / "raw").verdict == 0
    early = check_upload(path, raw=tmp_path / "raw", peildatum=date(2022, 4, 1))
    assert (early.outcome.peildatum, {line.code for line in early.lines}) == (date(2022, 4, 1), {"W04"})


def test_a_refused_upload_does_not_stay(tmp_path: Path) -> None:
    place(tmp_path)
    path = receive("a.csv", GOOD + b"85.07.30-033.28;Konekti;2022-03-01\n")
    report = check_upload(path, raw=tmp_path / "raw")
    assert (report.code, path.exists(), path.parent.exists()) == ("B05", False, False)


def test_broken_facts_are_one_sentence(tmp_path: Path) -> None:
    (place(tmp_path).raw / "gemeenten.csv").unlink()
    with pytest.raises(DeliveryError, match=r"gemeenten\.csv"):
        check_upload(write_delivery(tmp_path / "a.csv", SECOND), raw=tmp_path / "raw")


# ------------------------------------------------------------------ the report as a workbook


def sheets(content: bytes) -> dict[str, list[tuple]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_workbook_tells_the_sender_what_to_do_where(tmp_path: Path) -> None:
    report = checked(tmp_path, BAD)
    found = sheets(report_xlsx(report))
    assert list(found) == ["Overzicht", "Regels", "Plaatsen"]
    assert ("oordeel", "opmerkingen") in [row[:2] for row in found["Overzicht"]]
    assert ("geweigerd", 2) in [row[:2] for row in found["Overzicht"]]
    assert [row[:4] for row in found["Regels"][1:]] == [
        ("R03", "samenwerkingsverband", 2, 3),
        ("W03", "datum_opstart", 1, 2),
    ]
    assert [row[:3] for row in found["Plaatsen"][1:]] == [(line.regel, line.kolom, line.code) for line in report.lines]
    assert found["Plaatsen"][2][4:] == (report.lines[1].zin, report.lines[1].actie)


def test_no_formula_survives_in_the_workbook(tmp_path: Path) -> None:
    header = ["dossier_id", "samenwerkingsverband", "datum_aanmelding", "=1+1", "@SUM(A1)"]
    path = write_delivery(
        tmp_path / "bron" / "=a_20230306.csv", [[f"D{n}", "Konekti", "2022-03-01", "", ""] for n in range(3)], header
    )
    write_delivery(
        path,
        [["D1", "=1+2", "2022-03-01", "", ""], *[[f"D{n}", "Konekti", "2022-03-01", "", ""] for n in range(3)]],
        header,
    )
    place(tmp_path)
    content = report_xlsx(check_upload(path, raw=tmp_path / "raw"))
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(content)) for row in sheet for cell in row]
    risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "-", "@"))]
    assert {cell.value for cell in risky} >= {"=a_20230306.csv", "=1+1, @SUM(A1)"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in risky)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())


def test_the_workbook_is_readable_with_a_screen_reader(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(report_xlsx(checked(tmp_path, BAD))))
    assert book.properties.language == "nl-BE"
    for sheet in book:
        assert sheet.freeze_panes == "A2"
        assert all(cell.font.bold and cell.value for cell in sheet[1])
        assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[1])


def test_a_refused_file_has_a_workbook_as_well(tmp_path: Path) -> None:
    found = sheets(report_xlsx(checked(tmp_path, [["D1", "?", "2022-03-01", "", ""]])))
    assert [row[0] for row in found["Regels"][1:]] == ["B06", "R03"]
    assert [row[:3] for row in found["Plaatsen"][1:]] == [(2, "samenwerkingsverband", "R03")]


# ------------------------------------------------------------------ preview and load


def as_counted(changes: list[Change]) -> list[tuple]:
    return [(c.sv_id, c.maand, c.toegevoegd, c.gewijzigd, c.verdwenen) for c in changes]


def test_the_preview_is_what_the_load_then_changes(built: Place, second: Path) -> None:
    before = built.contents()
    expected = [("zuid-west-vl", date(2022, 3, 1), 0, 6, 0), ("zuid-west-vl", date(2023, 7, 1), 5, 0, 0)]
    found = preview(second, status="voorlopig", **built.where)
    assert as_counted(found) == expected
    assert {change.naam for change in found} == {NAAM}
    assert built.contents() == before
    load(second, **LOADED_WITH, **built.where)
    assert [row[1:] for row in tables(built.warehouse)["verandering"]] == expected


@pytest.mark.parametrize("state", ["weg", "verouderd"])
def test_the_preview_needs_no_warehouse_that_is_current(built: Place, second: Path, state: str) -> None:
    if state == "weg":
        built.warehouse.unlink()
    else:
        write_delivery(built.binc / "derde_20230401.csv", dossiers(21, 25, "2023-02"))
    before = built.contents()
    found = as_counted(preview(second, status="voorlopig", **built.where))
    moved = [("zuid-west-vl", date(2023, 2, 1), 0, 0, 5)] if state == "verouderd" else []
    assert found == [
        ("zuid-west-vl", date(2022, 3, 1), 0, 6, 0), *moved, ("zuid-west-vl", date(2023, 7, 1), 5, 0, 0),
    ]  # fmt: skip
    assert built.contents() == before


def test_an_older_delivery_changes_only_what_is_not_known_better(built: Place, tmp_path: Path) -> None:
    older = write_delivery(tmp_path / "oud_20220601.csv", [*dossiers(1, 3, "2022-04"), *dossiers(40, 40, "2022-03")])
    found = preview(older, status="definitief", peildatum=date(2022, 6, 1), **built.where)
    assert as_counted(found) == [("zuid-west-vl", date(2022, 3, 1), 1, 0, 0)]


def test_what_is_loaded_already_changes_nothing(built: Place) -> None:
    (path,) = built.binc.glob("*.csv")
    assert preview(path, status="voorlopig", **built.where) == []
    with pytest.raises(DeliveryError, match=r"al geladen als eerste_20230306\.csv"):
        load(path, **LOADED_WITH, **built.where)
    assert history(built.raw)[0].bestand == path.name
    assert path.exists()


def test_a_load_puts_the_file_in_its_place_and_says_so(built: Place, second: Path) -> None:
    content = second.read_bytes()
    loading = load(second, toelichting="Verbeterde\nversie", door="els", **LOADED_WITH, **built.where)
    assert (built.binc / "tweede_20240304.csv").read_bytes() == content
    said = read_sidecar(built.binc / "tweede_20240304.yml")
    assert (said.titel, said.status, said.toelichting) == ("Tweede levering", "nader voorlopig", "Verbeterde versie")
    assert (said.peildatum, said.ontvangen_op) == (date(2024, 3, 4), date(2024, 3, 5))
    assert (loading.actie, loading.bestand, loading.status, loading.door) == (
        "geladen", "tweede_20240304.csv", "nader voorlopig", "els",
    )  # fmt: skip
    assert (loading.gelezen, loading.geladen, loading.voetregel) == (11, 11, 0)
    assert loading.moment.tzinfo == UTC
    assert is_current(built.inputs, built.warehouse)
    assert not second.exists()
    assert sorted(path.name for path in built.binc.iterdir()) == [
        "eerste_20230306.csv", "ladingen.jsonl", "tweede_20240304.csv", "tweede_20240304.yml",
    ]  # fmt: skip


def test_a_name_that_is_taken_gets_a_number(built: Place, tmp_path: Path) -> None:
    other = write_delivery(tmp_path / "bron" / "EERSTE_20230306.csv", dossiers(30, 31, "2022-03"))
    assert load(other, **LOADED_WITH, **built.where).bestand == "EERSTE_20230306-2.csv"


def test_a_refused_file_is_not_loaded(built: Place, tmp_path: Path) -> None:
    bad = write_delivery(tmp_path / "bron" / "slecht.csv", [["D1", "?", "?", "", ""]])
    before = built.contents()
    with pytest.raises(DeliveryError, match="van 1 rijen zijn er 1 geweigerd"):
        load(bad, **LOADED_WITH, **built.where)
    assert built.contents() == before


def test_a_build_that_fails_leaves_everything_as_it_was(built: Place, second: Path) -> None:
    (built.raw / "gemeenten.csv").unlink()
    before = built.contents()
    with pytest.raises(DeliveryError, match=r"Er is niets veranderd.*gemeenten\.csv"):
        load(second, **LOADED_WITH, **built.where)
    assert built.contents() == before
    assert second.exists()


def test_a_warehouse_that_cannot_be_replaced_leaves_everything_as_it_was(built: Place, second: Path) -> None:
    """The last step of all fails: the file, its sidecar and the line in the history go back."""
    target = built.folder / "map" / "warehouse.duckdb"
    (target / "bezet").mkdir(parents=True)
    before = built.contents()
    with pytest.raises(DeliveryError, match="Er is niets veranderd"):
        load(second, **LOADED_WITH, **(built.where | {"warehouse": target}))
    assert built.contents() == before
    assert second.exists()


@pytest.mark.parametrize(
    ("wrong", "what"), [({"status": "officieel"}, "heeft als status"), ({"titel": " \n"}, "De titel ontbreekt")]
)
def test_what_staff_fill_in_is_checked_first(built: Place, second: Path, wrong: dict, what: str) -> None:
    with pytest.raises(DeliveryError, match=what):
        load(second, **(LOADED_WITH | wrong), **built.where)


@pytest.mark.parametrize("status", ["definitief", "demo"])
def test_the_status_is_the_one_that_was_chosen(built: Place, second: Path, status: str) -> None:
    load(second, **(LOADED_WITH | {"status": status}), **built.where)
    found = {row[1]: row[5] for row in tables(built.warehouse)["levering"]}
    assert found["tweede_20240304.csv"] == status


# ------------------------------------------------------------------ history and undo


def test_undo_gives_the_same_tables_and_keeps_the_file(built: Place, second: Path) -> None:
    before, content = tables(built.warehouse), second.read_bytes()
    load(second, **LOADED_WITH, **built.where)
    assert tables(built.warehouse) != before
    undone = undo_last(**built.where, door="els")
    assert (undone.actie, undone.bestand, undone.door) == ("teruggenomen", "tweede_20240304.csv", "els")
    assert tables(built.warehouse) == before
    assert (built.binc / "teruggenomen" / "tweede_20240304.csv").read_bytes() == content
    assert (built.binc / "teruggenomen" / "tweede_20240304.yml").exists()
    assert is_current(built.inputs, built.warehouse)
    with pytest.raises(DeliveryError, match="geen lading om terug te nemen"):
        undo_last(**built.where)


def test_what_was_taken_back_can_be_loaded_and_taken_back_again(built: Place, second: Path) -> None:
    content = second.read_bytes()
    for _ in range(2):
        load(receive("tweede_20240304.csv", content), **LOADED_WITH, **built.where)
        undo_last(**built.where)
    assert [loading.actie for loading in history(built.raw)[:4]] == ["teruggenomen", "geladen"] * 2
    kept = sorted(path.name for path in (built.binc / "teruggenomen").glob("*.csv"))
    assert kept == ["tweede_20240304-2.csv", "tweede_20240304.csv"]


def test_loads_are_taken_back_from_the_last_on(built: Place, tmp_path: Path) -> None:
    for nth, month in ((1, "2023-08"), (2, "2023-09")):
        path = write_delivery(tmp_path / f"extra{nth}.csv", dossiers(50 * nth, 50 * nth + 1, month))
        load(path, **LOADED_WITH, **built.where)
    assert [undo_last(**built.where).bestand for _ in range(2)] == ["extra2.csv", "extra1.csv"]


def test_a_file_put_there_by_hand_is_in_the_history_without_counts(built: Place) -> None:
    (found,) = history(built.raw)
    assert (found.actie, found.bestand, found.status) == ("geladen", "eerste_20230306.csv", "voorlopig")
    assert [getattr(found, place) for place in COUNTS] == [None] * 7


def test_the_journal_only_grows_and_says_all(built: Place, second: Path) -> None:
    load(second, **LOADED_WITH, **built.where)
    first = journal_path(built.binc).read_text(encoding="utf-8")
    undo_last(**built.where)
    both = journal_path(built.binc).read_text(encoding="utf-8")
    assert both.startswith(first)
    assert [set(json.loads(line)) for line in both.splitlines()] == [{field.name for field in fields(Loading)}] * 2


@pytest.mark.parametrize("line", ["{", "[]", '{"moment": "gisteren"}', '{"moment": "2024-01-01T00:00:00"}', "null"])
def test_a_broken_journal_is_told_with_its_line(built: Place, line: str) -> None:
    journal_path(built.binc).write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(DeliveryError, match=r"ladingen\.jsonl, regel 2"):
        history(built.raw)


def test_history_is_newest_first(built: Place, second: Path) -> None:
    assert history(built.raw / "nergens") == []
    load(second, **LOADED_WITH, **built.where)
    moments = [loading.moment for loading in history(built.raw)]
    assert moments == sorted(moments, reverse=True)
    assert all(moment <= datetime.now(UTC) for moment in moments)


def test_a_delivery_loaded_by_hand_gives_the_same_tables(built: Place, second: Path) -> None:
    """Loading through the page is nothing but putting file and sidecar in the folder and building."""
    load(second, **LOADED_WITH, **built.where)
    through_the_page = tables(built.warehouse)
    again = built.folder / "opnieuw.duckdb"
    build(built.inputs, again)
    assert tables(again) == through_the_page
