"""What the documentation names exists: paths, commands, options, pages and versions; and nothing in it ties it to one machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import textwrap
import tomllib
from fnmatch import fnmatch
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import pytest

import figures
from figures import show
from figures.wording.glossary import GLOSSARY, terms

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "data" / "raw" / "binc" / "LEESMIJ.md"])
SUFFIXES = ("py", "sql", "csv", "yml", "md", "txt", "in", "toml", "geojson", "css", "duckdb", "svg")
# Commands that answer --help; the others of ours do their work at once.
HELPFUL = ("-m etl", "-m etl.geo", "-m demo", "serve.py")
# An address may only be of the one who wrote the thing; never of a registry, a mirror or a machine.
HOSTS = {"localhost", "github.com", "keepachangelog.com", "semver.org", "www.python.org"}
# What a reader makes, follows the example of or gets from elsewhere; it does not stand in the project.
NOT_OURS = {"gemeenten_2020.geojson", "binc_1g1p_dossier_20230306.csv", "binc_1g1p_dossier_20230306.yml"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def ignored() -> tuple[str, ...]:
    """Patterns of what is built and never in git, without the exceptions."""
    lines = read(ROOT / ".gitignore").splitlines()
    return tuple(line.strip("/") for line in lines if line and line[0] not in "#!")


def is_built(path: str) -> bool:
    """Whether a path is in .gitignore: it need not stand there."""
    parts = path.strip("/").split("/")
    wholes = ["/".join(parts[: n + 1]) for n in range(len(parts))]
    return any(fnmatch(whole, pattern) for whole in [*wholes, *parts] for pattern in ignored())


def in_backticks(text: str) -> list[str]:
    """Every `word` of running text; blocks of code are left out."""
    return re.findall(r"`([^`\n]+)`", re.sub(r"(?s)```.*?```", "", text))


def code(text: str) -> str:
    """All that is typed or could be: what stands in blocks and between backticks."""
    return "\n".join([*re.findall(r"(?s)```(.*?)```", text), *in_backticks(text)])


def paths_named(text: str) -> set[str]:
    """The words between backticks that are a path of the project, or a file name."""
    words = {word for word in in_backticks(text) if re.fullmatch(r"[\w./-]*[A-Za-z][\w./-]*", word)}
    is_file = re.compile(rf"[\w/.-]*\w\.({'|'.join(SUFFIXES)})")
    named = {w for w in words if is_file.fullmatch(w) or "/" in w.strip("/") or w.endswith("/")}
    return {w for w in named if not w.startswith("/")} - NOT_OURS


def exists(path: str) -> bool:
    """A path from the root, or the name of a file anywhere in the project."""
    if (ROOT / path).exists() or is_built(path):
        return True
    return "/" not in path and any(not is_built(str(p.relative_to(ROOT))) for p in ROOT.rglob(path))


def table_rows(text: str, heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    below = text.split(f"## {heading}\n", 1)[1]
    lines = re.search(r"(?m)(?:^\|.*\n)+", below)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def by_name(paths: list[Path]) -> list:
    return [pytest.param(path, id=path.name) for path in paths]


# ------------------------------------------------------------------ paths


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_every_path_that_is_named_exists(document: Path) -> None:
    assert [path for path in sorted(paths_named(read(document))) if not exists(path)] == []


def test_a_path_that_does_not_exist_is_seen() -> None:
    named = paths_named(
        "Zie `etl/weg.py`, `pages/` en `niets.csv`; maar `queries/<naam>.sql` en `a = b` zijn geen pad."
    )
    assert named == {"etl/weg.py", "pages/", "niets.csv"}
    assert [path for path in sorted(named) if not exists(path)] == ["etl/weg.py", "niets.csv"]


def test_the_map_of_the_house_names_every_top_level_entry_once() -> None:
    rows = table_rows(read(README), "De kaart van het huis")
    named = [row[0].strip("`") for row in rows]
    # What a desktop or an editor hides there is its own; a hidden entry of ours has to be named to be found.
    there = {path.name for path in ROOT.iterdir() if not path.name.startswith(".") and not is_built(path.name)}
    assert sorted(name for name in named if name[0] != ".") == sorted(there)
    assert {".ci", ".streamlit", ".gitignore"} == {name for name in named if name[0] == "."}
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_line_of_the_map_says_what_is_there() -> None:
    assert [row for row in table_rows(read(README), "De kaart van het huis") if len(row) != 2 or not row[1]] == []


def test_every_document_in_docs_is_named_in_the_readme() -> None:
    text = read(README)
    assert [path.name for path in (ROOT / "docs").glob("*.md") if f"docs/{path.name}" not in text] == []


# ------------------------------------------------------------------ commands


@cache
def makefile() -> str:
    return read(ROOT / "Makefile")


def targets() -> set[str]:
    """What `make` can be asked for by a reader."""
    return set(re.findall(r"(?m)^([a-z]+):", makefile())) - {"omgeving"}


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_every_make_target_and_variable_that_is_named_exists(document: Path) -> None:
    used = re.findall(r"\bmake ([a-z]+)((?: [A-Z_]+=\S+)*)", code(read(document)))
    assert {target for target, _ in used} <= targets()
    variables = {name for _, given in used for name in re.findall(r"([A-Z_]+)=", given)}
    assert [
        name for name in sorted(variables) if f"$({name})" not in makefile() and f"$(if $({name})" not in makefile()
    ] == []


def test_every_make_target_is_explained() -> None:
    help_text = "\n".join(re.findall(r"(?m)^\t@echo '(make .*)", makefile()))
    assert {name for name in targets() if f"make {name}" not in read(README)} == {"help"}
    assert {name for name in targets() if f"make {name}" not in help_text} == {"help"}


def modules_named(text: str) -> set[str]:
    return set(re.findall(r"python(?:\.exe)? -m ([a-z_.]+\w)", code(text)))


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_every_module_that_is_run_exists(document: Path) -> None:
    assert [name for name in sorted(modules_named(read(document))) if find_spec(name) is None] == []


def test_every_module_of_ours_that_is_run_can_be() -> None:
    """A package is run through its __main__, a module through its own last lines."""
    named = set().union(*(modules_named(read(document)) for document in DOCUMENTS))
    ours = [name for name in sorted(named) if (ROOT / name.split(".")[0]).is_dir()]
    files = [ROOT / name.replace(".", "/") for name in ours]
    sources = [path / "__main__.py" if path.is_dir() else path.with_suffix(".py") for path in files]
    assert {"etl", "etl.geo"} <= set(ours)
    assert [str(path) for path in sources if "__name__" not in read(path)] == []


@cache
def help_of(command: str) -> str:
    """What the command says of itself; it must end well and write nothing on standard error."""
    asked = [sys.executable, *command.split(), "--help"]
    answer = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")
    return answer.stdout


def options_named(command: str) -> set[str]:
    """Every option that some document gives to the command."""
    typed = "\n".join(code(read(document)) for document in DOCUMENTS)
    calls = re.findall(rf"(?m){re.escape(command)}((?: --[a-z-]+(?: [\w./]+)?)+)\s*$", typed)
    return {option for call in calls for option in re.findall(r"--[a-z-]+", call)}


@pytest.mark.parametrize("command", HELPFUL)
def test_every_option_that_is_named_exists(command: str) -> None:
    assert [option for option in sorted(options_named(command)) if option not in help_of(command)] == []


def test_the_options_a_reader_needs_are_named() -> None:
    assert options_named("-m etl") == {"--indien-nodig", "--zonder-demo"}
    assert options_named("serve.py") == {"--port"}


def test_windows_gets_the_same_steps_as_make() -> None:
    text = read(README)
    for step in re.findall(r"\$\(PY\) (-m [a-z.]+(?: [a-z]+)?(?: --[a-z-]+)?|serve\.py)", makefile()):
        if step.split()[1:2] not in (["bench"], ["uv"], ["pip"]):
            assert rf".venv\Scripts\python {step}" in text, step


# ------------------------------------------------------------------ pages, version, words


def menu() -> list[str]:
    """The titles of the pages in the menu of app.py, in its order."""
    calls = [node for node in ast.walk(ast.parse(read(ROOT / "app.py"))) if isinstance(node, ast.Call)]
    pages = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "Page"]
    ordered = sorted(pages, key=lambda call: call.lineno)
    return [keyword.value.value for call in ordered for keyword in call.keywords if keyword.arg == "title"]


def test_the_readme_lists_the_pages_of_the_menu_in_its_order() -> None:
    assert [row[0] for row in table_rows(read(README), "Wat u ziet")] == menu()


def test_the_changelog_begins_with_the_version_of_the_project() -> None:
    version = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["version"]
    newest = re.search(r"(?m)^## \[(\d[^\]]*)\] - (\d{1,2} [a-z]+ \d{4})$", read(CHANGELOG))
    assert newest, "CHANGELOG.md heeft geen versie met een datum"
    assert newest[1] == version


def test_every_decision_says_what_why_and_what_not() -> None:
    parts = re.split(r"(?m)^### ", read(ROOT / "docs" / "beslissingen.md"))[1:]
    incomplete = [
        part.splitlines()[0] for part in parts if re.findall(r"(?m)^\*\*(\w+)\.\*\*", part) != ["Wat", "Waarom", "Niet"]
    ]
    assert parts
    assert incomplete == []


def test_caveats_that_are_named_exist() -> None:
    known = set(re.findall(r"(?m)^([A-Z]\d+);", read(ROOT / "data" / "raw" / "kanttekeningen.csv")))
    named = {name for document in DOCUMENTS for name in re.findall(r"kanttekening ([A-Z]\d+)", read(document))}
    assert named
    assert named <= known


def test_the_glossary_is_a_list_of_terms_in_alphabetical_order() -> None:
    text = read(GLOSSARY)
    words = [word for word, _ in terms(text)]
    assert len(words) == sum(line.startswith("-") for line in text.splitlines())
    assert words == sorted(set(words), key=str.casefold)
    assert [word for word, meaning in terms(text) if not meaning.endswith(".")] == []


def test_the_example_of_a_page_uses_what_there_is() -> None:
    example = ast.parse(textwrap.dedent(re.search(r"(?s)```python\n(.*?)```", read(README))[1]))
    imported = {a.name for node in example.body if isinstance(node, ast.ImportFrom) for a in node.names}
    called = {
        n.attr for n in ast.walk(example) if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "show"
    }
    assert "show" in imported
    assert [name for name in sorted(imported) if not hasattr(figures, name)] == []
    assert [name for name in sorted(called) if not hasattr(show, name)] == []


# ------------------------------------------------------------------ nothing of one machine


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_every_address_is_of_a_known_host(document: Path) -> None:
    hosts = set(re.findall(r"https?://([^/:\s)`<>\"]+)", read(document)))
    assert hosts <= HOSTS


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_no_path_of_one_machine_is_in_it(document: Path) -> None:
    absolute = re.findall(r"(?<![\w.>:/])/[a-z]+/[\w./-]+|[A-Z]:\\\w+|~/\w+|\\Users\\", read(document))
    assert absolute == []


@pytest.mark.parametrize("document", by_name(DOCUMENTS))
def test_no_word_is_about_who_typed_it(document: Path) -> None:
    words = r"(?i)\b(?:agent|assistent|chatbot|taalmodel|prompt|sessie|session|issue \d|pull request)\w*"
    assert re.findall(words, read(document)) == []
