"""Means and staff: the queries against sums made by hand from the raw tables."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from queries import ask

RAW = Path(__file__).parents[2] / "data" / "raw"

pytestmark = pytest.mark.usefixtures("on_empty")


def raw(name: str) -> list[dict[str, str]]:
    with (RAW / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def under_25(year: str) -> dict[str, int]:
    area_of = {row["nis5"]: row["sv_id"] for row in raw("gemeenten")}
    found: dict[str, int] = defaultdict(int)
    for row in raw("bevolking"):
        if row["jaar"] == year:
            found[area_of[row["nis5"]]] += int(row["onder25"])
    return found


def values(name: str) -> dict[str, float | None]:
    return dict(ask(name).select("gebied", "waarde").iter_rows())


def test_budget_sums_to_the_published_total() -> None:
    found = values("budget")
    assert found.pop("vlaanderen-brussel") == 23_999_998
    assert found == {row["sv_id"]: int(row["bedrag_euro"]) for row in raw("budgetten")}
    assert sum(found.values()) == 23_999_998


def test_budget_per_inhabitant_under_25() -> None:
    people = under_25("2021")
    budgets = {row["sv_id"]: int(row["bedrag_euro"]) for row in raw("budgetten") if row["sv_id"] != "brussel"}
    expected: dict[str, object] = {area: pytest.approx(euro / people[area]) for area, euro in budgets.items()}
    total = sum(budgets.values()) / sum(people[area] for area in budgets)
    expected |= {"brussel": None, "vlaanderen-zonder-brussel": pytest.approx(total)}
    assert values("budget_per_onder25") == expected
    mean_of_ratios = sum(budgets[a] / people[a] for a in budgets) / 15
    assert total != pytest.approx(mean_of_ratios, rel=1e-6), "a mean of ratios must be told apart"


def test_staff_rows_are_those_of_the_document() -> None:
    found = ask("vte")
    expected = [(row["voorganger_id"], row["label"], float(row["vte"]) if row["vte"] else None) for row in raw("vte")]
    assert sorted(found.select("gebied", "label", "waarde").rows(), key=str) == sorted(expected, key=str)


def test_staff_in_the_published_total_is_208_79() -> None:
    published = sum(Decimal(row["vte"]) for row in raw("vte") if row["in_totaal"] == "true")
    assert published == Decimal("208.79")
    assert ask("vte").filter(pl.col("in_totaal"))["waarde"].sum() == pytest.approx(208.79)
    assert ask("vte_totaal")["waarde"].to_list() == [208.79]


def test_what_is_drawn_of_the_staff_is_the_published_total_too() -> None:
    """The parts in the chart count nothing twice and leave nothing out."""
    drawn = ask("vte").filter(pl.col("in_grafiek"))
    assert drawn["waarde"].sum() == pytest.approx(208.79)
    assert drawn["gebied"].n_unique() == 15


def test_trawant_is_the_remainder_and_says_so() -> None:
    row = ask("vte").filter((pl.col("gebied") == "v-trawant") & pl.col("in_totaal")).row(0, named=True)
    others = ask("vte").filter((pl.col("gebied") != "v-trawant") & pl.col("in_totaal"))["waarde"].sum()
    assert row["waarde"] == pytest.approx(208.79 - others)
    assert row["precisie"] == "afgeleid"
    assert row["toelichting"]


def test_staff_per_inhabitant_only_where_the_area_is_known() -> None:
    people, frame = under_25("2019"), ask("vte_per_onder25")
    area_of = {row["voorganger_id"]: row["sv_id"] for row in raw("voorganger_gebieden")}
    teams = {
        row["voorganger_id"]: float(row["vte"])
        for row in raw("vte")
        if (row["functie"], row["onderdeel"]) == ("totaal", "team")
    }
    expected = {row["voorganger_id"]: None for row in raw("voorgangers")} | {
        old: pytest.approx(10_000 * teams[old] / people[area])
        for old, area in area_of.items()
        if area != "brussel" and old in teams
    }
    assert dict(frame.select("gebied", "waarde").iter_rows()) == expected
    assert sum(value is not None for value in expected.values()) >= 1
    states = dict(frame.select("gebied", "toestand").iter_rows())
    assert all(states[old] == "onbekend" for old in expected if old not in area_of)
    assert states["v-brussel"] == "nvt"


def test_the_totals_of_2020_and_2021_are_as_published() -> None:
    found = ask("aanmeldingen_gepubliceerd")
    assert dict(zip(found["periode"].dt.year(), found["waarde"], strict=True)) == {2020: 4313, 2021: 7782}


def test_one_million_each_in_2017_but_for_two() -> None:
    found = values("budget_2017")
    assert len(found) == 15
    assert sorted(found.values()).count(1_000_000) == 13
    assert sum(found.values()) == sum(int(row["bedrag_euro"]) for row in raw("budgetten_2017"))
