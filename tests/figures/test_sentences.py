"""Every number in the sentence of a figure is one of its data, and no sentence ranks."""

from __future__ import annotations

import re
from datetime import date

import polars as pl
import pytest

from figures import EVENTS, GRAINS, LIMITS, Choice, Figure, figure, sentence, text

REGISTERED = ("aanmeldingen", "lopende_trajecten", "binnen_de_maand", "aanmeldingen_per_1000")
PUBLISHED = (
    "aanmeldingen_gepubliceerd", "budget", "budget_2017", "budget_per_onder25", "vte", "vte_per_onder25", "vte_totaal",
    "oproepen", "inwoners_partners",
)  # fmt: skip
RANKING = re.compile(
    r"\b(beste?|slechtste?|koploper\w*|achterblijver\w*|plaats|hoogste|laagste|meeste|minste|top|rang\w*|stijg\w*|daal\w*|groei\w*|toename|afname)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
CHOICES = [
    *(Choice(per=per) for per in GRAINS),
    Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31)),
    Choice(van=date(2023, 3, 1), tot=date(2025, 2, 28), per="kwartaal"),
    *(Choice(eindgebeurtenis=event, termijn=limit) for event in EVENTS for limit in LIMITS),
]


def numbers(said: str) -> set[str]:
    return {found.rstrip(".") for found in NUMBER.findall(said)}


def of_the_data(found: Figure) -> set[str]:
    """Every number a sentence may hold: values, dates, periods and counts of rows."""
    allowed: set[str] = set()
    for name, kind in found.data.schema.items():
        for value in found.data[name].drop_nulls():
            if kind.is_numeric():
                allowed |= {text.number(value, d) for d in {0, found.decimals, 2}}
            elif kind == pl.Date:
                allowed |= numbers(text.long_date(value)) | numbers(text.period_label(value, found.choice.per))
            elif kind == pl.String:
                allowed |= numbers(value)
    counts = (
        found.data.height,
        *(n for c in ("gebied", "naam") if c in found.data for n in [found.data[c].n_unique()]),
    )
    return allowed | {str(n) for n in counts} | numbers(text.long_date(found.last)) | numbers(found.unit)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", REGISTERED)
def test_every_number_is_one_of_the_data(name: str, choice: Choice) -> None:
    found = figure(name, choice)
    said = sentence(found, ("gent", "brussel"))
    assert numbers(said)
    assert numbers(said) <= of_the_data(found)
    assert not RANKING.search(said)


@pytest.mark.usefixtures("on_empty")
@pytest.mark.parametrize("name", PUBLISHED)
def test_every_number_about_a_document_is_one_of_the_data(name: str) -> None:
    found = figure(name)
    said = sentence(found)
    made = {"vte": {"208,79", "33,00", "13,00"}, "budget_2017": {"13"}, "vte_per_onder25": counted_apart(found)}
    assert numbers(said) <= of_the_data(found) | made.get(name, set())
    assert not RANKING.search(said)


def counted_apart(found: Figure) -> set[str]:
    return {str(found.data["waarde"].null_count())} if "waarde" in found.data else set()


@pytest.mark.usefixtures("on_empty")
def test_the_sentence_about_staff_gives_the_sum_and_how_sure_it_is() -> None:
    """33 = about 20 (Antwerpen) + about 13 (Waas en Dender); 13 is Trawant, the remainder."""
    said = sentence(figure("vte"))
    assert "15 samenwerkingsverbanden van toen: samen 208,79 VTE" in said
    assert "33,00 ongeveer en 13,00 afgeleid" in said


@pytest.mark.usefixtures("on_empty")
def test_the_totals_of_2020_and_2021_are_never_joined() -> None:
    said = sentence(figure("aanmeldingen_gepubliceerd"))
    assert "4.313 aanmeldingen in 2020 en 7.782 aanmeldingen in 2021" in said
    assert "niet vergelijkbaar" in said
    assert "3.469" not in said


@pytest.mark.usefixtures("on_demo")
def test_an_incomplete_period_is_named() -> None:
    assert "2026 is onvolledig: de gegevens lopen tot en met 15 september 2026." in sentence(figure("aanmeldingen"))
    whole = Choice(tot=date(2025, 12, 31))
    assert "onvolledig" not in sentence(figure("aanmeldingen", whole))


@pytest.mark.usefixtures("on_demo")
def test_the_spread_is_the_lowest_and_highest_area_of_the_last_whole_period() -> None:
    found = figure("aanmeldingen", Choice(per="jaar"))
    last = found.areas.filter((pl.col("periode") == date(2025, 1, 1)) & (pl.col("toestand") == "bekend"))["waarde"]
    assert f"tussen {text.number(last.min())} en {text.number(last.max())} in 2025." in sentence(found)


@pytest.mark.usefixtures("on_real")
def test_what_is_unknown_is_said_to_be_unknown() -> None:
    said = sentence(figure("aanmeldingen", Choice(tot=date(2023, 12, 31))))
    assert "Vlaanderen en Brussel: ?" in said
    assert " 0 " not in said


@pytest.mark.usefixtures("on_empty")
def test_without_rows_the_sentence_says_so() -> None:
    assert sentence(figure("aanmeldingen")) == "Er zijn geen gegevens voor deze keuze."
