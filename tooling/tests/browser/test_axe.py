"""No violation of WCAG 2.2 AA that axe-core can see, however a page is shown.

Every kind of page is looked at in test_each_kind.py too, once, and some in dark colours; here, in
every way.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.axe import COLOURS, assert_none
from tests.browser.kinds import NAMES
from tests.browser.visiting import DESKTOP, PHONE, Scheme, Visits, resize
from tests.thoroughness import whole

SCHEMES = pytest.mark.parametrize("scheme", [whole("light"), "dark"])


@pytest.mark.nightly
@pytest.mark.parametrize("kind", [name for name in NAMES if name != "wrong address"])
def test_a_page_narrow_and_wide_closed_and_opened_light_and_dark(
    kind: str, visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of(kind), screen=PHONE, reduced_motion=True)
    details = page.locator("details")
    if details.count():
        assert_none(page, "as it opens on a phone")
        details.evaluate_all("all => all.forEach(each => each.open = true)")
    assert_none(page, "opened on a phone")
    resize(page, DESKTOP)
    assert_none(page, "opened on a desk")
    page.locator("label[title='Switch to dark colours']").click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert_none(page, "in dark colours on a desk", only=COLOURS)
    resize(page, PHONE)
    assert_none(page, "in dark colours on a phone", only=COLOURS)


@SCHEMES
def test_the_menu(scheme: Scheme, visit: Visits) -> None:
    page = visit("index.html", screen=PHONE, scheme=scheme, reduced_motion=True)
    page.get_by_role("button", name="Menu").click()
    page.locator(".md-sidebar--primary a").first.wait_for()
    assert_none(page, "with the menu open")


@pytest.mark.parametrize(
    ("screen", "scheme"),
    [(PHONE, "light"), whole(PHONE, "dark"), whole(DESKTOP, "light"), (DESKTOP, "dark")],
)
def test_search_results(screen: ViewportSize, scheme: Scheme, visit: Visits) -> None:
    page = visit("index.html", screen=screen, scheme=scheme, reduced_motion=True, searching=True)
    if screen == PHONE:
        page.get_by_role("button", name="Search").click()
    page.locator(".md-search__input").press_sequentially("line managers")
    page.locator(".md-search-result__link").first.wait_for()
    assert_none(page, "with results")


@SCHEMES
def test_the_page_for_wrong_addresses_at_any_depth(scheme: Scheme, visit: Visits) -> None:
    page = visit("no/such/page/at/all.html", screen=PHONE, scheme=scheme)
    assert page.get_by_role("link", name="Ring 999").is_visible()
    assert_none(page, "as it is")
