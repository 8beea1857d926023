"""What is planned is done once, whatever people do meanwhile; what is not done is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from escalation_log.bot.applying import apply
from escalation_log.bot.client import Client
from escalation_log.bot.faults import Refused, Stopped
from escalation_log.bot.issue_plan import (
    Degree,
    Existing,
    IssueChange,
    Note,
    Open,
    State,
    WantedIssues,
)
from escalation_log.bot.memory import read_memory
from escalation_log.bot.pacing import Clock
from escalation_log.bot.plan import plan_of
from escalation_log.bot.reader import Reader
from escalation_log.bot.writer import Writer
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried, Killed
from tests.bot.wanting import Bot, key, want, wanted_issues

TEAM = "example-team"
# What GitHub refuses for good: a comment that two runs have written then stands there twice.
REFUSING = {Kind.FORBIDDEN_BEFORE, Kind.NOT_FOUND_BEFORE, Kind.UNPROCESSABLE_BEFORE}


@pytest.fixture
def bot(github: GitHub, tmp_path: Path) -> Bot:
    return Bot(github=github, memory=tmp_path / "memory.json")


@contextmanager
def writing(
    github: GitHub, *, account: str = "", token: str = ""
) -> Iterator[tuple[Reader, Writer]]:
    with Client(
        repository=github.repository,
        token=token or github.token,
        api=github.url,
        clock=Hurried().clock,
    ) as client:
        reader = Reader(client, account=account or github.account)
        yield reader, Writer(client, reader)


def opened(bot: Bot, says: str = "A duty is overdue.") -> Existing:
    """Open issue 1, and give it as the bot then knows it."""
    bot.sync(wanted_issues(want(key(1), says=says)))
    with writing(bot.github) as (reader, _):
        issue = reader.issue(1)
    assert issue is not None
    bot.github.forget_calls()
    return issue


def planned(before: Existing, wanted: WantedIssues) -> IssueChange:
    (change,) = plan_of(wanted, [before]).writes
    assert isinstance(change, IssueChange)
    return change


def labels(github: GitHub, number: int = 1) -> set[str]:
    return {label["name"] for label in github.issue(number)["labels"]}


def test_a_new_issue_comes_with_body_and_labels_and_then_gets_its_assignees(bot: Bot) -> None:
    plan, outcome = bot.sync(wanted_issues(want(key(1), assignees=(TEAM,))))
    assert isinstance(plan.writes[0], Open)
    assert (outcome.done, outcome.is_finished, outcome.unassigned) == (1, True, ())
    issue = bot.github.issue(1)
    assert issue["title"] == "KN-2026-0001 stage-1: breach"
    assert issue["body"].startswith("<!-- escalation-log case=KN-2026-0001 ")
    assert issue["body"].endswith("<!-- /escalation-log -->\n\n- [ ] Ring the team")
    assert labels(bot.github) == set(want(key(1)).labels)
    assert [each["login"] for each in issue["assignees"]] == [TEAM]
    assert [call.method for call in bot.github.writes] == ["POST", "POST"]


def test_a_second_run_writes_nothing(bot: Bot) -> None:
    wanted = wanted_issues(want(key(1), assignees=(TEAM, "nobody-x")), want(key(2)))
    bot.sync(wanted)
    bot.github.forget_calls()
    assert bot.sync(wanted)[1].is_finished
    assert not bot.github.writes


@pytest.mark.parametrize("all_or_none", [False, True])
def test_accounts_that_cannot_be_assigned_are_named_and_fail_no_run(
    bot: Bot, all_or_none: bool
) -> None:
    bot.github.settings.assigns_all_or_none = all_or_none
    _, outcome = bot.sync(wanted_issues(want(key(1), assignees=(TEAM, "nobody-x"))))
    assert outcome.is_finished
    ((assignment, why),) = outcome.unassigned
    assert assignment.number == 1
    assert why == "GitHub did not take nobody-x: no such account, or without access here."
    assert outcome.memory.settled == {1}
    assert [each["login"] for each in bot.github.issue(1)["assignees"]] == [TEAM]


def test_where_no_account_can_be_assigned_githubs_reason_is_told(bot: Bot) -> None:
    bot.github.settings.assigns_all_or_none = True
    _, outcome = bot.sync(wanted_issues(want(key(1), assignees=("nobody-x", "nobody-y"))))
    assert outcome.is_finished
    ((_, why),) = outcome.unassigned
    assert why.startswith("GitHub refused to assign issue 1 (422: Validation Failed; assignees: C")
    assert outcome.memory.settled == frozenset()


@pytest.mark.parametrize("kind", [Kind.FORBIDDEN_BEFORE, Kind.NOT_FOUND_BEFORE])
def test_one_account_by_itself_may_still_be_refused_for_another_reason(
    bot: Bot, kind: Kind
) -> None:
    bot.github.settings.assigns_all_or_none = True
    bot.github.inject(Fault(call=6, kind=kind))
    _, outcome = bot.sync(wanted_issues(want(key(1), assignees=(TEAM, "nobody-x"))))
    ((_, why),) = outcome.unassigned
    assert why.startswith(f"GitHub refused to assign issue 1 ({kind[:3]}")
    assert outcome.memory.settled == frozenset()


@pytest.mark.parametrize("kind", [Kind.FORBIDDEN_BEFORE, Kind.UNPROCESSABLE_BEFORE])
def test_a_refused_assignment_is_made_up_for_by_the_next_run(bot: Bot, kind: Kind) -> None:
    wanted = wanted_issues(want(key(1), assignees=(TEAM,)))
    bot.github.inject(Fault(call=5, kind=kind))
    _, outcome = bot.sync(wanted)
    assert outcome.is_finished
    assert outcome.unassigned[0][1].startswith("GitHub refused to assign issue 1 (4")
    bot.sync(wanted)
    assert [each["login"] for each in bot.github.issue(1)["assignees"]] == [TEAM]


def test_who_took_themselves_off_an_issue_stays_off(bot: Bot) -> None:
    wanted = wanted_issues(want(key(1), assignees=(TEAM,)))
    bot.sync(wanted)
    bot.github.edit(1, assignees=[])
    bot.sync(wanted)
    assert bot.github.issue(1)["assignees"] == []


def test_a_change_goes_in_one_write(bot: Bot) -> None:
    before = opened(bot)
    with writing(bot.github) as (_, writer):
        after = writer.change(planned(before, wanted_issues(others=[key(1)])), before)
    (call,) = bot.github.writes
    assert call.method == "PATCH"
    assert after.state is State.CLOSED
    issue = bot.github.issue(1)
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert issue["title"] == "KN-2026-0001 stage-1: met"
    assert "Met, 2 working days late." in issue["body"]
    assert "degree: breach" not in labels(bot.github)


def test_what_people_changed_since_the_list_was_read_survives(bot: Bot) -> None:
    before = opened(bot)
    change = planned(before, wanted_issues(want(key(1), Degree.OVER_GUIDE, says="Later.")))
    body = before.body.replace("- [ ]", "- [x]").replace("\n", "\r\n") + "\r\nRang on Monday."
    bot.github.edit(1, body=f"Ours.\r\n\r\n{body}", labels=[*before.labels, "urgent", "bug"])
    with writing(bot.github) as (_, writer):
        writer.change(change, before)
    issue = bot.github.issue(1)
    assert issue["body"].startswith("Ours.\r\n\r\n<!-- escalation-log case=")
    assert issue["body"].endswith("\r\n\r\n- [x] Ring the team\r\nRang on Monday.")
    assert "Later." in issue["body"]
    assert "A duty is overdue." not in issue["body"]
    assert {"urgent", "bug", "degree: over guide"} <= labels(bot.github)
    assert "degree: breach" not in labels(bot.github)


def test_what_was_done_already_is_not_written_again(bot: Bot) -> None:
    before = opened(bot)
    change = planned(before, wanted_issues(others=[key(1)]))
    with writing(bot.github) as (_, writer):
        writer.change(change, before)
        bot.github.forget_calls()
        writer.change(change, before)
    assert not bot.github.writes


def test_what_people_changed_between_two_attempts_survives(bot: Bot) -> None:
    before = opened(bot)
    change = planned(before, wanted_issues(want(key(1), says="Later.")))
    bot.github.inject(Fault(call=2, kind=Kind.BAD_GATEWAY_BEFORE))

    def edit_while_waiting(_: float) -> None:
        bot.github.edit(1, body=before.body + "\nRang on Monday.")

    with Client(
        repository=bot.github.repository,
        token=bot.github.token,
        api=bot.github.url,
        clock=Clock(monotonic=lambda: 0.0, sleep=edit_while_waiting),
    ) as client:
        reader = Reader(client, account=bot.github.account)
        Writer(client, reader).change(change, before)
    assert bot.github.issue(1)["body"].endswith("Rang on Monday.")
    assert "Later." in bot.github.issue(1)["body"]


def test_an_issue_that_lost_its_mark_since_is_let_alone_and_the_rest_is_done(bot: Bot) -> None:
    wanted = wanted_issues(want(key(1)), want(key(2)))
    bot.sync(wanted)
    with writing(bot.github) as (reader, writer):
        found = reader.issues([], None)
        plan = plan_of(wanted_issues(others=[key(1), key(2)]), [each.issue for each in found])
        bot.github.edit(1, body="Ours now.")
        outcome = apply(plan, writer=writer, found=found, wanted=[], memory=None)
    assert [type(left.why) for left in outcome.left] == [Refused]
    assert (outcome.done, outcome.stopped, outcome.is_finished) == (1, None, False)
    assert bot.github.issue(1)["body"] == "Ours now."
    assert bot.github.issue(2)["state"] == "closed"


@pytest.mark.parametrize("marks", [("<!-- /",), ("<!-- escalation-log ",), ("<!-- ",)])
def test_a_part_that_lost_a_mark_is_made_whole_and_opens_no_second_issue(
    bot: Bot, marks: tuple[str, ...]
) -> None:
    opened(bot)
    lines = str(bot.github.issue(1)["body"]).split("\n")
    kept = [line for line in lines if not line.startswith(marks)]
    bot.github.edit(1, body="\n".join(["Ours.", *kept, "Rang on Monday."]))
    wanted = wanted_issues(want(key(1)))
    assert bot.sync(wanted)[1].is_finished
    (issue,) = bot.github.issues()
    said = issue["body"].splitlines()
    assert said.count("A duty is overdue.") == 1
    assert len([line for line in said if line.startswith("<!--")]) == 2
    assert {"Ours.", "- [ ] Ring the team", "Rang on Monday."} <= set(said)
    bot.github.forget_calls()
    bot.sync(wanted)
    assert not bot.github.writes


def test_a_comment_is_written_once_and_before_the_change(bot: Bot) -> None:
    before = opened(bot)
    bot.github.comment(1, "<!-- escalation-log-comment news-1 -->\nNot by the bot")
    note = Note(mark="news-1", text="It is a breach now.")
    change = IssueChange(number=1, key=key(1), summary="", title="Breach", note=note)
    with writing(bot.github) as (_, writer):
        writer.change(change, before)
        writer.change(change, before)
    assert [call.method for call in bot.github.writes] == ["POST", "PATCH"]
    assert [each["body"] for each in bot.github.comments(1)][1:] == [
        "<!-- escalation-log-comment news-1 -->\nIt is a breach now."
    ]


@pytest.mark.parametrize("call", range(1, 7))
def test_two_runs_at_once_leave_one_comment(bot: Bot, call: int, tmp_path: Path) -> None:
    """The second runs while each call of the first is on its way."""
    bot.sync(wanted_issues(want(key(1), Degree.DUE_SOON)))
    wanted = wanted_issues(want(key(1)))
    second = replace(bot, memory=tmp_path / "of-the-second.json")
    bot.github.meanwhile(call, lambda: second.sync(wanted))
    assert bot.sync(wanted)[1].is_finished
    (comment,) = bot.github.comments(1)
    assert "Now a breach of the policy." in comment["body"]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_second_comment_goes_whatever_becomes_of_the_answer(
    bot: Bot, kind: Kind, tmp_path: Path
) -> None:
    bot.sync(wanted_issues(want(key(1), Degree.DUE_SOON)))
    wanted = wanted_issues(want(key(1)))
    second = replace(bot, memory=tmp_path / "of-the-second.json")
    bot.github.meanwhile(4, lambda: second.sync(wanted))
    bot.github.meanwhile(11, lambda: bot.github.inject(Fault(call=1, kind=kind)))
    with suppress(Killed):
        assert bot.sync(wanted)[1].is_finished or kind.startswith(("403", "404", "422"))
    assert any(call.method == "DELETE" for call in bot.github.calls)
    assert len(bot.github.comments(1)) == 1 + (kind in REFUSING)
    assert "degree: breach" in labels(bot.github)


@pytest.mark.parametrize("kind", [Kind.BAD_GATEWAY_AFTER, Kind.TRUNCATED, Kind.LIMITED_AFTER])
def test_a_lost_reply_to_opening_opens_no_second_issue(bot: Bot, kind: Kind) -> None:
    bot.github.inject(Fault(call=4, kind=kind))
    assert bot.sync(wanted_issues(want(key(1))))[1].is_finished
    assert len(bot.github.issues()) == 1


def test_labels_that_github_leaves_out_stop_the_run(github: GitHub, tmp_path: Path) -> None:
    bare = [replace(want(key(case)), labels=frozenset()) for case in (1, 2)]
    wanted = wanted_issues(*bare)
    outcome = Bot(github=github, memory=tmp_path / "memory.json").sync(wanted)[1]
    assert isinstance(outcome.stopped, Stopped)
    assert "left out its labels" in outcome.stopped.message
    assert len(github.issues()) == 1
    assert [left.why for left in outcome.left] == [outcome.stopped, None]


def test_a_token_of_another_account_stops_the_run_at_its_first_issue(github: GitHub) -> None:
    wanted = wanted_issues(want(key(1)), want(key(2)))
    with writing(github, token=github.person) as (_, writer):
        outcome = apply(
            plan_of(wanted, []), writer=writer, found=[], wanted=wanted.wanted, memory=None
        )
    assert outcome.stopped is not None
    assert outcome.stopped.message.startswith(f"Issue 1 was opened, but by {TEAM}, not by github-")
    assert outcome.stopped.hint is not None
    assert f"--account {TEAM}" in outcome.stopped.hint
    assert len(github.issues()) == 1


@pytest.mark.parametrize(
    ("kind", "issues"),
    [(Kind.NOT_FOUND_BEFORE, 0), (Kind.FORBIDDEN_BEFORE, 0), (Kind.UNPROCESSABLE_BEFORE, 1)],
)
def test_what_holds_for_every_issue_ends_the_run_and_the_rest_does_not(
    bot: Bot, kind: Kind, issues: int
) -> None:
    bot.github.inject(Fault(call=4, kind=kind))
    _, outcome = bot.sync(wanted_issues(want(key(1)), want(key(2))))
    assert len(bot.github.issues()) == issues
    assert len(outcome.left) == 2 - issues
    assert not outcome.is_finished


def test_what_is_left_by_a_limit_is_done_by_the_next_run(bot: Bot) -> None:
    wanted = wanted_issues(*(want(key(case)) for case in range(1, 5)))
    bot.github.inject(Fault(call=6, kind=Kind.LIMITED_BEFORE, retry_after=3600))
    _, outcome = bot.sync(wanted)
    assert (outcome.done, len(outcome.left)) == (2, 2)
    assert isinstance(outcome.stopped, Stopped)
    assert "60 minutes" in outcome.stopped.message
    remembered = read_memory(bot.memory, bot.github.repository)
    assert remembered == outcome.memory
    assert bot.sync(wanted)[1].is_finished
    assert [issue["number"] for issue in bot.github.issues()] == [1, 2, 3, 4]
