"""What must be done at once is told on all days and at all hours, and everything else is not."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from escalation_log.bot.client import Client
from escalation_log.bot.issue_plan import Degree, IssueChange, Open
from escalation_log.bot.plan import at_once_of, plan_of
from escalation_log.bot.watched import read_watched
from escalation_log.bot.working_hours import is_working_hour
from tests.bot.bench.github import GitHub
from tests.bot.bench.runs import Run
from tests.bot.bench.workflows import Workflows
from tests.bot.board import Board
from tests.bot.committing import committed
from tests.bot.test_overdue_workflow import OVERDUE, scheduled, stages_of
from tests.bot.wanting import key, want, wanted_issues
from tests.cli.running import Ran, run
from tests.logs import CALENDARS, EIGHTH, REPOSITORY

CASE = "cases/2026/HW-2026-0003.yaml"
AT_ONCE = ("HW-2026-0003", "case")
LATE = [
    ("HW-2025-0001", "case"),
    ("HW-2026-0001", "case"),
    ("HW-2026-0002", "heads"),
    ("HW-2026-0003", "board"),
]
# From Saturday to Friday, at an hour in which nothing else is written.
NIGHTS = [f"2026-11-{day} 02:17" for day in (28, 29, 30)] + [
    f"2026-12-0{day} 02:17" for day in (1, 2, 3, 4)
]


def risk(at: str) -> str:
    return f"  - {{at: {at}, kind: immediate-risk, by: raising}}\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Copy a log in which a duty is to be done at once wherever a risk is recorded."""
    folder = tmp_path / "log"
    shutil.copytree(EIGHTH, folder)
    shutil.copytree(CALENDARS, folder / "policies" / "calendars", dirs_exist_ok=True)
    return folder


def synced(github: GitHub, log: Path, as_of: str) -> Ran:
    options = ("--keep-hours", "--as-of", as_of, "--account", github.account)
    return run("sync", *options, log=log, environment=github.environment)


def hours() -> Iterator[datetime]:
    """Give every hour of the weeks in which the clocks change."""
    for first in (datetime(2026, 3, 23, 0, 17, tzinfo=UTC), datetime(2026, 10, 19, tzinfo=UTC)):
        yield from (first + timedelta(hours=each) for each in range(24 * 14))


def test_working_hours_go_by_the_clock_in_london() -> None:
    summers = [(datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC))]
    for at in hours():
        is_summer = any(begun <= at < ended for begun, ended in summers)
        local = at + timedelta(hours=1) if is_summer else at
        assert is_working_hour(at) == (
            f"{local:%a}" not in {"Sat", "Sun"} and "07" <= f"{local:%H}" < "19"
        ), at


def test_of_a_plan_only_what_concerns_duties_at_once_is_kept() -> None:
    board = Board()
    board.sync(wanted_issues(want(key(1)), want(key(2)), want(key(3))))
    now = wanted_issues(
        want(key(1), Degree.DUE_NOW),
        want(key(4), Degree.DUE_NOW),
        want(key(2), says="Two duties are overdue."),
        want(key(5)),
        others=[key(3)],
    )
    plan = plan_of(now, board.issues.values())
    assert len(plan.writes) == 5
    changed, opened = at_once_of(plan, now).actions
    assert isinstance(changed, IssueChange)
    assert (changed.key, changed.note is not None) == (key(1), True)
    assert isinstance(opened, Open)
    assert opened.wanted.key == key(4)
    nothing = wanted_issues(others=[key(1)])
    assert at_once_of(plan_of(nothing, board.issues.values()), nothing).actions == ()


@pytest.mark.parametrize("night", NIGHTS)
def test_an_hourly_run_opens_what_is_due_now_and_nothing_else(
    github: GitHub, log: Path, night: str
) -> None:
    with (log / CASE).open("a", encoding="utf-8") as file:
        file.write(risk(night.replace("17", "12")))
    done = synced(github, log, night)
    assert (done.code, done.err) == (0, "Outside working hours: only what must be done at once.\n")
    assert stages_of(github) == [AT_ONCE]
    github.forget_calls()
    assert synced(github, log, night).code == 0
    assert not github.writes


