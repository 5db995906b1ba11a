"""What happened to the data between a version of then and the one of today, in words."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import polars as pl

from figures import text
from figures.disclosure import THRESHOLD
from figures.figure import Figure, build_info
from figures.finding_back import ledger
from queries import Version, WarehouseMissing, ask, current_version, kept_versions

KINDS = {"nieuw": "later geregistreerd", "verbeterd": "verbeterd", "weg": "weggehaald"}
NAMED_AT_MOST = 6


def reasons(before: Version, then: Figure, now: Figure, *, data_differ: bool) -> tuple[str, ...]:
    """Why the data of a figure are other ones, a sentence each; none when they are not."""
    if not data_differ:
        return ()
    found = [*_files(before, now)]
    if now.question.from_registrations:
        found = [*_deliveries(before), *_dossiers(before, then, now), *found]
    return tuple(found or _program(before))


# ------------------------------------------------------------------ deliveries


def _deliveries(before: Version) -> Iterator[str]:
    old, new = (_known_deliveries(version) for version in (before, current_version()))
    added = [said for key, said in new.items() if key not in old]
    gone = [said for key, said in old.items() if key not in new]
    if added:
        yield f"{'Leveringen' if len(added) > 1 else 'Levering'} die er sindsdien bij kwam{'en' * (len(added) > 1)}: {_listed(added)}."
    if gone:
        yield f"{'Leveringen' if len(gone) > 1 else 'Levering'} die sindsdien teruggenomen of weggehaald {'zijn' if len(gone) > 1 else 'is'}: {_listed(gone)}."


def _known_deliveries(version: Version) -> dict[str, str]:
    rows = ask("leveringen", version=version).iter_rows(named=True)
    return {row["levering_id"]: f"{row['titel']} ({row['bestand']})" for row in rows}


# ------------------------------------------------------------------ dossiers


def _dossiers(before: Version, then: Figure, now: Figure) -> Iterator[str]:
    """How many dossiers were registered later, corrected or removed: of the areas and the period of the figure."""
    start, end = (ledger.version_name(version) for version in (before, current_version()))
    if start == end:
        return
    path = _path(start, end)
    if path is None:
        yield "Hoeveel dossiers later geregistreerd, verbeterd of weggehaald zijn, is tussen deze twee versies niet bewaard."
        return
    taken = pl.concat([_steps(kept_versions()[to]).filter(pl.col("vorige") == since) for since, to in path])
    mine = taken.filter(_of(then, now))
    counts = [f"{_count(int(mine[kind].sum()))} {word}" for kind, word in KINDS.items()]
    yield f"In dossiers, naar de maand van aanmelding, over {_where(now)}: {text.enumeration(counts)}."


def _of(then: Figure, now: Figure) -> pl.Expr:
    """The areas and months that a figure is about. What counts dossiers on another day than that of the aanmelding can
    hold a dossier of any month before."""
    first = date.min if now.question.buiten else min(then.first, now.first).replace(day=1)
    span = pl.col("maand").is_between(first, max(then.last, now.last))
    return span & pl.col("sv_id").is_in(now.choice.gebieden) if now.choice.gebieden else span


def _where(now: Figure) -> str:
    period = f"tot en met {text.long_date(now.last)}" if now.question.buiten else text.span(now.first, now.last)
    return f"{period}, {'de gekozen samenwerkingsverbanden' if now.choice.gebieden else 'alle samenwerkingsverbanden'}"


def _count(dossiers: int) -> str:
    """A count of 1 to 4 is not shown, here as elsewhere."""
    if dossiers == 0:
        return "geen"
    return text.number(dossiers) if dossiers >= THRESHOLD else f"minder dan {THRESHOLD}"


def _path(start: str, end: str) -> list[tuple[str, str]] | None:
    """The shortest chain of kept steps between two versions, each from one name to the next; None when there is none."""
    following: dict[str, list[str]] = {}
    for name, version in kept_versions().items():
        for since in _steps(version)["vorige"].unique().sort():
            following.setdefault(since, []).append(name)
    found, waiting = {start: []}, deque([start])
    while waiting:
        here = waiting.popleft()
        for name in following.get(here, []):
            if name not in found:
                found[name] = [*found[here], (here, name)]
                waiting.append(name)
    return found.get(end)


@lru_cache(maxsize=64)
def _steps(version: Version) -> pl.DataFrame:
    """The steps of a kept version; none when older code kept it."""
    try:
        return ask("stappen", version=version).drop_nulls("vorige")
    except WarehouseMissing:
        return ask("stappen").clear()


# ------------------------------------------------------------------ files and the program


def _files(before: Version, now: Figure) -> Iterator[str]:
    """The hand-kept files that are others now: those the figure rests on, else any that could matter."""
    old, new = (_checksums(version) for version in (before, current_version()))
    changed = [name for name in dict.fromkeys([*old, *new]) if old.get(name) != new.get(name)]
    own = [name for name in changed if name in now.question.bestanden]
    named = own or ([] if now.question.from_registrations else changed)
    if named:
        yield f"{'Bestanden' if len(named) > 1 else 'Bestand'} met andere inhoud dan toen: {_listed(named)}."


def _checksums(version: Version) -> dict[str, str]:
    rows = ask("bestanden", version=version).filter(pl.col("soort") != "registratie")
    return dict(zip(rows["bestand"], rows["sha256"], strict=True))


def _program(before: Version) -> Iterator[str]:
    if build_info(before)["data_versie"] == build_info(current_version())["data_versie"]:
        yield "De ingelezen bestanden zijn dezelfde. Het programma dat ze inleest is veranderd."


def _listed(names: list[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return text.enumeration(names[:NAMED_AT_MOST]) + (f", en nog {more}" if more > 0 else "")
