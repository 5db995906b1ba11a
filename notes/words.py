"""Which text may stand in a note: what a keyboard gives, not too long, and no national register number."""

from __future__ import annotations

import re
import unicodedata

LONGEST = {"tekst": 5000, "wie": 80, "bron": 300}  # characters
_NAMES = {"tekst": "De tekst", "wie": "De naam van wie schrijft", "bron": "De bron"}
_NO_TEXT = ("Cc", "Cs")  # Unicode categories: controls, and halves of a character that no file can hold
# These turn the direction of all that follows: a caveat with one could read otherwise on paper than on screen.
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# The same notations as the reading of deliveries refuses. Written once more and simpler: this package uses nothing of
# the rest of the house, and who writes a note can write it otherwise, so a number too many refused does no harm.
_GAP = r"[^0-9A-Za-z]{0,3}"
_NUMBER = re.compile(
    rf"(?<![0-9])(?=([0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{2}})(?![0-9]))"
)


class WordsError(ValueError):
    """This text may not stand in a note; the message is one or two Dutch sentences, without the text itself."""


def cleaned(what: str, said: str) -> str:
    """The text as it is kept, of `tekst`, `wie` or `bron`; a tab is a space, and only `tekst` has lines.

    Raises WordsError when it is too long or holds what may be a national register number.
    """
    kept = _plain(said)
    kept = kept if what == "tekst" else " ".join(kept.split())
    if len(kept) > LONGEST[what]:
        raise WordsError(
            f"{_NAMES[what]} is te lang: {_dutch(len(kept))} tekens, en er mogen er {_dutch(LONGEST[what])} zijn. Kort hem in."
        )
    if holds_insz(kept):
        raise WordsError(
            f"{_NAMES[what]} bevat een getal dat een rijksregisternummer kan zijn. In een notitie staan geen gegevens van "
            "personen. Haal het getal weg en bewaar opnieuw."
        )
    return kept


def holds_insz(said: str) -> bool:
    """Whether eleven digits, written as a national register number can be, pass its check modulo 97."""
    bare = "".join(c for c in unicodedata.normalize("NFKC", said) if unicodedata.category(c) != "Cf")
    return any(_checks(re.sub(r"[^0-9]", "", found.group(1))) for found in _NUMBER.finditer(bare))


def _checks(digits: str) -> bool:
    number, check = int(digits[:9]), int(digits[9:])
    return check in (97 - number % 97, 97 - (2_000_000_000 + number) % 97)


def _plain(said: str) -> str:
    lines = "\n".join(said.replace("\t", " ").splitlines())
    composed = unicodedata.normalize("NFC", lines)
    return "".join(c for c in composed if c == "\n" or _may_stand(c)).strip()


def _may_stand(sign: str) -> bool:
    number = ord(sign)
    is_no_character = number & 0xFFFE == 0xFFFE or 0xFDD0 <= number <= 0xFDEF
    return unicodedata.category(sign) not in _NO_TEXT and sign not in _TURNING and not is_no_character


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")
