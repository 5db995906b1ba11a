"""Make the whole demo: five deliveries, their sidecars, the known truth and a note that says it is complete."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from demo.areas import INPUTS, RAW, Areas, DemoError, read_areas
from demo.cases import draw_cases
from demo.dirt import spoil
from demo.files import write_delivery
from demo.layouts import DELIVERIES, Delivery
from demo.planted import planted
from demo.records import records
from demo.registration import delivered
from demo.sheet import Sheet, render
from demo.truth import reading, settled, write_truth

SEED = 2022
# Gives about 8.300 aanmeldingen in 2022, near the order of the 7.782 published for 2021.
DOSSIERS = 42_700
FEWEST = 200
DONE, MARK = "klaar.json", "LEESMIJ.txt"
EXPLAINS = """Deze map is gemaakt door `python -m demo`. Alles hierin is verzonnen.
binc/      leveringen zoals ze uit het registratiesysteem zouden komen, met fouten erin
waarheid/  wat een foutloze lezing van die leveringen geeft
Verander hier niets: een nieuwe aanmaak overschrijft deze map.
"""


def generate(
    out: Path,
    seed: int = SEED,
    dossiers: int | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> None:
    """Write the demo to `out`: binc/ (deliveries), waarheid/ (parquet, geplant.json) and, last, klaar.json.

    The same seed and number of dossiers give the same bytes. Raises DemoError when `out` holds something else.
    """
    count = DOSSIERS if dossiers is None else dossiers
    if count < FEWEST:
        raise DemoError(f"Vraag minstens {FEWEST} dossiers met --dossiers: met minder past niet elke soort fout erin.")
    binc, truth = _folders(out)
    areas = read_areas()
    cases = draw_cases(areas, count, np.random.default_rng(seed))
    readings = []
    for number, delivery in enumerate(DELIVERIES):
        readings.append(_deliver(binc, cases, areas, delivery, np.random.default_rng([seed, number])))
        report(f"demo: {delivery.bestand} met {readings[-1][0].height} rijen")
    rows = settled(pl.concat([rows for rows, _ in readings]))
    write_truth(truth, rows, pl.concat([signals for _, signals in readings]))
    (truth / "geplant.json").write_text(planted().write_json(), encoding="utf-8")
    _sign(out, {"zaad": seed, "dossiers": count, "code": code_hash(), "bestanden": _sizes(out)})
    report(f"demo: klaar, {(rows['plaats'] == 'geladen').sum()} dossiers in {out}")


def is_current(out: Path) -> bool:
    """Whether `out` holds a complete demo made by this code from these inputs."""
    try:
        note = json.loads((out / DONE).read_text(encoding="utf-8"))
        return (note["code"], note["bestanden"]) == (code_hash(), _sizes(out))
    except (OSError, ValueError, LookupError, TypeError):
        return False


def code_hash(raw: Path = RAW) -> str:
    """SHA-256 over the generator, the tables it reads and the libraries that draw and write."""
    here = Path(__file__).parent
    digest = hashlib.sha256(f"{np.__version__} {pl.__version__}".encode())
    for path in [*sorted(here.glob("*.py")), *sorted(here.glob("*.csv")), *(raw / name for name in INPUTS)]:
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _folders(out: Path) -> tuple[Path, Path]:
    """Make place for the demo, and never in a folder with something else in it."""
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        raise DemoError(f"In {out} staat al iets dat niet van de demo is: kies een lege map met --uit.")
    for folder in (out / "binc", out / "waarheid"):
        folder.mkdir(parents=True, exist_ok=True)
    (out / MARK).write_text(EXPLAINS, encoding="utf-8")
    (out / DONE).unlink(missing_ok=True)
    for stale in (out / "binc").iterdir():
        stale.unlink()
    return out / "binc", out / "waarheid"


def _deliver(
    folder: Path, cases: pl.DataFrame, areas: Areas, delivery: Delivery, rng: np.random.Generator
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Write one delivery and return its true reading."""
    rows = delivered(cases, delivery.moment, rng)
    rows = rows[rng.permutation(rows.height)]
    sheet = Sheet(rows, render(rows, delivery.layout, areas, rng), rng)
    spoil(sheet, delivery, rng)
    made = records(sheet, delivery.layout, rng)
    write_delivery(folder, delivery, made)
    return reading(sheet, made, delivery)


def _sizes(out: Path) -> dict[str, int]:
    """Size in bytes of every delivery, sidecar and truth table, by path within `out`."""
    return {str(path.relative_to(out).as_posix()): path.stat().st_size for path in sorted(out.glob("*/*"))}


def _sign(out: Path, note: dict[str, object]) -> None:
    (out / DONE).write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
