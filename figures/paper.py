"""Draw a figure for paper with matplotlib: title, picture, footnotes, all text measured and nothing cut off.

No browser and no internet are needed. Matplotlib's object interface is used, not pyplot: it keeps no global state.
"""

from __future__ import annotations

import io
import json
import textwrap
from datetime import date
from functools import lru_cache

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.collections import PatchCollection
from matplotlib.figure import Figure as Sheet
from matplotlib.font_manager import FontProperties
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.ticker import FuncFormatter, MaxNLocator

from figures import paper_table, style, text
from figures.charts import Chart, Series
from figures.figure import DEMO_WORD, Figure
from figures.maps import MapPicture
from figures.sentences import sentence
from figures.tables import TablePicture

matplotlib.rcParams["svg.fonttype"] = "none"
WIDTH_INCHES = 6.9  # the text width of an A4 page
DPI = 300
_PANEL_COLUMNS = 4
_NOTE_FONT = FontProperties(size=7)
_TITLE_FONT = FontProperties(size=11.5, weight="bold")
_LINE = 0.145  # inches per footnote line at 7 points
_RULER = RendererAgg(1, 1, DPI)  # measures as the picture is drawn: hinting makes widths differ between resolutions
_ROOM = 0.96 * WIDTH_INCHES * 72  # points between the margins
_STYLES = {"solid": "-", "dash": "--", "dot": ":", "dashdot": "-."}


Drawing = Chart | MapPicture | TablePicture


def png(drawing: Drawing) -> bytes:
    """The picture as PNG, 300 dpi at the width of an A4 column, with the footnotes in the picture and its metadata."""
    sheet = _sheet(drawing)
    buffer = io.BytesIO()
    sheet.savefig(buffer, format="png", dpi=DPI, metadata=_metadata(drawing.figure))
    return buffer.getvalue()


def _metadata(figure: Figure) -> dict[str, str]:
    caveats = json.dumps([c.id for c in figure.caveats])
    return {
        "Title": figure.title,
        "Description": sentence(figure),
        "Comment": "\n".join(figure.footnotes),
        "Kanttekeningen": caveats,
    }


def _sheet(drawing: Drawing) -> Sheet:
    figure = drawing.figure
    signs = (drawing.table.note,) if isinstance(drawing, TablePicture) and drawing.table.note else ()
    notes = wrapped((*signs, *figure.footnotes), _NOTE_FONT, _ROOM)
    heading = wrapped((figure.title,), _TITLE_FONT, _ROOM - (110 if figure.demo else 0))
    top, body, bottom = 0.34 + 0.23 * len(heading), _body_height(drawing), 0.3 + _LINE * len(notes)
    tall = top + body + bottom
    sheet = Sheet(figsize=(WIDTH_INCHES, tall), facecolor="white", layout=None)
    FigureCanvasAgg(sheet)
    sheet.text(0.02, 1 - 0.12 / tall, "\n".join(heading), va="top", fontsize=11.5, fontweight="bold", color=style.TEXT)
    sheet.text(
        0.02, 1 - (top - 0.2) / tall, f"{figure.unit} · {figure.period}", va="top", fontsize=8.5, color=style.TEXT
    )
    sheet.text(0.02, (bottom - 0.18) / tall, "\n".join(notes), va="top", fontsize=7, color=style.TEXT, linespacing=1.45)
    _draw(sheet, drawing, (bottom / tall, body / tall))
    if figure.demo:
        box = {"facecolor": style.YELLOW, "edgecolor": "none", "pad": 3}
        sheet.text(
            0.98,
            1 - (top - 0.14) / tall,
            DEMO_WORD,
            ha="right",
            va="top",
            fontsize=9,
            fontweight="bold",
            color=style.TEXT,
            bbox=box,
        )
    return sheet


