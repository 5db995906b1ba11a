"""Find the Chrome, Chromium or Edge of this machine, and open it without a window.

`python -m tests.browser.chromium` prints its path, installs Debian's Chromium when there is none and it may, and
otherwise says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge")
MACOS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
WINDOWS_ROOTS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
MISSING = (
    "Geen browser gevonden. De browsertests hebben Google Chrome, Chromium of Microsoft Edge nodig: "
    "installeer er één (Debian of Ubuntu: sudo apt-get install chromium) en probeer opnieuw."
)
FLAGS = (
    # No GPU is needed: the map is drawn in software.
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    # Whatever the browser itself would ask of the internet: it is the monitor that is tested.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
)


def installed_browser() -> Path | None:
    """The first browser found on the search path or where its installer puts it; None without one."""
    on_path = (shutil.which(name) for name in NAMES)
    on_windows = (Path(os.environ[root]) / path for root in WINDOWS_ROOTS if root in os.environ for path in WINDOWS)
    fixed = (path for path in (*map(Path, MACOS), *on_windows) if path.is_file())
    return next((Path(found) for found in (*on_path, *fixed) if found), None)


def launch(playwright: Playwright) -> Browser:
    """Open the browser of this machine; FileNotFoundError says what to install when there is none."""
    browser = installed_browser()
    if browser is None:
        raise FileNotFoundError(MISSING)
    return playwright.chromium.launch(executable_path=browser, args=[*FLAGS, *_no_sandbox()])


def _no_sandbox() -> list[str]:
    """Chromium refuses its sandbox to root, and so to most containers."""
    return ["--no-sandbox"] if _is_root() else []


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _install_from_debian() -> None:
    """Debian's own Chromium: `apt-get` must exist and the user be root."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("update", "install --yes --no-install-recommends chromium"):
        subprocess.run(["apt-get", "--quiet", *command.split()], check=True, env=environment, stdin=subprocess.DEVNULL)


def main() -> None:
    """Print the path of the browser; leave with an error and advice when there is none."""
    if installed_browser() is None and _is_root() and shutil.which("apt-get"):
        _install_from_debian()
    browser = installed_browser()
    if browser is None:
        sys.exit(MISSING)
    sys.stdout.write(f"Browser voor de tests: {browser}\n")


if __name__ == "__main__":
    main()
