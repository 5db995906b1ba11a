"""The figures of the page Instroom: picture, table, sentence, address and accounting say the same numbers."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from figures import Choice, text
from figures.address import AddressError, read_address
from figures.catalogue import view
from figures.exhibit import Exhibit, exhibit
from figures.topics.intake import CHARACTERISTICS
from queries import Version, ask

YEAR = {"van": date(2025, 1, 1), "tot": date(2025, 12, 31)}


@pytest.fixture(scope="module")
def version(stand, demo_warehouse) -> Version:
    return stand(demo_warehouse)


pytestmark = pytest.mark.usefixtures("version")


def shown(kenmerk: str = "aanmelder", areas: tuple[str, ...] = (), form: str = "staaf") -> Exhibit:
    return exhibit(view("profiel", form, Choice(**YEAR, kenmerk=kenmerk), areas))


@pytest.mark.parametrize("kenmerk", CHARACTERISTICS)
@pytest.mark.parametrize("areas", [(), ("gent",), ("gent", "brussel")])
def test_every_row_is_in_one_part_of_the_accounting(kenmerk: str, areas: tuple[str, ...]) -> None:
    account = shown(kenmerk, areas).figure.accounting
    assert account.gelezen == sum(rows for _, rows in account.parts) == ask("leveringen")["gelezen"].sum()
    assert all(rows >= 0 for _, rows in account.parts)


@pytest.mark.parametrize("kenmerk", CHARACTERISTICS)
def test_the_address_keeps_the_characteristic(kenmerk: str) -> None:
    one = shown(kenmerk, ("gent",))
    found, stamp = read_address(one.address)
    assert (found, stamp) == (one.view, exhibit(found).figure.stamp)


def test_an_unknown_characteristic_is_one_sentence() -> None:
    with pytest.raises(AddressError, match="‘schoenmaat’ in dit adres is niet bekend"):
        read_address("/terugvinden?figuur=profiel&kenmerk=schoenmaat")


def test_two_characteristics_are_two_figures() -> None:
    first, second = shown("aanmelder"), shown("leeftijd")
    assert first.figure.stamp != second.figure.stamp
    assert second.figure.title == "Profiel van de instroom: leeftijd"


@pytest.mark.parametrize("areas", [(), ("gent",), ("gent", "kempen")])
def test_bars_and_table_hold_the_numbers_of_the_figure(areas: tuple[str, ...]) -> None:
    one = shown("aanmelder", areas)
    cells = {(r["naam"], r["onderdeel"]): r for r in one.figure.data.iter_rows(named=True)}
    assert [s.name for s in one.drawing.series][-1] == "Vlaanderen en Brussel"
    assert len(one.drawing.series) == len(areas) + 1
    for series in one.drawing.series:
        drawn = [
            (name.split(" · ")[0], y, low, high)
            for name, y, low, high in zip(series.x, series.y, series.low, series.high, strict=True)
            if y is not None
        ]
        assert drawn
        for part, *ends in drawn:
            row = cells[series.name, part]
            assert ends == [row["waarde"], row["onder"], row["boven"]]
            assert row["onder"] - 1e-9 <= row["waarde"] < row["boven"]
    names = [s.name for s in one.drawing.series]
    for line, values in zip(one.table.rows, one.table.values, strict=True):
        for place, name in enumerate(names):
            row = cells.get((name, line[0]))
            if row:
                assert line[1 + 4 * place] == text.cell(row["waarde"], row["toestand"], 1)
                assert values[1 + 4 * place] == (row["waarde"] if row["waarde"] is not None else line[1 + 4 * place])


def test_what_is_hidden_has_its_sign_in_the_table_and_no_bar() -> None:
    data = shown("leeftijd").figure.areas
    gone = data.filter((pl.col("toestand") == "verborgen") & (pl.col("onderdeel") == "18 tot 25 jaar"))
    area, name = gone["gebied"][0], gone["naam"][0]
    one = shown("leeftijd", (area,))
    row = next(r for r in one.table.rows if r[0] == "18 tot 25 jaar")
    assert row[1:5] == ("x", "", "", "x")
    assert "te klein om te tonen" in one.table.note
    own = next(s for s in one.drawing.series if s.name == name)
    place = next(i for i, bar in enumerate(own.x) if bar == f"18 tot 25 jaar · {name}")
    assert (own.y[place], own.labels[place]) == (None, "x")
    assert "18 tot 25 jaar" not in one.sentence.split(name)[1]


def test_the_sentence_says_flanders_first_and_the_unknown() -> None:
    one = shown("aanmelder", ("gent",))
    assert one.sentence.startswith("Vlaanderen en Brussel in 2025, van de ")
    unknown = one.figure.data.filter((pl.col("gebied") == "vlaanderen-brussel") & (pl.col("onderdeel") == "onbekend"))[
        "teller"
    ][0]
    assert f"Bij {text.number(unknown)} dossiers is het onbekend." in one.sentence
    assert "Samen1Plan Gent in 2025" in one.sentence


def test_municipalities_of_the_chosen_areas_only() -> None:
    none, one, two = (
        exhibit(view("gemeenten_instroom", "tabel", Choice(**YEAR), areas))
        for areas in ((), ("gent",), ("gent", "kempen"))
    )
    assert none.figure.data["nis5"].drop_nulls().is_empty()
    assert none.sentence.startswith("Kies links een samenwerkingsverband")
    assert set(one.figure.data["gebied"]) == {"gent"}
    assert one.table.columns[0] == "Gemeente"
    assert two.table.columns[0] == "Samenwerkingsverband"
    assert one.table.rows[-1][0] == "alle aanmeldingen"
    bars = exhibit(view("gemeenten_instroom", "staaf", Choice(**YEAR), ("gent",)))
    assert set(bars.drawing.series[0].x) == set(one.figure.data.filter(pl.col("nis5").is_not_null())["onderdeel"])
    assert len(exhibit(view("gemeenten_instroom", "staaf", Choice(**YEAR), ())).drawing.series[0].x) == 16


def test_crude_and_equal_ages_stand_beside_each_other() -> None:
    one = exhibit(view("aanmeldingen_gestandaardiseerd", "tabel", Choice(**YEAR), ("gent",)))
    assert one.table.columns[1:3] == ("Ruw cijfer", "Met gelijke leeftijden")
    assert "ruw " in one.sentence
    names = [row[0] for row in one.table.rows]
    assert names[:-1] == sorted(names[:-1], key=str.casefold)  # by name: no ranking
    brussels = next(row for row in one.table.rows if row[0] == "Sonja Erteejee")
    assert brussels[1:5] == ("n.v.t.",) * 4
