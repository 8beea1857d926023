"""Everything by keyboard on a narrow phone screen: pages, the menu, the search, the skip link."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.kinds import NAMES
from tests.browser.visiting import DESKTOP, PHONE, Visits
from tests.browser.walking import faults, passed_over, walk


# The way there is among what test_each_kind.py looks at.
@pytest.mark.nightly
@pytest.mark.parametrize("kind", [name for name in NAMES if name != "wrong address"])
def test_a_walk_there_and_back(kind: str, visit: Visits, address_of: Callable[[str], str]) -> None:
    page = visit(address_of(kind), screen=PHONE, reduced_motion=True)
    forwards = walk(page)
    backwards = walk(page, "Shift+Tab")
    assert not faults(backwards), "backwards:\n" + "\n".join(faults(backwards))
    assert len(backwards) == len(forwards)


def test_a_walk_on_a_wide_screen_reaches_menu_and_contents(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("policy"), screen=DESKTOP, reduced_motion=True)
    steps = walk(page)
    assert not faults(steps), "\n".join(faults(steps))
    assert not passed_over(page)
    assert {"Tracker", "Contacts"} <= {step["name"] for step in steps}


def test_the_skip_link_comes_first_and_leads_to_the_content(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    for kind in ("policy", "open case"):
        page = visit(address_of(kind), screen=PHONE, reduced_motion=True)
        page.keyboard.press("Tab")
        skip = page.locator(".md-skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.closest('.md-content') !== null"), kind


def test_the_menu_opens_closes_and_leads_to_every_page(visit: Visits, site_menu: set[str]) -> None:
    page = visit("about.html", screen=PHONE, reduced_motion=True)
    menu = page.get_by_role("button", name="Menu")
    _tab_to(page, "Menu")
    assert menu.get_attribute("aria-expanded") == "false"
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    expect(page.locator(".md-sidebar--primary a:focus")).to_have_count(1)

    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    expect(menu).to_be_focused()
    expect(page.locator(".md-sidebar--primary")).to_be_hidden()

    page.keyboard.press("Enter")
    reached: set[str] = set()
    while page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null"):
        expect(page.locator("a:focus")).to_be_in_viewport()
        reached.add(page.evaluate("document.activeElement.href"))
        page.keyboard.press("Tab")
    assert reached >= site_menu
    assert menu.get_attribute("aria-expanded") == "false", "it closes when the focus leaves"

    _tab_to(page, "Menu")
    page.keyboard.press("Enter")
    while page.evaluate("document.activeElement.textContent.trim()") != "Home":
        page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/index.html")


@pytest.fixture
def site_menu(visit: Visits) -> set[str]:
    """List what the menu leads to on a wide screen, where it stands open."""
    page = visit("about.html", screen=DESKTOP)
    links = page.locator(".md-sidebar--primary a.md-nav__link")
    return set(links.evaluate_all("all => all.filter(a => a.checkVisibility()).map(a => a.href)"))


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_search_is_opened_used_and_left(screen: ViewportSize, visit: Visits) -> None:
    page = visit("about.html", screen=screen, reduced_motion=True, searching=True)
    _tab_to(page, "Search")
    if screen == PHONE:
        page.keyboard.press("Enter")
    box = page.locator(".md-search__input")
    expect(box).to_be_focused()
    page.keyboard.type("line managers")
    results = page.locator("a.md-search-result__link")
    expect(results.first).to_be_visible()
    page.keyboard.press("Escape")
    expect(results.first).to_be_hidden()
    _tab_to(page, "Search")
    if screen == PHONE:
        page.keyboard.press("Enter")
    expect(results.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "/policies/" in page.url


def _tab_to(page: Page, name: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate(
            "[document.activeElement.getAttribute('aria-label'),"
            " document.activeElement.placeholder].includes('" + name + "')"
        ):
            return
    raise AssertionError(f"the Tab key never reached {name!r}")
