"""Read dates and timestamps in every accepted form, the day always first: 2022-03-01, 01/03/2022, 1/3/22, 01-03-2022,
with a time behind it or not, and the serial number of a spreadsheet."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from etl.per_value import per_value

_CLOCK = r"(?:[T ]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.,][0-9]+)?)?)?$"
_YEAR_FIRST = r"^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_DAY_FIRST = r"^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})"
_SERIAL = r"^([0-9]{5}(?:[.,][0-9]+)?)$"
_SERIAL_ZERO = pl.datetime(1899, 12, 30, time_unit="us")  # Excel counts 29 February 1900, which never was
_YEAR_OF_TWO_DIGITS = 69  # 68 is 2068, 69 is 1969, as POSIX has it
_MOMENT = pl.Datetime("us")
_SOME_DAY = datetime(2000, 1, 1)
_DAY_LENGTH = 10  # characters of a day written out in full: 2022-03-01 or 01/03/2022


def read_moments(text: pl.Series) -> pl.Series:
    """Timestamps (microseconds, no time zone); null where the text is no accepted form or no day of the calendar."""
    if not _mostly_with_clock(text):
        return per_value(text, _in_any_form, _MOMENT)
    # Nearly every timestamp is different, but its days and its times of the day are few.
    quick = _from_day_and_clock(text)
    left = text.is_not_null() & quick.is_null()
    return quick.zip_with(~left, per_value(text.set(~left, None), _in_any_form, _MOMENT)) if left.any() else quick


def _mostly_with_clock(text: pl.Series) -> bool:
    return (text.str.len_bytes() > _DAY_LENGTH).mean() > 0.5 if text.null_count() < len(text) else False


def _from_day_and_clock(text: pl.Series) -> pl.Series:
    """Timestamps of a day in ten characters and a time behind it; null for any other form, however right."""
    days = per_value(text.str.slice(0, _DAY_LENGTH), _days, _MOMENT)
    clock = per_value(text.str.slice(_DAY_LENGTH), _since_midnight, pl.Duration("us"))
    return (days + clock).alias(text.name)


def _days(values: pl.Series) -> pl.Series:
    return _first_that_fits(values, "$")


def _since_midnight(values: pl.Series) -> pl.Series:
    # As a moment of some day: what is no time of the day in a timestamp is none here either.
    return _first_that_fits(_SOME_DAY.strftime("%Y-%m-%d") + values, _CLOCK) - _SOME_DAY


def _in_any_form(values: pl.Series) -> pl.Series:
    return _first_that_fits(values, _CLOCK, _serial())


def _first_that_fits(values: pl.Series, clock: str, *others: pl.Expr) -> pl.Series:
    """In a column of one form, as most are, the other forms are not tried."""
    found = pl.repeat(None, len(values), dtype=_MOMENT, eager=True)
    for form in (_written(_YEAR_FIRST + clock, 1, 3), _written(_DAY_FIRST + clock, 3, 1), *others):
        left = found.is_null().arg_true()
        if left.is_empty():
            break
        found = found.scatter(left, values.gather(left).to_frame("v").select(moment=form)["moment"])
    return found


def _written(pattern: str, year: int, day: int) -> pl.Expr:
    def part(group: int, otherwise: str = "00") -> pl.Expr:
        return pl.col("v").str.extract(pattern, group).fill_null(otherwise).str.zfill(2)

    clock = [part(group) for group in (4, 5, 6)] if _CLOCK in pattern else [pl.lit("00")] * 3
    iso = pl.concat_str(_full_year(part(year)), part(2), part(day), *clock, separator=" ")
    return iso.str.to_datetime("%Y %m %d %H %M %S", strict=False, time_unit="us")


def _full_year(year: pl.Expr) -> pl.Expr:
    century = pl.when(year.cast(pl.Int32) < _YEAR_OF_TWO_DIGITS).then(pl.lit("20")).otherwise(pl.lit("19"))
    return pl.when(year.str.len_chars() == 2).then(century + year).otherwise(year)


def _serial() -> pl.Expr:
    days = pl.col("v").str.extract(_SERIAL, 1).str.replace(",", ".").cast(pl.Float64)
    return (_SERIAL_ZERO + pl.duration(seconds=(days * 86_400).round().cast(pl.Int64))).cast(_MOMENT)
