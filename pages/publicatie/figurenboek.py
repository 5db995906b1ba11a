"""Figurenboek: the list of figures for a chapter, to see, order and preview, and the whole of it made at once."""

import streamlit as st

from figures import show
from figures.catalogue import entry, view
from figures.exhibit import exhibit
from figures.figurenboek import book, booklist
from figures.finding_back.ledger import remember

LIST, CLICKS = "boek_lijst", "boek_gemaakt"  # the list as YAML, and how often a book was asked for
PICKED = "boek_figuur"


def current() -> booklist.BookList:
    """The list of this session, read again each time: what it asks for can be other data by now."""
    if LIST not in st.session_state:
        st.session_state[LIST] = booklist.write_list(booklist.read_file())
    return booklist.read_list(st.session_state[LIST], "de lijst")


def keep(found: booklist.BookList, picked: int) -> None:
    """Another list for this session; what was made of the earlier one no longer belongs to it."""
    st.session_state[LIST] = booklist.write_list(found)
    st.session_state[PICKED] = min(max(picked, 0), len(found.figures) - 1)
    st.session_state.pop(CLICKS, None)


def move(steps: int) -> None:
    """One place up or down."""
    place, found = st.session_state[PICKED], current()
    moved = booklist.moved(found, place, steps)
    keep(moved, place + steps if moved != found else place)


def leave_out() -> None:
    """Without the figure that is shown; the last one stays, because a book has at least one."""
    place, found = st.session_state[PICKED], current()
    keep(booklist.without(found, place), place)


def rename() -> None:
    """The title that was typed, for the figure that is shown."""
    place = st.session_state[PICKED]
    keep(booklist.renamed(current(), place, st.session_state["boek_titel"]), place)


def add(name: str, form: str, title: str) -> None:
    """One figure more, at the end, and shown at once."""
    found = booklist.added(current(), name, form, title)
    keep(found, len(found.figures) - 1)


def back_to_default() -> None:
    """The list of the monitor again."""
    for key in (LIST, PICKED, CLICKS):
        st.session_state.pop(key, None)


def take(key: str) -> None:
    """The list of the reader, in the place of the one that is shown; what is wrong with it is kept to be said."""
    upload = st.session_state[key]
    st.session_state.pop("boek_fout", None)
    if upload is None:
        return
    try:
        keep(booklist.read_list(upload.getvalue(), upload.name), 0)
    except booklist.BookError as error:
        st.session_state["boek_fout"] = str(error)


# ------------------------------------------------------------------ the parts of the page


def order(found: booklist.BookList) -> booklist.Wanted:
    """The figures in order, with one of them chosen; gives that one."""
    st.header(found.title, anchor=False)
    labels = [f"{n}. {one.title}" for n, one in enumerate(found.figures, 1)]
    st.session_state[PICKED] = min(st.session_state.get(PICKED, 0), len(labels) - 1)
    place = st.selectbox("Figuur", range(len(labels)), format_func=labels.__getitem__, key=PICKED)
    with st.container(horizontal=True):
        st.button("Omhoog", on_click=move, args=(-1,), disabled=place == 0, key="boek_omhoog")
        st.button("Omlaag", on_click=move, args=(1,), disabled=place == len(labels) - 1, key="boek_omlaag")
        st.button("Laat weg", on_click=leave_out, disabled=len(labels) == 1, key="boek_weg")
        st.button("Terug naar de lijst van de monitor", on_click=back_to_default, key="boek_standaard")
    st.session_state["boek_titel"] = found.figures[place].title
    st.text_input("Titel in het boek", key="boek_titel", max_chars=booklist.LONGEST_TEXT, on_change=rename)
    one_more()
    show.plain_table(booklist.contents_table(found))
    return found.figures[place]


def one_more() -> None:
    """Every figure of the monitor can be added, found by the page it stands on."""
    with st.expander("Voeg een figuur toe"):
        pages = booklist.by_page()
        page = st.selectbox("Van de pagina", list(pages), key="boek_pagina")
        names = {exhibit(view(name)).figure.title: name for name in pages[page]}
        title = st.selectbox("Figuur om toe te voegen", list(names), key="boek_nieuw")
        form = st.selectbox("Vorm", entry(names[title]).forms, key="boek_vorm")
        st.button("Voeg toe aan het boek", on_click=add, args=(names[title], form, title), key="boek_toevoegen")


def own_list(found: booklist.BookList) -> None:
    """The list to take home, and one brought along."""
    with st.expander("Een eigen lijst"):
        show.words(
            "Download de lijst, pas ze aan in een teksteditor, en kies ze hier opnieuw. De uitleg bij elke sleutel staat in data/boek.yml.",
            "Uw lijst wordt niet bewaard: ze geldt enkel in dit venster.",
        )
        st.download_button(
            "Download deze lijst (YAML)", booklist.write_list(found), "boek.yml", "application/yaml", key="boek_yaml",
            on_click="ignore",
        )  # fmt: skip
        st.file_uploader("Eigen lijst", key="boek_eigen", max_upload_size=1, on_change=take, args=("boek_eigen",))
        if wrong := st.session_state.get("boek_fout"):
            st.error(show.literal(wrong))


def earlier() -> tuple[object, str]:
    """The manifest of an earlier book and the name of its upload; None and nothing without one."""
    show.words(
        "Hebt u een eerder boek? Kies de ZIP of het bestand manifest.json. Het nieuwe boek zegt dan wat veranderde."
    )
    upload = st.file_uploader("Eerder boek", key="boek_eerder", max_upload_size=200)
    if upload is None:
        return None, ""
    try:
        return book.manifest_in(upload.getvalue(), upload.name), upload.file_id
    except book.BookError as error:
        st.error(show.literal(str(error)))
        return None, ""


def make(found: booklist.BookList) -> None:
    """The whole book, made when it is asked for."""
    st.header("Het boek maken", anchor=False)
    show.words(
        "U krijgt één ZIP: elke figuur als PNG, SVG en PDF, één Excel, één Word, één PDF, een CSV met alle getallen en een lijst van wat "
        "erin zit. Dat duurt ongeveer een minuut.",
    )
    before, name = earlier()
    if st.button("Maak het figurenboek", type="primary", key="boek_maak"):
        st.session_state[CLICKS] = st.session_state.get(CLICKS, 0) + 1
    if not st.session_state.get(CLICKS):
        return

    def work(say) -> bytes:
        return book.zipped(dict(book.files(book.book(found), before, say)))

    key = ("figurenboek", st.session_state[CLICKS], st.session_state[LIST], name)
    packed = show.follow(key, work, "Het figurenboek wordt gemaakt.")
    st.success("Het figurenboek is klaar.")
    st.download_button(
        "Download het figurenboek (ZIP)",
        packed,
        "figurenboek.zip",
        "application/zip",
        key="boek_zip",
        on_click="ignore",
    )


found = current()
top = st.container()
chosen = order(found)
shown = exhibit(chosen.view)
remember(shown.figure, shown.address)
with top:
    show.opening(
        "Figurenboek",
        "Alle figuren, tabellen en kanttekeningen van een hoofdstuk, in één keer gemaakt en volgend jaar opnieuw.",
        [shown.figure],
        period_matters=False,
    )
make(found)
own_list(found)
show.place(shown, heading=f"Voorbeeld: {chosen.title}")
