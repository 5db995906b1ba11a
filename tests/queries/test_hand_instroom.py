"""The intake on two small deliveries, against numbers counted by hand from the lines below.

Taken on 1 March 2025, about 2024 and the first two months of 2025; Trawant, Gent and Zuid-Limburg (1sGezind) are in it.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from etl.build import Inputs
from queries import ask
from tests.conftest import SIDECAR, built, copy_raw

HEADER = (
    "dossier_id;samenwerkingsverband;datum_aanmelding;geboortejaar;nis_gemeente;aanmelder;verwijzingsgrond;"
    "gezinssamenstelling;hulpvragen;elp_consulten;laatste_wijziging;is_test"
)
ROWS = """
T1;Trawant;2024-01-10;2020;11004;CLB;vrijwillig;beide ouders;gedrag|opvoeding;0;2025-02-01 10:00:00;nee
T2;Trawant;2024-02-10;2018;11007;CLB;vrijwillig;pleeggezin;gedrag;1;2025-02-01 10:00:00;nee
T3;Trawant;2024-03-10;2012;11002;CAW;;;onbekend;5;2025-02-01 10:00:00;nee
T4;Trawant;2024-12-31;2006;;onbekend;gerechtelijk;;gedrag|onbekend;6;2025-02-01 10:00:00;nee
T5;Trawant;2025-01-01;2007;11002;CGG;vrijwillig;;;;2025-02-01 10:00:00;nee
G1;1G1P Samen1Plan Gent;2024-05-01;2000;44040;CLB;vrijwillig;;school;;2025-02-01 10:00:00;nee
G2;1G1P Samen1Plan Gent;2024-06-01;1999;44043;CLB;vrijwillig;;school;;2025-02-01 10:00:00;nee
G3;1G1P Samen1Plan Gent;2024-07-01;2015;44088;CLB;vrijwillig;;school;;2025-02-01 10:00:00;nee
G4;1G1P Samen1Plan Gent;2024-08-01;;11002;CLB;vrijwillig;;school;;2025-02-01 10:00:00;nee
Z1;1sGezind;2024-09-01;2015;73009;huisarts;vrijwillig;;school;;2025-02-01 10:00:00;nee
Z2;1sGezind;2025-02-01;2015;73111;huisarts;vrijwillig;;school;;2025-02-01 10:00:00;nee
Z3;1sGezind;2025-02-02;2015;73083;huisarts;vrijwillig;;school;;2025-02-03 10:00:00;nee
"""
EVERYTHING = {"van": date(2018, 9, 1), "tot": date(2100, 12, 31)}
Y2024, Y2025 = date(2024, 1, 1), date(2025, 1, 1)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = copy_raw(tmp_path_factory.mktemp("instroom") / "raw")
    folder = raw / "binc"
    folder.mkdir(exist_ok=True)
    (folder / "binc_1g1p_dossier_20250301.csv").write_text(HEADER + ROWS, encoding="utf-8")
    (folder / "binc_1g1p_dossier_20250301.yml").write_text(
        SIDECAR.format(peildatum="2025-03-01", van="2024-01-01"), encoding="utf-8"
    )
    return built(Inputs(raw=raw, demo=None), tmp_path_factory)


@pytest.fixture(autouse=True)
def on_small(stand, small: Path) -> None:
    stand(small)


def profile(kenmerk: str, area: str, start: date = Y2024) -> dict[str, tuple]:
    """onderdeel -> (teller, noemer, waarde)."""
    data = ask("profiel", {"per": "jaar", "kenmerk": kenmerk, **EVERYTHING})
    rows = data.filter((pl.col("gebied") == area) & (pl.col("periode") == start))
    return {r["onderdeel"]: (r["teller"], r["noemer"], r["waarde"]) for r in rows.iter_rows(named=True)}


def towns(area: str, start: date = Y2024) -> dict[str, int]:
    data = ask("gemeenten_instroom", EVERYTHING).filter((pl.col("gebied") == area) & (pl.col("periode") == start))
    return {r["onderdeel"]: r["teller"] for r in data.iter_rows(named=True) if r["teller"]}


def test_who_asked() -> None:
    found = profile("aanmelder", "trawant")
    assert found["CLB"] == (2, 3, pytest.approx(200 / 3))  # T1, T2
    assert found["CAW"] == (1, 3, pytest.approx(100 / 3))  # T3
    assert found["CGG"] == (0, 3, 0)  # T5 is of 2025
    assert found["huisarts"] == (0, 3, 0)  # nobody here, somebody elsewhere
    assert (found["bekend"], found["onbekend"]) == ((3, None, None), (1, None, None))  # T4


def test_several_hulpvragen_in_one_dossier() -> None:
    found = profile("hulpvragen", "trawant")
    assert found["gedrag"] == (3, 3, 100)  # T1, T2, and T4 whose other word is no hulpvraag
    assert found["opvoeding"] == (1, 3, pytest.approx(100 / 3))  # T1
    assert (found["bekend"][0], found["onbekend"][0]) == (3, 1)  # T3 said onbekend
    assert profile("hulpvragen", "trawant", Y2025)["onbekend"][0] == 1  # T5 said nothing


def test_ages_and_consultations_fall_in_groups() -> None:
    ages = profile("leeftijd", "trawant")
    assert [ages[part][0] for part in ("0 tot 5 jaar", "6 tot 11 jaar", "12 tot 17 jaar", "18 tot 25 jaar")] == [
        1,
        1,
        1,
        1,
    ]
    gent = profile("leeftijd", "gent")
    assert (gent["18 tot 25 jaar"][0], gent["onbekend"][0]) == (2, 1)  # G1 of 24, G2 of 25; G4 has no year
    elp = profile("elp", "trawant")
    assert [elp[part][0] for part in ("geen consult", "1 tot 5 consulten", "6 of meer consulten")] == [1, 2, 1]
    assert list(ages) == ["0 tot 5 jaar", "6 tot 11 jaar", "12 tot 17 jaar", "18 tot 25 jaar", "bekend", "onbekend"]


def test_a_straddling_municipality_is_the_part_of_the_area() -> None:
    # T2 lives in Borsbeek; T3 of 2024 in the Antwerp of before the merger, which is another area; T4 nowhere.
    assert towns("trawant") == {
        "Boechout": 1, "Antwerpen, deel Borsbeek": 1, "buiten het werkingsgebied": 1, "gemeente onbekend": 1, "alle aanmeldingen": 4,
    }  # fmt: skip
    # From 2025 on the code of Antwerp can mean Borsbeek.
    assert towns("trawant", Y2025) == {"Antwerpen, deel Borsbeek": 1, "alle aanmeldingen": 1}
    # Z1 with the code of Borgloon, Z2 with the one of Tongeren-Borgloon; Z3 with that of Tongeren, of the other area.
    assert towns("zuid-limburg") == {"Tongeren-Borgloon, deel Borgloon": 1, "alle aanmeldingen": 1}
    assert towns("zuid-limburg", Y2025) == {
        "Tongeren-Borgloon, deel Borgloon": 1, "buiten het werkingsgebied": 1, "alle aanmeldingen": 2,
    }  # fmt: skip


def test_old_and_new_codes_of_a_merger_are_one_municipality() -> None:
    # G1 Melle, G2 Merelbeke, G3 the code of both together; G4 Antwerp.
    assert towns("gent") == {"Merelbeke-Melle": 3, "buiten het werkingsgebied": 1, "alle aanmeldingen": 4}


def test_the_rate_of_a_merged_municipality_has_the_young_people_of_both() -> None:
    people = {row["nis5"]: int(row["onder25"]) for row in population()}
    data = ask("gemeenten_instroom", EVERYTHING).filter((pl.col("gebied") == "gent") & (pl.col("periode") == Y2024))
    row = data.row(by_predicate=pl.col("onderdeel") == "Merelbeke-Melle", named=True)
    assert row["noemer"] == people["44040"] + people["44043"]
    assert row["waarde"] == pytest.approx(3000 / row["noemer"])
    assert row["toelichting"] == "Sinds 2025 één gemeente: Melle, Merelbeke."


def population() -> list[dict[str, str]]:
    import csv

    path = Path(__file__).parents[2] / "data" / "raw" / "bevolking.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file, delimiter=";") if row["jaar"] == "2021"]


def test_who_sent_nothing_is_unknown_and_not_zero() -> None:
    assert profile("aanmelder", "kempen")["CLB"] == (None, None, None)
    assert profile("aanmelder", "vlaanderen-brussel")["bekend"][0] is None
    data = ask("gemeenten_instroom", EVERYTHING).filter(pl.col("gebied") == "kempen")
    assert data["teller"].null_count() == data.height


def test_dossiers_for_equal_ages() -> None:
    data = ask("aanmeldingen_gestandaardiseerd", EVERYTHING).filter(pl.col("periode") == Y2024)
    found = {
        r["gebied"]: (r["jonger_18"], r["vanaf_18"], r["zonder_leeftijd"], r["teller"])
        for r in data.iter_rows(named=True)
    }
    assert found["trawant"] == (3, 1, 0, 4)  # T4 turned 18 that year
    assert found["gent"] == (1, 2, 1, 3)
    assert found["kempen"] == (None, None, None, None)
    people = [row for row in population() if row["nis5"] == "11004"]
    assert int(people[0]["onder18"]) < int(people[0]["onder25"])
