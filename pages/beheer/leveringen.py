"""Leveringen: check an upload, see what loading it would change, load it, and take the last load back."""

import hashlib
import os
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import streamlit as st

from etl.deliveries import (
    ROW_LIMIT,
    SIZE_LIMIT_MB,
    STATUSES,
    DeliveryError,
    check_upload,
    discard,
    history,
    load,
    preview,
    receive,
    report_xlsx,
    undo_last,
)
from figures import Choice, figure, show, text
from figures.topics import deliveries_view as view

# Another folder of deliveries, beside MONITOR_WAREHOUSE: for a second monitor on the same machine, and for tests.
RAW = {"raw": Path(os.environ["MONITOR_RAW"])} if "MONITOR_RAW" in os.environ else {}
SHOWN_RULES, SHOWN_LINES, MOST_LINES = 6, 6, 200  # the whole list is in the XLSX
BOXES = {"goed": st.success, "opmerkingen": st.warning, "geweigerd": st.error}


def places() -> dict:
    """Where a load reads and writes. Without demo rows in the monitor none are added by loading."""
    demo = {} if view.demo_is_loaded() else {"demo": None}
    return {"warehouse": view.warehouse(), **RAW, **demo}


def past_loads() -> list | None:
    """The history; None, and the sentence why on the page, when it cannot be read."""
    try:
        return history(**RAW)
    except DeliveryError as error:
        st.error(show.literal(str(error)))
        return None


@contextmanager
def on_disk(upload):
    """The upload as a file, only as long as it is being read: between two clicks nothing of it is on disk."""
    path = receive(upload.name, upload)
    try:
        yield path
    finally:
        discard(path)


# ------------------------------------------------------------------ the upload


def explain() -> None:
    """What to do, what may come in, and what is never kept."""
    st.header("Een levering laden", anchor=False)
    show.words(
        "Kies hieronder het bestand zoals u het kreeg, en lees het verslag. Daarna ziet u wat er in de cijfers zou veranderen, en beslist u of u het laadt.",
        f"Formaten: .csv, .tsv, .csv.gz, .xlsx of .parquet, met één rij per dossier. Hoogstens {SIZE_LIMIT_MB} MB en "
        f"{text.number(ROW_LIMIT)} rijen.",
        "Namen, adressen, volledige geboortedatums en vrije tekst worden nooit bewaard: een kolom die de monitor niet kent, wordt niet ingelezen. Een "
        "bestand met een geldig rijksregisternummer wordt in zijn geheel geweigerd.",
    )


def handle(upload, loadings: list) -> None:
    """Report on the upload; when it may be loaded, show what would change and offer to load it."""
    try:
        sha256, report = show.follow(
            ("controle", upload.file_id), lambda say: check(upload, say), "Het bestand wordt gelezen."
        )
    except DeliveryError as error:
        show_refused(str(error))
        return
    if view.is_loaded(sha256):
        st.success(show.literal(view.loaded_sentence(loadings, sha256)))
        show_report(report)
        return
    show_verdict(report)
    show_report(report)
    if not report.refused:
        offer(upload, report, len(loadings))


def check(upload, say) -> tuple:
    """The checksum of the upload and its report."""
    with on_disk(upload) as path:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        return sha256, check_upload(path, progress=say, **RAW)


def show_refused(sentence: str) -> None:
    """A file that could not even be checked."""
    st.error(show.literal(f"Geweigerd, er wordt niets geladen. {sentence}"))


def show_verdict(report) -> None:
    """May it be loaded: the first thing a reader sees."""
    verdict = view.verdict(report)
    BOXES[verdict.kind](show.literal(verdict.sentence))


def show_report(report) -> None:
    """All of it as XLSX for the sender, the counts, what to correct most, and the first places."""
    st.download_button(
        "Download het verslag voor de afzender (Excel)", lambda: report_xlsx(report), f"verslag_{report.bestand.split('.')[0]}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", key="verslag_xlsx", on_click="ignore",
    )  # fmt: skip
    if not report.refused:
        show.words(view.left_out(report.outcome))
        show.plain_table(view.places_table(report.outcome))
    if report.lines:
        every = st.toggle("Toon alles wat te verbeteren is", key="verslag_alles")
        show.plain_table(view.rules_table(report, None if every else SHOWN_RULES))
        show.plain_table(view.lines_table(report, MOST_LINES if every else SHOWN_LINES))


def offer(upload, report, before: int) -> None:
    """What loading would change, and the button that does it."""
    st.subheader("Wat zou er veranderen?", anchor=False)
    expected, said = st.container(), fields(upload.file_id, report)
    with expected:
        show_preview(upload, said)
    if st.button("Laad deze levering", type="primary", key="laad", disabled=not said["titel"].strip()):
        load_now(upload, said, before)


