"""Set a table on paper: columns as wide as their words need, cells wrapped and measured, nothing cut off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D

from figures import style
from figures.tables import Table

FONT = FontProperties(size=6.5)
HEAD_FONT = FontProperties(size=6.5, weight="bold")
_LINE = 0.125  # inches per line at 6.5 points
_PAD = 0.06  # inches above and below a row
_GAP = 8  # points between columns
_NARROWEST = 28  # points a column keeps, however little room there is

Wrap = Callable[[tuple[str, ...], FontProperties, float], list[str]]
Width = Callable[[str, FontProperties], float]


@dataclass(frozen=True)
class Row:
    """The lines of each cell of one row."""

    cells: tuple[tuple[str, ...], ...]
    head: bool = False

    @property
    def height(self) -> float:
        """Inches the row needs."""
        return max((len(lines) for lines in self.cells), default=1) * _LINE + 2 * _PAD


@dataclass(frozen=True)
class Setting:
    """A table ready to be drawn: the widths of its columns in points and its rows in lines."""

    table: Table
    widths: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        """Inches the whole table needs."""
        return sum(row.height for row in self.rows) + 0.1


def setting(table: Table, room: float, width: Width, wrap: Wrap) -> Setting:
    """Divide `room` points over the columns and wrap every cell; `width` and `wrap` measure as the picture is drawn."""
    widths = _column_widths(table, room, width)
    head = Row(_wrapped(table.columns, widths, HEAD_FONT, wrap), head=True)
    body = (Row(_wrapped(cells, widths, FONT, wrap)) for cells in table.rows)
    return Setting(table, widths, (head, *body))


def _wrapped(cells, widths: tuple[float, ...], font: FontProperties, wrap: Wrap) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(wrap((cell,), font, w)) if cell else () for cell, w in zip(cells, widths, strict=True))


def _column_widths(table: Table, room: float, width: Width) -> tuple[float, ...]:
    """Every column its widest word at least; what is left goes to the columns that would like more."""
    columns = list(zip(table.columns, *table.rows, strict=True))
    room -= _GAP * (len(columns) - 1)
    least = [max(_NARROWEST, *(width(word, HEAD_FONT) for cell in cells for word in cell.split())) for cells in columns]
    wish = [max(least[i], *(width(cell, HEAD_FONT) for cell in cells)) for i, cells in enumerate(columns)]
    left = room - sum(least)
    if left <= 0:
        return tuple(w * room / sum(least) for w in least)
    more = sum(wish) - sum(least)
    share = min(1.0, left / more) if more else 0.0
    return tuple(small + (big - small) * share for small, big in zip(least, wish, strict=True))


def draw(sheet: Sheet, content: Setting, left: float, top: float) -> None:
    """Draw the table with its upper left corner at (`left`, `top`), in inches from the lower left of the sheet."""
    wide, tall = sheet.get_size_inches()
    edge = left + (sum(content.widths) + _GAP * (len(content.widths) - 1)) / 72
    for row in content.rows:
        _draw_row(sheet, content, row, left, top)
        top -= row.height
        colour = style.GREY if row.head else style.PALE
        sheet.add_artist(Line2D((left / wide, edge / wide), (top / tall, top / tall), color=colour, linewidth=0.6))


def _draw_row(sheet: Sheet, content: Setting, row: Row, left: float, top: float) -> None:
    wide, tall = sheet.get_size_inches()
    x = left
    for index, (lines, width) in enumerate(zip(row.cells, content.widths, strict=True)):
        right = index in content.table.right
        place = x + width / 72 if right else x
        sheet.text(
            place / wide, (top - _PAD) / tall, "\n".join(lines), ha="right" if right else "left", va="top",
            fontproperties=HEAD_FONT if row.head or index < content.table.heads else FONT, color=style.TEXT, linespacing=1.35,
        )  # fmt: skip
        x += (width + _GAP) / 72
