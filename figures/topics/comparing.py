"""Two periods of one figure beside each other: both values, and what the guard lets one say of their difference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from figures import guard, text
from figures.accounting import SHOWN, Accounting
from figures.figure import DEMO_WORD, Choice, Figure, area_names, figure
from figures.guard import MARK, REFUSED, Cell, Outcome, Verdict, period_name
from figures.meaning import SEVERITIES, breaks_between, caveats_for, sources_for
from figures.wording.tables import Table
from queries import current_version

PUBLISHED = "aanmeldingen_gepubliceerd"
_JUDGED = {"blokkerend": REFUSED, "waarschuwing": f"{MARK} met voorbehoud", "vrij": "vergelijkbaar"}
_GROUNDS = ("breaks", "caveats", "refusals", "reserves")
_SCHEMA = {
    "gebied": pl.String, "naam": pl.String,
    "periode": pl.Date, "tot": pl.Date, "waarde": pl.Float64, "toestand": pl.String,
    "periode_2": pl.Date, "tot_2": pl.Date, "waarde_2": pl.Float64, "toestand_2": pl.String,
    "verschil": pl.Float64, "procent": pl.Float64, "oordeel": pl.String, "reden": pl.String, "reden_procent": pl.String,
    "periode_tekst": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One area in both periods; the outcomes go from `one` to `other`."""

    name: str
    one: Cell
    other: Cell
    difference: Outcome
    percentage: Outcome


@dataclass(frozen=True)
class Comparison:
    """Every area and total of a figure in two periods, in the order of the names."""

    rows: tuple[Row, ...]

    @property
    def verdict(self) -> Verdict:
        """For the whole: blokkerend when no row has a difference, else as severe as the rows that have one."""
        verdicts = [row.difference.verdict for row in self.rows]
        counted = [v for v in verdicts if v.allowed] or verdicts
        severities = {v.severity for v in counted}
        severity = next((s for s in SEVERITIES if s in severities), "vrij" if severities else "blokkerend")
        return Verdict(severity, *(_once(x for v in counted for x in getattr(v, ground)) for ground in _GROUNDS))


# ------------------------------------------------------------------ which periods


def options(name: str, choice: Choice) -> dict[str, date]:
    """The periods a reader can choose: the latest whole one first, the ones that are not whole, the published years.

    The years that were only published are there so that who asks for them reads why there is no difference.
    """
    found = figure(name, choice)
    own = {_option(found, start, whole): start for start, whole in _whole_first(found)}
    years = sorted(_published_for(found), reverse=True)
    return own | {f"{start.year} (zelfrapportage)": start for start in years}


def chosen(name: str, choice: Choice) -> Choice:
    """The choice with two periods: those it has, else the last two whole ones; as it was when there are no two."""
    starts = list(options(name, choice).values())
    if len(starts) < 2:
        return choice
    return replace(choice, een=choice.een or starts[1], ander=choice.ander or starts[0])


def beside(name: str, choice: Choice) -> Figure:
    """The comparison of the periods `een` and `ander` of a choice; without them of the last two whole ones.

    A figure without rows when there are no two periods. Raises as `figures.figure.figure` does.
    """
    both = chosen(name, choice)
    if both.een is None or both.ander is None:
        return figure(name, choice).with_rows(pl.DataFrame(schema=_SCHEMA))
    days = sorted((both.een, both.ander))
    wide = replace(both, van=days[0], tot=text.period_end(days[1], both.per))
    return comparison_figure(figure(name, wide), both.een, both.ander)


def _whole_first(found: Figure) -> list[tuple[date, bool]]:
    """First days of the periods, and whether all areas have the whole of it; none without a value per area and period."""
    if found.empty or not {"gebied", "periode", "waarde"} <= set(found.data.columns):
        return []
    known = pl.col("volledig") if "volledig" in found.data.columns else pl.lit(not found.question.from_registrations)
    whole = found.data.with_columns(known.alias("volledig")).group_by("periode").agg(pl.col("volledig").all())
    return list(whole.sort("volledig", "periode", descending=True).iter_rows())


def _option(found: Figure, start: date, whole: bool) -> str:
    label = period_name(guard.days_of(found, start))
    return label if whole else f"{label} (onvolledig)"


