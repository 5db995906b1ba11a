"""The known truth against the files themselves, read by the plain reader of conftest.py."""

import re
from datetime import date, datetime

import polars as pl
import pytest

from demo.layouts import DELIVERIES, HEADERS_2022
from demo.truth import PLACES

FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d-%m-%Y", "%Y-%m-%d %H:%M:%S")
DAYS = ("datum_aanmelding", "datum_eerste_contact", "datum_eerste_interventie", "datum_opstart", "datum_einde")
RULES = {f"R0{n}" for n in range(1, 8)}
FLAGS = {f"W0{n}" for n in range(1, 9)}


def cell(record: dict[str, str], column: str) -> str:
    return record[column] if column in record else record[HEADERS_2022[column]]


def day_in(text: str) -> date | None:
    """The day that stands in a cell, or None: a few lines of plain Python, apart from generator and ETL."""
    if re.fullmatch(r"\d{5}", text):
        return date.fromordinal(date(1899, 12, 30).toordinal() + int(text))
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def test_every_record_has_one_place_on_its_own_line(truth, lines):
    for bestand, records in lines.items():
        places = truth["plaatsen"].filter(pl.col("bestand") == bestand)
        assert places["regel"].to_list() == sorted(records), bestand


def test_the_counts_close_for_every_delivery(truth):
    counts = truth["tellingen"]
    assert counts["gelezen"].to_list() == counts.select(pl.sum_horizontal(PLACES)).to_series().to_list()
    assert set(counts["bestand"]) == {delivery.bestand for delivery in DELIVERIES}
    assert truth["dossiers"].height == counts["geladen"].sum()


def test_every_place_rule_and_flag_occurs_in_every_delivery(truth):
    for bestand in truth["tellingen"]["bestand"]:
        mine = pl.col("bestand") == bestand
        places, signals = truth["plaatsen"].filter(mine), truth["signalen"].filter(mine)
        assert set(places["plaats"]) == set(PLACES), bestand
        assert set(places["code"].drop_nulls()) == RULES, bestand
        assert set(signals["code"]) == FLAGS, bestand


def test_a_loaded_dossier_stands_once_and_has_what_is_required(truth):
    dossiers = truth["dossiers"]
    assert dossiers.select("sv_id", "dossier_id").is_unique().all()
    assert dossiers.select("sv_id", "dossier_id", "datum_aanmelding").null_count().sum_horizontal()[0] == 0


def test_the_same_pseudonym_in_two_areas_is_two_dossiers(truth):
    assert truth["dossiers"]["dossier_id"].n_unique() < truth["dossiers"].height


@pytest.mark.parametrize("column", DAYS)
def test_the_dates_of_the_truth_stand_in_the_files(truth, lines, column):
    flagged = set(truth["signalen"].filter(pl.col("kolom") == column).select("bestand", "regel").iter_rows())
    for bestand, regel, day in truth["dossiers"].select("bestand", "regel", column).iter_rows():
        read = day_in(cell(lines[bestand][regel], column))
        if (bestand, regel) in flagged:
            assert day is None
        else:
            assert read == day, (bestand, regel)


@pytest.mark.parametrize("column", ["client_pid", "gezin_pid", "voorziening_id", "reden_einde", "elp_consulten"])
def test_the_words_and_numbers_of_the_truth_stand_in_the_files(truth, lines, column):
    flagged = set(truth["signalen"].filter(pl.col("kolom") == column).select("bestand", "regel").iter_rows())
    for bestand, regel, value in truth["dossiers"].select("bestand", "regel", column).iter_rows():
        text = cell(lines[bestand][regel], column)
        if value is None:
            assert (bestand, regel) in flagged or text in {"", "NULL", "-", "n.v.t.", "onbekend"}
        else:
            assert text == str(value)


def test_refused_rows_are_wrong_in_the_column_that_the_truth_names(truth, lines):
    peildatum = {delivery.bestand: delivery.moment.peildatum for delivery in DELIVERIES}
    refused = truth["plaatsen"].filter((pl.col("plaats") == "geweigerd") & (pl.col("kolom") == "datum_aanmelding"))
    for bestand, regel, _, code, kolom in refused.iter_rows():
        day = day_in(cell(lines[bestand][regel], kolom))
        right = {
            "R04": day is None,
            "R05": day is None,
            "R06": day is not None and day > peildatum[bestand],
            "R07": day is not None and day < date(2018, 9, 1),
        }
        assert right[code], (bestand, regel, code)


def test_no_impossible_order_of_dates_is_left_in_the_truth(truth):
    dossiers = truth["dossiers"]
    for event in DAYS[1:]:
        assert dossiers.filter(pl.col(event) < pl.col("datum_aanmelding")).is_empty(), event
    assert dossiers.filter(pl.col("datum_einde") < pl.col("datum_opstart")).is_empty()
    assert dossiers["leeftijd"].drop_nulls().is_between(0, 25).all()


def test_test_dossiers_are_marked_by_number_or_by_column(truth, lines):
    tests = truth["plaatsen"].filter(pl.col("plaats") == "test")
    seen = set()
    for bestand, regel, *_ in tests.iter_rows():
        record = lines[bestand][regel]
        by_number = cell(record, "dossier_id").upper().startswith("TEST")
        assert by_number or cell(record, "is_test") in {"ja", "true", "1"}
        seen.add(by_number)
    assert seen == {True, False}


def version(truth, lines) -> list[tuple[tuple[str, str], str, tuple]]:
    """Per row with a fate among versions: (area and dossier, place, what decides which one is newest)."""
    peildatum = {delivery.bestand: delivery.moment.peildatum for delivery in DELIVERIES}
    found = []
    for bestand, regel, place, *_ in truth["plaatsen"].iter_rows():
        if place in ("geladen", "dubbel", "vervangen"):
            record = lines[bestand][regel]
            # The first digits of the facility tell the area, whatever spelling of its name stands in the row.
            key = (cell(record, "voorziening_id")[:4], cell(record, "dossier_id"))
            found.append(
                (key, place, (moment_in(cell(record, "laatste_wijziging")), peildatum[bestand], bestand, regel))
            )
    return found


def moment_in(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(microsecond=0) if text.startswith("20") else datetime.min


def test_of_two_versions_the_newest_change_is_loaded(truth, lines):
    rows = version(truth, lines)
    loaded = {key: order for key, place, order in rows if place == "geladen"}
    older = [(key, order) for key, place, order in rows if place == "vervangen"]
    assert len(older) > 500
    assert all(order < loaded[key] for key, order in older)


def test_a_copy_has_an_original_with_the_same_moment_of_change(truth, lines):
    rows = version(truth, lines)
    originals = {(key, order[0]) for key, place, order in rows if place != "dubbel"}
    copies = [(key, order[0]) for key, place, order in rows if place == "dubbel"]
    assert len(copies) > 50
    assert set(copies) <= originals
    assert len(loaded_once(rows)) == truth["dossiers"].height


def loaded_once(rows: list) -> set[tuple[str, str]]:
    return {key for key, place, _ in rows if place == "geladen"}
