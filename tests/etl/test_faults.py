"""Real faults: killed processes, full disks, two builds at once, a reader in between. The old warehouse stays whole, or
the new one is complete."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from etl.build import is_current
from etl.deliveries import DeliveryError, history, load, undo_last
from etl.lock import INCOMING, BusyError, only_build, only_change
from tests.etl.delivery_files import LOADED_WITH, ROOT, Place, dossiers, place, tables, write_delivery

MIB = 1 << 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signalen en limieten van Unix")

LOADING = """
import os, signal, sys
from datetime import date
from pathlib import Path
from etl.deliveries import DeliveryError, load, undo_last
from tests.etl.delivery_files import LOADED_WITH, Place
folder, what, upload, kill_at = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
steps, replace = 0, os.replace
def replaced(source, target):
    global steps
    steps += 1
    if steps == kill_at:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)
os.replace = replaced
print("begonnen", flush=True)
try:
    if what == "laden":
        load(upload, **LOADED_WITH, **Place(folder).where)
    else:
        undo_last(**Place(folder).where)
except DeliveryError as error:
    print(error)
    sys.exit(2)
print("gedaan", steps)
"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place with a built warehouse and an upload beside it, to copy."""
    made = place(tmp_path_factory.mktemp("voorbeeld")).build()
    write_delivery(made.folder / "nieuw_20240304.csv", dossiers(21, 400, "2023-07"))
    return made


@pytest.fixture
def built(example: Place, tmp_path: Path) -> Place:
    """A place with a built warehouse and an upload beside it."""
    return example.copy_to(tmp_path / "plaats")


def upload_of(built: Place) -> Path:
    return built.folder / "nieuw_20240304.csv"


def etl(built: Place) -> list[str]:
    return [sys.executable, "-m", "etl", "--raw", str(built.raw), "--warehouse", str(built.warehouse), "--zonder-demo"]


def loading(built: Place, what: str, kill_at: int = 0) -> list[str]:
    return [sys.executable, "-c", LOADING, str(built.folder), what, str(upload_of(built)), str(kill_at)]


def dossier_count(built: Place) -> int:
    """Reads every row of the biggest table, so that a warehouse that is not whole shows."""
    with duckdb.connect(str(built.warehouse), read_only=True) as con:
        con.sql("select sum(hash(d)) from dossier d").fetchall()
        return con.sql("select count(*) from dossier").fetchall()[0][0]


def beside_the_warehouse(built: Place) -> list[str]:
    return sorted(path.name for path in built.warehouse.parent.iterdir())


# ------------------------------------------------------------------ kill -9


