"""`python -m figures`: what it writes, what it says, and that a wrong request is one Dutch sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from figures.__main__ import main
from figures.catalogue import ENTRIES, view
from figures.exhibit import exhibit
from figures.figure import Choice
from figures.finding_back.ledger import look_up
from queries import WAREHOUSE_VARIABLE

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def export(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    """Run an export into a fresh folder; gives the names of the files, and what was said."""

    def run(*asked: str) -> tuple[list[str], str]:
        assert main(["export", *asked, "--uit", str(tmp_path)]) == 0
        return sorted(path.name for path in tmp_path.iterdir()), capsys.readouterr().err

    return run


def json_of(folder: Path) -> dict:
    (path,) = folder.glob("*.json")
    return json.loads(path.read_text(encoding="utf-8"))


# ------------------------------------------------------------------ lijst


@pytest.mark.usefixtures("on_demo")
def test_the_list_names_every_figure_with_title_unit_and_forms(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lijst"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == list(ENTRIES)
    for line, (name, entry) in zip(lines, ENTRIES.items(), strict=True):
        figure = exhibit(view(name)).figure
        assert figure.title in line
        assert line.endswith(figure.unit)
        assert ", ".join(entry.forms) in line
        assert line.index(figure.title) >= head.index("titel")
    assert len({line.rindex(exhibit(view(name)).figure.unit) for name, line in zip(ENTRIES, lines, strict=True)}) <= 2


@pytest.mark.usefixtures("on_demo")
def test_the_list_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["lijst", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert [one["naam"] for one in said] == list(ENTRIES)
    assert {one["naam"]: one["vormen"] for one in said} == {name: list(entry.forms) for name, entry in ENTRIES.items()}


# ------------------------------------------------------------------ export


@pytest.mark.usefixtures("on_demo")
def test_each_name_and_form_in_each_format(export) -> None:
    names, said = export("aanmeldingen:kaart", "budget", "--formaat", "xlsx,csv,csv-iso,json")
    assert len(names) == 8
    assert {name.rsplit(".")[-1] for name in names} == {"xlsx", "csv", "json"}
    assert len([name for name in names if "aanmeldingen_kaart" in name and "_demo" in name]) == 4
    assert len([name for name in names if "budget_staaf" in name and "_demo" not in name]) == 4
    assert said.splitlines()[0].startswith("1 van 8: 1g1p_aanmeldingen_kaart_")
    assert len(said.splitlines()) == 8


@pytest.mark.usefixtures("on_demo")
def test_everything_is_every_figure_in_its_own_form(export) -> None:
    names, _ = export("alles", "--formaat", "json")
    assert len(names) == len(ENTRIES)


@pytest.mark.usefixtures("on_demo")
def test_the_options_make_the_same_view_as_the_catalogue(export, tmp_path: Path) -> None:
    export(
        "binnen_de_maand", "--jaren", "2023-2022", "--per", "kwartaal", "--gebeurtenis", "opstart", "--termijn", "kalendermaand",
        "--samenwerkingsverbanden", "TREFPLAATS jeugdhulp kempen, gent", "--formaat", "json",
    )  # fmt: skip
    said = json_of(tmp_path)
    assert said["keuze"] == {
        "van": "2022-01-01", "tot": "2023-12-31", "per": "kwartaal", "eindgebeurtenis": "opstart", "termijn": "kalendermaand",
    }  # fmt: skip
    assert [area["id"] for area in said["gebieden"]["in_kleur"]] == ["gent", "kempen"]
    assert {row["periode"][:4] for row in said["gegevens"]} == {"2022", "2023"}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize("spelling", ["groot-antwerpen", "1g1p groot antwerpen", "1G1P Groot Antwerpen"])
def test_an_area_may_be_said_in_several_ways(export, tmp_path: Path, spelling: str) -> None:
    export("aanmeldingen", "--samenwerkingsverbanden", spelling, "--formaat", "json")
    assert [area["id"] for area in json_of(tmp_path)["gebieden"]["in_kleur"]] == ["groot-antwerpen"]


@pytest.mark.usefixtures("on_demo")
def test_an_address_gives_its_own_figure_and_says_when_it_changed(export, tmp_path: Path) -> None:
    found = exhibit(view("budget", "kaart", areas=("gent",)))
    _, said = export("--adres", found.address, "--formaat", "json")
    assert json_of(tmp_path)["adres"] == found.address
    assert "veranderd" not in said
    other = f"{found.figure.version}-00000000"
    _, said = export("--adres", found.address.replace(found.figure.stamp, other), "--formaat", "json")
    assert f"De stempel in het adres is {other}, nu is hij {found.figure.stamp}." in said


@pytest.mark.usefixtures("on_demo")
def test_what_stood_there_is_replaced_and_nothing_is_left_beside_it(export, tmp_path: Path) -> None:
    (first,), _ = export("budget", "--formaat", "csv")
    (tmp_path / first).write_text("oud")
    names, _ = export("budget", "--formaat", "csv")
    assert names == [first]
    assert (tmp_path / first).read_bytes().startswith(b"\xef\xbb\xbf")


@pytest.mark.usefixtures("on_demo")
def test_a_view_that_is_asked_twice_is_written_once(export) -> None:
    names, said = export("budget", "budget:staaf", "--formaat", "csv,csv")
    assert len(names) == len(said.splitlines()) == 1


@pytest.mark.usefixtures("on_demo")
def test_no_figure_calls_an_area_by_its_id() -> None:
    made = {name: exhibit(view(name)).figure.data for name in ENTRIES}
    both = {name: data for name, data in made.items() if {"naam", "gebied"} <= set(data.columns)}
    assert len(both) > 50
    assert [
        name for name, data in both.items() if (data["naam"].is_null() | (data["naam"] == data["gebied"])).any()
    ] == []


# ------------------------------------------------------------------ what is wrong is said in one sentence

WRONG = {
    ("aanmeldinge",): "‘aanmeldinge’ is geen figuur. Bedoelt u ‘aanmeldingen’?",
    ("aanmeldingen:taart",): "‘aanmeldingen’ heeft geen vorm ‘taart’.",
    ("budget", "--jaren", "22"): "‘22’ is geen jaar.",
    ("budget", "--jaren", "2030"): "Er zijn geen registraties van 2030. Kies jaren van 2022 tot en met 2026.",
    ("budget", "--formaat", ","): "Er is geen formaat gevraagd. Kies uit: png,",
    ("budget", "--formaat", "xlxs"): "‘xlxs’ is geen formaat. Bedoelt u ‘xlsx’?",
    ("budget", "--formaat", "pdff,png"): "‘pdff’ is geen formaat. Bedoelt u ‘pdf’?",
    ("budget", "--samenwerkingsverbanden", "Gant"): "‘Gant’ is geen samenwerkingsverband.",
    ("budget", "--per", "week"): "‘week’ is geen stap. Kies uit: maand, kwartaal, jaar.",
    ("budget", "--voor", "a3"): "‘a3’ is geen maat.",
    ("budget", "--gebeurtenis", "opstat"): "‘opstat’ is geen gebeurtenis. Bedoelt u ‘opstart’?",
    ("budget", "--termijn", "1 jaar"): "‘1 jaar’ is geen termijn.",
    ("--adres", "figuur=budget&vorm=kaart&stempel=zot"): "De stempel in dit adres klopt niet",
    (): "Er is geen figuur gevraagd.",
}


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(("asked", "said"), WRONG.items())
def test_a_wrong_request_is_one_sentence_and_writes_nothing(
    asked: tuple[str, ...], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "uit"
    assert main(["export", *asked, "--uit", str(target)]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith(said)
    assert (len(shown.err.splitlines()), shown.out, target.exists()) == (1, "", False)


@pytest.mark.usefixtures("on_demo")
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["exprt"], "‘exprt’ is geen opdracht: kies lijst, export, fiche of boek."),
        ([], "Deze opdracht is niet volledig: kies lijst, export, fiche of boek."),
        (["export", "budget", "--kleur"], "‘--kleur’ is hier niet bekend."),
        (["export", "budget", "--uit"], "Achter --uit ontbreekt een waarde."),
    ],
)
def test_a_wrong_command_is_said_in_dutch(asked: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(asked)
    shown = capsys.readouterr().err
    assert stopped.value.code == 2
    assert shown.startswith(said)
    assert "--help" in shown
    assert len(shown.splitlines()) == 1


@pytest.mark.usefixtures("on_demo")
def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bestand").write_text("geen map")
    assert main(["export", "budget", "--formaat", "csv", "--uit", str(tmp_path / "bestand" / "map")]) == 2
    assert "kan niet geschreven worden. Kies een andere map met --uit." in capsys.readouterr().err


def test_without_a_warehouse_it_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(WAREHOUSE_VARIABLE, str(tmp_path / "geen.duckdb"))
    for asked in (["lijst"], ["export", "budget", "--uit", str(tmp_path / "uit")]):
        assert main(asked) == 2
        assert capsys.readouterr().err == "geen.duckdb bestaat nog niet. Maak het met: python -m etl\n"
    assert not (tmp_path / "uit").exists()


@pytest.mark.parametrize("asked", [["--help"], ["lijst", "--help"], ["export", "--help"]])
def test_the_help_is_dutch(asked: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(asked)
    said = capsys.readouterr().out
    assert stopped.value.code == 0
    assert said.startswith("gebruik: python -m figures")
    assert not {"usage:", "options:", "positional arguments:", "show this help"} & set(said.splitlines())
    assert "show this help" not in said


def test_it_runs_from_any_folder_and_needs_neither_streamlit_nor_matplotlib_for_data(
    demo_warehouse: Path, tmp_path: Path
) -> None:
    script = (
        "import sys; from figures.__main__ import main; code = main(['export', 'budget', '--formaat', 'csv']); "
        "sys.exit(code or 10 * bool({'streamlit', 'matplotlib'} & set(sys.modules)))"
    )
    environment = os.environ | {WAREHOUSE_VARIABLE: str(demo_warehouse), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"1 bestand geschreven in {(tmp_path / 'figuren').resolve()}\n"
    assert [path.suffix for path in (tmp_path / "figuren").iterdir()] == [".csv"]


def test_the_same_words_make_the_same_choice() -> None:
    """What is left out on the command line is what is left out on a page."""
    from figures.__main__ import _choice, _parser

    assert _choice(_parser().parse_args(["export", "budget"]), ()) == Choice()


@pytest.mark.usefixtures("on_demo")
def test_the_stamp_in_a_file_can_be_found_back(export) -> None:
    found = exhibit(view("budget", "tabel"))
    export("budget:tabel", "--formaat", "csv")
    address = look_up(found.figure.stamp).adres  # of the first form that was written with this stamp
    assert address.startswith("/terugvinden?figuur=budget&")
    assert address.endswith(f"stempel={found.figure.stamp}")
