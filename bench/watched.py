"""How long questions keep DuckDB busy, taken at the one door every question goes through."""

from __future__ import annotations

import functools
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import polars as pl

import queries


@dataclass
class Asked:
    """One question: its SQL, the seconds by the clock and those of the processor, of all threads together."""

    sql: str = ""
    seconds: float = 0.0
    processor: float = 0.0


@dataclass
class Spent:
    """What was asked, in order."""

    asked: list[Asked] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        """By the clock, all questions together."""
        return sum(one.seconds for one in self.asked)

    @property
    def processor(self) -> float:
        """Of the processor, all questions together: on a machine that does other work too this says more."""
        return sum(one.processor for one in self.asked)

    def by_question(self) -> dict[str, float]:
        """Seconds by the name of the question whose SQL it is, the most first."""
        own = [name for name, one in queries.questions().items() if one.sql_van is None]
        names = {queries._parsed(name, queries.definition(name))[1]: name for name in own}
        total = dict.fromkeys((names[one.sql] for one in self.asked), 0.0)
        for one in self.asked:
            total[names[one.sql]] += one.seconds
        return dict(sorted(total.items(), key=lambda one: -one[1]))


class Watched:
    """A cursor of DuckDB that adds up its seconds: reading the SQL, planning, executing and handing over the rows."""

    def __init__(self, cursor: Any, spent: Spent) -> None:
        self._cursor, self._spent, self._one, self._relation = cursor, spent, Asked(), None

    def execute(self, sql: str) -> None:
        """As DuckDB's."""
        self._counted(lambda: self._cursor.execute(sql))

    def sql(self, sql: str, params: dict | None = None) -> Watched:
        """As DuckDB's: what is asked; it is answered by `pl`."""
        self._one.sql = sql
        self._relation = self._counted(lambda: self._cursor.sql(sql, params=params))
        return self

    def pl(self) -> pl.DataFrame:
        """The answer."""
        return self._counted(self._relation.pl)

    def close(self) -> None:
        """As DuckDB's; the question is over."""
        self._cursor.close()
        self._spent.asked.append(self._one)

    def _counted(self, action: Callable[[], Any]) -> Any:
        clock, processor = time.perf_counter(), time.process_time()
        try:
            return action()
        finally:
            self._one.seconds += time.perf_counter() - clock
            self._one.processor += time.process_time() - processor


@contextmanager
def watching() -> Iterator[Spent]:
    """Every question within the block, those in the thread of a page too."""
    # No part of the product measures itself, so the door is replaced from outside, for as long as this takes.
    spent, plain = Spent(), queries._cursor
    queries._cursor = lambda version: Watched(plain(version), spent)
    try:
        yield spent
    finally:
        queries._cursor = plain


def forget() -> None:
    """No answer is remembered; the warehouse stays open, as in a server that runs."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] in ("figures", "queries"):
            for thing in vars(module).values():
                if isinstance(thing, functools._lru_cache_wrapper):
                    thing.cache_clear()
