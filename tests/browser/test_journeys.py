"""What readers come to do, in a real browser: from a copied address to a file on their own machine."""

from __future__ import annotations

import json
import math
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

import demo
from etl.build import Inputs, build
from figures import DEMO_WORD, figure, map_picture
from figures.drawing.maps import deck
from queries import WAREHOUSE_VARIABLE
from tests.browser.server import ROOT, running_monitor
from tests.browser.visit import Visit, open_page, wait_until_done

AREA, OTHER = "Konekti", "Trawant"
CLICKED = ("kempen", "Trefplaats jeugdhulp Kempen")
TILE = 512  # pixels of the whole world at zoom 0, as deck.gl counts
SHARED = {"gebied": [AREA, OTHER], "van": ["2023"], "tot": ["2024"], "per": ["kwartaal"]}
OWN = {"maat": ["Aanmeldingen"], "periode": ["3e kwartaal 2023"]}
TABS_AT_MOST = 40
CLICKS_AT_MOST = 6

pytestmark = pytest.mark.browser


def address_of(page: str, choices: dict[str, list[str]]) -> str:
    """The part of an address after the machine: page and choices."""
    return page + "?" + "&".join(f"{key}={quote(value)}" for key, values in choices.items() for value in values)


def choices_in(page: Page) -> dict[str, list[str]]:
    """The choices in the address bar."""
    return parse_qs(urlsplit(page.url).query)


def filter_box(page: Page, label: str) -> Locator:
    """The whole filter with this label, with what is chosen in it."""
    return page.locator('[data-testid="stMultiSelect"], [data-testid="stSelectbox"]').filter(has_text=label)


def go_to(page: Page, title: str) -> None:
    """Go to another page by the menu."""
    page.get_by_test_id("stSidebarNavLink").filter(has_text=title).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    wait_until_done(page)


def expect_sentence(page: Page, said: str) -> None:
    """The first figure of the page says this."""
    expect(page.locator(".m-zin").first).to_contain_text(said)


# ------------------------------------------------------------------ the address


@pytest.fixture(scope="module")
def copied(monitor: str, browser: Browser) -> Iterator[Visit]:
    """A fresh reader who opens an address someone else copied."""
    with open_page(browser, monitor, address_of("kaart", SHARED | OWN)) as visit:
        yield visit


def test_a_copied_address_opens_the_same_view(copied: Visit) -> None:
    page = copied.page
    expect_sentence(page, f"{AREA}: ")
    assert "in 3e kwartaal 2023" in page.locator(".m-zin").first.inner_text()
    expect(page.get_by_role("heading", level=2, name="Aanmeldingen", exact=True)).to_be_visible()
    for name in (AREA, OTHER):
        expect(filter_box(page, "Samenwerkingsverbanden")).to_contain_text(name)
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
    expect(page.get_by_role("radio", name="kwartaal", exact=True)).to_be_checked()


def test_the_address_still_holds_the_same_choices_when_the_page_is_done(copied: Visit) -> None:
    assert choices_in(copied.page) == SHARED | OWN
    assert copied.problems == []


def test_shared_choices_go_along_to_another_page_and_back_again(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, address_of("kaart", SHARED)) as visit:
        go_to(visit.page, "Trends")
        assert choices_in(visit.page) == SHARED
        expect_sentence(visit.page, f"{AREA}: ")
        visit.page.go_back()
        expect(visit.page.get_by_role("heading", level=1, name="Kaart")).to_be_visible()
        wait_until_done(visit.page)
        assert choices_in(visit.page) == SHARED
        expect_sentence(visit.page, f"{OTHER}: ")
        assert visit.problems == []


def test_a_choice_comes_into_the_address_and_survives_a_reload(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "trends") as visit:
        page = visit.page
        page.get_by_role("radio", name="maand", exact=True).click()
        expect(page).to_have_url(re.compile("per=maand"))
        page.reload()
        wait_until_done(page)
        expect(page.get_by_role("radio", name="maand", exact=True)).to_be_checked()
        assert page.locator(".m-zin").first.inner_text().count("januari 2022") == 1


# ------------------------------------------------------------------ the map


def pixel_of(page: Page, area: str) -> tuple[float, float]:
    """Where the label of an area stands on the screen: Web Mercator around the middle of the map."""
    features = json.loads((ROOT / "data" / "geo" / "werkingsgebieden.geojson").read_text("utf-8"))["features"]
    own = next(f["properties"] for f in features if f["properties"]["sv_id"] == area)
    view = deck(map_picture(figure("budget"))).initial_view_state
    box = page.get_by_test_id("stDeckGlJsonChart").locator("canvas").first.bounding_box()
    x, y = _on_world(own["midden_lengte"], own["midden_breedte"], view.zoom)
    middle_x, middle_y = _on_world(view.longitude, view.latitude, view.zoom)
    return box["x"] + box["width"] / 2 + x - middle_x, box["y"] + box["height"] / 2 + y - middle_y


