"""Every page of the monitor, on a wide screen and on a phone, as a reader's browser sees it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import violations
from tests.browser.visit import Visit, open_page

PAGES = (
    "",
    "kaart",
    "trends",
    "binnen-de-maand",
    "trajecten",
    "vergelijken",
    "instroom",
    "personeel",
    "middelen",
    "kanttekeningen",
    "methoden",
    "definities",
    "terugvinden",
    "registratiekwaliteit",
    "leveringen",
    "regiodialoog",
    "figurenboek",
)
WIDTHS = (1280, 400)
HEIGHT_OF_LONGEST_SCREENSHOT = 8000

pytestmark = pytest.mark.browser


@pytest.fixture(
    scope="module", params=[(path, width) for path in PAGES for width in WIDTHS], ids=lambda p: f"{p[0]}-{p[1]}"
)
def visited(
    request: pytest.FixtureRequest, monitor: str, browser: Browser, screenshots: Path | None
) -> Iterator[Visit]:
    """One page, opened once for all checks at one width; a screenshot of its full length is kept when asked for."""
    path, width = request.param
    with open_page(browser, monitor, path, width) as visit:
        yield visit
        if screenshots:
            _show_full_length(visit.page, width)
            visit.page.screenshot(path=screenshots / f"{path or 'overzicht'}-{width}.png")


def _show_full_length(page: Page, width: int) -> None:
    """Streamlit scrolls inside the page: make the window as long as its content."""
    height = page.evaluate("document.querySelector('[data-testid=\"stMain\"]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, HEIGHT_OF_LONGEST_SCREENSHOT)})
    page.wait_for_timeout(300)


def test_nothing_goes_wrong(visited: Visit) -> None:
    assert visited.problems == []


def test_nothing_is_asked_of_another_machine(visited: Visit) -> None:
    assert visited.other_hosts == []


def test_no_error_stands_on_the_page(visited: Visit) -> None:
    assert visited.page.locator('[data-testid="stException"]').all_inner_texts() == []


def test_there_is_one_main_heading(visited: Visit) -> None:
    assert visited.page.locator("h1").count() == 1


def test_nobody_has_to_scroll_sideways(visited: Visit) -> None:
    too_wide = """() => [document.scrollingElement, document.querySelector('[data-testid="stMain"]')]
        .filter(e => e.scrollWidth > Math.min(e.clientWidth, innerWidth))
        .map(e => `${e.tagName} is ${e.scrollWidth} px op een scherm van ${innerWidth}`)"""
    assert visited.page.evaluate(too_wide) == []


def test_no_serious_accessibility_findings(visited: Visit) -> None:
    assert violations(visited.page) == []
