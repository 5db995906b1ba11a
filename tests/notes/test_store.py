"""The notes file: what is kept and what is refused, two editors at once, export and import, kills and full disks."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.store import (
    ERASED,
    FILE_NAME,
    KINDS,
    NOTES_VARIABLE,
    WAREHOUSE_VARIABLE,
    ConflictError,
    Note,
    NotesError,
    add,
    change,
    erase,
    export_json,
    history,
    import_json,
    notes,
    notes_path,
    state,
    withdraw,
)
from queries import WAREHOUSE_VARIABLE as THE_VARIABLE
from queries import warehouse_path

ROOT = Path(__file__).parents[2]
EXPLAINED = {"figuur": "aanmeldingen", "datum": date(2026, 1, 15), "bron": "Overleg van januari"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def remark(file: Path, tekst: str = "Goed nakijken.", wie: str = "An") -> Note:
    return add("gent", "opmerking", tekst, wie, path=file)


def explanation(file: Path, **other: object) -> Note:
    return add(**({"sv_id": "gent", "soort": "toelichting", "tekst": "Door ziekte.", "wie": "An", "path": file} | EXPLAINED | other))  # fmt: skip


# ------------------------------------------------------------------ what is kept


def test_a_note_comes_back_as_it_was_saved(file: Path) -> None:
    before = datetime.now(UTC)
    saved = explanation(file)
    assert notes(path=file) == [saved] == history(saved.id, file)
    assert (saved.sv_id, saved.soort, saved.tekst, saved.wie, saved.versie, saved.ingetrokken) == (
        "gent", "toelichting", "Door ziekte.", "An", 1, False,
    )  # fmt: skip
    assert {name: getattr(saved, name) for name in EXPLAINED} == EXPLAINED
    assert before <= saved.wanneer <= datetime.now(UTC)


def test_one_asks_by_area_kind_and_figure_in_the_order_of_writing(file: Path) -> None:
    first, second = remark(file, "een"), remark(file, "twee")
    other = explanation(file)
    far = add("kempen", "afspraak", "Bellen.", "An", datum=date(2026, 3, 1), path=file)
    assert notes(path=file) == [first, second, other, far]
    assert notes(sv_id="gent", path=file) == [first, second, other]
    assert notes(soort="afspraak", path=file) == [far]
    assert notes("gent", "toelichting", "aanmeldingen", file) == [other]
    assert notes(figuur="budget", path=file) == []
    later = change(first.id, 1, tekst="een, beter", wie="Bo", path=file)
    assert notes(soort="opmerking", path=file) == [later, second]


def test_every_version_stays(file: Path) -> None:
    first = explanation(file)
    second = change(first.id, 1, tekst="Door verlof.", wie="Bo", datum=date(2026, 2, 1), bron="Mail", path=file)
    third = withdraw(first.id, 2, "Ci", file)
    assert history(first.id, file) == [first, second, third]
    assert [v.versie for v in history(first.id, file)] == [1, 2, 3]
    assert (third.tekst, third.wie, third.ingetrokken) == ("Door verlof.", "Ci", True)
    assert notes(path=file) == []
    again = change(first.id, 3, tekst="Toch.", wie="An", datum=date(2026, 2, 2), bron="Mail", path=file)
    assert notes(path=file) == [again]


def test_what_is_erased_is_nowhere_in_the_files(file: Path) -> None:
    kept, wrong = remark(file, "Dit blijft staan."), explanation(file, tekst="Over het gezin Voorbeeldnaam.")
    change(
        wrong.id,
        1,
        tekst="Nog over Voorbeeldnaam.",
        wie="Bo",
        datum=date(2026, 2, 1),
        bron="Mail van Voorbeeldnaam",
        path=file,
    )
    last = erase(wrong.id, 2, "Ci", file)
    assert [(note.tekst, note.bron, note.wie) for note in history(wrong.id, file)] == [
        (ERASED, ERASED, "An"), (ERASED, ERASED, "Bo"), (ERASED, ERASED, "Ci"),
    ]  # fmt: skip
    assert (last.ingetrokken, notes(path=file)) == (True, [kept])
    for written_to in file.parent.iterdir():
        assert b"Voorbeeldnaam" not in written_to.read_bytes(), written_to.name


def test_who_did_not_see_the_newest_version_erases_nothing(file: Path) -> None:
    note = remark(file)
    newer = change(note.id, 1, tekst="Anders.", wie="Bo", path=file)
    with pytest.raises(ConflictError):
        erase(note.id, 1, "Ci", file)
    assert history(note.id, file) == [note, newer]


def test_a_file_that_is_not_there_holds_nothing_and_is_not_made_by_reading(file: Path) -> None:
    assert notes(path=file) == [] == history("x", file)
    assert state(file) == (str(file), 0, 0, 0)
    assert json.loads(export_json(file))["notities"] == []
    assert list(file.parent.iterdir()) == []


def test_the_file_stands_beside_the_warehouse(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The package knows nothing of the rest of the house; here both must say the same."""
    monkeypatch.delenv(NOTES_VARIABLE, raising=False)
    monkeypatch.delenv(THE_VARIABLE, raising=False)
    assert WAREHOUSE_VARIABLE == THE_VARIABLE
    assert notes_path() == warehouse_path().with_name(FILE_NAME)
    monkeypatch.setenv(THE_VARIABLE, str(tmp_path / "elders.duckdb"))
    assert notes_path() == warehouse_path().with_name(FILE_NAME) == tmp_path / FILE_NAME
    monkeypatch.setenv(NOTES_VARIABLE, str(tmp_path / "eigen.db"))
    remark(None)
    assert [path.name for path in tmp_path.iterdir()] == ["eigen.db"]
    assert len(notes()) == 1


