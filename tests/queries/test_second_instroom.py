"""The intake equals a slow second computation on the known truth of a generated demo, and keeps to its laws."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from figures import Choice, figure
from figures.topics.intake import CHARACTERISTICS
from queries import ask
from tests.queries.second_count import FLANDERS, Truth, periods, read_truth

ROOT = Path(__file__).parents[2]
EVERYTHING = (date(2018, 9, 1), date(2100, 12, 31))
# Cuts through a quarter and a year on both sides.
WINDOW = (date(2023, 2, 1), date(2025, 8, 1))
WINDOWS = pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
SINGLE = [kenmerk for kenmerk in CHARACTERISTICS if kenmerk != "hulpvragen"]

pytestmark = pytest.mark.usefixtures("on_demo")


def raw(name: str) -> list[dict[str, str]]:
    with (ROOT / "data" / "raw" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> Truth:
    return read_truth(demo_folder, [row["sv_id"] for row in raw("samenwerkingsverbanden")])


def age_group(dossier: dict) -> str | None:
    if dossier["geboortejaar"] is None:
        return None
    age = dossier["datum_aanmelding"].year - dossier["geboortejaar"]
    return next(
        name
        for name, last in (("0 tot 5 jaar", 5), ("6 tot 11 jaar", 11), ("12 tot 17 jaar", 17), ("18 tot 25 jaar", 25))
        if age <= last
    )


def elp_group(dossier: dict) -> str | None:
    sessions = dossier["elp_consulten"]
    if sessions is None:
        return None
    return "geen consult" if sessions == 0 else "1 tot 5 consulten" if sessions < 6 else "6 of meer consulten"


def said(dossier: dict, kenmerk: str) -> set[str]:
    """The values of a characteristic; empty when it is unknown."""
    if kenmerk == "hulpvragen":
        return set((dossier["hulpvragen"] or "").split("|")) - {"", "onbekend"}
    value = {"leeftijd": age_group, "elp": elp_group}.get(kenmerk, lambda d: d[kenmerk])(dossier)
    return {value} - {None, "onbekend"}


def in_cells(truth: Truth, per: str, window: tuple[date, date]) -> dict[tuple[str, date], list[dict] | None]:
    """The dossiers of each area and period; None when a month of it is not covered."""
    known, months_of = truth.covered, periods(truth, per, *window)
    by_month = defaultdict(list)
    for dossier in truth.dossiers:
        by_month[dossier["sv_id"], dossier["datum_aanmelding"].replace(day=1)].append(dossier)
    found: dict[tuple[str, date], list[dict] | None] = {}
    for start, months in months_of.items():
        for areas, name in [*(([area], area) for area in truth.areas), (truth.areas, FLANDERS)]:
            cells = [(area, month) for area in areas for month in months]
            found[name, start] = (
                [d for cell in cells for d in by_month[cell]] if all(cell in known for cell in cells) else None
            )
    return found


@WINDOWS
@pytest.mark.parametrize("kenmerk", CHARACTERISTICS)
@pytest.mark.parametrize("per", ["maand", "jaar"])
def test_profile(truth: Truth, kenmerk: str, per: str, window: tuple[date, date]) -> None:
    data = ask("profiel", {"per": per, "van": window[0], "tot": window[1], "kenmerk": kenmerk})
    found = {
        (r["gebied"], r["periode"], r["onderdeel"]): (r["teller"], r["noemer"], r["waarde"])
        for r in data.iter_rows(named=True)
    }
    values = sorted({value for d in truth.dossiers for value in said(d, kenmerk)})
    expected = {}
    for (area, start), dossiers in in_cells(truth, per, window).items():
        if dossiers is None:
            expected |= {(area, start, part): (None, None, None) for part in (*values, "bekend", "onbekend")}
            continue
        counts = Counter(value for d in dossiers for value in said(d, kenmerk))
        known = sum(1 for d in dossiers if said(d, kenmerk))
        for value in values:
            share = pytest.approx(100 * counts[value] / known, rel=1e-12) if known else None
            expected[area, start, value] = (counts[value], known, share)
        expected[area, start, "bekend"] = (known, None, None)
        expected[area, start, "onbekend"] = (len(dossiers) - known, None, None)
    assert len(expected) > 100
    assert found == expected


def lookup() -> dict[str, dict[str, str]]:
    """Area -> code, of before and of since 2025 -> the code since 2025 of a municipality of that area."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in raw("gemeenten"):
        found[row["sv_id"]][row["nis5_2025"]] = row["nis5_2025"]
    for row in raw("gemeenten"):
        found[row["sv_id"]][row["nis5"]] = row["nis5_2025"]
    return found