def _body_height(drawing: Drawing) -> float:
    if isinstance(drawing, TablePicture):
        return _setting(drawing).height + 0.1
    if isinstance(drawing, MapPicture):
        return 3.5
    return {
        "lijn": 3.4,
        "panelen": 0.75 + 1.05 * -(-drawing.rows // _PANEL_COLUMNS),
        "staaf": 0.75 + 0.21 * drawing.rows,
        "gestapeld": 1.5 + 0.22 * drawing.rows,
    }[drawing.kind]


def _setting(drawing: TablePicture) -> paper_table.Setting:
    return paper_table.setting(drawing.table, _ROOM, _width, wrapped)


def _draw(sheet: Sheet, drawing: Drawing, room: tuple[float, float]) -> None:
    if isinstance(drawing, TablePicture):
        left, top = 0.02 * WIDTH_INCHES, sum(room) * sheet.get_figheight()
        paper_table.draw(sheet, _setting(drawing), left, top)
    elif isinstance(drawing, MapPicture):
        _map(sheet, drawing, room)
    else:
        {"lijn": _lines, "panelen": _panels, "staaf": _bars, "gestapeld": _stack}[drawing.kind](sheet, drawing, room)


def _axes(sheet: Sheet, room: tuple[float, float], left: float = 0.1, right: float = 0.97, below: float = 0.45):
    """Axes with fixed room in inches: `below` for labels, a line above for the names of breaks."""
    bottom, high = room
    tall = sheet.get_figheight()
    axes = sheet.add_axes((left, bottom + below / tall, right - left, high - (below + 0.3) / tall))
    _plain(axes)
    return axes


def _plain(axes) -> None:
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(style.LIGHT_GREY)
    axes.tick_params(colors=style.TEXT, labelsize=7.5)
    axes.set_axisbelow(True)


def _lines(sheet: Sheet, chart: Chart, room: tuple[float, float]) -> None:
    axes = _axes(sheet, room, right=0.79)
    taken: list[float] = []
    for series in chart.series:
        _line(axes, series)
    _value_scale(axes, chart)
    ends = sorted(
        (s for s in chart.series if s.emphasis and any(v is not None for v in s.y)), key=lambda s: _last(s)[1]
    )
    high = axes.get_ylim()[1]
    for series in ends:
        x, y = _last(series)
        place = max([y, *(t + high * 0.085 for t in taken[-1:])])
        taken.append(place)
        label = "\n".join(textwrap.wrap(series.name, 20))
        axes.annotate(
            label,
            (x, y),
            (1.02, place / high),
            textcoords="axes fraction",
            fontsize=7.5,
            color=series.colour,
            va="center",
        )
    _breaks(axes, chart)
    if chart.incomplete:
        axes.set_xlabel(f"Gestippeld: {chart.incomplete}", fontsize=7.5, color=style.TEXT)


def _last(series: Series) -> tuple[date, float]:
    return next((x, y) for x, y in zip(reversed(series.x), reversed(series.y), strict=True) if y is not None)


def _line(axes, series: Series) -> None:
    y = [float("nan") if v is None else v for v in series.y]
    whole = len(y) - 1 if series.open_end and len(y) > 1 else len(y)
    width, layer = (2, 3) if series.emphasis else (0.7, 2)
    axes.plot(
        series.x[:whole], y[:whole], color=series.colour, linewidth=width, linestyle=_STYLES[series.dash], zorder=layer
    )
    if series.emphasis and whole <= 24:
        axes.plot(series.x[:whole], y[:whole], "o", color=series.colour, markersize=3.5, zorder=layer)
    if whole < len(y):
        axes.plot(series.x[-2:], y[-2:], color=series.colour, linewidth=width, linestyle=(0, (1, 1.5)), zorder=layer)
        size = 4.5 if series.emphasis else 0
        axes.plot(series.x[-1:], y[-1:], "o", color=series.colour, mfc="white", markersize=size, zorder=layer + 1)


def _value_scale(axes, chart: Chart) -> None:
    axes.set_ylim(bottom=0)
    axes.yaxis.set_major_formatter(FuncFormatter(_tick))
    axes.grid(axis="y", color=style.PALE, linewidth=0.7)
    years = sorted({start.year for s in chart.series for start in s.periods})
    axes.set_xticks([date(year, 7, 2) for year in years], [str(year) for year in years])
    axes.set_xticks([date(year, 1, 1) for year in [*years, max(years, default=0) + 1]], minor=True)
    axes.tick_params(axis="x", which="major", length=0)
    if years:
        axes.set_xlim(date(years[0], 1, 1), date(years[-1] + 1, 1, 1))


def _tick(value: float, _position: int) -> str:
    return text.number(value, 0 if float(value).is_integer() else 1)


def _breaks(axes, chart: Chart) -> None:
    for brk in chart.breaks:
        axes.axvline(
            brk.day, color=style.RED, linewidth=1.2, linestyle="-" if brk.severity == "blokkerend" else "--", zorder=1
        )
        axes.text(
            brk.day,
            1.01,
            brk.title,
            transform=axes.get_xaxis_transform(),
            fontsize=7,
            color=style.RED,
            ha="left",
            va="bottom",
        )


def _panels(sheet: Sheet, chart: Chart, room: tuple[float, float]) -> None:
    bottom, high = room
    tall = sheet.get_figheight()
    rows = -(-len(chart.series) // _PANEL_COLUMNS)
    edges = {"left": 0.07, "right": 0.985, "bottom": bottom + 0.5 / tall, "top": bottom + high - 0.2 / tall}
    grid = sheet.add_gridspec(rows, _PANEL_COLUMNS, hspace=0.5, wspace=0.12, **edges)
    cells = grid.subplots(sharex=True, sharey=True, squeeze=False).flatten()
    for axes, series in zip(cells, chart.series, strict=False):
        _plain(axes)
        _line(axes, series)
        axes.set_title(series.name, fontsize=6.5, color=style.TEXT, loc="left", pad=3)
        axes.grid(axis="y", color=style.PALE, linewidth=0.6)
        for brk in chart.breaks:
            axes.axvline(
                brk.day, color=style.RED, linewidth=0.9, linestyle="-" if brk.severity == "blokkerend" else "--"
            )
    for axes in cells[len(chart.series) :]:
        axes.set_visible(False)
    _value_scale(cells[0], chart)
    for axes in cells:
        axes.tick_params(labelsize=6)
    if chart.incomplete:
        sheet.text(0.07, bottom + 0.1 / tall, f"Gestippeld: {chart.incomplete}", fontsize=7, color=style.TEXT)


def _bars(sheet: Sheet, chart: Chart, room: tuple[float, float]) -> None:
    axes = _axes(sheet, room, left=0.33, right=0.93)
    for series in chart.series:
        for place, (value, label) in enumerate(zip(series.y, series.labels, strict=True)):
            if label:
                axes.barh(place, value or 0, color=series.colour, height=0.66)
                axes.annotate(
                    label,
                    (value or 0, place),
                    (3, 0),
                    textcoords="offset points",
                    va="center",
                    fontsize=7.5,
                    color=style.TEXT,
                )
    _names(axes, chart)
    biggest = max((v for s in chart.series for v in s.y if v is not None), default=0)
    axes.set_xlim(0, biggest * 1.14 or 1)


def _stack(sheet: Sheet, chart: Chart, room: tuple[float, float]) -> None:
    axes = _axes(sheet, room, left=0.33, right=0.95, below=1.0)
    base = [0.0] * chart.rows
    for series in chart.series:
        widths = [v or 0 for v in series.y]
        axes.barh(
            range(chart.rows), widths, left=base, color=series.colour, height=0.66, label=series.name,
            hatch=series.pattern * 3, edgecolor="white", linewidth=0,
        )  # fmt: skip
        base = [b + w for b, w in zip(base, widths, strict=True)]
    _names(axes, chart)
    sheet.legend(
        fontsize=7,
        frameon=False,
        ncols=3,
        loc="lower left",
        bbox_to_anchor=(0.02, room[0] - 0.01),
        labelcolor=style.TEXT,
    )


def _names(axes, chart: Chart) -> None:
    names = chart.series[0].x if chart.series else ()
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(MaxNLocator(5))
    axes.xaxis.set_major_formatter(FuncFormatter(_tick))
    axes.grid(axis="x", color=style.PALE, linewidth=0.7)
    axes.tick_params(axis="y", length=0)


def _map(sheet: Sheet, drawing: MapPicture, room: tuple[float, float]) -> None:
    bottom, high = room
    legend = 0.55 / sheet.get_figheight()
    axes = sheet.add_axes((0.01, bottom + legend, 0.98, high - legend))
    axes.set_axis_off()
    for area in drawing.areas:
        patches = [PathPatch(_outline(polygon)) for polygon in area.polygons]
        edge, width = (style.TEXT, 1.6) if area.chosen else ("white" if area.has_number else style.GREY, 0.6)
        axes.add_collection(
            PatchCollection(
                patches,
                facecolor=area.fill,
                edgecolor=edge,
                linewidth=width,
                hatch=None if area.has_number else "////",
                zorder=2 + area.chosen,
            )
        )
        around = None if area.has_number else {"facecolor": "white", "edgecolor": "none", "pad": 1}
        axes.text(
            *area.label_at, area.label, ha="center", va="center", fontsize=7, color=area.ink, zorder=5, bbox=around
        )
    axes.autoscale_view()
    axes.set_aspect(1.58)  # a degree of latitude over a degree of longitude at 51° north
    if drawing.scale > 1:
        axes.set_title(f"In de gebieden: {drawing.label_unit}", fontsize=7.5, color=style.TEXT, loc="left")
    handles = [
        matplotlib.patches.Patch(facecolor=c.colour, label=c.label, hatch=c.hatch, edgecolor=style.GREY)
        for c in drawing.legend
    ]
    sheet.legend(
        handles=handles,
        fontsize=7,
        frameon=False,
        ncols=3,
        loc="lower left",
        bbox_to_anchor=(0.02, bottom - 0.01),
        labelcolor=style.TEXT,
    )


def _outline(polygon: list[list[list[float]]]) -> Outline:
    rings = [Outline(ring, closed=True) for ring in polygon]
    return Outline.make_compound_path(*rings)


def wrapped(lines: tuple[str, ...], font: FontProperties, room: float) -> list[str]:
    """Break lines between words so that each is at most `room` points wide in this font."""
    return [part for line in lines for part in _broken(line, font, room)]


def _broken(line: str, font: FontProperties, room: float) -> list[str]:
    parts, current = [], ""
    for word in line.split():
        longer = f"{current} {word}".strip()
        if current and _width(longer, font) > room:
            parts.append(current)
            current = word
        else:
            current = longer
    return [*parts, current]


@lru_cache(maxsize=20_000)
def _width(words: str, font: FontProperties) -> float:
    """Width in points of words set in a font: measured, because an estimate cuts off or wastes paper."""
    return _RULER.get_text_width_height_descent(words, font, False)[0] * 72 / DPI
