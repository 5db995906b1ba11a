"""The delays of registration on two small deliveries, counted by hand from the lines below."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from etl.build import Inputs
from queries import ask
from tests.conftest import SIDECAR, built, copy_raw

HEADER = "dossier_id;samenwerkingsverband;datum_aanmelding;registratiedatum;laatste_wijziging\n"
GENT = "Samen1Plan Gent"
# Taken on 10 March 2023, about January and February. A step of delay ends on the 10th of a month.
FIRST = (
    ("A1", "2023-01-05", "2023-01-06 09:00:00"),
    ("A2", "2023-01-20", "2023-02-10 09:00:00"),  # up to the 10th of the month after: delay 0
    ("A3", "2023-01-25", "2023-02-11 09:00:00"),  # one day later: delay 1
    ("A4", "2023-02-27", "2023-03-01 09:00:00"),
)
# Taken on 10 May 2023, about March up to that day. A1 is in it again.
SECOND = (
    ("A1", "2023-01-05", "2023-01-06 09:00:00"),
    ("A5", "2023-02-10", "2023-04-02 09:00:00"),  # late, of a month before this delivery
    ("A6", "2023-03-15", "2023-03-16 09:00:00"),
    ("A7", "2023-03-20", ""),  # no moment of registration: in no cell
    ("A8", "2023-04-03", "2023-04-03 09:00:00"),
)
JAN, FEB, MAR, APR = (date(2023, month, 1) for month in (1, 2, 3, 4))
THEN, NOW = date(2023, 3, 10), date(2023, 5, 10)


def deliver(folder: Path, peildatum: str, van: str, tot: str, lines: tuple) -> None:
    rows = "".join(f"{name};{GENT};{day};{noted};{peildatum} 08:00:00\n" for name, day, noted in lines)
    name = f"binc_1g1p_dossier_{peildatum.replace('-', '')}"
    (folder / f"{name}.csv").write_text(HEADER + rows, encoding="utf-8")
    said = SIDECAR.format(peildatum=peildatum, van=van).replace(f"periode_tot: {peildatum}", f"periode_tot: {tot}")
    (folder / f"{name}.yml").write_text(said, encoding="utf-8")


def warehouse(tmp_path_factory: pytest.TempPathFactory, second: tuple, peildatum: str = "2023-05-10") -> Path:
    raw = copy_raw(tmp_path_factory.mktemp("vertraging") / "raw")
    (raw / "binc").mkdir()
    deliver(raw / "binc", "2023-03-10", "2023-01-01", "2023-02-28", FIRST)
    deliver(raw / "binc", peildatum, "2023-03-01", peildatum, second)
    return built(Inputs(raw=raw, demo=None), tmp_path_factory)


def cells(peildatum: date) -> dict[date, tuple[list, list]]:
    """Per month what was known then and what is known now, by delay."""
    found: dict[date, tuple[list, list]] = {}
    for row in ask("registratiedriehoek").iter_rows(named=True):
        if (row["peildatum"], row["gebied"]) == (peildatum, "gent"):
            then, now = found.setdefault(row["maand"], ([], []))
            assert row["vertraging"] == len(then)
            then.append(row["toen"])
            now.append(row["nu"])
    return found


def test_each_cell_then_and_now(tmp_path_factory: pytest.TempPathFactory, stand) -> None:
    stand(warehouse(tmp_path_factory, SECOND))
    assert cells(THEN) == {
        JAN: ([2, 1, None, None], [2, 1, 0, 0]),  # A1 A2; A3
        FEB: ([1, None, None], [1, 1, 0]),  # A4; A5 was not known then
        MAR: ([None, None], [1, 0]),  # A6, in no delivery yet
        APR: ([None], [1]),  # A8
    }
    assert cells(NOW) == {
        JAN: ([2, 1, 0, 0], [2, 1, 0, 0]),
        FEB: ([1, 1, 0], [1, 1, 0]),
        MAR: ([1, 0], [1, 0]),
        APR: ([1], [1]),
    }


def test_a_delivery_without_news_of_older_months_says_nothing_about_them(
    tmp_path_factory: pytest.TempPathFactory, stand
) -> None:
    """Without A5 nothing shows that later deliveries bring late registrations: the older months were followed no further."""
    stand(warehouse(tmp_path_factory, tuple(row for row in SECOND if row[0] != "A5")))
    assert cells(NOW) == {JAN: ([2, 1], [2, 1]), FEB: ([1], [1]), MAR: ([1, 0], [1, 0]), APR: ([1], [1])}


def test_on_the_last_day_of_a_month_steps_are_whole_months(tmp_path_factory: pytest.TempPathFactory, stand) -> None:
    stand(warehouse(tmp_path_factory, SECOND, "2023-04-30"))
    # A2 and A3 came in February: one month after. A5 in April, two after. April itself is over.
    assert cells(date(2023, 4, 30)) == {
        JAN: ([1, 2, 0, 0], [1, 2, 0, 0]),
        FEB: ([0, 1, 1], [0, 1, 1]),
        MAR: ([1, 0], [1, 0]),
        APR: ([1], [1]),
    }


def test_a_partnership_in_no_delivery_has_no_cells(tmp_path_factory: pytest.TempPathFactory, stand) -> None:
    stand(warehouse(tmp_path_factory, SECOND))
    assert set(ask("registratiedriehoek")["gebied"]) == {"gent"}
