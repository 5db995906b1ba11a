"""The figures of one area at a glance: its own whole years, and its place among the others where that is fair.

A number of dossiers depends on the size of an area, so only rates, shares and medians are set beside other areas, and only
those that the guard leaves. Nothing is ranked: the others stand there without a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from figures import guard, text
from figures.catalogue import LINE, view
from figures.dialoog.dialogue import Dialogue, Item
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_WORD, Choice, Figure
from figures.meaning import Break, Caveat
from figures.topics import comparing
from queries import current_version

# Numbers of dossiers first, then what can be set beside other areas.
COUNTED = ("aanmeldingen", "lopende_trajecten")
COMPARED = ("aanmeldingen_per_1000", "binnen_de_maand", "wachttijd", "trajectduur")
BY_SIZE = "Een aantal hangt af van de grootte van een gebied: het staat niet naast andere."
NOT_BESIDE = "Dit gebied staat hier niet naast de andere: de kanttekeningen bij de figuur zeggen waarom."
BEFORE_ROUNDING = "Een verschil is berekend vóór het afronden."
TOO_FEW = 3  # areas with a number; below it a spread says nothing


@dataclass(frozen=True)
class Year:
    """A whole year of the area: its label, its value (None when hidden or unknown) and what stands in its place."""

    label: str
    value: float | None
    said: str


@dataclass(frozen=True)
class Spread:
    """The values of one year: the area, the areas most like it, the other areas, and Flanders with Brussels."""

    own: float
    alike: tuple[float, ...]
    others: tuple[float, ...]
    whole: float | None


@dataclass(frozen=True)
class Glance:
    """One measure of one area. `change` is what the guard lets one say of its last two years; `beside` says in words what
    `spread` draws, or why there is none."""

    exhibit: Exhibit
    years: tuple[Year, ...]
    change: str
    spread: Spread | None
    beside: str

    @property
    def title(self) -> str:
        """The name of the measure."""
        return self.exhibit.figure.title

    @property
    def unit(self) -> str:
        """The unit, short where the question has a short one."""
        return (self.exhibit.figure.question.eenheid_kort or self.exhibit.figure.unit).strip("()")

    @property
    def said(self) -> str:
        """The years in words."""
        return ", ".join(f"{year.label}: {year.said}" for year in self.years)


def glances(told: Dialogue, choice: Choice) -> tuple[Glance, ...]:
    """The measures of the area of a story that have a whole year within the choice; years without a blocking break between."""
    made = (exhibit(view(name, LINE, _per_year(choice), (told.area,))) for name in (*COUNTED, *COMPARED))
    found = (_glance(one, told) for one in made)
    return tuple(one for one in found if one)


def not_at_a_glance(told: Dialogue, found: tuple[Glance, ...]) -> tuple[Item, ...]:
    """What the story says in brief and no glance shows."""
    shown = {f"{one.exhibit.view.name}_vergelijking" for one in found}
    return tuple(item for item in told.brief if item.exhibit.view.name not in shown)


def caption(found: tuple[Glance, ...], name: str) -> str:
    """The title of the table of an area with this name."""
    demo = f"{DEMO_WORD} · " if any(one.exhibit.figure.demo for one in found) else ""
    return f"{demo}{name}, hele jaren, en zijn plaats naast de andere gebieden in het laatste daarvan"


def breaks_within(found: tuple[Glance, ...]) -> tuple[Break, ...]:
    """The breaks inside the years that are shown, each once."""
    every = {brk: None for one in found for brk in one.exhibit.figure.breaks if _shows(one, brk.day)}
    return tuple(sorted(every, key=lambda brk: brk.day))


def caveats_of(found: tuple[Glance, ...]) -> tuple[Caveat, ...]:
    """What weighs on setting the last year of one area beside the others, each once."""
    every = {c for one in found if one.spread for c in one.exhibit.figure.caveats if c.severity != "info"}
    return tuple(sorted(every, key=lambda caveat: caveat.id))


def _shows(one: Glance, day: date) -> bool:
    return one.years[0].label <= str(day.year) <= one.years[-1].label


def _per_year(choice: Choice) -> Choice:
    return Choice(van=choice.van, tot=choice.tot, per="jaar")


def _alike(told: Dialogue) -> tuple[str, ...]:
    """The names of the areas most like the area of a story."""
    shown = next((one for one in told.exhibits if one.view.name == "vergelijkbare_gebieden"), None)
    return tuple(shown.figure.data["buur"]) if shown else ()


def _change(told: Dialogue, name: str) -> str:
    """The change of the last two years, from the comparison in the story; empty without one."""
    both = next((one for one in told.then_and_now.exhibits if one.view.name == f"{name}_vergelijking"), None)
    return comparing.change_sentence(both.figure, told.area) if both else ""


def _glance(shown: Exhibit, told: Dialogue) -> Glance | None:
    rows = _within_one_regime(shown.figure).filter(pl.col("volledig") & (pl.col("gebied") == told.area))
    if rows.is_empty():
        return None
    years = tuple(_year(shown.figure, row) for row in rows.sort("periode").iter_rows(named=True))
    change = _change(told, shown.view.name)
    if shown.view.name in COUNTED:
        return Glance(shown, years, change, None, BY_SIZE)
    spread = _spread(shown.figure.at(rows["periode"].max()), told.area, _alike(told))
    return Glance(shown, years, change, spread, _beside(shown.figure, spread) if spread else NOT_BESIDE)


def _within_one_regime(found: Figure) -> pl.DataFrame:
    """The rows after the last blocking break: one line is only drawn within one regime."""
    starts = found.data["periode"].sort()
    if starts.is_empty():
        return found.data
    first = guard.comparable_from(current_version(), frozenset(found.question.maten), starts[0], starts[-1])
    return found.data.filter(pl.col("periode") >= first)


def _year(found: Figure, row: dict) -> Year:
    return Year(
        str(row["periode"].year), row["waarde"], text.cell(row["waarde"], row["toestand"], found.decimals)
    )  # fmt: skip


def _spread(found: Figure, area: str, alike: tuple[str, ...]) -> Spread | None:
    """The numbers of one period; None without a number of the area itself or with too few others."""
    known = found.areas.filter(pl.col("waarde").is_not_null() & guard.comparable_rows(found))
    own = known.filter(pl.col("gebied") == area)
    others = known.filter(pl.col("gebied") != area)
    if own.is_empty() or others.height < TOO_FEW:
        return None
    near = pl.col("naam").is_in(alike)
    whole = found.totals["waarde"].drop_nulls().to_list()
    return Spread(
        own["waarde"][0], tuple(others.filter(near)["waarde"]), tuple(others.filter(~near)["waarde"]), whole[0] if whole else None
    )  # fmt: skip


def _beside(found: Figure, spread: Spread) -> str:
    """The spread in words: the ends and Flanders, without saying whose they are."""
    every = (spread.own, *spread.alike, *spread.others)
    low, high = (text.number(value, found.decimals) for value in (min(every), max(every)))
    said = f"De gebieden liggen tussen {low} en {high}"
    if spread.whole is None:
        return f"{said}."
    return f"{said}; Vlaanderen en Brussel: {text.number(spread.whole, found.decimals)}."
