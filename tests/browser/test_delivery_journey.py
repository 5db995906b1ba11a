"""A delivery from the hands of a person to the figures and back, in a real browser on a monitor of its own."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from etl.build import Inputs, build
from queries import WAREHOUSE_VARIABLE
from tests.browser.accessibility import violations
from tests.browser.server import running_monitor
from tests.browser.visit import Visit, open_page, wait_until_done
from tests.conftest import HEADER, copy_raw, write_small_delivery

HEADS = HEADER.split(";")
PERSON = "Jana Peeters"
INSZ = "93051822361"
NAME = "BINC export juni (versie 2) 20240610"

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Own:
    """A monitor of its own: its address and its raw folder."""

    address: str
    raw: Path


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Own]:
    """Served with the two hand-counted deliveries, as `MONITOR_RAW=... MONITOR_WAREHOUSE=... python serve.py` does."""
    folder = tmp_path_factory.mktemp("eigen")
    write_small_delivery(copy_raw(folder / "raw") / "binc")
    build(Inputs(raw=folder / "raw", demo=None), folder / "w.duckdb")
    (folder / "tijdelijk").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MONITOR_RAW", str(folder / "raw"))
        patch.setenv(WAREHOUSE_VARIABLE, str(folder / "w.duckdb"))
        patch.setenv("TMPDIR", str(folder / "tijdelijk"))
        with running_monitor() as address:
            yield Own(address, folder / "raw")


@pytest.fixture
def visit(own: Own, browser: Browser) -> Iterator[Visit]:
    """A person who opens the page Leveringen."""
    with open_page(browser, own.address, "leveringen") as opened:
        yield opened


def workbook(rows: list[list[object]], heads: list[str] = HEADS) -> bytes:
    """What someone saves from a spreadsheet: a title line above the header, a remark beside it."""
    book = openpyxl.Workbook()
    for row in (["Export 1G1P, juni 2024"], [*heads, "Naam cliënt"], *([*row, PERSON] for row in rows)):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def row(dossier: str, area: str, asked: object, first: object = None, end: object = None) -> list[object]:
    return [dossier, area, asked, first, None, None, end, "01/06/2024 10:00", "nee"]


GOOD = [
    row("G8", "Samen1Plan Gent", "20/05/2024"),
    row("G9", "Samen1Plan Gent", "21/05/2024"),
    row("K4", "Trefplaats jeugdhulp Kempen", "29/02/2024", "29/03/2024", "02/06/2024"),
]
BAD = [
    row("G8", "+Samen1Plan Gend", "20/05/2024"),
    row("G9", "Samen1Plan Gent", "21/5/24", "32/05/2024"),
    row("G10", "Samen1Plan Gent", "22-05-2024", None, "1/5/2024"),
    ["Totaal", 3, None, None, None, None, None, None, None],
]


def drop(page: Page, name: str, content: bytes) -> None:
    """Choose a file, and wait until the page has said something about it."""
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "", "buffer": content})
    expect(page.get_by_test_id("stAlert").first).to_be_visible(timeout=30_000)
    wait_until_done(page)


def said(page: Page) -> str:
    """The first coloured box."""
    return page.get_by_test_id("stAlert").first.inner_text()


def requests_on_overview(own: Own, browser: Browser) -> tuple[list[str], str]:
    """The deliveries that Overzicht names, and the version of its data."""
    with open_page(browser, own.address, "") as opened:
        titles = opened.page.locator("table", has_text="Voetregel").locator("tbody th").all_inner_texts()
        new = opened.page.locator(".m-zin", has_text="De laatste levering is").inner_text()
        assert opened.problems == []
        return titles, new


def test_a_file_made_worse_by_hand_is_told_where_and_what_to_do(visit: Visit) -> None:
    drop(visit.page, "slecht.xlsx", workbook(BAD))
    assert said(visit.page).startswith("Kan geladen worden, met opmerkingen: 1 rij geweigerd en 2 waarden op onbekend")
    text = visit.page.inner_text("body")
    assert "4 gelezen = 2 geladen + 1 geweigerd + 0 dubbel + 0 vervangen + 0 test + 1 voetregel" in text
    assert "Samen1Plan Gend" in text
    assert "Naam cliënt" in text  # the column that is not kept, by its name
    assert PERSON not in text
    assert visit.problems == []
    assert visit.other_hosts == []
    assert violations(visit.page) == []


def test_the_report_for_the_sender_opens_as_a_workbook(visit: Visit) -> None:
    drop(visit.page, "slecht.xlsx", workbook(BAD))
    with visit.page.expect_download() as download:
        visit.page.get_by_role("button", name="Download het verslag voor de afzender").click()
    assert download.value.suggested_filename == "verslag_slecht.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert book.sheetnames == ["Overzicht", "Regels", "Plaatsen"]
    places = list(book["Plaatsen"].iter_rows(min_row=2, values_only=True))
    assert [place[:3] for place in places] == [
        (3, "samenwerkingsverband", "R03"),
        (4, "datum_eerste_contact", "W01"),
        (5, "datum_einde", "W02"),
    ]
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert PERSON not in str([cell.value for cell in cells])


def test_a_wrong_header_is_refused_with_the_column_that_is_missing(visit: Visit) -> None:
    heads = ["Wanneer aangemeld" if head == "datum_aanmelding" else head for head in HEADS]
    drop(visit.page, "kop.xlsx", workbook(GOOD, heads))
    assert said(visit.page).startswith("Geweigerd, er wordt niets geladen.")
    assert "datum_aanmelding" in said(visit.page)
    expect(visit.page.get_by_role("button", name="Laad deze levering")).to_have_count(0)
    assert visit.problems == []


def test_a_register_number_is_refused_without_repeating_it(own: Own, visit: Visit) -> None:
    drop(visit.page, "insz.xlsx", workbook([*GOOD, row(INSZ, "Trawant", "20/05/2024")]))
    assert "rijksregisternummer" in said(visit.page)
    assert "regel 6" in said(visit.page)
    assert INSZ not in visit.page.content()
    assert list((own.raw.parent / "tijdelijk").rglob("*.xlsx")) == []


def test_a_renamed_zip_gets_one_sentence(visit: Visit) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("foto.txt", "x")
    drop(visit.page, "levering.xlsx", content.getvalue())
    assert "zip-archief" in said(visit.page)
    expect(visit.page.get_by_test_id("stException")).to_have_count(0)


def test_from_the_upload_to_the_figures_and_back(own: Own, visit: Visit, browser: Browser) -> None:
    page, before = visit.page, requests_on_overview(own, browser)
    drop(page, f"{NAME}.xlsx", workbook(GOOD))
    assert said(page) == "Kan geladen worden: er is niets te verbeteren."
    expect(page.get_by_text("Erbij: 2 dossiers. Gewijzigd: 1.")).to_be_visible()
    page.get_by_role("button", name="Laad deze levering").dblclick()
    expect(page.get_by_test_id("stAlert").first).to_contain_text("Geladen op", timeout=30_000)
    wait_until_done(page)
    titles, new = requests_on_overview(own, browser)
    assert titles == [*before[0], "Registraties in BINC, peildatum 10 juni 2024"]
    assert "10 juni 2024" in new
    assert (
        page.locator("table", has_text="Wanneer").locator("tbody tr").count() == 3
    )  # loaded once, whatever the clicks

    page.get_by_text("Ja, haal deze lading uit de cijfers").click()
    page.get_by_role("button", name="Maak de laatste lading ongedaan").click()
    expect(page.get_by_text("is teruggenomen op")).to_be_visible(timeout=30_000)
    wait_until_done(page)
    assert requests_on_overview(own, browser) == before
    assert len(list((own.raw / "binc" / "teruggenomen").glob("*.xlsx"))) == 1
    assert list((own.raw.parent / "tijdelijk").rglob("*.xlsx")) == []
    assert visit.problems == []


def test_on_a_phone_the_report_needs_no_scrolling_sideways(own: Own, browser: Browser) -> None:
    with open_page(browser, own.address, "leveringen", 400) as opened:
        drop(opened.page, "slecht.xlsx", workbook(BAD))
        main = "document.querySelector('[data-testid=\"stMain\"]')"
        assert opened.page.evaluate(f"{main}.scrollWidth <= {main}.clientWidth")
        assert violations(opened.page) == []
