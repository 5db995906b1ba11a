"""`python -m etl controleer`: what it prints, its exit code, and that nothing makes it crash."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from etl import controleer as command
from etl import progress
from etl.__main__ import main
from etl.registrations import COUNTS
from tests.etl.delivery_files import ROOT, dossiers, place, write_delivery

CLEAN = dossiers(1, 4, "2022-03")
FLAGGED = [*CLEAN, ["D9", "Konekti", "2022-03-01", "2022-02-01", ""]]
REFUSED_ROW = [*CLEAN, ["D9", "Konekty", "2022-03-01", "", ""]]
REFUSED_FILE = [["D9", "?", "2022-03-01", "", ""]]


@dataclass(frozen=True)
class Printed:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def controleer(capsys: pytest.CaptureFixture[str]):
    """Run the command in this process."""

    def run(*given: str | Path) -> Printed:
        code = main(["controleer", *map(str, given)])
        printed = capsys.readouterr()
        assert "Traceback" not in printed.out + printed.err
        return Printed(code, printed.out, printed.err)

    return run


@pytest.mark.parametrize(
    ("rows", "code", "verdict"),
    [
        (CLEAN, 0, "in orde"),
        (FLAGGED, 1, "opmerkingen"),
        (REFUSED_ROW, 1, "opmerkingen"),
        (REFUSED_FILE, 2, "geweigerd"),
    ],
)
def test_the_exit_code_and_the_verdict(tmp_path: Path, controleer, rows: list, code: int, verdict: str) -> None:
    done = controleer(write_delivery(tmp_path / "a_20230306.csv", rows))
    assert (done.code, done.err) == (code, "")
    assert done.out.startswith(f"a_20230306.csv: {verdict}\n")


def test_of_several_files_the_worst_counts(tmp_path: Path, controleer) -> None:
    files = [write_delivery(tmp_path / f"{name}_20230306.csv", rows) for name, rows in zip("abc", (CLEAN, REFUSED_FILE, FLAGGED), strict=True)]  # fmt: skip
    done = controleer(*files)
    assert done.code == 2
    assert [line for line in done.out.splitlines() if not line.startswith(" ") and line] == [
        "a_20230306.csv: in orde",
        "b_20230306.csv: geweigerd",
        "c_20230306.csv: opmerkingen",
    ]


def test_what_is_printed(tmp_path: Path, controleer) -> None:
    done = controleer(
        write_delivery(tmp_path / "a_20230306.csv", [*REFUSED_ROW, *[["D1", "Konekti", "2022-03-02", "?", ""]] * 7])
    )
    lines = [line.strip() for line in done.out.splitlines()]
    assert "12  gelezen: rijen in het bestand, na de kop" in lines
    assert "peildatum: 06/03/2023" in lines
    at = lines.index("R03 samenwerkingsverband: samenwerkingsverband is niet bekend (1 keer, regel 6).")
    assert lines[at + 1 : at + 3] == [
        "('Konekty', lijkt op 'Konekti')",
        "Wat te doen: verbeter de naam, of voeg de schrijfwijze toe aan etl/names.csv.",
    ]
    assert "W01 datum_opstart: een datum is niet leesbaar (7 keer, regels 7, 8, 9, 10, 11 en nog 2)." in lines


def test_json_for_machines(tmp_path: Path, controleer) -> None:
    paths = [write_delivery(tmp_path / "a_20230306.csv", REFUSED_ROW), write_delivery(tmp_path / "b.csv", REFUSED_FILE)]
    done = controleer("--json", *paths)
    flagged, refused = json.loads(done.out)
    assert done.code == 2
    assert {key: flagged[key] for key in ("bestand", "oordeel", "code", "zin", "peildatum", "codering", "scheidingsteken")} == {
        "bestand": "a_20230306.csv", "oordeel": "opmerkingen", "code": None, "zin": None,
        "peildatum": "2023-03-06", "codering": "UTF-8", "scheidingsteken": ";",
    }  # fmt: skip
    assert flagged["tellingen"] == dict.fromkeys(COUNTS, 0) | {"gelezen": 5, "geladen": 4, "geweigerd": 1}
    assert (flagged["niet_ingelezen_kolommen"], flagged["niet_getoonde_plaatsen"]) == ([], 0)
    assert [(rule["code"], rule["kolom"], rule["aantal"], rule["eerste_regel"]) for rule in flagged["regels"]] == [
        ("R03", "samenwerkingsverband", 1, 6)
    ]
    assert [set(place) for place in flagged["plaatsen"]] == [{"regel", "kolom", "code", "gevolg", "zin", "actie"}]
    assert (refused["oordeel"], refused["code"], refused["tellingen"], refused["peildatum"]) == (
        "geweigerd",
        "B06",
        None,
        None,
    )
    assert refused["zin"].startswith("b.csv: van 1 rijen zijn er 1 geweigerd")
    assert set(flagged) == set(refused)


def test_the_documented_keys_are_the_keys(tmp_path: Path, controleer) -> None:
    (found,) = json.loads(controleer("--json", write_delivery(tmp_path / "a_20230306.csv", CLEAN)).out)
    assert all(f"`{key}`" in command.__doc__ for key in found)


@pytest.mark.parametrize("case", ["ontbreekt", "een map", "leeg", "geen tekst", "kapotte werkmap", "ander soort"])
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, controleer, case: str) -> None:
    path = tmp_path / {"kapotte werkmap": "a.xlsx", "ander soort": "a.docx"}.get(case, "a.csv")
    content = {
        "leeg": b"",
        "geen tekst": bytes(range(256)) * 9,
        "kapotte werkmap": b"PK\x03\x04 en dan niets",
        "ander soort": b"x",
    }
    if case == "een map":
        path.mkdir()
    elif case in content:
        path.write_bytes(content[case])
    done = controleer(path)
    assert done.code == 2
    told = [line for line in (done.out + done.err).splitlines() if line.strip()]
    assert len(told) <= 2
    assert path.name in told[0]
    assert str(tmp_path) not in done.out + done.err


def test_broken_facts_are_told(tmp_path: Path, controleer) -> None:
    made = place(tmp_path)
    (made.raw / "gemeenten.csv").unlink()
    done = controleer("--raw", made.raw, *made.binc.glob("*.csv"))
    assert (done.code, done.out.strip()) == (2, "")
    assert "gemeenten.csv" in done.err


def test_no_byte_makes_it_crash(tmp_path: Path, controleer) -> None:
    """Good files with bytes changed, by a fixed draw: each is clean, flagged or refused, never a crash."""
    draw = random.Random(3)
    good = write_delivery(tmp_path / "a_20230306.csv", FLAGGED)
    book = openpyxl.Workbook()
    for row in good.read_text(encoding="utf-8").splitlines():
        book.active.append(row.split(";"))
    book.save(tmp_path / "b_20230306.xlsx")
    pl.DataFrame(
        {"dossier_id": ["D1"], "samenwerkingsverband": ["Konekti"], "datum_aanmelding": ["2022-03-01"]}
    ).write_parquet(tmp_path / "c_20230306.parquet")
    files = []
    for source in sorted(tmp_path.glob("?_*")):
        for nth in range(2):
            content = bytearray(source.read_bytes())
            for _ in range(draw.choice([1, 3, 20])):
                content[draw.randrange(len(content))] = draw.randrange(256)
            files.append(tmp_path / f"stuk{nth}_{source.name}")
            files[-1].write_bytes(bytes(content[: draw.randrange(1, len(content) + 1)]))
    done = controleer(*files)
    assert done.code in (0, 1, 2)
    assert "liep vast" not in done.err
    assert done.out.count("stuk") >= len(files)


def test_the_command_itself(tmp_path: Path) -> None:
    """As a user types it, in a terminal that knows no accents."""
    path = write_delivery(tmp_path / "é_20230306.csv", REFUSED_ROW)
    done = subprocess.run(
        [sys.executable, "-m", "etl", "controleer", str(path)],
        cwd=ROOT, capture_output=True, check=False, env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, b"")
    assert b"opmerkingen" in done.stdout


# ------------------------------------------------------------------ progress


def test_a_large_file_tells_how_far_it_is(tmp_path: Path, controleer, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_delivery(tmp_path / "a_20230306.csv", CLEAN)
    assert controleer(path).err == ""
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.0)
    # The header is a line too: an estimate.
    assert controleer(path).err == "  a_20230306.csv: 4 rijen gelezen (80 %)\n"


@pytest.mark.parametrize(("name", "rows"), [("a.csv", 5), ("a.parquet", 4), ("a.xlsx", None), ("weg.csv", None)])
def test_how_many_rows_to_expect(tmp_path: Path, name: str, rows: int | None) -> None:
    write_delivery(tmp_path / "a.csv", CLEAN)
    pl.DataFrame({"x": [1, 2, 3, 4]}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert progress.expected_rows(tmp_path / name) == rows


def test_the_build_names_its_slowest_step(tmp_path: Path) -> None:
    made = place(tmp_path)
    given = [sys.executable, "-m", "etl", "--raw", str(made.raw), "--warehouse", str(made.warehouse), "--zonder-demo"]
    done = subprocess.run(given, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "De traagste stap was " in done.stdout.splitlines()[-2]
