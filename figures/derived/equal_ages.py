"""Rates as if every area had young people of the same ages: a figure beside the crude one, not instead of it."""

from __future__ import annotations

import numpy as np
import polars as pl

from figures.text import TOTALS

PER = 1000
AGES = ("jonger_18", "vanaf_18")
PEOPLE = ("jongeren_0_17", "jongeren_18_24")
_MADE = {"waarde": pl.Float64, "onder": pl.Float64, "boven": pl.Float64, "ruw": pl.Float64}


def standardised(data: pl.DataFrame) -> pl.DataFrame:
    """The answer with `waarde` (aanmeldingen per 1.000, standardised), its 95 % interval `onder` and `boven`, and `ruw`.

    `data` has one row per gebied and periode: aanmeldingen and young people per age, `teller` and `noemer` over both ages.
    The standard is the row of Flanders without Brussels. Without enough aanmeldingen the row has no rate: 'nvt'.
    """
    if data.is_empty():
        return data.with_columns(pl.lit(None, kind).alias(name) for name, kind in _MADE.items())
    value, low, high = _rates(data)
    crude = PER * pl.col("teller") / pl.col("noemer")
    made = data.with_columns(
        # One decimal: with more, the number of the few oldest follows from the two rates and their sum.
        *(
            pl.Series(name, part).fill_nan(None).round(1).alias(name)
            for name, part in zip(_MADE, (value, low, high), strict=False)
        ),
        crude.round(1).alias("ruw"),
    )
    too_few = pl.col("waarde").is_null() & pl.col("teller").is_not_null()
    return made.with_columns(pl.when(too_few).then(pl.lit("nvt")).otherwise(pl.col("toestand")).alias("toestand"))


def _rates(data: pl.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    # Only here: scipy takes a second to import, and most figures need it not.
    from figures.methods.standardise import directly_standardised

    counts, people = (data.select(pl.col(names).cast(pl.Float64)).to_numpy() for names in (AGES, PEOPLE))
    standard = data.filter(pl.col("gebied").is_in(TOTALS)).select(PEOPLE).row(0)
    return directly_standardised(counts, people, standard, PER)
