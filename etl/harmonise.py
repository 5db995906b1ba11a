"""Bring a delivery into the one shape: canonical columns, known names and codes, real dates and numbers.

What differs between deliveries is data: headers in columns.csv, spellings of the partnerships in names.csv (beside the
table naamvariant), codes in codes.csv. A new layout is a new line there, never a change here.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path

import polars as pl

from etl.load import Warehouse
from etl.moments import read_moments
from etl.per_value import per_value, respelled
from etl.refusal import FileRefusedError

HERE = Path(__file__).parent
EVENTS = ("datum_eerste_contact", "datum_eerste_interventie", "datum_opstart", "datum_einde")
DATES = ("datum_aanmelding", *EVENTS)
MOMENTS = ("registratiedatum", "laatste_wijziging")
NUMBERS = ("geboortejaar", "elp_consulten")
IDS = ("dossier_id", "voorziening_id", "client_pid", "gezin_pid")
CODES = (
    "geslacht",
    "aanmelder",
    "verwijzingsgrond",
    "gezinssamenstelling",
    "reden_niet_binnen_maand",
    "reden_einde",
    "vervolghulp_aangewezen",
    "vervolghulp_gerealiseerd",
    "is_test",
)
NAME, NIS, MULTIPLE = "samenwerkingsverband", "nis_gemeente", "hulpvragen"
CANONICAL = (*IDS, NAME, NIS, *DATES, *MOMENTS, *NUMBERS, *CODES, MULTIPLE)
REQUIRED = ("dossier_id", NAME, "datum_aanmelding")
MISSING = ("", "null", "-", "–", "n.v.t.", "n.v.t", "nvt", "onbekend")
LONGEST_MARK = max(len(mark.encode()) for mark in MISSING)
UNREADABLE = "!"  # column 'x!' is true where x held something that could not be read
LARGEST_NUMBER = 2_147_483_647


@lru_cache(maxsize=10_000)
def spelling_key(text: str) -> str:
    """What two spellings have in common: letters and digits only, without accents, capitals or signs; & reads 'en'."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " en ")).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def shown(text: str) -> str:
    """A header or name as it may stand in a message: one line, printable, at most 60 characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:60]


# ------------------------------------------------------------------ headers


@cache
def known_headers() -> Mapping[str, str]:
    """Spelling key of a header -> canonical column, from columns.csv."""
    return {spelling_key(row["kop"]): row["kolom"] for row in _rows("columns.csv")}


def is_known_header(text: str) -> bool:
    """Whether a text is a header that columns.csv knows."""
    return spelling_key(text) in known_headers()


@dataclass(frozen=True)
class Layout:
    """Which column of a delivery holds what: canonical column -> position from 0; and the headers left out."""

    header: tuple[str, ...]
    positions: Mapping[str, int]
    dropped: tuple[str, ...]


def layout(header: Sequence[str], path: Path) -> Layout:
    """The layout behind a header; raises FileRefusedError (B04) when a required column is missing."""
    positions: dict[str, int] = {}
    # A header that is the canonical name itself goes before an alias; after that the first one counts.
    for nth in sorted(range(len(header)), key=lambda i: (header[i].strip().lower() not in CANONICAL, i)):
        if canonical := known_headers().get(spelling_key(header[nth])):
            positions.setdefault(canonical, nth)
    _require_columns(path, header, positions)
    used = set(positions.values())
    dropped = tuple(shown(text) for nth, text in enumerate(header) if nth not in used and text.strip())
    return Layout(tuple(header), positions, dropped)


def _require_columns(path: Path, header: Sequence[str], positions: Mapping[str, int]) -> None:
    missing = [column for column in REQUIRED if column not in positions]
    if not missing:
        return
    what = f"de verplichte kolom {missing[0]} ontbreekt"
    if len(missing) > 1:
        what = f"de verplichte kolommen {', '.join(missing[:-1])} en {missing[-1]} ontbreken"
    then = "vul ze aan, of voeg de kop toe aan etl/columns.csv als die anders heet"
    raise FileRefusedError("B04", path, what + _unused(header, positions), then)


def _unused(header: Sequence[str], positions: Mapping[str, int]) -> str:
    # With fewer than two known headers this row may be no header at all but a family: then it is not repeated.
    others = [shown(text) for nth, text in enumerate(header) if nth not in positions.values() and text.strip()]
    return f" (niet herkende koppen: {', '.join(others)})" if len(positions) >= 2 and others else ""


# ------------------------------------------------------------------ names, municipalities, codes


@dataclass(frozen=True)
class Vocabulary:
    """Every known spelling: names and codes by spelling key, municipalities by NIS code."""

    names: Mapping[str, str]
    spellings: Mapping[str, str]
    nis: frozenset[str]
    codes: Mapping[str, Mapping[str, str]]

    def nearest_names(self, spelling: str) -> list[str]:
        """At most two known names that look like an unknown spelling, each of another partnership."""
        close = get_close_matches(spelling_key(spelling), self.names, n=6, cutoff=0.6)
        best: dict[str, str] = {}
        for key in close:
            best.setdefault(self.names[key], self.spellings[key])
        return list(best.values())[:2]


_NAMES_SQL = """
    select sv_id as naam, sv_id, 3 as rang from samenwerkingsverband
    union all
    select naam, sv_id, 0 from samenwerkingsverband
    union all
    select naam, sv_id, 1 from naamvariant where sv_id is not null
    union all
    select v.naam, h.sv_id, 2 from naamvariant as v inner join herkomst as h on v.voorganger_id = h.voorganger_id
    union all
    select v.naam, h.sv_id, 2 from voorganger as v inner join herkomst as h on v.voorganger_id = h.voorganger_id
