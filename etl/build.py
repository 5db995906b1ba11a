"""One build: from the files in data/raw (and the demo) to a new warehouse.

The build reads everything, every time: a warehouse is a function of its inputs and of this code, never of
what stood there before.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from etl.documents import check_documents
from etl.facts import FactsError, load_facts
from etl.harmonise import Vocabulary, read_vocabulary
from etl.load import Warehouse, new_warehouse, stored_input_hash
from etl.lock import BusyError, only_build, remove_abandoned
from etl.progress import Progress, ReadingProgress, quiet
from etl.registrations import DeliveryFile, Outcome, load_registrations
from etl.sidecar import SidecarError, sidecar_path
from etl.versions import Draft, placed, version_draft, write_version

ROOT = Path(__file__).resolve().parent.parent
WAREHOUSE = ROOT / "warehouse.duckdb"
PREPARE = Path(__file__).with_name("prepare.sql")
PREPARE_PROFILE = Path(__file__).with_name("prepare_profiel.sql")
PREPARE_TRAJECTEN = Path(__file__).with_name("prepare_trajecten.sql")
PREPARE_WAITING = Path(__file__).with_name("prepare_wachttijd.sql")
PREPARE_DELAYS = Path(__file__).with_name("prepare_registratie.sql")
REGISTRATIONS = "registraties"
DELIVERY_SUFFIXES = (".csv", ".tsv", ".csv.gz", ".xlsx", ".parquet")
Report = Callable[[str], None]


class BuildError(Exception):
    """The build stopped; `problems` holds one Dutch sentence per problem. The old warehouse still stands."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


NOT_BUILT = (BuildError, FactsError, SidecarError, BusyError, OSError)
"""Every way in which a build stops without having built; the old warehouse still stands."""


@dataclass(frozen=True)
class Inputs:
    """What a build reads: the hand-kept tables and deliveries in `raw`, the areas, and the demo deliveries, if any.

    `incoming` is a delivery that will stand among the others under its own name once the warehouse is complete,
    `leaving` the name of one that will be gone by then: the warehouse is built as if that were so already.
    """

    raw: Path = ROOT / "data" / "raw"
    geojson: Path = ROOT / "data" / "geo" / "werkingsgebieden.geojson"
    demo: Path | None = ROOT / "data" / "demo"
    incoming: Path | None = None
    leaving: str | None = None

    def deliveries(self) -> list[DeliveryFile]:
        """Every delivery, real ones first, in the order of their names."""
        standing = [path for path in delivery_files(self.raw / "binc") if path.name != self.leaving]
        incoming = [self.incoming] if self.incoming else []
        real = [DeliveryFile(path) for path in sorted(standing + incoming, key=lambda path: path.name)]
        demo = [DeliveryFile(path, demo=True) for path in delivery_files(self.demo / "binc")] if self.demo else []
        return real + demo

    def files(self) -> list[Path]:
        """Every file whose content decides what the warehouse holds."""
        facts = sorted(p for p in self.raw.glob("*") if p.suffix in (".csv", ".yml"))
        sidecars = [beside for delivery in self.deliveries() if (beside := sidecar_path(delivery.path)).exists()]
        return [*facts, self.geojson, *(d.path for d in self.deliveries()), *sidecars]


@dataclass
class Result:
    """What a build did: outcome per delivery, and the seconds each step took."""

    outcomes: list[Outcome] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    def slowest(self) -> str:
        """The step that took longest, and of the registrations the slowest file, as a Dutch sentence."""
        step = max(self.seconds, key=self.seconds.__getitem__)
        sentence = f"De traagste stap was {step}: {_seconds(self.seconds[step])}"
        if step != REGISTRATIONS or not self.outcomes:
            return f"{sentence}."
        file = max(self.outcomes, key=lambda outcome: outcome.seconds)
        return f"{sentence}, waarvan {_seconds(file.seconds)} voor {file.bestand}."


def delivery_files(folder: Path) -> list[Path]:
    """The deliveries in a folder, by name; other files (sidecars, a readme) are not deliveries."""
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.iterdir() if p.name.lower().endswith(DELIVERY_SUFFIXES))


def input_hash(inputs: Inputs) -> str:
    """Hash over the content of all inputs and of the code that builds; the same hash gives the same warehouse."""
    code = sorted(p for p in Path(__file__).parent.iterdir() if p.suffix in (".py", ".sql", ".csv"))
    return _hash_files([*inputs.files(), *code])


def data_version(inputs: Inputs) -> str:
    """Twelve characters that name the data: the same files give the same version on every machine."""
    return _hash_files(inputs.files())[:12]


