"""The notes file, a SQLite database: every save is a new version, and nobody writes over what another just saved.

Every function takes `path`, the file; without it, `notes_path()`. A file that is not there holds no notes, and is made
by the first save. Each call opens and closes the file, so that it can be copied, put back or removed at any moment.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID, uuid4, uuid5

from notes.words import WordsError, cleaned

NOTES_VARIABLE = "MONITOR_NOTITIES"
WAREHOUSE_VARIABLE = "MONITOR_WAREHOUSE"
FILE_NAME = "notities.db"
KINDS = ("opmerking", "afspraak", "toelichting")
ERASED = "Deze tekst is gewist."
LARGEST_IMPORT = 50 << 20  # bytes
PATIENCE_SECONDS = 5.0  # for whoever is saving at this moment

_HERE = Path(__file__).parent
_LAYOUT = 1
_EXPORT = "notities van de 1G1P-monitor"
_AREA, _FIGURE = re.compile(r"[a-z0-9-]{1,60}"), re.compile(r"[a-z0-9_]{1,80}")
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_WRITE_FAILED = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
_CLOSED = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_Answer = TypeVar("_Answer")

_NEWEST = """
select * from geschiedenis
where nieuwste and not ingetrokken
  and (:sv_id is null or sv_id = :sv_id) and (:soort is null or soort = :soort)
  and (:figuur is null or figuur = :figuur)
order by begonnen, id
"""
_HISTORY = "select * from geschiedenis where id = :id order by versie"
_EVERYTHING = "select * from geschiedenis order by begonnen, id, versie"
_ADD_NOTE = "insert into notitie (id, sv_id, soort, figuur) values (:id, :sv_id, :soort, :figuur)"
_ADD_VERSION = """
insert into versie (notitie_id, versie, tekst, wie, wanneer, datum, bron, ingetrokken)
values (:id, :versie, :tekst, :wie, :wanneer, :datum, :bron, :ingetrokken)
"""
_ERASE = """
update versie set tekst = :tekst, bron = case when bron is not null then :tekst end where notitie_id = :id
"""


class NotesError(Exception):
    """A note that cannot be read or saved; the message is a Dutch sentence or two. Nothing was changed."""


class ConflictError(NotesError):
    """Somebody else saved meanwhile. `other` is what stands now; nothing was written over."""

    def __init__(self, other: Note) -> None:
        did = "trok deze notitie in" if other.ingetrokken else "bewaarde deze notitie"
        super().__init__(
            f"{other.wie} {did} terwijl u eraan werkte. Uw tekst is nog niet bewaard. Vergelijk beide teksten en bewaar opnieuw."
        )
        self.other = other


@dataclass(frozen=True)
class Note:
    """One version of a note. `soort`: opmerking, afspraak (with datum) or toelichting (with figuur, datum and bron).

    `figuur` is a name of the catalogue of figures, or None for a note in general; `wanneer` is in UTC; `versie` counts
    from 1.
    """

    id: str
    sv_id: str
    soort: str
    figuur: str | None
    tekst: str
    wie: str
    wanneer: datetime
    versie: int
    datum: date | None
    bron: str | None
    ingetrokken: bool


def notes_path() -> Path:
    """Where the notes stand: what MONITOR_NOTITIES says, else notities.db beside the warehouse."""
    if named := os.environ.get(NOTES_VARIABLE):
        return Path(named)
    return Path(os.environ.get(WAREHOUSE_VARIABLE, _HERE.parent / "warehouse.duckdb")).with_name(FILE_NAME)


# ------------------------------------------------------------------ reading


def notes(
    sv_id: str | None = None, soort: str | None = None, figuur: str | None = None, path: Path | None = None
) -> list[Note]:
    """The newest version of each note that was not withdrawn, in the order they were first written. Raises NotesError."""
    asked = {"sv_id": sv_id, "soort": soort, "figuur": figuur}
    return _read(path, lambda con: _notes(con, _NEWEST, asked), [])


def history(id: str, path: Path | None = None) -> list[Note]:
    """Every version of a note, the first one first; none when there is no such note. Raises NotesError."""
    return _read(path, lambda con: _notes(con, _HISTORY, {"id": id}), [])


def state(path: Path | None = None) -> tuple[str, int, int, int]:
    """Another value as soon as a note was saved, or the file replaced or removed: a key to remember answers under.

    Not only the time of the file: two saves can fall within one tick of its clock. Raises NotesError.
    """
    file = path or notes_path()
    with _said_in_dutch(file):
        if not file.exists():
            return (str(file), 0, 0, 0)
        seen = file.stat()
    saves = _read(file, lambda con: con.execute("select max(volgnummer) from versie").fetchone()[0], 0)
    return (str(file), seen.st_mtime_ns, seen.st_size, saves or 0)


# ------------------------------------------------------------------ writing


def add(
    sv_id: str, soort: str, tekst: str, wie: str, *, figuur: str | None = None, datum: date | None = None,
    bron: str | None = None, path: Path | None = None,
) -> Note:  # fmt: skip
    """Save a new note. Raises NotesError."""
    note = Note(uuid4().hex, sv_id, soort, figuur, tekst, wie, datetime.now(UTC), 1, datum, bron, False)
    checked = _checked(note)
    with _writing(path) as con:
        _insert_note(con, checked)
        _insert_version(con, checked)
    return checked


def change(
    id: str, versie_seen: int, *, tekst: str, wie: str, datum: date | None = None, bron: str | None = None,
    path: Path | None = None,
) -> Note:  # fmt: skip
    """Save a next version, of text, date and source together; a note that was withdrawn stands again.

    Raises ConflictError when `versie_seen` is no longer the newest, and NotesError.
    """
    said = {"tekst": tekst, "wie": wie, "datum": datum, "bron": bron, "ingetrokken": False}
    return _next_version(id, versie_seen, said, path)


def withdraw(id: str, versie_seen: int, wie: str, path: Path | None = None) -> Note:
    """Take a note away from where it is shown; its history stays. Raises ConflictError and NotesError."""
    return _next_version(id, versie_seen, {"wie": wie, "ingetrokken": True}, path)


def erase(id: str, versie_seen: int, wie: str, path: Path | None = None) -> Note:
    """Wipe the words of every version, for a text that should never have been written; who did it and when stays.

    The words leave the file itself too, not only the page. Raises ConflictError and NotesError.
    """
    with _writing(path) as con:
        _add_next(con, id, versie_seen, {"wie": wie, "ingetrokken": True})
        con.execute(_ERASE, {"id": id, "tekst": ERASED})
        last = _notes(con, _HISTORY, {"id": id})[-1]
    _empty_the_log(path or notes_path())
    return last


def _empty_the_log(file: Path) -> None:
    """What was written before still stands in SQLite's own file beside the notes."""
    with _said_in_dutch(file), closing(_connect(f"{file.absolute().as_uri()}?mode=rw")) as con:
        con.execute("pragma wal_checkpoint(truncate)")


