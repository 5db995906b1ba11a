"""The only door to the warehouse: one SQL file answers one question, its head says what the answer means.

A question is `queries/<naam>.sql`: a YAML head in a comment, then one portable SELECT with named parameters.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import duckdb
import polars as pl
import yaml

FOLDER = Path(__file__).parent
WAREHOUSE_VARIABLE = "MONITOR_WAREHOUSE"
KEPT_FOLDER = "versies"
KEPT_OPEN = 4  # kept versions whose connection stays open; a chain of steps asks each of them once


class WarehouseMissing(Exception):
    """There is no warehouse, or it was made by another version of this code."""


class UnknownQuestion(KeyError):
    """No file in queries/ has this name."""


class Version(NamedTuple):
    """Which warehouse file an answer comes from; changes as soon as another file stands in its place.

    `texts`: questions that are asked as they were defined before, with their whole text; the others as they are now.
    """

    path: str
    modified_ns: int
    size: int
    texts: tuple[tuple[str, str], ...] = ()


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
    rijen: tuple[str, ...] = ()  # columns whose sum is the dossiers behind a cell
    rijen_vraag: str | None = None  # for a stock: the question that says in which cells a dossier is
    interval: tuple[str, ...] = ()  # wilson or byar, and the columns with what is counted and what it is counted in
    per: int = 1000  # the unit of a rate
    bewerking: str | None = None  # the statistic that figures/derived.py makes of the answer
    buiten: str | None = None  # how to name the rows outside, when the period is not that of the aanmelding

    @property
    def from_registrations(self) -> bool:
        """Whether the answer counts dossiers (and so has deliveries as its source)."""
        return self.herkomst == "registraties"


def warehouse_path() -> Path:
    """Where the warehouse stands: warehouse.duckdb in the project, or what MONITOR_WAREHOUSE says."""
    return Path(os.environ.get(WAREHOUSE_VARIABLE, FOLDER.parent / "warehouse.duckdb"))


def current_version() -> Version:
    """The version of the warehouse that stands there now, or of `as_it_was`; raises WarehouseMissing."""
    if earlier := _earlier.get():
        return earlier
    path = warehouse_path()
    try:
        state = path.stat()
    except FileNotFoundError:
        raise WarehouseMissing(f"{path.name} bestaat nog niet. Maak het met: python -m etl") from None
    return Version(str(path), state.st_mtime_ns, state.st_size)


_earlier: ContextVar[Version | None] = ContextVar("earlier", default=None)


@contextmanager
def as_it_was(version: Version, texts: Mapping[str, str] | None = None) -> Iterator[None]:
    """Within the block every question is asked of `version`, and those in `texts` as that text defines them.

    Only in the thread that asks. What is remembered of an answer is remembered under its version, so nothing of it
    is met outside the block. Raises UnknownQuestion for a text that is no question.
    """
    other = {naam: text for naam, text in sorted((texts or {}).items()) if text != _texts().get(naam)}
    for naam, text in other.items():
        _parsed(naam, text)
    token = _earlier.set(version._replace(texts=tuple(other.items())))
    try:
        yield
    finally:
        _earlier.reset(token)


def kept_versions() -> Mapping[str, Version]:
    """Every version that was kept, the one that stands now too, by the first 12 characters of its invoer_hash."""
    found = {}
    for path in sorted(warehouse_path().with_name(KEPT_FOLDER).glob("[0-9a-f]*.duckdb")):
        with suppress(OSError):  # replaced or removed at this moment
            state = path.stat()
            found[path.stem] = Version(str(path), state.st_mtime_ns, state.st_size)
    return found


def questions() -> Mapping[str, Question]:
    """Every question by name."""
    return {naam: question(naam) for naam in _texts()}


def question(naam: str) -> Question:
    """The meaning of one question; raises UnknownQuestion."""
    return _parsed(naam, definition(naam))[0]


def definition(naam: str, version: Version | None = None) -> str:
    """The whole text of a question, head and SQL: another text is another definition. Raises UnknownQuestion."""
    asked = version or _earlier.get()
    texts = _texts() | dict(asked.texts) if asked and asked.texts else _texts()
    try:
        return texts[naam]
    except KeyError:
        raise UnknownQuestion(naam) from None


def ask(naam: str, params: Mapping[str, object] | None = None, *, version: Version | None = None) -> pl.DataFrame:
    """The answer to a question as a frame; parameters are bound by name.

    Raises UnknownQuestion, and WarehouseMissing when the file is absent or does not fit this code.
    """
    sql = _parsed(naam, definition(naam, version))[1]
    cursor = _cursor(version or current_version())
    try:
        cursor.execute("use monitor")
        return cursor.sql(sql, params=dict(params) if params else None).pl()
    except (duckdb.CatalogException, duckdb.BinderException) as error:  # a table or a column that is not there
        raise WarehouseMissing(
            "warehouse.duckdb past niet bij deze versie van de monitor. Maak het opnieuw met: python -m etl"
        ) from error
    finally:
        cursor.close()


def parameters(naam: str) -> frozenset[str]:
    """The names of the parameters a question takes."""
    return _parameters(naam, definition(naam))


@lru_cache(maxsize=128)
def _parameters(naam: str, text: str) -> frozenset[str]:
    return frozenset(duckdb.extract_statements(_parsed(naam, text)[1])[0].named_parameters)


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.sql"))}


@lru_cache(maxsize=256)
def _parsed(naam: str, text: str) -> tuple[Question, str]:
    try:
        return _read(naam, text)
    except (ValueError, TypeError, AttributeError, yaml.YAMLError):
        if text == _texts().get(naam):
            raise  # our own file: whoever wrote it has to see what is wrong with it
        raise UnknownQuestion(naam) from None


def _read(naam: str, text: str) -> tuple[Question, str]:
    head, sql = text.removeprefix("/*").split("*/", 1)
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in yaml.safe_load(head).items()}
    return Question(naam=naam, **values), sql.strip()


_connections: dict[Version, duckdb.DuckDBPyConnection] = {}
_lock = threading.Lock()


def _cursor(version: Version) -> duckdb.DuckDBPyConnection:
    """A cursor of its own on the one read-only connection of a version. The file is attached to a fresh in-memory
    database: connecting by path to a file that was replaced gives the old data. The connection before the newest
    stays open for whoever is still reading from it; asking kept versions closes none of the warehouse."""
    version = version._replace(texts=())
    with _lock:
        if version not in _connections:
            alike = [other for other in _connections if _is_kept(other) == _is_kept(version)]
            for old in alike[: -(KEPT_OPEN - 1 if _is_kept(version) else 1)]:
                _connections.pop(old).close()
            _connections[version] = _attach(version)
        return _connections[version].cursor()


def _is_kept(version: Version) -> bool:
    return Path(version.path).parent.name == KEPT_FOLDER


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