def _published_for(found: Figure) -> set[date]:
    """First days of the published periods of the same measure; none for a measure of which nothing was published."""
    published = figure(PUBLISHED)
    if found.name == PUBLISHED:
        return set()
    same = (found.question.maten, found.unit) == (published.question.maten, published.unit)
    return set(published.data["periode"]) if same else set()


# ------------------------------------------------------------------ the comparison


def comparison(found: Figure, one: date, other: date) -> Comparison:
    """Both values of every area, and the outcome of comparing them. `one` and `other` are first days of periods."""
    sides = _side(found, one), _side(found, other)
    return Comparison(tuple(_row(name, area, *sides, one, other) for area, name in _areas(*sides).items()))


def comparison_figure(found: Figure, one: date, other: date) -> Figure:
    """The comparison as a figure, with the caveats of both periods, the breaks between, and the sources of both.

    Columns as in `_SCHEMA`: waarde belongs to `one`, waarde_2 to `other`; verschil (waarde_2 minus waarde, in the unit
    or in procentpunt) and procent are null where the guard refuses, `reden` and `reden_procent` say why.
    """
    sides = _side(found, one), _side(found, other)
    cells = comparison(found, one, other).rows
    if not cells:
        return found.with_rows(pl.DataFrame(schema=_SCHEMA))
    periods = cells[0].one.period, cells[0].other.period
    base = next((side for side in sides if side.question.from_registrations), sides[0])
    return replace(
        base,
        question=replace(
            base.question,
            titel=f"{base.question.titel}, twee perioden naast elkaar",
            definitie=_defined(sides, periods),
        ),
        choice=replace(base.choice, een=one, ander=other),
        data=pl.DataFrame([_record(row) for row in cells], schema=_SCHEMA),
        accounting=_accounting(sides, periods),
        demo=any(side.demo for side in sides),
        recipe=f"{found.name}_vergelijking",
        **_belonging(sides, periods),
    )


def _side(found: Figure, start: date) -> Figure:
    """The figure that has this period: the figure itself, or the published totals of before the registrations."""
    if start not in set(found.data["periode"]) and start in _published_for(found):
        return figure(PUBLISHED).only(pl.col("periode") == start)
    return found


def _areas(*sides: Figure) -> dict[str, str]:
    """Names of the areas of both sides: the 16 in alphabetical order, then the totals, then any other."""
    present = {g: n for side in sides for g, n in zip(side.data["gebied"], side.data["naam"], strict=True)}
    known = [area for area in area_names(current_version()) if area in present]
    return {area: present[area] for area in dict.fromkeys([*known, *present])}


def _row(name: str, area: str, side: Figure, other_side: Figure, start: date, other_start: date) -> Row:
    one, other = guard.cell(side, area, start), guard.cell(other_side, area, other_start)
    return Row(name, one, other, guard.difference(one, other), guard.percentage(one, other))


def _record(row: Row) -> dict:
    held = row.difference.verdict
    return {
        "gebied": row.one.area, "naam": row.name,
        "periode": row.one.first, "tot": row.one.last, "waarde": row.one.value, "toestand": row.one.state,
        "periode_2": row.other.first, "tot_2": row.other.last, "waarde_2": row.other.value, "toestand_2": row.other.state,
        "verschil": row.difference.value, "procent": row.percentage.value, "oordeel": held.severity, "reden": held.brief,
        "reden_procent": row.percentage.verdict.brief if row.percentage.value is None else held.brief,
        "periode_tekst": f"{row.one.label} en {row.other.label}",
    }  # fmt: skip


def _belonging(sides: tuple[Figure, Figure], periods: tuple[guard.Period, guard.Period]) -> dict:
    """What both periods bring together: days, caveats, breaks, sources."""
    version, areas = current_version(), frozenset(_areas(*sides))
    measures = frozenset(m for side in sides for m in side.question.maten)
    first, last = min(p[0] for p in periods), max(p[1] for p in periods)
    caveats = _once(c for period in periods for c in caveats_for(version, measures, areas, *period))
    sources = (sources_for(version, s.question, s.data, *p) for s, p in zip(sides, periods, strict=True))
    return {
        "first": first,
        "last": last,
        "caveats": tuple(sorted(caveats, key=lambda c: SEVERITIES.index(c.severity))),
        "breaks": breaks_between(version, measures, first, last),
        "sources": _once(source for each in sources for source in each),
    }


