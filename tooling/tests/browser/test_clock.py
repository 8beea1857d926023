"""Every deadline as it is read: what the page says is what the assessment of that moment says."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from escalation_log.log.opening import open_log
from escalation_log.model.assessments import DutyAssessment
from escalation_log.site.dues import DueView, due_view
from escalation_log.site.publication import Publication, publication_of
from escalation_log.site.script_words import words_file
from escalation_log.site.tracking.data_files import calendars_file
from tests.browser.dues import BUILT, Key, open_dues
from tests.cli.running import run
from tests.logs import FIFTH, REPOSITORY
from tests.site.building import copy_log
from tests.site.summaries import summaries_of
from tests.thoroughness import whole

SCRIPTS = REPOSITORY / "site/theme/assets/javascripts"
CLOCK = (SCRIPTS / "moments.js", SCRIPTS / "clock.js")
TELL = """(asked) => asked.map(([due, now]) => {
  const told = escalationLogClock.tell({
    due: Date.parse(due.due), soon: Date.parse(due.soon), calendar: due.calendar,
    dueOn: Date.parse(due.due_on + "T00:00Z") / 864e5, unit: due.counted_in, isGuide: due.is_guide,
    isOwn: due.force === "own",
    state: due.state,
  }, Date.parse(now));
  return { state: told.state, look: told.look, chip: told.chip, far: told.far,
           late: told.late && [told.late.amount, told.late.unit] };
})"""


BEFORE_CHRISTMAS = datetime(2026, 12, 18, 15, 30, tzinfo=UTC)
BEFORE_AN_ANNOUNCEMENT = datetime(2022, 9, 7, 9, tzinfo=UTC)


@dataclass(frozen=True)
class Question:
    """A deadline of the build, a moment after it, and what the assessment of that moment says."""

    name: str
    moment: datetime
    built: DueView
    judged: DutyAssessment


def log_at(folder: Path, *, cases: int, as_of: str) -> Path:
    """Give the log of four policies with a fifth; or as many invented cases by the same."""
    root = copy_log(folder / "shipped", cases=cases == 0)
    for name in ("cases", "policies"):
        shutil.copytree(FIFTH / name, root / name, dirs_exist_ok=True)
    if not cases:
        return root
    options = ("--cases", str(cases), "--seed", "3", "--as-of", as_of)
    assert run("sample", *options, "--out", folder / "sampled", log=root).code == 0
    return folder / "sampled"


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


def add_clock(page: Page) -> None:
    """Give a page the clock with its words, as every page about cases has them."""
    page.add_script_tag(content=words_file().write(()))
    for script in CLOCK:
        page.add_script_tag(path=script)


@pytest.mark.parametrize(
    ("cases", "as_of"),
    [
        (0, BUILT),
        (50, BEFORE_CHRISTMAS),
        whole(500, BEFORE_CHRISTMAS),
        (120, BEFORE_AN_ANNOUNCEMENT),
        whole(500, BEFORE_AN_ANNOUNCEMENT),
    ],
)
def test_the_page_and_the_assessment_agree_at_every_moment(
    cases: int, as_of: datetime, tmp_path: Path, clock: Page
) -> None:
    root = log_at(tmp_path, cases=cases, as_of=as_of.isoformat())
    publication = publication_of(open_log(root, as_of=as_of), as_of)
    summaries = summaries_of(publication)
    clock.add_script_tag(content=calendars_file(publication).write(summaries))
    add_clock(clock)
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
    assert states - {"due-now"} == {"running", "due-soon", "overdue"}
    units = {answer["late"][1] for answer in told if answer["late"]}
    assert {"minutes", "working_days"} <= units


@pytest.mark.parametrize(
    ("now", "state", "look", "chip"),
    [
        ("2026-03-07T20:00Z", "due-now", "at-once", "Due now"),
        ("2026-03-07T23:59:59Z", "due-now", "at-once", "Due now"),
        ("2026-03-08T00:00Z", "overdue", "overdue", "Overdue"),
    ],
)
def test_what_is_due_now_is_so_until_its_day_is_over_and_never_due_soon(
    now: str, state: str, look: str, chip: str, clock: Page
) -> None:
    add_clock(clock)
    due = {
        "due": "2026-03-08T00:00Z",
        "soon": "2026-03-06T00:00Z",
        "due_on": "2026-03-07",
        "calendar": "nowhere",
        "counted_in": "calendar_days",
        "is_guide": False,
        "force": "required",
        "state": "due-now",
    }
    (told,) = clock.evaluate(TELL, [[due, now]])
    assert (told["state"], told["look"], told["chip"]) == (state, look, chip)


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
    add_clock(clock)
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
    add_clock(clock)
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
