"""Put the dirt of real exports into a sheet, and say at once what must become of every row that it touches.

`vuil.csv` lists the cells that are simply wrong; the functions here make those that depend on the row. The rule
codes are those of the contract (R: the row is refused, W: the value becomes unknown and is flagged).
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import polars as pl

from demo.areas import read_table
from demo.layouts import Delivery
from demo.sheet import Sheet, date_text

DIRT = Path(__file__).with_name("vuil.csv")
EVENTS = ("datum_eerste_contact", "datum_eerste_interventie", "datum_opstart")
# The column of the contract behind a column of the truth.
DELIVERED = {"sv_id": "samenwerkingsverband"}


def spoil(sheet: Sheet, delivery: Delivery, rng: np.random.Generator) -> None:
    """Plant every kind of dirt in the sheet; each takes its own rows."""
    _tests(sheet, delivery)
    _years_typed_wrong(sheet, delivery)
    _aanmelding_in_the_future(sheet, delivery, rng)
    _end_before_start(sheet, delivery, rng)
    for column in EVENTS:
        _event_before_aanmelding(sheet, delivery, column, rng)
    for column in (*EVENTS, "datum_einde"):
        _event_in_the_future(sheet, delivery, column, rng)
    _too_old_or_unborn(sheet, rng)
    _one_hulpvraag_unknown(sheet)
    _without_last_change(sheet)
    for column, text, code, share in read_table(DIRT).iter_rows():
        _wrong_cell(sheet, column, text, code, float(share))


def _wrong_cell(sheet: Sheet, column: str, text: str | None, code: str, share: float) -> None:
    rows = sheet.take(share)
    sheet.write(rows, column, text)
    if code.startswith("R"):
        sheet.refuse(rows, code, column)
        return
    sheet.read(rows, column, None)
    sheet.flag(rows, code, column)


def _tests(sheet: Sheet, delivery: Delivery) -> None:
    """Test dossiers by their number, in any case, and by the column; what else they hold does not matter."""
    for prefix in ("TEST", "test-", "Testdossier "):
        rows = sheet.take(3)
        sheet.write(rows, "dossier_id", pl.Series([f"{prefix}{row % 90 + 10}" for row in rows], dtype=pl.String))
        sheet.mark_test(rows)
    rows = sheet.take(6)
    sheet.write(rows, "is_test", delivery.layout.yes_no[0])
    sheet.write(rows[:1], "datum_aanmelding", None)
    sheet.mark_test(rows)


def _years_typed_wrong(sheet: Sheet, delivery: Delivery) -> None:
    """2002 for 2022: an aanmelding from before 1G1P existed."""
    rows = sheet.take(5)
    wrong = sheet.truth["datum_aanmelding"].gather(rows).dt.offset_by("-20y")
    sheet.write(rows, "datum_aanmelding", date_text(wrong, delivery.layout))
    sheet.refuse(rows, "R07", "datum_aanmelding")


def _aanmelding_in_the_future(sheet: Sheet, delivery: Delivery, rng: np.random.Generator) -> None:
    rows = sheet.take(5)
    sheet.write(rows, "datum_aanmelding", _after_peildatum(delivery, len(rows), rng))
    sheet.refuse(rows, "R06", "datum_aanmelding")


def _after_peildatum(delivery: Delivery, count: int, rng: np.random.Generator) -> pl.Series:
    """Dates from the day after the peildatum to three hundred days on, as text."""
    days = [delivery.moment.peildatum + timedelta(days=int(n)) for n in rng.integers(1, 300, count)]
    return date_text(pl.Series(days, dtype=pl.Date), delivery.layout)


def _end_before_start(sheet: Sheet, delivery: Delivery, rng: np.random.Generator) -> None:
    """An end before the opstart, before the aanmelding when there is no opstart, or twenty years too early."""
    start = sheet.truth["datum_opstart"].zip_with(
        sheet.truth["datum_opstart"].is_not_null(), sheet.truth["datum_aanmelding"]
    )
    with_end = sheet.truth["datum_einde"].is_not_null()
    for usable in (
        with_end & sheet.truth["datum_opstart"].is_not_null(),
        with_end & sheet.truth["datum_opstart"].is_null(),
    ):
        rows = sheet.take(4, usable)
        early = start.gather(rows) - _days(rng.integers(1, 40, len(rows)))
        _impossible(sheet, rows, "datum_einde", date_text(early, delivery.layout), "W02")
    rows = sheet.take(3, with_end)
    typed = sheet.truth["datum_einde"].gather(rows).dt.offset_by("-20y")
    _impossible(sheet, rows, "datum_einde", date_text(typed, delivery.layout), "W02")


def _event_before_aanmelding(sheet: Sheet, delivery: Delivery, column: str, rng: np.random.Generator) -> None:
    rows = sheet.take(4, sheet.truth[column].is_not_null())
    early = sheet.truth["datum_aanmelding"].gather(rows) - _days(rng.integers(1, 60, len(rows)))
    _impossible(sheet, rows, column, date_text(early, delivery.layout), "W03")


def _event_in_the_future(sheet: Sheet, delivery: Delivery, column: str, rng: np.random.Generator) -> None:
    """An event after the peildatum; an opstart only where no end follows, or the end would be impossible too."""
    usable = sheet.truth[column].is_not_null()
    if column == "datum_opstart":
        usable &= sheet.truth["datum_einde"].is_null()
    rows = sheet.take(3, usable)
    _impossible(sheet, rows, column, _after_peildatum(delivery, len(rows), rng), "W04")


def _too_old_or_unborn(sheet: Sheet, rng: np.random.Generator) -> None:
    """Birth years that are just impossible: 26 years old, or born the year after."""
    rows = sheet.take(4)
    year = sheet.truth["datum_aanmelding"].gather(rows).dt.year()
    wrong = year + pl.Series(rng.choice([-26, 1], len(rows)))
    _impossible(sheet, rows, "geboortejaar", wrong.cast(pl.String), "W05")


def _one_hulpvraag_unknown(sheet: Sheet) -> None:
    """One part of the list is not a code: the other parts stay, one flag per row."""
    known = sheet.truth["hulpvragen"]
    rows = sheet.take(4, known.is_not_null() & (known != "onbekend"))
    sheet.write(rows, "hulpvragen", "zie bijlage|" + known.gather(rows) + "|code 99")
    sheet.flag(rows, "W07", "hulpvragen")


def _without_last_change(sheet: Sheet) -> None:
    """No moment of last change: of two versions such a row counts as the oldest."""
    rows = sheet.take(6)
    sheet.write(rows, "laatste_wijziging", None)
    sheet.read(rows, "laatste_wijziging", None)


def _impossible(sheet: Sheet, rows: np.ndarray, column: str, text: pl.Series, code: str) -> None:
    sheet.write(rows, column, text)
    sheet.read(rows, column, None)
    sheet.flag(rows, code, column)


def _days(count: np.ndarray) -> pl.Series:
    return pl.Series(count.astype(np.int64) * 86_400_000_000).cast(pl.Duration("us"))
