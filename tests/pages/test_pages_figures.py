"""Under every figure of every page: sentence, caveats, breaks, source, status, stamp, meaning, table twin, downloads."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import polars as pl
import pytest

from figures import Choice, Figure, figure
from figures.address import read_address
from figures.catalogue import ENTRIES
from figures.exhibit import Exhibit, exhibit
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import PAGES, WHOLE, Screen, Section, ids, plain

YEARS = Choice(van=date(2022, 1, 1), tot=date(2026, 12, 31))


# What a reader meets in the first view of a page, in order: the name and the form of each figure.
SHOWN = {
    "overzicht": [("wat_veranderde", "tabel"), ("leveringen", "tabel")],
    "kaart": [("aanmeldingen_per_1000", "kaart")],
    "trends": [("aanmeldingen", "lijn"), ("aanmeldingen_gepubliceerd", "tabel")],
    "binnen_de_maand": [
        ("binnen_de_maand", "lijn"), ("binnen_de_maand_delen", "gestapeld"), ("binnen_de_maand_grenzen", "tabel"),
        ("wachttijden", "tabel"), ("wachttijd", "lijn"), ("redenen_te_laat", "gestapeld"), ("formuleringen", "tabel"),
    ],
    "trajecten": [
        ("trajecten_stroom", "tabel"), ("trajecten_opgestart", "lijn"), ("trajecten_afgerond", "lijn"), ("trajectduren", "tabel"),
        ("trajectduur", "lijn"), ("redenen_einde", "gestapeld"), ("uitval", "staaf"), ("vervolghulp_gerealiseerd", "staaf"),
        ("vervolghulp", "stroom"), ("terugkeer", "staaf"), ("eenheden", "tabel"),
    ],
    "personeel": [
        ("vte", "gestapeld"), ("vte_per_onder25", "tabel"), ("organisatiemodellen", "tabel"), ("inwoners_partners", "tabel"),
    ],
    "middelen": [
        ("budget", "staaf"), ("budget_per_onder25", "staaf"), ("oproepen", "tabel"), ("budget_2017", "tabel"),
    ],
    "kanttekeningen": [],
    "definities": [("bestanden", "tabel"), ("documenten", "tabel"), ("leveringen", "tabel")],
    "leveringen": [("leveringen", "tabel"), ("wat_veranderde", "tabel")],
}  # fmt: skip


def shown_on(screen: Screen) -> list[tuple[Section, Exhibit]]:
    """Each figure on a page beside the one its own address leads to."""
    return [(section, exhibit(read_address(section.address)[0])) for section in screen.sections]


@pytest.fixture(params=list(PAGES))
def pairs(request: pytest.FixtureRequest, warehouses: Warehouses, reader: Reader) -> list[tuple[Section, Exhibit]]:
    """What stands on a page beside what should stand there."""
    return shown_on(reader(warehouses.demo, request.param, **WHOLE.get(request.param, {})))


@pytest.mark.parametrize("page", list(SHOWN))
def test_the_figures_of_a_page(warehouses: Warehouses, reader: Reader, page: str) -> None:
    found = [
        (shown.view.name, shown.view.form)
        for _, shown in shown_on(reader(warehouses.demo, page, **WHOLE.get(page, {})))
    ]
    assert [one for one in found if not one[0].endswith("_vergelijking")] == SHOWN[page]


@pytest.mark.parametrize("page", list(PAGES))
def test_every_page_with_figures_is_where_the_catalogue_says(warehouses: Warehouses, reader: Reader, page: str) -> None:
    names = {one.name for one in ENTRIES.values() if one.page.replace("-", "_") == page}
    # The story of an area is only told of a chosen one.
    found = {
        shown.view.name
        for _, shown in shown_on(reader(warehouses.demo, page, gebied="Samen1Plan Gent", **WHOLE.get(page, {})))
    }
    assert not names or names & found or page == "kanttekeningen"


def test_the_filters_of_the_frame_are_in_the_address(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends", van="2023", tot="2024", per="kwartaal", gebied="Samen1Plan Gent")
    view = shown_on(screen)[0][1].view
    assert (view.choice.van, view.choice.tot, view.choice.per) == (date(2023, 1, 1), date(2024, 12, 31), "kwartaal")
    assert view.areas == ("gent",)


def test_every_figure_carries_what_belongs_to_it(pairs: list[tuple[Section, Exhibit]]) -> None:
    for section, shown in pairs:
        wanted = shown.figure
        assert section.stamp == wanted.stamp
        assert f"Bron: {escape(wanted.source_text)} Status: {escape(wanted.status)}." in section.html
        assert f"{escape(wanted.unit)} · {escape(wanted.period)}" in section.html
        assert "Wat betekent dit cijfer?" in section.html


def test_every_figure_shows_exactly_the_caveats_and_breaks_that_apply(pairs: list[tuple[Section, Exhibit]]) -> None:
    for section, shown in pairs:
        wanted = shown.figure
        assert section.caveats == tuple(caveat.id for caveat in wanted.caveats)
        assert section.breaks == len(wanted.breaks)
        assert all(escape(caveat.quote) in section.html for caveat in wanted.caveats)
        assert all(escape(brk.text) in section.html for brk in wanted.breaks)


def test_what_weighs_is_not_folded_away(pairs: list[tuple[Section, Exhibit]]) -> None:
    for section, shown in pairs:
        wanted = shown.figure
        in_sight = re.sub(r"<details.*?</details>", "", section.html, flags=re.S)
        assert ids(in_sight) == weighing(wanted)


def weighing(shown: Figure) -> tuple[str, ...]:
    return tuple(caveat.id for caveat in shown.caveats if caveat.severity != "info")


def test_a_card_holds_what_weighs_on_its_number(warehouses: Warehouses, reader: Reader) -> None:
    html = reader(warehouses.demo, "overzicht").html
    boxes = re.findall(r'<div class="m-kaart"><h3>(.*?)</h3>(.*?)</div>', html, re.S)
    held = {title: ids(box) for title, box in boxes}
    shown = [figure("aanmeldingen").at(date(2025, 1, 1)), figure("vte_totaal"), figure("budget")]
    assert {one.title: weighing(one) for one in shown}.items() <= held.items()
    assert all(len(found) for found in held.values())


def test_every_figure_with_values_has_its_sentence(pairs: list[tuple[Section, Exhibit]]) -> None:
    for section, shown in pairs:
        wanted = shown.figure
        if (
            "waarde" in wanted.data.columns
            and not shown.view.name.startswith("kwaliteit")
            and "waarde_2" not in wanted.data.columns
        ):
            assert f'<p class="m-zin">{escape(shown.sentence)}</p>' in section.html


def test_every_figure_is_a_table_or_has_a_twin(pairs: list[tuple[Section, Exhibit]]) -> None:
    for section, shown in pairs:
        twin = any(key.endswith("_als_tabel") for key in section.keys)
        assert twin == (shown.view.form != "tabel")
        assert twin or "<table>" in section.html or not shown.table.rows


def cards(screen: Screen) -> dict[str, tuple[str, str]]:
    """Value and full text of each card by its title."""
    boxes = re.findall(r'<div class="m-kaart">(.*?)</div>', screen.html, re.S)
    heads = [plain(re.search(r"<h3>(.*?)</h3>", box)[1]) for box in boxes]
    values = [plain(re.search(r'<p class="m-waarde">(.*?)</p>', box)[1]) for box in boxes]
    return {head: (value, plain(box)) for head, value, box in zip(heads, values, boxes, strict=True)}


def dutch(value: float, decimals: int = 0) -> str:
    """1.234,5: written here once more, without the library the pages use."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


