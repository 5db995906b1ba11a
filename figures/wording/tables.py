"""The table twin of a figure: the same numbers as text, accessible, with the four states told apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import polars as pl

from figures import text
from figures.figure import DEMO_WORD, Figure

Value = str | int | float | date
_SHOWS_NUMBER = re.compile(r"[+-]?\d[\d.]*(,\d+)?\D*")  # a mark may stand behind it


@dataclass(frozen=True)
class Table:
    """Cells as text; the first `heads` columns head their row; columns in `right` hold numbers.

    `values`, when given, holds for every cell its number or its date, unrounded, or else the same text: what a
    spreadsheet needs. A cell without a number keeps its sign.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[int] = frozenset()
    heads: int = 1
    note: str = ""
    values: tuple[tuple[Value, ...], ...] = ()


@dataclass(frozen=True)
class TablePicture:
    """A figure that is shown as a table, to be set on paper."""

    figure: Figure
    table: Table


def wide_table(figure: Figure) -> Table:
    """A row per area and a column per period, the totals last."""
    starts = figure.data["periode"].unique().sort().to_list()
    found = {(r["gebied"], r["periode"]): r for r in figure.data.iter_rows(named=True)}
    cells = {place: (text.cell(r["waarde"], r["toestand"], figure.decimals), r["waarde"]) for place, r in found.items()}
    ordered = pl.concat([figure.areas, figure.totals])
    names = dict(zip(ordered["gebied"], ordered["naam"], strict=True))
    lines = [
        [(name, name), *(cells.get((area, start), ("", None)) for start in starts)] for area, name in names.items()
    ]
    rows = tuple(tuple(shown for shown, _ in line) for line in lines)
    values = tuple(tuple(_value(*cell) for cell in line) for line in lines)
    columns = ("Samenwerkingsverband", *(_column(figure, start) for start in starts))
    right = frozenset(range(1, len(columns)))
    return Table(_caption(figure), columns, rows, right, note=_signs_note(rows), values=values)


def long_table(figure: Figure, columns: dict[str, str]) -> Table:
    """The named columns of a figure's data, a row per row; numbers right, dates short, years as years."""
    frame = figure.data.select(list(columns))
    numeric = frozenset(
        i for i, (name, kind) in enumerate(frame.schema.items()) if kind.is_numeric() and name != "jaar"
    )
    states = figure.data["toestand"].to_list() if "toestand" in figure.data.columns else ["bekend"] * frame.height
    cells = [_column_cells(frame[name], states) for name in columns]
    rows = tuple(zip(*cells, strict=True))
    raw = [[_value(*cell) for cell in zip(cells[i], frame[name], strict=True)] for i, name in enumerate(columns)]
    values = tuple(zip(*raw, strict=True))
    return Table(_caption(figure), tuple(columns.values()), rows, numeric, note=_signs_note(rows), values=values)


@dataclass(frozen=True)
class Measured:
    """A column of a figure's data as a column of a table: what its head says, and the decimals of its numbers."""

    column: str
    head: str
    decimals: int = 0


def area_table(figure: Figure, columns: Sequence[Measured], state: Callable[[dict, str], str]) -> Table:
    """A row per area of a figure about one period, the totals last.

    `state` takes a row and the name of a column: one of the states of a cell, or a word to show in place of a number.
    """
    lines = [
        [(row["naam"], row["naam"]), *((_worded(row, one, state), row[one.column]) for one in columns)]
        for row in pl.concat([figure.areas, figure.totals]).iter_rows(named=True)
    ]
    return _of_cells(figure, ("Samenwerkingsverband", *(one.head for one in columns)), lines)


def crossed_table(figure: Figure, part: str, parts: Sequence[str], head: str = "Samenwerkingsverband") -> Table:
    """A row per name and a column per word of column `part`, of a figure about one period; the totals last."""
    found = {(r["naam"], r[part]): r for r in figure.data.iter_rows(named=True)}
    used = [word for word in parts if any(word == own for _, own in found)]
    names = dict.fromkeys(pl.concat([figure.areas, figure.totals])["naam"])
    lines = [[(name, name), *(_crossing(figure, found.get((name, word))) for word in used)] for name in names]
    return _of_cells(figure, (head, *used), lines)


def _crossing(figure: Figure, row: dict | None) -> tuple[str, object]:
    return (text.cell(row["waarde"], row["toestand"], figure.decimals), row["waarde"]) if row else ("", None)


