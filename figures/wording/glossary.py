"""The words of the monitor: definitions from the heads of the queries, and the glossary from GLOSSARY.md."""

from __future__ import annotations

from pathlib import Path

from figures.wording.tables import Table
from queries import Question, questions

GLOSSARY = Path(__file__).parents[2] / "GLOSSARY.md"


def measures() -> list[Question]:
    """The questions that are a measure, by title."""
    return sorted((q for q in questions().values() if q.maten), key=lambda q: q.titel.casefold())


def glossary_table() -> Table:
    """The terms of GLOSSARY.md, in its order."""
    return Table("Woordenlijst", ("Woord", "Betekenis"), tuple(terms(GLOSSARY.read_text(encoding="utf-8"))))


def terms(text: str) -> list[tuple[str, str]]:
    """The pairs of a list in the form `- **woord**: betekenis`."""
    items = [line[4:] for line in text.splitlines() if line.startswith("- **")]
    return [(word, meaning.strip()) for word, meaning in (item.split("**:", 1) for item in items)]
