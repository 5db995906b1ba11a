"""The questions of trajecten equal a slow second computation, in loops over the known truth of a generated demo."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from figures.derived.waiting import quantiles
from queries import ask
from tests.queries.second_count import FLANDERS, Truth, last_day, periods, read_truth, runs_on

EVERYTHING = (date(2018, 9, 1), date(2100, 12, 31))
WINDOW = (date(2023, 2, 1), date(2025, 8, 1))
GRAINS = ("maand", "kwartaal", "jaar")
WINDOWS = pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
BY_GRAIN = pytest.mark.parametrize("per", GRAINS)

pytestmark = pytest.mark.usefixtures("on_demo")


@pytest.fixture(scope="module")
def truth(demo_folder: Path) -> Truth:
    raw = Path(__file__).parents[2] / "data" / "raw" / "samenwerkingsverbanden.csv"
    areas = [line.split(";")[0] for line in raw.read_text(encoding="utf-8-sig").splitlines()[1:]]
    return read_truth(demo_folder, areas)


def answer(name: str, per: str, window: tuple[date, date], **more: object) -> list[dict]:
    return ask(name, {"per": per, "van": window[0], "tot": window[1], **more}).to_dicts()


def cells(truth: Truth, per: str, window: tuple[date, date]):
    """Every area (Flanders last) and period of the window, with its areas and months; None instead where unknown."""
    for start, months in periods(truth, per, *window).items():
        for areas, name in [*(([a], a) for a in truth.areas), (truth.areas, FLANDERS)]:
            known = all((a, m) in truth.covered for a in areas for m in months)
            yield name, start, (set(areas), months) if known else None


def in_cell(truth: Truth, cell: tuple | None, column: str) -> list[dict] | None:
    """The dossiers with the date of `column` in the months of a cell."""
    if cell is None:
        return None
    areas, months = cell
    first, last = months[0], last_day(months[-1])
    return [d for d in truth.dossiers if d["sv_id"] in areas and d[column] is not None and first <= d[column] <= last]


def test_the_truth_holds_the_hard_cases(truth: Truth) -> None:
    assert any(d["datum_einde"] and d["reden_einde"] in (None, "onbekend") for d in truth.dossiers)
    assert any(d["gezin_pid"] is None for d in truth.dossiers)
    assert len({d["client_pid"] for d in truth.dossiers}) < len(truth.dossiers)


@WINDOWS
@BY_GRAIN
def test_the_stream(truth: Truth, per: str, window: tuple[date, date]) -> None:
    expected = {}
    for area, start, cell in cells(truth, per, window):
        if cell is None:
            expected[area, start] = (None,) * 4
            continue
        started = in_cell(truth, cell, "datum_opstart")
        ended = [d for d in in_cell(truth, cell, "datum_einde") if d["datum_opstart"]]
        before, end = cell[1][0] - timedelta(days=1), last_day(cell[1][-1])
        own = [d for d in truth.dossiers if d["sv_id"] in cell[0]]
        running = [sum(runs_on(d, day) for d in own) for day in (before, end)]
        expected[area, start] = (running[0], len(started), len(ended), running[1])
    names = ("lopend_begin", "opgestart", "afgerond", "lopend_einde")
    found = answer("trajecten_stroom", per, window)
    assert {(r["gebied"], r["periode"]): tuple(r[n] for n in names) for r in found} == expected
    assert len(set(expected.values())) > 20


@pytest.mark.parametrize("per", ["kwartaal", "jaar"])
def test_duration(truth: Truth, per: str) -> None:
    """Kaplan and Meier by hand: day by day, who is still there and who ends."""
    found = quantiles(ask("trajectduur", {"per": per, "van": EVERYTHING[0], "tot": EVERYTHING[1]}))
    medians = {(r["gebied"], r["periode"]): r["waarde"] for r in found.to_dicts()}
    others = 0
    for area, start, cell in cells(truth, per, EVERYTHING):
        own = in_cell(truth, cell, "datum_opstart") or []
        waits = [followed(truth, d) for d in own]
        expected = slow_median(waits)
        assert medians[area, start] == (pytest.approx(expected) if expected is not None else None)
        others += expected != slow_median([w for w in waits if w[1]])
    assert others > 10  # leaving out who still runs gives another median


def followed(truth: Truth, dossier: dict) -> tuple[int, bool]:
    last = dossier["datum_einde"] or truth.deliveries[dossier["bestand"]].peildatum
    return (last - dossier["datum_opstart"]).days, dossier["datum_einde"] is not None


def slow_median(waits: list[tuple[int, bool]]) -> float | None:
    share = 1.0
    days = sorted({day for day, ended in waits if ended})
    for place, day in enumerate(days):
        at_risk = sum(wait >= day for wait, _ in waits)
        share *= 1 - sum(wait == day and ended for wait, ended in waits) / at_risk
        if abs(share - 0.5) < 1e-9:
            following = days[place + 1] if place + 1 < len(days) else max(wait for wait, _ in waits)
            return (day + following) / 2
        if share < 0.5:
            return float(day)
    return None


@WINDOWS
@BY_GRAIN
def test_reasons(truth: Truth, per: str, window: tuple[date, date]) -> None:
    expected = {}
    words = {d["reden_einde"] or "onbekend" for d in truth.dossiers if d["datum_einde"]}
    for area, start, cell in cells(truth, per, window):
        ended = in_cell(truth, cell, "datum_einde")
        counts = None if ended is None else Counter(d["reden_einde"] or "onbekend" for d in ended)
        known = None if counts is None else sum(counts.values()) - counts["onbekend"]
        expected |= {(area, start, word): None if counts is None else counts[word] for word in words}
        expected[area, start, "bekend"] = known
    found = answer("redenen_einde", per, window)
    assert {(r["gebied"], r["periode"], r["onderdeel"]): r["teller"] for r in found} == expected
    for row in (r for r in found if r["rol"] == "deel"):
        known = expected[row["gebied"], row["periode"], "bekend"]
        assert row["noemer"] == known
        assert row["waarde"] == (pytest.approx(100 * row["teller"] / known) if known else None)


@BY_GRAIN
def test_follow_up_help(truth: Truth, per: str) -> None:
    expected, shares = {}, {}
    for area, start, cell in cells(truth, per, EVERYTHING):
        ended = in_cell(truth, cell, "datum_einde")
        if ended is None:
            continue
        pairs = [
            (d["vervolghulp_aangewezen"] or "onbekend", d["vervolghulp_gerealiseerd"] or "onbekend") for d in ended
        ]
        expected |= {(area, start, *pair): count for pair, count in Counter(pairs).items()}
        judged = [p for p in pairs if "onbekend" not in p and p[0] != "geen"]
        shares[area, start] = (len(judged), sum(a == b for a, b in judged), sum(b == "geen" for _, b in judged))
    flows = [r for r in answer("vervolghulp", per, EVERYTHING) if r["rol"] == "deel" and r["waarde"]]
    assert {(r["gebied"], r["periode"], r["aangewezen"], r["gerealiseerd"]): r["waarde"] for r in flows} == expected
    found = [r for r in answer("vervolghulp_gerealiseerd", per, EVERYTHING) if r["noemer"] is not None]
    assert {(r["gebied"], r["periode"]): (r["noemer"], r["zoals_aangewezen"], r["geen_hulp"]) for r in found} == shares


@pytest.mark.parametrize(("months", "days"), [(6, 183), (12, 365)])
@BY_GRAIN
def test_who_comes_back(truth: Truth, per: str, months: int, days: int) -> None:
    end = max(delivery.peildatum for delivery in truth.deliveries.values())
    asked = defaultdict(list)
    for d in truth.dossiers:
        asked[d["client_pid"]].append(d["datum_aanmelding"])
    expected = {}
    for area, start, cell in cells(truth, per, EVERYTHING):
        ended = in_cell(truth, cell, "datum_einde")
        places = Counter(place(d, asked, days, end) for d in ended or [])
        names = ("terug", "niet_terug", "nog_niet", "onbekend")
        expected[area, start] = (None,) * 4 if ended is None else tuple(places[name] for name in names)
    columns = ("terug", "niet_terug", "nog_niet_beoordeelbaar", "onbekend")
    found = answer("terugkeer", per, EVERYTHING, maanden=months)
    assert {(r["gebied"], r["periode"]): tuple(r[c] for c in columns) for r in found} == expected
    assert sum(counts[0] or 0 for counts in expected.values()) > 10


def place(dossier: dict, asked: dict[str, list[date]], days: int, end: date) -> str:
    latest = dossier["datum_einde"] + timedelta(days=days)
    if latest > end:
        return "nog_niet"
    if dossier["client_pid"] is None:
        return "onbekend"
    came_back = any(dossier["datum_einde"] < day <= latest for day in asked[dossier["client_pid"]])
    return "terug" if came_back else "niet_terug"


@BY_GRAIN
def test_three_units(truth: Truth, per: str) -> None:
    expected = {}
    for area, start, cell in cells(truth, per, EVERYTHING):
        own = in_cell(truth, cell, "datum_aanmelding")
        if own is None:
            expected[area, start] = (None,) * 5
            continue
        people = [{d[name] for d in own if d[name] is not None} for name in ("client_pid", "gezin_pid")]
        without = [sum(d[name] is None for d in own) for name in ("client_pid", "gezin_pid")]
        expected[area, start] = (len(own), *map(len, people), *without)
    names = ("waarde", "clienten", "gezinnen", "zonder_client", "zonder_gezin")
    found = answer("eenheden", per, EVERYTHING)
    assert {(r["gebied"], r["periode"]): tuple(r[n] for n in names) for r in found} == expected
