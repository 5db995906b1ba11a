"""Convert each different text of a column once: a delivery repeats a few thousand values over all of its rows."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

Convert = Callable[[pl.Series], pl.Series]


def per_value(text: pl.Series, convert: Convert, dtype: pl.DataType, different: pl.Series | None = None) -> pl.Series:
    """The column converted to `dtype`; `convert` gets the different texts (or those given) and answers in their order.

    Null stays null; what `convert` gives null for becomes null.
    """
    different = text.drop_nulls().unique() if different is None else different
    if different.is_empty():
        return pl.repeat(None, len(text), dtype=dtype, eager=True).alias(text.name)
    return text.replace_strict(different, convert(different).cast(dtype), default=None, return_dtype=dtype)


def respelled(text: pl.Series, convert: Convert) -> pl.Series:
    """The column of text with only those texts replaced that `convert` changes; most columns need none."""
    if not repeats(text):
        return convert(text)
    different = text.drop_nulls().unique()
    found = convert(different)
    changed = different.ne_missing(found)
    return text.replace(different.filter(changed), found.filter(changed)) if changed.any() else text


def repeats(text: pl.Series) -> bool:
    """Whether a column has the same few texts over and over, so that it pays to look for the different ones."""
    sample = text.gather_every(max(1, len(text) // _SAMPLE))
    return sample.n_unique() < len(sample) // 2


_SAMPLE = 1000
