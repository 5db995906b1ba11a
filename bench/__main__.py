"""`python -m bench`: measure the build, the pages, the exports and the browser; print a table and keep every run.

`python -m bench laden [N ...]` measures a large delivery, `python -m bench vragen [N ...]` the pages on a large warehouse;
they take minutes and gigabytes, so they only run when asked.
"""

from __future__ import annotations

import sys

from bench import build, export, load, pages, questions, reader
from bench.measurement import Measurement, machine, table, write
from tests.browser.server import ROOT

PARTS = {
    "bouw": build.measurements,
    "paginas": pages.measurements,
    "export": export.measurements,
    "browser": reader.measurements,
}
LARGE = {"laden": load.main, "vragen": questions.main}


def main(wanted: list[str]) -> None:
    """Measure the named parts, or all of them but the large ones."""
    if wanted and wanted[0] in LARGE:
        LARGE[wanted[0]](wanted[1:])
        return
    unknown = set(wanted) - set(PARTS)
    if unknown:
        sys.exit(
            f"Onbekend onderdeel: {', '.join(sorted(unknown))}. Kies uit {', '.join([*PARTS, *LARGE])}, of laat het weg."
        )
    found: list[Measurement] = []
    for part in wanted or PARTS:
        print(f"{part} wordt gemeten.", file=sys.stderr)
        found += PARTS[part]()
    print(f"{table(found)}\n\nGemeten op {machine()}.")
    print(f"Elke meting apart: {write(found, ROOT / 'bench' / 'uitvoer').relative_to(ROOT)}", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