def _defined(sides: tuple[Figure, Figure], periods: tuple[guard.Period, guard.Period]) -> str:
    said = [side.question.definitie for side in sides]
    if said[0] == said[1]:
        return said[0]
    return " ".join(f"{period_name(p)}: {words}" for p, words in zip(periods, said, strict=True))


def _accounting(sides: tuple[Figure, Figure], periods: tuple[guard.Period, guard.Period]) -> Accounting | None:
    """Rows behind both periods. A stock of two periods apart has none: one dossier can stand behind both."""
    counted = [(s, p) for s, p in zip(sides, periods, strict=True) if s.question.from_registrations]
    if not counted:
        return None
    (first, _), (_, last) = min(p for _, p in counted), max(p for _, p in counted)
    if len(counted) == 1 or min(p[1] for p in periods) + timedelta(days=1) == max(p[0] for p in periods):
        return _of_span(counted[0][0], (first, last)).accounting
    return None if sides[0].question.rijen_vraag else _together([_of_span(s, p).accounting for s, p in counted])


def _of_span(side: Figure, span: guard.Period) -> Figure:
    return figure(side.name, replace(side.choice, van=span[0], tot=span[1], een=None, ander=None))


def _together(accounts: list[Accounting]) -> Accounting:
    """Two periods apart: the rows that are shown in one of them, and all the other rows that were read."""
    read, shown = accounts[0].gelezen, sum(dict(account.parts).get(SHOWN, 0) for account in accounts)
    return Accounting(read, ((SHOWN, shown), ("buiten deze twee perioden of niet getoond", read - shown)))


def _once(items: Iterable) -> tuple:
    return tuple(dict.fromkeys(items))


# ------------------------------------------------------------------ in words


def comparison_table(found: Figure) -> Table:
    """A comparison as a table: the reason stands where a number would stand. A percentage of percentages has no column."""
    if found.empty:
        return Table(_caption(found), ("Samenwerkingsverband",), ())
    share, names = _is_share(found), _period_names(found)
    change = ("Verschil in procentpunt",) if share else ("Verschil", "Verschil in %")
    columns = ("Samenwerkingsverband", *names, *change, "Oordeel")
    lines = [_cells(row, found.decimals, share) for row in found.data.iter_rows(named=True)]
    rows = tuple(tuple(shown for shown, _ in line) for line in lines)
    values = tuple(tuple(shown if value is None else value for shown, value in line) for line in lines)
    right = frozenset(range(1, len(columns) - 1))
    return Table(_caption(found), columns, rows, right, note=_note(rows, names, found.decimals), values=values)


def verdict_sentence(found: Figure) -> str:
    """Whether the two periods may be compared, with the reasons: the first thing a reader must know."""
    if found.empty:
        return "Er zijn nog geen twee perioden om te vergelijken."
    names, severities = text.enumeration(list(_period_names(found))), set(found.data["oordeel"])
    if severities == {"blokkerend"}:
        return f"{names} zijn niet vergelijkbaar: daarom staat er geen verschil. {_why(found)}"
    rest = " Bij sommige rijen staat er geen verschil; de reden staat erbij." if "blokkerend" in severities else ""
    if "waarschuwing" not in severities:
        return f"{names} zijn vergelijkbaar.{rest}"
    reserves = _once(r for r, o in zip(found.data["reden"], found.data["oordeel"], strict=True) if o == "waarschuwing")
    return f"{names} zijn vergelijkbaar met voorbehoud ({MARK}): {'; '.join(reserves)}.{rest}"


def comparison_sentence(found: Figure) -> str:
    """The verdict, and both values of Flanders with the difference where the guard gives one."""
    totals = [_total_said(found, row) for row in found.totals.iter_rows(named=True)]
    return " ".join([verdict_sentence(found), *totals])


def area_sentence(found: Figure, area: str) -> str:
    """Both values of one area, with the difference where the guard gives one; empty when the area is not in it."""
    own = found.data.filter(pl.col("gebied") == area)
    return "".join(_total_said(found, row) for row in own.iter_rows(named=True))


