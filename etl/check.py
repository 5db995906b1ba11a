"""Hold every row to the rules of rules.csv and give it one place: voetregel, test, geweigerd, or good enough to load.

What is impossible but not required becomes unknown and leaves a signal; only a missing or unreadable required value
refuses a row. No sentence made here repeats a value of a family; the spelling of a partnership is none, as long as it
stands in its own column.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from etl.harmonise import (
    CANONICAL,
    CODES,
    EVENTS,
    MOMENTS,
    MULTIPLE,
    NAME,
    NIS,
    NUMBERS,
    UNREADABLE,
    Layout,
    Vocabulary,
    shown,
    texts,
    typed,
)

RULES = Path(__file__).with_name("rules.csv")
FIRST_DAY = date(2018, 9, 1)  # the first partnerships started in September 2018
MAX_AGE = 25
LOOKED_UP_AT_MOST = 50  # per batch: looking for like names is slow, and a column of free text has no end of them
LOADED = (
    "sv_id",
    "dossier_id",
    "regel",
    "voorziening_id",
    "client_pid",
    "gezin_pid",
    "geboortejaar",
    "leeftijd",
    "geslacht",
    "nis_gemeente",
    "datum_aanmelding",
    *EVENTS,
    "aanmelder",
    "verwijzingsgrond",
    "gezinssamenstelling",
    "hulpvragen",
    "reden_niet_binnen_maand",
    "reden_einde",
    "vervolghulp_aangewezen",
    "vervolghulp_gerealiseerd",
    "elp_consulten",
    *MOMENTS,
)
_TOTAL = r"(?i)^\W*(?:(?:algemeen|sub|eind)[ -]?)?(?:totaal|totalen|aantal|som|total)\b"
_FOOTER = r"(?i)^\W*(?:bron|export|exportdatum|gemaakt|opgemaakt|afgedrukt|gegenereerd|datum|versie|periode|selectie|rapport|einde|pagina|legende|nota)\b"
_REFUSED_COLUMNS = {"regel": pl.Int64, "kolom": pl.String, "code": pl.String, "zin": pl.String}
_SIGNAL_COLUMNS = {"regel": pl.Int64, "kolom": pl.String, "code": pl.String}


@dataclass(frozen=True)
class Checked:
    """What became of one batch.

    `good`: rows to load, columns LOADED. `refused`: regel, kolom, code, zin, one row per problem. `signals`: regel,
    kolom, code, one row per value of a good row that was set to unknown. `test` and `footer`: numbers of rows.
    """

    good: pl.DataFrame
    refused: pl.DataFrame
    signals: pl.DataFrame
    test: int
    footer: int
    beyond_header: list[int]

    @property
    def refused_rows(self) -> int:
        """How many rows were refused; one row can have several problems."""
        return self.refused["regel"].n_unique()


def check(batch: pl.DataFrame, shape: Layout, vocabulary: Vocabulary, peildatum: date) -> Checked:
    """Check one batch of text as `extract` gives it."""
    written = texts(batch, shape)
    rows = typed(written, vocabulary)
    footer = _footers(batch, written, rows, shape)
    test = ~footer & _tests(rows)
    dossier = ~footer & ~test
    broken = _broken(written, rows, peildatum)
    refused = pl.concat(_refusals(written, broken, vocabulary, dossier))
    wrong = pl.DataFrame([mask.alias(code) for code, (_, mask) in broken.items()]).select(pl.any_horizontal(pl.all()))
    repaired, signals = _repaired(rows.filter(dossier & ~wrong.to_series()), peildatum)
    beyond = batch["regel"].filter(~footer & batch["rest"].is_not_null()).to_list()
    return Checked(repaired, refused, signals, int(test.sum()), int(footer.sum()), beyond)


@cache
def rules() -> Mapping[str, Mapping[str, str]]:
    """Rule code -> its row of rules.csv (code, gevolg, zin, actie)."""
    with RULES.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row for row in csv.DictReader(file, delimiter=";")}


# ------------------------------------------------------------------ rows that are no dossier


def _footers(batch: pl.DataFrame, written: pl.DataFrame, rows: pl.DataFrame, shape: Layout) -> pl.Series:
    """Whether each row is empty, a total, a footer or the header once more."""
    # What has a day and a known partnership is a dossier, so only the few other rows are looked at closely.
    doubtful = rows["datum_aanmelding"].is_null() | rows["sv_id"].is_null()
    at = doubtful.arg_true()
    found = _are_footers(batch[at], written[at], rows[at], shape)
    return doubtful.scatter(at.filter(~found), False)


def _are_footers(batch: pl.DataFrame, written: pl.DataFrame, rows: pl.DataFrame, shape: Layout) -> pl.Series:
    cells = [name for name in batch.columns if name not in ("regel", "rest")]
    seen = batch.select(
        first=pl.coalesce(pl.col(cells).str.strip_chars().replace("", None)),
        filled=pl.sum_horizontal(pl.col(cells).str.strip_chars().replace("", None).is_not_null()),
        again=pl.sum_horizontal(_repeats_header(shape)) >= max(2, len(shape.positions) // 2),
        empty=written.select(pl.all_horizontal(pl.col(CANONICAL).is_null())).to_series(),
        undated=rows["datum_aanmelding"].is_null(),
        unnamed=rows["sv_id"].is_null(),
        no_name=written[NAME].is_null(),
    )
    total = pl.col("first").str.contains(_TOTAL) & (pl.col("undated") | pl.col("no_name"))
    words = pl.col("first").str.contains(_FOOTER) & pl.col("undated") & pl.col("unnamed")
    sentence = (pl.col("filled") == 1) & pl.col("first").str.contains(r"\s")
    footer = pl.any_horizontal("again", "empty", *(rule.fill_null(False) for rule in (total, words, sentence)))
    return seen.select(footer=footer)["footer"]


def _repeats_header(shape: Layout) -> list[pl.Expr]:
    def same(position: int) -> pl.Expr:
        header = shape.header[position].strip().lower()
        return (pl.col(f"c{position}").str.strip_chars().str.to_lowercase() == header).fill_null(False)

    return [same(position) for position in shape.positions.values()]


def _tests(rows: pl.DataFrame) -> pl.Series:
    named_so = rows["dossier_id"].str.head(4).str.to_uppercase().str.starts_with("TEST").fill_null(False)
    return named_so | (rows["is_test"] == "ja").fill_null(False)


# ------------------------------------------------------------------ rows that are refused


def _broken(written: pl.DataFrame, rows: pl.DataFrame, peildatum: date) -> dict[str, tuple[str, pl.Series]]:
    """Rule -> the column it is about, and whether each row breaks it."""
    day = rows["datum_aanmelding"]
    return {
        "R01": ("dossier_id", rows["dossier_id"].is_null()),
        "R02": (NAME, written[NAME].is_null()),
        "R03": (NAME, rows["sv_id" + UNREADABLE]),
        "R04": ("datum_aanmelding", written["datum_aanmelding"].is_null()),
        "R05": ("datum_aanmelding", rows["datum_aanmelding" + UNREADABLE]),
        "R06": ("datum_aanmelding", (day > peildatum).fill_null(False)),
        "R07": ("datum_aanmelding", (day < FIRST_DAY).fill_null(False)),
    }


def _refusals(
    written: pl.DataFrame, broken: Mapping[str, tuple[str, pl.Series]], vocabulary: Vocabulary, among: pl.Series
) -> Iterator[pl.DataFrame]:
    # With the day not in its place the cells may have shifted, and a cell of a family stand under the partnership.
    in_place = ~(broken["R04"][1] | broken["R05"][1])
    for code, (column, mask) in broken.items():
        at = written.select("regel", NAME, in_place=in_place).filter(mask & among)
        sentences = _unknown_names(at, vocabulary) if code == "R03" else [_sentence(code)] * at.height
        yield pl.DataFrame(
            {"regel": at["regel"], "kolom": [column] * at.height, "code": [code] * at.height, "zin": sentences},
            schema=_REFUSED_COLUMNS,
        )


def _sentence(code: str, detail: str = "") -> str:
    rule = rules()[code]
    return f"{rule['zin']}{detail}: {rule['actie']}."


def _unknown_names(rows: pl.DataFrame, vocabulary: Vocabulary) -> list[str]:
    """Per row (NAME, in_place) the sentence, with the spelling where it surely is one."""
    different = rows.filter("in_place")[NAME].unique(maintain_order=True)
    near = {name: vocabulary.nearest_names(name) for name in different.head(LOOKED_UP_AT_MOST)}
    sentences = {name: _sentence("R03", _likeness(name, near.get(name, []))) for name in different}
    return [sentences[name] if surely else _sentence("R03") for name, surely in rows.select(NAME, "in_place").rows()]


def _likeness(spelling: str, near: list[str]) -> str:
    like = f", lijkt op {' of '.join(map(repr, near))}" if near else ""
    return f" ('{shown(spelling)}'{like})"


# ------------------------------------------------------------------ values that become unknown


def _repaired(rows: pl.DataFrame, peildatum: date) -> tuple[pl.DataFrame, pl.DataFrame]:
    signals = [_unreadable(rows, column, code) for column, code in _readable_columns()]
    # An order, not a set: an opstart in the future must not make an honest end look too early, and an opstart
    # before the aanmelding is no measure for the end.
    for column, code, rule in _impossible(peildatum):
        wrong = rows.select(rule.fill_null(False)).to_series()
        if wrong.any():
            signals.append(_signals(rows["regel"].filter(wrong), column, code))
            rows = rows.with_columns(rows[column].set(wrong, None))
    aged = rows.with_columns(leeftijd=_age())
    return aged.select(LOADED), pl.concat(signals)


def _readable_columns() -> Iterator[tuple[str, str]]:
    yield from ((column, "W01") for column in (*EVENTS, *MOMENTS))
    yield NIS, "W06"
    yield from ((column, "W07") for column in (*CODES, MULTIPLE))
    yield from ((column, "W08") for column in NUMBERS)


def _impossible(peildatum: date) -> Iterator[tuple[str, str, pl.Expr]]:
    asked = pl.col("datum_aanmelding")
    yield from ((event, "W04", pl.col(event) > peildatum) for event in EVENTS)
    yield from ((event, "W03", pl.col(event) < asked) for event in EVENTS if event != "datum_einde")
    yield "datum_einde", "W02", pl.col("datum_einde") < pl.coalesce("datum_opstart", asked)
    yield "geboortejaar", "W05", ~_age().is_between(0, MAX_AGE)


def _age() -> pl.Expr:
    return pl.col("datum_aanmelding").dt.year().cast(pl.Int64) - pl.col("geboortejaar")


def _unreadable(rows: pl.DataFrame, column: str, code: str) -> pl.DataFrame:
    return _signals(rows["regel"].filter(rows[column + UNREADABLE]), column, code)


def _signals(lines: pl.Series, column: str, code: str) -> pl.DataFrame:
    return pl.DataFrame(
        {"regel": lines, "kolom": [column] * len(lines), "code": [code] * len(lines)}, schema=_SIGNAL_COLUMNS
    )
