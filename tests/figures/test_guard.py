"""No comparison is ever allowed over a blocking break, and no figure holds a change."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.build import Inputs
from figures import Choice, figure, guard, line_chart
from figures.catalogue import ENTRIES
from figures.guard import Cell, Outcome, cell, compare_periods, judge
from figures.meaning import all_breaks, all_caveats
from figures.topics import quality
from figures.topics.comparability import (
    MEASURES,
    YEARS,
    comparability_table,
    filtered_breaks,
    filtered_caveats,
)
from queries import WAREHOUSE_VARIABLE, Version, parameters
from tests.conftest import built, copy_raw, write_small_delivery

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
        assert verdict.allowed == (not caveats or one == other)


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


# The questions behind every figure the monitor shows.
FIGURES = sorted({shown.question for shown in ENTRIES.values()})


@pytest.mark.parametrize("name", FIGURES)
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


# ------------------------------------------------------------------ from two cells to an outcome

FLANDERS = "vlaanderen-brussel"
OVER_TIME = (guard.difference, guard.percentage, guard.index)
OF_AREAS = (guard.difference_of_areas, guard.ratio_of_areas)
OPERATIONS = (*OVER_TIME, *OF_AREAS)
EXTRA_BREAK = date(2024, 4, 1)
Y2024, Y2025 = date(2024, 1, 1), date(2025, 1, 1)


def count(area: str = FLANDERS, start: date = Y2024, **more) -> Cell:
    return cell(figure("aanmeldingen", Choice(**more)), area, start)


def days_late(area: str = FLANDERS, start: date = Y2024) -> Cell:
    """A measure that no caveat warns about: what is refused or marked, is so by the rule that is tried."""
    return cell(figure("kwaliteit_achterstand"), area, start)


def refused(outcome: Outcome) -> str:
    """The reason of an outcome that must have no number."""
    assert outcome.value is None
    assert outcome.verdict.severity == "blokkerend"
    return outcome.reason


def test_the_operations_compute_what_they_say() -> None:
    one, other = replace(days_late(), value=40.0), replace(days_late(start=Y2025), value=50.0)
    assert [operate(one, other).value for operate in (guard.difference, guard.percentage)] == [10.0, 25.0]
    assert (guard.index(other, one).value, guard.index(other, one).unit) == (125.0, "index (2024 = 100)")
    gent = replace(one, area="gent", value=20.0)
    assert guard.difference_of_areas(one, gent).value == -20.0
    assert guard.ratio_of_areas(gent, one).value == 2.0
    assert guard.difference(one, other).verdict.severity == "vrij"
    assert guard.difference(one, other).text(0) == "+10"
    assert guard.difference(other, one).text(1) == "-10,0"


def test_the_values_are_those_of_the_figure() -> None:
    one, other = count(), count(start=Y2025)
    said = dict(figure("aanmeldingen").totals.select("periode", "waarde").iter_rows())
    outcome = guard.difference(one, other)
    assert outcome.value == said[Y2025] - said[Y2024]
    assert guard.percentage(one, other).value == pytest.approx(100 * said[Y2025] / said[Y2024] - 100)


def test_a_warning_gives_the_number_with_its_mark_and_its_text() -> None:
    outcome = guard.difference(count(start=date(2023, 1, 1)), count())
    assert outcome.verdict.severity == "waarschuwing"
    assert outcome.text(0).endswith(" ▲")
    assert {b.id for b in outcome.verdict.breaks} == {"crisis-2023"}
    assert "projectmiddelen" in outcome.reason


def test_over_a_blocking_break_stand_both_values_and_no_number() -> None:
    published = figure("aanmeldingen_gepubliceerd")
    one, other = (cell(published, FLANDERS, date(year, 1, 1)) for year in (2020, 2021))
    assert (one.value, other.value) == (4313, 7782)
    for operate in OVER_TIME:
        outcome = operate(one, other)
        assert "hertekend" in refused(outcome)
        assert outcome.text(0) == "niet vergelijkbaar"
        assert outcome.verdict.brief.startswith("breuk op 1 januari 2021 (Gebieden hertekend")


def test_the_year_before_binc_is_not_compared_with_the_year_after() -> None:
    before = cell(figure("aanmeldingen_gepubliceerd"), FLANDERS, date(2021, 1, 1))
    outcome = guard.difference(before, count(start=date(2022, 1, 1)))
    assert "BINC" in refused(outcome)
    assert "definities verschillen" in outcome.reason
    assert "Demogegevens en echte gegevens" in outcome.reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"complete": False}, "2025 is nog niet volledig."),
        ({"unit": "dagen per week"}, "De eenheden verschillen"),
        ({"title": "Iets anders"}, "De definities verschillen"),
        ({"kind": ("90",)}, "De definities verschillen"),
        ({"last": date(2025, 6, 30)}, "niet even lang"),
        ({"first": date(2024, 7, 1), "last": date(2025, 6, 30)}, "overlappen"),
        ({"area": "gent"}, "niet allebei tegelijk"),
        ({"statuses": frozenset(["definitief"])}, "Demogegevens en echte gegevens"),
        ({"value": None, "state": "verborgen"}, "Het cijfer van 2025 is verborgen"),
        ({"value": None, "state": "onbekend"}, "Het cijfer van 2025 is onbekend."),
        ({"value": None, "state": "nul"}, "Het cijfer van 2025 bestaat niet"),
        ({"value": None, "state": "nvt"}, "Het cijfer van 2025 is niet van toepassing."),
        ({"first": Y2024, "last": date(2024, 12, 31)}, "twee keer hetzelfde cijfer"),
    ],
)
def test_each_rule_refuses_by_itself(change: dict, reason: str) -> None:
    one, other = days_late(), replace(days_late(start=Y2025), **change)
    assert judge(days_late(), days_late(start=Y2025)).severity == "vrij"
    for verdict in (judge(one, other), judge(other, one)):
        assert verdict.severity == "blokkerend"
        assert len(verdict.refusals) == 1
        assert reason in verdict.refusals[0]
    for operate in OVER_TIME:
        assert reason in refused(operate(one, other))


def test_the_sign_of_a_state_stands_where_the_number_would_stand() -> None:
    for state, sign in (("verborgen", "x"), ("onbekend", "?"), ("nvt", "n.v.t.")):
        hidden = replace(days_late(start=Y2025), value=None, state=state)
        assert guard.difference(days_late(), hidden).text(0) == sign
        assert guard.difference(days_late(), replace(hidden, complete=False)).text(0) == "niet vergelijkbaar"


def test_different_measures_are_refused() -> None:
    running = cell(figure("lopende_trajecten"), FLANDERS, Y2025)
    assert "verschillende maten" in refused(guard.difference(count(), running))


def test_choices_that_change_what_is_counted_change_the_definition() -> None:
    choices = [Choice(), Choice(termijn="kalendermaand")]
    one, other = (cell(figure("binnen_de_maand", c), FLANDERS, s) for c, s in zip(choices, (Y2024, Y2025), strict=True))
    assert "definities verschillen" in refused(guard.difference(one, other))


def test_a_month_and_a_year_are_not_compared_but_months_of_28_and_31_days_are() -> None:
    month = {start: count(start=start, per="maand") for start in (date(2025, 1, 1), date(2025, 2, 1))}
    assert "niet even lang" in refused(guard.difference(count(), month[date(2025, 1, 1)]))
    assert guard.difference(*month.values()).value is not None


def test_of_percentages_only_the_difference_is_given_in_procentpunt() -> None:
    one, other = (cell(figure("kwaliteit_ontbrekend"), FLANDERS, start) for start in (Y2024, Y2025))
    outcome = guard.difference(one, other)
    assert outcome.unit == "procentpunt"
    assert outcome.value == pytest.approx(other.value - one.value)
    assert "procentpunt" in refused(guard.percentage(one, other))
    assert "procentpunt" in refused(guard.index(other, one))


def test_nothing_is_divided_by_zero() -> None:
    zero = replace(days_late(), value=0.0, state="nul")
    assert guard.difference(zero, days_late(start=Y2025)).value == days_late(start=Y2025).value
    assert "delen door nul" in refused(guard.percentage(zero, days_late(start=Y2025)))
    assert guard.percentage(days_late(start=Y2025), zero).value == -100.0


def test_an_index_is_not_compared_once_more() -> None:
    shifts = figure("kwaliteit_niveausprong", Choice(per="maand"))
    one, other = (cell(shifts, "gent", start) for start in shifts.data["periode"].unique().sort()[:2])
    assert "zelf al een vergelijking" in refused(guard.difference(one, other))


def test_an_operation_over_time_needs_one_area_and_one_of_areas_one_period() -> None:
    gent, kempen, later = count("gent"), count("kempen"), count("gent", Y2025)
    assert "één gebied" in refused(guard.difference(gent, kempen))
    assert "één periode" in refused(guard.difference_of_areas(gent, later))
    assert guard.difference_of_areas(gent, kempen).value == kempen.value - gent.value


def test_a_status_that_differs_is_a_warning() -> None:
    one, other = (replace(c, statuses=frozenset([s])) for c, s in zip(
        (days_late(), days_late(start=Y2025)), ("definitief", "voorlopig"), strict=True))  # fmt: skip
    outcome = guard.difference(one, other)
    assert outcome.value is not None
    assert outcome.reason == "De status verschilt: 2024 is definitief, 2025 is voorlopig."
    assert guard.difference(one, replace(other, statuses=one.statuses)).verdict.severity == "vrij"


def test_a_row_that_is_not_there_is_unknown_and_several_rows_are_no_cell() -> None:
    assert count(start=date(2035, 1, 1)).state == "onbekend"
    with pytest.raises(ValueError, match="meer dan één cijfer"):
        cell(figure("vte"), "v-trawant", date(2020, 5, 1))
    with pytest.raises(ValueError, match="geen cijfer per gebied"):
        cell(figure("documenten"), "gent", Y2024)


# ------------------------------------------------------------------ no number over a blocking break, whatever is asked


@pytest.fixture(scope="module")
def broken_warehouse(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo with a blocking break inside its period, and a blocking caveat that names one area in one year."""
    raw = copy_raw(tmp_path_factory.mktemp("breuk") / "raw")
    measures = "aanmeldingen|registratie|tijdigheid"
    with (raw / "breuken.csv").open("a", encoding="utf-8") as file:
        file.write(f"proef;{EXTRA_BREAK};Proefbreuk;blokkerend;{measures};Alles telt anders.;monitor-keuzes;proef\n")
    with (raw / "kanttekeningen.csv").open("a", encoding="utf-8") as file:
        file.write("P99;blokkerend;2023-01-01;2023-12-31;registratie|aanmeldingen|trajecten;gent;Vergelijk Gent in 2023 niet.;x;monitor-keuzes;proef;99\n")  # fmt: skip
    for name in ("breuken", "kanttekeningen"):
        _one_row_more(raw / f"{name}.yml")
    return built(Inputs(raw=raw, demo=demo_folder), tmp_path_factory)


