"""What the page Leveringen does with an upload: receive, check, preview, load, take back.

A load builds the whole warehouse as if the delivery stood among the others already; only when that warehouse is complete
does the file get its place, in the same moment. Whatever fails before leaves everything as it was.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import yaml

from etl.build import NOT_BUILT, WAREHOUSE, Inputs, Result, build, delivery_files, is_current
from etl.delivery_report import (
    LINES_AT_MOST,
    ROW_LIMIT,
    DeliveryReport,
    Line,
    RowLimitError,
    check_upload,
    row_guard,
    too_many_rows,
)
from etl.facts import load_facts
from etl.harmonise import read_vocabulary
from etl.inbox import SIZE_LIMIT_MB, DeliveryError, discard, receive
from etl.journal import LOADED, TAKEN_BACK, JournalError, Loading, noted, read_journal
from etl.load import PRIVATE, disk_sentence, scratch_warehouse
from etl.lock import INCOMING, only_change
from etl.progress import Progress, quiet
from etl.registrations import BRON, CHANGES, COUNTS, DECIDE, LICENTIE, STATUSES, DeliveryFile, Outcome, stage
from etl.report_xlsx import report_xlsx
from etl.sidecar import Sidecar, SidecarError, read_sidecar, sidecar_path

__all__ = [
    "LINES_AT_MOST",
    "ROW_LIMIT",
    "SIZE_LIMIT_MB",
    "STATUSES",
    "Change",
    "DeliveryError",
    "DeliveryReport",
    "Line",
    "Loading",
    "Outcome",
    "check_upload",
    "discard",
    "history",
    "load",
    "preview",
    "receive",
    "report_xlsx",
    "undo_last",
]

STANDING = Path(__file__).with_name("standing.sql")
TAKEN_BACK_FOLDER = "teruggenomen"
LONGEST_TEXT = 500


@dataclass(frozen=True)
class Change:
    """What a load would change for one samenwerkingsverband and month of aanmelding, in dossiers."""

    sv_id: str
    naam: str
    maand: date
    toegevoegd: int
    gewijzigd: int
    verdwenen: int


# ------------------------------------------------------------------ what a load would change


def preview(
    path: Path,
    *,
    status: str,
    peildatum: date | None = None,
    raw: Path = Inputs.raw,
    warehouse: Path = WAREHOUSE,
    demo: Path | None = Inputs.demo,
    progress: Progress = quiet,
) -> list[Change]:
    """What loading the file would change, by name and month; empty when it changes nothing. Nothing is touched.

    Compares with the dossiers in `warehouse`, or, when that is absent or older than its inputs, with a warehouse that is
    built for the occasion. Raises DeliveryError.
    """
    said = _said(path.name, status, peildatum, None, None)
    with _failing_in_dutch(), _standing(Inputs(raw=raw, demo=demo), warehouse, progress) as standing:
        return _changes(DeliveryFile(path, said=said), raw, standing, progress)


@contextmanager
def _standing(inputs: Inputs, warehouse: Path, progress: Progress) -> Iterator[Path]:
    if is_current(inputs, warehouse):
        yield warehouse
        return
    with tempfile.TemporaryDirectory(prefix=PRIVATE, ignore_cleanup_errors=True) as folder:
        built = Path(folder) / "vergelijking.duckdb"
        build(inputs, built, progress=progress)
        yield built


def _changes(file: DeliveryFile, raw: Path, standing: Path, progress: Progress) -> list[Change]:
    with scratch_warehouse() as scratch:
        load_facts(raw, scratch, geojson=Inputs.geojson)
        scratch.attach(standing, "vorige")
        (outcome,) = stage(scratch, [file], read_vocabulary(scratch), seen=row_guard(progress, ROW_LIMIT))
        if outcome.refused:
            raise DeliveryError(outcome.refused)
        mine = {"levering": outcome.levering_id}
        if not scratch.rows("select 1 from vorige.levering where levering_id = $levering", mine).is_empty():
            return []  # exactly this file is loaded already
        scratch.run(STANDING)
        scratch.run(DECIDE)
        scratch.run(CHANGES, mine)
        return [Change(**row) for row in scratch.rows(_CHANGES_SQL).to_dicts()]


_CHANGES_SQL = """
    select v.sv_id, s.naam, v.maand, v.toegevoegd::bigint as toegevoegd, v.gewijzigd::bigint as gewijzigd,
        v.verdwenen::bigint as verdwenen
    from verschil v join samenwerkingsverband s on s.sv_id = v.sv_id
    order by s.volgorde, v.maand"""


# ------------------------------------------------------------------ load


def load(
    path: Path,
    *,
    titel: str,
    status: str,
    peildatum: date,
    ontvangen_op: date,
    toelichting: str | None = None,
    door: str | None = None,
    raw: Path = Inputs.raw,
    warehouse: Path = WAREHOUSE,
    demo: Path | None = Inputs.demo,
    progress: Progress = quiet,
) -> Loading:
    """Put the file and its sidecar among the deliveries in `raw`/binc and build; gives the new line of the history.

    An upload is removed from the inbox afterwards. Raises DeliveryError when the file was loaded before, is refused, or
    the build fails; then everything is as before.
    """
    said = _said(titel, status, peildatum, ontvangen_op, toelichting)
    done: list[Loading] = []

    @contextmanager
    def placing(moves: list[tuple[Path, Path]], sha256: str, result: Result) -> Iterator[None]:
        outcome = _mine(result, moves[-1][1].name)
        done.append(_loading(LOADED, moves[-1][1].name, sha256, said.status, outcome, door))
        with _moved(moves), noted(_binc(raw), done[-1]):
            yield

    with _failing_in_dutch(), only_change(_binc(raw), _saying(progress)):
        sha256 = _require_new(path, raw)
        with _incoming(path, said, raw) as (incoming, target):
            moves = [(sidecar_path(incoming), sidecar_path(target)), (incoming, target)]
            inputs = Inputs(raw=raw, demo=demo, incoming=incoming)
            _build(inputs, warehouse, progress, lambda result: placing(moves, sha256, result))
    discard(path)
    return done[-1]


def _build(inputs: Inputs, warehouse: Path, progress: Progress, placing: Callable) -> None:
    build(inputs, warehouse, _saying(progress), progress=progress, placing=placing)


def _mine(result: Result, name: str) -> Outcome:
    """The outcome of the file that is loaded; raises DeliveryError when it is refused."""
    outcome = next(outcome for outcome in result.outcomes if outcome.pad == f"binc/{name}")
    if outcome.refused:
        raise DeliveryError(outcome.refused)
    if outcome.gelezen > ROW_LIMIT:
        raise DeliveryError(f"{name}: {too_many_rows(ROW_LIMIT)}")
    return outcome


def _said(
    titel: str, status: str, peildatum: date | None, ontvangen_op: date | None, toelichting: str | None
) -> Sidecar:
    if status not in STATUSES:
        raise DeliveryError(f"Een levering heeft als status {', '.join(STATUSES[:-1])} of {STATUSES[-1]}. Kies er een.")
    title, remark = _one_line(titel), _one_line(toelichting or "")
    if not title:
        raise DeliveryError("De titel ontbreekt. Schrijf in enkele woorden wat deze levering is.")
    return Sidecar(
        titel=title,
        bron=BRON,
        status=status,
        licentie=LICENTIE,
        peildatum=peildatum,
        ontvangen_op=ontvangen_op,
        toelichting=remark or None,
    )


def _one_line(text: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_TEXT]


def _require_new(path: Path, raw: Path) -> str:
    """The checksum of the file; raises DeliveryError when exactly this file is loaded already."""
    sha256 = _sha256(path)
    size = path.stat().st_size
    for other in delivery_files(_binc(raw)):
        if other.stat().st_size == size and _sha256(other) == sha256:
            raise DeliveryError(f"{path.name}: dit bestand is al geladen als {other.name}. Er is niets te doen.")
    return sha256


@contextmanager
def _incoming(path: Path, said: Sidecar, raw: Path) -> Iterator[tuple[Path, Path]]:
    """A copy with its sidecar on the disk of the other deliveries, and the place it will get there."""
    target = _free_place(_binc(raw), path.name)
    folder = Path(tempfile.mkdtemp(prefix=INCOMING, dir=_binc(raw)))
    try:
        incoming = folder / target.name
        shutil.copyfile(path, incoming)
        _write_sidecar(sidecar_path(incoming), said)
        _keep_on_disk(incoming)
        yield incoming, target
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _free_place(folder: Path, name: str) -> Path:
    """A path in `folder` that neither a file nor a sidecar has, also where capitals do not count."""
    taken = {path.name.lower() for path in folder.iterdir()} if folder.exists() else set()
    stem, dot, suffix = name.partition(".")
    nth = 1
    while True:
        place = folder / (f"{stem}{dot}{suffix}" if nth == 1 else f"{stem}-{nth}{dot}{suffix}")
        if taken.isdisjoint({place.name.lower(), sidecar_path(place).name.lower()}):
            return place
        nth += 1


def _write_sidecar(path: Path, said: Sidecar) -> None:
    content = {key: value for key, value in vars(said).items() if value is not None and value != ()}
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    _keep_on_disk(path)


def _keep_on_disk(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def _moved(moves: Sequence[tuple[Path, Path]]) -> Iterator[None]:
    """Move files, in that order; and back, in reverse, when what happens under it fails."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            os.replace(source, target)
            done.append((source, target))
        yield
    except BaseException:
        for source, target in reversed(done):
            os.replace(target, source)
        raise


