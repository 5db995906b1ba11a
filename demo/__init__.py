"""Synthetic registrations in the format of a BINC export, with a known truth; all of it is invented.

    python -m demo --uit data/demo [--zaad 2022] [--dossiers N]

Imports neither `etl` nor `queries`: the truth is what the generator knows, so that reading can be tested on it.
"""

from demo.areas import DemoError
from demo.generation import generate, is_current

__all__ = ["DemoError", "generate", "is_current"]