def place(dossier: dict, codes: dict[str, dict[str, str]]) -> str:
    """The code since 2025 of the municipality in the area of the partnership; buiten or onbekend."""
    code, area = dossier["nis_gemeente"], dossier["sv_id"]
    if code is None:
        return "onbekend"
    # The one code that meant another municipality before the merger.
    if (code, area) == ("11002", "trawant") and dossier["datum_aanmelding"].year < 2025:
        return "buiten"
    return codes[area].get(code, "buiten")


@WINDOWS
def test_municipalities(truth: Truth, window: tuple[date, date]) -> None:
    data = ask("gemeenten_instroom", {"van": window[0], "tot": window[1]})
    special = {"buiten het werkingsgebied": "buiten", "gemeente onbekend": "onbekend", "alle aanmeldingen": "alle"}
    found = {
        (r["gebied"], r["periode"], r["nis5"] or special[r["onderdeel"]]): r["teller"]
        for r in data.filter(pl.col("gebied") != "vlaanderen-zonder-brussel").iter_rows(named=True)
    }
    codes, expected = lookup(), {}
    for (area, start), dossiers in in_cells(truth, "jaar", window).items():
        if area == FLANDERS:
            continue
        counts = Counter(place(d, codes) for d in dossiers or [])
        for key in {*codes[area].values(), "buiten", "onbekend"}:
            expected[area, start, key] = counts[key] if dossiers is not None else None
        expected[area, start, "alle"] = len(dossiers) if dossiers is not None else None
    assert len(expected) > 500
    assert found == expected
    assert sum(v or 0 for (_, _, key), v in found.items() if key == "buiten") > 0


def people(column: str) -> Counter:
    """By area, on 1 January 2021."""
    area_of = {row["nis5"]: row["sv_id"] for row in raw("gemeenten")}
    found: Counter = Counter()
    for row in raw("bevolking"):
        if row["jaar"] == "2021":
            found[area_of[row["nis5"]]] += int(row[column])
    return found


@WINDOWS
def test_equal_ages(truth: Truth, window: tuple[date, date]) -> None:
    data = figure("aanmeldingen_gestandaardiseerd", Choice(van=window[0], tot=window[1])).data
    under_18, under_25 = people("onder18"), people("onder25")
    usable = [area for area in truth.areas if area != "brussel"]
    young, old = (np.array([part[a] for a in usable]).sum() for part in (under_18, under_25 - under_18))
    cells, checked = in_cells(truth, "jaar", window), 0
    for row in data.filter(pl.col("waarde").is_not_null() & pl.col("gebied").is_in(usable)).iter_rows(named=True):
        area, groups = row["gebied"], Counter(age_group(d) for d in cells[row["gebied"], row["periode"]] or [])
        older = groups["18 tot 25 jaar"]
        younger = sum(groups.values()) - older - groups[None]
        rates = (younger / under_18[area], older / (under_25[area] - under_18[area]))
        assert row["waarde"] == pytest.approx(1000 * (young * rates[0] + old * rates[1]) / (young + old), abs=0.0501)
        assert row["ruw"] == pytest.approx(1000 * (younger + older) / under_25[area], abs=0.0501)
        assert row["onder"] <= row["waarde"] <= row["boven"]
        checked += 1
    assert checked > 20


# ------------------------------------------------------------------ laws


@pytest.mark.parametrize("kenmerk", SINGLE)
@pytest.mark.parametrize("per", ["maand", "kwartaal", "jaar"])
def test_the_shares_of_one_choice_add_up_to_100(kenmerk: str, per: str) -> None:
    data = ask("profiel", {"per": per, "van": EVERYTHING[0], "tot": EVERYTHING[1], "kenmerk": kenmerk})
    parts = data.filter((pl.col("rol") == "deel") & pl.col("waarde").is_not_null())
    sums = parts.group_by("gebied", "periode").agg(pl.col("waarde").sum())["waarde"].to_list()
    assert len(sums) > 80
    assert sums == pytest.approx([100] * len(sums), rel=1e-12)


@pytest.mark.parametrize("kenmerk", SINGLE)
def test_so_they_do_in_the_figure_where_nothing_is_hidden(kenmerk: str) -> None:
    data = figure("profiel", Choice(kenmerk=kenmerk)).data.filter(pl.col("rol") == "deel")
    whole = data.group_by("gebied", "periode").agg(pl.col("waarde").sum(), pl.col("waarde").null_count().alias("leeg"))
    full = whole.filter(pl.col("leeg") == 0)["waarde"].to_list()
    assert len(full) > 0
    assert full == pytest.approx([100] * len(full), rel=1e-12)


