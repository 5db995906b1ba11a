"""Where every row of every delivery went, for one figure: the parts add up to the rows that were read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from figures import text
from figures.disclosure import THRESHOLD
from queries import Question, Version, ask

SHOWN, HIDDEN, ELSEWHERE, OTHER, OUTSIDE, NO_AREA, NOT_LOADED = (
    "getoond", "verborgen (klein aantal)", "in een ander samenwerkingsverband", "niet van toepassing in dit cijfer",
    "buiten de periode", "zonder werkingsgebied", "niet geladen (geweigerd, dubbel, vervangen, test of voetregel)",
)  # fmt: skip
ALWAYS = (SHOWN, OUTSIDE, NO_AREA, NOT_LOADED, HIDDEN)
ROWS = "_rijen"


@dataclass(frozen=True)
class Accounting:
    """Rows read, and the parts they fall into: a name and a number of rows each. `gelezen` is their exact sum."""

    gelezen: int
    parts: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        said = " + ".join(f"{text.number(rows)} {name}" for name, rows in self.parts)
        return f"{text.number(self.gelezen)} rijen gelezen = {said}"


@dataclass(frozen=True)
class Counted:
    """Rows behind the cells of one figure: shown, hidden and left out by the choice of areas; `told` says whether the
    hidden ones may be named (the total of every period is shown, so they can be worked out anyway)."""

    shown: int
    hidden: int
    elsewhere: int
    told: bool


def account(
    version: Version, question: Question, cells: pl.DataFrame, choice_areas: tuple[str, ...], first: date, last: date
) -> Accounting:
    """The accounting of a figure.

    `cells`: every cell of the answer, after the small-number rule, with column `_rijen`: the dossiers behind it.
    A dossier of a stock (`rijen_vraag`) counts once, however many cells it is in.
    """
    known = _deliveries(version, first, last)
    if "gebied" not in cells.columns:
        return _of_deliveries(known, cells)
    counted = _stock(version, question, cells, choice_areas) if question.rijen_vraag else _flow(cells, choice_areas)
    outside, other = _rest(question, known, counted)
    parts = {
        SHOWN: counted.shown,
        HIDDEN: counted.hidden,
        ELSEWHERE: counted.elsewhere,
        OTHER: other,
        question.buiten or OUTSIDE: outside,
        NO_AREA: known["zonder_werkingsgebied"],
        NOT_LOADED: known["gelezen"] - known["geladen"] - known["zonder_werkingsgebied"],
    }
    return Accounting(known["gelezen"], _safe(parts, question.buiten or OUTSIDE, counted.told))


@lru_cache(maxsize=64)
def _deliveries(version: Version, first: date, last: date) -> dict[str, int]:
    """The one row of question rijen, which every figure of a page asks for the same period."""
    return ask("rijen", {"van": first, "tot": last}, version=version).row(0, named=True)


def _of_deliveries(known: dict, cells: pl.DataFrame) -> Accounting:
    """A figure about deliveries and not about areas: what it counts, and the rest."""
    shown = int(cells[ROWS].sum())
    return Accounting(known["gelezen"], ((SHOWN, shown), (OTHER, known["gelezen"] - shown)))


def _rest(question: Question, known: dict, counted: Counted) -> tuple[int, int]:
    """Loaded rows outside the period, and rows in it that this figure does not count."""
    behind = counted.shown + counted.hidden + counted.elsewhere
    if question.buiten:  # dated by something else than the aanmelding: the two cannot be told apart
        return known["geladen"] - behind, 0
    return known["geladen"] - known["in_periode"], known["in_periode"] - behind


def _flow(cells: pl.DataFrame, choice_areas: tuple[str, ...]) -> Counted:
    areas = cells.filter(~pl.col("gebied").is_in(text.TOTALS))
    hidden = pl.col("toestand") == "verborgen"
    wanted = pl.col("gebied").is_in(choice_areas) if choice_areas else pl.lit(True)
    return Counted(
        shown=_sum(areas.filter(wanted & ~hidden)),
        hidden=_sum(areas.filter(wanted & hidden)),
        elsewhere=_sum(areas.filter(~wanted)),
        told=_told(cells, choice_areas),
    )


def _sum(cells: pl.DataFrame) -> int:
    return int(cells[ROWS].sum() or 0)


def _told(cells: pl.DataFrame, choice_areas: tuple[str, ...]) -> bool:
    totals = cells.filter(pl.col("gebied").is_in(text.TOTALS))
    return not choice_areas and not totals.is_empty() and totals["toestand"].is_in(["bekend", "nul"]).all()


def _stock(version: Version, question: Question, cells: pl.DataFrame, choice_areas: tuple[str, ...]) -> Counted:
    """Dossiers by the cells of their area that they are in: a visible one, only hidden ones, or none."""
    spans = ask(question.rijen_vraag, version=version)
    areas = cells.filter(~pl.col("gebied").is_in(text.TOTALS) & (pl.col(ROWS) > 0)).select(
        "gebied", "moment", (pl.col("toestand") == "verborgen").alias("klein")
    )
    found = (
        spans.join(areas, on="gebied")
        .filter((pl.col("eerste") <= pl.col("moment")) & (pl.col("moment") <= pl.col("laatste")))
        .group_by("gebied", "eerste", "laatste", "rijen")
        .agg(pl.col("klein").all())
        .with_columns(pl.col("gebied").is_in(choice_areas or cells["gebied"].to_list()).alias("gekozen"))
    )
    rows = {key: int(part["rijen"].sum()) for key, part in found.group_by("gekozen", "klein")}
    elsewhere = rows.get((False, True), 0) + rows.get((False, False), 0)
    return Counted(rows.get((True, False), 0), rows.get((True, True), 0), elsewhere, _told(cells, choice_areas))


def _safe(parts: dict[str, int], outside: str, told: bool) -> tuple[tuple[str, int], ...]:
    """The parts in a fixed order; a part that would tell a small number about people is pooled with a larger one.

    The sum of hidden cells is no secret where the total stands beside the visible ones; elsewhere it is.
    """
    secret = [
        name
        for name in (SHOWN, HIDDEN, ELSEWHERE, OTHER)
        if 0 < parts[name] < THRESHOLD or (name == HIDDEN and parts[name] and not told)
    ]
    kept = {name: rows for name, rows in parts.items() if name not in secret and (rows or name in (*ALWAYS, outside))}
    if not secret:
        return tuple(kept.items())
    host = OTHER if parts[OTHER] >= THRESHOLD else outside
    pooled = kept[host] + sum(parts[name] for name in secret)
    return tuple(
        (f"{name}, of te klein om te tonen", pooled) if name == host else (name, rows) for name, rows in kept.items()
    )


def with_rows_behind(question: Question, data: pl.DataFrame) -> pl.DataFrame:
    """Add `_rijen`: the dossiers behind each cell, from the columns the head of the question names."""
    if not question.rijen:
        return data.with_columns(pl.lit(0, pl.Int64).alias(ROWS))
    return data.with_columns(pl.sum_horizontal([pl.col(name).fill_null(0) for name in question.rijen]).alias(ROWS))
