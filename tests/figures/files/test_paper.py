"""Pictures for paper: all that belongs to a figure is in them, nothing is cut off or covered, the same twice."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure as Sheet
from matplotlib.lines import Line2D
from PIL import Image
from pypdf import PdfReader

from figures import Choice
from figures.catalogue import ENTRIES, view
from figures.drawing import style
from figures.drawing.charts import Band
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_WORD
from figures.files.paper import KINDS, SIZES, content, picture
from figures.files.paper.sheet import WATERMARK, sheet
from figures.files.paper.table import blocks
from figures.meaning import Break, all_caveats
from figures.topics.funnels import compared, funnel_chart
from figures.wording.tables import Table
from queries import Version

FOUR = ("brussel", "gent", "groot-antwerpen", "kempen")
MONTHS = Choice(per="maand")
QUARTER = Choice(van=date(2023, 1, 1), tot=date(2023, 3, 31), per="maand")
# Every form: without, with one and with four areas; few and many periods; long and wide tables; facts and registrations.
VIEWS = {
    "lijn, zonder keuze": ("aanmeldingen", "lijn", None, ()),
    "lijn, een gebied": ("aanmeldingen_per_1000", "lijn", None, ("gent",)),
    "lijn, vier gebieden per maand": ("aanmeldingen", "lijn", MONTHS, FOUR),
    "lijn, twee jaar per kwartaal": ("binnen_de_maand", "lijn", Choice(date(2023, 1, 1), date(2024, 12, 31), "kwartaal"), FOUR),
    "panelen": ("lopende_trajecten", "panelen", MONTHS, ("gent",)),
    "kaart": ("aanmeldingen_per_1000", "kaart", None, ("gent", "brussel")),
    "kaart van een maand": ("binnen_de_maand", "kaart", QUARTER, ()),
    "kaart in miljoenen": ("budget", "kaart", None, ()),
    "staaf": ("binnen_de_maand", "staaf", None, ("gent", "kempen")),
    "staaf, grote bedragen": ("budget", "staaf", None, ()),
    "gestapeld": ("vte", "gestapeld", None, ()),
    "gestapeld, een gebied": ("vte", "gestapeld", None, ("gent",)),
    "tabel": ("aanmeldingen", "tabel", None, ("gent",)),
    "tabel, breed": ("aanmeldingen", "tabel", MONTHS, ("gent",)),
    "tabel, lang": ("gebied_zones", "tabel", None, ()),
    "tabel met zinnen": ("aanmeldingen_gepubliceerd", "tabel", None, ()),
    "tabel met adressen": ("documenten", "tabel", None, ()),
    "leeg": ("aanmeldingen", "lijn", Choice(date(2019, 1, 1), date(2019, 12, 31)), ()),
}  # fmt: skip
SAMPLE = ("lijn, vier gebieden per maand", "kaart", "gestapeld", "tabel met zinnen", "leeg")
ID = re.compile(r"\(([CP]\d+)\)")


def shown(name: str) -> Exhibit:
    question, form, choice, areas = VIEWS[name]
    return exhibit(view(question, form, choice, areas))


def words_in(made: bytes, kind: str) -> str:
    """What a reader can find in the file: the texts in a PNG, those that are drawn in an SVG, those on the pages of a PDF."""
    if kind == "png":
        return "\n".join(Image.open(io.BytesIO(made)).text.values())
    if kind == "svg":
        return "\n".join(e.text or "" for e in ElementTree.fromstring(made).iter("{http://www.w3.org/2000/svg}text"))
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def drawn(sheet_: Sheet) -> list[str]:
    return [text.get_text() for text in sheet_.texts]


# ------------------------------------------------------------------ all that belongs to a figure


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SAMPLE)
def test_a_file_holds_every_caveat_that_applies_and_no_other(name: str, kind: str, size: str) -> None:
    one = shown(name)
    said = words_in(picture(one, kind, size), kind)
    assert set(ID.findall(said)) == {c.id for c in one.figure.caveats}
    flat = "".join(said.split())
    for needed in (
        one.figure.title,
        one.figure.unit,
        one.figure.period,
        one.figure.stamp,
        one.address,
        one.figure.status,
    ):
        assert "".join(needed.split()) in flat
    assert all("".join(line.split()) in flat for line in one.footnotes)
    assert (DEMO_WORD in said) == one.figure.demo


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
@pytest.mark.parametrize("name", VIEWS)
def test_the_sheet_says_it_visibly_and_inside_its_edges(name: str, size) -> None:
    one = shown(name)
    made = sheet(content(one), size)
    said = "".join(" ".join(drawn(made)).split())
    assert all("".join(line.split()) in said for line in (one.figure.title, one.figure.unit, *one.footnotes))
    assert [
        b.title
        for b in one.figure.breaks
        if "".join(b.title.split()) not in said and one.view.form in ("lijn", "panelen")
    ] == []
    assert outside(made) == []
    assert overlapping(made) == []


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", SAMPLE)
def test_the_demo_word_is_in_the_drawing_itself(name: str) -> None:
    """What is cut out of the sheet still says it: the word stands between the heading and the notes."""
    one = shown(name)
    made = sheet(content(one), SIZES["a4"])
    across = [text for text in made.texts if text.get_gid() == WATERMARK]
    assert bool(across) == one.figure.demo
    middle = [text.get_window_extent(renderer(made)) for text in across]
    assert all(box.width > 0.35 * made.bbox.width for box in middle)
    assert ("DEMOGEGEVENS" in "".join(drawn(made))) == one.figure.demo


@pytest.mark.usefixtures("on_real")
@pytest.mark.parametrize("form", ["lijn", "panelen", "kaart", "staaf", "tabel"])
def test_the_demo_word_is_nowhere_when_the_rows_are_real(form: str) -> None:
    one = exhibit(view("aanmeldingen", form, Choice(per="kwartaal"), ("gent",)))
    for kind in KINDS:
        made = picture(one, kind)
        assert "demo" not in words_in(made, kind).casefold()
    assert b"DEMO" not in picture(one, "svg")


@pytest.mark.usefixtures("on_real")
def test_signs_and_gaps_are_explained_where_they_occur() -> None:
    hidden = exhibit(view("aanmeldingen", "staaf"))
    assert "x = verborgen" in " ".join(content(hidden).reading)
    line = exhibit(view("aanmeldingen", "lijn", None, ("gent",)))
    assert "geen cijfer: verborgen, te klein om te tonen" in " ".join(content(line).reading)
    assert "verborgen" not in " ".join(content(exhibit(view("budget", "staaf"))).reading)


@pytest.mark.usefixtures("on_demo")
def test_areas_in_colour_are_named() -> None:
    for form, said in {
        "lijn": "In kleur", "panelen": "Naam in vet", "staaf": "In blauw, naam in vet", "kaart": "Met een dikke rand", "tabel": "Gekozen",
    }.items():  # fmt: skip
        one = exhibit(view("aanmeldingen", form, None, ("gent", "kempen")))
        assert f"{said}: Samen1Plan Gent en Trefplaats jeugdhulp Kempen." in content(one).reading


@pytest.mark.usefixtures("on_demo")
def test_the_map_says_which_value_is_whose() -> None:
    one = shown("kaart")
    said = drawn(sheet(content(one), SIZES["a4"]))
    for letter, area in zip("ABCDEFGHIJKLMNOP", sorted(one.drawing.areas, key=lambda a: a.name), strict=True):
        assert said.count(letter) == 2  # in the area and in the list
        place = said.index(letter)
        assert area.label in ("", said[place + 1]) or area.label in said
        assert any(words.startswith(area.name) for words in said)


# ------------------------------------------------------------------ nothing cut off, nothing covered


def renderer(made: Sheet):
    return made.canvas.get_renderer() if hasattr(made.canvas, "get_renderer") else FigureCanvasAgg(made).get_renderer()


def outside(made: Sheet) -> list[str]:
    """Texts that come nearer than three points to an edge of the sheet."""
    edge = 3 * made.dpi / 72
    wide, tall = made.bbox.width - edge, made.bbox.height - edge
    boxes = [(text.get_text(), text.get_window_extent(renderer(made))) for text in made.texts]
    return [said for said, box in boxes if box.x0 < edge or box.y0 < edge or box.x1 > wide or box.y1 > tall]


def overlapping(made: Sheet) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes share more than half a point; the faint word across the drawing is no label."""
    texts = [text for text in made.texts if text.get_gid() != WATERMARK]
    boxes = np.array([text.get_window_extent(renderer(made)).extents for text in texts]) * 72 / made.dpi
    left, low, right, high = (boxes[:, i] for i in range(4))
    across = np.minimum(right[:, None], right[None]) - np.maximum(left[:, None], left[None])
    down = np.minimum(high[:, None], high[None]) - np.maximum(low[:, None], low[None])
    found = np.argwhere(np.triu((across > 0.5) & (down > 0.5), 1))
    return [(texts[i].get_text(), texts[j].get_text()) for i, j in found]


