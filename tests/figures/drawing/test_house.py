"""The house style as data: readable colours, the same as those of the charts, and a clear sentence when it is wrong."""

from __future__ import annotations

import re

import pytest

from figures.drawing import style
from figures.drawing.house import COLOURS, READABLE, STYLE_FILE, HouseError, contrast, house, read_house

IN_CHARTS = {
    "tekst": style.TEXT, "blauw": style.BLUE, "donkerblauw": style.DARK_BLUE, "rood": style.RED, "bruin": style.BROWN,
    "groen": style.GREEN, "grijs": style.GREY, "lichtgrijs": style.LIGHT_GREY, "bleek": style.PALE, "geel": style.YELLOW,
}  # fmt: skip
SAID = STYLE_FILE.read_text(encoding="utf-8")


def test_the_colours_are_those_of_the_charts() -> None:
    assert house().colours == IN_CHARTS
    assert set(IN_CHARTS) == set(COLOURS)


def test_the_fonts_are_those_of_the_screen() -> None:
    assert tuple(re.findall(r'[^",]+', style.FONT.replace(", ", ","))) == house().screen_fonts


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#0055cc", "#ffffff", 6.62), ("#ffffff", "#ffffff", 1)],
)
def test_contrast_as_wcag_defines_it(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == pytest.approx(expected, abs=0.005)
    assert contrast(one, other) == contrast(other, one)


def test_text_is_readable_on_white_and_on_its_backgrounds() -> None:
    colours = house().colours
    assert {"tekst", "donkerblauw", "grijs"} <= set(house().on_white)  # those the documents write with
    for name in house().on_white:
        assert contrast(colours[name], "#ffffff") >= READABLE
    for ground in ("geel", "bleek"):
        assert contrast(colours["tekst"], colours[ground]) >= READABLE


def test_no_font_and_no_logo_comes_with_the_monitor() -> None:
    assert house().logo is None
    root = STYLE_FILE.parents[1]
    found = [p for folder in ("data", "figures", "pages") for p in (root / folder).rglob("*") if p.suffix in (".ttf", ".otf", ".woff", ".woff2")]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('blauw: "#0055cc"', 'azuur: "#0055cc"', "ontbreekt blauw"),
        ('tekst: "#333332"', 'tekst: "#DDD"', "De kleur tekst in huis.yml is geen #rrggbb"),
        ('grijs: "#687483"', 'grijs: "#aaaaaa"', "De kleur grijs in huis.yml is te licht"),
        ("logo:", "logo: weg.png", "Het logo in huis.yml is niet te vinden: weg.png"),
        ("blad: 210", "blad: breed", "huis.yml is niet te lezen als huisstijl"),
        ("op_wit: [tekst,", "op_wit: [inkt,", "De kleur inkt onder op_wit"),
        ("kleuren:", "kleuren: [", "huis.yml is niet te lezen als huisstijl"),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(old: str, new: str, said: str) -> None:
    assert old in SAID
    with pytest.raises(HouseError, match=re.escape(said)) as error:
        read_house(SAID.replace(old, new, 1), "huis.yml")
    assert "\n" not in str(error.value)
