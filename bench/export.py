"""How long it takes to write a figure to a file, in each format, and forty figures in one run of the command."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measurement import Measurement, timed
from figures.catalogue import ENTRIES, LINE, MAP, TABLE, view
from figures.exhibit import exhibit
from figures.exports import FORMATS
from tests.browser.server import ROOT

AIM = 20.0
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


def _many(kind: str) -> float:
    names = [f"{name}:{form}" for name, entry in ENTRIES.items() for form in entry.forms][:MANY]
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "figures", "export", *names, "--formaat", kind, "--uit", folder]
        seconds = timed(lambda: _run(command))
        written = len(list(Path(folder).iterdir()))
    if written != MANY:
        raise RuntimeError(f"Er zijn {written} bestanden geschreven, niet {MANY}.")
    return seconds


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"python -m figures export is mislukt:\n{done.stderr}")
