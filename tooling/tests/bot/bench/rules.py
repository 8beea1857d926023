"""Keep the rules of GitHub that the emulator does not: permissions, lengths and rates."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from tests.bot.bench.contract import Operation
from tests.bot.bench.operations import REPOSITORY
from tests.bot.bench.replies import Reply, invalid, refusal, secondary_limit

TITLE, BODY, LABEL, LABELS, ASSIGNEES = 256, 65_536, 50, 100, 10
LEVELS = {"read": 1, "write": 2, "admin": 3}

# The longest beginning that fits says which permissions, any of them, an operation needs.
NEEDED: Mapping[str, tuple[str, ...]] = {
    "": ("metadata",),
    "/issues": ("issues",),
    "/issues/{issue_number}/comments": ("issues", "pull_requests"),
    "/issues/{issue_number}/labels": ("issues", "pull_requests"),
    "/issues/comments": ("issues", "pull_requests"),
    "/labels": ("issues", "pull_requests"),
    "/pulls": ("pull_requests",),
    "/pages": ("pages",),
    "/rules": ("metadata",),
    "/environments": ("actions",),
    "/environments/{environment_name}/secrets": ("environments",),
    "/actions": ("actions",),
    "/actions/permissions": ("administration",),
    "/actions/secrets": ("secrets",),
    "/actions/variables": ("actions_variables",),
    "/actions/organization-variables": ("actions_variables",),
    "/git": ("contents",),
    "/contents": ("contents",),
}


def permission_refusal(asked: Operation, granted: Mapping[str, str]) -> Reply | None:
    """Refuse what a token's permissions do not reach; whatever they are, it reads metadata."""
    place = asked.template.removeprefix(REPOSITORY)
    needed = NEEDED[max((each for each in NEEDED if place.startswith(each)), key=len)]
    level = 1 if asked.method == "get" else 2
    held = {"metadata": "read", **granted}
    if any(LEVELS.get(held.get(name, ""), 0) >= level for name in needed):
        return None
    return refusal(403, "Resource not accessible by integration")


def length_refusal(asked: Operation, sent: Mapping[str, Any]) -> Reply | None:
    """Refuse a text or a list that is longer than GitHub takes."""
    return next(_too_long(asked, sent), None)


def _too_long(asked: Operation, sent: Mapping[str, Any]) -> Iterator[Reply]:
    resource = "IssueComment" if "comments" in asked.template else "Issue"
    if len(str(sent.get("title", ""))) > TITLE:
        yield invalid(resource, "title", f"title is too long (maximum is {TITLE} characters)")
    if len(str(sent.get("body") or "")) > BODY:
        yield invalid(resource, "body", f"body is too long (maximum is {BODY} characters)")
    labels = sent.get("labels") or ()
    if len(labels) > LABELS:
        yield invalid(resource, "labels", f"at most {LABELS} labels")
    if any(len(_name(each)) > LABEL for each in labels) or len(str(sent.get("name", ""))) > LABEL:
        yield invalid("Label", "name", f"name is too long (maximum is {LABEL} characters)")
    if len(sent.get("assignees") or ()) > ASSIGNEES:
        yield invalid(resource, "assignees", f"at most {ASSIGNEES} assignees")


def _name(label: object) -> str:
    return str(label.get("name", "")) if isinstance(label, dict) else str(label)


@dataclass(slots=True, kw_only=True)
class Limits:
    """What may be asked in a time, by a clock that a test may share with its client.

    `a_minute` and `an_hour` are requests that create something; `points` are of a minute, where
    reading costs one and writing five; `primary` are requests of any kind in an hour. A refusal
    for one of the first three comes with `status`, 403 or 429.
    """

    a_minute: int = 80
    an_hour: int = 500
    points: int = 900
    primary: int = 5_000
    status: int = 403
    clock: Callable[[], float] = time.time
    _created: deque[float] = field(default_factory=deque, init=False)
    _spent: deque[tuple[float, int]] = field(default_factory=deque, init=False)
    _used: int = field(default=0, init=False)
    _reset_at: float = field(default=0.0, init=False)

    def refusal(self, asked: Operation) -> Reply | None:
        """Count a request, or refuse it."""
        now = self.clock()
        if now >= self._reset_at:
            self._used, self._reset_at = 0, now + 3_600
        if self._used >= self.primary:
            return refusal(403, "API rate limit exceeded for installation.")
        wait = self._wait(asked, now)
        if wait is not None:
            return secondary_limit(self.status, max(1, ceil(wait)))
        self._used += 1
        self._spent.append((now, _points(asked)))
        if asked.method == "post":
            self._created.append(now)
        return None

    def headers(self) -> dict[str, str]:
        """Say how much is left, in the words of GitHub's headers."""
        return {
            "x-ratelimit-limit": str(self.primary),
            "x-ratelimit-remaining": str(max(0, self.primary - self._used)),
            "x-ratelimit-used": str(self._used),
            "x-ratelimit-reset": str(ceil(self._reset_at)),
            "x-ratelimit-resource": "core",
        }

    def _wait(self, asked: Operation, now: float) -> float | None:
        while self._created and self._created[0] <= now - 3_600:
            self._created.popleft()
        while self._spent and self._spent[0][0] <= now - 60:
            self._spent.popleft()
        if sum(points for _, points in self._spent) + _points(asked) > self.points:
            return self._spent[0][0] + 60 - now
        if asked.method != "post":
            return None
        if len(self._created) >= self.an_hour:
            return self._created[-self.an_hour] + 3_600 - now
        recent = [at for at in self._created if at > now - 60]
        if len(recent) >= self.a_minute:
            return recent[-self.a_minute] + 60 - now
        return None


def _points(asked: Operation) -> int:
    return 1 if asked.method == "get" else 5
