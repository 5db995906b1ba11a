"""What a reader of a drawing must know to read it: whose colours, what a dotted line or a gap means, which signs."""

from __future__ import annotations

from figures import text
from figures.drawing import streams, style
from figures.drawing.charts import Chart
from figures.drawing.maps import MapPicture
from figures.figure import Figure
from figures.files.paper.bars import without_sign
from figures.wording.tables import TablePicture

Drawing = Chart | MapPicture | TablePicture
_COLOURS = {
    style.BLUE: "blauw",
    style.BROWN: "bruin",
    style.GREEN: "groen",
    style.RED: "rood",
    style.LIGHT_GREY: "grijs",
}


def kind(drawing: Drawing) -> str:
    """The form of a drawing, in the words of the catalogue."""
    if isinstance(drawing, Chart):
        return drawing.kind
    return "kaart" if isinstance(drawing, MapPicture) else "tabel"


def reading(drawing: Drawing, areas: tuple[str, ...], names: dict[str, str]) -> tuple[str, ...]:
    """The lines under a drawing, above its footnotes. `areas`: ids of those in colour; `names`: of all areas."""
    figure, form = drawing.figure, kind(drawing)
    only = [names[a] for a in figure.choice.gebieden if "gebied" in figure.data.columns]
    lines = (
        f"Enkel: {text.enumeration(only)}." if only else "",
        _marked(drawing, {area: names[area] for area in areas}),
        _grey(drawing, bool(areas)),
        f"Gestippeld: {drawing.incomplete}." if isinstance(drawing, Chart) and drawing.incomplete else "",
        f"In de gebieden staat het aantal {drawing.label_unit}." if form == "kaart" and drawing.scale > 1 else "",
        _interval(drawing),
        *(_of_flows(drawing) if form == "stroom" else (_signs(drawing),)),
    )
    return tuple(line for line in lines if line)


# ------------------------------------------------------------------ which areas stand out, and how


def _marked(drawing: Drawing, chosen: dict[str, str]) -> str:
    """What sets the chosen areas (id and name) apart in this drawing; nothing where nothing does."""
    form, names = kind(drawing), list(chosen.values())
    if form in ("staaf", "gestapeld"):
        return _among_bars(drawing, chosen)
    if form == "tabel":
        return _said("Gekozen", names)
    if form == "kaart":
        return _said("Met een dikke rand", [area.name for area in drawing.areas if area.id in chosen and area.chosen])
    if form == "panelen":
        return _said("Naam in vet", [s.name for s in drawing.series if s.name in names])
    if form == "trechter":
        found = {name for s in drawing.series if s.emphasis for name in s.names}
        return _said("Gekozen", [name for name in names if name in found])
    return _said("In kleur", [s.name for s in drawing.series if s.emphasis and s.name in names])


def _said(how: str, names: list[str]) -> str:
    return f"{how}: {text.enumeration(names)}." if names else ""


def _among_bars(chart: Chart, chosen: dict[str, str]) -> str:
    """Chosen areas are bars in a colour, bars with a bold name, a colour in every group of bars, or all that is drawn."""
    own = {without_sign(name) for s in chart.series for name in s.x} & set(chosen.values())
    if {s.name for s in chart.series} & set(chosen.values()):
        return _colour_by_colour(chart)
    drawn = chart.figure.data
    if "sv_id" in drawn.columns and not set(drawn["gebied"]) & set(chosen):
        return _said("Enkel de voorgangers van", list(chosen.values()))
    if own:
        names = [name for name in chosen.values() if name in own]
        return _said("In blauw, naam in vet" if _are_blue(chart, own) else "Naam in vet", names)
    only = [name for area, name in chosen.items() if area in set(drawn["gebied"])]
    return _said("Enkel", only) if set(drawn["gebied"]) <= {*chosen, *text.TOTALS} else ""


def _colour_by_colour(chart: Chart) -> str:
    parts = [f"{s.name} ({_COLOURS[s.colour]})" for s in chart.series]
    return f"Kleur van de staven: {text.enumeration(parts)}. Achter elke naam staat van wie de staaf is."


def _are_blue(chart: Chart, names: set[str]) -> bool:
    """Whether exactly the bars of these names are in the series that stands out in blue."""
    blue = {
        without_sign(name) for s in chart.series if s.emphasis and s.colour == style.BLUE
        for name, label in zip(s.x, s.labels, strict=True) if label
    }  # fmt: skip
    return blue == names


def _grey(drawing: Drawing, marked: bool) -> str:
    if kind(drawing) != "lijn" or not marked or all(s.emphasis for s in drawing.series):
        return ""
    return "Dunne grijze lijnen: de andere samenwerkingsverbanden."


def _interval(drawing: Drawing) -> str:
    drawn = kind(drawing) == "staaf" and any(high is not None for s in drawing.series for high in s.high)
    return "De dunne lijn door een staaf is het interval van 95 %." if drawn else ""


def _of_flows(chart: Chart) -> tuple[str, ...]:
    return (streams.HOW_TO_READ, *streams.without_number(chart.flows)) if chart.flows else ()


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
