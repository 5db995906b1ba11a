"""What may be compared with what: a matrix of measures and years, and the caveats and breaks behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from figures.figure import area_names, figure
from figures.guard import Verdict, compare_periods
from figures.meaning import Break, Caveat, all_breaks, all_caveats
from queries import ask, current_version

# Name on screen -> the measures of the caveats.
MEASURES = {
    "Aanmeldingen": "aanmeldingen",
    "Binnen de maand": "tijdigheid",
    "Trajecten": "trajecten",
    "Personeel (VTE)": "vte",
    "Middelen": "middelen",
    "Cijfers per inwoner": "per_hoofd",
    "Cijfers per gemeente": "gemeente",
    "Inwoners": "inwoners",
    "Partners": "partners",
    "Registratie": "registratie",
}
YEARS = range(2017, 2027)
_NO_DATA = "–"


@dataclass(frozen=True)
class Cell:
    """One measure in one year: its regime (A, B, ...), whether a warning applies, and why not to compare across."""

    letter: str
    warned: bool
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.letter} ▲" if self.warned else self.letter


@dataclass(frozen=True)
class Matrix:
    """Rows of cells per measure; columns are years."""

    years: tuple[int, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


def comparability_table() -> Matrix:
    """The matrix for the measures that have figures, years by the dates the figures themselves have."""
    known = _years_with_figures()
    return Matrix(tuple(YEARS), tuple((name, _row(MEASURES[name], years)) for name, years in known.items()))


def _row(measure: str, with_figures: set[int]) -> tuple[Cell, ...]:
    """A new letter begins where the guard forbids comparing with the year before that has figures."""
    cells, letter, previous = [], "A", None
    for year in YEARS:
        if year not in with_figures:
            cells.append(Cell(_NO_DATA, False, ()))
            continue
        verdict = _verdict(measure, previous, year) if previous else None
        if verdict and not verdict.allowed:
            letter = chr(ord(letter) + 1)
        cells.append(Cell(letter, _warned(measure, year), verdict.reasons if verdict else ()))
        previous = year
    return tuple(cells)


def _verdict(measure: str, one: int, other: int) -> Verdict:
    version = current_version()
    return compare_periods(version, frozenset([measure]), frozenset(area_names(version)), _year(one), _year(other))


def _warned(measure: str, year: int) -> bool:
    return _verdict(measure, year, year).severity == "waarschuwing"


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _years_with_figures() -> dict[str, set[int]]:
    """Years for which this monitor holds a figure, by measure."""
    registered = {day.year for day in ask("perioden")["jaar"]}
    published = {day.year for day in figure("aanmeldingen_gepubliceerd").data["periode"]}
    return {
        "Aanmeldingen": registered | published,
        "Binnen de maand": registered,
        "Trajecten": registered,
        "Cijfers per inwoner": registered,
        "Personeel (VTE)": {day.year for day in figure("vte_totaal").data["periode"]},
        "Middelen": {day.year for day in (*figure("budget").data["periode"], *figure("budget_2017").data["periode"])},
    }


def filtered_caveats(measure: str | None, year: int | None, areas: tuple[str, ...]) -> list[Caveat]:
    """The caveats that apply to a measure, a year and areas; None or empty means all."""
    first, last = _year(year) if year else (date(1900, 1, 1), date(2999, 12, 31))
    return [
        c
        for c in all_caveats(current_version())
        if _concerns(c, measure, areas) and c.applies(c.measures or _ANY, c.areas or _ANY, first, last)
    ]


_ANY = frozenset(["*"])


def _concerns(caveat: Caveat, measure: str | None, areas: tuple[str, ...]) -> bool:
    by_measure = measure is None or caveat.measures is None or measure in caveat.measures
    by_area = not areas or caveat.areas is None or bool(caveat.areas & _with_predecessors(areas))
    return by_measure and by_area


def _with_predecessors(areas: tuple[str, ...]) -> set[str]:
    """The areas and their predecessors: a caveat about a predecessor concerns who reads about its successor."""
    rows = ask("vte").select("gebied", "sv_id").unique()
    return set(areas) | {old for old, new in rows.iter_rows() if new in areas}


def filtered_breaks(measure: str | None, year: int | None, areas: tuple[str, ...]) -> list[Break]:
    """The breaks for a measure and a year; areas make no difference to a break."""
    del areas
    return [
        b
        for b in all_breaks(current_version())
        if (measure is None or b.concerns(frozenset([measure]))) and (year is None or b.day.year == year)
    ]
