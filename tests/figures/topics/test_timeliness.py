"""The figures of binnen de maand: parts, bounds, waits and reasons, each cell with the right state and each sentence true."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from figures import EVENTS, LIMITS, Choice, text
from figures.catalogue import ENTRIES, view
from figures.disclosure import Rule, hide_small_numbers
from figures.exhibit import Exhibit, exhibit
from figures.topics import timeliness

NAMES = ("binnen_de_maand_delen", "binnen_de_maand_grenzen", "wachttijd", "wachttijden", "redenen_te_laat")
CHOICES = [
    Choice(), Choice(per="maand"), Choice(per="kwartaal", eindgebeurtenis="opstart", termijn="kalendermaand"),
    Choice(van=date(2023, 1, 1), tot=date(2024, 12, 31), eindgebeurtenis="eerste contact"),
]  # fmt: skip
RANKING = re.compile(
    r"\b(beste?|slechtste?|hoogste|laagste|meeste|minste|rang\w*|stijg\w*|daal\w*|toename|afname|te laat)\b", re.I
)
SIGNS = {sign for sign, _ in text.STATES.values()}


def shown(name: str, choice: Choice | None = None, form: str = "", areas: tuple[str, ...] = ()) -> Exhibit:
    return exhibit(view(name, form, choice or Choice(), areas))


def cells(one: Exhibit) -> dict[tuple[str, str], str]:
    """What stands in the table, by name of the area and head of the column."""
    return {(row[0], head): cell for row in one.table.rows for head, cell in zip(one.table.columns, row, strict=True)}


# ------------------------------------------------------------------ the four parts and the reasons


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("choice", CHOICES)
def test_the_parts_are_the_counts_of_the_question_and_nothing_hidden_comes_back(choice: Choice) -> None:
    one = shown("binnen_de_maand_delen", choice)
    source = exhibit(view("binnen_de_maand", "staaf", choice)).figure.data
    wide = one.figure.data.pivot(on="onderdeel", index=["gebied", "periode"], values="waarde")
    both = source.select("gebied", "periode", *timeliness.PARTS).join(wide, on=["gebied", "periode"])
    assert both.height == source.height
    for column, label in timeliness.PARTS.items():
        assert both[column].equals(both[label], null_equal=True, check_names=False)
    assert set(one.figure.data.filter(pl.col("waarde").is_null())["toestand"]) <= {"verborgen", "onbekend"}


@pytest.mark.usefixtures("on_demo")
def test_a_part_that_is_not_drawn_is_announced_in_the_name_of_its_bar() -> None:
    one = shown("binnen_de_maand_delen", Choice(per="maand"))
    hidden = set(one.figure.areas.filter(pl.col("toestand") == "verborgen")["naam"])
    names = set(one.drawing.series[0].x)
    assert hidden
    assert {name for name in names if name.endswith(" (x)")} == {f"{name} (x)" for name in hidden}
    assert "Vlaanderen en Brussel" not in names


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("choice", CHOICES)
def test_the_reasons_of_an_area_add_up_to_what_came_late(choice: Choice) -> None:
    one = shown("redenen_te_laat", choice)
    late = exhibit(view("binnen_de_maand", "staaf", choice)).figure.data
    counted = {r["gebied"]: r["later"] for r in late.iter_rows(named=True)}
    for (area,), rows in one.figure.data.group_by("gebied"):
        split = rows.filter(pl.col("onderdeel") != timeliness.UNSPLIT)
        whole = rows.filter(pl.col("onderdeel") == timeliness.UNSPLIT)
        if counted[area] is None:
            assert rows["waarde"].null_count() == rows.height
        elif whole.height:
            assert whole["waarde"].to_list() == [counted[area]]
            assert set(split["toestand"]) == {"verborgen"}
        else:
            assert split["waarde"].sum() == counted[area]


# ------------------------------------------------------------------ the tables


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("choice", CHOICES)
def test_no_table_and_no_sentence_holds_a_small_count(name: str, choice: Choice) -> None:
    one = shown(name, choice, areas=("gent", "brussel", "trawant"))
    counts = {"Binnen", "Later", "Onbekend", "Nog niet beoordeelbaar", "Aanmeldingen", "Gebeurd", "Wacht nog"}
    small = {cell for (_, head), cell in cells(one).items() if head in counts | set(timeliness.REASONS.values())}
    assert not small & {"1", "2", "3", "4"}
    assert not re.findall(
        r"(?<![\d.,])[1-4] (?:binnen|later|nog|onbekend|agenda|cliënt|vraag|andere|reden)", one.sentence
    )


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["binnen_de_maand_grenzen", "wachttijden"])
@pytest.mark.parametrize("choice", CHOICES)
def test_every_cell_is_its_number_or_says_why_there_is_none(name: str, choice: Choice) -> None:
    one = shown(name, choice)
    columns = {m.head: m for m in (timeliness.BOUNDS if name == "binnen_de_maand_grenzen" else timeliness.WAITS)}
    rows = {row["naam"]: row for row in one.figure.data.iter_rows(named=True)}
    for (area, head), cell in cells(one).items():
        if head not in columns:
            continue
        value = rows[area][columns[head].column]
        if value is None:
            assert cell in SIGNS | {timeliness.NOT_REACHED}
        else:
            assert cell == (text.number(value, columns[head].decimals) if value or columns[head].decimals else "-")


@pytest.mark.usefixtures("on_demo")
def test_a_median_that_is_not_reached_is_said_in_words() -> None:
    recent = Choice(van=date(2026, 9, 1), tot=date(2026, 9, 30), per="maand", eindgebeurtenis="opstart")
    table, line = shown("wachttijden", recent), shown("wachttijd", recent, "lijn")
    assert cells(table)["Vlaanderen en Brussel", "Mediaan (dagen)"] == timeliness.NOT_REACHED
    assert "meer dan de helft wacht nog" in table.sentence
    assert timeliness.NOT_REACHED in {cell for row in line.table.rows for cell in row}
    assert "meer dan de helft wacht nog" in line.table.note
    assert "n.v.t." not in line.table.note


@pytest.mark.usefixtures("on_demo")
def test_the_figures_over_time_and_of_one_period_are_told_apart() -> None:
    assert shown("wachttijd").figure.title == "Wachttijd: tot eerste interventie"
    assert shown("wachttijden").figure.title == "Wachttijd per samenwerkingsverband: tot eerste interventie"
    assert "30 dagen" not in shown("wachttijd").figure.title


# ------------------------------------------------------------------ the sentences


def numbers(said: str) -> set[str]:
    return {found.rstrip(".") for found in re.findall(r"\d[\d.]*(?:,\d+)?", said)}


def of_the_data(one: Exhibit) -> set[str]:
    data, allowed = one.figure.data, {"0", "95"}
    for name, kind in data.schema.items():
        if kind.is_numeric():
            allowed |= {text.number(v, d) for v in data[name].drop_nulls() for d in (0, 1)}
    days = [*data["periode"], one.figure.last]
    said = [text.period_label(day, one.figure.choice.per) for day in days] + [text.long_date(one.figure.last)]
    return allowed | set().union(*map(numbers, [*said, *data["naam"]]))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("choice", [*CHOICES, *(Choice(eindgebeurtenis=e, termijn=t) for e in EVENTS for t in LIMITS)])
@pytest.mark.parametrize("name", NAMES)
def test_every_number_in_a_sentence_is_one_of_the_data(name: str, choice: Choice) -> None:
    one = shown(name, choice, areas=("gent", "brussel"))
    assert {"Vlaanderen en Brussel", "Samen1Plan Gent"} <= set(
        re.findall(r"Vlaanderen en Brussel|Samen1Plan Gent", one.sentence)
    )
    assert numbers(one.sentence) <= of_the_data(one)
    assert not RANKING.search(one.sentence)


@pytest.mark.usefixtures("on_real")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("per", ["maand", "jaar"])
def test_unknown_is_not_zero(name: str, per: str) -> None:
    """Of 13 areas there is no delivery: their cells are '?', and so is the Flemish total."""
    one = shown(name, Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31), per=per))
    brussels = next(row[1:] for row in one.table.rows if row[0] == "Sonja Erteejee")
    assert set(brussels) <= {"?", ""}
    assert "?" in brussels
    assert "Vlaanderen en Brussel" in one.sentence
    assert "?" in one.sentence


@pytest.mark.usefixtures("on_empty")
@pytest.mark.parametrize("name", NAMES)
def test_without_registrations_there_is_a_sentence_and_no_table(name: str) -> None:
    for form in ENTRIES[name].forms:
        one = shown(name, form=form)
        assert one.sentence == "Er zijn geen gegevens voor deze keuze."
        assert one.table.rows == ()


@pytest.mark.usefixtures("on_empty")
def test_the_five_wordings_are_quoted_with_document_and_place() -> None:
    rows = shown("formuleringen").figure.data
    assert set(rows["formulering"]) == {
        "opnemen",
        "oppikken of behandelen",
        "eerste interventie",
        "reageren",
        "antwoorden",
    }
    assert rows.null_count().sum_horizontal().item() == 0
    assert all("maand" in quote for quote in rows["citaat"])
    assert set(rows["mogelijk"].str.replace(" of ", ", ").str.split(", ").explode()) <= set(EVENTS)


# ------------------------------------------------------------------ small numbers where a median cannot be given


def test_an_area_where_more_than_half_waits_is_still_a_part_of_the_total() -> None:
    """b has 3 events and no median: hiding only b would give the 3 away, so the smallest other area goes with it."""
    rows = {
        "gebied": ["a", "b", "c", "vlaanderen-brussel"], "periode": [date(2024, 1, 1)] * 4,
        "waarde": [12.0, None, 14.0, 13.0], "p75": [20.0, None, 22.0, 21.0], "noemer": [30, 20, 40, 90],
        "gebeurd": [25, 3, 35, 63], "toestand": ["bekend", "nvt", "bekend", "bekend"],
    }  # fmt: skip
    frame = hide_small_numbers(pl.DataFrame(rows), Rule(("noemer", "gebeurd")))
    assert frame["gebeurd"].to_list() == [None, None, 35, 63]
    assert frame["p75"].to_list() == [None, None, 22.0, 21.0]
    assert frame["toestand"].to_list() == ["verborgen", "verborgen", "bekend", "bekend"]
