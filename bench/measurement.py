"""One measured duration: every run, what it aims at, and how it reads in a table."""

from __future__ import annotations

import json
import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

HEAD = ("meting", "eerste", "volgende (mediaan)", "slechtste volgende", "keer", "doel")


@dataclass(frozen=True)
class Measurement:
    """Seconds of each run in the order they were made; the aim in seconds holds for the median of the later runs."""

    what: str
    seconds: tuple[float, ...]
    aim: float | None = None

    @property
    def later(self) -> tuple[float, ...]:
        """All runs but the first, which is often cold; the first when it is the only one."""
        return self.seconds[1:] or self.seconds

    def row(self) -> tuple[str, ...]:
        """The cells of this measurement under HEAD."""
        median = statistics.median(self.later)
        verdict = "" if self.aim is None else f"{dutch(self.aim)} {'gehaald' if median <= self.aim else 'NIET gehaald'}"
        times = (dutch(seconds) for seconds in (self.seconds[0], median, max(self.later)))
        return (self.what, *times, str(len(self.seconds)), verdict)


def dutch(seconds: float) -> str:
    """Seconds with a decimal comma, to the hundredth."""
    return f"{seconds:.2f} s".replace(".", ",")


def timed(action: Callable[[], object]) -> float:
    """Wall-clock seconds that an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def table(measurements: Iterable[Measurement]) -> str:
    """A Markdown table, to be pasted in docs/ as it is."""
    rows = [HEAD, *(measurement.row() for measurement in measurements)]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def machine() -> str:
    """Where the figures come from: they say nothing without it."""
    return f"{os.cpu_count()} kernen, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def write(measurements: Iterable[Measurement], folder: Path) -> Path:
    """Every single run as JSON, in a new file named after the time; returns that file."""
    moment = datetime.now().astimezone()
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{moment:%Y%m%d-%H%M%S}.json"
    found = {"op": moment.isoformat(), "machine": machine(), "metingen": [asdict(one) for one in measurements]}
    target.write_text(json.dumps(found, ensure_ascii=False, indent=1), encoding="utf-8")
    return target
