"""The picture of flows: as thick as their amounts, nothing drawn of what is hidden, and every word readable."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import Choice, text
from figures.catalogue import ENTRIES, view
from figures.drawing import screen, streams
from figures.drawing.charts import Flow
from figures.exhibit import Exhibit, exhibit
from figures.figure import DEMO_WORD
from figures.files.paper import SIZES, content
from figures.files.paper.sheet import sheet
from tests.figures.files.test_paper import drawn, outside, overlapping

YEAR = {"van": date(2025, 1, 1), "tot": date(2025, 12, 31)}
QUARTER = {"van": date(2025, 1, 1), "tot": date(2025, 3, 31), "per": "kwartaal"}
MONTH = {"van": date(2025, 8, 1), "tot": date(2025, 8, 31), "per": "maand"}
CHOICES = {
    "Vlaanderen": Choice(**YEAR), "Vlaanderen, een maand": Choice(**MONTH), "een gebied": Choice(**YEAR, gebieden=("gent",)),
    "een gebied, een kwartaal": Choice(**QUARTER, gebieden=("gent",)), "een gebied, een maand": Choice(**MONTH, gebieden=("gent",)),
}  # fmt: skip
WORDS = ("CAW", "CGG", "RTJ", "andere", "geen", "onbekend")
pairs = st.tuples(st.sampled_from(WORDS), st.sampled_from(WORDS))
amounts = st.one_of(st.none(), st.integers(5, 3000))
made_up = st.dictionaries(pairs, amounts, min_size=1).map(
    lambda found: tuple(Flow(*pair, n, "x" if n is None else text.number(n)) for pair, n in found.items())
)


@pytest.fixture(params=list(CHOICES))
def shown(request: pytest.FixtureRequest, on_demo) -> Exhibit:
    return exhibit(view("vervolghulp", "stroom", CHOICES[request.param]))


# ------------------------------------------------------------------ where it stands


@given(flows=made_up, height=st.integers(250, 800))
def test_a_flow_is_as_thick_as_its_amount_and_a_hidden_one_has_no_width(flows: tuple[Flow, ...], height: int) -> None:
    found = streams.placed(flows, height, 8, 16)
    assert {s.flow for s in found.streams} == {flow for flow in flows if flow.amount}
    for stream in found.streams:
        assert stream.thick > 0
        assert stream.thick / stream.flow.amount == pytest.approx(found.streams[0].thick / found.streams[0].flow.amount)
        half = len(stream.outline()) // 2
        both = zip(stream.outline()[:half], reversed(stream.outline()[half:]), strict=True)
        assert all(low[1] - high[1] == pytest.approx(stream.thick) for high, low in both)


@given(flows=made_up, height=st.integers(250, 800))
def test_what_stands_under_each_other_does_not_touch(flows: tuple[Flow, ...], height: int) -> None:
    found = streams.placed(flows, height, 8, 16)
    for side, edge in ((0, "left"), (1, "right")):
        nodes = [node for node in found.nodes if node.side == side]
        for node in nodes:
            assert node.row_height >= 16 - 1e-6
            assert -1e-6 <= node.row_top <= node.top + 1e-6
            assert node.top + node.thick <= node.row_top + node.row_height + 1e-6 <= height + 1e-5
            own = sorted((getattr(s, edge), s.thick) for s in found.streams if s.flow in node.flows)
            at = node.top
            for top, thick in own:
                assert top == pytest.approx(at)
                at += thick
            assert at == pytest.approx(node.top + node.thick)
        for above, below in pairwise(nodes):
            assert below.row_top >= above.row_top + above.row_height + 8 - 1e-6


@given(flows=made_up)
def test_a_word_stands_at_the_same_height_on_both_sides(flows: tuple[Flow, ...]) -> None:
    found = streams.placed(flows, 500, 8, 16)
    sides = [{node.word: (node.row_top, node.colour) for node in found.nodes if node.side == side} for side in (0, 1)]
    assert all(sides[0][word] == sides[1][word] for word in sides[0].keys() & sides[1].keys())
    order = [word for word in WORDS if word in sides[0] or word in sides[1]]
    assert list(streams.words_of(flows)) == order


@given(flows=made_up)
def test_flows_leave_and_arrive_in_the_order_of_the_words(flows: tuple[Flow, ...]) -> None:
    """So that two flows cross only when their words do."""
    found = streams.placed(flows, 500, 8, 16).streams
    for one in found:
        for other in found:
            if one.flow.source == other.flow.source and WORDS.index(one.flow.target) < WORDS.index(other.flow.target):
                assert one.left < other.left
            if one.flow.target == other.flow.target and WORDS.index(one.flow.source) < WORDS.index(other.flow.source):
                assert one.right < other.right


@given(flows=made_up)
def test_a_total_is_only_said_where_nothing_of_it_is_hidden(flows: tuple[Flow, ...]) -> None:
    for node in streams.placed(flows, 500, 8, 16).nodes:
        own = [flow.amount for flow in flows if (flow.source, flow.target)[node.side] == node.word]
        assert node.said == ("(x)" if None in own else text.number(sum(own)))


@given(flows=made_up)
def test_what_has_no_width_is_said_in_words(flows: tuple[Flow, ...]) -> None:
    lines = streams.without_number(flows)
    hidden = {(flow.source, flow.target) for flow in flows if flow.amount is None}
    assert bool(lines) == bool(hidden)
    if hidden and len(hidden) < len(flows):
        parts = re.findall(r"van (\w+) naar ([^;.]+)", lines[0])
        assert {(word, to) for word, targets in parts for to in re.split(", | en ", targets)} == hidden
    elif hidden:
        assert "alle stromen" in lines[0]


def test_unknown_is_said_apart_from_hidden() -> None:
    flows = (Flow("CAW", "geen", None, "x"), Flow("CAW", "RTJ", None, "?"), Flow("RTJ", "RTJ", 7, "7"))
    assert [line.split(".")[0] for line in streams.without_number(flows)] == [
        "x = verborgen: te klein om te tonen", "? = onbekend",
    ]  # fmt: skip
    assert [node.said for node in streams.placed(flows, 300, 8, 16).nodes if node.word == "CAW"] == ["(x, ?)"]


# ------------------------------------------------------------------ the figure


def test_every_amount_of_the_data_is_a_flow(shown: Exhibit) -> None:
    data = shown.figure.data.filter(shown.figure.data["rol"] == "deel")
    known = {(r["aangewezen"], r["gerealiseerd"]): r["waarde"] for r in data.to_dicts() if r["waarde"]}
    hidden = {(r["aangewezen"], r["gerealiseerd"]) for r in data.to_dicts() if r["toestand"] == "verborgen"}
    assert known or hidden
    assert {(f.source, f.target): f.amount for f in shown.drawing.flows if f.amount} == known
    assert {(f.source, f.target) for f in shown.drawing.flows if f.amount is None} == hidden


def test_the_first_form_of_vervolghulp_is_the_picture() -> None:
    assert ENTRIES["vervolghulp"].forms == ("stroom", "tabel")
    assert view("vervolghulp").form == "stroom"


# ------------------------------------------------------------------ on paper


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_on_paper_every_word_is_inside_and_covers_no_other(shown: Exhibit, size) -> None:
    made = sheet(content(shown), size)
    assert (outside(made), overlapping(made)) == ([], [])
    said = drawn(made)
    assert set(streams.SIDES) <= set(said)
    for side in (0, 1):
        words = {(flow.source, flow.target)[side] for flow in shown.drawing.flows}
        assert words <= set(said)
    assert "".join(streams.HOW_TO_READ.split()) in "".join(" ".join(said).split())
    assert DEMO_WORD in said


@pytest.mark.parametrize("size", SIZES.values(), ids=list(SIZES))
def test_on_paper_no_number_stands_that_the_data_do_not_show(shown: Exhibit, size) -> None:
    flows = shown.drawing.flows
    on_flows = {streams.label(flow) for flow in flows if flow.amount}
    totals = {node.said for node in streams.placed(flows, 400, 5, 10).nodes}
    said = drawn(sheet(content(shown), size))
    assert {words for words in said if " → " in words} <= on_flows
    bare = [words for words in said if re.fullmatch(r"\(x\)|[\d.]+", words)]
    assert bare
    assert set(bare) <= totals


@pytest.mark.usefixtures("on_demo")
def test_the_hidden_flows_are_listed_under_the_picture() -> None:
    one = exhibit(view("vervolghulp", "stroom", CHOICES["een gebied"]))
    lines = streams.without_number(one.drawing.flows)
    assert lines
    assert set(lines) <= set(content(one).reading)


@pytest.mark.usefixtures("on_demo")
def test_a_thick_flow_says_its_amount_and_where_it_goes_on_every_picture() -> None:
    one = exhibit(view("vervolghulp", "stroom", CHOICES["Vlaanderen"]))
    thickest = streams.label(streams.placed(one.drawing.flows, 400, 5, 10).streams[0].flow)
    assert thickest in drawn(sheet(content(one), SIZES["a4"]))
    assert thickest in drawn(sheet(content(one), SIZES["dia"]))
    assert thickest in [a.text for a in screen.draw(one.drawing).layout.annotations]


# ------------------------------------------------------------------ on screen


def test_on_screen_every_flow_is_a_surface_of_its_width_with_its_amount(shown: Exhibit) -> None:
    picture = screen.draw(shown.drawing)
    known = [flow for flow in shown.drawing.flows if flow.amount]
    traces = {t.text: t for t in picture.data}
    scales = set()
    for flow in known:
        trace = traces[f"{flow.source} → {flow.target}: <b>{flow.label}</b>"]
        scales.add(round((trace.y[-1] - trace.y[0]) / flow.amount, 9))
    assert len(scales) == bool(known)
    on_flows = [t for t in traces if " → " in t]
    assert len(on_flows) == len(known)


def test_on_screen_nothing_can_be_dragged_and_the_words_are_there(shown: Exhibit) -> None:
    picture = screen.draw(shown.drawing)
    assert {t.type for t in picture.data} <= {"scatter"}
    assert picture.layout.dragmode is False
    assert picture.layout.xaxis.fixedrange
    assert picture.layout.yaxis.fixedrange
    said = [a.text for a in picture.layout.annotations]
    assert {f"<b>{word}</b>" for word in (*streams.SIDES, DEMO_WORD)} <= set(said)
    below = next(words for words in said if words.startswith("Links staat"))
    for line in streams.without_number(shown.drawing.flows):
        assert line in below.replace("<br>", " ")
    assert picture.layout.margin.b >= 16 * len(below.split("<br>"))
    assert picture.layout.height == screen.height(shown.drawing)


def test_on_screen_the_amounts_on_flows_have_room(shown: Exhibit) -> None:
    """In the same column: a line of eleven points needs about thirteen pixels."""
    marks = sorted(a.y for a in screen.draw(shown.drawing).layout.annotations if " → " in a.text)
    assert all(below - above >= 13 for above, below in pairwise(marks))


# ------------------------------------------------------------------ no flow at all


@pytest.mark.usefixtures("on_demo")
def test_without_flows_it_says_so() -> None:
    one = exhibit(view("vervolghulp", "stroom", CHOICES["een gebied"]))
    none = replace(one, drawing=replace(one.drawing, flows=()))
    assert streams.NOTHING in drawn(sheet(content(none), SIZES["a4"]))
    assert streams.NOTHING in [a.text for a in screen.draw(none.drawing).layout.annotations]


# ------------------------------------------------------------------ how other charts are read and set


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(
    ("name", "form", "areas", "said"),
    [
        ("vte", "gestapeld", ("gent", "kempen"), "Enkel de voorgangers van: Samen1Plan Gent en Trefplaats jeugdhulp Kempen."),
        ("binnen_de_maand_delen", "gestapeld", ("gent",), "Naam in vet: Samen1Plan Gent."),
        ("redenen_te_laat", "gestapeld", ("gent",), "Naam in vet: Samen1Plan Gent."),
        ("redenen_einde", "gestapeld", ("gent",), "Naam in vet: Samen1Plan Gent."),
        ("uitval", "staaf", ("gent",), "In blauw, naam in vet: Samen1Plan Gent."),
        ("gemeenten_instroom", "staaf", ("gent",), "Enkel: Samen1Plan Gent."),
        ("regelkaart_aanmeldingen", "regelkaart", ("gent", "kempen"), "In kleur: Samen1Plan Gent."),
        (
            "profiel", "staaf", ("gent", "kempen"),
            "Kleur van de staven: Samen1Plan Gent (blauw), Trefplaats jeugdhulp Kempen (bruin) en Vlaanderen en Brussel (grijs). "
            "Achter elke naam staat van wie de staaf is.",
        ),
    ],
)  # fmt: skip
def test_the_line_about_the_chosen_areas_is_true(name: str, form: str, areas: tuple[str, ...], said: str) -> None:
    one = exhibit(view(name, form, Choice(**YEAR), areas))
    reading = content(one).reading
    assert said in reading
    assert sum("oorgangers van" in line or line.startswith("In blauw") for line in reading) == said.startswith(
        ("Enkel de", "In blauw")
    )
    if "in vet" in said:
        bold = {t.get_text() for t in sheet(content(one), SIZES["a4"]).texts if t.get_fontweight() == "bold"}
        assert any(words.startswith("Samen1Plan Gent") for words in bold)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("name", ["vte", "redenen_einde", "redenen_te_laat", "binnen_de_maand_delen"])
@pytest.mark.parametrize("areas", [(), ("gent",)])
def test_the_legend_of_parts_has_room_under_the_title_of_the_axis(name: str, areas: tuple[str, ...]) -> None:
    chart = exhibit(view(name, "gestapeld", Choice(**YEAR), areas)).drawing
    layout = screen.draw(chart).layout
    lines = layout.xaxis.title.text.split("<br>")
    top = (1 - layout.legend.y) * layout.height  # pixels from the top of the picture
    axis = layout.height - layout.margin.b
    assert layout.legend.yref == "container"
    assert top - axis >= 46 + 16 * (len(lines) - 1)
    assert layout.height - top >= 20 * len(chart.series)