def test_git_leaves_the_file_alone() -> None:
    listed = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert f"{FILE_NAME}*" in listed
    cleaning = (ROOT / "Makefile").read_text(encoding="utf-8").split("\nschoon:\n")[1].split("\n\n")[0]
    assert "rm -rf" in cleaning
    assert FILE_NAME.split(".")[0] not in cleaning


def test_the_state_is_another_after_every_save_and_the_same_after_reading(file: Path) -> None:
    seen = [state(file)]
    note = remark(file)
    seen.append(state(file))
    for versie in range(1, 20):  # far quicker than the clock of some file systems ticks
        change(note.id, versie, tekst=f"x{versie % 10}", wie="An", path=file)
        seen.append(state(file))
    assert len(set(seen)) == len(seen)
    notes(path=file)
    export_json(file)
    assert state(file) == seen[-1]
    file.unlink()
    assert state(file) == seen[0]


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tekst": "  \n "}, "Er staat geen tekst"),
        ({"tekst": "a" * 5001}, r"De tekst is te lang: 5\.001 tekens, en er mogen er 5\.000 zijn"),
        ({"wie": " "}, "Vul in wie dit schrijft"),
        ({"wie": "a" * 81}, "De naam van wie schrijft is te lang"),
        ({"bron": "a" * 301}, "De bron is te lang"),
        ({"bron": None}, "Een toelichting hoort bij een figuur"),
        ({"datum": None}, "Een toelichting hoort bij een figuur"),
        ({"figuur": None}, "Een toelichting hoort bij een figuur"),
        ({"soort": "afspraak", "datum": None}, "Een afspraak heeft een datum"),
        ({"soort": "praatje"}, "Een notitie is een van deze: opmerking, afspraak, toelichting"),
        ({"sv_id": ""}, "hoort bij één samenwerkingsverband"),
        ({"figuur": "<b>"}, "De naam van de figuur"),
    ],
)
def test_what_is_no_note_is_refused_and_nothing_is_saved(file: Path, wrong: dict, said: str) -> None:
    with pytest.raises(NotesError, match=said):
        explanation(file, **wrong)
    assert notes(path=file) == []


