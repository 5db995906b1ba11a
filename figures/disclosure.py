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
    When the total is shown and the rest of it would give a hidden number away, the smallest other area is
    hidden too. `side_counts` make no part of the value of a row: where one of them is small they are all
    hidden, by the same rule, and the value stays.
    """
    if not counts or data.is_empty():
        return data
    marked = _marked(data.with_columns(pl.lit(False).alias("_klein")), "_klein", counts, threshold)
    if side_counts:
        marked = _marked(marked.with_columns(pl.col("_klein").alias("_apart")), "_apart", side_counts, threshold)
        aside = pl.when(pl.col("_apart")).then(None)
        marked = marked.with_columns(aside.otherwise(pl.col(name)).alias(name) for name in side_counts)
    return (
        marked.with_columns(_hidden(name) for name in _numbers(data, counts))
        .with_columns(
            pl.when(pl.col("_klein")).then(pl.lit("verborgen")).otherwise(pl.col("toestand")).alias("toestand")
        )
        .drop("_klein", "_apart", strict=False)
    )


def _marked(data: pl.DataFrame, mark: str, counts: tuple[str, ...], threshold: int) -> pl.DataFrame:
    """Mark the rows to hide: those with a small count, and then their complement."""
    small = data.with_columns((pl.col(mark) | _any_small(counts, threshold)).alias(mark))
    return small.with_columns((pl.col(mark) | _complement(mark, counts, threshold)).alias(mark))


def _any_small(counts: tuple[str, ...], threshold: int) -> pl.Expr:
    return pl.any_horizontal([(pl.col(name) > 0) & (pl.col(name) < threshold) for name in counts]).fill_null(False)


def _complement(mark: str, counts: tuple[str, ...], threshold: int) -> pl.Expr:
    """The smallest visible area of a period in which the total minus the visible areas says too much."""
    # An area without a value of its own (n.v.t.) is no part of the total that stands beside it.
    area = ~pl.col("gebied").is_in(TOTALS) & (pl.col("toestand") != "nvt")
    hidden = area & pl.col(mark)
    told = pl.any_horizontal([_tells(hidden, count, threshold) for count in counts])
    size = pl.sum_horizontal(counts)
    candidate = pl.when(area & ~pl.col(mark) & (size > 0)).then(size)
    smallest = candidate.rank("ordinal").over("periode") == 1
    return (told & smallest).fill_null(False)


def _tells(hidden: pl.Expr, count: str, threshold: int) -> pl.Expr:
    """Whether the sum of what is hidden gives one number away: one area, or all at 1, or all at the most."""
    areas = hidden.sum().over("periode")
    together = pl.when(hidden).then(pl.col(count)).otherwise(0).sum().over("periode")
    return (areas == 1) | ((areas > 0) & ((together == areas) | (together == areas * (threshold - 1))))


def _numbers(data: pl.DataFrame, counts: tuple[str, ...]) -> list[str]:
    return list(dict.fromkeys(name for name in ("waarde", "noemer", *counts) if name in data.columns))


def _hidden(name: str) -> pl.Expr:
    return pl.when(pl.col("_klein")).then(None).otherwise(pl.col(name)).alias(name)
