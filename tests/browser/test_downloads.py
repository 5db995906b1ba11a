"""Under every figure one place with every file of it: opened by mouse or keyboard, with clear names and the caveats inside."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from figures import DEMO_WORD
from figures.files.exports import FORMATS
from tests.browser.visit import open_page, wait_until_done

pytestmark = pytest.mark.browser


@pytest.fixture(params=["trends", "kaart"])
def opened(request: pytest.FixtureRequest, monitor: str, browser: Browser) -> Iterator[Page]:
    """A page with a chart and one with a map, the downloads of the first figure open; nothing goes wrong meanwhile."""
    with open_page(browser, monitor, request.param) as visit:
        open_downloads(visit.page)
        yield visit.page
        assert visit.problems == []


def open_downloads(page: Page) -> None:
    """Open the downloads of the first figure of a page."""
    page.locator("summary", has_text="Downloaden").first.click()
    expect(page.get_by_role("button", name=FORMATS["json"].label)).to_be_visible()
    wait_until_done(page)


def caveats_on(page: Page) -> set[str]:
    """Ids of the caveats of the first figure, the folded ones too."""
    lists = page.locator('[data-testid="stHtml"]').filter(has_text="Stempel:").first.locator("ul.m-kanttekeningen")
    return set(re.findall(r"\(([A-Z]\d+)\)", " ".join(lists.all_text_contents())))


def download(page: Page, kind: str, folder: Path) -> Path:
    """The file of this format, under the name it suggests."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=FORMATS[kind].label).click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def said_in(path: Path) -> str:
    """Every word in a file, as its reader would find it."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return " ".join(picture.text.values())
    if path.suffix == ".pdf":
        return " ".join(page.extract_text() for page in PdfReader(path).pages)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return " ".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell
        )
    return path.read_text("utf-8-sig")


def test_every_format_has_a_clear_name_and_the_caveats_of_the_page_inside(opened: Page, tmp_path: Path) -> None:
    shown = caveats_on(opened)
    assert shown
    for kind in FORMATS:
        path = download(opened, kind, tmp_path)
        assert re.fullmatch(r"1g1p_aanmeldingen\w*_202\d-01-01_2\d\d\d-\d\d-\d\d_jaar_demo(_iso)?\.\w+", path.name)
        said = said_in(path)
        assert path.suffix == f".{FORMATS[kind].extension}"
        assert [caveat for caveat in shown if caveat not in said] == [], kind
        assert DEMO_WORD in said or kind == "csv-iso", kind


def test_the_csv_holds_the_numbers_of_the_figure(monitor: str, browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, monitor, "trends") as visit:
        open_downloads(visit.page)
        text = download(visit.page, "csv", tmp_path).read_bytes().decode("utf-8-sig")
        table = csv.DictReader(io.StringIO(text.partition("\r\n\r\n")[2]), delimiter=";")
        rows = [row for row in table if row["naam"] == "Vlaanderen en Brussel"]
        visit.page.get_by_text("Toon als tabel").first.click()
        caption = visit.page.locator("caption", has_text="Aanmeldingen, 1 januari 2022")
        twin = visit.page.locator("table").filter(has=caption).get_by_role("row", name="Vlaanderen en Brussel")
        expect(twin).to_be_visible()
        cells = twin.locator("td").all_inner_texts()
    assert [cell.replace(".", "") for cell in cells] == [row["waarde"] for row in rows]
    assert {row["demogegevens"] for row in rows} == {"ja"}


def test_a_picture_for_a_slide_is_another_file(monitor: str, browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, monitor, "trends") as visit:
        open_downloads(visit.page)
        visit.page.get_by_role("radio", name="Dia").click()
        path = download(visit.page, "png", tmp_path)
        for _ in range(20):  # the choice takes a moment to arrive, and until then the button gives the other file
            if path.stem.endswith("_dia"):
                break
            visit.page.wait_for_timeout(250)
            path = download(visit.page, "png", tmp_path)
    assert path.stem.endswith("_dia")
    with Image.open(path) as picture:
        assert picture.width > picture.height


def test_the_downloads_work_by_keyboard(monitor: str, browser: Browser, tmp_path: Path) -> None:
    with open_page(browser, monitor, "middelen") as visit:
        button = visit.page.locator("summary", has_text="Downloaden").first
        button.focus()
        visit.page.keyboard.press("Enter")
        wanted = visit.page.get_by_role("button", name=FORMATS["json"].label)
        expect(wanted).to_be_visible()
        wait_until_done(visit.page)
        for _ in range(20):
            if wanted.evaluate("e => e === document.activeElement"):
                break
            visit.page.keyboard.press("Tab")
        with visit.page.expect_download() as waiting:
            visit.page.keyboard.press("Enter")
        waiting.value.save_as(tmp_path / "figuur.json")
    assert json.loads((tmp_path / "figuur.json").read_text("utf-8"))["figuur"] == "budget"
