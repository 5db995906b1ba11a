"""Who comes in: the profile of the dossiers by one characteristic, and the municipalities they come from."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from figures import text
from figures.disclosure import WHOLE
from figures.drawing import style
from figures.drawing.charts import MAX_CHOSEN, Chart, Series
from figures.figure import DEMO_WORD, Choice, Figure, figure
from figures.wording.tables import Measured, Table, area_table, long_table

CHARACTERISTICS = {
    "aanmelder": "Aanmelder",
    "verwijzingsgrond": "Verwijzingsgrond",
    "leeftijd": "Leeftijd",
    "hulpvragen": "Hulpvragen",
    "gezinssamenstelling": "Gezinssamenstelling",
    "elp": "Consulten bij de eerstelijnspsycholoog (ELP)",
}
FIRST_SAID = 3  # of the parts that occur most, in a sentence
KNOWN, UNKNOWN = "bekend", "onbekend"
_REST = (KNOWN, UNKNOWN)
_UNKNOWN_MUNICIPALITY, _OUTSIDE = "gemeente onbekend", "buiten het werkingsgebied"


def profile(choice: Choice) -> Figure:
    """The profile by the characteristic of the choice: rows gebied x periode x onderdeel, titled after it."""
    found = figure("profiel", choice)
    title = f"{found.title}: {_small(CHARACTERISTICS[choice.kenmerk])}"
    return replace(found, question=replace(found.question, titel=title))


def _small(label: str) -> str:
    return label[0].lower() + label[1:]


def beside(found: Figure, chosen: tuple[str, ...]) -> list[tuple[str, str]]:
    """Id and name of the chosen areas and then of Flanders: what is put beside each other."""
    names = dict(found.data.select("gebied", "naam").unique(maintain_order=True).rows())
    own = [area for area in names if area in chosen][:MAX_CHOSEN]
    return [(area, names[area]) for area in [*own, *(area for area in names if area in text.TOTALS)]]


# ------------------------------------------------------------------ the profile


def profile_chart(found: Figure, chosen: tuple[str, ...]) -> Chart:
    """A bar per category and area, Flanders last in each category; without a choice Flanders alone."""
    rows = found.only(~pl.col("onderdeel").is_in(_REST)).data
    shown = beside(found, chosen)
    parts = list(dict.fromkeys(rows["onderdeel"]))
    bars = [(part, area) for part in parts for area, _ in shown]
    names = tuple(part if len(shown) == 1 else f"{part} · {dict(shown)[area]}" for part, area in bars)
    cells = {(row["onderdeel"], row["gebied"]): row for row in rows.iter_rows(named=True)}
    colours = _colours(shown)
    series = tuple(
        _bars(found, name, colours[area], names, [cells[bar] if bar[1] == area else None for bar in bars])
        for area, name in shown
    )
    return Chart("staaf", series, found, found.unit)


def _colours(shown: list[tuple[str, str]]) -> dict[str, str]:
    """A colour per area; Flanders grey beside areas, blue alone."""
    areas = [area for area, _ in shown if area not in text.TOTALS]
    total = style.LIGHT_GREY if areas else style.BLUE
    return dict.fromkeys(text.TOTALS, total) | dict(zip(areas, style.CHOSEN, strict=False))


def _bars(found: Figure, name: str, colour: str, names: tuple[str, ...], rows: list[dict | None]) -> Series:
    """The bars of one area; None where the bar of another area stands."""
    known = [row if row and row["toestand"] in ("bekend", "nul") else {} for row in rows]
    labels = tuple(text.cell(row["waarde"], row["toestand"], found.decimals) if row else "" for row in rows)
    y, low, high = (tuple(row.get(column) for row in known) for column in ("waarde", "onder", "boven"))
    return Series(name, names, y, labels, colour, colour != style.LIGHT_GREY, low=low, high=high)


def profile_table(found: Figure, chosen: tuple[str, ...]) -> Table:
    """A row per category; per area its share, the 95 % interval and the dossiers; last what is known and unknown."""
    shown = beside(found, chosen)
    cells = {(row["onderdeel"], row["gebied"]): row for row in found.data.iter_rows(named=True)}
    parts = list(dict.fromkeys(found.data["onderdeel"]))
    lines = [
        [_label(part), *(value for area, _ in shown for value in _values(cells[part, area], found.decimals))]
        for part in parts
    ]
    heads = [head for _, name in shown for head in (f"{name}, %", "95 %: van", "tot", "dossiers")]
    shown_rows = tuple(tuple(cell[0] if isinstance(cell, tuple) else cell for cell in line) for line in lines)
    values = tuple(tuple(cell[1] if isinstance(cell, tuple) else cell for cell in line) for line in lines)
    columns = ("Waarde", *heads)
    return Table(
        _caption(found), columns, shown_rows, frozenset(range(1, len(columns))), note=_note(shown_rows), values=values
    )


def _label(part: str) -> str:
    return {KNOWN: "Bekend (de noemer)", UNKNOWN: "Onbekend (telt niet mee)"}.get(part, part)


def _values(row: dict, decimals: int) -> list[tuple[str, object]]:
    """Share, ends of the interval and dossiers of one cell: as text, and as number where there is one."""
    if row["onderdeel"] in _REST:
        return [("", ""), ("", ""), ("", ""), _count(row)]
    share = text.cell(row["waarde"], row["toestand"], decimals)
    ends = ["" if row[name] is None else text.number(row[name], decimals) for name in ("onder", "boven")]
    numbers = [row[name] for name in ("waarde", "onder", "boven")]
    return [
        *((said, said if number is None else number) for said, number in zip([share, *ends], numbers, strict=True)),
        _count(row),
    ]


def _count(row: dict) -> tuple[str, object]:
    count = row["teller"]
    state = (
        "bekend" if count else "nul" if count == 0 else "verborgen" if row["toestand"] == "verborgen" else "onbekend"
    )
    said = text.cell(count, state)
    return said, count if count else said


def _caption(found: Figure) -> str:
    return f"{f'{DEMO_WORD} · ' if found.demo else ''}{found.title}, in {found.unit}, {found.period}"


def _note(rows: tuple[tuple[str, ...], ...]) -> str:
    """Explains only the signs that occur."""
    present = {cell for row in rows for cell in row}
    return "; ".join(f"{sign} = {meaning}" for sign, meaning in text.STATES.values() if sign in present)


def profile_sentence(found: Figure, chosen: tuple[str, ...]) -> str:
    """Per area what occurs most, and in how many dossiers the characteristic is unknown: Flanders first."""
    together = beside(found, chosen)
    said = [_most(found, area, name) for area, name in [*together[-1:], *together[:-1]]]
    several = found.choice.kenmerk == "hulpvragen"
    more = "Een dossier kan meer dan één hulpvraag hebben: samen zijn de aandelen meer dan 100 %." if several else ""
    return " ".join(part for part in (*said, more) if part)


def _most(found: Figure, area: str, name: str) -> str:
    rows = found.data.filter(pl.col("gebied") == area)
    known = rows.filter((pl.col("toestand") == "bekend") & ~pl.col("onderdeel").is_in(_REST) & (pl.col("waarde") > 0))
    if known.is_empty():
        return ""
    first = known.sort("waarde", descending=True, maintain_order=True).head(FIRST_SAID)
    parts = [
        f"{row['onderdeel']} {text.number(row['waarde'], found.decimals)} %" for row in first.iter_rows(named=True)
    ]
    counts = dict(rows.select("onderdeel", "teller").rows())
    known_said = f" van de {text.number(counts[KNOWN])} bekende dossiers" if counts[KNOWN] else ""
    unknown = f" Bij {text.number(counts[UNKNOWN])} dossiers is het onbekend." if counts[UNKNOWN] else ""
    return f"{name}{_moment(found)}{known_said}: {text.enumeration(parts)}.{unknown}"


def _moment(found: Figure) -> str:
    starts = found.data["periode"].unique()
    return f" in {text.period_label(starts[0], found.choice.per)}," if len(starts) == 1 else ""


# ------------------------------------------------------------------ municipalities


def municipalities(choice: Choice, chosen: tuple[str, ...]) -> Figure:
    """The municipalities of the chosen areas; without a choice what every area has: all, unknown, and from outside."""
    found = figure("gemeenten_instroom", choice)
    if not chosen:
        return found.only(pl.col("nis5").is_null())
    return found.only(pl.col("gebied").is_in(chosen))


def municipality_chart(found: Figure, _chosen: tuple[str, ...]) -> Chart:
    """A bar per municipality with its rate, area by area in alphabetical order; without a choice a bar per area."""
    one = found.data.filter(pl.col("nis5").is_not_null()).is_empty()
    whole = (pl.col("rol") == WHOLE) & ~pl.col("gebied").is_in(text.TOTALS)
    rows = found.data.filter(whole if one else pl.col("nis5").is_not_null())
    several = rows["gebied"].n_unique() > 1 and not one
    names = tuple(
        row["naam"] if one else f"{row['onderdeel']} · {row['naam']}" if several else row["onderdeel"]
        for row in rows.iter_rows(named=True)
    )
    series = _bars(found, "", style.BLUE, names, list(rows.iter_rows(named=True)))
    return Chart("staaf", (series,) if names else (), found, found.unit)


def municipality_table(found: Figure, _chosen: tuple[str, ...]) -> Table:
    """A row per area and municipality: rate, interval, aanmeldingen, young people, and what a merger of 2025 did."""
    columns = {
        "onderdeel": "Gemeente", "waarde": "Per 1.000", "onder": "95 %: van", "boven": "tot", "teller": "Aanmeldingen",
        "noemer": "Jonger dan 25 jaar (2021)",
    }  # fmt: skip
    several = {"naam": "Samenwerkingsverband"} if found.data["gebied"].n_unique() != 1 else {}
    merged = {"toelichting": "Fusie van 2025"} if found.data["toelichting"].null_count() < found.data.height else {}
    return long_table(found, several | columns | merged)


def municipality_sentence(found: Figure, _chosen: tuple[str, ...]) -> str:
    """Per chosen area all aanmeldingen, and those that no municipality of the area can be given; who straddles two areas."""
    if found.data["nis5"].drop_nulls().is_empty():
        return "Kies links een samenwerkingsverband om zijn gemeenten te zien. Hier staat per samenwerkingsverband hoeveel aanmeldingen geen gemeente van het gebied hebben."
    areas = found.data.select("gebied", "naam").unique(maintain_order=True).rows()
    return " ".join(_of_area(found, area, name) for area, name in areas)


def _of_area(found: Figure, area: str, name: str) -> str:
    rows = found.data.filter(pl.col("gebied") == area)
    counts = dict(rows.select("onderdeel", "teller").rows())
    total = counts["alle aanmeldingen"]
    start = (
        f"{name}{_moment(found)} {text.number(total)} aanmeldingen" if total else f"{name}{_moment(found)} aanmeldingen"
    )
    parts = [
        f"{text.number(counts[part])} {said}"
        for part, said in ((_OUTSIDE, "van buiten het werkingsgebied"), (_UNKNOWN_MUNICIPALITY, "zonder gemeente"))
        if counts[part]
    ]
    split = rows.filter(pl.col("onderdeel").str.contains(", deel "))["onderdeel"].to_list()
    over = f" Over twee werkingsgebieden: {text.enumeration(split)}." if split else ""
    return f"{start}{f', waarvan {text.enumeration(parts)}' if parts else ''}.{over}"


# ------------------------------------------------------------------ equal ages


def equal_ages_table(found: Figure, _chosen: tuple[str, ...]) -> Table:
    """A row per area: the crude and the standardised rate beside each other, and how many have no age."""
    columns = (
        Measured("ruw", "Ruw cijfer", 1), Measured("waarde", "Met gelijke leeftijden", 1), Measured("onder", "95 %: van", 1),
        Measured("boven", "tot", 1), Measured("teller", "Aanmeldingen met leeftijd"), Measured("zonder_leeftijd", "Zonder leeftijd"),
    )  # fmt: skip
    return area_table(found, columns, _why)


def _why(row: dict, column: str) -> str:
    """The state of one cell: a side count that is gone while the others are shown was hidden."""
    if row[column] is not None:
        return "bekend"
    aside = column == "zonder_leeftijd" and row["teller"] is not None
    return "verborgen" if aside else row["toestand"] if row["toestand"] in ("nvt", "verborgen") else "onbekend"


def equal_ages_sentence(found: Figure, chosen: tuple[str, ...]) -> str:
    """Per chosen area, or for Flanders, both rates of the last year and the dossiers without an age."""
    last = found.data.filter(pl.col("periode") == found.data["periode"].max())
    shown = last.filter(pl.col("gebied").is_in(chosen) if chosen else pl.col("gebied").is_in(text.TOTALS))
    said = [_both(row) for row in shown.iter_rows(named=True) if row["toestand"] == "bekend"]
    return " ".join(
        [
            *said,
            "Het verschil tussen beide cijfers komt van de leeftijden in het gebied.",
        ]
    )


def _both(row: dict) -> str:
    without = (
        f" {text.number(row['zonder_leeftijd'])} dossiers hebben geen leeftijd en tellen in geen van beide mee."
        if row["zonder_leeftijd"]
        else ""
    )
    return f"{row['naam']} in {row['periode'].year}: ruw {text.number(row['ruw'], 1)} per 1.000, met gelijke leeftijden {text.number(row['waarde'], 1)}.{without}"
