"""A policy's page that was not built anew says what has become untrue of it, on both sites."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.visiting import Visits, opened
from tests.site.both_sites import PUBLIC, RESTRICTED, mkdocs
from tests.site.building import copy_log
from tests.thoroughness import whole

POLICY = "policies/knowsley/index.html"
NEWER = "policies/knowsley/2027-01.html"


@pytest.fixture(scope="module", params=[RESTRICTED, whole(PUBLIC)])
def stale(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a site whose policy is soon to be reviewed and then replaced."""
    root = copy_log(tmp_path_factory.mktemp("stale"), cases=False)
    (root / "policies/editions.lock").unlink()
    file = root / "policies/knowsley/2020-06.yaml"
    words = file.read_text(encoding="utf-8").replace("review_due: null", "review_due: 2026-11-25")
    file.write_text(words, encoding="utf-8")
    newer = words.replace("version: 2020-06", "version: 2027-01")
    newer = newer.replace("effective_from: 2020-06-01", "effective_from: 2027-01-04")
    newer = newer.replace("review_due: 2026-11-25", "review_due: 2030-01-04")
    file.with_name("2027-01.yaml").write_text(newer, encoding="utf-8")
    return mkdocs(root, str(request.param))


@pytest.fixture
def visits(browser: Browser, stale: Path) -> Iterator[Visits]:
    """Open its pages; afterwards fail for every request to elsewhere and every script's error."""
    with opened(browser, stale) as visits:
        yield visits


def test_a_review_that_has_passed_since_is_told(visits: Visits) -> None:
    warning = "Past its review date, Wednesday 25 November 2026."
    for at, is_told in (("2026-11-25 23:50", False), ("2026-11-26 00:10", True)):
        page = visits(POLICY, at=at)
        expect(page.get_by_text(warning)).to_be_visible(visible=is_told)


def test_a_newer_edition_is_told_from_its_day_on(visits: Visits) -> None:
    for at, is_told in (("2027-01-03 23:50", False), ("2027-02-01 09:00", True)):
        page = visits(POLICY, at=at)
        warning = page.get_by_text("A newer edition is in force since Monday 4 January 2027.")
        expect(warning).to_be_visible(visible=is_told)
        newer = visits(NEWER, at=at)
        waiting = newer.get_by_text("This edition is not in force before Monday 4 January 2027.")
        expect(waiting).to_be_visible(visible=not is_told)
    page.get_by_role("link", name="Read the newer edition").click()
    assert page.url.endswith(NEWER)


def test_the_tools_say_that_a_newer_edition_is_in_force(visits: Visits) -> None:
    address = "by-when.html#policy=knowsley@{}&duty=stage-2/resolve&from=2026-11-20"
    for at, is_told in (("2027-01-03 23:50", False), ("2027-02-01 09:00", True)):
        notes = visits(address.format("2020-06"), at=at).locator("[data-notes]")
        newer = "A newer edition is in force since Monday 4 January 2027."
        expect(notes.get_by_text(newer)).to_be_visible(visible=is_told)
        notes = visits(address.format("2027-01"), at=at).locator("[data-notes]")
        waiting = "This edition is not in force before Monday 4 January 2027."
        expect(notes.get_by_text(waiting)).to_be_visible(visible=not is_told)
        now = visits(
            "what-now/knowsley.html#side=raising&stage=stage-4&stage-4:settled=resolved", at=at
        )
        expect(now.locator("[data-result]").get_by_text(newer)).to_be_visible(visible=is_told)


def test_the_public_footer_says_when_it_was_built(stale: Path) -> None:
    words = (stale / POLICY).read_text(encoding="utf-8")
    is_public = stale.name == "public"
    assert ("Built on Sunday 22 November 2026" in words) is is_public
    assert ("Last updated" in words) is not is_public
