"""Write a new warehouse beside the old one and rename it into place.

The only module on the writing side that imports duckdb. A build that stops halfway, for whatever
reason, leaves the old warehouse untouched: it only ever worked on a file of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl

SCHEMA = Path(__file__).with_name("schema.sql")


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

    def columns(self, table: str) -> list[str]:
        """Column names of a table, in the order of the schema."""
        sql = "select column_name from information_schema.columns where table_name = $table order by ordinal_position"
        return self.rows(sql, {"table": table})["column_name"].to_list()


@contextmanager
def new_warehouse(target: Path) -> Iterator[Warehouse]:
    """Build a warehouse at `target`: on success it replaces the old file in one step, on failure nothing changes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}.{os.getpid()}.nieuw")
    _remove(building)
    try:
        con = duckdb.connect(str(building))
        try:
            warehouse = Warehouse(con)
            warehouse.run(SCHEMA)
            yield warehouse
            con.execute("checkpoint")
        finally:
            con.close()
        os.replace(building, target)
    finally:
        _remove(building)


def _remove(building: Path) -> None:
    for path in (building, building.with_name(building.name + ".wal")):
        path.unlink(missing_ok=True)


def stored_input_hash(target: Path) -> str | None:
    """The hash of the inputs a warehouse was built from; None for a file that is no warehouse of ours."""
    try:
        with duckdb.connect(str(target), read_only=True) as con:
            return con.sql("select invoer_hash from bouw").pl().item()
    except (duckdb.Error, ValueError):
        return None
