"""Everything that belongs to a figure, as plain data with Dutch keys: composed once, for whatever writes a file."""

from __future__ import annotations

import json
from datetime import date

from figures import text
from figures.accounting import Accounting
from figures.catalogue import entry
from figures.exhibit import Exhibit
from figures.figure import DEMO_SENTENCE, Figure, area_names
from figures.meaning import Break, Caveat, Source
from figures.wording.columns import meanings
from queries import current_version


def record(shown: Exhibit) -> dict[str, object]:
    """Title, meaning, choice, caveats, breaks, sources and identity of a figure; JSON-able, dates in ISO form.

    `None` and an empty list mean that there is none. The rows of the data are not in it.
    """
    return _headline(shown) | _definition(shown.figure) | _reserves(shown.figure) | _identity(shown) | _legend(shown)


def json_bytes(shown: Exhibit) -> bytes:
    """The record and `gegevens`, a list of rows: numbers as numbers, dates in ISO form, null where there is no number
    (`toestand` says why). UTF-8 without a byte order mark."""
    rows = [{name: _plain(value) for name, value in row.items()} for row in shown.figure.data.iter_rows(named=True)]
    said = record(shown) | {"gegevens": rows}
    return (json.dumps(said, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _headline(shown: Exhibit) -> dict[str, object]:
    figure = shown.figure
    return {
        "titel": figure.title,
        "figuur": shown.view.name,
        "vorm": shown.view.form,
        "demo": figure.demo,
        "demo_zin": DEMO_SENTENCE if figure.demo else None,
        "zin": shown.sentence,
        "alt": shown.alt,
        "eenheid": figure.unit,
        "eenheid_kort": figure.question.eenheid_kort or figure.unit,
        "decimalen": figure.decimals,
        "periode": {"woorden": figure.period, "eerste_dag": _iso(figure.first), "laatste_dag": _iso(figure.last)},
        "gebieden": {"in_de_gegevens": areas_in(figure), "in_kleur": _named(shown.view.areas)},
        "keuze": _choice(shown),
    }


def _definition(figure: Figure) -> dict[str, object]:
    asked = figure.question
    return {
        "definitie": asked.definitie,
        "teller": asked.teller,
        "noemer": asked.noemer,
        "richting": asked.richting,
        "bron": [_source(source) for source in figure.sources],
        "bron_zin": figure.source_text,
        "status": figure.status,
    }


def _reserves(figure: Figure) -> dict[str, object]:
    return {
        "kanttekeningen": [_caveat(caveat) for caveat in figure.caveats],
        "breuken": [_break(brk) for brk in figure.breaks],
        "rijen": _rows(figure.accounting),
    }


def _identity(shown: Exhibit) -> dict[str, object]:
    figure = shown.figure
    return {
        "stempel": figure.stamp,
        "data_versie": figure.version,
        "geladen_op": _iso(figure.loaded_on),
        "adres": shown.address,
    }


def _legend(shown: Exhibit) -> dict[str, object]:
    signs = {state: {"teken": sign, "betekenis": meaning} for state, (sign, meaning) in text.STATES.items()}
    return {"tekens": signs, "kolommen": meanings(shown.figure)}


def areas_in(figure: Figure) -> list[dict[str, str]]:
    """The areas in the data, id and name, each once and in the order of the data."""
    if "gebied" not in figure.data.columns:
        return []
    known = area_names(current_version())
    found = (
        figure.data.select("gebied", "naam").drop_nulls("gebied").unique("gebied", keep="first", maintain_order=True)
    )
    return [{"id": area, "naam": known.get(area, name)} for area, name in found.iter_rows()]


def _named(areas: tuple[str, ...]) -> list[dict[str, str]]:
    known = area_names(current_version())
    return [{"id": area, "naam": known[area]} for area in areas]


def _choice(shown: Exhibit) -> dict[str, object]:
    """What was chosen, of what makes a difference to this figure."""
    return {field: _plain(getattr(shown.view.choice, field)) for field in entry(shown.view.name).takes}


def _source(source: Source) -> dict[str, object]:
    return {"titel": source.title, "herkomst": source.origin, "status": source.status, "datum": _iso(source.day)}


def _caveat(caveat: Caveat) -> dict[str, object]:
    return {
        "id": caveat.id,
        "ernst": caveat.severity,
        "kort": caveat.short,
        "citaat": caveat.quote,
        "document": caveat.document,
        "plaats": caveat.place,
        "geldt_van": _iso(caveat.first),
        "geldt_tot": _iso(caveat.last),
    }


def _break(brk: Break) -> dict[str, object]:
    return {
        "id": brk.id,
        "datum": _iso(brk.day),
        "titel": brk.title,
        "ernst": brk.severity,
        "tekst": brk.text,
        "document": brk.document,
        "plaats": brk.place,
    }


def _rows(accounting: Accounting | None) -> dict[str, object] | None:
    if accounting is None:
        return None
    return {
        "gelezen": accounting.gelezen,
        "delen": [{"naam": name, "rijen": rows} for name, rows in accounting.parts],
        "woorden": str(accounting),
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _plain(value: object) -> object:
    """A value as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
