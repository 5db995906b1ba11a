"""A table on paper: columns as wide as their words need, cells wrapped and measured, nothing cut off."""

from __future__ import annotations

from dataclasses import dataclass, replace

from figures.drawing import style
from figures.files.paper.canvas import Box, Canvas
from figures.files.paper.size import Size
from figures.files.paper.words import Font, width, wrapped
from figures.wording.tables import Table

_PAD = 3  # points above and below a row
_GAP = 8  # points between columns, and between the blocks of a table that is too wide
_LONGEST = 0.2  # of the room: a longer word (an address) is broken inside
_MOST_HEADS = 0.6  # of the room: columns that are said again in each block of a table that is too wide
_HEAD = 0.25  # of the room: the heads of the rows at most, in a table that is too wide
BAND = "#eef3fb"  # behind the rows of areas in colour


@dataclass(frozen=True)
class Row:
    """The lines of each cell of one row."""

    cells: tuple[tuple[str, ...], ...]
    tall: float
    head: bool = False


@dataclass(frozen=True)
class Block:
    """Columns of a table that fit beside each other: their widths in points, and the rows in lines."""

    table: Table
    widths: tuple[float, ...]
    rows: tuple[Row, ...]

    @property
    def height(self) -> float:
        """Points the block needs."""
        return sum(row.tall for row in self.rows)


def height(table: Table, size: Size) -> float:
    """Points the whole table needs."""
    return _total(blocks(table, size))


def _total(blocks: list[Block]) -> float:
    return sum(block.height for block in blocks) + _GAP * (len(blocks) - 1) + 2


def draw(canvas: Canvas, table: Table, box: Box, size: Size, marked: frozenset[str]) -> None:
    """The table from the upper left corner of a box; rows that begin with a marked name have a band behind them."""
    top = box.top
    for block in blocks(table, size):
        for row in block.rows:
            _draw_row(canvas, block, row, (box.left, top), size, marked)
            top += row.tall
        top += _GAP


# ------------------------------------------------------------------ setting


def blocks(table: Table, size: Size) -> list[Block]:
    """A table that is too wide becomes blocks under each other, each with the heads of the rows."""
    least, wish = _wants(table, size)
    if sum(least) + _GAP * (len(least) - 1) > size.room:
        least, wish = _for_blocks(table, least, wish, size)
    first = _telling(table, least, size)
    heads, free = list(range(first)), size.room - sum(least[:first]) - _GAP * (first - 1)
    groups: list[list[int]] = [[]]
    left = free
    for column in range(first, len(table.columns)):
        left -= least[column] + _GAP
        if groups[-1] and left < 0:
            groups.append([])
            left = free - least[column] - _GAP
        groups[-1].append(column)
    return [_block(table, [*heads, *group], least, wish, size) for group in groups]


def _telling(table: Table, least: list[float], size: Size) -> int:
    """How many columns are said again in each block: the heads, and more where rows would not be told apart by these."""
    for first in range(table.heads, len(table.columns)):
        if sum(least[:first]) > _MOST_HEADS * size.room:
            break
        if len({row[:first] for row in table.rows}) == len(table.rows):
            return first
    return table.heads


def _for_blocks(table: Table, least: list[float], wish: list[float], size: Size) -> tuple[list[float], list[float]]:
    """The heads of the rows on one line where they can; numbers no wider than they need, so that all blocks look alike."""
    wish = [w if i < table.heads or i not in table.right else least[i] for i, w in enumerate(wish)]
    heads = [min(w, max(small, _HEAD * size.room)) for small, w in zip(least, wish, strict=True)][: table.heads]
    return [*heads, *least[table.heads :]], [*heads, *wish[table.heads :]]


def _wants(table: Table, size: Size) -> tuple[list[float], list[float]]:
    """Per column the width of its widest word, and the width at which no cell is broken."""
    longest, columns = _LONGEST * size.room, [_measured(table, index, size) for index in range(len(table.columns))]
    least = [
        max(3 * size.table.size, *(min(width(w, font), longest) for said, font in cells for w in said.split()))
        for cells in columns
    ]
    wish = [max(small, *(width(*cell) for cell in cells)) for small, cells in zip(least, columns, strict=True)]
    return least, wish


def _measured(table: Table, index: int, size: Size) -> list[tuple[str, Font]]:
    """The cells of a column, each with the font it is set in."""
    body = _font(table, index, size, head=False)
    return [(table.columns[index], _bold(size)), *((row[index], body) for row in table.rows)]


def _bold(size: Size) -> Font:
    return Font(size.table.size, bold=True)


def _block(table: Table, columns: list[int], least: list[float], wish: list[float], size: Size) -> Block:
    part = _columns(table, columns)
    widths = _divided([least[i] for i in columns], [wish[i] for i in columns], size.room - _GAP * (len(columns) - 1))
    rows = [_row(part, cells, widths, size) for cells in part.rows]
    return Block(part, widths, (_row(part, part.columns, widths, size, head=True), *rows))


def _columns(table: Table, columns: list[int]) -> Table:
    right = frozenset(place for place, column in enumerate(columns) if column in table.right)
    rows = tuple(tuple(row[i] for i in columns) for row in table.rows)
    return replace(table, columns=tuple(table.columns[i] for i in columns), rows=rows, right=right)


def _divided(least: list[float], wish: list[float], room: float) -> tuple[float, ...]:
    """Every column its widest word at least; what is left goes to those that would like more, in proportion."""
    left = room - sum(least)
    if left <= 0:
        return tuple(w * room / sum(least) for w in least)
    more = sum(wish) - sum(least)
    share = min(1.0, left / more) if more else 0.0
    return tuple(small + (big - small) * share for small, big in zip(least, wish, strict=True))


def _row(table: Table, cells: tuple[str, ...], widths: tuple[float, ...], size: Size, *, head: bool = False) -> Row:
    lines = tuple(
        tuple(wrapped(cell, _font(table, index, size, head=head), wide + 0.01)) if cell else ()
        for index, (cell, wide) in enumerate(zip(cells, widths, strict=True))
    )
    return Row(lines, max(1, *(len(cell) for cell in lines)) * size.table.line + 2 * _PAD, head)


def _font(table: Table, index: int, size: Size, *, head: bool) -> Font:
    return _bold(size) if head or index < table.heads else size.table


# ------------------------------------------------------------------ drawing


def _draw_row(canvas: Canvas, block: Block, row: Row, at: tuple[float, float], size: Size, marked: frozenset) -> None:
    left, top = at
    edge = left + sum(block.widths) + _GAP * (len(block.widths) - 1)
    if not row.head and " ".join(row.cells[0]) in marked:
        canvas.block(Box(left - 3, top, edge - left + 6, row.tall), BAND, zorder=0.5)
    for index, (lines, wide) in enumerate(zip(row.cells, block.widths, strict=True)):
        right = index in block.table.right
        font = _font(block.table, index, size, head=row.head)
        canvas.lines(left + wide if right else left, top + _PAD, lines, font, side="right" if right else "left")
        left += wide + _GAP
    rule = style.GREY if row.head else style.PALE
    canvas.stroke([(at[0], top + row.tall), (edge, top + row.tall)], rule, 0.6)
