"""The main figures of the pages counted by pandas from the dossiers themselves, to hold the questions against.

Every function takes the frame of `read` and gives whole numbers per sv_id and month (and what else is in the name of its
index levels). Nothing here looks at etl/*.sql or queries/*.sql: it is a second reading of the same definitions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

FLANDERS = "vlaanderen-brussel"
CELL = ["gebied", "periode"]
COLUMNS = ("datum_aanmelding", "datum_eerste_interventie", "datum_opstart", "datum_einde", "peildatum")
PARTS = ["binnen", "later", "nog_niet_beoordeelbaar", "onbekend"]
RETURNS = ["terug", "niet_terug", "nog_niet_beoordeelbaar", "onbekend"]
WINDOW = pd.Timedelta(days=365)
FLAT = 1e-9  # products of fractions miss 1/2 by some 1e-16


@dataclass(frozen=True)
class Counted:
    """One figure: its name for a reader, the question that answers it, what the rows and numbers of both are called."""

    title: str
    question: str
    make: Callable[[pd.DataFrame], pd.DataFrame]
    key: list[str]
    numbers: list[str]


def read(path: Path) -> pd.DataFrame:
    """One row per dossier: sv_id, client_pid, aanmelder, the dates, peildatum (of its delivery) and `maand` of aanmelding."""
    dossiers = pd.read_parquet(path)
    return dossiers.assign(gebied=dossiers["sv_id"], maand=month(dossiers["datum_aanmelding"]))


def month(days: pd.Series) -> np.ndarray:
    """The first day of each month; through numpy, five times as fast as by pandas periods."""
    return days.to_numpy().astype("datetime64[M]").astype("datetime64[ms]")


# ------------------------------------------------------------------ the figures


def registered(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Aanmeldingen: dossiers by the day of aanmelding."""
    return _with_flanders(_size(dossiers, "maand").to_frame("waarde"))


