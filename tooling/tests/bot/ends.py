"""When a repository has come to an end, and what it holds then, so that two can be compared."""

from __future__ import annotations

import re
import time

from tests.bot.bench.github import GitHub

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def wait_for_replies(github: GitHub) -> None:
    """Wait until GitHub has done what was asked, as it has in the seconds of a real wait."""
    for _ in range(3_000):
        if all(call.status is not None for call in github.calls):
            return
        time.sleep(0.02)
    raise AssertionError("GitHub did not reply")


def end_state(github: GitHub) -> list[tuple[object, ...]]:
    """Give what the repository holds, whatever number each issue got."""
    return sorted(
        (
            issue["title"],
            issue["body"],
            issue["state"],
            str(issue["state_reason"]),
            tuple(sorted(label["name"] for label in issue["labels"])),
            tuple(sorted(each["login"] for each in issue["assignees"])),
            tuple(_MOMENT.sub("…", said["body"]) for said in _comments(github, issue)),
        )
        for issue in github.issues()
    )


def _comments(github: GitHub, issue: dict[str, object]) -> list[dict[str, str]]:
    return github.comments(int(str(issue["number"]))) if issue["comments"] else []
