"""The delays of registration equal a slow second computation on the truth of the demo, and what an earlier build would say."""

from __future__ import annotations

import shutil
from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.build import Inputs
from queries import Version, ask
from tests.conftest import built, copy_raw
from tests.queries.second_count import Truth, read_truth


@pytest.fixture(scope="module")
def version(stand, demo_warehouse: Path) -> Version:
    return stand(demo_warehouse)


@pytest.fixture(scope="module")
def truth(version: Version, demo_folder: Path) -> Truth:
    return read_truth(demo_folder, ask("samenwerkingsverbanden")["sv_id"].to_list())


def steps(month: date, noted: date, turn: int) -> int:
    """How often the turning day passed between the end of the month and the registration, counted month by month."""
    count, year, at = 0, month.year, month.month
    while True:
        year, at = (year, at + 1) if at < 12 else (year + 1, 1)
        if noted <= date(year, at, turn):
            return count
        count += 1


def test_what_is_known_now_equals_the_slow_count(truth: Truth) -> None:
    peildatum = max(d.peildatum for d in truth.deliveries.values())
    slow: Counter = Counter()
    for dossier in truth.dossiers:
        if dossier["registratiedatum"] is not None:
            month = dossier["datum_aanmelding"].replace(day=1)
            delay = steps(month, dossier["registratiedatum"].date(), peildatum.day)
            slow[dossier["sv_id"], month, delay] += 1
    rows = ask("registratiedriehoek").filter(pl.col("peildatum") == peildatum)
    assert rows.height > 5000
    assert rows["toen"].equals(rows["nu"].alias("toen"))
    assert {
        (r["gebied"], r["maand"], r["vertraging"]): r["nu"] for r in rows.iter_rows(named=True) if r["nu"] != slow[r["gebied"], r["maand"], r["vertraging"]]
    } == {}  # fmt: skip
    known = {(r["gebied"], r["maand"], r["vertraging"]) for r in rows.iter_rows(named=True)}
    left = sum(count for cell, count in slow.items() if cell not in known and cell[2] <= 12)
    assert left == sum(c for (_, month, _), c in slow.items() if month == peildatum.replace(day=1))  # still running


def test_what_was_known_then_is_what_a_warehouse_of_then_says(
    version: Version, demo_folder: Path, stand, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Built of the first three deliveries alone. A few rows differ by chance faults in one version of a dossier."""
    then = date(2025, 3, 10)
    kept = ask("registratiedriehoek").filter((pl.col("peildatum") == then) & pl.col("toen").is_not_null())
    folder = tmp_path_factory.mktemp("toen")
    (folder / "demo" / "binc").mkdir(parents=True)
    for file in (demo_folder / "binc").iterdir():
        if file.name.split("_")[3][:8] <= "20250310":
            shutil.copy(file, folder / "demo" / "binc")
    stand(built(Inputs(raw=copy_raw(folder / "raw"), demo=folder / "demo"), tmp_path_factory))
    earlier = ask("registratiedriehoek").filter(pl.col("peildatum") == then)
    stand(demo_warehouse)
    keys = ["gebied", "maand", "vertraging"]
    both = kept.select(*keys, "toen").join(earlier.select(*keys, "nu"), on=keys, how="full", coalesce=True)
    assert both.null_count().sum_horizontal().item() == 0
    assert (both["toen"] - both["nu"]).abs().sum() <= 0.01 * both["nu"].sum()
    assert both["nu"].sum() > 1000