def change_sentence(found: Figure, area: str) -> str:
    """The difference of one area alone, or why there is none; empty when the area is not in the comparison."""
    own = found.data.filter(pl.col("gebied") == area)
    return "".join(_change_said(found, row) for row in own.iter_rows(named=True))


def _change_said(found: Figure, row: dict) -> str:
    one, other = _period_names(found)
    said = _difference_said(found, row).strip() or f"{REFUSED.capitalize()}: {row['reden'].removesuffix('.')}."
    return said.replace(":", f" {other} min {one}:", 1) if row["verschil"] is not None else said


def _why(found: Figure) -> str:
    """The texts of the breaks that block, else of the caveats, else the reason that all rows share."""
    for grounds in ([b.text for b in _blocking(found.breaks)], [c.short for c in _blocking(found.caveats)]):
        if grounds:
            return " ".join(grounds)
    shared = set(found.data["reden"])
    return f"De reden: {shared.pop()}." if len(shared) == 1 else "De reden staat in de tabel."


def _blocking(grounds: Iterable) -> list:
    return [ground for ground in grounds if ground.severity == "blokkerend"]


def _total_said(found: Figure, row: dict) -> str:
    unit = found.question.eenheid_kort or found.unit
    values = [text.cell(row[f"waarde{n}"], row[f"toestand{n}"], found.decimals) for n in ("", "_2")]
    said = " en ".join(f"{v} in {name}" for v, name in zip(values, _period_names(found), strict=True))
    return f"{row['naam']}: {said} ({unit.strip('()')}).{_difference_said(found, row)}"


def _difference_said(found: Figure, row: dict) -> str:
    if row["verschil"] is None:
        return ""
    unit = " procentpunt" if _is_share(found) else ""
    mark = f" ({MARK})" if row["oordeel"] == "waarschuwing" else ""
    return f" Verschil: {guard.worded(row['verschil'], 'vrij', found.decimals)}{unit}{mark}."


def _period_names(found: Figure) -> tuple[str, str]:
    row = found.data.row(0, named=True)
    return period_name((row["periode"], row["tot"])), period_name((row["periode_2"], row["tot_2"]))


def _cells(row: dict, decimals: int, share: bool) -> list[tuple[str, float | None]]:
    """What each cell of a row says, and the number behind it."""
    pairs = ((row[f"waarde{n}"], row[f"toestand{n}"]) for n in ("", "_2"))
    values = [(text.cell(value, state, decimals), value if state == "bekend" else None) for value, state in pairs]
    # A reason that already stands under Verschil is not repeated beside it.
    reason = row["reden_procent"] if row["verschil"] is not None else ""
    changes = [
        (_change(row["verschil"], row["oordeel"], decimals, row["reden"]), row["verschil"]),
        (_change(row["procent"], row["oordeel"], 1, reason), row["procent"]),
    ]
    return [(row["naam"], None), *values, *(changes[:1] if share else changes), (_JUDGED[row["oordeel"]], None)]


def _is_share(found: Figure) -> bool:
    return found.unit.startswith("procent")


def _change(value: float | None, severity: str, decimals: int, reason: str) -> str:
    if value is None:
        return f"{REFUSED}: {reason}" if reason else REFUSED
    return guard.worded(value, severity, decimals)


def _caption(found: Figure) -> str:
    demo = f"{DEMO_WORD} · " if found.demo else ""
    unit = "" if found.unit.casefold() in found.title.casefold() else f", in {found.unit}"
    return f"{demo}{found.title}{unit}, {found.period}"


def _note(rows: tuple[tuple[str, ...], ...], names: tuple[str, str], decimals: int) -> str:
    """How the difference runs, and the signs that occur."""
    exact = ", voor het afronden" if decimals else ""
    present = {said for row in rows for said in row}
    signs = [f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present]
    marked = (
        [f"{MARK} = met voorbehoud, zie de tekst bij de tabel"] if any(said.endswith(MARK) for said in present) else []
    )
    given = not all(row[3].startswith(REFUSED) for row in rows)
    direction = [f"verschil = {names[1]} min {names[0]}{exact}"] if given else []
    return "; ".join([*direction, *marked, *signs])