def fields(upload_id: str, report) -> dict:
    """What only a person knows of a delivery; filled in as far as the file tells."""
    today = date.today()
    found = view.possible_peildatum(report.outcome.peildatum, today)
    st.subheader("Laden", anchor=False)
    left, right = st.columns(2)
    with left:
        titel = st.text_input("Titel", view.suggested_title(found), max_chars=200, key=f"titel_{upload_id}")
        status = st.selectbox("Status", [s for s in STATUSES if s != "demo"], key=f"status_{upload_id}")
    with right:
        day = {"format": "DD/MM/YYYY", "min_value": view.FIRST_DAY, "max_value": today}
        peildatum = st.date_input(
            "Peildatum", found, key=f"peildatum_{upload_id}", **day,
            help="De dag waarop de gegevens uit het registratiesysteem gehaald zijn. De controle gebeurde met de datum die in het bestand gevonden is. Met een andere datum kunnen meer of minder rijen geweigerd worden.",
        )  # fmt: skip
        received = st.date_input("Ontvangen op", today, key=f"ontvangen_{upload_id}", **day)
    remark = st.text_input(
        "Toelichting (mag leeg blijven, geen gegevens over personen)", max_chars=500, key=f"uitleg_{upload_id}"
    )
    return {"titel": titel, "status": status, "peildatum": peildatum, "ontvangen_op": received, "toelichting": remark}


def show_preview(upload, said: dict) -> None:
    """Totals first, then per samenwerkingsverband, then per month."""
    choices, where = {key: said[key] for key in ("status", "peildatum")}, places()

    def work(say):
        with on_disk(upload) as path:
            return preview(path, progress=say, **choices, **where)

    try:
        key = ("voorbeeld", upload.file_id, view.data_name(), *map(str, choices.values()))
        changes = show.follow(key, work, "Er wordt berekend wat er zou veranderen.")
    except DeliveryError as error:
        show_refused(str(error))
        return
    show.words(view.preview_sentence(changes))
    if changes:
        show.plain_table(view.preview_table(changes))
        show.words("U ziet hier ook kleine aantallen, want u hebt het bestand zelf. In de figuren zijn ze verborgen.")
        if st.toggle("Toon per maand", key="voorbeeld_maanden"):
            show.plain_table(view.preview_months(changes))


def load_now(upload, said: dict, before: int) -> None:
    """Load and start the page again, so that every figure on it is new; otherwise say why it did not happen.

    `before`: lines of the history; a second click while it is going on joins it, a load after an undo is another one.
    """
    where = places()

    def work(say):
        with on_disk(upload) as path:
            return load(path, **said, **where, progress=say)

    try:
        show.follow(("lading", upload.file_id, before), work, "De levering wordt geladen.")
    except DeliveryError as error:
        st.error(show.literal(f"Niet geladen. {error}"))
    else:
        st.rerun()


# ------------------------------------------------------------------ what is there, and the way back


def show_loaded() -> None:
    """The deliveries behind the figures of this moment, and what demo data mean for them."""
    show.place(show.exhibit("leveringen"))
    if view.demo_is_loaded():
        st.info(
            "Er zijn demogegevens geladen. Een levering komt daarbij: ze vervangt de demogegevens niet. Het woord DEMOGEGEVENS blijft staan bij elk cijfer "
            "uit registraties. Zonder demogegevens bouwt u met `python -m etl --zonder-demo`, of u start met `make run ZONDER_DEMO=1`. "
            "Zet dat er elke keer bij. Wat u daarna hier laadt, haalt de demogegevens niet terug."
        )


def show_changes() -> None:
    """What the last delivery changed, by area and period."""
    if show.exhibit("leveringen").figure.empty:
        return
    changed = show.exhibit(
        "wat_veranderde", span=Choice(per=show.choice().per)
    )  # every year: also one that just came in
    if changed.figure.empty:
        show.words("De laatste levering veranderde geen enkel dossier.")
        return
    show.place(changed)
    show.words("Kies links bij Per voor maand, kwartaal of jaar.")
    if st.toggle("Toon erbij, gewijzigd en verdwenen apart", key="soort_wijziging"):
        show.plain_table(view.changes_table(changed.figure))


def show_history(loadings: list) -> None:
    """Every load with its counts, and the way to take the last one back."""
    st.header("Geschiedenis", anchor=False)
    if said := view.taken_back_sentence(loadings):
        st.success(show.literal(said))
    if loadings:
        show.plain_table(view.history_table(loadings))
    else:
        show.words("Er is hier nog niets geladen.")
    if last := view.last_standing(loadings):
        undo_form(last)


def undo_form(last) -> None:
    """Take the last load back, after an explicit yes."""
    st.subheader("De laatste lading ongedaan maken", anchor=False)
    show.words(
        f"De laatste lading is {last.bestand}. Ongedaan maken haalt ze uit alle cijfers. Het bestand blijft bewaard, in de map teruggenomen."
    )
    moment = last.moment.isoformat()
    sure = st.checkbox("Ja, haal deze lading uit de cijfers", key=f"zeker_{last.sha256[:8]}_{moment}")
    if st.button("Maak de laatste lading ongedaan", disabled=not sure, key="ongedaan"):
        where = places()
        try:
            show.follow(
                ("terug", last.sha256, moment),
                lambda say: undo_last(**where, progress=say),
                "De lading wordt teruggenomen.",
            )
        except DeliveryError as error:
            st.error(show.literal(str(error)))
        else:
            st.rerun()


show.opening(
    "Leveringen",
    "Hier komen nieuwe registraties in de monitor. U ziet eerst wat er in het bestand zit en wat er te verbeteren is; er wordt pas iets geladen als u dat zegt.",
    [figure("leveringen")],
)
explain()
loadings = past_loads()
if upload := st.file_uploader("Bestand met registraties", key="levering", max_upload_size=SIZE_LIMIT_MB):
    handle(upload, loadings or [])
show_loaded()
show_changes()
if loadings is not None:
    show_history(loadings)
