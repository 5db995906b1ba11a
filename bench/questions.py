"""What DuckDB does for each page on a very large warehouse, and how long pandas takes for the same figures.

`python -m bench vragen [N ...]`: N dossiers in one delivery, 1.000.000 when nothing is asked. The warehouse comes from the
real build. The build, the pages and pandas are each a process of their own, so that peak memory is that of this part alone.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from bench.in_pandas import FIGURES, Counted, read
from bench.load import peak
from bench.measurement import dutch, machine, timed
from bench.watched import Spent, forget, watching
from demo.bulk import generate_csv
from etl.build import Inputs, build
from etl.load import scratch_warehouse
from figures.derived import with_derived
from figures.figure import Choice, area_names
from figures.show import EVERYTHING
from queries import WAREHOUSE_VARIABLE, ask, current_version, parameters, question
from serve import import_all_pages_need, import_statistics

ROOT = Path(__file__).resolve().parents[1]
DOSSIERS = 1_000_000
RUNS, RUNS_OF_FEW, FEW = 3, 1, 100_000
AIM = 0.3
SECONDS_TO_RUN = 300
GRAINS = {"per jaar": {}, "per maand": {"per": "maand"}}
OPENED = {  # pages that show a part at first, and what opens the rest
    "trends": {"regelkaart": "Aanmeldingen", "volledigheid": "true"},
    "trajecten": {"trajectdeel": EVERYTHING},
    "binnen_de_maand": {"maanddeel": EVERYTHING},
    "instroom": {"instroomdeel": EVERYTHING},
    "registratiekwaliteit": {"kwaliteitsdeel": EVERYTHING},
}
READ_BY_PANDAS = """
select
    d.sv_id, d.client_pid, d.aanmelder, d.datum_aanmelding, d.datum_eerste_interventie, d.datum_opstart, d.datum_einde,
    l.peildatum
