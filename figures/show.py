"""How a figure stands on a page: title, picture, sentence, caveats, source, table twin, downloads. The only shared Streamlit code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from figures import text
from figures.catalogue import MAP, TABLE
from figures.catalogue import view as view_of
from figures.dialoog.dialogue import Item
from figures.dialoog.glance import Glance
from figures.drawing import maps, screen, spark
from figures.drawing.maps import MapPicture
from figures.exhibit import Exhibit
from figures.exhibit import exhibit as exhibit_of
from figures.figure import DEMO_SENTENCE, DEMO_WORD, GRAINS, Choice, Figure, area_names, build_info
from figures.figure import figure as figure_of
from figures.files.exports import FORMATS, SIZES, Format, file_name
from figures.finding_back.identity import Trace
from figures.finding_back.ledger import remember
from figures.job import Job, Say
from figures.meaning import SEVERITY_SIGNS, Break, Caveat, all_caveats
from figures.topics.areas import PARTS, AreaStory
from figures.topics.comparability import Cell, Matrix
from figures.wording import tables
from figures.wording.methods_text import Method
from queries import Question, Version, ask, current_version

EVERYTHING = "Alles"
CSS = Path(__file__).with_name("monitor.css")
LONG_LIST = 40  # rows
ICON = str(Path(__file__).with_name("monitor.svg"))


# ------------------------------------------------------------------ the shared filters


def filter_widgets() -> None:
    """The filters of the frame, each bound to the address: a copied link opens the same view."""
    years = years_with_registrations(current_version())
    names = list(_sixteen())
    st.multiselect(
        "Samenwerkingsverbanden", names, key="gebied", bind="query-params", placeholder="Alle 16",
        help="Wat u kiest staat in kleur of vet; de andere blijven ter vergelijking staan. De keuze gaat mee naar elke pagina.",
    )  # fmt: skip
    if years:
        labels = [str(year) for year in years]
        st.selectbox("Van jaar", labels, index=0, key="van", bind="query-params")
        st.selectbox("Tot en met jaar", labels, index=len(labels) - 1, key="tot", bind="query-params")
    st.segmented_control("Per", GRAINS, default="jaar", key="per", bind="query-params", required=True)


def choice(**more) -> Choice:
    """The choice that the filters of the frame stand on; years the wrong way round are read the other way."""
    years = sorted(int(st.session_state[key]) for key in ("van", "tot") if st.session_state.get(key))
    span = {"van": date(years[0], 1, 1), "tot": date(years[-1], 12, 31)} if years else {}
    return Choice(**({"per": st.session_state.get("per") or "jaar"} | span | more))


def chosen() -> tuple[str, ...]:
    """Ids of the chosen areas, in alphabetical order of their names; empty means all."""
    wanted = set(st.session_state.get("gebied") or ())
    return tuple(area for name, area in _sixteen().items() if name in wanted)


def choose_area(area: str) -> None:
    """Make one area the chosen one, on every page. For a callback: it runs before the widgets do."""
    st.session_state["gebied"] = [name for name, own in _sixteen().items() if own == area]


@lru_cache(maxsize=4)
def years_with_registrations(version: Version) -> tuple[int, ...]:
    """The years some delivery is about; empty without deliveries."""
    return tuple(day.year for day in ask("perioden", version=version)["jaar"].unique().sort())


def _sixteen() -> dict[str, str]:
    return {name: area for area, name in area_names(current_version()).items() if area not in text.AREAS}


# ------------------------------------------------------------------ a page and its figures


def paragraphs(words: Sequence[str]) -> None:
    """Plain sentences, escaped."""
    st.html(_paragraphs(words))


def opening(title: str, lead: str, figures: Sequence[Figure] = (), *, period_matters: bool = True) -> None:
    """The head of a page; says DEMOGEGEVENS when one figure on it holds a demo row, and which filters do nothing here."""
    st.title(title, anchor=False)
    banner = f'<p class="m-banner" role="note"><strong>{DEMO_WORD}</strong>{DEMO_SENTENCE.removeprefix(DEMO_WORD)}</p>'
    idle = (
        ""
        if period_matters
        else '<p class="m-noot">De jaren en de keuze van maand, kwartaal of jaar links gelden niet voor deze pagina.</p>'
    )
    st.html(f'{banner if any(f.demo for f in figures) else ""}<p class="m-lead">{escape(lead)}</p>{idle}')


def exhibit(name: str, form: str = "", span: Choice | None = None, **more) -> Exhibit:
    """A figure of the catalogue for the filters of the frame (or for a choice), with the chosen areas in colour.

    Its stamp is written down, so that the figure can be found back.
    """
    shown = exhibit_of(view_of(name, form, replace(span or choice(), **more), chosen()))
    remember(shown.figure, shown.address)
    return shown


def place(shown: Exhibit, *, heading: str | None = None, reading: Sequence[str] = ()) -> None:
    """A figure with everything that belongs to it; `reading` are sentences before it that say how to read it."""
    _head(shown.figure, heading)
    if no_data(shown.figure):
        return
    words(*reading)
    _draw(shown)
    below(shown)


def parts(key: str, labels: Sequence[str]) -> tuple[str, ...]:
    """The parts of a long page that are shown: one, or all of them. What is not shown asks nothing of the warehouse."""
    wanted = st.segmented_control(
        "Toon", [*labels, EVERYTHING], default=labels[0], key=key, bind="query-params", required=True
    )
    return tuple(labels) if wanted == EVERYTHING else (wanted,)


def map_and_bars(on_map: Exhibit, bars: Exhibit) -> None:
    """The map with its legend beside bars of the same values; a click on an area chooses it on every page."""
    _head(on_map.figure)
    if no_data(on_map.figure):
        return
    left, right = st.columns(2)
    with left:
        _draw(on_map, on_select=partial(_choose_from_map, _key(on_map)), selection_mode="single-object")
    with right:
        _draw(bars)
    below(on_map)


def _draw(shown: Exhibit, **selecting: Any) -> None:
    if shown.view.form == TABLE:
        st.html(tables.as_html(shown.table))
    elif shown.view.form == MAP:
        st.pydeck_chart(maps.deck(shown.drawing), height=240, key=_key(shown), alt=shown.alt, **selecting)
        st.html(_legend(shown.drawing))
    else:
        st.plotly_chart(
            screen.draw(shown.drawing), height=screen.height(shown.drawing), theme=None, config=screen.CONFIG,
            key=_key(shown), alt=shown.alt,
        )  # fmt: skip


def _key(shown: Exhibit, part: str = "") -> str:
    """Names a widget after the figure it belongs to, and not after the choice: what was opened stays open."""
    return "_".join([shown.view.name, shown.view.form, *shown.view.choice.gebieden, part]).rstrip("_")


def _legend(picture: MapPicture) -> str:
    unit = picture.figure.question.eenheid_kort or picture.figure.unit
    labels = f" In de gebieden: {picture.label_unit}." if picture.scale > 1 else ""
    entries = "".join(f"<li>{_swatch(e)}{escape(e.label)}</li>" for e in picture.legend)
    return f'<p class="m-noot">Legende, in {escape(unit)}.{escape(labels)}</p><ul class="m-legende">{entries}</ul>'


def no_data(figure: Figure) -> bool:
    """Says what to do when a figure has no rows; returns whether that was so."""
    if not figure.empty:
        return False
    if figure.question.from_registrations:
        st.info(
            "Er zijn geen registraties voor deze keuze. Kies links een andere periode, of zet een levering in de map data/raw/binc "
            "en maak de gegevens opnieuw met: python -m etl"
        )
    else:
        st.info("De bronnen geven hier geen cijfers.")
    return True


def below(shown: Exhibit) -> None:
    """What stands under every figure: sentence, caveats, source and status, table twin, downloads."""
    figure = shown.figure
    said = f'<p class="m-zin">{escape(shown.sentence)}</p>'
    st.html(said + caveat_list(figure.breaks, figure.caveats) + _source_line(shown) + _explanation(figure))
    if shown.view.form != TABLE and st.toggle("Toon als tabel", key=_key(shown, "als_tabel")):
        st.html(tables.as_html(shown.table))
    downloads(shown)


def take_away(shown: Exhibit) -> None:
    """A figure that stands on the page in another form: its name, source and files."""
    st.subheader(shown.figure.title, anchor=False)
    st.html(_source_line(shown))
    downloads(shown)


def downloads(shown: Exhibit) -> None:
    """One place for every file of a figure; the buttons are only made when it is opened, the files when asked for.

    An expander and not a popover: that stands at the end of the page for who goes by keyboard.
    """
    box = st.expander("Downloaden", key=_key(shown, "bestanden"), on_change="rerun")
    if not box.open:
        return
    with box:
        size = st.segmented_control(
            "Afbeelding voor", list(SIZES), default=next(iter(SIZES)), key=_key(shown, "maat"), required=True,
            format_func=SIZES.get,
        )  # fmt: skip
        with st.container(horizontal=True):
            for kind in FORMATS.values():
                _file_button(shown, kind, size)


def _file_button(shown: Exhibit, kind: Format, size: str) -> None:
    st.download_button(
        kind.label, lambda: kind.write(shown, size), file_name(shown, kind.name, size), kind.mime,
        key=_key(shown, kind.name), on_click="ignore",
    )  # fmt: skip


def card(figure: Figure, value: str, unit: str, period: str, areas: Sequence[str] = ()) -> str:
    """One figure in one box: value, unit, period, source, status."""
    demo = f'<p><span class="m-demo">{DEMO_WORD}</span></p>' if figure.demo else ""
    own = "".join(f"<p><strong>{escape(said)}</strong></p>" for said in areas)
    return (
        f'<div class="m-kaart"><h3>{escape(figure.title)}</h3><p class="m-waarde">{escape(value)}</p><p>{escape(unit)}</p>'
        f"<p>{escape(period)}</p>{own}{demo}<p class='m-bron'>Bron: {escape(figure.source_text)} Status: {escape(figure.status)}.</p>{_folded_caveats(figure)}</div>"
    )


def _folded_caveats(figure: Figure) -> str:
    """What weighs on the number of a card, one click away."""
    heavy = [c for c in figure.caveats if c.severity != "info"]
    if not heavy:
        return ""
    word = "kanttekening" if len(heavy) == 1 else "kanttekeningen"
    said = f"{SEVERITY_SIGNS['waarschuwing']} {len(heavy)} {word} bij dit cijfer"
    return f'<details class="m-meer"><summary>{said}</summary>{caveat_items(heavy)}</details>'


def cards(boxes: Sequence[str]) -> None:
    """Boxes side by side, under each other on a small screen."""
    st.html(f'<div class="m-kaarten">{"".join(boxes)}</div>')


def caveat_list(breaks: Sequence[Break], caveats: Sequence[Caveat]) -> str:
    """Breaks and caveats as HTML: what weighs is shown, what informs is one click away."""
    heavy = [_break_item(b) for b in breaks] + [_caveat_item(c) for c in caveats if c.severity != "info"]
    light = [_caveat_item(c) for c in caveats if c.severity == "info"]
    shown = f'<ul class="m-kanttekeningen">{"".join(heavy)}</ul>' if heavy else ""
    if not light:
        return shown
    word = "kanttekening" if len(light) == 1 else "kanttekeningen"
    more = f'<ul class="m-kanttekeningen">{"".join(light)}</ul>'
    return f'{shown}<details class="m-meer"><summary>Nog {len(light)} {word} ter informatie</summary>{more}</details>'


def caveat_items(caveats: Sequence[Caveat]) -> str:
    """Caveats as HTML, all of them in sight."""
    return f'<ul class="m-kanttekeningen">{"".join(_caveat_item(c) for c in caveats)}</ul>'


def _caveat_item(caveat: Caveat) -> str:
    head = f'<span class="m-ernst">{SEVERITY_SIGNS[caveat.severity]} {caveat.severity.capitalize()}</span>'
    return f'<li class="m-{caveat.severity}">{head} ({caveat.id}) {escape(caveat.short)}</li>'


def _break_item(brk: Break) -> str:
    head = f'<span class="m-ernst">{SEVERITY_SIGNS[brk.severity]} Breuk op {text.long_date(brk.day)}</span>'
    return f'<li class="m-{brk.severity}">{head} {escape(brk.text)}</li>'


def _head(figure: Figure, heading: str | None = None, *, part: bool = False) -> None:
    """The title, one level down for a part of a larger whole, and below it unit and period."""
    (st.subheader if part else st.header)(heading or figure.title, anchor=False)
    demo = f' <span class="m-demo">{DEMO_WORD}</span>' if figure.demo else ""
    st.html(f'<p class="m-onder">{escape(figure.unit)} · {escape(figure.period)}{demo}</p>')


def _source_line(shown: Exhibit) -> str:
    figure = shown.figure
    return (
        f'<p class="m-bron">Bron: {escape(figure.source_text)} Status: {escape(figure.status)}. Stempel: {figure.stamp}. '
        f'<a href="{escape(shown.address)}" target="_self">Adres van deze figuur</a></p>'
    )


def _explanation(figure: Figure) -> str:
    """Definition, formula, row accounting and the quotes, folded."""
    q = figure.question
    lines = [f"<p>{escape(q.definitie)}</p>"]
    lines += [f"<p>Teller: {escape(q.teller)}.</p>"] if q.teller else []
    lines += [f"<p>Noemer: {escape(q.noemer)}.</p>"] if q.noemer else []
    lines += [f"<p>{escape(str(figure.accounting))}.</p>"] if figure.accounting else []
    quotes = "".join(
        f"<p>{c.id}</p><blockquote>{escape(c.quote)}<br>— {escape(c.document)}, {escape(c.place)}</blockquote>"
        for c in figure.caveats
    )
    return f'<details class="m-meer"><summary>Wat betekent dit cijfer?</summary>{"".join(lines)}{quotes}</details>'


def _swatch(entry: maps.LegendEntry) -> str:
    kind = ' class="m-arcering"' if entry.hatch else ""
    return f'<span{kind} style="background-color:{entry.colour}"></span>'


def _choose_from_map(key: str) -> None:
    picked = st.session_state[key].selection.get("objects", {}).get(maps.LAYER, [])
    if picked:
        choose_area(picked[0]["properties"]["gebied"])


# ------------------------------------------------------------------ parts of single pages


def area(story: AreaStory) -> None:
    """The story of one area, part by part."""
    st.header(story.name, anchor=False)
    st.html(f'<p class="m-lead">{escape(story.lead)}</p>')
    for name in PARTS:
        shown = exhibit(name, gebieden=(story.id,))
        _head(shown.figure, part=True)
        _draw(shown)
        below(shown)


def two_apart(shown: Exhibit) -> None:
    """Published totals side by side as separate figures, with the reason why they may not be joined."""
    before = shown.figure
    _head(before)
    cards(
        [
            card(before.at_row(i), text.number(r["waarde"]), before.unit, str(r["periode"].year))
            for i, r in enumerate(rows(before.data))
        ]
    )
    st.html(
        '<p class="m-zin">Deze twee cijfers mogen niet met elkaar en niet met de cijfers vanaf 2022 vergeleken worden. '
        "Daarom staan ze niet in de grafiek.</p>"
    )
    _draw(shown)
    below(shown)


def total_card(total: Figure) -> str:
    """The card of a figure with one row."""
    row = total.data.row(0, named=True)
    return card(total, text.number(row["waarde"], total.decimals), total.unit, row["periode_tekst"])


def methods(found: Sequence[Method]) -> None:
    """Statistical methods under each other, each with a place of its own in the address; the list of them first."""
    links = "".join(f'<li><a href="#{one.anchor}" target="_self">{escape(one.title)}</a></li>' for one in found)
    st.html(f"<ul>{links}</ul>")
    for one in found:
        st.header(one.title, anchor=one.anchor)
        said = (f"<strong>{escape(name)}.</strong> {escape(words_)}" for name, words_ in one.parts.items())
        st.html("".join(f'<p class="m-zin">{line}</p>' for line in said))


def quote(caveat_id: str) -> None:
    """One caveat with its full quote."""
    caveat_details([c for c in all_caveats(current_version()) if c.id == caveat_id])


def notes(*measures: str) -> None:
    """What does not add up in the sources, for some measures or for all."""
    found = [r for r in rows(figure_of("datanotas").data) if not measures or r["maat"] in measures]
    if not found:
        return
    st.header("Wat in de bronnen niet klopt", anchor=False)
    items = (
        f"<li><strong>{escape(r['titel'])}</strong><br>{escape(r['tekst'])}<br><span class='m-bron'>{escape(r['document'])}, {escape(r['vindplaats'])}</span></li>"
        for r in found
    )
    st.html(f'<ul class="m-kanttekeningen">{"".join(items)}</ul>')


def definitions(measures: Sequence[Question]) -> None:
    """Each measure with its meaning, formula, unit, origin and direction."""
    st.html("".join(_definition(q) for q in measures))


def _definition(q: Question) -> str:
    formula = f"{q.teller} / {q.noemer}" if q.noemer else q.teller
    origin = "registraties in BINC" if q.from_registrations else "gepubliceerde documenten"
    pairs = {
        "Betekenis": q.definitie,
        "Formule": formula,
        "Eenheid": q.eenheid,
        "Herkomst": origin,
        "Richting": q.richting,
    }
    items = "".join(f"<dt>{name}</dt><dd>{escape(said)}</dd>" for name, said in pairs.items() if said)
    return f'<details class="m-meer"><summary>{escape(q.titel)}</summary><dl class="m-betekenis">{items}</dl></details>'


def data_version() -> None:
    """Which data these are and when they were loaded."""
    known = build_info(current_version())
    until = (
        f" De registraties lopen tot en met {text.long_date(known['gegevens_tot'])}." if known["gegevens_tot"] else ""
    )
    loaded = text.long_date(known["gebouwd_op"].date())
    st.html(
        f'<p class="m-zin">Versie van de gegevens: <strong>{known["data_versie"]}</strong>, geladen op {loaded}.{until}</p>'
    )


def plain_table(content: tables.Table) -> None:
    """A table of words."""
    st.html(tables.as_html(content))


def matrix(content: Matrix) -> None:
    """Measures by years; equal letters may be compared. The reasons stand below, in words."""
    head = "".join(f'<th scope="col">{year}</th>' for year in content.years)
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(_matrix_cell(c) for c in cells)}</tr>'
        for name, cells in content.rows
    )
    caption = "Wat mag met wat vergeleken worden, per maat en jaar"
    st.html(
        f'<div class="m-tabel m-matrix" role="region" tabindex="0" aria-label="{caption}"><table><caption><span>{caption}</span></caption>'
        f'<thead><tr><th scope="col">Maat</th>{head}</tr></thead><tbody>{body}</tbody></table></div>{_matrix_reasons(content)}'
    )


def _matrix_cell(cell: Cell) -> str:
    kind = ' class="m-geen"' if cell.letter == "–" else ""
    spoken = '<span class="m-verborgen"> met voorbehoud</span>' if cell.warned else ""
    return f"<td{kind}>{escape(str(cell))}{spoken}</td>"


def _matrix_reasons(content: Matrix) -> str:
    parts = []
    for name, cells in content.rows:
        said = dict.fromkeys(reason for cell in cells for reason in cell.reasons)
        if said:
            parts.append(
                f"<p><strong>{escape(name)}</strong></p><ul>{''.join(f'<li>{escape(r)}</li>' for r in said)}</ul>"
            )
    return f'<details class="m-meer"><summary>Waarom wel of niet?</summary>{"".join(parts)}</details>'


def break_details(breaks: Sequence[Break]) -> None:
    """Breaks with text and source."""
    st.header("Breuken", anchor=False)
    items = "".join(
        _break_item(b)[:-5] + f'<br><span class="m-bron">{escape(b.document)}, {escape(b.place)}</span></li>'
        for b in breaks
    )
    st.html(
        f'<ul class="m-kanttekeningen">{items}</ul>' if breaks else '<p class="m-zin">Geen breuken voor deze keuze.</p>'
    )


def caveat_details(caveats: Sequence[Caveat]) -> None:
    """Caveats with quote, document, period."""
    items = "".join(_caveat_item(c)[:-5] + f"{_quoted(c)}</li>" for c in caveats)
    st.header(f"{len(caveats)} kanttekening{'' if len(caveats) == 1 else 'en'}", anchor=False)
    st.html(
        f'<ul class="m-kanttekeningen">{items}</ul>'
        if caveats
        else '<p class="m-zin">Geen kanttekeningen voor deze keuze.</p>'
    )


def _quoted(caveat: Caveat) -> str:
    since = f"vanaf {text.long_date(caveat.first)}" if caveat.first else "zonder begin"
    until = f"tot en met {text.long_date(caveat.last)}" if caveat.last else "zonder einde"
    return (
        f"<blockquote class='m-citaat'>“{escape(caveat.quote)}”</blockquote>"
        f'<span class="m-bron">{escape(caveat.document)}, {escape(caveat.place)}. Geldt {since}, {until}.</span>'
    )


def rows(frame: pl.DataFrame) -> list[dict]:
    """The rows of a figure's data as dictionaries, for text on a page."""
    return list(frame.iter_rows(named=True))


