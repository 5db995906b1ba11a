"""Quality of registrations: every measure counted a second time from the known truth, and the words put to the test."""

from __future__ import annotations

import csv
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from figures import Choice, Figure
from figures.disclosure import THRESHOLD
from figures.figure import _figure
from figures.files.csvfile import csv_bytes
from figures.topics import quality
from queries import Version, _answer, ask
from tests.conftest import ROOT
from tests.figures.shown import shown
from tests.queries.second_count import FLANDERS, Truth, last_day, read_truth, start_of

EVERYTHING = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
GRAINS = ("jaar", "kwartaal")
AFTER_90 = ("datum_eerste_contact", "datum_eerste_interventie", "datum_opstart")
Y2025 = Choice(van=date(2025, 1, 1), tot=date(2025, 12, 31))
Cells = dict[tuple[str, date], object]


def areas() -> list[str]:
    with (ROOT / "data" / "raw" / "samenwerkingsverbanden.csv").open(encoding="utf-8-sig", newline="") as file:
        return [row["sv_id"] for row in csv.DictReader(file, delimiter=";")]


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> Truth:
    return read_truth(demo_folder, areas())


# ------------------------------------------------------------------ a second count, from words to loops


def month(day: date) -> date:
    return day.replace(day=1)


def by_cell(truth: Truth, per: str, pairs: Iterable[tuple[str, date, object]]) -> dict[tuple[str, date], list]:
    """Values in (area, first day of the period) and in Flanders; every cell of the calendar is there."""
    starts = {start_of(m, per) for m in truth.months}
    found: dict[tuple[str, date], list] = {(area, s): [] for area in (*truth.areas, FLANDERS) for s in starts}
    for area, day, value in pairs:
        if month(day) in truth.months:
            found[area, start_of(month(day), per)].append(value)
            found[FLANDERS, start_of(month(day), per)].append(value)
    return found


def shares(values: dict[tuple[str, date], list], factor: int) -> Cells:
    return {
        cell: pytest.approx(factor * sum(seen) / len(seen), rel=1e-12) if seen else None
        for cell, seen in values.items()
    }


def answered(name: str, per: str, **more: str | int) -> Cells:
    frame = ask(name, EVERYTHING | {"per": per} | more)
    return {(r["gebied"], r["periode"]): r["waarde"] for r in frame.iter_rows(named=True)}


def old_enough(truth: Truth, dossier: dict, days: int) -> bool:
    taken = truth.deliveries[dossier["bestand"]].peildatum
    return dossier["datum_aanmelding"] + timedelta(days=days) <= taken


def counts_for(truth: Truth, dossier: dict, field: str) -> bool:
    """Whether the field could have been filled in."""
    if field in AFTER_90:
        return old_enough(truth, dossier, 90)
    return field != "reden_einde" or dossier["datum_einde"] is not None


@pytest.mark.usefixtures("on_demo")
def test_every_area_is_known_in_every_month(truth: Truth) -> None:
    """The second counts below leave out what happens when a delivery is missing: test_unknown covers that."""
    assert set(truth.covered) == {(area, m) for area in truth.areas for m in truth.months}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("field", quality.FIELDS)
def test_missing_values(truth: Truth, field: str, per: str) -> None:
    seen = by_cell(
        truth,
        per,
        (
            (d["sv_id"], d["datum_aanmelding"], d[field] in (None, "onbekend"))
            for d in truth.dossiers
            if counts_for(truth, d, field)
        ),
    )
    assert sum(len(v) for v in seen.values()) > 4000
    assert answered("kwaliteit_ontbrekend", per, veld=field) == shares(seen, 100)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
def test_without_end(truth: Truth, per: str) -> None:
    old = [d for d in truth.dossiers if old_enough(truth, d, 365)]
    seen = by_cell(truth, per, ((d["sv_id"], d["datum_aanmelding"], d["datum_einde"] is None) for d in old))
    assert answered("kwaliteit_zonder_einde", per) == shares(seen, 100)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("percent", [50, 90])
