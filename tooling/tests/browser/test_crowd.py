"""The tracker of a crowd of cases, of whose rows a script makes all beyond the first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from escalation_log.log.judged_case import JudgedCase
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import summary_of
from escalation_log.site.tracking.tracker import row_of
from tests.browser.crowds import crowded
from tests.browser.tracking import ROWS, count, references, unfold
from tests.browser.visiting import Visits, opened
from tests.site.summaries import summaries_of
from tests.site.tracking.at_risk import case_at_risk

# What a row says in each of its parts, and how it looks.
SLOTS = """rows => rows.map((row) => [
  ["look", row.dataset.look || ""],
  ...[...row.querySelectorAll("[data-slot]")]
    .map((slot) => [slot.dataset.slot, slot.textContent.replace(/\\s+/g, " ").trim()]),
])"""

LOOKS = 100


@pytest.fixture(scope="module")
def risk(tmp_path_factory: pytest.TempPathFactory) -> JudgedCase:
    """Give a case with an immediate risk of which nobody has told a manager."""
    return case_at_risk(tmp_path_factory.mktemp("risk"))


@pytest.fixture
def crowd(
    browser: Browser, site: Path, publication: Publication, risk: JudgedCase, tmp_path: Path
) -> Iterator[Visits]:
    """Open the site with fifteen hundred cases, some of them with an immediate risk."""
    kinds = (*summaries_of(publication), summary_of(risk))
    folder = crowded(site, publication, kinds, 1500, tmp_path / "crowd")
    with opened(browser, folder) as visits:
        yield visits


def test_a_crowd_is_shown_a_hundred_at_a_time(crowd: Visits) -> None:
    page = crowd("tracker.html?state=all")
    assert count(page) == "1500 cases"
    assert len(references(page)) == 100
    more = page.locator("#tracker-more")
    assert more.inner_text() == "Show 100 more"
    more.click()
    shown = references(page)
    assert len(set(shown)) == 200
    assert page.evaluate("document.activeElement.textContent") == shown[100]
    unfold(page)
    page.locator("#tracker-policy").select_option("knowsley")
    expect(page.locator("#tracker-count")).to_contain_text(" of 1500 cases")
    assert len(references(page)) == 100
    page.locator("#tracker-find").fill("kn-2024-0")
    expect(page.locator("#tracker-count")).not_to_contain_text("1500 of")


def test_a_crowd_does_not_keep_anybody_waiting(crowd: Visits) -> None:
    page = crowd("tracker.html")
    asked = page.context.new_cdp_session(page)
    asked.send("Performance.enable", {"timeDomain": "threadTicks"})
    before = script_seconds(asked)
    page.evaluate("""() => {
      const choice = Object.fromEntries(
        [...document.querySelector("#tracker-form").elements].map(({ name }) => [name, ""]));
      for (let time = 0; time < 10; time += 1) {
        escalationLogTracker.find({ ...choice, find: "academy", sort: "due" }, Date.now());
      }
    }""")
    took = 0.0
    # The browser adds up what a task took once it has ended, a little after it has answered.
    for _ in range(LOOKS):
        took = took or script_seconds(asked) - before
        page.evaluate("new Promise((resolve) => setTimeout(resolve, 1))")
    assert 0 < took < 10 * 0.1


def script_seconds(asked: CDPSession) -> float:
    """Give the time of a processor that the page's scripts have taken."""
    metrics = asked.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "ScriptDuration"))


def test_a_row_that_only_a_script_makes_says_what_is_to_be_done_at_once(
    crowd: Visits, publication: Publication, risk: JudgedCase
) -> None:
    page = crowd("tracker.html?policy=knowsley&sort=reference")
    page.locator("#tracker-more").click()
    expected = row_of(summary_of(risk), Names(publication))
    assert (expected.at_once, expected.risk) == ("At once", "Immediate risk")
    assert expected.ageing == "One of the log’s own reminders has passed"
    made = [dict(row) for row in page.locator(ROWS).evaluate_all(SLOTS)[100:]]
    at_once = [row for row in made if "at-once" in row]
    assert 0 < len(at_once) < len(made)
    for row in at_once:
        del row["reference"]
        assert row == {
            "look": "at-once",
            "duty": expected.duty,
            "at-once": expected.at_once,
            "more": expected.more,
            "acting": expected.acting,
            "stage": expected.stage,
            "theme": expected.theme,
            "area": expected.area,
            "risk": expected.risk,
            "breaches": expected.breaches,
            "ageing": expected.ageing,
        }


def test_what_is_to_be_done_at_once_comes_first(crowd: Visits, publication: Publication) -> None:
    looks = [dict(row)["look"] for row in crowd("tracker.html").locator(ROWS).evaluate_all(SLOTS)]
    kinds = len(publication.files) + 1
    number = len(range(kinds - 1, 1500, kinds))
    assert looks[:number] == ["at-once"] * number
    assert "at-once" not in looks[number:]
