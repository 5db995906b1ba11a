"""Serve the monitor on this machine: `python serve.py`, or `python serve.py --port 8600`.

Streamlit's own server around app.py, with what it does not do by itself: security headers on every
response, a page that says it is in Dutch, closed doors to its inner workings, a health route, and
imports done before the first reader comes.
"""

from __future__ import annotations

import argparse
import base64
import gc
import hashlib
import importlib
import pkgutil
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config, file_util
from streamlit.runtime.pages_manager import PagesManager

ROOT = Path(__file__).resolve().parent
STATISTICS = "figures.methods"
STREAMLIT_INDEX = Path(file_util.get_static_dir()) / "index.html"
# Counts of sessions and memory, and a way to drive the monitor without a browser: for nobody here.
CLOSED_PATHS = ("/_stcore/metrics", "/_stcore/agent")
# Without it, Streamlit looks for its server under the address of the page first, and every deep link starts with two
# failed requests: https://github.com/streamlit/streamlit/issues/7074
BACKEND = '<head><script>window.__streamlit = {BACKEND_BASE_URL: window.location.origin + "/"}</script>'
NO_SCRIPT = "<noscript><p>De 1G1P-monitor heeft JavaScript nodig. Zet JavaScript aan in uw browser.</p></noscript>"


def dutch_index(html: str) -> str:
    """Streamlit's start page in Dutch: language, title and the text without JavaScript.

    Raises ValueError when Streamlit's page no longer has what is replaced, so an upgrade cannot silently undo it.
    """
    for pattern, dutch in (
        (r'<html lang="en">', '<html lang="nl-BE">'),
        (r"<head>", BACKEND),
        (r"<title>.*?</title>", "<title>1G1P-monitor</title>"),
        (r"(?s)<noscript>.*?</noscript>", NO_SCRIPT),
        (r"(?s)\s*<!--(?:(?!-->).)*-->\s*<link rel=\"service-desc\"[^>]*>", ""),
    ):
        html, found = re.subn(pattern, lambda _, dutch=dutch: dutch, html)
        if found != 1:
            raise ValueError(f"De startpagina van Streamlit is veranderd: {pattern} komt er {found} keer in voor.")
    return html


def inline_script_hashes(html: str) -> list[str]:
    """CSP sources for the scripts inside a page, so that no other inline script may run."""
    scripts = re.findall(r"(?s)<script>(.*?)</script>", html)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(html: str) -> str:
    """The policy for `html` and all it loads: nothing is fetched from or sent to another machine.

    tests/browser shows that no page breaks under it. Inline styles stay allowed: Plotly and Streamlit's
    components set them one by one, and a style cannot leave the machine either. WebAssembly is how deck.gl cuts
    the polygons of the map into triangles.
    """
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(["script-src 'self' 'wasm-unsafe-eval'", *inline_script_hashes(html)]),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
        )
    )


INDEX = dutch_index(STREAMLIT_INDEX.read_text(encoding="utf-8"))
SECURITY_HEADERS = {
    "Content-Security-Policy": content_security_policy(INDEX),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecureResponses:
    """ASGI middleware: the security headers on every response, 404 for what is closed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it; websockets carry no response headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY_HEADERS)
            await send(message)

        app = PlainTextResponse("Niet gevonden", 404) if scope["path"].startswith(CLOSED_PATHS) else self.app
        await app(scope, receive, send_with_headers)


class PageName(Convertor[str]):
    """One word in an address: a page of the monitor, never a file such as favicon.png."""

    regex = r"[^/.]+"

    def convert(self, value: str) -> str:
        """The word as it stands."""
        return value

    def to_string(self, value: str) -> str:
        """The word as it stands."""
        return value


register_url_convertor("page", PageName())


async def page(_request: Request) -> Response:
    """The start page of every page; Streamlit in the browser finds out which one it is."""
    return HTMLResponse(INDEX, headers={"Cache-Control": "no-cache"})


async def health(_request: Request) -> Response:
    """200 as long as the server answers."""
    return PlainTextResponse("ok")


def import_all_pages_need() -> None:
    """Import what the pages and Streamlit import when first needed, so that the first reader does not wait for it."""
    for library in ("matplotlib.figure", "pandas", "plotly.graph_objects", "pyarrow.compute", "pydeck"):
        importlib.import_module(library)
    figures = importlib.import_module("figures")
    for module in pkgutil.walk_packages(figures.__path__, "figures."):
        if not module.name.startswith(STATISTICS):
            importlib.import_module(module.name)


def import_statistics() -> None:
    """Import the statistical methods, which take seconds: beside the first readers, most of whom look at other pages."""
    package = importlib.import_module(STATISTICS)
    for module in pkgutil.iter_modules(package.__path__, f"{STATISTICS}."):
        importlib.import_module(module.name)


@asynccontextmanager
async def ready(_app: st.App) -> AsyncIterator[None]:
    """Prepare before the first request, and say where the monitor is."""
    # Streamlit takes a folder called pages for its own old menu, and tells whoever opens a deep link first that the
    # page does not exist. The menu is st.navigation's, in app.py.
    PagesManager.uses_pages_directory = False
    import_all_pages_need()
    # Streamlit collects garbage after every run of a script. What is frozen here is not gone through each time.
    gc.collect()
    gc.freeze()
    sys.stdout.write(f"\nDe monitor staat op {address()}\nStoppen: Ctrl+C.\n")
    sys.stdout.flush()
    Thread(target=import_statistics, daemon=True).start()
    yield
    # Or DuckDB's library reports at the end that it was not cleaned up.
    gc.unfreeze()


def address() -> str:
    """The address to type in a browser on this machine."""
    return f"http://localhost:{config.get_option('server.port')}"


app = st.App(
    ROOT / "app.py",
    lifespan=ready,
    routes=[Route("/gezond", health), Route("/", page), Route("/{page:page}", page)],
    middleware=[Middleware(SecureResponses)],
)


def is_free(port: int) -> bool:
    """Whether no other program on this machine listens on the port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def main() -> None:
    """Read the port and serve until Ctrl+C."""
    parser = argparse.ArgumentParser(description="Toon de 1G1P-monitor in de browser.")
    parser.add_argument("--port", type=int, default=8501, help="poort op deze machine (standaard 8501)")
    port = parser.parse_args().port
    if not is_free(port):
        sys.exit(
            f"Poort {port} is bezet: misschien draait de monitor al op http://localhost:{port}. "
            f"Kies anders een andere poort: make run PORT={port + 1}."
        )
    app.run(config={"server.port": port})


if __name__ == "__main__":
    main()
