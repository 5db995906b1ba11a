"""The refusal of a whole file, in one Dutch sentence that says what is wrong and what to do next."""

from __future__ import annotations

from pathlib import Path

FORMATS = ".csv, .tsv, .csv.gz, .xlsx, .parquet"
AGAIN = "download of verstuur het bestand opnieuw"
SAVE_AGAIN = f"bewaar het bestand opnieuw in een van de aanvaarde formaten ({FORMATS})"


class FileRefusedError(ValueError):
    """A whole file that is not loaded; `code` is the rule (B01 to B06), the message one Dutch sentence."""

    def __init__(self, code: str, path: Path, what: str, then: str) -> None:
        super().__init__(f"{path.name}: {what}; {then}.")
        self.code = code


def empty(path: Path) -> FileRefusedError:
    """B01: there is nothing in it."""
    return FileRefusedError(
        "B01", path, "het bestand is leeg of heeft geen rijen met gegevens", "vraag de afzender een nieuwe export"
    )


def damaged(path: Path, what: str = "het bestand is afgekapt of beschadigd") -> FileRefusedError:
    """B02: it cannot be read to the end."""
    return FileRefusedError("B02", path, what, AGAIN)


def disguised(path: Path, what: str = "de inhoud is niet wat de extensie zegt") -> FileRefusedError:
    """B03: it is not what it says it is."""
    return FileRefusedError("B03", path, what, SAVE_AGAIN)
