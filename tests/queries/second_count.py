"""A slow second computation of every indicator, from the list of dossiers: loops and calendar days, no SQL.

Written from the words in the heads of the queries. An answer is a dictionary by (gebied, first day of the period).
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import polars as pl
import yaml

FLANDERS = "vlaanderen-brussel"
LENGTH = {"maand": 1, "kwartaal": 3, "jaar": 12}
EVENT_COLUMN = {
    "eerste contact": "datum_eerste_contact",
    "eerste interventie": "datum_eerste_interventie",
    "opstart": "datum_opstart",
}


@dataclass(frozen=True)
class Delivery:
    """What a delivery says of itself: the day it was taken and the first and last day it is about."""

    peildatum: date
    van: date
    tot: date


@dataclass(frozen=True)
class Truth:
    """Every dossier (a dictionary), and the deliveries by file name."""

    dossiers: list[dict]
    deliveries: dict[str, Delivery]
    areas: list[str]

    @property
    def months(self) -> list[date]:
        """The first day of every month that a delivery is about."""
        first = min(d.van for d in self.deliveries.values()).replace(day=1)
        last = max(d.tot for d in self.deliveries.values())
        found = []
        while first <= last:
            found.append(first)
            first = month_after(first)
        return found

    @cached_property
    def covered(self) -> dict[tuple[str, date], bool]:
        """(area, month) that a delivery covers -> whether it covers the whole month; absent is unknown.

        A delivery covers an area when at least one dossier of it was aangemeld in the period of the delivery and
        came with this delivery or a later one.
        """
        found: dict[tuple[str, date], bool] = {}
        for delivery in self.deliveries.values():
            present = {d["sv_id"] for d in self.dossiers if self._proves(d, delivery)}
            for month in self.months:
                if last_day(month) >= delivery.van and month <= delivery.tot:
                    for area in present:
                        found[area, month] = found.get((area, month), False) or delivery.tot >= last_day(month)
        return found

    def _proves(self, dossier: dict, delivery: Delivery) -> bool:
        within = delivery.van <= dossier["datum_aanmelding"] <= delivery.tot
        return within and self.deliveries[dossier["bestand"]].peildatum >= delivery.peildatum


def read_truth(demo: Path, areas: list[str]) -> Truth:
    """The known truth beside a generated demo."""
    dossiers = pl.read_parquet(demo / "waarheid" / "dossiers.parquet").to_dicts()
    deliveries = {}
    for path in sorted((demo / "binc").glob("*.yml")):
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
        file = next(f.name for f in path.parent.iterdir() if f.name.startswith(path.stem) and f != path)
        deliveries[file] = Delivery(said["peildatum"], said["periode_van"], said["periode_tot"])
    return Truth(dossiers, deliveries, areas)


# ------------------------------------------------------------------ days


def month_after(start: date) -> date:
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def last_day(start: date) -> date:
    return month_after(start) - timedelta(days=1)


def same_day_next_month(day: date) -> date:
    """31 January gives the last day of February."""
    following = month_after(day.replace(day=1))
    return following.replace(day=min(day.day, monthrange(following.year, following.month)[1]))


def start_of(month: date, per: str) -> date:
    """The first day of the period in which a month lies."""
    return date(month.year, month.month - (month.month - 1) % LENGTH[per], 1)


# ------------------------------------------------------------------ periods


def periods(truth: Truth, per: str, van: date, tot: date) -> dict[date, list[date]]:
    """First day of each period in the window -> its months in the window."""
    found: dict[date, list[date]] = {}
    for month in truth.months:
        if van <= month <= tot:
            found.setdefault(start_of(month, per), []).append(month)
    return found


def is_whole(truth: Truth, area: str, months: list[date], per: str) -> bool:
    known = truth.covered
    return len(months) == LENGTH[per] and all(known.get((area, month), False) for month in months)


def total(values: list) -> int | None:
    """A sum, unknown as soon as one part is."""
    return None if any(v is None for v in values) else sum(values)


# ------------------------------------------------------------------ the indicators


def requests_by_month(truth: Truth) -> dict[tuple[str, date], int | None]:
    known = truth.covered
    return {
        (area, month): sum(
            1 for d in truth.dossiers if d["sv_id"] == area and month <= d["datum_aanmelding"] <= last_day(month)
        )
        if (area, month) in known
        else None
        for area in truth.areas
        for month in truth.months
    }


def requests(truth: Truth, per: str, van: date, tot: date) -> dict[tuple[str, date], int | None]:
    """Aanmeldingen per area and for Flanders and Brussels."""
    by_month = requests_by_month(truth)
    found = {}
    for start, months in periods(truth, per, van, tot).items():
        for area in truth.areas:
            found[area, start] = total([by_month[area, month] for month in months])
        found[FLANDERS, start] = total([found[area, start] for area in truth.areas])
    return found


def running(truth: Truth, per: str, van: date, tot: date) -> dict[tuple[str, date], int | None]:
    """Started and not ended on the last day of the period."""
    known, found = truth.covered, {}
    for start, months in periods(truth, per, van, tot).items():
        day = last_day(months[-1])
        for area in truth.areas:
            own = [d for d in truth.dossiers if d["sv_id"] == area]
            count = sum(1 for d in own if runs_on(d, day))
            found[area, start] = count if (area, months[-1]) in known else None
        found[FLANDERS, start] = total([found[area, start] for area in truth.areas])
    return found


def runs_on(dossier: dict, day: date) -> bool:
    started, ended = dossier["datum_opstart"], dossier["datum_einde"]
    return started is not None and started <= day and (ended is None or ended > day)


def place_in_time(dossier: dict, peildatum: date, event: str, limit: str) -> str:
    """binnen, later, nog_niet_beoordeelbaar or onbekend."""
    asked, happened = dossier["datum_aanmelding"], dossier[EVENT_COLUMN[event]]
    latest = asked + timedelta(days=30) if limit == "30 dagen" else same_day_next_month(asked)
    if happened is not None:
        return "binnen" if happened <= latest else "later"
    if dossier["datum_einde"] is not None:
        return "onbekend"
    return "nog_niet_beoordeelbaar" if latest >= peildatum else "later"


def in_time(truth: Truth, per: str, van: date, tot: date, event: str, limit: str) -> dict[tuple[str, date], dict]:
    """The four counts; an empty dictionary where they are unknown."""
    known, found = truth.covered, {}
    by_area: dict[tuple[str, date], list[str]] = {}
    for d in truth.dossiers:
        peildatum = truth.deliveries[d["bestand"]].peildatum
        month = d["datum_aanmelding"].replace(day=1)
        by_area.setdefault((d["sv_id"], month), []).append(place_in_time(d, peildatum, event, limit))
    for start, months in periods(truth, per, van, tot).items():
        for areas, name in [*(([a], a) for a in truth.areas), (truth.areas, FLANDERS)]:
            cells = [(a, m) for a in areas for m in months]
            places = [place for cell in cells for place in by_area.get(cell, [])]
            found[name, start] = counted(places) if all(cell in known for cell in cells) else {}
    return found


def counted(places: list[str]) -> dict[str, int]:
    return {name: places.count(name) for name in ("binnen", "later", "nog_niet_beoordeelbaar", "onbekend")}