# ------------------------------------------------------------------ take back


def undo_last(
    raw: Path = Inputs.raw,
    warehouse: Path = WAREHOUSE,
    demo: Path | None = Inputs.demo,
    progress: Progress = quiet,
    *,
    door: str | None = None,
) -> Loading:
    """Take the last load back: its file goes to `raw`/binc/teruggenomen, and the warehouse is built without it.

    Gives the new line of the history. Files that were put in the folder by hand are not taken back. Raises DeliveryError
    when there is nothing to take back or the build fails; then everything is as before.
    """
    done: list[Loading] = []

    @contextmanager
    def placing(last: Loading, moves: list[tuple[Path, Path]], _: Result) -> Iterator[None]:
        done.append(replace(last, moment=_now(), actie=TAKEN_BACK, door=door))
        with _moved(moves), noted(_binc(raw), done[-1]):
            yield

    with _failing_in_dutch(), only_change(_binc(raw), _saying(progress)):
        last = _last_standing(raw)
        moves = _out_of_the_way(_binc(raw) / last.bestand)
        inputs = Inputs(raw=raw, demo=demo, leaving=last.bestand)
        _build(inputs, warehouse, progress, lambda result: placing(last, moves, result))
    return done[-1]


def _last_standing(raw: Path) -> Loading:
    for loading in reversed(read_journal(_binc(raw))):
        path = _binc(raw) / Path(loading.bestand).name
        if loading.actie == LOADED and path.is_file() and _sha256(path) == loading.sha256:
            return loading
    raise DeliveryError("Er is geen lading om terug te nemen. Een bestand in data/raw/binc haalt u daar zelf weg.")


