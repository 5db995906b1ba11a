"""Only figures/guard.py computes a change or sets areas against each other; read from the syntax tree and from the SQL.

A subtraction or a division of values, a function that does so, or a sentence made by code about a change is found wherever
it stands in what a reader meets. What is allowed is named below, each with its reason; a name without a hit is a mistake.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from queries import questions

ROOT = Path(__file__).parents[1]
DOOR = "figures/guard.py"

# Columns and names that hold what a figure says; whatever is made from them in a function holds it too.
COLUMNS = {
    "waarde", "waarde_2", "teller", "noemer", "mediaan", "laagste", "hoogste", "vlaanderen", "voor", "na", "andere_voor",
    "andere_na", "per_maand_voor", "per_maand_na", "verschil", "procent", "binnen", "later", "rondom",
}  # fmt: skip
NAMES = {"value", "values", "waarde", "waarden"}
COMPUTING = {
    "pct_change",
    "diff",
    "shift",
    "ewm_mean",
    "subtract",
    "divide",
    "true_divide",
    "floor_divide",
    "truediv",
    "rank",
}
# Parts of the queries that look from one period to another.
OTHER_PERIODS = re.compile(r"\b(?:lag|lead|first_value|last_value|nth_value)\s*\(|\brows between\b", re.I)
# Methods that set areas or periods against each other: who uses them leaves out what the guard refuses.
SETTING_AGAINST = {"funnel", "peers", "spc"}
OPERATORS = (ast.Sub, ast.Div, ast.FloorDiv)
CHANGE = re.compile(
    r"\b(verschil(?!lende)|groei|gegroeid|evolutie|stijg|gestegen|toename|toegenomen|daling|daalt|gedaald|afname|afgenomen)\w*",
    re.I,
)

FOLDERS = {
    "figures/drawing/spark.py": "places in a small picture: where a mark stands",
    "figures/files/paper/": "places on a sheet: where a mark, a line or a word stands",
    "figures/methods/": "methods of statistics on bare arrays; who uses them asks the guard first, see below",
}
ALLOWED = {
    ("figures/topics/control.py", "season"): "a month as a share of its own year, to draw limits; no change is given",
    ("figures/derived/equal_ages.py", "standardised"): "a rate: teller by noemer of one area and period",
    (
        "figures/topics/expected.py",
        "_expected",
    ): "what is expected of a month beside what was reported of that same month",
    ("figures/drawing/maps.py", "class_bounds"): "the width of the classes of the legend",
    ("figures/drawing/maps.py", "_short"): "a value in thousands, to fit in an area of the map",
    ("figures/topics/peers_of_areas.py", "_ring"): "the surface of an area, from its outline",
    (
        "figures/topics/quality.py",
        "_distance",
    ): "the rule of lager and hoger, on the rows that guard.comparable_rows leaves",
    (
        "figures/topics/quality.py",
        "largest_shift",
    ): "the rule of a level shift, on the months and areas that the guard leaves",
    ("figures/derived/waiting.py", "_next_day"): "the next step of a curve of waiting days",
    ("figures/drawing/streams.py", "_rows"): "places in a picture: how high a flow is drawn",
    ("figures/derived/waiting.py", "_counts"): "the open and the unknown part of one area and period",
}
SENTENCES = {
    "figures/figurenboek/bookchanges.py": "names the list of numbers that are not the same in an earlier book; computes nothing",
    "figures/topics/comparing.py": "words the outcome of the guard",
    "figures/topics/funnels.py": "says what chance does; compares no two areas",
    "figures/topics/peers_of_areas.py": "says in what areas resemble each other: inhabitants and size, no registrations",
}
NOT_ASKING = {
    "figures/topics/peers_of_areas.py": "sets inhabitants and size beside each other, which no break or caveat touches"
}
HEADS = {
    "budget_2017": "says that a difference with 2021 is no growth",
    "budget_per_onder25": "says that areas were meant to differ",
    "kwaliteit_niveausprong": "the index of a level shift: figures/topics/quality.py asks the guard from which day",
}
WINDOWS = {
    "kwaliteit_niveausprong": "the months before and after: figures/topics/quality.py asks the guard from which day",
    "kwaliteit_nulmaanden": "the usual month around an empty one: no change is given",
}


def sources() -> list[str]:
    """Every Python file that can bring a number to a reader."""
    found = [*(ROOT / "figures").rglob("*.py"), *(ROOT / "pages").rglob("*.py"), ROOT / "app.py"]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


def functions(tree: ast.Module) -> Iterator[tuple[str, list[ast.AST]]]:
    """The nodes of every function (with the functions inside it) by name, and those outside all functions."""
    tops = [node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    inside = {id(node) for top in tops for node in ast.walk(top)}
    yield from ((top.name, list(ast.walk(top))) for top in tops)
    yield "", [node for node in ast.walk(tree) if id(node) not in inside]


def bindings(nodes: list[ast.AST]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """What gets a name, beside what it is made from."""
    for node in nodes:
        if isinstance(node, ast.Assign):
            yield from ((target, node.value) for target in node.targets)
        elif isinstance(node, (ast.AnnAssign, ast.AugAssign, ast.NamedExpr)) and node.value:
            yield node.target, node.value
        elif isinstance(node, (ast.For, ast.comprehension)):
            yield node.target, node.iter


def is_value(node: ast.expr, known: set[str]) -> bool:
    """Whether an expression holds a value of a figure: by a name, an attribute or the name of a column."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in known:
            return True
        if isinstance(part, ast.Attribute) and part.attr in NAMES:
            return True
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value in COLUMNS:
            return True
    return False


