"""`python -m etl controleer BESTAND…`: check deliveries without loading them.

Exit code 0: clean; 1: rows refused or values set to unknown; 2: a file refused, or the check could not be done. With
several files the worst counts.

`--json` prints one list with an object per file, and nothing else: `bestand`, `oordeel` (in orde, opmerkingen,
geweigerd), `code` and `zin` (of a file that is refused, else null), `peildatum`, `codering`, `scheidingsteken`,
`tellingen` (gelezen, geladen, geweigerd, dubbel, vervangen, test, voetregel), `niet_ingelezen_kolommen`, `regels` (a list
of code, kolom, aantal, eerste_regel, gevolg, zin, actie), `plaatsen` (a list of regel, kolom, code, gevolg, zin, actie)
and `niet_getoonde_plaatsen`. Of a file that is refused `peildatum`, `codering`, `scheidingsteken` and `tellingen` are null.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from etl.build import Inputs
from etl.check import rules
from etl.delivery_report import REFUSED, DeliveryReport, check_upload
from etl.inbox import DeliveryError
from etl.registrations import COUNTS
from etl.report_xlsx import PLACES, rule_counts, verdict_text

SHOWN_LINES = 5


def main(argv: list[str]) -> int:
    """Check every file and print what was found; the exit code is the worst of all."""
    options = _parser().parse_args(argv)
    verdicts, reports = [], []
    for path in options.bestanden:
        report = _check(path, options.raw)
        verdicts.append(report.verdict if report else REFUSED)
        if report:
            reports.append(report)
    if options.json:
        _write(sys.stdout, json.dumps([as_json(report) for report in reports], ensure_ascii=False, indent=2))
    else:
        _write(sys.stdout, "\n\n".join("\n".join(as_text(report)) for report in reports))
    return max(verdicts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m etl controleer",
        description="Kijkt leveringen na zonder ze te laden.",
        epilog="Eindcode 0: in orde. 1: rijen geweigerd of waarden onbekend. 2: een bestand geweigerd.",
    )
    parser.add_argument("bestanden", nargs="+", type=Path, metavar="BESTAND", help="een of meer leveringen")
    parser.add_argument("--json", action="store_true", help="toon het verslag als JSON, voor een ander programma")
    parser.add_argument("--raw", type=Path, default=Inputs.raw, metavar="MAP", help="map met de vaste gegevens")
    return parser


def _check(path: Path, raw: Path) -> DeliveryReport | None:
    try:
        return check_upload(path, raw=raw, progress=_say, row_limit=None)
    except DeliveryError as error:
        _complain(path, str(error))
    except Exception as error:
        # A traceback would hold values of families.
        _complain(path, f"de controle liep vast ({type(error).__name__}). Meld dit aan wie de monitor beheert.")
    return None


def _complain(path: Path, sentence: str) -> None:
    _write(sys.stderr, f"{path.name}: niet nagekeken: {sentence}")


def _say(_: float | None, sentence: str) -> None:
    _write(sys.stderr, f"  {sentence}")


def _write(stream: TextIO, text: str) -> None:
    # A name may hold a sign that an old terminal cannot show.
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "replace").decode(encoding) + "\n")
    stream.flush()


# ------------------------------------------------------------------ for people


def as_text(report: DeliveryReport) -> Iterator[str]:
    """The report in Dutch, line by line."""
    yield f"{report.bestand}: {verdict_text(report)}"
    if report.refused:
        yield f"  {report.refused}"
    else:
        yield from (f"  {_dutch(getattr(report.outcome, place)):>12}  {place}: {PLACES[place]}" for place in COUNTS)
        yield f"  peildatum: {report.outcome.peildatum:%d/%m/%Y}"
        if report.outcome.dropped:
            yield f"  niet ingelezen kolommen: {', '.join(report.outcome.dropped)}"
    for rule in _rules(report):
        yield f"  {rule['code']} {rule['kolom']}: {rule['zin']} ({rule['aantal']} keer, {_where(report, rule)})."
        yield from (f"      {sentence}" for sentence in _details(report, rule))
        yield f"      Wat te doen: {rule['actie']}."
    if report.more:
        yield f"  Er zijn nog {_dutch(report.more)} andere plaatsen; verbeter eerst deze en controleer opnieuw."


def _details(report: DeliveryReport, rule: dict[str, object]) -> list[str]:
    """What the places say beyond their rule: which spelling is unknown, and which it looks like."""
    lines = [line for line in report.lines if (line.code, line.kolom) == (rule["code"], rule["kolom"])]
    sentences = dict.fromkeys(line.zin.removeprefix(str(rule["zin"])).strip() for line in lines)
    return [sentence for sentence in sentences if sentence][:SHOWN_LINES]


def _where(report: DeliveryReport, rule: dict[str, object]) -> str:
    at = (line.regel for line in report.lines if (line.code, line.kolom) == (rule["code"], rule["kolom"]))
    first = [str(line) for line, _ in zip(at, range(SHOWN_LINES), strict=False)] or [str(rule["eerste_regel"])]
    more = rule["aantal"] - len(first)
    word = "regel" if rule["aantal"] == 1 else "regels"
    return f"{word} {', '.join(first)}" + (f" en nog {_dutch(more)}" if more > 0 else "")


def _dutch(number: int) -> str:
    return f"{number:,}".replace(",", ".")


# ------------------------------------------------------------------ for machines


def as_json(report: DeliveryReport) -> dict[str, object]:
    """The report with the keys that the head of this file names."""
    outcome, loadable = report.outcome, not report.refused
    return {
        "bestand": report.bestand,
        "oordeel": verdict_text(report),
        "code": report.code,
        "zin": report.refused,
        "peildatum": outcome.peildatum.isoformat() if loadable else None,
        "codering": outcome.codering,
        "scheidingsteken": outcome.scheidingsteken,
        "tellingen": {place: getattr(outcome, place) for place in COUNTS} if loadable else None,
        "niet_ingelezen_kolommen": list(outcome.dropped),
        "regels": list(_rules(report)),
        "plaatsen": [asdict(line) for line in report.lines],
        "niet_getoonde_plaatsen": report.more,
    }


def _rules(report: DeliveryReport) -> Iterator[dict[str, object]]:
    for code, column, rows, first in rule_counts(report):
        rule = rules()[code]
        yield {
            "code": code,
            "kolom": column,
            "aantal": rows,
            "eerste_regel": first,
            "gevolg": rule["gevolg"],
            "zin": rule["zin"],
            "actie": rule["actie"],
        }
