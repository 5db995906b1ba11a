"""What a map shows, said once: classes, colours, labels and outlines per area; drawn by pydeck and on paper."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

import pydeck as pdk
from shapely import LineString, MultiLineString, affinity
from shapely.geometry import shape

from figures import text
from figures.drawing import style
from figures.figure import DEMO_WORD, Figure
from queries import Version, ask, current_version

LAYER = "gebieden"
NO_NUMBER = "#ffffff"
MILLION = 1_000_000  # seven figures do not fit in an area
_VIEW = {"longitude": 4.25, "latitude": 51.12, "zoom": 6.2, "min_zoom": 5.5, "max_zoom": 11}


@dataclass(frozen=True)
class Area:
    """One area on the map: its polygons (WGS84), colour, label and the line a pointer shows."""

    id: str
    name: str
    polygons: tuple
    label_at: tuple[float, float]
    fill: str
    ink: str
    label: str
    said: str
    has_number: bool
    chosen: bool


@dataclass(frozen=True)
class LegendEntry:
    """One class: colour, the values in it, and a pattern where there is no number."""

    colour: str
    label: str
    hatch: str | None = None


@dataclass(frozen=True)
class MapPicture:
    """A figure with one period, drawn on the 16 areas."""

    figure: Figure
    areas: tuple[Area, ...]
    legend: tuple[LegendEntry, ...]
    scale: int = 1  # labels are values divided by this

    @property
    def label_unit(self) -> str:
        """What the labels in the areas count."""
        unit = self.figure.question.eenheid_kort or self.figure.unit
        return f"miljoen {unit}" if self.scale == MILLION else unit


def map_picture(figure: Figure, chosen: tuple[str, ...] = ()) -> MapPicture:
    """Colour each area by the class of its value; areas without a number are hatched and carry their sign."""
    values = [v for v in figure.areas["waarde"] if v is not None]
    bounds = class_bounds(values)
    scale = MILLION if max(values, default=0) >= MILLION else 1
    rows = {r["gebied"]: r for r in figure.areas.iter_rows(named=True)}
    areas = tuple(
        _area(shape_, rows.get(shape_["gebied"]), bounds, figure, chosen, scale)
        for shape_ in _shapes(current_version())
    )
    return MapPicture(figure, areas, _legend(bounds, figure, any(not a.has_number for a in areas)), scale)


def class_bounds(values: list[float]) -> list[float]:
    """Upper bounds of at most five classes of equal width on round numbers; equal widths keep the legend honest."""
    if not values:
        return []
    low, high = min(values), max(values)
    step = _round_up((high - low) / len(style.CLASSES) or abs(high) / 10 or 1)
    start = step * (low // step)
    bounds = [start + step * (i + 1) for i in range(len(style.CLASSES))]
    # The highest value may be the upper bound of the last class: 100 procent belongs to '90 tot 100'.
    return [b for b, before in zip(bounds, [start, *bounds], strict=False) if before < high] or bounds[:1]


def _round_up(step: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten: class bounds a reader can say aloud."""
    power = 10.0 ** (len(str(int(step))) - 1) if step >= 1 else 10.0 ** -len(str(int(1 / step)))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10, 20) if factor * power >= step)


def _class_of(value: float, bounds: list[float]) -> int:
    return next(i for i, bound in enumerate(bounds) if value < bound or i == len(bounds) - 1)


def _area(
    outline: dict, row: dict | None, bounds: list[float], figure: Figure, chosen: tuple[str, ...], scale: int
) -> Area:
    value, state = (row["waarde"], row["toestand"]) if row else (None, "onbekend")
    label = text.cell(value, state, figure.decimals)
    place = _class_of(value, bounds) if value is not None else None
    unit = figure.question.eenheid_kort or figure.unit
    reason = f" ({text.STATES[state][1]})" if value is None else ""
    below = f"\nNoemer: {text.number(row['noemer'])}" if row and row.get("noemer") is not None else ""
    return Area(
        id=outline["gebied"],
        name=outline["naam"],
        polygons=outline["polygons"],
        label_at=outline["midden"],
        fill=NO_NUMBER if place is None else style.CLASSES[place],
        ink="#ffffff" if place is not None and place >= 3 else style.TEXT,
        label=_short(value, state, figure.decimals, scale),
        said=f"{outline['naam']}\n{label}{' ' + unit if value is not None else ''}{reason}{below}",
        has_number=value is not None,
        chosen=outline["gebied"] in chosen,
    )


def _short(value: float | None, state: str, decimals: int, scale: int) -> str:
    """What stands in the area; 'n.v.t.' is left to the hatching and the pointer, it would cover the neighbours."""
    if value is not None:
        return text.number(value / scale, decimals if scale == 1 else 1)
    return "" if state == "nvt" else text.STATES[state][0]


