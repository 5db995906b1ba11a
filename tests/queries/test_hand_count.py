"""Every indicator on two small deliveries, against numbers counted by hand from the lines in tests/conftest.py.

Gent is in both deliveries, Kempen too, Trawant only in the first (up to 10 March 2024); the 13 others in none.
"""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from queries import ask

EVERYTHING = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
Y2023, Y2024 = date(2023, 1, 1), date(2024, 1, 1)
FLANDERS = "vlaanderen-brussel"

pytestmark = pytest.mark.usefixtures("on_real")


def rows(name: str, per: str, **more: str) -> dict[tuple[str, date], dict]:
    frame = ask(name, {"per": per, **EVERYTHING, **more})
    return {(r["gebied"], r["periode"]): r for r in frame.iter_rows(named=True)}


def value(name: str, per: str, area: str, start: date) -> object:
    return rows(name, per)[area, start]["waarde"]


def test_where_the_rows_went() -> None:
    # 10 + 6 lines; X1 is a test; the first G4 is replaced by the second: 14 dossiers.
    row = ask("rijen", EVERYTHING).row(0, named=True)
    assert (row["gelezen"], row["geladen"], row["test"], row["vervangen"]) == (16, 14, 1, 1)
    assert (row["geweigerd"], row["dubbel"], row["voetregel"], row["in_periode"]) == (0, 0, 0, 14)


@pytest.mark.parametrize(
    ("area", "start", "counted"),
    [
        ("gent", date(2023, 1, 1), 2),  # G1, G2
        ("gent", date(2023, 2, 1), 1),  # G3
        ("gent", date(2023, 3, 1), 0),  # nobody: counted and none
        ("gent", date(2023, 6, 1), 1),  # G4, once
        ("gent", date(2024, 4, 1), 2),  # G5, G6
        ("gent", date(2024, 5, 1), 1),  # G7
        ("kempen", date(2023, 12, 1), 1),  # K2, on the last day of the year
        ("kempen", date(2024, 1, 1), 1),  # K3
        ("kempen", date(2024, 2, 1), 1),  # K4, on 29 February
        ("trawant", date(2023, 5, 1), 0),  # X1 is a test
        ("trawant", date(2024, 3, 1), 1),  # T3
        ("trawant", date(2024, 4, 1), None),  # not in the delivery about April: unknown
        ("brussel", date(2023, 1, 1), None),  # in no delivery at all: unknown
        (FLANDERS, date(2023, 1, 1), None),  # a sum with unknown parts
    ],
)
def test_aanmeldingen_of_a_month(area: str, start: date, counted: int | None) -> None:
    assert value("aanmeldingen", "maand", area, start) == counted


def test_aanmeldingen_of_a_year() -> None:
    found = rows("aanmeldingen", "jaar")
    assert found["gent", Y2023]["waarde"] == 4  # G1-G4
    assert found["kempen", Y2023]["waarde"] == 2  # K1, K2
    assert found["trawant", Y2023]["waarde"] == 2  # T1, T2
    assert found["gent", Y2024]["waarde"] == 3  # G5-G7
    assert found["trawant", Y2024]["waarde"] is None  # April and May are unknown, so the year is
    assert found["gent", Y2023]["volledig"] is True
    assert found["gent", Y2024]["volledig"] is False  # five months, the last half of it
    assert found["brussel", Y2023]["volledig"] is False
    assert {r["waarde"] for (area, _), r in found.items() if area not in ("gent", "kempen", "trawant")} == {None}


def test_aanmeldingen_of_a_quarter() -> None:
    found = rows("aanmeldingen", "kwartaal")
    assert found["gent", date(2024, 1, 1)]["waarde"] == 0  # G5 came in April
    assert found["gent", date(2024, 1, 1)]["volledig"] is True
    assert found["trawant", date(2024, 1, 1)]["waarde"] == 1  # T3
    assert found["trawant", date(2024, 1, 1)]["volledig"] is False  # its delivery stops on 10 March
    assert found["trawant", date(2024, 4, 1)]["waarde"] is None


@pytest.mark.parametrize(
    ("area", "start", "counted"),
    [
        ("gent", date(2023, 2, 1), 0),  # G1 starts on 1 March
        ("gent", date(2023, 3, 1), 1),  # G1
        ("gent", date(2023, 6, 1), 2),  # G1, G4
        ("gent", date(2023, 12, 1), 1),  # G1 ends on the last day itself: no longer running
        ("gent", date(2024, 1, 1), 1),  # G4
        ("gent", date(2024, 2, 1), 0),  # G4 ended on 15 February, says the second delivery
        ("kempen", date(2023, 2, 1), 1),  # K1
        ("kempen", date(2023, 6, 1), 0),  # K1 ended on 30 June
        ("kempen", date(2024, 1, 1), 1),  # K2
        ("kempen", date(2024, 3, 1), 3),  # K2, K3, K4 (started on the 31st)
        ("kempen", date(2024, 5, 1), 2),  # K3 ended on 1 May
        ("trawant", date(2023, 12, 1), 1),  # T1
        ("trawant", date(2024, 1, 1), 0),  # T1 ended on 31 January
        ("trawant", date(2024, 4, 1), None),
    ],
)
def test_lopende_trajecten_at_the_end_of_a_month(area: str, start: date, counted: int | None) -> None:
    assert value("lopende_trajecten", "maand", area, start) == counted


def test_lopende_trajecten_at_the_end_of_a_year() -> None:
    found = {cell: r["waarde"] for cell, r in rows("lopende_trajecten", "jaar").items()}
    assert (found["gent", Y2023], found["kempen", Y2023], found["trawant", Y2023]) == (1, 0, 1)
    assert (found["gent", Y2024], found["kempen", Y2024], found["trawant", Y2024]) == (0, 2, None)
    assert found[FLANDERS, Y2023] is None


