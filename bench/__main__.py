"""`python -m bench`: measure the build, the pages, the exports and the browser; print a table and keep every run.

`python -m bench laden [N ...]` measures a large delivery; it takes minutes and gigabytes, so it only runs when asked.
"""

from __future__ import annotations

import sys

from bench import build, export, load, pages, reader
from bench.measurement import Measurement, machine, table, write
from tests.browser.server import ROOT

PARTS = {
    "bouw": build.measurements,
    "paginas": pages.measurements,
    "export": export.measurements,
    "browser": reader.measurements,
}


def main(wanted: list[str]) -> None:
    """Measure the named parts, or all of them but loading."""
    if wanted[:1] == ["laden"]:
        load.main(wanted[1:])
        return
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(
            f"Onbekend onderdeel: {', '.join(sorted(unknown))}. Kies uit {', '.join(PARTS)} of laden, of laat het weg."
        )
    found: list[Measurement] = []
    for part in wanted or PARTS:
        print(f"{part} wordt gemeten.", file=sys.stderr)
        found += PARTS[part]()
    print(f"{table(found)}\n\nGemeten op {machine()}.")
    print(f"Elke meting apart: {write(found, ROOT / 'bench' / 'uitvoer').relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
