"""Every question says what its answer means, runs on any warehouse, and keeps to SQL that another engine speaks."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest
import yaml

from figures import Choice
from figures.derived import with_derived
from figures.topics.comparability import MEASURES
from queries import MONTHS, ask, definition, parameters, question, questions

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "queries").glob("*.sql"))
NAMES = [path.stem for path in FILES]
KEYS = {
    "titel", "eenheid", "definitie", "herkomst", "maten", "teller", "noemer", "richting", "eenheid_kort", "decimalen",
    "bestanden", "klein", "klein_apart", "rijen", "rijen_vraag", "buiten",
    "interval", "per", "bewerking", "sql_van", "waarde", "deel", "alle_perioden", "telt_niet_op", "beide_totalen", "korrel",
}  # fmt: skip
REQUIRED = ("titel", "eenheid", "definitie", "herkomst", "maten")
ORIGINS = {"registraties", "documenten", "bouw"}
UNPORTABLE = (
    "group by all", "order by all", "pivot", "//", "arg_max", "arg_min", "max_by", "min_by", "strftime", "within group",
    "generate_series", "qualify", "exclude", "::", "ilike", "unnest", "list_", "struct_", "datediff", "epoch", "quantile",
)  # fmt: skip
ONE_ROW = ("rijen", "versie", "vte_totaal")


SHARING = [name for name in NAMES if question(name).sql_van]


def head_and_sql(name: str) -> tuple[dict, str]:
    """Head and SQL of a definition; the SQL that a question takes of another one is part of it."""
    head, sql = definition(name).removeprefix("/*").split("*/", 1)
    return yaml.safe_load(head), sql


def bare(sql: str) -> str:
    """The SQL without comments and without the words between quotes."""
    return re.sub(r"--[^\n]*|'[^']*'", " ", sql).casefold()


def answer(name: str) -> pl.DataFrame:
    """The answer as a figure gets it: a question over a distribution gives one row per area and period only then."""
    choice = Choice(per="kwartaal")
    return with_derived(question(name), ask(name, {key: getattr(choice, key) for key in parameters(name)}))


@pytest.mark.parametrize("name", NAMES)
def test_the_head_is_complete(name: str) -> None:
    head, _ = head_and_sql(name)
    assert set(head) <= KEYS
    assert [key for key in REQUIRED if key not in head] == []
    assert all(isinstance(head[key], str) and head[key].strip() for key in REQUIRED[:4])
    assert head["definitie"].strip().endswith(".")
    assert head["herkomst"] in ORIGINS
    assert set(head["maten"]) <= set(MEASURES.values())


@pytest.mark.parametrize("name", SHARING)
def test_a_question_that_takes_the_sql_of_another_one_has_none_of_its_own(name: str) -> None:
    own = (ROOT / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    shared = question(name).sql_van
    assert own.split("*/", 1)[1].strip() == ""
    assert question(shared).sql_van is None
    assert definition(name) == own + definition(shared).split("*/", 1)[1]


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_what_the_head_takes_of_an_answer_is_in_it(name: str) -> None:
    asked, taken = question(name), parameters(name)
    columns = set(answer(name).columns) if not asked.bewerking else set()
    assert asked.waarde is None or asked.waarde in columns
    assert not columns & {column for column, _ in asked.deel}
    assert not asked.alle_perioden or {"per", "van", "tot"} <= taken
    assert {*asked.telt_niet_op, *filter(None, [asked.beide_totalen])} <= columns | set(answer(name).columns)
    assert asked.korrel in (None, *MONTHS)


@pytest.mark.parametrize("name", NAMES)
def test_the_head_names_files_that_exist(name: str) -> None:
    head, _ = head_and_sql(name)
    for file in head.get("bestanden", []):
        folder = ROOT / "data" if file.startswith("geo/") else ROOT / "data" / "raw"
        assert (folder / file).is_file()
    if head["herkomst"] == "documenten":
        assert head.get("bestanden")


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_a_count_of_dossiers_says_what_it_counts_and_hides_what_is_small(name: str) -> None:
    asked, data = question(name), answer(name)
    if asked.from_registrations and "waarde" in data.columns:
        assert asked.teller
        assert asked.klein
    if "waarde" in data.columns and "per" in parameters(name):
        assert data.schema["volledig"] == pl.Boolean
    assert asked.noemer or "noemer" not in data.columns
    assert {*asked.klein, *asked.klein_apart, *asked.rijen} <= set(data.columns)
    assert all(data.schema[column].is_integer() for column in (*asked.klein, *asked.klein_apart))


@pytest.mark.parametrize("name", NAMES)
def test_the_sql_is_portable(name: str) -> None:
    sql = bare(head_and_sql(name)[1])
    assert [word for word in UNPORTABLE if word in sql] == []
    assert sql.count("date_trunc(") == sql.count("cast(date_trunc(")
    assert ";" not in sql.rstrip().rstrip(";")


def whole_divisions(sql: str) -> list[str]:
    """Lines that divide without a cast to double before the sign, or by a name that was one."""
    doubles = set(re.findall(r"as double\).*\bas (\w+),?$", sql, re.MULTILINE))
    divided = [line for line in sql.splitlines() if "/" in line]
    return [
        line
        for line in divided
        if "as double)" not in line.split("/")[0] and not set(re.findall(r"/\s*(\w+)", line)[:1]) <= doubles
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_division_is_never_between_whole_numbers(name: str) -> None:
    assert whole_divisions(bare(head_and_sql(name)[1])) == []


def test_a_division_between_whole_numbers_is_found() -> None:
    assert whole_divisions("select a / b as c") == ["select a / b as c"]
    assert whole_divisions("select cast(a as double) / b as c,\nd / c as e") == []


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_the_rows_come_in_a_fixed_order(name: str) -> None:
    sql = bare(head_and_sql(name)[1])
    outside = re.sub(r"\([^()]*\)", " ", re.sub(r"\([^()]*\)", " ", sql))
    if name in ONE_ROW:
        assert answer(name).height == 1
    else:
        assert "order by" in outside


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_on_the_demo_and_gives_rows_and_portable_types(name: str) -> None:
    data = answer(name)
    assert data.height > 0
    assert not [column for column, kind in data.schema.items() if isinstance(kind, pl.Decimal)]


@pytest.mark.usefixtures("on_empty")
@pytest.mark.parametrize("name", NAMES)
def test_it_runs_without_registrations(name: str) -> None:
    data = answer(name)
    if question(name).from_registrations and name != "rijen":
        assert data.is_empty()
    elif name == "rijen":
        assert set(data.row(0)) == {0}
    else:
        assert data.height > 0


@pytest.mark.parametrize("name", NAMES)
def test_the_answer_has_the_same_columns_when_partnerships_are_missing(
    stand, demo_warehouse: Path, real_warehouse: Path, name: str
) -> None:
    stand(demo_warehouse)
    whole = answer(name)
    stand(real_warehouse)
    assert answer(name).schema == whole.schema


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", NAMES)
def test_no_two_rows_are_about_the_same_area_and_period(name: str) -> None:
    asked, data = question(name), answer(name)
    if asked.from_registrations and {"gebied", "periode"} <= set(data.columns):
        # An answer with parts has a row per part of an area; a municipality can share its name with another.
        named = [name for name in ("gebied", "periode", "onderdeel", "nis5") if name in data.columns]
        assert data.select(named).is_duplicated().sum() == 0


def test_the_checks_above_would_see_a_bad_word() -> None:
    assert [w for w in UNPORTABLE if w in bare("select a // b from t group by all -- pivot\n where x = 'pivot'")] == [
        "group by all",
        "//",
    ]


def test_every_file_is_a_question() -> None:
    assert sorted(questions()) == NAMES
    assert all(question(name).naam == name for name in NAMES)
