"""Which measures the pages offer under which name, and the tables that go with them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from figures import text
from figures.drawing.charts import Chart, stacked_chart
from figures.figure import Choice, Figure, figure
from figures.wording.tables import Table, long_table
from queries import question

TREND_MEASURES = {
    "Aanmeldingen": "aanmeldingen",
    "Aanmeldingen per 1.000 inwoners jonger dan 25": "aanmeldingen_per_1000",
    "Lopende trajecten": "lopende_trajecten",
    "Aandeel binnen de maand": "binnen_de_maand",
}
MAP_MEASURES = {
    "Aanmeldingen per 1.000 inwoners jonger dan 25": "aanmeldingen_per_1000",
    "Aanmeldingen": "aanmeldingen",
    "Lopende trajecten": "lopende_trajecten",
    "Aandeel binnen de maand": "binnen_de_maand",
    "Budget per inwoner jonger dan 25 (2021)": "budget_per_onder25",
    "Budget (2021)": "budget",
}


STAFF_RATE_COLUMNS = {
    "naam": "Voorganger", "waarde": "VTE per 10.000", "teller": "VTE", "noemer": "Jonger dan 25 jaar (2019)",
    "toelichting": "Waarom wel of niet",
}  # fmt: skip
MODEL_COLUMNS = {
    "model": "Model", "soort": "Waarvoor", "omschrijving": "Omschrijving", "genoemd": "Bij naam genoemd",
}  # fmt: skip
LOOSE_COLUMNS = {
    "naam": "Gebied", "waarde": "Waarde", "eenheid": "Eenheid", "periode_tekst": "Periode", "precisie": "Zekerheid",
    "document": "Document",
}  # fmt: skip
CALL_COLUMNS = {
    "periode": "Datum", "titel": "Oproep", "waarde": "Bedrag in euro", "bedrag_soort": "Soort bedrag",
    "aantal_samenwerkingsverbanden": "Samenwerkingsverbanden", "verdeelsleutel": "Verdeelsleutel",
}  # fmt: skip
MEANS_COLUMNS = {
    "naam": "Samenwerkingsverband van toen", "waarde": "Bedrag in euro", "precisie": "Zekerheid",
    "toelichting": "Toelichting",
}  # fmt: skip
DELIVERY_COLUMNS = {
    "titel": "Levering", "peildatum": "Peildatum", "status": "Status", "gelezen": "Gelezen", "geladen": "Geladen",
    "geweigerd": "Geweigerd", "dubbel": "Dubbel", "vervangen": "Vervangen", "test": "Test", "voetregel": "Voetregel",
}  # fmt: skip
CAVEAT_COLUMNS = {
    "kanttekening_id": "Nummer", "ernst": "Ernst", "van": "Geldt vanaf", "tot": "Geldt tot en met", "kort": "Kanttekening",
    "citaat": "Letterlijk in de bron", "document": "Document", "vindplaats": "Plaats",
}  # fmt: skip
BREAK_COLUMNS = {
    "datum": "Datum", "titel": "Breuk", "ernst": "Ernst", "tekst": "Wat er veranderde", "document": "Document",
    "vindplaats": "Plaats",
}  # fmt: skip
NOTE_COLUMNS = {"titel": "Wat niet klopt", "tekst": "Uitleg", "document": "Document", "vindplaats": "Plaats"}
FILE_COLUMNS = {
    "bestand": "Bestand", "titel": "Inhoud", "datum": "Geldt op", "status": "Status", "rijen": "Rijen",
    "kort": "Controlegetal (begin)", "document": "Bron",
}  # fmt: skip
DOCUMENT_COLUMNS = {
    "titel": "Document", "soort": "Soort", "datum_tekst": "Datum", "auteur": "Van", "toelichting": "Wat u moet weten",
    "url": "Adres",
}  # fmt: skip


def map_periods(name: str, choice: Choice) -> dict[str, date]:
    """The periods a map can show, the latest complete one first; empty for a measure with one date."""
    if not question(name).from_registrations:
        return {}
    data = figure(name, choice).data
    if data.is_empty():
        return {}
    whole = data.group_by("periode").agg(pl.col("volledig").all()).sort("volledig", "periode", descending=True)
    return {_period_name(start, complete, choice.per): start for start, complete in whole.iter_rows()}


def one_period(choice: Choice, start: date | None) -> Choice:
    """The choice of one period; without a period the choice as it was."""
    return replace(choice, van=start, tot=text.period_end(start, choice.per)) if start else choice


def staff_of(staff: Figure, chosen: tuple[str, ...]) -> Figure:
    """Staff of the predecessors of the chosen areas; of all 15 without a choice."""
    return staff.only(pl.col("sv_id").is_in(chosen)) if chosen else staff


def staff_chart(staff: Figure) -> Chart:
    """Each predecessor's VTE by function; the regular expansion and what is not split stand apart."""
    drawn = pl.col("in_grafiek")
    parts = tuple(dict.fromkeys(figure("vte").only(drawn).data["deel"]))
    return stacked_chart(staff.only(drawn), "deel", parts)


def staff_table(staff: Figure) -> Table:
    """Every number of the staff table, with the word the document uses and how sure it is."""
    columns = {
        "naam": "Samenwerkingsverband van toen", "onderdeel": "Onderdeel", "functie": "Functie", "label": "Woord in het document", "waarde": "VTE",
        "precisie": "Zekerheid", "toelichting": "Toelichting",
    }  # fmt: skip
    return long_table(staff, columns)


def published_table(before: Figure) -> Table:
    """The totals of 2020 and 2021, each with the words it was published in."""
    labelled = before.data.with_columns(pl.col("periode").dt.year().cast(pl.String).alias("jaar"))
    columns = {"jaar": "Jaar", "waarde": "Aanmeldingen", "precisie": "Zekerheid", "citaat": "Letterlijk in de bron"}
    return long_table(before.with_rows(labelled), columns)


def _period_name(start: date, complete: bool, per: str) -> str:
    label = text.period_label(start, per)
    return label if complete else f"{label} (onvolledig)"
