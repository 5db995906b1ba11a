"""The story of one area: who it is, its zones and municipalities, its names, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, replace

import polars as pl

from figures import text
from figures.figure import Choice, Figure, area_names, figure
from figures.wording.tables import Table, long_table
from queries import ask, current_version

PARTS = ("gebied_zones", "gebied_noemer", "vergelijkbare_gebieden", "gebied_herkomst", "gebied_namen")


@dataclass(frozen=True)
class AreaStory:
    """What is known of one area: a lead; the parts are figures of the catalogue."""

    id: str
    name: str
    lead: str


def area_story(area: str) -> AreaStory:
    """Name and lead of one area."""
    zones = figure("gebied_zones", Choice(gebieden=(area,)))
    return AreaStory(area, area_names(current_version())[area], _lead(area, zones))


def _lead(area: str, zones: Figure) -> str:
    row = ask("samenwerkingsverbanden").row(by_predicate=pl.col("sv_id") == area, named=True)
    elz, municipalities = zones.data["elz"].n_unique(), zones.data["nis5"].drop_nulls().n_unique()
    wave = "geen dossier nodig" if row["golf"] == "nvt" else row["golf"]
    zone = "eerstelijnszone" if elz == 1 else "eerstelijnszones"
    town = "gemeente" if municipalities == 1 else "gemeenten"
    place = f"{row['provincie']}. {text.number(elz)} {zone}, {text.number(municipalities)} {town}."
    return " ".join([place, f"Oproep van 2020: {wave}.", *_origin(area), *_model(area)])


def _origin(area: str) -> list[str]:
    """From which predecessors the area comes, how, and how sure that is when it is not very sure."""
    lineage = figure("gebied_herkomst", Choice(gebieden=(area,))).data
    before = lineage["voorganger"].drop_nulls().to_list()
    if lineage.is_empty():
        return []
    how, sure = lineage["relatie"][0], lineage["zekerheid"][0]
    doubt = "" if sure == "hoog" else f" (zekerheid: {sure})"
    return [f"Herkomst: {how}{', uit ' + text.enumeration(before) if before else ''}{doubt}."]


def _model(area: str) -> list[str]:
    """The model at which a predecessor is named in 2020; most are not named at any."""
    named = models_of(Choice(gebieden=(area,))).data["model"].to_list()
    return [f"Model van de voorganger in 2020: ‘{text.enumeration(named)}’."] if named else []


def published_of(choice: Choice) -> Figure:
    """The loose published numbers about the areas of a choice or their predecessors; all of them without areas."""
    found = figure("inwoners_partners")
    return _of_areas(found, choice, pl.col("naam").is_in(_names(choice)))


def models_of(choice: Choice) -> Figure:
    """The models of 2020 at which a predecessor of the areas of a choice is named; all of them without areas."""
    found = figure("organisatiemodellen")
    named = pl.any_horizontal(pl.lit(False), *(pl.col("genoemd").str.contains(n, literal=True) for n in _names(choice)))
    return _of_areas(found, choice, named.fill_null(False))


def _names(choice: Choice) -> list[str]:
    """The areas of a choice and their predecessors, by name."""
    known = area_names(current_version())
    lineage = figure("gebied_herkomst", Choice(gebieden=choice.gebieden)).data
    return sorted({*lineage["voorganger"].drop_nulls(), *(known[area] for area in choice.gebieden)})


def _of_areas(found: Figure, choice: Choice, condition: pl.Expr) -> Figure:
    return replace(found.only(condition) if choice.gebieden else found, choice=choice)


def zones_table(zones: Figure) -> Table:
    """One row per zone with its municipalities; says where the merger of 2025 makes a code ambiguous."""
    said = pl.when(pl.col("over_twee_gebieden_2025")).then(
        pl.col("gemeente") + " (sinds 2025 over twee werkingsgebieden)"
    )
    said = (
        said.when(pl.col("fusie_2025"))
        .then(pl.col("gemeente") + " (sinds 2025 " + pl.col("naam_2025") + ")")
        .otherwise(pl.col("gemeente"))
    )
    rows = (
        zones.data.with_columns(said.alias("gezegd"))
        .group_by("gebied", "naam", "elz", maintain_order=True)
        .agg(pl.col("gezegd").drop_nulls().str.join(", "))
    )
    return _table(
        zones.with_rows(rows), {"elz": "Eerstelijnszone", "gezegd": "Gemeenten (indeling 2019 tot en met 2024)"}
    )


def people_table(people: Figure) -> Table:
    """Inhabitants, all and under 25, a row per year."""
    return _table(people, {"jaar": "1 januari", "inwoners": "Inwoners", "onder25": "Jonger dan 25 jaar"})


def lineage_table(lineage: Figure) -> Table:
    """Which predecessors an area has, and how sure that is."""
    columns = {
        "voorganger": "Voorganger", "relatie": "Relatie", "zekerheid": "Zekerheid", "bewijs": "Waarop dit steunt",
    }  # fmt: skip
    return _table(lineage, columns)


def names_table(names: Figure) -> Table:
    """Every spelling of the name of an area, with where it stands."""
    columns = {
        "naam": "Schrijfwijze", "soort": "Soort", "document": "Document", "vindplaats": "Plaats", "voorganger": "Voorganger",
    }  # fmt: skip
    return _table(names, columns)


def _table(found: Figure, columns: dict[str, str]) -> Table:
    """A table that names the area when it is about more than one."""
    if found.data["gebied"].n_unique() == 1:
        return long_table(found, columns)
    known = area_names(current_version())
    rows = found.data.with_columns(
        pl.col("gebied").replace_strict(known, default=pl.col("gebied")).alias("samenwerkingsverband")
    )
    return long_table(found.with_rows(rows), {"samenwerkingsverband": "Samenwerkingsverband"} | columns)
