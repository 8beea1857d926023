"""On paper: the words alone, black on white, with what is folded away on the screen opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.kinds import NAMES
from tests.browser.visiting import Visit

DARK_BACKGROUNDS = """[...document.querySelectorAll("body, .md-main, .md-content, .md-content *")]
  .filter((each) => each.checkVisibility() && !(each instanceof SVGElement))
  .filter((each) => each.textContent.trim())
  .filter((each) => {
    const [red, green, blue, alpha = 1] =
      getComputedStyle(each).backgroundColor.match(/[\\d.]+/g).map(Number);
    return alpha > 0.5 && 0.2126 * red + 0.7152 * green + 0.0722 * blue < 128;
  }).map((each) => each.outerHTML.slice(0, 80))"""
PALE_WORDS = """[...document.querySelectorAll(".md-content :is(p, li, td, th, dt, dd, a, summary)")]
  .filter((each) => each.checkVisibility())
  .filter((each) => {
    const [red, green, blue] = getComputedStyle(each).color.match(/[\\d.]+/g).map(Number);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 120;
  }).map((each) => each.outerHTML.slice(0, 80))"""


@pytest.mark.parametrize("kind", NAMES)
def test_a_printed_page_is_black_on_white_without_menus(
    kind: str, visit: Visit, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of(kind), print_media=True, scheme="dark")
    for part in (".md-header", ".md-sidebar--primary", ".md-sidebar--secondary", ".md-search"):
        for each in page.locator(part).all():
            expect(each).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(DARK_BACKGROUNDS) == []
    assert page.evaluate(PALE_WORDS) == []


def test_what_is_folded_away_is_printed(visit: Visit, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("open case"))
    assert page.locator(".md-content details:visible").count() > 3
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    folded = page.locator(".md-content details:not([open])")
    assert [each for each in folded.all() if each.is_visible()] == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert folded.count() > 3


def test_a_page_becomes_a_document(visit: Visit, address_of: Callable[[str], str]) -> None:
    page = visit(address_of("policy"))
    document = page.pdf(format="A4")
    assert document.startswith(b"%PDF")
    assert len(document) > 20_000