def in_time(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Binnen de maand: the four parts, for the first interventie within 30 days."""
    event, limit = dossiers["datum_eerste_interventie"], dossiers["datum_aanmelding"] + pd.Timedelta(days=30)
    missing, runs, over = event.isna(), dossiers["datum_einde"].isna(), limit < dossiers["peildatum"]
    waits = missing & runs
    parts = pd.DataFrame(
        {"binnen": event <= limit, "later": (event > limit) | (waits & over), "nog_niet_beoordeelbaar": waits & ~over, "onbekend": missing & ~runs}
    )  # fmt: skip
    return _with_flanders(_summed(parts, dossiers["gebied"], dossiers["maand"]))


def running(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Lopende trajecten at the end of each month: all that started so far minus all that ended so far."""
    started = dossiers[dossiers["datum_opstart"].notna()]
    ended = started[started["datum_einde"].notna()]
    flows = [_size(frame, month(frame[day])) for frame, day in ((started, "datum_opstart"), (ended, "datum_einde"))]
    by_area = [flow.unstack("gebied", fill_value=0) for flow in flows]
    months = _calendar(dossiers).union(by_area[0].index).union(by_area[1].index)
    first, last = (flow.reindex(months, fill_value=0).cumsum() for flow in by_area)
    stock = first.sub(last, fill_value=0).loc[_calendar(dossiers)]
    return _with_flanders(stock.stack().swaplevel().to_frame("waarde"))


def by_aanmelder(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Profiel: dossiers by who sent them; without a value is onbekend."""
    who = dossiers["aanmelder"].cat.add_categories({"onbekend"} - set(dossiers["aanmelder"].cat.categories))
    counted = _size(dossiers, "maand", who.fillna("onbekend")).to_frame("teller")
    return _with_flanders(counted.rename_axis(index={"aanmelder": "onderdeel"}))


def waiting(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Wachttijd: the median of Kaplan and Meier in days until the first interventie, NaN when it is not reached."""
    event = dossiers["datum_eerste_interventie"]
    known = event.notna() | dossiers["datum_einde"].isna()
    waits = dossiers.loc[known, ["gebied", "maand"]].assign(
        dagen=(event.fillna(dossiers["peildatum"]) - dossiers["datum_aanmelding"]).dt.days[known], gebeurd=event.notna()[known]
    )  # fmt: skip
    spread = _size(waits, "maand", waits["dagen"], waits["gebeurd"]).to_frame("n")
    return _medians(_with_flanders(spread)["n"].unstack("gebeurd", fill_value=0)).to_frame("waarde")


def returned(dossiers: pd.DataFrame) -> pd.DataFrame:
    """Terugkeer within 12 months of the day of ending, anywhere in Flanders, by the pseudonym of the client."""
    ended = dossiers[dossiers["datum_einde"].notna()]
    until, known, after = ended["datum_einde"] + WINDOW, ended["client_pid"].notna(), _next_day(dossiers)
    over = until <= dossiers["peildatum"].max()
    back = after.reindex(ended.index) <= until
    parts = {
        "terug": over & known & back, "niet_terug": over & known & ~back, "nog_niet_beoordeelbaar": ~over,
        "onbekend": over & ~known,
    }  # fmt: skip
    maand = pd.Series(month(ended["datum_einde"]), index=ended.index, name="maand")
    return _with_flanders(_summed(pd.DataFrame(parts), ended["gebied"], maand))


FIGURES = (
    Counted("Aanmeldingen", "aanmeldingen", registered, CELL, ["waarde"]),
    Counted("Binnen de maand, de vier delen", "binnen_de_maand", in_time, CELL, PARTS),
    Counted("Lopende trajecten", "lopende_trajecten", running, CELL, ["waarde"]),
    Counted("Profiel naar aanmelder", "profiel", by_aanmelder, [*CELL, "onderdeel"], ["teller"]),
    Counted("Wachttijd (mediaan)", "wachttijd", waiting, CELL, ["waarde"]),
    Counted("Opnieuw aangemeld", "terugkeer", returned, CELL, RETURNS),
)


# ------------------------------------------------------------------ how they are counted


def _size(dossiers: pd.DataFrame, maand: str | np.ndarray, *more: pd.Series) -> pd.Series:
    return (
        dossiers.groupby(["gebied", maand, *more], observed=True)
        .size()
        .rename_axis(index=[*CELL, *(s.name for s in more)])
    )


def _summed(parts: pd.DataFrame, gebied: pd.Series, maand: pd.Series) -> pd.DataFrame:
    return parts.groupby([gebied, maand], observed=True).sum().rename_axis(index=CELL)


def _calendar(dossiers: pd.DataFrame) -> pd.DatetimeIndex:
    return pd.date_range(dossiers["maand"].min(), dossiers["peildatum"].max(), freq="MS", name="periode", unit="ms")


def _with_flanders(counted: pd.DataFrame) -> pd.DataFrame:
    """The same rows, and those of all areas together."""
    rest = counted.index.names[1:]
    whole = counted.groupby(level=rest, observed=True).sum()
    total = pd.concat({FLANDERS: whole}, names=["gebied"])
    areas = counted.set_axis(counted.index.set_levels(counted.index.levels[0].astype(str), level="gebied"))
    return pd.concat([areas, total])


def _medians(spread: pd.DataFrame) -> pd.Series:
    """Per cell the first day on which at most half still waits; exactly half for a while: the middle of that stretch."""
    ordered = spread.sort_index().rename(columns={True: "d", False: "open"}).reset_index("dagen")
    cell = [ordered.index.get_level_values(name) for name in CELL]
    alle = ordered["d"] + ordered["open"]
    at_risk = alle.groupby(cell).transform("sum") - alle.groupby(cell).cumsum() + alle
    gevolgd = ordered["dagen"].groupby(cell).transform("max")
    curve = ordered.assign(factor=1 - ordered["d"] / at_risk, gevolgd=gevolgd)[ordered["d"] > 0]
    by_cell = curve.groupby(CELL)
    curve = curve.assign(s=by_cell["factor"].cumprod(), volgende=by_cell["dagen"].shift(-1).fillna(curve["gevolgd"]))
    half = curve[curve["s"] <= 0.5 + FLAT].groupby(CELL).head(1)
    end = half["volgende"].where((half["s"] - 0.5).abs() <= FLAT, half["dagen"])
    return ((half["dagen"] + end) / 2).reindex(spread.index.droplevel("dagen").unique())


def _next_day(dossiers: pd.DataFrame) -> pd.Series:
    """Per ended dossier of a client with more than one: the first day of aanmelding after its end."""
    client = dossiers["client_pid"]
    often = dossiers.loc[
        client.notna() & client.duplicated(keep=False), ["client_pid", "datum_aanmelding", "datum_einde"]
    ]
    ended = often[often["datum_einde"].notna()][["client_pid", "datum_einde"]].reset_index(names="rij")
    pairs = ended.merge(often[["client_pid", "datum_aanmelding"]], on="client_pid")
    later = pairs[pairs["datum_aanmelding"] > pairs["datum_einde"]]
    return later.groupby("rij")["datum_aanmelding"].min()
