"""What is wrong with the files of facts: one Dutch sentence per problem, with its place and the next step."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path

import polars as pl

from etl.fact_files import ALL, BETWEEN_VALUES, FILES, LINE, WORDS, Column, ListColumn, RawTable, Table, twice
from etl.sidecar import sidecar_path

# The texts in every column of every file that could be read, by (table, column).
Known = Mapping[tuple[str, str], set[str]]


def file_problems(raw: RawTable, table: Table, known: Known) -> Iterator[str]:
    """Every problem of one file: its rows, columns, cells, references, lists, keys and sidecar."""
    yield from _row_count_problems(raw)
    yield from _column_problems(raw, table)
    for column in table.columns.values():
        yield from _cell_problems(raw, column)
    for column, target in table.references.items():
        yield from _reference_problems(raw, column, raw.cells(column), known, (target,))
    for listed in raw.file.lists:
        yield from _list_problems(raw, listed, known)
    for key in table.keys:
        yield from _duplicate_problems(raw, key)
    if raw.sidecar.document is not None:
        yield from sidecar_document_problems(raw.file.name, raw.sidecar.document, known)


def _row_count_problems(raw: RawTable) -> Iterator[str]:
    expected, found = raw.sidecar.rijen, raw.frame.height
    if expected is not None and expected != found:
        yield (
            f"{raw.file.name}: {found} rijen, maar {sidecar_path(Path(raw.file.name)).name} verwacht er {expected}. "
            "Kijk of er rijen ontbreken of te veel zijn, of pas 'rijen' aan."
        )


def _column_problems(raw: RawTable, table: Table) -> Iterator[str]:
    flags = {listed.flag for listed in raw.file.lists}
    wanted = [name for name in table.columns if name not in flags] + [listed.name for listed in raw.file.lists]
    found = [name for name in raw.frame.columns if name != LINE]
    for name in wanted:
        if name not in found:
            yield f"{raw.file.name}, regel 1: de kolom '{name}' ontbreekt. Voeg ze toe aan de kop."
    for name in found:
        if name not in wanted:
            near = nearest(name, wanted)
            yield f"{raw.file.name}, regel 1: de kolom '{name}' is niet bekend{near}. Verbeter of schrap ze."


def _cell_problems(raw: RawTable, column: Column) -> Iterator[str]:
    if column.name not in raw.frame.columns:
        return
    if column.required:
        for line in raw.frame.filter(pl.col(column.name).is_null())[LINE]:
            yield f"{raw.file.name}, regel {line}, kolom {column.name}: deze cel is leeg. Vul ze in."
    words = WORDS.get((raw.file.table, column.name))
    for line, text in raw.cells(column.name):
        place = f"{raw.file.name}, regel {line}, kolom {column.name}"
        if (wrong := _wrong_kind(column.kind, text)) is not None:
            yield f"{place}: '{text}' {wrong}."
        elif words and text not in words:
            yield f"{place}: '{text}' is niet bekend{nearest(text, words)}. Kies uit: {', '.join(words)}."


def _wrong_kind(kind: str, text: str) -> str | None:
    """What is wrong with the text and how to write it, or None when nothing is."""
    if kind == "DATE":
        return None if _is_date(text) else "is geen datum. Schrijf jjjj-mm-dd"
    if kind == "BOOLEAN":
        return None if text in ("true", "false") else "is niet te lezen als true of false. Schrijf een van beide"
    if kind in _BITS:
        return _wrong_integer(kind, text)
    if decimals := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind):
        width, scale = map(int, decimals.groups())
        number = rf"-?\d{{1,{width - scale}}}(\.\d{{1,{scale}}})?"
        advice = "is geen getal. Schrijf het met een punt en hoogstens twee decimalen, zoals 10.69"
        return None if re.fullmatch(number, text) else advice
    return None


_BITS = {"SMALLINT": 16, "INTEGER": 32, "BIGINT": 64}


def _wrong_integer(kind: str, text: str) -> str | None:
    # A leading zero would let one key be written in two ways.
    if not re.fullmatch(r"-?(0|[1-9]\d*)", text):
        return "is geen geheel getal. Schrijf het zonder punten"
    half = 2 ** (_BITS[kind] - 1)
    return None if len(text) < 20 and -half <= int(text) < half else "is te groot. Kijk het getal na"


def _is_date(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and date.fromisoformat(text) is not None
    except ValueError:
        return False


def _reference_problems(
    raw: RawTable,
    column: str,
    cells: Iterator[tuple[int, str]],
    known: Known,
    targets: Sequence[tuple[str, str]],
) -> Iterator[str]:
    # A file that could not be read has been reported already; do not blame every row that refers to it.
    if any(target not in known for target in targets):
        return
    possible = set().union(*(known[target] for target in targets))
    sources = " of ".join(_file_of(table) for table, _ in targets)
    for line, text in cells:
        if text not in possible:
            yield (
                f"{raw.file.name}, regel {line}, kolom {column}: '{text}' is niet bekend{nearest(text, possible)}. "
                f"Verbeter het, of voeg het toe aan {sources}."
            )


def _list_problems(raw: RawTable, listed: ListColumn, known: Known) -> Iterator[str]:
    if listed.name not in raw.frame.columns:
        return
    for line in raw.frame.filter(pl.col(listed.name).is_null())[LINE]:
        yield f"{raw.file.name}, regel {line}, kolom {listed.name}: deze cel is leeg. Vul minstens één waarde in."
    values = [(line, listed_values(text)) for line, text in raw.cells(listed.name)]
    for line, several in values:
        place = f"{raw.file.name}, regel {line}, kolom {listed.name}"
        if ALL in several and (len(several) > 1 or listed.flag is None):
            yield f"{place}: {ALL} betekent alles en kan hier niet staan. Schrijf de waarden voluit."
        for value in twice(several):
            yield f"{place}: '{value}' staat er twee keer. Schrap er een."
    if listed.known_in:
        single = ((line, value) for line, several in values for value in several if value != ALL)
        yield from _reference_problems(raw, listed.name, single, known, listed.known_in)


def listed_values(text: str) -> list[str]:
    """The values in one cell of a list column."""
    return [value.strip() for value in text.split(BETWEEN_VALUES)]


def _duplicate_problems(raw: RawTable, key: list[str]) -> Iterator[str]:
    if not set(key) <= set(raw.frame.columns):
        return
    filled = raw.frame.drop_nulls(key)
    for line, *values in filled.filter(~pl.struct(key).is_first_distinct()).select(LINE, *key).iter_rows():
        yield (
            f"{raw.file.name}, regel {line}, kolom {', '.join(key)}: '{', '.join(values)}' staat er al. "
            "Schrap de dubbele rij of geef ze een eigen sleutel."
        )


def sidecar_document_problems(name: str, document: str, known: Known) -> Iterator[str]:
    """A sidecar that names a document which documenten.csv does not have."""
    documents = known.get(("document", "document_id"))
    if documents is not None and document not in documents:
        place, near = sidecar_path(Path(name)).name, nearest(document, documents)
        yield (
            f"{place}: het document '{document}' is niet bekend{near}. "
            "Verbeter het, of voeg het toe aan documenten.csv."
        )


def nearest(word: str, known: Sequence[str] | set[str]) -> str:
    """A question in Dutch whether a near spelling was meant, with a space before it; empty when nothing is near."""
    close = get_close_matches(word, sorted(known), n=1)
    return f" (bedoelt u '{close[0]}'?)" if close else ""


def _file_of(table: str) -> str:
    return next(file.name for file in FILES if file.table == table)


def known_values(tables: Sequence[RawTable]) -> Known:
    """The texts a reference may point to."""
    return {
        (raw.file.table, column): raw.texts(column) for raw in tables for column in raw.frame.columns if column != LINE
    }


def unknown_files(raw: Path) -> Iterator[str]:
    """A CSV in the folder that no table asks for: a misspelt name would otherwise silently stay out."""
    names = {file.name for file in FILES}
    for path in sorted(raw.glob("*.csv")):
        if path.name not in names:
            yield (
                f"{path.name}: dit bestand hoort niet in de map {raw.name}{nearest(path.name, names)}. "
                "Zet registraties in de map binc, of verbeter de naam."
            )