CONTACT, INTERVENTION, START = "eerste contact", "eerste interventie", "opstart"
DAYS, MONTH = "30 dagen", "kalendermaand"


@pytest.mark.parametrize(
    ("event", "limit", "area", "year", "parts"),
    [
        # 31 January + 30 days = 2 March, + a month = 28 February. 15 January + 30 days = 14 February, + a month = the 15th.
        (CONTACT, DAYS, "gent", Y2023, (2, 1, 0, 1)),  # G1 and G4 binnen, G2 later by a day, G3 ended without
        (CONTACT, MONTH, "gent", Y2023, (2, 1, 0, 1)),  # G2 and G4 binnen, G1 later
        (INTERVENTION, DAYS, "gent", Y2023, (3, 0, 0, 1)),
        (INTERVENTION, MONTH, "gent", Y2023, (3, 0, 0, 1)),
        (START, DAYS, "gent", Y2023, (2, 1, 0, 1)),  # G2 never started and its term is over: later
        (START, MONTH, "gent", Y2023, (1, 2, 0, 1)),  # G1 a day late
        # K1: 2 January + 30 days = 1 February, + a month = 2 February. K2: 31 December + 30 days = 30 January.
        (CONTACT, DAYS, "kempen", Y2023, (1, 1, 0, 0)),
        (CONTACT, MONTH, "kempen", Y2023, (1, 1, 0, 0)),
        (INTERVENTION, DAYS, "kempen", Y2023, (1, 1, 0, 0)),  # K2 on day 31
        (INTERVENTION, MONTH, "kempen", Y2023, (2, 0, 0, 0)),
        (START, DAYS, "kempen", Y2023, (1, 1, 0, 0)),  # K1 on day 31
        (START, MONTH, "kempen", Y2023, (2, 0, 0, 0)),
        # On 15 May the term of G5 (30 days: 15 May) still runs, that of G6 (14 May) does not.
        (CONTACT, DAYS, "gent", Y2024, (1, 1, 1, 0)),
        (CONTACT, MONTH, "gent", Y2024, (1, 1, 1, 0)),
        (INTERVENTION, DAYS, "gent", Y2024, (0, 1, 2, 0)),
        (START, MONTH, "gent", Y2024, (0, 1, 2, 0)),
        # A leap year: 31 January + 30 days = 1 March, + a month = 29 February; 29 February + 30 days = 30 March.
        (CONTACT, DAYS, "kempen", Y2024, (2, 0, 0, 0)),
        (CONTACT, MONTH, "kempen", Y2024, (1, 1, 0, 0)),
        (INTERVENTION, DAYS, "kempen", Y2024, (2, 0, 0, 0)),
        (INTERVENTION, MONTH, "kempen", Y2024, (1, 1, 0, 0)),
        (START, DAYS, "kempen", Y2024, (1, 1, 0, 0)),
        (START, MONTH, "kempen", Y2024, (0, 2, 0, 0)),
        (CONTACT, DAYS, "trawant", Y2023, (1, 1, 0, 0)),  # T2: nothing happened and its term is over
    ],
)
def test_binnen_de_maand_of_a_year(event: str, limit: str, area: str, year: date, parts: tuple[int, ...]) -> None:
    row = rows("binnen_de_maand", "jaar", eindgebeurtenis=event, termijn=limit)[area, year]
    assert (row["binnen"], row["later"], row["nog_niet_beoordeelbaar"], row["onbekend"]) == parts
    assert row["noemer"] == parts[0] + parts[1]
    assert row["waarde"] == pytest.approx(100 * parts[0] / (parts[0] + parts[1]))


def test_a_dossier_is_judged_on_the_day_its_own_delivery_was_taken() -> None:
    """T3 (1 March 2024) is only in the delivery of 10 March: what came after is not known, so it is not 'later'."""
    found = rows("binnen_de_maand", "kwartaal", eindgebeurtenis=START, termijn=DAYS)["trawant", Y2024]
    assert (found["binnen"], found["later"], found["nog_niet_beoordeelbaar"]) == (0, 0, 1)
    assert found["waarde"] is None


def test_binnen_de_maand_without_a_delivery_is_unknown_and_not_zero() -> None:
    found = rows("binnen_de_maand", "jaar", eindgebeurtenis=START, termijn=DAYS)
    for area, year in (("brussel", Y2023), ("trawant", Y2024), (FLANDERS, Y2023)):
        row = found[area, year]
        assert {row[name] for name in ("waarde", "noemer", "binnen", "later", "onbekend")} == {None}


def test_aanmeldingen_per_1000_of_gent() -> None:
    people = ask("gebied_noemer").filter((pl.col("gebied") == "gent") & (pl.col("jaar") == 2021))["onder25"].item()
    row = rows("aanmeldingen_per_1000", "jaar")["gent", Y2023]
    assert (row["teller"], row["noemer"]) == (4, people)
    assert row["waarde"] == pytest.approx(4000 / people)
    assert rows("aanmeldingen_per_1000", "jaar")["vlaanderen-zonder-brussel", Y2023]["waarde"] is None


def test_the_calendar_runs_from_the_first_to_the_last_delivery() -> None:
    frame = ask("perioden")
    assert (frame["maand"].min(), frame["maand"].max(), frame.height) == (date(2023, 1, 1), date(2024, 5, 1), 17)
    assert frame.filter(~pl.col("volledig"))["maand"].to_list() == [date(2024, 3, 1), date(2024, 5, 1)]
