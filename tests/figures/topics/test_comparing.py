"""Two periods beside each other: both values always, a difference only where the guard gives one, else the reason."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from figures import Choice, Figure, figure, guard
from figures.catalogue import ENTRIES, view
from figures.exhibit import exhibit
from figures.measures import TREND_MEASURES
from figures.text import TOTALS
from figures.topics import comparing
from queries import Version

FLANDERS = "vlaanderen-brussel"
JAN = {year: date(year, 1, 1) for year in range(2019, 2028)}


def beside(name: str, one: int, other: int, **more) -> Figure:
    return comparing.beside(name, Choice(een=JAN[one], ander=JAN[other], **more))


def flanders(found: Figure) -> dict:
    return found.totals.row(0, named=True)


@pytest.fixture(autouse=True)
def _version(on_demo: Version) -> None:
    """Every test reads the generated demo, unless it says otherwise."""


# ------------------------------------------------------------------ which periods


def test_the_last_two_whole_periods_come_first_and_the_published_years_last() -> None:
    years = list(comparing.options("aanmeldingen", Choice()))
    assert years == [
        "2025", "2024", "2023", "2022", "2026 (onvolledig)", "2021 (zelfrapportage)", "2020 (zelfrapportage)"
    ]  # fmt: skip
    found = comparing.beside("aanmeldingen", Choice())
    assert (found.data["periode"][0], found.data["periode_2"][0]) == (JAN[2024], JAN[2025])


@pytest.mark.parametrize("name", [n for n in TREND_MEASURES.values() if n != "aanmeldingen"])
def test_nothing_was_published_of_another_measure(name: str) -> None:
    assert not [label for label in comparing.options(name, Choice()) if "zelfrapportage" in label]


def test_periods_are_named_in_the_chosen_grain() -> None:
    assert next(iter(comparing.options("lopende_trajecten", Choice(per="kwartaal")))) == "2e kwartaal 2026"
    assert list(comparing.options("aanmeldingen_gepubliceerd", Choice())) == ["2021", "2020"]


def test_a_figure_without_periods_has_none_to_compare() -> None:
    assert comparing.options("documenten", Choice()) == {}
    assert list(comparing.options("budget", Choice())) == ["1 januari 2021"]
    found = comparing.beside("budget", Choice())
    assert found.empty
    assert comparing.verdict_sentence(found) == "Er zijn nog geen twee perioden om te vergelijken."
    assert comparing.comparison_table(found).rows == ()


# ------------------------------------------------------------------ both values, and what may be said of them


@pytest.mark.parametrize("name", TREND_MEASURES.values())
def test_the_values_are_those_of_the_figure(name: str) -> None:
    found, whole = beside(name, 2023, 2025), figure(name)
    for start, suffix in ((2023, ""), (2025, "_2")):
        own = whole.data.filter(pl.col("periode") == JAN[start])
        expected = {r["gebied"]: (r["waarde"], r["toestand"]) for r in own.iter_rows(named=True)}
        got = found.data.select("gebied", f"waarde{suffix}", f"toestand{suffix}").iter_rows()
        assert {area: (value, state) for area, value, state in got} == expected
    given_ = found.data.filter(pl.col("verschil").is_not_null())
    assert given_.height > 5
    assert given_.select((pl.col("waarde_2") - pl.col("waarde") - pl.col("verschil")).abs().max()).item() == 0


def test_2020_and_2021_stand_beside_each_other_without_a_difference() -> None:
    found = beside("aanmeldingen", 2020, 2021)
    row = flanders(found)
    assert (row["waarde"], row["waarde_2"], row["verschil"], row["procent"]) == (4313, 7782, None, None)
    assert row["oordeel"] == "blokkerend"
    table = comparing.comparison_table(found)
    assert table.rows[0][1:3] == ("4.313", "7.782")
    assert table.rows[0][3].startswith("niet vergelijkbaar: breuk op 1 januari 2021")
    said = " ".join([*table.rows[0], comparing.comparison_sentence(found), *found.footnotes, found.data.write_csv()])
    assert "hertekend" in said
    assert not [change for change in ("3.469", "3469", "80,4", "80.4", "1,8") if change in said]
    assert not found.demo
    assert found.accounting is None


def test_2021_and_2022_stand_beside_each_other_without_a_difference() -> None:
    found = beside("aanmeldingen", 2021, 2022)
    row = flanders(found)
    assert (row["waarde"], row["waarde_2"]) == (7782, figure("aanmeldingen").totals["waarde"][0])
    assert found.data["verschil"].null_count() == found.data["procent"].null_count() == found.data.height == 17
    assert set(found.areas["toestand"]) == {"onbekend"}
    assert "BINC" in comparing.verdict_sentence(found)
    assert [b.id for b in found.breaks] == ["binc-2022"]
    assert found.demo
    assert {s.status for s in found.sources} == {"demo", "officieel"}
    assert "2021: Het totale aantal aanmeldingen" in found.question.definitie


def test_a_year_that_is_not_over_is_not_compared() -> None:
    found = beside("aanmeldingen", 2025, 2026)
    assert set(found.data["reden"]) == {"2026 is nog niet volledig"}
    assert comparing.verdict_sentence(found).endswith("De reden: 2026 is nog niet volledig.")


def test_a_warning_is_in_the_number_and_in_the_words() -> None:
    found = beside("aanmeldingen", 2022, 2025)
    table = comparing.comparison_table(found)
    numbers = [row[3] for row in table.rows if "niet vergelijkbaar" not in row[3]]
    assert numbers
    assert all(said.endswith("▲") for said in numbers)
    assert "breuk op 1 december 2023" in comparing.verdict_sentence(found)
    assert {row[-1] for row in table.rows} <= {"▲ met voorbehoud", "niet vergelijkbaar"}
    assert [b.id for b in found.breaks] == ["crisis-2023"]


def test_what_nothing_is_said_about_is_free() -> None:
    found = beside("kwaliteit_achterstand", 2024, 2025)
    assert comparing.verdict_sentence(found).startswith("2024 en 2025 zijn vergelijkbaar.")
    assert "▲" not in str(comparing.comparison_table(found))


def test_the_difference_of_percentages_is_in_procentpunt_and_has_no_percentage() -> None:
    found = beside("binnen_de_maand", 2024, 2025)
    assert found.data["procent"].null_count() == found.data.height
    assert "Verschil in procentpunt" in comparing.comparison_table(found).columns
    assert "Verschil in %" not in comparing.comparison_table(found).columns
    assert "procentpunt" in comparing.comparison_sentence(found)


def test_nothing_is_computed_on_a_hidden_number() -> None:
    found = comparing.beside("aanmeldingen", Choice(per="maand"))
    hidden = found.data.filter((pl.col("toestand") == "verborgen") | (pl.col("toestand_2") == "verborgen"))
    assert not hidden.is_empty()
    assert hidden["verschil"].null_count() == hidden.height
    assert all("verborgen" in said for said in hidden["reden"])
    rows = [row for row in comparing.comparison_table(found).rows if "x" in row]
    assert len(rows) == hidden.height
    assert all("verborgen: te klein om te tonen" in row[3] for row in rows)
    assert "sommige rijen" in comparing.verdict_sentence(found)


def test_a_zero_before_gives_a_difference_and_the_reason_for_no_percentage() -> None:
    one = guard.cell(figure("aanmeldingen"), FLANDERS, JAN[2024])
    zero = comparing.replace(one, value=0.0, state="nul")
    other = guard.cell(figure("aanmeldingen"), FLANDERS, JAN[2025])
    row = comparing.Row("Vlaanderen", zero, other, guard.difference(zero, other), guard.percentage(zero, other))
    found = beside("aanmeldingen", 2024, 2025)
    shown = found.with_rows(pl.DataFrame([comparing._record(row)], schema=found.data.schema))
    cells = comparing.comparison_table(shown).rows[0]
    assert cells[3].startswith("+")
    assert cells[4] == "niet vergelijkbaar: Het cijfer van 2024 is nul: delen door nul kan niet"


# ------------------------------------------------------------------ what belongs to both periods together


def test_the_caveats_are_those_of_the_two_periods_and_not_of_the_years_between() -> None:
    ids = {c.id for c in beside("aanmeldingen", 2021, 2023).caveats}
    assert {"C12", "C9"} <= ids
    assert "C8" not in ids  # of 2022 alone
    assert "C8" in {c.id for c in beside("aanmeldingen", 2022, 2023).caveats}


def test_the_figure_says_which_two_periods_it_is_about() -> None:
    found = beside("binnen_de_maand", 2023, 2025, termijn="kalendermaand")
    assert found.period == "2023 en 2025"
    assert (found.first, found.last) == (JAN[2023], date(2025, 12, 31))
    assert (
        found.title
        == "Aandeel binnen de maand, twee perioden naast elkaar: eerste interventie binnen een kalendermaand"
    )
    assert found.recipe == "binnen_de_maand_vergelijking"
    assert comparing.comparison_table(found).caption.startswith("DEMOGEGEVENS · ")
    assert any("Periode: 2023 en 2025." in line for line in found.footnotes)


def test_other_periods_are_another_figure_with_another_stamp() -> None:
    stamps = {beside("aanmeldingen", a, b).stamp for a, b in ((2023, 2024), (2024, 2023), (2024, 2025))}
    assert len(stamps) == 3
    assert beside("aanmeldingen", 2023, 2024).stamp == beside("aanmeldingen", 2023, 2024).stamp


def test_the_years_in_the_filter_make_no_difference_to_two_chosen_periods() -> None:
    narrow = beside("aanmeldingen", 2022, 2023, van=JAN[2025], tot=date(2025, 12, 31))
    assert narrow.stamp == beside("aanmeldingen", 2022, 2023).stamp


def test_the_rows_behind_both_periods_add_up() -> None:
    shown = {year: figure("aanmeldingen", Choice(van=JAN[year], tot=date(year, 12, 31))).accounting for year in (2022, 2023, 2025)}  # fmt: skip
    counted = {year: dict(account.parts).get(comparing.SHOWN, 0) for year, account in shown.items()}
    for one, other in ((2022, 2023), (2022, 2025)):
        account = beside("aanmeldingen", one, other).accounting
        assert account.gelezen == sum(rows for _, rows in account.parts)
        assert dict(account.parts)[comparing.SHOWN] == counted[one] + counted[other]
    assert beside("lopende_trajecten", 2022, 2025).accounting is None
    assert beside("lopende_trajecten", 2024, 2025).accounting is not None


# ------------------------------------------------------------------ whatever is asked


@given(data=st.data())
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_difference_has_no_reason_against_it_and_the_lack_of_one_has(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([*TREND_MEASURES.values(), "kwaliteit_achterstand", "aanmeldingen_gepubliceerd"]))
    per = data.draw(st.sampled_from(["jaar", "kwartaal", "maand"]))
    starts = st.sampled_from([*comparing.options(name, Choice(per=per)).values(), date(2035, 1, 1), date(2024, 1, 15)])
    found = comparing.beside(name, Choice(per=per, een=data.draw(starts), ander=data.draw(starts)))
    table = comparing.comparison_table(found)
    assert len(table.rows) == len(table.values) == found.data.height
    for row, cells in zip(found.data.iter_rows(named=True), table.rows, strict=True):
        assert (row["verschil"] is None) == (row["oordeel"] == "blokkerend")
        assert (row["reden"] == "") == (row["oordeel"] == "vrij")
        assert row["procent"] is not None or row["reden_procent"]
        assert ("niet vergelijkbaar: " in cells[3]) == (row["verschil"] is None)
    blocking = [b for b in found.breaks if b.severity == "blokkerend"]
    assert not blocking or found.data["verschil"].null_count() == found.data.height
    verdict = comparing.comparison(figure(name, Choice(per=per)), found.choice.een, found.choice.ander).verdict
    assert verdict.allowed == bool(found.data["verschil"].count())
    assert verdict.severity == "vrij" or verdict.reasons


def test_of_every_pair_of_years_the_row_says_what_the_guard_says() -> None:
    for one, other in product(range(2020, 2027), repeat=2):
        found = beside("aanmeldingen", one, other)
        allowed = one != other and min(one, other) >= 2022 and max(one, other) <= 2025
        assert (flanders(found)["verschil"] is not None) == allowed, (one, other)
        assert flanders(found)["waarde"] > 0


def test_totals_stand_last_and_areas_in_the_order_of_their_names() -> None:
    names = beside("aanmeldingen", 2024, 2025).data["gebied"].to_list()
    assert names == [*figure("aanmeldingen").areas["gebied"].unique(maintain_order=True), FLANDERS]
    assert set(names) & set(TOTALS) == {FLANDERS}


CHANGE = re.compile("verschil|evolutie|groei|toename|stijging|daling|delta|procent_")


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_no_figure_of_the_monitor_holds_a_change_without_a_verdict(name: str) -> None:
    data = exhibit(view(name)).figure.data
    changes = [column for column in data.columns if CHANGE.search(column)]
    assert not changes or "oordeel" in data.columns
    if changes:
        refused = data.filter(pl.col("oordeel") == "blokkerend")
        assert refused["verschil"].null_count() == refused["procent"].null_count() == refused.height


# ------------------------------------------------------------------ other warehouses


@pytest.mark.usefixtures("on_empty")
def test_without_registrations_only_the_published_years_can_be_asked_for() -> None:
    assert list(comparing.options("aanmeldingen", Choice())) == ["2021 (zelfrapportage)", "2020 (zelfrapportage)"]
    assert flanders(comparing.beside("aanmeldingen", Choice()))["verschil"] is None
    assert comparing.beside("binnen_de_maand", Choice()).empty


@pytest.mark.usefixtures("on_real")
def test_with_real_deliveries_the_word_demo_is_gone() -> None:
    found = comparing.beside("aanmeldingen", Choice(per="maand"))
    assert not found.demo
    assert "DEMO" not in comparing.comparison_table(found).caption
    assert flanders(found)["verschil"] is None  # a part of the areas sent nothing: the total is unknown
