"""The story of a samenwerkingsverband: every sentence comes from its figure, with a rule, and none of them judges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from figures.dialoog import dialogue
from figures.dialoog.dialogue import Dialogue, Item, story
from figures.figure import Choice
from figures.measures import TREND_MEASURES
from figures.topics import control, funnels, quality
from notes.store import NOTES_VARIABLE

RANKING = re.compile(
    r"\b(beste?|slechtste?|koploper\w*|achterblijver\w*|plaats \d+|(eerste|laatste) van (?!(de|een) maand)|nummer \d+|goed|slecht|beter|slechter)\b",
    re.I,
)
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")


@pytest.fixture(autouse=True)
def own_notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NOTES_VARIABLE, str(tmp_path / "notities.db"))


def items(told: Dialogue) -> tuple[Item, ...]:
    return (*told.brief, *told.findings, *told.questions, *told.untold)


def said(told: Dialogue) -> Iterator[str]:
    """Every word that the story adds to its figures."""
    yield told.lead
    yield from (text for one in items(told) for text in (one.sentence, one.rule))
    yield from (text for part in (*told.parts, told.then_and_now) for text in (part.heading, *part.reading))


def words_of(one: Item) -> str:
    """Everything that the figure of an item says: title, period, sentence, table, and the share of its tests."""
    cells = (cell for row in one.exhibit.table.rows for cell in row)
    figure = one.exhibit.figure
    return " ".join([figure.title, figure.period, one.exhibit.sentence, *figure.footnotes, *one.exhibit.table.columns, *cells])  # fmt: skip


@pytest.fixture(scope="module")
def told(stand, demo_warehouse: Path) -> dict[str, Dialogue]:
    """The stories of all sixteen on the generated demo."""
    stand(demo_warehouse)
    return {area: story(area, Choice()) for area in dialogue.areas().values()}


# ------------------------------------------------------------------ what is in it


def test_all_sixteen_have_a_story_with_every_kind_of_part(told: dict[str, Dialogue]) -> None:
    assert len(told) == 16
    for one in told.values():
        headings = [part.heading for part in one.parts]
        assert headings[0] == "Wie"
        assert {"Aanmeldingen", "Binnen de maand", "Trajecten", "Registratiekwaliteit"} <= set(headings)
        assert one.demo
        assert one.untold
        assert not [shown.view.name for shown in one.exhibits if shown.figure.empty]
        assert len({shown.view for shown in one.exhibits}) == len(one.exhibits)


def test_every_figure_has_the_area_in_colour_or_is_about_it_alone(told: dict[str, Dialogue]) -> None:
    for area, one in told.items():
        assert {shown.view.areas or shown.view.choice.gebieden for shown in one.exhibits} == {(area,)}


def test_the_numbers_in_every_sentence_stand_in_its_figure(told: dict[str, Dialogue]) -> None:
    for one in told.values():
        for item in (*one.brief, *one.findings, *one.questions):
            known = words_of(item)
            missing = [number for number in NUMBER.findall(item.sentence) if number.rstrip(".") not in known]
            # The funnel and the estimate of late months are tables with more decimals than a sentence has.
            if item.exhibit.view.form == "trechter" or item.rule == dialogue.LATE_RULE:
                continue
            assert missing == [], (item.sentence, known[:300])


def test_what_is_missing_is_counted_in_the_figure(told: dict[str, Dialogue]) -> None:
    counted = 0
    for area, one in told.items():
        for item in one.untold:
            if found := re.search(
                r": (\d+) van de (\d+) cijfers van dit gebied \w+ (verborgen|onbekend)", item.sentence
            ):
                states = item.exhibit.figure.data.filter(pl.col("gebied") == area)["toestand"]
                assert (states == found[3]).sum() == int(found[1])
                assert len(states) == int(found[2])
                counted += 1
    assert counted


def test_what_stands_out_carries_the_rule_that_made_it_so(told: dict[str, Dialogue]) -> None:
    found = [item for one in told.values() for item in one.findings]
    assert found
    assert all(item.rule for item in found)
    assert {quality.RULE} & {item.rule for item in found}
    assert [one for one in told.values() if one.questions]


def test_the_area_that_the_funnel_puts_outside_is_named_with_its_word(told: dict[str, Dialogue]) -> None:
    shown = next(iter(told.values())).exhibits
    funnel = next(one for one in shown if one.view.form == "trechter").figure
    for row in funnel.areas.iter_rows(named=True):
        mine = [i for i in told[row["gebied"]].findings if i.exhibit.view.form == "trechter"]
        outside = row["ligging"] not in (funnels.SAME, funnels.UNTOLD)
        assert len(mine) == outside
        assert all(i.sentence.endswith(f": {row['ligging']}.") for i in mine)


def test_a_chart_with_a_signal_is_a_finding_and_one_without_asks_after_a_change(told: dict[str, Dialogue]) -> None:
    for one in told.values():
        charts = [shown for shown in one.exhibits if shown.view.name in control.FIGURES]
        with_signal = {s.view.name for s in charts if s.figure.data["signaal"].is_not_null().any()}
        quiet = {s.view.name for s in charts if s.figure.data["midden"].is_not_null().any()} - with_signal
        assert {i.exhibit.view.name for i in one.findings if i.exhibit.view.name in control.FIGURES} == with_signal
        asked = {i.exhibit.view.name for i in one.questions if "verwachtte te zien" in i.sentence}
        assert asked == quiet


def test_then_and_now_are_the_last_two_whole_years_of_the_area_and_its_totals(told: dict[str, Dialogue]) -> None:
    for area, one in told.items():
        assert [s.view.name for s in one.then_and_now.exhibits] == [
            f"{n}_vergelijking" for n in TREND_MEASURES.values()
        ]
        for shown in one.then_and_now.exhibits:
            assert set(shown.figure.areas["gebied"]) == {area}
            assert (shown.view.choice.een, shown.view.choice.ander) == (date(2024, 1, 1), date(2025, 1, 1))


def test_the_years_of_the_choice_are_followed(told: dict[str, Dialogue]) -> None:
    short = story("gent", Choice(van=date(2023, 1, 1), tot=date(2024, 12, 31), per="maand"))
    assert {(s.view.choice.een.year, s.view.choice.ander.year) for s in short.then_and_now.exhibits} == {(2023, 2024)}
    assert short.then_and_now.exhibits[0].view != told["gent"].then_and_now.exhibits[0].view


def test_the_caveats_that_weigh_are_those_of_the_figures_each_once(told: dict[str, Dialogue]) -> None:
    for one in told.values():
        wanted = {c for shown in one.exhibits for c in shown.figure.caveats if c.severity != "info"}
        assert {w.caveat for w in one.caveats} == wanted
        assert len(one.caveats) == len(wanted)


# ------------------------------------------------------------------ how it is said


def test_nothing_judges_or_ranks(told: dict[str, Dialogue]) -> None:
    for one in told.values():
        assert [hit[0] for text in said(one) for hit in RANKING.finditer(text)] == []


def test_the_same_data_give_the_same_story(told: dict[str, Dialogue]) -> None:
    again = story("gent", Choice())
    assert list(said(again)) == list(said(told["gent"]))
    assert [s.address for s in again.exhibits] == [s.address for s in told["gent"].exhibits]


# ------------------------------------------------------------------ with little or nothing


def test_without_registrations_it_says_who_it_is_and_that_there_is_nothing_more(stand, empty_warehouse: Path) -> None:
    stand(empty_warehouse)
    for area in dialogue.areas().values():
        one = story(area, Choice())
        assert not one.demo
        assert one.findings == one.questions == ()
        assert one.untold[0].sentence == "Er zijn geen registraties voor deze keuze van jaren."
        assert one.parts[0].heading == "Wie"
        assert not one.then_and_now.exhibits
        assert one.then_and_now.reading


def test_on_a_delivery_of_ten_rows_nothing_small_is_said(stand, small_demo_warehouse: Path) -> None:
    stand(small_demo_warehouse)
    one = story("gent", Choice())
    assert one.findings == ()
    assert any("verborgen" in item.sentence for item in one.untold)


def test_an_area_that_does_not_exist_is_an_error(stand, demo_warehouse: Path) -> None:
    stand(demo_warehouse)
    with pytest.raises(Exception, match="nergens"):
        story("nergens", Choice())
