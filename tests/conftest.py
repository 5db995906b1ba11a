"""Warehouses for the tests of queries, figures and the build: each is built once per session, by the real build."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from demo import generate
from etl.build import Inputs, build
from queries import WAREHOUSE_VARIABLE, Version, current_version

ROOT = Path(__file__).parents[1]
DOSSIERS = 3000

# No test may lean on the warehouse that happens to stand in the checkout: a clean clone has none.
os.environ[WAREHOUSE_VARIABLE] = str(ROOT / "geen-warehouse-in-de-tests.duckdb")

# ------------------------------------------------------------------ a delivery small enough to count by hand

HEADER = (
    "dossier_id;samenwerkingsverband;datum_aanmelding;datum_eerste_contact;datum_eerste_interventie;"
    "datum_opstart;datum_einde;laatste_wijziging;is_test"
)
# Taken on 10 March 2024, about 1 January 2023 up to that day.
FIRST_DELIVERY = """
G1;1G1P Samen1Plan Gent;2023-01-31;2023-03-02;2023-02-28;2023-03-01;2023-12-31;2024-01-05 10:00:00;nee
G2;1G1P Samen1Plan Gent;2023-01-15;2023-02-15;2023-02-14;;;2024-01-05 10:00:00;nee
G3;1G1P Samen1Plan Gent;2023-02-10;;;;2023-02-20;2024-01-05 10:00:00;nee
G4;1G1P Samen1Plan Gent;2023-06-01;2023-06-01;2023-06-05;2023-06-10;;2024-01-05 10:00:00;nee
K1;Trefplaats jeugdhulp Kempen;2023-01-02;2023-01-10;2023-02-01;2023-02-02;2023-06-30;2024-01-05 10:00:00;nee
K2;Trefplaats jeugdhulp Kempen;2023-12-31;2024-02-01;2024-01-31;2024-01-30;;2024-02-05 10:00:00;nee
T1;Trawant;2023-03-01;2023-03-02;2023-03-03;2023-03-31;2024-01-31;2024-02-05 10:00:00;nee
T2;Trawant;2023-11-15;;;;;2024-02-05 10:00:00;nee
T3;Trawant;2024-03-01;;;;;2024-03-02 10:00:00;nee
X1;Trawant;2023-05-05;;;;;2024-02-05 10:00:00;ja
"""
# Taken on 15 May 2024, about 1 January 2024 up to that day. Trawant is not in it; G4 has ended meanwhile.
SECOND_DELIVERY = """
G4;1G1P Samen1Plan Gent;2023-06-01;2023-06-01;2023-06-05;2023-06-10;2024-02-15;2024-02-20 10:00:00;nee
G5;1G1P Samen1Plan Gent;2024-04-15;;;;;2024-05-01 10:00:00;nee
G6;1G1P Samen1Plan Gent;2024-04-14;;;;;2024-05-01 10:00:00;nee
G7;1G1P Samen1Plan Gent;2024-05-10;2024-05-12;;;;2024-05-13 10:00:00;nee
K3;Trefplaats jeugdhulp Kempen;2024-01-31;2024-03-01;2024-02-29;2024-03-01;2024-05-01;2024-05-02 10:00:00;nee
K4;Trefplaats jeugdhulp Kempen;2024-02-29;2024-03-29;2024-03-30;2024-03-31;;2024-05-02 10:00:00;nee
"""
SIDECAR = """titel: Kleine levering {peildatum}
bron: Met de hand geschreven voor een test
status: voorlopig
licentie: niet openbaar
peildatum: {peildatum}
periode_van: {van}
periode_tot: {peildatum}
"""


def write_small_delivery(folder: Path) -> None:
    """Write the two hand-counted deliveries with their sidecars."""
    folder.mkdir(parents=True, exist_ok=True)
    for rows, peildatum, van in (
        (FIRST_DELIVERY, "2024-03-10", "2023-01-01"),
        (SECOND_DELIVERY, "2024-05-15", "2024-01-01"),
    ):
        name = f"binc_1g1p_dossier_{peildatum.replace('-', '')}"
        (folder / f"{name}.csv").write_text(HEADER + rows, encoding="utf-8")
        (folder / f"{name}.yml").write_text(SIDECAR.format(peildatum=peildatum, van=van), encoding="utf-8")


def copy_raw(target: Path) -> Path:
    """A copy of the hand-kept tables, without any delivery."""
    shutil.copytree(ROOT / "data" / "raw", target, ignore=shutil.ignore_patterns("binc"))
    return target


# ------------------------------------------------------------------ warehouses, once per session


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A generated demo: deliveries in binc/, the known truth in waarheid/."""
    folder = tmp_path_factory.mktemp("demo")
    generate(folder, dossiers=DOSSIERS)
    return folder


