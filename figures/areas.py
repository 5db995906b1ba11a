"""The story of one area: who it is, its zones and municipalities, its names, where it comes from."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from figures import text
from figures.figure import Choice, Figure, area_names, figure
from figures.tables import Table, long_table
from queries import ask, current_version


@dataclass(frozen=True)
class AreaStory:
    """What is known of one area, as a lead and figures with their tables."""

    name: str
    lead: str
    parts: tuple[tuple[Figure, Table], ...]


def area_story(area: str) -> AreaStory:
    """Zones and municipalities, inhabitants, names and lineage of one area."""
    only = Choice(gebieden=(area,))
    zones, people = figure("gebied_zones", only), figure("gebied_noemer", only)
    names, lineage = figure("gebied_namen", only), figure("gebied_herkomst", only)
    return AreaStory(
        name=area_names(current_version())[area],
        lead=_lead(area, zones),
        parts=(
            (zones, _zones(zones)),
            (
                people,
                long_table(people, {"jaar": "1 januari", "inwoners": "Inwoners", "onder25": "Jonger dan 25 jaar"}),
            ),
            (
                lineage,
                long_table(
                    lineage,
                    {
                        "voorganger": "Voorganger",
                        "relatie": "Relatie",
                        "zekerheid": "Zekerheid",
                        "bewijs": "Waarop dit steunt",
                    },
                ),
            ),
            (
                names,
                long_table(
                    names,
                    {
                        "naam": "Schrijfwijze",
                        "soort": "Soort",
                        "document": "Document",
                        "vindplaats": "Plaats",
                        "voorganger": "Voorganger",
                    },
                ),
            ),
        ),
    )


def _lead(area: str, zones: Figure) -> str:
    row = ask("samenwerkingsverbanden").row(by_predicate=pl.col("sv_id") == area, named=True)
    elz, municipalities = zones.data["elz"].n_unique(), zones.data["nis5"].drop_nulls().n_unique()
    wave = "geen dossier nodig" if row["golf"] == "nvt" else row["golf"]
    zone = "eerstelijnszone" if elz == 1 else "eerstelijnszones"
    town = "gemeente" if municipalities == 1 else "gemeenten"
    return (
        f"{row['provincie']}. {text.number(elz)} {zone}, {text.number(municipalities)} {town}. Oproep van 2020: {wave}."
    )


def _zones(zones: Figure) -> Table:
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
        .group_by("elz", maintain_order=True)
        .agg(pl.col("gezegd").drop_nulls().str.join(", "))
    )
    return long_table(
        zones.with_rows(rows), {"elz": "Eerstelijnszone", "gezegd": "Gemeenten (indeling 2019 tot en met 2024)"}
    )