def _on_world(longitude: float, latitude: float, zoom: float) -> tuple[float, float]:
    world = TILE * 2**zoom
    northing = math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
    return world * (longitude + 180) / 360, world * (1 - northing / math.pi) / 2


def point_at(page: Page, area: str, name: str) -> tuple[float, float]:
    """Move the pointer to an area until its name is shown: the map takes a moment before it sees a pointer."""
    page.get_by_test_id("stDeckGlJsonChart").scroll_into_view_if_needed()
    x, y = pixel_of(page, area)
    tip = page.locator(".deck-tooltip")
    for step in range(50):
        page.mouse.move(x + step % 2, y)
        page.wait_for_timeout(100)
        if tip.is_visible() and name in tip.inner_text():
            break
    expect(tip).to_contain_text(name)
    return x, y


def click_until_chosen(page: Page, x: float, y: float) -> None:
    """Click until the address holds an area: a map on a busy machine may miss one. A second click on a chosen area
    takes the choice back, so each click gets the time that such a machine needs to answer it."""
    for _ in range(CLICKS_AT_MOST):
        page.wait_for_timeout(500)  # the pointer has come to rest: looking up what is under it takes a busy map a while
        page.mouse.down()
        page.mouse.up()
        try:
            page.wait_for_url(re.compile("gebied="), timeout=6_000)
            return
        except TimeoutError:
            page.mouse.move(x + 1, y)
    raise AssertionError(f"{CLICKS_AT_MOST} keer klikken op de kaart koos geen gebied")


def test_a_click_on_the_map_chooses_an_area_everywhere(monitor: str, browser: Browser) -> None:
    area, name = CLICKED
    with open_page(browser, monitor, "kaart") as visit:
        page = visit.page
        click_until_chosen(page, *point_at(page, area, name))
        expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()
        expect(filter_box(page, "Samenwerkingsverbanden")).to_contain_text(name)
        expect(page).to_have_url(re.compile("gebied="))
        assert choices_in(page)["gebied"] == [name]
        wait_until_done(page)
        go_to(page, "Trends")
        expect_sentence(page, f"{name}: ")
        assert choices_in(page)["gebied"] == [name]
        assert visit.problems == []


def test_the_pointer_on_the_map_shows_value_unit_and_denominator(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "kaart") as visit:
        point_at(visit.page, *CLICKED)
        said = visit.page.locator(".deck-tooltip").inner_text()
        assert re.search(r"\d,\d per 1\.000", said)
        assert re.search(r"Noemer: [\d.]+", said)
        assert "<" not in said


# ------------------------------------------------------------------ by keyboard alone


