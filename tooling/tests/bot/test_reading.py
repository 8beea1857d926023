"""The bot finds all its issues, and nobody else's, however they are hidden."""

from __future__ import annotations

from pathlib import Path

import pytest

from escalation_log.bot.client import Client
from escalation_log.bot.faults import Stopped
from escalation_log.bot.issue_plan import IssueKey, State, Wanted
from escalation_log.bot.issues import found_in
from escalation_log.bot.marker import opening_body
from escalation_log.bot.memory import Memory, Remembered
from escalation_log.bot.reader import Reader
from tests.bot.bench.calls import Fault, Kind
from tests.bot.bench.github import GitHub
from tests.bot.hurried import Hurried
from tests.bot.wanting import Bot, key, want, wanted_issues

KEYS = [key(case) for case in range(1, 6)]
WANTED = [want(each) for each in KEYS]


@pytest.fixture
def bot(github: GitHub, tmp_path: Path) -> Bot:
    return Bot(github=github, memory=tmp_path / "memory.json")


def numbers(
    github: GitHub, sought: list[IssueKey], memory: Memory | None, account: str = ""
) -> list[int]:
    with Client(
        repository=github.repository, token=github.token, api=github.url, page_size=2
    ) as client:
        reader = Reader(client, account=account or github.account)
        return [each.issue.number for each in reader.issues(sought, memory)]


def remembered(github: GitHub, *about: tuple[int, IssueKey], state: State = State.OPEN) -> Memory:
    return Memory(
        repository=github.repository,
        issues=tuple(
            Remembered(number=number, key=each, state=state, is_settled=True)
            for number, each in about
        ),
    )


def body_of(wanted: Wanted) -> str:
    return opening_body(wanted.part, wanted.below)


def test_all_pages_are_read_by_our_label_alone(bot: Bot) -> None:
    bot.sync(wanted_issues(*WANTED))
    github = bot.github
    github.forget_calls()
    assert numbers(github, KEYS, None) == [1, 2, 3, 4, 5]
    assert len(github.calls) == 3
    assert all("labels=escalation-log" in call.query for call in github.calls)


def test_only_issues_with_our_mark_by_our_account_are_ours(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(WANTED[0]))
    github.open_issue("A copy", body=body_of(WANTED[0]), labels=["escalation-log"])
    github.open_issue("A question", labels=["escalation-log"])
    github.open_pull("A change", head="change", labels=("escalation-log",))
    assert numbers(github, KEYS[:1], None) == [1]


def test_a_pull_request_with_our_mark_by_our_account_is_no_issue(bot: Bot) -> None:
    bot.sync(wanted_issues(WANTED[0]))
    entry = bot.github.issue(1)
    assert found_in(entry) is not None
    assert found_in({**entry, "pull_request": {"url": entry["url"]}}) is None


def test_capitals_of_the_account_do_not_matter(bot: Bot) -> None:
    bot.sync(wanted_issues(WANTED[0]))
    assert numbers(bot.github, KEYS[:1], None, "GitHub-Actions[bot]") == [1]


def test_issues_are_found_without_the_label(bot: Bot) -> None:
    bot.sync(wanted_issues(*WANTED))
    bot.github.delete_label("escalation-log")
    assert numbers(bot.github, KEYS, None) == [1, 2, 3, 4, 5]


def test_one_issue_that_lost_its_label_is_found_without_a_memory_and_with_one(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED))
    github.edit(3, labels=["bug"])
    assert numbers(github, KEYS, None) == [1, 2, 3, 4, 5]
    github.forget_calls()
    memory = remembered(github, (3, KEYS[2]))
    assert numbers(github, KEYS, memory) == [1, 2, 3, 4, 5]
    assert [call.path.rsplit("/", 1)[-1] for call in github.calls] == ["issues", "issues", "3"]


