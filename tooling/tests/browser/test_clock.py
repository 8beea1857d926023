"""Every deadline as it is read: what the page says is what the assessment of that moment says."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page

from escalation_log.model.assessments import DutyAssessment
from escalation_log.render.wording import DUTY_STATES
from escalation_log.site.dues import DueView, due_view
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.tracking.calendars import calendars_file
from escalation_log.site.tracking.summaries import CaseSummary, summary_of
from escalation_log.store import CaseFile, open_log
from tests.browser.visiting import PHONE, Visits
from tests.site.building import AS_OF, FIFTH, REPOSITORY, copy_log

SCRIPTS = REPOSITORY / "site/theme/assets/javascripts"
CLOCK = (SCRIPTS / "moments.js", SCRIPTS / "clock.js")
BUILT = datetime(2026, 11, 22, 12, tzinfo=UTC)
TELL = """(asked) => asked.map(([due, now]) => {
  const told = escalationLogClock.tell({
    due: Date.parse(due.due), soon: Date.parse(due.soon), calendar: due.calendar,
    dueOn: Date.parse(due.due_on + "T00:00Z") / 864e5, unit: due.counted_in, isGuide: due.is_guide,
    state: due.state,
  }, Date.parse(now));
  return { state: told.state, look: told.look, chip: told.chip, far: told.far,
           late: told.late && [told.late.amount, told.late.unit] };
})"""

Key: TypeAlias = tuple[str, int]
Told: TypeAlias = dict[str, object]


@dataclass(frozen=True)
class Question:
    """A deadline of the build, a moment after it, and what the assessment of that moment says."""

    name: str
    moment: datetime
    built: DueView
    judged: DutyAssessment


def log_at(folder: Path, *, cases: int, as_of: str) -> Path:
    """Give the shipped log with a fifth policy; or as many invented cases by the same policies."""
    root = copy_log(folder / "shipped", cases=cases == 0)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    if not cases:
        return root
    command = [sys.executable, "-m", "escalation_log", "--log", str(root), "sample"]
    options = ["--cases", str(cases), "--seed", "3", "--as-of", as_of]
    subprocess.run([*command, *options, "--out", folder / "sampled"], check=True)
    return folder / "sampled"


def open_dues(publication: Publication, file: CaseFile) -> dict[Key, DutyAssessment]:
    """Give what has a date and is not done yet."""
    rows = publication.judge(file).assessment.duties
    return {
        (row.duty.id, row.occurrence): row
        for row in rows
        if row.due is not None and row.state.value in {"running", "due-soon", "overdue"}
    }


def moments(
    rows: dict[Key, DutyAssessment], after: datetime, chance: random.Random
) -> Iterator[datetime]:
    """Choose moments around every deadline, and a few at random."""
    minute, hour, day = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
    for row in rows.values():
        assert row.due is not None
        assert row.soon_at is not None
        yield from (row.soon_at.at - minute, row.soon_at.at)
        for later in (-minute, 0 * day, minute, 61 * minute, day - minute, day, day + hour):
            yield row.due.at + later
        yield from (row.due.at + number * day + 13 * hour for number in (2, 3, 9, 34, 131))
    for _ in range(4):
        yield after + chance.random() * 200 * day


def questions(publication: Publication) -> Iterator[Question]:
    """Ask about every open deadline at many moments after the build."""
    chance = random.Random(publication.as_of.isoformat())
    for file in publication.files:
        built = open_dues(publication, file)
        for moment in sorted(set(moments(built, publication.as_of, chance))) if built else ():
            asked = moment.replace(microsecond=0)
            if asked < publication.as_of:
                continue
            later = open_dues(replace(publication, as_of=asked), file)
            for key, row in built.items():
                # What an announcement moves, or a passed deadline ends, no page knows beforehand.
                if key in later and later[key].due == row.due:
                    view = due_view(row, publication.judge(file).policy)
                    name = f"{file.case.reference} {key[0]} at {asked}"
                    yield Question(name, asked, view, later[key])


@pytest.fixture
def clock(browser: Browser) -> Iterator[Page]:
    """Give an empty page far from every policy's zone."""
    context = browser.new_context(timezone_id="America/New_York", locale="en-US")
    page = context.new_page()
    yield page
    context.close()


