"""What may stand in a note: no controls, nothing too long, no national register number."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.insz import holds_insz as refused_in_a_delivery
from notes.words import WordsError, cleaned, holds_insz

SHAPES = ("{}{}{}{}{}", "{}.{}.{}-{}.{}", "{} {} {} {} {}", "{}{}{}-{}-{}", "{}/{}/{} {}.{}", "{}.{}.{} - {}.{}")


@st.composite
def numbers(draw) -> str:
    """A valid number of somebody born before or after 2000, in one of the notations people use."""
    year, month, day, order = (draw(st.integers(*span)) for span in ((0, 99), (1, 12), (1, 28), (1, 998)))
    nine = f"{year:02}{month:02}{day:02}{order:03}"
    check = 97 - (int(nine) + draw(st.sampled_from([0, 2_000_000_000]))) % 97
    return draw(st.sampled_from(SHAPES)).format(nine[:2], nine[2:4], nine[4:6], nine[6:], f"{check:02}")


@given(number=numbers(), before=st.sampled_from(["", "Zie ", "(", "nr:"]), after=st.sampled_from(["", ".", " en meer", ")"]))  # fmt: skip
def test_a_number_that_a_delivery_may_not_hold_a_note_may_not_either(number: str, before: str, after: str) -> None:
    said = f"{before}{number}{after}"
    assert refused_in_a_delivery(said)
    assert holds_insz(said)
    with pytest.raises(WordsError) as refused:
        cleaned("tekst", said)
    assert number not in str(refused.value)


@given(number=numbers())
def test_invisible_signs_and_wide_digits_hide_no_number(number: str) -> None:
    assert holds_insz("\u200b".join(number))
    assert holds_insz("".join(chr(ord(c) + 0xFEE0) if c.isdecimal() else c for c in number))


@pytest.mark.parametrize(
    "said",
    ["In 2024 waren er 9.273 aanmeldingen.", "Bel 02 553 31 01 voor 15/01/2026.", "85.07.30-033.29", "1234567890123456", ""],
)  # fmt: skip
def test_other_numbers_may_stand_in_a_note(said: str) -> None:
    assert cleaned("tekst", said) == said


@given(st.text(max_size=300))
def test_what_is_kept_is_plain_and_stays_as_it_is(said: str) -> None:
    try:
        kept = cleaned("tekst", said)
    except WordsError:
        return
    assert cleaned("tekst", kept) == kept == kept.strip() == unicodedata.normalize("NFC", kept)
    assert not [c for c in kept if c != "\n" and unicodedata.category(c) in ("Cc", "Cs")]
    kept.encode()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("a\x00b\x07c\x1b[0m", "abc[0m"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("tab\thier", "tab hier"),
        ("om\u202egekeerd\u2066", "omgekeerd"),
        ("half \ud83d en \uffff niets \ufdd0", "half  en  niets"),
        ("cafe\u0301 😀 \U0001fae9", "café 😀 \U0001fae9"),
    ],
)
def test_controls_go_and_words_stay(said: str, kept: str) -> None:
    assert cleaned("tekst", said) == kept


def test_a_name_and_a_source_are_one_line() -> None:
    assert cleaned("wie", "  An \n Peeters\t") == "An Peeters"
    assert cleaned("bron", "Mail\nvan mei") == "Mail van mei"
