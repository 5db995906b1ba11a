"""Pictures for paper: nothing cut off, nothing lost, and drawn at the promised size."""

from __future__ import annotations

import io
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from PIL import Image

from figures import Choice, figure, line_chart, map_picture
from figures.charts import bar_chart
from figures.paper import DPI, WIDTH_INCHES, png, wrapped
from queries import questions

SMALL = FontProperties(size=7)
BOLD = FontProperties(size=11.5, weight="bold")
ROOM = 0.96 * WIDTH_INCHES * 72
words = st.lists(st.text("abcdefgWMil0123456789.,()ëé", min_size=1, max_size=14), min_size=1, max_size=60)


def drawn_width(line: str, font: FontProperties) -> float:
    """Points, measured by drawing the line on a sheet of its own."""
    sheet = Sheet(figsize=(1, 1), dpi=DPI)
    canvas = FigureCanvasAgg(sheet)
    drawn = sheet.text(0, 0, line, fontproperties=font)
    return drawn.get_window_extent(canvas.get_renderer()).width * 72 / DPI


@given(words)
@settings(deadline=None, max_examples=25)
def test_no_line_is_wider_than_the_room_and_no_word_is_lost(line: list[str]) -> None:
    broken = wrapped((" ".join(line),), SMALL, 200)
    assert " ".join(broken).split() == line
    assert all(drawn_width(part, SMALL) <= 200.5 for part in broken)


@given(words)
@settings(deadline=None, max_examples=15)
def test_a_line_is_broken_only_where_it_must_be(line: list[str]) -> None:
    broken = wrapped((" ".join(line),), SMALL, 200)
    for part, following in pairwise(broken):
        assert drawn_width(f"{part} {following.split()[0]}", SMALL) > 199.5


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(n for n, q in questions().items() if q.maten))
def test_the_footnotes_and_title_of_every_figure_fit(name: str) -> None:
    found = figure(name, Choice())
    for lines, font in ((found.footnotes, SMALL), ((found.title,), BOLD)):
        parts = wrapped(lines, font, ROOM)
        assert " ".join(parts).split() == " ".join(lines).split()
        assert max(drawn_width(part, font) for part in parts) <= ROOM + 1


def test_lines_are_never_joined() -> None:
    assert wrapped(("een", "twee"), SMALL, ROOM) == ["een", "twee"]


@pytest.mark.usefixtures("on_demo")
def test_the_picture_is_as_wide_as_an_a4_column_and_is_no_blank() -> None:
    year = Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))
    for drawing in (line_chart(figure("aanmeldingen")), bar_chart(figure("aanmeldingen", year))):
        picture = Image.open(io.BytesIO(png(drawing)))
        assert picture.format == "PNG"
        assert picture.width == round(WIDTH_INCHES * DPI)
        assert len(picture.convert("RGB").getcolors(1 << 24)) > 20


@pytest.mark.usefixtures("on_demo")
def test_the_edges_of_the_picture_stay_white() -> None:
    """What is cut off would touch an edge."""
    year = Choice(van=date(2023, 1, 1), tot=date(2023, 12, 31))
    for drawing in (line_chart(figure("aanmeldingen"), ("gent", "brussel")), map_picture(figure("aanmeldingen", year))):
        picture = Image.open(io.BytesIO(png(drawing))).convert("L")
        wide, tall = picture.size
        for edge in ((0, 0, wide, 3), (0, tall - 3, wide, tall), (0, 0, 3, tall), (wide - 3, 0, wide, tall)):
            assert picture.crop(edge).getextrema() == (255, 255)