def test_the_longest_text_fits(file: Path) -> None:
    assert remark(file, "é" * 5000).tekst == "é" * 5000


def test_a_change_is_held_to_the_same_rules(file: Path) -> None:
    note = explanation(file)
    for wrong in ({"tekst": ""}, {"datum": None}, {"bron": ""}, {"wie": ""}):
        with pytest.raises(NotesError):
            change(note.id, 1, **({"tekst": "x", "wie": "An", "datum": date(2026, 1, 1), "bron": "y"} | wrong), path=file)  # fmt: skip
    assert history(note.id, file) == [note]


@pytest.mark.parametrize("what", ["tekst", "bron", "wie"])
def test_a_register_number_is_refused_without_repeating_it(file: Path, what: str) -> None:
    with pytest.raises(NotesError, match="rijksregisternummer") as refused:
        explanation(file, **{what: "Zie 85.07.30-033.28."})
    assert "033" not in str(refused.value)
    assert notes(path=file) == []


def test_a_note_that_is_not_there_cannot_be_changed(file: Path) -> None:
    remark(file)
    with pytest.raises(NotesError, match="staat niet in het bestand"):
        change("0" * 32, 1, tekst="x", wie="An", path=file)
    with pytest.raises(NotesError, match="staat niet in het bestand"):
        withdraw("' or 1=1 --", 1, "An", file)
    assert len(notes(path=file)) == 1


# ------------------------------------------------------------------ two editors at once


def test_nobody_writes_over_what_another_saved(file: Path) -> None:
    note = remark(file)
    mine = change(note.id, 1, tekst="van Bo", wie="Bo", path=file)
    with pytest.raises(ConflictError, match="Bo bewaarde deze notitie terwijl u eraan werkte") as met:
        change(note.id, 1, tekst="van Ci", wie="Ci", path=file)
    assert met.value.other == mine
    with pytest.raises(ConflictError):
        withdraw(note.id, 1, "Ci", file)
    assert history(note.id, file) == [note, mine]
    withdraw(note.id, 2, "Bo", file)
    with pytest.raises(ConflictError, match="Bo trok deze notitie in"):
        change(note.id, 2, tekst="van Ci", wie="Ci", path=file)


def test_of_many_at_the_same_moment_one_saves_and_the_others_are_told(file: Path) -> None:
    note, gate = remark(file), threading.Barrier(8)
    saved: list[Note] = []
    told: list[Note] = []

    def edit(name: str) -> None:
        gate.wait()
        try:
            saved.append(change(note.id, 1, tekst=f"van {name}", wie=name, path=file))
        except ConflictError as error:
            told.append(error.other)

    in_threads(edit, [f"P{n}" for n in range(8)])
    assert len(saved) == 1
    assert told == saved * 7
    assert history(note.id, file) == [note, *saved]


def test_no_update_is_lost(file: Path) -> None:
    """Six writers add one to the same number; who is told of a conflict reads again and retries."""
    note = remark(file, "0")

    def count(name: str) -> None:
        for _ in range(5):
            while True:
                now = notes(path=file)[0]
                try:
                    change(now.id, now.versie, tekst=str(int(now.tekst) + 1), wie=name, path=file)
                    break
                except ConflictError:
                    continue

    in_threads(count, [f"P{n}" for n in range(6)])
    assert [int(v.tekst) for v in history(note.id, file)] == list(range(31))


def test_the_first_save_may_be_made_by_many_at_once(file: Path) -> None:
    in_threads(lambda name: remark(file, name), [f"P{n}" for n in range(8)])
    assert sorted(note.tekst for note in notes(path=file)) == [f"P{n}" for n in range(8)]


def in_threads(work, names: list[str]) -> None:
    raised: list[BaseException] = []

    def run(name: str) -> None:
        try:
            work(name)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=run, args=(name,)) for name in names]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if raised:
        raise raised[0]


# ------------------------------------------------------------------ export and import

