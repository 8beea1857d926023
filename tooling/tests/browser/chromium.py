"""Find and start the browser of this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright

from tests.lacking import CHROMIUM

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> Path:
    """Find the browser. Skip the test where there is none, or fail it where `CI` is `true`."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
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
