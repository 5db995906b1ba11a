"""A view made: the figure, its drawing, its table, and the words that go with it, whoever shows or writes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from figures import explanations
from figures.address import to_address
from figures.catalogue import BARS, CONTROL, FLOW, FUNNEL, LINE, MAP, PANELS, STACK, Entry, View, entry
from figures.drawing.charts import Chart, bar_chart, line_chart, small_multiples
from figures.drawing.maps import MapPicture, map_picture
from figures.figure import Choice, Figure, figure
from figures.sentences import alt_text, sentence
from figures.wording.tables import Table, TablePicture, wide_table
from queries import Version, current_version

Drawing = Chart | MapPicture | TablePicture
SHAPES = {
    LINE: "Lijngrafiek over de tijd.",
    PANELS: "Zestien kleine lijngrafieken op één schaal.",
    MAP: "Kaart van de 16 werkingsgebieden, gekleurd naar waarde, met de waarde in elk gebied.",
    BARS: "Liggende staven, in alfabetische volgorde.",
    STACK: "Gestapelde liggende staven.",
    CONTROL: "Regelkaart: één lijn per maand tussen grenzen van toeval, met een teken waar een regel een signaal geeft.",
    FUNNEL: "Trechter: een punt per samenwerkingsverband, met links weinig en rechts veel dossiers, tussen grenzen van toeval.",
    FLOW: "Stromen van de aangewezen vervolghulp links naar de gerealiseerde rechts, elk zo breed als het aantal dossiers.",
}


@dataclass(frozen=True)
class Exhibit:
    """A view with everything that is needed to show it or to write it to a file."""

    view: View
    figure: Figure
    drawing: Drawing
    table: Table

    @property
    def address(self) -> str:
        """Where this figure is found again, with its stamp."""
        return to_address(self.view, self.figure.stamp)

    @cached_property
    def footnotes(self) -> tuple[str, ...]:
        """The lines that go with the figure wherever it goes, the address last."""
        return (*self.figure.footnotes, f"Adres in de monitor: {self.address}")

    @cached_property
    def sentence(self) -> str:
        """What the figure says, in one or a few plain sentences."""
        own = entry(self.view.name).say
        return own(self.figure, self.view.areas) if own else sentence(self.figure, self.view.areas)

    @cached_property
    def alt(self) -> str:
        """What the drawing shows, for who cannot see it; of a table nothing more than the sentence."""
        shape = SHAPES.get(self.view.form)
        return alt_text(self.figure, shape, self.sentence) if shape else self.sentence


def exhibit(shown: View) -> Exhibit:
    """The figure of a view, drawn, with its table. Raises catalogue.UnknownFigure and queries.WarehouseMissing."""
    return _exhibit(current_version(), explanations.state(), shown)


@lru_cache(maxsize=256)
def _exhibit(_version: Version, _notes: explanations.State, shown: View) -> Exhibit:
    found = entry(shown.name)
    made = replace(_made(found, shown.choice, shown.areas), recipe=shown.name).explained()
    table = found.table(made, shown.areas) if found.table else wide_table(made)
    return Exhibit(shown, made, _drawing(found, shown, made, table), table)


def _made(found: Entry, choice: Choice, areas: tuple[str, ...]) -> Figure:
    return found.make(choice, areas) if found.make else figure(found.question, choice)


def _drawing(found: Entry, shown: View, made: Figure, table: Table) -> Drawing:
    """The drawing of a form: the one the entry has for itself, or the one every figure can have."""
    if shown.form in found.draw:
        return found.draw[shown.form](made, shown.areas)
    if shown.form == PANELS:
        return small_multiples(made)
    usual = {LINE: line_chart, MAP: map_picture, BARS: bar_chart}.get(shown.form)
    return usual(made, shown.areas) if usual else TablePicture(made, table)