def _next_version(id: str, versie_seen: int, said: Mapping[str, object], path: Path | None) -> Note:
    with _writing(path) as con:
        return _add_next(con, id, versie_seen, said)


def _add_next(con: sqlite3.Connection, id: str, versie_seen: int, said: Mapping[str, object]) -> Note:
    versions = _notes(con, _HISTORY, {"id": id})
    if not versions:
        raise NotesError("Deze notitie staat niet in het bestand met notities. Laad de pagina opnieuw.")
    newest = versions[-1]
    if newest.versie != versie_seen:
        raise ConflictError(newest)
    following = _checked(replace(newest, **said, versie=newest.versie + 1, wanneer=datetime.now(UTC)))
    _insert_version(con, following)
    return following


def _insert_note(con: sqlite3.Connection, note: Note) -> None:
    con.execute(_ADD_NOTE, {"id": note.id, "sv_id": note.sv_id, "soort": note.soort, "figuur": note.figuur})


def _insert_version(con: sqlite3.Connection, note: Note) -> None:
    con.execute(_ADD_VERSION, {"id": note.id, **_version_record(note)})


# ------------------------------------------------------------------ what a note may be


def _checked(note: Note) -> Note:
    """The note with its words as they are kept; raises NotesError when it may not be one."""
    try:
        tekst, wie = cleaned("tekst", note.tekst), cleaned("wie", note.wie)
        bron = cleaned("bron", note.bron or "") or None
    except WordsError as error:
        raise NotesError(str(error)) from None
    kept = replace(note, tekst=tekst, wie=wie, bron=bron)
    for problem in _problems(kept):
        raise NotesError(problem)
    return kept


def _problems(note: Note) -> Iterator[str]:
    if note.soort not in KINDS:
        yield f"Een notitie is een van deze: {', '.join(KINDS)}."
    if not _AREA.fullmatch(note.sv_id):
        yield "Een notitie hoort bij één samenwerkingsverband. Kies er een."
    if note.figuur is not None and not _FIGURE.fullmatch(note.figuur):
        yield "De naam van de figuur is geen naam uit de lijst. Kies de figuur opnieuw."
    if not note.tekst:
        yield "Er staat geen tekst in de notitie. Schrijf iets en bewaar opnieuw."
    if not note.wie:
        yield "Vul in wie dit schrijft en bewaar opnieuw."
    if note.soort == "afspraak" and not note.datum:
        yield "Een afspraak heeft een datum. Vul ze in en bewaar opnieuw."
    if note.soort == "toelichting" and not (note.figuur and note.datum and note.bron):
        yield "Een toelichting hoort bij een figuur en heeft een datum en een bron. Vul aan en bewaar opnieuw."