from bron.dossier as d
inner join bron.levering as l on d.levering_id = l.levering_id
"""


# ------------------------------------------------------------------ the parts, each in a process of its own


def _built(folder: Path) -> dict[str, Any]:
    """Build the warehouse; seconds in all and of each step, its size in bytes."""
    start = time.perf_counter()
    result = build(Inputs(raw=folder / "raw", demo=None), folder / "warehouse.duckdb")
    refused = [one.refused for one in result.outcomes if one.refused]
    if refused:
        raise RuntimeError(refused[0])
    size = (folder / "warehouse.duckdb").stat().st_size
    return {"seconden": time.perf_counter() - start, "stappen": result.seconds, "grootte": size}


def _copied(folder: Path) -> dict[str, Any]:
    """The dossiers as pandas likes them best: moments instead of days, and few words as categories."""
    with scratch_warehouse() as scratch:
        scratch.attach(folder / "warehouse.duckdb", "bron")
        dossiers = scratch.rows(READ_BY_PANDAS)
    words, days = pl.col("sv_id", "aanmelder"), pl.col(pl.Date)
    dossiers.with_columns(words.cast(pl.Categorical), days.cast(pl.Datetime("ms"))).write_parquet(
        folder / "dossiers.parquet"
    )
    return {"dossiers": dossiers.height}


def _asked(folder: Path) -> dict[str, Any]:
    """Every page in every view, and then the questions that pandas will be held against, with their answers kept."""
    set_log_level("ERROR")  # outside a server it warns that there is none
    import_all_pages_need()
    import_statistics()
    opening = timed(lambda: ask("versie"))
    runs = RUNS if _dossiers() >= FEW else RUNS_OF_FEW
    pages = [view for page in sorted((ROOT / "pages").rglob("*.py")) for view in _views(page, runs)]
    return {"openen": opening, "paginas": pages, "vragen": {one.question: _answered(one, folder) for one in FIGURES}}


def _dossiers() -> int:
    return ask("leveringen")["geladen"].sum()


def _counted(folder: Path) -> dict[str, Any]:
    """The same figures by pandas, in one run after reading once; stops when a number differs."""
    start = time.perf_counter()
    dossiers = read(folder / "dossiers.parquet")
    reading, seconds = time.perf_counter() - start, {}
    for one in FIGURES:
        start = time.perf_counter()
        made = one.make(dossiers)
        seconds[one.question] = time.perf_counter() - start
        _hold_against(one, made, pd.read_parquet(folder / f"{one.question}.parquet"))
    return {"lezen": reading, "vragen": seconds}


PARTS: dict[str, Callable[[Path], dict[str, Any]]] = {
    "bouwen": _built,
    "kopie voor pandas": _copied,
    "paginas": _asked,
    "pandas": _counted,
}


def _take(part: str, folder: Path) -> dict[str, Any]:
    known = {WAREHOUSE_VARIABLE: str(folder / "warehouse.duckdb"), "MONITOR_RAW": str(folder / "raw")}
    command = [sys.executable, "-m", "bench.questions", part, str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | known, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if done.returncode:
        sys.exit(f"'{part}' is mislukt:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


# ------------------------------------------------------------------ the pages


def _views(page: Path, runs: int) -> Iterator[dict[str, Any]]:
    """Each view of a page: by year and by month, without and with a chosen area; closed, and open where that asks more."""
    one = next(iter(area_names(current_version()).values()))
    for opened in ({}, OPENED[page.stem]) if page.stem in OPENED else ({},):
        name = page.stem.replace("_", " ").capitalize() + (", alles open" if opened else "")
        for grain, address in GRAINS.items():
            for chosen, area in (("", {}), (", één gebied", {"gebied": [one]})):
                app = _opened(page, address | area | opened)
                yield {"pagina": name, "keuze": f"{grain}{chosen}", "keren": [_kept(_run(app)) for _ in range(runs)]}


def _opened(page: Path, address: dict[str, Any]) -> AppTest:
    """A page that stands open: the frame runs once, for only then a page is found whose address is not its file name."""
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_TO_RUN)
    for key, value in address.items():
        app.query_params[key] = value
    return app.run().switch_page(page.relative_to(ROOT).as_posix())


def _run(app: AppTest) -> Spent:
    forget()
    with watching() as spent:
        app.run()
    if app.exception:
        raise RuntimeError(f"De pagina geeft een fout: {app.exception[0].message}")
    return spent


def _kept(spent: Spent) -> dict[str, Any]:
    return {
        "seconden": spent.seconds,
        "processor": spent.processor,
        "aantal": len(spent.asked),
        "vragen": spent.by_question(),
    }


# ------------------------------------------------------------------ the questions that pandas is held against


def _answered(one: Counted, folder: Path) -> list[float]:
    """Keep the answer by month; the seconds of each time it was asked, with the statistic that is made of it."""
    values = {name: getattr(Choice(per="maand"), name) for name in parameters(one.question)}
    asked = question(one.question)
    seconds = []
    for _ in range(RUNS):
        forget()
        start = time.perf_counter()
        answer = ask(one.question, values)
        made = with_derived(asked, answer) if asked.bewerking else answer
        seconds.append(time.perf_counter() - start)
    if "rol" in made.columns:
        made = made.filter(pl.col("rol") != "geheel")
    made.select(*one.key, *one.numbers).write_parquet(folder / f"{one.question}.parquet")
    return seconds


def _hold_against(one: Counted, ours: pd.DataFrame, answer: pd.DataFrame) -> None:
    """Every number of the answer is that of pandas, and pandas has no dossier in a month of the answer that it leaves out."""
    asked = answer.assign(periode=answer["periode"].astype("datetime64[ms]")).set_index(one.key)[one.numbers]
    months, periods = asked.index.get_level_values("periode"), ours.index.get_level_values("periode")
    within = ours[(periods >= months.min()) & (periods <= months.max())]
    cells = asked.index.union(within.index)
    found, wanted = within.reindex(cells), asked.reindex(cells)
    same = ((found - wanted).abs() < 1e-9) | (found.isna() & wanted.isna())
    uncounted = ~cells.isin(within.index)  # no dossier at all: zero, or unknown to the answer
    same[uncounted] = wanted[uncounted].isna() | (wanted[uncounted] == 0)
    if not same.all(axis=None):
        count = int((~same.all(axis=1)).sum())
        sys.exit(f"{one.title}: {count} van {len(same)} cellen verschillen tussen de vraag {one.question} en pandas.")


# ------------------------------------------------------------------ all of it


def main(wanted: list[str]) -> None:
    """Measure for every number of dossiers; print the tables, and keep every run as JSON."""
    for dossiers in _numbers(wanted):
        found = _measured(dossiers)
        print("\n\n".join([*_tables(found), f"Gemeten op {machine()}."]), flush=True)
        print(f"Elke meting apart: {_written(found).relative_to(ROOT)}", file=sys.stderr)


def _numbers(wanted: list[str]) -> list[int]:
    numbers = [text.replace(".", "") for text in wanted] or [str(DOSSIERS)]
    if not all(number.isdecimal() and int(number) for number in numbers):
        sys.exit("Geef na 'vragen' enkel aantallen dossiers, bijvoorbeeld: python -m bench vragen 1.000.000 10.000.000")
    return [int(number) for number in numbers]


def _measured(dossiers: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / "data" / "raw", folder / "raw", ignore=shutil.ignore_patterns("binc"))
        (folder / "raw" / "binc").mkdir()
        found: dict[str, Any] = {"gevraagd": dossiers}
        found["maken"] = timed(lambda: generate_csv(folder / "raw" / "binc" / "levering.csv", dossiers))
        for part in PARTS:
            print(f"{dossiers} dossiers: {part}", file=sys.stderr)
            found[part] = _take(part, folder)
        return found


def _tables(found: dict[str, Any]) -> list[str]:
    return [_build_table(found), _page_table(found["paginas"]["paginas"]), _verdict(found), _pandas_table(found)]


def _build_table(found: dict[str, Any]) -> str:
    built, rows = found["bouwen"], found["kopie voor pandas"]["dossiers"]
    cells = (
        _whole(rows), dutch(found["maken"]), dutch(built["seconden"]), dutch(built["stappen"]["tellingen"]),
        f"{_whole(built['grootte'] // 2**20)} MiB", *(f"{_whole(found[part]['piek'])} MiB" for part in ("bouwen", "paginas", "pandas")),
    )  # fmt: skip
    head = (
        "dossiers", "levering maken", "bouwen", "waarvan tellingen", "grootte", "piek bij bouwen", "piek van de monitor",
        "piek van pandas",
    )  # fmt: skip
    return _markdown([head, cells])


def _page_table(views: list[dict[str, Any]]) -> str:
    choices = list(dict.fromkeys(view["keuze"] for view in views))
    rows = [("seconden in DuckDB (vragen)", *choices, "traagste vraag")]
    for page in dict.fromkeys(view["pagina"] for view in views):
        own = [view for view in views if view["pagina"] == page]
        rows.append((page, *(f"{dutch(_median(view))} ({_most(view)})" for view in own), _slowest(own)))
    return _markdown(rows)


def _verdict(found: dict[str, Any]) -> str:
    views = found["paginas"]["paginas"]
    worst = max(views, key=_median)
    return (
        f"Het doel is {dutch(AIM)} per pagina, de mediaan van {len(worst['keren'])} keer: door de klok {_held(views, 'seconden')}, "
        f"in processortijd {_held(views, 'processor')}. Het langst: {worst['pagina']}, {worst['keuze']}: {dutch(_median(worst))}, "
        f"in processortijd {dutch(_median(worst, 'processor'))}. Het warehouse openen, één keer: {dutch(found['paginas']['openen'])}."
    )


def _held(views: list[dict[str, Any]], measure: str) -> str:
    over = sum(_median(view, measure) > AIM for view in views)
    return f"NIET gehaald bij {over} van {len(views)}" if over else "gehaald"


def _pandas_table(found: dict[str, Any]) -> str:
    ours = {name: statistics.median(seconds) for name, seconds in found["paginas"]["vragen"].items()}
    theirs = found["pandas"]["vragen"]
    rows = [("figuur, per maand", "vraag aan DuckDB", "pandas", "verhouding")]
    rows += [(one.title, *_beside(ours[one.question], theirs[one.question])) for one in FIGURES]
    rows += [("samen", *_beside(sum(ours.values()), sum(theirs.values())))]
    return _markdown([*rows, ("eerst de dossiers lezen", "", dutch(found["pandas"]["lezen"]), "")])


def _beside(ours: float, theirs: float) -> tuple[str, str, str]:
    return f"{ours:.3f} s".replace(".", ","), dutch(theirs), _factor(theirs / ours)


def _factor(number: float) -> str:
    return f"{_whole(number) if number >= 10 else f'{number:.1f}'.replace('.', ',')} keer"


def _median(view: dict[str, Any], measure: str = "seconden") -> float:
    return statistics.median(run[measure] for run in view["keren"])


def _most(view: dict[str, Any]) -> int:
    return max(run["aantal"] for run in view["keren"])


def _slowest(views: list[dict[str, Any]]) -> str:
    """The question that took most in the view that took most."""
    runs = max(views, key=_median)["keren"]
    run = sorted(runs, key=lambda one: one["seconden"])[len(runs) // 2]
    name, seconds = next(iter(run["vragen"].items()), ("geen", 0.0))
    return f"{name} {dutch(seconds)}"


def _markdown(rows: list[tuple[str, ...]]) -> str:
    return "\n".join("| " + " | ".join(cells) + " |" for cells in (rows[0], ("---",) * len(rows[0]), *rows[1:]))


def _whole(number: float) -> str:
    return f"{round(number):,}".replace(",", ".")


def _written(found: dict[str, Any]) -> Path:
    moment, folder = datetime.now().astimezone(), ROOT / "bench" / "uitvoer"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"vragen-{moment:%Y%m%d-%H%M%S}.json"
    kept = {"op": moment.isoformat(), "machine": machine()} | found
    target.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    return target


if __name__ == "__main__":
    taken = PARTS[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps(taken | {"piek": peak()}))
