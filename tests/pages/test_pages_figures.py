"""Under every figure of every page: sentence, caveats, breaks, source, status, stamp, meaning, table twin, downloads."""

from __future__ import annotations

import re
from datetime import date
from html import escape

import polars as pl
import pytest

from figures import Choice, Figure, figure, sentence
from figures.measures import map_figure
from tests.pages.conftest import Reader, Warehouses
from tests.pages.screen import PAGES, Screen, Section, plain

YEARS = Choice(van=date(2022, 1, 1), tot=date(2026, 12, 31))


def expected(page: str) -> dict[str, Figure]:
    """The figures a page must hold in its first view, by the name of their widgets."""
    in_chart = pl.col("in_grafiek")
    return {
        "overzicht": {
            "leveringen_tabel": figure("leveringen"),
            "wat_veranderde_tabel": figure("wat_veranderde", Choice()),
        },
        "kaart": {"kaart_onder": map_figure("aanmeldingen_per_1000", YEARS, date(2025, 1, 1))},
        "trends": {
            "aanmeldingen_lijn": figure("aanmeldingen", YEARS),
            "aanmeldingen_gepubliceerd": figure("aanmeldingen_gepubliceerd"),
        },
        "personeel": {
            "vte_gestapeld": figure("vte").only(in_chart),
            **{f"{n}_tabel": figure(n) for n in ("vte_per_onder25", "organisatiemodellen", "inwoners_partners")},
        },
        "middelen": {
            **{f"{n}_staaf": figure(n) for n in ("budget", "budget_per_onder25")},
            **{f"{n}_tabel": figure(n) for n in ("oproepen", "budget_2017")},
        },
        "leveringen": {
            "leveringen_tabel": figure("leveringen"),
            "wat_veranderde_tabel": figure("wat_veranderde", Choice()),
        },
        "kanttekeningen": {},
        "definities": {f"{n}_tabel": figure(n) for n in ("bestanden", "documenten", "leveringen")},
    }[page]


def by_widget(screen: Screen) -> dict[str, Section]:
    """The figures of a page by the name of their CSV button."""
    return {key.removesuffix("_csv"): s for s in screen.sections for key in s.keys if key.endswith("_csv")}


# Without the pages of beheer: those show deliveries and their rows, not one figure under another.
@pytest.fixture(params=[page for page, path in PAGES.items() if "/beheer/" not in path])
def pairs(request: pytest.FixtureRequest, warehouses: Warehouses, reader: Reader) -> list[tuple[Section, Figure]]:
    """What stands on a page beside what should stand there."""
    screen = reader(warehouses.demo, request.param)
    wanted, found = expected(request.param), by_widget(screen)
    assert set(found) == set(wanted)
    assert len(screen.sections) == len(wanted)
    return [(found[name], wanted[name]) for name in wanted]


def test_every_figure_carries_what_belongs_to_it(pairs: list[tuple[Section, Figure]]) -> None:
    for section, wanted in pairs:
        assert section.stamp == wanted.stamp
        assert f"Bron: {escape(wanted.source_text)} Status: {escape(wanted.status)}." in section.html
        assert f"{escape(wanted.unit)} · {escape(wanted.period)}" in section.html
        assert "Wat betekent dit cijfer?" in section.html


def test_every_figure_shows_exactly_the_caveats_and_breaks_that_apply(pairs: list[tuple[Section, Figure]]) -> None:
    for section, wanted in pairs:
        assert section.caveats == tuple(caveat.id for caveat in wanted.caveats)
        assert section.breaks == len(wanted.breaks)
        assert all(escape(caveat.quote) in section.html for caveat in wanted.caveats)
        assert all(escape(brk.text) in section.html for brk in wanted.breaks)


def test_what_weighs_is_not_folded_away(pairs: list[tuple[Section, Figure]]) -> None:
    for section, wanted in pairs:
        in_sight = re.sub(r"<details.*?</details>", "", section.html, flags=re.S)
        heavy = [c.id for c in wanted.caveats if c.severity != "info"]
        assert re.findall(r"</span> \(([A-Z]\d+)\)", in_sight) == heavy


def test_every_figure_with_values_has_its_sentence(pairs: list[tuple[Section, Figure]]) -> None:
    for section, wanted in pairs:
        if "waarde" in wanted.data.columns:
            assert f'<p class="m-zin">{escape(sentence(wanted))}</p>' in section.html


def test_every_figure_is_a_table_or_has_a_twin_and_every_chart_a_picture(pairs: list[tuple[Section, Figure]]) -> None:
    for section, _ in pairs:
        twin = any(key.endswith("_als_tabel") for key in section.keys)
        assert twin != ("<table>" in section.html)
        assert not twin or any(key.endswith("_png") for key in section.keys)


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
    screen = reader(warehouses.demo, "kaart", maat="Lopende trajecten").switch("kaart_onder_als_tabel")
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