# ------------------------------------------------------------------ export and import


def export_json(path: Path | None = None) -> bytes:
    """Every note with all its versions, withdrawn ones too; the same notes give the same bytes. Raises NotesError."""
    found = _read(path, _everything, {})
    said = {"bestand": _EXPORT, "indeling": _LAYOUT, "notities": [_note_record(v) for v in found.values()]}
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def import_json(content: bytes, path: Path | None = None) -> tuple[int, int]:
    """Add the notes of an export; (notes added or continued, notes that already stood here whole).

    Nothing is written over. Versions that follow on what stands here are added to it; a note that went another way here
    than there is added as a note of its own, so that both stay. All or nothing. Raises NotesError.
    """
    found = _imported(content)
    with _writing(path) as con:
        standing = _everything(con)
        added = sum([_merged(con, standing, versions) for versions in found])
    return added, len(found) - added


def _merged(con: sqlite3.Connection, standing: dict[str, list[Note]], versions: list[Note]) -> bool:
    """Whether something of these versions was added."""
    known = standing.get(versions[0].id, [])
    if known[: len(versions)] == versions:
        return False
    if versions[: len(known)] != known:
        return _merged(con, standing, _as_another(versions))
    if not known:
        _insert_note(con, versions[0])
    for version in versions[len(known) :]:
        _insert_version(con, version)
    standing[versions[0].id] = versions
    return True


def _as_another(versions: list[Note]) -> list[Note]:
    """The same versions under an id that follows from what they say: importing them once more adds nothing."""
    said = json.dumps(_note_record(versions), sort_keys=True)
    return [replace(version, id=uuid5(UUID(versions[0].id), said).hex) for version in versions]


def _imported(content: bytes) -> list[list[Note]]:
    if len(content) > LARGEST_IMPORT:
        raise NotesError("Dit bestand is te groot om notities te zijn. Kies een bestand dat de monitor zelf maakte.")
    try:
        said = json.loads(content)
        ours = said["bestand"] == _EXPORT and said["indeling"] == _LAYOUT
        records = said["notities"] if ours else None
    except (ValueError, TypeError, KeyError, RecursionError):
        records = None
    if not isinstance(records, list):
        raise NotesError("Dit bestand bevat geen notities van de monitor. Kies een bestand dat de monitor zelf maakte.")
    return [_read_note(number, record) for number, record in enumerate(records, 1)]


def _read_note(number: int, record: object) -> list[Note]:
    try:
        versions = [_checked(_read_version(record, nth, v)) for nth, v in enumerate(record["versies"], 1)]
        if not versions:
            raise ValueError("geen versies")
    except NotesError as error:
        raise NotesError(f"Notitie {number} in dit bestand kan niet bewaard worden. {error}") from None
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError):
        raise NotesError(
            f"Notitie {number} in dit bestand is niet volledig of niet leesbaar. Maak het bestand opnieuw."
        ) from None
    return versions


def _read_version(record: dict, nth: int, said: dict) -> Note:
    """Raises ValueError, TypeError, KeyError or AttributeError for what is no version."""
    when = datetime.fromisoformat(said["wanneer"])
    datum = date.fromisoformat(said["datum"]) if said["datum"] is not None else None
    if said["versie"] != nth or not isinstance(said["ingetrokken"], bool) or when.tzinfo is None:
        raise ValueError(nth)
    about = {"id": UUID(record["id"]).hex, "sv_id": record["sv_id"], "soort": record["soort"], "figuur": record["figuur"]}  # fmt: skip
    own = {"tekst": said["tekst"], "wie": said["wie"], "bron": said["bron"]}
    return Note(**about, **own, wanneer=when.astimezone(UTC), versie=nth, datum=datum, ingetrokken=said["ingetrokken"])


def _note_record(versions: list[Note]) -> dict[str, object]:
    first = versions[0]
    about = {"id": first.id, "sv_id": first.sv_id, "soort": first.soort, "figuur": first.figuur}
    return about | {"versies": [_version_record(v) | {"ingetrokken": v.ingetrokken} for v in versions]}


