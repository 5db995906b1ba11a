"""An address is a view written down: it restores the same figure exactly, on any machine with the same data."""

from __future__ import annotations

import os
import re
from datetime import date
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from figures.catalogue import UnknownFigure, View, entry, view
from figures.figure import EVENTS, GRAINS, LIMITS, Choice, area_names
from figures.text import AREAS
from figures.topics.intake import CHARACTERISTICS
from figures.topics.quality import DATES, FIELDS
from queries import ask, current_version

PAGE = "/terugvinden"
BASE_VARIABLE = "MONITOR_ADRES"
# Words of their own, so that they do not meddle with the shared filters of the frame (gebied, van, tot, per).
_WORDS = {
    "van": "begin", "tot": "einde", "per": "stap", "gebieden": "enkel", "eindgebeurtenis": "gebeurtenis", "termijn": "termijn",
    "veld": "veld", "regel": "regel", "procent": "deel", "een": "een", "ander": "ander", "maanden": "maanden",
    "kenmerk": "kenmerk",
}  # fmt: skip
_STAMP = re.compile(r"[0-9a-f]{12}-[0-9a-f]{8}")


class AddressError(ValueError):
    """An address that leads to no figure; the message is one Dutch sentence."""


def to_address(shown: View, stamp: str = "") -> str:
    """`/terugvinden?figuur=…`, with the stamp when the reader should be told what changed since.

    The machine is left out unless MONITOR_ADRES says where the monitor is reached.
    """
    said = {"figuur": shown.name, "vorm": shown.form}
    for field in entry(shown.name).takes:
        value = getattr(shown.choice, field)
        if value not in (None, ()):
            said[_WORDS[field]] = ",".join(value) if isinstance(value, tuple) else str(value)
    said |= {"kleur": ",".join(shown.areas)} if shown.areas else {}
    said |= {"stempel": stamp} if stamp else {}
    return f"{os.environ.get(BASE_VARIABLE, '').rstrip('/')}{PAGE}?{urlencode(said, safe=',', quote_via=quote)}"


def read_address(address: str) -> tuple[View, str | None]:
    """The view and the stamp in an address: a whole one, only its path and query, or only its query. Raises AddressError."""
    said = _said(address)
    if "figuur" not in said:
        raise AddressError("In dit adres staat geen figuur. Kopieer het hele adres dat onder de figuur staat.")
    try:
        taken = entry(said["figuur"]).takes
        fields = {field: _READ[field](said[word]) for field, word in _WORDS.items() if field in taken and word in said}
        areas = _areas(said["kleur"]) if "kleur" in said else ()
        found = view(said["figuur"], said.get("vorm", ""), Choice(**fields), areas)
    except UnknownFigure as error:
        raise AddressError(str(error)) from None
    stamp = said.get("stempel")
    if stamp is not None and not _STAMP.fullmatch(stamp):
        raise AddressError(f"De stempel in dit adres klopt niet: {_short(stamp)}. Kopieer het hele adres opnieuw.")
    return found, stamp


def is_stamp(said: str) -> bool:
    """Whether a text is a stamp: a data version and a short hash."""
    return bool(_STAMP.fullmatch(said.strip()))


def _said(address: str) -> dict[str, str]:
    try:
        query = urlsplit(address.strip()).query or address.strip().lstrip("?")
    except ValueError:  # half an address of a machine, such as http://[x
        raise AddressError("Dit is geen adres. Kopieer het hele adres dat onder de figuur staat.") from None
    return {key: values[-1] for key, values in parse_qs(query).items()}


def _short(said: str) -> str:
    return f"‘{said[:40]}…’" if len(said) > 40 else f"‘{said}’"


def _date(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        raise AddressError(f"{_short(said)} in dit adres is geen datum. Kopieer het hele adres opnieuw.") from None


def _one_of(*known: str):
    def read(said: str) -> str:
        if said not in known:
            raise AddressError(f"{_short(said)} in dit adres is niet bekend. Kies uit: {', '.join(known)}.")
        return said

    return read


def _areas(said: str) -> tuple[str, ...]:
    """Ids of areas, in the order of their names."""
    known = [area for area in area_names(current_version()) if area not in AREAS]
    wanted = [word for word in said.split(",") if word]
    unknown = [word for word in wanted if word not in known]
    if unknown:
        raise AddressError(
            f"{_short(unknown[0])} in dit adres is geen samenwerkingsverband. Kies uit: {', '.join(known)}."
        )
    return tuple(area for area in known if area in wanted)


def _rule(said: str) -> str:
    return _one_of("alle", *ask("kwaliteit_regels")["code"])(said)


_READ = {
    "van": _date, "tot": _date, "een": _date, "ander": _date, "per": _one_of(*GRAINS), "gebieden": _areas,
    "eindgebeurtenis": _one_of(*EVENTS), "termijn": _one_of(*LIMITS), "veld": _one_of(*dict.fromkeys([*FIELDS, *DATES])),
    "regel": _rule, "procent": lambda said: int(_one_of("50", "90")(said)),
    "maanden": lambda said: int(_one_of("6", "12")(said)),
    "kenmerk": _one_of(*CHARACTERISTICS),
}  # fmt: skip