def test_delay_of_registration(truth: Truth, percent: int, per: str) -> None:
    seen = by_cell(
        truth,
        per,
        (
            (d["sv_id"], d["datum_aanmelding"], (d["registratiedatum"].date() - d["datum_aanmelding"]).days)
            for d in truth.dossiers
            if d["registratiedatum"]
        ),
    )
    # The smallest number of days in which at least this part was registered: the k-th of n, k = part of n, upwards.
    expected = {
        cell: sorted(days)[math.ceil(percent * len(days) / 100) - 1] if days else None for cell, days in seen.items()
    }
    assert len(set(expected.values())) > 3
    assert answered("kwaliteit_achterstand", per, procent=percent) == expected


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("code", ["alle", *(f"W0{n}" for n in range(1, 9))])
def test_impossible_values(truth: Truth, demo_folder: Path, code: str, per: str) -> None:
    told = pl.read_parquet(demo_folder / "waarheid" / "signalen.parquet")
    hit = {(r["bestand"], r["regel"]) for r in told.iter_rows(named=True) if code in ("alle", r["code"])}
    rows = [(d["sv_id"], d["datum_aanmelding"], (d["bestand"], d["regel"]) in hit) for d in truth.dossiers]
    seen = by_cell(truth, per, rows)
    assert any(any(v) for v in seen.values())
    assert answered("kwaliteit_onmogelijk", per, regel=code) == shares(seen, 1000)


def days_in(truth: Truth, per: str, field: str) -> dict[tuple[str, date], list[date]]:
    days = [(d["sv_id"], d[field]) for d in truth.dossiers if d[field]]
    plain = [(area, day.date() if field == "registratiedatum" else day) for area, day in days]
    return by_cell(truth, per, ((area, day, day) for area, day in plain))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize("field", quality.DATES)
def test_dates_on_the_first_and_on_one_day(truth: Truth, field: str, per: str) -> None:
    seen = days_in(truth, per, field)
    first = {cell: [day.day == 1 for day in days] for cell, days in seen.items()}
    assert answered("kwaliteit_eerste_dag", per, veld=field) == shares(first, 100)
    biggest = {
        cell: pytest.approx(100 * max(Counter(days).values()) / len(days), rel=1e-12) if days else None
        for cell, days in seen.items()
    }
    assert answered("kwaliteit_grootste_dag", per, veld=field) == biggest


@pytest.mark.usefixtures("on_demo")
def test_level_shifts(truth: Truth) -> None:
    frame = ask("kwaliteit_niveausprong", EVERYTHING)
    count = Counter((d["sv_id"], month(d["datum_aanmelding"])) for d in truth.dossiers)
    whole = [m for m in truth.months if any(d.tot >= last_day(m) for d in truth.deliveries.values())]
    expected = {}
    for area in truth.areas:
        usable = [m for m in whole if count[area, m] > 0]
        for at in range(6, len(usable) - 5):
            halves = usable[:at], usable[at:]
            own = [sum(count[area, m] for m in half) for half in halves]
            rest = [sum(count[a, m] for m in half for a in truth.areas if a != area) for half in halves]
            expected[area, usable[at]] = (*own, *rest, pytest.approx(100 * own[1] / own[0] / (rest[1] / rest[0])))
    names = ("voor", "na", "andere_voor", "andere_na", "waarde")
    assert len(expected) > 300
    assert {(r["gebied"], r["periode"]): tuple(r[n] for n in names) for r in frame.iter_rows(named=True)} == expected


