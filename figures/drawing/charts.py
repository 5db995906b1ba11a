"""What a chart shows, said once: series, order, colours, breaks. `screen` and `paper` draw it; neither decides anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from figures import text
from figures.drawing import style
from figures.figure import Figure
from figures.meaning import Break

MAX_CHOSEN = len(style.CHOSEN)
LOWER, HIGHER, SIGNAL = "lager", "hoger", "signaal"


@dataclass(frozen=True)
class Series:
    """One line or one row of bars. `y` is None where there is no number; `labels` says what stands there.

    On a time axis a value stands in the middle of its period: a break on 1 December 2023 then falls after the
    middle of 2023, inside the year it cuts in two, and not before '2024'.
    """

    name: str
    x: tuple
    y: tuple[float | None, ...]
    labels: tuple[str, ...]
    colour: str
    emphasis: bool = False
    dash: str = "solid"
    pattern: str = ""  # for parts of a bar: /, \\, x, ., - or nothing
    open_end: bool = False  # the last point is of an incomplete period
    periods: tuple[date, ...] = ()  # on a time axis: the first day of each period
    low: tuple[float | None, ...] = ()  # the ends of the 95 % interval of each bar
    high: tuple[float | None, ...] = ()
    names: tuple[str, ...] = ()  # what the points of a trechter are called
    marks: tuple[str, ...] = ()  # per point: nothing, or what sets it apart: LOWER, HIGHER, SIGNAL


@dataclass(frozen=True)
class Band:
    """Two edges along x with a meaning: limits of chance, or the range in which a number is expected to end.

    Equal edges are one line. A dash tells bands apart; `filled` ones are a faint surface between dashed edges.
    """

    name: str
    x: tuple
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]
    dash: str = "solid"
    filled: bool = False


@dataclass(frozen=True)
class Flow:
    """One stream of a 'stroom', from a word on the left to a word on the right, as wide as its amount.

    `amount` is None where the number is hidden or unknown; `label` says what stands there.
    """

    source: str
    target: str
    amount: float | None
    label: str


@dataclass(frozen=True)
class Chart:
    """Marks of one figure. kind: lijn (time on x), panelen (a line per area), staaf (a bar per name), gestapeld (parts),
    trechter (a point per area, its number of cases on x), regelkaart (one line over time between limits of chance),
    stroom (flows between two columns of words)."""

    kind: str
    series: tuple[Series, ...]
    figure: Figure
    value_title: str
    breaks: tuple[Break, ...] = ()
    incomplete: str | None = None
    bands: tuple[Band, ...] = ()
    x_title: str = ""
    flows: tuple[Flow, ...] = ()

    @property
    def rows(self) -> int:
        """Number of bars or panels, which decides the height."""
        return len(self.series) if self.kind == "panelen" else max((len(s.x) for s in self.series), default=0)


def line_chart(figure: Figure, chosen: tuple[str, ...] = ()) -> Chart:
    """Chosen areas in colour against the others in grey; without a choice the Flemish line alone."""
    colours = _colours(figure, chosen)
    drawn = figure.data if chosen else figure.totals
    others = [a for a in _ids(drawn.filter(~pl.col("gebied").is_in(text.TOTALS))) if a not in colours]
    order = [*others, *colours] if chosen else _ids(drawn)
    series = tuple(_line(figure, area, colours.get(area) or (style.BLUE if not chosen else None)) for area in order)
    return Chart("lijn", series, figure, figure.unit, figure.breaks, _incomplete(figure))


def small_multiples(figure: Figure) -> Chart:
    """One panel per area on one scale, in alphabetical order."""
    series = tuple(_line(figure, area, style.BLUE) for area in _ids(figure.areas))
    return Chart("panelen", series, figure, figure.unit, figure.breaks, _incomplete(figure))


def bar_chart(figure: Figure, chosen: tuple[str, ...] = ()) -> Chart:
    """A bar per area of a figure with one period, in alphabetical order: no ranking. Totals are no bar."""
    rows = figure.areas
    names = tuple(rows["naam"])
    values = tuple(v if s in ("bekend", "nul") else None for v, s in zip(rows["waarde"], rows["toestand"], strict=True))
    labels = tuple(text.cell(v, s, figure.decimals) for v, s in zip(rows["waarde"], rows["toestand"], strict=True))
    marked = set(chosen)
    parts = []
    for emphasis, colour in ((True, style.BLUE), (False, style.LIGHT_GREY if marked else style.BLUE)):
        keep = [(gebied in marked) == emphasis for gebied in rows["gebied"]]
        y = tuple(v if k else None for v, k in zip(values, keep, strict=True))
        own = tuple(label if k else "" for label, k in zip(labels, keep, strict=True))
        low, high = (_ends(rows, name, keep) for name in ("onder", "boven"))
        if any(keep):
            parts.append(Series("gekozen" if emphasis else "", names, y, own, colour, emphasis, low=low, high=high))
    return Chart("staaf", tuple(parts), figure, figure.unit)


def _ends(rows: pl.DataFrame, name: str, keep: list[bool]) -> tuple[float | None, ...]:
    """One side of the interval of each bar; nothing when the figure has no intervals."""
    if name not in rows.columns:
        return ()
    return tuple(v if k else None for v, k in zip(rows[name], keep, strict=True))


def stacked_chart(figure: Figure, part: str, parts: tuple[str, ...]) -> Chart:
    """A bar per name, cut in parts by column `part`, each with a colour and a pattern of its own.

    `parts` names every part there can be, so that a part looks the same whatever rows are chosen.
    """
    rows = figure.data.filter(pl.col("waarde").is_not_null())
    names = tuple(dict.fromkeys(figure.data["naam"]))
    present = set(rows[part])
    looks = [(word, look) for word, look in zip(parts, style.PARTS, strict=False) if word in present]
    series = tuple(_part(rows.filter(pl.col(part) == word), word, names, look, figure.decimals) for word, look in looks)
    return Chart("gestapeld", series, figure, figure.unit)


def _part(own: pl.DataFrame, word: str, names: tuple[str, ...], look: tuple[str, str], decimals: int) -> Series:
    values = dict(own.group_by("naam").agg(pl.col("waarde").sum()).iter_rows())
    y = tuple(values.get(name) for name in names)
    labels = tuple("" if v is None else text.number(v, decimals) for v in y)
    return Series(word, names, y, labels, colour=look[0], pattern=look[1])


def _colours(figure: Figure, chosen: tuple[str, ...]) -> dict[str, str]:
    present = [area for area in chosen if area in set(figure.data["gebied"])]
    return dict(zip(present[:MAX_CHOSEN], style.CHOSEN, strict=False))


def _line(figure: Figure, area: str, colour: str | None) -> Series:
    rows = figure.data.filter(pl.col("gebied") == area)
    values = tuple(v if s in ("bekend", "nul") else None for v, s in zip(rows["waarde"], rows["toestand"], strict=True))
    labels = tuple(text.cell(v, s, figure.decimals) for v, s in zip(rows["waarde"], rows["toestand"], strict=True))
    dashes = ("solid", "dash", "dot", "dashdot")
    dash = dashes[style.CHOSEN.index(colour)] if colour in style.CHOSEN else "solid"
    return Series(
        name=rows["naam"][0],
        x=tuple(text.period_middle(start, figure.choice.per) for start in rows["periode"]),
        periods=tuple(rows["periode"]),
        y=values,
        labels=labels,
        colour=colour or style.LIGHT_GREY,
        emphasis=colour is not None,
        dash=dash,
        open_end=not rows["volledig"][-1],
    )


def _incomplete(figure: Figure) -> str | None:
    """What to write at a last period that is not over yet."""
    if (
        figure.empty
        or figure.totals.is_empty()
        or figure.data["volledig"].filter(figure.data["periode"] == figure.data["periode"].max()).all()
    ):
        return None
    start: date = figure.data["periode"].max()
    return f"{text.period_label(start, figure.choice.per)} is onvolledig: gegevens tot en met {text.long_date(figure.last)}"


def _ids(data: pl.DataFrame) -> list[str]:
    return list(dict.fromkeys(data["gebied"]))