def test_a_build_killed_at_any_moment_leaves_a_whole_warehouse(built: Place) -> None:
    """Eight kills, spread over the time a build takes; every time the warehouse is the old or the new one."""
    upload_of(built).rename(built.binc / "nieuw_20240304.csv")
    start = time.monotonic()
    old = built.copy_to(built.folder.parent / "oud")
    subprocess.run(etl(old), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    whole = time.monotonic() - start
    draw, killed, leftovers = random.Random(9), 0, 0
    for nth in range(8):
        running = subprocess.Popen(etl(built), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (nth + draw.random()) / 8)
        running.send_signal(signal.SIGKILL)
        killed += running.wait() == -signal.SIGKILL
        leftovers += any("nieuw" in name for name in beside_the_warehouse(built))
        assert dossier_count(built) in (20, 400)
    assert killed >= 4
    subprocess.run(etl(built), cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    assert dossier_count(built) == 400
    assert beside_the_warehouse(built) == ["versies", "warehouse.duckdb"]
    assert tables(built.warehouse) == tables(old.warehouse)


def test_what_a_killed_build_left_is_cleaned(built: Place) -> None:
    running = subprocess.Popen(etl(built), cwd=ROOT, stdout=subprocess.DEVNULL)
    while not list(built.warehouse.parent.glob(".*.nieuw")):
        assert running.poll() is None
    running.kill()
    running.wait()
    assert len(beside_the_warehouse(built)) > 1
    built.build()
    assert beside_the_warehouse(built) == ["versies", "warehouse.duckdb"]


@pytest.mark.parametrize(("what", "steps"), [("laden", (1, 2, 3, 4, 5)), ("terugnemen", (2, 4, 5))])
def test_a_load_killed_at_each_step_loses_nothing(built: Place, what: str, steps: tuple[int, ...]) -> None:
    """Moving the file, its sidecar, the line in the history, the version that is kept and the warehouse into place:
    killed before each of them."""
    content = upload_of(built).read_bytes()
    if what == "terugnemen":
        load(upload_of(built), **LOADED_WITH, **built.where)
    for step in steps:
        copy = built.copy_to(built.folder.parent / f"stap{step}")
        done = subprocess.run(loading(copy, what, step), cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == -signal.SIGKILL, (step, done.stdout, done.stderr)
        assert dossier_count(copy) == (20 if what == "laden" else 400)
        somewhere = [copy.folder, copy.binc, copy.binc / "teruggenomen"]
        assert content in [path.read_bytes() for folder in somewhere for path in folder.glob("nieuw*.csv")]
        stands = (copy.binc / "nieuw_20240304.csv").exists()
        copy.build()
        assert dossier_count(copy) == (400 if stands else 20)
        assert is_current(copy.inputs, copy.warehouse)
        assert not list(copy.binc.glob(f"{INCOMING}*"))
        in_history = [entry for entry in history(copy.raw) if entry.bestand == "nieuw_20240304.csv"]
        assert in_history or not stands
    last = built.copy_to(built.folder.parent / "geheel")
    done = subprocess.run(loading(last, what), cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["begonnen", "gedaan", "5"]


def test_a_load_killed_at_any_moment_leaves_all_as_it_was_or_done(built: Place) -> None:
    draw = random.Random(4)
    for nth in range(3):
        copy = built.copy_to(built.folder.parent / f"keer{nth}")
        running = subprocess.Popen(loading(copy, "laden"), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert running.stdout.readline() == "begonnen\n"
        time.sleep((nth + draw.random()) * 0.3)
        running.kill()
        running.communicate()
        stands = (copy.binc / "nieuw_20240304.csv").exists()
        assert dossier_count(copy) in ((20, 400) if stands else (20,))
        copy.build()
        assert dossier_count(copy) == (400 if stands else 20)


# ------------------------------------------------------------------ a full disk


def limited() -> None:
    """No file of this process may grow beyond 2 MiB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (2 * MIB, 2 * MIB))


def test_files_that_may_not_grow_are_one_sentence_and_the_old_warehouse_stays(built: Place) -> None:
    before = built.contents()
    done = subprocess.run(etl(built), cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, check=False)
    assert done.returncode == 2
    assert "- warehouse.duckdb kan niet geschreven worden: de schijf is vol." in done.stderr
    assert "De vorige warehouse.duckdb blijft staan." in done.stderr
    assert "Traceback" not in done.stderr
    assert built.contents() == before


def test_a_load_without_room_changes_nothing(built: Place) -> None:
    before = built.contents()
    command = loading(built, "laden")
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, check=False)
    assert done.returncode == 2, done.stderr
    assert "Er is niets veranderd. warehouse.duckdb kan niet geschreven worden: de schijf is vol." in done.stdout
    assert built.contents() == before


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 3 MiB; only root may make one."""
    folder = tmp_path / "schijf"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("een eigen bestandssysteem mag hier niet; de limiet op de bestandsgrootte is hierboven getest")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_is_really_full_is_one_sentence(built: Place, small_disk: Path) -> None:
    target = small_disk / "warehouse.duckdb"
    target.write_bytes(b"de vorige")
    command = [*etl(built), "--warehouse", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "- warehouse.duckdb kan niet geschreven worden: de schijf is vol." in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in small_disk.iterdir()] == ["warehouse.duckdb"]
    assert target.read_bytes() == b"de vorige"


def test_a_delivery_that_does_not_fit_is_not_half_loaded(built: Place, small_disk: Path) -> None:
    """The raw files on the full disk, the warehouse on another."""
    shutil.move(built.raw, small_disk / "raw")
    here = Place(small_disk)
    full = small_disk / "vol"
    full.write_bytes(bytes(3 * MIB - sum(path.stat().st_blocks * 512 for path in small_disk.rglob("*")) - 64 * 1024))
    large = write_delivery(built.folder / "groot.csv", dossiers(21, 9000, "2023-07"))
    before = sorted(path.name for path in here.binc.iterdir())
    with pytest.raises(DeliveryError, match=r"Er is niets veranderd\. De schijf is vol"):
        load(large, **LOADED_WITH, **(built.where | {"raw": here.raw}))
    assert sorted(path.name for path in here.binc.iterdir()) == before
    assert dossier_count(built) == 20


# ------------------------------------------------------------------ two at once


def test_a_second_build_waits_and_says_for_whom(built: Place) -> None:
    with only_build(built.warehouse, print):
        waiting = subprocess.Popen(etl(built), cwd=ROOT, stdout=subprocess.PIPE, text=True)
        lines = [waiting.stdout.readline() for _ in range(2)]
        assert f"Wachten: een andere bouw (proces {os.getpid()}, sinds " in lines[1]
        assert waiting.poll() is None
    rest, _ = waiting.communicate(timeout=60)
    assert waiting.returncode == 0
    assert "warehouse.duckdb is klaar." in rest
    assert beside_the_warehouse(built) == ["versies", "warehouse.duckdb"]


def test_whoever_waits_too_long_is_told(built: Place) -> None:
    said: list[str] = []
    who = rf"een andere bouw \(proces {os.getpid()}, sinds .*\) is nog altijd bezig"
    with only_build(built.warehouse, said.append), pytest.raises(BusyError, match=who):
        in_a_thread(lambda: enter(only_build(built.warehouse, said.append, patience=0.1)))
    assert len(said) == 1


def enter(held) -> None:
    with held:
        pass


def in_a_thread(work) -> None:
    """Run in another thread, as two sessions of the dashboard do; what it raises is raised here."""
    raised: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            raised.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    if raised:
        raise raised[0]


def test_a_lock_of_a_killed_process_blocks_nobody(built: Place) -> None:
    script = (
        "import sys, time; from pathlib import Path; from etl.lock import only_build\n"
        "with only_build(Path(sys.argv[1]), print):\n    print('vast', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(built.warehouse)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "vast\n"
    holder.kill()
    holder.communicate()
    said: list[str] = []
    enter(only_build(built.warehouse, said.append, patience=0.1))
    assert said == []
    assert beside_the_warehouse(built) == ["versies", "warehouse.duckdb"]


def test_loads_at_the_same_moment_come_one_after_the_other(built: Place) -> None:
    uploads = [write_delivery(built.folder / f"extra{n}.csv", dossiers(500 + n, 500 + n, "2023-08")) for n in range(3)]
    threads = [threading.Thread(target=load, args=(path,), kwargs=LOADED_WITH | built.where) for path in uploads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dossier_count(built) == 23
    assert is_current(built.inputs, built.warehouse)
    assert len(history(built.raw)) == 4


def test_a_load_in_progress_is_not_cleaned_away_by_a_build(built: Place) -> None:
    busy = built.binc / f"{INCOMING}bezig"
    with only_change(built.binc, print):
        busy.mkdir()
        in_a_thread(built.build)
        assert busy.exists()
    built.build()
    assert not busy.exists()


# ------------------------------------------------------------------ a reader in between


def test_a_reader_keeps_its_answer_and_the_next_gets_the_new_one(built: Place) -> None:
    with duckdb.connect(":memory:") as reader:
        reader.execute(f"attach '{built.warehouse}' as oud (read_only)")
        load(upload_of(built), **LOADED_WITH, **built.where)
        assert reader.sql("select count(*) from oud.dossier").fetchall() == [(20,)]
    assert dossier_count(built) == 400
    undo_last(**built.where)
    assert dossier_count(built) == 20


def test_a_folder_that_cannot_be_written_is_one_sentence(built: Place) -> None:
    blocked = built.folder / "bestand"
    blocked.write_text("geen map", encoding="utf-8")
    with pytest.raises(DeliveryError, match="Er is niets veranderd"):
        load(upload_of(built), **LOADED_WITH, **(built.where | {"warehouse": blocked / "warehouse.duckdb"}))
    assert upload_of(built).exists()
