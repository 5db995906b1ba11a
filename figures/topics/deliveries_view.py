"""The page Leveringen in words and tables: the report of an upload, what loading it would change, the history of loads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from figures import text
from figures.figure import DEMO_WORD, Figure, build_info, figure
from figures.wording.tables import Table
from queries import current_version, warehouse_path

FIRST_DAY = date(2018, 9, 1)  # no aanmelding can be older, so no delivery either
PLACES = {
    "geladen": "in de cijfers",
    "geweigerd": "een verplichte waarde ontbreekt of is niet leesbaar",
    "dubbel": "staat nog eens in dit bestand",
    "vervangen": "oudere versie van een dossier in dit bestand",
    "test": "testdossier",
    "voetregel": "totaalrij, voetregel, lege rij of herhaalde kop",
}
LOADED, TAKEN_BACK = "geladen", "teruggenomen"
FURTHER_ON = "komt pas verderop in het bestand voor; zie blad Regels van het Excel-verslag."


@dataclass(frozen=True)
class Verdict:
    """May this delivery be loaded? `kind` is goed, opmerkingen or geweigerd; `sentence` says so and what to do."""

    kind: str
    sentence: str


# ------------------------------------------------------------------ the report of an upload


def verdict(report: Any) -> Verdict:
    """The one thing to know of a report (etl.deliveries.DeliveryReport)."""
    if report.refused:
        return Verdict("geweigerd", f"Geweigerd, er wordt niets geladen. {_sentence(report.refused)}")
    unknown = sum(rows for code, _, rows, _ in report.outcome.problems if code.startswith("W"))
    refused = report.outcome.geweigerd
    if not (unknown or refused):
        return Verdict("goed", "Kan geladen worden: er is niets te verbeteren.")
    found = [
        *([_count(refused, "rij geweigerd", "rijen geweigerd")] if refused else []),
        *([_count(unknown, "waarde op onbekend gezet", "waarden op onbekend gezet")] if unknown else []),
    ]
    advice = (
        "Stuur het Excel-verslag naar de afzender voor een verbeterde levering; de andere rijen kunt u nu al laden."
    )
    return Verdict("opmerkingen", f"Kan geladen worden, met opmerkingen: {text.enumeration(found)}. {advice}")


def accounting(outcome: Any) -> str:
    """gelezen = geladen + geweigerd + dubbel + vervangen + test + voetregel, with the numbers of this file."""
    parts = " + ".join(f"{text.number(getattr(outcome, place))} {place}" for place in PLACES)
    return f"{text.number(outcome.gelezen)} gelezen = {parts}"


def places_table(outcome: Any) -> Table:
    """Where every row of the file goes."""
    rows = [("gelezen", text.number(outcome.gelezen), "rijen in het bestand, na de kop")]
    rows += [(place, text.number(getattr(outcome, place)), meaning) for place, meaning in PLACES.items()]
    caption = f"Waar elke rij van dit bestand blijft: {accounting(outcome)}"
    return Table(caption, ("Plaats", "Rijen", "Wat dat is"), tuple(rows), frozenset({1}))


def rules_table(report: Any, most: int | None = None) -> Table:
    """Each rule that was broken, refused rows first, then the most frequent: how often, from which line on, what to do."""
    said = {line.code: f"{line.zin}; {line.actie}." for line in reversed(report.lines)}
    found = sorted(_problems(report), key=lambda problem: (problem[0][0] == "W", -problem[2], problem[0], problem[1]))
    rows = tuple(
        (code, said.get(code, FURTHER_ON), column, text.number(rows), str(first))
        for code, column, rows, first in found[:most]
    )
    left = len(found) - len(rows)
    note = f"En nog {_count(left, 'andere soort', 'andere soorten')}." if left else ""
    columns = ("Code", "Wat er mis is, en wat te doen", "Kolom", "Rijen", "Eerst op regel")
    return Table("Wat er te verbeteren is, per soort", columns, rows, frozenset({3, 4}), note=note)


def _problems(report: Any) -> list[tuple[str, str, int, int]]:
    """(code, column, rows, first line); of a refused file as far as its places are known."""
    if report.outcome.problems:
        return list(report.outcome.problems)
    found: dict[tuple[str, str], list[int]] = {}
    for line in report.lines:
        found.setdefault((line.code, line.kolom), []).append(line.regel)
    return [(*key, len(lines), min(lines)) for key, lines in sorted(found.items())]


def lines_table(report: Any, most: int) -> Table:
    """The first places to correct, by line of the file."""
    rows = tuple((str(line.regel), f"{line.zin}; {line.actie}.", line.kolom, line.code) for line in report.lines[:most])
    left = len(report.lines) - len(rows) + report.more
    note = f"En nog {_count(left, 'plaats', 'plaatsen')}. Ze staan in het Excel-verslag." if left else ""
    if report.more:
        note = f"En nog {_count(left, 'plaats', 'plaatsen')}. De eerste {text.number(len(report.lines))} staan in het Excel-verslag."
    columns = ("Regel", "Wat er mis is, en wat te doen", "Kolom", "Code")
    return Table(f"De eerste {_count(len(rows), 'plaats', 'plaatsen')} in het bestand", columns, rows, note=note)


def left_out(outcome: Any) -> str:
    """Which columns of the file are not kept; an empty text when all are."""
    if not outcome.dropped:
        return ""
    return f"Niet ingelezen en niet bewaard: {text.enumeration(list(outcome.dropped))}."


# ------------------------------------------------------------------ what the reader fills in


def suggested_title(peildatum: date) -> str:
    """A title that says what the delivery is."""
    return f"Registraties in BINC, peildatum {text.long_date(peildatum)}"


def possible_peildatum(found: date | None, today: date) -> date:
    """The day that was found, when it can be one: not before the first aanmelding, not after today."""
    return min(max(found or today, FIRST_DAY), today)


# ------------------------------------------------------------------ what loading would change


def preview_sentence(changes: Sequence[Any]) -> str:
    """The totals of a preview, in dossiers."""
    if not changes:
        return "Laden verandert geen enkel dossier: alles staat al zo in de monitor."
    added, changed, gone = _totals(changes)
    areas = len({change.sv_id for change in changes})
    where = _count(areas, "samenwerkingsverband", "samenwerkingsverbanden")
    moved = " Een dossier dat van maand verandert, telt bij erbij en bij verdwenen." if gone else ""
    return (
        f"Erbij: {_count(added, 'dossier', 'dossiers')}. Gewijzigd: {text.number(changed)}. Verdwenen uit hun maand: "
        f"{text.number(gone)}. Samen in {where}.{moved}"
    )


def preview_table(changes: Sequence[Any]) -> Table:
    """A row per samenwerkingsverband, all months together; the total last."""
    rows = [
        (name, *_numbers([c for c in changes if c.naam == name])) for name in dict.fromkeys(c.naam for c in changes)
    ]
    rows.append((text.AREAS["vlaanderen-brussel"], *_numbers(changes)))
    columns = ("Samenwerkingsverband", "Erbij", "Gewijzigd", "Verdwenen uit hun maand")
    return Table("Wat laden verandert, in dossiers", columns, tuple(rows), frozenset({1, 2, 3}))


def preview_months(changes: Sequence[Any]) -> Table:
    """A row per samenwerkingsverband and month of aanmelding."""
    rows = tuple((c.naam, text.period_label(c.maand, "maand"), *_numbers([c])) for c in changes)
    columns = ("Samenwerkingsverband", "Maand van aanmelding", "Erbij", "Gewijzigd", "Verdwenen uit de maand")
    return Table("Wat laden verandert, per maand, in dossiers", columns, rows, frozenset({2, 3, 4}))


def _totals(changes: Sequence[Any]) -> tuple[int, int, int]:
    return tuple(sum(getattr(c, kind) for c in changes) for kind in ("toegevoegd", "gewijzigd", "verdwenen"))


def _numbers(changes: Sequence[Any]) -> tuple[str, ...]:
    return tuple(text.number(total) for total in _totals(changes))


def changes_table(changed: Figure) -> Table:
    """The figure 'wat veranderde er' by kind: a row per area and period in which something changed, the totals last."""
    shown = pl.concat([changed.areas, changed.totals]).filter(pl.col("toestand") != "nul")
    kinds = ("toegevoegd", "gewijzigd", "verdwenen")
    rows = tuple(
        (
            row["naam"],
            text.period_label(row["periode"], changed.choice.per),
            text.cell(row["waarde"], row["toestand"]),
            *(_kind_cell(row[kind]) for kind in kinds),
        )
        for row in shown.iter_rows(named=True)
    )
    columns = ("Samenwerkingsverband", "Periode", "Samen", "Erbij", "Gewijzigd", "Verdwenen")
    note = f"x = {text.STATES['verborgen'][1]}; - = {text.STATES['nul'][1]}"
    caption = f"{f'{DEMO_WORD} · ' if changed.demo else ''}Naar soort wijziging, in dossiers, {changed.period}"
    return Table(caption, columns, rows, frozenset({2, 3, 4, 5}), note=note)


def _kind_cell(count: int | None) -> str:
    if count is None:
        return text.STATES["verborgen"][0]
    return text.number(count) if count else text.STATES["nul"][0]


# ------------------------------------------------------------------ history


def history_table(loadings: Sequence[Any]) -> Table:
    """Every load and every taking back, the newest first."""
    rows = tuple(
        (
            _moment(one.moment),
            one.actie,
            one.bestand,
            one.status,
            *(_known(getattr(one, n)) for n in ("gelezen", *PLACES)),
        )
        for one in loadings
    )
    columns = ("Wanneer", "Wat", "Bestand", "Status", "Gelezen", *(place.capitalize() for place in PLACES))
    note = "? = zelf in de map gezet: de aantallen van toen zijn niet opgeschreven." if _by_hand(loadings) else ""
    return Table("Alle ladingen, de nieuwste eerst", columns, rows, frozenset(range(4, len(columns))), note=note)


def last_standing(loadings: Sequence[Any]) -> Any | None:
    """The last load that was not taken back; None when there is none. A file that was put there by hand is no load."""
    back: Counter[tuple[str, str]] = Counter()
    for one in loadings:
        key = (one.bestand, one.sha256)
        if one.actie == TAKEN_BACK:
            back[key] += 1
        elif back[key]:
            back[key] -= 1
        elif one.gelezen is not None:
            return one
    return None


def loaded_sentence(loadings: Sequence[Any], sha256: str) -> str:
    """What to say of a file that is in the monitor already."""
    found = next((one for one in loadings if one.sha256 == sha256 and one.actie == LOADED), None)
    if found is None or found.gelezen is None:
        return "Dit bestand is al geladen. Er is niets te doen."
    return (
        f"Geladen op {_moment(found.moment)} als {found.bestand}: {text.number(found.geladen)} van {text.number(found.gelezen)} "
        "rijen staan in de cijfers. De monitor toont de nieuwe cijfers. Hieronder kunt u de lading ongedaan maken."
    )


def taken_back_sentence(loadings: Sequence[Any]) -> str:
    """What was done last, when that was a taking back; otherwise an empty text."""
    if not loadings or loadings[0].actie != TAKEN_BACK:
        return ""
    return (
        f"{loadings[0].bestand} is teruggenomen op {_moment(loadings[0].moment)}. De monitor toont weer de cijfers van ervoor. "
        "Het bestand zelf is bewaard, in de map teruggenomen naast de andere leveringen."
    )


def _by_hand(loadings: Sequence[Any]) -> bool:
    return any(one.gelezen is None for one in loadings)


def _known(count: int | None) -> str:
    return text.number(count)


def _moment(moment: datetime) -> str:
    """In the time of this machine."""
    return moment.astimezone().strftime("%d/%m/%Y %H:%M")


# ------------------------------------------------------------------ what stands in the monitor now


def warehouse() -> Path:
    """The warehouse the monitor reads, and that a load replaces."""
    return warehouse_path()


def demo_is_loaded() -> bool:
    """Whether rows of the demo folder are in the monitor."""
    return _registrations().filter(pl.col("bestand").str.starts_with("demo/")).height > 0


def is_loaded(sha256: str) -> bool:
    """Whether a file with this checksum is in the monitor as a real delivery."""
    real = ~pl.col("bestand").str.starts_with("demo/")
    return _registrations().filter(real & (pl.col("sha256") == sha256)).height > 0


def data_name() -> str:
    """The name of the data that are shown now; other data have another name."""
    return build_info(current_version())["data_versie"]


def _registrations() -> pl.DataFrame:
    return figure("bestanden").data.filter(pl.col("soort") == "registratie")


def _count(number: int, one: str, more: str) -> str:
    return f"{text.number(number)} {one if number == 1 else more}"


def _sentence(said: str) -> str:
    return said if said.endswith((".", "?", "!")) else f"{said}."
