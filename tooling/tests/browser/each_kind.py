"""What holds on every kind of page: each function looks at a page that is open."""

from __future__ import annotations

import re
from typing import cast

from playwright.sync_api import Locator, Page, expect

from tests.browser.visiting import PHONE

# Kept are the colours that a reader chose, and the area; the privacy notice says so.
_COLOURS = "__palette"
_OF_AREA = 'meta[name="el-areas"][data-area]:not([data-area=""])'
_TWICE = """() => {
  const root = document.documentElement;
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`;
}"""
_AS_BEFORE = "() => { document.documentElement.style.fontSize = ''; }"
_LONG_WORD = """() => {
  for (const each of document.querySelectorAll("main :is(h1, h2, dd, td, summary, li > p)")) {
    each.append(" " + "Sozialversicherungsfachangestellte".repeat(3));
  }
}"""
_TOO_WIDE = """document.scrollingElement.scrollWidth <= innerWidth ? [] :
  [...document.querySelectorAll('.md-content *, .md-footer *')]
    .filter(each => each.getBoundingClientRect().right > innerWidth && !each.closest('.el-scroll'))
    .map(each => each.outerHTML.slice(0, 120))"""
_DARK_BACKGROUNDS = """[...document.querySelectorAll(
    "body, .md-main, .md-content, .md-content *")]
  .filter((each) => each.checkVisibility() && !(each instanceof SVGElement))
  .filter((each) => each.textContent.trim())
  .filter((each) => {
    const [red, green, blue, alpha = 1] =
      getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
    return alpha > 0.5 && 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  }).map((each) => each.outerHTML.slice(0, 80))"""
_PALE_WORDS = """[...document.querySelectorAll(
    ":is(.md-content, .md-footer) :is(p, li, td, th, dt, dd, a, summary)")]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const [red, green, blue] = getComputedStyle(each).color.match(/[\\d.]+/g).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 120;
  }).map((each) => each.outerHTML.slice(0, 80))"""
_PRINTED = re.compile(r'"; printed Sunday 22 November 2026 at 12:15"')

# What a script writes anew for the moment of reading: how far off a deadline is, the page's age,
# and what has happened since.
BY_THE_CLOCK = ("[data-far]", "[data-age]", "[data-since]")
# What only a script can use, and what stands in its place.
WITH_SCRIPTS = ("[data-scripted]",)
WITHOUT_SCRIPTS = ("noscript", "[data-needs-scripts]")
# Every run of words that is shown, in the order of the page.
_WORDS = """(left_out) => {
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


def open_all(page: Page) -> None:
    """Open whatever is folded away."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")


def too_wide(page: Page) -> object:
    """List what makes a page scroll sideways."""
    return page.evaluate(_TOO_WIDE)


def assert_large_letters_fit(page: Page) -> None:
    """Make all letters twice as large for a moment."""
    page.evaluate(_TWICE)
    assert _width_of(page) <= PHONE["width"]
    page.evaluate(_AS_BEFORE)


def assert_a_word_without_end_breaks(page: Page) -> None:
    """Write such a word everywhere, and leave it there."""
    page.evaluate(_LONG_WORD)
    assert _width_of(page) <= PHONE["width"]


def _width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def assert_black_on_white_without_menus(page: Page) -> None:
    """Look at the page as it is printed."""
    for part in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-search"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(_DARK_BACKGROUNDS) == []
    assert page.evaluate(_PALE_WORDS) == []


def assert_paper_says_of_when_it_is(page: Page) -> None:
    """Print the page at a quarter past twelve on the day of the build."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".el-banner")).to_be_visible()
    expect(page.locator(".el-banner")).to_contain_text("check numbers before use")
    judged = page.locator(".el-footer--judged")
    expect(judged).to_be_visible()
    expect(judged).to_contain_text("Last updated Sunday 22 November 2026")
    assert says_when_printed(judged)
    page.evaluate("dispatchEvent(new Event('afterprint'))")


def says_when_printed(place: Locator) -> bool:
    """Read what the styles write after an element, as they write it."""
    content: str = place.evaluate(
        "each => getComputedStyle(each, '::after').content.replace("
        "/attr\\(data-printed\\)/, JSON.stringify(each.dataset.printed)).replace('\" \"', ' ')"
    )
    return _PRINTED.fullmatch(content) is not None


def assert_nothing_is_kept_but_the_choices(page: Page) -> None:
    """Look for everything by which a browser remembers a visit."""
    assert page.context.cookies() == []
    assert page.evaluate("document.cookie") == ""
    keys = page.evaluate("Object.keys(localStorage).map((key) => key.split('.').pop())")
    of_area = ["area"] if page.locator(_OF_AREA).count() else []
    assert sorted(keys) == [_COLOURS, *of_area]
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0


def words_of(page: Page, *left_out: str) -> list[str]:
    """List the words that are shown, without those of the clock and of what is left out."""
    return cast("list[str]", page.evaluate(_WORDS, ", ".join((*BY_THE_CLOCK, *left_out))))