# ------------------------------------------------------------------ figures that are read with words before them


def table_in_words(shown: Exhibit, said: Sequence[str]) -> None:
    """A table of several comparisons under its sentences: no sentence of its own, everything else that belongs to it."""
    figure = shown.figure
    _head(figure)
    body = tables.as_html(shown.table) if shown.table.rows else ""
    meaning = caveat_list(figure.breaks, figure.caveats) + _source_line(shown) + _explanation(figure)
    st.html(_paragraphs(said) + body + meaning)
    if shown.table.rows:
        downloads(shown)


def noteworthy(shown: Exhibit, heading: str, items: Sequence[tuple[str, str]], closing: str) -> None:
    """A list of findings, each with what it means, headed by the period and the source of the figure they come from."""
    figure = shown.figure
    st.header(heading, anchor=False)
    demo = f' <span class="m-demo">{DEMO_WORD}</span>' if figure.demo else ""
    listed = "".join(f"<li><strong>{escape(said)}</strong><br>{escape(effect)}</li>" for said, effect in items)
    body = f'<ul class="m-kanttekeningen">{listed}</ul>' if listed else ""
    period = f'<p class="m-onder">{escape(figure.period)}{demo}</p>'
    st.html(period + body + _paragraphs([closing]) + _source_line(shown))