def focused(page: Page) -> str:
    """Name of what has the focus: its label, or its text."""
    return page.evaluate("(document.activeElement.ariaLabel || document.activeElement.innerText || '').trim()")


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus."""
    for _ in range(TABS_AT_MOST):
        page.keyboard.press("Tab")
        if focused(page) == name:
            return
    raise AssertionError(f"'{name}' is met Tab niet te bereiken")


@pytest.fixture
def trends(monitor: str, browser: Browser) -> Iterator[Page]:
    """Trends as it opens."""
    with open_page(browser, monitor, "trends") as visit:
        yield visit.page
        assert visit.problems == []


def plotted(page: Page) -> set[str]:
    """Every value drawn in the first chart, written as a Belgian reader would."""
    values = page.locator(".js-plotly-plot").first.evaluate("e => e.data.flatMap(t => Array.from(t.y))")
    return {f"{value:,.0f}".replace(",", ".") for value in values}


def test_the_table_twin_opens_by_keyboard_with_the_same_numbers(trends: Page) -> None:
    tab_to(trends, "Toon als tabel")
    trends.keyboard.press("Space")
    table = trends.locator("table").filter(has=trends.locator("caption", has_text="Aanmeldingen, 1 januari 2022"))
    expect(table.locator("caption")).to_contain_text("Aanmeldingen, 1 januari 2022")
    assert DEMO_WORD in table.locator("caption").inner_text()
    total = table.locator("tbody tr").filter(has_text="Vlaanderen en Brussel")
    assert set(total.locator("td").all_inner_texts()) == plotted(trends)
    assert table.locator("tbody tr").count() == 17


def test_the_meaning_opens_by_keyboard_and_shows_the_quotes(trends: Page) -> None:
    quotes = trends.locator("details").filter(has_text="Wat betekent dit cijfer?").first.locator("blockquote")
    expect(quotes.first).to_be_hidden()
    tab_to(trends, "Wat betekent dit cijfer?")
    trends.keyboard.press("Enter")
    expect(quotes.first).to_be_visible()
    lists = trends.locator('[data-testid="stHtml"]').filter(has_text="Stempel:").first.locator("ul.m-kanttekeningen")
    shown = set(re.findall(r"\(([A-Z]\d+)\)", " ".join(lists.all_text_contents())))
    assert quotes.count() == len(shown)


def test_every_filter_can_be_reached_and_used_by_keyboard(trends: Page) -> None:
    tab_to(trends, "Samenwerkingsverbanden")
    trends.keyboard.type(AREA)
    trends.keyboard.press("Enter")
    expect(trends).to_have_url(re.compile(f"gebied={AREA}"))
    tab_to(trends, "Van jaar")
    trends.keyboard.type("2023")
    trends.keyboard.press("Enter")
    expect(trends).to_have_url(re.compile("van=2023"))
    tab_to(trends, "Tot en met jaar")
    trends.keyboard.type("2024")
    trends.keyboard.press("Enter")
    expect(trends).to_have_url(re.compile("tot=2024"))
    tab_to(trends, "Maat")
    trends.keyboard.type("Lopende")
    trends.keyboard.press("Enter")
    expect(
        trends.get_by_role("heading", level=2, name="Lopende trajecten op het einde van de periode", exact=True)
    ).to_be_visible()
    wait_until_done(trends)
    assert choices_in(trends) == {
        "gebied": [AREA],
        "van": ["2023"],
        "tot": ["2024"],
        "trendmaat": ["Lopende trajecten"],
    }


def test_the_grain_can_be_chosen_by_keyboard(trends: Page) -> None:
    tab_to(trends, "maand")
    trends.keyboard.press("ArrowRight")
    trends.keyboard.press("Space")
    expect(trends.get_by_role("radio", name="kwartaal", exact=True)).to_be_checked()
    expect(trends).to_have_url(re.compile("per=kwartaal"))


# The border of a list, the line around a switch, the shade behind a link: what changes may differ, not that it does.
LOOK = """() => { const r = document.activeElement.getBoundingClientRect();
    return {x: Math.max(0, r.x - 8), y: Math.max(0, r.y - 8), width: r.width + 16, height: r.height + 16}; }"""


def test_the_focus_can_be_seen_on_everything_in_the_frame(trends: Page) -> None:
    unseen = []
    for _ in range(12):
        trends.keyboard.press("Tab")
        name, clip = focused(trends), trends.evaluate(LOOK)
        with_focus = trends.screenshot(clip=clip, animations="disabled")
        element = trends.evaluate_handle("document.activeElement")
        element.evaluate("e => e.blur()")
        if trends.screenshot(clip=clip, animations="disabled") == with_focus:
            unseen.append(name)
        element.evaluate("e => e.focus({focusVisible: true})")
    assert unseen == []


# ------------------------------------------------------------------ new data, small screens


def test_a_new_warehouse_is_seen_at_the_next_click(
    full_warehouse: Path, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, newer = tmp_path / "warehouse.duckdb", tmp_path / "nieuw.duckdb"
    shutil.copy(full_warehouse, target)
    demo.generate(tmp_path / "demo", dossiers=2000)
    build(Inputs(demo=tmp_path / "demo"), newer)
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(target))
    with running_monitor() as own, open_page(browser, own, "trends") as visit:
        before = stamp(visit.page)
        os.replace(newer, target)
        visit.page.get_by_role("radio", name="kwartaal", exact=True).click()
        expect(visit.page.locator(".m-bron").first).not_to_contain_text(before.split("-")[0])
        wait_until_done(visit.page)
        assert visit.problems == []
        assert visit.page.get_by_test_id("stException").count() == 0


def stamp(page: Page) -> str:
    """The stamp of the first figure: the version of the data, and a hash of the rows."""
    return re.search(r"Stempel: (\w+-\w+)", page.locator(".m-bron").first.inner_text())[1]


def open_list(box: Locator, option: Locator) -> None:
    """Open a list until it shows an option: a tap while the menu still slides in closes the list again."""
    for _ in range(CLICKS_AT_MOST):
        box.click()
        try:
            option.wait_for(timeout=4_000)
            return
        except TimeoutError:
            continue
    raise AssertionError("de lijst met samenwerkingsverbanden ging niet open")


def test_on_a_phone_without_motion_a_filter_can_be_chosen(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "trends", width=400) as visit:
        page = visit.page
        page.emulate_media(reduced_motion="reduce")
        page.get_by_test_id("stExpandSidebarButton").click()
        box = page.get_by_role("combobox", name="Samenwerkingsverbanden")
        box.scroll_into_view_if_needed()  # the filters stand under the menu
        expect(box).to_be_in_viewport()
        open_list(box, page.get_by_role("option", name=AREA))
        page.get_by_role("option", name=AREA).click()
        expect(page).to_have_url(re.compile(f"gebied={AREA}"))
        page.keyboard.press("Escape")
        page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        expect_sentence(page, f"{AREA}: ")
        assert visit.problems == []
