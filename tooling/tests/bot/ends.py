"""What a repository holds in the end, so that two ends can be compared."""

from __future__ import annotations

import re

from tests.bot.bench.github import GitHub

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


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
