"""Start the monitor as `make run` does, on a free port, and stop it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
BUILT = (0, 3)  # 3: built, but a delivery was refused


def build_warehouse() -> None:
    """Build the default warehouse when it is missing or older than its inputs, unless MONITOR_WAREHOUSE names another.

    Raises RuntimeError with the report of the build when it fails.
    """
    if "MONITOR_WAREHOUSE" in os.environ:
        return
    command = [sys.executable, "-m", "etl", "--indien-nodig"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode not in BUILT:
        raise RuntimeError(f"python -m etl --indien-nodig is mislukt:\n{done.stdout}{done.stderr}")


@contextmanager
def running_monitor(root: Path = ROOT) -> Iterator[str]:
    """The address of a monitor that answers, without a slash at the end; stopped when the block ends.

    Its log goes to bench/uitvoer/server.log, and into the RuntimeError when it does not start.
    """
    port = _free_port()
    log = root / "bench" / "uitvoer" / "server.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, str(root / "serve.py"), "--port", str(port)]
    with log.open("wb") as output, subprocess.Popen(command, cwd=root, stdout=output, stderr=output) as server:
        try:
            _wait_until_healthy(port, server, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait_until_healthy(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while not _answers(port):
        if server.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"De monitor startte niet binnen {SECONDS_TO_START} s:\n{log.read_text('utf-8')}")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/gezond", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False
