"""Find and start the browser: one version for everybody where the set-up can bring it."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright

from tests.lacking import CHROMIUM, NODE_PARTS
from tests.thoroughness import whole

ROOT = Path(__file__).parents[3]
FOLDER = ROOT / "build" / "node" / "browser"
UNPACKED = FOLDER / "chromium"
# What a bare system lacks of what the browser needs.
LIBRARIES = FOLDER / "lib"
# The set-up brings a browser without windows for these machines alone; see `tests.node.install`.
IS_PROVIDED = sys.platform == "linux" and platform.machine() == "x86_64"
# Milliseconds: a busy machine is no fault of a page.
PATIENCE = 60_000
# Without windows a browser opens a page in less than half the time.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)


class Fonts(StrEnum):
    """What a machine has for letters: the name of a file in `fonts/` that has fontconfig find them.

    Where fontconfig is not what finds them, as on a Mac, both are the machine's own.
    """

    ARIAL = "arial"
    """Those of most readers, as narrow and as low as Arial's."""
    OPEN_SANS = "open-sans"
    """Wide and high ones."""


WITH_BOTH_FONTS = pytest.mark.parametrize("fonts", list(Fonts), ids=str)
# By day the harder of the two: what must fit is harder with wide and high letters, what a finger
# must hit with narrow and low ones.
FITS_WITH_BOTH_FONTS = pytest.mark.parametrize(
    "fonts", [Fonts.OPEN_SANS, whole(Fonts.ARIAL)], ids=str
)
IS_HIT_WITH_BOTH_FONTS = pytest.mark.parametrize(
    "fonts", [Fonts.ARIAL, whole(Fonts.OPEN_SANS)], ids=str
)


def chromium() -> Path:
    """Find the browser."""
    return unpacked() if IS_PROVIDED else on_this_machine()


def unpacked(path: Path = UNPACKED) -> Path:
    """Give the browser of the set-up, or fail the test where that was not run."""
    return path if path.exists() else NODE_PARTS.fail()


def on_this_machine() -> Path:
    """Find the machine's own browser. Skip the test where there is none, or fail it under CI."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return CHROMIUM.give_up() if found is None else Path(found)


@contextmanager
def launched(
    playwright: Playwright, *, fonts: Fonts = Fonts.ARIAL, host: str = "127.0.0.1"
) -> Iterator[Browser]:
    """Start the browser with these fonts, deaf to every host but this machine, named `host` too."""
    browser = playwright.chromium.launch(
        executable_path=chromium(),
        args=[f"--host-resolver-rules=MAP {host} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"],
        env={**os.environ, **_environment(fonts)},
    )
    try:
        yield browser
    finally:
        browser.close()


def _environment(fonts: Fonts) -> dict[str, str]:
    environment = {
        "FONTCONFIG_FILE": str(Path(__file__).parent / "fonts" / f"{fonts}.conf"),
        # Where fontconfig keeps what it found in the folders of fonts.
        "XDG_CACHE_HOME": str(FOLDER / "cache"),
    }
    if IS_PROVIDED:
        environment["LD_LIBRARY_PATH"] = str(LIBRARIES)
    return environment
