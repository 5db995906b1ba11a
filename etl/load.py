"""Write a new warehouse beside the old one and rename it into place.

The only module on the writing side that imports duckdb. A build that stops halfway, for whatever
reason, leaves the old warehouse untouched: it only ever worked on a file of its own.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

SCHEMA = Path(__file__).with_name("schema.sql")
MEMORY_LIMIT = "1400MB"
SMALL_BLOCK = 16384  # bytes, the least DuckDB knows
PRIVATE = "monitor-1g1p-"  # start of the name of every temporary folder of ours
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM = ("no space left", "not enough space", "file too large", "quota", "could not write", "offload", "disk full")


class NotWrittenError(OSError):
    """A warehouse that could not be written; the message is one Dutch sentence. The old one still stands."""


class Warehouse:
    """A warehouse under construction: append frames to its tables, run SQL files, ask for frames."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self._con = con

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Append rows; columns are matched by name and cast to the type of the table."""
        if frame.is_empty():
            return
        columns = ", ".join(f'"{name}"' for name in frame.columns)
        self._con.register("_frame", frame.to_arrow())
        self._con.execute(f'insert into "{table}" ({columns}) select {columns} from _frame')  # noqa: S608 (names of our own schema, never a value)
        self._con.unregister("_frame")

    def run(self, script: Path, params: Mapping[str, object] | None = None) -> None:
        """Run every statement of a SQL file; named parameters are bound, never pasted in."""
        for statement in duckdb.extract_statements(script.read_text(encoding="utf-8")):
            wanted = {k: v for k, v in (params or {}).items() if k in statement.named_parameters}
            self._con.execute(statement, wanted or None)

    def rows(self, sql: str, params: Mapping[str, object] | None = None) -> pl.DataFrame:
        """The answer to one SQL text, for checks during the build."""
        return self._con.sql(sql, params=dict(params) if params else None).pl()

    def attach(self, path: Path, name: str) -> None:
        """Make the tables of another warehouse readable as `name.table`."""
        quoted = str(path).replace("'", "''")  # attach takes no bound parameter; a path of our own, not a reader's
        self._con.execute(f"attach '{quoted}' as {name} (read_only)")

    def attach_if_readable(self, path: Path, name: str) -> bool:
        """As `attach`; tells whether it could be done: not when there is no file, or no database of this DuckDB."""
        if not path.is_file():
            return False
        try:
            self.attach(path, name)
        except duckdb.Error:
            return False
        return True

    def attach_small(self, path: Path, name: str) -> None:
        """Make a new database in small blocks, writable as `name.table`: many small tables then take little room."""
        quoted = str(path).replace("'", "''")  # as in attach
        self._con.execute(f"attach '{quoted}' as {name} (block_size {SMALL_BLOCK})")

    def detach(self, name: str) -> None:
        """Let go of an attached database; what was written to it is in its file then."""
        self._con.execute(f"detach {name}")

    def copy_tables(self, name: str, without: Sequence[str]) -> None:
        """Copy every table but those of `without` into the attached database `name`: rows and types, no keys."""
        own = self.rows("select table_name from duckdb_tables() where database_name = current_database()")
        for table in sorted(set(own["table_name"]) - set(without)):
            self._con.execute(f'create table {name}."{table}" as from "{table}"')

    def same_columns(self, table: str, name: str) -> bool:
        """Whether the attached database `name` has this table with the same columns of the same types."""
        sql = (
            "select column_name, data_type from duckdb_columns() "
            "where table_name = $table and database_name = coalesce($name, current_database()) order by column_index"
        )
        return self.rows(sql, {"table": table, "name": name}).equals(self.rows(sql, {"table": table, "name": None}))

    def checkpoint(self) -> None:
        """Put everything that was appended into the file itself."""
        self._con.execute("checkpoint")

    def columns(self, table: str) -> list[str]:
        """Column names of a table, in the order of the schema."""
        sql = "select column_name from information_schema.columns where table_name = $table order by ordinal_position"
        return self.rows(sql, {"table": table})["column_name"].to_list()


def disk_sentence(error: OSError) -> str:
    """What is wrong with a file or the disk, in Dutch: the name of the file, never its whole path."""
    if isinstance(error, NotWrittenError):
        return str(error)
    if error.errno in FULL:
        return "De schijf is vol. Maak ruimte vrij en probeer het opnieuw."
    name = Path(str(error.filename)).name if error.filename else "een bestand"
    return f"{name} is niet te lezen of te schrijven. Kijk of het er staat en of u er rechten op hebt."


@contextmanager
def new_warehouse(
    target: Path, placing: Callable[[], AbstractContextManager[object]] = nullcontext
) -> Iterator[Warehouse]:
    """Build a warehouse at `target`: on success it replaces the old file in one step, on failure nothing changes.

    `placing` is held around that one step: what it changes on entering, it has to undo when the step fails.
    Raises NotWrittenError when the disk is full or fails.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}.{os.getpid()}.nieuw")
    _remove(building)
    try:
        with _told_in_dutch(target), _connected(building) as warehouse:
            yield warehouse
            warehouse.checkpoint()
        with placing():
            os.replace(building, target)
    finally:
        _remove(building)


@contextmanager
def scratch_warehouse() -> Iterator[Warehouse]:
    """A warehouse to check something in; in a folder that only this user can read, and gone afterwards."""
    with TemporaryDirectory(prefix=PRIVATE, ignore_cleanup_errors=True) as folder:
        scratch = Path(folder) / "controle.duckdb"
        with _told_in_dutch(scratch), _connected(scratch) as warehouse:
            yield warehouse


@contextmanager
def _connected(path: Path) -> Iterator[Warehouse]:
    # Beyond the limit DuckDB works on disk, in a folder beside the file: a build stays under 2 GiB, whatever its rows.
    con = duckdb.connect(str(path), config={"memory_limit": MEMORY_LIMIT})
    try:
        warehouse = Warehouse(con)
        warehouse.run(SCHEMA)
        yield warehouse
    finally:
        # After a full disk closing fails as well, and would hide why.
        with suppress(duckdb.Error):
            con.close()


@contextmanager
def _told_in_dutch(target: Path) -> Iterator[None]:
    try:
        yield
    except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        raise NotWrittenError(f"{target.name} kan niet geschreven worden: {_why(error)}") from None


def _why(error: duckdb.Error) -> str:
    if any(words in str(error).lower() for words in NO_ROOM):
        return "de schijf is vol. Maak ruimte vrij en probeer het opnieuw."
    if isinstance(error, duckdb.OutOfMemoryException):
        return "er is te weinig geheugen. Sluit andere programma's en probeer het opnieuw."
    return "de schijf geeft een fout. Kijk of de map bestaat en of u erin mag schrijven."


def _remove(building: Path) -> None:
    for path in (building, building.with_name(building.name + ".wal")):
        path.unlink(missing_ok=True)
    shutil.rmtree(building.with_name(building.name + ".tmp"), ignore_errors=True)


def stored_input_hash(target: Path) -> str | None:
    """The hash of the inputs a warehouse was built from; None for a file that is no warehouse of ours."""
    try:
        with duckdb.connect(str(target), read_only=True) as con:
            return con.sql("select invoer_hash from bouw").pl().item()
    except (duckdb.Error, ValueError):
        return None