@pytest.mark.usefixtures("on_demo")
def test_empty_months(truth: Truth) -> None:
    count = Counter((d["sv_id"], month(d["datum_aanmelding"])) for d in truth.dossiers)
    whole = [m for m in truth.months if any(d.tot >= last_day(m) for d in truth.deliveries.values())]
    expected = {}
    for area in truth.areas:
        for place, start in enumerate(truth.months):
            around = truth.months[max(0, place - 6) : place + 7]
            usual = [count[area, m] for m in around if m in whole and count[area, m] > 0]
            missing = start in whole and not count[area, start] and usual and sum(usual) >= 10 * len(usual)
            expected[area, start] = (count[area, start], bool(missing))
    frame = ask("kwaliteit_nulmaanden", EVERYTHING)
    assert {
        (r["gebied"], r["periode"]): (r["waarde"], r["kan_ontbreken"]) for r in frame.iter_rows(named=True)
    } == expected
    assert any(value == 0 for value, _ in expected.values())


@pytest.mark.usefixtures("on_demo")
def test_refused_rows(demo_folder: Path) -> None:
    told = pl.read_parquet(demo_folder / "waarheid" / "tellingen.parquet")
    expected = sorted(
        (r["gelezen"], r["geweigerd"], r["geweigerd"] / r["gelezen"] * 1000) for r in told.iter_rows(named=True)
    )
    found = ask("kwaliteit_geweigerd").select("gelezen", "geweigerd", "per_1000").sort("gelezen", "geweigerd").rows()
    assert [row[:2] for row in found] == [row[:2] for row in expected]
    assert [row[2] for row in found] == pytest.approx([row[2] for row in expected])


@pytest.mark.usefixtures("on_real")
def test_unknown_is_no_zero() -> None:
    """Brussel sent nothing in the small deliveries; the small ones are too few for any spread."""
    found = quality.missing(Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31)), "aanmelder")
    row = found.data.row(by_predicate=pl.col("gebied") == "brussel", named=True)
    assert (row["waarde"], row["teller"], row["noemer"], row["toestand"]) == (None, None, None, "onbekend")
    assert set(found.areas["ligging"]) == {quality.UNSAID}
    assert found.data["laagste"].null_count() == found.data.height
    assert "geen spreiding" in quality.spread_sentence(found, ("brussel",))


@pytest.mark.usefixtures("on_empty")
def test_without_registrations_there_is_no_period() -> None:
    assert quality.periods(Choice()) == {}
    assert quality.all_missing(Choice()).empty
    assert quality.shift_table(quality.shifts(Choice()), ()).rows == ()
    assert quality.empty_month_table(quality.empty_months(Choice()), ()).rows == ()


def answers_got(make: Callable[[], object]) -> int:
    """How many questions the warehouse gets when nothing of these figures is remembered."""
    _figure.cache_clear()
    before = _answer.cache_info().misses
    make()
    return _answer.cache_info().misses - before


@pytest.mark.usefixtures("on_demo")
def test_one_question_answers_every_check_of_a_kind() -> None:
    choice = Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31))
    _answer.cache_clear()
    assert answers_got(lambda: quality.missing(choice, "aanmelder")) > 0  # and the caveats, the names and the sources
    rules = quality.impossible
    for make in (quality.all_missing, rules, quality.without_end, quality.all_first_of_month):
        assert answers_got(lambda made=make: made(choice)) == (1 if make is rules else 0), make  # the rules themselves
    assert answers_got(lambda: quality.busiest_day(choice)) == 1
    assert answers_got(lambda: quality.delays(choice)) == 1


# ------------------------------------------------------------------ small numbers


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("per", GRAINS)
def test_no_small_count_is_shown(per: str) -> None:
    choice = Choice(van=date(2025, 1, 1), tot=date(2025, 3, 31) if per == "kwartaal" else date(2025, 12, 31), per=per)
    shown = [
        quality.all_missing(choice), quality.impossible(choice), quality.without_end(choice),
        quality.all_first_of_month(choice), quality.busiest_day(choice), quality.delays(choice),
    ]  # fmt: skip
    for found in shown:
        for name in ("teller", "andere", "noemer"):
            assert not set(found.data[name].drop_nulls()) & set(range(1, THRESHOLD)), (found.title, name)
        hidden = found.data.filter(pl.col("toestand") == "verborgen")
        assert hidden["waarde"].null_count() == hidden.height
        assert set(hidden.filter(pl.col("ligging").is_not_null())["ligging"]) <= {quality.UNSAID}
    assert any("verborgen" in set(found.data["toestand"]) for found in shown)


