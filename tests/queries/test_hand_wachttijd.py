"""Waits, bounds and reasons on two small deliveries, against numbers counted by hand from the lines in tests/conftest.py
and from the eight lines below.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.build import Inputs
from figures.derived.waiting import quantiles
from queries import Version, ask
from tests.conftest import built, copy_raw

EVERYTHING = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
Y2023, Y2024 = date(2023, 1, 1), date(2024, 1, 1)
FLANDERS = "vlaanderen-brussel"
CONTACT, INTERVENTION, START = "eerste contact", "eerste interventie", "opstart"
DAYS, MONTH = "30 dagen", "kalendermaand"


def distribution(event: str, area: str, start: date) -> dict[tuple[int, bool], int]:
    """(days, whether the event came) -> dossiers."""
    frame = ask("wachttijd", {"per": "jaar", **EVERYTHING, "eindgebeurtenis": event})
    own = frame.filter((pl.col("gebied") == area) & (pl.col("periode") == start) & pl.col("dagen").is_not_null())
    return {(r["dagen"], r["gebeurd"]): r["dossiers"] for r in own.iter_rows(named=True)}


def waits(event: str) -> dict[tuple[str, date], dict]:
    frame = quantiles(ask("wachttijd", {"per": "jaar", **EVERYTHING, "eindgebeurtenis": event}))
    return {(r["gebied"], r["periode"]): r for r in frame.iter_rows(named=True)}


# ------------------------------------------------------------------ the lines of tests/conftest.py


@pytest.mark.usefixtures("on_real")
@pytest.mark.parametrize(
    ("event", "area", "year", "counted"),
    [
        # G1 31-1 to 28-2 = 28 days, G2 15-1 to 14-2 = 30, G4 1-6 to 5-6 = 4; G3 ended without: unknown, not in it.
        (INTERVENTION, "gent", Y2023, {(28, True): 1, (30, True): 1, (4, True): 1}),
        # G1 31-1 to 1-3 = 29, G4 9; G2 never started and still waits: 15-1-2023 to its own delivery, 10-3-2024 = 420.
        (START, "gent", Y2023, {(29, True): 1, (9, True): 1, (420, False): 1}),
        # G5 15-4, G6 14-4, G7 10-5 wait until 15 May 2024: 30, 31 and 5 days.
        (START, "gent", Y2024, {(30, False): 1, (31, False): 1, (5, False): 1}),
        (CONTACT, "gent", Y2024, {(2, True): 1, (30, False): 1, (31, False): 1}),  # G7 after 2 days
        # T1 30 days; T2 15-11-2023 to 10-3-2024 = 116 days: Trawant is not in the second delivery.
        (START, "trawant", Y2023, {(30, True): 1, (116, False): 1}),
        (INTERVENTION, "kempen", Y2023, {(30, True): 1, (31, True): 1}),  # K1, K2
    ],
)
def test_the_days_of_each_dossier(event: str, area: str, year: date, counted: dict) -> None:
    assert distribution(event, area, year) == counted


@pytest.mark.usefixtures("on_real")
def test_the_median_counts_who_still_waits() -> None:
    # opstart, Gent 2023: 9, 29, and one open after 420. S(9) = 2/3, S(29) = 1/3: the median is 29 and not 19.
    row = waits(START)["gent", Y2023]
    assert (row["waarde"], row["gebeurd"], row["nog_open"], row["onbekend"], row["noemer"]) == (29, 2, 1, 1, 4)
    assert row["p75"] is None  # a third still waits
    assert row["aandeel_open"] == pytest.approx(100 / 3)


@pytest.mark.usefixtures("on_real")
def test_an_area_in_no_delivery_is_unknown_and_more_than_half_waiting_is_no_number() -> None:
    found = waits(START)
    for cell in (("brussel", Y2023), ("trawant", Y2024), (FLANDERS, Y2023)):
        assert [found[cell][name] for name in ("waarde", "noemer", "gebeurd", "nog_open", "onbekend")] == [None] * 5
        assert found[cell]["toestand"] is None
    assert (found["gent", Y2024]["waarde"], found["gent", Y2024]["toestand"]) == (None, "nvt")


@pytest.mark.usefixtures("on_real")
def test_the_bounds_that_the_unknown_leave() -> None:
    frame = ask("binnen_de_maand", {"per": "jaar", **EVERYTHING, "eindgebeurtenis": CONTACT, "termijn": DAYS})
    rows = {(r["gebied"], r["periode"]): r for r in frame.iter_rows(named=True)}
    # Gent 2023: 2 binnen, 1 later, G3 unknown. 2/3; none of it in time 2/4, all of it 3/4.
    gent = rows["gent", Y2023]
    assert gent["waarde"] == pytest.approx(200 / 3)
    assert (gent["laagst_mogelijk"], gent["hoogst_mogelijk"]) == (50, 75)
    # Kempen 2023 has nothing unknown: both are the share.
    kempen = rows["kempen", Y2023]
    assert kempen["laagst_mogelijk"] == kempen["hoogst_mogelijk"] == kempen["waarde"] == 50
    assert rows["brussel", Y2023]["laagst_mogelijk"] is rows["brussel", Y2023]["hoogst_mogelijk"] is None


# ------------------------------------------------------------------ reasons, on lines of their own

REASON_HEADER = "dossier_id;samenwerkingsverband;datum_aanmelding;datum_eerste_contact;datum_opstart;datum_einde;reden_niet_binnen_maand"
# Taken on 1 July 2023. Late for opstart: A1 (40 days), A2 (60), A3 (open since 1 March), A4 (no reason), A5 ('onbekend').
# Not late: A6 (10 days, though it has a reason), A7 (open since 20 June), A8 (closed without: unknown).
REASON_ROWS = """
A1;1G1P Samen1Plan Gent;2023-01-01;2023-01-02;2023-02-10;;agenda
A2;1G1P Samen1Plan Gent;2023-02-01;2023-02-02;2023-04-02;;agendaproblemen
A3;1G1P Samen1Plan Gent;2023-03-01;2023-03-02;;;cliënt haakt af
A4;1G1P Samen1Plan Gent;2023-03-02;2023-03-03;2023-05-02;;
A5;1G1P Samen1Plan Gent;2023-03-03;2023-05-05;2023-05-05;;onbekend
A6;1G1P Samen1Plan Gent;2023-03-04;2023-03-05;2023-03-14;;andere
A7;1G1P Samen1Plan Gent;2023-06-20;;;;vraag is weggevallen
A8;1G1P Samen1Plan Gent;2023-03-05;2023-03-06;;2023-06-01;vraag is weggevallen
"""
REASON_SIDECAR = """titel: Redenen
bron: Met de hand geschreven voor een test
status: voorlopig
licentie: niet openbaar
peildatum: 2023-07-01
periode_van: 2023-01-01
periode_tot: 2023-07-01
"""


@pytest.fixture(scope="module")
def on_reasons(stand: Callable[[Path], Version], tmp_path_factory: pytest.TempPathFactory) -> Version:
    raw = copy_raw(tmp_path_factory.mktemp("redenen") / "raw")
    (raw / "binc").mkdir()
    (raw / "binc" / "binc_1g1p_dossier_20230701.csv").write_text(REASON_HEADER + REASON_ROWS, encoding="utf-8")
    (raw / "binc" / "binc_1g1p_dossier_20230701.yml").write_text(REASON_SIDECAR, encoding="utf-8")
    return stand(built(Inputs(raw=raw, demo=None), tmp_path_factory))


def reasons(event: str, limit: str) -> dict[str, int]:
    asked = {"per": "jaar", **EVERYTHING, "eindgebeurtenis": event, "termijn": limit}
    row = ask("redenen_te_laat", asked).filter(pl.col("gebied") == "gent").row(0, named=True)
    return {name: row[name] for name in row if isinstance(row[name], int) and not isinstance(row[name], bool)}


@pytest.mark.usefixtures("on_reasons")
@pytest.mark.parametrize("limit", [DAYS, MONTH])
def test_the_reasons_of_what_came_late(limit: str) -> None:
    assert reasons(START, limit) == {
        "waarde": 5, "binnen": 1, "agenda": 2, "client_haakt_af": 1, "vraag_weggevallen": 0, "andere": 0, "onbekend": 2,
    }  # fmt: skip


@pytest.mark.usefixtures("on_reasons")
def test_only_the_reasons_of_the_chosen_event_count() -> None:
    """Of eerste contact only A5 came late, and its reason is not known."""
    found = reasons(CONTACT, DAYS)
    assert (found["waarde"], found["onbekend"], found["agenda"]) == (1, 1, 0)
