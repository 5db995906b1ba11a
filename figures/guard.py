"""May two numbers be compared, and what is the outcome? The only place that computes a change or sets areas against each other.

A number enters as a `Cell`: with its measure, unit, period, state, status and area. `judge` decides; the operations
(`difference`, `percentage`, `index`, `difference_of_areas`, `ratio_of_areas`) give a number, or no number and the reason.
Severity as statistical offices grade it: blokkerend = no comparison, waarschuwing = with reserve, vrij.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from figures import text
from figures.figure import Figure, area_names
from figures.meaning import Break, Caveat, breaks_between, caveats_for, sources_for
from queries import Question, Version, current_version, parameters

REFUSED = "niet vergelijkbaar"
MARK = "▲"
_NUMBER = ("bekend", "nul")
_KINDS = ("onderdeel", "functie", "label", "deel", "maat")  # columns that say what a row of a figure is about
_CHOICES = ("eindgebeurtenis", "termijn", "veld", "regel", "procent")  # choices that change what is counted
_GRAIN = {1: "maand", 3: "kwartaal", 12: "jaar"}
_NO_NUMBER = {
    "verborgen": "is verborgen: te klein om te tonen",
    "nul": "bestaat niet: er is geen enkele registratie",
    "nvt": "is niet van toepassing",
    "onbekend": "is onbekend",
}

Period = tuple[date, date]


@dataclass(frozen=True)
class Verdict:
    """severity: blokkerend (no number), waarschuwing (with reserve) or vrij; breaks, caveats and other reasons say why.

    `refusals` and `reserves` are whole sentences: what is against it, and what a reader must know beside the number.
    """

    severity: str
    breaks: tuple[Break, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    refusals: tuple[str, ...] = ()
    reserves: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether a comparison may be computed at all."""
        return self.severity != "blokkerend"

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each reason in one sentence, the breaks first."""
        return (*(b.text for b in self.breaks), *(c.short for c in self.caveats), *self.refusals, *self.reserves)

    @property
    def deciding(self) -> Verdict:
        """The verdict with only the reasons that make it as severe as it is."""
        if self.allowed:
            return self
        breaks, caveats = (tuple(x for x in some if x.severity == "blokkerend") for some in (self.breaks, self.caveats))
        return Verdict(self.severity, breaks, caveats, self.refusals)

    @property
    def brief(self) -> str:
        """The heaviest of the deciding reasons as a table cell: breaks and caveats by name, the rest in words."""
        held = self.deciding
        breaks = [f"breuk op {text.long_date(b.day)} ({b.title})" for b in held.breaks]
        caveats = [f"kanttekening {c.id}" for c in held.caveats]
        sentences = [said.removesuffix(".") for said in (*held.refusals, *held.reserves)]
        parts = (*breaks, *caveats, *sentences) if held.allowed else breaks or caveats or sentences
        return "; ".join(parts)


@dataclass(frozen=True)
class Cell:
    """One number of a figure with all that decides what it may be compared with; made by `cell`.

    `value` is None unless `state` is bekend or nul. `first` and `last` are the days the number is about, `kind` what
    the row and the choice say it counts, `statuses` those of the deliveries or files about these days.
    """

    meaning: Question
    title: str
    unit: str
    kind: tuple[str, ...]
    area: str
    first: date
    last: date
    value: float | None
    state: str
    complete: bool
    statuses: frozenset[str]

    @property
    def period(self) -> Period:
        """First and last day."""
        return self.first, self.last

    @property
    def label(self) -> str:
        """The period in words: 2024, 1e kwartaal 2024, or the days."""
        return period_name(self.period)

    @property
    def measures(self) -> frozenset[str]:
        """The measures that breaks and caveats speak of."""
        return frozenset(self.meaning.maten)

    @property
    def is_share(self) -> bool:
        """Whether the number is a percentage itself."""
        return self.unit.startswith("procent")


@dataclass(frozen=True)
class Outcome:
    """A number with its verdict, or no number (`value` None) and the reason. `unit` is what the number counts.

    `sign` stands where the number would stand.
    """

    value: float | None
    verdict: Verdict
    reason: str
    unit: str
    sign: str = REFUSED

    def text(self, decimals: int, *, signed: bool = True) -> str:
        """The number with its mark, or the sign that there is none; `signed` puts a plus before an increase."""
        return self.sign if self.value is None else worded(self.value, self.verdict.severity, decimals, signed=signed)


def cell(figure: Figure, area: str, start: date) -> Cell:
    """The number of one area in the period that begins on `start`; a row that is not there is unknown.

    Raises ValueError when the figure has no single number for an area and a period.
    """
    row = _only_row(figure, area, start)
    value, state = _number(row)
    first, last = days_of(figure, start)
    return Cell(
        meaning=figure.question,
        title=figure.title,
        unit=row.get("eenheid") or figure.unit,
        kind=_kind(figure, row),
        area=area,
        first=first,
        last=last,
        value=value,
        state=state,
        complete=not row or bool(row.get("volledig", not figure.question.from_registrations)),
        statuses=_statuses(figure, first, last),
    )


def difference(one: Cell, other: Cell) -> Outcome:
    """Two periods of one area: `other` minus `one`, in the unit of the measure; of percentages in procentpunt."""
    return _outcome(one, other, _difference_unit(one), lambda: other.value - one.value, _needs_two_periods)


def percentage(one: Cell, other: Cell) -> Outcome:
    """Two periods of one area: the change from `one` to `other`, in percent of `one`."""
    return _outcome(
        one, other, "%", lambda: 100 * (other.value - one.value) / one.value, _needs_two_periods, _needs_base
    )


def index(value: Cell, base: Cell) -> Outcome:
    """Two periods of one area: `value` where `base` is 100."""
    unit = f"index ({base.label} = 100)"
    return _outcome(base, value, unit, lambda: 100 * value.value / base.value, _needs_two_periods, _needs_base)


def difference_of_areas(one: Cell, other: Cell) -> Outcome:
    """Two areas in one period: `other` minus `one`, in the unit of the measure; of percentages in procentpunt."""
    return _outcome(one, other, _difference_unit(one), lambda: other.value - one.value, _needs_two_areas)


def ratio_of_areas(one: Cell, other: Cell) -> Outcome:
    """Two areas in one period: `other` divided by `one`."""
    return _outcome(one, other, "keer", lambda: other.value / one.value, _needs_two_areas, _needs_base)


def judge(one: Cell, other: Cell) -> Verdict:
    """The verdict on comparing two numbers: breaks, caveats, meaning, period, state and status together."""
    version = current_version()
    sides = [(_members(version, side.area), side.period) for side in (one, other)]
    found = _between(version, one.measures | other.measures, *sides, same_area=one.area == other.area)
    refusals = (*_meaning(one, other), *_periods(one, other), *_states(one, other), *_demo(one, other))
    reserves = _status(one, other)
    if refusals:
        return replace(found, severity="blokkerend", refusals=refusals)
    if reserves and found.allowed:
        return replace(found, severity="waarschuwing", reserves=reserves)
    return found


def worded(change: float, severity: str, decimals: int, *, signed: bool = True) -> str:
    """A computed number with the mark of its verdict."""
    plus = "+" if signed and round(change, decimals) > 0 else ""
    return f"{plus}{text.number(change, decimals)}{f' {MARK}' if severity == 'waarschuwing' else ''}"


def period_name(period: Period) -> str:
    """2024, 1e kwartaal 2024, januari 2024, or the days."""
    grain = _GRAIN.get(_months(period))
    return text.period_label(period[0], grain) if grain else text.span(*period)


def compare_periods(
    version: Version, measures: frozenset[str], areas: frozenset[str], one: Period, other: Period
) -> Verdict:
    """The verdict on comparing two periods (first and last day) of the same measure and areas, before any number."""
    return _between(version, measures, (areas, one), (areas, other), same_area=True)


def among_areas(version: Version, measures: frozenset[str], area: str, period: Period) -> Verdict:
    """The verdict on setting one area against the others within one period (first and last day)."""
    side = _members(version, area), period
    return _between(version, measures, side, side, same_area=False)


def free_areas(figure: Figure, period: Period) -> list[str]:
    """The areas of a figure that may be set against the others within these days."""
    version, measures = current_version(), frozenset(figure.question.maten)
    return [a for a in sorted(set(figure.data["gebied"])) if among_areas(version, measures, a, period).allowed]


def comparable_rows(figure: Figure) -> pl.Expr:
    """Whether the area of a row may be set against the others within the period of that row.

    Whoever sets areas against each other (a spread, a funnel, a distance) leaves the other rows out.
    """
    starts = figure.data["periode"].unique().sort().to_list()
    free = [f"{area} {start}" for start in starts for area in free_areas(figure, days_of(figure, start))]
    return pl.concat_str("gebied", pl.col("periode").cast(pl.String), separator=" ").is_in(free)


def comparable_from(version: Version, measures: frozenset[str], first: date, last: date) -> date:
    """The first day from `first` on after which no blocking break falls up to `last`."""
    days = [b.day for b in breaks_between(version, measures, first, last) if b.severity == "blokkerend"]
    return max([first, *days])


def unbroken(version: Version, measures: frozenset[str], day: date) -> bool:
    """Whether no blocking break falls on this day."""
    return comparable_from(version, measures, day - timedelta(days=1), day) < day


# ------------------------------------------------------------------ breaks and caveats

_Side = tuple[frozenset[str], Period]


def _between(version: Version, measures: frozenset[str], one: _Side, other: _Side, *, same_area: bool) -> Verdict:
    """The verdict of breaks and caveats. A break counts when it falls after the first and not after the last day of
    both together; a caveat when it touches either side."""
    first, last = min(one[1][0], other[1][0]), max(one[1][1], other[1][1])
    breaks = breaks_between(version, measures, first, last)
    found = {c for areas, period in (one, other) for c in caveats_for(version, measures, areas, *period)}
    heavy = sorted((c for c in found if c.severity != "info"), key=lambda c: c.id)
    blocking = tuple(c for c in heavy if c.severity == "blokkerend" and _forbids(c, one[1] == other[1], same_area))
    if blocking or any(b.severity == "blokkerend" for b in breaks):
        return Verdict("blokkerend", breaks, blocking)
    return Verdict("waarschuwing", breaks, tuple(heavy)) if heavy or breaks else Verdict("vrij")


def _forbids(caveat: Caveat, same_period: bool, same_area: bool) -> bool:
    """A blocking caveat forbids comparing its periods with others; when it names areas, comparing those areas too."""
    return not same_period or (not same_area and caveat.areas is not None)


def _members(version: Version, area: str) -> frozenset[str]:
    """An area, or a total with the areas it adds up: what is wrong with one of them is wrong with the total."""
    if area not in text.TOTALS:
        return frozenset([area])
    parts = frozenset(area_names(version)) - frozenset(text.AREAS)
    return parts - {"brussel"} | {area} if area == "vlaanderen-zonder-brussel" else parts | {area}


# ------------------------------------------------------------------ one number of a figure


def _only_row(figure: Figure, area: str, start: date) -> dict:
    if not {"gebied", "periode", "waarde"} <= set(figure.data.columns):
        raise ValueError(f"‘{figure.title}’ heeft geen cijfer per gebied en periode. Kies een andere figuur.")
    rows = figure.data.filter((pl.col("gebied") == area) & (pl.col("periode") == start))
    if rows.height > 1:
        raise ValueError(f"‘{figure.title}’ heeft meer dan één cijfer per gebied en periode. Kies er eerst één.")
    return rows.row(0, named=True) if rows.height else {}


def days_of(figure: Figure, start: date) -> Period:
    """First and last day of the period that begins on `start`; of a source with one date, that day."""
    if figure.question.from_registrations:
        return start, text.period_end(start, figure.choice.per)
    if "tot" not in figure.data.columns:
        return start, start
    return start, figure.data.filter(pl.col("periode") == start)["tot"].max() or start


def _number(row: dict) -> tuple[float | None, str]:
    """The value and the state of a row. A median of nothing is 'nul' without a value; a known one that is not there is unknown."""
    value, state = row.get("waarde"), row.get("toestand", "onbekend")
    if state not in _NUMBER:
        return None, state
    return value, "onbekend" if value is None and state == "bekend" else state


def _kind(figure: Figure, row: dict) -> tuple[str, ...]:
    chosen = [str(getattr(figure.choice, name)) for name in _CHOICES if name in parameters(figure.name)]
    return (*chosen, *(str(row[name]) for name in _KINDS if name in row))


def _statuses(figure: Figure, first: date, last: date) -> frozenset[str]:
    """The statuses a number rests on: of the deliveries about its days, by the rule the figure itself follows."""
    sources = sources_for(current_version(), figure.question, figure.data, first, last)
    deliveries = [s for s in sources if s.origin == "BINC-levering"]
    return frozenset(s.status for s in (deliveries if figure.question.from_registrations else sources))


def _months(period: Period) -> int | None:
    """How many whole months a period is long; None when it is none."""
    first, after = period[0], period[1] + timedelta(days=1)
    whole = first.day == after.day == 1
    return (after.year - first.year) * 12 + after.month - first.month if whole else None


# ------------------------------------------------------------------ reasons against, each a sentence


def _meaning(one: Cell, other: Cell) -> tuple[str, ...]:
    if any(side.unit.startswith("index") for side in (one, other)):
        return ("Dit cijfer is zelf al een vergelijking: er wordt niet verder mee gerekend.",)
    if one.measures != other.measures:
        return (f"Dit zijn twee verschillende maten: {one.title} en {other.title}.",)
    if one.unit != other.unit:
        return (f"De eenheden verschillen: {one.unit} en {other.unit}.",)
    if (one.meaning.naam, one.title, one.kind) != (other.meaning.naam, other.title, other.kind):
        return (f"De definities verschillen: {one.label} en {other.label} tellen niet hetzelfde.",)
    return ()


def _periods(one: Cell, other: Cell) -> tuple[str, ...]:
    said = [f"{label} is nog niet volledig." for label in _labels(s for s in (one, other) if not s.complete)]
    if one.period != other.period:
        said += ["Vergelijk twee perioden of twee gebieden, niet allebei tegelijk."] if one.area != other.area else []
        said += ["De perioden zijn niet even lang."] if _length(one) != _length(other) else []
        overlap = one.first <= other.last and other.first <= one.last
        said += ["De perioden overlappen elkaar."] if overlap else []
    elif one.area == other.area:
        said += ["Dit is twee keer hetzelfde cijfer: kies er twee verschillende."]
    return tuple(said)


def _states(one: Cell, other: Cell) -> tuple[str, ...]:
    said = {s.state: s.label for s in (other, one) if s.value is None}
    return tuple(f"Het cijfer van {label} {_NO_NUMBER[state]}." for state, label in said.items())


def _demo(one: Cell, other: Cell) -> tuple[str, ...]:
    statuses = one.statuses | other.statuses
    mixed = "demo" in statuses and len(statuses) > 1
    return ("Demogegevens en echte gegevens worden niet met elkaar vergeleken.",) if mixed else ()


def _status(one: Cell, other: Cell) -> tuple[str, ...]:
    if one.statuses == other.statuses:
        return ()
    said = [f"{s.label} is {text.enumeration(sorted(s.statuses)) or 'onbekend'}" for s in (one, other)]
    return (f"De status verschilt: {said[0]}, {said[1]}.",)


def _needs_two_periods(one: Cell, other: Cell) -> tuple[str, ...]:
    return () if one.area == other.area else ("Een evolutie gaat over één gebied: kies twee perioden van dat gebied.",)


def _needs_two_areas(one: Cell, other: Cell) -> tuple[str, ...]:
    return () if one.period == other.period else ("Gebieden vergelijken kan enkel binnen één periode.",)


def _needs_base(one: Cell, _other: Cell) -> tuple[str, ...]:
    if one.is_share:
        return ("Dit cijfer is zelf een percentage: lees het verschil in procentpunt.",)
    return (f"Het cijfer van {one.label} is nul: delen door nul kan niet.",) if one.value == 0 else ()


# ------------------------------------------------------------------ the outcome


def _outcome(
    one: Cell,
    other: Cell,
    unit: str,
    compute: Callable[[], float],
    *needs: Callable[[Cell, Cell], tuple[str, ...]],
) -> Outcome:
    """The number when the verdict allows it and nothing that the operation needs is missing; else the reason."""
    verdict = judge(one, other)
    missing = tuple(said for need in needs for said in need(one, other))
    if missing:
        verdict = replace(verdict, severity="blokkerend", refusals=(*verdict.refusals, *missing))
    reason = " ".join(verdict.deciding.reasons)
    if verdict.allowed:
        return Outcome(float(compute()), verdict, reason, unit)
    return Outcome(None, verdict, reason, unit, _sign(verdict.deciding, one, other))


def _sign(why: Verdict, one: Cell, other: Cell) -> str:
    """The sign of the state when that alone is why there is no number."""
    states = [side.state for side in (other, one) if side.value is None]
    only_states = not why.breaks and not why.caveats and len(why.refusals) == len(set(states))
    return text.STATES[states[0]][0] if states and only_states else REFUSED


def _difference_unit(one: Cell) -> str:
    return "procentpunt" if one.is_share else one.unit


def _length(side: Cell) -> tuple[int | None, int]:
    """Whole months, however many days they have; else days."""
    months = _months(side.period)
    return months, 0 if months else (side.last - side.first).days


def _labels(cells) -> list[str]:
    return list(dict.fromkeys(side.label for side in cells))
