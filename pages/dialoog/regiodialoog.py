"""Regiodialoog: one samenwerkingsverband on a screen or two, what was written about it, and the dialoogfiche."""

from dataclasses import dataclass
from datetime import date

import streamlit as st

from figures import show, text
from figures.dialoog import dialogue, fiche, glance
from figures.exhibit import Exhibit
from figures.finding_back.ledger import remember
from notes import store

LEAD = (
    "Een gesprek met één samenwerkingsverband voorbereiden: wie het is, zijn cijfers in een eerlijke context, wat opvalt en door welke "
    "regel, en wat deze cijfers niet zeggen. Hier schrijft u ook opmerkingen en afspraken op, en maakt u de dialoogfiche."
)
FORMATS = tuple(fiche.FORMATS)
WITHDRAWN = "Ingetrokken. De vroegere versies blijven in het bestand."
ERASED = "Ingetrokken en gewist. In een bestand met notities dat u eerder downloadde, staat de tekst nog."
WIPE_HELP = "Voor een tekst die er nooit had mogen staan, zoals een gegeven van een gezin. Dit kan niet ongedaan gemaakt worden."
FIRST_DAY = date(2018, 1, 1)


@dataclass(frozen=True)
class Box:
    """A place on the page where notes are shown and written; with the figures that they are about, none in general."""

    key: str
    area: str
    exhibits: tuple[Exhibit, ...] = ()

    @property
    def about(self) -> dict[str, str]:
        """Titles of what a note can be about, by name."""
        return fiche.questions_of(self.exhibits)

    @property
    def kinds(self) -> list[str]:
        """An explanation belongs to a figure; in general there is none."""
        return [kind for kind in fiche.KINDS if self.exhibits or kind != "toelichting"]


# ------------------------------------------------------------------ which samenwerkingsverband


def chosen_area() -> str:
    """The first chosen area of the frame; without one, what is chosen here."""
    own = show.chosen()
    if own:
        if len(own) > 1:
            st.info("U koos links meer dan één samenwerkingsverband. Deze pagina gaat over het eerste in het alfabet.")
        return own[0]
    names = dialogue.areas()
    return names[st.selectbox("Samenwerkingsverband", list(names), key="dialoog", bind="query-params")]


# ------------------------------------------------------------------ the story


def summary(told: dialogue.Dialogue) -> None:
    """What stands first: the figures in a sentence each, what stands out, what to ask, what cannot be told."""
    st.header(f"{told.name} in het kort", anchor=False)
    show.words(told.lead)
    at_a_glance(told)
    st.subheader("Wat opvalt, en door welke regel", anchor=False)
    standing_out(told)
    st.subheader("Vragen voor het gesprek", anchor=False)
    show.words(dialogue.ASKED if told.questions else dialogue.NO_QUESTIONS)
    show.items(told.questions)
    st.subheader("Wat deze cijfers niet zeggen", anchor=False)
    show.words(dialogue.GENERAL)
    show.items(told.untold)
    if told.caveats:
        st.html(show.caveat_items([one.caveat for one in told.caveats]))


def at_a_glance(told: dialogue.Dialogue) -> None:
    """Its own years and its place among the others, in small pictures."""
    found = glance.glances(told, show.choice())
    if found:
        show.glance(found, glance.caption(found, told.name))
        show.words(f"{dialogue.WITH_RESERVE} {glance.BEFORE_ROUNDING}")
        st.html(show.caveat_list(glance.breaks_within(found), glance.caveats_of(found)))
    show.items(glance.not_at_a_glance(told, found))


def standing_out(told: dialogue.Dialogue) -> None:
    """The findings, each group with the rule that pointed it out."""
    found = dialogue.by_rule(told.findings)
    if not found:
        show.words(dialogue.NOTHING_STANDS_OUT)
    for rule, own in found.items():
        show.items(own)
        show.folded("De regel hierachter", [rule])


def figures_of(told: dialogue.Dialogue) -> None:
    """One part of the figures at a time, with what was written about it."""
    parts = {part.heading: part for part in (*told.parts, told.then_and_now)}
    st.header("De cijfers", anchor=False)
    labels = list(parts)
    wanted = st.segmented_control(
        "Toon", labels, default=labels[0], key="deel", bind="query-params", required=True
    )  # fmt: skip
    part = parts[wanted]
    show.words(*part.reading)
    for shown in part.exhibits:
        remember(shown.figure, shown.address)
        show.place(shown)
    if part.exhibits:
        st.header(f"Notities: {part.heading}", anchor=False)
        notes_box(Box(part.heading, told.area, part.exhibits))


# ------------------------------------------------------------------ the dialoogfiche


def notes_now() -> object:
    """Another value as soon as somebody saved something, of whatever kind; why not when the notes cannot be read."""
    try:
        return store.state()
    except store.NotesError as error:
        return str(error)


