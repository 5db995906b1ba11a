"""Command line: `python -m demo --uit data/demo [--zaad 2022] [--dossiers N]`, or `--een-csv BESTAND` for the bench."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from demo.areas import DemoError
from demo.bulk import generate_csv
from demo.generation import DOSSIERS, SEED, generate


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns the exit code: 0, or 1 with a Dutch sentence on standard error."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.een_csv:
            generate_csv(asked.een_csv, asked.dossiers or DOSSIERS, asked.zaad, report=print)
        else:
            generate(asked.uit, asked.zaad, asked.dossiers, report=print)
    except DemoError as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m demo", description="Maakt verzonnen registraties van 1G1P.")
    parser.add_argument("--uit", type=Path, default=Path("data/demo"), help="map voor de leveringen en de waarheid")
    parser.add_argument("--zaad", type=int, default=SEED, help="hetzelfde zaad geeft dezelfde bestanden")
    parser.add_argument("--dossiers", type=int, help=f"aantal dossiers (standaard {DOSSIERS})")
    parser.add_argument("--een-csv", type=Path, metavar="BESTAND", help="één groot CSV-bestand voor de bench")
    return parser


if __name__ == "__main__":
    sys.exit(main())
