"""An address restores a view exactly; a damaged one gets one Dutch sentence."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from figures import EVENTS, GRAINS, LIMITS, Choice
from figures.address import BASE_VARIABLE, AddressError, is_stamp, read_address, to_address
from figures.catalogue import ENTRIES, UnknownFigure, view
from figures.exhibit import exhibit
from figures.topics.quality import DATES, FIELDS
from queries import Version

VIEWS = [(name, form) for name, one in ENTRIES.items() for form in one.forms]


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")

choices = st.builds(
    Choice,
    van=st.dates(date(2018, 1, 1), date(2026, 6, 1)),
    tot=st.dates(date(2022, 6, 1), date(2027, 6, 1)),
    per=st.sampled_from(GRAINS),
    gebieden=st.sampled_from([(), ("gent",), ("brussel", "trawant")]),
    eindgebeurtenis=st.sampled_from(EVENTS),
    termijn=st.sampled_from(LIMITS),
    veld=st.sampled_from([field for field in DATES if field in FIELDS]),
    procent=st.sampled_from([50, 90]),
)


@given(of=st.sampled_from(VIEWS), choice=choices, areas=st.sampled_from([(), ("gent",), ("kempen", "gent")]))
@settings(deadline=None, max_examples=80)
def test_an_address_gives_the_same_view_and_the_same_figure_byte_for_byte(version, of, choice, areas) -> None:
    one = exhibit(view(*of, choice, areas))
    found, stamp = read_address(one.address)
    again = exhibit(found)
    assert stamp == one.figure.stamp == again.figure.stamp
    assert again.figure.data.write_csv().encode() == one.figure.data.write_csv().encode()
    assert again.view == one.view
    assert again.table.rows == one.table.rows


@pytest.mark.parametrize(("name", "form"), VIEWS)
def test_every_figure_and_form_has_an_address_of_its_own(name: str, form: str) -> None:
    others = [to_address(view(*other)) for other in VIEWS if other != (name, form)]
    assert to_address(view(name, form)) not in others


def test_what_makes_no_difference_is_not_in_the_address() -> None:
    assert to_address(view("budget", "", Choice(van=date(2023, 1, 1), per="maand"))) == (
        "/terugvinden?figuur=budget&vorm=staaf"
    )


def test_the_machine_is_only_named_when_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(BASE_VARIABLE, "https://monitor.voorbeeld.be/")
    address = to_address(view("budget", "kaart"))
    assert address == "https://monitor.voorbeeld.be/terugvinden?figuur=budget&vorm=kaart"
    assert read_address(address)[0] == view("budget", "kaart")


def test_a_whole_address_a_path_and_a_query_are_read_alike() -> None:
    wanted = view("aanmeldingen", "kaart", Choice(van=date(2024, 1, 1), tot=date(2024, 12, 31)))
    address = to_address(wanted)
    for said in (f"http://localhost:8501{address}", address, address.split("?")[1], f"  {address}\n"):
        assert read_address(said) == (wanted, None)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "staat geen figuur"),
        ("http://[x", "Dit is geen adres"),
        ("http://localhost:8501/kaart?gebied=Gent", "staat geen figuur"),
        ("/terugvinden?figuur=rijkdom", "geen figuur met de naam ‘rijkdom’"),
        ("/terugvinden?figuur=oproepen&vorm=lijn", "heeft geen vorm ‘lijn’"),
        ("/terugvinden?figuur=aanmeldingen&begin=gisteren", "‘gisteren’ in dit adres is geen datum"),
        ("/terugvinden?figuur=aanmeldingen&stap=week", "‘week’ in dit adres is niet bekend"),
        (
            "/terugvinden?figuur=aanmeldingen&kleur=gent,atlantis",
            "‘atlantis’ in dit adres is geen samenwerkingsverband",
        ),
        ("/terugvinden?figuur=kwaliteit_achterstand&deel=drie", "‘drie’ in dit adres is niet bekend"),
        ("/terugvinden?figuur=kwaliteit_ontbrekend&veld=datum_aanmelding", "bestaat niet voor ‘datum_aanmelding’"),
        ("/terugvinden?figuur=budget&stempel=123", "De stempel in dit adres klopt niet"),
        ("/terugvinden?figuur=" + "x" * 5000, "geen figuur met de naam"),
    ],
)
def test_a_damaged_address_gets_one_sentence(address: str, said: str) -> None:
    with pytest.raises(AddressError, match=said) as error:
        read_address(address)
    assert "\n" not in str(error.value)


def test_what_is_a_stamp() -> None:
    stamp = exhibit(view("budget")).figure.stamp
    assert is_stamp(stamp)
    assert is_stamp(f" {stamp} ")
    assert not is_stamp(stamp[:-1])
    assert not is_stamp("/terugvinden?figuur=budget")


def test_an_unknown_name_says_where_the_names_are() -> None:
    with pytest.raises(UnknownFigure, match="python -m figures lijst"):
        view("aanmelding")


@pytest.mark.parametrize("name", [name for name, one in ENTRIES.items() if "kaart" in one.forms])
def test_a_map_shows_one_period(name: str) -> None:
    found = exhibit(view(name, "kaart")).figure.data
    assert found["periode"].n_unique() == 1
