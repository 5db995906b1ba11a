"""Binnen de maand in parts: what was in time, later, not yet to be judged or unknown; the bounds that the unknown leave;
the waits with who still waits; and the reasons. Counts and states as the questions give them: nothing is hidden here anew.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from figures import text
from figures.drawing.charts import Chart, stacked_chart
from figures.figure import Choice, Figure, figure
from figures.wording.tables import Measured, Table, area_table, crossed_table, wide_table

PARTS = {
    "binnen": "Binnen de termijn", "later": "Later", "nog_niet_beoordeelbaar": "Nog niet beoordeelbaar",
    "onbekend": "Onbekend",
}  # fmt: skip
REASONS = {
    "agenda": "Agenda", "client_haakt_af": "Cliënt haakt af", "vraag_weggevallen": "Vraag weggevallen",
    "andere": "Andere reden", "onbekend": "Reden onbekend",
}  # fmt: skip
UNSPLIT = "Reden niet getoond"
BOUNDS = (
    Measured("laagst_mogelijk", "Laagst mogelijk (%)", 1), Measured("waarde", "Aandeel (%)", 1),
    Measured("hoogst_mogelijk", "Hoogst mogelijk (%)", 1), Measured("onbekend", "Onbekend"), Measured("binnen", "Binnen"),
    Measured("later", "Later"), Measured("onder", "95 %-interval van", 1), Measured("boven", "tot", 1),
    Measured("nog_niet_beoordeelbaar", "Nog niet beoordeelbaar"),
)  # fmt: skip
WAITS = (
    Measured("waarde", "Mediaan (dagen)", 1), Measured("onder", "95 %-interval van", 1), Measured("boven", "tot", 1),
    Measured("p75", "P75 (dagen)", 1), Measured("noemer", "Aanmeldingen"), Measured("gebeurd", "Gebeurd"),
    Measured("nog_open", "Wacht nog"), Measured("aandeel_open", "Wacht nog (%)", 1), Measured("onbekend", "Onbekend"),
)  # fmt: skip
WORDINGS = {
    "formulering": "Woord in de bron", "citaat": "Letterlijk in de bron", "mogelijk": "Kan betekenen (lezing van deze monitor)",
    "document": "Document", "vindplaats": "Plaats",
}  # fmt: skip
NOT_REACHED = "nog niet bereikt"
READING = (
    "Nog niet beoordeelbaar: de termijn liep nog op de peildatum. Onbekend: het dossier is afgesloten zonder datum van de gebeurtenis. "
    "Geen van beide telt als te laat."
)
LEFT_OPEN = (
    "Laagst mogelijk: geen enkel onbekend dossier viel binnen de termijn. Hoogst mogelijk: ze vielen er alle binnen. Het interval gaat over "
    "toeval, niet over wat ontbreekt."
)
WAITING = (
    "Mediaan: na zoveel dagen had de helft de gebeurtenis; P75: driekwart. Wie nog wacht, telt mee tot de peildatum: zonder die dossiers "
    "zou de wachttijd te kort lijken. Wacht nog (%) is het deel van de dossiers met een bekende wachttijd."
)


# ------------------------------------------------------------------ the four parts, and the reasons


def parts(choice: Choice) -> Figure:
    """A row per area and part: aanmeldingen in time, later, not yet to be judged and unknown."""
    found = figure("binnen_de_maand", choice)
    question = replace(
        found.question, titel="Aanmeldingen binnen de termijn, later, nog niet beoordeelbaar en onbekend",
        eenheid="aanmeldingen", eenheid_kort=None, decimalen=0, teller="aanmeldingen in elk van de vier delen", noemer=None,
    )  # fmt: skip
    return replace(found, question=question, data=_split(found.data, PARTS, "binnen"))


def reasons(choice: Choice) -> Figure:
    """A row per area and reason; where a reason is too small to show, one row with all that came late."""
    found = figure("redenen_te_laat", choice)
    whole = found.data.with_columns(
        pl.when(_aside("waarde", "agenda")).then(pl.col("waarde")).alias("_samen"),
        pl.lit(None, pl.Int64).alias("_leeg"),
    )
    split = _split(found.data, REASONS, "waarde")
    unsplit = _split(whole, {"_samen": UNSPLIT}, "_leeg").filter(pl.col("waarde").is_not_null())
    return found.with_rows(pl.concat([split, unsplit]))


def _split(data: pl.DataFrame, columns: dict[str, str], known: str) -> pl.DataFrame:
    """The named columns under each other: onderdeel, waarde and the toestand of that one number."""
    rows = [
        data.select(
            "gebied", "periode", "naam", "volledig", pl.lit(label).alias("onderdeel"),
            pl.col(name).cast(pl.Int64).alias("waarde"), _state(name, known).alias("toestand"),
        )
        for name, label in columns.items()
    ]  # fmt: skip
    return pl.concat(rows)


def _state(name: str, known: str) -> pl.Expr:
    """Of one count of a row, of which column `known` is shown whenever the row is."""
    value = pl.col(name)
    counted = pl.when(value == 0).then(pl.lit("nul")).when(value.is_not_null()).then(pl.lit("bekend"))
    return counted.when(_aside(known, name)).then(pl.lit("verborgen")).otherwise(pl.col("toestand"))


def _aside(known: str, name: str) -> pl.Expr:
    """Whether a side count is hidden in a row that is itself shown."""
    return pl.col(known).is_not_null() & pl.col(name).is_null()


def parts_chart(found: Figure) -> Chart:
    """A bar per area, cut in the four parts; Flanders is no bar beside its areas."""
    return stacked_chart(_with_signs(found), "onderdeel", tuple(PARTS.values()))


def reasons_chart(found: Figure) -> Chart:
    """A bar per area, cut in the reasons; an area whose reasons cannot be shown has one part."""
    return stacked_chart(found.with_rows(found.areas), "onderdeel", (*REASONS.values(), UNSPLIT))


def _with_signs(found: Figure) -> Figure:
    """Areas only; the name of one of which a part is not drawn ends with the sign that says why."""
    missing = [state for state in ("verborgen", "onbekend") if state in found.data["toestand"]]
    name = pl.col("naam")
    for state in missing:
        has = (pl.col("toestand") == state).any().over("gebied")
        name = pl.when(has).then(name + f" ({text.STATES[state][0]})").otherwise(name)
    return found.with_rows(found.areas.with_columns(name))


def parts_table(found: Figure) -> Table:
    """A row per area and a column per part."""
    return crossed_table(found, "onderdeel", tuple(PARTS.values()))


def reasons_table(found: Figure) -> Table:
    """A row per area and a column per reason."""
    return crossed_table(found, "onderdeel", (*REASONS.values(), UNSPLIT))


# ------------------------------------------------------------------ the bounds, and the waits


def bounds(choice: Choice) -> Figure:
    """The share of one period with its interval and the bounds that the unknown leave."""
    found = figure("binnen_de_maand", choice)
    return replace(found, question=replace(found.question, titel="Wat ontbrekende datums openlaten"))


def bounds_table(found: Figure) -> Table:
    """A row per area: the share, its interval, its bounds, and the counts behind them."""
    return area_table(found, BOUNDS, _bound_state)


def _bound_state(row: dict, name: str) -> str:
    """Without a share nothing was judged; the bounds and the side counts can be hidden by themselves."""
    if row[name] is not None:
        return "nul" if row[name] == 0 and name in PARTS else "bekend"
    if row["toestand"] == "verborgen" or row["binnen"] is None:
        return row["toestand"]
    judged = row["noemer"] > 0
    return "nvt" if name in ("waarde", "onder", "boven") and not judged else "verborgen"


def waits(choice: Choice) -> Figure:
    """The waits of one period, with a title of its own beside the figure over time."""
    found = figure("wachttijd", choice)
    return replace(found, question=replace(found.question, titel="Wachttijd per samenwerkingsverband"))


def waits_over_time(found: Figure) -> Table:
    """A row per area and a column per period; what more than half still waits for is said in words."""
    table = wide_table(found)
    sign, _ = text.STATES["nvt"]
    rows, values = (
        tuple(tuple(_in_words(cell, sign) for cell in row) for row in cells) for cells in (table.rows, table.values)
    )
    notes = [note for note in table.note.split("; ") if note and not note.startswith(sign)]
    reached = [f"{NOT_REACHED} = meer dan de helft wacht nog"] if rows != table.rows else []
    return replace(table, rows=rows, values=values, note="; ".join([*notes, *reached]))


def _in_words(cell: object, sign: str) -> object:
    return NOT_REACHED if cell == sign else cell


def waits_table(found: Figure) -> Table:
    """A row per area: median with its interval, P75, and how many still wait or are unknown."""
    return area_table(found, WAITS, _wait_state)


def _wait_state(row: dict, name: str) -> str:
    if row[name] is not None:
        return "nul" if row[name] == 0 and name in ("noemer", "gebeurd", "nog_open", "onbekend") else "bekend"
    if row["toestand"] in ("verborgen", "onbekend") or row["noemer"] is None:
        return row["toestand"]
    if name in ("nog_open", "onbekend", "aandeel_open") and row["gebeurd"] is not None and row["noemer"] > 0:
        return "verborgen"
    return "nvt" if row["toestand"] == "nul" else NOT_REACHED
