"""A tracker with a case by an earlier state and one not judged, as scripts make its rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import assert_none
from tests.browser.tracking import ROWS, count
from tests.browser.visiting import DESKTOP, PHONE, Visits, opened, resize
from tests.logs import FOUR
from tests.made_once import Workshop
from tests.repositories import repository_of
from tests.site.both_sites import export

CASE = "KN-2026-0006"
NEW = "KN-2026-0099"
NOTICE = "Shown as it stood in commit"
_WIDTH = "document.documentElement.scrollWidth"


@pytest.fixture
def visits(browser: Browser, workshop: Workshop) -> Iterator[Visits]:
    """Open the site of a log in Git with a broken case and one that nobody could ever read."""

    def written(folder: Path) -> None:
        repository = repository_of(folder / "log", FOUR)
        repository.append(f"cases/2026/{CASE}.yaml", "  - at: soon\n    kind: update\n")
        repository.path(f"cases/2026/{NEW}.yaml").write_text("reference: [\n", "utf-8")
        assert export(repository.log, folder / "site").code == 1

    with opened(browser, workshop.make("broken-case-files", written) / "site") as visits:
        yield visits


@pytest.mark.parametrize("scripts", [True, False])
def test_the_tracker_has_a_row_for_each(visits: Visits, *, scripts: bool) -> None:
    page = visits("tracker.html", screen=PHONE, folder=True, scripts=scripts)
    assert count(page) == "12 of 27 cases"
    noticed = page.locator(ROWS).filter(has_text=NOTICE)
    expect(noticed).to_have_count(1)
    expect(noticed.get_by_role("link", name=CASE)).to_be_visible()
    lost = page.get_by_role("table", name="Cases that cannot be judged").get_by_role("row")
    expect(lost.filter(has_text=NEW)).to_contain_text("line 2: The bracket that opens here")
    assert page.evaluate(_WIDTH) == PHONE["width"]


def test_what_is_searched_for_hides_no_case_that_cannot_be_judged(visits: Visits) -> None:
    page = visits("tracker.html?find=nothing+of+the+kind", folder=True)
    expect(page.locator("#tracker-none")).to_be_visible()
    expect(page.get_by_role("table", name="Cases that cannot be judged")).to_be_visible()


@pytest.mark.parametrize("address", ["tracker.html", f"cases/2026/{CASE}.html"])
def test_the_notices_have_no_violation(visits: Visits, address: str) -> None:
    page = visits(address, screen=PHONE, folder=True)
    expect(page.get_by_text(NOTICE).first).to_be_visible()
    assert_none(page, "on a phone")
    assert page.evaluate(_WIDTH) == PHONE["width"]
    resize(page, DESKTOP)
    assert page.evaluate(_WIDTH) <= DESKTOP["width"]