def test_the_measure_of_overlaps_finds_one() -> None:
    made = Sheet(figsize=(3, 3))
    FigureCanvasAgg(made)
    for x, said in ((0.2, "een"), (0.22, "twee"), (0.7, "drie"), (0.95, "eruit")):
        made.text(x, 0.5, said)
    assert overlapping(made) == [("een", "twee")]
    assert outside(made) == ["eruit"]


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_no_text_is_smaller_than_can_be_read(size) -> None:
    for name in VIEWS:
        made = content(shown(name))
        sizes = {text.get_fontsize() for text in sheet(made, size).texts}
        assert min(sizes) >= (7 if size.name == "a4" else 9)


@pytest.mark.usefixtures("on_demo")
def test_many_breaks_with_long_titles_do_not_cover_each_other() -> None:
    one = shown("lijn, vier gebieden per maand")
    days = (date(2022, 3, 1), date(2022, 4, 1), date(2024, 1, 1), date(2026, 8, 1))
    walls = tuple(wall(day, f"Een lange titel van een breuk die veel plaats vraagt op {day}") for day in days)
    for form in ("lijn", "panelen"):
        drawing = exhibit(view("aanmeldingen", form, MONTHS, FOUR)).drawing
        made = sheet(replace(content(one), drawing=replace(drawing, breaks=walls)), SIZES["a4"])
        assert (overlapping(made), outside(made)) == ([], [])
        assert "".join(" ".join(drawn(made)).split()).count("Eenlangetitel") == 4


