"""The small-number rule: counts from 1 to 4 about persons are hidden, and so is what would give them away.

No threshold of Opgroeien or Statistiek Vlaanderen is published; 5 is this project's own proposal (caveat P7).

Two forms. An answer with one row per area and period: a column of areas under a total. An answer with a column `rol` has
several rows per area and period, which add up to a row of the same area too: a table with totals on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from figures.text import TOTALS

THRESHOLD = 5
# Made from side counts, so they would give those away.
_OF_THE_SIDE = ("laagst_mogelijk", "hoogst_mogelijk", "aandeel_open")
PART, WHOLE, APART = "deel", "geheel", "apart"
"""The words of column `rol`: a part of the whole of its area, that whole, or a row that no other adds up with."""


def apply_small_number_rule(
    data: pl.DataFrame, counts: tuple[str, ...], side_counts: tuple[str, ...] = (), threshold: int = THRESHOLD
) -> pl.DataFrame:
    """Hide small counts: they become null and `toestand` becomes 'verborgen' for the whole row.

    `data` has one row per gebied and periode, a column `toestand` and the integer columns named in `counts`.
    When the total is shown and the rest of it would give a hidden number away, the smallest other area is
    hidden too. `side_counts` make no part of the value of a row: where one of them is small they are all
    hidden, by the same rule, and the value stays. What is computed from hidden counts (an interval, bounds) goes
    with them. With a column `rol` the answer is a table: `hide_in_tables`.
    """
    if not counts or data.is_empty():
        return data
    if "rol" in data.columns:
        return hide_in_tables(data, counts, threshold)
    marked = _marked(data.with_columns(pl.lit(False).alias("_klein")), "_klein", counts, threshold)
    if side_counts:
        marked = _marked(marked.with_columns(pl.col("_klein").alias("_apart")), "_apart", side_counts, threshold)
        aside = pl.when(pl.col("_apart")).then(None)
        beside = [*side_counts, *(name for name in _OF_THE_SIDE if name in data.columns)]
        marked = marked.with_columns(aside.otherwise(pl.col(name)).alias(name) for name in beside)
    return (
        marked.with_columns(_hidden(name) for name in _numbers(data, counts))
        .with_columns(
            pl.when(pl.col("_klein")).then(pl.lit("verborgen")).otherwise(pl.col("toestand")).alias("toestand")
        )
        .drop("_klein", "_apart", strict=False)
    )


def _marked(data: pl.DataFrame, mark: str, counts: tuple[str, ...], threshold: int) -> pl.DataFrame:
    """Mark the rows to hide: those with a small count, and then their complement."""
    small = data.with_columns((pl.col(mark) | _any_small(counts, threshold)).alias(mark))
    return small.with_columns((pl.col(mark) | _complement(mark, _in_total(data), counts, threshold)).alias(mark))


def _any_small(counts: tuple[str, ...], threshold: int) -> pl.Expr:
    return pl.any_horizontal([(pl.col(name) > 0) & (pl.col(name) < threshold) for name in counts]).fill_null(False)


def _in_total(data: pl.DataFrame) -> pl.Expr:
    """The areas that the total beside them is made of. One to which the measure does not apply (n.v.t., and no
    denominator) is none of them; one whose statistic cannot be given (n.v.t., with a denominator) is."""
    applies = pl.col("toestand") != "nvt"
    if "noemer" in data.columns:
        applies = applies | pl.col("noemer").is_not_null()
    return ~pl.col("gebied").is_in(TOTALS) & applies


def _complement(mark: str, area: pl.Expr, counts: tuple[str, ...], threshold: int) -> pl.Expr:
    """The smallest visible area of a period in which the total minus the visible areas says too much."""
    hidden = area & pl.col(mark)
    told = pl.any_horizontal([_tells(hidden, count, threshold) for count in counts])
    size = pl.sum_horizontal(counts)
    candidate = pl.when(area & ~pl.col(mark) & (size > 0)).then(size)
    smallest = candidate.rank("ordinal").over("periode") == 1
    return (told & smallest).fill_null(False)


def _tells(hidden: pl.Expr, count: str, threshold: int) -> pl.Expr:
    """Whether the sum of what is hidden gives one number away: one area, or all at 1, or all at the most."""
    areas = hidden.sum().over("periode")
    together = pl.when(hidden).then(pl.col(count)).otherwise(0).sum().over("periode")
    return (areas == 1) | ((areas > 0) & ((together == areas) | (together == areas * (threshold - 1))))


def _numbers(data: pl.DataFrame, counts: tuple[str, ...]) -> list[str]:
    """What is hidden of a row: its counts, and every number made from them (a rate, a share, the ends of an interval)."""
    made = [name for name, kind in data.schema.items() if kind.is_float()]
    return list(dict.fromkeys(name for name in ("waarde", "noemer", *made, *counts) if name in data.columns))


def _hidden(name: str) -> pl.Expr:
    return pl.when(pl.col("_klein")).then(None).otherwise(pl.col(name)).alias(name)


# ------------------------------------------------------------------ a table with totals on both sides


def hide_in_tables(data: pl.DataFrame, counts: tuple[str, ...], threshold: int = THRESHOLD) -> pl.DataFrame:
    """Hide small counts in a table of areas by parts, and what gives them away along its rows or its columns.

    `data` has one row per gebied, periode and onderdeel, a column `toestand` and a column `rol`: within an area the
    first of `counts` of every 'deel' adds up to that of 'geheel'; of every onderdeel it adds up over the areas to the
    total of Flanders. With a column `groep` each group is such a table by itself. A row is hidden whole. Where the
    count of 'geheel' is hidden, the rows that show it as their noemer are too. Afterwards no hidden number from 1 to
    threshold - 1 can be worked out from the sums of one period.
    """
    sized = data.with_row_index("_rij").with_columns(_any_small(counts, threshold).alias("_klein"))
    apart = [name for name in ("periode", "groep") if name in data.columns]
    tables = [_Table.of(part, counts[0], threshold) for part in sized.partition_by(apart, maintain_order=True)]
    rows = [row for table in tables for row in table.hidden_rows()]
    marked = sized.with_columns(pl.col("_rij").is_in(rows).alias("_klein"))
    state = pl.when(pl.col("_klein")).then(pl.lit("verborgen")).otherwise(pl.col("toestand")).alias("toestand")
    return marked.with_columns(*(_hidden(name) for name in _numbers(data, counts)), state).drop("_rij", "_klein")


@dataclass
class _Table:
    """The cells of one period: `rows` in the answer, `sizes`, which are hidden, wholes or Flemish, and their sums.

    `sums`: lists of cells, the last of which is the sum of the others; a cell is in two of them at the most: one along the
    areas, one along the parts. `shows`: per whole the cells that show its number.
    """

    rows: list[int]
    sizes: list[float]
    hidden: set[int]
    last: list[int]  # taken along only when nothing else can be: a whole, and a Flemish total
    sums: list[list[int]]
    shows: dict[int, list[int]]
    threshold: int

    @classmethod
    def of(cls, cells: pl.DataFrame, count: str, threshold: int) -> _Table:
        sizes = cells[count].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        area, part, role = (cells[name].to_numpy() for name in ("gebied", "onderdeel", "rol"))
        total = np.isin(area, TOTALS)
        sums = [*_along_areas(area, part, total), *_along_parts(area, role)]
        known = [line.tolist() for line in sums if len(line) > 1 and not np.isnan(sizes[line]).any()]
        none = np.full(len(area), float("nan"))
        base = cells["noemer"].cast(pl.Float64).to_numpy() if "noemer" in cells.columns else none
        shows = {
            whole: np.flatnonzero((area == area[whole]) & (base == sizes[whole]) & (role != WHOLE)).tolist()
            for whole in np.flatnonzero(role == WHOLE).tolist()
        }
        last = (total * 2 + (role == WHOLE)).tolist()
        small = set(np.flatnonzero(cells["_klein"].to_numpy()).tolist())
        return cls(cells["_rij"].to_list(), sizes.tolist(), small, last, known, shows, threshold)

    def hidden_rows(self) -> list[int]:
        """Rows of the answer to hide: the small ones, and as few more as keep them from being worked out."""
        if not self.hidden:
            return []
        self._with_their_whole()
        small = sorted(cell for cell in self.hidden if 0 < self.sizes[cell] < self.threshold)
        while self._hide_in_telling_sums() or self._hide_beside(small):
            pass
        return [self.rows[cell] for cell in sorted(self.hidden)]

    def _with_their_whole(self) -> None:
        for whole, cells in self.shows.items():
            if whole in self.hidden:
                self.hidden.update(cells)

    def _hide_in_telling_sums(self) -> bool:
        """Hide a cell in every sum that gives a hidden one away by itself; whether there was one."""
        before = len(self.hidden)
        for line in self.sums:
            if self._tells(line):
                self._hide_smallest(line)
        return len(self.hidden) > before

    def _hide_beside(self, small: list[int]) -> bool:
        """Hide a cell beside a small one that follows from several sums together; whether there was one."""
        worked_out = self._worked_out()
        lines = (line for cell in small if cell in worked_out for line in self.sums if cell in line)
        return any(self._hide_smallest(line) for line in lines)

    def _tells(self, line: list[int]) -> bool:
        """Whether a sum that is shown gives a hidden part away; a sum that is hidden while every part is shown does too."""
        *parts, total = line
        hidden = [cell for cell in parts if cell in self.hidden]
        if total in self.hidden:
            return not hidden
        together = sum(self.sizes[cell] for cell in hidden)
        return len(hidden) == 1 or (len(hidden) > 0 and together in (len(hidden), len(hidden) * (self.threshold - 1)))

    def _hide_smallest(self, line: list[int]) -> bool:
        """Hide the smallest cell of a sum that is still shown: a part before a whole, an area before Flanders."""
        shown = [cell for cell in line if cell not in self.hidden and self.sizes[cell] > 0]
        if not shown:
            return False
        self.hidden.add(min(shown, key=lambda cell: (self.last[cell], self.sizes[cell], cell)))
        self._with_their_whole()
        return True

    def _worked_out(self) -> set[int]:
        """The hidden cells that follow from all sums taken together.

        Sums are the nodes of a graph and a hidden cell is the edge between the two it is in (or between the one and the rest
        of the world). Along a ring of edges numbers can move without changing a sum; an edge in no ring is fixed.
        """
        edges: dict[int, list[tuple[int, int]]] = {}
        for cell, (one, other) in self._ends().items():
            edges.setdefault(one, []).append((other, cell))
            edges.setdefault(other, []).append((one, cell))
        return _bridges(edges)

    def _ends(self) -> dict[int, tuple[int, int]]:
        """The two sums that each hidden cell is in; -1 for the rest of the world."""
        found: dict[int, list[int]] = {}
        for number, line in enumerate(self.sums):
            for cell in self.hidden.intersection(line):
                found.setdefault(cell, []).append(number)
        return {cell: (lines[0], lines[1] if len(lines) > 1 else -1) for cell, lines in found.items()}


def _bridges(edges: dict[int, list[tuple[int, int]]]) -> set[int]:
    """The edges that are in no ring (Tarjan 1974). `edges`: node -> its neighbours, each with the name of the edge to it."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    found = set()
    for root in edges:
        stack = [(root, None, iter(edges[root]))] if root not in order else []
        order.setdefault(root, len(order))
        low.setdefault(root, order[root])
        while stack:
            node, came_by, rest = stack[-1]
            for neighbour, edge in rest:
                if edge == came_by:
                    continue
                if neighbour in order:
                    low[node] = min(low[node], order[neighbour])
                    continue
                order[neighbour] = low[neighbour] = len(order)
                stack.append((neighbour, edge, iter(edges[neighbour])))
                break
            else:
                stack.pop()
                if stack:
                    parent = stack[-1][0]
                    low[parent] = min(low[parent], low[node])
                    if low[node] > order[parent]:
                        found.add(came_by)
    return found


def _along_areas(area: np.ndarray, part: np.ndarray, total: np.ndarray) -> list[np.ndarray]:
    """Per total the areas in it and then itself, onderdeel by onderdeel; Flanders without Brussels leaves that one out."""
    found = []
    for cell in np.flatnonzero(total):
        inside = ~total & (part == part[cell]) & ((area != "brussel") | (area[cell] != TOTALS[1]))
        found.append(np.append(np.flatnonzero(inside), cell))
    return found


def _along_parts(area: np.ndarray, role: np.ndarray) -> list[np.ndarray]:
    """Per whole its parts and then itself."""
    wholes = np.flatnonzero(role == WHOLE)
    return [np.append(np.flatnonzero((area == area[cell]) & (role == PART)), cell) for cell in wholes]