@pytest.mark.parametrize(
    ("cases", "as_of"),
    [
        (0, BUILT),
        (250, datetime(2026, 12, 18, 15, 30, tzinfo=UTC)),
        (250, datetime(2022, 9, 7, 9, tzinfo=UTC)),
    ],
    ids=["shipped", "sampled-before-christmas", "sampled-before-an-announcement"],
)
def test_the_page_and_the_assessment_agree_at_every_moment(
    cases: int, as_of: datetime, tmp_path: Path, clock: Page
) -> None:
    root = log_at(tmp_path, cases=cases, as_of=as_of.isoformat())
    publication = publication_of(open_log(root, as_of=as_of), as_of)
    summaries = [summary_of(publication.judge(file)) for file in publication.files]
    clock.add_script_tag(content=calendars_file(publication).write(summaries))
    for script in CLOCK:
        clock.add_script_tag(path=script)
    asked = list(questions(publication))
    assert len(asked) > 150
    told = clock.evaluate(TELL, [[vars_of(each.built), each.moment.isoformat()] for each in asked])
    for question, answer in zip(asked, told, strict=True):
        row = question.judged
        late = None if row.late is None else [row.late.amount, row.late.unit.value]
        assert (answer["state"], answer["late"]) == (row.state.value, late), question.name
        view = due_view(row, publication.edition(question.built.calendar).policy)
        assert (answer["look"], answer["chip"]) == (view.look, view.chip), question.name
        if view.late:
            assert answer["far"] == f"{view.late}, due", question.name
    states = {answer["state"] for answer in told}
    assert states == {"running", "due-soon", "overdue"}
    units = {answer["late"][1] for answer in told if answer["late"]}
    assert {"minutes", "working_days"} <= units


def vars_of(view: DueView) -> dict[str, object]:
    """Give a view's fields to a page."""
    return {name: getattr(view, name) for name in DueView.__slots__}


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2026-12-22T15:00Z", "Due in 5 working days,"),  # Christmas and the weekend do not count
        ("2026-12-31T09:00Z", "Due today by 16:00,"),
        ("2026-12-30T23:59Z", "Due tomorrow by 16:00,"),
        ("2026-12-31T16:00Z", "less than a minute late, due"),
        ("2026-12-31T17:01Z", "1 hour 1 minute late, due"),
        ("2027-01-01T20:00Z", "1 calendar day late, due"),  # a bank holiday: no working day began
        ("2027-01-04T00:00Z", "1 working day late, due"),
        ("2031-06-01T00:00Z", "more than 2 working days late, due"),  # past the calendar's end
    ],
)
def test_distances_are_told_in_the_limits_own_days(now: str, words: str, clock: Page) -> None:
    clock.add_script_tag(
        content='globalThis.escalationLogCalendars = {editions: {"a@1": 0}, calendars: [{zone: '
        '"Europe/London", last: "2027-01-05", known: [{from: "2026-01-01", off: ["2026-12-25", '
        '"2026-12-28", "2027-01-01"]}]}]};'
    )
    for script in CLOCK:
        clock.add_script_tag(path=script)
    due = {
        "due": "2026-12-31T16:00:00+00:00",
        "soon": "2026-12-30T00:00:00+00:00",
        "due_on": "2026-12-31",
        "calendar": "a@1",
        "counted_in": "working_days",
        "is_guide": False,
        "state": "running",
    }
    (told,) = clock.evaluate(TELL, [[due, now]])
    assert told["far"] == words


def test_a_state_is_never_better_than_when_it_was_built(clock: Page) -> None:
    for script in CLOCK:
        clock.add_script_tag(path=script)
    due = {
        "due": "2026-12-31T16:00:00+00:00",
        "soon": "2026-12-30T00:00:00+00:00",
        "due_on": "2026-12-31",
        "calendar": "a@1",
        "counted_in": "hours",
        "is_guide": False,
        "state": "due-soon",
    }
    (told,) = clock.evaluate(TELL, [[due, "2026-12-01T00:00Z"]])
    assert (told["state"], told["chip"]) == ("due-soon", "Due soon")


def case_with(publication: Publication, state: str) -> tuple[str, DutyAssessment]:
    """Find a case with a required duty of a state; give its page's address and the duty."""
    for file in publication.files:
        for row in open_dues(publication, file).values():
            if row.state.value == state and row.force.value == "required":
                return publication.judge(file).address, row
    raise LookupError(state)


