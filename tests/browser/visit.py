"""One reader who opens one page: what the browser asked for, what failed, and waiting until the page is done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

SECONDS_TO_FINISH = 60
FINISHED = '[data-testid="stApp"][data-test-script-state="notRunning"]'
UNFINISHED = '[data-testid="stSkeleton"], [data-testid="stSpinner"], [data-stale="true"]'
# A chart or a map is drawn after its place on the page exists.
DRAWN = """() => Object.entries({stPlotlyChart: '.main-svg', stDeckGlJsonChart: 'canvas'}).every(([place, drawing]) =>
    [...document.querySelectorAll(`[data-testid="${place}"]`)].every(e => e.querySelector(drawing)))"""


@dataclass
class Visit:
    """A page in the browser and everything that went wrong or out while it was open."""

    page: Page
    address: str
    problems: list[str] = field(default_factory=list)
    other_hosts: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Start writing down what the browser does; before the first address is opened."""
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(f"fout op de pagina: {error}"))
        self.page.on("requestfailed", self._on_failed)
        self.page.on("response", self._on_response)
        self.page.on("request", lambda request: self._on_address(request.url))
        self.page.on("websocket", lambda socket: self._on_address(socket.url))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text}")

    def _on_failed(self, request: Request) -> None:
        self.problems.append(f"mislukt: {request.url}: {request.failure}")

    def _on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"status {response.status}: {response.url}")

    def _on_address(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(self.address).netloc:
            self.other_hosts.append(url)


@contextmanager
def open_page(browser: Browser, address: str, path: str, width: int = 1280) -> Iterator[Visit]:
    """A new reader without history opens `path` (an empty text is the first page) and waits until it is done."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-BE")
    try:
        visit = Visit(context.new_page(), address)
        visit.listen()
        visit.page.goto(f"{address}/{path}")
        wait_until_done(visit.page)
        yield visit
    finally:
        context.close()


def wait_until_done(page: Page) -> None:
    """Wait until the script has run, nothing is stale or loading, and every chart and map is drawn.

    Raises AssertionError or TimeoutError after SECONDS_TO_FINISH.
    """
    limit = SECONDS_TO_FINISH * 1000
    page.wait_for_selector(FINISHED, timeout=limit)
    expect(page.locator(UNFINISHED)).to_have_count(0, timeout=limit)
    page.wait_for_function(DRAWN, timeout=limit)
    page.wait_for_load_state("networkidle", timeout=limit)
