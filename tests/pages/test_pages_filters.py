"""Each filter changes what it should, on every page, and nothing else."""

from __future__ import annotations

import re

import pytest

from figures.topics.areas import PARTS
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import PAGES, Screen

AREA, OTHER = "Konekti", "1G1P Groot Antwerpen"
NEW_AREA = "Het Collectief"  # of the expansion of 2021: no VTE were ever published for it


def heads(screen: Screen) -> list[str]:
    """The periods that head the columns of the first table."""
    return [name.removesuffix(" (onvolledig)") for name in screen.tables()[0][0][1:]]


@pytest.fixture
def trends(warehouses: Warehouses, reader: Reader):
    """A function that opens Trends with its table twin: trends(per="maand")."""

    def opens(measure: str = "aanmeldingen", **address: str) -> Screen:
        return reader(warehouses.demo, "trends", **address).switch(f"{measure}_lijn_als_tabel")

    return opens


@pytest.mark.parametrize(
    ("per", "first", "count"), [("jaar", "2024", 1), ("kwartaal", "2024 K1", 4), ("maand", "jan 2024", 12)]
)
def test_the_grain_decides_the_periods(trends, per: str, first: str, count: int) -> None:
    found = heads(trends(per=per, van="2024", tot="2024"))
    assert found[0] == first
    assert len(found) == count


def test_the_grain_chosen_on_the_page_counts_too(trends) -> None:
    screen = trends(van="2024", tot="2024")
    screen.app.button_group(key="per").set_value("kwartaal").run()
    assert heads(screen) == ["2024 K1", "2024 K2", "2024 K3", "2024 K4"]


def test_the_years_decide_the_span(trends) -> None:
    assert heads(trends(van="2023", tot="2024")) == ["2023", "2024"]
    assert heads(trends(van="2023", tot="2024").choose("van", "2024")) == ["2024"]


def test_years_the_wrong_way_round_are_read_the_other_way(trends) -> None:
    turned, straight = trends(van="2025", tot="2023"), trends(van="2023", tot="2025")
    assert heads(turned) == ["2023", "2024", "2025"]
    assert turned.sections[0].stamp == straight.sections[0].stamp


def test_a_figure_without_an_incomplete_period_does_not_name_one(trends) -> None:
    assert "onvolledig" in trends().sections[0].html
    assert "onvolledig" not in trends(van="2023", tot="2025").sections[0].html


def test_a_break_outside_the_years_is_not_shown(trends) -> None:
    assert "1 december 2023" in trends(van="2022", tot="2026").sections[0].html
    assert "1 december 2023" not in trends(van="2024", tot="2026").sections[0].html


@pytest.mark.parametrize("page", PAGES)
def test_a_chosen_area_stays_chosen_on_every_page(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.demo, page, gebied=[AREA])
    assert screen.errors == []
    assert screen.app.multiselect(key="gebied").value == [AREA]


@pytest.mark.parametrize("page", ["kaart", "trends", "middelen"])
def test_the_sentence_names_the_chosen_area(warehouses: Warehouses, reader: Reader, page: str) -> None:
    said = re.search(r'<p class="m-zin">(.*?)</p>', reader(warehouses.demo, page, gebied=[AREA]).sections[0].html)[1]
    assert f"{AREA}: " in said
    assert OTHER not in said