def items(found: Sequence[Item]) -> None:
    """Sentences, each with a link to the figure it comes from."""
    lines = "".join(f"<li>{escape(one.sentence)} {_to_figure(one.exhibit)}</li>" for one in found)
    if lines:
        st.html(f'<ul class="m-kanttekeningen">{lines}</ul>')


def glance(found: Sequence[Glance], caption: str) -> None:
    """Measures at a glance: the years of one area, and where it stands among the others, in small pictures and in words.

    On a phone the cells of a row stand under each other; the roles are said, because a table laid out so loses its own.
    """
    rows = "".join(_glance_row(one) for one in found)
    head = "".join(
        f'<th scope="col" class="m-links">{name}</th>' for name in ("Cijfer", "Eigen jaren", "Naast de andere gebieden")
    )
    legend = "".join(f"<li>{spark.sign(kind)}{escape(said)}</li>" for kind, said in spark.LEGEND)
    st.html(
        f'<div class="m-tabel m-blik" role="region" tabindex="0" aria-label="{escape(caption)}"><table role="table"><caption>'
        f'<span>{escape(caption)}</span></caption><thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table></div><ul class="m-legende">{legend}</ul>'
    )


def _glance_row(one: Glance) -> str:
    spread = one.spread
    strip = spark.strip(spread.own, spread.alike, spread.others, spread.whole) if spread else ""
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{escape(one.title)}<p class="m-noot">{escape(one.unit)}. {_to_figure(one.exhibit)}</p></th>'
        f'<td role="cell" class="m-links">{spark.line([year.value for year in one.years])}<p>{escape(one.said)}</p><p>{escape(one.change)}</p></td>'
        f'<td role="cell" class="m-links">{strip}<p>{escape(one.beside)}</p></td></tr>'
    )


