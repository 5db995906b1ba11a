"""Keep of every version that ever stood what is needed to find a figure back: every table without rows about people.

A kept version is a small database beside the warehouse, `versies/<first 12 of invoer_hash>.duckdb`, that answers the
same questions. Its table `stap` says what lies between the warehouse that it replaced and itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from etl.load import Warehouse

FOLDER = "versies"
ABOUT_PEOPLE = ("dossier", "signaal")
NAME_LENGTH = 12
STEP = Path(__file__).with_name("step.sql")
STEP_BEFORE = Path(__file__).with_name("step_before.sql")
KEPT, PREVIOUS, BEFORE = "bewaard", "vorige", "eerder"  # the names of the databases in the two scripts


@dataclass
class Draft:
    """A version being written at `path`; `final` is where it will stand, None when there is nothing to keep."""

    path: Path
    final: Path | None = None


@contextmanager
def version_draft(target: Path) -> Iterator[Draft]:
    """A place beside the kept versions of `target`, gone afterwards; only for whoever holds the lock of its build."""
    folder = target.with_name(FOLDER)
    for left in folder.glob(f".{target.name}.*"):  # of a build that was killed
        left.unlink(missing_ok=True)
    draft = Draft(folder / f".{target.name}.{os.getpid()}.nieuw")
    try:
        yield draft
    finally:
        draft.path.unlink(missing_ok=True)
        draft.path.with_name(f"{draft.path.name}.wal").unlink(missing_ok=True)
        with suppress(OSError):  # there is something in it, or it was never made
            folder.rmdir()


def write_version(warehouse: Warehouse, target: Path, draft: Draft) -> None:
    """Write what is kept of `warehouse`, which is about to replace `target`, to the draft.

    Writes nothing when the same inputs are built again. A warehouse at `target` that cannot be read, or has another
    schema because older code made it, gives no step. Raises what writing to a full disk raises.
    """
    final = target.with_name(FOLDER) / f"{_name(warehouse)}.duckdb"
    replaced = _attached_name(warehouse, target)
    if not final.exists() or replaced not in (None, final.stem):
        draft.path.parent.mkdir(exist_ok=True)
        warehouse.attach_small(draft.path, KEPT)
        warehouse.copy_tables(KEPT, without=ABOUT_PEOPLE)
        _write_steps(warehouse, final, replaced)
        warehouse.detach(KEPT)
        draft.final = final
    if replaced:
        warehouse.detach(PREVIOUS)


@contextmanager
def placed(draft: Draft) -> Iterator[None]:
    """Held around the step that replaces the warehouse: the draft stands among the kept versions, unless that fails."""
    if draft.final is None:
        yield
        return
    first = not draft.final.exists()
    os.replace(draft.path, draft.final)
    try:
        yield
    except BaseException:
        if first:
            draft.final.unlink(missing_ok=True)
        raise


def _write_steps(warehouse: Warehouse, final: Path, replaced: str | None) -> None:
    if replaced not in (None, final.stem) and warehouse.same_columns("dossier", PREVIOUS):
        warehouse.run(STEP, {"vorige": replaced})
    if warehouse.attach_if_readable(final, BEFORE):
        warehouse.run(STEP_BEFORE, {"vorige": replaced})
        warehouse.detach(BEFORE)


def _attached_name(warehouse: Warehouse, target: Path) -> str | None:
    """The name of the version at `target`, after attaching it as `vorige`; None when there is none to read."""
    if not warehouse.attach_if_readable(target, PREVIOUS):
        return None
    if warehouse.same_columns("bouw", PREVIOUS):
        return _name(warehouse, f"{PREVIOUS}.bouw")
    warehouse.detach(PREVIOUS)
    return None


def _name(warehouse: Warehouse, table: str = "bouw") -> str | None:
    found = warehouse.rows(f"select invoer_hash from {table}")["invoer_hash"].to_list()  # noqa: S608 (one of two names)
    return found[0][:NAME_LENGTH] if found else None
