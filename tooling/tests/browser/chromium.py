"""Find the browser of this machine, and say loudly where there is none."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium on this machine"
REMEDY = "Install it to run them; on Debian: apt-get install chromium"


def chromium() -> Path:
    """Find the browser. Skip the test where there is none, or fail it where `CI` is `true`."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is not None:
        return Path(found)
    if os.environ.get("CI") == "true":
        pytest.fail(f"{MISSING}. {REMEDY}", pytrace=False)
    pytest.skip(MISSING)


@contextmanager
def launched(playwright: Playwright, executable: Path) -> Iterator[Browser]:
    """Start the browser, deaf to every host but this machine."""
    browser = playwright.chromium.launch(
        executable_path=executable,
        args=["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
    )
    yield browser
    browser.close()


def warn_of_skipped(terminal: pytest.TerminalReporter) -> None:
    """Close a run that lacked a browser with a line that nobody overlooks."""
    skipped = sum(MISSING in str(each.longrepr) for each in terminal.stats.get("skipped", ()))
    if skipped:
        tests = "1 browser test was" if skipped == 1 else f"{skipped} browser tests were"
        terminal.write_line(f"WARNING: {tests} skipped: {MISSING}. {REMEDY}", yellow=True)