# ------------------------------------------------------------------ the words: what they find, and how often they err


@pytest.fixture
def full_demo(stand: Callable[[Path], Version], full_warehouse: Path) -> Version:
    """The monitor reads the demo at its own size."""
    return stand(full_warehouse)


def unusual(found: Figure) -> dict[str, set[str]]:
    """Part of the comparison -> areas that are lager or hoger there."""
    rows = found.data.filter(pl.col("ligging").is_in([quality.LOWER, quality.HIGHER]))
    seen = defaultdict(set)
    for row in rows.iter_rows(named=True):
        seen[row.get("onderdeel", found.title)].add(f"{row['gebied']} {row['ligging']}")
    return dict(seen)


@pytest.mark.usefixtures("full_demo")
@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_the_planted_differences_come_out_and_no_others(year: int) -> None:
    choice = Choice(van=date(year, 1, 1), tot=date(year, 12, 31))
    slow = {"groot-antwerpen hoger"}
    assert unusual(quality.all_missing(choice)) == {
        "Datum eerste contact": {"halle-vilvoorde hoger"},
        "Aanmelder": {"gent hoger"},
    }
    assert unusual(quality.delays(choice)) == dict.fromkeys(quality.DELAYS.values(), slow)
    assert unusual(quality.impossible(choice)) == {}
    assert unusual(quality.without_end(choice)) == {"Dossiers zonder einde na 365 dagen": {"noord-west-limburg hoger"}}
    assert unusual(quality.all_first_of_month(choice)) == {"Datum einde": {"kempen hoger"}}
    assert unusual(quality.busiest_day(choice)) == {"Datum einde": {"kempen hoger"}}


@pytest.mark.usefixtures("full_demo")
def test_the_planted_shift_comes_out_in_its_month_and_no_other() -> None:
    found = quality.shifts(Choice())
    apart = found.data.filter(pl.col("ligging") != quality.SAME)
    assert apart.select("gebied", "periode", "ligging").rows() == [("zuid-west-vl", date(2024, 5, 1), "hoger")]
    assert found.data.height == 16
    assert len(quality.shift_table(found, ()).rows) == 1
    assert [row[0] for row in quality.shift_table(found, ("gent",)).rows] == ["Samen1Plan Gent"]


@pytest.mark.usefixtures("full_demo")
def test_the_planted_empty_months_come_out_and_no_other() -> None:
    found = quality.empty_months(Choice())
    assert found.data.select("gebied", "periode").rows() == [
        ("noord-west-vl", date(2023, month, 1)) for month in (4, 5, 6)
    ]
    assert found.demo
    assert "geen maand" in quality.empty_month_words(found, ("gent",))[-1]


@pytest.mark.usefixtures("full_demo")
def test_a_finding_says_value_word_and_effect() -> None:
    fields = quality.all_missing(Y2025)
    [(said, effect)] = quality.different([fields], "gent")
    row = fields.data.row(by_predicate=(pl.col("gebied") == "gent") & (pl.col("onderdeel") == "Aanmelder"), named=True)
    assert f"{row['waarde']:.1f}".replace(".", ",") in said
    assert said.endswith("hoger.")
    assert effect == quality.EFFECTS["aanmelder"]
    assert (
        quality.closing([fields], "gent") == "Van 12 vergelijkingen is dit gebied 11 keer vergelijkbaar met de andere."
    )


SIZES = np.array([320, 340, 420, 480, 500, 520, 560, 600, 640, 660, 700, 740, 780, 860, 1000, 1050])


