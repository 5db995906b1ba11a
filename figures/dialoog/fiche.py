"""The dialoogfiche: the story of one samenwerkingsverband as a document, with what people wrote and room to write."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from figures import text
from figures.dialoog import dialogue
from figures.dialoog.dialogue import Dialogue, Item, Part, story
from figures.exhibit import Exhibit
from figures.figure import Choice, build_info
from figures.files.document.blocks import Block, Bullets, Document, FigureBlock, Heading, Paragraph, WriteLines
from figures.finding_back.ledger import remember
from figures.job import Say
from notes.store import Note, notes
from queries import current_version

TITLE = "Dialoogfiche"
_FIND_BACK = "Bij elke figuur staat een stempel. Met de pagina Figuur terugvinden van de monitor vindt u daarmee dezelfde figuur terug."
_KINDS = {"opmerking": "Opmerking", "afspraak": "Afspraak", "toelichting": "Toelichting van het samenwerkingsverband"}


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
    """The fiche of one area for the years of a choice, with its notes (`written`; None: those of the store)."""
    told = story(area, choice)
    own = list(notes(sv_id=area) if written is None else written)
    blocks = (
        *_in_brief(told), *_parts(told, own), *_then_and_now(told), *_agreements(own), *_in_general(told, own),
    )  # fmt: skip
    return Document(f"{TITLE}: {told.name}", _subtitle(told), tuple(blocks), _closing(told), told.demo)


def _subtitle(told: Dialogue) -> str:
    known = build_info(current_version())
    until = known["gegevens_tot"]
    up_to = f"Registraties tot en met {text.long_date(until)}. " if until else "Zonder registraties. "
    return f"Regiodialoog 1 Gezin 1 Plan. {up_to}Gegevens geladen op {text.long_date(known['gebouwd_op'].date())}."


def _closing(told: Dialogue) -> tuple[str, ...]:
    known = build_info(current_version())
    loaded = text.long_date(known["gebouwd_op"].date())
    version = f"Alle cijfers komen uit één versie van de gegevens: {known['data_versie']}, geladen op {loaded}."
    return version, _FIND_BACK, dialogue.GENERAL


# ------------------------------------------------------------------ in brief


def _in_brief(told: Dialogue) -> Iterator[Block]:
    yield Heading("In het kort")
    yield Paragraph(told.lead)
    yield Bullets(tuple(one.sentence for one in told.brief))
    yield Paragraph(dialogue.WITH_RESERVE, "klein")
    yield Heading("Wat opvalt, en door welke regel", 2)
    yield from _standing_out(told.findings)
    yield Heading("Vragen voor het gesprek", 2)
    yield Paragraph(dialogue.ASKED if told.questions else dialogue.NO_QUESTIONS)
    if told.questions:
        yield Bullets(tuple(_with_stamp(one) for one in told.questions))
    yield WriteLines("Onze vragen", 3)
    yield Heading("Wat deze cijfers niet zeggen", 2)
    yield Paragraph(dialogue.GENERAL)
    weighing = (f"{one.caveat.short} (kanttekening {one.caveat.id})" for one in told.caveats)
    yield Bullets((*(one.sentence for one in told.untold), *weighing))


def _standing_out(findings: Iterable[Item]) -> Iterator[Block]:
    """The findings under the rule that they share."""
    by_rule = dialogue.by_rule(findings)
    if not by_rule:
        yield Paragraph(dialogue.NOTHING_STANDS_OUT)
    for rule, found in by_rule.items():
        yield Bullets(tuple(_with_stamp(one) for one in found))
        yield Paragraph(f"De regel: {rule}", "klein")


def _with_stamp(one: Item) -> str:
    return f"{one.sentence} (stempel {one.exhibit.figure.stamp})"


# ------------------------------------------------------------------ the figures, with what was written about them


def _parts(told: Dialogue, own: Sequence[Note]) -> Iterator[Block]:
    left = [note for note in own if note.soort != "afspraak"]
    for part in told.parts:
        here = [note for note in left if is_about(note, part.exhibits)]
        left = [note for note in left if note not in here]  # a note stands once, where its figure is met first
        yield Heading(part.heading)
        yield from (Paragraph(said, "klein") for said in part.reading)
        yield from _figures(part, here)
        yield WriteLines(f"Opmerkingen bij ‘{part.heading}’", 4)


def _figures(part: Part, here: Sequence[Note]) -> Iterator[Block]:
    """Each figure, and after the last one the remarks and explanations about them."""
    yield from (FigureBlock(one) for one in part.exhibits)
    if here:
        yield Heading(f"Wat hierover geschreven is ({part.heading.lower()})", 2)
        yield from _written(here)


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
        yield Paragraph(f"{_KINDS[note.soort]}{f' bij ‘{title}’' if title else ''}", "nadruk")
        yield from (Paragraph(line) for line in note.tekst.splitlines() if line.strip())
        yield Paragraph(signed(note), "klein")


def signed(note: Note) -> str:
    """Who wrote it and when; when it was agreed or explained, and where that stands."""
    day = text.long_date(note.wanneer.astimezone().date())  # it is kept in UTC; a reader has a clock of his own
    agreed = "afgesproken op" if note.soort == "afspraak" else "toegelicht op"
    dated = f", {agreed} {text.long_date(note.datum)}" if note.datum else ""
    source = f", bron: {note.bron}" if note.bron else ""
    return f"{note.wie}, {day}{dated}{source}."


# ------------------------------------------------------------------ then and now


def _then_and_now(told: Dialogue) -> Iterator[Block]:
    yield Heading("Toen en nu")
    yield from (Paragraph(said) for said in told.then_and_now.reading)
    yield from (FigureBlock(one) for one in told.then_and_now.exhibits)


def _agreements(own: Sequence[Note]) -> Iterator[Block]:
    """What was agreed before the year of the data, what was agreed since, and room for what is agreed now."""
    before, since = agreed(own)
    yield Heading("Afspraken")
    yield Heading("Van een vorige dialoog", 2)
    yield from _written(before) if before else [Paragraph("Er is geen afspraak van een vorig jaar genoteerd.")]
    if since:
        yield Heading("Van dit jaar", 2)
        yield from _written(since)
    yield WriteLines("Nieuwe afspraken: wat, wie en tegen wanneer", 8)


def agreed(own: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """The agreements of before this year and of this year, by date. This year is that of the load of the data, so that
    the same data and notes give the same fiche."""
    year = build_info(current_version())["gebouwd_op"].year
    dated = sorted((n for n in own if n.soort == "afspraak"), key=lambda n: (n.datum, n.wanneer, n.id))
    return [n for n in dated if n.datum.year < year], [n for n in dated if n.datum.year >= year]


def _in_general(told: Dialogue, own: Sequence[Note]) -> Iterator[Block]:
    """Remarks in general, and those about a figure that this story does not have: nothing that was written is left out."""
    shown = [one for part in told.parts for one in part.exhibits]
    rest = [note for note in own if note.soort != "afspraak" and not is_about(note, shown)]
    yield Heading("Opmerkingen in het algemeen")
    yield from _written(rest)
    yield WriteLines("Ruimte om te schrijven", 10)
