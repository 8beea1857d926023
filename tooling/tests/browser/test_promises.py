"""What the privacy notice promises of a visit: no cookies, and one choice kept in the browser."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.kinds import NAMES
from tests.browser.visiting import Visits


def test_nothing_is_kept_but_the_choice_of_colours(
    visit: Visits, address_of: Callable[[str], str], server: str
) -> None:
    page = visit("index.html")
    page.locator("label[title='Switch to dark colours']").click()
    for kind in (*NAMES, "home"):
        page.goto(server + address_of(kind))
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    page.locator(".md-search__input").press_sequentially("line managers")
    page.locator("a.md-search-result__link").first.wait_for()
    assert page.context.cookies() == []
    assert page.evaluate("document.cookie") == ""
    assert page.evaluate("Object.keys(localStorage).map((key) => key.split('.').pop())") == [
        "__palette"
    ]
    assert page.evaluate("Object.keys(sessionStorage)") == []
    assert page.evaluate("indexedDB.databases().then((all) => all.length)") == 0
