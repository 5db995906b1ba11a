"""Every figure in every picture format, read back: the caveats that apply and no other, and who it is. And file names.

The files of data (XLSX, CSV, JSON) are read back in tests of their own.
"""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from figures import Choice
from figures.catalogue import ENTRIES, MAP, view
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_WORD
from figures.files.exports import FORMATS, LONGEST, SIZES, file_name
from figures.text import long_date

PICTURES = [kind.name for kind in FORMATS.values() if kind.picture]
OTHER_FORMS = [(name, form) for name, entry in ENTRIES.items() for form in entry.forms[1:]]
# Every figure in every kind, and every other form of it in the quickest kind: a PNG takes a fifth of a second.
VIEWS = [(name, entry.forms[0], kind) for name, entry in ENTRIES.items() for kind in PICTURES]
VIEWS += [(*shape, "svg") for shape in OTHER_FORMS]


def shown(name: str, form: str = "", areas: tuple[str, ...] = (), **chosen: object) -> Exhibit:
    return exhibit(view(name, form, Choice(**chosen), areas))


def said_in_png(content: bytes) -> str:
    with Image.open(io.BytesIO(content)) as picture:
        assert picture.info["Kanttekeningen"] == json.dumps(json.loads(picture.info["Kanttekeningen"]))
        return "\n".join(str(picture.info[key]) for key in ("Title", "Description", "Comment"))


def said_in_svg(content: bytes) -> str:
    root = ElementTree.fromstring(content)
    return "\n".join(root.findtext(f"{{http://www.w3.org/2000/svg}}{part}") for part in ("title", "desc"))


def said_in_pdf(content: bytes) -> str:
    about = PdfReader(io.BytesIO(content)).metadata
    return f"{about.title}\n{about.subject}\n{about['/Keywords']}"


def caveats_in(kind: str, content: bytes) -> list[str]:
    """The ids of the caveats in the file, from where that format keeps them."""
    if kind == "png":
        with Image.open(io.BytesIO(content)) as picture:
            return json.loads(picture.info["Kanttekeningen"])
    if kind == "svg":
        return re.findall(r"(?m)^(?:Blokkerend|Waarschuwing|Info) \(([CP]\d+)\):", said_in_svg(content))
    return [word for word in said_in_pdf(content).splitlines()[-1].split("; ") if re.fullmatch(r"[CP]\d+", word)]


READ = {"png": said_in_png, "svg": said_in_svg, "pdf": said_in_pdf}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(("name", "form", "kind"), VIEWS)
def test_a_picture_holds_all_that_belongs_to_its_figure(name: str, form: str, kind: str) -> None:
    found = shown(name, form)
    content = FORMATS[kind].write(found, "a4")
    said = READ[kind](content)
    assert caveats_in(kind, content) == [c.id for c in found.figure.caveats]
    assert found.figure.title in said
    assert found.figure.stamp in said
    assert found.address in said
    if kind != "pdf":
        assert [b for b in found.figure.breaks if f"Breuk op {long_date(b.day)}" not in said] == []
        assert (DEMO_WORD in said.replace(found.alt, "")) is found.figure.demo


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["aanmeldingen", "aanmeldingen_gepubliceerd", "budget"])
def test_the_pages_of_a_pdf_say_every_caveat_break_and_the_demo_word(name: str) -> None:
    found = shown(name)
    pages = PdfReader(io.BytesIO(FORMATS["pdf"].write(found, "a4"))).pages
    said = re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))
    assert [c.id for c in found.figure.caveats if f"({c.id})" not in said] == []
    assert [b.day for b in found.figure.breaks if long_date(b.day) not in said] == []
    assert (DEMO_WORD in said) is found.figure.demo


@pytest.mark.usefixtures("on_demo")
def test_the_size_makes_a_difference_to_a_picture_only() -> None:
    found = shown("budget")
    changed = {kind for kind in FORMATS if FORMATS[kind].write(found, "a4") != FORMATS[kind].write(found, "dia")}
    assert changed == set(PICTURES)


# ------------------------------------------------------------------ formats and names


def test_the_formats_stand_in_a_fixed_order_and_are_told_apart() -> None:
    assert list(FORMATS) == ["png", "svg", "pdf", "xlsx", "csv", "csv-iso", "json"]
    assert all(name == kind.name for name, kind in FORMATS.items())
    assert len({kind.label for kind in FORMATS.values()}) == len(FORMATS)
    assert all("/" in kind.mime for kind in FORMATS.values())


@pytest.mark.usefixtures("on_demo")
def test_a_name_says_what_is_inside() -> None:
    found = shown("aanmeldingen", MAP, ("gent", "kempen"), van=date(2025, 1, 1), tot=date(2025, 12, 31))
    name = "1g1p_aanmeldingen_kaart_2025-01-01_2025-12-31_jaar_gent+kempen_demo"
    assert file_name(found, "png") == f"{name}.png"
    assert file_name(found, "png", "dia") == f"{name}_dia.png"
    assert file_name(found, "xlsx", "dia") == f"{name}.xlsx"
    assert (file_name(found, "csv"), file_name(found, "csv-iso")) == (f"{name}.csv", f"{name}_iso.csv")


@pytest.mark.usefixtures("on_demo")
def test_a_name_of_published_numbers_has_one_day_and_no_demo() -> None:
    assert file_name(shown("budget"), "csv") == "1g1p_budget_staaf_2021-01-01.csv"
    assert "demo" not in file_name(shown("documenten"), "csv")


@pytest.mark.usefixtures("on_demo")
def test_another_choice_gives_another_name() -> None:
    names = [
        file_name(shown("binnen_de_maand", areas=areas, eindgebeurtenis=event, termijn=limit), kind, size)
        for areas in ((), ("gent",))
        for event in ("eerste contact", "opstart")
        for limit in ("30 dagen", "kalendermaand")
        for kind in FORMATS
        for size in SIZES
        if size == "a4" or FORMATS[kind].picture
    ]
    assert len(set(names)) == len(names)
    assert any("eerste-contact_30-dagen" in name for name in names)
    stories = {file_name(shown("gebied_zones", gebieden=(area,)), "csv") for area in ("gent", "kempen")}
    assert len(stories) == 2


@pytest.mark.usefixtures("on_demo")
def test_many_areas_get_a_short_name_of_their_own() -> None:
    ids = list(shown("aanmeldingen").figure.areas["gebied"].unique(maintain_order=True))
    assert len(ids) == 16
    names = {file_name(shown("binnen_de_maand", areas=tuple(part)), "png", "dia") for part in (ids, ids[:15], ids[1:])}
    assert len(names) == 3
    assert all("-gebieden-" in name or "_keuze-" in name for name in names)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_name_is_safe_and_not_too_long(name: str) -> None:
    sixteen = tuple(shown("budget").figure.areas["gebied"])
    for form in ENTRIES[name].forms:
        found = shown(
            name, form, sixteen, per="kwartaal", gebieden=sixteen, van=date(2022, 4, 1), tot=date(2024, 9, 30)
        )
        for kind in FORMATS:
            made = file_name(found, kind, "dia")
            assert re.fullmatch(r"[A-Za-z0-9_+.-]+", made)
            assert len(made) <= LONGEST


@pytest.mark.usefixtures("on_demo")
def test_a_name_follows_the_demo_and_not_the_word() -> None:
    found = shown("aanmeldingen")
    real = replace(found, figure=replace(found.figure, demo=False))
    assert "_demo" in file_name(found, "png")
    assert "_demo" not in file_name(real, "png")