# What a reader can type or paste; words that are refused have tests of their own.
words = st.text(st.characters(codec="utf-8", exclude_categories=("Nd", "No", "Nl")), min_size=1, max_size=60).map(
    lambda said: f"a{said}"
)
saves = st.tuples(words, st.sampled_from(["An", "Bo"]), st.dates(), words, st.booleans())
one_note = st.tuples(
    st.sampled_from(["gent", "kempen"]),
    st.sampled_from(KINDS),
    st.sampled_from(["budget", "vte"]),
    st.lists(saves, min_size=1, max_size=3),
)


def written(file: Path, made: list) -> None:
    for sv_id, soort, figuur, versions in made:
        tekst, wie, datum, bron, _ = versions[0]
        note = add(sv_id, soort, tekst, wie, figuur=figuur, datum=datum, bron=bron, path=file)
        for tekst, wie, datum, bron, gone in versions[1:]:
            if gone:
                note = withdraw(note.id, note.versie, wie, file)
            else:
                note = change(note.id, note.versie, tekst=tekst, wie=wie, datum=datum, bron=bron, path=file)


@given(made=st.lists(one_note, max_size=4))
@settings(deadline=None, max_examples=25)
def test_what_is_exported_comes_back_the_same_and_only_once(made: list) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, other = Path(folder, "een.db"), Path(folder, "ander.db")
        written(one, made)
        content = export_json(one)
        assert import_json(content, other) == (len(made), 0)
        assert export_json(other) == content
        assert notes(path=other) == notes(path=one)
        assert all(history(n.id, other) == history(n.id, one) for n in notes(path=one))
        assert import_json(content, other) == (0, len(made))
        assert import_json(content, one) == (0, len(made))
        assert export_json(other) == content


def test_versions_that_follow_are_added_and_older_ones_change_nothing(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander.db"
    note = remark(file)
    early = export_json(file)
    import_json(early, other)
    later = change(note.id, 1, tekst="beter", wie="Bo", path=file)
    assert import_json(export_json(file), other) == (1, 0)
    assert history(note.id, other) == [note, later]
    assert import_json(early, other) == (0, 1)
    assert notes(path=other) == [later]


def test_a_note_that_went_two_ways_is_kept_twice_and_no_more(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "ander.db"
    note = remark(file)
    import_json(export_json(file), other)
    here = change(note.id, 1, tekst="hier", wie="An", path=file)
    there = change(note.id, 1, tekst="daar", wie="Bo", path=other)
    assert import_json(export_json(other), file) == (1, 0)
    assert history(note.id, file) == [note, here]
    assert {n.tekst for n in notes(path=file)} == {"hier", "daar"}
    own = next(n for n in notes(path=file) if n.tekst == "daar")
    assert (own.wie, own.wanneer, own.versie) == (there.wie, there.wanneer, 2)
    assert import_json(export_json(other), file) == (0, 1)


def exported(file: Path, **changed: object) -> dict:
    """An export of one note with its first version changed."""
    explanation(file)
    said = json.loads(export_json(file))
    said["notities"][0]["versies"][0] |= changed
    return said


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"null", b'{"bestand": "x"}', b"\xff\xfe", b"[" * 100_000, b'{"bestand": "notities van de 1G1P-monitor", "indeling": 2, "notities": []}'],
)  # fmt: skip
def test_a_file_that_is_no_export_is_one_sentence(file: Path, content: bytes) -> None:
    with pytest.raises(NotesError, match="bevat geen notities van de monitor"):
        import_json(content, file)
    assert not file.exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tekst": "85073003328"}, "Notitie 1 in dit bestand kan niet bewaard worden.*rijksregisternummer"),
        ({"tekst": ""}, "Er staat geen tekst"),
        ({"tekst": 5}, "niet volledig of niet leesbaar"),
        ({"wanneer": "gisteren"}, "niet volledig of niet leesbaar"),
        ({"wanneer": "2026-01-01T10:00:00"}, "niet volledig of niet leesbaar"),
        ({"wanneer": "0001-01-01T00:00:00+10:00"}, "niet volledig of niet leesbaar"),
        ({"versie": 2}, "niet volledig of niet leesbaar"),
        ({"ingetrokken": "nee"}, "niet volledig of niet leesbaar"),
        ({"datum": 2026}, "niet volledig of niet leesbaar"),
    ],
)
def test_a_note_that_is_wrong_stops_the_whole_import(tmp_path: Path, file: Path, changed: dict, said: str) -> None:
    content = exported(tmp_path / "bron.db", **changed)
    good = json.loads(export_json(tmp_path / "bron.db"))["notities"]
    content["notities"] += [{**good[0], "id": "0" * 32}]
    with pytest.raises(NotesError, match=said):
        import_json(json.dumps(content).encode(), file)
    assert notes(path=file) == []


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda x: st.lists(x) | st.dictionaries(st.sampled_from(["id", "sv_id", "versies", "tekst"]), x)))  # fmt: skip
@settings(deadline=None, max_examples=60)
def test_nothing_in_an_export_gives_another_error(record: object) -> None:
    content = {"bestand": "notities van de 1G1P-monitor", "indeling": 1, "notities": [record]}
    with tempfile.TemporaryDirectory() as folder, pytest.raises(NotesError):
        import_json(json.dumps(content).encode(), Path(folder, FILE_NAME))


