"""The sidecar beside a raw file: what is read, and the one sentence when it cannot be."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.sidecar import STATUSES, Sidecar, SidecarError, read_sidecar, sidecar_path

COMPLETE = """\
titel: Budgetten
bron: Schriftelijke vraag 237
status: officieel
licentie: Openbaar document
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "budgetten.yml"
    path.write_text(text, encoding="utf-8")
    return path


def sentence(tmp_path: Path, text: str) -> str:
    with pytest.raises(SidecarError) as error:
        read_sidecar(written(tmp_path, text))
    return str(error.value)


def test_the_four_required_keys_are_enough(tmp_path):
    expected = Sidecar("Budgetten", "Schriftelijke vraag 237", "officieel", "Openbaar document")
    assert read_sidecar(written(tmp_path, COMPLETE)) == expected


def test_every_key_is_read_with_its_type(tmp_path):
    more = """\
document: sv-237-2022
datum: 2021-01-01
ontvangen_op: 2022-12-20
toelichting: Overgetypt
rijen: 16
kanttekeningen:
  - De som is 23.999.998 euro.
peildatum: 2023-03-01
periode_van: 2022-01-01
periode_tot: 2022-12-31
"""
    side = read_sidecar(written(tmp_path, COMPLETE + more))
    assert (side.document, side.rijen, side.toelichting) == ("sv-237-2022", 16, "Overgetypt")
    assert (side.datum, side.ontvangen_op) == (date(2021, 1, 1), date(2022, 12, 20))
    assert (side.peildatum, side.periode_van, side.periode_tot) == (
        date(2023, 3, 1),
        date(2022, 1, 1),
        date(2022, 12, 31),
    )
    assert side.kanttekeningen == ("De som is 23.999.998 euro.",)


@pytest.mark.parametrize("status", STATUSES)
def test_each_status_is_accepted(tmp_path, status):
    assert read_sidecar(written(tmp_path, COMPLETE.replace("officieel", status))).status == status


def test_an_empty_value_of_an_optional_key_is_as_good_as_none(tmp_path):
    side = read_sidecar(written(tmp_path, COMPLETE + "rijen:\nkanttekeningen:\n"))
    assert side.rijen is None
    assert side.kanttekeningen == ()


def test_a_byte_order_mark_does_no_harm(tmp_path):
    assert read_sidecar(written(tmp_path, "\ufeff" + COMPLETE)).titel == "Budgetten"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (COMPLETE + "rijn: 16\n", "onbekende sleutel 'rijn' (bedoelt u 'rijen'?)"),
        (COMPLETE.replace("bron: Schriftelijke vraag 237\n", ""), "de sleutel 'bron' ontbreekt"),
        (COMPLETE.replace("Budgetten", ""), "de sleutel 'titel' ontbreekt"),
        (COMPLETE.replace("Budgetten", "237"), "'titel' moet een tekst zijn"),
        (COMPLETE.replace("officieel", "officeel"), "onbekende status 'officeel' (bedoelt u 'officieel'?)"),
        (COMPLETE + "datum: 1/1/2021\n", "'datum' moet een datum (jjjj-mm-dd) zijn"),
        (COMPLETE + "datum: 2021-01-01 10:00:00\n", "'datum' moet een datum (jjjj-mm-dd) zijn"),
        (COMPLETE + "rijen: zestien\n", "'rijen' moet een geheel getal vanaf 0 zijn"),
        (COMPLETE + "rijen: -1\n", "'rijen' moet een geheel getal vanaf 0 zijn"),
        (COMPLETE + "rijen: true\n", "'rijen' moet een geheel getal vanaf 0 zijn"),
        (COMPLETE + "kanttekeningen: los\n", "'kanttekeningen' moet een lijst van teksten zijn"),
        (COMPLETE + "toelichting: 'open\n", "budgetten.yml, regel 6: dit is geen geldige YAML"),
        (COMPLETE + "datum: 2021-02-31\n", "een datum of getal bestaat niet"),
        (COMPLETE + "datum: !!timestamp nooit\n", "een datum of getal bestaat niet"),
        ("los zinnetje", "geen regels van de vorm 'sleutel: waarde'"),
        ("", "geen regels van de vorm 'sleutel: waarde'"),
    ],
)
def test_a_problem_is_named_with_its_file(tmp_path, text, part):
    said = sentence(tmp_path, text)
    assert said.startswith("budgetten.yml")
    assert part in said


def test_all_problems_stand_in_one_sentence(tmp_path):
    said = sentence(tmp_path, "titel: 3\nstatus: af\nlicentie: vrij\nbrn: x\n")
    assert "\n" not in said
    for part in ("'brn' (bedoelt u 'bron'?)", "'bron' ontbreekt", "'titel' moet", "onbekende status 'af'"):
        assert part in said


def test_a_missing_sidecar_says_what_to_make(tmp_path):
    with pytest.raises(SidecarError, match=r"^vte\.yml: dit bestand ontbreekt\. Maak het met minstens titel, bron"):
        read_sidecar(tmp_path / "vte.yml")


def test_another_encoding_is_refused(tmp_path):
    path = tmp_path / "vte.yml"
    path.write_bytes(COMPLETE.replace("Budgetten", "Coördinatie").encode("cp1252"))
    with pytest.raises(SidecarError, match=r"vte\.yml: dit bestand is geen UTF-8"):
        read_sidecar(path)


def test_a_tag_that_would_run_code_is_refused(tmp_path):
    said = sentence(tmp_path, COMPLETE + "toelichting: !!python/object/apply:os.getcwd []\n")
    assert "geen geldige YAML" in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200, deadline=None)
@given(content=st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode())))
def test_whatever_stands_in_the_file_the_answer_is_a_sidecar_or_a_sentence(tmp_path, content):
    path = tmp_path / "x.yml"
    path.write_bytes(content)
    with pytest.raises(SidecarError, match=r"^x\.yml"):
        read_sidecar(path)


@pytest.mark.parametrize(
    ("data", "sidecar"),
    [("names.csv", "names.yml"), ("x.csv.gz", "x.yml"), ("a/b.xlsx", "a/b.yml"), ("g.geojson", "g.yml")],
)
def test_the_sidecar_stands_beside_its_file(data, sidecar):
    assert sidecar_path(Path(data)) == Path(sidecar)