def _to_figure(shown: Exhibit) -> str:
    title = escape(shown.figure.title)
    return f'<a href="{escape(shown.address)}" target="_self">Naar deze figuur<span class="m-verborgen">: {title}</span></a>'


def folded(summary: str, said: Sequence[str]) -> None:
    """Sentences that are one click away."""
    st.html(f'<details class="m-meer"><summary>{escape(summary)}</summary>{_paragraphs(said)}</details>')


def reading_help(said: str) -> None:
    """How to read the words on a page, in a box that stands out from the figures."""
    st.header("Hoe leest u lager, vergelijkbaar en hoger?", anchor=False)
    st.html(_paragraphs([said]))


def _paragraphs(words: Sequence[str]) -> str:
    return "".join(f'<p class="m-zin">{escape(said)}</p>' for said in words)


# ------------------------------------------------------------------ work that takes a while


def follow(key: tuple, work: Callable[[Say], Any], first_words: str) -> Any:
    """The result of a long piece of work, with its progress on the page meanwhile; raises what the work raises.

    `key` names the work within this session: a second click, or any other rerun of the page, joins what is going on
    instead of starting it again. Work that failed is started anew the next time.
    """
    job = _job(key, work)
    if not job.done:
        bar = st.progress(0.0, text=literal(first_words))
        while not job.wait(0.2):
            bar.progress(job.share or 0.0, text=literal(job.sentence or first_words))
        bar.empty()
    try:
        return job.result()
    except Exception:
        _job.clear(key, work)
        raise


