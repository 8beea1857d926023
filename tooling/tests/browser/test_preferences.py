"""What a reader's device asks for: dark colours, stillness, the device's own colours."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visiting import PHONE, Visits


def test_a_page_is_dark_where_the_device_is(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    for kind in ("home", "open case", "tracker"):
        page = visit(address_of(kind), scheme="dark")
        expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert max(int(each) for each in re.findall(r"\d+", ground)[:3]) < 60


def test_nothing_moves_where_stillness_is_asked_for(visit: Visits) -> None:
    page = visit("index.html", screen=PHONE, reduced_motion=True)
    moving = page.evaluate(
        """[...document.querySelectorAll("*")].filter((each) => {
            const style = getComputedStyle(each);
            const longest = (list) => Math.max(...list.split(",").map(parseFloat));
            return longest(style.transitionDuration) > 0.05
              || longest(style.animationDuration) > 0.05
              || style.scrollBehavior === "smooth";
        }).map((each) => each.outerHTML.slice(0, 80))"""
    )
    assert moving == []


def test_with_the_devices_own_colours_chips_and_focus_have_edges(
    visit: Visits, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"), screen=PHONE, forced_colours=True)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    edges = page.locator(".el-chip").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).borderTopStyle)"
    )
    # A guide that was passed has another edge than a breach, and every chip has one.
    assert {"solid", "dotted"} <= set(edges) <= {"solid", "dotted", "dashed", "double"}
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