# ------------------------------------------------------------------ restart and kill

SAVING = """
import sys
from pathlib import Path
from notes.store import add, change
file, n = Path(sys.argv[1]), int(sys.argv[2])
print("begonnen", flush=True)
while True:
    n += 1
    note = add("gent", "opmerking", f"{n} " + "abcdefghij" * (n % 400), "An", path=file)
    print(note.id, 1, flush=True)
    for versie in (1, 2):
        change(note.id, versie, tekst=f"{n} " + "klmnopqrst" * (n % 400), wie="Bo", path=file)
        print(note.id, versie + 1, flush=True)
"""


def test_notes_survive_a_restart(file: Path) -> None:
    note = remark(file)
    script = "import sys; from pathlib import Path; from notes.store import notes; print(notes(path=Path(sys.argv[1]))[0].id)"
    said = subprocess.run(
        [sys.executable, "-c", script, str(file)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == note.id
    assert [path.name for path in file.parent.iterdir()] == [FILE_NAME]  # one file, that can be copied


@pytest.mark.skipif(sys.platform == "win32", reason="signalen van Unix")
def test_a_save_killed_at_any_moment_leaves_no_half_note(file: Path) -> None:
    """Ten kills on one file. What was reported as saved is there, whole; at most one save more, that was not reported."""
    draw, confirmed, unreported = random.Random(6), 0, 0
    for nth in range(10):
        command = [sys.executable, "-c", SAVING, str(file), str(nth * 1000)]
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert running.stdout.readline() == "begonnen\n"
        time.sleep(0.02 + draw.random() * 0.25)
        running.send_signal(signal.SIGKILL)
        lines = [line.split() for line in running.communicate()[0].splitlines() if line.count(" ") == 1]
        assert running.returncode == -signal.SIGKILL
        confirmed += len(lines)
        assert all(int(versie) <= len(history(id_, file)) for id_, versie in lines)
        total = whole_versions(file)
        assert confirmed + unreported <= total <= confirmed + unreported + 1
        unreported = total - confirmed
    assert confirmed > 10
    remark(file)


def whole_versions(file: Path) -> int:
    """The number of versions, after a look at each: no half text, no gap, and a file that SQLite finds sound."""
    with sqlite3.connect(file) as con:
        assert con.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert con.execute("pragma foreign_key_check").fetchall() == []
        bare = "select count(*) from notitie where id not in (select notitie_id from versie)"
        assert con.execute(bare).fetchone() == (0,)
    con.close()
    versions = [history(note.id, file) for note in notes(path=file)]
    for found in versions:
        assert [v.versie for v in found] == list(range(1, len(found) + 1))
        for v in found:
            number = int(v.tekst.split()[0])
            assert v.tekst == f"{number} {('abcdefghij' if v.versie == 1 else 'klmnopqrst') * (number % 400)}".strip()
    return sum(map(len, versions))


# ------------------------------------------------------------------ disks and files


def limited() -> None:
    """No file of this process may grow beyond 64 KiB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 10, 64 << 10))


FILLING = """
import sys
from pathlib import Path
from notes.store import NotesError, add
try:
    for n in range(100):
        add("gent", "opmerking", "x" * 4000, "An", path=Path(sys.argv[1]))
except NotesError as error:
    print(n, error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limieten van Unix")
def test_a_file_that_may_not_grow_is_one_sentence_and_the_others_stay(file: Path) -> None:
    remark(file)
    done = subprocess.run(
        [sys.executable, "-c", FILLING, str(file)], cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, check=True
    )  # fmt: skip
    number, said = done.stdout.split(" ", 1)
    assert said.startswith("notities.db kan niet geschreven worden: de schijf is vol")
    assert len(notes(path=file)) == 1 + int(number)
    remark(file)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 KiB; only root may make one."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(folder)]
    if sys.platform == "win32" or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("een eigen bestandssysteem mag hier niet; de limiet op de bestandsgrootte is hierboven getest")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(file: Path) -> None:
    for _ in range(200):
        remark(file, "x" * 5000)


def test_a_full_disk_is_one_sentence_and_the_others_stay(small_disk: Path) -> None:
    file = small_disk / FILE_NAME
    first = remark(file)
    with pytest.raises(NotesError, match=r"^notities\.db kan niet geschreven worden: de schijf is vol"):
        fill(file)
    before = notes(path=file)
    assert before[0] == first
    assert len(before) > 1
    assert {note.tekst for note in before[1:]} == {"x" * 5000}


def test_a_disk_that_may_not_be_written_is_read_and_not_written(small_disk: Path) -> None:
    file = small_disk / FILE_NAME
    note = remark(file)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert notes(path=file) == [note]
    assert state(file)[3] == 1
    with pytest.raises(NotesError, match=r"notities\.db kan niet geopend of geschreven worden"):
        remark(file)
    with pytest.raises(NotesError, match="kan niet geopend of geschreven worden"):
        add("gent", "opmerking", "x", "An", path=small_disk / "nieuw.db")
    assert notes(path=file) == [note]


def test_a_folder_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotesError, match="kijk na of de map bestaat"):
        remark(tmp_path / "weg" / FILE_NAME)
    assert notes(path=tmp_path / "weg" / FILE_NAME) == []


@pytest.mark.parametrize("content", [b"geen databank, wel een lange regel tekst " * 10, b"\x00" * 4096])
def test_a_file_of_another_kind_is_one_sentence_and_stays_as_it_is(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    for work in (notes, export_json, state, remark):
        with pytest.raises(NotesError, match="is geen bestand met notities"):
            work(file) if work in (export_json, state, remark) else work(path=file)
    assert file.read_bytes() == content


def test_another_database_and_a_newer_layout_are_refused(file: Path, tmp_path: Path) -> None:
    with sqlite3.connect(file) as con:
        con.execute("create table iets (a)")
    con.close()
    with pytest.raises(NotesError, match="is geen bestand met notities"):
        remark(file)
    newer = tmp_path / "nieuwer.db"
    remark(newer)
    with sqlite3.connect(newer) as con:
        con.execute("pragma user_version = 2")
    con.close()
    for work in (remark, state):
        with pytest.raises(NotesError, match="nieuwere versie van de monitor"):
            work(newer)


def test_who_waits_too_long_for_another_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("notes.store.PATIENCE_SECONDS", 0.05)
    note = remark(file)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("begin immediate")
    with pytest.raises(NotesError, match="iemand anders bewaart op dit moment"):
        remark(file)
    assert notes(path=file) == [note]  # reading does not wait for who writes
    holder.close()
    remark(file)
    assert os.listdir(file.parent) == [FILE_NAME]