def worlds(hits: np.ndarray, sizes: np.ndarray) -> pl.DataFrame:
    """A period per world, sixteen areas in each, nothing hidden."""
    count, wide = hits.shape
    return pl.DataFrame(
        {
            "gebied": np.tile([f"g{i}" for i in range(wide)], count),
            "periode": np.repeat(np.arange(count), wide),
            "teller": hits.ravel(),
            "noemer": np.broadcast_to(sizes, hits.shape).ravel(),
        }
    ).with_columns(waarde=100 * pl.col("teller") / pl.col("noemer"), toestand=pl.lit("bekend"))


def wrongly_apart(hits: np.ndarray, sizes: np.ndarray = SIZES) -> float:
    judged = quality.with_standing(worlds(hits, sizes), ("periode",))
    return (judged["ligging"] != quality.SAME).mean()


@pytest.mark.parametrize("share", [0.03, 0.12, 0.35])
def test_by_chance_alone_one_in_two_thousand_is_called_apart(share: float) -> None:
    hits = np.random.default_rng(7).binomial(SIZES, share, size=(6000, 16))
    assert 1 / 5000 < wrongly_apart(hits) < 1 / 1000


@pytest.mark.parametrize("share", [0.03, 0.12, 0.35])
def test_with_a_little_real_spread_one_in_two_hundred_is_called_apart(share: float) -> None:
    rng = np.random.default_rng(8)
    steady = 2 * np.arcsin(np.sqrt(share)) + 0.04 * rng.normal(size=(3000, 16))
    hits = rng.binomial(SIZES, np.sin(steady / 2) ** 2)
    assert 1 / 500 < wrongly_apart(hits) < 1 / 125


def test_the_busiest_day_by_chance_is_not_called_apart_more_often() -> None:
    """The largest of many days is no simple share; the rule is careful there."""
    rng = np.random.default_rng(9)
    hits = np.array([[rng.multinomial(n, [1 / 250] * 250).max() for n in SIZES] for _ in range(400)])
    assert wrongly_apart(hits) < 1 / 1000


def test_a_lower_share_is_called_lower() -> None:
    hits = np.array([np.round(SIZES * 0.3).astype(int)])
    hits[0, 4] = 50
    words = quality.with_standing(worlds(hits, SIZES), ("periode",))["ligging"].to_list()
    assert [i for i, word in enumerate(words) if word != quality.SAME] == [4]
    assert words[4] == quality.LOWER


def test_the_word_needs_enough_areas() -> None:
    for known, word in ((quality.ENOUGH, quality.SAME), (quality.ENOUGH - 1, quality.UNSAID)):
        judged = quality.with_standing(worlds(np.array([[40] * known]), np.array([400] * known)), ("periode",))
        assert set(judged["ligging"]) == {word}
        assert judged["mediaan"].null_count() == (0 if word == quality.SAME else known)


SEASON = np.tile([1.06, 1.02, 1.12, 1.00, 1.08, 1.04, 0.62, 0.60, 1.10, 1.14, 1.10, 0.82], 5)[:56]


