"""A national register number is found in every notation and century, and little else is taken for one."""

from __future__ import annotations

import re

import polars as pl
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from etl.insz import cells_with_insz, holds_insz


def insz(first_nine: int, born_from_2000: bool) -> str:
    """A made-up number with the right check digits: the definition, written down a second time."""
    base = int(f"2{first_nine:09d}") if born_from_2000 else first_nine
    return f"{first_nine:09d}{97 - base % 97:02d}"


OLD = insz(850730033, born_from_2000=False)
NEW = insz(150612123, born_from_2000=True)


def notations(number: str) -> list[str]:
    yy, mm, dd, order, check = number[:2], number[2:4], number[4:6], number[6:9], number[9:]
    return [
        number,
        f"{yy}.{mm}.{dd}-{order}.{check}",
        f"{yy} {mm} {dd} {order} {check}",
        f"{yy}{mm}{dd}-{order}-{check}",
        f"{yy}{mm}{dd} {order} {check}",
        f"{yy}-{mm}-{dd}-{order}-{check}",
        f"{yy}{mm}-{dd} {order}{check}",
        f"{yy}.{mm}.{dd} - {order}.{check}",
        f"{yy}.{mm}.{dd}–{order}.{check}",
        f"{yy}\u00a0{mm}\u00a0{dd} {order} {check}",
        f"{yy}.{mm}.{dd}\n{order}.{check}",
    ]


@pytest.mark.parametrize("number", [OLD, NEW], ids=["voor 2000", "vanaf 2000"])
@pytest.mark.parametrize("nth", range(len(notations(OLD))))
def test_every_notation_of_both_centuries_is_found(number: str, nth: int) -> None:
    written = notations(number)[nth]
    assert holds_insz(written)
    assert holds_insz(f"moeder, {written}, belt terug")


@pytest.mark.parametrize("glued", [f"INSZ{OLD}", f"nr.{OLD}", f"{OLD}x", f"({OLD})", f"12 {OLD}"])
def test_words_around_the_number_do_not_hide_it(glued: str) -> None:
    assert holds_insz(glued)


def test_a_number_that_fails_does_not_hide_the_next_one() -> None:
    assert holds_insz(f"{int(OLD) + 1:011d} {OLD}")


@given(st.integers(0, 999_999_999), st.booleans())
def test_any_number_with_the_right_check_is_found(first_nine: int, born_from_2000: bool) -> None:
    assert holds_insz(insz(first_nine, born_from_2000))


@given(st.integers(0, 999_999_999), st.integers(0, 99))
def test_a_number_with_another_check_is_not(first_nine: int, check: int) -> None:
    right = {insz(first_nine, False)[9:], insz(first_nine, True)[9:]}
    assert holds_insz(f"{first_nine:09d}{check:02d}") == (f"{check:02d}" in right)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2022-03-01 14:05:00",
        "01-03-2022",
        OLD[:10],
        OLD + "1",
        "1" + OLD,
        f"a3f{OLD}b9c",  # part of a hexadecimal pseudonym
        "44621.58333333333",
        "+32 470 12 34 56",
    ],
)
def test_what_is_no_register_number(text: str) -> None:
    assert not holds_insz(text)


def test_a_year_and_sequence_number_is_no_register_number() -> None:
    """Of 10.000 numbers such as 2022-0001234 some 200 pass the check by chance; none may refuse a file."""
    assert not any(holds_insz(f"2022-{sequence:07d}") for sequence in range(10_000))


def test_cells_are_named_by_row_and_column() -> None:
    frame = pl.DataFrame(
        {"a": ["x", None, OLD], "b": [NEW, "y", "12345678901"]}, schema={"a": pl.String, "b": pl.String}
    )
    assert cells_with_insz(frame) == [(0, "b"), (2, "a")]


# ------------------------------------------------------------------ whole columns


PIECES = st.sampled_from(
    [OLD, NEW, *notations(OLD), "2022-03-01 14:05:00", "01/03/2022 14:05", "C0004875371", "x", " "]
)
CELLS = st.one_of(st.none(), st.text("0123456789-./ :\u2013x", max_size=20), st.lists(PIECES, max_size=3).map("".join))


@settings(max_examples=300)
@given(st.lists(CELLS, min_size=1, max_size=8), st.integers(1, 400))
def test_a_column_gives_the_cells_that_hold_one_by_themselves(cells: list[str | None], times: int) -> None:
    """Looking at different texts once, and passing over what is too short or a timestamp, may not hide a cell."""
    assume(not any(re.fullmatch(r"[0-9]{10}(\.0+)?", cell or "") for cell in cells))  # judged by their column
    column = pl.Series("a", cells * times, dtype=pl.String)
    expected = [nth for nth, cell in enumerate(cells) if cell and holds_insz(cell)]
    found = cells_with_insz(column.to_frame())
    assert found == [(turn * len(cells) + nth, "a") for turn in range(times) for nth in expected]


def without_zero(number: str) -> str:
    assert number.startswith("0")
    return number[1:]


BORN_2005 = [insz(50612000 + order, born_from_2000=True) for order in (103, 204, 305)]


@pytest.mark.parametrize("end", ["", ".0", ",00"])
def test_numbers_that_lost_their_zero_in_a_spreadsheet_are_found(end: str) -> None:
    cells = [without_zero(number) + end for number in BORN_2005]
    assert cells_with_insz(pl.DataFrame({"a": [None, *cells]})) == [(1, "a"), (2, "a"), (3, "a")]


def test_a_column_of_other_numbers_of_ten_digits_is_left_alone() -> None:
    """Some of any 10.000 numbers pass the check by chance; then all of them would have to be explained."""
    numbers = [str(number) for number in range(5_061_200_000, 5_061_210_000)]
    assert cells_with_insz(pl.DataFrame({"a": numbers})) == []


@pytest.mark.parametrize("number", ["5061300100", "5063212348", "0470123456"])
def test_a_number_that_can_be_no_birth_date_is_left_alone(number: str) -> None:
    assert cells_with_insz(pl.DataFrame({"a": [number]})) == []
