"""Waits, bounds and reasons equal a slow second computation on the known truth of a generated demo: day by day, no SQL."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import EVENTS, GRAINS, LIMITS, Choice, figure
from figures.derived.waiting import quantiles
from queries import Version, ask
from tests.queries.second_count import EVENT_COLUMN, FLANDERS, Truth, periods, place_in_time, read_truth

EVERYTHING = (date(2018, 9, 1), date(2100, 12, 31))
WINDOW = (date(2023, 2, 1), date(2025, 8, 1))
REASONS = {
    "agenda": "agenda", "client haakt af": "client_haakt_af", "vraag weggevallen": "vraag_weggevallen", "andere": "andere",
}  # fmt: skip


@pytest.fixture(scope="module")
def version(stand, demo_warehouse: Path) -> Version:
    return stand(demo_warehouse)


@pytest.fixture(scope="module")
def truth(version: Version, demo_folder: Path) -> Truth:
    return read_truth(demo_folder, ask("samenwerkingsverbanden")["sv_id"].to_list())


def asked(per: str, window: tuple[date, date], **more: str) -> dict[str, object]:
    return {"per": per, "van": window[0], "tot": window[1], **more}


# ------------------------------------------------------------------ the slow way


def wait_of(dossier: dict, truth: Truth, event: str) -> tuple[int, bool] | None:
    """Days until the event, or until the delivery of the dossier was taken; None when that cannot be known."""
    happened, start = dossier[EVENT_COLUMN[event]], dossier["datum_aanmelding"]
    if happened is not None:
        return (happened - start).days, True
    if dossier["datum_einde"] is not None:
        return None
    return (truth.deliveries[dossier["bestand"]].peildatum - start).days, False


def cells(truth: Truth, per: str, window: tuple[date, date]) -> dict[tuple[str, date], list[dict] | None]:
    """The dossiers of each area and period, and of Flanders; None where a month is not covered."""
    by_month: dict[tuple[str, date], list[dict]] = {}
    for dossier in truth.dossiers:
        by_month.setdefault((dossier["sv_id"], dossier["datum_aanmelding"].replace(day=1)), []).append(dossier)
    found = {}
    for start, months in periods(truth, per, *window).items():
        for areas, name in [*(([a], a) for a in truth.areas), (truth.areas, FLANDERS)]:
            wanted = [(area, month) for area in areas for month in months]
            known = all(cell in truth.covered for cell in wanted)
            found[name, start] = [d for cell in wanted for d in by_month.get(cell, [])] if known else None
    return found


def day_by_day(waits: list[tuple[int, bool]], share: float) -> float | None:
    """The product over the days of the share that does not get the event that day, until it is 1 - share or less."""
    still = 1.0
    last = max((days for days, _ in waits), default=0)
    flat_from = None
    for day in range(last + 1):
        waiting = sum(1 for days, _ in waits if days >= day)
        events = sum(1 for days, happened in waits if happened and days == day)
        if not events:
            continue
        if flat_from is not None:
            return (flat_from + day) / 2
        still *= 1 - events / waiting
        if abs(still - (1 - share)) < 1e-9:
            flat_from = day
        elif still < 1 - share:
            return float(day)
    return None if flat_from is None else (flat_from + last) / 2


# ------------------------------------------------------------------ equal


@pytest.mark.parametrize("window", [EVERYTHING, WINDOW], ids=["alles", "venster"])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("per", ["kwartaal", "jaar"])
def test_the_waits(truth: Truth, per: str, event: str, window: tuple[date, date]) -> None:
    frame = quantiles(ask("wachttijd", asked(per, window, eindgebeurtenis=event)))
    found = {(r["gebied"], r["periode"]): r for r in frame.iter_rows(named=True)}
    expected = cells(truth, per, window)
    assert set(found) == set(expected)
    for cell, dossiers in expected.items():
        row = found[cell]
        if dossiers is None:
            assert row["noemer"] is row["waarde"] is row["gebeurd"] is None
            continue
        waits = [wait for d in dossiers if (wait := wait_of(d, truth, event)) is not None]
        happened = sum(came for _, came in waits)
        assert (row["noemer"], row["gebeurd"]) == (len(dossiers), happened)
        assert (row["nog_open"], row["onbekend"]) == (len(waits) - happened, len(dossiers) - len(waits))
        assert (row["waarde"], row["p75"]) == (day_by_day(waits, 0.5), day_by_day(waits, 0.75))
    assert any(row["nog_open"] for row in found.values())


def test_dropping_the_open_cases_would_give_other_medians(truth: Truth) -> None:
    differing = 0
    for dossiers in cells(truth, "kwartaal", EVERYTHING).values():
        waits = [wait for d in dossiers or [] if (wait := wait_of(d, truth, "opstart")) is not None]
        closed = [wait for wait in waits if wait[1]]
        with_open, without = day_by_day(waits, 0.5), day_by_day(closed, 0.5)
        assert with_open is None or without is None or with_open >= without
        differing += with_open != without
    assert differing >= 10


@pytest.mark.parametrize("limit", LIMITS)
@pytest.mark.parametrize("event", EVENTS)
def test_the_reasons(truth: Truth, event: str, limit: str) -> None:
    frame = ask("redenen_te_laat", asked("jaar", EVERYTHING, eindgebeurtenis=event, termijn=limit))
    for row in frame.iter_rows(named=True):
        dossiers = cells(truth, "jaar", EVERYTHING)[row["gebied"], row["periode"]]
        if dossiers is None:
            assert row["waarde"] is None
            continue
        late = [
            d for d in dossiers
            if place_in_time(d, truth.deliveries[d["bestand"]].peildatum, event, limit) == "later"
        ]  # fmt: skip
        expected = Counter(REASONS.get(d["reden_niet_binnen_maand"], "onbekend") for d in late)
        assert row["waarde"] == len(late)
        assert {name: row[name] for name in (*REASONS.values(), "onbekend") if row[name]} == dict(expected)


# ------------------------------------------------------------------ laws


choices = st.builds(
    lambda van, tot, per, event, limit: asked(per, (van, tot), eindgebeurtenis=event, termijn=limit),
    st.dates(date(2021, 6, 1), date(2026, 6, 1)), st.dates(date(2021, 6, 1), date(2027, 6, 1)), st.sampled_from(GRAINS),
    st.sampled_from(EVENTS), st.sampled_from(LIMITS),
)  # fmt: skip


@given(choice=choices)
@settings(deadline=None, max_examples=60)
def test_the_share_lies_between_its_bounds(version: Version, choice: dict) -> None:
    for row in ask("binnen_de_maand", choice).iter_rows(named=True):
        if row["waarde"] is None:
            continue
        low, high = row["laagst_mogelijk"], row["hoogst_mogelijk"]
        assert 0 <= low <= row["waarde"] <= high <= 100
        assert (low == high == row["waarde"]) == (row["onbekend"] == 0)


@given(choice=choices)
@settings(deadline=None, max_examples=40)
def test_the_parts_of_a_wait_are_its_aanmeldingen_and_the_reasons_are_what_is_late(
    version: Version, choice: dict
) -> None:
    span = {key: choice[key] for key in ("per", "van", "tot")}
    counted = {(r["gebied"], r["periode"]): r["waarde"] for r in ask("aanmeldingen", span).iter_rows(named=True)}
    waits = quantiles(ask("wachttijd", {key: choice[key] for key in (*span, "eindgebeurtenis")}))
    assert {(r["gebied"], r["periode"]): r["noemer"] for r in waits.iter_rows(named=True)} == counted
    late = {(r["gebied"], r["periode"]): r["later"] for r in ask("binnen_de_maand", choice).iter_rows(named=True)}
    reasons = ask("redenen_te_laat", choice)
    assert {(r["gebied"], r["periode"]): r["waarde"] for r in reasons.iter_rows(named=True)} == late
    named = [*REASONS.values(), "onbekend"]
    assert all(row["waarde"] in (None, sum(row[n] or 0 for n in named)) for row in reasons.iter_rows(named=True))


@given(choice=choices)
@settings(deadline=None, max_examples=60)
def test_what_is_computed_from_hidden_counts_is_hidden(version: Version, choice: dict) -> None:
    shown = Choice(**choice)
    for row in figure("binnen_de_maand", shown).data.iter_rows(named=True):
        if row["onbekend"] is None:
            assert row["laagst_mogelijk"] is row["hoogst_mogelijk"] is None
        if row["toestand"] == "verborgen":
            assert row["onder"] is row["boven"] is row["waarde"] is row["binnen"] is None
    for row in figure("wachttijd", shown).data.iter_rows(named=True):
        assert not {row[name] for name in ("noemer", "gebeurd", "nog_open", "onbekend")} & {1, 2, 3, 4}
        if row["nog_open"] is None:
            assert row["aandeel_open"] is row["onbekend"] is None
        if row["toestand"] == "verborgen":
            assert row["waarde"] is row["p75"] is row["onder"] is row["boven"] is row["noemer"] is None
