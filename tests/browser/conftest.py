"""One server and one browser for all browser tests."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from queries import WAREHOUSE_VARIABLE, Version
from tests.browser.chromium import launch
from tests.browser.server import ROOT, build_warehouse, running_monitor

SCREENSHOTS = ROOT / "screenshots"


@pytest.fixture(scope="session")
def monitor() -> Iterator[str]:
    """The address of the running monitor, with the default warehouse behind it: as `make run` starts it."""
    with ExitStack() as running:
        with pytest.MonkeyPatch.context() as patch:
            patch.delenv(WAREHOUSE_VARIABLE)
            build_warehouse()
            address = running.enter_context(running_monitor())
        yield address


@pytest.fixture(scope="module", autouse=True)
def _same_data(stand: Callable[[Path], Version], full_warehouse: Path) -> None:
    """What a test computes itself, and a monitor that it starts itself, reads the same demo as `monitor` shows."""
    stand(full_warehouse)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of this machine, without a window."""
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def screenshots() -> Path | None:
    """Where screenshots go, outside version control, to be looked at: only when SCHERMBEELDEN is set, drawing takes long."""
    if not os.environ.get("SCHERMBEELDEN"):
        return None
    SCREENSHOTS.mkdir(exist_ok=True)
    return SCREENSHOTS
