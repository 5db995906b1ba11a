"""Numbers, dates and periods as a Belgian reader expects them: 2.837.590 and 208,79, 1 januari 2022."""

from __future__ import annotations

from datetime import date, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal

LOCALE = "nl_BE"
AREAS = {
    "vlaanderen-brussel": "Vlaanderen en Brussel",
    "vlaanderen-zonder-brussel": "Vlaanderen zonder Brussel",
    "alle-voorgangers": "De 15 samenwerkingsverbanden samen",
}
TOTALS = ("vlaanderen-brussel", "vlaanderen-zonder-brussel")

# The four states of a cell that holds no number, and what they mean to a reader.
STATES = {
    "nul": ("-", "geen enkele geregistreerd"),
    "verborgen": ("x", "verborgen: te klein om te tonen"),
    "nvt": ("n.v.t.", "niet van toepassing"),
    "onbekend": ("?", "onbekend"),
}


def number(value: float | None, decimals: int = 0) -> str:
    """A number with points for thousands and a comma for decimals; '?' for unknown."""
    if value is None:
        return STATES["onbekend"][0]
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, format=pattern, locale=LOCALE)


def long_date(day: date) -> str:
    """1 januari 2022."""
    return format_date(day, "d MMMM y", locale=LOCALE)


def short_date(day: date | None) -> str:
    """01/01/2022, for in a table; '?' for unknown."""
    return day.strftime("%d/%m/%Y") if day else STATES["onbekend"][0]


def period_label(start: date, per: str) -> str:
    """2022, 1e kwartaal 2022 or januari 2022."""
    if per == "jaar":
        return str(start.year)
    if per == "kwartaal":
        return f"{(start.month + 2) // 3}e kwartaal {start.year}"
    return format_date(start, "MMMM y", locale=LOCALE)


def period_short(start: date, per: str) -> str:
    """2022, 2022 K1 or jan 2022: for the head of a table column."""
    if per == "jaar":
        return str(start.year)
    if per == "kwartaal":
        return f"{start.year} K{(start.month + 2) // 3}"
    return format_date(start, "MMM y", locale=LOCALE).replace(".", "")


def period_end(start: date, per: str) -> date:
    """The last day of the period that starts on `start`."""
    months = {"maand": 1, "kwartaal": 3, "jaar": 12}[per]
    after = start.month - 1 + months
    return date(start.year + after // 12, after % 12 + 1, 1) - timedelta(days=1)


def period_middle(start: date, per: str) -> date:
    """The day halfway the period that starts on `start`."""
    return start + (period_end(start, per) - start) / 2


def span(first: date, last: date) -> str:
    """2022 tot en met 2025, or with days when the span is no run of whole years."""
    if first == last:
        return long_date(first)
    whole_years = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if whole_years:
        return str(first.year) if first.year == last.year else f"{first.year} tot en met {last.year}"
    return f"{long_date(first)} tot en met {long_date(last)}"


def enumeration(words: list[str]) -> str:
    """a, b en c."""
    return " en ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def cell(value: float | None, state: str, decimals: int = 0) -> str:
    """What a table cell shows: the number, or the sign of the state that says why there is none."""
    return number(value, decimals) if state == "bekend" else STATES[state][0]
