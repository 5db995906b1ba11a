"""No comparison is ever allowed over a blocking break, and no figure holds a change."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Choice, figure, line_chart
from figures.comparability import (
    MEASURES,
    YEARS,
    comparability_table,
    filtered_breaks,
    filtered_caveats,
)
from figures.guard import compare_periods
from figures.meaning import all_breaks, all_caveats
from queries import Version, parameters, questions

AREAS = frozenset(["gent", "brussel", "vlaanderen-brussel"])
days = st.dates(date(2018, 1, 1), date(2026, 12, 31))
periods = st.tuples(days, days).map(lambda pair: (min(pair), max(pair)))


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")


def year(number: int) -> tuple[date, date]:
    return date(number, 1, 1), date(number, 12, 31)


@given(measure=st.sampled_from(sorted(MEASURES.values())), one=periods, other=periods)
@settings(deadline=None, max_examples=200)
def test_never_over_a_blocking_break(version: Version, measure: str, one, other) -> None:
    verdict = compare_periods(version, frozenset([measure]), AREAS, one, other)
    first, last = min(one[0], other[0]), max(one[1], other[1])
    blocking = [
        b
        for b in all_breaks(version)
        if b.severity == "blokkerend"
        and (b.measures is None or measure in b.measures)
        # The day before the break and the break itself are both between the first and the last day compared.
        and first <= b.day - timedelta(days=1)
        and b.day <= last
    ]
    if blocking:
        assert not verdict.allowed
        assert set(blocking) <= set(verdict.breaks)
        assert all(b.text in verdict.reasons for b in blocking)
    else:
        caveats = [c for c in verdict.caveats if c.severity == "blokkerend"]
        assert verdict.allowed == (not caveats)


def test_a_break_inside_one_of_the_two_blocks_too(version: Version) -> None:
    around, within = (date(2018, 9, 1), date(2025, 12, 31)), (date(2019, 1, 1), date(2019, 12, 31))
    assert not compare_periods(version, frozenset(["aanmeldingen"]), AREAS, around, within).allowed


@given(measure=st.sampled_from(sorted(MEASURES.values())), one=periods, other=periods)
@settings(deadline=None, max_examples=60)
def test_the_order_of_the_two_makes_no_difference(version: Version, measure: str, one, other) -> None:
    measures = frozenset([measure])
    assert compare_periods(version, measures, AREAS, one, other) == compare_periods(
        version, measures, AREAS, other, one
    )


@given(measure=st.sampled_from(sorted(MEASURES.values())), one=periods, other=periods)
@settings(deadline=None, max_examples=60)
def test_whoever_is_refused_or_warned_reads_why(version: Version, measure: str, one, other) -> None:
    verdict = compare_periods(version, frozenset([measure]), AREAS, one, other)
    assert bool(verdict.reasons) == (verdict.severity != "vrij")
    assert verdict.allowed == (verdict.severity != "blokkerend")


@pytest.mark.parametrize(
    ("measure", "one", "other", "severity"),
    [
        ("aanmeldingen", 2020, 2021, "blokkerend"),
        ("aanmeldingen", 2021, 2022, "blokkerend"),
        ("aanmeldingen", 2020, 2025, "blokkerend"),
        ("aanmeldingen", 2022, 2023, "waarschuwing"),  # 1 December 2023
        ("middelen", 2017, 2021, "blokkerend"),
        ("middelen", 2021, 2022, "waarschuwing"),
        ("gemeente", 2024, 2025, "waarschuwing"),
        ("gemeente", 2022, 2023, "vrij"),
    ],
)
def test_years_side_by_side(version: Version, measure: str, one: int, other: int, severity: str) -> None:
    verdict = compare_periods(version, frozenset([measure]), AREAS, year(one), year(other))
    assert verdict.severity == severity


def test_the_published_totals_of_2020_and_2021_stand_apart(version: Version) -> None:
    both = figure("aanmeldingen_gepubliceerd")
    assert both.data["waarde"].to_list() == [4313, 7782]
    spans = list(zip(both.data["periode"], both.data["tot"], strict=True))
    verdict = compare_periods(version, frozenset(["aanmeldingen"]), AREAS, *spans)
    assert not verdict.allowed
    assert {"gebieden-2021"} <= {b.id for b in verdict.breaks}
    assert {"C12"} == {c.id for c in verdict.caveats}


CHANGE = ("verschil", "evolutie", "groei", "index", "rang", "stijging", "daling", "delta", "trend", "toename")


@pytest.mark.parametrize("name", sorted(questions()))
def test_no_figure_holds_a_change(name: str) -> None:
    assert parameters(name) <= set(vars(Choice()))
    columns = figure(name).data.columns
    assert not [column for column in columns if any(word in column.casefold() for word in CHANGE)]


def test_a_line_shows_the_breaks_inside_its_period(version: Version) -> None:
    drawn = line_chart(figure("aanmeldingen", Choice()))
    assert [b.id for b in drawn.breaks] == ["crisis-2023"]
    assert line_chart(figure("aanmeldingen", Choice(van=date(2024, 1, 1)))).breaks == ()


# ------------------------------------------------------------------ the matrix measure x year


def test_the_matrix_gives_another_letter_where_the_guard_forbids(version: Version) -> None:
    cells = dict(comparability_table().rows)["Aanmeldingen"]
    letters = {y: c.letter for y, c in zip(YEARS, cells, strict=True)}
    assert letters[2019] == "–"
    assert len({letters[2020], letters[2021], letters[2022]}) == 3
    assert letters[2022] == letters[2026] != "–"
    forbidden = cells[list(YEARS).index(2021)]
    assert any("hertekend" in reason for reason in forbidden.reasons)


def test_the_matrix_has_letters_only_for_years_with_figures() -> None:
    rows = dict(comparability_table().rows)
    have = {name: [y for y, c in zip(YEARS, cells, strict=True) if c.letter != "–"] for name, cells in rows.items()}
    assert have["Personeel (VTE)"] == [2020]
    assert have["Middelen"] == [2017, 2021]
    assert have["Binnen de maand"] == [2022, 2023, 2024, 2025, 2026]


def test_filters_of_the_caveats(version: Version) -> None:
    everything = filtered_caveats(None, None, ())
    assert everything == list(all_caveats(version))
    about_staff = filtered_caveats("vte", None, ())
    assert 0 < len(about_staff) < len(everything)
    assert all(c.measures is None or "vte" in c.measures for c in about_staff)
    in_2021 = filtered_caveats("aanmeldingen", 2021, ())
    assert "C12" in {c.id for c in in_2021}
    assert "C12" not in {c.id for c in filtered_caveats("aanmeldingen", 2024, ())}


def test_a_caveat_about_a_predecessor_is_found_at_its_successor() -> None:
    assert "C19" in {c.id for c in filtered_caveats("vte", None, ("groot-antwerpen",))}
    assert "C19" not in {c.id for c in filtered_caveats("vte", None, ("gent",))}


def test_filters_of_the_breaks(version: Version) -> None:
    assert filtered_breaks(None, None, ()) == list(all_breaks(version))
    assert [b.id for b in filtered_breaks("gemeente", None, ())] == ["fusies-2025"]
    assert [b.id for b in filtered_breaks(None, 2022, ("gent",))] == ["binc-2022"]
