"""One very large delivery for the bench: written in pieces, so that memory does not grow with the number of rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from demo.areas import DemoError, read_areas
from demo.cases import draw_cases
from demo.dirt import spoil
from demo.files import sidecar_text
from demo.generation import SEED
from demo.layouts import Delivery, Layout
from demo.records import KIND, LINE, ROW, header, records
from demo.registration import Moment, known_on
from demo.sheet import Sheet, render
from demo.truth import PLACES, reading, settled

PIECE = 100_000
COPIES = 0.001
LAYOUT = Layout(".csv", separator=";")
DELIVERY = Delivery(Moment(2026, date(2026, 9, 15), None), LAYOUT)


def generate_csv(
    path: Path, dossiers: int, seed: int = SEED, report: Callable[[str], None] = lambda _: None
) -> dict[str, int]:
    """Write one `;`-separated UTF-8 CSV of about `dossiers` dossiers, with a sidecar and the true counts beside it.

    Returns gelezen and the number of rows per place; they also stand in `<name>.waarheid.json`. A dossier and its
    copies are always in the same piece, so each piece can be settled by itself.
    """
    if dossiers < 1:
        raise DemoError("Vraag minstens 1 dossier met --dossiers.")
    counts = dict.fromkeys(("gelezen", *PLACES), 0)
    with path.open("wb") as out:
        for number, (made, rows) in enumerate(_pieces(dossiers, seed)):
            if number == 0:
                out.write((LAYOUT.separator.join(header(LAYOUT, made.columns)) + "\n").encode())
            made.write_csv(out, include_header=False, separator=LAYOUT.separator)
            _add(counts, rows["plaats"])
            report(f"demo: {counts['gelezen']} rijen geschreven")
    _describe(path, counts)
    return counts


def _pieces(dossiers: int, seed: int) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Per piece the cells as written, and the settled true reading."""
    areas = read_areas()
    for number, start in enumerate(range(0, dossiers, PIECE)):
        rng = np.random.default_rng([seed, number])
        cases = draw_cases(areas, min(PIECE, dossiers - start), rng, offset=start)
        rows = known_on(cases, DELIVERY.moment.peildatum)
        rows = pl.concat([rows, rows[rng.integers(0, rows.height, round(rows.height * COPIES))]])
        sheet = Sheet(rows, render(rows, LAYOUT, areas, rng), rng)
        spoil(sheet, DELIVERY, rng)
        made = records(sheet, LAYOUT, rng)
        yield made.drop(ROW, KIND, LINE), settled(reading(sheet, made, DELIVERY)[0])


def _add(counts: dict[str, int], places: pl.Series) -> None:
    counts["gelezen"] += len(places)
    for place, count in places.value_counts().iter_rows():
        counts[place] += count


def _describe(path: Path, counts: dict[str, int]) -> None:
    day = DELIVERY.moment.peildatum
    says = sidecar_text("Demogegevens 1G1P, groot", day, date(2022, 1, 1), day, counts["gelezen"])
    path.with_suffix(".yml").write_text(says, encoding="utf-8")
    path.with_suffix(".waarheid.json").write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
