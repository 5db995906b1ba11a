"""What the page Leveringen says besides the report: what the last delivery changed, the history, and work that takes a while."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from etl.deliveries import Loading
from figures import Choice, figure
from figures.topics.deliveries_view import changes_table, last_standing, possible_peildatum, taken_back_sentence
from queries import ask, current_version

# ------------------------------------------------------------------ what the last delivery changed


def counts(per: str) -> dict[tuple[str, date], tuple[int, ...]]:
    found = ask("wat_veranderde", {"per": per, "van": date(2023, 1, 1), "tot": date(2024, 12, 31)})
    kinds = ("waarde", "toegevoegd", "gewijzigd", "verdwenen")
    return {(r["gebied"], r["periode"]): tuple(r[k] for k in kinds) for r in found.iter_rows(named=True)}


@pytest.mark.usefixtures("on_real")
def test_what_changed_equals_a_count_on_paper() -> None:
    """The second delivery added G5, G6, G7, K3 and K4, and gave G4 an end."""
    by_month, by_year = counts("maand"), counts("jaar")
    assert {key: c for key, c in by_month.items() if c[0] and key[0] != "vlaanderen-brussel"} == {
        ("gent", date(2023, 6, 1)): (1, 0, 1, 0),
        ("gent", date(2024, 4, 1)): (2, 2, 0, 0),
        ("gent", date(2024, 5, 1)): (1, 1, 0, 0),
        ("kempen", date(2024, 1, 1)): (1, 1, 0, 0),
        ("kempen", date(2024, 2, 1)): (1, 1, 0, 0),
    }
    assert by_year["vlaanderen-brussel", date(2024, 1, 1)] == (5, 5, 0, 0)
    assert by_year["vlaanderen-brussel", date(2023, 1, 1)] == (1, 0, 1, 0)
    assert len(by_year) == 2 * 17


@pytest.mark.usefixtures("on_real")
def test_small_changes_are_hidden_in_the_figure_and_in_its_kinds() -> None:
    changed = figure("wat_veranderde", Choice(per="jaar"))
    rows = {(row[0], row[1]): row[2:] for row in changes_table(changed).rows}
    assert rows["Samen1Plan Gent", "2024"] == ("x", "x", "x", "x")
    assert rows["Vlaanderen en Brussel", "2024"] == ("5", "5", "-", "-")
    assert ("Trawant", "2024") not in rows


@pytest.mark.usefixtures("on_demo")
def test_the_kinds_add_up_to_the_whole() -> None:
    found = counts("kwartaal")
    assert len(found) > 17
    assert all(whole == sum(kinds) for whole, *kinds in found.values())
    for period in {period for _, period in found}:
        areas = [c[0] for (area, own), c in found.items() if own == period and area != "vlaanderen-brussel"]
        assert found["vlaanderen-brussel", period][0] == sum(areas)


@pytest.mark.usefixtures("on_empty")
def test_without_a_delivery_nothing_changed() -> None:
    assert current_version()
    assert figure("wat_veranderde").empty


# ------------------------------------------------------------------ dates and history


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        (None, date(2026, 3, 1)),
        (date(2025, 1, 2), date(2025, 1, 2)),
        (date(9999, 12, 31), date(2026, 3, 1)),
        (date(1999, 1, 1), date(2018, 9, 1)),
    ],
)
def test_the_peildatum_that_is_offered_can_be_one(found: date | None, shown: date) -> None:
    assert possible_peildatum(found, date(2026, 3, 1)) == shown


def line(actie: str, name: str, minutes: int, gelezen: int | None = 3) -> Loading:
    moment = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    return Loading(moment, actie, name, f"sha-{name}", "voorlopig", gelezen)


@pytest.mark.parametrize(
    ("written", "last"),
    [
        ([], None),
        ([("geladen", "a")], "a"),
        ([("geladen", "a"), ("geladen", "b")], "b"),
        ([("geladen", "a"), ("geladen", "b"), ("teruggenomen", "b")], "a"),
        ([("geladen", "a"), ("teruggenomen", "a")], None),
        ([("geladen", "a"), ("teruggenomen", "a"), ("geladen", "a")], "a"),
    ],
)
def test_the_last_load_is_the_last_that_was_not_taken_back(written: list[tuple[str, str]], last: str | None) -> None:
    newest_first = [line(*one, minutes) for minutes, one in enumerate(written)][::-1]
    found = last_standing(newest_first)
    assert (found.bestand if found else None) == last
    said = taken_back_sentence(newest_first)
    assert bool(said) == (written != [] and written[-1][0] == "teruggenomen")


def test_a_file_that_was_put_there_by_hand_is_no_load() -> None:
    assert last_standing([line("geladen", "hand", 2, None), line("geladen", "a", 1)]).bestand == "a"


# ------------------------------------------------------------------ long work


def twice_at_once() -> None:
    import streamlit as st

    from figures import show

    done = st.session_state.setdefault("gedaan", [])

    def work(say):
        say(0.5, "half")
        done.append(1)
        return len(done)

    st.write([show.follow(("werk", "dubbele klik"), work, "Bezig.") for _ in range(2)])


def fails_once() -> None:
    import streamlit as st

    from figures import show

    tried = st.session_state.setdefault("geprobeerd", [])

    def work(say):
        tried.append(1)
        if len(tried) == 1:
            raise ValueError("mislukt")
        return "gelukt"

    try:
        st.write(show.follow(("werk", "mislukt"), work, "Bezig."))
    except ValueError as error:
        st.write(str(error))


def test_a_double_click_does_the_work_once() -> None:
    app = AppTest.from_function(twice_at_once).run()
    assert app.session_state["gedaan"] == [1]
    app.run()
    assert app.session_state["gedaan"] == [1]


def test_work_that_failed_is_tried_again() -> None:
    app = AppTest.from_function(fails_once).run()
    assert app.markdown[0].value == "mislukt"
    assert app.run().markdown[0].value == "gelukt"
