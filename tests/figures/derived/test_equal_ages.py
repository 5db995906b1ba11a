"""Rates with equal ages, from the rows of the question."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from figures.derived.equal_ages import standardised

START = date(2024, 1, 1)
FLANDERS = "vlaanderen-zonder-brussel"


def rows(areas: list[tuple[str, int, int, int | None, int | None]]) -> pl.DataFrame:
    frame = pl.DataFrame(
        areas, schema=["gebied", "jonger_18", "vanaf_18", "jongeren_0_17", "jongeren_18_24"], orient="row"
    )
    return frame.with_columns(
        periode=pl.lit(START),
        teller=pl.col("jonger_18") + pl.col("vanaf_18"),
        noemer=pl.col("jongeren_0_17") + pl.col("jongeren_18_24"),
        toestand=pl.lit(None, pl.String),
    )


def made(*areas: tuple[str, int, int, int | None, int | None]) -> dict[str, dict]:
    return {row["gebied"]: row for row in standardised(rows(list(areas))).iter_rows(named=True)}


def test_the_worked_example_of_the_method() -> None:
    # figures/methods/standardise.py: 10 of 1.000 and 30 of 1.000, a standard of three to one: 15, from 10,05 to 21,27.
    found = made(("a", 10, 30, 1000, 1000), (FLANDERS, 100, 100, 3000, 1000))["a"]
    assert (found["ruw"], found["waarde"]) == (20.0, 15.0)
    assert (found["onder"], found["boven"]) == pytest.approx((10.05, 21.27), abs=0.051)


def test_an_area_with_the_ages_of_the_standard_keeps_its_crude_rate() -> None:
    found = made(("a", 40, 20, 3000, 1000), (FLANDERS, 100, 100, 300_000, 100_000))["a"]
    assert found["waarde"] == found["ruw"] == 15.0


def test_too_few_and_without_people_there_is_no_rate() -> None:
    found = made(("a", 5, 4, 1000, 1000), ("brussel", 50, 40, None, None), (FLANDERS, 100, 100, 3000, 1000))
    assert found["a"]["waarde"] is None
    assert found["a"]["toestand"] == "nvt"
    assert found["a"]["ruw"] == 4.5
    assert found["brussel"]["waarde"] is found["brussel"]["ruw"] is None


def test_no_rows_give_the_same_columns() -> None:
    whole = standardised(rows([("a", 40, 20, 3000, 1000), (FLANDERS, 100, 100, 3000, 1000)]))
    assert standardised(rows([("a", 40, 20, 3000, 1000)]).clear()).schema == whole.schema
