"""The small-number rule: counts from 1 to 4 about persons are hidden, and so is what would give them away.

No threshold of Opgroeien or Statistiek Vlaanderen is published; 5 is this project's own proposal (caveat P7).
"""

from __future__ import annotations

import polars as pl

from figures.text import TOTALS

THRESHOLD = 5


def apply_small_number_rule(
    data: pl.DataFrame, counts: tuple[str, ...], side_counts: tuple[str, ...] = (), threshold: int = THRESHOLD
) -> pl.DataFrame:
    """Hide small counts: they become null and `toestand` becomes 'verborgen' for the whole row.

    `data` has one row per gebied and periode, a column `toestand` and the integer columns named in `counts`.
    When exactly one area of a period is hidden while the total is shown, the smallest other area is hidden
    too: otherwise the total minus the rest would give the hidden number. `side_counts` make no part of the
    value of a row: when one of them is small they are all hidden, and the value stays.
    """
    if not counts or data.is_empty():
        return data
    marked = data.with_columns(_any_small(counts, threshold).alias("_klein"))
    marked = marked.with_columns((pl.col("_klein") | _complement(counts[0])).alias("_klein"))
    counts = (*counts, *side_counts)
    if side_counts:
        aside = pl.when(_any_small(side_counts, threshold)).then(None)
        marked = marked.with_columns(aside.otherwise(pl.col(name)).alias(name) for name in side_counts)
    return (
        marked.with_columns(_hidden(name) for name in _numbers(data, counts))
        .with_columns(
            pl.when(pl.col("_klein")).then(pl.lit("verborgen")).otherwise(pl.col("toestand")).alias("toestand")
        )
        .drop("_klein")
    )


def _any_small(counts: tuple[str, ...], threshold: int) -> pl.Expr:
    return pl.any_horizontal([(pl.col(name) > 0) & (pl.col(name) < threshold) for name in counts]).fill_null(False)


def _complement(count: str) -> pl.Expr:
    """The smallest visible area of a period in which exactly one area is hidden."""
    area = ~pl.col("gebied").is_in(TOTALS)
    alone = (pl.col("_klein") & area).sum().over("periode") == 1
    candidate = pl.when(area & ~pl.col("_klein") & (pl.col(count) > 0)).then(pl.col(count))
    smallest = candidate.rank("ordinal").over("periode") == 1
    return (alone & smallest).fill_null(False)


def _numbers(data: pl.DataFrame, counts: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(name for name in ("waarde", "noemer", *counts) if name in data.columns))


def _hidden(name: str) -> pl.Expr:
    return pl.when(pl.col("_klein")).then(None).otherwise(pl.col(name)).alias(name)
