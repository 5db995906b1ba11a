"""Every stamp that was handed out, with what is needed to make that figure again.

Two things stand beside the kept versions, in the folder `versies`: `stempels.jsonl`, a line per stamp, and
`definities`, the text of a question under its own hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

from filelock import FileLock, Timeout

from figures.figure import Figure
from queries import KEPT_FOLDER, Version, ask, current_version, definition, warehouse_path

STAMPS, DEFINITIONS = "stempels.jsonl", "definities"
HASH_LENGTH = 12
PATIENCE_SECONDS = 1.0  # a page does not wait longer for another process that writes a line


@dataclass(frozen=True)
class HandedOut:
    """A stamp, the address that restores its view, the kept version and the definition it was made from."""

    stempel: str
    adres: str
    versie: str
    definitie: str


_lock = threading.Lock()
_known: dict[Path, set[str]] = {}
_refused: set[Path] = set()


def remember(figure: Figure, address: str) -> None:
    """Write down that this stamp was handed out, once; of a figure as it was before nothing is written down."""
    folder = _folder()
    with _lock:
        if figure.stamp in _stamps(folder) or figure.version != _build(current_version())["data_versie"]:
            return
        _known[folder].add(figure.stamp)
        # A disk that is full or may not be written must not keep a reader from a page: what is lost is that this
        # stamp can be found back, and whoever looks for it is told so.
        try:
            _write(folder, figure, address)
        except (OSError, Timeout):
            _refused.add(folder)


def look_up(stamp: str) -> HandedOut | None:
    """What was written down of a stamp; None when it was not handed out here."""
    return next((one for one in _lines(_folder()) if one.stempel == stamp), None)


def defined(short: str) -> str | None:
    """The text of a question by the first 12 characters of its hash; None when it was not kept whole."""
    try:
        text = (_folder() / DEFINITIONS / f"{short}.sql").read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None
    return text if short_hash(text) == short else None


def short_hash(text: str) -> str:
    """The name of a definition."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_LENGTH]


def version_name(version: Version) -> str:
    """The name under which a version is kept."""
    return _build(version)["versie"]


def cannot_write() -> bool:
    """Whether a stamp of this process could not be written down."""
    return _folder() in _refused


def _folder() -> Path:
    return warehouse_path().with_name(KEPT_FOLDER)


@lru_cache(maxsize=16)
def _build(version: Version) -> dict:
    return ask("stappen", version=version).row(0, named=True)


def _stamps(folder: Path) -> set[str]:
    if folder not in _known:
        _known[folder] = {one.stempel for one in _lines(folder)}
    return _known[folder]


def _lines(folder: Path) -> Iterator[HandedOut]:
    """Every line that is whole; a line that a killed process tore off, or that something else wrote, is passed over."""
    try:
        said = (folder / STAMPS).read_bytes().splitlines()
    except OSError:
        return
    for line in said:
        with suppress(ValueError, TypeError):
            found = HandedOut(**json.loads(line))
            if all(isinstance(value, str) for value in asdict(found).values()):
                yield found


def _write(folder: Path, figure: Figure, address: str) -> None:
    text = definition(figure.name)
    entry = HandedOut(figure.stamp, address, version_name(current_version()), short_hash(text))
    folder.mkdir(exist_ok=True)
    _keep_definition(folder / DEFINITIONS / f"{entry.definitie}.sql", text)
    with FileLock(folder / ".stempels.slot", timeout=PATIENCE_SECONDS, fallback_to_soft=False):
        _append(folder / STAMPS, json.dumps(asdict(entry), ensure_ascii=False))


def _keep_definition(path: Path, text: str) -> None:
    if path.exists():
        return
    path.parent.mkdir(exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}")
    beside.write_bytes(text.encode())
    beside.replace(path)


def _append(path: Path, line: str) -> None:
    with path.open("a+b") as file:
        torn = file.tell() > 0 and _last_byte(file) != b"\n"
        file.write(b"\n" * torn + line.encode() + b"\n")


def _last_byte(file) -> bytes:
    file.seek(-1, os.SEEK_END)
    return file.read(1)
