"""What every PDF that Typst sets has in common: the standard it follows and the fonts it may use."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import typst
from matplotlib import get_data_path

STANDARD = "ua-1"  # PDF/UA-1: tagged, so that it can be read aloud


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Only the fonts that come with the packages: every machine sets the same pages."""
    own = Path(get_data_path()) / "fonts" / "ttf"  # DejaVu Sans, in which the pictures are drawn and measured too
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[own])
