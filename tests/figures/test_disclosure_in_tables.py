"""A table with totals on both sides: nothing from 1 to 4 is shown, and no sum along a row or a column gives it away."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from figures import Choice, figure
from figures.disclosure import APART, PART, THRESHOLD, WHOLE, Rule, hide_small_numbers
from figures.topics.intake import CHARACTERISTICS
from queries import Version

FLANDERS = "vlaanderen-brussel"
START = date(2024, 1, 1)


def table(counts: list[list[int]], *, apart: list[int] | None = None) -> pl.DataFrame:
    """Areas a, b, ... by parts p0, p1, ... with a whole per area, the sums of Flanders, and perhaps a row that stands apart."""
    lines = [*zip("abcdefgh", counts, strict=False), (FLANDERS, [sum(column) for column in zip(*counts, strict=True)])]
    rows = []
    for area, parts in lines:
        cells = [(f"p{i}", PART, count, sum(parts)) for i, count in enumerate(parts)]
        rows += [
            (area, part, role, count, base) for part, role, count, base in [*cells, ("bekend", WHOLE, sum(parts), None)]
        ]
    if apart:
        rows += [
            (area, "onbekend", APART, count, None)
            for area, count in zip([*"abcdefgh"[: len(apart)], FLANDERS], [*apart, sum(apart)], strict=True)
        ]
    frame = pl.DataFrame(rows, schema=["gebied", "onderdeel", "rol", "teller", "noemer"], orient="row")
    return frame.with_columns(
        periode=pl.lit(START), toestand=pl.lit("bekend"), waarde=100 * pl.col("teller") / pl.col("noemer")
    )


def hidden(frame: pl.DataFrame) -> set[tuple[str, str]]:
    seen = hide_small_numbers(frame, Rule(("teller",)))
    return set(seen.filter(pl.col("toestand") == "verborgen").select("gebied", "onderdeel").rows())


def range_of(frame: pl.DataFrame, cell: tuple[str, str]) -> tuple[float, float]:
    """The least and the most a hidden cell can be for who knows every shown number and every sum."""
    counts = {
        (r["gebied"], r["onderdeel"]): r["teller"]
        for r in hide_small_numbers(frame, Rule(("teller",))).iter_rows(named=True)
    }
    unknown = [key for key, count in counts.items() if count is None]
    areas = [area for area in dict.fromkeys(a for a, _ in counts) if area != FLANDERS]
    parts = list(dict.fromkeys(p for _, p in counts))
    sums = [([(a, part) for a in areas], (FLANDERS, part)) for part in parts]
    sums += [([(a, p) for p in parts if p.startswith("p")], (a, "bekend")) for a in [*areas, FLANDERS]]
    left, right = [], []
    for cells, total in sums:
        row, rest = np.zeros(len(unknown)), 0.0
        for key, sign in [*((c, 1) for c in cells), (total, -1)]:
            if counts[key] is None:
                row[unknown.index(key)] += sign
            else:
                rest -= sign * counts[key]
        if row.any():
            left.append(row)
            right.append(rest)
    aim = np.zeros(len(unknown))
    aim[unknown.index(cell)] = 1
    ends = [linprog(sign * aim, A_eq=left, b_eq=right, bounds=(0, None)) for sign in (1, -1)]
    assert all(end.status in (0, 3) for end in ends)
    return tuple(sign * end.fun if end.status == 0 else float("inf") for sign, end in zip((1, -1), ends, strict=True))


tables = st.integers(2, 4).flatmap(
    lambda parts: st.lists(st.lists(st.integers(0, 12), min_size=parts, max_size=parts), min_size=2, max_size=5)
)


@given(tables)
@settings(deadline=None, max_examples=120)
def test_no_small_number_is_shown_and_none_follows_from_the_sums(counts: list[list[int]]) -> None:
    frame = table(counts)
    seen = hide_small_numbers(frame, Rule(("teller",)))
    assert not set(seen["teller"].drop_nulls()) & set(range(1, THRESHOLD))
    assert seen.filter(pl.col("toestand") == "verborgen")["waarde"].null_count() == len(hidden(frame))
    sizes = {(r["gebied"], r["onderdeel"]): r["teller"] for r in frame.iter_rows(named=True)}
    more = len(hidden(frame)) < sum(size > 0 for size in sizes.values())
    for cell in hidden(frame):
        if 0 < sizes[cell] < THRESHOLD and more:
            low, high = range_of(frame, cell)
            assert high - low > 0.5, (cell, counts)


@given(tables)
@settings(deadline=None, max_examples=80)
def test_what_is_shown_is_true_and_no_base_gives_a_hidden_whole_away(counts: list[list[int]]) -> None:
    frame = table(counts)
    seen = hide_small_numbers(frame, Rule(("teller",)))
    for before, after in zip(frame.iter_rows(named=True), seen.iter_rows(named=True), strict=True):
        assert after["teller"] in (before["teller"], None)
        assert (after["toestand"] == "verborgen") == (after["teller"] is None)
    wholes = {
        r["gebied"] for r in seen.filter((pl.col("rol") == WHOLE) & pl.col("teller").is_null()).iter_rows(named=True)
    }
    assert (
        seen.filter(pl.col("gebied").is_in(wholes))["noemer"].null_count()
        == seen.filter(pl.col("gebied").is_in(wholes)).height
    )


@given(st.lists(st.lists(st.integers(THRESHOLD, 40) | st.just(0), min_size=3, max_size=3), min_size=2, max_size=5))
@settings(deadline=None, max_examples=40)
def test_nothing_is_hidden_without_a_small_number(counts: list[list[int]]) -> None:
    assert hidden(table(counts)) == set()


def test_one_small_cell_takes_a_cell_of_its_row_and_of_its_column_along_and_the_corner() -> None:
    # 3 follows from its row and from its column: 20 beside it and 6 under it go too. Each of those would follow from its
    # own other sum, so the cell where those two meet goes as well.
    assert hidden(table([[3, 20, 60], [6, 30, 70], [40, 50, 80]])) == {
        ("a", "p0"),
        ("a", "p1"),
        ("b", "p0"),
        ("b", "p1"),
    }


def test_two_small_cells_in_one_row_protect_each_other_there_but_not_in_their_columns() -> None:
    found = hidden(table([[3, 2, 60], [6, 30, 70], [40, 50, 80]]))
    assert found == {("a", "p0"), ("a", "p1"), ("b", "p0"), ("b", "p1")}


def test_a_cell_between_two_rings_follows_from_their_sums_together() -> None:
    # Rows a and b minus columns p0 and p1 leave (a, p2), though no sum has a single hidden cell: so one more goes.
    counts = [[3, 2, 4, 30], [2, 3, 40, 50], [60, 70, 3, 2], [80, 90, 2, 4]]
    small = {("abcd"[i], f"p{j}") for i, row in enumerate(counts) for j, count in enumerate(row) if count < THRESHOLD}
    assert ("a", "p2") in small
    found = hidden(table(counts))
    assert small < found
    low, high = range_of(table(counts), ("a", "p2"))
    assert high - low > 0.5


def test_a_small_area_is_hidden_whole_and_takes_the_smallest_other_area_along() -> None:
    found = hidden(table([[1, 2], [6, 9], [40, 50]]))
    assert {(area, part) for area in "ab" for part in ("p0", "p1", "bekend")} == found


def test_a_row_apart_is_judged_over_the_areas_only() -> None:
    frame = table([[30, 20], [60, 30], [40, 50]], apart=[3, 9, 40])
    assert hidden(frame) == {("a", "onbekend"), ("b", "onbekend")}


def test_groups_have_a_whole_of_their_own() -> None:
    one, other = table([[3, 20], [30, 40]]), table([[30, 20], [30, 40]])
    both = pl.concat(
        [
            one.with_columns(groep=pl.lit("x")),
            other.with_columns(groep=pl.lit("y"), onderdeel="y" + pl.col("onderdeel")),
        ]
    )
    assert {part for _, part in hidden(both)} == {"p0", "p1"}


def test_unknown_stays_unknown() -> None:
    frame = table([[3, 20], [30, 40]]).with_columns(
        teller=pl.when(pl.col("gebied").is_in(["b", FLANDERS])).then(None).otherwise(pl.col("teller"))
    )
    assert hidden(frame) == {("a", "p0"), ("a", "p1")}


# ------------------------------------------------------------------ in the figures themselves


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("kenmerk", CHARACTERISTICS)
def test_no_profile_shows_a_small_count_or_its_complement(kenmerk: str) -> None:
    for per in ("jaar", "kwartaal"):
        data = figure("profiel", Choice(per=per, kenmerk=kenmerk)).data
        assert not set(data["teller"].drop_nulls()) & set(range(1, THRESHOLD))
        assert not set(data["andere"].drop_nulls()) & set(range(1, THRESHOLD))
        gone = data.filter(pl.col("toestand") == "verborgen")
        assert (
            gone.select("waarde", "teller", "andere", "noemer", "gebruikt", "onder", "boven").null_count().row(0)
            == (gone.height,) * 7
        )
        assert gone.height > 0


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize(
    ("name", "choice"),
    [("profiel", Choice(kenmerk="leeftijd")), ("profiel", Choice()), ("gemeenten_instroom", Choice())],
)
def test_no_sum_with_one_hidden_cell(name: str, choice: Choice) -> None:
    data = figure(name, choice).data.with_columns(pl.col("teller").is_null().alias("weg"))
    sums = (
        data.filter(pl.col("rol").is_in([PART, WHOLE])).group_by("gebied", "periode").agg(pl.col("weg").sum(), pl.len())
    )
    assert data["weg"].sum() > 0
    assert 1 not in set(sums["weg"])


@pytest.mark.usefixtures("version")
def test_choosing_areas_does_not_undo_the_hiding() -> None:
    whole = figure("profiel", Choice(kenmerk="leeftijd")).data
    alone = figure("profiel", Choice(kenmerk="leeftijd", gebieden=("gent",))).areas
    assert alone.equals(whole.filter(pl.col("gebied") == "gent"))


@pytest.mark.usefixtures("version")
def test_equal_ages_round_away_what_would_follow_from_two_rates() -> None:
    """With the rates as shown every number of the oldest from 0 to 10 still fits, wherever those are hidden."""
    data = figure("aanmeldingen_gestandaardiseerd").areas
    gone = data.filter(pl.col("vanaf_18").is_null() & pl.col("waarde").is_not_null())
    assert gone.height > 0
    assert gone["jonger_18"].null_count() == gone["zonder_leeftijd"].null_count() == gone.height
    standard = np.array([1_000_000, 380_000]) / 1_380_000
    for row in gone.iter_rows(named=True):
        people = np.array([row["jongeren_0_17"], row["jongeren_18_24"]])
        rates = [1000 * (standard * [row["teller"] - old, old] / people).sum() for old in range(11)]
        assert max(rates) - min(rates) < 0.1
