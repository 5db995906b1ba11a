"""The content: volumes, season, families, and the planted differences, found back in the true dossiers."""

from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from demo.areas import read_areas
from demo.cases import draw_cases
from demo.generation import DOSSIERS
from demo.planted import planted
from demo.registration import EVENTS, known_on

DAY = pl.col("datum_aanmelding")


@pytest.fixture(scope="module")
def cases():
    """What really happened, at the default volume."""
    return draw_cases(read_areas(), DOSSIERS, np.random.default_rng(2022))


def areas_with(trait: str) -> list[str]:
    return planted().filter(pl.col("kenmerk") == trait)["sv_id"].to_list()


def within_30(cases: pl.DataFrame, event: str) -> dict[str, float]:
    """Share of the registered events within 30 days, per area."""
    waited = (pl.col(f"datum_{event}") - DAY).dt.total_days()
    return dict(cases.group_by("sv_id").agg((waited <= 30).mean()).iter_rows())


def share(cases: pl.DataFrame, what: pl.Expr) -> dict[str, float]:
    return dict(cases.group_by("sv_id").agg(what.mean()).iter_rows())


def the_others(shares: dict[str, float], special: list[str]) -> list[float]:
    return [value for sv, value in shares.items() if sv not in special]


def test_the_first_year_has_about_8300_aanmeldingen_and_each_next_one_a_few_percent_more(cases):
    years = cases.filter(pl.col("sv_id").is_in(areas_with("volume") + areas_with("niets_geregistreerd")).not_())
    total = dict(cases.group_by(DAY.dt.year()).len().iter_rows())
    counts = [dict(years.group_by(DAY.dt.year()).len().iter_rows())[year] for year in (2022, 2023, 2024, 2025)]
    assert 8_000 < total[2022] < 8_600
    assert all(1.0 < later / earlier < 1.08 for earlier, later in pairwise(counts))


def test_the_size_of_the_under_25s_drives_the_volume(cases):
    counts = dict(cases.group_by("sv_id").len().iter_rows())
    assert counts["de-tafels"] > 2.5 * counts["voor-noorderkempen"]
    assert counts["brussel"] < counts["groot-antwerpen"], "only 30 % of the under-25s of Brussels counts"


def test_summer_and_december_are_quiet_and_weekends_nearly_empty(cases):
    full = cases.filter(date(2026, 1, 1) > DAY)
    months = dict(full.group_by(DAY.dt.month()).len().iter_rows())
    assert max(months[7], months[8]) < 0.75 * months[10]
    assert months[12] < months[11]
    assert (full.select(DAY.dt.weekday() >= 6).to_series().mean()) < 0.05


def test_slow_and_fast_areas_differ_and_all_others_do_not(cases):
    pace = dict(planted().filter(pl.col("kenmerk") == "tempo").select("sv_id", "waarde").iter_rows())
    shares = within_30(cases, "eerste_interventie")
    others = the_others(shares, list(pace))
    assert len(others) == 13
    usual = float(np.mean(others))
    assert max(others) - min(others) < 0.06
    for sv, factor in pace.items():
        difference = shares[sv] - usual
        assert (-0.20 < difference < -0.12) if factor > 1 else (0.06 < difference < 0.14), sv


def test_the_level_shift_starts_in_its_month(cases):
    (sv,) = areas_with("volume")
    start = planted().filter(pl.col("kenmerk") == "volume")["van"][0]
    mine = cases.filter(pl.col("sv_id") == sv)
    before = mine.filter(DAY.is_between(start.replace(year=start.year - 1), start, closed="left")).height
    after = mine.filter(DAY.is_between(start, start.replace(year=start.year + 1), closed="left")).height
    assert 1.35 < after / before < 1.75


def test_three_months_of_one_area_are_missing(cases):
    (sv,) = areas_with("niets_geregistreerd")
    months = set(cases.filter(pl.col("sv_id") == sv).select(DAY.dt.truncate("1mo")).to_series())
    assert not months & {date(2023, 4, 1), date(2023, 5, 1), date(2023, 6, 1)}
    assert {date(2023, 3, 1), date(2023, 7, 1)} <= months


@pytest.mark.parametrize(
    ("trait", "what", "there", "elsewhere"),
    [
        ("onbekende_aanmelder", pl.col("aanmelder") == "onbekend", (0.30, 0.45), (0.0, 0.06)),
        ("zonder_eerste_contact", pl.col("datum_eerste_contact").is_null(), (0.25, 0.35), (0.02, 0.08)),
        ("zonder_einde", pl.col("datum_einde").is_null(), (0.30, 0.40), (0.05, 0.11)),
        ("einde_op_de_eerste", pl.col("datum_einde").dt.day() == 1, (0.5, 0.7), (0.0, 0.08)),
        ("late_registratie", (pl.col("s_aanmelding").dt.date() - DAY).dt.total_days() > 30, (0.16, 0.30), (0.04, 0.13)),
    ],
)
def test_registration_habits_are_those_of_the_planted_area_only(cases, trait, what, there, elsewhere):
    shares = share(cases, what)
    (sv,) = areas_with(trait)
    assert there[0] < shares[sv] < there[1]
    others = the_others(shares, [sv])
    assert elsewhere[0] <= min(others)
    assert max(others) < elsewhere[1]


def test_families_share_a_pseudonym_and_some_clients_come_back_or_are_in_two_areas(cases):
    family = cases.drop_nulls("gezin_pid").group_by("gezin_pid").agg(pl.len(), DAY.n_unique().alias("dagen"))
    assert 0.1 < (family["len"] > 1).mean() < 0.3
    assert not family.filter((pl.col("len") > 1) & (pl.col("dagen") == 1)).is_empty()
    client = cases.group_by("client_pid").agg(
        pl.len(), pl.col("sv_id").n_unique(), pl.col("geboortejaar").drop_nulls().n_unique()
    )
    assert 0.01 < (client["len"] > 1).mean() < 0.08
    assert 50 < (client["sv_id"] > 1).sum() < 400
    assert (client["geboortejaar"] <= 1).all()


def test_an_event_is_known_only_after_it_happened_and_was_registered(cases):
    for name in EVENTS:
        assert cases.filter(pl.col(f"s_{name}").dt.date() < pl.col(f"datum_{name}")).is_empty()
        assert cases.filter(pl.col(f"s_{name}") < pl.col("s_aanmelding")).is_empty()
    day = date(2024, 3, 4)
    state = known_on(cases, day)
    for name in (*EVENTS, "aanmelding"):
        assert state.filter(pl.col(f"datum_{name}") >= day).is_empty()
    assert state.filter(pl.col("laatste_wijziging") >= pl.datetime(2024, 3, 4)).is_empty()


def test_recent_months_are_incomplete_at_a_peildatum(cases):
    month = DAY.dt.truncate("1mo") == date(2024, 2, 1)
    seen = known_on(cases, date(2024, 3, 4)).filter(month).height
    assert 0.6 < seen / cases.filter(month).height < 0.95


def test_codes_of_2025_appear_only_from_2025_on(cases):
    new = pl.col("nis_gemeente").is_in(["46030", "23106", "73111"])
    assert cases.filter(new & (date(2025, 1, 1) > DAY)).is_empty()
    assert cases.filter(new).height > 100
