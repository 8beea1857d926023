"""Run axe-core on a page as it stands, and put its findings into words."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TypedDict, cast

from playwright.sync_api import Page

# Rules that look at colours; what the others find does not depend on the scheme.
COLOURS = ("color-contrast", "link-in-text-block")
# Rules that look at sizes, which depend on the fonts.
SIZES = ("target-size", "scrollable-region-focusable")
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


class _Node(TypedDict):
    target: list[str]
    failureSummary: str


class _Violation(TypedDict):
    id: str
    help: str
    nodes: list[_Node]


@cache
def _script() -> str:
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """List what breaks a rule, or one of those named: the rule, the element, and what to do."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_script())
    # No rule that is asked needs the styles and films of a page fetched once more.
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if only:
        options["runOnly"] = {"type": "rule", "values": list(only)}
    else:
        options["runOnly"] = list(TAGS)
        # Of WCAG 2.2, and off unless asked for.
        options["rules"] = {"target-size": {"enabled": True}}
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{violation['id']}: {violation['help']}\n    {' '.join(map(str, node['target']))}\n"
        f"    {node['failureSummary']}"
        for violation in cast("list[_Violation]", found)
        for node in violation["nodes"]
    ]


def assert_none(page: Page, moment: str, *, only: tuple[str, ...] = ()) -> None:
    """Fail with every violation of the page at a moment of the test."""
    found = violations(page, only=only)
    assert not found, f"{moment}, {page.url}:\n" + "\n".join(found)
