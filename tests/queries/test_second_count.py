"""Each indicator from registrations equals a slow second computation on the known truth of a generated demo."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from queries import Version, ask
from tests.queries import second_count
from tests.queries.second_count import FLANDERS, Truth, read_truth

ROOT = Path(__file__).parents[2]
EVERYTHING = (date(2018, 9, 1), date(2100, 12, 31))
# Cuts through a quarter and a year on both sides.
WINDOW = (date(2023, 2, 1), date(2025, 8, 1))
GRAINS = ("maand", "kwartaal", "jaar")
EVENTS = ("eerste contact", "eerste interventie", "opstart")
LIMITS = ("30 dagen", "kalendermaand")
PARTS = ("binnen", "later", "nog_niet_beoordeelbaar", "onbekend")

pytestmark = pytest.mark.usefixtures("on_demo")


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> Truth:
    return read_truth(demo_folder, [row["sv_id"] for row in raw("samenwerkingsverbanden")])


def raw(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "raw" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def answer(name: str, per: str, window: tuple[date, date], **more: str) -> pl.DataFrame:
    return ask(name, {"per": per, "van": window[0], "tot": window[1], **more})


def values(frame: pl.DataFrame, column: str = "waarde") -> dict[tuple[str, date], object]:
    return {(r["gebied"], r["periode"]): r[column] for r in frame.iter_rows(named=True)}


def test_the_truth_holds_the_hard_cases(truth: Truth) -> None:
    """Otherwise equality would prove little: open ends, no events, a month that is not over."""
    assert len(truth.dossiers) > 2500
    assert any(d["datum_einde"] is None for d in truth.dossiers)
    assert any(d["datum_opstart"] is None and d["datum_einde"] for d in truth.dossiers)
    assert truth.months[-1] < max(d.tot for d in truth.deliveries.values()) < second_count.last_day(truth.months[-1])


@pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
@pytest.mark.parametrize("per", GRAINS)
def test_aanmeldingen(truth: Truth, per: str, window: tuple[date, date]) -> None:
    expected = second_count.requests(truth, per, *window)
    assert len(set(expected.values())) > 10
    assert values(answer("aanmeldingen", per, window)) == expected


@pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
@pytest.mark.parametrize("per", GRAINS)
def test_lopende_trajecten(truth: Truth, per: str, window: tuple[date, date]) -> None:
    expected = second_count.running(truth, per, *window)
    assert len(set(expected.values())) > 10
    assert values(answer("lopende_trajecten", per, window)) == expected


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("per", GRAINS)
def test_binnen_de_maand(truth: Truth, per: str, event: str, limit: str) -> None:
    expected = second_count.in_time(truth, per, *EVERYTHING, event, limit)
    frame = answer("binnen_de_maand", per, EVERYTHING, eindgebeurtenis=event, termijn=limit)
    for part in PARTS:
        assert values(frame, part) == {cell: counts.get(part) for cell, counts in expected.items()}
    assert values(frame) == {cell: share(counts) for cell, counts in expected.items()}
    assert any(counts["nog_niet_beoordeelbaar"] for counts in expected.values())


def share(counts: dict[str, int]) -> object:
    judged = counts.get("binnen", 0) + counts.get("later", 0)
    return pytest.approx(100 * counts["binnen"] / judged, rel=1e-12) if judged else None


def inhabitants_under_25() -> dict[str, int]:
    """By area, on 1 January 2021, from the raw tables."""
    area_of = {row["nis5"]: row["sv_id"] for row in raw("gemeenten")}
    found: dict[str, int] = defaultdict(int)
    for row in raw("bevolking"):
        if row["jaar"] == "2021":
            found[area_of[row["nis5"]]] += int(row["onder25"])
    return found


@pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
@pytest.mark.parametrize("per", GRAINS)
def test_aanmeldingen_per_1000(truth: Truth, per: str, window: tuple[date, date]) -> None:
    people, counts = inhabitants_under_25(), second_count.requests(truth, per, *window)
    usable = [area for area in truth.areas if area != "brussel"]
    expected: dict[tuple[str, date], object] = {}
    for start in {start for _, start in counts}:
        for area in usable:
            expected[area, start] = pytest.approx(1000 * counts[area, start] / people[area], rel=1e-12)
        expected["brussel", start] = None
        flemish = 1000 * sum(counts[a, start] for a in usable) / sum(people[a] for a in usable)
        expected["vlaanderen-zonder-brussel", start] = pytest.approx(flemish, rel=1e-12)
    frame = answer("aanmeldingen_per_1000", per, window)
    assert values(frame) == expected
    assert set(frame.filter(pl.col("gebied") == "brussel")["toestand"]) == {"nvt"}
    assert frame.filter(pl.col("gebied") == "brussel")["noemer"].null_count() == frame["periode"].n_unique()


@pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("name", ["aanmeldingen", "binnen_de_maand", "aanmeldingen_per_1000"])
def test_which_periods_are_whole(truth: Truth, name: str, per: str, window: tuple[date, date]) -> None:
    more = {"eindgebeurtenis": "opstart", "termijn": "30 dagen"} if name == "binnen_de_maand" else {}
    found = values(answer(name, per, window, **more), "volledig")
    asked = second_count.periods(truth, per, *window)
    expected = {
        (area, start): second_count.is_whole(truth, area, months, per)
        for start, months in asked.items()
        for area in truth.areas
    }
    assert {cell: whole for cell, whole in found.items() if cell[0] in truth.areas} == expected
    assert set(expected.values()) == ({True, False} if (per, window) != ("maand", WINDOW) else {True})
    for start in asked:
        whole = next(w for (area, s), w in found.items() if area.startswith("vlaanderen") and s == start)
        assert whole == all(expected[area, start] for area in truth.areas)


def test_flanders_is_the_sum_of_the_areas(on_demo: Version) -> None:
    for name in ("aanmeldingen", "lopende_trajecten"):
        frame = answer(name, "jaar", EVERYTHING)
        for _, rows in frame.group_by("periode"):
            single = rows.filter(pl.col("gebied") != FLANDERS)["waarde"].to_list()
            assert len(single) == 16
            assert rows.filter(pl.col("gebied") == FLANDERS)["waarde"].to_list() == [sum(single)]


def test_months_and_quarters_add_up_to_the_year() -> None:
    by_grain = {per: values(answer("aanmeldingen", per, EVERYTHING)) for per in GRAINS}
    assert by_grain["jaar"]
    for (area, year), value in by_grain["jaar"].items():
        for per in ("maand", "kwartaal"):
            assert value == sum(v for (a, s), v in by_grain[per].items() if a == area and s.year == year.year)


@pytest.mark.parametrize("per", GRAINS)
def test_the_four_parts_are_the_aanmeldingen(per: str) -> None:
    asked = values(answer("aanmeldingen", per, EVERYTHING))
    for event in EVENTS:
        for limit in LIMITS:
            frame = answer("binnen_de_maand", per, EVERYTHING, eindgebeurtenis=event, termijn=limit)
            parts = frame.with_columns(pl.sum_horizontal(PARTS).alias("samen"))
            assert values(parts, "samen") == asked
