"""How long a reader waits in a real browser: for the first chart, and for the next one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.measurement import Measurement, timed
from tests.browser.chromium import launch
from tests.browser.server import build_warehouse, running_monitor
from tests.browser.visit import wait_until_done

CHART = '[data-testid="stPlotlyChart"] .main-svg'
DRAWING = f"""() => [...document.querySelectorAll('{CHART}')].map(svg => svg.innerHTML).join()"""
WIDE = {"width": 1280, "height": 900}


def measurements(runs: int = 8) -> Iterator[Measurement]:
    """Cold and warm first load, a step in the menu and a changed filter, in one Chromium and one server."""
    build_warehouse()
    with running_monitor() as address, sync_playwright() as playwright:
        browser = launch(playwright)
        yield Measurement("eerste bezoek tot eerste grafiek", tuple(_cold(browser, address) for _ in range(runs)))
        context = browser.new_context(viewport=WIDE)
        yield Measurement("opnieuw laden tot eerste grafiek", tuple(_warm(context, address) for _ in range(runs)))
        page = _opened(context, address)
        yield Measurement("filter 'Per' tot nieuwe grafiek", tuple(_grain(page, runs)))
        yield Measurement("menu tot nieuwe grafiek", tuple(_menu(page, runs)))
        browser.close()


def _cold(browser: Browser, address: str) -> float:
    """A reader who was never here: nothing in the browser's cache."""
    context = browser.new_context(viewport=WIDE)
    try:
        return _warm(context, address)
    finally:
        context.close()


def _warm(context: BrowserContext, address: str) -> float:
    page = context.new_page()
    page.goto("about:blank")
    try:
        return timed(lambda: _load(page, address))
    finally:
        page.close()


def _load(page: Page, address: str) -> None:
    page.goto(f"{address}/trends", wait_until="commit")
    page.wait_for_selector(CHART)


def _opened(context: BrowserContext, address: str) -> Page:
    page = context.new_page()
    _load(page, address)
    wait_until_done(page)
    return page


def _grain(page: Page, runs: int) -> Iterator[float]:
    """Another grain in the frame's filter, until another chart is drawn."""
    group = page.get_by_test_id("stSidebar").get_by_test_id("stButtonGroup")
    for grain in islice(cycle(("maand", "kwartaal", "jaar")), runs):
        before = page.evaluate(DRAWING)
        yield timed(lambda grain=grain, before=before: _until_other(page, before, lambda: _press(group, grain)))
        wait_until_done(page)


def _press(group, grain: str) -> None:
    group.get_by_text(grain, exact=True).click()


def _menu(page: Page, runs: int) -> Iterator[float]:
    """From page to page by the menu, until another chart is drawn."""
    for name in islice(cycle(("middelen", "trends")), runs):
        link = page.locator(f'[data-testid="stSidebarNavLink"][href$="/{name}"]')
        before = page.evaluate(DRAWING)
        yield timed(lambda link=link, before=before: _until_other(page, before, link.click))
        wait_until_done(page)


def _until_other(page: Page, before: str, action) -> None:
    action()
    page.wait_for_function(f"before => document.querySelector('{CHART}') && ({DRAWING})() !== before", arg=before)
