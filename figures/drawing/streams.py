"""Where the flows of a 'stroom' stand: one row per word, the same on both sides, each flow as thick as its amount.

`screen` and `paper` draw what is placed here, so that both show the same and hide the same. All measures are in the unit
of the height that is asked for (pixels or points), downwards from 0; across the picture runs from 0 (left) to 1 (right).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from figures import text
from figures.drawing import style
from figures.drawing.charts import Flow

SIDES = ("Aangewezen", "Gerealiseerd")
HOW_TO_READ = (
    "Links staat de aangewezen vervolghulp, rechts de gerealiseerde. Hoe breder een stroom, hoe meer dossiers."
)
NOTHING = "Geen enkele stroom geregistreerd."
_LAST = ("andere", "geen", "onbekend")  # what is no kind of help by itself
_LOOKS = (style.DARK_BLUE, "#ffa10a", style.GREY, style.GREEN, "#5990de", style.BROWN)  # of kinds of help
_LOOKS_OF_LAST = {"andere": style.RED, "geen": style.LIGHT_GREY, "onbekend": style.TEXT}
_STEPS = 24  # of the curve of a flow


@dataclass(frozen=True)
class Node:
    """A word on one side (0 left, 1 right) with its bar from `top`, `thick` high. `said`: its total, or signs in brackets
    when one of its flows is hidden or unknown: then a total would give away what is not shown."""

    word: str
    side: int
    top: float
    thick: float
    row_top: float
    row_height: float
    said: str
    colour: str
    flows: tuple[Flow, ...]

    @property
    def middle(self) -> float:
        """Where its name stands."""
        return self.row_top + self.row_height / 2


@dataclass(frozen=True)
class Stream:
    """A flow with a number: `thick` all along, from `left` to `right` (its upper edges)."""

    flow: Flow
    left: float
    right: float
    thick: float
    colour: str

    @property
    def start(self) -> float:
        """The middle of its beginning, where its amount stands."""
        return self.left + self.thick / 2

    def outline(self) -> list[tuple[float, float]]:
        """Its corners and curves: along the upper edge to the right, and back along the lower one."""
        upper = [(step / _STEPS, self._upper(step / _STEPS)) for step in range(_STEPS + 1)]
        return [*upper, *((x, y + self.thick) for x, y in reversed(upper))]

    def _upper(self, x: float) -> float:
        return self.left + (self.right - self.left) * x**3 * (10 - 15 * x + 6 * x * x)


@dataclass(frozen=True)
class Placed:
    """All of a picture: the nodes of both sides, and the flows that have a width, the thickest first."""

    nodes: tuple[Node, ...]
    streams: tuple[Stream, ...]


def words_of(flows: Sequence[Flow]) -> tuple[str, ...]:
    """The words of both sides in one order: alphabetical, 'andere', 'geen' and 'onbekend' last."""
    found = {word for flow in flows for word in (flow.source, flow.target)}
    return tuple(sorted(found, key=lambda word: (word in _LAST and _LAST.index(word) + 1, word.casefold())))


def placed(flows: Sequence[Flow], height: float, gap: float, least: float) -> Placed:
    """The flows in a picture of `height`, with `gap` between rows that are at least `least` high, room for a line of words."""
    words = words_of(flows)
    sums = [[_sum(flow.amount for flow in flows if word == end(flow)) for end in (_source, _target)] for word in words]
    rows, scale = _rows([max(both) for both in sums], height - gap * (len(words) - 1), least)
    tops = [sum(rows[:place]) + gap * place for place in range(len(words))]
    looks = {word: _LOOKS[place % len(_LOOKS)] for place, word in enumerate(words)} | _LOOKS_OF_LAST
    nodes = []
    for side, end in enumerate((_source, _target)):
        for word, row, top, both in zip(words, rows, tops, sums, strict=True):
            own, thick = tuple(flow for flow in flows if end(flow) == word), both[side] * scale
            at = top + (row - thick) / 2
            if own:
                nodes.append(Node(word, side, at, thick, top, row, _said(own), looks[word], own))
    return Placed(tuple(nodes), _streams(flows, words, nodes, scale, looks))


def _source(flow: Flow) -> str:
    return flow.source


def _target(flow: Flow) -> str:
    return flow.target


def _sum(amounts) -> float:
    return sum(amount or 0 for amount in amounts)


def _rows(sums: list[float], room: float, least: float) -> tuple[list[float], float]:
    """The height of each row, and how thick one dossier is: small rows get `least`, the others share what is left."""
    if not any(sums):  # nothing but names: as far apart as they can
        return [max(least, room / len(sums)) for _ in sums], 0.0
    small: set[int] = set()
    while True:
        free = room - least * len(small)
        rest = sum(value for place, value in enumerate(sums) if place not in small)
        scale = max(free, 0.0) / rest if rest else 0.0
        more = {place for place, value in enumerate(sums) if place not in small and value * scale < least}
        if not more:
            return [least if place in small else value * scale for place, value in enumerate(sums)], scale
        small |= more


def _said(own: tuple[Flow, ...]) -> str:
    """The total of a node, or the signs of its flows without a number."""
    signs = list(dict.fromkeys(flow.label for flow in own if flow.amount is None))
    return f"({', '.join(signs)})" if signs else text.number(_sum(flow.amount for flow in own))


def _streams(flows, words, nodes: list[Node], scale: float, looks: dict[str, str]) -> tuple[Stream, ...]:
    """Each flow from its node to its node, stacked in the order of the words, so that flows cross no more than they must."""
    ends = [
        _stacked([f for f in flows if f.amount], words, [n for n in nodes if n.side == side], scale) for side in (0, 1)
    ]
    drawn = [
        Stream(flow, ends[0][flow], ends[1][flow], flow.amount * scale, looks[flow.source])
        for flow in flows
        if flow.amount
    ]
    return tuple(sorted(drawn, key=lambda stream: -stream.thick))


def _stacked(flows: list[Flow], words: tuple[str, ...], nodes: list[Node], scale: float) -> dict[Flow, float]:
    """The upper edge of each flow at one side."""
    places = {word: place for place, word in enumerate(words)}
    edges = {}
    for node in nodes:
        other = _target if node.side == 0 else _source
        at = node.top
        for flow in sorted((f for f in node.flows if f in flows), key=lambda f: places[other(f)]):
            edges[flow] = at
            at += flow.amount * scale
    return edges


# ------------------------------------------------------------------ in words


def label(flow: Flow) -> str:
    """What stands on a flow: its amount, and where it goes, so that its colour is not needed to follow it."""
    return f"{flow.label} → {flow.target}"


def without_number(flows: Sequence[Flow]) -> tuple[str, ...]:
    """The flows that have no width, in words: per sign a line that says what it means and which flows it stands for."""
    states = dict(text.STATES.values())
    signs = list(dict.fromkeys(flow.label for flow in flows if flow.amount is None))
    return tuple(_line(sign, states.get(sign, ""), flows) for sign in signs)


def _line(sign: str, meaning: str, flows: Sequence[Flow]) -> str:
    own = [flow for flow in flows if flow.amount is None and flow.label == sign]
    words = words_of(flows)
    order = {word: place for place, word in enumerate(words)}
    parts = [
        f"van {word} naar {text.enumeration([f.target for f in sorted(targets, key=lambda f: order[f.target])])}"
        for word in words
        if (targets := [flow for flow in own if flow.source == word])
    ]
    said = "alle stromen" if len(own) == len(flows) else "; ".join(parts)
    return f"{sign} = {meaning}. Niet getekend: {said}."
