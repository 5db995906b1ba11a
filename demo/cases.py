"""What really happened: simulated dossiers with the day of every event and the moment each was registered.

No dirt here and no deliveries: `demo.registration` decides what of this is known on which day. All of it is
invented; only the size of the areas and the order of the yearly volume come from published figures.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from demo.areas import Areas, read_table
from demo.planted import active, day_number, trait

CODES = Path(__file__).with_name("codes.csv")
FIRST, LAST = date(2022, 1, 1), date(2026, 9, 15)
DAYS = np.arange(day_number(FIRST), day_number(LAST) + 1)
YEARLY_GROWTH = 1.035
# January to December: a dip in the summer holidays and in December, a peak in autumn.
SEASON = np.array([1.06, 1.02, 1.12, 1.00, 1.08, 1.04, 0.62, 0.60, 1.10, 1.14, 1.10, 0.82])
# Monday to Sunday.
WEEKDAY = np.array([1.10, 1.10, 1.05, 1.05, 0.90, 0.06, 0.04])
# Children of one family with a dossier of their own: 1, 2, 3 or 4.
FAMILY_SIZES = np.array([0.81, 0.13, 0.045, 0.015])
AGES = np.array([3, 4, 4, 4, 5, 5, 6, 6, 6, 6, 6, 6, 7, 7, 7, 7, 6, 3, 1], dtype=float)
STEPS = ("aanmelding", "eerste_contact", "eerste_interventie", "opstart", "einde")
PRIME = 2**31 - 1
MINUTES = 1440


def draw_cases(areas: Areas, count: int, rng: np.random.Generator, offset: int = 0) -> pl.DataFrame:
    """Simulate about `count` dossiers (fewer by what was never registered), ordered by moment of registration.

    Columns: sv_id, every column of table dossier that BINC delivers, and per event a moment of registration
    `s_aanmelding`, `s_eerste_contact`, `s_eerste_interventie`, `s_opstart`, `s_einde` (null when never), and
    `s_correctie` (null when the first registration was right). `offset` keeps pseudonyms of several draws apart.
    """
    sv, day, family = _aanmeldingen(areas, count, rng)
    people = _people(areas, sv, day, family, rng, offset)
    course = _course(areas, sv, day, rng)
    cases = people.hstack(course).hstack(_answers(areas, sv, course, rng))
    lost = active("niets_geregistreerd", areas.sv_ids, day_range(day))[sv, day - day.min()]
    return _numbered(cases.filter(pl.Series(~lost)), offset)


def day_range(day: np.ndarray) -> np.ndarray:
    """Every day from the first to the last of `day`."""
    return np.arange(day.min(), day.max() + 1)


def _aanmeldingen(areas: Areas, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Area, day and family of `count` dossiers, by day of the family's first aanmelding."""
    chance = np.cumsum((_daily(areas) * areas.weight[:, None]).T.ravel())
    sizes = rng.choice(4, count, p=FAMILY_SIZES) + 1
    families = int(np.searchsorted(np.cumsum(sizes), count)) + 1
    cells = np.sort(np.searchsorted(chance, rng.random(families) * chance[-1], side="right"))
    family = np.repeat(np.arange(families), sizes[:families])[:count]
    day, sv = np.divmod(cells[family], len(areas.sv_ids))
    return sv, _later_for_siblings(DAYS[day], family, rng), family


def _daily(areas: Areas) -> np.ndarray:
    """Relative volume per area and day: growth, season, weekday and the planted level shift."""
    month = DAYS.astype("datetime64[D]").astype("datetime64[M]").astype(int) % 12
    base = YEARLY_GROWTH ** ((DAYS - DAYS[0]) / 365.25) * SEASON[month] * WEEKDAY[weekday(DAYS)]
    shifted = active("volume", areas.sv_ids, DAYS)
    return base * np.where(shifted, trait("volume", areas.sv_ids)[:, None], 1.0)


def weekday(days: np.ndarray) -> np.ndarray:
    """0 for Monday to 6 for Sunday; `days` are days since 1 January 1970, a Thursday."""
    return (days + 3) % 7


