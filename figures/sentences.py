"""One plain Dutch sentence per figure, made from the same numbers; every number in it occurs in the data."""

from __future__ import annotations

import polars as pl

from figures import text
from figures.figure import Figure


def sentence(figure: Figure, chosen: tuple[str, ...] = ()) -> str:
    """What the figure says. Never a difference, a percentage of change or a rank."""
    if figure.empty:
        return "Er zijn geen gegevens voor deze keuze."
    if "waarde" not in figure.data.columns:
        return figure.question.definitie
    if figure.name in _OWN:
        return _OWN[figure.name](figure)
    parts = [
        _total(figure),
        *(_area(figure, area) for area in chosen[:4]),
        _spread(figure),
        _unfinished(figure),
        _not_comparable(figure),
    ]
    return " ".join(part for part in parts if part)


def alt_text(figure: Figure, shape: str) -> str:
    """What a picture shows for who cannot see it: the shape and the sentence, without repeating the title."""
    demo = "Demogegevens. " if figure.demo else ""
    return f"{demo}{shape} {sentence(figure)} Alle waarden staan in de tabel eronder."


def _total(figure: Figure) -> str:
    rows = figure.totals
    if rows.is_empty():
        return ""
    first, last = _whole(rows).head(1), _whole(rows).tail(1)
    if last.is_empty():
        return ""
    name = last["naam"][0]
    start, end = _said(figure, first), _said(figure, last)
    if start == end or first["periode"][0] == last["periode"][0]:
        return f"{name}: {end}."
    return f"{name}: {start}, en {end}."


def _area(figure: Figure, area: str) -> str:
    rows = _whole(figure.data.filter(pl.col("gebied") == area))
    if rows.is_empty():
        return ""
    last = rows.tail(1)
    return f"{last['naam'][0]}: {_said(figure, last)}."


def _spread(figure: Figure) -> str:
    """Lowest and highest area in the last whole period: the width of the spread, not a ranking."""
    rows = _whole(figure.areas).filter(pl.col("toestand") == "bekend")
    if rows.is_empty() or rows["gebied"].n_unique() < 3:
        return ""
    last = rows.filter(pl.col("periode") == rows["periode"].max())
    if last.height < 3:
        return ""
    low, high = (text.number(v, figure.decimals) for v in (last["waarde"].min(), last["waarde"].max()))
    return f"De samenwerkingsverbanden liggen tussen {low} en {high}{_moment(figure, last)}."


def _unfinished(figure: Figure) -> str:
    if "volledig" not in figure.data.columns or figure.totals.is_empty():
        return ""
    last = figure.totals.tail(1)
    if last["volledig"][0]:
        return ""
    label = text.period_label(last["periode"][0], figure.choice.per)
    return f"{label[0].upper() + label[1:]} is onvolledig: de gegevens lopen tot en met {text.long_date(figure.last)}."


def _not_comparable(figure: Figure) -> str:
    blocking = [b for b in figure.breaks if b.severity == "blokkerend"] or [
        c for c in figure.caveats if c.severity == "blokkerend"
    ]
    return "De perioden zijn niet vergelijkbaar met elkaar." if blocking else ""


def _whole(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of complete periods; all rows when none is complete."""
    if "volledig" not in rows.columns:
        return rows
    complete = rows.filter(pl.col("volledig"))
    return rows if complete.is_empty() else complete


def _said(figure: Figure, row: pl.DataFrame) -> str:
    value = text.cell(row["waarde"][0], row["toestand"][0], figure.decimals)
    return f"{value} {_unit(figure, value)}{_moment(figure, row)}"


def _unit(figure: Figure, value: str) -> str:
    unit = figure.question.eenheid_kort or figure.unit
    return "aanmelding" if (value, unit) == ("1", "aanmeldingen") else unit


def _moment(figure: Figure, row: pl.DataFrame) -> str:
    if not figure.question.from_registrations:
        return ""
    return f" in {text.period_label(row['periode'][0], figure.choice.per)}"


def _staff(figure: Figure) -> str:
    """The sum of what was published, and how much of it is approximate or derived."""
    rows = figure.data.filter(pl.col("in_grafiek"))
    who = rows["gebied"].n_unique()
    sums = {kind: rows.filter(pl.col("precisie") == kind)["waarde"].sum() for kind in ("ongeveer", "afgeleid")}
    unsure = [f"{text.number(value, 2)} {kind}" for kind, value in sums.items() if value]
    name = "Eén samenwerkingsverband" if who == 1 else f"{who} samenwerkingsverbanden"
    tail = f", waarvan {text.enumeration(unsure)}" if unsure else ""
    return f"{name} van toen: samen {text.number(rows['waarde'].sum(), 2)} VTE{tail}."


def _staff_rate(figure: Figure) -> str:
    known = figure.data.filter(pl.col("toestand") == "bekend")
    said = [f"{r['naam']} {text.number(r['waarde'], 2)}" for r in known.iter_rows(named=True)]
    unknown = figure.data.height - known.height
    return f"Bekend voor {text.enumeration(said)}; voor de {unknown} andere is er geen cijfer, omdat hun gebied niet bekend is of Brussel is."


def _calls(figure: Figure) -> str:
    said = [
        f"{text.long_date(r['periode'])}: {text.number(r['waarde'])} euro ({r['bedrag_soort']})"
        for r in figure.data.iter_rows(named=True)
    ]
    return f"{'; '.join(said)}."


def _published(figure: Figure) -> str:
    said = [
        f"{text.number(r['waarde'])} aanmeldingen in {r['periode'].year}" for r in figure.data.iter_rows(named=True)
    ]
    alone = f"Volgens zelfrapportage: {text.enumeration(said)}."
    return f"{alone} Deze cijfers zijn niet vergelijkbaar met elkaar." if len(said) > 1 else alone


def _means_2017(figure: Figure) -> str:
    usual = figure.data["waarde"].mode().max()
    count = figure.data.filter(pl.col("waarde") == usual).height
    return f"{count} van de {figure.data.height} samenwerkingsverbanden kregen {text.number(usual)} euro."


def _loose(figure: Figure) -> str:
    return f"{figure.data.height} losse cijfers uit de documenten; ze vormen geen reeks."


_OWN = {
    "vte": _staff,
    "vte_per_onder25": _staff_rate,
    "oproepen": _calls,
    "aanmeldingen_gepubliceerd": _published,
    "budget_2017": _means_2017,
    "inwoners_partners": _loose,
}
