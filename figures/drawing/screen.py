"""Draw a Chart with Plotly. Only drawing: every choice was made in `charts`."""

from __future__ import annotations

from datetime import date
from textwrap import wrap

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from figures import text
from figures.drawing import streams, style
from figures.drawing.charts import Band, Chart, Series
from figures.drawing.streams import Node, Placed, Stream
from figures.figure import DEMO_WORD

CONFIG = {"displayModeBar": False, "locale": "nl", "showTips": False}
_DASH_END = "2px,4px"
PANEL_COLUMNS = 2
_LONG_NAME = 36  # characters of the name of a bar, past which it stands on two lines
_LEGEND_BELOW = 52  # pixels from the axis to the legend, past ticks and a title of one line
_LINE = 16  # pixels of a line of small words
_FLOW_ROOM = 600  # pixels for the flows
_FLOW_GAP = 10
_BAR = 0.03  # how wide the bar of a word is, over the width of its flows
_FLOW_LINE = 17  # pixels of a name beside a flow
_FLOW_WORDS = 58  # characters of a line under the flows, that fits on a phone


def draw(chart: Chart) -> go.Figure:
    """The Plotly figure of a chart, with DEMOGEGEVENS in the picture when it holds one demo row."""
    picture = _DRAWN[chart.kind](chart)
    picture.update_layout(_layout(chart))
    if chart.figure.demo:
        picture.add_annotation(_demo_mark(bool(chart.breaks) or chart.kind in ("panelen", "stroom")))
    return picture


def _above(chart: Chart) -> int:
    """Pixels over the plot: one line for the names of breaks or panels, one for DEMOGEGEVENS."""
    return 14 + 18 * (bool(chart.breaks) or chart.kind in ("panelen", "stroom")) + 30 * chart.figure.demo


def _below(chart: Chart) -> int:
    """Pixels under the plot: parts of bars need room for a legend of several lines, flows for what has no width."""
    if chart.kind == "stroom":
        return 12 + _LINE * len(_words_below(chart))
    if chart.kind == "gestapeld":
        return _legend_below(chart) + _legend_height(chart)
    return {"trechter": 120, "regelkaart": 90}.get(chart.kind, 40)


def _legend_below(chart: Chart) -> int:
    """Pixels from the axis to the legend: past the ticks and every line of the title of bars."""
    lines = len(_in_lines(chart.value_title).split("<br>")) if chart.kind == "gestapeld" else 1
    return _LEGEND_BELOW + _LINE * (lines - 1)


def _legend_height(chart: Chart) -> int:
    """Pixels the names of the parts take on a phone, where they stand under each other."""
    return 14 + 20 * len(chart.series)


