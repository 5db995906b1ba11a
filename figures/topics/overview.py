"""What the front page says: the latest values, what is new, and the three caveats that weigh most."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from figures import text
from figures.figure import Choice, Figure, figure
from figures.meaning import Caveat, all_caveats
from queries import current_version

# Chosen for a reader who reads only three: 2020 against 2021, area against area, and what one unit is.
MOST_IMPORTANT = ("C12", "C3", "P2")


@dataclass(frozen=True)
class Value:
    """One number of the front page with the figure it comes from."""

    figure: Figure
    value: str
    unit: str
    period: str
    areas: tuple[str, ...] = ()  # what the chosen areas have, each in words


def latest_values(choice: Choice, chosen: tuple[str, ...] = ()) -> list[Value]:
    """The latest whole period of the choice for aanmeldingen and share binnen de maand, running trajecten at the end of
    its latest whole month, and the published VTE and means; with the values of the chosen areas."""
    found = [
        _latest_total("aanmeldingen", choice, chosen),
        _latest_total("lopende_trajecten", replace(choice, per="maand"), chosen),
        _latest_total("binnen_de_maand", choice, chosen),
        _fixed("vte_totaal", ()),
        _fixed("budget", chosen),
    ]
    return [value for value in found if value]


def _latest_total(name: str, choice: Choice, chosen: tuple[str, ...]) -> Value | None:
    per, within = choice.per, figure(name, choice)
    whole = within.totals.filter(pl.col("volledig"))
    if whole.is_empty():
        return None
    shown = within.at(whole["periode"].max())
    row = shown.totals.row(0, named=True)
    moment = text.long_date(shown.last) if per == "maand" else text.period_label(row["periode"], per)
    return _value(shown, row, moment, chosen)


def _fixed(name: str, chosen: tuple[str, ...]) -> Value:
    shown = figure(name)
    row = (shown.totals if name == "budget" else shown.data).row(0, named=True)
    moment = row.get("periode_tekst") or text.long_date(row["periode"])
    return _value(shown, row, moment, chosen)


def _value(shown: Figure, row: dict, moment: str, chosen: tuple[str, ...]) -> Value:
    own = shown.areas.filter(pl.col("gebied").is_in(chosen)) if chosen else shown.areas.clear()
    said = tuple(
        f"{r['naam']}: {text.cell(r['waarde'], r['toestand'], shown.decimals)}" for r in own.iter_rows(named=True)
    )
    return Value(shown, text.cell(row["waarde"], row["toestand"], shown.decimals), _unit(shown), moment, said)


def _unit(shown: Figure) -> str:
    return shown.unit.replace("procent", "% (procent)") if shown.unit.startswith("procent") else shown.unit


def whats_new() -> list[str]:
    """In one or two sentences: the latest delivery and how far the data reach."""
    rows = figure("leveringen").data.sort("peildatum")
    if rows.is_empty():
        return [
            "Er zijn nog geen registraties geladen. Zet een levering in de map data/raw/binc en maak de gegevens opnieuw met: python -m etl"
        ]
    last = rows.row(-1, named=True)
    return [
        f"De laatste levering is “{last['titel']}”, met peildatum {text.long_date(last['peildatum'])} en status {last['status']}: "
        f"{text.number(last['gelezen'])} rijen gelezen, {text.number(last['geladen'])} geladen.",
        "Eerdere cijfers kunnen daardoor veranderd zijn: dossiers worden laat geregistreerd, verbeterd en afgesloten.",
    ]


def most_important_caveats() -> tuple[Caveat, ...]:
    """The three caveats of the front page."""
    known = {c.id: c for c in all_caveats(current_version())}
    return tuple(known[one] for one in MOST_IMPORTANT)
