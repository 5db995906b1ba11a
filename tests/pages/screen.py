"""What stands on a page of the monitor, read from what the script sends to the browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Block, Element

from etl.build import ROOT

IN_MENU = re.findall(r'"(pages/[\w/]+\.py)"', (ROOT / "app.py").read_text("utf-8"))
PAGES = {path.rpartition("/")[2].removesuffix(".py"): path for path in IN_MENU}
SECONDS = 30
# What to add to the address of a page in parts to see all of it at once.
WHOLE = {
    "trajecten": {"trajectdeel": "Alles"},
    "binnen_de_maand": {"maanddeel": "Alles"},
    "instroom": {"instroomdeel": "Alles"},
    "registratiekwaliteit": {"kwaliteitsdeel": "Alles"},
}


@dataclass(frozen=True)
class Section:
    """One figure on a page: from its header to the next, as HTML and as the keys of its widgets."""

    title: str
    html: str
    keys: tuple[str, ...]

    @property
    def caveats(self) -> tuple[str, ...]:
        """Ids of the caveats in its lists, in order; quotes and the lists inside cards do not count."""
        return ids(re.sub(r'<div class="m-kaart">.*?</div>', "", self.html, flags=re.S))

    @property
    def breaks(self) -> int:
        """How many breaks stand in its list."""
        return self.html.count("Breuk op ")

    @property
    def stamp(self) -> str:
        """The stamp in its source line; an empty text when there is none."""
        found = re.search(r"Stempel: ([0-9a-f]+-[0-9a-f]+)\.", self.html)
        return found[1] if found else ""

    @property
    def address(self) -> str:
        """Where the figure is found again; an empty text when the source line has no address."""
        found = re.search(r'href="(/terugvinden[^"]*)"', self.html)
        return unescape(found[1]) if found else ""


class Screen:
    """A page that was opened, and what a reader can do on it."""

    def __init__(self, app: AppTest) -> None:
        self.app = app

    @classmethod
    def opened(cls, page: str, address: Mapping[str, str | list[str]]) -> Screen:
        """`page` is the name of its file without folder; `address` the choices after the question mark."""
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS)
        for key, value in address.items():
            app.query_params[key] = value
        return cls(app.run().switch_page(PAGES[page]).run())

    def elements(self) -> Iterator[Element]:
        """Everything on the page below the frame, in order."""
        return _leaves(self.app.main)

    @property
    def errors(self) -> list[str]:
        """What went wrong, as the page shows it."""
        return [e.message for e in self.app.exception] + [e.value for e in self.app.error]

    @property
    def html(self) -> str:
        """All raw HTML on the page."""
        return "\n".join(e.value for e in self.elements() if e.type == "html")

    @property
    def advice(self) -> list[str]:
        """The texts in the blue boxes."""
        return [e.value for e in self.app.info]

    @property
    def words(self) -> str:
        """Every text on the page without tags, pictures included: their titles, labels and alternative texts."""
        said = [plain(e.value) for e in self.elements() if isinstance(getattr(e, "value", None), str)]
        return "\n".join([*said, *(json.dumps(p, ensure_ascii=False) for p in (*self.plots, *self.maps))])

    @property
    def plots(self) -> list[dict]:
        """Every Plotly figure."""
        return [json.loads(e.proto.spec) for e in self.app.get("plotly_chart")]

    @property
    def maps(self) -> list[dict]:
        """Every pydeck map."""
        return [json.loads(e.proto.json) for e in self.app.get("deck_gl_json_chart")]

    @property
    def sections(self) -> list[Section]:
        """Every figure on the page: what has a line with unit and period under its header."""
        parts: list[list[Element]] = []
        for element in self.elements():
            if element.type in ("header", "subheader"):
                parts.append([])
            if parts:
                parts[-1].append(element)
        found = (_section(part) for part in parts)
        return [section for section in found if 'class="m-onder"' in section.html]

    def section(self, title: str) -> Section:
        """The figure with this title."""
        return next(s for s in self.sections if s.title == title)

    def choose(self, key: str, value: str) -> Screen:
        """Choose in the select box with this key."""
        self.app.selectbox(key=key).set_value(value).run()
        return self

    def switch(self, key: str) -> Screen:
        """Turn the toggle with this key."""
        toggle = self.app.toggle(key=key)
        toggle.set_value(not toggle.value).run()
        return self

    def tables(self) -> list[list[list[str]]]:
        """Every table as rows of texts, the head first."""
        return [
            [[plain(c) for c in re.findall(r"<t[hd][ >].*?</t[hd]>", r)] for r in re.findall(r"<tr>.*?</tr>", t)]
            for t in re.findall(r"<table>.*?</table>", self.html, re.S)
        ]


def ids(html: str) -> tuple[str, ...]:
    """Ids of the caveats that are listed in a piece of HTML, in order."""
    return tuple(re.findall(r"</span> \(([A-Z]\d+)\)", html))


def plain(html: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def _leaves(block: Block) -> Iterator[Element]:
    for child in block.children.values():
        if isinstance(child, Block):
            yield from _leaves(child)
        else:
            yield child


def _section(elements: list[Element]) -> Section:
    html = "\n".join(e.value for e in elements if e.type == "html")
    return Section(elements[0].value, html, tuple(e.key for e in elements if getattr(e, "key", None)))
