"""How long a large delivery takes to load, how much memory that takes, and how DuckDB's plain read_csv compares.

`python -m bench laden [N ...]`: N dossiers, 1.000.000 when nothing is asked. Each measurement is a process of its own,
so that peak memory is that of this step alone; plain and load take turns, so that other work weighs on both.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from bench.measurement import dutch, machine
from demo.bulk import generate_csv
from etl.check import check
from etl.extract import Extract, extract
from etl.facts import load_facts
from etl.harmonise import Layout, is_known_header, layout, read_vocabulary
from etl.insz import cells_with_insz
from etl.load import Warehouse, new_warehouse
from etl.registrations import DeliveryFile, load_registrations
from etl.sidecar import read_sidecar, sidecar_path

ROOT = Path(__file__).resolve().parents[1]
PLAIN = Path(__file__).with_name("kaal.sql")
DOSSIERS = 1_000_000
RUNS, RUNS_OF_MANY, MANY = 3, 1, 5_000_000
RATIO, PEAK = 1.5, 2048.0
HEAD = ("rijen", "stap", "tijd", "processortijd", "piekgeheugen", "rijen per seconde")


@dataclass(frozen=True)
class Taken:
    """One step over one file: seconds by the clock, seconds of processor time of all threads, peak memory in MiB."""

    stap: str
    rijen: int
    seconden: float
    processor: float
    piek: float

    def row(self) -> tuple[str, ...]:
        """The cells under HEAD."""
        speed = f"{round(self.rijen / self.seconden):,}".replace(",", ".")
        rows = f"{self.rijen:,}".replace(",", ".")
        return (rows, self.stap, dutch(self.seconden), dutch(self.processor), f"{self.piek:.0f} MiB", speed)


# ------------------------------------------------------------------ what is measured


def _plain(warehouse: Warehouse, path: Path) -> None:
    warehouse.run(PLAIN, {"bestand": str(path)})
    warehouse.checkpoint()


def _read(warehouse: Warehouse, path: Path) -> None:
    for _ in _opened(path)[0].batches:
        pass


def _examine(warehouse: Warehouse, path: Path) -> None:
    source, shape = _opened(path)
    vocabulary, peildatum = read_vocabulary(warehouse), read_sidecar(sidecar_path(path)).peildatum
    for batch in source.batches:
        cells_with_insz(batch.drop("regel"))
        check(batch, shape, vocabulary, peildatum)


def _opened(path: Path) -> tuple[Extract, Layout]:
    source = extract(path, is_known_header)
    return source, layout(source.header, path)


def _load(warehouse: Warehouse, path: Path) -> None:
    (outcome,) = load_registrations(warehouse, [DeliveryFile(path)])
    if outcome.refused:
        raise RuntimeError(outcome.refused)
    warehouse.checkpoint()


STEPS: dict[str, Callable[[Warehouse, Path], None]] = {
    "kaal inlezen door DuckDB": _plain,
    "laden": _load,
    "waarvan lezen als tekst": _read,
    "waarvan lezen en nakijken": _examine,
}
PLAIN_STEP, LOAD_STEP, *PARTS_OF_LOAD = STEPS


# ------------------------------------------------------------------ one step, in a process of its own


def _take(step: str, path: Path, rows: int) -> Taken:
    command = [sys.executable, "-m", "bench.load", step, str(path), str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(f"'{step}' is mislukt:\n{done.stdout}{done.stderr}")
    return Taken(**json.loads(done.stdout))


def _taken(step: str, path: Path, rows: int) -> Taken:
    with tempfile.TemporaryDirectory() as folder, new_warehouse(Path(folder) / "warehouse.duckdb") as warehouse:
        load_facts(ROOT / "data" / "raw", warehouse, geojson=ROOT / "data" / "geo" / "werkingsgebieden.geojson")
        clock, processor = time.perf_counter(), time.process_time()
        STEPS[step](warehouse, path)
        seconds = (time.perf_counter() - clock, time.process_time() - processor)
    return Taken(step, rows, *seconds, peak())


def peak() -> float:
    """Peak memory of this process in MiB, as Linux tells it."""
    # Not resource.getrusage: its peak starts at that of the process which started this one.
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(re.search(r"VmHWM:\s*(\d+) kB", status).group(1)) / 1024


# ------------------------------------------------------------------ all of it


def main(wanted: list[str]) -> None:
    """Measure for every number of dossiers; print a table with the ratios, and keep every run as JSON."""
    found: list[Taken] = []
    for dossiers in _numbers(wanted):
        found += _measured(dossiers)
    print(_table(found))
    print(*_verdicts(found), f"\nGemeten op {machine()}.", sep="\n")
    print(f"Elke meting apart: {_written(found).relative_to(ROOT)}", file=sys.stderr)


def _numbers(wanted: list[str]) -> list[int]:
    numbers = [text.replace(".", "") for text in wanted] or [str(DOSSIERS)]
    if not all(number.isdecimal() and int(number) for number in numbers):
        sys.exit("Geef na 'laden' enkel aantallen dossiers, bijvoorbeeld: python -m bench laden 1.000.000 10.000.000")
    return [int(number) for number in numbers]


def _measured(dossiers: int) -> Iterator[Taken]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "levering.csv"
        rows = generate_csv(path, dossiers)["gelezen"]
        runs = RUNS if dossiers < MANY else RUNS_OF_MANY
        for step in [PLAIN_STEP, LOAD_STEP] * runs + [PLAIN_STEP, *PARTS_OF_LOAD]:
            print(f"{dossiers} dossiers: {step}", file=sys.stderr)
            yield _take(step, path, rows)


def _table(found: Iterable[Taken]) -> str:
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEAD, ("---",) * len(HEAD), *(one.row() for one in found))]
    return "\n".join(lines)


def _verdicts(found: list[Taken]) -> Iterator[str]:
    for rows in dict.fromkeys(one.rijen for one in found):
        by_clock, by_processor = (_ratio(found, rows, measure) for measure in ("seconden", "processor"))
        highest = max(one.piek for one in found if (one.rijen, one.stap) == (rows, LOAD_STEP))
        yield (
            f"\n{rows} rijen: laden duurt {_factor(by_clock)} keer zo lang als kaal inlezen (doel {_factor(RATIO)}: "
            f"{'gehaald' if by_clock <= RATIO else 'NIET gehaald'}), in processortijd {_factor(by_processor)} keer; "
            f"piek {highest:.0f} MiB (doel onder {PEAK:.0f}: {'gehaald' if highest < PEAK else 'NIET gehaald'})."
        )


def _ratio(found: list[Taken], rows: int, measure: str) -> float:
    """Median of load over median of plain, of the runs over this file."""
    load, plain = (
        statistics.median(getattr(one, measure) for one in found if (one.rijen, one.stap) == (rows, step))
        for step in (LOAD_STEP, PLAIN_STEP)
    )
    return load / plain


def _factor(number: float) -> str:
    return f"{number:.2f}".replace(".", ",")


def _written(found: list[Taken]) -> Path:
    moment, folder = datetime.now().astimezone(), ROOT / "bench" / "uitvoer"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"laden-{moment:%Y%m%d-%H%M%S}.json"
    kept = {"op": moment.isoformat(), "machine": machine(), "laden": [asdict(one) for one in found]}
    target.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


if __name__ == "__main__":
    print(json.dumps(asdict(_taken(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))))
