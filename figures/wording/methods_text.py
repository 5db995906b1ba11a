"""The statistical methods in plain Dutch, from docs/methoden.md: one source for the page and for who reads the project."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

METHODS = Path(__file__).parents[2] / "docs" / "methoden.md"
PARTS = ("Waarvoor", "Formule", "Voorbeeld", "Fouten", "Bron")


@dataclass(frozen=True)
class Method:
    """One method: its title, the name of its place on the page, and its parts by name, in the order of PARTS."""

    title: str
    anchor: str
    parts: dict[str, str]


def methods() -> tuple[Method, ...]:
    """Every method, in the order of the document."""
    return tuple(map(_method, _sections()[1:]))


def introduction() -> str:
    """What the document says before the first method."""
    return _one_line(_sections()[0].split("\n", 1)[1])


def _sections() -> list[str]:
    return re.split(r"(?m)^## ", METHODS.read_text(encoding="utf-8"))


def _method(section: str) -> Method:
    title, body = section.split("\n", 1)
    parts = {name: _one_line(said) for name, said in re.findall(r"(?ms)^\*\*(\w+)\.\*\* (.*?)(?=^\*\*|\Z)", body)}
    return Method(title, anchor_of(title), parts)


def _one_line(said: str) -> str:
    return " ".join(said.split())


def anchor_of(title: str) -> str:
    """The place on the page: the title in small letters and digits, without what stands between brackets."""
    bare = re.sub(r"\(.*?\)", "", title).casefold()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")
