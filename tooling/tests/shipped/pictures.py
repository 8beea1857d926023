"""The pictures of the README, taken of the shipped log: `make pictures`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import ViewportSize, sync_playwright

from tests.browser.chromium import launched
from tests.browser.serving import served
from tests.browser.visiting import Scheme, Visits
from tests.logs import REPOSITORY
from tests.site.building import build, copy_log

_FOLDER = REPOSITORY / "docs" / "pictures"
_PHONE = ViewportSize(width=390, height=844)
_DESKTOP = ViewportSize(width=1280, height=844)
# For each picture: the page, the screen, the scheme, and what stands at its top.
_PICTURES: dict[str, tuple[str, ViewportSize, Scheme, str]] = {
    "case": ("cases/2026/KN-2026-0006.html", _PHONE, "light", ".el-banner"),
    "flowchart": ("policies/knowsley/index.html#flowchart", _PHONE, "dark", "#flowchart"),
    "tracker": ("tracker.html", _DESKTOP, "light", ".el-banner"),
}


def take(folder: Path) -> None:
    """Build the site and take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as temporary:
        site = build(copy_log(Path(temporary), cases=True, log=REPOSITORY)).site
        with (
            served(site) as server,
            sync_playwright() as playwright,
            launched(playwright) as browser,
        ):
            visits = Visits(browser, server, site)
            for name, (address, screen, scheme, top) in _PICTURES.items():
                page = visits(address, screen=screen, scheme=scheme)
                page.locator(top).first.evaluate("each => each.scrollIntoView()")
                page.wait_for_timeout(500)
                page.screenshot(path=folder / f"{name}.png")
            visits.close()


if __name__ == "__main__":
    take(_FOLDER)
