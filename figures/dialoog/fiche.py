"""The dialoogfiche: the story of one samenwerkingsverband as a document, with what people wrote and room to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from string import ascii_uppercase

from figures import text
from figures.catalogue import TABLE
from figures.dialoog import dialogue
from figures.dialoog.dialogue import Dialogue, Item, Part, story
from figures.exhibit import Exhibit
from figures.figure import Choice, build_info
from figures.files.document.blocks import (
    Block,
    Bullets,
    Contents,
    Document,
    FigureBlock,
    Heading,
    PageBreak,
    Paragraph,
    WriteLines,
)
from figures.finding_back.ledger import remember
from figures.job import Say
from figures.meaning import in_order
from figures.topics import control, quality
from notes.store import Note, notes
from queries import current_version

TITLE = "Dialoogfiche"
QUALITY = "Registratiekwaliteit"
ANNEXED = ("Wie", "Personeel en middelen", QUALITY)  # the parts of the story that stand in full after the conversation
_IN_FULL, _RULES = "volledig", "regels"  # the annex with every caveat, break and source, and its part with the rules
_FIND_BACK = "Bij elke figuur staat een stempel. Met de pagina Figuur terugvinden van de monitor vindt u daarmee dezelfde figuur terug."
KINDS = {"opmerking": "Opmerking", "afspraak": "Afspraak", "toelichting": "Toelichting van het samenwerkingsverband"}


@dataclass(frozen=True)
class Format:
    """A kind of file a fiche can be written as."""

    name: str
    label: str
    mime: str
    write: Callable[[Document], bytes]


def _docx(document: Document) -> bytes:
    # Only here: a page that makes no document should not wait for the libraries.
    from figures.files.document.word import to_docx

    return to_docx(document)


def _pdf(document: Document) -> bytes:
    from figures.files.document.pdf import to_pdf

    return to_pdf(document)


FORMATS = {
    "docx": Format(
        "docx", "Word (DOCX)", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx
    ),
    "pdf": Format("pdf", "PDF", "application/pdf", _pdf),
}


def files(area: str, choice: Choice, kinds: Sequence[str], say: Say = lambda _share, _said: None) -> dict[str, bytes]:
    """The fiche of one area as files, by their names; every stamp in it can be found back afterwards.

    Raises as `story` and `notes.store.notes` do.
    """
    steps = len(kinds) + 1
    say(0.0, "De figuren worden gemaakt.")
    made = fiche(area, choice)
    for block in made.blocks:
        if isinstance(block, FigureBlock):
            remember(block.exhibit.figure, block.exhibit.address)
    found = {}
    for number, kind in enumerate(kinds, 1):
        say(number / steps, f"Het bestand {FORMATS[kind].label} wordt geschreven.")
        found[file_name(area, kind)] = FORMATS[kind].write(made)
    return found


def file_name(area: str, kind: str) -> str:
    """dialoogfiche_gent.docx."""
    return f"dialoogfiche_{area}.{kind}"


def fiche(area: str, choice: Choice, written: Sequence[Note] | None = None) -> Document:
    """The fiche of one area for the years of a choice, with its notes (`written`; None: those of the store).

    First what is taken to the table, then the figures with room to write, then the annexes: who it is, full tables, and every
    caveat, break and source in full.
    """
    told = story(area, choice)
    own = list(notes(sv_id=area) if written is None else written)
    places = _placed(told, own)
    blocks = (
        Contents(), *_in_brief(told, own), *_main(told, places), *_then_and_now(told), *_afterwards(told, own), *_annexes(told, places),
    )  # fmt: skip
    return Document(f"{TITLE}: {told.name}", _subtitle(told), tuple(blocks), (), told.demo)


def _subtitle(told: Dialogue) -> str:
    known = build_info(current_version())
    until = known["gegevens_tot"]
    up_to = f"Registraties tot en met {text.long_date(until)}. " if until else "Zonder registraties. "
    return f"Regiodialoog 1 Gezin 1 Plan. {up_to}Gegevens geladen op {text.long_date(known['gebouwd_op'].date())}."


# ------------------------------------------------------------------ in brief: what is taken to the table


def _in_brief(told: Dialogue, own: Sequence[Note]) -> Iterator[Block]:
    yield Heading("In het kort")
    yield Paragraph(told.lead)
    yield Bullets(tuple(map(_pointing, told.brief)))
    yield Paragraph(dialogue.WITH_RESERVE, "klein")
    yield Heading("Wat opvalt, en door welke regel", 2)
    yield from _standing_out(told.findings)
    yield Heading("Vragen voor het gesprek", 2)
    yield Paragraph(dialogue.ASKED if told.questions else dialogue.NO_QUESTIONS)
    yield Bullets(tuple(map(_pointing, told.questions)))
    yield WriteLines("Onze vragen", 3)
    yield from _registering(told)
    yield Heading("Wat deze cijfers niet zeggen", 2)
    yield Paragraph(dialogue.GENERAL)
    weighing = (f"{one.caveat.short} (kanttekening {one.caveat.id})" for one in told.caveats)
    yield Bullets((*map(_pointing, told.untold), *weighing))
    yield Heading("Afspraken van een vorige dialoog", 2)
    before, _since = agreed(own)
    yield from _written(before) if before else [Paragraph("Er is geen afspraak van een vorig jaar genoteerd.")]


def _pointing(one: Item) -> Paragraph:
    """The sentence, with the number and the page of its figure."""
    return Paragraph(one.sentence, see=(one.exhibit.address,))


def _standing_out(findings: Iterable[Item]) -> Iterator[Block]:
    """The findings under the rule that they share."""
    by_rule = dialogue.by_rule(findings)
    if not by_rule:
        yield Paragraph(dialogue.NOTHING_STANDS_OUT)
    for rule, found in by_rule.items():
        yield Bullets(tuple(map(_pointing, found)), keep=True)
        yield Paragraph(f"Waarom dit hier staat: {rule}", "klein")


def _registering(told: Dialogue) -> Iterator[Block]:
    """How it registers, in a few sentences; the comparisons are in an annex."""
    part = next((part for part in told.parts if part.heading == QUALITY), None)
    if part is None:
        return
    yield Heading("Registratiekwaliteit in het kort", 2)
    yield from (Paragraph(said, see=(QUALITY,)) for said in part.reading[:1])
    yield Bullets(tuple(_titled(one) for one in part.exhibits if one.view.form != TABLE))


def _titled(one: Exhibit) -> Paragraph:
    return Paragraph(f"{one.figure.title}. {one.sentence}", see=(one.address,))


# ------------------------------------------------------------------ the figures, with what was written about them


def _placed(told: Dialogue, own: Iterable[Note]) -> dict[str, list[Note]]:
    """The notes about the figures of each part; a note stands once, where its figure is met first."""
    left, found = [note for note in own if note.soort != "afspraak"], {}
    for part in sorted(told.parts, key=lambda part: part.heading in ANNEXED):
        found[part.heading] = [note for note in left if is_about(note, part.exhibits)]
        left = [note for note in left if note not in found[part.heading]]
    return found


def _main(told: Dialogue, places: dict[str, list[Note]]) -> Iterator[Block]:
    """The parts that are talked about: their drawings. Their tables are in an annex."""
    for part in told.parts:
        if part.heading in ANNEXED:
            continue
        yield Heading(part.heading)
        if part.reading:
            yield Paragraph("Hoe u deze figuren leest", "klein", (_RULES,), keep=True)
        yield from _shown(part, _drawn(part), places[part.heading], 5)


def _shown(part: Part, shown: Iterable[Exhibit], here: Sequence[Note], lines: int) -> Iterator[Block]:
    """Figures of a part, and after the last one the remarks and explanations about them."""
    yield from (FigureBlock(one, annex=_IN_FULL) for one in shown)
    if here:
        yield Heading(f"Wat hierover geschreven is ({part.heading.lower()})", 2)
        yield from _written(here)
    yield WriteLines(f"Opmerkingen bij ‘{part.heading}’", lines)


def _drawn(part: Part) -> list[Exhibit]:
    return [one for one in part.exhibits if one.view.form != TABLE]


def questions_of(shown: Iterable[Exhibit]) -> dict[str, str]:
    """What somebody can write about: the questions behind some figures, with their titles. A question and not a figure,
    because what explains the one explains every form of it."""
    return {one.figure.name: dialogue.title_of(one.figure.name) for one in shown}


def is_about(note: Note, shown: Iterable[Exhibit]) -> bool:
    """Whether a note is about one of these figures, by the name of its question or its own."""
    return any(note.figuur in (one.figure.name, one.view.name) for one in shown)


def _written(told: Iterable[Note]) -> Iterator[Block]:
    """Each note: what it is and about which figure, its text line by line, who wrote it and when."""
    for note in told:
        title = dialogue.title_of(note.figuur) if note.figuur else ""
        yield Paragraph(f"{KINDS[note.soort]}{f' bij ‘{title}’' if title else ''}", "nadruk")
        yield from (Paragraph(line) for line in note.tekst.splitlines() if line.strip())
        yield Paragraph(signed(note), "klein")


def signed(note: Note) -> str:
    """Who wrote it and when; when it was agreed or explained, and where that stands."""
    day = text.long_date(note.wanneer.astimezone().date())  # it is kept in UTC; a reader has a clock of his own
    agreed = "afgesproken op" if note.soort == "afspraak" else "toegelicht op"
    dated = f", {agreed} {text.long_date(note.datum)}" if note.datum else ""
    source = f", bron: {note.bron}" if note.bron else ""
    return f"{note.wie}, {day}{dated}{source}."


# ------------------------------------------------------------------ then and now, and what was agreed


def _then_and_now(told: Dialogue) -> Iterator[Block]:
    yield Heading("Toen en nu")
    yield from (Paragraph(said) for said in told.then_and_now.reading)
    yield from (FigureBlock(one, annex=_IN_FULL) for one in told.then_and_now.exhibits)


def _afterwards(told: Dialogue, own: Sequence[Note]) -> Iterator[Block]:
    """What was agreed since the year of the data began, room for what is agreed now, and remarks in general."""
    _before, since = agreed(own)
    yield Heading("Afspraken en opmerkingen")
    if since:
        yield Heading("Afspraken van dit jaar", 2)
        yield from _written(since)
    yield WriteLines("Nieuwe afspraken: wat, wie en tegen wanneer", 8)
    if rest := _in_general(told, own):
        yield Heading("Opmerkingen in het algemeen", 2)
        yield from _written(rest)
    yield WriteLines("Ruimte om te schrijven", 8)


def _in_general(told: Dialogue, own: Iterable[Note]) -> list[Note]:
    """Remarks in general, and those about a figure that this story does not have: nothing that was written is left out."""
    shown = [one for part in told.parts for one in part.exhibits]
    return [note for note in own if note.soort != "afspraak" and not is_about(note, shown)]


def agreed(own: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """The agreements of before this year and of this year, by date. This year is that of the load of the data, so that
    the same data and notes give the same fiche."""
    year = build_info(current_version())["gebouwd_op"].year
    dated = sorted((n for n in own if n.soort == "afspraak"), key=lambda n: (n.datum, n.wanneer, n.id))
    return [n for n in dated if n.datum.year < year], [n for n in dated if n.datum.year >= year]


# ------------------------------------------------------------------ the annexes


def _annexes(told: Dialogue, places: dict[str, list[Note]]) -> Iterator[Block]:
    """Each begins with a letter; the first one on a new page."""
    wanted = [
        *(_annexed(part, places[part.heading]) for part in told.parts if part.heading in ANNEXED),
        _tables(told),
        _in_full(told),
    ]
    yield PageBreak()
    filled = (blocks for blocks in map(list, wanted) if blocks)
    for letter, (heading, *blocks) in zip(ascii_uppercase, filled, strict=False):
        yield replace(heading, text=f"Bijlage {letter}. {heading.text}")
        yield from blocks


def _annexed(part: Part, here: Sequence[Note]) -> Iterator[Block]:
    yield Heading(part.heading, key=part.heading)
    yield from (Paragraph(said, "klein", (_RULES,), keep=True) for said in part.reading if said != quality.RULE)
    yield from _shown(part, part.exhibits, here, 2)


def _tables(told: Dialogue) -> Iterator[Block]:
    """The tables of the parts of which the drawings stand before the annexes."""
    parts = (part for part in told.parts if part.heading not in ANNEXED)
    shown = [one for part in parts for one in part.exhibits if one.view.form == TABLE]
    if shown:
        yield Heading("Tabellen bij de figuren")
        yield from (FigureBlock(one, annex=_IN_FULL) for one in shown)


def _in_full(told: Dialogue) -> Iterator[Block]:
    """Once for the whole fiche: each caveat with its quote, each break, each rule, and of each figure its sources and rows."""
    yield Heading("Kanttekeningen, breuken en herkomst", key=_IN_FULL)
    known = build_info(current_version())
    loaded = text.long_date(known["gebouwd_op"].date())
    yield Paragraph(
        f"Alle cijfers komen uit één versie van de gegevens: {known['data_versie']}, geladen op {loaded}. {_FIND_BACK}"
    )
    yield from _caveats(told.exhibits)
    yield from _breaks(told.exhibits)
    yield Heading("Regels en methoden", 2, _RULES)
    yield Bullets(tuple(_rules(told)))
    yield Heading("Herkomst van elke figuur", 2)
    for one in told.exhibits:
        yield from _origin(one)


def _rules(told: Dialogue) -> Iterator[str]:
    """Every rule of the house, also one that pointed nothing out here."""
    yield f"Regelkaart. Een signaal is: {'; '.join(control.rules())}."
    for part in told.parts:
        if part.reading and part.heading != QUALITY:
            yield f"{part.heading}. {' '.join(part.reading)}"
    yield from (quality.RULE, quality.SHIFT_RULE, dialogue.LATE_RULE, dialogue.EMPTY_RULE)


def _caveats(shown: Sequence[Exhibit]) -> Iterator[Block]:
    """Every caveat of a figure of the fiche, those that weigh first."""
    found = in_order(dict.fromkeys(caveat for one in shown for caveat in one.figure.caveats))
    if found:
        yield Heading("Kanttekeningen", 2)
    for caveat in found:
        yield Paragraph(f"{caveat.id} ({caveat.severity}). {caveat.short}")
        yield Paragraph(f"‘{caveat.quote}’ ({caveat.document}, {caveat.place})", "klein")


def _breaks(shown: Sequence[Exhibit]) -> Iterator[Block]:
    found = sorted({one for shown_one in shown for one in shown_one.figure.breaks}, key=lambda one: one.day)
    if found:
        yield Heading("Breuken", 2)
    for one in found:
        yield Paragraph(f"{text.long_date(one.day)} ({one.severity}). {one.title}. {one.text}")
        yield Paragraph(f"Bron: {one.document}, {one.place}.", "klein")


def _origin(one: Exhibit) -> Iterator[Block]:
    """What a figure of this fiche only names by number: its sources, the rows behind it, its stamp and its address."""
    figure = one.figure
    named = text.enumeration([caveat.id for caveat in figure.caveats])
    said = [
        f"Bron: {figure.source_text} Status: {figure.status}.",
        f"Kanttekeningen: {named}." if named else "",
        f"Rijen: {figure.accounting}." if figure.accounting else "",
        f"Stempel: {figure.stamp}. Adres in de monitor: {one.address}",
    ]
    yield Paragraph(figure.title, "nadruk", (one.address,))
    yield Paragraph(" ".join(line for line in said if line), "klein")
