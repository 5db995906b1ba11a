"""The small-number rule: counts from 1 to 4 about persons are hidden, and so is what would give them away.

No threshold of Opgroeien or Statistiek Vlaanderen is published; 5 is this project's own proposal (caveat P7).

A reader can add and subtract along every sum there is: areas are together Flanders, the parts of a table are together its
whole, months are together a quarter and quarters a year. All those sums are one system of equations. A hidden number that
has only one solution in it can be worked out; then one more cell is hidden, at the finest grain: a year is worth more than
a month. Protected is every number from 1 to 4 against being worked out exactly, and every sum against telling by its size
that its hidden numbers are all 1 or all 4. That a number must lie between two others is no secret.

Each count is judged by itself, from nothing but its own numbers. So whoever shows the same count hides the same cells of
it, by month, by quarter or by year, and in whichever figure: what one view hides is not given back by another.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from figures.text import TOTALS
from queries import Question

if TYPE_CHECKING:
    from scipy.sparse import csr_array

THRESHOLD = 5
# Made from side counts, so they would give those away.
_OF_THE_SIDE = ("laagst_mogelijk", "hoogst_mogelijk", "aandeel_open")
PART, WHOLE, APART = "deel", "geheel", "apart"
"""The words of column `rol`: a part of the whole of its area, that whole, or a row that no other adds up with."""
_STEPS = {"jaar": "1y", "kwartaal": "1q", "maand": "1mo"}  # from coarse to fine
_CELL = ("gebied", "periode", "groep", "onderdeel")
_AT_ONCE = 5_000
# A hidden number that moves less than the second does not move: the sums are solved as far as the first.
_CLOSE, _FIXED = 1e-12, 1e-7


@dataclass(frozen=True)
class Rule:
    """What to hide: `counts` take the whole row with them, `side_counts` make no part of its value and leave it.

    `per`: the grain of the answer; None when its periods add up to nothing else. `not_added_up`: the counts that no sum
    over time is made of. `under_both_totals`: the count that other figures show with a total that this one may not have.
    """

    counts: tuple[str, ...]
    side_counts: tuple[str, ...] = ()
    per: str | None = None
    not_added_up: tuple[str, ...] = ()
    under_both_totals: str = ""
    threshold: int = THRESHOLD

    @classmethod
    def of(cls, question: Question, per: str | None) -> Rule:
        """The rule of a question that is asked by `per`."""
        return cls(
            counts=question.klein,
            side_counts=question.klein_apart,
            per=question.korrel or per,
            not_added_up=question.telt_niet_op,
            under_both_totals=question.beide_totalen or "",
        )

    @property
    def grains(self) -> tuple[str | None, ...]:
        """The grains that a count is known by, from coarse to the one of the answer."""
        steps = list(_STEPS)
        return tuple(steps[: steps.index(self.per) + 1]) if self.per else (None,)


def hide_small_numbers(data: pl.DataFrame, rule: Rule, beside: pl.DataFrame | None = None) -> pl.DataFrame:
    """Hide small counts: they become null and `toestand` becomes 'verborgen' for the whole row.

    `data` has one row per gebied and periode, a column `toestand` and the integer columns named in the rule. Where the sums
    give a hidden number away, the smallest other cell is hidden too. Where a side count is small they are all hidden, by
    the same rule, and the value stays. What is computed from hidden counts (an interval, bounds) goes with them.

    With a column `rol` the answer is a table, one row per onderdeel too: within an area the first count of every 'deel' adds
    up to that of 'geheel'. With a column `groep` each group is such a table by itself. Where the count of 'geheel' is
    hidden, the rows that show it as their noemer are too.

    `beside`: the same answer over the whole years that the periods are in, when `data` has only some periods of them.
    """
    if not rule.counts or data.is_empty():
        return data
    marked = _marked(data, rule) if beside is None else _as_there(data, _marked(beside, rule))
    return _blank(marked, rule)


def _marked(data: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Mark the rows to hide (`_klein`), and those of which the side counts are (`_apart`)."""
    own = _own_numbers(data, rule)
    if own.is_empty():
        return data.with_columns(_klein=pl.lit(False), _apart=pl.lit(False))
    numbers = _numbers(own, rule)
    hidden = numbers.filter(_Sums.of(numbers, rule.threshold).hide()).drop_nulls("rij")
    whole = hidden.filter(pl.col("telling").is_in(rule.counts))
    row = pl.int_range(pl.len())
    return data.with_columns(_klein=row.is_in(whole["rij"].implode()), _apart=row.is_in(hidden["rij"].implode()))