def test_a_stale_page_tells_what_has_become_late(publication: Publication, visit: Visits) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address, at=(row.due.at + timedelta(minutes=90)).isoformat())
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert when.locator("[data-chip]").inner_text() == DUTY_STATES[row.state.OVERDUE]
    assert "late, due" in when.inner_text()
    assert when.get_attribute("data-state") == "overdue"
    built = page.locator(".el-build")
    now = row.due.at + timedelta(minutes=90)
    passed = sum(
        each.due is not None and BUILT < each.due.at <= now
        for file in publication.files
        if publication.judge(file).address == address
        for each in open_dues(publication, file).values()
    )
    assert passed_in(built.inner_text()) == passed > 0
    assert "what follows from that is not on this page yet" in built.inner_text()
    assert "el-build--old" in (built.get_attribute("class") or "")


def passed_in(words: str) -> int:
    """Give the number of deadlines that a page says have passed."""
    (number,) = re.findall(r"(No|\d+) deadlines? ha(?:s|ve) passed since", words)
    return 0 if number == "No" else int(number)


def test_a_side_hears_of_every_deadline_of_its_cases(
    cases: list[CaseSummary], visit: Visits
) -> None:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    passed: Counter[str] = Counter()
    for case in cases:
        dues = [duty.due_at for duty in case.to_do if duty.due_at is not None]
        late = sum(BUILT < due <= at for due in dues)
        for agency in {case.raising, *case.receiving}:
            passed[f"agencies/{case.policy}/{agency}.html"] += late
    assert passed["agencies/knowsley/health-visiting.html"] > 0
    for address in ("agencies/knowsley/health-visiting.html", passed.most_common(1)[0][0]):
        page = visit(address, at=at.isoformat())
        assert passed_in(page.locator(".el-build").inner_text()) == passed[address], address


def test_the_tracker_counts_every_deadline_that_has_passed(
    publication: Publication, visit: Visits
) -> None:
    at = datetime(2026, 11, 26, 9, tzinfo=UTC)
    passed = sum(
        row.due is not None and BUILT < row.due.at <= at
        for file in publication.files
        for row in open_dues(publication, file).values()
    )
    assert passed > 1
    page = visit("tracker.html", at=at.isoformat(), screen=PHONE)
    words = page.locator(".el-build").inner_text()
    assert "This page is 3 days old." in words
    assert f"{passed} deadlines have passed since" in words
    page = visit("agencies/index.html", at=at.isoformat())
    assert f"{passed} deadlines have passed since" in page.locator(".el-build").inner_text()


def test_a_new_page_says_so_quietly(visit: Visits) -> None:
    page = visit("tracker.html")
    built = page.locator(".el-build")
    assert built.inner_text() == (
        "This page is less than a minute old. It knows what was recorded by Sunday 22 November 2026"
        " at 12:00. No deadline has passed since."
    )
    assert built.get_attribute("class") == "el-build"


def test_time_goes_by_on_an_open_page(publication: Publication, visit: Visits) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address)
    page.clock.install(time=row.due.at - timedelta(seconds=90))
    page.reload()
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert re.search(r"Due (today|tomorrow)", when.inner_text())
    page.clock.fast_forward(180_000)
    page.wait_for_function(
        "due => document.querySelector(`.el-when[data-due='${due}']`).dataset.state == 'overdue'",
        arg=row.due.local.isoformat(),
    )
    assert "late, due" in when.inner_text()


def test_a_page_that_was_away_tells_the_time_when_it_is_back(
    publication: Publication, visit: Visits
) -> None:
    address, row = case_with(publication, "running")
    assert row.due is not None
    page = visit(address)
    page.clock.set_system_time(row.due.at + timedelta(days=40))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    when = page.locator(f'.el-when[data-due="{row.due.local.isoformat()}"]').first
    assert re.search(r"\d+ working days late, due", when.inner_text())


def test_a_device_whose_clock_is_behind_does_not_turn_the_page_back(visit: Visits) -> None:
    page = visit("tracker.html", at="2025-01-01 09:00")
    assert "The clock of this device is behind." in page.locator(".el-build").inner_text()
    assert page.locator('.el-tracker tbody tr[data-state="overdue"]').count() > 0


def test_without_scripts_the_words_are_those_of_the_build(visit: Visits) -> None:
    page = visit("tracker.html", scripts=False, at="2027-06-01 09:00")
    assert page.locator(".el-build").inner_text() == (
        "As of Sunday 22 November 2026 at 12:00. A deadline that has passed since does not show as"
        " late."
    )
    assert AS_OF.startswith("2026-11-22")
    late = page.locator('.el-when[data-state="overdue"]').first.inner_text()
    assert re.search(r"\d+ (working|calendar) days? (late|over the guide), due", late)
