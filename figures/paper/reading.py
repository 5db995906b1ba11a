"""What a reader of a drawing must know to read it: whose colours, what a dotted line or a gap means, which signs."""

from __future__ import annotations

from figures import text
from figures.charts import MAX_CHOSEN, Chart
from figures.figure import Figure
from figures.maps import MapPicture
from figures.tables import TablePicture

Drawing = Chart | MapPicture | TablePicture
MARKED = {
    "lijn": "In kleur",
    "panelen": "Naam in vet",
    "staaf": "In blauw, naam in vet",
    "gestapeld": "Enkel de voorgangers van",
    "kaart": "Met een dikke rand",
    "trechter": "Gekozen",
    "regelkaart": "In kleur",
    "tabel": "Gekozen",
}


def kind(drawing: Drawing) -> str:
    """The form of a drawing, in the words of the catalogue."""
    if isinstance(drawing, Chart):
        return drawing.kind
    return "kaart" if isinstance(drawing, MapPicture) else "tabel"


def reading(drawing: Drawing, areas: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    """The lines under a drawing, above its footnotes. `areas`: ids of those in colour; `names`: of all areas."""
    figure, form = drawing.figure, kind(drawing)
    marked = [names[a] for a in (areas[:MAX_CHOSEN] if form == "lijn" else areas)]
    only = [names[a] for a in figure.choice.gebieden if "gebied" in figure.data.columns]
    lines = (
        f"Enkel: {text.enumeration(only)}." if only else "",
        f"{MARKED[form]}: {text.enumeration(marked)}." if marked else "",
        _grey(drawing, marked),
        f"Gestippeld: {drawing.incomplete}." if isinstance(drawing, Chart) and drawing.incomplete else "",
        f"In de gebieden staat het aantal {drawing.label_unit}." if form == "kaart" and drawing.scale > 1 else "",
        _interval(drawing),
        _signs(drawing),
    )
    return tuple(line for line in lines if line)


def _grey(drawing: Drawing, marked: list[str]) -> str:
    if kind(drawing) != "lijn" or not marked or all(s.emphasis for s in drawing.series):
        return ""
    return "Dunne grijze lijnen: de andere samenwerkingsverbanden."


def _interval(drawing: Drawing) -> str:
    drawn = kind(drawing) == "staaf" and any(high is not None for s in drawing.series for high in s.high)
    return "De dunne lijn door een staaf is het interval van 95 %." if drawn else ""


def _signs(drawing: Drawing) -> str:
    """The signs that stand in the drawing; in a line there is a gap instead."""
    if isinstance(drawing, TablePicture):
        return f"{drawing.table.note}." if drawing.table.note else ""
    states = _missing(drawing.figure)
    if kind(drawing) in ("lijn", "panelen", "regelkaart", "trechter"):
        said = text.enumeration([text.STATES[state][1].replace(": ", ", ") for state in states if state != "nul"])
        return f"Waar een lijn of een punt ontbreekt, is er geen cijfer: {said}." if said else ""
    said = "; ".join(f"{text.STATES[state][0]} = {text.STATES[state][1]}" for state in states)
    return f"{said}." if said else ""


def _missing(figure: Figure) -> list[str]:
    """The states without a number that occur; on a map and in bars a zero has its sign too."""
    present = set(figure.areas["toestand"]) if "toestand" in figure.data.columns else set()
    return [state for state in text.STATES if state in present]
