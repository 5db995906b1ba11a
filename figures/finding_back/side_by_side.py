"""One figure as it was and as it is: which cells differ, and what each of them says.

The values stand side by side. What lies between them is not computed: that is for the guard to allow.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from figures import text
from figures.figure import DEMO_WORD, Figure
from figures.wording.tables import Table

ABSENT = "niet in de figuur"
HEADS = {"gebied": "Samenwerkingsverband", "periode": "Periode"}
NOTE = (
    "Staat er twee keer hetzelfde, dan ligt het verschil in een decimaal die niet getoond wordt, of in een ander getal "
    "van dezelfde rij."
)
Key = tuple[object, ...]


def differing(one: Figure, other: Figure) -> list[Key]:
    """The names of the rows that stand in only one of the two, or hold another value; none for a table of words."""
    return _differing([one, other], _names(one, other))


def changes_table(shown: Mapping[str, Figure]) -> Table | None:
    """A row per cell that differs and a column per figure, the last one of today; None when no cell differs."""
    figures = list(shown.values())
    names = _names(*figures)
    keys = _differing(figures, names)
    if not keys:
        return None
    said = [_said(one, names) for one in figures]
    heads = _head_cells(figures, names)
    rows = tuple((*heads[key], *(own.get(key, ABSENT) for own in said)) for key in keys)
    columns = (*(HEADS.get(name, name.replace("_", " ").capitalize()) for name in names), *shown)
    right = frozenset(range(len(names), len(columns)))
    alike = any(len(set(row[len(names) :])) == 1 for row in rows)
    return Table(_caption(figures), columns, rows, right, len(names), NOTE if alike else "")


def _caption(shown: list[Figure]) -> str:
    demo = f"{DEMO_WORD} · " * any(one.demo for one in shown)
    return f"{demo}Wat veranderd is: {shown[-1].title}, in {shown[-1].unit}"


def _names(*shown: Figure) -> list[str]:
    """The columns that together name a row in each of the figures, as few as will do; none when no columns do."""
    frames = [one.data for one in shown]
    if not all({"waarde", "toestand"} <= set(frame.columns) for frame in frames):
        return []
    words = [
        c for c, kind in frames[-1].schema.items() if kind in (pl.String, pl.Date) and c not in ("toestand", "naam")
    ]
    common = [c for c in dict.fromkeys([*HEADS, *words]) if all(c in frame.columns for frame in frames)]
    least = sum(name in common for name in HEADS)
    for count in range(max(least, 1), len(common) + 1):
        if not any(frame.select(common[:count]).is_duplicated().any() for frame in frames):
            return common[:count]
    return []


def _differing(shown: list[Figure], names: list[str]) -> list[Key]:
    """In the order in which the figure of today has them, what it no longer has last."""
    if not names:
        return []
    contents = [{_key(row, names): row for row in one.data.iter_rows(named=True)} for one in reversed(shown)]
    every = dict.fromkeys(key for content in contents for key in content)
    return [key for key in every if any(content.get(key) != contents[0].get(key) for content in contents)]


def _said(shown: Figure, names: list[str]) -> dict[Key, str]:
    rows = shown.data.iter_rows(named=True)
    return {_key(row, names): text.cell(row["waarde"], row["toestand"], shown.decimals) for row in rows}


def _head_cells(shown: list[Figure], names: list[str]) -> dict[Key, tuple[str, ...]]:
    """What names each row, in words."""
    return {
        _key(row, names): tuple(_word(row, name, one) for name in names)
        for one in shown
        for row in one.data.iter_rows(named=True)
    }


def _word(row: dict, name: str, shown: Figure) -> str:
    value = row[name]
    if name == "gebied":
        return row.get("naam", value)
    if name == "periode" and shown.question.from_registrations:
        return text.period_label(value, shown.choice.per)
    return text.short_date(value) if isinstance(value, date) else str(value or "")


def _key(row: dict, names: list[str]) -> Key:
    return tuple(row[name] for name in names)
