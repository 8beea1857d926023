"""Find and start the browser of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.lacking import CHROMIUM

WHOLE = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# The same browser without windows: it opens a page in less than half the time.
HEADLESS = ("chromium-headless-shell",)


def chromium() -> Path:
    """Find the browser, best without windows. Skip the test where there is none; see `lacking`."""
    return _first_of(*HEADLESS, *WHOLE)


def whole_chromium() -> Path:
    """Find the browser with all its switches, or skip the test as `chromium` does."""
    return _first_of(*WHOLE)


def _first_of(*names: str) -> Path:
    found = next(filter(None, map(shutil.which, names)), None)
    return CHROMIUM.give_up() if found is None else Path(found)


@contextmanager
def launched(playwright: Playwright, executable: Path) -> Iterator[Browser]:
    """Start the browser, deaf to every host but this machine."""
    browser = playwright.chromium.launch(
        executable_path=executable,
        args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    )
    yield browser
    browser.close()
