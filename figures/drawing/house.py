"""The house style of what is written: colours, fonts, logo and widths, kept as data in data/huisstijl.yml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]
STYLE_FILE = ROOT / "data" / "huisstijl.yml"
WIDTHS = ("blad", "hoogte", "marge_zij", "marge_boven", "marge_onder")
COLOURS = ("tekst", "blauw", "donkerblauw", "rood", "bruin", "groen", "grijs", "lichtgrijs", "bleek", "geel")
MAKER = "1G1P-monitor"  # who a file says it is from
READABLE = 4.5  # contrast of text, WCAG 2.2 AA


class HouseError(ValueError):
    """The house style cannot be used; the message is one Dutch sentence."""


@dataclass(frozen=True)
class House:
    """Colours as #rrggbb by name; fonts; the bytes of a PNG logo or None; widths in millimetres by name."""

    colours: dict[str, str]
    on_white: tuple[str, ...]
    screen_fonts: tuple[str, ...]
    word_font: str
    logo: bytes | None
    widths: dict[str, float]


def house() -> House:
    """The house style of this monitor. Raises HouseError."""
    return _read(STYLE_FILE, STYLE_FILE.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> House:
    return read_house(path.read_text(encoding="utf-8"), path.name)


def read_house(said: str, name: str) -> House:
    """The house style in a text; `name` is what an error calls the file. Raises HouseError."""
    try:
        found = yaml.safe_load(said)
        colours = {key: str(found["kleuren"][key]) for key in COLOURS}
        widths = {key: float(found["breedten"][key]) for key in WIDTHS}
        fonts, readable = found["letters"], tuple(found["op_wit"])
        made = House(colours, readable, tuple(fonts["scherm"]), str(fonts["word"]), _logo(found["logo"], name), widths)
    except KeyError as error:
        raise HouseError(f"In {name} ontbreekt {error.args[0]}. Vul het aan.") from None
    except (yaml.YAMLError, TypeError, ValueError) as error:
        if isinstance(error, HouseError):
            raise
        raise HouseError(f"{name} is niet te lezen als huisstijl. Vergelijk met data/huisstijl.yml.") from None
    _require_colours(made, name)
    return made


def _logo(said: object, name: str) -> bytes | None:
    if not said:
        return None
    try:
        return (ROOT / str(said)).read_bytes()
    except OSError:
        raise HouseError(f"Het logo in {name} is niet te vinden: {said}. Verbeter het pad of laat het leeg.") from None


def _require_colours(found: House, name: str) -> None:
    for key, colour in found.colours.items():
        if not re.fullmatch(r"#[0-9a-f]{6}", colour):
            raise HouseError(f"De kleur {key} in {name} is geen #rrggbb in kleine letters.")
    for key in found.on_white:
        if key not in found.colours:
            raise HouseError(f"De kleur {key} onder op_wit in {name} is niet bekend.")
        if contrast(found.colours[key], "#ffffff") < READABLE:
            raise HouseError(f"De kleur {key} in {name} is te licht voor tekst op wit. Neem een donkerdere.")


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
