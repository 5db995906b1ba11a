"""How much room words take in a cell of a spreadsheet, so that columns and rows are as large as what is in them.

A spreadsheet counts the width of a column in digits. Only Excel measures the rows of a file by itself; other programs
show them as high as the file says.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

NARROWEST, WIDEST = 9, 51  # digits a column is wide
_ROOM = 3  # digits: the space beside the words, and the arrow of the filter in the head
_LEAST = 24  # digits that a column of long texts keeps when a sheet is too wide to be read in print
_SHEET = 190  # digits: an A4 page on its side, at three quarters of the size
_BOLD = 1.08
_DIGIT = 556  # thousandths of the size of the font, in Arial and the fonts that are made to replace it
_OTHERS = (
    ("ijl'|", 215),
    (" ftIr.,:;!/()[]-", 300),
    ("Jcksvxyz", 500),
    ("ABEKPSVXYCDHNRTUwFLZ&%", 690),
    ("GOQMmW", 820),
)
_WIDTHS = {letter: wide for letters, wide in _OTHERS for letter in letters}


@lru_cache(maxsize=8192)
def digits(words: str) -> float:
    """The width of words on one line, counted in digits."""
    return sum(_WIDTHS.get(letter, _DIGIT) for letter in words) / _DIGIT


def column_widths(heads: Sequence[str], cells: Sequence[Sequence[float]], fixed: frozenset[int]) -> list[float]:
    """The width in digits of each column. `cells`: per row the width of each cell; `fixed`: columns of numbers.

    When all of it is too wide for a page, the columns of long texts become narrower, in proportion.
    """
    longest = [max([_BOLD * digits(head), *(row[i] for row in cells)]) for i, head in enumerate(heads)]
    wish = [min(max(wide + _ROOM, NARROWEST), WIDEST) for wide in longest]
    long = [i for i, wide in enumerate(wish) if i not in fixed and wide > _LEAST]
    over, spare = sum(wish) - _SHEET, sum(wish[i] - _LEAST for i in long)
    share = min(1.0, max(0.0, over) / spare) if spare else 0.0
    return [wide - share * (wide - _LEAST) if i in long else wide for i, wide in enumerate(wish)]


@lru_cache(maxsize=8192)
def lines_in(words: str, wide: float) -> int:
    """How many lines words take in a column of `wide` digits; a word that is longer than a line is broken inside."""
    room, lines, used = wide - 1, 1, 0.0
    for word in words.split():
        long = digits(word)
        if used and used + digits(" ") + long > room:
            lines, used = lines + 1, 0.0
        used += long + (digits(" ") if used else 0)
        broken = int(used // room)
        lines, used = lines + broken, used - broken * room
    return lines
