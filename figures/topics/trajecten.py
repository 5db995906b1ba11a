"""Trajecten: the stream, how long they last, why they end, the help that follows, who comes back, and which unit counts what.

Counts and states as the questions give them: nothing is hidden here anew.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from figures import text
from figures.drawing.charts import Chart, Flow, stacked_chart
from figures.figure import Choice, Figure, figure
from figures.wording.tables import Measured, Table, area_table, crossed_table, wide_table

RETURN_WINDOWS = (6, 12)
MOST_FLOWS = 4  # tables of flows that still can be read under each other
UNKNOWN, KNOWN = "onbekend", "bekend"
DROPPED_OUT = "stopgezet door gezin"
"""The one reason that is called uitval, and why only this one, is in DROP_OUT."""
DROP_OUT = (
    "Uitval is hier: beëindigd met de reden ‘stopgezet door gezin’. BINC kent ‘uitval’ en ‘geen uitval’, maar geen bron zegt welke "
    "redenen eronder vallen; dit is dus een keuze van deze monitor. ‘Vraag weggevallen’ hoort er niet bij: de vraag kan opgelost zijn. "
    "‘Verhuisd’ en ‘overgedragen’ evenmin: dan stopte niet het gezin. Een onbekende reden telt niet mee."
)
STREAM = (
    Measured("lopend_begin", "Lopend bij het begin"), Measured("opgestart", "Opgestart"), Measured("afgerond", "Afgerond"),
    Measured("lopend_einde", "Lopend op het einde"),
)  # fmt: skip
DURATION = (
    Measured("waarde", "Mediaan (dagen)", 1), Measured("onder", "95 %-interval van", 1), Measured("boven", "tot", 1),
    Measured("p75", "P75 (dagen)", 1), Measured("noemer", "Opgestart"), Measured("gebeurd", "Beëindigd"),
    Measured("nog_open", "Loopt nog"), Measured("aandeel_open", "Loopt nog (%)", 1),
)  # fmt: skip
_SHARE = (Measured("waarde", "Aandeel (%)", 1), Measured("onder", "95 %-interval van", 1), Measured("boven", "tot", 1))
DROP_OUT_COLUMNS = (*_SHARE, Measured("teller", "Stopgezet door gezin"), Measured("noemer", "Met bekende reden"))
REALISED = (
    *_SHARE, Measured("zoals_aangewezen", "Zoals aangewezen"), Measured("andere_hulp", "Andere vervolghulp"),
    Measured("geen_hulp", "Geen vervolghulp"), Measured("niet_aangewezen", "Niets aangewezen"), Measured("onbekend", "Onbekend"),
)  # fmt: skip
RETURNED = (
    *_SHARE, Measured("terug", "Opnieuw aangemeld"), Measured("niet_terug", "Niet opnieuw aangemeld"),
    Measured("nog_niet_beoordeelbaar", "Nog niet beoordeelbaar"), Measured("onbekend", "Onbekend"),
)  # fmt: skip
UNITS = (
    Measured("waarde", "Dossiers (aanmeldingen)"), Measured("clienten", "Cliënten"), Measured("gezinnen", "Gezinnen"),
    Measured("zonder_client", "Zonder pseudoniem (cliënt)"),
    Measured("zonder_gezin", "Zonder pseudoniem (gezin)"),
)  # fmt: skip
_JUDGED = ("zoals_aangewezen", "andere_hulp", "geen_hulp")
_GROUPS = {
    "zoals aangewezen": "zoals_aangewezen", "andere": "andere_hulp", "geen": "geen_hulp",
    "niet aangewezen": "niet_aangewezen", "onbekend": "onbekend",
}  # fmt: skip
"""The groups of flows, and the column of the share that counts each."""
_ASIDE = {
    "niet_aangewezen",
    "onbekend",
    "nog_niet_beoordeelbaar",
    "zonder_client",
    "zonder_gezin",
    "nog_open",
    "aandeel_open",
}
NOT_REACHED = "nog niet bereikt"
RUNNING = "Wat nog loopt, telt mee tot de peildatum. Die trajecten weglaten zou de duur te kort maken."
UNITS_SAID = (
    "Cliënten en gezinnen van maanden of gebieden mag u niet optellen: wie twee keer voorkomt, zou twee keer tellen. Het totaal is "
    "apart geteld en kan kleiner zijn dan de som."
)


def _cell_state(row: dict, name: str) -> str:
    """The state of one number of a row: a side count can be hidden by itself, a count of nothing is none."""
    if row[name] is not None:
        return "nul" if row[name] == 0 and isinstance(row[name], int) else "bekend"
    if name in _ASIDE and row["toestand"] in ("bekend", "nul", "nvt"):
        return "verborgen"
    return row["toestand"]


def _table(columns: tuple[Measured, ...]):
    return lambda found: area_table(found, columns, _cell_state)


stream_table, drop_out_table, realised_table, returned_table, units_table = map(
    _table, (STREAM, DROP_OUT_COLUMNS, REALISED, RETURNED, UNITS)
)
"""A row per area of one period, the total last."""


# ------------------------------------------------------------------ how long


def duration_table(found: Figure) -> Table:
    """A row per area: the median with its interval, P75, and how many still run."""
    return area_table(found, DURATION, _duration_state)


def durations_over_time(found: Figure) -> Table:
    """A row per area and a column per period; a median that is not reached is said in words."""
    table = wide_table(found)
    sign, _ = text.STATES["nvt"]
    rows, values = (
        tuple(tuple(NOT_REACHED if cell == sign else cell for cell in row) for row in cells)
        for cells in (table.rows, table.values)
    )
    notes = [note for note in table.note.split("; ") if note and not note.startswith(sign)]
    reached = [f"{NOT_REACHED} = meer dan de helft loopt nog"] if rows != table.rows else []
    return replace(table, rows=rows, values=values, note="; ".join([*notes, *reached]))


def _duration_state(row: dict, name: str) -> str:
    """Where more than half still run there is no median, and where no quarter is left to run no P75 or end of an interval."""
    said = _cell_state(row, name)
    reached = row[name] is not None or row["toestand"] not in ("bekend", "nvt") or row["gebeurd"] is None
    return said if reached or name in _ASIDE else NOT_REACHED


# ------------------------------------------------------------------ why they ended


def reasons(choice: Choice, areas: tuple[str, ...]) -> Figure:
    """A row per area and reason: the chosen areas beside Flanders; all of them without a choice."""
    found = figure("redenen_einde", choice)
    return found.only(pl.col("gebied").is_in([*areas, *text.TOTALS])) if areas else found


def reasons_chart(found: Figure) -> Chart:
    """A bar per area, cut in the known reasons; a name ends with the sign of what is not drawn in its bar."""
    parts = found.only(pl.col("rol") == "deel")
    hidden = (pl.col("toestand") == "verborgen").any().over("gebied")
    name = pl.when(hidden).then(pl.col("naam") + f" ({text.STATES['verborgen'][0]})").otherwise(pl.col("naam"))
    rows = pl.concat([parts.totals, parts.areas]).with_columns(name.alias("naam"))
    return stacked_chart(parts.with_rows(rows), "onderdeel", _reasons(found))


def reasons_table(found: Figure) -> Table:
    """A row per area and a column per known reason with its share; then the counts of known and unknown reasons."""
    words = _reasons(found)
    columns = [Measured(word, f"{word[0].upper()}{word[1:]} (%)", 1) for word in words]
    counts = [Measured(KNOWN, "Bekende reden (aantal)"), Measured(UNKNOWN, "Onbekende reden (aantal)")]
    wide = found.with_rows(_side_by_side(found.data, words))
    return area_table(wide, [*columns, *counts], lambda row, name: row[f"{name}|toestand"])


def _reasons(found: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.data.filter(pl.col("rol") == "deel")["onderdeel"]))


def _side_by_side(data: pl.DataFrame, shares: tuple[str, ...]) -> pl.DataFrame:
    """A row per area: per reason its share, for known and unknown their number, each with its state."""
    rows: dict[str, dict] = {}
    for row in data.iter_rows(named=True):
        own = rows.setdefault(row["gebied"], {key: row[key] for key in ("gebied", "naam", "periode", "volledig")})
        word, is_share = row["onderdeel"], row["onderdeel"] in shares
        own[word] = row["waarde"] if is_share else row["teller"]
        own[f"{word}|toestand"] = row["toestand"] if is_share else _count_state(row)
    return pl.DataFrame(list(rows.values()), infer_schema_length=None)


def _count_state(row: dict) -> str:
    """Of a row without a share: a number, or hidden or unknown as the row says."""
    if row["teller"] is None:
        return row["toestand"]
    return "bekend" if row["teller"] else "nul"


def drop_out(choice: Choice) -> Figure:
    """The share that ended because the family stopped: one reason of `redenen_einde`, hidden where it is hidden there."""
    found = figure("redenen_einde", choice).only(pl.col("onderdeel") == DROPPED_OUT)
    own = replace(
        found.question, titel="Uitval: stopgezet door het gezin", definitie=DROP_OUT,
        teller="beëindigde dossiers met de reden ‘stopgezet door gezin’",
    )  # fmt: skip
    return replace(found, question=own)


# ------------------------------------------------------------------ the help that followed


def flows(choice: Choice) -> Figure:
    """A row per flow of one area (the first of the choice): from the help that was indicated to the help that came; of Flanders
    without an area."""
    one = choice.gebieden[:1]
    found = figure("vervolghulp", replace(choice, gebieden=one))
    of_one = found.only(pl.col("gebied").is_in(one or text.TOTALS))
    if of_one.empty:
        return of_one
    own = replace(found.question, titel=f"{found.question.titel}: {of_one.data['naam'][0]}")
    return replace(of_one, question=own)


def realised(choice: Choice) -> Figure:
    """The share realised as indicated, also hidden where the flows that it is made of hide their sum.

    The two hide small numbers each by themselves, and each takes other areas along: shown side by side, one would give
    away what the other hides. So the share shows nothing that the flows do not.
    """
    found, flows_ = figure("vervolghulp_gerealiseerd", choice), figure("vervolghulp", choice)
    if found.empty:
        return found
    hidden = pl.col("toestand") == "verborgen"
    sums = flows_.data.filter(pl.col("rol") == "geheel").group_by("gebied", "periode")
    marks = sums.agg(((pl.col("groep") == group) & hidden).any().alias(f"_{name}") for group, name in _GROUPS.items())
    data = found.data.join(marks, on=["gebied", "periode"], how="left", maintain_order="left")
    return found.with_rows(_without_hidden(data).drop(f"_{name}" for name in _GROUPS.values()))


def _without_hidden(data: pl.DataFrame) -> pl.DataFrame:
    share = pl.any_horizontal(f"_{name}" for name in _JUDGED)
    row = ("waarde", "onder", "boven", "noemer", *_JUDGED)
    aside = [name for name in _GROUPS.values() if name not in _JUDGED]
    return data.with_columns(
        *(pl.when(~share).then(pl.col(name)).alias(name) for name in row),
        *(pl.when(~pl.col(f"_{name}")).then(pl.col(name)).alias(name) for name in aside),
        pl.when(share).then(pl.lit("verborgen")).otherwise(pl.col("toestand")).alias("toestand"),
    )


def flows_table(found: Figure) -> Table:
    """A row per indicated and a column per realised help."""
    parts = found.only(pl.col("rol") == "deel")
    words = _kinds(parts, "aangewezen")
    order = pl.col("aangewezen").replace_strict({word: place for place, word in enumerate(words)})
    rows = parts.data.with_columns(pl.col("aangewezen").alias("naam")).sort(order, maintain_order=True)
    head = "Aangewezen (rij) en gerealiseerd (kolom)"
    return crossed_table(parts.with_rows(rows), "gerealiseerd", _kinds(parts, "gerealiseerd"), head)


def flows_chart(found: Figure) -> Chart:
    """The flows of one area, from left (aangewezen) to right (gerealiseerd); a hidden one has no width."""
    drawn = found.only((pl.col("rol") == "deel") & (pl.col("toestand") != "nul")).data
    streams = tuple(
        Flow(r["aangewezen"], r["gerealiseerd"], r["waarde"], text.cell(r["waarde"], r["toestand"]))
        for r in drawn.iter_rows(named=True)
    )
    return Chart("stroom", (), found, found.unit, flows=streams)


def _kinds(found: Figure, column: str) -> tuple[str, ...]:
    """The words of a column in alphabetical order; what is no kind of help comes last."""
    last = ("andere", "geen", UNKNOWN)
    return tuple(
        sorted(set(found.data[column]), key=lambda word: (word in last and last.index(word) + 1, word.casefold()))
    )
