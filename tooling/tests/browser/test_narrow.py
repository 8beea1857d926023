"""On a narrow screen a finger hits what it aims at; large letters or words without end do fit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.axe import SIZES, assert_none
from tests.browser.chromium import WITH_BOTH_FONTS
from tests.browser.kinds import NAMES
from tests.browser.targets import too_small
from tests.browser.visiting import PHONE, Visits

TWICE = """() => {
  const root = document.documentElement;
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""
LONG_WORD = """() => {
  for (const each of document.querySelectorAll("main :is(h1, h2, dd, td, summary, li > p)")) {
    each.append(" " + "Sozialversicherungsfachangestellte".repeat(3));
  }
}"""


def width_of(page: Page) -> int:
    width: int = page.evaluate("document.documentElement.scrollWidth")
    return width


@WITH_BOTH_FONTS
@pytest.mark.parametrize("kind", NAMES)
def test_targets_are_large_enough_and_letters_twice_as_large_fit(
    kind: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of(kind), screen=PHONE)
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert too_small(page) == []
    assert_none(page, "with these fonts", only=SIZES)
    page.evaluate(TWICE)
    assert width_of(page) <= PHONE["width"]


@WITH_BOTH_FONTS
@pytest.mark.parametrize("kind", ["open case", "policy", "comparison", "tracker", "agency"])
def test_a_word_without_end_breaks(
    kind: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of(kind), screen=PHONE)
    page.evaluate(LONG_WORD)
    assert width_of(page) <= PHONE["width"]
