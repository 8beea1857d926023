"""Open a page of the site as somebody would see it, and mind what it asks of the network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
)

from tests.browser.chromium import PATIENCE
from tests.browser.serving import served
from tests.site.building import AS_OF

Scheme = Literal["light", "dark"]

PHONE = ViewportSize(width=320, height=640)
DESKTOP = ViewportSize(width=1280, height=800)

# Said without the address, which the events of the network give.
_NOT_LOADED = "Failed to load resource"
# The theme reads the whole index of its search on every page, which is a quarter of the work of a
# visit. A page from the disk brings a worker of its own and so reads it nevertheless.
_SEARCH_STAYS_UNREAD = """
  window.Worker = class extends EventTarget {
    constructor(script, options) {
      super();
      this.isModule = options?.type === "module";
    }
    postMessage() {}
    terminate() {}
  };
"""


@dataclass
class Visits:
    """The visits of one test, each in a context of its own, as for a new reader."""

    browser: Browser
    server: str
    site: Path
    faults: list[str] = field(default_factory=list)
    # Each context with the place where it may ask: the server, or the folder.
    _homes: dict[BrowserContext, str] = field(default_factory=dict)

    def __call__(
        self,
        address: str,
        *,
        screen: ViewportSize = DESKTOP,
        scheme: Scheme = "light",
        at: str = AS_OF,
        folder: bool = False,
        reduced_motion: bool = False,
        forced_colours: bool = False,
        print_media: bool = False,
        scripts: bool = True,
        touch: bool = False,
        searching: bool = False,
    ) -> Page:
        """Open the page at an address of the site.

        `at` is the moment by the reader's clock, London's time. The search of the theme finds
        something only with `searching`.
        """
        context = self.browser.new_context(
            viewport=screen,
            color_scheme=scheme,
            reduced_motion="reduce" if reduced_motion else "no-preference",
            forced_colors="active" if forced_colours else "none",
            java_script_enabled=scripts,
            has_touch=touch,
            locale="en-GB",
            timezone_id="Europe/London",
            accept_downloads=True,
            # What a page needs, it asks for itself; test_offline.py looks at what is kept.
            service_workers="block",
        )
        context.set_default_timeout(PATIENCE)
        home = self._folder if folder else self.server
        self._homes[context] = home
        self._mind(context)
        if not searching:
            context.add_init_script(_SEARCH_STAYS_UNREAD)
        page = context.new_page()
        if print_media:
            page.emulate_media(media="print")
        if scripts:
            page.clock.set_system_time(at)
        page.goto(home + address)
        return page

    def from_folder(self, page: Page, address: str) -> None:
        """Open a page from the disk, where until now pages came from the server."""
        self._homes[page.context] = self._folder
        page.goto(self._folder + address)

    @property
    def _folder(self) -> str:
        return f"{self.site.as_uri()}/"

    def _mind(self, context: BrowserContext) -> None:
        def asked(request: Request) -> None:
            home = self._homes[context]
            if not request.url.startswith((home, f"blob:{home}", "blob:null/", "data:", "about:")):
                self.faults.append(f"{request.frame.url} asked for {request.url}")

        def answered(response: Response) -> None:
            if response.status >= 400 and not response.request.is_navigation_request():
                self.faults.append(f"{response.url} is not there")

        def failed(request: Request) -> None:
            if request.failure != "net::ERR_ABORTED":  # by going to the next page
                self.faults.append(f"{request.url} failed: {request.failure}")

        def said(message: ConsoleMessage) -> None:
            if message.type == "error" and _NOT_LOADED not in message.text:
                self.faults.append(f"the console says: {message.text}")

        context.on("request", asked)
        context.on("response", answered)
        context.on("requestfailed", failed)
        context.on("console", said)
        context.on("weberror", lambda error: self.faults.append(f"a script failed: {error.error}"))

    def close(self) -> None:
        """Close what is open."""
        for context in self._homes:
            context.close()


def resize(page: Page, screen: ViewportSize) -> None:
    """Give the window of a page another size, and wait until scripts have followed it."""
    page.set_viewport_size(screen)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestIdleCallback(done)))")


@contextmanager
def opened(browser: Browser, site: Path) -> Iterator[Visits]:
    """Serve a built site and open its pages; at the end fail for whatever was wrong with them."""
    with served(site) as address:
        visits = Visits(browser, address, site)
        yield visits
        visits.close()
    assert not visits.faults, "\n".join(visits.faults)
