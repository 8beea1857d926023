"""The proxy keeps the rules of GitHub that the emulator does not."""

from __future__ import annotations

import re

import pytest

from tests.bot.asking import client
from tests.bot.bench.github import GitHub
from tests.bot.bench.rules import Limits


@pytest.mark.parametrize(
    ("permissions", "statuses"),
    [
        ({"issues": "write"}, (200, 201, 403)),
        ({"issues": "read"}, (200, 403, 403)),
        ({"contents": "read"}, (403, 403, 403)),
        ({"pages": "read"}, (403, 403, 404)),
    ],
)
def test_a_token_reaches_what_its_permissions_say(
    github: GitHub, permissions: dict[str, str], statuses: tuple[int, ...]
) -> None:
    with client(github, github.mint(**permissions)) as asking:
        replies = (
            asking.get("/issues"),
            asking.post("/issues", json={"title": "One"}),
            asking.get("/pages"),
        )
    assert tuple(each.status_code for each in replies) == statuses
    refused = [each.json()["message"] for each in replies if each.status_code == 403]
    assert set(refused) <= {"Resource not accessible by integration"}


@pytest.mark.parametrize(
    "sent",
    [
        {"title": "x" * 257},
        {"title": "x", "body": "x" * 65_537},
        {"title": "x", "labels": ["x" * 51]},
        {"title": "x", "labels": [str(number) for number in range(101)]},
        {"title": "x", "assignees": ["example-team"] * 11},
    ],
)
def test_what_is_too_long_is_refused(github: GitHub, sent: dict[str, object]) -> None:
    with client(github) as asking:
        assert asking.post("/issues", json=sent).status_code == 422
        longest = {"title": "x" * 256, "body": "x" * 65_536, "labels": ["x" * 50]}
        assert asking.post("/issues", json=longest).status_code == 201
    assert len(github.issues()) == 1


def test_a_reply_that_did_not_change_is_not_sent_again(github: GitHub) -> None:
    github.open_issue("One")
    with client(github) as asking:
        tag = asking.get("/issues").headers["etag"]
        unchanged = asking.get("/issues", headers={"if-none-match": tag})
        assert (unchanged.status_code, unchanged.content) == (304, b"")
        github.edit(1, title="Two")
        assert asking.get("/issues", headers={"if-none-match": tag}).status_code == 200


@pytest.mark.parametrize("status", [403, 429])
def test_who_asks_for_too_much_at_once_is_told_to_wait(github: GitHub, status: int) -> None:
    now = 1_000.0
    github.limits = Limits(a_minute=2, an_hour=3, status=status, clock=lambda: now)
    with client(github) as asking:

        def opened() -> tuple[int, str | None]:
            reply = asking.post("/issues", json={"title": "One"})
            return reply.status_code, reply.headers.get("retry-after")

        assert [opened() for _ in range(3)] == [(201, None), (201, None), (status, "60")]
        assert asking.get("/issues").status_code == 200
        now += 60
        assert [opened() for _ in range(2)] == [(201, None), (status, "3540")]
    assert len(github.issues()) == 3


def test_reading_and_writing_cost_points(github: GitHub) -> None:
    github.limits = Limits(points=6, clock=lambda: 1_000.0)
    with client(github) as asking:
        assert asking.post("/issues", json={"title": "One"}).status_code == 201
        assert asking.patch("/issues/1", json={"title": "Two"}).status_code == 403
        assert asking.get("/issues").status_code == 200
        assert asking.get("/issues").headers["retry-after"] == "60"


def test_every_reply_says_how_much_is_left(github: GitHub) -> None:
    now = 1_000.0
    github.limits = Limits(primary=2, clock=lambda: now)
    with client(github) as asking:
        left = [asking.get("/issues").headers["x-ratelimit-remaining"] for _ in range(2)]
        assert left == ["1", "0"]
        refused = asking.get("/issues")
        assert refused.status_code == 403
        assert "retry-after" not in refused.headers
        assert refused.headers["x-ratelimit-reset"] == "4600"
        now = 4_600.0
        assert asking.get("/issues").status_code == 200


def test_issues_may_be_switched_off(github: GitHub) -> None:
    github.settings.issues_are_on = False
    with client(github) as asking:
        assert asking.get("/issues").status_code == 410


def test_moments_have_whole_seconds(github: GitHub) -> None:
    opened = github.open_issue("At 2026-03-09T09:00:00.123Z")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", opened["created_at"])
    assert opened["title"] == "At 2026-03-09T09:00:00.123Z"