def documents(told: dialogue.Dialogue) -> None:
    """The fiche as files, made when asked; another note or another choice asks for another fiche."""
    st.header("De dialoogfiche", anchor=False)
    show.words(
        "Een document met dit verhaal, de figuren, de kanttekeningen, de notities en ruimte om te schrijven. Dat duurt enkele seconden."
    )
    choice = show.choice()
    key = ("fiche", told.area, choice, told.exhibits[0].figure.version, notes_now())
    if st.button("Maak de dialoogfiche", type="primary", key="maak_fiche"):
        st.session_state["fiche"] = key
    if st.session_state.get("fiche") != key:
        return
    made = show.follow(key, lambda say: fiche.files(told.area, choice, FORMATS, say), "De dialoogfiche wordt gemaakt.")
    with st.container(horizontal=True):
        for (name, content), kind in zip(made.items(), FORMATS, strict=True):
            form = fiche.FORMATS[kind]
            st.download_button(
                f"Download als {form.label}", content, name, form.mime, key=f"fiche_{kind}", on_click="ignore"
            )


# ------------------------------------------------------------------ notes: who, and what there is


def writer() -> str:
    """The name beside what somebody writes; kept for this visit, also when another page was opened meanwhile."""
    said = st.text_input(
        "Uw naam (komt bij wat u schrijft)", st.session_state.get("wie_schrijft", ""), max_chars=80, key="wie"
    )
    st.session_state["wie_schrijft"] = said.strip()
    return said.strip()


def notes_box(box: Box) -> None:
    """What was written here, and the way to write more."""
    try:
        own = [note for note in store.notes(sv_id=box.area) if belongs(note, box)]
    except store.NotesError as error:
        st.error(show.literal(str(error)))
        return
    if saved := st.session_state.pop(f"bewaard_{box.key}", None):
        st.success(saved)
    editor(box)
    for note in own:
        one_note(note, box)
    if not own:
        show.words("Hier is nog niets geschreven.")
    new_note(box)


def belongs(note: store.Note, box: Box) -> bool:
    """A note about a figure stands with that figure; an agreement stands in general too, whatever it is about."""
    if box.exhibits:
        return fiche.is_about(note, box.exhibits)
    return note.figuur is None or note.soort == "afspraak"


def one_note(note: store.Note, box: Box) -> None:
    """A note with who wrote it and when, its earlier versions, and the way to change it."""
    with st.container(border=True):
        head = fiche.KINDS[note.soort] + (f" bij ‘{dialogue.title_of(note.figuur)}’" if note.figuur else "")
        st.markdown(f"**{show.literal(head)}**")
        show.words(*note.tekst.splitlines())
        show.words(fiche.signed(note))
        with st.container(horizontal=True):
            if st.button("Wijzig", key=f"wijzig_{box.key}_{note.id}", help="Wijzig deze notitie, of trek ze in"):
                st.session_state["bewerk"] = {"box": box.key, "id": note.id, "seen": note.versie, "other": None}
                st.rerun()
            if note.versie > 1 and st.toggle("Toon vroegere versies", key=f"vroeger_{box.key}_{note.id}"):
                earlier(note)


def earlier(note: store.Note) -> None:
    """Every version before this one, the latest first."""
    for version in reversed(store.history(note.id)[:-1]):
        show.words(f"Versie {version.versie}. {fiche.signed(version)}", *version.tekst.splitlines())


# ------------------------------------------------------------------ notes: write, change, withdraw


def new_note(box: Box) -> None:
    """A form for one note; it is emptied after saving, and keeps what was typed when saving did not work."""
    turn = st.session_state.setdefault(f"beurt_{box.key}", 0)
    kind = st.selectbox("Schrijf een", box.kinds, key=f"soort_{box.key}", format_func=fiche.KINDS.get)
    with st.form(f"nieuw_{box.key}_{kind}_{turn}"):
        about = None
        if box.about:
            about = st.selectbox("Bij welk cijfer", list(box.about), format_func=box.about.get, key=f"bij_{box.key}_{kind}_{turn}")  # fmt: skip
        said = fields(kind, f"{box.key}_{kind}_{turn}")
        if not st.form_submit_button("Bewaar"):
            return
        try:
            store.add(box.area, kind, figuur=about, wie=st.session_state.get("wie_schrijft", ""), **said)
        except store.NotesError as error:
            st.error(show.literal(str(error)))
            return
    st.session_state[f"beurt_{box.key}"] = turn + 1
    done(box, "Bewaard.")


def fields(kind: str, key: str, was: store.Note | None = None) -> dict:
    """The fields of a note of this kind: text, and where they belong to it a date and a source."""
    tekst = st.text_area(
        "Tekst (geen gegevens over personen)", was.tekst if was else "", max_chars=5000, key=f"tekst_{key}"
    )
    said = {"tekst": tekst, "datum": None, "bron": None}
    if kind != "opmerking":
        label = "Afgesproken op" if kind == "afspraak" else "Toegelicht op"
        day = was.datum if was and was.datum else date.today()
        said["datum"] = st.date_input(
            label, day, key=f"datum_{key}", format="DD/MM/YYYY", min_value=min(FIRST_DAY, day)
        )
    if kind == "toelichting":
        said["bron"] = st.text_input(
            "Bron (waar of hoe dit gezegd werd)", (was.bron or "") if was else "", max_chars=300, key=f"bron_{key}"
        )
    return said


