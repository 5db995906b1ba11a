"""Read the sidecar of a raw file: the small YAML beside it that says where the file came from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path

import yaml

STATUSES = ("officieel", "voorlopig", "nader voorlopig", "definitief", "demo")


class SidecarError(ValueError):
    """A sidecar that cannot be used; the message is one Dutch sentence with every problem of the file."""


@dataclass(frozen=True)
class Sidecar:
    """What a file says of itself: title, source, status, licence, and what a reader must know of it.

    `rijen` is the expected number of data rows; `peildatum` the day on which the registrations were taken from
    the source; `periode_van` and `periode_tot` the first and last day the rows are about.
    """

    titel: str
    bron: str
    status: str
    licentie: str
    document: str | None = None
    datum: date | None = None
    ontvangen_op: date | None = None
    toelichting: str | None = None
    rijen: int | None = None
    kanttekeningen: tuple[str, ...] = ()
    peildatum: date | None = None
    periode_van: date | None = None
    periode_tot: date | None = None


DATES = frozenset({"datum", "ontvangen_op", "peildatum", "periode_van", "periode_tot"})
KEYS = tuple(field.name for field in fields(Sidecar))
REQUIRED = tuple(field.name for field in fields(Sidecar) if field.default is MISSING)


def sidecar_path(data_file: Path) -> Path:
    """The sidecar that belongs to a data file: `names.csv` -> `names.yml`, `x.csv.gz` -> `x.yml`."""
    stem = data_file.name.removesuffix(".gz")
    return data_file.with_name(stem).with_suffix(".yml")


def read_sidecar(path: Path) -> Sidecar:
    """The sidecar at `path`; raises SidecarError when it is missing, unreadable or breaks a rule."""
    content = _mapping(path)
    problems = list(_problems(content))
    if problems:
        raise SidecarError(f"{path.name}: {'; '.join(problems)}. Verbeter dit bestand.")
    known = {key: value for key, value in content.items() if value is not None}
    known["kanttekeningen"] = tuple(known.get("kanttekeningen", ()))
    return Sidecar(**known)


def _mapping(path: Path) -> dict[str, object]:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise SidecarError(f"{path.name}: dit bestand ontbreekt. Maak het met minstens {_listed(REQUIRED)}.") from None
    except OSError:
        raise SidecarError(
            f"{path.name}: dit bestand is niet te openen. Kijk of het een gewoon, leesbaar bestand is."
        ) from None
    except UnicodeDecodeError:
        raise SidecarError(f"{path.name}: dit bestand is geen UTF-8. Bewaar het opnieuw als UTF-8.") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise SidecarError(
            f"{path.name}{_line(error)}: dit is geen geldige YAML. Kijk naar de inspringing en de aanhalingstekens."
        ) from None
    except (ValueError, LookupError, AttributeError, TypeError):
        # The YAML reader turns dates and numbers into values itself, and gives no line when that fails.
        raise SidecarError(
            f"{path.name}: een datum of getal bestaat niet. Schrijf datums als jjjj-mm-dd en kijk of de dag bestaat."
        ) from None
    if not isinstance(content, dict):
        raise SidecarError(
            f"{path.name}: dit bestand heeft geen regels van de vorm 'sleutel: waarde'. Begin met titel en bron."
        )
    return content


def _line(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f", regel {mark.line + 1}" if mark else ""


def _problems(content: dict[str, object]) -> Iterator[str]:
    for key in content:
        if key not in KEYS:
            yield f"onbekende sleutel '{key}'{_nearest(key, KEYS)}"
    for key in REQUIRED:
        if content.get(key) is None:
            yield f"de sleutel '{key}' ontbreekt"
    for key in KEYS:
        if content.get(key) is not None and (wanted := _wrong_type(key, content[key])):
            yield f"'{key}' moet {wanted} zijn"
    status = content.get("status")
    if isinstance(status, str) and status.strip() and status not in STATUSES:
        yield f"onbekende status '{status}'{_nearest(status, STATUSES)}, mogelijk zijn {_listed(STATUSES)}"


def _wrong_type(key: str, value: object) -> str | None:
    """What the value should have been, or None when it is right."""
    wanted, is_right = _type_of(key)
    return None if is_right(value) else wanted


def _type_of(key: str) -> tuple[str, Callable[[object], bool]]:
    if key in DATES:
        return "een datum (jjjj-mm-dd)", _is_day
    if key == "rijen":
        return "een geheel getal vanaf 0", _is_count
    if key == "kanttekeningen":
        return "een lijst van teksten", _is_text_list
    return "een tekst", _is_text


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_text_list(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _nearest(word: object, known: tuple[str, ...]) -> str:
    close = get_close_matches(str(word), known, n=1)
    return f" (bedoelt u '{close[0]}'?)" if close else ""


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(words[:-1]) + " en " + words[-1]
