"""The explanation a samenwerkingsverband gave of its own figure, as a caveat that goes wherever the figure goes.

It belongs to the figure it was given for and to the area that gave it, whatever the period. What it explains is data and
definition, so it is no part of the stamp: a figure keeps its stamp when somebody explains it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from figures import text
from figures.meaning import Caveat
from notes.store import Note, NotesError, notes, notes_path
from notes.store import state as state_of

SHORT = 200  # characters
State = tuple[Note, ...] | str


@dataclass(frozen=True)
class Explanation(Caveat):
    """A caveat in the words of a samenwerkingsverband; `measures` holds the name of the figure."""


def state() -> State:
    """Every explanation there is now: a key under which a figure with its explanations can be remembered. A remark or an
    agreement changes no figure, so it does not change the key.

    When the notes cannot be read, the sentence that says so.
    """
    try:
        return _all(state_of(notes_path()))
    except NotesError as error:
        return str(error)


def explanations(names: frozenset[str], areas: dict[str, str]) -> tuple[Caveat, ...]:
    """What these areas (names by id) explained about a figure that goes by these names, the earliest first.

    When the notes cannot be read, one caveat that says so: what is missing may not be missed in silence.
    """
    found = state() if areas else ()
    if isinstance(found, str):
        return (_unreadable(found),)
    return tuple(_caveat(note, areas[note.sv_id]) for note in found if note.figuur in names and note.sv_id in areas)


@lru_cache(maxsize=4)
def _all(file: tuple[str, int, int, int]) -> tuple[Note, ...]:
    return tuple(notes(soort="toelichting", path=Path(file[0])))


def _caveat(note: Note, name: str) -> Explanation:
    day = text.long_date(note.datum)
    return Explanation(
        id=_number(note),
        severity="info",
        # Whose words these are stands in front: without it they would read as those of the monitor.
        short=f"Toelichting van {name} ({day}): {_shortened(note.tekst)}",
        quote=note.tekst,
        document=f"Toelichting van {name}",
        place=f"{day}, {note.bron}",
        first=None,
        last=None,
        measures=frozenset([note.figuur]),
        areas=frozenset([note.sv_id]),
    )


def _unreadable(why: str) -> Explanation:
    said = "De toelichtingen van de samenwerkingsverbanden konden niet gelezen worden en kunnen hier ontbreken"
    return Explanation(
        "T0", "waarschuwing", f"{said}.", f"{said}: {why}", "De monitor", "toelichtingen", None, None, None, None
    )


def _number(note: Note) -> str:
    """T with six digits of the id: the same on every computer the note is copied to, and short enough to quote."""
    return f"T{int(note.id, 16) % 1_000_000:06}"


def _shortened(said: str) -> str:
    """On one line, cut after a word; a first word that is too long is cut inside."""
    line = " ".join(said.split())
    if len(line) <= SHORT:
        return line
    cut = line[:SHORT]
    return f"{cut.rsplit(' ', 1)[0]}…"