def editor(box: Box) -> None:
    """The note that is being changed in this box; what somebody else saved meanwhile stands beside it."""
    busy = st.session_state.get("bewerk")
    if not busy or busy["box"] != box.key:
        return
    busy.setdefault("first", busy["seen"])
    versions = store.history(busy["id"])
    first = next((version for version in versions if version.versie == busy["first"]), None)
    if first is None:  # the file with notes was replaced meanwhile
        done(box, "")
    if busy["other"]:
        conflict(busy["other"])
    with st.form(f"wijzig_{busy['id']}_{busy['first']}"):
        st.markdown(f"**Wijzig: {show.literal(fiche.KINDS[first.soort])}**")
        said = fields(first.soort, f"{busy['id']}_{busy['first']}", first)
        wipe = st.checkbox(
            "Bij intrekken: wis ook alle vroegere versies", key=f"wis_{busy['id']}", help=WIPE_HELP
        )  # fmt: skip
        with st.container(horizontal=True):
            save = st.form_submit_button("Bewaar mijn tekst" if busy["other"] else "Bewaar de wijziging")
            drop = st.form_submit_button("Trek deze notitie in")
            leave = st.form_submit_button("Wijzig niets")
    if leave:
        done(box, "")
    if save or drop:
        change(box, busy, said, drop, wipe)


def conflict(other: store.Note) -> None:
    """What somebody else saved, in full, so that both texts stand beside each other."""
    what = "trok deze notitie in" if other.ingetrokken else "bewaarde intussen deze tekst"
    st.warning(
        show.literal(
            f"{other.wie} {what}. Uw tekst staat eronder en is nog niet bewaard. Bewaart u hem, dan blijft de tekst van {other.wie} "
            "staan bij de vroegere versies."
        )
    )
    with st.container(border=True):
        show.words(*other.tekst.splitlines(), fiche.signed(other))


def change(box: Box, busy: dict, said: dict, drop: bool, wipe: bool) -> None:
    """Save, withdraw or erase; when somebody else was first, show that version and ask again."""
    who = st.session_state.get("wie_schrijft", "")
    try:
        if drop:
            (store.erase if wipe else store.withdraw)(busy["id"], busy["seen"], who)
        else:
            store.change(busy["id"], busy["seen"], wie=who, **said)
    except store.ConflictError as error:
        busy |= {"seen": error.other.versie, "other": error.other}
        st.rerun()
    except store.NotesError as error:
        st.error(show.literal(str(error)))
    else:
        done(box, (ERASED if wipe else WITHDRAWN) if drop else "Bewaard.")


def done(box: Box, said: str) -> None:
    """Close the editor and draw the page again, so that every figure has the new note."""
    st.session_state.pop("bewerk", None)
    if said:
        st.session_state[f"bewaard_{box.key}"] = said
    st.rerun()


# ------------------------------------------------------------------ notes: agreements of before, export and import


def last_dialogue(area: str) -> None:
    """What was agreed in an earlier year; the figures of then and now are a part of the figures."""
    st.header("Wat er vorige keer afgesproken is", anchor=False)
    try:
        before, _since = fiche.agreed(store.notes(sv_id=area))
    except store.NotesError as error:
        st.error(show.literal(str(error)))
        return
    if not before:
        show.words("Er is geen afspraak van een vorig jaar genoteerd.")
    for note in before:
        show.words(f"Afgesproken op {text.long_date(note.datum)}: {note.tekst}")
    show.words("De cijfers van toen en nu staan hieronder, bij ‘Toen en nu’.")


def take_along() -> None:
    """All notes of all samenwerkingsverbanden as one file, and back."""
    box = st.expander("Notities meenemen of terugzetten", key="meenemen", on_change="rerun")
    if not box.open:
        return
    with box:
        show.words(
            "Het bestand bevat alle notities van alle samenwerkingsverbanden, met hun vroegere versies. Terugzetten overschrijft niets."
        )
        try:
            st.download_button(
                "Download alle notities (JSON)", store.export_json(), "notities.json", "application/json",
                key="notities_json", on_click="ignore",
            )  # fmt: skip
            upload = st.file_uploader("Notities terugzetten", type="json", key="notities_terug", max_upload_size=50)
            if upload and st.button("Zet deze notities terug", key="zet_terug"):
                added, known = store.import_json(upload.getvalue())
                st.success(f"{text.number(added)} toegevoegd of aangevuld, {text.number(known)} stonden er al.")
        except store.NotesError as error:
            st.error(show.literal(str(error)))


top = st.container()
area = chosen_area()
told = dialogue.story(area, show.choice())
with top:
    show.opening("Regiodialoog", LEAD, [one.figure for one in told.exhibits])
summary(told)
documents(told)
last_dialogue(area)
st.header("Notities en afspraken", anchor=False)
writer()
notes_box(Box("algemeen", area))
take_along()
figures_of(told)