def wall(day: date, title: str) -> Break:
    return Break(str(day), day, title, "blokkerend", title, "", "", None)


@pytest.mark.usefixtures("on_demo")
def test_no_line_is_drawn_over_a_blocking_break() -> None:
    one = shown("lijn, zonder keuze")
    day = date(2024, 1, 1)
    whole, cut = (
        sheet(replace(content(one), drawing=replace(one.drawing, breaks=breaks)), SIZES["a4"])
        for breaks in ((), (wall(day, "Breuk"),))
    )
    at = next(text for text in cut.texts if text.get_text() == "Breuk").get_position()[0]
    assert len(over(whole, at)) > 0
    assert over(cut, at) == []


def over(made: Sheet, x: float) -> list:
    """Lines in the colour of the series that pass x."""
    lines = [one for one in made.artists if isinstance(one, Line2D) and one.get_color() == style.BLUE]
    return [line for line in lines if min(line.get_xdata()) < x < max(line.get_xdata()) and line.get_linewidth() > 1]


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_a_funnel_and_limits_are_drawn_with_their_names(size) -> None:
    one = shown("staaf")
    made = compared(one.figure, "binnen", "noemer")
    funnel = funnel_chart(made, "binnen", "noemer", ("gent", "kempen"))
    drawing = sheet(replace(content(one), drawing=funnel), size)
    assert (overlapping(drawing), outside(drawing)) == ([], [])
    named = [name for series in funnel.series if series.emphasis for name in series.names]
    assert named
    said = "".join(" ".join(drawn(drawing)).split())
    assert all("".join(words.split()) in said for words in [*named, *(band.name for band in funnel.bands)])


@pytest.mark.usefixtures("on_demo")
def test_bands_signals_and_intervals_are_drawn() -> None:
    line = shown("lijn, vier gebieden per maand")
    own = line.drawing.series[-1]
    band = Band("grenzen", own.x, (1.0,) * len(own.x), (999.0,) * len(own.x), "dash")
    signals = replace(own, marks=("signaal", *[""] * (len(own.x) - 1)))
    chart = replace(line.drawing, kind="regelkaart", bands=(band,), series=(signals,))
    said = drawn(sheet(replace(content(line), drawing=chart), SIZES["dia"]))
    assert {"grenzen", "punt met een signaal", "1.000"} <= set(said)
    bars = shown("staaf")
    series = tuple(replace(s, low=s.y, high=tuple(v and v + 400 for v in s.y)) for s in bars.drawing.series)
    wide = content(replace(bars, drawing=replace(bars.drawing, series=series)))
    assert "De dunne lijn door een staaf is het interval van 95 %." in wide.reading
    assert outside(sheet(wide, SIZES["a4"])) == []


# ------------------------------------------------------------------ sizes


@pytest.mark.usefixtures("on_demo")
def test_the_picture_has_the_size_that_was_promised() -> None:
    one = shown("lijn, een gebied")
    a4, dia = (Image.open(io.BytesIO(picture(one, "png", size))) for size in ("a4", "dia"))
    assert (a4.width, round(a4.info["dpi"][0])) == (round(6.9 * 300), 300)
    assert (dia.width, round(dia.info["dpi"][0])) == (2560, 192)
    assert dia.height >= 1440
    for found in (a4, dia):
        assert len(found.getcolors(1 << 24)) > 20
        assert all(found.convert("L").crop(edge).getextrema() == (255, 255) for edge in edges(found))