@pytest.mark.parametrize(
    ("name", "per", "decimals"), [("aanmeldingen", "jaar", 0), ("lopende_trajecten", "maand", 0), ("binnen_de_maand", "jaar", 1)]
)  # fmt: skip
def test_a_card_shows_the_latest_whole_period(
    warehouses: Warehouses, reader: Reader, name: str, per: str, decimals: int
) -> None:
    screen = reader(warehouses.demo, "overzicht")
    shown = figure(name, Choice(per=per))
    latest = shown.totals.filter(pl.col("volledig")).sort("periode").row(-1, named=True)
    value, said = cards(screen)[shown.title]
    assert value == dutch(latest["waarde"], decimals)
    assert str(latest["periode"].year) in said
    assert "Bron: BINC-registraties" in said


def test_the_share_on_its_card_is_the_numerator_over_the_denominator(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "overzicht")
    shown = figure("binnen_de_maand")
    latest = shown.totals.filter(pl.col("volledig")).sort("periode").row(-1, named=True)
    assert cards(screen)[shown.title][0] == dutch(100 * latest["binnen"] / (latest["binnen"] + latest["later"]), 1)


def test_the_cards_of_published_figures_show_what_the_documents_say(warehouses: Warehouses, reader: Reader) -> None:
    found = {value for value, _ in cards(reader(warehouses.demo, "overzicht")).values()}
    assert {"208,79", "23.999.998"} <= found
    assert cards(reader(warehouses.demo, "personeel"))["Personeel in totaal"][0] == "208,79"


def test_2020_and_2021_stand_apart_as_two_figures(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends")
    boxes = re.findall(r'<p class="m-waarde">(.*?)</p>', screen.section("Aanmeldingen vóór BINC").html)
    assert boxes == ["4.313", "7.782"]
    assert "mogen niet met elkaar" in screen.section("Aanmeldingen vóór BINC").html
    assert all("4.313" not in str(plot) and "7.782" not in str(plot) for plot in screen.plots)


def test_the_map_its_bars_and_its_table_show_the_same_values(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "kaart", maat="Lopende trajecten").switch("lopende_trajecten_kaart_als_tabel")
    labels = next(layer["data"] for layer in screen.maps[0]["layers"] if layer["id"] == "waarden")
    bars = screen.plots[0]["data"][0]
    twin = {row[0]: row[1] for row in screen.tables()[0][1:]}
    assert dict(zip(bars["y"], bars["text"], strict=True)) == {k: v for k, v in twin.items() if k in bars["y"]}
    assert sorted(label["tekst"] for label in labels) == sorted(bars["text"])
    assert len(labels) == 16


def test_the_line_and_its_table_show_the_same_values(warehouses: Warehouses, reader: Reader) -> None:
    screen = reader(warehouses.demo, "trends").switch("aanmeldingen_lijn_als_tabel")
    twin = {row[0]: row[1:] for row in screen.tables()[0]}
    wanted = figure("aanmeldingen", YEARS).totals.sort("periode")["waarde"]
    assert twin["Vlaanderen en Brussel"] == [dutch(value) for value in wanted]
    drawn = [value for trace in screen.plots[0]["data"] for value in trace["y"]]
    assert sorted(set(drawn)) == sorted(set(wanted))
