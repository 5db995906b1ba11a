"""`python -m bench`: measure the build, the pages and the browser; print a table and keep every run."""

from __future__ import annotations

import sys

from bench import build, pages, reader
from bench.measurement import Measurement, machine, table, write
from tests.browser.server import ROOT

PARTS = {"bouw": build.measurements, "paginas": pages.measurements, "browser": reader.measurements}


def main(wanted: list[str]) -> None:
    """Measure the named parts, or all of them."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(f"Onbekend onderdeel: {', '.join(sorted(unknown))}. Kies uit {', '.join(PARTS)}, of laat het weg.")
    found: list[Measurement] = []
    for part in wanted or PARTS:
        print(f"{part} wordt gemeten.", file=sys.stderr)
        found += PARTS[part]()
    print(f"{table(found)}\n\nGemeten op {machine()}.")
    print(f"Elke meting apart: {write(found, ROOT / 'bench' / 'uitvoer').relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
