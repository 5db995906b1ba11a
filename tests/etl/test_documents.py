"""What the documents say of themselves holds for the committed facts; and each check fails when made false."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.documents import CHECKS, MATEN
from tests.etl.fact_copy import alter, copy_of_facts, cut_line, loaded_failures, set_rows


@pytest.fixture
def copy(tmp_path) -> Path:
    return copy_of_facts(tmp_path)


def test_what_the_documents_say_of_themselves_holds(copy):
    assert loaded_failures(copy) == []


def altered(file: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda copy: alter(copy / file, old, new)


def without(file: str, start: str) -> Callable[[Path], None]:
    return lambda copy: cut_line(copy / file, start)


def with_a_61st_zone(copy: Path) -> None:
    path = copy / "eerstelijnszones.csv"
    path.write_text(path.read_text(encoding="utf-8") + "nieuw;Nieuw;Nieuw;gent;sv-190-2020\n", encoding="utf-8")
    set_rows(path, 61)


def without_the_outline_of_ghent(copy: Path) -> None:
    path = copy.parent / "geo" / "werkingsgebieden.geojson"
    shapes = json.loads(path.read_text(encoding="utf-8"))
    shapes["features"] = [area for area in shapes["features"] if area["properties"]["sv_id"] != "gent"]
    path.write_text(json.dumps(shapes), encoding="utf-8")
    set_rows(path, 15)


DOCUMENT_CASES = [
    (
        altered("budgetten.csv", "2837590", "2837591"),
        "De som van de budgetten op 1 januari 2021: verwacht 23.999.998, gevonden 23.999.999. "
        "Vergelijk budgetten.csv met de tabel in schriftelijke vraag 237.",
    ),
    (
        without("budgetten.csv", "brussel;"),
        "Het aantal budgetten (Sonja Erteejee): verwacht 1, gevonden 0. Vul budgetten.csv aan.",
    ),
    (
        with_a_61st_zone,
        "Het aantal eerstelijnszones: verwacht 60, gevonden 61. "
        "Vergelijk eerstelijnszones.csv met de tabel in schriftelijke vraag 190.",
    ),
    (
        with_a_61st_zone,
        "De gemeenten van de eerstelijnszone (Nieuw): verwacht minstens één, gevonden geen. "
        "Vul de kolom elz in gemeenten.csv aan.",
    ),
    (
        altered("eerstelijnszones.csv", "brussel;Brussel;Brussel;brussel;", "brussel;Brussel;Brussel;gent;"),
        "De eerstelijnszones van het werkingsgebied (Sonja Erteejee): verwacht minstens één, gevonden geen. "
        "Vul eerstelijnszones.csv aan.",
    ),
    (
        altered("gemeenten.csv", ";Aartselaar;trawant;", ";Aartselaar;gent;"),
        "Het werkingsgebied (Aartselaar, Rupelaar): verwacht trawant, gevonden gent. "
        "Laat gemeenten.csv en eerstelijnszones.csv hetzelfde werkingsgebied noemen.",
    ),
    (
        altered("samenwerkingsverbanden.csv", "Oost-Vlaanderen;tweede golf", "Oost-Vlaanderen;eerste golf"),
        "Het aantal samenwerkingsverbanden (eerste golf): verwacht 8, gevonden 9. "
        "Vergelijk de kolom golf in samenwerkingsverbanden.csv met schriftelijke vraag 190 (8 + 7 + 1).",
    ),
    (
        altered("samenwerkingsverbanden.csv", "sv-190-2020;16", "sv-190-2020;17"),
        "De volgorde van de samenwerkingsverbanden (Voor- en Noorderkempen): verwacht 16, gevonden 17. "
        "Zet de namen in samenwerkingsverbanden.csv in alfabetische volgorde.",
    ),
    (
        altered("herkomst.csv", "v-westhoek;westhoek-midwest", "v-westhoek;zuid-limburg"),
        "De telling 15 - 1 + 2 = 16 (samengevoegd): verwacht 1, gevonden 0. Kijk herkomst.csv na.",
    ),
    (
        altered("herkomst.csv", ";v-gent;", ";;"),
        "De telling 15 - 1 + 2 = 16 (nieuw): verwacht 2, gevonden 3. Kijk herkomst.csv na.",
    ),
    (
        without("herkomst.csv", "h-nieuw-zuid-limburg;"),
        "De telling 15 - 1 + 2 = 16 (samenwerkingsverbanden): verwacht 16, gevonden 15. Kijk herkomst.csv na.",
    ),
    (
        altered("herkomst.csv", ";v-gent;", ";v-trawant;"),
        "De herkomst (Samen1Plan Gent): verwacht 1, gevonden 0. Geef elke voorganger precies één rij in herkomst.csv.",
    ),
    (
        altered("herkomst.csv", ";zuid-limburg;nieuw;", ";zuid-limburg;uitgebreid;"),
        "De relatie in de herkomst (h-nieuw-zuid-limburg): verwacht nieuw, gevonden niet nieuw. "
        "Alleen een rij zonder voorganger is nieuw; kijk herkomst.csv na.",
    ),
    (
        altered("voorganger_gebieden.csv", "v-konekti;zuid-west-vl", "v-konekti;gent"),
        "Het gebied van de voorganger (v-konekti): verwacht in herkomst, gevonden niet in herkomst. "
        "Een voorganger met hetzelfde gebied is ook herkomst: laat voorganger_gebieden.csv en herkomst.csv hetzelfde zeggen.",
    ),
    (
        altered("naamvarianten.csv", "AanZet;sv-237-2022;westhoek-midwest;", "AanZet;sv-237-2022;;"),
        "De schrijfwijze (AanZet, regel 114): verwacht 1, gevonden 0. "
        "Vul in naamvarianten.csv precies één van sv_id en voorganger_id in.",
    ),
    (
        altered("vte.csv", ";11.40;", ";11.30;"),
        "De som van de VTE (Jeugdhulp Westhoek, team): verwacht 14,40, gevonden 14,30. "
        "Vergelijk vte.csv met de personeelstabel van de evaluatienota.",
    ),
    (
        altered("vte.csv", ";20.00;ongeveer;", ";21.00;ongeveer;"),
        "Het totaal van de VTE: verwacht 208,79, gevonden 209,79. "
        "Kijk in vte.csv welke rijen meetellen (in_totaal), en het cijfer in gepubliceerde_cijfers.csv.",
    ),
    (
        altered("gepubliceerde_cijfers.csv", ";208.79;", ";208.97;"),
        "Het totaal van de VTE (gepubliceerd): verwacht 208,79, gevonden 208,97. "
        "Kijk in vte.csv welke rijen meetellen (in_totaal), en het cijfer in gepubliceerde_cijfers.csv.",
    ),
    (
        altered("vte.csv", "uitbreidingsmiddelen;13.00;afgeleid", "uitbreidingsmiddelen;13.00;gepubliceerd"),
        "De VTE van Trawant: verwacht 13.00 afgeleid, gevonden 13.00 gepubliceerd. "
        "Zet Trawant in vte.csv op 13.00, afgeleid: wat overblijft van 208,79.",
    ),
    (
        altered("gemeenten.csv", ";Aartselaar;trawant;", ";Aartselaar;brussel;"),
        "Het aantal gemeenten (Brussel): verwacht 19, gevonden 20. Kijk gemeenten.csv na.",
    ),
    (
        without("bevolking.csv", "11001;2021;"),
        "Het aantal gemeenten met inwoners (2021): verwacht 319, gevonden 318. Vul bevolking.csv aan voor dat jaar.",
    ),
    (
        altered("gepubliceerde_cijfers.csv", ";7782;", ";7783;"),
        "De aanmeldingen in Vlaanderen en Brussel (2021): verwacht 7.782, gevonden 7.783. "
        "Vergelijk gepubliceerde_cijfers.csv met het jaarverslag jeugdhulp.",
    ),
    (
        without("gepubliceerde_cijfers.csv", "aanmeldingen-2020;"),
        "De aanmeldingen in Vlaanderen en Brussel (2020): verwacht 4.313, gevonden niets. "
        "Vergelijk gepubliceerde_cijfers.csv met het jaarverslag jeugdhulp.",
    ),
    (
        altered("gepubliceerde_cijfers.csv", ";v-hageland;", ";hageland;"),
        "Het gebied van het gepubliceerde cijfer (partners-hageland): verwacht bekend, gevonden hageland. "
        "Verbeter gebied of gebied_soort in gepubliceerde_cijfers.csv.",
    ),
    (
        altered("kanttekeningen.csv", "\nC7;", "\nC70;"),
        "De kanttekening (C7): verwacht aanwezig, gevonden niets. Zet de kanttekening terug in kanttekeningen.csv.",
    ),
    (
        altered("breuken.csv", ";blokkerend;", ";waarschuwing;"),
        "De ernst van de breuk (2021-01-01): verwacht blokkerend, gevonden waarschuwing. "
        "Over deze dag mag niet vergeleken worden; kijk breuken.csv na.",
    ),
    (
        without_the_outline_of_ghent,
        "De omtrek (Samen1Plan Gent): verwacht 1, gevonden 0. "
        "Maak werkingsgebieden.geojson opnieuw met python -m etl.geo.",
    ),
    (
        altered("breuken.csv", "|tijdigheid|", "|tijdighed|"),
        f"De maat 'tijdighed' in breuken.csv (gebieden-2021) is niet bekend (bedoelt u 'tijdigheid'?). "
        f"Kies uit: {', '.join(MATEN)}.",
    ),
    (
        altered("datanotas.csv", ";inwoners;", ";inwoner;"),
        f"De maat 'inwoner' in datanotas.csv (D13) is niet bekend (bedoelt u 'inwoners'?). "
        f"Kies uit: {', '.join(MATEN)}.",
    ),
    (
        altered("kanttekeningen.csv", "|partners;", "|partner;"),
        f"De maat 'partner' in kanttekeningen.csv (C3) is niet bekend (bedoelt u 'partners'?). "
        f"Kies uit: {', '.join(MATEN)}.",
    ),
]


@pytest.mark.parametrize(("make_false", "sentence"), DOCUMENT_CASES)
def test_what_a_document_says_is_missed_when_it_does_not_hold(copy, make_false, sentence):
    make_false(copy)
    assert sentence in loaded_failures(copy)


def test_every_check_is_made_to_fail_above():
    said = [sentence for _, sentence in DOCUMENT_CASES]
    assert [check.wat for check in CHECKS if not any(sentence.startswith(check.wat) for sentence in said)] == []
