"""Pages of a log of hostile texts, opened: they speak, run, ask for and make nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page

from tests.browser.chromium import Fonts
from tests.browser.each_kind import open_all
from tests.browser.kinds import NAMES, addresses, kind_named
from tests.browser.visiting import PHONE, Visits, opened
from tests.hostile.corpus import CANARY
from tests.hostile.planting import build_planted
from tests.made_once import Workshop

# Every element and attribute that bears the canary's name, and what its scripts would leave behind.
_ALIVE = """(canary) => [
  ...Object.keys(globalThis).filter((name) => name.includes(canary)),
  ...[...document.querySelectorAll("*")].flatMap((each) => [
    each.localName,
    ...[...each.attributes]
      .filter(({ name, value }) => name.includes(canary) || name.startsWith("on")
        || (["id", "name", "is"].includes(name) && !value.startsWith("text-")
          && value.includes(canary)))
      .map(({ name, value }) => `${name}=${value}`),
  ]).filter((found) => found.includes(canary)),
  ...[...document.querySelectorAll("iframe, object, embed, base")].map((each) => each.outerHTML),
]"""
# Answers of the questions and of the search, which scripts write into the page.
_TYPED = f"<img src=x onerror=globalThis.{CANARY}=1>{CANARY}"


@pytest.fixture(scope="module")
def hostile(workshop: Workshop) -> Path:
    """Give the site, which the tests of its files have too."""
    return workshop.make("hostile-texts", build_planted) / "build" / "site"


@pytest.fixture
def visit_hostile(browsers: Callable[[Fonts], Browser], hostile: Path) -> Iterator[Visits]:
    """Open its pages; afterwards fail for every request that left it and every script's error."""
    with opened(browsers(Fonts.ARIAL), hostile) as visits:
        yield visits


def assert_still(page: Page) -> None:
    """Look for what came alive on a page."""
    assert page.evaluate(_ALIVE, CANARY) == []


def visited(visit: Visits, address: str) -> Page:
    """Open a page with everything unfolded; a dialog, which only the texts would open, fails."""
    page = visit(address, screen=PHONE)

    def spoke(dialog: Dialog) -> None:
        visit.faults.append(f"a dialog says: {dialog.message}")
        dialog.dismiss()

    page.on("dialog", spoke)
    open_all(page)
    for field in page.locator("input[type=search], input[type=text]").all():
        if field.is_visible():
            field.fill(_TYPED)
    for button in page.locator("main button:visible").all()[:4]:
        if button.is_enabled() and button.is_visible():
            button.click()
    assert_still(page)
    return page


@pytest.mark.parametrize("kind", [name for name in NAMES if name != "wrong address"])
def test_a_page_of_each_kind_lies_still(kind: str, visit_hostile: Visits, hostile: Path) -> None:
    visited(visit_hostile, kind_named(kind).address(hostile))


@pytest.mark.nightly
def test_every_page_lies_still(visit_hostile: Visits, hostile: Path) -> None:
    for address in addresses(hostile):
        if address != "404.html":
            visited(visit_hostile, address).context.close()


def test_a_browser_shows_what_would_come_alive(visit_hostile: Visits) -> None:
    page = visit_hostile("about.html")
    page.evaluate(
        "(text) => document.body.insertAdjacentHTML('beforeend', text)",
        f"<b id={CANARY}></b><{CANARY}-x></{CANARY}-x><i {CANARY}></i>",
    )
    page.evaluate(f"() => {{ globalThis.{CANARY} = 1; }}")
    assert len(page.evaluate(_ALIVE, CANARY)) == 4
