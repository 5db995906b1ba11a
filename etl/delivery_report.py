"""Check a delivery without loading it: what would become of its rows, and every place to correct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from etl.build import NOT_BUILT, Inputs
from etl.check import Checked, rules
from etl.facts import load_facts
from etl.inbox import DeliveryError, discard
from etl.load import disk_sentence, scratch_warehouse
from etl.progress import Progress, ReadingProgress, quiet
from etl.registrations import BRON, LICENTIE, DeliveryFile, Outcome, load_registrations
from etl.sidecar import Sidecar

ROW_LIMIT = 2_000_000
LINES_AT_MOST = 10_000
CLEAN, REMARKS, REFUSED = 0, 1, 2


@dataclass(frozen=True)
class Line:
    """One place to correct: line of the file and column, the rule, its effect, what is wrong and what to do."""

    regel: int
    kolom: str
    code: str
    gevolg: str
    zin: str
    actie: str


@dataclass(frozen=True)
class DeliveryReport:
    """What became of a delivery on its own, compared with no other: dubbel and vervangen are within this file.

    `refused` is the one sentence when the whole file is refused, `code` its rule (None: a limit of uploads). `lines`:
    every place, in the order of the file, at most LINES_AT_MOST; `more` counts the places left out.
    """

    bestand: str
    refused: str | None
    code: str | None
    outcome: Outcome
    lines: tuple[Line, ...]
    more: int = 0

    @property
    def verdict(self) -> int:
        """0 clean, 1 rows refused or values unknown, 2 file refused."""
        if self.refused:
            return REFUSED
        return REMARKS if self.outcome.problems else CLEAN


def check_upload(
    path: Path,
    *,
    raw: Path = Inputs.raw,
    peildatum: date | None = None,
    progress: Progress = quiet,
    row_limit: int | None = ROW_LIMIT,
) -> DeliveryReport:
    """Check a delivery with the vocabulary of the facts in `raw`; no warehouse is needed, none is touched.

    `peildatum` goes before what the file says of itself. An upload that is refused is removed from the inbox at once. Raises DeliveryError when the check cannot be done
    (broken facts, full disk).
    """
    try:
        report = _checked(DeliveryFile(path, said=_on(peildatum)), raw, progress, row_limit)
    except OSError as error:
        raise DeliveryError(disk_sentence(error)) from None
    except NOT_BUILT as error:
        raise DeliveryError(str(error)) from None
    if report.refused:
        discard(path)
    return report


class RowLimitError(Exception):
    """More rows than an upload may have."""


def row_guard(progress: Progress, row_limit: int | None):
    """What a reader calls after every batch: tell how far it is, and stop beyond the limit."""
    tell = ReadingProgress(progress)

    def seen(path: Path, rows: int) -> None:
        if row_limit is not None and rows > row_limit:
            raise RowLimitError
        tell(path, rows)

    return seen


def too_many_rows(row_limit: int) -> str:
    """The sentence for an upload beyond the limit."""
    shown = f"{row_limit:,}".replace(",", ".")
    return (
        f"het bestand heeft meer dan {shown} rijen. "
        "Vraag wie de monitor beheert om het rechtstreeks in data/raw/binc te zetten."
    )


def _on(peildatum: date | None) -> Sidecar | None:
    return Sidecar("controle", BRON, "voorlopig", LICENTIE, peildatum=peildatum) if peildatum else None


def _checked(file: DeliveryFile, raw: Path, progress: Progress, row_limit: int | None) -> DeliveryReport:
    name = file.path.name
    places = _Places()
    with scratch_warehouse() as warehouse:
        load_facts(raw, warehouse, geojson=Inputs.geojson)
        try:
            (outcome,) = load_registrations(warehouse, [file], seen=row_guard(progress, row_limit), keep=places.add)
        except RowLimitError:
            outcome = Outcome(name, False, refused=f"{name}: {too_many_rows(row_limit)}")
    return DeliveryReport(name, outcome.refused, outcome.code, outcome, tuple(places.lines), places.more)


@dataclass
class _Places:
    lines: list[Line] = field(default_factory=list)
    more: int = 0

    def add(self, checked: Checked) -> None:
        found = checked.refused.height + checked.signals.height
        room = LINES_AT_MOST - len(self.lines)
        signals = checked.signals.with_columns(zin=pl.lit(None, dtype=pl.String))
        if room > 0 and found:
            rows = pl.concat([checked.refused, signals.select(checked.refused.columns)]).sort("regel", "kolom", "code")
            self.lines += _as_lines(rows.head(room))
        self.more += max(found - max(room, 0), 0)


def _as_lines(rows: pl.DataFrame) -> Iterator[Line]:
    for regel, kolom, code, zin in rows.iter_rows():
        rule = rules()[code]
        # The sentence of a refusal names the spelling that is unknown; the action has a place of its own here.
        what = zin.removesuffix(f": {rule['actie']}.") if zin else rule["zin"]
        yield Line(regel, kolom, code, rule["gevolg"], what, rule["actie"])
