"""The exported site, opened from its folder: as accessible, as quiet and as narrow as the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import assert_none
from tests.browser.kinds import NAMES
from tests.browser.visiting import DESKTOP, PHONE, Scheme, Visits, opened, resize
from tests.made_once import Workshop
from tests.site.both_sites import export
from tests.thoroughness import one_in_by_day, whole

_ONLY_SERVED = "wrong address"
_WIDTH = "document.documentElement.scrollWidth"
KINDS = [name for name in NAMES if name != _ONLY_SERVED]


@pytest.fixture(scope="module")
def plain(site: Path, workshop: Workshop) -> Path:
    """Give the folder of the exported site of the same log."""

    def written(folder: Path) -> None:
        ran = export(site.parents[1], folder / "site")
        assert (ran.code, ran.err) == (0, "")

    return workshop.make("plain-five-policies", written) / "site"


@pytest.fixture
def visits(browser: Browser, plain: Path) -> Iterator[Visits]:
    """Open its pages; afterwards fail for every request to elsewhere and every script's error."""
    with opened(browser, plain) as visits:
        yield visits


@pytest.mark.parametrize(
    ("scheme", "folder"), [("dark", True), whole("light", False)], ids=["folder", "served"]
)
# What a page says, between its header and its footer, is the same as on the other site.
@pytest.mark.parametrize("kind", one_in_by_day(3, KINDS, turn=1))
def test_a_page_opens_has_no_violation_and_does_not_scroll_sideways(
    kind: str, scheme: Scheme, folder: bool, visits: Visits, address_of: Callable[[str], str]
) -> None:
    page = visits(address_of(kind), screen=PHONE, scheme=scheme, folder=folder)
    expect(page.locator("h1")).to_be_visible()
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    assert_none(page, "opened on a phone")
    assert page.evaluate(_WIDTH) <= PHONE["width"]
    resize(page, DESKTOP)
    assert page.evaluate(_WIDTH) <= DESKTOP["width"]


def test_the_device_chooses_the_colours(visits: Visits) -> None:
    colours = "getComputedStyle(document.body).backgroundColor"
    light = visits("index.html", folder=True).evaluate(colours)
    dark = visits("index.html", folder=True, scheme="dark").evaluate(colours)
    printed = visits("index.html", folder=True, scheme="dark", print_media=True).evaluate(colours)
    assert light == printed == "rgb(255, 255, 255)"
    assert dark == "rgb(26, 29, 36)"


def test_the_keyboard_reaches_the_content_and_the_policies(visits: Visits) -> None:
    page = visits("index.html", folder=True, screen=PHONE)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    menu = page.locator(".el-head details", has=page.locator("summary", has_text="Policies"))
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(menu.locator("a").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_title("Barnsley Safeguarding Children Partnership - Escalation log")


def test_the_header_leads_to_a_case_by_its_reference(visits: Visits) -> None:
    page = visits("about.html", folder=True, screen=PHONE)
    page.get_by_label("Case number").fill("kn 2026 1")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/2026/KN-2026-0001.html")


def test_without_scripts_the_header_asks_the_tracker(visits: Visits) -> None:
    page = visits("about.html", scripts=False)
    page.get_by_label("Case number").fill("KN-2026-0001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tracker.html?find=KN-2026-0001")