def _on_workday(days: np.ndarray) -> np.ndarray:
    """The same day, or the Monday after when it falls in a weekend."""
    return days + np.array([0, 0, 0, 0, 0, 2, 1])[weekday(days)]


def _later_for_siblings(day: np.ndarray, family: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Most children of a family come on one day; three in ten of the others follow within 200 days."""
    younger = np.append(False, family[1:] == family[:-1])
    later = _on_workday(day + rng.integers(7, 200, len(day)))
    moved = younger & (rng.random(len(day)) < 0.3) & (later <= DAYS[-1])
    return np.where(moved, later, day)


def _people(
    areas: Areas, sv: np.ndarray, day: np.ndarray, family: np.ndarray, rng: np.random.Generator, offset: int
) -> pl.DataFrame:
    """Who: area, facility, pseudonyms, birth year, sex and municipality; some are seen before."""
    first = np.searchsorted(family, family)
    same = _seen_before(sv, day, rng)
    client, household = same, first[same]
    birth = (_year(day) - rng.choice(len(AGES), len(day), p=AGES / AGES.sum()))[same]
    town = _towns(areas, sv, rng)[household]
    code = np.where(day >= day_number(date(2025, 1, 1)), 1, 0)
    towns = pl.concat([areas.towns["nis5"], areas.towns["nis5_2025"]]).gather(town + code * areas.towns.height)
    return pl.DataFrame(
        {
            "sv_id": pl.Series(areas.sv_ids).gather(sv),
            "voorziening_id": _facility(sv, rng),
            "client_pid": _pseudonym("C", client + offset, 48271),
            "gezin_pid": _unless(rng, 0.03, _pseudonym("G", household + offset, 69621)),
            "geboortejaar": _unless(rng, 0.02, pl.Series(birth, dtype=pl.Int16)),
            "geslacht": draw_code("geslacht", len(sv), rng).gather(same),
            "nis_gemeente": _unless(rng, 0.03, towns),
        }
    )


def _seen_before(sv: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Per dossier the position of the dossier whose client it is: itself, or an earlier one.

    About 4 % come back in the same area after at least 150 days; about 0.3 % are in two areas within a month.
    """
    here = np.arange(len(sv))
    back = np.minimum(here, (here * rng.random(len(sv))).astype(int))
    again = (sv[back] == sv) & (day - day[back] >= 150) & (rng.random(len(sv)) < 0.6)
    beside = np.maximum(here - rng.integers(1, 400, len(sv)), 0)
    twice = (sv[beside] != sv) & (np.abs(day - day[beside]) <= 30) & (rng.random(len(sv)) < 0.003)
    source = np.where(twice, beside, np.where(again, back, here))
    # Follow one step only from a dossier that is its own source, so that a client has one birth year.
    return np.where(source[source] == source, source, here)


def _year(day: np.ndarray) -> np.ndarray:
    return day.astype("datetime64[D]").astype("datetime64[Y]").astype(int) + 1970


def _towns(areas: Areas, sv: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A municipality of the area for each dossier, by number of under-25s: row numbers of `areas.towns`."""
    size, owner = areas.towns["onder25"].to_numpy().astype(float), areas.towns["sv"].to_numpy()
    ends = np.cumsum(size)
    start = np.array([ends[owner == k][0] - size[owner == k][0] for k in range(len(areas.sv_ids))])
    total = np.array([size[owner == k].sum() for k in range(len(areas.sv_ids))])
    return np.minimum(np.searchsorted(ends, start[sv] + rng.random(len(sv)) * total[sv], side="right"), len(size) - 1)


def _facility(sv: np.ndarray, rng: np.random.Generator) -> pl.Series:
    number = (sv + 1) * 100 + 1 + rng.integers(0, 8 + sv % 5)
    return ("VZ" + pl.Series(number).cast(pl.String).str.zfill(4)).alias("voorziening_id")


def _pseudonym(prefix: str, number: np.ndarray, factor: int) -> pl.Series:
    """A letter and ten digits that do not betray the order; ten digits can never be a national number."""
    shuffled = (number.astype(np.int64) + 1) * factor % PRIME
    return prefix + pl.Series(shuffled).cast(pl.String).str.zfill(10)


def _unless(rng: np.random.Generator, share: float, values: pl.Series) -> pl.Series:
    """The values, with a share of them unknown."""
    return _where(rng.random(len(values)) >= share, values)


def _where(known: np.ndarray, values: pl.Series) -> pl.Series:
    return values.zip_with(pl.Series(known), pl.Series([None], dtype=values.dtype).new_from_index(0, len(values)))


def draw_code(column: str, count: int, rng: np.random.Generator) -> pl.Series:
    """`count` codes of one column of codes.csv, by weight."""
    rows = read_table(CODES).filter(pl.col("kolom") == column)
    ends = np.cumsum(rows["gewicht"].cast(pl.Float64).to_numpy())
    return rows["code"].gather(np.searchsorted(ends, rng.random(count) * ends[-1], side="right"))


# ------------------------------------------------------------------ the course of a dossier


def _course(areas: Areas, sv: np.ndarray, day: np.ndarray, rng: np.random.Generator) -> pl.DataFrame:
    """The day of every event and the moment it was registered."""
    days, known = _events(areas, sv, day, rng)
    late = trait("late_registratie", areas.sv_ids)[sv]
    stamps = _stamps(days, late, rng)
    columns = {f"datum_{name}": _where(known[name], _dates(days[name])) for name in days}
    columns |= {f"s_{name}": _where(known[name], _moments(stamps[name])) for name in days}
    corrected = known["opstart"] & (rng.random(len(day)) < 0.02)
    after = stamps["opstart"] + rng.integers(30, 400, len(day)) * MINUTES
    return pl.DataFrame(columns | {"s_correctie": _where(corrected, _moments(after))})


def _events(
    areas: Areas, sv: np.ndarray, day: np.ndarray, rng: np.random.Generator
) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
    """Days of the five events, and which of them were ever registered."""
    n, pace = len(day), trait("tempo", areas.sv_ids)[sv]
    contact = _wait(day, rng.lognormal(np.log(5), 0.8, n) * pace)
    interventie = _wait(contact, rng.lognormal(np.log(9), 0.75, n) * pace)
    opstart = _wait(interventie, rng.lognormal(np.log(7), 0.8, n) * pace)
    started, helped = rng.random(n) > 0.09, rng.random(n) > 0.05
    helped |= started
    last = np.where(started, opstart, np.where(helped, interventie, contact))
    einde = _end(areas, sv, _wait(last, np.where(started, rng.gamma(2.2, 85, n), rng.exponential(25, n))), rng)
    days = (day, contact, interventie, opstart, einde)
    return dict(zip(STEPS, days, strict=True)), _registered(areas, sv, started, helped, rng)


def _wait(start: np.ndarray, days: np.ndarray) -> np.ndarray:
    return _on_workday(start + days.astype(int))


def _end(areas: Areas, sv: np.ndarray, einde: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The end as it is registered: one area writes the first of the next month."""
    habit = rng.random(len(sv)) < trait("einde_op_de_eerste", areas.sv_ids)[sv]
    next_month = (einde.astype("datetime64[D]").astype("datetime64[M]") + 1).astype("datetime64[D]").astype(int)
    return np.where(habit, next_month, einde)


def _registered(
    areas: Areas, sv: np.ndarray, started: np.ndarray, helped: np.ndarray, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    n = len(sv)
    return {
        "aanmelding": np.ones(n, dtype=bool),
        "eerste_contact": rng.random(n) >= trait("zonder_eerste_contact", areas.sv_ids)[sv],
        "eerste_interventie": helped & (rng.random(n) >= 0.04),
        "opstart": started & (rng.random(n) >= 0.03),
        "einde": rng.random(n) >= trait("zonder_einde", areas.sv_ids)[sv],
    }


def _stamps(days: dict[str, np.ndarray], late: np.ndarray, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Moments of registration in minutes since 1970: the aanmelding first, then each event when it is known."""
    n = len(late)
    kind = rng.random(n)
    lag = np.select(
        [kind < 0.72, kind < 0.95], [rng.integers(0, 6, n), rng.exponential(25, n)], rng.exponential(110, n)
    )
    entered = _on_workday(days["aanmelding"] + (lag * late).astype(int))
    stamps = {"aanmelding": _office_hours(entered, rng)}
    for name in [name for name in days if name != "aanmelding"]:
        noted = np.maximum(days[name], entered) + (rng.exponential(12, n) * late).astype(int)
        stamps[name] = np.maximum(_office_hours(_on_workday(noted), rng), stamps["aanmelding"])
    return stamps


def _office_hours(days: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return days.astype(np.int64) * MINUTES + rng.integers(8 * 60, 18 * 60, len(days))


def _dates(days: np.ndarray) -> pl.Series:
    return pl.Series(days.astype(np.int32)).cast(pl.Date)


def _moments(minutes: np.ndarray) -> pl.Series:
    return pl.Series(minutes * 60_000_000).cast(pl.Datetime("us"))


# ------------------------------------------------------------------ the codes of a dossier


def _answers(areas: Areas, sv: np.ndarray, course: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Every coded column, and the number of consultations of the psychologist."""
    n = len(sv)
    hidden = rng.random(n) < trait("onbekende_aanmelder", areas.sv_ids)[sv]
    aanmelder = draw_code("aanmelder", n, rng).zip_with(pl.Series(~hidden), pl.repeat("onbekend", n, eager=True))
    ended = course["datum_einde"].is_not_null().to_numpy()
    optional = {
        name: _unless(rng, 0.03, draw_code(name, n, rng)) for name in ("verwijzingsgrond", "gezinssamenstelling")
    }
    closing = ("reden_einde", "vervolghulp_aangewezen", "vervolghulp_gerealiseerd")
    closed = {name: _where(ended & (rng.random(n) >= 0.04), draw_code(name, n, rng)) for name in closing}
    late = {"reden_niet_binnen_maand": _where(_late(course, rng), draw_code("reden_niet_binnen_maand", n, rng))}
    sessions = _where(rng.random(n) < 0.3, pl.Series(rng.poisson(4, n), dtype=pl.Int32))
    return pl.DataFrame(
        {
            "aanmelder": aanmelder,
            **optional,
            "hulpvragen": _hulpvragen(n, rng),
            **late,
            **closed,
            "elp_consulten": sessions,
        }
    )


def _late(course: pl.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Dossiers with a first intervention after more than 30 days, or none, that say why: four in five."""
    waited = (course["datum_eerste_interventie"] - course["datum_aanmelding"]).dt.total_days().fill_null(99)
    return (waited > 30).to_numpy() & (rng.random(course.height) < 0.8)


def _hulpvragen(n: int, rng: np.random.Generator) -> pl.Series:
    """One to three different codes, alphabetical with `|` between; 'onbekend' stands alone."""
    first = draw_code("hulpvragen", n, rng)
    more = [_where(rng.random(n) < share, draw_code("hulpvragen", n, rng)) for share in (0.45, 0.15)]
    frame = pl.DataFrame({"a": _unless(rng, 0.03, first), "b": more[0], "c": more[1]})
    several = pl.concat_list("a", "b", "c").list.drop_nulls().list.unique().list.sort().list.join("|")
    unsure = pl.any_horizontal(pl.col("a", "b", "c") == "onbekend").fill_null(False)
    return frame.select(
        hulpvragen=pl.when(pl.col("a").is_null()).then(None).when(unsure).then(pl.lit("onbekend")).otherwise(several)
    )["hulpvragen"]


def _numbered(cases: pl.DataFrame, offset: int) -> pl.DataFrame:
    """Give dossiers their pseudonym: unique within an area only, so equal ones in two areas are two dossiers."""
    ordered = cases.with_row_index("_nr").sort("s_aanmelding", "_nr").drop("_nr")
    number = pl.int_range(1, pl.len() + 1).over("sv_id") + offset
    return ordered.with_columns(("D" + number.cast(pl.String).str.zfill(7)).alias("dossier_id"))
