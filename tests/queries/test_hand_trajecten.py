"""The questions of trajecten on one small delivery, against numbers counted by hand from its lines.

Taken on 30 June 2024, about 1 January 2023 up to that day. Gent and Kempen are in it, the 14 others are not.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from etl.build import Inputs
from figures import Choice, figure
from figures.derived.waiting import quantiles
from queries import Version, ask
from tests.conftest import SIDECAR, built, copy_raw

HEADER = (
    "dossier_id;samenwerkingsverband;client_pid;gezin_pid;datum_aanmelding;datum_opstart;datum_einde;reden_einde;"
    "vervolghulp_aangewezen;vervolghulp_gerealiseerd;laatste_wijziging"
)
DELIVERY = """
A1;1G1P Samen1Plan Gent;c1;f1;2023-01-10;2023-01-20;2023-03-01;doelen bereikt;RTJ;RTJ;2024-01-05 10:00:00
A2;1G1P Samen1Plan Gent;c2;f1;2023-01-15;2023-02-01;2023-03-31;stopgezet door gezin;RTJ;geen;2024-01-05 10:00:00
A3;1G1P Samen1Plan Gent;c1;f1;2023-08-31;2023-09-10;;;;;2024-01-05 10:00:00
A4;1G1P Samen1Plan Gent;c3;;2023-02-01;;2023-04-01;vraag weggevallen;geen;geen;2024-01-05 10:00:00
A5;Trefplaats jeugdhulp Kempen;c2;f1;2023-10-01;2023-10-05;2024-02-10;onbekend;onbekend;CGG;2024-03-05 10:00:00
A6;Trefplaats jeugdhulp Kempen;;f2;2023-05-01;2023-05-02;2023-06-15;;CGG;CAW;2024-01-05 10:00:00
A7;Trefplaats jeugdhulp Kempen;c4;f3;2022-12-15;2022-12-20;2023-01-15;verhuisd;;;2024-01-05 10:00:00
A8;1G1P Samen1Plan Gent;c5;f4;2023-01-05;2023-01-06;2023-05-01;doelen bereikt;ELP;CGG;2024-01-05 10:00:00
A9;Trefplaats jeugdhulp Kempen;c5;f4;2023-04-01;;;;;;2024-01-05 10:00:00
"""
EVERYTHING = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
Y2023, Y2024 = date(2023, 1, 1), date(2024, 1, 1)
FLANDERS = "vlaanderen-brussel"


@pytest.fixture(scope="session")
def ended_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = copy_raw(tmp_path_factory.mktemp("trajecten") / "raw")
    name = "binc_1g1p_dossier_20240630"
    (raw / "binc").mkdir(parents=True)
    (raw / "binc" / f"{name}.csv").write_text(HEADER + DELIVERY, encoding="utf-8")
    sidecar = SIDECAR.format(peildatum="2024-06-30", van="2023-01-01")
    (raw / "binc" / f"{name}.yml").write_text(sidecar, encoding="utf-8")
    return built(Inputs(raw=raw, demo=None), tmp_path_factory)


@pytest.fixture(autouse=True)
def _on_ended(stand: Callable[[Path], Version], ended_warehouse: Path) -> None:
    stand(ended_warehouse)


def rows(name: str, per: str, **more: object) -> dict[tuple, dict]:
    frame = ask(name, {"per": per, **EVERYTHING, **more})
    return {(r["gebied"], r["periode"], *([r["onderdeel"]] if "onderdeel" in r else [])): r for r in frame.to_dicts()}


def picked(row: dict, *names: str) -> tuple:
    return tuple(row[name] for name in names)


STREAM = ("lopend_begin", "opgestart", "afgerond", "lopend_einde")


@pytest.mark.parametrize(
    ("per", "area", "start", "counted"),
    [
        ("jaar", "gent", Y2023, (0, 4, 3, 1)),  # started A1, A2, A3, A8; ended A1, A2, A8 (A4 never started); A3 runs
        ("jaar", "gent", Y2024, (1, 0, 0, 1)),
        ("jaar", "kempen", Y2023, (1, 2, 2, 1)),  # A7 started before the first month; A5, A6 started; A6, A7 ended
        ("jaar", "kempen", Y2024, (1, 0, 1, 0)),  # A5
        ("kwartaal", "gent", Y2023, (0, 3, 2, 1)),  # A8 runs
        ("maand", "gent", date(2023, 3, 1), (3, 0, 2, 1)),
        ("jaar", "brussel", Y2023, (None, None, None, None)),
        ("jaar", FLANDERS, Y2023, (None, None, None, None)),
    ],
)
def test_the_stream(per: str, area: str, start: date, counted: tuple) -> None:
    assert picked(rows("trajecten_stroom", per)[area, start], *STREAM) == counted
    assert rows("trajecten_opgestart", per)[area, start]["waarde"] == counted[1]
    assert rows("trajecten_afgerond", per)[area, start]["waarde"] == counted[2]


def test_half_a_year_in_the_data_is_no_whole_year() -> None:
    found = rows("trajecten_stroom", "jaar")
    assert (found["gent", Y2023]["volledig"], found["gent", Y2024]["volledig"]) == (True, False)


def test_the_duration_counts_who_still_runs() -> None:
    """Gent 2023: 40, 58 and 115 days, and A3 still there after 294. Half is over between day 58 and day 115."""
    pairs = sorted(
        (r["dagen"], r["gebeurd"], r["dossiers"])
        for r in ask("trajectduur", {"per": "jaar", **EVERYTHING}).to_dicts()
        if (r["gebied"], r["periode"]) == ("gent", Y2023)
    )
    assert pairs == [(40, True, 1), (58, True, 1), (115, True, 1), (294, False, 1)]
    assert median("gent", Y2023) == (58 + 115) / 2  # and 58 without A3


def median(area: str, start: date) -> float | None:
    """Before small numbers are hidden: every cell of this delivery is small."""
    found = quantiles(ask("trajectduur", {"per": "jaar", **EVERYTHING}))
    return {(r["gebied"], r["periode"]): r["waarde"] for r in found.to_dicts()}[area, start]


@pytest.mark.parametrize(
    ("area", "year", "word", "row"),
    [
        ("gent", Y2023, "doelen bereikt", (50.0, 2, 4)),  # A1, A8
        ("gent", Y2023, "stopgezet door gezin", (25.0, 1, 4)),  # A2
        ("gent", Y2023, "vraag weggevallen", (25.0, 1, 4)),  # A4, without an opstart
        ("gent", Y2023, "verhuisd", (0.0, 0, 4)),
        ("gent", Y2023, "bekend", (None, 4, None)),
        ("gent", Y2023, "onbekend", (None, 0, None)),
        ("kempen", Y2023, "verhuisd", (100.0, 1, 1)),  # A7; A6 has no reason
        ("kempen", Y2023, "onbekend", (None, 1, None)),
        ("kempen", Y2024, "onbekend", (None, 1, None)),  # A5: the word 'onbekend' is no reason
        ("kempen", Y2024, "verhuisd", (None, 0, 0)),  # nothing to share out
        ("brussel", Y2023, "verhuisd", (None, None, None)),
        (FLANDERS, Y2023, "onbekend", (None, None, None)),
    ],
)
def test_reasons(area: str, year: date, word: str, row: tuple) -> None:
    assert picked(rows("redenen_einde", "jaar")[area, year, word], "waarde", "teller", "noemer") == row


def test_follow_up_help() -> None:
    flows = {
        (r["aangewezen"], r["gerealiseerd"]): r["waarde"]
        for (area, year, _), r in rows("vervolghulp", "jaar").items()
        if (area, year, r["rol"]) == ("gent", Y2023, "deel") and r["waarde"]
    }
    assert flows == {("RTJ", "RTJ"): 1, ("RTJ", "geen"): 1, ("geen", "geen"): 1, ("ELP", "CGG"): 1}
    shares = rows("vervolghulp_gerealiseerd", "jaar")
    parts = ("zoals_aangewezen", "andere_hulp", "geen_hulp", "niet_aangewezen", "onbekend", "noemer")
    assert picked(shares["gent", Y2023], *parts) == (1, 1, 1, 1, 0, 3)
    assert shares["gent", Y2023]["waarde"] == pytest.approx(100 / 3)
    assert picked(shares["kempen", Y2023], *parts) == (0, 1, 0, 0, 1, 1)  # A6 got other help; A7 is unknown
    assert shares["kempen", Y2024]["toestand"] == "nvt"  # A5: of what was indicated nothing is known
    assert picked(shares["brussel", Y2023], *parts) == (None,) * 6


@pytest.mark.parametrize(
    ("months", "area", "year", "parts"),
    [
        # A1 ended on 1 March; A3 of the same client came on day 183. A2 ended on 31 March; A5 came on day 184, in
        # another partnership. A4 and A8 have no later dossier: A9 came before A8 ended.
        (6, "gent", Y2023, (1, 3, 0, 0)),
        (12, "gent", Y2023, (2, 2, 0, 0)),
        (6, "kempen", Y2023, (0, 1, 0, 1)),  # A7; A6 has no pseudonym
        (12, "kempen", Y2023, (0, 1, 0, 1)),  # the year after A6 ended is over on 14 June 2024
        (6, "kempen", Y2024, (0, 0, 1, 0)),  # A5: until 11 August 2024
        (12, "kempen", Y2024, (0, 0, 1, 0)),
        (12, "brussel", Y2023, (None, None, None, None)),
    ],
)
def test_who_comes_back(months: int, area: str, year: date, parts: tuple) -> None:
    row = rows("terugkeer", "jaar", maanden=months)[area, year]
    assert picked(row, "terug", "niet_terug", "nog_niet_beoordeelbaar", "onbekend") == parts
    judged = None if parts[0] is None else parts[0] + parts[1]
    assert row["noemer"] == judged
    assert row["waarde"] == (100 * parts[0] / judged if judged else None)
    assert row["toestand"] == ("nvt" if judged == 0 else None)


UNITS = ("waarde", "clienten", "gezinnen", "zonder_client", "zonder_gezin")


def test_three_units() -> None:
    found = rows("eenheden", "jaar")
    assert picked(found["gent", Y2023], *UNITS) == (5, 4, 2, 0, 1)  # c1 twice, f1 three times; A4 has no family
    assert picked(found["kempen", Y2023], *UNITS) == (3, 2, 3, 1, 0)  # A5, A6, A9; A6 has no client
    assert picked(found["kempen", Y2024], *UNITS) == (0, 0, 0, 0, 0)
    assert picked(found["brussel", Y2023], *UNITS) == (None,) * 5


def test_months_and_quarters_of_people_do_not_add_up() -> None:
    """c1 comes in January and in August: once in each quarter, and once in the year."""
    quarters = rows("eenheden", "kwartaal")
    starts = [date(2023, month, 1) for month in (1, 4, 7, 10)]
    assert [quarters["gent", start]["clienten"] for start in starts] == [4, 0, 1, 0]
    assert rows("eenheden", "maand")["gent", date(2023, 1, 1)]["clienten"] == 3  # c1, c2, c5


def test_a_period_that_the_choice_cuts_in_two_is_not_shown() -> None:
    found = ask("eenheden", {"per": "jaar", "van": date(2023, 2, 1), "tot": date(2100, 12, 31)})
    assert found["periode"].unique().to_list() == [Y2024]


def test_every_number_of_this_delivery_is_small_and_hidden() -> None:
    for name in ("trajecten_stroom", "redenen_einde", "vervolghulp", "terugkeer"):
        shown = figure(name, Choice()).data
        assert not {v for v in shown["waarde"].drop_nulls() if v}
        assert "verborgen" in set(shown["toestand"])
