"""Every page, on every warehouse a reader can meet: never an error, and always a next step when there is nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from figures import DEMO_WORD, GRAINS
from figures.measures import MAP_MEASURES, TREND_MEASURES
from tests.pages.conftest import HOSTILE_TITLE, Reader, Warehouses
from tests.pages.screen import PAGES, WHOLE, plain

WITH_REGISTRATIONS = ("overzicht", "kaart", "trends", "definities")
NEXT_STEP = "python -m etl"

every_page = pytest.mark.parametrize("page", PAGES)


def test_there_are_pages() -> None:
    assert {"overzicht", "kaart", "trends", "personeel", "middelen", "kanttekeningen", "definities"} <= set(PAGES)


@every_page
@pytest.mark.parametrize("state", ["demo", "real", "without"])
def test_a_page_opens_with_one_title_and_no_error(
    warehouses: Warehouses, reader: Reader, page: str, state: str
) -> None:
    screen = reader(getattr(warehouses, state), page, **WHOLE.get(page, {}))
    assert screen.errors == []
    assert len(screen.app.title) == 1
    assert "m-lead" in screen.html


@pytest.mark.parametrize("page", WITH_REGISTRATIONS)
def test_without_registrations_a_page_says_how_to_get_them(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.without, page)
    assert NEXT_STEP in screen.words
    assert "data/raw/binc" in screen.words


@every_page
def test_without_registrations_no_unknown_is_shown_as_zero(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.without, page)
    assert '<p class="m-waarde">0</p>' not in screen.html
    assert DEMO_WORD not in screen.words


@every_page
@pytest.mark.parametrize("state", ["missing", "garbage"])
def test_without_a_warehouse_a_page_says_how_to_make_one(
    warehouses: Warehouses, reader: Reader, page: str, state: str
) -> None:
    screen = reader(getattr(warehouses, state), page, **WHOLE.get(page, {}))
    assert screen.errors == []
    assert [title.value for title in screen.app.title] == ["Er zijn nog geen gegevens"]
    assert len(screen.advice) == 1
    assert NEXT_STEP in screen.advice[0]
    assert str(Path(warehouses.missing).parent) not in screen.words


def test_a_warehouse_that_comes_later_is_shown_at_the_next_run(
    warehouses: Warehouses, reader: Reader, tmp_path: Path
) -> None:
    target = tmp_path / "later.duckdb"
    screen = reader(target, "trends")
    assert screen.advice
    target.write_bytes(warehouses.demo.read_bytes())
    screen.app.run()
    assert [title.value for title in screen.app.title] == ["Trends"]


@every_page
def test_the_demo_word_stands_at_every_figure_with_demo_rows(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.demo, page, **WHOLE.get(page, {}))
    for section in screen.sections:
        assert (f">{DEMO_WORD}<" in section.html) == ("BINC-registraties" in section.html), section.title


@pytest.mark.parametrize("page", ["overzicht", "kaart", "trends"])
def test_a_page_with_demo_rows_says_so_at_its_top(warehouses: Warehouses, reader: Reader, page: str) -> None:
    assert "m-banner" in reader(warehouses.demo, page, **WHOLE.get(page, {})).html


@pytest.mark.parametrize("page", ["personeel", "middelen"])
def test_published_figures_are_not_called_demo(warehouses: Warehouses, reader: Reader, page: str) -> None:
    assert DEMO_WORD not in reader(warehouses.demo, page, **WHOLE.get(page, {})).words


@pytest.mark.parametrize("page", ["kaart", "trends"])
def test_the_demo_word_is_in_every_picture_with_demo_rows(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.demo, page, apart="true")
    pictures = [*screen.plots, *screen.maps]
    assert pictures
    assert all(DEMO_WORD in str(picture) for picture in pictures)


@every_page
def test_with_real_deliveries_the_demo_word_is_gone(warehouses: Warehouses, reader: Reader, page: str) -> None:
    assert DEMO_WORD not in reader(warehouses.real, page, apart="true").words


@every_page
def test_the_title_of_a_delivery_is_never_html(warehouses: Warehouses, reader: Reader, page: str) -> None:
    screen = reader(warehouses.real, page, **WHOLE.get(page, {}))
    assert "<script" not in screen.html
    # The small pictures in a table are our own; what a title says is never one of them.
    assert all(image.startswith('<img alt="" width="') for image in re.findall(r"<img[^>]*>", screen.html))
    assert "onerror=alert(2)>" not in screen.html
    assert all(HOSTILE_TITLE not in element.value for element in screen.app.markdown)


@pytest.mark.parametrize("page", ["overzicht", "definities"])
def test_the_title_of_a_delivery_is_shown_as_it_was_written(warehouses: Warehouses, reader: Reader, page: str) -> None:
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;img"
        in reader(warehouses.real, page, **WHOLE.get(page, {})).html
    )


@pytest.mark.parametrize("per", GRAINS)
@pytest.mark.parametrize(
    ("page", "key", "measure"),
    [("kaart", "maat", m) for m in MAP_MEASURES] + [("trends", "trendmaat", m) for m in TREND_MEASURES],
)
def test_every_measure_opens_at_every_grain(
    warehouses: Warehouses, reader: Reader, page: str, key: str, measure: str, per: str
) -> None:
    screen = reader(warehouses.demo, page, per=per, gebied=["Sonja Erteejee", "Konekti"], **{key: measure})
    assert screen.errors == []
    assert screen.app.selectbox(key=key).value == measure
    assert screen.sections[0].caveats


@every_page
def test_choosing_all_sixteen_areas_breaks_nothing(warehouses: Warehouses, reader: Reader, page: str) -> None:
    every_area = reader(warehouses.demo, page, **WHOLE.get(page, {})).app.multiselect(key="gebied").options
    screen = reader(warehouses.demo, page, gebied=every_area)
    assert screen.errors == []
    assert len(screen.app.multiselect(key="gebied").value) == 16


@every_page
def test_no_number_is_left_blank(warehouses: Warehouses, reader: Reader, page: str) -> None:
    """A cell without a number says why: none registered, hidden, not applicable or unknown."""
    html = reader(warehouses.demo, page, gebied=["Konekti"], **WHOLE.get(page, {})).html
    blank = re.findall(r"<tr>(?:(?!</tr>).)*<td class=\"m-rechts[^\"]*\"></td>.*?</tr>", html)
    assert [plain(row) for row in blank] == []
