"""Areas beside each other without a ranking: a funnel for shares, intervals for rates, and why there is none for numbers.

The method and its error rates are in figures/methods/funnel.py; what is said here is said in neutral words.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from figures import text
from figures.drawing import style
from figures.drawing.charts import HIGHER, LOWER, Band, Chart, Series
from figures.figure import Figure
from figures.guard import comparable_rows
from figures.wording.tables import Table, long_table

# Measure on screen -> the name of its funnel, its question, and the columns with what is counted and among how many.
FUNNELS = {
    "Aandeel binnen de maand": ("trechter_binnen_de_maand", "binnen_de_maand", "binnen", "noemer"),
    "Uitval": ("trechter_uitval", "redenen_einde", "teller", "noemer"),
    "Vervolghulp zoals aangewezen": ("trechter_vervolghulp", "vervolghulp_gerealiseerd", "zoals_aangewezen", "noemer"),
    "Opnieuw aangemeld": ("trechter_terugkeer", "terugkeer", "terug", "noemer"),
}
# Measures without a funnel -> the figure that is shown instead, and why there is none.
WITHOUT = {
    "Aanmeldingen per 1.000 inwoners jonger dan 25": (
        "aanmeldingen_per_1000",
        "Voor dit cijfer is er geen trechter. De noemer is het aantal inwoners, niet het aantal dossiers: hoeveel gezinnen aangemeld worden, hangt ook af van andere hulp in de streek. "
        "Het streepje op elke staaf is het interval van 95 %: zoveel kan toeval alleen doen.",
    ),
    "Aanmeldingen": (
        "aanmeldingen",
        "Voor een aantal is er geen trechter: een gebied met meer inwoners heeft meer aanmeldingen. Een aantal zegt hoeveel werk er is, niet hoe een gebied naast een ander staat.",
    ),
    "Lopende trajecten": (
        "lopende_trajecten",
        "Voor een aantal is er geen trechter: een gebied met meer inwoners heeft meer lopende trajecten. Een aantal zegt hoeveel werk er is, niet hoe een gebied naast een ander staat.",
    ),
}
MEASURES = [*FUNNELS, *WITHOUT]


def question_of(measure: str) -> str:
    """The question behind a measure of the page."""
    return FUNNELS[measure][1] if measure in FUNNELS else WITHOUT[measure][0]


def figure_of(measure: str) -> tuple[str, str]:
    """Name and form of the figure the page shows for a measure: a funnel, or bars where there is none."""
    return (FUNNELS[measure][0], "trechter") if measure in FUNNELS else (WITHOUT[measure][0], "staaf")


UNTOLD, SAME = "niet te zeggen", "vergelijkbaar"
# Outside 95 % something may be the matter; outside 99,8 % chance rarely explains it.
RATHER = "eerder "


def compared(found: Figure, hits: str, whole: str) -> Figure:
    """A share of one period with the place of each area in column `ligging`: vergelijkbaar; eerder lager or eerder hoger
    outside the limits of 95 %; lager or hoger outside those of 99,8 %; or niet te zeggen.

    Hidden and unknown areas have no place, and are no part of the funnel.
    """
    areas = found.areas
    words = [] if areas.is_empty() else _places(_funnel(found, hits, whole))
    placed = areas.select("gebied").with_columns(pl.Series("ligging", words, pl.String))
    said = found.data.join(placed, on="gebied", how="left", maintain_order="left")
    title = f"Gebieden naast elkaar, {found.question.titel[0].lower()}{found.question.titel[1:]}"
    return replace(found, question=replace(found.question, titel=title), data=said)


def _places(made) -> list[str]:
    return [
        UNTOLD if np.isnan(z) else (SAME if not wide else ("" if narrow else RATHER) + (LOWER if z < 0 else HIGHER))
        for z, wide, narrow in zip(made.z, made.outside_95, made.outside_998, strict=True)
    ]


def _funnel(found: Figure, hits: str, whole: str):
    # Only here: scipy takes a second to import.
    from figures.methods.funnel import funnel

    free = pl.when(comparable_rows(found)).then(pl.col(hits, whole).cast(pl.Float64))
    areas = found.areas.select(free.otherwise(None).fill_null(float("nan")))
    return funnel(*(areas[name].to_numpy() for name in (hits, whole)))


def funnel_chart(found: Figure, hits: str, whole: str, chosen: tuple[str, ...]) -> Chart:
    """Points by place, the chosen ones named, between the limits at 95 % and 99,8 %."""
    rows = found.areas.filter(pl.col("toestand").is_in(["bekend", "nul"]) & (pl.col(whole) > 0))
    series = tuple(
        _points(rows.filter(condition), found, whole, *look)
        for condition, look in _looks(chosen)
        if rows.filter(condition).height
    )
    return Chart(
        "trechter", series, found, found.unit, bands=_bands(found, hits, whole, rows),
        x_title=f"Aantal: {found.question.noemer}",
    )  # fmt: skip


def _looks(chosen: tuple[str, ...]) -> list[tuple[pl.Expr, tuple]]:
    """Which points look alike: (name in the legend, mark, colour, named)."""
    own = pl.col("gebied").is_in(list(chosen))
    below, above = (pl.col("ligging").str.ends_with(word) for word in (LOWER, HIGHER))
    inside = ~below & ~above
    return [
        (~own & inside, ("vergelijkbaar, of niet te zeggen", "", style.LIGHT_GREY, False)),
        (~own & below, ("(eerder) lager", LOWER, style.DARK_BLUE, True)),
        (~own & above, ("(eerder) hoger", HIGHER, style.DARK_BLUE, True)),
        (own & inside, ("gekozen", "", style.BROWN, True)),
        (own & below, ("gekozen, (eerder) lager", LOWER, style.BROWN, True)),
        (own & above, ("gekozen, (eerder) hoger", HIGHER, style.BROWN, True)),
    ]


def _points(rows: pl.DataFrame, found: Figure, whole: str, name: str, mark: str, colour: str, named: bool) -> Series:
    labels = tuple(
        f"{r['naam']}: {text.number(r['waarde'], found.decimals)} {found.question.eenheid_kort}"
        f" van {text.number(r[whole])}, {r['ligging']}"
        for r in rows.iter_rows(named=True)
    )
    marks = tuple(mark for _ in labels)
    return Series(
        name, tuple(rows[whole]), tuple(rows["waarde"]), labels, colour, emphasis=named, names=tuple(rows["naam"]), marks=marks
    )  # fmt: skip


def _bands(found: Figure, hits: str, whole: str, rows: pl.DataFrame) -> tuple[Band, ...]:
    most = rows[whole].max() or 0
    if not most:
        return ()
    made = _funnel(found, hits, whole)
    grid = np.linspace(max(10, most / 60), most * 1.05, 60)
    x = tuple(float(n) for n in grid)
    centre = tuple(100 * float(made.centre) for _ in x)
    limits = {
        level: [tuple(float(100 * v) for v in edge) for edge in made.limits(grid, level)] for level in (0.95, 0.998)
    }
    return (
        Band("samen", x, centre, centre, "dot"),
        Band("grenzen 95 %", x, *limits[0.95], "dash"),
        Band("grenzen 99,8 %", x, *limits[0.998]),
    )


def reading(found: Figure, measure: str) -> list[str]:
    """How to read the funnel: what falls outside by chance alone, and what the words mean; or why there is none."""
    if measure in WITHOUT:
        return [WITHOUT[measure][1]]
    from figures.methods.funnel import MEASURED_WITH_SPREAD, expected_false

    told = found.areas.filter(pl.col("ligging") != UNTOLD).height
    if not told:
        return ["Er zijn te weinig gebieden met een cijfer dat getoond mag worden: er is geen trechter."]
    wide, narrow = (expected_false(told, level) for level in (0.95, 0.998))
    spread = {level: text.number(100 * MEASURED_WITH_SPREAD[level].share, 1) for level in (0.95, 0.998)}
    return [
        "Elk punt is een samenwerkingsverband. Eerder lager of eerder hoger: buiten de grenzen van 95 %. Lager of hoger: ook buiten die van 99,8 %. "
        "Dat is geen oordeel en geen rang: het zegt enkel hoe moeilijk toeval en de gewone spreiding tussen gebieden het verschil verklaren.",
        f"Verschillen de {told} gebieden alleen door toeval, dan valt gemiddeld {text.number(wide.areas, 1)} gebied buiten 95 % "
        f"(kans op minstens één: {text.number(100 * wide.at_least_one)} %) en {text.number(narrow.areas, 2)} buiten 99,8 % (kans: {text.number(100 * narrow.at_least_one)} %). "
        f"Verschillen gebieden van nature, dan valt tot {spread[0.95]} % van de gebieden buiten 95 % en tot {spread[0.998]} % buiten 99,8 %.",
    ]


def places_table(found: Figure, _chosen: tuple[str, ...]) -> Table:
    """Share, interval, number behind it and place of every area, in alphabetical order."""
    columns = {
        "naam": "Samenwerkingsverband", "waarde": found.question.eenheid_kort or "Waarde", "onder": "Interval van", "boven": "tot",
        "noemer": "Dossiers", "ligging": "Ligging",
    }  # fmt: skip
    return long_table(found, {name: said for name, said in columns.items() if name in found.data.columns})
