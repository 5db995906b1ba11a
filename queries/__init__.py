"""The only door to the warehouse: one SQL file answers one question, its head says what the answer means.

A question is `queries/<naam>.sql`: a YAML head in a comment, then one portable SELECT with named parameters.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import yaml

FOLDER = Path(__file__).parent
WAREHOUSE_VARIABLE = "MONITOR_WAREHOUSE"


class WarehouseMissing(Exception):
    """There is no warehouse, or it was made by another version of this code."""


class UnknownQuestion(KeyError):
    """No file in queries/ has this name."""


class Version(NamedTuple):
    """Which warehouse file an answer comes from; changes as soon as another file stands in its place."""

    path: str
    modified_ns: int
    size: int


@dataclass(frozen=True)
class Question:
    """The head of a SQL file: what the answer means. Fields without a value do not apply."""

    naam: str
    titel: str
    eenheid: str
    definitie: str
    herkomst: str
    maten: tuple[str, ...]
    teller: str | None = None
    noemer: str | None = None
    richting: str = "neutraal: meer is niet beter of slechter"
    eenheid_kort: str | None = None
    decimalen: int = 0
    bestanden: tuple[str, ...] = ()
    klein: tuple[str, ...] = ()
    klein_apart: tuple[str, ...] = ()

    @property
    def from_registrations(self) -> bool:
        """Whether the answer counts dossiers (and so has deliveries as its source)."""
        return self.herkomst == "registraties"


def warehouse_path() -> Path:
    """Where the warehouse stands: warehouse.duckdb in the project, or what MONITOR_WAREHOUSE says."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, FOLDER.parent / "warehouse.duckdb"))


def current_version() -> Version:
    """The version of the warehouse that stands there now; raises WarehouseMissing."""
    path = warehouse_path()
    try:
        state = path.stat()
    except FileNotFoundError:
        raise WarehouseMissing(f"{path.name} bestaat nog niet. Maak het met: python -m etl") from None
    return Version(str(path), state.st_mtime_ns, state.st_size)


def questions() -> Mapping[str, Question]:
    """Every question by name."""
    return {naam: meaning for naam, (meaning, _) in _all().items()}


def question(naam: str) -> Question:
    """The meaning of one question; raises UnknownQuestion."""
    return _question_and_sql(naam)[0]


def ask(naam: str, params: Mapping[str, object] | None = None, *, version: Version | None = None) -> pl.DataFrame:
    """The answer to a question as a frame; parameters are bound by name.

    Raises UnknownQuestion, and WarehouseMissing when the file is absent or does not fit this code.
    """
    sql = _question_and_sql(naam)[1]
    cursor = _connection(version or current_version()).cursor()
    try:
        cursor.execute("use monitor")
        return cursor.sql(sql, params=dict(params) if params else None).pl()
    except (duckdb.CatalogException, duckdb.BinderException) as error:  # a table or a column that is not there
        raise WarehouseMissing(
            "warehouse.duckdb past niet bij deze versie van de monitor. Maak het opnieuw met: python -m etl"
        ) from error
    finally:
        cursor.close()


@lru_cache(maxsize=128)
def parameters(naam: str) -> frozenset[str]:
    """The names of the parameters a question takes."""
    return frozenset(duckdb.extract_statements(_question_and_sql(naam)[1])[0].named_parameters)


def _question_and_sql(naam: str) -> tuple[Question, str]:
    try:
        return _all()[naam]
    except KeyError:
        raise UnknownQuestion(naam) from None


@lru_cache(maxsize=1)
def _all() -> dict[str, tuple[Question, str]]:
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.sql"))}


def _read(path: Path) -> tuple[Question, str]:
    text = path.read_text(encoding="utf-8")
    head, sql = text.removeprefix("/*").split("*/", 1)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in yaml.safe_load(head).items()}
    return Question(naam=path.stem, **values), sql.strip()


_connections: dict[Version, duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def _connection(version: Version) -> duckdb.DuckDBPyConnection:
    """One read-only connection per version. The file is attached to a fresh in-memory database: connecting
    by path to a file that was replaced gives the old data. The connection before the newest stays open for
    whoever is still reading from it."""
    with _lock:
        if version not in _connections:
            for old in list(_connections)[:-1]:
                _connections.pop(old).close()
            _connections[version] = _attach(version)
        return _connections[version]


def _attach(version: Version) -> duckdb.DuckDBPyConnection:
    con = duckdb.connect(":memory:")
    quoted = version.path.replace("'", "''")  # attach takes no bound parameter; this is our own path, not a reader's
    try:
        con.execute(f"attach '{quoted}' as monitor (read_only)")
    except duckdb.Error as error:
        raise WarehouseMissing("warehouse.duckdb is niet leesbaar. Maak het opnieuw met: python -m etl") from error
    con.execute("set enable_external_access = false")
    con.execute("set lock_configuration = true")
    return con