def is_current(inputs: Inputs, target: Path) -> bool:
    """Whether the warehouse at `target` was built from exactly these inputs by this code."""
    return target.exists() and stored_input_hash(target) == input_hash(inputs)


def build(
    inputs: Inputs,
    target: Path,
    report: Report = lambda line: None,
    *,
    progress: Progress = quiet,
    placing: Callable[[Result], AbstractContextManager[object]] = nullcontext,
) -> Result:
    """Build a new warehouse and put it in the place of the old one; raises one of NOT_BUILT and leaves the old one.

    What is needed to find a figure of it back later is kept beside it (etl/versions.py).
    Waits for another build of the same warehouse. `report` gets a line per file and step, `progress` how far the
    reading of a large file is. `placing` is held around the one step that replaces the old warehouse: raising there
    leaves it, and what it changed on entering it has to undo when that step fails.
    """
    result = Result()
    with only_build(target, report):
        remove_abandoned(inputs.raw / "binc")
        with (
            version_draft(target) as draft,
            new_warehouse(target, lambda: _placing(placing(result), draft)) as warehouse,
        ):
            _fill(warehouse, inputs, result, report, progress)
            with _step("versie bewaren", result, report):
                write_version(warehouse, target, draft)
    return result


@contextmanager
def _placing(theirs: AbstractContextManager[object], draft: Draft) -> Iterator[None]:
    with theirs, placed(draft):
        yield


def _fill(warehouse: Warehouse, inputs: Inputs, result: Result, report: Report, progress: Progress) -> None:
    with _step("vaste gegevens", result, report):
        load_facts(inputs.raw, warehouse, report, geojson=inputs.geojson)
        _stop_on(check_documents(warehouse))
        vocabulary = _vocabulary(warehouse)
    with _step(REGISTRATIONS, result, report):
        seen = ReadingProgress(progress)
        result.outcomes = load_registrations(warehouse, inputs.deliveries(), report, vocabulary=vocabulary, seen=seen)
    with _step("tellingen", result, report):
        _prepare(warehouse)
    _stamp(warehouse, inputs)


def _vocabulary(warehouse: Warehouse) -> Vocabulary:
    try:
        return read_vocabulary(warehouse)
    except ValueError as error:
        raise BuildError([str(error)]) from None


def _prepare(warehouse: Warehouse) -> None:
    warehouse.append("maand", _calendar(warehouse))
    warehouse.run(PREPARE)
    warehouse.run(PREPARE_DELAYS)
    warehouse.run(PREPARE_PROFILE)
    warehouse.run(PREPARE_TRAJECTEN)
    warehouse.run(PREPARE_WAITING)


def _calendar(warehouse: Warehouse) -> pl.DataFrame:
    """Every month from the first to the last that a delivery is about; empty without deliveries."""
    span = warehouse.rows("select min(periode_van) as van, max(periode_tot) as tot from levering")
    first, last = span.row(0)
    if first is None:
        return pl.DataFrame()
    months = pl.date_range(_month_start(first), _month_start(last), "1mo", eager=True).alias("maand")
    return months.to_frame().with_columns(
        pl.col("maand").dt.truncate("1y").alias("jaar"),
        pl.col("maand").dt.truncate("1q").alias("kwartaal"),
        pl.col("maand").dt.month_end().alias("laatste_dag"),
    )


def _month_start(day: date) -> date:
    return day.replace(day=1)


def _stamp(warehouse: Warehouse, inputs: Inputs) -> None:
    known = warehouse.rows("select max(peildatum) as tot, coalesce(bool_or(demo), false) as demo from levering").row(0)
    warehouse.append(
        "bouw",
        pl.DataFrame(
            {
                "data_versie": [data_version(inputs)],
                "invoer_hash": [input_hash(inputs)],
                "gebouwd_op": [datetime.now(UTC).replace(tzinfo=None, microsecond=0)],
                "gegevens_tot": [known[0]],
                "demo": [known[1]],
            },
            schema_overrides={"gegevens_tot": pl.Date},
        ),
    )


def _stop_on(problems: list[str]) -> None:
    if problems:
        raise BuildError(problems)


@contextmanager
def _step(name: str, result: Result, report: Report):
    start = time.perf_counter()
    yield
    result.seconds[name] = time.perf_counter() - start
    report(f"{name}: klaar in {_seconds(result.seconds[name])}")


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",")


def _hash_files(paths: list[Path]) -> str:
    total = hashlib.sha256()
    for path in paths:
        total.update(path.name.encode())
        with path.open("rb") as file:
            total.update(hashlib.file_digest(file, "sha256").digest())
    return total.hexdigest()
