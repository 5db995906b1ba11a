"""One object holds data, meaning and caveats; whatever draws or writes a figure takes everything from here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

import polars as pl

from figures import explanations, text
from figures.accounting import ROWS, Accounting, account, with_rows_behind
from figures.derived import with_derived
from figures.disclosure import Rule, hide_small_numbers
from figures.meaning import Break, Caveat, Source, breaks_between, caveats_for, in_order, sources_for
from queries import Question, Version, WarehouseMissing, ask, current_version, parameters, question

DEMO_WORD = "DEMOGEGEVENS"
DEMO_SENTENCE = "DEMOGEGEVENS: deze cijfers zijn verzonnen door een rekenprogramma en zeggen niets over echte gezinnen."
EVENTS = ("eerste contact", "eerste interventie", "opstart")
LIMITS = ("30 dagen", "kalendermaand")
GRAINS = ("maand", "kwartaal", "jaar")


@dataclass(frozen=True)
class Choice:
    """What a reader chose: a period, a grain, areas (none = all 16), the two choices of 'binnen de maand', the three of
    registratiekwaliteit (a column of table dossier, a rule, a part of the dossiers in percent), the first days of two
    periods to compare, and a characteristic of the intake."""

    van: date = date(2018, 9, 1)
    tot: date = date(2100, 12, 31)
    per: str = "jaar"
    gebieden: tuple[str, ...] = ()
    eindgebeurtenis: str = EVENTS[1]
    termijn: str = LIMITS[0]
    veld: str = "aanmelder"
    regel: str = "alle"
    procent: int = 50
    een: date | None = None
    ander: date | None = None
    maanden: int = 12  # within how many months after the end somebody comes back: 6 or 12
    kenmerk: str = "aanmelder"  # the characteristic of the intake


@dataclass(frozen=True)
class Figure:
    """A question answered for a choice: rows, meaning, caveats, breaks, sources, status, version.

    `data` has a column per field of the answer, plus `naam` (of the area) and `toestand`
    (bekend, nul, verborgen, nvt or onbekend); hidden numbers are already gone from it.
    """

    question: Question
    choice: Choice
    data: pl.DataFrame
    first: date
    last: date
    caveats: tuple[Caveat, ...]
    breaks: tuple[Break, ...]
    sources: tuple[Source, ...]
    accounting: Accounting | None
    demo: bool
    version: str
    loaded_on: date
    recipe: str  # the entry of the catalogue that makes this figure; of a plain answer the name of the question

    @property
    def name(self) -> str:
        """The name of the question."""
        return self.question.naam

    @property
    def title(self) -> str:
        """The title, with the choices that change its meaning."""
        taken = parameters(self.name)
        if "termijn" in taken:
            return f"{self.question.titel}: {self.choice.eindgebeurtenis} binnen {_limit(self.choice.termijn)}"
        if "eindgebeurtenis" in taken:
            return f"{self.question.titel}: tot {self.choice.eindgebeurtenis}"
        if "maanden" in taken:
            return f"{self.question.titel} binnen {self.choice.maanden} maanden na het einde"
        return self.question.titel

    @property
    def unit(self) -> str:
        """What one counts."""
        return self.question.eenheid

    @property
    def decimals(self) -> int:
        """Decimals a value is shown with."""
        return self.question.decimalen

    @property
    def period(self) -> str:
        """The period in words; what the source itself says when it gives no dates."""
        said = self.data["periode_tekst"].unique() if "periode_tekst" in self.data.columns else ()
        if len(said) == 1:
            return said[0]
        if "periode" in self.data.columns:
            return text.span(self.first, self.last)
        as_of = max((s.day for s in self.sources if s.day), default=self.last)
        return f"stand van {text.long_date(as_of)}"

    @property
    def empty(self) -> bool:
        """Whether there is no row at all."""
        return self.data.is_empty()

    @property
    def status(self) -> str:
        """The statuses of the sources, each once."""
        return text.enumeration(sorted({s.status for s in self.sources})) or "onbekend"

    @cached_property
    def stamp(self) -> str:
        """Data version and a short hash of question, choice and rows: the same stamp is the same figure."""
        content = f"{self.question}|{self.asked}|{self.data.write_csv()}"
        return f"{self.version}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"

    @property
    def asked(self) -> dict[str, object]:
        """The part of the choice that makes a difference to this figure."""
        wanted = parameters(self.name) | {"gebieden", "een", "ander"}
        return {key: said for key in sorted(wanted) if (said := getattr(self.choice, key))}

    @cached_property
    def footnotes(self) -> tuple[str, ...]:
        """The lines that go with the figure wherever it goes: the one place that composes them."""
        lines = [
            *([DEMO_SENTENCE] if self.demo else []),
            f"Eenheid: {self.unit}. Periode: {self.period}.",
            f"Bron: {self.source_text} Status: {self.status}.",
            *(f"{c.severity.capitalize()} ({c.id}): {c.short}" for c in self.caveats),
            *(f"Breuk op {text.long_date(b.day)} ({b.severity}): {b.text}" for b in self.breaks),
            *([f"Rijen: {self.accounting}."] if self.accounting else []),
            f"Stempel: {self.stamp}, gegevens geladen op {text.long_date(self.loaded_on)}.",
        ]
        return tuple(lines)

    @property
    def source_text(self) -> str:
        """The sources in words; deliveries of one status are counted, not listed."""
        deliveries = [s for s in self.sources if s.origin == "BINC-levering"]
        others = [f"{s.title} ({s.origin})" for s in self.sources if s not in deliveries]
        if deliveries:
            latest = max(s.day for s in deliveries)
            count = f"{len(deliveries)} leveringen" if len(deliveries) > 1 else "1 levering"
            others.insert(0, f"BINC-registraties, {count}, peildatum {text.long_date(latest)}")
        return "; ".join(others) + "." if others else "onbekend."

    @property
    def areas(self) -> pl.DataFrame:
        """The rows of single areas; none when the question is not about areas."""
        if "gebied" not in self.data.columns:
            return self.data.clear()
        return self.data.filter(~pl.col("gebied").is_in(text.TOTALS))

    @property
    def totals(self) -> pl.DataFrame:
        """The rows of Flanders as a whole; none when the question is not about areas."""
        if "gebied" not in self.data.columns:
            return self.data.clear()
        return self.data.filter(pl.col("gebied").is_in(text.TOTALS))

    def only(self, condition: pl.Expr) -> Figure:
        """The same figure with only the rows that meet the condition; nothing is computed anew."""
        return replace(self, data=self.data.filter(condition))

    def with_rows(self, data: pl.DataFrame) -> Figure:
        """The same figure with its rows worded otherwise (a label added); never with other numbers."""
        return replace(self, data=data)

    def at_row(self, index: int) -> Figure:
        """The figure of one row, with only the caveats that apply to its own period."""
        row = self.data.slice(index, 1)
        first, last = row["periode"][0], row["tot"][0]
        version = current_version()
        caveats = caveats_for(version, frozenset(self.question.maten), _areas(row), first, last)
        return replace(self, data=row, first=first, last=last, caveats=caveats, breaks=()).explained()

    def explained(self) -> Figure:
        """The same figure with what the areas in its rows explained about it, and nothing of other areas."""
        own = tuple(c for c in self.caveats if not isinstance(c, explanations.Explanation))
        more = explanations.explanations(frozenset([self.name, self.recipe]), _named(self.data))
        return replace(self, caveats=in_order((*own, *more))) if more or own != self.caveats else self

    def at(self, start: date) -> Figure:
        """The same figure for one of its periods, with only the caveats that apply there."""
        choice = replace(self.choice, van=start, tot=text.period_end(start, self.choice.per))
        return figure(self.name, choice)


def figure(naam: str, choice: Choice | None = None) -> Figure:
    """Answer a question and join everything that belongs to it. The only way to a number.

    Raises queries.UnknownQuestion and queries.WarehouseMissing.
    """
    return _figure(current_version(), explanations.state(), naam, choice or Choice())


@lru_cache(maxsize=512)
def _figure(version: Version, _notes: explanations.State, naam: str, choice: Choice) -> Figure:
    meaning = question(naam)
    choice = _whole_periods(choice) if "per" in parameters(naam) else choice
    known = build_info(version)
    data, cells = _rows(version, meaning, choice)
    first, last = _span(meaning, choice, data, known)
    measures, areas = frozenset(meaning.maten), _areas(data)
    return Figure(
        question=meaning,
        choice=choice,
        data=data,
        first=first,
        last=last,
        caveats=caveats_for(version, measures, areas, first, last),
        breaks=breaks_between(version, measures, first, last),
        sources=sources_for(version, meaning, data, first, last),
        accounting=account(version, meaning, cells, choice.gebieden, choice.van, choice.tot)
        if meaning.from_registrations
        else None,
        demo=meaning.from_registrations and bool(known["demo"]) and not data.is_empty(),
        version=known["data_versie"],
        loaded_on=known["gebouwd_op"].date(),
        recipe=naam,
    ).explained()


@lru_cache(maxsize=4)
def build_info(version: Version) -> dict:
    """The one row of table bouw: data_versie, gebouwd_op, gegevens_tot, demo."""
    known = ask("versie", version=version)
    if known.is_empty():
        raise WarehouseMissing("warehouse.duckdb is niet af. Maak het opnieuw met: python -m etl")
    return known.row(0, named=True)


@lru_cache(maxsize=4)
def area_names(version: Version) -> dict[str, str]:
    """Names by id: the 16 areas in alphabetical order, then the totals."""
    frame = ask("samenwerkingsverbanden", version=version)
    return dict(zip(frame["sv_id"], frame["naam"], strict=True)) | text.AREAS


def _whole_periods(choice: Choice) -> Choice:
    """The choice without a period that is cut: a year less the same year without one month would tell that month."""
    van = _start(choice.van, choice.per) if choice.van > Choice.van else choice.van
    return replace(choice, van=van, tot=text.period_end(_start(choice.tot, choice.per), choice.per))


def _start(day: date, per: str) -> date:
    """The first day of the period that a day is in."""
    months = {"maand": 1, "kwartaal": 3, "jaar": 12}[per]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def _rows(version: Version, meaning: Question, choice: Choice) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the chosen areas, and the cells of all areas with the rows behind them."""
    data = _answer(version, meaning, choice)
    if "gebied" not in data.columns:
        return data.drop(ROWS), data
    if "waarde" in data.columns:
        # Before areas are left out: what is hidden may not depend on who else is looked at, nor on how many months of a year.
        per = choice.per if "per" in parameters(meaning.naam) else None
        years = _whole_years(choice, data) if per and meaning.klein else choice
        beside = _answer(version, meaning, years) if years != choice else None
        data = hide_small_numbers(data, Rule.of(meaning, per), beside)
    chosen = data.filter(pl.col("gebied").is_in([*choice.gebieden, *text.TOTALS])) if choice.gebieden else data
    return chosen.drop(ROWS, "moment", strict=False), data


