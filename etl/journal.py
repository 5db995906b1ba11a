"""The history of loadings: raw/binc/ladingen.jsonl, one line per delivery that was loaded or taken back.

Lines are only ever added. The file is written beside and renamed, so that it is always whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path

NAME = "ladingen.jsonl"
LOADED, TAKEN_BACK = "geladen", "teruggenomen"


class JournalError(ValueError):
    """The journal cannot be read; the message is one Dutch sentence."""


@dataclass(frozen=True)
class Loading:
    """One line of the history: what was done, when (UTC), with which file, by whom; the counts are those of that load.

    Counts are None for a file that was put in the folder by hand: nobody wrote down what became of its rows.
    """

    moment: datetime
    actie: str
    bestand: str
    sha256: str
    status: str
    gelezen: int | None = None
    geladen: int | None = None
    geweigerd: int | None = None
    dubbel: int | None = None
    vervangen: int | None = None
    test: int | None = None
    voetregel: int | None = None
    door: str | None = None


def journal_path(binc: Path) -> Path:
    """Where the history of the deliveries in a folder stands."""
    return binc / NAME


def read_journal(binc: Path) -> list[Loading]:
    """Every line, the oldest first; empty without a journal. Raises JournalError with the number of a broken line."""
    path = journal_path(binc)
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    return [_loading(line, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _loading(line: str, number: int) -> Loading:
    try:
        said = json.loads(line)
        moment = datetime.fromisoformat(said.pop("moment"))
        if moment.tzinfo is None:
            raise ValueError
        return Loading(moment=moment, **said)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise JournalError(
            f"{NAME}, regel {number}: deze regel is geen lading. Verbeter of verwijder die regel."
        ) from None


@contextmanager
def noted(binc: Path, loading: Loading) -> Iterator[None]:
    """Add a line, and take it out again when what happens under it fails."""
    path = journal_path(binc)
    before = path.read_bytes() if path.exists() else None
    _write(path, (before or b"") + _line(loading))
    try:
        yield
    except BaseException:
        if before is None:
            path.unlink()
        else:
            _write(path, before)
        raise


def _line(loading: Loading) -> bytes:
    said = asdict(loading) | {"moment": loading.moment.isoformat()}
    return (json.dumps({field.name: said[field.name] for field in fields(Loading)}, ensure_ascii=False) + "\n").encode()


def _write(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.deel")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)
