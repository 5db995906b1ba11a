"""What the registration system knows of the cases on a given day, and what a delivery of that day holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import numpy as np
import polars as pl

EVENTS = ("eerste_contact", "eerste_interventie", "opstart", "einde")
CANONICAL = (
    "dossier_id",
    "sv_id",
    "voorziening_id",
    "client_pid",
    "gezin_pid",
    "geboortejaar",
    "geslacht",
    "nis_gemeente",
    "datum_aanmelding",
    "datum_eerste_contact",
    "datum_eerste_interventie",
    "datum_opstart",
    "datum_einde",
    "aanmelder",
    "verwijzingsgrond",
    "gezinssamenstelling",
    "hulpvragen",
    "reden_niet_binnen_maand",
    "reden_einde",
    "vervolghulp_aangewezen",
    "vervolghulp_gerealiseerd",
    "elp_consulten",
    "registratiedatum",
    "laatste_wijziging",
)


@dataclass(frozen=True)
class Moment:
    """One delivery in time: the calendar year it is about, its peildatum, and the peildatum of the one before."""

    jaar: int
    peildatum: date
    vorige: date | None


def known_on(cases: pl.DataFrame, day: date) -> pl.DataFrame:
    """The dossiers registered before `day`, as they stood then: the columns of CANONICAL.

    An event that happened but was not registered yet is null; laatste_wijziging is the newest registration.
    """
    moment = datetime.combine(day, time())
    known = {name: (pl.col(f"s_{name}") < moment).fill_null(False) for name in (*EVENTS, "correctie")}
    dates = [pl.when(known[name]).then(f"datum_{name}").alias(f"datum_{name}") for name in EVENTS if name != "opstart"]
    return (
        cases.filter(pl.col("s_aanmelding") < moment)
        .with_columns(*dates, _opstart(known), *_answers(known), pl.col("s_aanmelding").alias("registratiedatum"))
        .with_columns(_newest(known))
        .select(CANONICAL)
    )


def _opstart(known: dict[str, pl.Expr]) -> pl.Expr:
    """Until it is corrected, a wrong opstart is the day of the aanmelding: what the form fills in by itself."""
    wrong = pl.col("s_correctie").is_not_null() & ~known["correctie"]
    seen = pl.when(wrong).then("datum_aanmelding").otherwise("datum_opstart")
    return pl.when(known["opstart"]).then(seen).alias("datum_opstart")


def _answers(known: dict[str, pl.Expr]) -> list[pl.Expr]:
    at_end = ("reden_einde", "vervolghulp_aangewezen", "vervolghulp_gerealiseerd")
    helped = known["eerste_interventie"] | known["einde"]
    shown = {**dict.fromkeys(at_end, known["einde"]), "reden_niet_binnen_maand": helped, "elp_consulten": helped}
    return [pl.when(seen).then(name).alias(name) for name, seen in shown.items()]


def _newest(known: dict[str, pl.Expr]) -> pl.Expr:
    stamps = [pl.when(seen).then(f"s_{name}") for name, seen in known.items()]
    return pl.max_horizontal("s_aanmelding", *stamps).alias("laatste_wijziging")


def delivered(cases: pl.DataFrame, moment: Moment, rng: np.random.Generator) -> pl.DataFrame:
    """The rows of one delivery, without dirt: new and changed dossiers, and some that did not need to be there.

    Those are: 1 % of the older dossiers that did not change, 0.4 % older versions and 0.3 % exact copies.
    """
    state = known_on(cases, moment.peildatum).filter(pl.col("datum_aanmelding").dt.year() <= moment.jaar)
    own_year = pl.col("datum_aanmelding").dt.year() == moment.jaar
    changed = pl.col("laatste_wijziging") >= datetime.combine(moment.vorige or date.min, time())
    unchanged = pl.Series(rng.random(state.height) < 0.01) if moment.vorige else pl.lit(False)
    rows = state.filter(own_year | (changed & (moment.vorige is not None)) | unchanged)
    return pl.concat([rows, _older(cases, rows, moment, rng), _some(rows, 0.003, rng)])


def _older(cases: pl.DataFrame, rows: pl.DataFrame, moment: Moment, rng: np.random.Generator) -> pl.DataFrame:
    """Versions of half a year before of a few of the rows."""
    before = moment.peildatum.replace(month=(moment.peildatum.month + 5) % 12 + 1)
    before = before if before < moment.peildatum else before.replace(year=before.year - 1)
    chosen = _some(rows, 0.01, rng).select("sv_id", "dossier_id")
    return known_on(cases.join(chosen, on=["sv_id", "dossier_id"], how="semi", maintain_order="left"), before)


def _some(rows: pl.DataFrame, share: float, rng: np.random.Generator) -> pl.DataFrame:
    """A sorted random selection of at least two rows."""
    count = min(rows.height, max(2, round(rows.height * share)))
    return rows[np.sort(rng.choice(rows.height, count, replace=False))]
