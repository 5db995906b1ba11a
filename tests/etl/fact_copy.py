"""A copy of the committed facts, to break something in."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from etl.documents import check_documents
from etl.facts import load_facts
from etl.load import new_warehouse

ROOT = Path(__file__).parents[2]
RAW = ROOT / "data" / "raw"
GEOJSON = ROOT / "data" / "geo" / "werkingsgebieden.geojson"


def copy_of_facts(folder: Path) -> Path:
    """The committed facts in `folder`/raw, with the outlines in geo beside it; returns the first."""
    raw = folder / "raw"
    raw.mkdir()
    for path in [*RAW.glob("*.csv"), *RAW.glob("*.yml")]:
        shutil.copy(path, raw)
    shutil.copytree(GEOJSON.parent, folder / "geo")
    return raw


def alter(path: Path, old: str, new: str) -> None:
    """Replace the first `old` with `new`; it must be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def set_rows(path: Path, rows: int) -> None:
    """Let the sidecar of a file expect so many rows."""
    side = path.with_suffix(".yml")
    said = yaml.safe_load(side.read_text(encoding="utf-8")) | {"rijen": rows}
    side.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")


def cut_line(path: Path, start: str) -> None:
    """Remove the first line that starts with `start`; the sidecar follows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    lines.remove(next(line for line in lines if line.startswith(start)))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    set_rows(path, len(lines) - 1)


def loaded_failures(copy: Path) -> list[str]:
    """What the documents say of themselves and the loaded copy does not hold."""
    with new_warehouse(copy.parent / "w.duckdb") as fresh:
        load_facts(copy, fresh)
        return check_documents(fresh)