def _legend(bounds: list[float], figure: Figure, with_gap: bool) -> tuple[LegendEntry, ...]:
    step = bounds[1] - bounds[0] if len(bounds) > 1 else (bounds[0] if bounds else 1)
    decimals = 0 if all(float(b).is_integer() for b in bounds) else max(1, figure.decimals)
    entries = [
        LegendEntry(style.CLASSES[i], f"{text.number(bound - step, decimals)} tot {text.number(bound, decimals)}")
        for i, bound in enumerate(bounds)
    ]
    return (*entries, *([LegendEntry(NO_NUMBER, "geen cijfer", "////")] if with_gap else []))


@lru_cache(maxsize=2)
def _shapes(version: Version) -> tuple[dict, ...]:
    rows = ask("omtrekken", version=version).iter_rows(named=True)
    return tuple(
        {
            "gebied": r["gebied"],
            "naam": r["naam"],
            "polygons": _polygons(json.loads(r["geojson"])),
            "midden": (r["midden_lengte"], r["midden_breedte"]),
            "geojson": r["geojson"],
        }
        for r in rows
    )


def _polygons(geometry: dict) -> tuple:
    return tuple(geometry["coordinates"]) if geometry["type"] == "MultiPolygon" else (geometry["coordinates"],)


@lru_cache(maxsize=32)
def _hatching(geojson: str, gap: float = 0.035) -> list[list[list[float]]]:
    """Slanting lines inside an area: pydeck has no hatch, and 'no number' must not be told by colour alone."""
    area = shape(json.loads(geojson))
    west, south, east, north = area.bounds
    reach = max(east - west, north - south) * 1.5
    centre = ((west + east) / 2, (south + north) / 2)
    count = int(reach / gap)
    flat = [
        LineString([(centre[0] - reach, centre[1] + i * gap), (centre[0] + reach, centre[1] + i * gap)])
        for i in range(-count, count)
    ]
    cut = affinity.rotate(MultiLineString(flat), 45, origin=centre).intersection(area)
    return [
        [list(point) for point in line.coords]
        for line in getattr(cut, "geoms", [cut])
        if line.geom_type == "LineString"
    ]


def deck(picture: MapPicture) -> pdk.Deck:
    """The map for the screen, without tiles: nothing is asked of any other computer."""
    view = pdk.ViewState(**_VIEW)
    layers = [_fill_layer(picture), _hatch_layer(picture), _label_layer(picture)]
    if picture.figure.demo:
        layers.append(_demo_layer())
    box = {
        "backgroundColor": "white",
        "color": style.TEXT,
        "border": f"1px solid {style.LIGHT_GREY}",
        "fontSize": "14px",
    }
    tip = {"text": "{said}", "style": box | {"whiteSpace": "pre-line", "maxWidth": "16rem"}}
    return pdk.Deck(layers=layers, initial_view_state=view, map_provider=None, tooltip=tip)


def _fill_layer(picture: MapPicture) -> pdk.Layer:
    # No auto_highlight: without a graphics card each repaint takes so long that a click is held for a long press.
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "MultiPolygon", "coordinates": area.polygons},
            "properties": {"gebied": area.id},
            "said": area.said,
            "vulling": _rgb(area.fill),
            "rand": _rgb(style.TEXT if area.chosen else style.GREY),
            "dikte": 4 if area.chosen else 1,
        }
        for area in sorted(picture.areas, key=lambda a: a.chosen)
    ]
    return pdk.Layer(
        "GeoJsonLayer", features, id=LAYER, pickable=True, get_fill_color="vulling", get_line_color="rand",
        get_line_width="dikte", line_width_units=pdk.types.String("pixels"), line_width_min_pixels=1,
    )  # fmt: skip


def _hatch_layer(picture: MapPicture) -> pdk.Layer:
    missing = {a.id for a in picture.areas if not a.has_number}
    lines = [
        {"pad": line} for s in _shapes(current_version()) if s["gebied"] in missing for line in _hatching(s["geojson"])
    ]
    return pdk.Layer(
        "PathLayer", lines, id="arcering", get_path="pad", get_color=_rgb(style.GREY), width_min_pixels=1, get_width=1
    )


def _label_layer(picture: MapPicture) -> pdk.Layer:
    labels = [{"plaats": list(a.label_at), "tekst": a.label, "inkt": _rgb(a.ink)} for a in picture.areas]
    # Not bold: bold numbers of Brussels and of the area around it run into each other on a phone.
    return _text_layer("waarden", labels, 12, weight="normal")


def _demo_layer() -> pdk.Layer:
    return _text_layer(
        "demo",
        [{"plaats": [4.1, 51.66], "tekst": DEMO_WORD, "inkt": _rgb(style.TEXT)}],
        15,
        background=_rgb(style.YELLOW),
    )


def _text_layer(
    name: str, labels: list[dict], size: int, background: list[int] | None = None, weight: str = "bold"
) -> pdk.Layer:
    extra = {"background": True, "get_background_color": background, "background_padding": [4, 2]} if background else {}
    return pdk.Layer(
        "TextLayer", labels, id=name, get_position="plaats", get_text="tekst", get_color="inkt", get_size=size,
        font_family=pdk.types.String("Arial, sans-serif"), font_weight=pdk.types.String(weight), **extra,
    )  # fmt: skip


def _rgb(colour: str) -> list[int]:
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