def _worded(row: dict, one: Measured, state: Callable[[dict, str], str]) -> str:
    said = state(row, one.column)
    return text.cell(row[one.column], said, one.decimals) if said in ("bekend", *text.STATES) else said


def _of_cells(figure: Figure, columns: tuple[str, ...], lines: Sequence[Sequence[tuple[str, object]]]) -> Table:
    """A table of cells that are given as what is shown and the number behind it."""
    rows = tuple(tuple(shown for shown, _ in line) for line in lines)
    values = tuple(tuple(_value(*cell) for cell in line) for line in lines)
    right = frozenset(range(1, len(columns)))
    return Table(_caption(figure), columns, rows, right, note=_signs_note(rows), values=values)


def _value(shown: str, value: object) -> Value:
    """The number or date behind a cell; the text itself where that shows something else: a sign, a word, a period."""
    if isinstance(value, date):
        return value if shown == text.short_date(value) else shown
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return value if number and _SHOWS_NUMBER.fullmatch(shown) else shown


def _column_cells(column: pl.Series, states: list[str]) -> list[str]:
    """One column as text: as many decimals everywhere as its most precise number needs, at most two."""
    if column.name == "waarde":
        decimals = _decimals(column)
        return [
            text.cell(v, s, decimals) if s in text.STATES else _cell(v, decimals)
            for v, s in zip(column, states, strict=True)
        ]
    if column.dtype.is_numeric() and column.name != "jaar":
        return [_number(v, s, _decimals(column)) for v, s in zip(column, states, strict=True)]
    return ["" if v is None else str(v) if column.name == "jaar" else _cell(v, 0) for v in column]


def _decimals(column: pl.Series) -> int:
    return 2 if column.dtype.is_float() and any(v is not None and not v.is_integer() for v in column) else 0


def _number(value: float | None, state: str, decimals: int) -> str:
    """A number, or the sign that says why it is missing: as the row says, else unknown."""
    if value is not None:
        return text.number(value, decimals)
    return text.STATES[state if state in ("nvt", "verborgen") else "onbekend"][0]


def _signs_note(rows: Sequence[Sequence[str]]) -> str:
    """Explains only the signs that occur."""
    present = {cell for row in rows for cell in row}
    return "; ".join(f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present)


def as_html(table: Table) -> str:
    """The table as HTML; every text is escaped. Scrolls inside its own box, by keyboard too."""
    head = "".join(
        f'<th scope="col" class="{_side(table, i)}">{escape(name)}</th>' for i, name in enumerate(table.columns)
    )
    body = "".join(f"<tr>{_row(table, row)}</tr>" for row in table.rows)
    note = f'<p class="m-noot">{escape(table.note)}</p>' if table.note else ""
    return (
        f'<div class="m-tabel" role="region" tabindex="0" aria-label="{escape(table.caption)}">'
        f"<table><caption><span>{escape(table.caption)}</span></caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{note}"
    )


def _row(table: Table, row: Sequence[str]) -> str:
    return "".join(
        f'<th scope="row">{escape(value)}</th>'
        if i < table.heads
        else f'<td class="{_kind(table, i, value)}">{escape(value)}</td>'
        for i, value in enumerate(row)
    )


def _kind(table: Table, index: int, value: str) -> str:
    """Class of a cell: its side, and whether it needs room (long text), may break anywhere (an address) or nowhere (a date)."""
    room = (
        "m-adres" if value.startswith("http") else "m-lang" if len(value) > 60 else "m-kort" if len(value) <= 12 else ""
    )
    return f"{_side(table, index)} {room}".strip()


def _side(table: Table, index: int) -> str:
    return "m-rechts" if index in table.right else "m-links"


def _caption(figure: Figure) -> str:
    demo = f"{DEMO_WORD} · " if figure.demo else ""
    unit = "" if figure.unit.casefold() in figure.title.casefold() else f", in {figure.unit}"
    return f"{demo}{figure.title}{unit}, {figure.period}"


def _column(figure: Figure, start) -> str:
    label = (
        text.period_short(start, figure.choice.per) if figure.question.from_registrations else text.short_date(start)
    )
    whole = "volledig" not in figure.data.columns or figure.data.filter(pl.col("periode") == start)["volledig"].all()
    return label if whole else f"{label} (onvolledig)"


def _cell(value, decimals: int) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, (int, float)):
        return text.number(value, decimals)
    return text.short_date(value) if hasattr(value, "strftime") else str(value)
