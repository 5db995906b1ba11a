"""An exhibit around a figure or a drawing that a test made by hand."""

from __future__ import annotations

from figures.catalogue import View
from figures.exhibit import Drawing, Exhibit
from figures.figure import Figure
from figures.wording.tables import Table, TablePicture


def shown(made: Figure | Drawing) -> Exhibit:
    """The figure as a table, or the drawing with its figure; the table of numbers is left empty."""
    table = Table("", ("Naam",), ())
    drawing = TablePicture(made, table) if isinstance(made, Figure) else made
    form = getattr(drawing, "kind", "tabel" if isinstance(drawing, TablePicture) else "kaart")
    return Exhibit(View(drawing.figure.name, form, drawing.figure.choice), drawing.figure, drawing, table)
