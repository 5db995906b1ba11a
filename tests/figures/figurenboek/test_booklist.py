"""The list of a figurenboek: the good default, back and forth to YAML, and one clear sentence for what is wrong."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures.figurenboek.booklist import DEFAULT_LIST, BookError, moved, read_file, read_list, without, write_list

pytestmark = pytest.mark.usefixtures("on_demo")
ONE = "titel: Boek\nfiguren:\n  - figuur: {figuur}\n    titel: Titel\n"


def wrong(said: str | bytes) -> str:
    with pytest.raises(BookError) as error:
        read_list(said.encode() if isinstance(said, str) else said, "lijst.yml")
    return str(error.value)


def one(figuur: str = "aanmeldingen", *lines: str) -> str:
    return ONE.format(figuur=figuur) + "".join(f"    {line}\n" for line in lines)


# ------------------------------------------------------------------ what is right


def test_the_default_has_what_the_jaarverslag_has_and_what_parliament_asks() -> None:
    found = [(w.view.name, w.view.form, w.view.choice.per) for w in read_file().figures]
    assert {("aanmeldingen", "kaart", "jaar"), ("aanmeldingen", "staaf", "jaar")} <= set(found)  # the jaarverslag
    assert ("aanmeldingen", "panelen", "maand") in found  # per region and per month
    assert ("binnen_de_maand", "lijn", "maand") in found
    names = {name for name, _, _ in found}
    assert {"trajecten_opgestart", "trajecten_afgerond", "lopende_trajecten", "wachttijd", "trechter_binnen_de_maand", "budget"} <= names  # fmt: skip
    assert len(found) == len({w.view for w in read_file().figures})


def test_every_key_does_something() -> None:
    (found,) = read_list(
        one("binnen_de_maand", "vorm: lijn", "bijschrift: Onderschrift", "jaren: 2024-2023", "per: kwartaal", "gebieden: [gent]",
            "tabel: nee",
            "keuze: {gebeurtenis: opstart, termijn: kalendermaand}").encode(), "l"
    ).figures  # fmt: skip
    choice = found.view.choice
    assert (choice.van, choice.tot, choice.per) == (date(2023, 1, 1), date(2024, 12, 31), "kwartaal")
    assert found.view.areas == ("gent",)
    assert (choice.eindgebeurtenis, choice.termijn) == ("opstart", "kalendermaand")
    assert (found.title, found.caption, found.with_table) == ("Titel", "Onderschrift", False)


def test_a_figure_of_only_some_areas() -> None:
    (found,) = read_list(one("vervolghulp", "enkel: gent, Konekti").encode(), "l").figures
    assert found.view.choice.gebieden == ("gent", "zuid-west-vl")


def test_an_area_may_be_said_by_name_and_yes_is_what_yaml_makes_of_it() -> None:
    (found,) = read_list(one("aanmeldingen", "gebieden: Samen1Plan Gent", "tabel: no").encode(), "l").figures
    assert (found.view.areas, found.with_table) == (("gent",), False)


def test_written_and_read_again_is_the_same_list() -> None:
    found = read_file()
    assert read_list(write_list(found), "l") == found
    assert read_list(DEFAULT_LIST.read_bytes(), "l") == found


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 20), st.sampled_from([-1, 1, 0])), max_size=15))
def test_moving_and_leaving_out_loses_nothing_else(steps: list[tuple[int, int]]) -> None:
    found = read_file()
    left = list(found.figures)
    for place, step in steps:
        at = place % len(found.figures)
        if step:
            found = moved(found, at, step)
            to = at + step
            if 0 <= to < len(left):
                left[at], left[to] = left[to], left[at]
        elif len(left) > 1:
            found = without(found, at)
            del left[at]
    assert list(found.figures) == left
    assert read_list(write_list(found), "l") == found


def test_the_last_figure_stays() -> None:
    found = read_list(one().encode(), "l")
    assert without(found, 0) == found


# ------------------------------------------------------------------ what is wrong


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("", "lijst.yml: verwacht zijn regels van de vorm ‘sleutel: waarde’"),
        ("- los", "lijst.yml: verwacht zijn regels"),
        ("titel: [", "lijst.yml is geen geldige YAML: kijk op regel 1 na"),
        ("titel: a\nfiguren: []", "lijst.yml, sleutel figuren: geef een lijst met minstens één figuur."),
        ("figuren:\n  - figuur: budget\n    titel: x\n", "lijst.yml, sleutel titel: geef het boek een titel."),
        ("titel: a\nkleur: rood\nfiguren: [x]", "lijst.yml: de sleutel ‘kleur’ is niet bekend. Kies uit: titel,"),
        ("titel: a\nfiguren: [x]", "lijst.yml, figuur 1: verwacht zijn regels"),
        (one("aanmelding"), "lijst.yml, figuur 1, sleutel figuur: ‘aanmelding’ bestaat niet."),
        (one("budget", "vorm: taart"), "lijst.yml, figuur 1, sleutel vorm: ‘taart’ kan hier niet. Kies uit: staaf, kaart, tabel."),
        (one("aanmeldingen", "per: week"), "lijst.yml, figuur 1, sleutel per: ‘week’ kan hier niet. Kies uit: maand, kwartaal, jaar."),
        (one("aanmeldingen", "jaren: gisteren"), "lijst.yml, figuur 1, sleutel jaren: ‘gisteren’ is geen jaar."),
        (one("budget", "jaren: 2021"), "lijst.yml, figuur 1, sleutel jaren: bij de figuur ‘budget’ valt dit niet te kiezen."),
        (one("aanmeldingen", "gebieden: Atlantis"), "lijst.yml, figuur 1, sleutel gebieden: ‘Atlantis’ is geen samenwerkingsverband."),
        (one("aanmeldingen", "tabel: misschien"), "lijst.yml, figuur 1, sleutel tabel: ‘misschien’ kan hier niet. Kies uit: ja, nee."),
        (one("aanmeldingen", "keuze: {termijn: 30 dagen}"), "lijst.yml, figuur 1, sleutel termijn: bij de figuur ‘aanmeldingen’"),
        (one("binnen_de_maand", "keuze: {termijn: een week}"), "lijst.yml, figuur 1, sleutel termijn: ‘een week’ kan hier niet."),
        (one("kwaliteit_ontbrekend", "keuze: {veld: schoenmaat}"), "lijst.yml, figuur 1: ‘kwaliteit_ontbrekend’ bestaat niet voor ‘schoenmaat’."),
        (one("aanmeldingen", "bijschrift: [a, b]"), "lijst.yml, figuur 1, sleutel bijschrift: geef gewone tekst."),
        (one("aanmeldingen", f"bijschrift: {'a' * 501}"), "lijst.yml, figuur 1, sleutel bijschrift: hoogstens 500 tekens."),
        (b"\xff\xfe\x00", "lijst.yml is geen YAML in UTF-8."),
        (b"a" * 200_001, "lijst.yml is te groot"),
        ("[" * 5000, "lijst.yml is geen"),
        ("!!python/object/apply:os.system [ls]", "lijst.yml is geen"),
        ("titel: 2024-99-99\nfiguren: 3", "lijst.yml"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence_with_the_place(said: str | bytes, sentence: str) -> None:
    error = wrong(said)
    assert error.startswith(sentence)
    assert "\n" not in error


def test_the_number_of_the_figure_is_that_in_the_list() -> None:
    said = one() + "  - figuur: niets\n    titel: x\n"
    assert wrong(said).startswith("lijst.yml, figuur 2, sleutel figuur")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.dates(),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6) | st.integers(), inner, max_size=3)),
       st.sampled_from(["titel", "ondertitel", "vorm", "per", "jaren", "gebieden", "enkel", "tabel", "keuze", "bijschrift"]))  # fmt: skip
def test_anything_at_all_is_read_or_refused(value: object, key: str) -> None:
    figure = {"figuur": "aanmeldingen", "titel": "x"} | ({key: value} if key != "ondertitel" else {})
    said = {"titel": "Boek", "figuren": [figure]} | ({key: value} if key == "ondertitel" else {})
    content = yaml.safe_dump(said, allow_unicode=True).encode()
    refused = refusal(content)
    assert re.match(r"l[,: ]", refused) if refused else same_again(content)


def refusal(content: bytes) -> str:
    """Why a list is not read; an empty text when it is."""
    try:
        read_list(content, "l")
    except BookError as error:
        return str(error)
    return ""


def same_again(content: bytes) -> bool:
    found = read_list(content, "l")
    return read_list(write_list(found), "l") == found


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(BookError, match=r"Het bestand weg\.yml is niet te lezen"):
        read_file(Path("/nergens/weg.yml"))
