"""The only door to the warehouse: one SQL file answers one question, its head says what the answer means.

A question is `queries/<naam>.sql`: a YAML head in a comment, then one portable SELECT with named parameters. Questions
that count the same in another way share one SELECT: the head of the others names it (`sql_van`) and says which column is
their value (`waarde`) and which rows of the answer are theirs (`deel`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
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
REMEMBERED = 64  # answers; the largest, of ten million dossiers by month, takes some 25 MB
MONTHS = {"maand": 1, "kwartaal": 3, "jaar": 12}
EVER = {"van": date.min, "tot": date.max}


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
    """The head of a SQL file: what the answer means. Fields without a value do not apply.

    The last seven say how the answer is got and how its sums run, not what it means: they are no part of how a question is
    written out, and so of no stamp.
    """

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
    sql_van: str | None = field(default=None, repr=False)  # the question whose SQL this one takes
    waarde: str | None = field(default=None, repr=False)  # the column of that answer that is the value of this question
    deel: tuple[tuple[str, str], ...] = field(
        default=(), repr=False
    )  # column and what its rows hold; `$veld`: as asked
    alle_perioden: bool = field(default=False, repr=False)  # answers all periods at once: no period hangs on another
    # Counts that do not add up over time: the state on one day, different persons, or judged beside the period itself.
    telt_niet_op: tuple[str, ...] = field(default=(), repr=False)
    # The count that other questions show under the total that this one does not have: Flanders with Brussels, or without.
    beide_totalen: str | None = field(default=None, repr=False)
    korrel: str | None = field(default=None, repr=False)  # what its periods are, whatever is asked: always a month

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

    The same is asked of the warehouse once: answers are remembered, whole where askers take different parts of it.
    Raises UnknownQuestion, and WarehouseMissing when the file is absent or does not fit this code.
    """
    asked, sql = _parsed(naam, definition(naam, version))
    values = dict(sorted((params or {}).items()))  # in one order: what is remembered, is remembered by it
    part = {column: values.pop(said[1:]) if said.startswith("$") else said for column, said in asked.deel}
    source = (version or current_version())._replace(texts=())
    answer = _periods(source, sql, values) if asked.alle_perioden else _answer(source, sql, **values)
    return _own(asked, answer, part)


def _own(asked: Question, answer: pl.DataFrame, part: Mapping[str, object]) -> pl.DataFrame:
    """What of an answer belongs to one of the questions that share it."""
    mine = answer.filter(pl.col(column) == said for column, said in part.items()).drop(part) if part else answer
    return mine.with_columns(pl.col(asked.waarde).alias("waarde")) if asked.waarde else mine


def _periods(version: Version, sql: str, values: dict[str, object]) -> pl.DataFrame:
    """The periods from `van` to `tot`, out of the answer for all of them; asked apart when that span cuts one in two."""
    answer, first, last = _answer(version, sql, **(values | EVER)), values["van"], values["tot"]
    if answer["periode"].is_in(_cut(values["per"], first, last)).any():
        return _answer(version, sql, **values)
    return answer.filter(pl.col("periode").is_between(first, last))


def _cut(per: str, first: date, last: date) -> list[date]:
    """First days of the periods that a span holds only a part of."""
    after = last if last == date.max else last + timedelta(days=1)
    return [start for day in (first, after) if (start := _start(day, MONTHS.get(per, 1))) != day]


def _start(day: date, months: int) -> date:
    return date(day.year, day.month - (day.month - 1) % months, 1)


@lru_cache(maxsize=REMEMBERED)
def _answer(version: Version, sql: str, **values: object) -> pl.DataFrame:
    cursor = _cursor(version)
    try:
        cursor.execute("use monitor")
        return cursor.sql(sql, params=values or None).pl()
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
    asked, sql = _parsed(naam, text)
    chosen = {said[1:] for _, said in asked.deel if said.startswith("$")}
    return frozenset(duckdb.extract_statements(sql)[0].named_parameters) | chosen


@lru_cache(maxsize=1)
def _texts() -> dict[str, str]:
    """Every definition whole: a head that takes the SQL of another question is followed by that SQL, so that the text
    still is the question when the other one has changed."""
    own = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.sql"))}
    return {
        naam: text + _split(own[other])[1] if (other := _head(text).get("sql_van")) else text
        for naam, text in own.items()
    }


@lru_cache(maxsize=256)
def _parsed(naam: str, text: str) -> tuple[Question, str]:
    try:
        return _read(naam, text)
    except (ValueError, TypeError, AttributeError, yaml.YAMLError):
        if text == _texts().get(naam):
            raise  # our own file: whoever wrote it has to see what is wrong with it
        raise UnknownQuestion(naam) from None


def _read(naam: str, text: str) -> tuple[Question, str]:
    return Question(naam=naam, **_head(text)), _split(text)[1].strip()


def _head(text: str) -> dict[str, object]:
    return {key: _fixed(value) for key, value in yaml.safe_load(_split(text)[0]).items()}


def _fixed(value: object) -> object:
    return tuple(value.items() if isinstance(value, dict) else value) if isinstance(value, (dict, list)) else value


def _split(text: str) -> tuple[str, str]:
    """The head and the SQL of a definition; raises ValueError when it has no head."""
    head, sql = text.removeprefix("/*").split("*/", 1)
    return head, sql


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
