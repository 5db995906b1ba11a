"""Is a month more than chance? The control chart of one area: methods and error rates are in figures/methods/spc.py.

What is added here to the method:
- A month without a number (hidden, unknown, not complete) is missing, never zero.
- Months that are still being filled in are drawn but not judged: late registration would look like a change.
- Counts follow the calendar (few in July and August, many in autumn). The rules assume that months do not, so they judge the
  number divided by the season; centre and limits are multiplied by it again, and move with the month.
- What is hidden is not a random pick of the months. A count of which more than one month in five is hidden has no limits.
  A share of which a month is hidden has those of its quarters: in a quarter few numbers are so small that they are hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl

from figures import guard, text
from figures.drawing.charts import Band, Chart, line_chart
from figures.figure import DEMO_WORD, Choice, Figure, build_info, figure
from figures.wording.tables import Table
from queries import current_version

FLANDERS = "vlaanderen-brussel"
# Figure of the catalogue -> the question whose months it judges.
FIGURES = {
    "regelkaart_aanmeldingen": "aanmeldingen",
    "regelkaart_opgestart": "trajecten_opgestart",
    "regelkaart_binnen_de_maand": "binnen_de_maand",
}
# Choice on screen -> figure.
MEASURES = {
    "Aanmeldingen": "regelkaart_aanmeldingen",
    "Opgestarte trajecten": "regelkaart_opgestart",
    "Aandeel binnen de maand": "regelkaart_binnen_de_maand",
}
# Days after the end of a month before it is judged. Nearly all is registered after 60 days. Of tijdigheid a dossier that is
# still open and without date counts as late, and as unknown once it is closed. After half a year half of those are still
# open, which for Flanders as a whole is enough for a signal; after nine months one in five.
SETTLED_AFTER = {"aanmeldingen": 60, "trajecten_opgestart": 60, "binnen_de_maand": 270}
WITH_SEASON = ("aanmeldingen", "trajecten_opgestart")
# Of a share: the columns with what is counted and among how many.
SHARES = {"binnen_de_maand": ("binnen", "noemer")}
FEWEST_YEARS = 2  # whole years before there can be a season: with one it cannot be told from chance
HIDDEN_AT_MOST = 0.2
AREAS = 16
_RECIPES = {question: name for name, question in FIGURES.items()}
_LIMITS, _PROVISIONAL, _CENTRE = "grenzen van toeval", "voorlopige grenzen (minder dan 12 maanden)", "midden"
_RULES = " Vijf regels geven een signaal; de pagina Methoden zegt welke, en hoe vaak ze dat ten onrechte doen."
_METHOD = " De regelkaart (XmR) toont per maand het midden en de grenzen waarbinnen het cijfer door toeval alleen schommelt. Na elke breuk begint ze opnieuw."
_METHOD_OF_SHARE = (
    " De regelkaart (p') toont per maand het midden en de grenzen waarbinnen het aandeel door toeval alleen schommelt: hoe minder dossiers, hoe wijder. "
    "Na elke breuk begint ze opnieuw. Is een maand verborgen omdat een aantal klein is, dan komen midden en grenzen uit de kwartalen."
)
_SEASON = " Midden en grenzen volgen het seizoen, geschat op alle volledige jaren en alle gebieden samen."


def area_of(areas: tuple[str, ...]) -> str:
    """The area a chart of one area is about: the first that is chosen, else Flanders."""
    return areas[0] if areas else FLANDERS


def months_of(name: str, choice: Choice, area: str) -> Figure:
    """The months of one area, with the caveats, sources and accounting of that area alone."""
    own = () if area == FLANDERS else (area,)
    return figure(name, replace(choice, per="maand", gebieden=own)).only(pl.col("gebied") == area)


def rules() -> tuple[str, ...]:
    """What gives a signal, in words, in the order in which the rules are looked at."""
    from figures.methods.spc import RULES  # only here: scipy takes a second to import

    return RULES


def titled(title: str, found: Figure) -> str:
    """A title with the name of the one area it is about."""
    return title if found.empty else f"{title}, {found.data['naam'][0]}"


def control(name: str, choice: Choice, areas: tuple[str, ...]) -> Figure:
    """The months of one area with centre and limits of chance.

    Rows: gebied, naam, periode, waarde, toestand, volledig of the months; reeks (stretch between two breaks, from 1), seizoen
    (1 = an average month), midden, ondergrens, bovengrens (in the unit; null: no limits), steunt_op (maanden or kwartalen: what
    the limits come from), niveau (mean of an average month before or after a change of level; null: none found), signaal (the
    rules that mark the month, null: none), voorlopig (limits from fewer than 12 months) and beoordeeld (whether rules looked
    at it).
    """
    area = area_of(areas)
    found = months_of(name, choice, area)
    data = _of_share(found, choice, area) if name in SHARES else _of_number(found)
    asked = found.question
    words = asked.definitie + (_METHOD_OF_SHARE if name in SHARES else _METHOD) + _RULES
    season_said = _SEASON if data["seizoen"].ne(1).any() else ""
    named = replace(asked, titel=titled(f"{asked.titel}, regelkaart per maand", found), definitie=words + season_said)
    return replace(found.with_rows(data), question=named, recipe=_RECIPES[name])


_MONTHS = ("gebied", "naam", "periode", "waarde", "toestand", "volledig")


def _of_number(found: Figure) -> pl.DataFrame:
    breaks = [b.day for b in found.breaks]
    factors = _season(found.name) if found.name in WITH_SEASON else None
    return charted(found.data.select(_MONTHS), breaks, _settled(found.name), factors, _refused(found, breaks))


def _of_share(found: Figure, choice: Choice, area: str) -> pl.DataFrame:
    breaks, counted = [b.day for b in found.breaks], SHARES[found.name]
    names = dict(zip(counted, ("geteld", "van"), strict=True))
    own = () if area == FLANDERS else (area,)
    quarters = figure(found.name, replace(choice, per="kwartaal", gebieden=own)).only(pl.col("gebied") == area).data
    months, larger = (
        rows.select(*columns, *counted).rename(names)
        for rows, columns in ((found.data, _MONTHS), (quarters, ("periode", "toestand", "volledig")))
    )
    return charted_share(months, larger, breaks, _settled(found.name), _refused(found, breaks))


def _refused(found: Figure, breaks: Sequence[date]) -> frozenset[date]:
    """The months of the stretches whose first and last month the guard does not let one compare."""
    starts, measures = list(found.data["periode"]), frozenset(found.question.maten)
    stretches = [starts[one:other] for one, other in pairwise([0, *_starts(found.data, breaks), len(starts)])]
    areas = frozenset(found.data["gebied"])
    refused: set[date] = set()
    for months in filter(None, stretches):
        one, other = ((start, text.period_end(start, "maand")) for start in (months[0], months[-1]))
        if not guard.compare_periods(current_version(), measures, areas, one, other).allowed:
            refused |= set(months)
    return frozenset(refused)


def charted(
    data: pl.DataFrame,
    breaks: Sequence[date],
    settled: date,
    factors: dict[int, float] | None = None,
    refused: frozenset[date] = frozenset(),
) -> pl.DataFrame:
    """Add the columns of `control` to the months of one area (periode, waarde, toestand, volledig), in order of time.

    breaks: days on which the limits begin anew; settled: months that end later are drawn but not judged; factors: the
    `season`; refused: months that may not be compared with others.
    """
    # Only here: a page that shows no chart should not wait for the method.
    from figures.methods.spc import xmr

    factor = np.array([factors[start.month] if factors else 1.0 for start in data["periode"]])
    starts = _starts(data, breaks)
    values = _with_enough(_judged(data, settled, refused) / factor, _hidden(data), starts)
    return _with_chart(data, xmr(values, starts, weights=factor), factor, ["maanden"] * (len(starts) + 1))


def charted_share(
    data: pl.DataFrame,
    quarters: pl.DataFrame,
    breaks: Sequence[date],
    settled: date,
    refused: frozenset[date] = frozenset(),
) -> pl.DataFrame:
    """The same for a share of which months and quarters (periode, toestand, volledig) also say geteld and van.

    A stretch with a hidden month gets the limits of its quarters, one without those of its months.
    """
    from figures.methods.spc import shares

    starts = _starts(data, breaks)
    hidden, hits, whole = _hidden(data), *(_judged(data, settled, refused, name) for name in ("geteld", "van"))
    larger = [
        _quarters_in(quarters, data["periode"][first], data["periode"][last - 1], settled, refused)
        if hidden[first:last].any()
        else None
        for first, last in pairwise([0, *starts, data.height])
        if last
    ]
    made = _with_chart(
        data.drop("geteld", "van"), shares(hits, whole, starts, larger), np.ones(data.height),
        ["maanden" if one is None else "kwartalen" for one in larger],
    )  # fmt: skip
    return made.with_columns(pl.col("beoordeeld") & pl.col("midden").is_not_null())


def _quarters_in(quarters: pl.DataFrame, first: date, last: date, settled: date, refused: frozenset[date]):
    """The whole quarters of a stretch, from its first month to its last, that are settled; none of them known when more
    than one in five is hidden too."""
    from figures.methods.spc import Larger

    end = pl.col("periode").dt.offset_by("3mo").dt.offset_by("-1d")
    until = min(text.period_end(last, "maand"), settled)
    own = quarters.filter(pl.col("periode") >= first, end <= until, ~pl.col("periode").is_in(list(refused)))
    enough = own.is_empty() or _hidden(own).mean() <= HIDDEN_AT_MOST
    told = [_judged(own if enough else own.clear(), date.max, column=name) for name in ("geteld", "van")]
    return Larger(*told, 3)


def _with_chart(data: pl.DataFrame, chart, factor: np.ndarray, rests_on: list[str]) -> pl.DataFrame:
    """The months with what a chart says of them, in their own unit."""
    known, places = np.isfinite(chart.centre), chart.segment
    columns = {
        "reeks": places + 1,
        "seizoen": factor,
        "midden": chart.centre * factor,
        "ondergrens": np.maximum(chart.lower * factor, 0),
        "bovengrens": chart.upper * factor,
        "steunt_op": [rests_on[place] if told else None for place, told in zip(places, known, strict=True)],
        "niveau": chart.level,
        "signaal": _rules(chart.signals),
        "voorlopig": chart.provisional & known,
        "beoordeeld": np.isfinite(chart.values),
    }
    made = [pl.Series(name, values, _ADDED[name], strict=False) for name, values in columns.items()]
    return data.with_columns(one.fill_nan(None) if one.dtype.is_float() else one for one in made)


_ADDED = {
    "reeks": pl.Int64, "seizoen": pl.Float64, "midden": pl.Float64, "ondergrens": pl.Float64, "bovengrens": pl.Float64,
    "steunt_op": pl.String, "niveau": pl.Float64, "signaal": pl.String, "voorlopig": pl.Boolean, "beoordeeld": pl.Boolean,
}  # fmt: skip


def _starts(data: pl.DataFrame, breaks: Sequence[date]) -> list[int]:
    """The index of the first month after each break within the months, whatever its severity."""
    after = (next((i for i, start in enumerate(data["periode"]) if start >= day), 0) for day in breaks)
    return sorted({index for index in after if index})


def _settled(name: str) -> date:
    """The last day of which the registrations are nearly all there."""
    until = build_info(current_version())["gegevens_tot"]
    return until - timedelta(days=SETTLED_AFTER[name]) if until else date.min


def _judged(
    data: pl.DataFrame, settled: date, refused: frozenset[date] = frozenset(), column: str = "waarde"
) -> np.ndarray:
    """The values that count: nan for a month without a number, not complete, not comparable, or still being filled in."""
    counts = (
        pl.col("toestand").is_in(["bekend", "nul"])
        & pl.col("volledig")
        & (pl.col("periode").dt.month_end() <= settled)
        & ~pl.col("periode").is_in(list(refused))
    )
    return data.select(pl.when(counts).then(pl.col(column).cast(pl.Float64)).fill_null(float("nan")))[column].to_numpy()


def _hidden(data: pl.DataFrame) -> np.ndarray:
    return (data["toestand"] == "verborgen").to_numpy()


def _with_enough(values: np.ndarray, hidden: np.ndarray, starts: list[int]) -> np.ndarray:
    """The values of the stretches with enough neighbouring months for limits and few enough hidden ones; the others nan."""
    from figures.methods.spc import FEWEST

    kept = np.full(len(values), np.nan)
    for first, last in pairwise([0, *starts, len(values)]):
        known = np.isfinite(values[first:last])
        pairs = (known[1:] & known[:-1]).sum()
        if pairs >= FEWEST - 1 and hidden[first:last].mean() <= HIDDEN_AT_MOST:
            kept[first:last] = values[first:last]
    return kept


def _rules(signals: dict[str, np.ndarray]) -> list[str | None]:
    """Per month the rules that mark it, in words."""
    marked = zip(*signals.values(), strict=True)
    return ["; ".join(rule for rule, on in zip(signals, row, strict=True) if on) or None for row in marked]


def _season(name: str) -> dict[int, float] | None:
    """The season of a measure, from every month of every area that may be shown and is judged."""
    found = figure(name, Choice(per="maand"))
    if found.empty:
        return None
    counts = pl.col("volledig") & pl.col("toestand").is_in(["bekend", "nul"])
    return season(found.areas.filter(counts & (pl.col("periode").dt.month_end() <= _settled(name))))


def season(known: pl.DataFrame) -> dict[int, float] | None:
    """Per month of the calendar its share of an average month: per year the areas of which all twelve months are known,
    together; then the mean over the years. None with fewer than two such years.

    known: gebied, periode (first day of a month) and waarde, without unknown values.
    """
    dated = known.with_columns(pl.col("periode").dt.year().alias("jaar"), pl.col("periode").dt.month().alias("maand"))
    whole = dated.filter(pl.len().over("gebied", "jaar") == 12)
    # Sorted: a mean over rows in another order differs in its last digit, and so would the stamp of the figure.
    per_month = whole.group_by("jaar", "maand").agg(pl.col("waarde").sum()).sort("jaar", "maand")
    shares = per_month.with_columns(pl.col("waarde") / pl.col("waarde").mean().over("jaar"))
    index = dict(shares.group_by("maand").agg(pl.col("waarde").mean()).sort("maand").iter_rows())
    enough = shares["jaar"].n_unique() >= FEWEST_YEARS
    return index if enough and all(value > 0 for value in index.values()) else None


# ------------------------------------------------------------------ drawn and in a table


def control_chart(found: Figure) -> Chart:
    """The months as a line, with the centre and the limits of each stretch; a rule that marks a month is its mark."""
    area = found.data["gebied"].first() if not found.empty else FLANDERS
    line = line_chart(found, () if area == FLANDERS else (area,))
    marks = tuple(rule or "" for rule in found.data["signaal"])
    series = tuple(replace(one, marks=marks) for one in line.series)
    return replace(line, kind="regelkaart", series=series, bands=_bands(found, line) if series else ())


def _bands(found: Figure, line: Chart) -> tuple[Band, ...]:
    rows, x = found.data, line.series[0].x
    provisional, gaps = rows["voorlopig"].to_list(), _gaps(rows)
    final = [not one for one in provisional]
    wanted = (
        (_CENTRE, "midden", "midden", "solid", [True] * rows.height),
        (_LIMITS, "ondergrens", "bovengrens", "dash", final),
        (_PROVISIONAL, "ondergrens", "bovengrens", "dot", provisional),
    )
    return tuple(
        _band(name, dash, x, rows[low].to_list(), rows[high].to_list(), keep, gaps)
        for name, low, high, dash, keep in wanted
        if any(k and value is not None for k, value in zip(keep, rows[low], strict=True))
    )


def _gaps(rows: pl.DataFrame) -> set[int]:
    """The months before which a new stretch begins: no line may lead there."""
    return {i + 1 for i, (one, other) in enumerate(pairwise(rows["reeks"])) if one != other}


def _band(name: str, dash: str, x: tuple, low: list, high: list, keep: list[bool], gaps: set[int]) -> Band:
    points: list[tuple] = []
    for i, middle in enumerate(x):
        if i in gaps:
            points.append((middle - timedelta(days=15), None, None))
        points.append((middle, low[i], high[i]) if keep[i] else (middle, None, None))
    return Band(name, *(tuple(column) for column in zip(*points, strict=True)), dash=dash)


def control_table(found: Figure) -> Table:
    """A row per month: value, centre, limits, signal."""
    columns = ("Maand", "Waarde", "Midden", "Ondergrens", "Bovengrens", "Voorlopige grenzen", "Signaal")
    lines = [_line(row, found.decimals) for row in found.data.iter_rows(named=True)]
    rows = tuple(tuple(shown for shown, _ in line) for line in lines)
    values = tuple(tuple(shown if value is None else value for shown, value in line) for line in lines)
    present = {said for row in rows for said in row}
    note = "; ".join(f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present)
    return Table(caption(found), columns, rows, frozenset(range(1, 5)), note=note, values=values)


def _line(row: dict, decimals: int) -> list[tuple[str, object]]:
    label = text.period_label(row["periode"], "maand")
    value = (text.cell(row["waarde"], row["toestand"], decimals), row["waarde"])
    edges = [(one_decimal(row[name]), row[name]) for name in ("midden", "ondergrens", "bovengrens")]
    provisional = "n.v.t." if row["midden"] is None else "ja" if row["voorlopig"] else "nee"
    judged = row["signaal"] or ("geen" if row["beoordeeld"] else "niet beoordeeld")
    return [(label, row["periode"]), value, *edges, (provisional, None), (judged, None)]


def one_decimal(value: float | None) -> str:
    """A limit or an expected number; 'n.v.t.' where there is none."""
    return text.STATES["nvt"][0] if value is None else text.number(value, 1)


def caption(found: Figure) -> str:
    """What stands over a table of the months of one area."""
    demo = f"{DEMO_WORD} · " if found.demo else ""
    return f"{demo}{found.title}, in {found.unit}, {found.period}"


# ------------------------------------------------------------------ in words


def reading(choice: Choice, areas: tuple[str, ...]) -> list[str]:
    """What a reader must know of the filters before a figure of the months of one area."""
    grain = [] if choice.per == "maand" else [f"Deze figuur gaat altijd per maand, ook al staat links {choice.per}."]
    one = ["Ze toont één samenwerkingsverband: van wat u koos het eerste in het alfabet."] if len(areas) > 1 else []
    return [*grain, *one]


@dataclass(frozen=True)
class _Stretch:
    """The months between two breaks."""

    rows: pl.DataFrame

    @property
    def judged(self) -> int:
        return int(self.rows["beoordeeld"].sum())

    @property
    def hidden(self) -> int:
        return int((self.rows["toestand"] == "verborgen").sum())

    @property
    def has_limits(self) -> bool:
        return bool(self.rows["midden"].is_not_null().any())

    @property
    def by_quarter(self) -> bool:
        return bool((self.rows["steunt_op"] == "kwartalen").any())

    @property
    def changed(self) -> pl.DataFrame:
        """The last month of the old level and the first of the new, when there is a new one."""
        new = pl.col("signaal").str.contains(_level_rule(), literal=True).fill_null(False)
        at = self.rows.select(new.arg_max())["signaal"].item() if self.rows["niveau"].is_not_null().any() else 0
        return self.rows[at - 1 : at + 1] if at else self.rows.clear()

    @property
    def span(self) -> str:
        return _months(list(self.rows["periode"]))


def control_sentence(found: Figure) -> str:
    """Value, centre and limits of the last month that is judged; every signal with its rule; what the rules get wrong."""
    parts = _stretches(found)
    with_limits = [part for part in parts if part.has_limits]
    lines = [*_last(found), *(_without(part, found) for part in parts if not part.has_limits)]
    if with_limits:
        provisional = [p for p in with_limits if p.rows["voorlopig"].any()]
        lines += [
            *_signals(found),
            *_levels(with_limits, found),
            *_quarters(with_limits),
            *map(_provisional, provisional),
        ]
        lines += [*_unjudged(found), _error(with_limits, found)]
    return " ".join(lines)


def stands_out(found: Figure) -> tuple[str, str]:
    """The months that a rule marks (empty: none), and what a signal is worth; both empty without limits."""
    parts = [part for part in _stretches(found) if part.has_limits]
    if not parts:
        return "", ""
    marked = found.data["signaal"].is_not_null().any()
    return " ".join([*_signals(found), *_levels(parts, found)]) if marked else "", _error(parts, found)


def _stretches(found: Figure) -> list[_Stretch]:
    return [_Stretch(rows) for rows in found.data.partition_by("reeks", maintain_order=True)]


def _last(found: Figure) -> Iterator[str]:
    rows = found.data.filter(pl.col("beoordeeld"))
    if rows.is_empty():
        return
    row = rows.row(-1, named=True)
    unit, month = found.question.eenheid_kort or found.unit, text.period_label(row["periode"], "maand")
    value = text.cell(row["waarde"], "bekend", found.decimals)
    middle, low, high = (text.number(row[name], 1) for name in ("midden", "ondergrens", "bovengrens"))
    yield f"{row['naam']}: {value} {unit} in {month}; het midden is {middle}, de grenzen van toeval zijn {low} en {high}."


def _without(part: _Stretch, found: Figure) -> str:
    measures, areas = frozenset(found.question.maten), frozenset(part.rows["gebied"])
    span = part.rows["periode"].min(), part.rows["periode"].max()
    blocking = [c.id for c in found.caveats if c.severity == "blokkerend" and c.applies(measures, areas, *span)]
    if blocking:
        why = f"de maanden mogen niet met elkaar vergeleken worden (kanttekening {text.enumeration(blocking)})"
    elif part.hidden and found.unit.startswith("procent"):
        why = (
            f"in {part.hidden} van de {part.rows.height} maanden is het cijfer verborgen omdat een aantal klein is, en er zijn te weinig hele "
            "kwartalen waarin het getoond mag worden om de grenzen daaruit te halen"
        )
    elif part.hidden > HIDDEN_AT_MOST * part.rows.height:
        why = (
            f"in {part.hidden} van de {part.rows.height} maanden is het cijfer verborgen omdat het klein is, en zonder die maanden "
            "zouden de grenzen scheef liggen"
        )
    else:
        why = "er zijn te weinig opeenvolgende maanden met een cijfer dat al beoordeeld kan worden"
    return f"Geen grenzen voor {part.span}: {why}."


def _signals(found: Figure) -> Iterator[str]:
    marked = found.data.filter(pl.col("signaal").is_not_null())
    said = {rule: marked.filter(pl.col("signaal").str.contains(rule, literal=True))["periode"] for rule in rules()}
    if marked.is_empty():
        yield "Geen enkele regel geeft een signaal: de maanden schommelen niet meer dan door toeval."
    else:
        yield f"Signalen: {'; '.join(f'{rule} ({_runs(list(m))})' for rule, m in said.items() if len(m))}."


def _level_rule() -> str:
    from figures.methods.spc import NIVEAU

    return NIVEAU


def _levels(parts: list[_Stretch], found: Figure) -> Iterator[str]:
    """Both means, where a rule found that the level is another from some month on."""
    unit = found.question.eenheid_kort or found.unit
    for old, new in (part.changed.iter_rows(named=True) for part in parts if part.changed.height):
        yield (
            f"Gemiddeld in een gewone maand: {text.number(old['niveau'], 1)} {unit} tot en met {text.period_label(old['periode'], 'maand')}, "
            f"{text.number(new['niveau'], 1)} {unit} vanaf {text.period_label(new['periode'], 'maand')}. Dat begin is een schatting."
        )


def _quarters(parts: list[_Stretch]) -> Iterator[str]:
    """Which stretches have the limits of their quarters, why, and what hidden months do to the picture."""
    own = [part for part in parts if part.by_quarter]
    if own:
        spans = text.enumeration([part.span for part in own])
        hidden = text.enumeration([f"{part.hidden} van de {part.rows.height}" for part in own])
        yield (
            f"De grenzen voor {spans} komen uit de kwartalen, omdat er maanden verborgen zijn: {hidden}. "
            "Een verborgen maand geeft nooit een signaal. Liggen de andere maanden vaak aan dezelfde kant van het midden, dan kan dat daarvan komen."
        )


def _runs(months: list[date]) -> str:
    """Months in words, those in a row together."""
    runs: list[list[date]] = []
    for month in months:
        follows = runs and text.period_end(runs[-1][-1], "maand") + timedelta(days=1) == month
        runs = [*runs[:-1], [*runs[-1], month]] if follows else [*runs, [month]]
    return text.enumeration([_months(run) for run in runs])


def _months(months: list[date]) -> str:
    first, last = (text.period_label(month, "maand") for month in (months[0], months[-1]))
    return first if first == last else f"{first} tot en met {last}"


def _provisional(part: _Stretch) -> str:
    return f"De grenzen voor {part.span} zijn voorlopig: ze steunen op {part.judged} maanden, minder dan 12."


def _unjudged(found: Figure) -> Iterator[str]:
    """The months at the end that are drawn, have limits, and are not judged yet."""
    last = found.data.filter(pl.col("beoordeeld"))["periode"].max()
    drawn = pl.col("midden").is_not_null() & pl.col("toestand").is_in(["bekend", "nul"])
    waiting = found.data.filter((pl.col("periode") > last) & drawn)["periode"]
    if len(waiting):
        yield f"Nog niet beoordeeld, omdat ze nog aangevuld worden: {_months(list(waiting))}."


def _error(parts: list[_Stretch], found: Figure) -> str:
    alarms = max(1, round(AREAS * false_alarms(parts_of(found))))
    hold = "heeft er ongeveer 1" if alarms == 1 else f"hebben er ongeveer {alarms}"
    return (
        f"Een signaal zegt niet waarom, en komt ook door toeval: van {AREAS} grafieken zoals deze waarin niets verandert, "
        f"{hold} toch ergens een signaal."
    )


def parts_of(found: Figure) -> list[tuple[int, str]]:
    """Per stretch with limits the number of months it was judged over, and the distribution that is nearest to them."""
    share = found.unit.startswith("procent")
    return [
        (part.rows.height if part.by_quarter else part.judged, _kind(part, share))
        for part in _stretches(found)
        if part.has_limits
    ]


def _kind(part: _Stretch, share: bool) -> str:
    from figures.methods.spc import SHARE, SHARE_HIDDEN

    if share:
        return SHARE_HIDDEN if part.by_quarter else SHARE
    return "Poisson 5" if part.rows["midden"].mean() < 14 else "Poisson 41"


def false_alarms(parts: list[tuple[int, str]]) -> float:
    """The share of charts in which nothing happens that still have a signal: that of the nearest number of points which
    was measured (spc.ALARMS_PER_CHART), for each stretch (months, distribution) apart and then together."""
    from figures.methods.spc import ALARMS_PER_CHART

    measured = sorted({points for points, _ in ALARMS_PER_CHART})
    quiet = 1.0
    for months, kind in parts:
        nearest = min(measured, key=lambda points: abs(points - months))
        quiet *= 1 - ALARMS_PER_CHART[nearest, kind][-1]
    return 1 - quiet