def _version_record(note: Note) -> dict[str, object]:
    """A version as the file and an export write it."""
    return {
        "versie": note.versie,
        "tekst": note.tekst,
        "wie": note.wie,
        "wanneer": note.wanneer.isoformat(),
        "datum": note.datum.isoformat() if note.datum else None,
        "bron": note.bron,
        "ingetrokken": int(note.ingetrokken),
    }


# ------------------------------------------------------------------ the file


def _notes(con: sqlite3.Connection, sql: str, asked: Mapping[str, object]) -> list[Note]:
    return [_note(row) for row in con.execute(sql, asked)]


def _everything(con: sqlite3.Connection) -> dict[str, list[Note]]:
    found: dict[str, list[Note]] = {}
    for note in _notes(con, _EVERYTHING, {}):
        found.setdefault(note.id, []).append(note)
    return found


def _note(row: tuple) -> Note:
    id_, sv_id, soort, figuur, tekst, wie, wanneer, versie, datum, bron, ingetrokken, *_ = row
    day = date.fromisoformat(datum) if datum else None
    return Note(
        id_, sv_id, soort, figuur, tekst, wie, datetime.fromisoformat(wanneer), versie, day, bron, bool(ingetrokken)
    )


def _read(path: Path | None, question: Callable[[sqlite3.Connection], _Answer], without: _Answer) -> _Answer:
    """The answer to a question; `without` when there is no file yet."""
    file = path or notes_path()
    with _said_in_dutch(file):
        if not file.exists():
            return without
        with closing(_opened_to_read(file)) as con:
            return question(con) if _layout(con, file) else without


@contextmanager
def _writing(path: Path | None) -> Iterator[sqlite3.Connection]:
    """One transaction: all of the block is saved, or nothing. It begins with the lock, so that the version that is
    looked at inside is the newest one until the end."""
    file = path or notes_path()
    with _said_in_dutch(file), closing(_connect(f"{file.absolute().as_uri()}?mode=rwc")) as con:
        con.execute("pragma journal_mode = wal")
        con.execute("pragma synchronous = full")
        con.execute("pragma foreign_keys = on")
        con.execute("pragma secure_delete = on")
        if not _layout(con, file):
            con.executescript((_HERE / "schema.sql").read_text(encoding="utf-8"))
        con.execute("begin immediate")
        try:
            yield con
            con.execute("commit")
        finally:
            if con.in_transaction:
                con.execute("rollback")


def _connect(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=PATIENCE_SECONDS)


def _opened_to_read(file: Path) -> sqlite3.Connection:
    """Where nothing may be written SQLite cannot put its own small files beside it: then the file is read as it stands."""
    address = file.absolute().as_uri()
    con = _connect(f"{address}?mode=rw")
    try:
        con.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        con.close()
        if _code(error) not in _CLOSED:
            raise
        return _connect(f"{address}?immutable=1")
    return con


def _layout(con: sqlite3.Connection, file: Path) -> int:
    """The layout of the file, 0 when it is still empty; raises NotesError for a file of another kind or a newer one."""
    if not con.execute("select count(*) from sqlite_master").fetchone()[0]:
        return 0
    layout = con.execute("pragma user_version").fetchone()[0]
    if layout > _LAYOUT:
        raise NotesError(
            f"{file.name} is gemaakt door een nieuwere versie van de monitor. Gebruik die versie om de notities te lezen."
        )
    if not layout:
        raise NotesError(_not_ours(file))
    return layout


@contextmanager
def _said_in_dutch(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise NotesError(_sentence(file, error)) from error


def _sentence(file: Path, error: Exception) -> str:
    code = _code(error)
    if code in _DAMAGED:
        return _not_ours(file)
    if code in _WRITE_FAILED:
        return f"{file.name} kan niet geschreven worden: de schijf is vol of niet bereikbaar. Er is niets bewaard. Maak plaats en probeer opnieuw."
    if code in _BUSY:
        return f"{file.name} is bezet: iemand anders bewaart op dit moment. Er is niets bewaard. Probeer opnieuw."
    if code in _CLOSED or isinstance(error, OSError):
        return f"{file.name} kan niet geopend of geschreven worden: kijk na of de map bestaat en of u er mag schrijven. Er is niets bewaard."
    return f"{file.name} kan niet gebruikt worden (SQLite zegt: {error}). Er is niets bewaard."


def _not_ours(file: Path) -> str:
    return f"{file.name} is beschadigd of is geen bestand met notities. Zet een kopie terug, of geef het bestand een andere naam."


def _code(error: Exception) -> int | None:
    """The primary code of SQLite; the byte above it says only where it happened."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
