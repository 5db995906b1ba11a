"""Columns of an answer that SQL cannot give portably: intervals, and statistics over a distribution of waiting times.

The head of a question asks for them (`interval`, `bewerking`); they are made before small numbers are hidden, so they are
hidden with the row they belong to.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from queries import Question

Make = Callable[[pl.DataFrame], pl.DataFrame]


def with_derived(question: Question, data: pl.DataFrame) -> pl.DataFrame:
    """The answer with what its head asks for: first the statistic, then `onder` and `boven` of the 95 % interval."""
    if question.bewerking:
        data = _made(question.bewerking)(data)
    return with_interval(question, data) if question.interval else data


def with_interval(question: Question, data: pl.DataFrame) -> pl.DataFrame:
    """Add `onder` and `boven`, in the unit of `waarde`: Wilson for a share, Byar (exact under 10) for a rate."""
    # Only here: scipy and statsmodels take two seconds to import, and most figures need neither.
    from figures.methods import intervals

    kind, counted, base = question.interval
    hits, whole = (data[name].cast(pl.Float64).to_numpy() for name in (counted, base))
    scale = 100 if kind == "wilson" else question.per
    found = intervals.wilson(hits, whole) if kind == "wilson" else intervals.rate(hits, whole, scale)
    factor = scale if kind == "wilson" else 1
    ends = (("onder", found.low * factor), ("boven", found.high * factor))
    known = pl.col("waarde").is_not_null()
    return data.with_columns(
        pl.when(known).then(pl.Series(name, values).fill_nan(None)).alias(name) for name, values in ends
    )


def _made(name: str) -> Make:
    from figures.derived import equal_ages, waiting

    return {"wachttijd": waiting.quantiles, "gelijke_leeftijden": equal_ages.standardised}[name]