def _out_of_the_way(path: Path) -> list[tuple[Path, Path]]:
    folder = path.parent / TAKEN_BACK_FOLDER
    folder.mkdir(exist_ok=True)
    place = _free_place(folder, path.name)
    beside = sidecar_path(path)
    return [(path, place), *([(beside, sidecar_path(place))] if beside.exists() else [])]


# ------------------------------------------------------------------ history


def history(raw: Path = Inputs.raw) -> list[Loading]:
    """Every load and every taking back, the newest first; moments in UTC.

    A file that stands among the deliveries without having been loaded here is there too, without counts: its moment is
    when the file was last written. Raises DeliveryError when the journal is broken.
    """
    with _failing_in_dutch():
        written = read_journal(_binc(raw))
        loaded = {(loading.bestand, loading.sha256) for loading in written if loading.actie == LOADED}
        by_hand = [
            loading
            for path in delivery_files(_binc(raw))
            if ((loading := _by_hand(path)).bestand, loading.sha256) not in loaded
        ]
    # Lines of the same moment keep the order of the journal.
    return sorted([*by_hand, *written], key=lambda loading: loading.moment)[::-1]


def _by_hand(path: Path) -> Loading:
    moment = datetime.fromtimestamp(path.stat().st_mtime, UTC).replace(microsecond=0)
    return Loading(moment, LOADED, path.name, _sha256(path), _status_of(path))


def _status_of(path: Path) -> str:
    try:
        return read_sidecar(sidecar_path(path)).status
    except SidecarError:
        return "voorlopig"


def _loading(actie: str, bestand: str, sha256: str, status: str, outcome: Outcome, door: str | None) -> Loading:
    counts = {place: getattr(outcome, place) for place in COUNTS}
    return Loading(_now(), actie, bestand, sha256, status, **counts, door=door)


# ------------------------------------------------------------------ shared by all of these


def _binc(raw: Path) -> Path:
    return raw / "binc"


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _sha256(path: Path) -> str:
    with path.open("rb") as raw:
        return hashlib.file_digest(raw, "sha256").hexdigest()


def _saying(progress: Progress) -> Callable[[str], None]:
    return lambda line: progress(None, line)


@contextmanager
def _failing_in_dutch() -> Iterator[None]:
    """Whatever stops a build becomes one DeliveryError; what the system says of a path stays out of it."""
    try:
        yield
    except OSError as error:
        raise DeliveryError(f"Er is niets veranderd. {disk_sentence(error)}") from None
    except RowLimitError:
        raise DeliveryError(f"Er is niets veranderd: {too_many_rows(ROW_LIMIT)}") from None
    except (*NOT_BUILT, JournalError) as error:
        raise DeliveryError(f"Er is niets veranderd. {'; '.join(str(error).splitlines())}") from None
