"""What a reader's device asks for besides dark colours: stillness, the device's own colours."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.visiting import PHONE, Visit


def test_nothing_moves_where_stillness_is_asked_for(visit: Visit) -> None:
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
    visit: Visit, address_of: Callable[[str], str]
) -> None:
    page = visit(address_of("open case"), screen=PHONE, forced_colours=True)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    edges = page.locator(".el-chip").evaluate_all(
        "all => all.map((each) => getComputedStyle(each).borderTopStyle)"
    )
    assert edges
    assert set(edges) == {"solid"}
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
