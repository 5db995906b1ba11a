"""A fresh machine gets exactly what the code imports: every version pinned, every file known by its hash."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OURS = ("app.py", "serve.py", "pages", "figures", "queries", "etl", "demo")
FOR_DEVELOPERS = ("tests", "bench")


def names(requirements: str) -> set[str]:
    """Normalised package names of a .in file."""
    lines = (ROOT / requirements).read_text(encoding="utf-8").splitlines()
    return {normal(match[0]) for line in lines if (match := re.match(r"[A-Za-z0-9_.-]+", line)) and line[0] != "-"}


def pins(requirements: str) -> set[tuple[str, str]]:
    """(package, version) for every `package==version` of a compiled file, one for each Python it differs by."""
    text = (ROOT / requirements).read_text(encoding="utf-8")
    return {(normal(name), version) for name, version in re.findall(r"(?m)^([\w.-]+)==([\w.+-]+)", text)}


def normal(name: str) -> str:
    """A package name as registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(places: Iterable[str]) -> set[str]:
    """Names of the packages of others that the code in these places imports."""
    roots = (ROOT / place for place in places)
    files = [file for root in roots for file in ([root] if root.suffix == ".py" else root.rglob("*.py"))]
    modules = {module for file in files for module in top_modules(ast.parse(file.read_text(encoding="utf-8")))}
    owners = packages_distributions()
    foreign = modules - sys.stdlib_module_names - {path.stem for path in ROOT.iterdir()}
    return {normal(owners[module][0]) if module in owners else module for module in foreign}


def top_modules(tree: ast.AST) -> Iterable[str]:
    """First part of every absolutely imported module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_direct_requirement_is_pinned(name: str) -> None:
    assert names(f"{name}.in") <= {package for package, _ in pins(f"{name}.txt")}


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_line_is_an_exact_version_with_a_hash(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"(?m)^(?=[\w.-])", re.sub(r"(?m)^\s*#.*\n", "", text))
    without = [entry.splitlines()[0] for entry in entries if entry and not re.search(r"==[^*\s]+.*\n\s+--hash=", entry)]
    assert without == []


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_no_address_of_a_registry_is_in_it(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"\S*://\S*|--(?:extra-)?index-url.*|--find-links.*", text) == []


def test_tests_run_on_the_versions_that_readers_get() -> None:
    assert pins("requirements.txt") <= pins("requirements-dev.txt")


def test_what_the_monitor_imports_is_a_direct_requirement() -> None:
    assert imported(OURS) <= names("requirements.in")


def test_what_tests_and_bench_import_is_a_direct_requirement() -> None:
    assert imported(FOR_DEVELOPERS) <= names("requirements.in") | names("requirements-dev.in")


def test_every_direct_requirement_is_explained() -> None:
    text = (ROOT / "docs" / "afhankelijkheden.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"(?m)^\| `([a-z0-9-]+)`", text))
    assert explained == names("requirements.in") | names("requirements-dev.in")