def edges(found: Image.Image) -> list[tuple[int, int, int, int]]:
    wide, tall = found.size
    return [(0, 0, wide, 3), (0, tall - 3, wide, tall), (0, 0, 3, tall), (wide - 3, 0, wide, tall)]


@pytest.mark.usefixtures("on_demo")
def test_a_slide_is_sixteen_to_nine_where_the_notes_fit() -> None:
    page = PdfReader(io.BytesIO(picture(shown("gestapeld"), "pdf", "dia"))).pages[0].mediabox
    assert (float(page.width), float(page.height)) == pytest.approx((960, 540), abs=1)


# ------------------------------------------------------------------ what the file says about itself


@pytest.mark.usefixtures("on_demo")
def test_a_png_carries_its_meaning() -> None:
    one = shown("kaart")
    said = Image.open(io.BytesIO(picture(one, "png"))).text
    assert said["Title"] == one.figure.title
    assert said["Description"] == one.sentence
    assert said["Comment"] == "\n".join(one.footnotes)
    assert json.loads(said["Kanttekeningen"]) == [c.id for c in one.figure.caveats]
    assert (said["Stempel"], said["Adres"]) == (one.figure.stamp, one.address)


@pytest.mark.usefixtures("on_demo")
def test_an_svg_has_a_title_and_a_description_and_needs_nothing_from_elsewhere() -> None:
    one = shown("kaart")
    made = picture(one, "svg")
    root = ElementTree.fromstring(made)
    title, desc = list(root)[:2]
    assert (title.tag, desc.tag) == ("{http://www.w3.org/2000/svg}title", "{http://www.w3.org/2000/svg}desc")
    assert title.text == one.figure.title
    assert one.sentence in desc.text
    assert one.address in desc.text
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]
    assert root.get("lang") == "nl-BE"
    links = re.findall(r"""(?:href|src)=["']([^"']*)|url\(([^)]*)\)|(<!DOCTYPE)""", made.decode())
    assert [link for link in links if not (link[0] or link[1]).startswith("#")] == []
    text = next(root.iter("{http://www.w3.org/2000/svg}text"))
    assert "DejaVu Sans, Verdana" in text.get("style")
    assert float(text.get("textLength")) > 0


@pytest.mark.usefixtures("on_demo")
def test_a_pdf_says_what_it_is_in_dutch_with_its_fonts_inside() -> None:
    one = shown("kaart")
    reader = PdfReader(io.BytesIO(picture(one, "pdf")))
    about = reader.metadata
    assert (about.title, about.subject) == (one.figure.title, one.sentence)
    assert all(c.id in about["/Keywords"] for c in one.figure.caveats)
    assert one.address in about["/Keywords"]
    assert "/CreationDate" not in about
    assert reader.trailer["/Root"]["/Lang"] == "nl-BE"
    fonts = [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].get_object().values()]
    assert fonts
    assert all("/FontFile2" in part["/FontDescriptor"] for f in fonts for part in f["/DescendantFonts"])


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["kaart", "tabel", "leeg"])
def test_a_pdf_can_be_read_aloud(name: str) -> None:
    """PDF/UA-1: a title, headings, a table with a head, and a drawing that has its description as alternative text."""
    one = shown(name)
    reader = PdfReader(io.BytesIO(picture(one, "pdf")))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    tags = list(tagged(root["/StructTreeRoot"]["/K"]))
    kinds = [tag["/S"] for tag in tags]
    assert kinds[:2] == ["/Document", "/Title"]
    assert "/H1" in kinds
    assert kinds.count("/TH") == (0 if name == "leeg" else len(one.table.columns))
    assert kinds.count("/TD") == len(one.table.rows) * len(one.table.columns)
    assert [tag["/Alt"] for tag in tags if tag["/S"] == "/Figure"] == ([one.alt] if name == "kaart" else [])


