"""How complete are the last months? What was reported so far beside what may be reported in the end.

The method is in figures/methods/completeness.py (chain ladder on the delay of registration). Nothing of an estimate enters
another figure. Aanmeldingen without a registratiedatum, or registered after more than twelve months, are taken as they
stand: nothing more is expected of their kind.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl

from figures import text
from figures.drawing.charts import Band, Chart, line_chart
from figures.figure import Choice, Figure, area_names
from figures.topics.control import FLANDERS, area_of, caption, months_of, titled
from figures.wording.tables import Table
from queries import Version, ask, current_version

MEASURE = "aanmeldingen"
LEVEL = 0.8
LONGEST = 12  # months; the same in etl/prepare_registratie.sql
_METHOD = (
    " Dossiers worden vaak pas weken of maanden na de aanmelding geregistreerd. Uit de vertraging in vroegere maanden volgt hoeveel er van de laatste "
    "twaalf maanden nog te verwachten is, met een bereik waarin het aantal in 80 % van de gevallen terechtkomt (chain ladder). Ook wat een "
    "levering nog niet meegaf en een volgende wel, telt zo mee. Wat zonder registratiedatum of na meer dan twaalf maanden geregistreerd is, telt mee zoals het er staat. De schatting komt in geen enkel ander cijfer."
)
RUNNING = "de maand is nog niet voorbij"
FINAL = "na twaalf maanden geldt de maand als volledig"
HIDDEN = "verborgen: te klein om te tonen"
UNKNOWN = "niet geleverd"


@dataclass(frozen=True)
class Tested:
    """How often a range held the later number: per age (months of delay known) the number of tests and of hits, at the earlier
    deliveries with what they held, and at the end of every earlier month by registratiedatum."""

    deliveries: dict[int, tuple[int, int]]
    months: dict[int, tuple[int, int]]


def completeness(choice: Choice, areas: tuple[str, ...]) -> Figure:
    """The months of one area (the first that is chosen, else Flanders) with what is expected of them.

    Rows: gebied, naam, periode, waarde (reported), toestand, volledig of the months; verwacht, laag and hoog (aanmeldingen, 80 %),
    aandeel (percent complete; null too where nothing is expected), waarom_niet (why there is no estimate), and how often
    ranges for months as recent held the later number: getoetst and juist at earlier deliveries, getoetst_maand and juist_maand
    at the end of earlier months.
    """
    area = area_of(areas)
    found = months_of(MEASURE, choice, area)
    added = _expected(current_version(), area)
    data = found.data.select("gebied", "naam", "periode", "waarde", "toestand", "volledig").join(
        added, on="periode", how="left", maintain_order="left"
    )
    asked = found.question
    named = replace(
        asked, titel=titled(f"{asked.titel} per maand, gemeld en verwacht", found), definitie=asked.definitie + _METHOD
    )
    return replace(found.with_rows(data), question=named, recipe="volledigheid_aanmeldingen")


@lru_cache(maxsize=40)
def _expected(version: Version, area: str) -> pl.DataFrame:
    """What `completeness` adds, for every month there is."""
    months = months_of(MEASURE, Choice(), area).data
    if months.is_empty():
        return pl.DataFrame(schema={"periode": pl.Date, **_ADDED})
    # Only here: scipy takes a second to import.
    from figures.methods.completeness import estimate

    triangles = _triangles(version, months, area)
    last = max(triangles)
    now = triangles[last].now
    said, age = estimate(now, LEVEL, later=told_later(triangles, last)), _ages(now)
    raw = months["waarde"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    open_ = (age >= 0) & (age < LONGEST) & np.isfinite(said.expected) & np.isfinite(raw)
    aside = raw - said.reported  # without a registratiedatum, or later than twelve months
    expected, low, high = (np.where(open_, end + aside, np.nan) for end in (said.expected, said.low, said.high))
    share = np.divide(100 * raw, expected, out=np.full(len(raw), np.nan), where=expected > 0)
    columns = {"verwacht": expected, "laag": low, "hoog": high, "aandeel": share}
    reasons = [
        None if told else _why_not(state, int(old), said.reason)
        for told, state, old in zip(open_, months["toestand"], age, strict=True)
    ]
    made = [pl.Series(name, values, pl.Float64).fill_nan(None) for name, values in columns.items()]
    tested = _tested(triangles)
    ages = [int(old) if told else None for told, old in zip(open_, age, strict=True)]
    return pl.DataFrame(
        [months["periode"], *made, pl.Series("waarom_niet", reasons, pl.String), *_test_columns(tested, ages)]
    )


_ADDED = {
    "verwacht": pl.Float64, "laag": pl.Float64, "hoog": pl.Float64, "aandeel": pl.Float64, "waarom_niet": pl.String,
    "getoetst": pl.Int64, "juist": pl.Int64, "getoetst_maand": pl.Int64, "juist_maand": pl.Int64,
}  # fmt: skip


def _why_not(state: str, age: int, reason: str | None) -> str:
    if state == "verborgen":
        return HIDDEN
    if state == "onbekend":
        return UNKNOWN
    if age >= LONGEST:
        return FINAL
    return RUNNING if age < 0 else reason or UNKNOWN


def _test_columns(tested: Tested, ages: list[int | None]) -> list[pl.Series]:
    """The tests of ranges for months as recent as each month; null where there is no range."""
    named = (("getoetst", "juist", tested.deliveries), ("getoetst_maand", "juist_maand", tested.months))
    return [
        pl.Series(name, [None if age is None else found.get(age, (0, 0))[i] for age in ages], pl.Int64)
        for *names, found in named
        for i, name in enumerate(names)
    ]


# ------------------------------------------------------------------ the triangles


@dataclass(frozen=True)
class Triangle:
    """Of one peildatum: (months, delays), as its deliveries told it (`then`) and as all do (`now`); nan: not to be known."""

    then: np.ndarray
    now: np.ndarray


def _triangles(version: Version, months: pl.DataFrame, area: str) -> dict:
    """Per peildatum the triangle of an area over `months`, without the months of which the number may not be shown."""
    shown = months.filter(pl.col("toestand").is_in(["bekend", "nul"])).select("periode")
    rows = _delays(version, area).join(shown, left_on="maand", right_on="periode", how="semi")
    place = {month: i for i, month in enumerate(months["periode"])}
    found = {}
    for (day,), part in rows.group_by("peildatum"):
        where = [place[month] for month in part["maand"]], part["vertraging"].to_numpy()
        both = [np.full((len(place), LONGEST + 1), np.nan) for _ in range(2)]
        for cells, name in zip(both, ("toen", "nu"), strict=True):
            cells[where] = part[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        found[day] = Triangle(*both)
    empty = np.full((len(place), LONGEST + 1), np.nan)
    return found or {months["periode"].max(): Triangle(empty, empty)}


def _delays(version: Version, area: str) -> pl.DataFrame:
    """The delays of one area; of Flanders the sum, where every area is known."""
    rows = ask("registratiedriehoek", version=version)
    if area != FLANDERS:
        return rows.filter(pl.col("gebied") == area)
    areas = len([one for one in area_names(version) if one not in text.AREAS])
    whole = [pl.when(pl.col(name).count() == areas).then(pl.col(name).sum()).alias(name) for name in ("toen", "nu")]
    return rows.group_by("peildatum", "maand", "vertraging").agg(whole)


def _ages(triangle: np.ndarray) -> np.ndarray:
    """Per month the longest delay that is known; -1 for none."""
    return np.isfinite(triangle).sum(axis=1) - 1


def told_later(triangles: dict, day: date):
    """What deliveries after `day` may still bring of registrations from before it, learned from the deliveries before."""
    from figures.methods.completeness import telling

    times = {one: sum(np.isfinite(triangles[d].then[:, 0]) for d in triangles if d <= one) for one in triangles}
    before = [one for one in sorted(triangles) if one < day]
    if not before:
        return None
    told = [np.nansum(triangles[one].then, axis=1) for one in before]
    known = [told_ + _brought(triangles[one], triangles[day]) for one, told_ in zip(before, told, strict=True)]
    return telling(
        np.concatenate(told), np.concatenate(known), np.concatenate([times[one] for one in before]), times[day]
    )


def _brought(earlier: Triangle, later: Triangle) -> np.ndarray:
    """Per month how much of what an earlier delivery could have told was first told between it and the later one.

    What came after the later one is taken off: it was not known then. The two count delays up to another day of the
    month, which matters only for what was registered within those few days and told later still.
    """
    could = np.isfinite(earlier.then)
    brought = np.where(could, earlier.now - earlier.then, 0).sum(axis=1)
    return brought - np.where(could & np.isfinite(later.then), later.now - later.then, 0).sum(axis=1)


# ------------------------------------------------------------------ the estimate held against what came


def _tested(triangles: dict) -> Tested:
    from figures.methods.completeness import backtest

    *earlier, last = sorted(triangles)
    held = [pair for day in earlier for pair in _held(triangles, day)]
    ages = sorted({age for age, _ in held})
    deliveries = {age: (sum(a == age for a, _ in held), sum(hit for a, hit in held if a == age)) for age in ages}
    now = triangles[last].now
    return Tested(deliveries, backtest(now, range(len(now)), LEVEL).by_age)


def _held(triangles: dict, day: date) -> list[tuple[int, bool]]:
    """Per month that a delivery had not complete and that is final now: its age then, and whether the range held."""
    from figures.methods.completeness import estimate

    triangle = triangles[day]
    then, final, age = (
        estimate(triangle.then, LEVEL, later=told_later(triangles, day)), triangle.now.sum(axis=1), _ages(triangle.then)
    )  # fmt: skip
    tested = (age >= 0) & (age < LONGEST) & np.isfinite(final) & np.isfinite(then.high)
    held = (then.low <= final) & (final <= then.high)
    return [(int(age[at]), bool(held[at])) for at in np.flatnonzero(tested)]


# ------------------------------------------------------------------ drawn, in a table and in words


def completeness_chart(found: Figure) -> Chart:
    """What was reported as the line; what is expected beside it, dashed, with its range."""
    area = found.data["gebied"].first() if not found.empty else FLANDERS
    line = line_chart(found, () if area == FLANDERS else (area,))
    rows = found.data.filter(pl.col("verwacht").is_not_null())
    if rows.is_empty():
        return line
    x = tuple(text.period_middle(start, "maand") for start in rows["periode"])
    low, middle, high = (tuple(rows[name]) for name in ("laag", "verwacht", "hoog"))
    bands = (
        Band("verwacht bereik (80 %)", x, low, high, dash="dash", filled=True),
        Band("verwacht aantal", x, middle, middle, dash="dot"),
    )
    return replace(line, bands=bands)


def completeness_table(found: Figure) -> Table:
    """A row per month: reported, expected, range, share complete, and why there is no estimate."""
    columns = ("Maand", "Gemeld", "Verwacht", "Van", "Tot en met", "Volledig in %", "Waarom geen schatting")
    lines = [_line(row) for row in found.data.iter_rows(named=True)]
    rows = tuple(tuple(shown for shown, _ in line) for line in lines)
    values = tuple(tuple(shown if value is None else value for shown, value in line) for line in lines)
    present = {said for row in rows for said in row}
    note = "; ".join(f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present)
    return Table(caption(found), columns, rows, frozenset(range(1, 6)), note=note, values=values)


def _line(row: dict) -> list[tuple[str, object]]:
    label = text.period_label(row["periode"], "maand")
    reported = (text.cell(row["waarde"], row["toestand"]), row["waarde"])
    absent = text.STATES["verborgen" if row["toestand"] == "verborgen" else "nvt"][0]
    numbers = [
        (absent if row[name] is None else text.number(row[name], decimals), row[name])
        for name, decimals in (("verwacht", 0), ("laag", 0), ("hoog", 0), ("aandeel", 1))
    ]
    return [(label, row["periode"]), reported, *numbers, (row["waarom_niet"] or "", None)]


def completeness_sentence(found: Figure) -> str:
    """The last month with an estimate: reported, expected, range; and how often such ranges held what came."""
    rows = found.data.filter(pl.col("verwacht").is_not_null())
    if rows.is_empty():
        return _no_estimate(found)
    row = rows.row(-1, named=True)
    month = text.period_label(row["periode"], "maand")
    expected, low, high = (text.number(row[name]) for name in ("verwacht", "laag", "hoog"))
    reported = (
        f"{row['naam']}, {month}: {text.number(row['waarde'])} aanmeldingen gemeld, naar verwachting uiteindelijk ongeveer "
        f"{expected} ({low} tot {high}, met 80 % kans)."
    )
    share = [] if row["aandeel"] is None else [f"Volledig: {text.number(row['aandeel'], 1)} %."]
    return " ".join([reported, *share, *_tests_said(rows)])


def _no_estimate(found: Figure) -> str:
    """The reasons there are, the usual one of old months last."""
    reasons = [said for said in dict.fromkeys(found.data["waarom_niet"].drop_nulls()) if said != FINAL]
    if not reasons:
        return "Alle maanden in deze periode zijn ouder dan twaalf maanden: ze gelden als volledig."
    return f"Er is geen schatting: {'; '.join(said.rstrip('.') for said in reasons)}."


def _tests_said(rows: pl.DataFrame) -> list[str]:
    """How often ranges held: at earlier deliveries, and for the youngest months at the end of earlier months."""
    tests, hits = (int(rows[name].sum()) for name in ("getoetst", "juist"))
    said = [
        f"Bij eerdere leveringen lag het latere aantal {hits} van de {tests} keer binnen zo'n bereik."
        if tests
        else "Met eerdere leveringen kon het bereik nog niet nagekeken worden."
    ]
    last = rows.row(-1, named=True)
    if last["getoetst_maand"]:
        said.append(
            "Nagerekend met de registratiedatum, voor maanden die even recent waren als de laatste: "
            f"{last['juist_maand']} van de {last['getoetst_maand']} keer."
        )
    return said
