"""How long it takes to write a figure to a file, in each format, forty figures in one run of the command, the figurenboek
and the sixteen fiches."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench.measurement import Measurement, timed
from figures.catalogue import ENTRIES, LINE, MAP, TABLE, view
from figures.exhibit import exhibit
from figures.files.exports import FORMATS
from tests.browser.server import ROOT

AIM = 20.0
BOOK_AIM = 120.0
MANY = 40
ONE = "aanmeldingen"


def measurements(runs: int = 6) -> Iterator[Measurement]:
    """Each format of one figure in each shape of drawing, in this process; then many pictures in a process of their own."""
    for form in (LINE, MAP, TABLE):
        shown = exhibit(view(ONE, form))
        for kind in FORMATS.values():
            taken = tuple(timed(lambda: kind.write(shown, "a4")) for _ in range(runs))  # noqa: B023 - called at once
            yield Measurement(f"{ONE} als {form}, {kind.name}", taken)
    for kind in ("png", "xlsx"):
        yield Measurement(f"{MANY} figuren in één opdracht, {kind}", tuple(_many(kind) for _ in range(2)), AIM)
    for command, what in (("boek", "het figurenboek"), ("fiche", "zestien fiches, Word en PDF")):
        seconds, most = _whole(command)
        yield Measurement(f"{what}, hoogstens {most} MB geheugen", (seconds,), BOOK_AIM)


def _many(kind: str) -> float:
    names = [f"{name}:{form}" for name, entry in ENTRIES.items() for form in entry.forms][:MANY]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "figures", "export", *names, "--formaat", kind, "--uit", folder]
        seconds = timed(lambda: _run(command))
        written = len(list(Path(folder).iterdir()))
    if written != MANY:
        raise RuntimeError(f"Er zijn {written} bestanden geschreven, niet {MANY}.")
    return seconds


def _whole(command: str) -> tuple[float, int]:
    """Seconds, and the megabytes of memory it took at most, of a command that writes a whole publication."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "figures", command, "--uit", str(Path(folder) / "uit")]
        start = time.perf_counter()
        with subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, status, used = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"python -m figures {command} is mislukt.")
    return seconds, used.ru_maxrss // 1024


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"python -m figures export is mislukt:\n{done.stderr}")