def test_the_shares_of_several_hulpvragen_do_not() -> None:
    data = figure("profiel", Choice(kenmerk="hulpvragen")).totals.filter(
        ~pl.col("onderdeel").is_in(["bekend", "onbekend"])
    )
    assert all(total > 110 for total in data.group_by("periode").agg(pl.col("waarde").sum())["waarde"])


@pytest.mark.parametrize("kenmerk", CHARACTERISTICS)
@pytest.mark.parametrize("per", ["maand", "kwartaal", "jaar"])
def test_known_and_unknown_are_all_aanmeldingen_and_flanders_is_the_sum(kenmerk: str, per: str) -> None:
    params = {"per": per, "van": EVERYTHING[0], "tot": EVERYTHING[1]}
    data = ask("profiel", params | {"kenmerk": kenmerk})
    asked = {(r["gebied"], r["periode"]): r["waarde"] for r in ask("aanmeldingen", params).iter_rows(named=True)}
    both = (
        data.filter(pl.col("onderdeel").is_in(["bekend", "onbekend"]))
        .group_by("gebied", "periode")
        .agg(pl.col("teller").sum())
    )
    assert {(area, start): count for area, start, count in both.rows()} == asked
    used = data.group_by("gebied", "periode").agg(pl.col("gebruikt").sum())
    assert {(area, start): count for area, start, count in used.rows()} == asked
    areas = data.filter(pl.col("gebied") != FLANDERS).group_by("periode", "onderdeel").agg(pl.col("teller").sum())
    flanders = data.filter(pl.col("gebied") == FLANDERS).select("periode", "onderdeel", "teller")
    assert sorted(areas.rows()) == sorted(flanders.rows())


def test_municipalities_unknown_and_outside_are_all_aanmeldingen_of_the_area() -> None:
    params = {"van": EVERYTHING[0], "tot": EVERYTHING[1]}
    data = ask("gemeenten_instroom", params)
    asked = {
        (r["gebied"], r["periode"]): r["waarde"]
        for r in ask("aanmeldingen", params | {"per": "jaar"}).iter_rows(named=True)
    }
    parts = data.filter(pl.col("rol") == "deel").group_by("gebied", "periode").agg(pl.col("teller").sum())
    whole = data.filter((pl.col("rol") == "geheel") & ~pl.col("gebied").str.starts_with("vlaanderen")).select(
        "gebied", "periode", "teller"
    )
    assert sorted(parts.rows()) == sorted(whole.rows())
    assert all(asked[area, start] == count for area, start, count in whole.rows())
    rates = ask("aanmeldingen_per_1000", params | {"per": "jaar"}).filter(pl.col("gebied") != "brussel")
    totals = data.filter(pl.col("rol") == "geheel")
    own = {(r["gebied"], r["periode"]): r["waarde"] for r in totals.iter_rows(named=True)}
    assert all(
        own[r["gebied"], r["periode"]] == pytest.approx(r["waarde"], rel=1e-12) for r in rates.iter_rows(named=True)
    )


def test_every_municipality_is_in_one_row_of_its_area() -> None:
    data = ask("gemeenten_instroom", {"van": EVERYTHING[0], "tot": EVERYTHING[1]})
    year = data.filter((pl.col("periode") == pl.col("periode").max()) & pl.col("nis5").is_not_null())
    assert set(year.select("gebied", "nis5").rows()) == {(row["sv_id"], row["nis5_2025"]) for row in raw("gemeenten")}
    split = year.filter(pl.col("onderdeel").str.contains(", deel "))["onderdeel"].to_list()
    assert sorted(split) == [
        "Antwerpen, deel Antwerpen", "Antwerpen, deel Borsbeek", "Tongeren-Borgloon, deel Borgloon", "Tongeren-Borgloon, deel Tongeren",
    ]  # fmt: skip
    own = year.filter(pl.col("gebied") != "brussel")["noemer"].sum()
    assert own == sum(count for area, count in people("onder25").items() if area != "brussel")
    assert set(data.filter(pl.col("gebied") == "brussel")["toestand"].drop_nulls()) == {"nvt"}
    assert (
        data.filter(pl.col("gebied") == "brussel")["waarde"].null_count()
        == data.filter(pl.col("gebied") == "brussel").height
    )