def tagged(node: object) -> Iterator[dict]:
    """Every element of the structure of a PDF, in the order it is read aloud."""
    found = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(found, list):
        for part in found:
            yield from tagged(part)
    elif isinstance(found, dict):
        if "/S" in found:
            yield found
        yield from tagged(found.get("/K"))


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["lijn, vier gebieden per maand", "tabel met zinnen"])
def test_the_pdf_goes_on_with_the_table_and_the_caveats_in_full(name: str, size: str) -> None:
    one = shown(name)
    said = flat(picture(one, "pdf", size))
    asked = one.figure.question
    assert [
        words for words in (asked.definitie, asked.teller or "", asked.noemer or "") if squeezed(words) not in said
    ] == []
    for caveat in one.figure.caveats:
        long = f"{caveat.severity.capitalize()} ({caveat.id}): {caveat.short}"
        for words in (long, f"‘{caveat.quote}’", f"{caveat.document}, {caveat.place}."):
            assert squeezed(words) in said
    assert [brk.id for brk in one.figure.breaks if squeezed(brk.text) not in said] == []
    assert [cell for row in one.table.rows for cell in row if squeezed(cell) not in said] == []


def flat(made: bytes) -> str:
    """The words on the pages of a PDF without spaces; what stands on each page is left out, so that sentences go on."""
    said = "".join(squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(made)).pages)
    return re.sub(rf"1G1P-monitor·stempel.*?blad\d+van\d+|{DEMO_WORD}(·)?", "", said)


def squeezed(words: str) -> str:
    return "".join(words.split())


def test_the_quotes_of_many_caveats_go_on_over_several_pages(on_demo: Version) -> None:
    one = shown("lijn, een gebied")
    many = replace(one, figure=replace(one.figure, caveats=all_caveats(on_demo)))
    made = picture(many, "pdf", "dia")
    assert len(PdfReader(io.BytesIO(made)).pages) > 4
    said = flat(made)
    assert [c.id for c in all_caveats(on_demo) if squeezed(f"({c.id}): {c.short}") not in said] == []


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("size", ["a4", "dia"])
@pytest.mark.parametrize(
    ("name", "form"), [(n, f) for n, one in ENTRIES.items() for f in one.forms if f == "gestapeld"]
)
def test_a_pdf_has_one_stamp_also_when_a_part_of_its_figure_is_drawn(name: str, form: str, size: str) -> None:
    one = exhibit(view(name, form, areas=("gent",)))
    found = re.findall(r"[0-9a-f]{12}-[0-9a-f]{8}", flat(picture(one, "pdf", size)))
    assert set(found) == {one.figure.stamp}


@pytest.mark.usefixtures("on_demo")
def test_a_table_goes_on_over_pages_that_each_say_whose_it_is() -> None:
    one = shown("tabel, breed")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(picture(one, "pdf"))).pages]
    assert len(pages) > 2
    ids = ", ".join(caveat.id for caveat in one.figure.caveats)
    for number, said in enumerate(pages, 1):
        for words in (DEMO_WORD, one.figure.title, one.figure.stamp, ids, f"blad {number} van {len(pages)}"):
            assert squeezed(words) in squeezed(said)


@pytest.mark.usefixtures("on_demo")
def test_a_table_lies_on_its_side_before_it_is_cut() -> None:
    upright, wide = (
        PdfReader(io.BytesIO(picture(exhibit(view(name, form)), "pdf"))).pages
        for name, form in (("budget", "tabel"), ("vte", "gestapeld"))
    )
    assert all(page.mediabox.width < page.mediabox.height for page in (*upright, wide[0]))
    assert all(page.mediabox.width > page.mediabox.height for page in wide[1:])
    assert "deel 2" not in " ".join(page.extract_text() for page in wide)


def test_parts_of_a_table_say_again_what_tells_their_rows_apart() -> None:
    names = ("Gebied", "Functie", *(f"kolom{n}" for n in range(20)))
    rows = tuple((area, job, *("woorden" for _ in range(20))) for area in ("Gent", "Kempen") for job in ("team", "ELP"))
    found = blocks(Table("Titel", names, rows), SIZES["a4"])
    assert len(found) > 1
    assert {part.table.columns[:2] for part in found} == {("Gebied", "Functie")}
    alike = blocks(Table("Titel", names, (rows[0], rows[0])), SIZES["a4"])
    assert [part.table.columns[0] for part in alike] == ["Gebied"] * len(alike)


# ------------------------------------------------------------------ the same twice


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["kaart", "gestapeld"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_same_exhibit_gives_the_same_bytes_in_every_thread(name: str, kind: str) -> None:
    one, first = shown(name), picture(shown(name), kind)
    with ThreadPoolExecutor(3) as threads:
        others = list(threads.map(lambda size: picture(one, kind, size), ["a4", "dia", "a4"]))
    assert others[0] == others[2] == first
    assert others[1] != first


def test_another_kind_of_picture_is_refused(on_demo: Version) -> None:
    with pytest.raises(ValueError, match="kies uit png, svg, pdf"):
        picture(shown("leeg"), "gif")
