"""The figurenboek: every file of it, each number equal to that of its figure, and what changed since an earlier one."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from openpyxl import load_workbook

from etl.build import Inputs, build
from figures.__main__ import main
from figures.figure import DEMO_WORD
from figures.figurenboek.book import (
    MANIFEST,
    NAME,
    Book,
    BookError,
    book,
    document,
    files,
    manifest,
    manifest_in,
    manifest_of,
    read_manifest,
    write,
    zipped,
)
from figures.figurenboek.bookchanges import changes, changes_csv, changes_text
from figures.figurenboek.booklist import read_list
from figures.files.document.layout import safe
from figures.finding_back.ledger import look_up
from figures.text import STATES
from queries import WAREHOUSE_VARIABLE, Version
from tests.conftest import HEADER, SIDECAR, copy_raw, write_small_delivery

SMALL = """titel: Klein boek
figuren:
  - {figuur: aanmeldingen, vorm: kaart, titel: Waar, tabel: ja}
  - {figuur: binnen_de_maand_delen, titel: Hoe snel, bijschrift: Binnen de maand}
  - {figuur: vte, titel: Personeel, tabel: nee}
  - {figuur: budget, vorm: tabel, titel: Budget}
"""
RANKING = re.compile(
    r"\b(beste?|slechtste?|koploper\w*|achterblijver\w*|plaats \d+|(eerste|laatste) van|rangorde)\b", re.IGNORECASE
)


def small(said: str = SMALL) -> Book:
    return book(read_list(said.encode(), "klein.yml"))


def silent(_share: float | None, _sentence: str) -> None:
    """Nobody listens."""


def made(wanted: Book, before: Mapping | None = None) -> dict[str, bytes]:
    return dict(files(wanted, before, silent))


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def said_in(content: bytes) -> str:
    body = docx.Document(io.BytesIO(content)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


@pytest.fixture(scope="module")
def content(stand, demo_warehouse: Path) -> dict[str, bytes]:
    """The files of the small book on the demo."""
    stand(demo_warehouse)
    return made(small())


# ------------------------------------------------------------------ what is in it


@pytest.mark.usefixtures("on_demo")
def test_every_file_is_there_numbered_and_says_demo_where_it_is(content: dict[str, bytes]) -> None:
    names = [name.removeprefix("afbeeldingen/") for name in content if name.endswith(".png")]
    assert names == ["01_aanmeldingen_kaart_demo.png", "02_binnen_de_maand_delen_gestapeld_demo.png", "03_vte_gestapeld.png", "04_budget_tabel.png"]  # fmt: skip
    assert len(content) == 4 * 3 + 5
    assert content["afbeeldingen/03_vte_gestapeld.svg"].startswith(b"<?xml")
    assert content["afbeeldingen/03_vte_gestapeld.pdf"].startswith(b"%PDF")
    assert load_workbook(io.BytesIO(content[f"{NAME}.xlsx"])).sheetnames[:2] == ["Omslag", "Inhoud"]


@pytest.mark.usefixtures("on_demo")
def test_the_same_data_give_the_same_bytes(content: dict[str, bytes]) -> None:
    again = made(small())
    assert [name for name in content if content[name] != again[name]] == []
    assert zipped(content) == zipped(again)


@pytest.mark.usefixtures("on_demo")
def test_every_number_in_the_csv_is_that_of_its_figure(content: dict[str, bytes]) -> None:
    found = rows(content["cijfers.csv"])
    for one in small().figures:
        figure = one.exhibit.figure
        own = [row for row in found if row["nummer"] == str(one.number)]
        columns = [c for c, kind in figure.data.schema.items() if kind.is_numeric() and c != "jaar"]
        assert len(own) == figure.data.height * len(columns)
        expected = [row[c] for row in figure.data.iter_rows(named=True) for c in columns]
        assert [float(row["waarde"].replace(",", ".")) if row["waarde"] else None for row in own] == expected
        assert {row["stempel"] for row in own} == {figure.stamp}
        assert {row["demogegevens"] for row in own} == {"ja" if figure.demo else "nee"}
    assert {row["toestand"] for row in found if not row["waarde"]} <= set(STATES)
    assert {row["toestand"] for row in found if row["waarde"]} <= {"bekend", "nul"}


@pytest.mark.usefixtures("on_demo")
def test_every_table_in_the_document_has_the_cells_of_its_figure(content: dict[str, bytes]) -> None:
    tables = docx.Document(io.BytesIO(content[f"{NAME}.docx"])).tables
    own = [one.exhibit.table for n, one in enumerate(small().figures) if n != 2]  # the list asks no table of the third
    assert len(tables) == len(own)
    for table, figure in zip(tables, own, strict=True):
        cells = [tuple(cell.text for cell in row.cells) for row in table.rows]
        assert cells == [tuple(safe(c) for c in row) for row in (figure.columns, *figure.rows)]


@pytest.mark.usefixtures("on_demo")
def test_every_caveat_source_and_stamp_is_in_the_document(content: dict[str, bytes]) -> None:
    said = said_in(content[f"{NAME}.docx"])
    for one in small().figures:
        assert f"{one.number}. {one.wanted.title}" in said
        assert one.exhibit.figure.period in one.caption
        for line in (one.exhibit.sentence, *one.exhibit.footnotes):
            assert safe(line) in said
    assert DEMO_WORD in said


@pytest.mark.usefixtures("on_demo")
def test_no_word_of_ranking_in_the_whole_default_book() -> None:
    """The words of the monitor itself; a quote is of who wrote it."""
    whole = book()
    lines = [line for one in whole.figures for line in (one.wanted.title, one.caption, one.exhibit.sentence)]
    lines += [block.text for block in document(whole).blocks if hasattr(block, "text")]
    assert [line for line in lines if RANKING.search(line)] == []
    assert [one.wanted.title for one in whole.figures if one.exhibit.figure.empty] == []


@pytest.mark.usefixtures("on_demo")
def test_the_manifest_has_stamp_address_caveats_and_numbers(content: dict[str, bytes]) -> None:
    said = json.loads(content[MANIFEST])
    assert said["demogegevens"] == DEMO_WORD
    for one, described in zip(small().figures, said["figuren"], strict=True):
        figure = one.exhibit.figure
        assert (described["stempel"], described["adres"]) == (figure.stamp, one.exhibit.address)
        assert described["kanttekeningen"] == [caveat.id for caveat in figure.caveats]
        assert look_up(figure.stamp) is not None  # so that it can be found back


@pytest.mark.usefixtures("on_demo")
def test_progress_goes_up_to_its_end() -> None:
    heard: list[float] = []
    dict(files(small(), None, lambda share, _sentence: heard.append(share)))
    assert heard == sorted(heard)
    assert heard[0] == 0
    assert 0.9 < heard[-1] <= 1


@pytest.mark.usefixtures("on_empty")
def test_without_registrations_the_book_says_there_are_none() -> None:
    found = made(small())
    said = said_in(found[f"{NAME}.docx"])
    assert "Er zijn geen gegevens voor deze keuze." in said
    assert DEMO_WORD not in said
    assert json.loads(found[MANIFEST])["demogegevens"] is None


# ------------------------------------------------------------------ on disk


@pytest.fixture
def packed(content: dict[str, bytes], tmp_path: Path, on_demo: Version) -> Path:
    """The small book, written."""
    folder, _ = write(small(), tmp_path / "boek", None, silent)
    return folder


def test_folder_and_zip_hold_the_same_files(packed: Path, content: dict[str, bytes]) -> None:
    on_disk = {p.relative_to(packed).as_posix(): p.read_bytes() for p in packed.rglob("*") if p.is_file()}
    with zipfile.ZipFile(packed.with_suffix(".zip")) as file:
        in_zip = {name.removeprefix(f"{NAME}/"): file.read(name) for name in file.namelist()}
    assert on_disk == in_zip == content
    assert sorted(p.name for p in packed.parent.iterdir()) == ["boek", "boek.zip"]


def test_an_earlier_book_is_replaced_as_a_whole(packed: Path) -> None:
    (packed / "afbeeldingen" / "oud.png").write_bytes(b"x")
    write(small(), packed, None, silent)
    assert not (packed / "afbeeldingen" / "oud.png").exists()
    assert sorted(p.name for p in packed.parent.iterdir()) == ["boek", "boek.zip"]


def test_a_folder_of_somebody_is_left_alone(tmp_path: Path, on_demo: Version) -> None:
    (tmp_path / "werk").mkdir()
    (tmp_path / "werk" / "brief.docx").write_bytes(b"van mij")
    with pytest.raises(BookError, match="staan andere bestanden dan een figurenboek"):
        write(small(), tmp_path / "werk", None, silent)
    assert (tmp_path / "werk" / "brief.docx").read_bytes() == b"van mij"


def test_when_it_fails_halfway_the_earlier_book_stands(packed: Path) -> None:
    before = {p: p.read_bytes() for p in packed.rglob("*") if p.is_file()}

    def stop(share: float | None, _sentence: str) -> None:
        if share and share > 0.5:
            raise OSError("vol")

    with pytest.raises(OSError, match="vol"):
        write(small(), packed, None, stop)
    assert {p: p.read_bytes() for p in packed.rglob("*") if p.is_file()} == before
    assert sorted(p.name for p in packed.parent.iterdir()) == ["boek", "boek.zip"]


# ------------------------------------------------------------------ against an earlier book


def test_the_same_book_again_changed_nothing(packed: Path) -> None:
    for earlier in (packed, packed.with_suffix(".zip"), packed / MANIFEST):
        found = changes(read_manifest(earlier), manifest(small()))
        assert [one.state for one in found] == ["zelfde"] * 4


@pytest.mark.parametrize(
    "said",
    [b"", b"{}", b"[]", b"PK\x03\x04onzin", b'{"soort": "figurenboek", "figuren": [{}]}', b"\xff", b"[" * 100_000],
)
def test_what_is_no_earlier_book_is_said_in_one_sentence(said: bytes, on_demo: Version) -> None:
    with pytest.raises(BookError, match=r"^eerder.bin is geen (manifest|ZIP) van een figurenboek\.") as error:
        manifest_in(said, "eerder.bin")
    assert "\n" not in str(error.value)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(
    ("where", "value"),
    [
        (("geladen_op",), "gisteren"), (("geladen_op",), 5), (("data_versie",), None), (("figuren",), 3),
        (("figuren", 0, "gevraagd"), []), (("figuren", 0, "adres"), None), (("figuren", 0, "stempel"), 8),
        (("figuren", 0, "cijfers", 0, "waarde"), "veel"), (("figuren", 0, "cijfers", 0, "gebied"), ["x"]),
        (("figuren", 0, "cijfers"), {"a": 1}),
    ],
)  # fmt: skip
def test_a_manifest_that_was_tampered_with_is_refused(where: tuple, value: object) -> None:
    said = json.loads(json.dumps(manifest(small())))
    inside = said
    for step in where[:-1]:
        inside = inside[step]
    inside[where[-1]] = value
    with pytest.raises(BookError, match="geen manifest"):
        manifest_of(json.dumps(said).encode(), "m")


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("address", ["", "http://[x", "/terugvinden?figuur=weg", "javascript:alert(1)"])
def test_an_address_that_leads_nowhere_is_said(address: str) -> None:
    now = manifest(small())
    before = json.loads(json.dumps(now))
    before["figuren"][0] |= {"adres": address}
    before["figuren"][0]["cijfers"][0]["waarde"] = 987654
    said = changes_text(before, now)
    assert "987.654" in said
    assert "niet te vinden" in said


def test_a_folder_without_a_book(tmp_path: Path, on_demo: Version) -> None:
    with pytest.raises(BookError, match="is geen eerder figurenboek te vinden"):
        read_manifest(tmp_path)


class Place:
    """A warehouse of the hand-counted deliveries, that can get another delivery."""

    def __init__(self, folder: Path) -> None:
        self.inputs = Inputs(raw=copy_raw(folder / "raw"), demo=None)
        write_small_delivery(self.inputs.raw / "binc")
        self.warehouse = folder / "warehouse.duckdb"

    def add(self, peildatum: str, count: int) -> None:
        name = f"binc_1g1p_dossier_{peildatum.replace('-', '')}"
        lines = [f"N{n};1G1P Samen1Plan Gent;2023-03-15;;;;;2024-05-20 10:00:00;nee" for n in range(count)]
        (self.inputs.raw / "binc" / f"{name}.csv").write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        said = SIDECAR.format(peildatum=peildatum, van="2023-01-01")
        (self.inputs.raw / "binc" / f"{name}.yml").write_text(said, encoding="utf-8")

    def build(self) -> None:
        build(self.inputs, self.warehouse)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    found = Place(tmp_path / "plaats")
    found.add("2024-05-20", 20)
    found.build()
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(found.warehouse))
    return found


TWO = """titel: Boek
figuren:
  - {figuur: aanmeldingen, vorm: tabel, jaren: 2023, titel: 'Per jaar | <b>'}
  - {figuur: budget, vorm: tabel, titel: Budget}
