"""The digest as a mail program shows it: narrow and wide, light and dark, read by axe."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.browser import axe
from tests.browser.visiting import Scheme
from tests.cli.running import run
from tests.export.test_digest_mails import POLICIES, shared
from tests.logs import FOUR
from tests.thoroughness import whole


@pytest.fixture(scope="module")
def digests(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, log = tmp_path_factory.mktemp("digests"), tmp_path_factory.mktemp("log")
    shutil.copytree(FOUR, log, dirs_exist_ok=True)
    shared(log, *POLICIES, agency="early-help")
    ran = run("digest", "--as-of", "2026-11-22 12:00", "--to", folder, log=log)
    assert ran.code == 0, ran.err
    return folder


@pytest.mark.parametrize(
    ("width", "scheme"), [(320, "dark"), whole(320, "light"), whole(800, "dark"), (800, "light")]
)
@pytest.mark.parametrize(
    "name",
    [
        "city-and-hackney.midwifery",
        "knowsley.childrens-social-care",
        "knowsley.police",
        "one-for-all",
    ],
)
def test_a_digest_can_be_read(
    name: str, width: int, scheme: Scheme, digests: Path, browser: Browser
) -> None:
    screen = ViewportSize(width=width, height=800)
    page = browser.new_page(viewport=screen, color_scheme=scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((digests / f"{name}.html").as_uri())
    assert len(asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    is_dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert is_dark is (scheme == "dark")
    assert ink == ("rgb(255, 255, 255)" if is_dark else "rgb(0, 0, 0)")
    found = [each for each in axe.violations(page) if not each.startswith(("landmark", "region"))]
    assert found == []
    page.close()