def words(*said: str) -> None:
    """Plain sentences, each a paragraph; empty ones are left out."""
    if any(said):
        st.html(_paragraphs([one for one in said if one]))


# Of one session, and gone with it. The work itself is no part of the key: it holds the file.
@st.cache_resource(scope="session", max_entries=16, show_spinner=False)
def _job(key: tuple, _work: Callable[[Say], Any]) -> Job:
    return Job(_work)


def literal(said: str) -> str:
    """A text that Streamlit reads as Markdown, shown as it is: the name of a column in a file can be anything."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|~$:])", r"\\\1", said)


# ------------------------------------------------------------------ a figure that is found back


def sought() -> str:
    """The stamp or the address a reader looks for: what stands in the field, else the address the page was opened with."""
    typed = st.text_input(
        "Stempel of adres", key="zoek", bind="query-params", max_chars=2000,
        help="De stempel staat onder elke figuur en in elke download, naast het adres. Kopieer er één van beide.",
    )  # fmt: skip
    opened_with = urlencode(st.query_params.to_dict()) if "figuur" in st.query_params else ""
    return typed.strip() or opened_with


def found_back(found: Trace) -> None:
    """What became of a figure: the verdict, why, what each cell said then and says now, and then the figure of today."""
    st.header(found.verdict, anchor=False)
    words(*found.why)
    if found.changes:
        st.html(_changes(found.changes))
    if found.now:
        remember(found.now.figure, found.now.address)
        place(found.now)


def _changes(content: tables.Table) -> str:
    """The cells that differ; a long list is folded, so that the figure stays in sight."""
    count, table = len(content.rows), tables.as_html(content)
    if count <= LONG_LIST:
        return table
    return f'<details class="m-meer"><summary>Toon de {text.number(count)} cellen die anders zijn</summary>{table}</details>'
