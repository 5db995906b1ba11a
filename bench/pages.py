"""How long the script of each page takes on the server, without a browser."""

from __future__ import annotations

import gc
from collections.abc import Iterator

from streamlit.logger import set_log_level
from streamlit.testing.v1 import AppTest

from bench.measurement import Measurement, timed
from serve import import_all_pages_need
from tests.browser.server import ROOT

AIM = 0.3
SECONDS_TO_RUN = 60


def measurements(runs: int = 8) -> Iterator[Measurement]:
    """The first script after the start, then one measurement per page; the imports are done, as serve.py does them."""
    set_log_level("ERROR")  # outside a server it warns that there is none
    import_all_pages_need()
    gc.collect()
    gc.freeze()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=SECONDS_TO_RUN)
    yield Measurement("allereerste script na het starten", (timed(lambda: _run(app)),))
    for page in sorted((ROOT / "pages").rglob("*.py")):
        app.switch_page(page.relative_to(ROOT).as_posix())
        yield Measurement(f"script van {page.stem}", tuple(timed(lambda: _run(app)) for _ in range(runs)), AIM)
    gc.unfreeze()


def _run(app: AppTest) -> None:
    app.run()
    if app.exception:
        raise RuntimeError(f"De pagina geeft een fout: {app.exception[0].message}")
