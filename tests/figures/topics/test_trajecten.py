"""Laws of the figures of trajecten: what adds up does so in every visible cell, and nothing hidden can be worked out from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import DEMO_WORD, GRAINS, Choice, figure
from figures.address import read_address
from figures.catalogue import ENTRIES, view
from figures.disclosure import THRESHOLD
from figures.exhibit import exhibit
from figures.text import TOTALS
from figures.topics import trajecten
from queries import Version
from tests.figures.test_sentences import RANKING, numbers, of_the_data

FLANDERS = "vlaanderen-brussel"
STREAM = ("lopend_begin", "opgestart", "afgerond", "lopend_einde")
NAMES = [name for name, one in ENTRIES.items() if one.page == "trajecten"]


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")
days = st.dates(date(2021, 6, 1), date(2027, 3, 1))
choices = st.builds(
    lambda ends, per: Choice(van=min(ends), tot=max(ends), per=per), st.tuples(days, days), st.sampled_from(GRAINS)
)


# ------------------------------------------------------------------ the stream


@given(choice=choices)
@settings(deadline=None, max_examples=60)
def test_the_end_is_the_begin_plus_what_started_minus_what_ended(version: Version, choice: Choice) -> None:
    for row in figure("trajecten_stroom", choice).data.to_dicts():
        begin, started, ended, end = (row[name] for name in STREAM)
        if row["toestand"] in ("bekend", "nul"):
            assert end == begin + started - ended == row["waarde"]
        else:
            assert {begin, started, ended, end} == {None}


@given(choice=choices)
@settings(deadline=None, max_examples=40)
def test_what_runs_at_the_end_runs_at_the_next_begin(version: Version, choice: Choice) -> None:
    rows = figure("trajecten_stroom", choice).data.sort("gebied", "periode").to_dicts()
    for one, after in pairwise(rows):
        if one["gebied"] == after["gebied"] and None not in (one["lopend_einde"], after["lopend_begin"]):
            assert one["lopend_einde"] == after["lopend_begin"]


@pytest.mark.parametrize("per", GRAINS)
def test_it_is_the_figure_of_lopende_trajecten_and_of_its_two_flows(per: str) -> None:
    stream = figure("trajecten_stroom", Choice(per=per)).data
    for name, column in (
        ("lopende_trajecten", "lopend_einde"),
        ("trajecten_opgestart", "opgestart"),
        ("trajecten_afgerond", "afgerond"),
    ):
        other = figure(name, Choice(per=per)).data.select("gebied", "periode", pl.col("waarde").alias("_ander"))
        both = stream.join(other, on=["gebied", "periode"]).filter(pl.col(column).is_not_null())
        assert both.height > 50
        shown = both.filter(pl.col("_ander").is_not_null())
        assert shown[column].to_list() == shown["_ander"].to_list()
        assert name == "lopende_trajecten" or shown.height == both.height


@pytest.mark.parametrize("per", GRAINS)
def test_the_three_questions_hide_the_same_rows(per: str) -> None:
    """Else begin plus started minus end would tell what ended."""
    found = [figure(f"trajecten_{name}", Choice(per=per)).data for name in ("stroom", "opgestart", "afgerond")]
    hidden = [set(f.filter(pl.col("toestand") == "verborgen").select("gebied", "periode").rows()) for f in found]
    assert hidden[0] == hidden[1] == hidden[2]


# ------------------------------------------------------------------ tables that add up on both sides


@pytest.mark.parametrize("per", GRAINS)
def test_the_shares_of_the_reasons_are_together_a_hundred(per: str) -> None:
    data = figure("redenen_einde", Choice(per=per)).data.filter(pl.col("rol") == "deel")
    whole = 0
    for _, rows in data.group_by("gebied", "periode"):
        if set(rows["toestand"]) == {"bekend"}:
            assert rows["waarde"].sum() == pytest.approx(100)
            assert rows["teller"].sum() == rows["noemer"][0]
            whole += 1
    assert whole


@pytest.mark.parametrize("name", ["redenen_einde", "vervolghulp"])
@pytest.mark.parametrize("per", GRAINS)
def test_no_small_number_is_shown_and_no_sum_gives_one_away(name: str, per: str) -> None:
    """Of every sum whose outcome is shown either nothing is hidden or more than one number."""
    data = figure(name, Choice(per=per)).data
    column = "teller" if name == "redenen_einde" else "waarde"
    data = data.with_columns(
        pl.col(column).alias("_n"), *([] if "groep" in data.columns else [pl.lit("").alias("groep")])
    )
    assert not {n for n in data["_n"].drop_nulls() if 0 < n < THRESHOLD}
    assert (data["toestand"] == "verborgen").any()
    single = ~pl.col("gebied").is_in(TOTALS)
    for line, part, whole in (
        (["gebied", "periode", "groep"], pl.col("rol") == "deel", pl.col("rol") == "geheel"),
        (["periode", "groep", "onderdeel"], single, ~single),
    ):
        sums = data.group_by(line).agg(
            (part & pl.col("_n").is_null()).sum().alias("hidden"), pl.col("_n").filter(whole).first().alias("sum")
        )
        assert not (sums.filter(pl.col("sum").is_not_null())["hidden"] == 1).any()
        assert (sums["hidden"] > 1).any()


def test_the_flows_are_the_counts_behind_the_share() -> None:
    columns = {
        "zoals aangewezen": "zoals_aangewezen", "andere": "andere_hulp", "geen": "geen_hulp",
        "niet aangewezen": "niet_aangewezen", "onbekend": "onbekend",
    }  # fmt: skip
    flows = figure("vervolghulp", Choice()).data.filter((pl.col("rol") == "geheel") & pl.col("waarde").is_not_null())
    counts = {(r["gebied"], r["periode"]): r for r in figure("vervolghulp_gerealiseerd", Choice()).data.to_dicts()}
    seen = 0
    for row in flows.to_dicts():
        other = counts[row["gebied"], row["periode"]][columns[row["groep"]]]
        assert other in (row["waarde"], None)
        seen += other is not None
    assert seen > 20


@pytest.mark.parametrize("per", ["kwartaal", "jaar"])
def test_the_share_shows_nothing_that_the_flows_hide(per: str) -> None:
    columns = {
        "zoals aangewezen": "zoals_aangewezen", "andere": "andere_hulp", "geen": "geen_hulp",
        "niet aangewezen": "niet_aangewezen", "onbekend": "onbekend",
    }  # fmt: skip
    choice = Choice(per=per)
    shown = {(r["gebied"], r["periode"]): r for r in trajecten.realised(choice).data.to_dicts()}
    flows = figure("vervolghulp", choice).data.filter((pl.col("rol") == "geheel") & (pl.col("toestand") == "verborgen"))
    for row in flows.to_dicts():
        share = shown[row["gebied"], row["periode"]]
        assert share[columns[row["groep"]]] is None
        if row["groep"] in ("zoals aangewezen", "andere", "geen"):
            assert share["toestand"] == "verborgen"
            assert {share[name] for name in ("waarde", "onder", "boven", "noemer")} == {None}
    plain = figure("vervolghulp_gerealiseerd", choice).data
    assert flows.height
    more = sum(r["toestand"] == "verborgen" for r in shown.values())
    assert more >= (plain["toestand"] == "verborgen").sum() > 0
    assert any(r["toestand"] == "bekend" for r in shown.values())


def test_uitval_is_one_reason_hidden_where_the_reason_is() -> None:
    one = Choice(van=date(2025, 1, 1), tot=date(2025, 12, 31), per="kwartaal")
    shown = trajecten.drop_out(one).data.drop("onderdeel", "rol")
    assert set(shown["toestand"]) == {"bekend", "verborgen"}
    every = figure("redenen_einde", one).data
    assert shown.equals(every.filter(pl.col("onderdeel") == trajecten.DROPPED_OUT).drop("onderdeel", "rol"))
    known = shown.filter(pl.col("toestand") == "bekend")
    assert (known["onder"] <= known["waarde"] + 1e-9).all()
    assert (known["waarde"] <= known["boven"] + 1e-9).all()
    assert shown.filter(pl.col("toestand") == "verborgen")["onder"].null_count() == shown.height - known.height


# ------------------------------------------------------------------ who comes back, and the three units


@pytest.mark.parametrize("per", GRAINS)
def test_more_come_back_in_a_longer_time_and_fewer_can_be_judged(per: str) -> None:
    half, whole = (
        {(r["gebied"], r["periode"]): r for r in figure("terugkeer", Choice(per=per, maanden=m)).data.to_dicts()}
        for m in (6, 12)
    )
    compared = 0
    for cell, row in whole.items():
        short = half[cell]
        if None in (row["noemer"], short["noemer"]):
            continue
        assert row["noemer"] <= short["noemer"]
        if row["noemer"] == short["noemer"]:
            assert row["terug"] >= short["terug"]
            compared += 1
    assert compared > 5


def test_who_ended_too_late_to_judge_is_not_counted_as_staying_away() -> None:
    last = figure("terugkeer", Choice(maanden=12)).totals.tail(1).row(0, named=True)
    assert (last["noemer"], last["toestand"], last["waarde"]) == (0, "nvt", None)
    assert last["nog_niet_beoordeelbaar"] > 0


def test_people_do_not_add_up_and_dossiers_do() -> None:
    data = figure("eenheden", Choice()).data
    asked = figure("aanmeldingen", Choice()).data
    assert data["waarde"].to_list() == asked["waarde"].to_list()
    for name, adds_up in (("waarde", {True}), ("clienten", {False, True}), ("gezinnen", {False, True})):
        sums = data.group_by("periode").agg(
            pl.col(name).filter(pl.col("gebied") != FLANDERS).sum().alias("areas"),
            pl.col(name).filter(pl.col("gebied") == FLANDERS).first().alias("total"),
        )
        assert (sums["areas"] >= sums["total"]).all()
        assert set(sums["areas"] == sums["total"]) <= adds_up
    months = figure("eenheden", Choice(per="maand")).totals.filter(pl.col("periode").dt.year() == 2024)
    year = figure("eenheden", Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31))).totals
    assert months["waarde"].sum() == year["waarde"].item()
    assert months["gezinnen"].sum() > year["gezinnen"].item()


@given(start=days, length=st.integers(0, 900), per=st.sampled_from(GRAINS))
@settings(deadline=None, max_examples=30)
def test_a_period_of_units_is_the_same_whatever_else_is_chosen(
    version: Version, start: date, length: int, per: str
) -> None:
    every = {(r["gebied"], r["periode"]): r for r in figure("eenheden", Choice(per=per)).data.to_dicts()}
    some = figure("eenheden", Choice(van=start, tot=start + timedelta(days=length), per=per)).data.to_dicts()
    assert all(every[row["gebied"], row["periode"]] == row for row in some)


# ------------------------------------------------------------------ as a reader meets them


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_has_a_table_a_sentence_and_an_address(name: str) -> None:
    for form in ENTRIES[name].forms:
        for areas in ((), ("gent", "brussel")):
            shown = exhibit(view(name, form, Choice(), areas))
            assert read_address(shown.address)[0] == shown.view
            assert shown.table.caption.startswith(DEMO_WORD)
            assert shown.table.rows
            assert shown.sentence


@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("name", NAMES)
def test_every_number_of_a_sentence_is_one_of_the_data_and_no_word_ranks(name: str, per: str) -> None:
    shown = exhibit(view(name, "", Choice(per=per), ("gent", "brussel")))
    said = numbers(shown.sentence.replace("95 %-interval", "interval"))
    assert said
    assert said <= of_the_data(shown.figure)
    assert not RANKING.search(shown.sentence)


def test_the_return_window_is_in_the_title_and_in_the_address() -> None:
    titles = []
    for months in trajecten.RETURN_WINDOWS:
        shown = exhibit(view("terugkeer", "staaf", Choice(maanden=months)))
        assert read_address(shown.address)[0].choice.maanden == months
        titles.append(shown.figure.title)
    assert titles == [f"Opnieuw aangemeld binnen {months} maanden na het einde" for months in (6, 12)]


def test_a_median_that_is_not_reached_is_said_in_words() -> None:
    """In the last months more than half still run."""
    shown = exhibit(view("trajectduur", "lijn", Choice(per="maand")))
    assert "nog niet bereikt" in {cell for row in shown.table.rows for cell in row}
    last = exhibit(view("trajectduren", "", Choice(van=date(2026, 8, 1), tot=date(2026, 8, 31), per="maand")))
    assert "meer dan de helft loopt nog, de mediaan is nog niet bereikt" in last.sentence
    assert last.table.rows[-1][1] == trajecten.NOT_REACHED


def test_the_flows_of_one_area_are_a_table_of_what_was_indicated_by_what_came() -> None:
    one = Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31))
    flemish, gent = (exhibit(view("vervolghulp", "", c)) for c in (one, Choice(one.van, one.tot, gebieden=("gent",))))
    assert flemish.figure.title.endswith("Vlaanderen en Brussel")
    assert gent.figure.title.endswith("Samen1Plan Gent")
    assert set(gent.figure.data["gebied"]) == {"gent"}
    assert flemish.table.columns[1:] == tuple(row[0] for row in flemish.table.rows)
    assert flemish.table.columns[-3:] == ("andere", "geen", "onbekend")
    shown = {(r["aangewezen"], r["gerealiseerd"]): r["waarde"] for r in flemish.figure.data.to_dicts()}
    at = flemish.table.columns.index("geen")
    assert [row[at] for row in flemish.table.values if row[0] == "RTJ"] == [shown["RTJ", "geen"]]


def test_the_flows_of_several_areas_are_those_of_the_first_and_say_so() -> None:
    year = Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31))
    several, one = (trajecten.flows(replace(year, gebieden=areas)) for areas in (("gent", "kempen"), ("gent",)))
    assert (several.choice.gebieden, several.stamp) == (("gent",), one.stamp)
    assert set(several.data["gebied"]) <= {"gent"}


def test_the_picture_of_the_flows_has_a_flow_per_pair_that_occurs_and_no_width_for_a_hidden_one() -> None:
    found = trajecten.flows(Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31), gebieden=("gent",)))
    chart = trajecten.flows_chart(found)
    parts = found.data.filter(pl.col("rol") == "deel")
    assert len(chart.flows) == parts.filter(pl.col("toestand") != "nul").height
    assert sum(flow.amount or 0 for flow in chart.flows) == parts["waarde"].sum()
    hidden = [flow for flow in chart.flows if flow.amount is None]
    assert hidden
    assert {flow.label for flow in hidden} == {"x"}


def test_a_bar_of_reasons_says_when_a_part_is_not_drawn() -> None:
    quarter = Choice(van=date(2025, 1, 1), tot=date(2025, 3, 31), per="kwartaal")
    shown = exhibit(view("redenen_einde", "gestapeld", quarter))
    hidden = shown.figure.data.filter((pl.col("rol") == "deel") & (pl.col("toestand") == "verborgen"))["naam"].unique()
    marked = {name for series in shown.drawing.series for name in series.x if name.endswith(" (x)")}
    assert marked == {f"{name} (x)" for name in hidden}
    assert marked
