"""One visit to a page of each kind, which looks at everything that holds on every page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import COLOURS, assert_none
from tests.browser.each_kind import (
    BY_THE_CLOCK,
    WITH_SCRIPTS,
    WITHOUT_SCRIPTS,
    assert_a_word_without_end_breaks,
    assert_black_on_white_without_menus,
    assert_large_letters_fit,
    assert_nothing_is_kept_but_the_choices,
    assert_paper_says_of_when_it_is,
    open_all,
    too_wide,
    words_of,
)
from tests.browser.kinds import NAMES
from tests.browser.targets import too_small
from tests.browser.visiting import DESKTOP, PHONE, Visits, resize
from tests.browser.walking import faults, passed_over, walk
from tests.thoroughness import one_in

# Only a server answers for a wrong address, at any depth: test_axe.py looks at the answer.
ONLY_SERVED = "wrong address"
# Tools that count and ask in the browser; tests of their own look at what they say without scripts.
TOOLS = frozenset({"by when", "what now"})
# Every kind is read in dark colours at night, by test_axe.py.
IN_THE_DARK = frozenset(one_in(3, NAMES, turn=2))


@pytest.mark.parametrize("kind", NAMES)
def test_a_page_of_each_kind(
    kind: str, visit: Visits, address_of: Callable[[str], str], subtests: pytest.Subtests
) -> None:
    address = address_of(kind)
    page = visit(address, screen=PHONE, reduced_motion=True, at="2026-11-22 12:15")
    is_page = kind != ONLY_SERVED
    if is_page:
        with subtests.test("by keyboard, as it opens on a phone"):
            assert too_wide(page) == []
            _assert_walked(page)
    open_all(page)
    with subtests.test("opened on a phone"):
        assert too_wide(page) == []
        assert too_small(page) == []
        assert_large_letters_fit(page)
        if is_page:
            assert_none(page, "opened on a phone")
    resize(page, DESKTOP)
    if is_page:
        page.locator("label[title='Switch to dark colours']").click()
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        if kind in IN_THE_DARK:
            with subtests.test("in dark colours on a desk"):
                assert_none(page, "opened, in dark colours on a desk", only=COLOURS)
        with subtests.test("nothing is kept"):
            assert_nothing_is_kept_but_the_choices(page)
    with subtests.test("on paper"):
        page.emulate_media(media="print", color_scheme="dark")
        assert_black_on_white_without_menus(page)
        if is_page:
            assert_paper_says_of_when_it_is(page)
    page.emulate_media(media="screen", color_scheme="light")
    if is_page:
        visit.from_folder(page, address)
        with subtests.test("from a folder"):
            expect(page.locator("h1")).to_be_visible()
            assert page.evaluate("[...document.styleSheets].length") >= 4
    if kind not in TOOLS:
        with subtests.test("the same words without scripts"):
            for each in page.get_by_role("button", name="Show all of them").all():
                each.click()
            said = words_of(visit(address, scripts=False), *WITHOUT_SCRIPTS)
            assert words_of(page, *WITH_SCRIPTS) == said
            assert len(said) > 5
    with subtests.test("with words without end"):
        resize(page, PHONE)
        assert_a_word_without_end_breaks(page)


def _assert_walked(page: Page) -> None:
    steps = walk(page)
    assert not faults(steps), "\n".join(faults(steps))
    assert not passed_over(page)
    assert len(steps) > 4


def test_a_search_leaves_no_trace_either(visit: Visits) -> None:
    page = visit("index.html", searching=True)
    page.locator("label[title='Switch to dark colours']").click()
    page.locator(".md-search__input").press_sequentially("line managers")
    page.locator("a.md-search-result__link").first.wait_for()
    assert_nothing_is_kept_but_the_choices(page)


def test_what_is_left_to_the_clock_is_said_without_it_too(
    visit: Visits, address_of: Callable[[str], str], server: str
) -> None:
    page = visit("index.html", scripts=False)
    for kind in ("open case", "agency", "tracker"):
        page.goto(server + address_of(kind))
        for selector in BY_THE_CLOCK:
            assert all(page.locator(selector).all_inner_texts()), (kind, selector)
            assert page.locator(selector).count(), (kind, selector)