def _one_row_more(sidecar: Path) -> None:
    lines = sidecar.read_text(encoding="utf-8").splitlines()
    counted = [f"rijen: {int(x.split(':')[1]) + 1}" if x.startswith("rijen:") else x for x in lines]
    sidecar.write_text("\n".join(counted) + "\n", encoding="utf-8")


@pytest.fixture
def broken(broken_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The monitor reads the warehouse with the extra break."""
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(broken_warehouse))


def comparable_questions() -> list[str]:
    """Every question that gives one value per area and period."""
    found = {name: figure(name).data for name in FIGURES}
    keys = ["gebied", "periode"]
    return [n for n, d in found.items() if {*keys, "waarde"} <= set(d.columns) and d.select(keys).is_unique().all()]


def every_cell() -> dict[str, list[Cell]]:
    """All cells of all comparable questions, by measure: published and registered years, quarters and months."""
    found: dict[str, list[Cell]] = {}
    for name in comparable_questions():
        for per in ("jaar", "kwartaal", "maand"):
            shown = figure(name, Choice(per=per))
            places = shown.data.select("gebied", "periode").unique(maintain_order=True)
            kept = places.filter(pl.col("gebied").is_in(["gent", "brussel", "kempen", *guard.text.TOTALS]))
            for area, start in kept.iter_rows():
                for measure in shown.question.maten:
                    found.setdefault(measure, []).append(cell(shown, area, start))
    return found


anywhere = st.integers(0, 100_000)


class Cells(dict[str, list[Cell]]):
    """Cells by measure, short when hypothesis prints what it tried."""

    def __repr__(self) -> str:
        return f"{len(self)} measures"


@pytest.fixture(scope="module")
def cells(broken_warehouse: Path) -> Cells:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(WAREHOUSE_VARIABLE, str(broken_warehouse))
        return Cells(every_cell())


def test_the_published_and_the_registered_are_all_tried(cells: Cells) -> None:
    tried = {one.meaning.naam for some in cells.values() for one in some}
    assert {"aanmeldingen", "aanmeldingen_gepubliceerd", "binnen_de_maand", "budget", "kwaliteit_niveausprong"} <= tried
    assert {one.first.year for one in cells["aanmeldingen"]} == set(range(2020, 2027))


@pytest.mark.usefixtures("broken")
@given(measure=st.sampled_from(sorted(MEASURES.values())), place=anywhere, other_place=anywhere, alike=st.booleans())
@settings(deadline=None, max_examples=600, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_operation_gives_a_number_over_a_blocking_break(
    cells: Cells, measure: str, place: int, other_place: int, alike: bool
) -> None:
    pool = cells.get(measure) or cells["aanmeldingen"]
    one = pool[place % len(pool)]
    # Alike: the same question and area, so that only the periods can be why.
    like = [c for c in pool if (c.meaning, c.area) == (one.meaning, one.area)] if alike else pool
    other = like[other_place % len(like)]
    first, last = min(one.first, other.first), max(one.last, other.last)
    over = any(
        b.severity == "blokkerend" and b.concerns(one.measures | other.measures) and first < b.day <= last
        for b in all_breaks(guard.current_version())
    )
    for operate in OPERATIONS:
        outcome = operate(one, other)
        assert not over or outcome.value is None
        assert (outcome.value is None) == (outcome.verdict.severity == "blokkerend")
        assert outcome.verdict.severity == "vrij" or outcome.reason
        assert (outcome.value is not None and outcome.verdict.severity == "waarschuwing") == ("▲" in outcome.text(1))
        assert outcome.value is None or math.isfinite(outcome.value)
        assert outcome.value is None or one.value is not None is not other.value


@pytest.mark.usefixtures("broken")
def test_of_all_pairs_of_years_only_the_two_before_the_break_have_a_difference() -> None:
    area = "groot-antwerpen"
    years = [count(area, date(year, 1, 1)) for year in range(2022, 2026)]
    given = {(a.label, b.label) for a, b in combinations(years, 2) if guard.difference(a, b).value is not None}
    assert given == {("2022", "2023")}


@pytest.mark.usefixtures("broken")
def test_a_blocking_caveat_of_one_area_holds_for_that_area_and_the_total_with_it() -> None:
    for area, free in (("kempen", True), ("gent", False), (FLANDERS, False)):
        one, other = (count(area, start, per="maand") for start in (date(2023, 3, 1), date(2022, 3, 1)))
        one, other = (replace(c, value=20.0, state="bekend") for c in (one, other))
        assert (guard.difference(one, other).value is not None) == free
        if not free:
            assert "Vergelijk Gent in 2023 niet." in guard.difference(one, other).reason
    gent, kempen = (replace(count(a, date(2023, 1, 1)), value=20.0, state="bekend") for a in ("gent", "kempen"))
    assert "P99" in guard.difference_of_areas(gent, kempen).verdict.brief


@pytest.mark.usefixtures("broken")
def test_no_level_shift_over_a_blocking_break() -> None:
    found = quality.shifts(Choice())
    assert found.data["periode"].min() >= date(2024, 10, 1)  # six months after the break come before the first shift
    alone = quality.shifts(Choice(van=EXTRA_BREAK))
    assert found.data.equals(alone.data)
    assert any("1 april 2024" in said for said in quality.shift_words(found))
    before = quality.shifts(Choice(tot=date(2024, 3, 31)))
    assert set(before.data["gebied"].unique()) >= {"gent", "kempen"}
    own = before.data.row(by_predicate=pl.col("gebied") == "gent", named=True)
    assert (own["waarde"], own["ligging"]) == (None, quality.UNSAID)
    assert own["voor"] is not None
    assert before.data.filter(pl.col("gebied") != "gent")["waarde"].null_count() == 0


@pytest.mark.usefixtures("broken")
def test_an_area_that_may_not_be_compared_gets_no_word_and_is_no_part_of_the_spread() -> None:
    year = Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))
    found = quality.missing(year, "aanmelder")
    own = found.data.row(by_predicate=pl.col("gebied") == "gent", named=True)
    assert (own["ligging"], own["waarde"] is None) == (quality.UNSAID, False)
    everyone = quality.with_standing(figure("kwaliteit_ontbrekend", year).data, ("periode",))
    assert set(found.data["getoond"]) == {everyone["getoond"][0] - 1}
    with_break = quality.missing(Choice(van=Y2024, tot=date(2024, 12, 31)), "aanmelder")
    assert set(with_break.areas["ligging"]) == {quality.UNSAID}
    rows = quality.all_missing(year).data.filter(pl.col("gebied") == "gent")
    assert set(rows["ligging"]) == {quality.UNSAID}


def test_without_a_break_the_words_are_those_of_the_rule_alone() -> None:
    found = figure("kwaliteit_ontbrekend", Choice(van=Y2025, tot=date(2025, 12, 31)))
    assert quality.standing(found).data.equals(quality.with_standing(found.data, ("periode",)))


# ------------------------------------------------------------------ the status a number rests on


def test_the_status_of_a_cell_is_that_of_the_deliveries_about_its_days(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = copy_raw(tmp_path_factory.mktemp("status") / "raw")
    write_small_delivery(raw / "binc")
    first = raw / "binc" / "binc_1g1p_dossier_20240310.yml"
    first.write_text(first.read_text(encoding="utf-8").replace("voorlopig", "definitief"), encoding="utf-8")
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(built(Inputs(raw=raw, demo=None), tmp_path_factory)))
    found = figure("aanmeldingen", Choice(per="maand"))
    statuses = {start: cell(found, "gent", start).statuses for start in (date(2023, 5, 1), date(2024, 4, 1))}
    assert statuses == {date(2023, 5, 1): {"definitief"}, date(2024, 4, 1): {"voorlopig"}}
    verdict = judge(*(replace(cell(found, "gent", s), value=9.0, state="bekend") for s in statuses))
    assert "mei 2023 is definitief, april 2024 is voorlopig" in verdict.reasons[-1]
