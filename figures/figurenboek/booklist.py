"""The list of a figurenboek: which figures, in which form, period and order, read from YAML and written back to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from figures import text
from figures.catalogue import ENTRIES, UnknownFigure, View, entry, view
from figures.figure import EVENTS, GRAINS, LIMITS, Choice, area_names
from figures.topics.intake import CHARACTERISTICS
from figures.wording.tables import Table
from queries import current_version, question

DEFAULT_LIST = Path(__file__).parents[2] / "data" / "boek.yml"
LONGEST_FILE, MOST_FIGURES, LONGEST_TEXT = 200_000, 100, 500  # bytes, figures, characters
YES, NO = "ja", "nee"
HEAD = ("titel", "ondertitel", "figuren")
KEYS = ("figuur", "vorm", "titel", "bijschrift", "jaren", "per", "gebieden", "enkel", "tabel", "keuze")
# Word in the list -> field of the choice, and what it may be.
_CHOICES: dict[str, tuple[str, tuple[Any, ...]]] = {
    "gebeurtenis": ("eindgebeurtenis", EVENTS),
    "termijn": ("termijn", LIMITS),
    "kenmerk": ("kenmerk", tuple(CHARACTERISTICS)),
    "maanden": ("maanden", (6, 12)),
    "deel": ("procent", (50, 90)),
    "veld": ("veld", ()),  # what a figure knows differs; the catalogue says it
}


class BookError(ValueError):
    """The list of a figurenboek is not right; the message is one Dutch sentence: file, figure, key, what to do."""


@dataclass(frozen=True)
class Wanted:
    """One figure of the book: its view, and how the book calls it. `asked`: the keys that make it this figure."""

    view: View
    title: str
    caption: str
    with_table: bool
    asked: tuple[tuple[str, Any], ...]


@dataclass(frozen=True)
class BookList:
    """Title and subtitle of the book, and its figures in order."""

    title: str
    subtitle: str
    figures: tuple[Wanted, ...]


def read_file(path: Path = DEFAULT_LIST) -> BookList:
    """The list in a file. Raises BookError."""
    try:
        return read_list(path.read_bytes(), path.name)
    except OSError:
        raise BookError(f"Het bestand {path.name} is niet te lezen. Kijk na of het er staat.") from None


def read_list(said: bytes, name: str) -> BookList:
    """The list in the bytes of a YAML file; `name` is what an error calls it. Raises BookError."""
    if len(said) > LONGEST_FILE:
        raise BookError(f"{name} is te groot voor een lijst van figuren.")
    found = _mapping(_parsed(said, name), HEAD, name)
    figures = found.get("figuren")
    if not isinstance(figures, list) or not figures:
        raise BookError(f"{name}, sleutel figuren: geef een lijst met minstens één figuur.")
    if len(figures) > MOST_FIGURES:
        raise BookError(f"{name}, sleutel figuren: een boek heeft hoogstens {MOST_FIGURES} figuren.")
    title, subtitle = (_text(found.get(key), f"{name}, sleutel {key}") for key in ("titel", "ondertitel"))
    if not title:
        raise BookError(f"{name}, sleutel titel: geef het boek een titel.")
    return BookList(title, subtitle, tuple(_wanted(one, f"{name}, figuur {n}") for n, one in enumerate(figures, 1)))


def write_list(found: BookList) -> bytes:
    """The list as YAML that `read_list` reads as the same list."""
    figures = [
        {
            **dict(one.asked), "titel": one.title, **({"bijschrift": one.caption} if one.caption else {}),
            "tabel": YES if one.with_table else NO,
        }
        for one in found.figures
    ]  # fmt: skip
    said = {"titel": found.title, "ondertitel": found.subtitle, "figuren": figures}
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=100).encode()


def moved(found: BookList, place: int, steps: int) -> BookList:
    """The list with one figure moved up (negative) or down; at an end it stays where it is."""
    order, to = list(found.figures), place + steps
    if not 0 <= to < len(order):
        return found
    order.insert(to, order.pop(place))
    return replace(found, figures=tuple(order))


def without(found: BookList, place: int) -> BookList:
    """The list without one figure; a list of one stays as it is."""
    rest = tuple(one for at, one in enumerate(found.figures) if at != place)
    return replace(found, figures=rest) if rest else found


def added(found: BookList, name: str, form: str, title: str) -> BookList:
    """The list with one more figure at its end; as it is when it is full. Raises catalogue.UnknownFigure."""
    if len(found.figures) >= MOST_FIGURES:
        return found
    one = Wanted(view(name, form), title[:LONGEST_TEXT], "", True, (("figuur", name), ("vorm", form)))
    return replace(found, figures=(*found.figures, one))


def by_page() -> dict[str, tuple[str, ...]]:
    """The names of all figures, by the page they stand on, in the order of the catalogue."""
    pages = dict.fromkeys(one.page for one in ENTRIES.values())
    return {
        page.replace("-", " ").capitalize(): tuple(name for name, one in ENTRIES.items() if one.page == page)
        for page in pages
    }


def renamed(found: BookList, place: int, title: str) -> BookList:
    """The list with another title for one figure; a figure always has one."""
    if not title.strip():
        return found
    order = list(found.figures)
    order[place] = replace(order[place], title=title.strip()[:LONGEST_TEXT])
    return replace(found, figures=tuple(order))


def contents_table(found: BookList) -> Table:
    """The figures in order, a row each."""
    rows = tuple(
        (str(n), one.title, question(entry(one.view.name).question).titel, one.view.form, YES if one.with_table else NO)
        for n, one in enumerate(found.figures, 1)
    )
    columns = ("Nummer", "Titel", "Toont", "Vorm", "Met tabel")
    return Table("De figuren van het boek, in volgorde", columns, rows, frozenset({0}))


# ------------------------------------------------------------------ what stands in the file


def _parsed(said: bytes, name: str) -> object:
    try:
        return yaml.safe_load(said.decode("utf-8"))
    except yaml.MarkedYAMLError as error:
        line = f" op regel {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise BookError(
            f"{name} is geen geldige YAML: kijk{line} na of inspringing en dubbele punten kloppen."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, ValueError):
        raise BookError(f"{name} is geen YAML in UTF-8. Bewaar het opnieuw als gewone tekst.") from None


def _mapping(said: object, keys: tuple[str, ...], where: str) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise BookError(f"{where}: verwacht zijn regels van de vorm ‘sleutel: waarde’. Kies uit: {', '.join(keys)}.")
    unknown = [key for key in said if key not in keys]
    if unknown:
        raise BookError(f"{where}: de sleutel {_short(unknown[0])} is niet bekend. Kies uit: {', '.join(keys)}.")
    return said


def _short(said: object) -> str:
    words = re.sub(r"[\x00-\x1f\x7f]", " ", str(said))
    return f"‘{words[:40]}…’" if len(words) > 40 else f"‘{words}’"


def _text(said: object, where: str) -> str:
    if said is None:
        return ""
    if not isinstance(said, (str, int, float)) or isinstance(said, bool):
        raise BookError(f"{where}: geef gewone tekst. Zet ze tussen aanhalingstekens als er een dubbele punt in staat.")
    if len(str(said)) > LONGEST_TEXT:
        raise BookError(f"{where}: hoogstens {LONGEST_TEXT} tekens.")
    return str(said).strip()


def _wanted(said: object, where: str) -> Wanted:
    found = _mapping(said, KEYS, where)
    name, title = (_text(found.get(key), f"{where}, sleutel {key}") for key in ("figuur", "titel"))
    if name not in ENTRIES:
        raise BookError(f"{where}, sleutel figuur: {_short(name)} bestaat niet. Alle namen: python -m figures lijst")
    if not title:
        raise BookError(f"{where}, sleutel titel: geef de figuur een titel.")
    form = _one_of(found.get("vorm") or entry(name).forms[0], entry(name).forms, f"{where}, sleutel vorm")
    choice, areas = _choice(found, name, where), _areas(found.get("gebieden"), f"{where}, sleutel gebieden")
    try:
        shown = view(name, form, choice, areas)
    except UnknownFigure as error:
        raise BookError(f"{where}: {error}") from None
    caption = _text(found.get("bijschrift"), f"{where}, sleutel bijschrift")
    asked = {"figuur": name, "vorm": form} | {key: found[key] for key in KEYS[4:] if key != "tabel" and found.get(key)}
    return Wanted(shown, title, caption, _yes(found.get("tabel", YES), f"{where}, sleutel tabel"), tuple(asked.items()))


def _yes(said: object, where: str) -> bool:
    return _one_of({True: YES, False: NO}.get(said, said) if isinstance(said, bool) else said, (YES, NO), where) == YES


def _one_of(said: object, known: tuple[Any, ...], where: str) -> Any:
    if said not in known:
        raise BookError(f"{where}: {_short(said)} kan hier niet. Kies uit: {', '.join(map(str, known))}.")
    return said


# ------------------------------------------------------------------ the choice


def _choice(found: Mapping[str, Any], name: str, where: str) -> Choice:
    said: dict[str, Any] = {}
    for key, fields, read in _READ:
        if found.get(key) is not None:
            _require(name, fields, f"{where}, sleutel {key}")
            said |= read(found[key], f"{where}, sleutel {key}")
    for word, value in _mapping(found.get("keuze") or {}, tuple(_CHOICES), f"{where}, sleutel keuze").items():
        field, known = _CHOICES[word]
        _require(name, (field,), f"{where}, sleutel {word}")
        said[field] = _one_of(value, known, f"{where}, sleutel {word}") if known else _text(value, where)
    return Choice(**said)


def _require(name: str, fields: tuple[str, ...], where: str) -> None:
    """A choice that makes no difference is a mistake of who wrote the list."""
    if not set(fields) & set(entry(name).takes):
        raise BookError(f"{where}: bij de figuur ‘{name}’ valt dit niet te kiezen. Laat de sleutel weg.")


def _years(said: object, where: str) -> dict[str, date]:
    found = re.fullmatch(r"(\d{4})(?:\s*-\s*(\d{4}))?", str(said).strip())
    years = sorted(int(year) for year in found.groups() if year) if found else []
    if not years or years[0] < 2000 or years[-1] > 2100:
        raise BookError(f"{where}: {_short(said)} is geen jaar. Geef één jaar of een reeks, zoals 2024 of 2022-2025.")
    return {"van": date(years[0], 1, 1), "tot": date(years[-1], 12, 31)}


def _areas(said: object, where: str) -> tuple[str, ...]:
    """Ids of areas, each said by id or by name."""
    words = said if isinstance(said, list) else [part.strip() for part in str(said or "").split(",")]
    known = {area: name for area, name in area_names(current_version()).items() if area not in text.AREAS}
    by_name = {name.casefold(): area for area, name in known.items()} | {area: area for area in known}
    wanted = [word for word in map(str, words) if word]
    unknown = [word for word in wanted if word.casefold() not in by_name]
    if unknown:
        raise BookError(
            f"{where}: {_short(unknown[0])} is geen samenwerkingsverband. Kies uit: {', '.join(known.values())}."
        )
    return tuple(dict.fromkeys(by_name[word.casefold()] for word in wanted))


_READ: tuple[tuple[str, tuple[str, ...], Callable[[object, str], dict[str, Any]]], ...] = (
    ("jaren", ("van", "tot"), _years),
    ("per", ("per",), lambda said, where: {"per": _one_of(said, GRAINS, where)}),
    ("enkel", ("gebieden",), lambda said, where: {"gebieden": _areas(said, where)}),
)
