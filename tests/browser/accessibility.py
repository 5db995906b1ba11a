"""What axe finds on a page, less what sits in Streamlit's own markup and cannot be mended from here.

The general request upstream is https://github.com/streamlit/streamlit/issues/8399 (open); no report of the findings
below was found there.
"""

from __future__ import annotations

from dataclasses import dataclass

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

FAILING = {"serious", "critical"}


@dataclass(frozen=True)
class Upstream:
    """One finding in Streamlit's markup: the axe rule, the part of the page it is about, and what is wrong there."""

    rule: str
    within: str
    why: str


# Each line is one finding in one part of the page, never a rule as a whole.
# Remove a line to see whether an upgrade of Streamlit mended it.
KNOWN_UPSTREAM = (
    Upstream(
        "list",
        '[data-testid="stSidebarNavItems"]',
        "st.navigation with headings puts a div between ul and li; without headings the list is right.",
    ),
    Upstream(
        "listitem",
        '[data-testid="stSidebarNavItems"]',
        "The same div, seen from the li.",
    ),
)


def violations(page: Page) -> list[str]:
    """Serious and critical findings as 'rule: element: what is wrong', without the known upstream ones."""
    response = Axe().run(page).response
    findings = [(rule["id"], node) for rule in response["violations"] for node in rule["nodes"]]
    return [
        f"{rule}: {' '.join(map(str, node['target']))}: {node['html']}: {node['failureSummary']}"
        for rule, node in findings
        if node["impact"] in FAILING and not _is_known(page, rule, node["target"])
    ]


def _is_known(page: Page, rule: str, target: list[str]) -> bool:
    """Whether Streamlit's own markup is at fault: the element stands in a part named for this rule."""
    parts = [known.within for known in KNOWN_UPSTREAM if known.rule == rule]
    return any(page.locator(target[0]).evaluate("(element, part) => !!element.closest(part)", part) for part in parts)
