"""`python -m etl`: build the warehouse from everything in data/raw, and report per file.

`python -m etl controleer BESTAND…` checks deliveries without loading them.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import demo
from etl import controleer
from etl.build import NOT_BUILT, ROOT, WAREHOUSE, Inputs, build, is_current
from etl.load import disk_sentence

DELIVERY_REFUSED = 3  # not 1: that is what a crash gives


def main(argv: list[str] | None = None) -> int:
    """Exit code 0: built (or nothing to do); 2: not built; 3: built, but a delivery was refused whole.

    `controleer` has exit codes of its own: 0 clean, 1 rows refused or values unknown, 2 a file refused.
    """
    given = sys.argv[1:] if argv is None else argv
    return controleer.main(given[1:]) if given[:1] == ["controleer"] else _build(given)


def _build(given: list[str]) -> int:
    options = _parser().parse_args(given)
    inputs = Inputs(raw=options.raw, demo=None if options.zonder_demo else ROOT / "data" / "demo")
    try:
        _prepare_demo(inputs)
        if options.indien_nodig and is_current(inputs, options.warehouse):
            print(f"{options.warehouse.name} is bij.")
            return 0
        print(f"{options.warehouse.name} wordt gemaakt.")
        result = build(inputs, options.warehouse, report=_say, progress=lambda _, sentence: _say(sentence))
    except NOT_BUILT as error:
        return _explain(error, options.warehouse)
    refused = [outcome for outcome in result.outcomes if outcome.refused]
    for outcome in refused:
        print(f"Niet geladen: {outcome.refused}", file=sys.stderr)
    _say(result.slowest())
    print(f"{options.warehouse.name} is klaar.")
    return DELIVERY_REFUSED if refused else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl",
        description="Maakt warehouse.duckdb uit alle bestanden in data/raw.",
        epilog="Een levering nakijken zonder ze te laden: python -m etl controleer BESTAND…",
    )
    parser.add_argument("--raw", type=Path, default=ROOT / "data" / "raw", metavar="MAP", help="map met ruwe bestanden")
    parser.add_argument("--warehouse", type=Path, default=WAREHOUSE, metavar="BESTAND", help="waar het resultaat komt")
    parser.add_argument("--zonder-demo", action="store_true", help="laad geen demogegevens")
    parser.add_argument("--indien-nodig", action="store_true", help="doe niets als het resultaat al bij is")
    return parser


def _prepare_demo(inputs: Inputs) -> None:
    if inputs.demo and not demo.is_current(inputs.demo):
        print("Demogegevens worden gemaakt.")
        demo.generate(inputs.demo, report=_say)


def _explain(error: Exception, target: Path) -> int:
    problems = getattr(error, "problems", None) or [_sentence(error)]
    print(f"Er is niets geladen; {len(problems)} keer iets om te verbeteren:", file=sys.stderr)
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)
    if target.exists():
        print(f"De vorige {target.name} blijft staan.", file=sys.stderr)
    return 2


def _sentence(error: Exception) -> str:
    # What the system says of a disk or a file is English, and holds a path.
    return disk_sentence(error) if isinstance(error, OSError) else str(error)


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
