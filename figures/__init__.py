"""Figures: numbers joined with their meaning, and everything that draws, words or writes them."""

from figures.drawing.charts import Chart, bar_chart, line_chart, small_multiples, stacked_chart
from figures.drawing.maps import MapPicture, map_picture
from figures.figure import DEMO_SENTENCE, DEMO_WORD, EVENTS, GRAINS, LIMITS, Choice, Figure, figure
from figures.sentences import sentence
from figures.wording.tables import Table, long_table, wide_table
from queries import WarehouseMissing

__all__ = [
    "DEMO_SENTENCE",
    "DEMO_WORD",
    "EVENTS",
    "GRAINS",
    "LIMITS",
    "Chart",
    "Choice",
    "Figure",
    "MapPicture",
    "Table",
    "WarehouseMissing",
    "bar_chart",
    "figure",
    "line_chart",
    "long_table",
    "map_picture",
    "sentence",
    "small_multiples",
    "stacked_chart",
    "wide_table",
]
