"""Load deliveries of registrations: every row of every file ends in exactly one place, and the counts are kept.

A delivery is read in batches and checked on the way; etl/settle.sql then decides, over all deliveries together, which
row of a dossier stays. The order in which the files are given changes nothing.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

import polars as pl

from etl.ahead import ahead
from etl.check import FIRST_DAY, Checked, check, rules
from etl.extract import AGAIN, Extract, FileRefusedError, extract
from etl.harmonise import (
    MOMENTS,
    Layout,
    Vocabulary,
    is_known_header,
    layout,
    read_vocabulary,
    shown,
    texts,
    typed,
)
from etl.insz import cells_with_insz, holds_insz
from etl.load import Warehouse
from etl.sidecar import Sidecar, SidecarError, read_sidecar, sidecar_path

STAGE = Path(__file__).with_name("stage.sql")
DECIDE = Path(__file__).with_name("decide.sql")
CHANGES = Path(__file__).with_name("changes.sql")
SETTLE = Path(__file__).with_name("settle.sql")
STATUSES = ("voorlopig", "nader voorlopig", "definitief", "demo")
BRON = "Registraties 1 Gezin 1 Plan in BINC"
LICENTIE = "niet openbaar"
NAMED_AT_MOST = 5  # places named in one sentence; the others are counted
SENTENCES_AT_MOST = 500  # a column of free text in the place of the names would give millions
DATE_IN_NAME = re.compile(r"_(\d{8})(?!\d)")
COUNTS = ("gelezen", "geladen", "geweigerd", "dubbel", "vervangen", "test", "voetregel")

Report = Callable[[str], None]
Keep = Callable[[Checked], None]
Seen = Callable[[Path, int], None]


def ignore(*_: object) -> None:
    """The default for whoever does not want to hear of every batch."""


@dataclass(frozen=True)
class DeliveryFile:
    """A delivery as it lies on disk; `demo` for synthetic registrations.

    `said` goes before the sidecar beside the file, for a file that has none yet.
    """

    path: Path
    demo: bool = False
    said: Sidecar | None = None


@dataclass(frozen=True)
class Outcome:
    """What became of one delivery.

    gelezen = geladen + geweigerd + dubbel + vervangen + test + voetregel, in rows. `refused` is the one Dutch sentence
    when the whole file is refused (then `code` is the rule, and every count is 0). `problems`: (code, kolom, rows,
    first line) for every rule that rows broke, before dubbel and vervangen are decided. `sentences`: what to do about
    refused rows. `pad`: the file as table bestand names it. `seconds`: how long reading and checking took.
    """

    bestand: str
    demo: bool
    refused: str | None = None
    code: str | None = None
    levering_id: str | None = None
    peildatum: date | None = None
    gelezen: int = 0
    geladen: int = 0
    geweigerd: int = 0
    dubbel: int = 0
    vervangen: int = 0
    test: int = 0
    voetregel: int = 0
    codering: str | None = None
    scheidingsteken: str | None = None
    dropped: tuple[str, ...] = ()
    problems: tuple[tuple[str, str, int, int], ...] = ()
    sentences: tuple[str, ...] = ()
    pad: str = ""
    seconds: float = field(default=0.0, compare=False)


def load_registrations(
    warehouse: Warehouse,
    files: Sequence[DeliveryFile],
    report: Report = ignore,
    *,
    vocabulary: Vocabulary | None = None,
    seen: Seen = ignore,
    keep: Keep = ignore,
) -> list[Outcome]:
    """Load every delivery and report what became of it, one outcome per file in the order of their names.

    The facts behind the vocabulary have to be in the warehouse already. Fills regel, dossier, levering, verandering,
    geweigerd, signaal and bestand. A refused file stops nothing: its outcome says why, the others are loaded. `seen`
    gets (path, rows read so far) after every batch, and `keep` what became of the batch.
    """
    warehouse.append("regel", pl.DataFrame(list(rules().values())))
    staged = stage(warehouse, files, vocabulary or read_vocabulary(warehouse), seen=seen, keep=keep)
    warehouse.run(DECIDE)
    warehouse.run(CHANGES, {"levering": None})
    warehouse.run(SETTLE)
    outcomes = _settled(warehouse, staged)
    for outcome in outcomes:
        report(summary(outcome))
    return outcomes


def stage(
    warehouse: Warehouse,
    files: Sequence[DeliveryFile],
    vocabulary: Vocabulary,
    *,
    seen: Seen = ignore,
    keep: Keep = ignore,
) -> list[Outcome]:
    """Read and check every delivery into table dossier and the tables of stage.sql, before versions are compared."""
    warehouse.run(STAGE)
    return [_staged(warehouse, file, sha256, vocabulary, seen, keep) for file, sha256 in _each_once(files)]


def inspect(path: Path, vocabulary: Vocabulary) -> Outcome:
    """What loading a file on its own would do, without a warehouse: `geladen` counts versions not yet compared."""
    tally = _read_or_refuse(DeliveryFile(path), vocabulary, lambda checked: None)
    return tally if isinstance(tally, Outcome) else replace(tally.outcome(), geladen=tally.good)


def summary(outcome: Outcome) -> str:
    """One line about a delivery for whoever runs the build."""
    if outcome.refused:
        return f"geweigerd: {outcome.refused}"
    counts = ", ".join(f"{_dutch(getattr(outcome, place))} {place}" for place in COUNTS)
    left_out = f"; niet ingelezen kolommen: {', '.join(outcome.dropped)}" if outcome.dropped else ""
    return f"{outcome.bestand}: {counts}{left_out}"


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# ------------------------------------------------------------------ one delivery


@dataclass
class _Tally:
    """What is known of a delivery so far, added up batch by batch."""

    file: DeliveryFile
    sidecar: Sidecar | None
    source: Extract
    shape: Layout
    peildatum: date
    gelezen: int = 0
    good: int = 0
    geweigerd: int = 0
    test: int = 0
    voetregel: int = 0
    first: date | None = None
    last: date | None = None
    insz: list[str] = field(default_factory=list)
    beyond_header: list[int] = field(default_factory=list)
    problems: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    sentences: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, checked: Checked) -> None:
        self.good += checked.good.height
        self.geweigerd += checked.refused_rows
        self.test += checked.test
        self.voetregel += checked.footer
        self.beyond_header += checked.beyond_header
        days = checked.good["datum_aanmelding"]
        self.first = min((day for day in (self.first, days.min()) if day), default=None)
        self.last = max((day for day in (self.last, days.max()) if day), default=None)
        for frame in (checked.refused, checked.signals):
            _count(self.problems, frame, ["code", "kolom"])
        if len(self.sentences) < SENTENCES_AT_MOST:
            _count(self.sentences, checked.refused, ["zin"])

    def outcome(self) -> Outcome:
        return Outcome(
            bestand=self.file.path.name,
            demo=self.demo,
            peildatum=self.peildatum,
            gelezen=self.gelezen,
            geweigerd=self.geweigerd,
            test=self.test,
            voetregel=self.voetregel,
            codering=self.source.codering,
            scheidingsteken=self.source.scheidingsteken,
            dropped=self.shape.dropped,
            problems=tuple((*key, rows, line) for key, (rows, line) in sorted(self.problems.items())),
            sentences=tuple(_told(*key, rows, line) for key, (rows, line) in sorted(self.sentences.items())),
        )

    @property
    def demo(self) -> bool:
        # A demo file copied among the real ones still is one: its sidecar says so.
        return self.file.demo or (self.sidecar is not None and self.sidecar.status == "demo")


def _count(counts: dict, frame: pl.DataFrame, by: list[str]) -> None:
    for *key, rows, line in frame.group_by(by).agg(pl.len(), pl.col("regel").min().alias("first")).rows():
        before, first = counts.get(tuple(key), (0, line))
        counts[tuple(key)] = (before + rows, min(first, line))


def _told(sentence: str, rows: int, line: int) -> str:
    where = f"regel {line}" if rows == 1 else f"{rows} rijen, eerst op regel {line}"
    return f"{where}: {sentence}"


def _read(file: DeliveryFile, vocabulary: Vocabulary, keep: Keep, seen: Seen) -> _Tally:
    """Read, check and keep every batch of a delivery; raises FileRefusedError when the file as a whole is refused."""
    path = file.path
    sidecar = _sidecar(file)
    source = extract(path, is_known_header)
    shape = _shape(path, source)
    tally = _Tally(file, sidecar, source, shape, _peildatum(path, sidecar, vocabulary))
    tally.insz += _insz_above(source)
    # The next batch is read and checked while this one is written.
    for rows, places, checked in ahead(_examined(tally, vocabulary)):
        tally.gelezen += rows
        tally.insz += places
        if checked is not None:
            tally.add(checked)
            keep(checked)
        seen(path, tally.gelezen)
    _require_acceptable(tally)
    return tally


def _shape(path: Path, source: Extract) -> Layout:
    """The layout of a delivery; of a file without the required columns a register number is told first."""
    try:
        return layout(source.header, path)
    except FileRefusedError:
        places = _insz_above(source) + [place for batch in source.batches for place in _insz_within(batch, source)]
        if places:
            raise _holds_insz(path, places) from None
        raise


def _examined(tally: _Tally, vocabulary: Vocabulary) -> Iterator[tuple[int, list[str], Checked | None]]:
    """Of every batch its rows, the places with a register number, and what became of it as long as there is none."""
    clean = not tally.insz
    for batch in tally.source.batches:
        places = _insz_within(batch, tally.source)
        clean = clean and not places  # after the first hit nothing is loaded, only the other hits are still looked for
        yield batch.height, places, check(batch, tally.shape, vocabulary, tally.peildatum) if clean else None


def _read_or_refuse(file: DeliveryFile, vocabulary: Vocabulary, keep: Keep, seen: Seen = ignore) -> _Tally | Outcome:
    try:
        return _read(file, vocabulary, keep, seen)
    except OSError:
        error = FileRefusedError("B02", file.path, "het bestand is niet te openen", "kijk of het er nog staat")
    except FileRefusedError as refusal:
        error = refusal
    return Outcome(file.path.name, file.demo, refused=str(error), code=error.code)


def _require_acceptable(tally: _Tally) -> None:
    path, rows = tally.file.path, tally.gelezen - tally.voetregel
    if tally.insz:
        raise _holds_insz(path, tally.insz)
    if tally.beyond_header:
        lines = _listed([f"regel {line}" for line in tally.beyond_header])
        what = f"er staan meer cellen dan koppen op {lines}, zodat niet zeker is welke waarde bij welke kolom hoort"
        raise FileRefusedError("B02", path, what, "zet tekst met een scheidingsteken tussen aanhalingstekens")
    expected = tally.sidecar.rijen if tally.sidecar else None
    if expected not in (None, tally.gelezen, rows):
        what = f"het begeleidend bestand noemt {expected} rijen, gelezen zijn er {tally.gelezen}"
        raise FileRefusedError("B02", path, what, AGAIN)
    if rows == 0:
        raise _refused("B01", path)
    if 2 * tally.geweigerd > rows:
        raise _refused("B06", path, f"van {rows} rijen zijn er {tally.geweigerd} geweigerd ({_why(tally)})")


def _refused(code: str, path: Path, what: str | None = None) -> FileRefusedError:
    rule = rules()[code]
    return FileRefusedError(code, path, what or rule["zin"], rule["actie"])


def _holds_insz(path: Path, places: list[str]) -> FileRefusedError:
    return _refused("B05", path, "een geldig rijksregisternummer staat op " + _listed(places))


def _why(tally: _Tally) -> str:
    """The sentences that most rows share, with where they start."""
    often = sorted(tally.sentences.items(), key=lambda item: (-item[1][0], item[1][1], item[0]))
    return "; ".join(_told(*key, *found).rstrip(".") for key, found in often[:NAMED_AT_MOST])


def _listed(places: list[str]) -> str:
    more = len(places) - NAMED_AT_MOST
    return "; ".join(places[:NAMED_AT_MOST]) + (f" en nog op {more} plaatsen" if more > 0 else "")


def _insz_above(source: Extract) -> list[str]:
    """Places with a register number at or above the header, or on another sheet."""
    above = [f"regel {cell.regel}, kolom {cell.kolom}" for cell in source.above if holds_insz(cell.tekst)]
    others = [
        f"{shown(place)}, regel {row + 1}" for place, frame in source.elsewhere for row, _ in cells_with_insz(frame)
    ]
    return above + others


def _insz_within(batch: pl.DataFrame, source: Extract) -> list[str]:
    lines = batch["regel"]
    return [
        f"regel {lines[row]}, kolom {_column_name(column, source)}"
        for row, column in cells_with_insz(batch.drop("regel"))
    ]


def _column_name(column: str, source: Extract) -> str:
    if column == "rest":
        return f"{len(source.header) + 1} of verder"
    nth = int(column.removeprefix("c"))
    header = shown(source.header[nth])
    return f"{nth + 1} ({header})" if header and not holds_insz(source.header[nth]) else str(nth + 1)


# ------------------------------------------------------------------ what the file says of itself


def _sidecar(file: DeliveryFile) -> Sidecar | None:
    beside = sidecar_path(file.path)
    if file.said or not beside.exists():
        return file.said
    try:
        said = read_sidecar(beside)
    except SidecarError as error:
        raise _wrong_sidecar(file.path, str(error)) from None
    if said.status not in STATUSES:
        raise _wrong_sidecar(
            file.path, f"{beside.name}: een levering heeft als status {', '.join(STATUSES[:-1])} of {STATUSES[-1]}"
        )
    return said


def _wrong_sidecar(path: Path, why: str) -> FileRefusedError:
    return FileRefusedError("B02", path, f"het begeleidend bestand klopt niet ({why})", "verbeter dat eerst")


def _peildatum(path: Path, sidecar: Sidecar | None, vocabulary: Vocabulary) -> date:
    """The day the rows were taken from the source: as the sidecar says, else the file name, else the latest moment
    of registration in the file, else its latest aanmelding."""
    if sidecar and sidecar.peildatum:
        return sidecar.peildatum
    # Without one readable day the choice is free: every row is refused for it, and the sentence tells why.
    return _date_in_name(path.name) or _latest_day(path, vocabulary) or FIRST_DAY


def _date_in_name(name: str) -> date | None:
    for digits in reversed(DATE_IN_NAME.findall(name)):
        try:
            return datetime.strptime(digits, "%Y%m%d").date()
        except ValueError:
            continue  # eight digits that are no day are something else, such as a number
    return None


def _latest_day(path: Path, vocabulary: Vocabulary) -> date | None:
    # A reading of its own: which rows are in the future is only known once the last row is read.
    source = extract(path, is_known_header)
    shape = layout(source.header, path)
    registered, asked = None, None
    for batch in source.batches:
        rows = typed(texts(batch, shape), vocabulary)
        registered = _latest(registered, *(rows[column].cast(pl.Date).max() for column in MOMENTS))
        asked = _latest(asked, rows["datum_aanmelding"].max())
    return registered or asked


def _latest(*days: date | None) -> date | None:
    return max((day for day in days if day), default=None)


# ------------------------------------------------------------------ all deliveries together


def _each_once(files: Sequence[DeliveryFile]) -> list[tuple[DeliveryFile, str]]:
    """Every different delivery with its checksum, by name: the same file given twice is one delivery."""
    different: dict[tuple[str, str], DeliveryFile] = {}
    for file in sorted(files, key=lambda file: (not file.demo, str(file.path))):
        different.setdefault((file.path.name, _sha256(file.path)), file)
    return [(file, sha256) for (_, sha256), file in sorted(different.items(), key=lambda item: item[0])]


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError:
        return ""  # cannot be opened: reading it says so in one sentence


def _staged(
    warehouse: Warehouse, file: DeliveryFile, sha256: str, vocabulary: Vocabulary, seen: Seen, keep: Keep
) -> Outcome:
    levering_id, start = f"{file.path.name}-{sha256[:8]}", time.perf_counter()

    def stored(checked: Checked) -> None:
        of_this = pl.lit(levering_id).alias("levering_id")
        warehouse.append("dossier", checked.good.with_columns(of_this))
        warehouse.append("afgekeurd", checked.refused.with_columns(of_this))
        warehouse.append("gemerkt", checked.signals.with_columns(of_this))
        keep(checked)

    tally = _read_or_refuse(file, vocabulary, stored, seen)
    seconds = time.perf_counter() - start
    if isinstance(tally, Outcome):
        return replace(tally, pad=_place(file), seconds=seconds)
    warehouse.append("ingelezen", pl.DataFrame([_delivery(tally, levering_id, sha256)], infer_schema_length=None))
    return replace(tally.outcome(), levering_id=levering_id, pad=_place(file), seconds=seconds)


def _delivery(tally: _Tally, levering_id: str, sha256: str) -> dict[str, object]:
    """The row of `ingelezen`: what the sidecar says, and what follows from the rows where it says nothing."""
    said, name = tally.sidecar, tally.file.path.name
    return {
        "levering_id": levering_id,
        "bestand": name,
        "pad": _place(tally.file),
        "titel": said.titel if said else name,
        "bron": said.bron if said else BRON,
        "licentie": said.licentie if said else LICENTIE,
        "toelichting": said.toelichting if said else None,
        "sha256": sha256,
        "peildatum": tally.peildatum,
        "ontvangen_op": said.ontvangen_op if said and said.ontvangen_op else tally.peildatum,
        "status": "demo" if tally.demo else said.status if said else "voorlopig",
        "demo": tally.demo,
        **_period(tally),
        **{count: getattr(tally, count) for count in ("gelezen", "geweigerd", "test", "voetregel")},
        "codering": tally.source.codering,
        "scheidingsteken": tally.source.scheidingsteken,
        "weggelaten_kolommen": ", ".join(tally.shape.dropped),
    }


def _place(file: DeliveryFile) -> str:
    return f"{'demo/' if file.demo else ''}binc/{file.path.name}"


def _period(tally: _Tally) -> dict[str, date | None]:
    said = tally.sidecar
    first = tally.first.replace(day=1) if tally.first else None
    # A delivery is about whole months, up to the day it was taken: few Decembers have an aanmelding on the 31st.
    last = min(_month_end(tally.last), tally.peildatum) if tally.last else None
    return {
        "periode_van": said.periode_van if said and said.periode_van else first,
        "periode_tot": said.periode_tot if said and said.periode_tot else last,
    }


def _month_end(day: date) -> date:
    return pl.Series([day]).dt.month_end()[0]


def _settled(warehouse: Warehouse, staged: list[Outcome]) -> list[Outcome]:
    """The outcomes with what settle.sql decided."""
    rows = warehouse.rows("select levering_id, geladen, dubbel, vervangen from levering")
    counts = {row.pop("levering_id"): row for row in rows.to_dicts()}
    return [replace(outcome, **counts.get(outcome.levering_id, {})) for outcome in staged]


def problem_lines(outcome: Outcome) -> Iterator[str]:
    """What is wrong with a delivery, one sentence per refused kind of row and one per kind of unknown value."""
    yield from outcome.sentences
    for code, column, rows, line in outcome.problems:
        if code.startswith("W"):
            rule = rules()[code]
            yield f"{rows} keer {column} op onbekend gezet, eerst op regel {line}: {rule['zin']}; {rule['actie']}."