def _as_there(data: pl.DataFrame, there: pl.DataFrame) -> pl.DataFrame:
    """Some cells of an answer with the marks that they have in the whole of it."""
    cell = [name for name in _CELL if name in data.columns]
    return data.join(there.select(*cell, "_klein", "_apart"), on=cell, how="left", maintain_order="left")


def _blank(marked: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Take away what is marked: the counts, and every number made from them (a rate, a share, the ends of an interval)."""
    made = [name for name, kind in marked.schema.items() if kind.is_float()]
    names = [name for name in ("waarde", "noemer", *made, *rule.counts) if name in marked.columns]
    beside = [*rule.side_counts, *(name for name in _OF_THE_SIDE if rule.side_counts and name in marked.columns)]
    gone = dict.fromkeys(names, "_klein") | dict.fromkeys(beside, "_apart")
    state = pl.when("_klein").then(pl.lit("verborgen")).otherwise("toestand").alias("toestand")
    blank = [pl.when(mark).then(None).otherwise(pl.col(name)).alias(name) for name, mark in gone.items()]
    return marked.with_columns(*blank, state).drop("_klein", "_apart")


# ------------------------------------------------------------------ every number there is of a count


def _own_numbers(data: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """The numbers of the answer itself: per row and count a row with rij, telling, its cell, rol, noemer and omvang.

    Of a count without a small number there are none: nothing of it is to be hidden, at this grain or at a coarser one. Of a
    table only the first count adds up both ways; the others (omvang_1, ...) can make its cells small too.
    """
    counts = (*rule.counts, *rule.side_counts)
    small = [name for name in counts if data.select(_small([name], rule.threshold).any()).item()]
    cells = data.select(pl.int_range(pl.len()).alias("rij"), *(_said(data, name) for name in (*_CELL, "rol", "noemer")))
    if "rol" in data.columns and small:
        names = ["omvang", *(f"omvang_{i}" for i in range(1, len(rule.counts)))]
        sizes = [data[count].cast(pl.Float64).alias(name) for count, name in zip(rule.counts, names, strict=True)]
        return cells.with_columns(*sizes, telling=pl.lit(rule.counts[0]))
    numbers = [cells.with_columns(data[name].cast(pl.Float64).alias("omvang"), telling=pl.lit(name)) for name in small]
    return pl.concat(numbers) if numbers else cells.clear()


def _said(data: pl.DataFrame, name: str) -> pl.Expr:
    """What an answer says in a column, or what it means that it has none."""
    without = {"groep": pl.lit(""), "onderdeel": pl.lit(""), "rol": pl.lit(APART), "noemer": pl.lit(None, pl.Float64)}
    return pl.col(name) if name in data.columns else without[name].alias(name)


def _numbers(own: pl.DataFrame, rule: Rule) -> pl.DataFrame:
    """Every number of the counts that a reader can find somewhere: those of the answer, of the coarser grains and of other
    figures. The last two have no `rij`.

    Besides the columns of `_own_numbers`: niveau (0 = the coarsest grain), `deel_van` (the period of the grain above it that
    a number is in) and `klein`. Their order depends on nothing but what they are: equal numbers are always treated alike.
    """
    grains = rule.grains
    lasting = own.filter(~pl.col("telling").is_in(rule.not_added_up))
    levels = [*(_added_up(lasting, grain) for grain in grains[:-1]), own]
    every = pl.concat(
        numbers.with_columns(niveau=pl.lit(level), deel_van=_start(above))
        for level, (numbers, above) in enumerate(zip(levels, (None, *grains[:-1]), strict=True))
    )
    every = pl.concat([every, *_missing_totals(every, rule.under_both_totals)], how="diagonal")
    sizes = [name for name in every.columns if name.startswith("omvang")]
    every = every.with_columns(klein=_small(sizes, rule.threshold))
    # A zero is shown as it is and changes no sum; but a row that also shows its noemer has more to keep.
    kept = pl.col("klein") | (pl.col("omvang") != 0).fill_null(True) | pl.col("noemer").is_not_null()
    return every.filter(kept).sort("telling", "niveau", *_CELL[1:], "gebied")


def _small(counts: list[str], threshold: int) -> pl.Expr:
    return pl.any_horizontal([(pl.col(name) > 0) & (pl.col(name) < threshold) for name in counts]).fill_null(False)


def _added_up(own: pl.DataFrame, grain: str) -> pl.DataFrame:
    """The numbers of a coarser grain."""
    sums = [_sum(name) for name in own.columns if name == "noemer" or name.startswith("omvang")]
    whole = own.with_columns(_start(grain).alias("periode")).group_by("telling", *_CELL, "rol").agg(*sums)
    return whole.with_columns(rij=pl.lit(None, pl.Int64)).select(own.columns)


def _start(grain: str | None) -> pl.Expr:
    return pl.col("periode").dt.truncate(_STEPS[grain]) if grain else pl.when(False).then(pl.col("periode"))


def _sum(name: str) -> pl.Expr:
    """With an unknown member a sum is unknown."""
    return pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)


def _missing_totals(every: pl.DataFrame, count: str) -> list[pl.DataFrame]:
    """The totals of Flanders, with Brussels and without, that this answer does not have and another one has."""
    areas = every.filter((pl.col("telling") == count) & ~_total())
    same = ("telling", "niveau", "deel_van", "periode", "groep", "onderdeel", "rol")
    return [
        areas.filter(_within(total)).group_by(same).agg(_sum("omvang"), gebied=pl.lit(total))
        for total in TOTALS
        if total not in every["gebied"]
    ]


def _total() -> pl.Expr:
    return pl.col("gebied").is_in(TOTALS)


def _within(total: str) -> pl.Expr:
    """The areas in a total of Flanders: the first has Brussels in it, the second has not."""
    return ~_total() & ((pl.col("gebied") != "brussel") | pl.lit(total == TOTALS[0]))


# ------------------------------------------------------------------ the sums between them


def _lines(numbers: pl.DataFrame) -> pl.DataFrame:
    """Every sum of which all numbers are known. One row per sum: its numbers, the whole that the others add up to last."""
    table = ("telling", "niveau", "periode", "groep")
    along_areas = [_line(numbers, (*table, "onderdeel"), _within(total), pl.col("gebied") == total) for total in TOTALS]
    along_parts = _line(numbers, (*table, "gebied"), pl.col("rol") == PART, pl.col("rol") == WHOLE)
    finer = numbers.drop_nulls("deel_van").with_columns(pl.col("niveau") - 1, pl.col("deel_van").alias("periode"))
    both = pl.concat([numbers.with_columns(deel=pl.lit(False)), finer.with_columns(deel=pl.lit(True))])
    along_time = _line(both, (*table, "onderdeel", "gebied"), pl.col("deel"), ~pl.col("deel"))
    return pl.concat([*along_areas, along_parts, along_time])


def _line(numbers: pl.DataFrame, same: tuple[str, ...], part: pl.Expr, whole: pl.Expr) -> pl.DataFrame:
    number = pl.col("nummer")
    return (
        numbers.filter(part | whole)
        .group_by(same, maintain_order=True)
        .agg(
            number.filter(part).append(number.filter(whole)).alias("nummers"),
            (part.any() & whole.any() & (pl.col("omvang").null_count() == 0)).alias("_som"),
        )
        .filter("_som")
        .select("nummers")
    )


def _shown_as_base(numbers: pl.DataFrame) -> np.ndarray:
    """Per number the whole of its area that it shows as its noemer; -1 when it shows none."""
    table = ["niveau", "periode", "groep", "gebied"]
    wholes = numbers.filter(pl.col("rol") == WHOLE).select(
        *table, pl.col("nummer").alias("van"), pl.col("omvang").alias("geheel")
    )
    shown = (pl.col("noemer") == pl.col("geheel")) & (pl.col("rol") != WHOLE)
    base = pl.when(shown).then("van").otherwise(-1).fill_null(-1)
    return numbers.join(wholes, on=table, how="left", maintain_order="left").select(base).to_series().to_numpy()


@dataclass
class _Sums:
    """All numbers of a count, which of them are hidden, and the sums between them.

    Arrays by number: `sizes`, `levels` (of their grain, 0 = the coarsest), `last` (taken along only when nothing else can
    be: 1 a whole, more a Flemish total), `small`, `hidden`, and `base` (the number that this one shows as its noemer, -1 =
    none). The sums are lines of entries: `line`, `number`, and `sign`, which is -1 for the whole; they stand by line.
    """

    sizes: np.ndarray
    levels: np.ndarray
    last: np.ndarray
    small: np.ndarray
    hidden: np.ndarray
    base: np.ndarray
    line: np.ndarray
    number: np.ndarray
    sign: np.ndarray
    threshold: int
    level: int = 0

    @classmethod
    def of(cls, numbers: pl.DataFrame, threshold: int) -> _Sums:
        """The sums between the numbers of `_numbers`."""
        numbers = numbers.with_columns(pl.int_range(pl.len()).alias("nummer"))
        entries = _lines(numbers).with_columns(pl.int_range(pl.len()).alias("lijn")).explode("nummers")
        whole, flanders, everyone = pl.col("rol") == WHOLE, _total(), pl.col("gebied") == TOTALS[0]
        small, line = numbers["klein"].to_numpy(), entries["lijn"].to_numpy()
        return cls(
            sizes=numbers["omvang"].fill_null(0).to_numpy(),
            levels=numbers["niveau"].to_numpy(),
            last=numbers.select(pl.sum_horizontal(whole, 2 * flanders, 2 * everyone)).to_series().to_numpy(),
            small=small,
            hidden=small.copy(),
            base=_shown_as_base(numbers),
            line=line,
            number=entries["nummers"].to_numpy(),
            sign=np.where(np.append(line[1:] != line[:-1], True), -1.0, 1.0)[: len(line)],
            threshold=threshold,
        )

    def hide(self) -> np.ndarray:
        """Which numbers are hidden: the small ones, and as few more as keep them from being worked out.

        A coarse grain decides first, as it does where it is shown by itself; a finer one has its secrets to keep too.
        """
        self._hide_what_shows_a_hidden_whole()
        for level in range(self.levels.max(initial=0) + 1):
            known = self._up_to(level)
            while known._hide_in_telling_lines() or known._hide_beside_what_is_fixed():
                pass
        return self.hidden

    def _up_to(self, level: int) -> _Sums:
        """The sums between the numbers of a grain and of the coarser ones; what is hidden is hidden in both."""
        deepest = np.maximum.reduceat(self.levels[self.number], self._starts[:-1]) if self.lines else np.zeros(0)
        kept = (deepest <= level)[self.line]
        line = np.unique(self.line[kept], return_inverse=True)[1]
        return replace(self, line=line, number=self.number[kept], sign=self.sign[kept], level=level)

    def _hide_what_shows_a_hidden_whole(self) -> None:
        self.hidden |= (self.base >= 0) & self.hidden[self.base]

    def _can_be_hidden(self) -> np.ndarray:
        return ~self.hidden & (self.levels == self.level) & (self.sizes > 0)

    # -------------------------------------------------------------- a sum that tells a number by itself

    def _hide_in_telling_lines(self) -> bool:
        """Hide a number in every sum that gives a hidden one away by itself; whether there was one."""
        free, count = self._can_be_hidden(), self._per_line(self.hidden[self.number])
        telling = self._tells(count) & (self._per_line(free[self.number]) > 0)
        rank = self._rank(free, count, telling)
        return self._hide_first([({line}, self._numbers_of(line)) for line in np.flatnonzero(telling).tolist()], rank)

    def _tells(self, count: np.ndarray) -> np.ndarray:
        """Which sums give a hidden number away; `count` says how many are hidden in each. There is one that is hidden, or
        what is hidden of it is together as little as it can be (all 1), or what it is when all are the most."""
        hidden, part = self.hidden[self.number], self.sign > 0
        together = self._per_line(self.sizes[self.number] * (hidden & part))
        alike = (together == count) | (together == count * (self.threshold - 1))
        return (count == 1) | ((count > 1) & alike & (self._per_line(hidden & ~part) == 0))

    def _rank(self, free: np.ndarray, count: np.ndarray, telling: np.ndarray) -> np.ndarray:
        """Which number to hide first: a part before a whole and an area before Flanders, then the one that helps in most
        sums and leaves itself alone in fewest, then the smallest. What cannot be hidden has no rank (infinite)."""
        trouble = (count == 0).astype(float) - telling
        burden = np.bincount(self.number, trouble[self.line], minlength=len(self.sizes)) * (self.last == 0)
        rank = np.empty(len(self.sizes))
        # Of equals the last: which one matters little, that it is always the same does.
        place = np.arange(len(self.sizes))
        rank[np.lexsort((-place, self.sizes, burden, self.last))] = place
        return np.where(free, rank, np.inf)

    def _hide_first(self, choices: Iterable[tuple[set[int], np.ndarray]], rank: np.ndarray) -> bool:
        """Of every choice (the sums to mend, the numbers to choose from) hide the number that is first in rank, unless
        another was just hidden in one of these sums: that may have been enough. Whether anything was hidden."""
        best = [(numbers[rank[numbers].argmin()], lines) for lines, numbers in choices]
        touched: set[int] = set()
        for number, lines in sorted(best, key=lambda choice: rank[choice[0]]):
            if rank[number] < np.inf and touched.isdisjoint(lines):
                self.hidden[number] = True
                touched.update(self._lines_of(number))
        self._hide_what_shows_a_hidden_whole()
        return bool(touched)

    # -------------------------------------------------------------- a number that follows from several sums together

    def _hide_beside_what_is_fixed(self) -> bool:
        """Hide a number beside every small one that follows from all sums together; whether there was one."""
        hidden = np.unique(self.number[self.hidden[self.number]])
        if not self.small[hidden].any():
            return False
        equations = _Equations(self, hidden)
        count = self._per_line(self.hidden[self.number])
        rank = self._rank(self._can_be_hidden(), count, np.zeros(self.lines))
        found = hidden[self.small[hidden] & equations.fixed()]
        return self._hide_first([equations.used_for(number) for number in found], rank)

    # -------------------------------------------------------------- lines and their numbers

    def _per_line(self, of_entries: np.ndarray) -> np.ndarray:
        return np.bincount(self.line, of_entries, minlength=self.lines)

    @cached_property
    def lines(self) -> int:
        """How many sums there are."""
        return self.line.max(initial=-1) + 1

    @cached_property
    def _starts(self) -> np.ndarray:
        return np.searchsorted(self.line, np.arange(self.lines + 1))

    def _numbers_of(self, line: int) -> np.ndarray:
        return self.number[self._starts[line] : self._starts[line + 1]]

    @cached_property
    def _by_number(self) -> tuple[np.ndarray, np.ndarray]:
        order = np.argsort(self.number, kind="stable")
        return self.line[order], np.searchsorted(self.number[order], np.arange(len(self.sizes) + 1))

    def _lines_of(self, number: int) -> list[int]:
        lines, starts = self._by_number
        return lines[starts[number] : starts[number + 1]].tolist()


# ------------------------------------------------------------------ what follows from all sums together


class _Equations:
    """The sums as equations in which the hidden numbers are the unknowns.

    Whatever can be added to the unknowns without changing a sum is their null space. An unknown that nothing in it moves is
    fixed: it can be worked out. To see which are, take an arbitrary change of all of them, and keep of it what is in the
    null space: what least squares over the sums leaves of it (LSMR, Fong and Saunders 2011).
    """

    def __init__(self, sums: _Sums, hidden: np.ndarray) -> None:
        from scipy.sparse import csr_array  # only here: half a second to import, and most figures hide nothing

        self.all = csr_array((sums.sign, (sums.line, sums.number)), shape=(sums.lines, len(sums.sizes)))
        self.hidden = hidden
        self.unknown = self.all[:, hidden].T.tocsr()

    def fixed(self) -> np.ndarray:
        """Which of the hidden numbers can be worked out."""
        change = np.random.default_rng(0).uniform(1, 2, len(self.hidden))
        for part in self._apart():
            own = self.unknown[part]
            own = own[:, np.unique(own.indices)]
            change[part] -= own @ _closest(own, change[part])
        return np.abs(change) < _FIXED

    def used_for(self, number: int) -> tuple[set[int], np.ndarray]:
        """How a fixed number is worked out: the sums that are used, and the numbers that matter in them."""
        times = _closest(self.unknown, (self.hidden == number).astype(float))
        return set(np.flatnonzero(np.abs(times) > _FIXED).tolist()), np.flatnonzero(np.abs(self.all.T @ times) > _FIXED)

    def _apart(self) -> list[np.ndarray]:
        """The unknowns in groups that have no sum in common, some thousands at a time: long vectors are slow."""
        from scipy.sparse import block_array
        from scipy.sparse.csgraph import connected_components

        links = block_array([[None, self.unknown], [self.unknown.T, None]])
        linked = connected_components(links)[1][: len(self.hidden)]
        group = (np.cumsum(np.bincount(linked)) // _AT_ONCE)[linked]
        return [np.flatnonzero(group == number) for number in np.unique(group)]


def _closest(unknown: csr_array, change: np.ndarray) -> np.ndarray:
    """How often to take each sum to come as close as can be to a change of the unknowns."""
    from scipy.sparse.linalg import lsmr

    return lsmr(unknown, change, atol=_CLOSE, btol=_CLOSE)[0]