"""


def read_vocabulary(warehouse: Warehouse) -> Vocabulary:
    """The spellings in the warehouse and in names.csv and codes.csv; raises ValueError on an unknown sv_id there."""
    known = warehouse.rows(_NAMES_SQL).rows()
    ids = {sv_id for _, sv_id, rank in known if rank == 0}
    own = [(row["naam"], row["sv_id"], 1) for row in _rows("names.csv")]
    if strangers := sorted({sv_id for _, sv_id, _ in own} - ids):
        raise ValueError(f"etl/names.csv: onbekende sv_id {', '.join(strangers)}; verbeter die regels.")
    names, spellings = _unambiguous([*known, *own])
    # Our own keys are accepted, but mean nothing to a sender: a message names the partnership instead.
    official = {sv_id: naam for naam, sv_id, rank in known if rank == 0}
    spellings = {key: official.get(spelling, spelling) for key, spelling in spellings.items()}
    return Vocabulary(names, spellings, _municipalities(warehouse), known_codes())


def _unambiguous(rows: Iterable[tuple[str, str, int]]) -> tuple[dict[str, str], dict[str, str]]:
    """Spelling key -> sv_id and -> spelling. What is said of a partnership today goes before a name of the past;
    a spelling that then still means two partnerships means none."""
    meanings: dict[str, dict[int, set[str]]] = {}
    spellings: dict[str, str] = {}
    for naam, sv_id, rank in sorted(rows, key=lambda row: (row[2], row[0])):
        meanings.setdefault(spelling_key(naam), {}).setdefault(rank, set()).add(sv_id)
        spellings.setdefault(spelling_key(naam), naam)
    best = {key: ranks[min(ranks)] for key, ranks in meanings.items()}
    return {key: min(ids) for key, ids in best.items() if len(ids) == 1}, spellings


def _municipalities(warehouse: Warehouse) -> frozenset[str]:
    rows = warehouse.rows("select nis5 as code from gemeente union select nis5_2025 from gemeente")
    return frozenset(rows["code"].to_list())


@cache
def known_codes() -> Mapping[str, Mapping[str, str]]:
    """Canonical column -> spelling key -> code, from codes.csv."""
    codes: dict[str, dict[str, str]] = {}
    for row in _rows("codes.csv"):
        codes.setdefault(row["kolom"], {})[spelling_key(row["schrijfwijze"])] = row["code"]
    return codes


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


# ------------------------------------------------------------------ values


def texts(batch: pl.DataFrame, shape: Layout) -> pl.DataFrame:
    """`regel` and every canonical column as trimmed text; null where missing (empty, NULL, -, n.v.t., onbekend)."""
    return pl.DataFrame([batch["regel"], *(_trimmed(column, batch, shape) for column in CANONICAL)])


def _trimmed(column: str, batch: pl.DataFrame, shape: Layout) -> pl.Series:
    if column not in shape.positions:
        return pl.repeat(None, batch.height, dtype=pl.String, eager=True).alias(column)
    missing = _missing_for(column)

    def trimmed(values: pl.Series) -> pl.Series:
        value = values.str.strip_chars()
        # Among pseudonyms and timestamps few texts are as short as a mark, and changing case is slow.
        short = (value.str.len_bytes() <= LONGEST_MARK).arg_true()
        marks = value.gather(short).str.to_lowercase().is_in(missing)
        return value.scatter(short.filter(marks), None)

    return respelled(batch[f"c{shape.positions[column]}"], trimmed).alias(column)


def _missing_for(column: str) -> list[str]:
    # 'onbekend' is an answer where the code list has it, and no answer everywhere else.
    is_code = "onbekend" in known_codes().get(column, {})
    return [mark for mark in MISSING if not (is_code and mark == "onbekend")]


def typed(texts: pl.DataFrame, vocabulary: Vocabulary) -> pl.DataFrame:
    """The same rows with `sv_id`, dates, timestamps (to the second), whole numbers, codes and ids.

    Column `x!` (Boolean) is true where `x` held something that could not be read; `x` is null there.
    """
    columns = [texts["regel"], *(texts[column] for column in IDS)]
    columns += _with_mark(texts[NAME], _named(texts[NAME], vocabulary.names).alias("sv_id"))
    columns += _with_mark(texts[NIS], _municipality(texts[NIS], vocabulary.nis))
    for column in (*DATES, *MOMENTS):
        moments = read_moments(texts[column])
        columns += _with_mark(texts[column], moments.cast(pl.Date) if column in DATES else moments)
    for column in NUMBERS:
        columns += _with_mark(texts[column], _whole_numbers(texts[column]))
    for column in CODES:
        columns += _with_mark(texts[column], _named(texts[column], vocabulary.codes.get(column, {})))
    columns += _several(texts[MULTIPLE], vocabulary.codes.get(MULTIPLE, {}))
    return pl.DataFrame(columns)


def _with_mark(text: pl.Series, value: pl.Series) -> list[pl.Series]:
    return [value, (text.is_not_null() & value.is_null()).alias(value.name + UNREADABLE)]


def _named(text: pl.Series, known: Mapping[str, str]) -> pl.Series:
    return per_value(text, lambda values: pl.Series([known.get(spelling_key(v)) for v in values]), pl.String)


def _municipality(text: pl.Series, known: frozenset[str]) -> pl.Series:
    # A spreadsheet turns a code into a number, and a number into 11001.0.
    def code(values: pl.Series) -> pl.Series:
        plain = values.str.replace(r"[.,]0+$", "")
        return plain.set(~plain.is_in(list(known)), None)

    return respelled(text, code)


def _several(text: pl.Series, known: Mapping[str, str]) -> list[pl.Series]:
    """Codes with | between them, in alphabetical order and each once; marked when a part is not known."""
    different = text.drop_nulls().unique()
    read = [_parts(value, known) for value in different]
    strange = different.filter(pl.Series([unknown for _, unknown in read], dtype=pl.Boolean))
    values = per_value(text, lambda _: pl.Series([codes for codes, _ in read], dtype=pl.String), pl.String, different)
    return [values, text.is_in(strange.implode()).fill_null(False).alias(text.name + UNREADABLE)]


def _parts(value: str, known: Mapping[str, str]) -> tuple[str | None, bool]:
    parts = [part.strip() for part in value.split("|")]
    named = [part for part in parts if spelling_key(part) in known or part.lower() not in MISSING]
    codes = {known[key] for part in named if (key := spelling_key(part)) in known}
    return "|".join(sorted(codes)) or None, any(spelling_key(part) not in known for part in named)


def _whole_numbers(text: pl.Series) -> pl.Series:
    """1.234,5 and 1234.5 are the same number; a whole number may be written with zeros behind the comma."""
    return per_value(text, lambda values: pl.Series([_whole_number(v) for v in values], dtype=pl.Int64), pl.Int64)


def _whole_number(text: str) -> int | None:
    plain = text.replace(".", "").replace(",", ".") if "," in text or _GROUPED.fullmatch(text) else text
    whole = _WHOLE.fullmatch(plain)
    number = int(whole.group(1)) if whole else None
    return number if number is not None and number <= LARGEST_NUMBER else None


_GROUPED = re.compile(r"[0-9]{1,3}(\.[0-9]{3})+")
_WHOLE = re.compile(r"([0-9]{1,15})(?:\.0*)?")