def names_of_values(nodes: list[ast.AST]) -> set[str]:
    """The names in a function that hold values, followed through every assignment and loop."""
    known, pairs = set(NAMES), list(bindings(nodes))
    while True:
        more = {
            n.id for target, made in pairs if is_value(made, known) for n in ast.walk(target) if isinstance(n, ast.Name)
        }
        if more <= known:
            return known
        known |= more


def computed(tree: ast.Module) -> list[tuple[str, str]]:
    """Function and expression of everything that subtracts or divides values, or calls what does."""
    found = []
    for name, nodes in functions(tree):
        known = names_of_values(nodes)
        for node in nodes:
            hit = isinstance(node, ast.BinOp) and isinstance(node.op, OPERATORS) and is_value(node, known)
            if hit or (isinstance(node, ast.Call) and _called(node) in COMPUTING):
                found.append((name, ast.unparse(node)))
    return found


def _called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def imported(tree: ast.Module) -> set[str]:
    """Every module and name that is imported, also inside a function, as `figures.guard`."""
    names = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {node.module or "", *(f"{node.module}.{a.name}" for a in node.names)}
    return names


def sentences_of_change(tree: ast.Module) -> list[str]:
    """Texts put together by code that speak of a change."""
    found = []
    for node in ast.walk(tree):
        joined = isinstance(node, ast.JoinedStr) and any(isinstance(v, ast.FormattedValue) for v in node.values)
        added = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod))
        formatted = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format"
        if joined or added or formatted:
            words = [p.value for p in ast.walk(node) if isinstance(p, ast.Constant) and isinstance(p.value, str)]
            found += [ast.unparse(node) for _ in range(any(CHANGE.search(said) for said in words))]
    return found


def tree_of(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), path)


def in_folder(path: str) -> bool:
    return path.startswith(tuple(FOLDERS))


# ------------------------------------------------------------------ the code as it stands


def test_everything_that_shows_numbers_is_looked_at() -> None:
    assert {
        DOOR,
        "figures/topics/comparing.py",
        "figures/topics/quality.py",
        "pages/cijfers/trends.py",
        "app.py",
    } <= set(sources())


@pytest.mark.parametrize("path", [p for p in sources() if p != DOOR and not in_folder(p)])
def test_only_the_guard_computes_a_change(path: str) -> None:
    assert [hit for hit in computed(tree_of(path)) if (path, hit[0]) not in ALLOWED] == []


@pytest.mark.parametrize("path", [p for p in sources() if p != DOOR])
def test_no_code_words_a_change(path: str) -> None:
    if path not in SENTENCES:
        assert sentences_of_change(tree_of(path)) == []


@pytest.mark.parametrize(("path", "function"), ALLOWED)
def test_what_is_allowed_is_still_there(path: str, function: str) -> None:
    assert function in {name for name, _ in computed(tree_of(path))}


def test_the_guard_itself_is_found() -> None:
    """The rule would see the operations of the guard if they stood elsewhere."""
    found = {name for name, _ in computed(tree_of(DOOR))}
    assert {"difference", "percentage", "index", "difference_of_areas", "ratio_of_areas"} <= found


