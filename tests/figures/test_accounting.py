"""Every row of every delivery is in exactly one part of the accounting of a figure, and no part gives a secret away."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import EVENTS, GRAINS, LIMITS, Choice, figure
from figures.accounting import ELSEWHERE, HIDDEN, NO_AREA, NOT_LOADED, OTHER, OUTSIDE, SHOWN, Accounting
from figures.catalogue import ENTRIES, view
from figures.exhibit import exhibit
from figures.topics.quality import DATES
from queries import Version, ask, question
from tests.queries.second_count import read_truth

COUNTED = sorted(name for name, one in ENTRIES.items() if question(one.question).from_registrations)
AREAS = ["gent", "brussel", "trawant", "noord-west-vl"]


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


def parts(account: Accounting) -> dict[str, int]:
    return dict(account.parts)


def read() -> int:
    return int(ask("leveringen")["gelezen"].sum())


choices = st.builds(
    Choice,
    van=st.dates(date(2021, 6, 1), date(2026, 6, 1)),
    tot=st.dates(date(2021, 6, 1), date(2027, 6, 1)),
    per=st.sampled_from(GRAINS),
    gebieden=st.sampled_from([(), ("gent",), ("brussel", "trawant")]),
    eindgebeurtenis=st.sampled_from(EVENTS),
    termijn=st.sampled_from(LIMITS),
    veld=st.sampled_from(list(DATES)),
    procent=st.sampled_from([50, 90]),
)


@given(name=st.sampled_from(COUNTED), choice=choices)
@settings(deadline=None, max_examples=120)
def test_the_parts_add_up_under_any_filter(version: Version, name: str, choice: Choice) -> None:
    found = figure(ENTRIES[name].question, choice).accounting
    assert found.gelezen == read() == sum(rows for _, rows in found.parts)
    assert all(rows >= 0 for _, rows in found.parts)


@pytest.mark.usefixtures("version")
@pytest.mark.parametrize("name", COUNTED)
def test_every_figure_from_registrations_has_it_and_writes_it_down(name: str) -> None:
    shown = exhibit(view(name))
    assert any(str(shown.figure.accounting) in line for line in shown.footnotes)
    assert sum(parts(shown.figure.accounting).values()) == read()


def test_figures_from_documents_have_none(version: Version) -> None:
    assert {figure(one.question).accounting for one in ENTRIES.values() if one.name not in COUNTED} == {None}


def slow_account(dossiers: list[dict], shown: pl.DataFrame, van: date, tot: date) -> dict[str, int]:
    """Dossier by dossier: in a visible cell, in a hidden one, or outside; the totals of areas are no cell."""
    states = {(r["gebied"], r["periode"].year): r["toestand"] for r in shown.iter_rows(named=True)}
    found = {SHOWN: 0, HIDDEN: 0, OUTSIDE: 0}
    for dossier in dossiers:
        day = dossier["datum_aanmelding"]
        state = states.get((dossier["sv_id"], day.year))
        inside = van <= day <= tot and state is not None
        found[OUTSIDE if not inside else HIDDEN if state == "verborgen" else SHOWN] += 1
    return found


def test_dossier_by_dossier(version: Version, demo_folder: Path) -> None:
    areas = ask("samenwerkingsverbanden")["sv_id"].to_list()
    dossiers = read_truth(demo_folder, areas).dossiers
    for van, tot in ((date(2022, 1, 1), date(2026, 12, 31)), (date(2023, 1, 1), date(2024, 12, 31))):
        found = figure("aanmeldingen", Choice(van=van, tot=tot))
        slow = slow_account(dossiers, found.areas, van, tot)
        assert slow == {name: parts(found.accounting)[name] for name in slow}


def test_a_stock_counts_a_dossier_once_however_many_months_it_runs(version: Version, demo_folder: Path) -> None:
    dossiers = read_truth(demo_folder, ask("samenwerkingsverbanden")["sv_id"].to_list()).dossiers
    found = figure("lopende_trajecten", Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31), per="kwartaal"))
    cells = {(r["gebied"], r["periode"]) for r in found.areas.iter_rows(named=True) if r["toestand"] == "bekend"}
    ends = {start: date(2023, start.month + 3, 1) if start.month < 10 else date(2024, 1, 1) for _, start in cells}

    def runs(dossier: dict) -> bool:
        begun, ended = dossier["datum_opstart"], dossier["datum_einde"]
        return begun is not None and any(
            dossier["sv_id"] == area and begun < ends[start] and (ended is None or ended >= ends[start])
            for area, start in cells
        )

    assert parts(found.accounting)[SHOWN] == sum(map(runs, dossiers))


def test_areas_that_were_not_chosen_are_counted_apart(version: Version) -> None:
    whole, gent = (figure("aanmeldingen", Choice(gebieden=areas)) for areas in ((), ("gent",)))
    assert parts(gent.accounting)[SHOWN] == gent.areas["waarde"].sum()
    assert parts(gent.accounting)[SHOWN] + parts(gent.accounting)[ELSEWHERE] == parts(whole.accounting)[SHOWN]


def test_what_is_hidden_does_not_depend_on_who_else_is_looked_at(version: Version) -> None:
    for name in ("aanmeldingen", "binnen_de_maand"):
        whole = figure(name, Choice(per="maand")).data
        for area in AREAS:
            alone = figure(name, Choice(per="maand", gebieden=(area,))).data.filter(pl.col("gebied") == area)
            assert alone.equals(whole.filter(pl.col("gebied") == area))


@given(name=st.sampled_from(COUNTED), choice=choices)
@settings(deadline=None, max_examples=120)
def test_no_part_is_a_small_number_of_people(version: Version, name: str, choice: Choice) -> None:
    if "gebied" in figure(ENTRIES[name].question, choice).data.columns:
        found = parts(figure(ENTRIES[name].question, choice).accounting)
        assert not [part for part in (SHOWN, HIDDEN, ELSEWHERE, OTHER) if 0 < found.get(part, 0) < 5]


# The last of the file: it makes the monitor read another warehouse.
@pytest.mark.usefixtures("on_real")
def test_by_hand() -> None:
    # 16 lines: X1 is a test, one G4 is replaced. Aangemeld in 2023: G1-G4, K1, K2, T1, T2; in 2024 six more. Every cell is
    # small, and there is no Flemish total (13 areas are unknown): so nothing may say how many are hidden.
    both = figure("aanmeldingen", Choice()).accounting
    assert (both.gelezen, parts(both)[NOT_LOADED], parts(both)[NO_AREA]) == (16, 2, 0)
    assert parts(both)[f"{OUTSIDE}, of te klein om te tonen"] + parts(both).get(SHOWN, 0) == 14
    assert HIDDEN not in parts(both)
