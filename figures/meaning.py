"""What belongs to a figure besides its numbers: caveats, breaks, sources, status."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from figures import text
from queries import Question, Version, ask

SEVERITIES = ("blokkerend", "waarschuwing", "info")
SEVERITY_SIGNS = {"blokkerend": "■", "waarschuwing": "▲", "info": "●"}


@dataclass(frozen=True)
class Caveat:
    """A sentence that must stand with a figure, with the quote it rests on (table kanttekening)."""

    id: str
    severity: str
    short: str
    quote: str
    document: str
    place: str
    first: date | None
    last: date | None
    measures: frozenset[str] | None
    areas: frozenset[str] | None

    def applies(self, measures: frozenset[str], areas: frozenset[str], first: date, last: date) -> bool:
        """Whether the caveat holds for these measures, these areas and any day from `first` to `last`."""
        return (
            (self.measures is None or bool(self.measures & measures))
            and (self.areas is None or bool(self.areas & areas))
            and (self.first is None or self.first <= last)
            and (self.last is None or self.last >= first)
        )


@dataclass(frozen=True)
class Break:
    """A day on which the meaning of a measure changed (table breuk)."""

    id: str
    day: date
    title: str
    severity: str
    text: str
    document: str
    place: str
    measures: frozenset[str] | None

    def concerns(self, measures: frozenset[str]) -> bool:
        """Whether the break changes the meaning of one of these measures."""
        return self.measures is None or bool(self.measures & measures)


@dataclass(frozen=True)
class Source:
    """Where numbers come from, with the status they have."""

    title: str
    status: str
    day: date | None
    origin: str


@lru_cache(maxsize=4)
def all_caveats(version: Version) -> tuple[Caveat, ...]:
    """Every caveat, in the order of the list."""
    return tuple(_caveat(row) for row in ask("kanttekeningen", version=version).iter_rows(named=True))


@lru_cache(maxsize=4)
def all_breaks(version: Version) -> tuple[Break, ...]:
    """Every break, by date."""
    return tuple(_break(row) for row in ask("breuken", version=version).iter_rows(named=True))


def caveats_for(
    version: Version, measures: frozenset[str], areas: frozenset[str], first: date, last: date
) -> tuple[Caveat, ...]:
    """The caveats that apply, the heaviest first."""
    return in_order(c for c in all_caveats(version) if c.applies(measures, areas, first, last))


def in_order(caveats: Iterable[Caveat]) -> tuple[Caveat, ...]:
    """Caveats, the heaviest first."""
    return tuple(sorted(caveats, key=lambda c: SEVERITIES.index(c.severity)))


def breaks_between(version: Version, measures: frozenset[str], first: date, last: date) -> tuple[Break, ...]:
    """The breaks after the day `first`, up to and including `last`."""
    return tuple(b for b in all_breaks(version) if b.concerns(measures) and first < b.day <= last)


def sources_for(
    version: Version, question: Question, data: pl.DataFrame, first: date, last: date
) -> tuple[Source, ...]:
    """The deliveries about the period, when the answer counts dossiers, and the files it rests on.

    Rows that name their own document (column `document`) replace the list of documents of a file they come from.
    """
    named = text.enumeration(sorted(set(data["document"]))) if "document" in data.columns else None
    facts = [_file_source(_files(version)[name], named) for name in question.bestanden]
    if not question.from_registrations:
        return tuple(facts)
    return (*_deliveries(version, *((first, last) if "periode" in data.columns else (date.min, date.max))), *facts)


@lru_cache(maxsize=4)
def _files(version: Version) -> dict[str, dict]:
    return {row["bestand"]: row for row in ask("bestanden", version=version).iter_rows(named=True)}


def _file_source(row: dict, named: str | None) -> Source:
    return Source(row["titel"], row["status"], row["datum"], named or row["bron"])


@lru_cache(maxsize=4)
def _all_deliveries(version: Version) -> pl.DataFrame:
    return ask("leveringen", version=version).filter(pl.col("geladen") > 0)


def _deliveries(version: Version, first: date, last: date) -> list[Source]:
    rows = _all_deliveries(version)
    near = rows.filter((pl.col("periode_van") <= last) & (pl.col("peildatum") >= first))
    return [Source(r["titel"], r["status"], r["peildatum"], "BINC-levering") for r in near.iter_rows(named=True)]


def _caveat(row: dict) -> Caveat:
    return Caveat(
        id=row["kanttekening_id"],
        severity=row["ernst"],
        short=row["kort"],
        quote=row["citaat"],
        document=row["document"],
        place=row["vindplaats"],
        first=row["van"],
        last=row["tot"],
        measures=None if row["alle_maten"] else _words(row["maten"]),
        areas=None if row["alle_gebieden"] else _words(row["gebieden"]),
    )


def _break(row: dict) -> Break:
    return Break(
        id=row["breuk_id"],
        day=row["datum"],
        title=row["titel"],
        severity=row["ernst"],
        text=row["tekst"],
        document=row["document"],
        place=row["vindplaats"],
        measures=None if row["alle_maten"] else _words(row["maten"]),
    )


def _words(text: str | None) -> frozenset[str]:
    return frozenset(text.split("|")) if text else frozenset()
