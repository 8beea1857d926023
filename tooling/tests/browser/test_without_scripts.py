"""Without scripts a page says every word that it says with them, but for those of the clock."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from playwright.sync_api import Page

from tests.browser.kinds import NAMES
from tests.browser.visiting import Visits

# What a script writes anew for the moment of reading: how far off a deadline is, the page's age,
# and what has happened since.
BY_THE_CLOCK = ("[data-far]", "[data-age]", "[data-since]")
# What only a script can use, and what stands in its place.
WITH_SCRIPTS = ("[data-scripted]",)
WITHOUT_SCRIPTS = ("noscript",)

# Tools that count and ask in the browser; tests of their own look at what they say without scripts.
TOOLS = frozenset({"by when", "what now"})

# Every run of words that is shown, in the order of the page.
WORDS = """(left_out) => {
  for (const each of document.querySelectorAll("details")) each.open = true;
  const isShown = (element) => !element.closest(left_out)
    && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const nodes = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  while (nodes.nextNode()) {
    const said = nodes.currentNode.textContent.replace(/\\s+/g, " ").trim();
    if (said && isShown(nodes.currentNode.parentElement)) words.push(said);
  }
  return words;
}"""


def words_of(page: Page, *left_out: str) -> list[str]:
    return cast("list[str]", page.evaluate(WORDS, ", ".join((*BY_THE_CLOCK, *left_out))))


def test_every_kind_of_page_says_the_same(
    visit: Visits, address_of: Callable[[str], str], server: str
) -> None:
    scripted = visit("index.html")
    plain = visit("index.html", scripts=False)
    for kind in (each for each in NAMES if each not in TOOLS):
        for page in (scripted, plain):
            page.goto(server + address_of(kind))
        said = words_of(plain, *WITHOUT_SCRIPTS)
        assert words_of(scripted, *WITH_SCRIPTS) == said, kind
        assert len(said) > 5


def test_what_is_left_to_the_clock_is_said_without_it_too(
    visit: Visits, address_of: Callable[[str], str], server: str
) -> None:
    page = visit("index.html", scripts=False)
    for kind in ("open case", "agency", "tracker"):
        page.goto(server + address_of(kind))
        for selector in BY_THE_CLOCK:
            assert all(page.locator(selector).all_inner_texts()), (kind, selector)
            assert page.locator(selector).count(), (kind, selector)
