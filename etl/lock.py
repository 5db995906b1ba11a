"""One build at a time, and nothing left of a build that was killed.

The operating system holds the lock: when a process dies, however, its lock dies with it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

PATIENCE_SECONDS = 900.0
INCOMING = ".inkomend-"  # folder inside raw/binc where a delivery waits until its warehouse is complete


class BusyError(Exception):
    """Another build held on for too long; the message is one Dutch sentence that says which."""


@contextmanager
def only_build(target: Path, report: Callable[[str], None], patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the one place to build `target`, and clean what killed builds left there.

    Waits at most `patience` seconds for another build, and reports whom it waits for. Raises BusyError.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with _held(target.with_name(f".{target.name}.slot"), _note(target), report, patience):
        remove_leftovers(target)
        yield


@contextmanager
def only_change(binc: Path, report: Callable[[str], None], patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the one place to add or take back a delivery in the folder `binc`. Raises BusyError."""
    binc.mkdir(parents=True, exist_ok=True)
    with _held(binc / ".slot", binc / ".bezig", report, patience):
        _remove_incoming(binc)
        yield


def remove_leftovers(target: Path) -> None:
    """Remove unfinished warehouses beside `target`; only for whoever holds its lock, or knows that nobody builds."""
    for left in target.parent.iterdir():
        if left.name.startswith(f".{target.name}.") and ".nieuw" in left.name:
            _remove(left)


def remove_abandoned(binc: Path) -> None:
    """Remove deliveries that a killed loading left halfway, unless one is being loaded at this moment."""
    if binc.is_dir() and any(binc.glob(f"{INCOMING}*")):
        with suppress(Timeout, OSError), _lock(binc / ".slot").acquire(timeout=0):
            _remove_incoming(binc)


def _remove_incoming(binc: Path) -> None:
    for left in binc.glob(f"{INCOMING}*"):
        _remove(left)


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def _lock(path: Path) -> FileLock:
    # Never the soft kind: it is a file that stays behind, and would block for ever after a kill.
    return FileLock(path, fallback_to_soft=False)


@contextmanager
def _held(slot: Path, note: Path, report: Callable[[str], None], patience: float) -> Iterator[None]:
    lock = _lock(slot)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        _wait(lock, note, report, patience)
    try:
        _write_note(note)
        yield
    finally:
        note.unlink(missing_ok=True)
        # While the lock is still held: whoever then gets hold of the removed file notices, and starts over.
        with suppress(OSError):  # Windows removes no open file; a slot that stays blocks nobody
            slot.unlink(missing_ok=True)
        lock.release()


def _wait(lock: FileLock, note: Path, report: Callable[[str], None], patience: float) -> None:
    report(f"Wachten: {_who(note)} is bezig.")
    try:
        lock.acquire(timeout=patience)
    except Timeout:
        raise BusyError(f"{_who(note)} is nog altijd bezig. Probeer het straks opnieuw.") from None


def _note(target: Path) -> Path:
    return target.with_name(f".{target.name}.bezig")


def _write_note(note: Path) -> None:
    # Only for the sentence to whoever waits; on a full disk the build itself says what is wrong.
    with suppress(OSError):
        note.write_text(f"proces {os.getpid()}, sinds {datetime.now():%d/%m/%Y %H:%M}", encoding="utf-8")


def _who(note: Path) -> str:
    try:
        return f"een andere bouw ({note.read_text(encoding='utf-8')})"
    except OSError:
        return "een andere bouw"