@pytest.mark.parametrize(
    ("title", "memory_has", "is_ours"),
    [
        ("KN-2026-0003 stage-1: breach", True, True),
        ("Escalation log: overdue", True, True),
        ("Something else", True, False),
        ("KN-2026-0003 stage-1: breach", False, False),
    ],
)
def test_an_issue_without_its_mark_is_known_by_its_number_and_its_title(
    bot: Bot, title: str, memory_has: bool, is_ours: bool
) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED))
    github.edit(3, title=title, body="Emptied.")
    memory = remembered(github, (3 if memory_has else 2, KEYS[2 if memory_has else 1]))
    assert (3 in numbers(github, KEYS, memory)) is is_ours
    closed = remembered(github, (3, KEYS[2]), state=State.CLOSED)
    assert 3 not in numbers(github, KEYS[:2], closed)


def test_an_issue_that_lost_its_label_is_found_to_be_closed(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED))
    github.edit(3, labels=[])
    assert numbers(github, KEYS[:2], remembered(github, (3, KEYS[2]))) == [1, 2, 3, 4, 5]
    closed = remembered(github, (3, KEYS[2]), state=State.CLOSED)
    assert numbers(github, KEYS[:2], closed) == [1, 2, 4, 5]


def test_a_new_round_needs_no_more_than_the_list_where_there_is_a_memory(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED[:2]))
    github.forget_calls()
    assert numbers(github, KEYS[:3], remembered(github, (1, KEYS[0]), (2, KEYS[1]))) == [1, 2]
    assert len(github.calls) == 1


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("remembers", [False, True])
def test_an_empty_list_is_asked_for_again(bot: Bot, times: int, remembers: bool) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED))
    github.inject(Fault(call=1, kind=Kind.EMPTY_LIST, times=times))
    memory = remembered(github, (1, KEYS[0])) if remembers else None
    hurried = Hurried()
    with Client(
        repository=github.repository, token=github.token, api=github.url, clock=hurried.clock
    ) as client:
        found = Reader(client, account=github.account).issues(KEYS, memory)
    assert [each.issue.number for each in found] == [1, 2, 3, 4, 5]
    assert hurried.waits == ([5.0] if remembers and times > 1 else [])


def test_a_log_whose_issues_are_gone_is_left_alone(github: GitHub) -> None:
    github.open_issue("Another one")
    memory = remembered(github, (12, KEYS[0]), state=State.CLOSED)
    with pytest.raises(Stopped) as raised:
        numbers(github, KEYS[1:], memory)
    assert raised.value.message == (
        "GitHub lists no issue of this log, but an earlier run knew of 1. Nothing was written."
    )
    assert raised.value.hint is not None
    assert "`escalog sync --forget`" in raised.value.hint
    assert numbers(github, KEYS, None) == []


def test_an_issue_that_cannot_be_seen_stops_nothing_else(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED[:2]))
    github.edit(2, labels=[])
    memory = remembered(github, (77, KEYS[1]), (78, KEYS[2]))
    with Client(repository=github.repository, token=github.token, api=github.url) as client:
        reader = Reader(client, account=github.account)
        found = reader.issues(KEYS[:2], memory)
    assert [each.issue.number for each in found] == [1, 2]
    assert [each.number for each in reader.unread] == [77, 78]


def test_the_wrong_account_is_noticed_before_anything_is_written(bot: Bot) -> None:
    github = bot.github
    bot.sync(wanted_issues(*WANTED[:2]))
    with pytest.raises(Stopped) as raised:
        numbers(github, KEYS, None, "example-team")
    assert raised.value.message == (
        "Issue 1 has this log's mark, but github-actions[bot] opened it, not example-team. "
        "Nothing was written."
    )
    assert raised.value.hint is not None
    assert "--account github-actions[bot]" in raised.value.hint
    github.edit(2, labels=[])
    github.edit(1, labels=[])
    with pytest.raises(Stopped, match="Issue 2 has this log's mark"):
        numbers(github, KEYS, remembered(github, (2, KEYS[1])), "example-team")
