"""A browser reads the styles that are served exactly as it reads those that were written."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from escalation_log.site.sources import as_served
from tests.browser.visiting import Visits
from tests.logs import REPOSITORY

STYLES = sorted((REPOSITORY / "site").rglob("*.css"))
# Within `var(...)` a browser keeps the spaces that were written.
RULES = """
    async (css) => {
      const sheet = await new CSSStyleSheet().replace(css);
      const told = (rule) =>
        [rule.constructor.name, rule.conditionText, rule.selectorText,
         rule.style?.cssText.replace(/,\\s+/g, ","), [...(rule.cssRules ?? [])].map(told)];
      return JSON.stringify([...sheet.cssRules].map(told));
    }
"""


@pytest.fixture
def page(visit: Visits) -> Page:
    return visit("about.html")


def test_no_rule_changes_its_meaning(page: Page) -> None:
    assert len(STYLES) > 10
    for path in STYLES:
        written = path.read_bytes()
        served = as_served(path.name, written)
        assert len(served) < len(written) * 0.9
        assert page.evaluate(RULES, served.decode()) == page.evaluate(RULES, written.decode()), path
