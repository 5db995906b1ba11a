"""Is a figure still the same? And if not: what changed, and through what?

A stamp or an address leads to a view. The figure of that view is made again as it was, from the kept version and the
definition of then, and stands beside the one of today. It is only called the figure of then when its stamp comes out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from figures import text
from figures.address import AddressError, is_stamp, read_address
from figures.catalogue import View
from figures.exhibit import Exhibit, exhibit
from figures.figure import Figure, build_info
from figures.finding_back import ledger
from figures.finding_back.history import reasons
from figures.finding_back.side_by_side import changes_table, differing
from figures.wording.tables import Table
from queries import (
    Question,
    UnknownQuestion,
    Version,
    WarehouseMissing,
    as_it_was,
    current_version,
    definition,
    kept_versions,
)

SAME, CHANGED, SHOWN, LOST = "zelfde", "veranderd", "getoond", "niet te vinden"
_UNMAKEABLE = (WarehouseMissing, UnknownQuestion, pl.exceptions.PolarsError)  # what old data with this code can give
_WORDS = {"titel": "de titel", "eenheid": "de eenheid", "definitie": "de omschrijving", "teller": "de teller", "noemer": "de noemer", "decimalen": "het aantal decimalen"}  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """What became of a figure: `state` is zelfde, veranderd, getoond (no stamp to compare with) or niet te vinden.

    `verdict` says so in a sentence, `why` in a few; `changes` has a row per cell that differs; `now` is the figure of today.
    """

    state: str
    verdict: str
    why: tuple[str, ...] = ()
    changes: Table | None = None
    now: Exhibit | None = None


@dataclass(frozen=True)
class Then:
    """A figure made again as it was: from which version, with which definition."""

    figure: Figure
    version: Version
    text: str


def trace(said: str) -> Trace:
    """What became of the figure of a stamp or an address; never raises for what a reader typed."""
    try:
        view, stamp = _asked(said.strip())
    except AddressError as error:
        return Trace(LOST, "Deze figuur is niet te vinden.", (str(error),))
    now = exhibit(view)
    if not stamp:
        return Trace(SHOWN, "Dit is de figuur van vandaag.", (_NO_STAMP,), now=now)
    if stamp == now.figure.stamp:
        return Trace(SAME, "Nog altijd dezelfde figuur.", (_SAME_DATA,), now=now)
    if stamp.split("-")[1] == now.figure.stamp.split("-")[1]:
        return Trace(SAME, "Nog altijd dezelfde figuur.", (_NEWER_DATA,), now=now)
    return _changed(view, stamp, now)


_NO_STAMP = "In het adres staat geen stempel. Daarom is niet te zeggen of de figuur veranderd is. De stempel staat onder elke figuur."
_SAME_DATA = "De gegevens, de definitie en de keuze zijn dezelfde als toen."
_NEWER_DATA = (
    "De gegevens zijn sindsdien vernieuwd, maar aan de cijfers van deze figuur en aan hun definitie veranderde niets."
)


def _asked(said: str) -> tuple[View, str | None]:
    """The view and the stamp that are asked for; raises AddressError."""
    if not is_stamp(said):
        view, stamp = _read(said)
        _require_one_figure(view, stamp)
        return view, stamp
    known = ledger.look_up(said)
    if known is None:
        raise AddressError(_unknown_stamp())
    return read_address(known.adres)[0], said


def _read(said: str) -> tuple[View, str | None]:
    try:
        return read_address(said)
    except AddressError:
        raise
    except ValueError:  # no address at all: a bracket where the name of a machine should be
        raise AddressError(
            "Dit is geen stempel en geen adres. Kopieer het hele adres dat onder de figuur staat."
        ) from None


def _require_one_figure(view: View, stamp: str | None) -> None:
    known = ledger.look_up(stamp) if stamp else None
    if known and read_address(known.adres)[0] != view:
        raise AddressError(
            "De stempel in dit adres hoort bij een andere figuur. Zoek op de stempel alleen, of haal hem uit het adres."
        )


def _unknown_stamp() -> str:
    why = "De monitor mag niet schrijven in de map versies en onthoudt daarom geen stempels. " * ledger.cannot_write()
    return (
        f"Deze stempel werd niet op deze computer gegeven, of hij is niet onthouden. {why}"
        "Plak het hele adres dat bij de figuur staat."
    )


# ------------------------------------------------------------------ the figure of then


def _changed(view: View, stamp: str, now: Exhibit) -> Trace:
    verdict = "Deze figuur is veranderd."
    then = next(_made_again(view, stamp), None)
    if then is None:
        return Trace(CHANGED, verdict, (_why_not(stamp),), now=now)
    between = _with_text(view, then, now)
    why = (
        *_share(then.figure, between, now.figure),
        *reasons(then.version, then.figure, now.figure, data_differ=not _same_rows(then.figure, between)),
        *_definition(then.figure.question, now.figure.question, then.text),
    )
    return Trace(CHANGED, verdict, why, changes_table(_side_by_side(then.figure, between, now.figure)), now)


def _side_by_side(then: Figure, between: Figure | None, now: Figure) -> dict[str, Figure]:
    """What stands beside each other; the data of today by the definition of then only when it is a third thing."""
    apart = between is not None and not _same_rows(between, then) and not _same_rows(between, now)
    return {"Toen": then, **({"Nieuwe gegevens, oude definitie": between} if apart else {}), "Nu": now}


def _made_again(view: View, stamp: str) -> Iterator[Then]:
    """The figure as it was, for as long as its stamp proves it."""
    for version, definition_then in _candidates(view, stamp):
        made = _made(view, version, definition_then)
        if made and made[1] == stamp:
            yield Then(made[0], version, definition_then)


def _candidates(view: View, stamp: str) -> Iterator[tuple[Version, str]]:
    """What the figure can have been made from: as it was written down, else every kept version of those files."""
    kept, known = kept_versions(), ledger.look_up(stamp)
    definition_now = definition(exhibit(view).figure.name)
    if known:
        definition_then = ledger.defined(known.definitie)
        if known.versie in kept and definition_then:
            yield kept[known.versie], definition_then
    for version in kept.values():
        if _data_version(version) == stamp.split("-")[0]:
            yield version, definition_now


def _made(view: View, version: Version, text_then: str) -> tuple[Figure, str] | None:
    """The figure of a view with its stamp, from another version and definition; None when it cannot be made."""
    name = exhibit(view).figure.name
    try:
        with as_it_was(version, {name: text_then}):
            made = exhibit(view).figure
            return made, made.stamp
    except _UNMAKEABLE:
        return None


def _data_version(version: Version) -> str | None:
    try:
        return build_info(version)["data_versie"]
    except WarehouseMissing:
        return None


def _why_not(stamp: str) -> str:
    """Why the figure of then is not shown."""
    known, kept = ledger.look_up(stamp), kept_versions()
    if stamp.split("-")[0] not in {_data_version(version) for version in kept.values()}:
        return "De gegevens van toen zijn hier niet bewaard. Daarom is niet te zeggen wat er veranderde."
    if known and not ledger.defined(known.definitie):
        return "De definitie van toen is hier niet bewaard. Daarom is niet te zeggen wat er veranderde."
    return (
        "Uit de gegevens van toen komt deze stempel niet meer. De definitie of het programma van de monitor is veranderd, "
        "of het adres is niet dat van de figuur. Daarom is niet te zeggen wat er aan de cijfers veranderde."
    )


# ------------------------------------------------------------------ what is different


def _with_text(view: View, then: Then, now: Exhibit) -> Figure | None:
    """The data of today by the definition of then; None when the two do not fit."""
    if then.text == definition(now.figure.name):
        return now.figure
    made = _made(view, current_version(), then.text)
    return made[0] if made else None


def _same_rows(one: Figure, other: Figure | None) -> bool:
    return other is not None and one.data.equals(other.data)


def _share(then: Figure, between: Figure | None, now: Figure) -> Iterator[str]:
    """How many cells differ through the data, and how many through the definition."""
    if between is None:
        yield "De definitie van toen past niet op de gegevens van vandaag: het deel van elk is niet te scheiden."
        return
    data, meaning = len(differing(then, between)), len(differing(between, now))
    if data and meaning:
        yield f"Door andere gegevens zijn er {_cells(data)} anders, door de nieuwe definitie {_cells(meaning)}."
    elif data or meaning:
        yield f"Er {'is' if data + meaning == 1 else 'zijn'} {_cells(data or meaning)} anders."
    elif then.data.equals(now.data):
        yield "De cijfers zelf zijn dezelfde gebleven."


def _cells(number: int) -> str:
    return "1 cel" if number == 1 else f"{text.number(number)} cellen"


def _definition(then: Question, now: Question, text_then: str) -> Iterator[str]:
    if text_then == definition(now.naam):
        return
    changed = [name for name in _WORDS if getattr(then, name) != getattr(now, name)]
    if not changed:
        yield "De definitie is veranderd: de berekening is herschreven, de omschrijving bleef dezelfde."
    for name in changed:
        was, is_ = (getattr(question, name) for question in (then, now))
        yield f"De definitie is veranderd, {_WORDS[name]}. Toen: {_told(was)}. Nu: {_told(is_)}."


def _told(value: object) -> str:
    return "geen" if value is None else f"‘{str(value).strip().rstrip('.')}’"