def test_the_methods_of_statistics_know_no_figure() -> None:
    """They cannot fetch a number that the guard has not seen."""
    for path in (p for p in sources() if p.startswith("figures/methods/")):
        ours = {n for n in imported(tree_of(path)) if n.split(".")[0] in ("figures", "queries")}
        assert all(name.startswith("figures.methods") for name in ours), path


def sets_against(tree: ast.Module) -> bool:
    return any(name.startswith(f"figures.methods.{method}") for name in imported(tree) for method in SETTING_AGAINST)


@pytest.mark.parametrize("path", [p for p in sources() if not in_folder(p)])
def test_who_sets_areas_or_periods_against_each_other_asks_the_guard(path: str) -> None:
    tree = tree_of(path)
    asks = any(name.startswith("figures.guard") for name in imported(tree))
    assert not sets_against(tree) or asks == (path not in NOT_ASKING)


@pytest.mark.parametrize("name", sorted(questions()))
def test_no_query_looks_from_one_period_to_another(name: str) -> None:
    sql = (ROOT / "queries" / f"{name}.sql").read_text(encoding="utf-8").split("*/", 1)[1]
    assert bool(OTHER_PERIODS.search(sql)) == (name in WINDOWS)


@pytest.mark.parametrize("name", sorted(questions()))
def test_no_head_speaks_of_a_change(name: str) -> None:
    asked = questions()[name]
    said = " ".join(part or "" for part in (asked.titel, asked.eenheid, asked.definitie, asked.teller, asked.noemer))
    assert bool(CHANGE.search(said)) == (name in HEADS)


# ------------------------------------------------------------------ the rules themselves can fail


@pytest.mark.parametrize(
    "code",
    [
        "def f(d):\n    return d['waarde'] - d['waarde_2']",
        "def f(row):\n    return 100 * row['waarde'] / row['teller']",
        "def f(a, b):\n    return a.value - b.value",
        "def f(d):\n    return d.with_columns((pl.col('waarde') - pl.col('waarde').mean()).alias('x'))",
        "def f(d):\n    old, new = d['waarde']\n    more = new\n    return more - old",
        "def f(values):\n    return [b / a for a, b in zip(values, values[1:])]",
        "def f(values):\n    for v in values:\n        print(v // 2)",
        "def f(d):\n    return d.select(pl.col('x').pct_change())",
        "def f(d):\n    return d['x'].diff()",
        "def f(a):\n    return np.diff(a)",
        "x = lambda row: row['waarde'] - 1",
        "def f(d):\n    if (low := d['waarde'].min()):\n        return d['hoog'] - low",
    ],
)
def test_a_change_is_found_wherever_it_hides(code: str) -> None:
    assert computed(ast.parse(code))


@pytest.mark.parametrize(
    "code",
    [
        "def f(rows):\n    return rows.height - 1",
        "def f(d):\n    return d.filter(pl.col('waarde') > 0).height",
        "def f(start):\n    return start - timedelta(days=1)",
        "def f(path):\n    return path / 'waarde.csv'",
        "def f(value):\n    return 100 * value + 1",
    ],
)
def test_what_is_no_change_is_left_alone(code: str) -> None:
    assert computed(ast.parse(code)) == []


@pytest.mark.parametrize(
    "code",
    [
        "f'De aanmeldingen zijn met {n} gestegen.'",
        "f'Verschil: {n}'",
        "'Een groei van {}'.format(n)",
        "'De evolutie: ' + said",
        "'Een daling van %s' % n",
    ],
)
def test_a_sentence_about_a_change_is_found(code: str) -> None:
    assert sentences_of_change(ast.parse(code))


def test_a_fixed_text_may_explain() -> None:
    assert sentences_of_change(ast.parse("x = 'Een evolutie over die dag heen wordt niet berekend.'")) == []
    assert sentences_of_change(ast.parse("x = f'{n} aanmeldingen in {y}'")) == []


def test_a_method_that_sets_against_is_found_inside_a_function() -> None:
    assert sets_against(ast.parse("def f():\n    from figures.methods.funnel import funnel"))
    assert sets_against(ast.parse("from figures.methods import spc"))
    assert not sets_against(ast.parse("from figures.methods import intervals"))


def test_a_query_over_other_periods_is_found() -> None:
    assert OTHER_PERIODS.search("select waarde - lag(waarde) over (order by maand) from x")
    assert not OTHER_PERIODS.search("select row_number() over (order by maand) from x")
