"""`python -m figures`: `lijst` names every figure; `export`, `fiche` and `boek` write figures, fiches and the figurenboek."""

from __future__ import annotations

import argparse
import difflib
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import polars as pl

from figures.address import AddressError, read_address
from figures.catalogue import ENTRIES, UnknownFigure, View, view
from figures.exhibit import exhibit
from figures.figure import EVENTS, GRAINS, LIMITS, Choice, area_names
from figures.figurenboek.booklist import DEFAULT_LIST
from figures.files.exports import FORMATS, SIZES, file_name
from figures.finding_back.ledger import remember
from figures.text import AREAS
from queries import WarehouseMissing, ask, current_version

ALL = "alles"
NOT_WRITTEN = 2
_EXAMPLES = """voorbeelden:
  python -m figures lijst
  python -m figures export aanmeldingen:kaart budget --formaat png,xlsx --uit jaarverslag
  python -m figures export alles --jaren 2022-2024 --samenwerkingsverbanden gent,kempen --voor dia
  python -m figures fiche --samenwerkingsverband gent --uit fiches
  python -m figures boek --uit jaarverslag_2026 --vorig jaarverslag_2025"""


class WrongRequest(ValueError):
    """Something was asked for that does not exist; the message is one Dutch sentence."""


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0: done; 2: not done, and one sentence on standard error says why."""
    asked = _parser().parse_args(argv)
    try:
        return asked.work(asked)
    except (WrongRequest, UnknownFigure, AddressError, WarehouseMissing) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        name = f" ‘{error.filename}’" if error.filename else ""
        print(f"Het bestand{name} kan niet geschreven worden. Kies een andere map met --uit.", file=sys.stderr)
    return NOT_WRITTEN


# ------------------------------------------------------------------ lijst


def _list(asked: argparse.Namespace) -> int:
    found = [_described(name) for name in ENTRIES]
    if asked.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    rows = [("naam", "vormen", "titel", "eenheid")]
    rows += [(one["naam"], ", ".join(one["vormen"]), one["titel"], one["eenheid"]) for one in found]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] + [0]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)))
    return 0


def _described(name: str) -> dict[str, object]:
    figure = exhibit(view(name)).figure
    forms = list(ENTRIES[name].forms)
    return {"naam": name, "titel": figure.title, "eenheid": figure.unit, "vormen": forms, "pagina": ENTRIES[name].page}


# ------------------------------------------------------------------ export


def _export(asked: argparse.Namespace) -> int:
    """Everything that was asked for is looked up before the first file is written."""
    kinds = _kinds(asked.formaat, FORMATS)
    size = _known(asked.voor, SIZES, "maat")
    files = [(shown, kind) for shown in map(exhibit, _views(asked)) for kind in kinds]
    asked.uit.mkdir(parents=True, exist_ok=True)
    for number, (shown, kind) in enumerate(files, 1):
        name = file_name(shown, kind, size)
        print(f"{number} van {len(files)}: {name}", file=sys.stderr, flush=True)
        _write(asked.uit / name, FORMATS[kind].write(shown, size))
        remember(shown.figure, shown.address)  # so that the stamp in the file can be found back
    said = "1 bestand" if len(files) == 1 else f"{len(files)} bestanden"
    print(f"{said} geschreven in {asked.uit.resolve()}")
    return 0


def _kinds(said: str, known: Mapping[str, object]) -> list[str]:
    """The formats that were asked for; none at all would write nothing and look as if all went well."""
    found = [_known(kind, known, "formaat") for kind in _words(said)]
    if not found:
        raise WrongRequest(f"Er is geen formaat gevraagd. Kies uit: {', '.join(known)}.")
    return found


def _write(path: Path, content: bytes) -> None:
    """Beside it first, then in its place: who looks never sees half a file."""
    beside = path.with_name(f".{os.getpid()}.{path.name}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    finally:
        with suppress(OSError):
            beside.unlink(missing_ok=True)


def _views(asked: argparse.Namespace) -> list[View]:
    """What was asked for, each view once, in the order it was asked."""
    areas = _areas(_words(asked.samenwerkingsverbanden))
    choice = _choice(asked, areas)
    named = [view(name, form, choice, areas) for name, form in _names(asked.naam)]
    found = list(dict.fromkeys([*named, *(_at(address) for address in asked.adres)]))
    if not found:
        raise WrongRequest(
            f"Er is geen figuur gevraagd. Geef namen, {ALL} of een --adres. Namen: python -m figures lijst"
        )
    return found


def _names(asked: Iterable[str]) -> list[tuple[str, str]]:
    pairs = [(name, form) for name, _, form in (said.partition(":") for said in asked)]
    return [
        (known, form)
        for name, form in pairs
        for known in (
            ENTRIES if name == ALL else [_known(name, ENTRIES, "figuur", "Alle namen: python -m figures lijst")]
        )
    ]


def _at(address: str) -> View:
    """The view of an address; says so when the figure is no longer what it was."""
    found, stamp = read_address(address)
    now = exhibit(found).figure.stamp
    if stamp and stamp != now:
        print(
            f"Let op: deze figuur is veranderd. De stempel in het adres is {stamp}, nu is hij {now}.", file=sys.stderr
        )
    return found


def _choice(asked: argparse.Namespace, areas: tuple[str, ...]) -> Choice:
    return Choice(
        **_years(asked.jaren),
        per=_known(asked.per, GRAINS, "stap"),
        gebieden=areas,
        eindgebeurtenis=_known(asked.gebeurtenis, EVENTS, "gebeurtenis"),
        termijn=_known(asked.termijn, LIMITS, "termijn"),
    )


def _years(said: str | None) -> dict[str, date]:
    """First and last day; no years means all there is."""
    if said is None:
        return {}
    if not re.fullmatch(r"\d{4}(-\d{4})?", said):
        raise WrongRequest(f"‘{said}’ is geen jaar. Geef één jaar of een reeks, zoals 2022 of 2022-2024.")
    years = sorted(int(year) for year in said.split("-"))
    known = [day.year for day in ask("perioden")["jaar"].unique().sort()]
    if known and (years[-1] < known[0] or years[0] > known[-1]):
        raise WrongRequest(f"Er zijn geen registraties van {said}. Kies jaren van {known[0]} tot en met {known[-1]}.")
    return {"van": date(years[0], 1, 1), "tot": date(years[-1], 12, 31)}


def _areas(said: Sequence[str]) -> tuple[str, ...]:
    """Ids of the areas, in the order of their names; each may be said by id, by name or in a spelling of the sources."""
    names = {area: name for area, name in area_names(current_version()).items() if area not in AREAS}
    present = ask("gebied_namen").filter(pl.col("voorganger").is_null())
    spellings = dict(zip(present["naam"], present["gebied"], strict=True))
    spellings |= {name: area for area, name in names.items()} | {area: area for area in names}
    by_sound = {spelling.casefold(): area for spelling, area in spellings.items()}
    unknown = [one for one in said if one.casefold() not in by_sound]
    if unknown:
        _known(unknown[0], spellings, "samenwerkingsverband", f"De korte namen zijn: {', '.join(names)}.")
    wanted = {by_sound[one.casefold()] for one in said}
    return tuple(area for area in names if area in wanted)


def _known(said: str, known: Iterable[str], what: str, more: str = "") -> str:
    """The word itself when it is known; raises WrongRequest with the nearest one."""
    words = list(known)
    if said in words:
        return said
    near = difflib.get_close_matches(said, words, 1, 0.5)
    hint = f"Bedoelt u ‘{near[0]}’?" if near else ""
    choices = "" if len(words) > 12 else f"Kies uit: {', '.join(words)}."
    raise WrongRequest(" ".join(part for part in (f"‘{said}’ is geen {what}.", hint or choices, more) if part))


def _words(said: str) -> list[str]:
    return list(dict.fromkeys(word for word in (part.strip() for part in said.split(",")) if word))


# ------------------------------------------------------------------ fiche


def _fiches(asked: argparse.Namespace) -> int:
    """A dialoogfiche per samenwerkingsverband; without a name one for each of the 16."""
    from figures.dialoog import fiche
    from notes.store import NotesError

    kinds = _kinds(asked.formaat, fiche.FORMATS)
    names = {area: name for area, name in area_names(current_version()).items() if area not in AREAS}
    areas = _areas(_words(asked.samenwerkingsverband)) or tuple(names)
    asked.uit.mkdir(parents=True, exist_ok=True)
    written = 0
    for number, area in enumerate(areas, 1):
        print(f"{number} van {len(areas)}: {names[area]}", file=sys.stderr, flush=True)
        try:
            made = fiche.files(area, Choice(**_years(asked.jaren)), kinds)
        except NotesError as error:
            raise WrongRequest(str(error)) from None
        for name, content in made.items():
            _write(asked.uit / name, content)
            written += 1
    print(f"{'1 bestand' if written == 1 else f'{written} bestanden'} geschreven in {asked.uit.resolve()}")
    return 0


# ------------------------------------------------------------------ boek


def _book(asked: argparse.Namespace) -> int:
    """The figurenboek: the list is read whole, and the earlier book, before the first file is made."""
    from figures.drawing.house import HouseError
    from figures.figurenboek import book

    def say(share: float | None, sentence: str) -> None:
        print(f"{round(100 * (share or 0)):3d} %  {sentence}", file=sys.stderr, flush=True)

    try:
        made = book.book(asked.lijst)
        before = book.read_manifest(asked.vorig) if asked.vorig else None
        folder, packed = book.write(made, asked.uit, before, say)
    except (book.BookError, HouseError) as error:
        raise WrongRequest(str(error)) from None
    print(f"Het figurenboek staat in {folder} en in {packed}")
    return 0


# ------------------------------------------------------------------ what can be typed


class _Parser(argparse.ArgumentParser):
    """A parser that speaks Dutch, and says in one sentence what is wrong."""

    def __init__(self, **more) -> None:
        super().__init__(add_help=False, formatter_class=argparse.RawDescriptionHelpFormatter, **more)
        self._positionals.title, self._optionals.title = "wat", "opties"
        self.add_argument("-h", "--help", action="help", help="toon deze uitleg en stop")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "gebruik:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "gebruik:", 1)

    def error(self, message: str) -> None:
        self.exit(NOT_WRITTEN, f"{self._sentence(message)} Uitleg: {self.prog} --help\n")

    def _sentence(self, message: str) -> str:
        if unknown := re.search(r"unrecognized arguments: (\S+)", message):
            return f"‘{unknown.group(1)}’ is hier niet bekend."
        if chosen := re.search(r"invalid choice: '(.*?)'", message):
            return f"‘{chosen.group(1)}’ is geen opdracht: kies lijst, export, fiche of boek."
        if lacking := re.search(r"argument (\S+): expected", message):
            return f"Achter {lacking.group(1)} ontbreekt een waarde."
        return "Deze opdracht is niet volledig: kies lijst, export, fiche of boek."


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="python -m figures",
        description="Toont de namen van alle figuren, en schrijft figuren naar bestanden.",
        epilog=_EXAMPLES,
    )
    parts = parser.add_subparsers(required=True, metavar="OPDRACHT", dest="opdracht")
    listing = parts.add_parser("lijst", help="alle figuren: naam, vormen, titel en eenheid", allow_abbrev=False)
    listing.add_argument("--json", action="store_true", help="schrijf de lijst als JSON")
    listing.set_defaults(work=_list)
    _add_export(parts.add_parser("export", help="figuren schrijven naar bestanden", allow_abbrev=False))
    _add_fiche(parts.add_parser("fiche", help="een dialoogfiche per samenwerkingsverband", allow_abbrev=False))
    _add_book(parts.add_parser("boek", help="het figurenboek: een lijst van figuren in één map", allow_abbrev=False))
    return parser


def _add_book(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--lijst", type=Path, default=DEFAULT_LIST, metavar="BESTAND", help="lijst van figuren (zonder: data/boek.yml)")
    add(
        "--vorig",
        type=Path,
        metavar="MAP",
        help="map of ZIP van een eerder boek: er komt een verslag van wat veranderde",
    )
    add("--uit", type=Path, default=Path("figurenboek"), metavar="MAP", help="map voor het boek (zonder: figurenboek)")
    parser.set_defaults(work=_book)


def _add_fiche(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--samenwerkingsverband", default="", metavar="NAAM", help="met naam of code (zonder: alle 16)")
    add("--jaren", metavar="JAAR[-JAAR]", help="eerste en laatste jaar; zonder: alles")
    add("--formaat", default="docx,pdf", metavar="A,B", help="docx, pdf (zonder: beide)")
    add("--uit", type=Path, default=Path("fiches"), metavar="MAP", help="map voor de bestanden (zonder: fiches)")
    parser.set_defaults(work=_fiches)


def _add_export(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("naam", nargs="*", metavar="NAAM[:VORM]", help=f"figuur, eventueel met vorm; {ALL} is elke figuur")
    add("--adres", action="append", default=[], help="het adres dat onder een figuur staat; mag meermaals")
    add("--jaren", metavar="JAAR[-JAAR]", help="eerste en laatste jaar; zonder: alles")
    add("--per", default=Choice.per, help=f"{', '.join(GRAINS)} (zonder: {Choice.per})")
    add("--samenwerkingsverbanden", default="", metavar="A,B", help="wat in kleur of vet staat, met naam of code")
    add("--gebeurtenis", default=EVENTS[1], help=f"{', '.join(EVENTS)} (zonder: {EVENTS[1]})")
    add("--termijn", default=LIMITS[0], help=f"{', '.join(LIMITS)} (zonder: {LIMITS[0]})")
    add("--formaat", default="png", metavar="A,B", help=f"{', '.join(FORMATS)} (zonder: png)")
    add("--voor", default="a4", metavar="MAAT", help=f"afbeelding voor {' of '.join(SIZES)} (zonder: a4)")
    add("--uit", type=Path, default=Path("figuren"), metavar="MAP", help="map voor de bestanden (zonder: figuren)")
    parser.set_defaults(work=_export)


if __name__ == "__main__":
    sys.exit(main())