def _answer(version: Version, meaning: Question, choice: Choice) -> pl.DataFrame:
    """What the warehouse says, with the rows behind each cell, and of areas with their name and the state of each cell."""
    values = {name: getattr(choice, name) for name in parameters(meaning.naam)}
    data = with_rows_behind(meaning, with_derived(meaning, ask(meaning.naam, values, version=version)))
    if "gebied" not in data.columns:
        return data
    names = area_names(version)
    if "naam" not in data.columns:
        data = data.with_columns(pl.col("gebied").replace_strict(names, default=pl.col("gebied")).alias("naam"))
    return _with_state(data, names, count=meaning.decimalen == 0) if "waarde" in data.columns else data


def _whole_years(choice: Choice, data: pl.DataFrame) -> Choice:
    """The choice with the whole of the first and the last year of its answer; the same one when it has those."""
    years = data["periode"].dt.year()
    if years.is_empty():
        return choice
    van = date(years.min(), 1, 1) if choice.van.year == years.min() else choice.van
    tot = date(years.max(), 12, 31) if choice.tot.year == years.max() else choice.tot
    return replace(choice, van=van, tot=tot)


def _with_state(data: pl.DataFrame, names: dict[str, str], *, count: bool) -> pl.DataFrame:
    """Add `toestand`, and order areas by name and not by id. Zero is 'none registered' for a count, a number for a share."""
    given = pl.col("toestand") if "toestand" in data.columns else pl.lit(None, pl.String)
    by_value = (
        pl.when(pl.col("waarde").is_null())
        .then(pl.lit("onbekend"))
        .when((pl.col("waarde") == 0) & count)
        .then(pl.lit("nul"))
    )
    order = pl.col("gebied").replace_strict({g: i for i, g in enumerate(names)}, default=None, return_dtype=pl.Int32)
    return (
        data.with_columns(
            pl.coalesce(given, by_value.otherwise(pl.lit("bekend"))).alias("toestand"), order.alias("_volgorde")
        )
        .sort("periode", "_volgorde", maintain_order=True, nulls_last=False)
        .drop("_volgorde")
    )


def _span(meaning: Question, choice: Choice, data: pl.DataFrame, known: dict) -> tuple[date, date]:
    """First and last day a figure is about: what was asked, cut to what there is; without a period, today's data."""
    today, known_until = known["gebouwd_op"].date(), known["gegevens_tot"]
    if "periode" not in data.columns:
        return today, today
    if data.is_empty():
        return choice.van, min(choice.tot, known_until or today)
    first = data["periode"].min()
    if not meaning.from_registrations:
        last = data["tot"].max() if "tot" in data.columns else data["periode"].max()
        return first, last
    last = text.period_end(data["periode"].max(), choice.per)
    return max(first, choice.van), min(d for d in (last, choice.tot, known_until) if d)


def _areas(data: pl.DataFrame) -> frozenset[str]:
    return frozenset(data["gebied"].to_list()) if "gebied" in data.columns else frozenset()


def _named(data: pl.DataFrame) -> dict[str, str]:
    """The areas in some rows, by id; without the totals, which nobody explains."""
    single = _areas(data) - set(text.AREAS)
    known = area_names(current_version()) if single else {}
    return {area: known[area] for area in single if area in known}


def _limit(termijn: str) -> str:
    return "30 dagen" if termijn == LIMITS[0] else "een kalendermaand"
