"""What the last delivery changed: against a slow second computation, and by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.load import Warehouse
from tests.etl.delivery_files import loaded, write_delivery

AREAS = {"Konekti": "zuid-west-vl", "Trawant": "trawant"}
NAMES = ("a_20230306.csv", "b_20230306.csv", "a_20240304.csv", "c_20220601.csv")


class Row(NamedTuple):
    """One row of a delivery, with where it stands."""

    bestand: str
    regel: int
    dossier: str
    area: str
    asked: str
    started: str
    changed: str

    @property
    def taken(self) -> str:
        """The day of the delivery, from its name."""
        return self.bestand[-12:-4]

    @property
    def content(self) -> tuple[str, ...]:
        """All that was registered."""
        return self[2:]


def changes(warehouse: Warehouse) -> list[tuple]:
    """The rows of table verandering, without the delivery."""
    sql = "select sv_id, maand, toegevoegd, gewijzigd, verdwenen from verandering"
    return warehouse.rows(sql).rows()


# ------------------------------------------------------------------ the slow second computation


def newest(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """(area, dossier) -> the row that stays: of equal rows one, then the newest version."""
    equal: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda row: (row.bestand, row.regel)):
        known = equal.get(row.content)
        if known is None or row.taken > known.taken:
            equal[row.content] = row
    staying: dict[tuple[str, str], Row] = {}
    for row in sorted(equal.values(), key=lambda row: (row.changed, row.taken, row.bestand, row.regel)):
        staying[row.area, row.dossier] = row
    return staying


def slow_changes(rows: Sequence[Row]) -> list[tuple]:
    """Compare what stays with and without the last delivery, dossier by dossier."""
    last = max(((row.taken, row.bestand) for row in rows), default=("", ""))[1]
    before, after = newest(row for row in rows if row.bestand != last), newest(rows)
    counts: Counter[tuple[str, str, str]] = Counter()
    for key in before.keys() | after.keys():
        old, new = before.get(key), after[key]
        if old is None or old.asked[:7] != new.asked[:7]:
            counts[new.area, new.asked[:7], "toegevoegd"] += 1
            if old is not None:
                counts[old.area, old.asked[:7], "verdwenen"] += 1
        elif old.content[:-1] != new.content[:-1]:
            counts[new.area, new.asked[:7], "gewijzigd"] += 1
    places = sorted({(AREAS[area], month, area) for area, month, _ in counts})
    return [
        (sv_id, date.fromisoformat(f"{month}-01"), *(counts[area, month, what] for what in ("toegevoegd", "gewijzigd", "verdwenen")))
        for sv_id, month, area in places
    ]  # fmt: skip


def write(folder: Path, rows: Sequence[Row]) -> list[Path]:
    names = sorted({row.bestand for row in rows})
    return [
        write_delivery(folder / name, [[r.dossier, r.area, r.asked, r.started, r.changed] for r in rows if r.bestand == name])
        for name in names
    ]  # fmt: skip


def placed(drawn: Iterable[tuple[str, ...]]) -> list[Row]:
    """Drawn rows with their line numbers."""
    lines: Counter[str] = Counter()
    rows = []
    for bestand, *cells in drawn:
        lines[bestand] += 1
        rows.append(Row(bestand, lines[bestand] + 1, *cells))
    return rows


# Few different values, so that copies and versions of a dossier meet.
ROWS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.sampled_from(["D1", "D2"]),
        st.sampled_from(sorted(AREAS)),
        st.sampled_from(["2022-03-01", "2022-04-01"]),
        st.sampled_from(["", "2022-05-01"]),
        st.sampled_from(["", "2022-05-01 10:00:00"]),
    ),
    min_size=8,
    max_size=40,
).map(placed)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(ROWS)
def test_the_changes_are_those_of_a_slow_comparison(rows: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        _, found = loaded(write(Path(folder), rows), changes)
    assert found == slow_changes(rows)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_the_files_and_a_file_twice_change_nothing(rows: list[Row], draw) -> None:
    """Every table, row by row as it is stored; with one file given a second time."""

    def everything(warehouse: Warehouse) -> dict[str, list[tuple]]:
        names = ("levering", "dossier", "verandering", "geweigerd", "signaal", "bestand")
        return {name: sorted(warehouse.rows(f"from {name}").rows(), key=repr) for name in names}

    with TemporaryDirectory() as folder:
        files = write(Path(folder), rows)
        _, once = loaded(files, everything)
        again = [*files, draw.choice(files)]
        draw.shuffle(again)
        assert loaded(again, everything)[1] == once


# ------------------------------------------------------------------ by hand


def of_konekti(*rows: tuple[str, str, str, str, str]) -> list[Row]:
    return placed((bestand, dossier, "Konekti", *cells) for bestand, dossier, *cells in rows)


OLD, NEW = "z_20230306.csv", "a_20240304.csv"
MARCH, APRIL = date(2022, 3, 1), date(2022, 4, 1)
BY_HAND = {
    "enige levering": ([(OLD, "D1", "2022-03-01", "", "")], [(MARCH, 1, 0, 0)]),
    "niets nieuws": ([(OLD, "D1", "2022-03-01", "", ""), (NEW, "D1", "2022-03-01", "", "")], []),
    "gewijzigd": ([(OLD, "D1", "2022-03-01", "", ""), (NEW, "D1", "2022-03-02", "", "")], [(MARCH, 0, 1, 0)]),
    "verhuisd": (
        [(OLD, "D1", "2022-03-01", "", ""), (NEW, "D1", "2022-04-02", "", "")],
        [(MARCH, 0, 0, 1), (APRIL, 1, 0, 0)],
    ),
    "enkel een ander wijzigingsmoment": (
        [(OLD, "D1", "2022-03-01", "", "2022-05-01"), (NEW, "D1", "2022-03-01", "", "2022-06-01")],
        [],
    ),
    "de nieuwe levering is ouder": (
        [(OLD, "D1", "2022-03-01", "", "2022-06-01"), (NEW, "D1", "2022-04-01", "", "2022-05-01")],
        [],
    ),
    "niet meer genoemd": ([(OLD, "D1", "2022-03-01", "", ""), (NEW, "D2", "2022-03-01", "", "")], [(MARCH, 1, 0, 0)]),
}


@pytest.mark.parametrize("case", BY_HAND)
def test_by_hand(tmp_path: Path, case: str) -> None:
    rows, expected = BY_HAND[case]
    _, found = loaded(write(tmp_path, of_konekti(*rows)), changes)
    assert found == [("zuid-west-vl", *counts) for counts in expected]


def test_of_one_day_the_last_name_is_the_last_delivery(tmp_path: Path) -> None:
    rows = of_konekti(("b_20230306.csv", "D1", "2022-03-01", "", ""), ("a_20230306.csv", "D2", "2022-03-01", "", ""))
    _, found = loaded(
        write(tmp_path, rows), lambda w: w.rows("select bestand from verandering join levering using (levering_id)")
    )
    assert found["bestand"].to_list() == ["b_20230306.csv"]


def test_without_a_delivery_there_is_no_change() -> None:
    assert loaded([], changes)[1] == []


@pytest.mark.parametrize("status", ["voorlopig", "nader voorlopig", "definitief", "demo"])
def test_every_status_reaches_the_delivery_and_its_file(tmp_path: Path, status: str) -> None:
    (path,) = write(tmp_path, of_konekti((OLD, "D1", "2022-03-01", "", "")))
    path.with_suffix(".yml").write_text(f"titel: t\nbron: b\nlicentie: l\nstatus: {status}\n", encoding="utf-8")
    _, found = loaded([path], lambda w: w.rows("select l.status, b.status, demo from levering l, bestand b").row(0))
    assert found == (status, status, status == "demo")


def test_official_is_no_status_of_a_delivery(tmp_path: Path) -> None:
    (path,) = write(tmp_path, of_konekti((OLD, "D1", "2022-03-01", "", "")))
    path.with_suffix(".yml").write_text("titel: t\nbron: b\nlicentie: l\nstatus: officieel\n", encoding="utf-8")
    (outcome,), _ = loaded([path], changes)
    assert outcome.code == "B02"
    assert "voorlopig, nader voorlopig, definitief of demo" in outcome.refused
