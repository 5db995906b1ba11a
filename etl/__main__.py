"""`python -m etl`: build the warehouse from everything in data/raw, and report per file."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import demo
from etl.build import ROOT, BuildError, Inputs, build, is_current
from etl.facts import FactsError
from etl.sidecar import SidecarError

DELIVERY_REFUSED = 3  # not 1: that is what a crash gives
WAREHOUSE = ROOT / "warehouse.duckdb"


def main(argv: list[str] | None = None) -> int:
    """Exit code 0: built (or nothing to do); 2: not built; 3: built, but a delivery was refused whole."""
    options = _parser().parse_args(argv)
    inputs = Inputs(raw=options.raw, demo=None if options.zonder_demo else ROOT / "data" / "demo")
    try:
        _prepare_demo(inputs)
        if options.indien_nodig and is_current(inputs, options.warehouse):
            print(f"{options.warehouse.name} is bij.")
            return 0
        print(f"{options.warehouse.name} wordt gemaakt.")
        result = build(inputs, options.warehouse, report=_say)
    except (BuildError, FactsError, SidecarError, OSError) as error:
        return _explain(error, options.warehouse)
    refused = [outcome for outcome in result.outcomes if outcome.refused]
    for outcome in refused:
        print(f"Niet geladen: {outcome.refused}", file=sys.stderr)
    print(f"{options.warehouse.name} is klaar.")
    return DELIVERY_REFUSED if refused else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl", description="Maakt warehouse.duckdb uit alle bestanden in data/raw."
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
    problems = getattr(error, "problems", None) or [str(error)]
    print(f"Er is niets geladen; {len(problems)} keer iets om te verbeteren:", file=sys.stderr)
    for problem in problems:
        print(f"- {problem}", file=sys.stderr)
    if target.exists():
        print(f"De vorige {target.name} blijft staan.", file=sys.stderr)
    return 2


def _say(line: str) -> None:
    print(f"  {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
