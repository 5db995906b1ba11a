"""The one large CSV of the bench: its own counts, in pieces, and the command line."""

import csv
import json

import pytest
import yaml

from demo.__main__ import main
from demo.bulk import generate_csv
from demo.truth import PLACES


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr("demo.bulk.PIECE", 1500)


def test_pieces_become_one_file_whose_counts_close(tmp_path, small_pieces):
    path = tmp_path / "groot.csv"
    counts = generate_csv(path, 4000, seed=3)
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file, delimiter=";")
    assert header[:2] == ["dossier_id", "samenwerkingsverband"]
    assert {len(row) for row in rows} == {len(header)}
    assert counts["gelezen"] == len(rows) == sum(counts[place] for place in PLACES)
    assert all(counts[place] > 0 for place in ("geladen", "geweigerd", "dubbel", "test", "voetregel"))
    assert json.loads(path.with_suffix(".waarheid.json").read_text("utf-8")) == counts
    assert yaml.safe_load(path.with_suffix(".yml").read_text("utf-8"))["rijen"] == len(rows)


def test_pieces_share_no_dossier_and_no_client(tmp_path, small_pieces):
    path = tmp_path / "groot.csv"
    counts = generate_csv(path, 4000, seed=3)
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter=";") if row["is_test"] == "nee"]
    clients = [{row["client_pid"] for row in rows[start : start + 1300]} for start in (0, 2600)]
    assert not clients[0] & clients[1]
    numbers = {(row["voorziening_id"][:4], row["dossier_id"]) for row in rows}
    assert len(numbers) >= counts["geladen"]


def test_the_same_seed_gives_the_same_file(tmp_path, small_pieces):
    for name in ("a.csv", "b.csv"):
        generate_csv(tmp_path / name, 2000, seed=5)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_the_command_writes_the_demo_and_says_so(tmp_path, capsys):
    assert main(["--uit", str(tmp_path / "uit"), "--dossiers", "300", "--zaad", "4"]) == 0
    assert (tmp_path / "uit" / "klaar.json").is_file()
    assert "klaar" in capsys.readouterr().out


def test_the_command_writes_one_csv(tmp_path):
    path = tmp_path / "een.csv"
    assert main(["--een-csv", str(path), "--dossiers", "500"]) == 0
    assert path.stat().st_size > 50_000


def test_a_wrong_request_is_one_dutch_sentence_and_exit_code_1(tmp_path, capsys):
    assert main(["--uit", str(tmp_path / "uit"), "--dossiers", "5"]) == 1
    assert capsys.readouterr().err == (
        "Vraag minstens 200 dossiers met --dossiers: met minder past niet elke soort fout erin.\n"
    )