@pytest.fixture(scope="session")
def full_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the demo at its own size, as a reader gets it."""
    folder = tmp_path_factory.mktemp("hele-demo")
    generate(folder / "demo")
    return built(Inputs(raw=copy_raw(folder / "raw"), demo=folder / "demo"), tmp_path_factory)


@pytest.fixture(scope="session")
def demo_inputs(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Inputs:
    """The hand-kept tables and the generated demo."""
    return Inputs(raw=copy_raw(tmp_path_factory.mktemp("bron") / "raw"), demo=demo_folder)


@pytest.fixture(scope="session")
def demo_warehouse(demo_inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of the generated demo."""
    return built(demo_inputs, tmp_path_factory)


@pytest.fixture(scope="session")
def real_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The hand-counted deliveries, loaded as real ones: in data/raw/binc, without a demo."""
    raw = copy_raw(tmp_path_factory.mktemp("echt") / "raw")
    write_small_delivery(raw / "binc")
    return built(Inputs(raw=raw, demo=None), tmp_path_factory)


@pytest.fixture(scope="session")
def small_demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same deliveries, loaded from the folder of the demo."""
    folder = tmp_path_factory.mktemp("klein")
    write_small_delivery(folder / "demo" / "binc")
    return built(Inputs(raw=copy_raw(folder / "raw"), demo=folder / "demo"), tmp_path_factory)


@pytest.fixture(scope="session")
def empty_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse without one registration."""
    return built(Inputs(raw=copy_raw(tmp_path_factory.mktemp("leeg") / "raw"), demo=None), tmp_path_factory)


def built(inputs: Inputs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a warehouse in a folder of its own; no delivery may be refused."""
    target = tmp_path_factory.mktemp("warehouse") / "warehouse.duckdb"
    result = build(inputs, target)
    assert [outcome.refused for outcome in result.outcomes if outcome.refused] == []
    return target


# ------------------------------------------------------------------ which warehouse the monitor reads


@pytest.fixture(scope="module")
def stand() -> Iterator[Callable[[Path], Version]]:
    """Make the monitor read a warehouse until the end of the module; gives its version."""
    with pytest.MonkeyPatch.context() as patch:

        def put(warehouse: Path) -> Version:
            patch.setenv(WAREHOUSE_VARIABLE, str(warehouse))
            return current_version()

        yield put


@pytest.fixture
def on_demo(stand: Callable[[Path], Version], demo_warehouse: Path) -> Version:
    """The monitor reads the generated demo."""
    return stand(demo_warehouse)


@pytest.fixture
def on_real(stand: Callable[[Path], Version], real_warehouse: Path) -> Version:
    """The monitor reads the hand-counted deliveries as real ones."""
    return stand(real_warehouse)


@pytest.fixture
def on_small_demo(stand: Callable[[Path], Version], small_demo_warehouse: Path) -> Version:
    """The monitor reads the hand-counted deliveries as a demo."""
    return stand(small_demo_warehouse)


@pytest.fixture
def on_empty(stand: Callable[[Path], Version], empty_warehouse: Path) -> Version:
    """The monitor reads a warehouse without registrations."""
    return stand(empty_warehouse)