def height(chart: Chart) -> int:
    """Height in pixels, so that every bar or panel keeps its room."""
    return {
        "lijn": 380 + _above(chart),
        "panelen": 50 + _above(chart) + 135 * -(-chart.rows // PANEL_COLUMNS),
        "staaf": 40 + _above(chart) + 27 * chart.rows,
        "gestapeld": _above(chart) + _below(chart) + 30 * max(2, chart.rows),
        "trechter": 470 + _above(chart),
        "regelkaart": 400 + _above(chart),
        "stroom": _above(chart) + _FLOW_ROOM + _below(chart),
    }[chart.kind]


def _layout(chart: Chart) -> dict:
    left, right = _beside(chart)
    return {
        "template": "none",
        "height": height(chart),
        "font": {"family": style.FONT, "color": style.TEXT, "size": 13},
        "separators": ",.",
        "margin": {"l": left, "r": right, "t": _above(chart), "b": _below(chart)},
        "paper_bgcolor": "white",
        "plot_bgcolor": "white",
        "hovermode": "closest",
        "dragmode": False,
        "showlegend": chart.kind == "gestapeld"
        or chart.kind in ("trechter", "regelkaart")
        or (chart.kind == "lijn" and (len(chart.series) > 1 or bool(chart.bands))),
        "legend": {"orientation": "h", "yanchor": "top", "x": 0, "itemclick": False, "itemdoubleclick": False}
        | _legend_place(chart),
    }


def _legend_place(chart: Chart) -> dict:
    """Under the axis. Of parts it is measured from the whole picture and as wide as that: measured from the bars, Plotly
    pulls it over the title of the axis when these are few, and makes it scroll."""
    if chart.kind != "gestapeld":
        return {"y": -_legend_below(chart) / max(1, height(chart) - _above(chart) - _below(chart))}
    return {"xref": "container", "yref": "container", "y": _legend_height(chart) / height(chart), "maxheight": 1}


def _demo_mark(shift: bool) -> dict:
    return {
        "text": f"<b>{DEMO_WORD}</b>",
        "xref": "paper", "yref": "paper", "x": 1, "y": 1, "xanchor": "right", "yanchor": "bottom", "yshift": 8 + 18 * shift,
        "showarrow": False, "bgcolor": style.YELLOW, "borderpad": 3, "font": {"color": style.TEXT, "size": 13},
    }  # fmt: skip


def _lines(chart: Chart) -> go.Figure:
    picture = go.Figure()
    for band in chart.bands:
        picture.add_traces(_band_traces(band))
    for series in chart.series:
        for trace in _line_traces(series, chart):
            picture.add_trace(trace)
    picture.update_yaxes(**_value_axis(chart, chart.value_title))
    picture.update_xaxes(**_time_axis(chart))
    _mark_breaks(picture, chart)
    _mark_incomplete(picture, chart)
    return picture


def _band_traces(band: Band) -> list[go.Scatter]:
    """The edges of a band, the name of both on the first; equal edges once."""
    line = {"color": style.GREY, "width": 1.5, "dash": band.dash}
    base = {"x": band.x, "mode": "lines", "line": line, "hoverinfo": "skip", "legendgroup": band.name}
    low = go.Scatter(y=band.low, name=band.name, **base)
    if band.low == band.high:
        return [low]
    fill = {"fill": "tonexty", "fillcolor": "rgba(104,116,131,0.15)"} if band.filled else {}
    return [low, go.Scatter(y=band.high, name=band.name, showlegend=False, **base, **fill)]


def _funnel(chart: Chart) -> go.Figure:
    """A point per area between the limits; what lies outside, and what was chosen, is named in the picture."""
    picture = go.Figure()
    for band in chart.bands:
        picture.add_traces(_band_traces(band))
    middle = max((x for series in chart.series for x in series.x), default=0) / 2
    for series in chart.series:
        picture.add_trace(_points(series))
        for label in _beside_points(series, middle) if series.emphasis else ():
            picture.add_annotation(label)
    picture.update_yaxes(**_value_axis(chart, chart.value_title) | {"rangemode": "normal"})
    picture.update_xaxes(
        fixedrange=True, rangemode="tozero", showgrid=False, linecolor=style.LIGHT_GREY, tickformat=",~f", nticks=6,
        title={"text": chart.x_title, "font": {"size": 12}}, automargin=True,
    )  # fmt: skip
    return picture


def _beside_points(series: Series, middle: float) -> list[dict]:
    """The name of each point on the side where the picture has room, on white: a line behind it does not strike it out."""
    return [
        {
            "x": x, "y": y, "text": name, "showarrow": False, "xanchor": "right" if x > middle else "left",
            "xshift": -9 if x > middle else 9, "bgcolor": "rgba(255,255,255,0.85)", "borderpad": 1,
            "font": {"size": 11, "color": style.TEXT},
        }
        for x, y, name in zip(series.x, series.y, series.names, strict=True)
        if name
    ]  # fmt: skip


def _points(series: Series) -> go.Scatter:
    """Points of one kind: the shape says which side of the limits."""
    symbol = {"lager": "triangle-down", "hoger": "triangle-up"}.get(series.marks[0] if series.marks else "", "circle")
    named = series.emphasis
    return go.Scatter(
        x=series.x, y=series.y, mode="markers", name=series.name, customdata=series.labels, cliponaxis=False,
        marker={"symbol": symbol, "size": 11 if named else 9, "color": series.colour, "line": {"width": 1, "color": "white"}},
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _control(chart: Chart) -> go.Figure:
    """One line over time between its limits; points that a rule marks have a shape and a colour of their own."""
    picture = _lines(chart)
    for series in chart.series:
        found = [i for i, mark in enumerate(series.marks) if mark]
        picture.add_trace(
            go.Scatter(
                x=[series.x[i] for i in found], y=[series.y[i] for i in found], mode="markers", name="punt met een signaal",
                marker={"symbol": "diamond", "size": 12, "color": style.BROWN, "line": {"width": 1, "color": "white"}},
                customdata=[f"{series.name}<br>{series.labels[i]}<br>{series.marks[i]}" for i in found],
                hovertemplate="%{customdata}<extra></extra>",
            )
        )  # fmt: skip
    return picture


def _line_traces(series: Series, chart: Chart, *, legend: bool = True) -> list[go.Scatter]:
    """The whole periods as one line, the step to an incomplete one dotted with an open point."""
    whole = len(series.x) - 1 if series.open_end and len(series.x) > 1 else len(series.x)
    width = 3 if series.emphasis else 1
    base = {
        "name": series.name,
        "showlegend": legend and series.emphasis,
        "line": {"color": series.colour, "width": width, "dash": series.dash},
        "hovertemplate": "%{customdata}<extra></extra>",
    }
    markers = "lines+markers" if series.emphasis and len(series.x) <= 24 else "lines"
    said = _hover(series, chart)
    traces = [
        go.Scatter(
            x=series.x[:whole], y=series.y[:whole], customdata=said[:whole], mode=markers, marker={"size": 7}, **base
        )
    ]
    if whole < len(series.x):
        tail = base | {"showlegend": False, "line": base["line"] | {"dash": _DASH_END}}
        points = {"symbol": "circle-open", "size": 9, "color": series.colour, "line": {"width": 2}}
        sizes = points | {"size": [0, 9]}
        mode = "lines+markers" if series.emphasis else "lines"
        traces.append(
            go.Scatter(x=series.x[-2:], y=series.y[-2:], customdata=said[-2:], mode=mode, marker=sizes, **tail)
        )
    return traces


def _hover(series: Series, chart: Chart) -> list[str]:
    per = chart.figure.choice.per
    unit = chart.figure.question.eenheid_kort or ""
    said = [
        f"{series.name}<br>{text.period_label(start, per)}: <b>{label} {unit}</b>"
        for start, label in zip(series.periods, series.labels, strict=True)
    ]
    if series.open_end and said:
        said[-1] += "<br>(onvolledige periode)"
    return said


def _panels(chart: Chart) -> go.Figure:
    rows = -(-chart.rows // PANEL_COLUMNS)
    picture = make_subplots(
        rows=rows, cols=PANEL_COLUMNS, shared_yaxes="all", shared_xaxes="all",
        subplot_titles=[s.name for s in chart.series], vertical_spacing=0.28 / rows, horizontal_spacing=0.06,
    )  # fmt: skip
    for index, series in enumerate(chart.series):
        for trace in _line_traces(series, chart, legend=False):
            picture.add_trace(trace, row=index // PANEL_COLUMNS + 1, col=index % PANEL_COLUMNS + 1)
    highest = max((y for s in chart.series for y in s.y if y is not None), default=0)
    picture.update_yaxes(**_value_axis(chart, None), nticks=4, range=[0, highest * 1.05 or 1])
    picture.update_xaxes(**_time_axis(chart))
    picture.update_annotations(font={"size": 12, "color": style.TEXT})
    _mark_breaks(picture, chart, words=False)
    return picture


def _bars(chart: Chart) -> go.Figure:
    picture = go.Figure()
    for series in chart.series:
        picture.add_trace(_bar_trace(series))
        if _whiskers(series):
            picture.add_trace(_values_past_whiskers(series))
    picture.update_layout(barmode="overlay", bargap=0.3)
    return _with_bar_axes(picture, chart)


def _bar_trace(series: Series) -> go.Bar:
    """A bar per value; where there is no number its sign (x, n.v.t., ?) stands at the start of the bar."""
    shown = tuple(0 if y is None and label else y for y, label in zip(series.y, series.labels, strict=True))
    return go.Bar(
        x=shown, y=series.x, orientation="h", name=series.name, text=series.labels, cliponaxis=False,
        textposition="none" if _whiskers(series) else "outside",
        marker={"color": series.colour}, hovertemplate="%{y}: <b>%{text}</b><extra></extra>",
        textfont={"color": style.TEXT}, error_x=_whiskers(series),
    )  # fmt: skip


def _values_past_whiskers(series: Series) -> go.Scatter:
    """The value of each bar after the end of its interval, so that the line does not run through it."""
    ends = [high if high is not None else y or 0 for y, high in zip(series.y, series.high, strict=True)]
    return go.Scatter(
        x=ends, y=series.x, mode="text", text=[f" {label}" if label else "" for label in series.labels], name=series.name,
        textposition="middle right", textfont={"color": style.TEXT}, hoverinfo="skip", showlegend=False, cliponaxis=False,
    )  # fmt: skip


def _whiskers(series: Series) -> dict | None:
    """The 95 % interval of each bar, as distances from its end."""
    if not any(high is not None for high in series.high):
        return None
    ends = list(zip(series.y, series.low, series.high, strict=True))
    up = [0 if y is None or high is None else high - y for y, _, high in ends]
    down = [0 if y is None or low is None else y - low for y, low, _ in ends]
    return {"type": "data", "array": up, "arrayminus": down, "color": style.TEXT, "thickness": 1.2, "width": 3}


def _stack(chart: Chart) -> go.Figure:
    picture = go.Figure()
    for series in chart.series:
        trace = go.Bar(
            x=series.y, y=series.x, orientation="h", name=series.name, customdata=series.labels,
            marker={"color": series.colour, "pattern": {"shape": series.pattern, "fgcolor": "white", "bgcolor": series.colour}},
            hovertemplate=f"%{{y}}<br>{series.name}: <b>%{{customdata}}</b><extra></extra>",
        )  # fmt: skip
        picture.add_trace(trace)
    picture.update_layout(barmode="stack", bargap=0.3)
    picture.update_layout(legend_traceorder="normal")
    return _with_bar_axes(picture, chart)


def _with_bar_axes(picture: go.Figure, chart: Chart) -> go.Figure:
    picture.update_yaxes(
        autorange="reversed", automargin=True, fixedrange=True, ticksuffix=" ", showgrid=False, tickfont={"size": 12}
    )
    picture.update_xaxes(
        automargin=True, fixedrange=True, rangemode="tozero", gridcolor=style.PALE, zerolinecolor=style.LIGHT_GREY, tickformat=",~f",
        title={"text": _in_lines(chart.value_title), "font": {"size": 12}}, nticks=5,
    )  # fmt: skip
    biggest = max((y for s in chart.series for y in (*s.y, *s.high) if y is not None), default=0)
    if chart.kind == "staaf" and biggest:
        longest = max(
            len(label) for s in chart.series for label in s.labels
        )  # on a phone a long value needs half the room
        picture.update_xaxes(range=[0, biggest * (1 + 0.06 * longest)], nticks=3 if longest > 7 else 5)
    names = list(dict.fromkeys(name for s in chart.series for name in s.x))
    if chart.kind == "staaf" and max(map(len, names), default=0) > _LONG_NAME:
        said = [
            "<br>".join(wrap(name, _LONG_NAME * 2 // 3)) if " · " not in name else name.replace(" · ", "<br>")
            for name in names
        ]
        picture.update_yaxes(tickmode="array", tickvals=names, ticktext=said, tickfont={"size": 10})
    return picture


# ------------------------------------------------------------------ flows


def _flows(chart: Chart) -> go.Figure:
    """The flows as surfaces: Plotly's own Sankey can be dragged apart and puts no words on a flow."""
    picture = go.Figure()
    found = _placed(chart)
    for stream in found.streams:
        picture.add_trace(_surface(stream.outline(), _faint(stream.colour), _said_of_flow(stream)))
    for node in found.nodes:
        if node.thick:
            picture.add_trace(_surface(_bar_of(node), node.colour, _said_of_node(node)))
        picture.add_annotation(_name_of(node))
    for stream in found.streams:
        if stream.thick >= _LINE:
            picture.add_annotation(_amount_on(stream))
    _name_sides(picture, chart)
    picture.update_xaxes(visible=False, fixedrange=True, range=[-_BAR, 1 + _BAR])
    picture.update_yaxes(visible=False, fixedrange=True, range=[_FLOW_ROOM, 0])
    return picture


def _placed(chart: Chart) -> Placed:
    return streams.placed(chart.flows, _FLOW_ROOM, _FLOW_GAP, _FLOW_LINE)


def _beside(chart: Chart) -> tuple[int, int]:
    """Pixels left and right of the plot: for flows the longest name of each side, with its total."""
    if chart.kind != "stroom":
        return 12, 16
    said = [(node.side, len(f"{node.word} {node.said}")) for node in _placed(chart).nodes]
    left, right = (max((length for side, length in said if side == own), default=0) for own in (0, 1))
    return 10 + round(7 * left), 10 + round(7 * right)


def _surface(outline: list[tuple[float, float]], colour: str, said: str) -> go.Scatter:
    across, down = zip(*outline, strict=True)
    return go.Scatter(
        x=across, y=down, mode="lines", fill="toself", fillcolor=colour, line={"width": 0}, hoveron="fills", name=said, text=said,
        hoverinfo="text", showlegend=False, hoverlabel={"bgcolor": "white", "bordercolor": style.GREY, "font": {"color": style.TEXT}},
    )  # fmt: skip


def _bar_of(node: Node) -> list[tuple[float, float]]:
    near, far = (0.0, -_BAR) if node.side == 0 else (1.0, 1 + _BAR)
    return [(near, node.top), (far, node.top), (far, node.top + node.thick), (near, node.top + node.thick)]


def _faint(colour: str) -> str:
    """The colour of a flow: where flows cross, both stay visible."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.4)"


def _said_of_flow(stream: Stream) -> str:
    return f"{stream.flow.source} → {stream.flow.target}: <b>{stream.flow.label}</b>"


def _said_of_node(node: Node) -> str:
    """The word, its side and its total; then every flow, also those without a number."""
    other = "target" if node.side == 0 else "source"
    lines = [f"{('naar', 'van')[node.side]} {getattr(flow, other)}: {flow.label}" for flow in node.flows]
    return "<br>".join([f"<b>{node.word}</b> ({streams.SIDES[node.side].lower()}): {node.said}", *lines])


def _name_of(node: Node) -> dict:
    edge, side, shift = ((-_BAR, "right", -4), (1 + _BAR, "left", 4))[node.side]
    return {
        "x": edge, "y": node.middle, "xanchor": side, "yanchor": "middle", "xshift": shift, "showarrow": False,
        "text": f"<b>{node.word}</b> {node.said}", "font": {"size": 12, "color": style.TEXT},
    }  # fmt: skip


def _amount_on(stream: Stream) -> dict:
    return {
        "x": 0, "y": stream.start, "xanchor": "left", "yanchor": "middle", "xshift": 3, "showarrow": False, "borderpad": 0,
        "text": streams.label(stream.flow), "font": {"size": 11, "color": style.TEXT}, "bgcolor": "rgba(255,255,255,0.75)",
    }  # fmt: skip


def _name_sides(picture: go.Figure, chart: Chart) -> None:
    """The names of the two sides over them, and under the flows how to read them and what has no width."""
    left, right = _beside(chart)
    base = {"xref": "paper", "yref": "paper", "showarrow": False, "font": {"size": 12, "color": style.TEXT}}
    for x, side, shift, said in zip((0, 1), ("left", "right"), (4 - left, right - 4), streams.SIDES, strict=True):
        picture.add_annotation(
            base, x=x, y=1, xanchor=side, xshift=shift, yanchor="bottom", yshift=2, text=f"<b>{said}</b>"
        )
    words = "<br>".join(_words_below(chart))
    picture.add_annotation(
        base, x=0, y=0, xanchor="left", xshift=4 - left, yanchor="top", yshift=-6, align="left", text=words
    )


def _words_below(chart: Chart) -> list[str]:
    """What must be read with the flows, on lines that fit on a phone."""
    said = (streams.HOW_TO_READ, *streams.without_number(chart.flows)) if chart.flows else (streams.NOTHING,)
    return [line for one in said for line in wrap(one, _FLOW_WORDS)]


def _in_lines(title: str) -> str:
    """A title on lines that fit beside the names of areas on a phone."""
    return "<br>".join(wrap(title, 32))


def _value_axis(chart: Chart, title: str | None) -> dict:
    return {
        "rangemode": "tozero", "fixedrange": True, "gridcolor": style.PALE, "zerolinecolor": style.LIGHT_GREY, "tickformat": ",~f",
        "automargin": True, "title": {"text": title, "font": {"size": 12}} if title else None,
    }  # fmt: skip


def _time_axis(chart: Chart) -> dict:
    """Years named in their middle, with a thin line where each begins."""
    years = sorted({start.year for s in chart.series for start in s.periods})
    edges = [date(year, 1, 1) for year in [*years, years[-1] + 1]] if years else []
    return {
        "fixedrange": True,
        "tickvals": [date(year, 7, 2) for year in years],
        "ticktext": [str(year) for year in years],
        "showgrid": False,
        "minor": {"tickvals": edges, "showgrid": True, "gridcolor": style.PALE, "ticks": "outside", "ticklen": 5},
        "linecolor": style.LIGHT_GREY,
        "range": [edges[0], edges[-1]] if edges else None,
    }


def _mark_breaks(picture: go.Figure, chart: Chart, *, words: bool = True) -> None:
    for brk in chart.breaks:
        dash = "solid" if brk.severity == "blokkerend" else "dash"
        picture.add_vline(x=brk.day, line={"color": style.RED, "width": 2, "dash": dash}, row="all", col="all")
        if words:
            picture.add_annotation(
                x=brk.day, y=1, yref="paper", yanchor="bottom", xanchor="left", showarrow=False, text=brk.title,
                font={"color": style.RED, "size": 12},
            )  # fmt: skip


def _mark_incomplete(picture: go.Figure, chart: Chart) -> None:
    if chart.incomplete and chart.series and chart.series[-1].x:
        last = chart.series[-1]
        picture.add_annotation(
            x=last.x[-1], y=last.y[-1], text="onvolledig", showarrow=True, arrowhead=0, ax=-44, ay=34, font={"size": 12}, arrowcolor=style.GREY,
        )  # fmt: skip


_DRAWN = {
    "lijn": _lines, "panelen": _panels, "staaf": _bars, "gestapeld": _stack, "trechter": _funnel, "regelkaart": _control, "stroom": _flows,
}  # fmt: skip
