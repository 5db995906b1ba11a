"""Nothing personal where it does not belong: canaries in every corner of a delivery, and a search through all that is left.

The raw file itself is kept as received; everything made from it is searched.
"""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from pathlib import Path

import duckdb
import pytest

from etl.__main__ import main
from etl.deliveries import DeliveryError, check_upload, history, load, preview, receive, report_xlsx, undo_last
from tests.etl.delivery_files import LOADED_WITH, Place, place, tables, write_delivery

HEADER = (
    "dossier_id", "samenwerkingsverband", "datum_aanmelding", "client_pid", "geboortejaar", "geslacht", "nis_gemeente",
    "datum_opstart", "reden_einde", "hulpvragen", "registratiedatum", "elp_consulten", "Naam cliënt", "Nota",
)  # fmt: skip
INSZ = "85.07.30-033.28"
CANARY = "kanarie"
# What is loaded: these two may stand in the warehouse, and nowhere else.
KEPT = ("DOSSIERNUMMER1", "PSEUDONIEM1")
GOOD = [*KEPT[:1], "Konekti", "2022-03-01", *KEPT[1:], "2010", "M", "11001", "2022-03-09", "", "", "", "3"]
FAMILY = [f"{CANARY}naam", f"{CANARY} nota; met tekst".replace(";", ",")]


def delivery(path: Path, *, refused: str | None = None) -> Path:
    """Rows with canaries: in dropped columns, in every value that cannot be read, in rows that are refused, in footers."""
    unreadable = ["D2", "Konekti", "2022-03-01", "P2", f"{CANARY}jaar", f"{CANARY}m", f"{CANARY}nis", f"{CANARY}dag",
                  f"{CANARY}reden", f"{CANARY}vraag|{CANARY}vraag2", f"{CANARY}moment", f"{CANARY}getal"]  # fmt: skip
    turned_down = [f"{CANARY}dossier", "Konekti", f"{CANARY}datum", f"{CANARY}pid", *[""] * 8]
    test = [f"TEST{CANARY}", "Konekti", "2022-03-01", f"{CANARY}test", *[""] * 8]
    footer = [f"Bron: {CANARY}voet", *[""] * 11]
    rows = [[*row, *FAMILY] for row in (GOOD, unreadable, turned_down, test)] + [[*footer, "", ""]]
    more = [[f"D{n}", *GOOD[1:3], "", *GOOD[4:], *FAMILY] for n in range(10, 13)]
    if refused == "rijksregisternummer":
        more.append([f"{CANARY}kind", "Konekti", "2022-03-01", INSZ, *[""] * 8, *FAMILY])
    if refused == "helft":
        rows += [[*turned_down, *FAMILY]] * 9
    return write_delivery(path, rows + more, HEADER)


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """A built place, and a temporary folder of its own to search."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    return place(tmp_path).build()


def all_that_is_left(scene: Place, *made: str | bytes) -> bytes:
    """Everything that was made: the warehouse, its surroundings, temporary files, and what was said."""
    raw_files = {path for path in scene.binc.rglob("*") if path.name.startswith("gevoelig") and path.suffix != ".yml"}
    files = [path for path in scene.folder.rglob("*") if path.is_file() and path not in raw_files]
    said = [part.encode() if isinstance(part, str) else unpacked(part) for part in made]
    return b"\n".join([*(path.read_bytes() for path in files), *(str(path).encode() for path in files), *said])


def unpacked(workbook: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def assert_nothing_personal(found: bytes, *also: str) -> None:
    for secret in (CANARY, INSZ, INSZ.replace(".", "").replace("-", ""), *also):
        assert secret.encode() not in found.lower() if secret == CANARY else secret.encode() not in found


def test_a_loaded_delivery_leaves_only_what_is_loaded(scene: Place, tmp_path: Path) -> None:
    source = delivery(tmp_path.parent / f"{tmp_path.name}-bron" / "gevoelig_20230306.csv")
    said: list[str] = []

    def progress(_: float | None, sentence: str) -> None:
        said.append(sentence)

    path = receive(source.name, source.read_bytes())
    report = check_upload(path, raw=scene.raw, progress=progress)
    changes = preview(path, status="voorlopig", progress=progress, **scene.where)
    told = "\n".join([repr(report), repr(changes), *said])
    assert_nothing_personal(told.encode(), *KEPT)
    assert {line.code for line in report.lines} == {"R05", "W01", "W06", "W07", "W08"}
    loading = load(path, progress=progress, **LOADED_WITH, **scene.where)
    assert (loading.geweigerd, loading.test, loading.voetregel) == (1, 1, 1)
    everything = all_that_is_left(scene, *said, repr(loading), repr(history(scene.raw)), report_xlsx(report))
    assert_nothing_personal(everything)
    # The search works: what is loaded is found, in the warehouse and nowhere else.
    for kept in KEPT:
        assert kept.encode() in scene.warehouse.read_bytes()
        assert kept.encode() not in everything.replace(scene.warehouse.read_bytes(), b"")
    assert CANARY not in repr(tables(scene.warehouse))
    assert list((tmp_path / "tmp").iterdir()) == []
    undo_last(progress=progress, **scene.where)
    assert_nothing_personal(all_that_is_left(scene, *said), *KEPT)


@pytest.mark.parametrize("why", ["rijksregisternummer", "helft"])
def test_a_refused_delivery_leaves_nothing_at_all(scene: Place, tmp_path: Path, why: str) -> None:
    source = delivery(tmp_path.parent / f"{tmp_path.name}-bron" / "gevoelig_20230306.csv", refused=why)
    report = check_upload(receive(source.name, source.read_bytes()), raw=scene.raw)
    assert report.code == {"rijksregisternummer": "B05", "helft": "B06"}[why]
    again = receive(source.name, source.read_bytes())
    with pytest.raises(DeliveryError) as stopped:
        load(again, **LOADED_WITH, **scene.where)
    again.unlink()
    assert not list(scene.binc.glob("gevoelig*"))
    assert_nothing_personal(all_that_is_left(scene, repr(report), str(stopped.value), report_xlsx(report)), *KEPT)


@pytest.mark.parametrize("why", [None, "rijksregisternummer", "helft"])
def test_the_command_says_nothing_personal(
    scene: Place, tmp_path: Path, capsys: pytest.CaptureFixture[str], why: str | None
) -> None:
    """Of the check in both forms, and of a build with the file in its folder, loaded or refused."""
    source = delivery(scene.binc / "gevoelig_20230306.csv", refused=why)
    expected = 1 if why is None else 2
    assert main(["controleer", str(source), "--raw", str(scene.raw)]) == expected
    assert main(["controleer", "--json", str(source), "--raw", str(scene.raw)]) == expected
    built = main(["--raw", str(scene.raw), "--warehouse", str(scene.warehouse), "--zonder-demo"])
    assert built == (0 if why is None else 3)
    printed = capsys.readouterr()
    (as_json,) = json.loads(printed.out[printed.out.index("[\n") : printed.out.index("\n]") + 2])
    assert as_json["oordeel"] == ("opmerkingen" if why is None else "geweigerd")
    assert_nothing_personal(printed.out.encode() + printed.err.encode(), *KEPT)
    assert_nothing_personal(all_that_is_left(scene))
    with duckdb.connect(str(scene.warehouse), read_only=True) as con:
        dropped = con.sql("select weggelaten_kolommen from levering where bestand like 'gevoelig%'").fetchall()
    assert dropped == ([("Naam cliënt, Nota",)] if why is None else [])