def windows(months: np.ndarray) -> pl.DataFrame:
    """What the query gives for (month, area) counts."""
    total, own = months.sum(1, keepdims=True), months.sum(0, keepdims=True)
    expected = total * own / months.sum()
    spread = ((months - expected) ** 2 / expected).sum(0) / (len(months) - 1)
    before = np.cumsum(months, 0)[5:-6]
    after = months.sum(0) - before
    rest_before, rest_after = before.sum(1, keepdims=True) - before, after.sum(1, keepdims=True) - after
    starts = np.repeat([date(2022 + i // 12, i % 12 + 1, 1) for i in range(6, 6 + len(before))], 16)
    columns = {"voor": before, "na": after, "andere_voor": rest_before, "andere_na": rest_after}
    frame = pl.DataFrame({name: values.ravel() for name, values in columns.items()})
    return frame.with_columns(
        pl.Series("gebied", [f"g{i}" for i in range(16)] * len(before)),
        pl.Series("periode", starts.tolist()),
        pl.Series("spreiding", np.tile(spread, len(before))),
        waarde=100 * pl.col("na") / pl.col("voor") / (pl.col("andere_na") / pl.col("andere_voor")),
        maanden_voor=pl.lit(6),
        maanden_na=pl.lit(6),
    ).with_columns(naam=pl.col("gebied"))


def months_of_families(rng: np.random.Generator) -> np.ndarray:
    """Months of aanmeldingen that come by family: one to four children together, so more than chance alone."""
    level = 40 * SEASON[:, None] * SIZES / SIZES.mean() / 1.265
    return sum(n * rng.poisson(level * share) for n, share in ((1, 0.81), (2, 0.13), (3, 0.045), (4, 0.015)))


def test_without_a_shift_one_in_thirty_shows_one_anyway() -> None:
    rng = np.random.default_rng(10)
    words = [quality.largest_shift(windows(months_of_families(rng)))["ligging"] for _ in range(600)]
    alarms = [(word != quality.SAME).sum() for word in words]
    assert 0.0005 < sum(alarms) / (16 * len(alarms)) < 0.004
    assert 1 / 100 < np.mean([n > 0 for n in alarms]) < 1 / 20


def test_a_shift_of_half_is_found_in_its_own_quarter_four_times_in_five() -> None:
    rng, found = np.random.default_rng(11), 0
    for _ in range(100):
        months = months_of_families(rng)
        months[28:, 3] = np.round(months[28:, 3] * 1.5)
        row = quality.largest_shift(windows(months)).row(by_predicate=pl.col("gebied") == "g3", named=True)
        near = abs((row["periode"] - date(2024, 5, 1)).days) < 95
        found += row["ligging"] == quality.HIGHER and near
    assert found >= 80


# ------------------------------------------------------------------ what a reader gets hold of


@pytest.mark.usefixtures("full_demo")
def test_the_table_has_a_row_per_field_and_no_place_in_a_ranking() -> None:
    fields = quality.all_missing(Y2025)
    table = quality.spread_table(fields, ("gent",))
    assert [row[0] for row in table.rows] == list(quality.FIELDS.values())
    assert table.columns[:5] == ("Onderdeel", "Samen1Plan Gent", "Laagste", "Mediaan", "Hoogste")
    assert table.caption.endswith(", 2025")
    values = fields.data.filter(pl.col("onderdeel") == "Aanmelder")["waarde"]
    said = dict(zip(table.columns, table.rows[6], strict=True))
    assert said["Samen1Plan Gent"].endswith("(hoger)")
    spread = [f"{v:.1f}".replace(".", ",") for v in (values.min(), values.median(), values.max())]
    assert [said[name] for name in ("Laagste", "Mediaan", "Hoogste")] == spread


@pytest.mark.usefixtures("full_demo")
def test_every_field_is_in_the_csv_with_the_word_demo() -> None:
    said = csv_bytes(shown(quality.all_missing(Y2025))).decode("utf-8-sig")
    assert said.splitlines()[0] == "DEMOGEGEVENS"
    assert all(f";{label};" in said or f"\n{label};" in said for label in quality.FIELDS.values())
    assert "P6" in said


def test_every_field_and_question_has_its_effect() -> None:
    assert set(quality.EFFECTS) == set(quality.FIELDS)
    assert all(said.endswith(".") for said in quality.EFFECTS.values())


def test_no_word_judges() -> None:
    texts = [value for value in vars(quality).values() if isinstance(value, str)]
    said = " ".join([*texts, *quality.EFFECTS.values()]).casefold()
    assert len(said) > 2000
    assert re.findall(r"\b(?:slecht|beter|best|goed|rang|rangschik|problee?m)\w*", said) == []
