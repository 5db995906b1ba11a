"""Who may import whom, read from the syntax tree: app, pages -> figures -> queries -> [warehouse] <- etl <- data/raw."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
OURS = {"app", "bench", "demo", "etl", "figures", "notes", "pages", "queries", "serve", "tests"}
# Which of our own packages each part of the house may use.
MAY_USE = {
    "app.py": {"figures"},
    "pages": {"figures"},
    "pages/beheer": {"figures", "etl"},
    "pages/dialoog": {"figures", "notes"},
    "figures": {"figures", "queries", "notes"},
    # What people write stands apart from every build: it uses nothing of the rest.
    "notes": {"notes"},
    "queries": {"queries"},
    "etl": {"etl"},
    # The default build makes the demo first; only the command does, the loading never knows where a file comes from.
    "etl/__main__.py": {"etl", "demo"},
    "demo": {"demo"},
}
# The floors of figures, from the ground up: each may use the floors below it and what stands on its own floor.
FLOORS = (
    ("text", "job", "methods"),
    ("disclosure", "meaning", "accounting", "derived", "explanations", "figure", "guard"),
    ("wording", "drawing"),
    ("measures", "topics"),
    ("catalogue", "address", "sentences", "exhibit"),
    ("files", "finding_back"),
    ("dialoog", "figurenboek"),
    ("show", "__main__"),
)
ONLY = {
    "duckdb": {"queries/__init__.py", "etl/load.py"},
    "sqlite3": {"notes/store.py"},
    "streamlit": {"app.py", "pages/", "figures/show.py", "serve.py", "bench/"},
}
NEVER = {
    "pandas": ("figures/", "queries/", "pages/", "app.py"),
    "requests": ("",),
    "urllib.request": ("",),
}
SQL = re.compile(
    r"\b(select|insert into|delete from|where|group by|order by|inner join|left join|union all)\b", re.IGNORECASE
)


def sources() -> list[str]:
    """Every Python file of the product, by path; tests are no part of it."""
    folders = ("pages", "figures", "queries", "notes", "etl", "demo", "bench")
    found = [p for folder in folders for p in (ROOT / folder).rglob("*.py")]
    return sorted(p.relative_to(ROOT).as_posix() for p in [*found, ROOT / "app.py", ROOT / "serve.py"])


def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module named in an import, also inside functions and in calls that import by name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _name(node.func) in ("import_module", "__import__") and node.args:
            named = node.args[0]
            yield named.value if isinstance(named, ast.Constant) else ""


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def packages(tree: ast.Module) -> set[str]:
    return {name.split(".")[0] for name in imported(tree)}


def rule_for(path: str) -> set[str] | None:
    """The rule of the file itself, else of the innermost folder that has one."""
    for place in (path, *(parent.as_posix() for parent in Path(path).parents)):
        if place in MAY_USE:
            return MAY_USE[place]
    return None


def relative_imports(tree: ast.Module) -> list[int]:
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level]


def composed_sql(tree: ast.Module) -> list[int]:
    """Lines where SQL is put together from parts: an f-string, +, % or format."""
    found = []
    for node in ast.walk(tree):
        joined = isinstance(node, ast.JoinedStr) and any(isinstance(v, ast.FormattedValue) for v in node.values)
        added = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod))
        formatted = isinstance(node, ast.Call) and _name(node.func) in ("format", "replace")
        if (joined or added or formatted) and any(SQL.search(text) for text in texts(node)):
            found.append(node.lineno)
    return found


def texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def sql_in_strings(tree: ast.Module) -> list[int]:
    """Lines with a whole question in a Python string."""
    whole = re.compile(r"\bselect\b.+\bfrom\b", re.IGNORECASE | re.DOTALL)
    return [
        n.lineno
        for n in ast.walk(tree)
        if isinstance(n, ast.Constant) and isinstance(n.value, str) and whole.search(n.value)
    ]


# ------------------------------------------------------------------ the house as it stands


def test_every_part_of_the_house_is_looked_at() -> None:
    assert {
        "app.py",
        "queries/__init__.py",
        "etl/load.py",
        "figures/show.py",
        "figures/figure.py",
        "notes/store.py",
    } <= set(sources())
    assert len([p for p in sources() if p.startswith("pages/")]) >= 7
    assert {p for p in sources() if rule_for(p) is None} == {
        p for p in sources() if p == "serve.py" or p.startswith("bench/")
    }


@pytest.mark.parametrize("path", sources())
def test_imports_run_one_way(path: str) -> None:
    allowed = rule_for(path)
    if allowed is not None:
        assert packages(tree_of(path)) & OURS <= allowed


def floor(name: str) -> int:
    """On which floor a module or folder of figures stands; raises StopIteration for one without a floor."""
    return next(number for number, rooms in enumerate(FLOORS) if name in rooms)


def rooms_used(tree: ast.Module) -> set[str]:
    """The modules and folders of figures that are imported, by their first name."""
    return {name.split(".")[1] for name in imported(tree) if name.startswith("figures.")} & set(sum(FLOORS, ()))


def test_every_part_of_figures_has_a_floor() -> None:
    standing = {Path(p).parts[1].removesuffix(".py") for p in sources() if p.startswith("figures/")}
    assert standing - {"__init__"} == set(sum(FLOORS, ()))


@pytest.mark.parametrize("path", [p for p in sources() if p.startswith("figures/") and p != "figures/__init__.py"])
def test_figures_uses_only_what_stands_below(path: str) -> None:
    own = floor(Path(path).parts[1].removesuffix(".py"))
    assert {room for room in rooms_used(tree_of(path)) if floor(room) > own} == set()


@pytest.mark.parametrize("path", sources())
def test_only_the_doors_import_duckdb_and_only_pages_streamlit(path: str) -> None:
    for library, places in ONLY.items():
        if library in packages(tree_of(path)):
            assert any(path == place or (place.endswith("/") and path.startswith(place)) for place in places), library


@pytest.mark.parametrize("path", sources())
def test_what_is_never_imported(path: str) -> None:
    if not path.startswith("bench/"):
        names = set(imported(tree_of(path)))
        assert not [library for library, places in NEVER.items() if library in names and path.startswith(places)]


@pytest.mark.parametrize("path", [p for p in sources() if p.startswith(("queries/", "figures/", "pages/", "app.py"))])
def test_the_reading_side_composes_no_sql(path: str) -> None:
    tree = tree_of(path)
    assert composed_sql(tree) == []
    assert sql_in_strings(tree) == []


@pytest.mark.parametrize("path", sources())
def test_no_relative_imports(path: str) -> None:
    """An import says from which part of the house it comes."""
    assert relative_imports(tree_of(path)) == []


@pytest.mark.parametrize("path", [p for p in sources() if p.startswith("pages/")])
def test_a_page_computes_nothing(path: str) -> None:
    """No number reaches a reader without passing `figure()`."""
    assert not packages(tree_of(path)) & {"polars", "numpy", "duckdb", "statistics", "geopandas"}


def test_no_file_named_after_nothing() -> None:
    assert not [p for p in sources() if Path(p).stem in ("utils", "helpers", "common", "misc") or p.endswith("_v2.py")]


# ------------------------------------------------------------------ the rules themselves can fail


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("import duckdb", {"duckdb"}),
        ("def f():\n    from etl import build", {"etl"}),
        ("import importlib\nimportlib.import_module('queries')", {"importlib", "queries"}),
        ("__import__('streamlit')", {"streamlit"}),
        ("import polars as pl, etl.load", {"polars", "etl"}),
    ],
)
def test_an_import_is_found_wherever_it_hides(code: str, names: set[str]) -> None:
    assert packages(ast.parse(code)) == names


def test_a_room_above_is_found() -> None:
    used = rooms_used(ast.parse("from figures import text\nfrom figures.files.paper import size\nimport figures.show"))
    assert {name: floor(name) for name in used} == {"text": 0, "files": 5, "show": 7}


@pytest.mark.parametrize(
    "code",
    [
        "ask(f'select * from x where a = {value}')",
        "ask('select * from x where a = ' + value)",
        "ask('select a from x where b = %s' % value)",
        "ask('select a from x where b = {}'.format(value))",
        "ask('select a from x'.replace('x', value))",
    ],
)
def test_composed_sql_is_found(code: str) -> None:
    assert composed_sql(ast.parse(code)) == [1]


def test_plain_words_are_no_sql() -> None:
    assert composed_sql(ast.parse("print(f'kies {naam} uit de lijst')")) == []
    assert sql_in_strings(ast.parse("x = 'select a from b'")) == [1]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("pages/beheer/leveringen.py", {"figures", "etl"}),
        ("pages/cijfers/kaart.py", {"figures"}),
        ("pages/dialoog/regiodialoog.py", {"figures", "notes"}),
        ("etl/__main__.py", {"etl", "demo"}),
        ("etl/build.py", {"etl"}),
    ],
)
def test_the_rule_of_a_place(path: str, allowed: set[str]) -> None:
    assert rule_for(path) == allowed
