"""What the server adds around Streamlit, seen from outside and from inside a browser."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPResponse
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser.accessibility import violations
from tests.browser.server import running_monitor
from tests.browser.test_every_page import PAGES
from tests.browser.visit import open_page

pytestmark = pytest.mark.browser


def get(address: str) -> HTTPResponse | urllib.error.HTTPError:
    """The answer to one request, also when it is a refusal."""
    try:
        return urllib.request.urlopen(address, timeout=10)
    except urllib.error.HTTPError as refusal:
        return refusal


@pytest.mark.parametrize("path", ["", "kaart", "favicon.png", "gezond", "_stcore/health", "_stcore/metrics"])
def test_every_answer_carries_the_security_headers(monitor: str, path: str) -> None:
    with get(f"{monitor}/{path}") as answer:
        headers = answer.headers
    assert "connect-src 'self';" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_the_policy_names_no_other_machine(monitor: str) -> None:
    with get(monitor) as answer:
        policy = answer.headers["Content-Security-Policy"]
    assert not {"http:", "https:", "ws:", "wss:", "*", "'unsafe-eval'"} & set(policy.replace(";", " ").split())
    assert "://" not in policy


@pytest.mark.parametrize("path", ["_stcore/metrics", "_stcore/agent/openapi.json", "_stcore/agent/interact"])
def test_the_inner_workings_are_closed(monitor: str, path: str) -> None:
    with get(f"{monitor}/{path}") as answer:
        assert answer.status == 404


def test_the_health_route_answers(monitor: str) -> None:
    with get(f"{monitor}/gezond") as answer:
        assert (answer.status, answer.read()) == (200, b"ok")


@pytest.mark.parametrize("path", ["", "kaart"])
def test_the_page_is_dutch_before_any_script_runs(monitor: str, path: str) -> None:
    with get(f"{monitor}/{path}") as answer:
        html = answer.read().decode()
    assert '<html lang="nl-BE">' in html
    assert "<title>1G1P-monitor</title>" in html
    assert "JavaScript nodig" in html


def test_the_page_is_still_dutch_in_the_browser(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "kaart") as visit:
        assert visit.page.evaluate("document.documentElement.lang") == "nl-BE"


def test_a_script_on_the_page_cannot_reach_another_machine(monitor: str, browser: Browser) -> None:
    attempt = """() => new Promise(resolve => {
        addEventListener('securitypolicyviolation', e => resolve(e.effectiveDirective));
        fetch('https://elders.invalid/').then(() => resolve('verstuurd'), () => {});
    })"""
    with open_page(browser, monitor, "") as visit:
        assert visit.page.evaluate(attempt) == "connect-src"
        assert visit.other_hosts == []


def test_the_first_reader_of_all_may_come_by_a_deep_link(monitor: str, browser: Browser) -> None:
    with running_monitor() as fresh, open_page(browser, fresh, "kaart") as visit:
        assert visit.problems == []


def test_every_page_in_the_menu_is_tested(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "") as visit:
        links = visit.page.locator('[data-testid="stSidebarNavLink"]').evaluate_all("all => all.map(a => a.href)")
    assert sorted(urlsplit(link).path.strip("/") for link in links) == sorted(PAGES)


def test_the_accessibility_check_sees_a_fault(monitor: str, browser: Browser) -> None:
    with open_page(browser, monitor, "") as visit:
        visit.page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"favicon.png\">')")
        assert any(finding.startswith("image-alt:") for finding in violations(visit.page))
