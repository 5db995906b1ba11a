"""A reader keeps the address of a figure, a delivery is taken back, and the address says what changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

import demo
from etl.build import Inputs, build
from queries import WAREHOUSE_VARIABLE
from tests.browser.accessibility import violations
from tests.browser.server import ROOT, running_monitor
from tests.browser.visit import open_page, wait_until_done

pytestmark = pytest.mark.browser


def verdict(page: Page) -> str:
    return page.get_by_role("heading", level=2).first.inner_text()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inputs:
    """Deliveries and a warehouse of its own, which the monitor reads."""
    demo.generate(tmp_path / "demo", dossiers=2000)
    inputs = Inputs(raw=ROOT / "data" / "raw", demo=tmp_path / "demo")
    build(inputs, tmp_path / "warehouse.duckdb")
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "warehouse.duckdb"))
    return inputs


def test_the_address_under_a_figure_tells_what_became_of_it(own: Inputs, browser: Browser, tmp_path: Path) -> None:
    with running_monitor() as monitor, open_page(browser, monitor, "trends") as visit:
        visit.page.get_by_role("link", name="Adres van deze figuur").first.click()
        expect(visit.page.get_by_role("heading", level=1, name="Figuur terugvinden")).to_be_visible()
        wait_until_done(visit.page)
        assert verdict(visit.page) == "Nog altijd dezelfde figuur."
        sorted((own.demo / "binc").glob("*.tsv"))[-1].unlink()
        build(own, tmp_path / "warehouse.duckdb")
        visit.page.reload()
        wait_until_done(visit.page)
        assert verdict(visit.page) == "Deze figuur is veranderd."
        expect(visit.page.get_by_text("teruggenomen of weggehaald is")).to_be_visible()
        changes = visit.page.locator("table").filter(has_text="Wat veranderd is")
        assert changes.locator("thead th").all_inner_texts()[-2:] == ["Toen", "Nu"]
        assert violations(visit.page) == []
        assert visit.problems == []
        assert visit.other_hosts == []
