"""The only door to the warehouse: what it says when there is none, and that it sees a new one at the next question."""

from __future__ import annotations

import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import duckdb
import pytest

from figures import Choice, figure
from queries import (
    EVER,
    UnknownQuestion,
    Version,
    WarehouseMissing,
    _answer,
    _parsed,
    ask,
    current_version,
    definition,
    parameters,
    question,
    questions,
    warehouse_path,
)

EVERYTHING = {"per": "jaar", "van": date(2018, 9, 1), "tot": date(2100, 12, 31)}


def test_an_absent_warehouse_says_how_to_make_it(stand, tmp_path: Path) -> None:
    with pytest.raises(WarehouseMissing, match=r"bestaat nog niet. Maak het met: python -m etl"):
        stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing):
        figure("aanmeldingen")


@pytest.mark.parametrize("content", [b"", b"geen databank", b"\x00" * 20_000])
def test_an_unreadable_warehouse_says_how_to_make_it(stand, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(content)
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="python -m etl"):
        ask("versie")


def test_a_warehouse_cut_short_says_how_to_make_it(stand, tmp_path: Path, empty_warehouse: Path) -> None:
    (tmp_path / "warehouse.duckdb").write_bytes(empty_warehouse.read_bytes()[:5000])
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="python -m etl"):
        ask("versie")


@pytest.mark.parametrize("table", ["create table iets (a text)", "create table bouw (data_versie text)"])
def test_a_warehouse_of_another_version_says_how_to_make_it(stand, tmp_path: Path, table: str) -> None:
    with duckdb.connect(str(tmp_path / "warehouse.duckdb")) as con:
        con.execute(table)
    stand(tmp_path / "warehouse.duckdb")
    with pytest.raises(WarehouseMissing, match="past niet bij deze versie van de monitor"):
        ask("versie")


@pytest.mark.usefixtures("on_empty")
def test_an_unknown_question() -> None:
    for lookup in (ask, question, parameters, figure):
        with pytest.raises(UnknownQuestion):
            lookup("bestaat_niet")


def test_the_variable_names_the_warehouse(stand, empty_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand(empty_warehouse)
    assert warehouse_path() == empty_warehouse
    monkeypatch.delenv("MONITOR_WAREHOUSE")
    assert warehouse_path() == Path(__file__).parents[2] / "warehouse.duckdb"


def put_in_place(source: Path, target: Path) -> None:
    """As the build does it: beside, then renamed."""
    shutil.copyfile(source, target.with_suffix(".nieuw"))
    os.replace(target.with_suffix(".nieuw"), target)


def test_a_reader_sees_a_new_warehouse_at_the_next_question(
    stand, tmp_path: Path, empty_warehouse: Path, real_warehouse: Path
) -> None:
    target = tmp_path / "warehouse.duckdb"
    put_in_place(empty_warehouse, target)
    before = stand(target)
    assert ask("aanmeldingen", EVERYTHING).is_empty()
    assert figure("aanmeldingen").empty
    put_in_place(real_warehouse, target)
    assert current_version() != before
    assert not ask("aanmeldingen", EVERYTHING).is_empty()
    assert not figure("aanmeldingen").empty
    assert figure("aanmeldingen").version == ask("versie")["data_versie"].item()


def test_who_was_still_reading_keeps_the_old_one(
    stand, tmp_path: Path, empty_warehouse: Path, real_warehouse: Path
) -> None:
    target = tmp_path / "warehouse.duckdb"
    put_in_place(real_warehouse, target)
    before = stand(target)
    old = ask("versie")
    put_in_place(empty_warehouse, target)
    assert not ask("versie").equals(old)
    assert ask("versie", version=before).equals(old)


def test_readers_at_the_same_time_get_their_own_answer(on_demo: Version) -> None:
    def count(year: int) -> tuple[int, int]:
        span = {"per": "jaar", "van": date(year, 1, 1), "tot": date(year, 12, 31)}
        return year, ask("aanmeldingen", span)["waarde"].sum()

    years = [2022, 2023, 2024, 2025] * 10
    alone = dict(map(count, years[:4]))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(count, years)) == [(year, alone[year]) for year in years]


def test_a_value_is_bound_and_never_read_as_sql(on_demo: Version) -> None:
    nasty = "maand'; drop table maand; --"
    frame = ask("aanmeldingen", EVERYTHING | {"per": nasty})
    assert frame.is_empty()  # no grain it knows
    assert ask("aanmeldingen", EVERYTHING)["periode"].n_unique() == 5


# ------------------------------------------------------------------ asked once


SPANS = {
    "alles": (date(2018, 9, 1), date(2100, 12, 31)),
    "hele perioden": (date(2024, 1, 1), date(2025, 12, 31)),
    "doorgesneden": (date(2023, 2, 10), date(2024, 8, 20)),
    "een maand": (date(2024, 5, 1), date(2024, 5, 31)),
    "ervoor": (date(2010, 1, 1), date(2012, 12, 31)),
    "ooit": tuple(EVER.values()),
}


@pytest.mark.parametrize("name", [name for name, one in questions().items() if one.alle_perioden])
def test_the_periods_of_a_span_are_what_the_warehouse_says_of_that_span(on_demo: Version, name: str) -> None:
    """They come out of one answer for all periods: nothing of a period may hang on another one."""
    asked, sql = _parsed(name, definition(name))
    for per in ("maand", "kwartaal", "jaar"):
        for first, last in SPANS.values():
            values = {key: getattr(Choice(van=first, tot=last, per=per), key) for key in parameters(name)}
            plain = _answer(on_demo, sql, **values)
            plain = plain.with_columns(waarde=asked.waarde) if asked.waarde else plain
            assert ask(name, values).equals(plain), (per, first)


def asked_anew(*wanted: tuple[str, dict]) -> int:
    """How many questions the warehouse gets when these are asked."""
    _answer.cache_clear()
    for name, values in wanted:
        ask(name, values)
    return _answer.cache_info().misses


def test_what_shares_an_answer_is_asked_once(on_demo: Version) -> None:
    year = {"per": "jaar", "van": date(2025, 1, 1), "tot": date(2025, 12, 31)}
    stream = [
        (f"trajecten_{part}", span) for part in ("stroom", "opgestart", "afgerond") for span in (EVERYTHING, year)
    ]
    fields = [("kwaliteit_ontbrekend", year | {"veld": field}) for field in ("aanmelder", "geslacht")]
    checks = [("kwaliteit_onmogelijk", {"regel": "alle"} | year), ("kwaliteit_zonder_einde", year)]
    assert asked_anew(*stream) == 1
    assert asked_anew(*fields, *checks) == 1
    assert asked_anew(("aanmeldingen", year), ("aanmeldingen", year | {"van": date(2025, 2, 1)})) == 2
    assert asked_anew(("rijen_lopend", {}), ("rijen_lopend", {})) == 1


def test_questions_that_share_an_answer_keep_their_own_part(on_demo: Version) -> None:
    stream, started, ended = (ask(f"trajecten_{part}", EVERYTHING) for part in ("stroom", "opgestart", "afgerond"))
    assert stream["waarde"].equals(stream["lopend_einde"])
    assert started["waarde"].equals(stream["opgestart"].rename("waarde"))
    assert ended["waarde"].equals(stream["afgerond"].rename("waarde"))
    rules = {code: ask("kwaliteit_onmogelijk", EVERYTHING | {"regel": code}) for code in ("alle", "W01", "W02")}
    assert len({tuple(frame["teller"]) for frame in rules.values()}) == 3
    assert {frame.height for frame in rules.values()} == {stream.height}
