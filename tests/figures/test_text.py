"""Numbers, dates and periods as a Belgian reader expects them."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import GRAINS, text

starts = st.tuples(st.integers(2018, 2100), st.integers(1, 12), st.sampled_from(GRAINS)).map(
    lambda t: (first_day(t[0], t[1], t[2]), t[2])
)


def first_day(year: int, month: int, per: str) -> date:
    length = {"maand": 1, "kwartaal": 3, "jaar": 12}[per]
    return date(year, month - (month - 1) % length, 1)


@pytest.mark.parametrize(
    ("value", "decimals", "said"),
    [
        (2837590, 0, "2.837.590"),
        (208.79, 2, "208,79"),
        (13, 2, "13,00"),
        (999, 0, "999"),
        (1000, 0, "1.000"),
        (0, 0, "0"),
        (0.05, 1, "0,0"),
        (99.96, 1, "100,0"),
        (-1234.5, 1, "-1.234,5"),
        (None, 0, "?"),
        (None, 2, "?"),
    ],
)
def test_a_number(value: float | None, decimals: int, said: str) -> None:
    assert text.number(value, decimals) == said


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
@settings(deadline=None, max_examples=100)
def test_a_number_can_be_read_back(value: int, decimals: int) -> None:
    said = text.number(value, decimals)
    assert float(said.replace(".", "").replace(",", ".")) == value
    assert said.count(",") == (1 if decimals else 0)


@pytest.mark.parametrize(
    ("start", "per", "said", "short"),
    [
        (date(2022, 1, 1), "jaar", "2022", "2022"),
        (date(2022, 1, 1), "kwartaal", "1e kwartaal 2022", "2022 K1"),
        (date(2022, 10, 1), "kwartaal", "4e kwartaal 2022", "2022 K4"),
        (date(2022, 1, 1), "maand", "januari 2022", "jan 2022"),
        (date(2024, 8, 1), "maand", "augustus 2024", "aug 2024"),
    ],
)
def test_a_period(start: date, per: str, said: str, short: str) -> None:
    assert text.period_label(start, per) == said
    assert text.period_short(start, per) == short


def test_a_date() -> None:
    assert text.long_date(date(2022, 1, 1)) == "1 januari 2022"
    assert text.short_date(date(2022, 1, 1)) == "01/01/2022"
    assert text.short_date(None) == "?"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2022, 1, 1), date(2025, 12, 31), "2022 tot en met 2025"),
        (date(2022, 1, 1), date(2022, 12, 31), "2022"),
        (date(2022, 1, 1), date(2026, 9, 15), "1 januari 2022 tot en met 15 september 2026"),
        (date(2021, 1, 1), date(2021, 1, 1), "1 januari 2021"),
        (date(2024, 2, 1), date(2024, 2, 29), "1 februari 2024 tot en met 29 februari 2024"),
    ],
)
def test_a_span(first: date, last: date, said: str) -> None:
    assert text.span(first, last) == said


@given(starts)
@settings(deadline=None, max_examples=150)
def test_the_day_after_a_period_begins_the_next(period: tuple[date, str]) -> None:
    start, per = period
    end = text.period_end(start, per)
    following = end + timedelta(days=1)
    assert following == first_day(following.year, following.month, per)
    months = (following.year - start.year) * 12 + following.month - start.month
    assert months == {"maand": 1, "kwartaal": 3, "jaar": 12}[per]


@given(starts)
@settings(deadline=None, max_examples=100)
def test_the_middle_is_as_far_from_the_start_as_from_the_end(period: tuple[date, str]) -> None:
    start, per = period
    middle, end = text.period_middle(start, per), text.period_end(start, per)
    assert 0 <= (end - middle).days - (middle - start).days <= 1


@given(st.integers(2018, 2400))
@settings(deadline=None, max_examples=60)
def test_february_knows_leap_years(year: int) -> None:
    assert text.period_end(date(year, 2, 1), "maand").day == (29 if isleap(year) else 28)


def test_a_break_in_december_falls_after_the_middle_of_its_year() -> None:
    assert text.period_middle(date(2023, 1, 1), "jaar") < date(2023, 12, 1) < text.period_end(date(2023, 1, 1), "jaar")


def test_an_enumeration() -> None:
    assert text.enumeration([]) == ""
    assert text.enumeration(["a"]) == "a"
    assert text.enumeration(["a", "b"]) == "a en b"
    assert text.enumeration(["a", "b", "c"]) == "a, b en c"


def test_every_state_has_a_sign_of_its_own_and_a_meaning() -> None:
    signs = [sign for sign, _ in text.STATES.values()]
    assert signs == ["-", "x", "n.v.t.", "?"]
    assert all(meaning for _, meaning in text.STATES.values())
    assert [text.cell(None, state) for state in text.STATES] == signs
    assert text.cell(1234, "bekend") == "1.234"
