"""Who has signed in can read the site in a browser, scripts and all, under the recipe's headers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect

from tests.browser.chromium import PATIENCE, launched
from tests.browser.engine_pages import EnginePage, require_engine
from tests.cli.running import run
from tests.serving.conftest import Served
from tests.serving.nginx import NAME
from tests.serving.sign_in import sign_in

PAGES = (
    "index.html",
    "tracker.html",
    "cases/2026/KN-2026-0001.html",
    "policies/compare.html",
    "agencies/index.html",
    "about.html",
    "nothing.html",
)


@dataclass(slots=True, kw_only=True)
class Reading:
    """A browser that has signed in, and all that went wrong on its pages."""

    context: BrowserContext
    address: str
    faults: list[str] = field(default_factory=list)

    def page(self, name: str) -> Page:
        """Open a page, and let its scripts come to an end of what they begin with."""
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{name}: {error}"))
        page.goto(self.address + name)
        page.evaluate("new Promise(done => requestIdleCallback(done))")
        return page


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start a browser that finds the server by its name, and no other host."""
    with launched(playwright, host=NAME) as browser:
        yield browser


@pytest.fixture
def reading(served: Served, browser: Browser) -> Iterator[Reading]:
    """Sign in, and note what goes wrong; afterwards fail for it."""
    context = browser.new_context()
    context.set_default_timeout(PATIENCE)
    reading = Reading(context=context, address=f"http://{NAME}:{served.port}/")
    sign_in(context, reading.address)
    context.expose_binding(
        "sayViolation", lambda _, words: reading.faults.append(f"violation: {words}")
    )
    context.add_init_script(
        "addEventListener('securitypolicyviolation', e => "
        "sayViolation(`${e.effectiveDirective} ${e.blockedURI} on ${location.pathname}`))"
    )
    yield reading
    context.close()
    assert not reading.faults, "\n".join(reading.faults)


def test_every_kind_of_page_works_as_it_stands(reading: Reading, subtests: pytest.Subtests) -> None:
    for name in PAGES:
        with subtests.test(name):
            page = reading.page(name)
            assert page.locator("h1").first.is_visible()
            assert page.evaluate("document.styleSheets.length") > 0


def test_the_engine_runs_and_says_what_the_command_says(reading: Reading, site: Path) -> None:
    require_engine(site)
    engine = EnginePage(reading.page("cases/2026/KN-2026-0001.html"), reading.address)
    engine.load()
    engine.open(**engine.log("KN-2026-0001"), now="2026-11-22T12:00:00Z")
    asked = ("assess", "KN-2026-0001", "--as-of", "2026-11-22T12:00:00Z", "--format", "json")
    assert engine.call("assess", reference="KN-2026-0001") == run(*asked).out


def test_the_search_finds_a_policy(reading: Reading) -> None:
    page = reading.page("index.html")
    page.locator(".md-search__input").press_sequentially("line managers")
    expect(page.locator(".md-search-result__link").first).to_be_visible()


def test_the_tracker_filters(reading: Reading) -> None:
    page = reading.page("tracker.html")
    rows = page.locator("table tbody tr:visible")
    before = rows.count()
    page.locator("input[type=search]:visible").last.fill("KN-2026-0001")
    expect(rows).not_to_have_count(before)
    assert rows.count() >= 1


def test_the_scheme_can_be_changed(reading: Reading) -> None:
    page = reading.page("index.html")
    before = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label[title^='Switch to']:visible").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", before or "")


def test_a_script_of_another_hand_does_not_run(served: Served, reading: Reading) -> None:
    page = reading.page("index.html")
    page.evaluate(
        "document.head.append(Object.assign(document.createElement('script'), "
        "{textContent: 'window.ran = true'}))"
    )
    assert page.evaluate("window.ran") is None
    # By the policy of the page, and by that of the server.
    assert len(reading.faults) == 2
    for fault in reading.faults:
        assert fault.startswith("violation: script-src-elem inline")
    reading.faults.clear()
    assert served.sign_in.asked
