"""What changed between an earlier figurenboek and this one: which figures, why, and each number then and now.

The numbers stand beside each other. What lies between them is not computed: that is for the guard to allow.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from figures import text
from figures.finding_back.identity import trace

SHOWN = 25  # numbers named per figure in the text; the CSV has all
ABSENT = "niet in het boek"
_VALUE = {"waarde": "het cijfer"}  # how the column with the value of a figure is called
_KEY = ("gebied", "naam", "periode", "onderdeel", "kolom")
Key = tuple[object, ...]


@dataclass(frozen=True)
class Change:
    """What became of a figure of the earlier book, or that it is new. `cells`: key, then, now."""

    title: str
    state: str  # zelfde, veranderd, nieuw of weggelaten
    why: tuple[str, ...]
    cells: tuple[tuple[Key, str, str], ...] = ()
    added: int = 0
    gone: int = 0


def changes(before: Mapping, now: Mapping) -> list[Change]:
    """A change per figure: those of this book in its order, then those that were left out."""
    earlier = _by_request(before["figuren"])
    found = []
    for key, one in _by_request(now["figuren"]).items():
        old = earlier.pop(key, None)
        found.append(
            _compared(old, one) if old else Change(one["titel"], "nieuw", ("Stond niet in het eerdere boek.",))
        )
    return [
        *found,
        *(Change(one["titel"], "weggelaten", ("Staat niet meer in dit boek.",)) for one in earlier.values()),
    ]


def _by_request(figures: Sequence[Mapping]) -> dict[str, Mapping]:
    """Figures by what was asked for; the same request a second time is another figure."""
    found: dict[str, Mapping] = {}
    for one in figures:
        key, number = repr(sorted(one["gevraagd"].items(), key=repr)), 1
        while f"{key} {number}" in found:
            number += 1
        found[f"{key} {number}"] = one
    return found


def _compared(old: Mapping, now: Mapping) -> Change:
    then, today = _cells(old), _cells(now)
    differing = tuple((key, then[key], today[key]) for key in then if key in today and then[key] != today[key])
    added, gone = len(today.keys() - then.keys()), len(then.keys() - today.keys())
    if not differing and not added and not gone and old["stempel"][-8:] == now["stempel"][-8:]:
        return Change(now["titel"], "zelfde", ())
    return Change(now["titel"], "veranderd", tuple(_why(old, now)), differing, added, gone)


def _cells(one: Mapping) -> dict[Key, str]:
    """Each number in full, as a reader sees it, or the sign that says why there is none."""
    return {tuple(row.get(name) for name in _KEY): _shown(row) for row in one["cijfers"]}


def _shown(row: Mapping) -> str:
    state, value = row.get("toestand") or "onbekend", row.get("waarde")
    if state in text.STATES:
        return text.STATES[state][0]
    return text.number(value, 0 if isinstance(value, int) else 2)


def _why(old: Mapping, now: Mapping) -> Iterator[str]:
    """Another period or choice first; then why the figure of then is another one today."""
    if old["periode"] != now["periode"]:
        yield f"De periode is een andere: toen {old['periode']}, nu {now['periode']}."
    found = trace(old["adres"])
    yield found.verdict
    yield from found.why
    if old["periode"] == now["periode"] and _cells(old) == _cells(now):
        yield "De getallen in beide boeken zijn dezelfde."


# ------------------------------------------------------------------ written


def changes_text(before: Mapping, now: Mapping) -> str:
    """The report as Markdown, in Dutch."""
    found = changes(before, now)
    count = {
        state: sum(one.state == state for one in found) for state in ("zelfde", "veranderd", "nieuw", "weggelaten")
    }
    demo = [f"**{now['demogegevens']}**", ""] if now["demogegevens"] else []
    head = [
        "# Wat veranderde sinds het eerdere boek", "", *demo,
        f"Eerder boek: gegevens {_plain(before['data_versie'])}, geladen op {_day(before)}. "
        f"Dit boek: gegevens {now['data_versie']}, geladen op {_day(now)}.", "",
        "Dezelfde figuren: {zelfde}. Veranderd: {veranderd}. Nieuw: {nieuw}. Weggelaten: {weggelaten}.".format(**count), "",
        "Bij een getal staan toen en nu naast elkaar. Het verschil is niet berekend: of dat mag, zegt de monitor bij de figuur.",
    ]  # fmt: skip
    return "\n".join([*head, *(line for one in found for line in _section(one))]) + "\n"


def _section(one: Change) -> Iterator[str]:
    yield from ("", f"## {_plain(one.title)}: {one.state}")
    if one.why:
        yield from ("", *(f"- {_plain(line)}" for line in one.why))
    counts = [f"{_count(n)} {word}" for n, word in ((one.added, "erbij"), (one.gone, "weg")) if n]
    if counts:
        yield from ("", f"{text.enumeration(counts)}.")
    if one.cells:
        yield from ("", "| Gebied | Periode | Wat | Toen | Nu |", "| --- | --- | --- | ---: | ---: |")
        yield from (f"| {' | '.join(map(_plain, (*_words(key), then, now)))} |" for key, then, now in one.cells[:SHOWN])
    if len(one.cells) > SHOWN:
        yield from ("", f"En nog {_count(len(one.cells) - SHOWN)}: zie verschillen.csv.")


def _day(book: Mapping) -> str:
    return text.long_date(date.fromisoformat(book["geladen_op"]))


def _count(numbers: int) -> str:
    return "1 getal" if numbers == 1 else f"{text.number(numbers)} getallen"


def _words(key: Key) -> tuple[str, str, str]:
    area, name, period, part, column = (str(one) if one is not None else "" for one in key)
    return name or area, _begin(period), " / ".join(word for word in (part, _VALUE.get(column, column)) if word)


def _begin(period: str) -> str:
    """The first day of a period as a reader writes it; what is no day stays as it is."""
    try:
        return f"vanaf {text.long_date(date.fromisoformat(period))}"
    except ValueError:
        return period


def _plain(said: str) -> str:
    """A text that cannot end a cell of the table or begin anything in Markdown."""
    return " ".join(str(said).replace("|", "/").replace("<", "‹").replace(">", "›").replace("`", "'").split())


def changes_csv(before: Mapping, now: Mapping) -> bytes:
    """Every number that differs, then and now; for a Belgian Excel."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(("figuur", "gebied", "periode", "wat", "toen", "nu", "demogegevens"))
    demo = "ja" if now["demogegevens"] else "nee"
    for one in changes(before, now):
        for key, then, today in one.cells:
            writer.writerow([_cell(said) for said in (one.title, *_words(key), then, today, demo)])
    return buffer.getvalue().encode("utf-8-sig")


def _cell(said: str) -> str:
    signs = {sign for sign, _ in text.STATES.values()}
    return f"'{said}" if said.startswith(("=", "+", "-", "@", "\t", "\r")) and said not in signs else said
