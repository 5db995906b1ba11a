"""Words on paper: their width in the font they are drawn in, and lines broken so that each fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

FAMILY = "DejaVu Sans"  # comes with matplotlib, so that every machine measures and draws the same
LEADING = 1.3  # from line to line, in sizes of the font
ASCENT = 0.93  # from the top of a line to the foot of its letters
_NO_LETTER = "□"
_AFTER = re.compile(r"(?<=[&?=/,_.-])")  # where an address may be broken


@dataclass(frozen=True)
class Font:
    """A size in points, bold or not."""

    size: float
    bold: bool = False

    @property
    def line(self) -> float:
        """Points from line to line."""
        return self.size * LEADING


@lru_cache(maxsize=64)
def properties(font: Font) -> FontProperties:
    """The font as matplotlib names it."""
    return FontProperties(family=FAMILY, size=font.size, weight="bold" if font.bold else "normal")


def width(words: str, font: Font) -> float:
    """Width in points of words on one line, before kerning brings some letters closer."""
    return sum(_advance(letter, font.bold) for letter in words) * font.size


@lru_cache(maxsize=4096)
def _advance(letter: str, bold: bool) -> float:
    """Room one letter takes in a font of one point, from the font itself: an estimate cuts off or wastes paper."""
    face = _face(bold)
    glyph = face.load_char(ord(drawable(letter, bold)), flags=LoadFlags.NO_SCALE)
    return glyph.horiAdvance / face.units_per_EM


def _face(bold: bool) -> FT2Font:
    return get_font(findfont(properties(Font(10, bold))))


def drawable(words: str, bold: bool) -> str:
    """Words with a box for each letter that the font has not, such as those of another script: people write notes."""
    return "".join(letter if _has(letter, bold) else _NO_LETTER for letter in words)


@lru_cache(maxsize=4096)
def _has(letter: str, bold: bool) -> bool:
    return _face(bold).get_char_index(ord(letter)) != 0


def widest(lines: list[str] | tuple[str, ...], font: Font) -> float:
    """Width in points of the widest of some lines; 0 without lines."""
    return max((width(line, font) for line in lines), default=0.0)


def wrapped(line: str, font: Font, room: float) -> list[str]:
    """A line broken between words into lines of at most `room` points; a word wider than that is broken inside."""
    lines = [""]
    for word in line.split():
        for place, part in enumerate(_parts(word, font, room)):
            gap = " " if lines[-1] and not place else ""
            if lines[-1] and width(lines[-1] + gap + part, font) > room:
                lines.append(part)
            else:
                lines[-1] += gap + part
    return lines


def _parts(word: str, font: Font, room: float) -> list[str]:
    """A word that fits on a line in one piece; else its pieces between signs, and what is still too wide in letters."""
    if width(word, font) <= room:
        return [word]
    chunks = _AFTER.split(word)
    return [part for chunk in chunks for part in ([chunk] if width(chunk, font) <= room else chunk)]