@pytest.mark.parametrize(
    ("recorded", "night"),
    [
        # The hour after the last one of its day, and the first run after it was entered a day late.
        ("2026-11-28 23:50", "2026-11-29 00:17"),
        ("2026-11-27", "2026-11-28 02:17"),
    ],
)
def test_what_was_to_be_done_at_once_is_told_at_night_when_its_day_is_over_as_well(
    github: GitHub, log: Path, recorded: str, night: str
) -> None:
    with (log / CASE).open("a", encoding="utf-8") as file:
        file.write(risk(recorded))
    done = synced(github, log, night)
    assert done.code == 0, done.err
    assert stages_of(github) == [AT_ONCE]
    assert "due now" not in str(github.issue(1)["title"])
    github.forget_calls()
    assert synced(github, log, night).code == 0
    assert not github.writes


def test_whoever_was_not_assigned_by_day_is_not_assigned_by_night(
    github: GitHub, log: Path
) -> None:
    assert synced(github, log, "2026-11-27 12:00").code == 0
    partnership = log / "policies" / "harwick" / "partnership.yaml"
    agencies = [each["id"] for each in yaml.safe_load(partnership.read_bytes())["agencies"]]
    accounts = {each: ["example-team"] for each in (*agencies, "partnership")}
    with partnership.open("a", encoding="utf-8") as file:
        file.write(yaml.safe_dump({"issues": {"assignees": accounts}}))
    github.forget_calls()
    assert synced(github, log, "2026-11-28 02:17").code == 0
    assert not github.writes
    assert synced(github, log, "2026-11-30 09:17").code == 0
    assert github.writes
    assert all(call.path.endswith("/assignees") for call in github.writes)


def test_the_schedule_runs_every_hour_of_every_day() -> None:
    text = (REPOSITORY / ".github" / "workflows" / OVERDUE).read_text("utf-8")
    # YAML 1.1 takes the key for a boolean.
    ((_, minute),) = yaml.safe_load(text)[True]["schedule"][0].items()
    assert minute.split()[1:] == ["*"] * 4


def test_the_push_that_brings_a_risk_at_night_opens_its_issue_alone(
    workflows: Workflows, log: Path
) -> None:
    committed(workflows, log)
    text = (log / CASE).read_text("utf-8")
    saturday, monday = "2026-11-28 02:13", "2026-11-30 09:17"
    workflows.repository.commit({CASE: text + risk("2026-11-28 02:12")})
    payload = {"ref": "refs/heads/main"}
    (pushed,) = workflows.run(
        OVERDUE, "push", payload=payload, variables={"ESCALOG_AS_OF": saturday}
    )
    assert pushed.succeeded, pushed.log
    assert "Outside working hours: only what must be done at once." in pushed.output
    assert stages_of(workflows.github) == [AT_ONCE]
    assert len(workflows.github.issues()) == 1
    assert "due now" in str(workflows.github.issue(1)["title"])
    by_day = scheduled(workflows, ESCALOG_AS_OF=monday)
    assert by_day.succeeded, by_day.log
    assert stages_of(workflows.github) == sorted([AT_ONCE, *LATE])
    assert "Escalation log: overview" in {each["title"] for each in workflows.github.issues()}


FRIDAY_EVENING = "2026-03-06T17:17:00Z"
AT_NIGHT = ("2026-03-06T23:17:00Z", "2026-03-07T12:17:00Z", "2026-03-09T06:17:00Z")


@pytest.mark.parametrize(
    ("workflow", "counts"),
    [
        ("overdue.yml", FRIDAY_EVENING),
        # These do all they do at whatever hour they run, and are set for the early morning.
        ("verify.yml", AT_NIGHT[-1]),
        ("nightly.yml", AT_NIGHT[-1]),
    ],
)
def test_for_the_alarm_a_run_at_night_counts_only_where_it_does_everything(
    github: GitHub, workflow: str, counts: str
) -> None:
    for at in (FRIDAY_EVENING, *AT_NIGHT):
        github.add_run(Run(workflow=workflow, at=at))
    with Client(
        repository=github.repository, token=github.mint(actions="read"), api=github.url
    ) as client:
        now = datetime(2026, 3, 9, 9, tzinfo=UTC)
        watched = read_watched(client, workflow, server="https://github.com", now=now)
    assert watched.succeeded_at == datetime.fromisoformat(counts)
