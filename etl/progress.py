"""Tell how far the reading of a large delivery is, now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet

EVERY_SECONDS = 2.0
CHUNK = 1 << 20

Progress = Callable[[float | None, str], None]
"""Gets the share that is done (0 to 1, or None when nobody knows) and a Dutch sentence."""


def quiet(share: float | None, sentence: str) -> None:
    """The default, for whoever does not want to hear it."""


class ReadingProgress:
    """Give it (path, rows read so far) after every batch; it speaks at most every two seconds."""

    def __init__(self, say: Progress) -> None:
        self._say = say
        self._last = time.monotonic()
        self._rows: dict[Path, int | None] = {}

    def __call__(self, path: Path, rows: int) -> None:
        if time.monotonic() - self._last < EVERY_SECONDS:
            return
        total = self._rows.setdefault(path, expected_rows(path))
        share = min(rows / total, 1.0) if total else None
        part = f" ({share:.0%})".replace("%", " %") if share is not None else ""
        self._say(share, f"{path.name}: {rows:,} rijen gelezen{part}".replace(",", "."))
        self._last = time.monotonic()


def expected_rows(path: Path) -> int | None:
    """About how many rows a file holds, without reading them; None when only reading tells."""
    name = path.name.lower()
    try:
        if name.endswith((".csv", ".tsv")):
            return _line_ends(path)
        return pyarrow.parquet.read_metadata(path).num_rows if name.endswith(".parquet") else None
    except (OSError, pyarrow.ArrowException):
        return None  # what is wrong with the file is told by the reading itself


def _line_ends(path: Path) -> int:
    with path.open("rb") as raw:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: raw.read(CHUNK), b""))