"""


def test_later_registrations_are_named_with_then_and_now(place: Place) -> None:
    before = manifest(small(TWO))
    made(small(TWO))  # the stamps are handed out
    place.add("2024-06-20", 30)
    place.build()
    now = manifest(small(TWO))
    first, second = changes(before, now)
    assert (first.state, second.state) == ("veranderd", "zelfde")
    then_and_now = {key[0]: (then, today) for key, then, today in first.cells if key[4] == "waarde"}
    gent = [
        str(round(row["waarde"])) for said in (before, now) for row in said["figuren"][0]["cijfers"]
        if row["gebied"] == "gent" and row["kolom"] == "waarde"
    ]  # fmt: skip
    assert then_and_now["gent"] == tuple(gent)
    assert gent[0] != gent[1]
    assert any("levering" in line.casefold() for line in first.why)
    assert any("later geregistreerd" in line for line in first.why)
    said = changes_text(before, now)
    assert f"| Samen1Plan Gent | vanaf 1 januari 2023 | het cijfer | {gent[0]} | {gent[1]} |" in said
    assert "## Per jaar / ‹b›: veranderd" in said
    assert "Dezelfde figuren: 1. Veranderd: 1. Nieuw: 0. Weggelaten: 0." in said
    assert not RANKING.search(said)
    listed = [
        (row["gebied"], row["toen"], row["nu"]) for row in rows(changes_csv(before, now)) if row["wat"] == "het cijfer"
    ]
    assert ("Samen1Plan Gent", *gent) in listed


def test_a_hidden_number_stays_hidden_in_the_report(place: Place) -> None:
    before = manifest(small(TWO))
    place.add("2024-06-20", 30)
    place.build()
    said = changes_text(before, manifest(small(TWO)))
    hidden = [r for r in before["figuren"][0]["cijfers"] if r["toestand"] == "verborgen"]
    assert hidden
    assert {row["waarde"] for row in hidden} == {None}
    assert said.count("\n| ") >= 1


@pytest.mark.usefixtures("on_demo")
def test_new_left_out_and_another_period() -> None:
    base = "titel: B\nfiguren:\n  - {figuur: aanmeldingen, vorm: lijn, titel: Een%s}\n  - {figuur: %s, titel: Twee}\n"
    before, now = (manifest(small(base % part)) for part in (("", "budget"), ("", "vte")))
    assert [one.state for one in changes(before, now)] == ["zelfde", "nieuw", "weggelaten"]
    other = json.loads(json.dumps(before))
    other["figuren"][0]["periode"] = "2019"
    other["figuren"][0]["cijfers"][0]["waarde"] = 987
    first, *_ = changes(other, before)
    assert (first.state, first.why[0]) == (
        "veranderd",
        f"De periode is een andere: toen 2019, nu {before['figuren'][0]['periode']}.",
    )
    assert [(then, today) for _, then, today in first.cells if then == "987"] != []


@pytest.mark.usefixtures("on_demo")
def test_numbers_that_came_and_went_are_counted() -> None:
    now = manifest(small())
    before = json.loads(json.dumps(now))
    gone = before["figuren"][0]["cijfers"].pop()
    before["figuren"][0]["cijfers"].append(gone | {"gebied": "weg", "naam": "Weg"})
    first, *_ = changes(before, now)
    assert (first.state, first.added, first.gone) == ("veranderd", 1, 1)
    assert "1 getal erbij en 1 getal weg." in changes_text(before, now)


# ------------------------------------------------------------------ the command


@pytest.fixture
def list_file(tmp_path: Path) -> Path:
    path = tmp_path / "klein.yml"
    path.write_text(TWO.replace(", jaren: 2023", ""), encoding="utf-8")
    return path


@pytest.mark.usefixtures("on_demo")
def test_the_command_builds_the_book_and_says_how_far_it_is(
    tmp_path: Path, list_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "uit"
    assert main(["boek", "--lijst", str(list_file), "--uit", str(folder)]) == 0
    shown = capsys.readouterr()
    assert shown.out.strip() == f"Het figurenboek staat in {folder} en in {folder}.zip"
    assert shown.err.splitlines()[0].startswith("  0 %  Figuur 1 van 2, PNG: ")
    assert not (folder / "verschillen.md").exists()
    assert main(["boek", "--lijst", str(list_file), "--uit", str(folder), "--vorig", str(folder)]) == 0
    assert "Dezelfde figuren: 2." in (folder / "verschillen.md").read_text(encoding="utf-8")


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--lijst", "weg.yml"], "Het bestand weg.yml is niet te lezen."),
        (["--vorig", "weg"], "In weg is geen eerder figurenboek te vinden."),
    ],
)
def test_a_wrong_request_writes_nothing(
    more: list[str], said: str, tmp_path: Path, list_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "uit"
    assert main(["boek", "--lijst", str(list_file), "--uit", str(folder), *more]) == 2
    shown = capsys.readouterr().err
    assert shown.startswith(said)
    assert len(shown.splitlines()) == 1
    assert not folder.exists()


def test_a_manifest_is_not_read_as_another_file(on_demo: Version) -> None:
    with pytest.raises(BookError):
        manifest_of(json.dumps({"soort": "iets", "figuren": []}).encode(), "m")