def test_an_area_that_does_not_exist_is_left_out(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", gebied=["Bestaat niet"])
    assert screen.errors == []
    assert screen.app.multiselect(key="gebied").value == []


def test_chosen_areas_stand_in_colour_against_the_others(warehouses: Warehouses, reader: Reader) -> None:
    traces = reader(warehouses.demo, "trends", gebied=[AREA, OTHER]).plots[0]["data"]
    named = [trace["name"] for trace in traces if trace.get("showlegend")]
    assert sorted(named) == sorted([AREA, OTHER])
    assert len({trace["name"] for trace in traces}) == 16
    alone = reader(warehouses.demo, "trends").plots[0]["data"]
    assert {trace["name"] for trace in alone} == {"Vlaanderen en Brussel"}


def test_the_map_tells_the_story_of_each_chosen_area_only(warehouses: Warehouses, reader: Reader) -> None:
    shown = [header.value for header in reader(warehouses.demo, "kaart", gebied=[AREA, OTHER]).app.header]
    assert [name for name in shown if name in (AREA, OTHER, NEW_AREA)] == sorted([AREA, OTHER])
    without = reader(warehouses.demo, "kaart")
    assert AREA not in [header.value for header in without.app.header]
    assert any("Kies een samenwerkingsverband" in advice for advice in without.advice)


def test_the_story_of_an_area_has_its_zones_people_lineage_and_names(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", gebied=["1G1P Westhoek-Midwest"])
    assert len(screen.app.subheader) == len(PARTS)
    assert "Houtland en Polder" in screen.words
    assert "Jeugdhulp Westhoek" in screen.words
    assert len(screen.sections) == 1 + len(PARTS)  # the map and the parts of the story


def test_the_chosen_area_has_a_thicker_border_on_the_map(warehouses: Warehouses, reader: Reader) -> None:
    features = reader(warehouses.demo, "kaart", gebied=[AREA]).maps[0]["layers"][0]["data"]
    thick = [f["properties"]["gebied"] for f in features if f["dikte"] > 1]
    assert thick == ["zuid-west-vl"]


@pytest.mark.parametrize(
    ("measure", "title"),
    [
        ("Aanmeldingen", "Aanmeldingen"),
        ("Lopende trajecten", "Lopende trajecten op het einde van de periode"),
        ("Budget (2021)", "Budget per samenwerkingsverband op 1 januari 2021"),
    ],
)
def test_the_measure_decides_the_map(warehouses: Warehouses, reader: Reader, measure: str, title: str) -> None:
    screen = reader(warehouses.demo, "kaart").choose("maat", measure)
    assert screen.errors == []
    assert screen.sections[0].title == title


def test_the_map_shows_one_period_of_the_chosen_grain(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", per="maand", maat="Aanmeldingen", periode="maart 2024")
    assert "1 maart 2024 tot en met 31 maart 2024" in screen.sections[0].html
    assert len(screen.app.selectbox(key="periode").options) > 48
    assert "1 april 2024 tot en met 30 april 2024" in screen.choose("periode", "april 2024").sections[0].html


def test_a_measure_with_one_date_asks_for_no_period(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", maat="Budget (2021)")
    assert "periode" not in {box.key for box in screen.app.selectbox}


def test_event_and_limit_change_the_share_and_its_title(trends) -> None:
    screen = trends("binnen_de_maand", trendmaat="Aandeel binnen de maand")
    seen = {(screen.sections[0].title, screen.sections[0].stamp)}
    for key, value in (("gebeurtenis", "opstart"), ("termijn", "kalendermaand")):
        section = screen.choose(key, value).sections[0]
        assert section.stamp not in {stamp for _, stamp in seen}
        seen.add((section.title, section.stamp))
    assert len({title for title, _ in seen}) == 3
    assert screen.sections[0].title.endswith("opstart binnen een kalendermaand")


def test_other_measures_ask_for_no_event_or_limit(warehouses: Warehouses, reader: Reader) -> None:
    keys = {box.key for box in reader(warehouses.demo, "trends").app.selectbox}
    assert not keys & {"gebeurtenis", "termijn"}


def test_all_sixteen_can_be_shown_apart_on_one_scale(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends").switch("apart")
    panels = screen.plots[1]
    axes = [axis for name, axis in panels["layout"].items() if name.startswith("yaxis")]
    assert len(axes) == 16
    assert len({str(axis["range"]) for axis in axes if "range" in axis}) == 1
    assert [section.title for section in screen.sections][:2] == [
        "Aanmeldingen",
        "Aanmeldingen: elk samenwerkingsverband apart",
    ]


@pytest.mark.parametrize(("area", "predecessors"), [(OTHER, 1), ("1G1P Westhoek-Midwest", 2)])
def test_staff_is_shown_of_the_predecessors_of_the_chosen(
    warehouses: Warehouses, reader: Reader, area: str, predecessors: int
) -> None:
    screen = reader(warehouses.demo, "personeel", gebied=[area])
    names = {name for trace in screen.plots[0]["data"] for name in trace["y"]}
    assert len(names) == predecessors
    assert any("voorgangers van de gekozen" in advice for advice in screen.advice)


def looks(screen: Screen) -> dict[str, tuple[str, str]]:
    """Colour and pattern of each part of the bars, by its name in the legend."""
    parts = screen.plots[0]["data"]
    return {part["name"]: (part["marker"]["color"], part["marker"]["pattern"]["shape"]) for part in parts}


@pytest.mark.parametrize("area", ["Trawant", OTHER, "1G1P Oost-Brabant"])
def test_a_part_of_the_staff_looks_the_same_whatever_is_chosen(
    warehouses: Warehouses, reader: Reader, area: str
) -> None:
    every, own = (looks(reader(warehouses.demo, "personeel", **chosen)) for chosen in ({}, {"gebied": [area]}))
    assert own
    assert own == {name: every[name] for name in own}


def test_staff_of_an_area_that_did_not_exist_is_said_to_be_absent(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "personeel", gebied=[NEW_AREA])
    assert screen.errors == []
    assert screen.plots == []
    assert "De bronnen geven hier geen cijfers." in screen.advice


def test_the_chosen_area_is_the_coloured_bar(warehouses: Warehouses, reader: Reader) -> None:
    picked, others = reader(warehouses.demo, "middelen", gebied=[AREA]).plots[0]["data"]
    values = dict(zip(picked["y"], picked["text"], strict=True))
    assert [name for name, value in values.items() if value] == [AREA]
    assert picked["marker"]["color"] != others["marker"]["color"]


def test_a_period_without_rows_says_what_to_do(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.without, "trends")
    assert any("Er zijn geen registraties voor deze keuze" in advice for advice in screen.advice)
