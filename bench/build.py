"""How long the default warehouse takes, from nothing: the demo deliveries and the build."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import demo
from bench.measurement import Measurement, timed
from tests.browser.server import BUILT, ROOT

AIM = 20.0


def measurements(runs: int = 3) -> Iterator[Measurement]:
    """The demo deliveries and the build apart; the aim holds for the two together, once."""
    with tempfile.TemporaryDirectory() as folder:
        making = timed(lambda: demo.generate(Path(folder) / "demo", report=lambda _: None))
    building = [_build() for _ in range(runs)]
    yield Measurement("demogegevens maken", (making,))
    yield Measurement("warehouse bouwen", tuple(building))
    yield Measurement("demogegevens en warehouse samen", (making + building[0],), AIM)


def _build() -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "etl", "--warehouse", str(Path(folder) / "warehouse.duckdb")]
        return timed(lambda: _run(command))


def _run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in BUILT:
        raise RuntimeError(f"python -m etl is mislukt:\n{done.stdout}{done.stderr}")
