"""A change that is waiting for a review is said on its case and in the tracker."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from escalation_log.export.open_changes import (
    OPEN_CHANGES_FILE,
    OpenChanges,
    open_changes_text,
)
from tests.browser.axe import assert_none
from tests.browser.tracking import ROWS
from tests.browser.visiting import DESKTOP, PHONE, Visits, opened
from tests.made_once import Workshop
from tests.site.building import build, copy_log

CASE = "KN-2026-0006"
SEVERAL = "BA-2026-0006"
REPOSITORY = "https://github.com/example-team/escalations"
WORDS = "A change to this case is waiting for a review, as of Monday 30 November 2026 at 10:15"
_WIDTH = "document.documentElement.scrollWidth"
_LIST = f"{REPOSITORY}/pulls?q=is%3Apr%20is%3Aopen%20%22{{}}%22"


@pytest.fixture
def visits(browser: Browser, workshop: Workshop) -> Iterator[Visits]:
    """Open the site of a log to two of whose cases changes were waiting."""

    def written(folder: Path) -> None:
        copy_log(folder, cases=True)
        changes = OpenChanges(
            as_of=datetime(2026, 11, 30, 10, 15, 59, tzinfo=UTC),
            repository=REPOSITORY,
            pulls={CASE: (12,), SEVERAL: (12, 14), "KN-2026-0999": (15,)},
        )
        file = folder / OPEN_CHANGES_FILE
        file.parent.mkdir()
        file.write_text(open_changes_text(changes), "utf-8")
        build(folder)

    place = workshop.make("waiting-changes", written) / "build" / "site"
    with opened(browser, place) as visits:
        yield visits


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_the_case_says_so_and_leads_to_the_list(visits: Visits, screen: ViewportSize) -> None:
    page = visits(f"cases/2026/{CASE}.html", screen=screen, folder=True)
    said = page.locator(".el-case__change")
    expect(said).to_be_visible()
    expect(said).to_contain_text(f"{WORDS}. Open pull requests of this case, #12")
    links = said.get_by_role("link")
    assert [each.get_attribute("href") for each in links.all()] == [
        _LIST.format(CASE),
        f"{REPOSITORY}/pull/12",
    ]
    assert {each.get_attribute("rel") for each in links.all()} == {"noreferrer"}
    assert_none(page, "with a change that waits")
    assert page.evaluate(_WIDTH) <= screen["width"]


def test_several_changes_are_counted_and_no_other_case_has_any(visits: Visits) -> None:
    page = visits(f"cases/2026/{SEVERAL}.html", folder=True)
    expect(page.locator(".el-case__change")).to_contain_text(
        "2 changes to this case are waiting for a review, as of"
    )
    page = visits("cases/2026/KN-2026-0008.html", folder=True)
    expect(page.get_by_role("heading", name="KN-2026-0008")).to_be_visible()
    expect(page.locator(".el-case__change")).to_have_count(0)


@pytest.mark.parametrize("screen", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scripts", [True, False])
def test_the_tracker_says_so_in_the_case_s_row(
    visits: Visits, screen: ViewportSize, *, scripts: bool
) -> None:
    page = visits("tracker.html", screen=screen, folder=True, scripts=scripts)
    said = page.locator(f"{ROWS} [data-slot=change]")
    expect(said).to_have_count(2)
    row = page.locator(ROWS).filter(has_text=CASE)
    link = row.get_by_role("link", name=WORDS)
    expect(link).to_be_visible()
    assert link.get_attribute("href") == _LIST.format(CASE)
    assert page.evaluate(_WIDTH) <= screen["width"]
    if scripts:
        assert_none(page, "with changes that wait")


def test_the_form_says_so_before_somebody_proposes_it_again(visits: Visits) -> None:
    page = visits(f"record.html#{CASE}", folder=True)
    said = page.locator("[data-waiting]")
    expect(said).to_contain_text(WORDS)
    assert said.get_by_role("link").get_attribute("href") == _LIST.format(CASE)
    page.locator("[data-another]").click()
    page.get_by_label("Which case?").fill("KN-2026-0007")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("[data-title]")).to_contain_text("KN-2026-0007")
    expect(said).to_be_hidden()
