"""Words on paper are measured as they are drawn, and labels keep off each other."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet

from figures.files.paper.scales import spread, tick_labels, ticks_to
from figures.files.paper.words import Font, drawable, properties, width, wrapped

SMALL = Font(7)
ROOM = 200
words = st.lists(st.text("abcdefgWMilTVfi0123456789.,()ëé‘’", min_size=1, max_size=14), min_size=1, max_size=60)


def drawn_width(line: str, font: Font) -> float:
    """Points, measured by drawing the line on a sheet of its own."""
    sheet = Sheet(figsize=(1, 1), dpi=300)
    canvas = FigureCanvasAgg(sheet)
    drawn = sheet.text(0, 0, line, fontproperties=properties(font), fontfeatures=("-liga", "-clig"))
    return drawn.get_window_extent(canvas.get_renderer()).width * 72 / 300


@given(words)
@settings(deadline=None, max_examples=25)
def test_no_line_is_wider_than_the_room_and_no_word_is_lost(line: list[str]) -> None:
    broken = wrapped(" ".join(line), SMALL, ROOM)
    assert " ".join(broken).split() == line
    assert all(drawn_width(part, SMALL) <= ROOM + 0.5 for part in broken)


@pytest.mark.parametrize("bold", [False, True])
def test_a_letter_that_the_font_has_not_is_a_box_of_its_own_width(bold: bool) -> None:
    said = "漢字 한 ก é’…"
    assert drawable(said, bold) == "□□ □ □ é’…"
    font = Font(7, bold)
    assert width(said, font) == pytest.approx(drawn_width("□□ □ □ é’…", font), abs=0.3)
    assert "".join(wrapped(said * 40, font, ROOM)).replace(" ", "") == (said * 40).replace(" ", "")


@given(words)
@settings(deadline=None, max_examples=25)
def test_a_line_is_broken_only_where_it_must_be(line: list[str]) -> None:
    broken = wrapped(" ".join(line), SMALL, ROOM)
    for part, following in pairwise(broken):
        assert width(f"{part} {following.split()[0]}", SMALL) > ROOM


@pytest.mark.parametrize("line", ["Samenwerkingsverband Trefplaats", "208,79 VTE in 2.837.590", "‘één’ – WAV · ■ ▲ €"])
@pytest.mark.parametrize("font", [Font(7), Font(7, bold=True), Font(20, bold=True)])
def test_the_measure_is_what_is_drawn(line: str, font: Font) -> None:
    assert drawn_width(line, font) == pytest.approx(width(line, font), rel=0.03, abs=1)


def test_an_address_is_broken_after_a_sign_and_loses_none() -> None:
    address = (
        "/terugvinden?figuur=aanmeldingen&vorm=lijn&begin=2018-09-01&kleur=gent,brussel&stempel=20401239a878-3395cad9"
    )
    broken = wrapped(f"Adres: {address}", SMALL, ROOM)
    assert "".join(broken).replace(" ", "") == f"Adres:{address}"
    assert broken[0].startswith("Adres: /terugvinden")
    assert all(part[-1] in "&?=/,_.-" for part in broken[:-1])
    assert all(width(part, SMALL) <= ROOM for part in broken)


def test_a_word_without_signs_is_broken_only_when_it_fits_on_no_line() -> None:
    assert wrapped("a " + "W" * 60, SMALL, ROOM)[0].startswith("a W")
    assert all(width(part, SMALL) <= ROOM for part in wrapped("W" * 60, SMALL, ROOM))
    assert wrapped("samenwerkingsverband", SMALL, ROOM) == ["samenwerkingsverband"]


@given(st.lists(st.tuples(st.floats(-50, 350), st.floats(5, 30)), min_size=1, max_size=9))
def test_labels_keep_their_order_and_off_each_other(blocks: list[tuple[float, float]]) -> None:
    wanted, heights = zip(*sorted(blocks), strict=True)
    places = spread(wanted, heights, 0, 300)
    sides = [(place - tall / 2, place + tall / 2) for place, tall in zip(places, heights, strict=True)]
    assert all(after[0] >= before[1] - 1e-6 for before, after in pairwise(sides))
    assert sides[0][0] >= -1e-6
    assert sides[-1][1] <= 300 + 1e-6


def test_a_label_that_has_room_stands_where_it_wants() -> None:
    assert spread([50, 52, 200], [10, 10, 10], 0, 300) == [46, 56, 200]


@given(st.floats(0.001, 1e7), st.booleans())
def test_ticks_begin_at_zero_and_reach_the_highest_value(highest: float, whole: bool) -> None:
    highest = math.ceil(highest) if whole else highest
    ticks = ticks_to(highest, 5, whole=whole)
    assert ticks[0] == 0
    assert ticks[-1] >= highest * (1 - 1e-9)
    assert len(set(tick_labels(ticks))) == len(ticks) or highest < 1e-5
    assert not whole or all(tick.is_integer() for tick in ticks)


def test_ticks_are_written_as_in_belgium() -> None:
    assert tick_labels([0, 2500, 5000]) == ["0", "2.500", "5.000"]
    assert tick_labels([0, 0.25, 0.5]) == ["0,00", "0,25", "0,50"]
