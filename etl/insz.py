"""Find national register numbers (INSZ) in text, so that a file that holds one is refused.

An INSZ has eleven digits: birth date as YYMMDD, three digits of order, and a check of two: 97 minus the first nine
digits modulo 97, with a 2 in front of those nine for who was born from 2000 on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from etl.per_value import repeats

_SEPARATOR = r"[\s.\-/\u2010-\u2015\u2212\u00a0]{0,3}"
_NOTATION = rf"[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{2}}{_SEPARATOR}[0-9]{{3}}{_SEPARATOR}[0-9]{{2}}"
_DIGITS = 11
_ALL_DIGITS = r"^[0-9]{11}$"
_TIMESTAMP = r"^(?:[0-9]{4}-[0-9]{2}-|[0-9]{2}[/-][0-9]{2}[/-][0-9]{2})[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2})?$"  # at most ten digits before the colon
_BARE = r"^([1-9][0-9]{9})(?:[.,]0+)?$"  # a number of who was born from 2001 to 2009, without its zero in front
_SHORTEST = 10
# The lookahead lets candidates overlap: a number that fails the check must not hide one that starts inside it.
_CANDIDATE = re.compile(rf"(?<![0-9])(?=({_NOTATION})(?![0-9]))")
_NOT_DIGIT = re.compile(r"[^0-9]")
_RUN_BEFORE = re.compile(r"[0-9A-Za-z]*$")
_RUN_AFTER = re.compile(r"[0-9A-Za-z]*")


def holds_insz(text: str) -> bool:
    """Whether a text holds a valid INSZ, with or without dots, dashes and spaces, also amid other words."""
    return any(_is_valid(candidate) for candidate in _candidates(text))


def cells_with_insz(frame: pl.DataFrame) -> list[tuple[int, str]]:
    """(row index, column) of every text cell that holds a valid INSZ, in the order of the rows.

    A spreadsheet that takes the numbers for amounts drops a zero in front: of who was born from 2001 to 2009 ten digits
    are left. As a number of another kind can pass the check by chance, such cells only count when at least half of the
    bare numbers of ten digits in their column pass it.
    """
    found = [hit for name in frame.columns for hit in _in_column(frame[name])]
    return sorted(found)


def _in_column(column: pl.Series) -> Iterator[tuple[int, str]]:
    longest = column.str.len_bytes().max() or 0
    if longest < _SHORTEST:
        return
    texts = column.unique() if repeats(column) else column
    hits = [*_without_zero(texts), *(text for text in _candidates_among(texts, longest) if holds_insz(text))]
    if hits:
        at = column.is_in(pl.Series(hits).implode()).fill_null(False).arg_true()
        yield from ((row, column.name) for row in at)


def _candidates_among(texts: pl.Series, longest: int) -> pl.Series:
    """The few texts that may hold an INSZ, so that the exact test in Python only sees those."""
    if longest <= _DIGITS:
        return texts.filter(texts.str.contains(_ALL_DIGITS))
    # A column of millions is pseudonyms or timestamps, and a timestamp is told faster than that it holds no INSZ.
    others = texts.filter(~texts.str.contains(_TIMESTAMP))
    return others.filter(others.str.contains(_NOTATION))


def _without_zero(texts: pl.Series) -> list[str]:
    """The texts that are an INSZ without the zero in front; none when most bare numbers of that length are not."""
    bare = texts.filter(texts.str.contains(_BARE))
    number = bare.str.extract(_BARE, 1).cast(pl.Int64)
    month, day = number // 10**7 % 100, number // 10**5 % 100
    check = 97 - (2 * 10**9 + number // 100) % 97
    hits = month.is_between(1, 12) & day.is_between(1, 31) & (check == number % 100)
    return bare.filter(hits).to_list() if 2 * hits.sum() >= len(hits) else []


def _candidates(text: str) -> Iterator[str]:
    for match in _CANDIDATE.finditer(text):
        candidate = match.group(1)
        if _stands_alone(text, match.start(), match.start() + len(candidate)):
            yield candidate


def _stands_alone(text: str, start: int, end: int) -> bool:
    # A pseudonym is often a long hexadecimal text; eleven digits in a row inside one say nothing.
    around = _RUN_BEFORE.search(text[:start]).group() + _RUN_AFTER.match(text, end).group()
    return not any(sign.isdigit() for sign in around)


def _is_valid(candidate: str) -> bool:
    digits = _NOT_DIGIT.sub("", candidate)
    number, check = int(digits[:9]), int(digits[9:])
    centuries = (number, 2_000_000_000 + number)
    return any(97 - n % 97 == check for n in centuries) and _could_be_written_so(candidate, digits)


def _could_be_written_so(candidate: str, digits: str) -> bool:
    # Nobody writes 8507-30...: with half the date cut off it is more likely a number of another kind, such as
    # year and sequence, unless month and day could really be those of a birth date.
    if re.match(r"[0-9]{6}|[0-9]{2}[^0-9]+[0-9]{2}[^0-9]", candidate):
        return True
    return 1 <= int(digits[2:4]) <= 12 and 1 <= int(digits[4:6]) <= 31
