"""`escalog watch` speaks up once when the schedule is silent, and takes it back when it is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from escalation_log.bot.alarm import LABEL
from escalation_log.bot.watched import DOING, UNJUDGED_STEP, is_long_ago, weekday_time
from escalation_log.bot.working_hours import is_working_hour
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.bench.runs import Run
from tests.cli.running import Ran, run

RIGHTS = {"actions": "read", "contents": "read", "issues": "write"}
LONG_AGO = "2026-01-05T07:17:00Z"


def watch(github: GitHub, *options: str, **environment: str) -> Ran:
    token = github.mint(**RIGHTS)
    set_ = {**github.environment, "GITHUB_TOKEN": token, **environment}
    return run("watch", *options, environment=set_)


def ran(at: datetime | str, **more: Any) -> Run:
    moment = at if isinstance(at, str) else f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Run(workflow="overdue.yml", at=moment, **more)


def lately() -> datetime:
    """Give the last moment at which a run has everything to do; nights and weekends have none."""
    at = datetime.now(UTC) - timedelta(minutes=5)
    while not is_working_hour(at):
        at -= timedelta(minutes=30)
    return at


def bad(*failed: str) -> Run:
    """Give a run of lately that failed at these of its steps."""
    steps = [(DOING, "success"), ("Keep the memory", "success"), (UNJUDGED_STEP, "skipped")]
    ended = tuple((name, "failure" if name in failed else how) for name, how in steps)
    return ran(lately(), conclusion="failure", steps=ended)


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        ("2026-03-04T07:17", "2026-03-05T07:17", 24),
        ("2026-03-06T17:17", "2026-03-09T10:17", 17),
        ("2026-03-07T09:00", "2026-03-08T23:00", 0),
        ("2026-03-06T17:00", "2026-03-16T17:00", 24 * 6),
        ("2026-03-05T10:00", "2026-03-05T09:00", 0),
    ],
)
def test_hours_at_weekends_do_not_count(since: str, until: str, hours: int) -> None:
    first, last = (datetime.fromisoformat(f"{each}+00:00") for each in (since, until))
    assert weekday_time(first, last) == timedelta(hours=hours)


def test_a_day_of_the_working_week_is_long_enough_and_no_less() -> None:
    friday = datetime(2026, 3, 6, 17, 17, tzinfo=UTC)
    monday = datetime(2026, 3, 9, 17, 17, tzinfo=UTC)
    assert is_long_ago(friday, monday)
    assert not is_long_ago(friday, monday - timedelta(seconds=1))


def test_a_schedule_that_succeeded_within_a_day_says_so_and_writes_nothing(
    github: GitHub,
) -> None:
    github.add_run(ran(LONG_AGO))
    github.add_run(ran(lately()))
    done = watch(github)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("The schedule of overdue.yml last succeeded on ")
    assert not github.writes


def test_silence_opens_one_issue_that_says_what_to_do_and_fails(github: GitHub) -> None:
    github.add_run(ran(LONG_AGO))
    done = watch(github)
    assert done.code == 1
    assert "Issue 1 says so.\n" in done.out
    assert done.err == (
        "That is a day of the working week or more ago.\n"
        "It did not run: the schedule is off, or GitHub does not start it.\n"
    )
    (issue,) = github.issues()
    assert issue["title"] == "The escalation bot is silent: overdue.yml has not run for a day"
    assert [label["name"] for label in issue["labels"]] == [LABEL]
    assert "last succeeded on Monday 5 January 2026 at 07:17 UTC" in issue["body"]
    assert "may have become overdue and nobody was told" in issue["body"]
    assert "choose *Enable workflow*" in issue["body"]
    assert f"https://github.com/{github.repository}/actions/workflows/overdue.yml" in issue["body"]
    github.forget_calls()
    assert watch(github).code == 1
    assert not github.writes


@pytest.mark.parametrize(
    ("failed", "title", "said"),
    [
        (
            (DOING,),
            "The escalation bot fails: overdue.yml has not succeeded for a day",
            "It runs and fails: the page of its last run says why.\n",
        ),
        (
            (UNJUDGED_STEP,),
            "Not every case can be judged: overdue.yml has not succeeded for a day",
            (
                "It runs and does all the rest, but not every case can be judged: `escalog check` "
                "says why.\n"
            ),
        ),
        (
            (UNJUDGED_STEP, "Keep the memory"),
            "The escalation bot fails: overdue.yml has not succeeded for a day",
            "It runs and fails: the page of its last run says why.\n",
        ),
    ],
    ids=["failed", "could not judge one case", "failed beside that"],
)
def test_a_schedule_that_runs_is_not_called_silent(
    github: GitHub, failed: tuple[str, ...], title: str, said: str
) -> None:
    github.add_run(ran(LONG_AGO))
    watch(github)
    github.add_run(bad(*failed))
    done = watch(github)
    assert (done.code, done.err.splitlines(keepends=True)[-1]) == (1, said)
    (issue,) = github.issues()
    assert issue["title"] == title
    assert "last succeeded on Monday 5 January 2026" in issue["body"]
    assert "Enable workflow" not in issue["body"]
    assert ("nobody was told" in issue["body"]) is (failed != (UNJUDGED_STEP,))
    github.forget_calls()
    assert watch(github).code == 1
    assert not github.writes
    github.add_run(ran(lately()))
    assert watch(github).code == 0
    assert github.issue(1)["state"] == "closed"


def test_a_run_that_failed_long_ago_is_no_sign_of_life(github: GitHub) -> None:
    github.add_run(ran(LONG_AGO, conclusion="failure"))
    assert watch(github).err.endswith("GitHub does not start it.\n")


def test_before_the_first_run_nobody_is_alarmed_for_a_day(github: GitHub) -> None:
    github.settings.runs.known_since = f"{lately():%Y-%m-%dT%H:%M:%SZ}"
    done = watch(github)
    assert (done.code, done.err) == (0, "")
    assert done.out == "The schedule of overdue.yml has not succeeded yet.\n"
    assert not github.issues()
    github.settings.runs.known_since = "2026-01-01T00:00:00.000+01:00"
    assert watch(github).code == 1


@pytest.mark.parametrize("event", ["workflow_dispatch", "push"])
def test_what_was_not_the_schedule_does_not_count(github: GitHub, event: str) -> None:
    github.add_run(ran(lately(), event=event))
    done = watch(github)
    assert done.code == 1
    assert "has never succeeded" in done.out


def test_the_issue_is_kept_up_to_date_and_not_doubled(github: GitHub) -> None:
    watch(github)
    github.add_run(ran(LONG_AGO))
    watch(github)
    (issue,) = github.issues()
    assert "Monday 5 January 2026" in issue["body"]


def test_it_is_found_without_its_label_and_with_the_line_ends_of_a_browser(
    github: GitHub,
) -> None:
    watch(github)
    github.edit(1, labels=[], body=github.issue(1)["body"].replace("\n", "\r\n"))
    github.forget_calls()
    assert watch(github).code == 1
    assert not github.writes


def test_an_issue_of_somebody_else_with_its_mark_is_not_touched(github: GitHub) -> None:
    github.open_issue("Mine", body="<!-- escalation-log-watch workflow=overdue.yml -->")
    github.add_run(ran(lately()))
    assert watch(github).code == 0
    assert not github.writes


def test_the_issue_closes_once_the_schedule_has_succeeded_again(github: GitHub) -> None:
    watch(github)
    github.add_run(ran(lately()))
    done = watch(github)
    assert done.code == 0
    assert "Closed issue 1.\n" in done.out
    issue = github.issue(1)
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert "That run did all that had been left." in issue["body"]
    github.forget_calls()
    assert watch(github).code == 0
    assert not github.writes


def test_the_next_silence_has_an_issue_of_its_own(github: GitHub) -> None:
    watch(github)
    github.edit(1, state="closed")
    watch(github)
    assert [issue["state"] for issue in github.issues()] == ["closed", "open"]


def test_of_each_workflow_one_issue_says_what_its_silence_means(github: GitHub) -> None:
    watch(github)
    done = watch(github, "--workflow", "verify.yml")
    assert (done.code, "Issue 2 says so.\n" in done.out) == (1, True)
    issue = github.issue(2)
    assert issue["title"] == (
        "Nothing verifies what was recorded: verify.yml has not run for a day"
    )
    assert "something that was recorded may have been changed or removed" in issue["body"]
    assert "`escalog verify`" in issue["body"]
    assert "overdue" not in issue["body"]
    now = f"{lately():%Y-%m-%dT%H:%M:%SZ}"
    github.add_run(Run(workflow="verify.yml", at=now, conclusion="failure"))
    assert watch(github, "--workflow", "verify.yml").code == 1
    assert github.issue(2)["title"] == (
        "What was recorded does not verify: verify.yml has not succeeded for a day"
    )
    github.add_run(Run(workflow="verify.yml", at=now))
    assert watch(github, "--workflow", "verify.yml").code == 0
    assert [each["state"] for each in github.issues()] == ["open", "closed"]
    assert "every step of the branch stands." in github.issue(2)["body"]


def test_an_answer_that_is_lost_opens_no_second_issue(github: GitHub) -> None:
    github.inject(Fault(call=5, kind=Kind.BAD_GATEWAY_AFTER))
    done = watch(github)
    assert done.code == 1
    assert "Waiting 5 seconds before asking GitHub again." in done.err
    assert len(github.issues()) == 1


def test_a_doubled_issue_is_closed(github: GitHub) -> None:
    watch(github)
    body = github.issue(1)["body"]
    github.edit(1, body="Somebody took the mark away.")
    watch(github)
    github.edit(1, body=body)
    assert watch(github).code == 1
    assert [issue["state"] for issue in github.issues()] == ["open", "closed"]
    assert github.issue(2)["state_reason"] == "not_planned"


def test_from_elsewhere_it_only_says_so(github: GitHub) -> None:
    token = github.mint(actions="read")
    done = watch(github, "--only-say", GITHUB_TOKEN=token)
    assert done.code == 1
    assert not github.writes
    assert {call.method for call in github.calls} == {"GET"}


def test_where_github_does_not_know_the_workflow_the_tool_cannot_go_on(github: GitHub) -> None:
    done = watch(github, "--workflow", "overdue")
    assert done.code == 3
    assert "Write the name of its file" in done.err


def test_without_a_repository_it_says_what_is_missing() -> None:
    done = run("watch", environment={"GITHUB_TOKEN": "x"})
    assert done.code == 3
    assert "--repository OWNER/NAME" in done.err


def test_at_night_only_the_bot_s_schedule_leaves_something_for_later(github: GitHub) -> None:
    at = lately()
    while is_working_hour(at):
        at -= timedelta(minutes=30)
    for workflow, code in (("overdue.yml", 1), ("nightly.yml", 0)):
        github.add_run(Run(workflow=workflow, at=f"{at:%Y-%m-%dT%H:%M:%SZ}"))
        assert watch(github, "--workflow", workflow, "--only-say").code == code


def test_the_alarm_of_the_account_before_is_closed_by_the_next_one(github: GitHub) -> None:
    assert watch(github, "--account", "example-team", GITHUB_TOKEN=github.person).code == 1
    accounts = ("--account", f"{github.account},example-team")
    github.forget_calls()
    assert watch(github, *accounts).code == 1
    assert not github.writes
    github.add_run(ran(lately()))
    assert watch(github, *accounts).code == 0
    assert [each["state"] for each in github.issues()] == ["closed"]
    assert watch(github, "--account", " , ").code == 2
