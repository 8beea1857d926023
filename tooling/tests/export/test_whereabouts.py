"""Where a value may still be in Git, in words."""

from __future__ import annotations

from datetime import date

from escalation_log.export.whereabouts_text import whereabouts_lines
from escalation_log.log.whereabouts import Bringing, Whereabouts


def told(found: Whereabouts, *, every_commit: bool = False) -> str:
    lines = whereabouts_lines("KN-2026-0901", found, (), every_commit=every_commit)
    return "\n".join(line.text for line in lines)


def test_of_many_commits_the_rest_are_counted() -> None:
    commits = tuple(
        Bringing(commit=f"{number:040x}", on=date(2026, 11, 1), in_message=number == 0)
        for number in range(33)
    )
    words = told(Whereabouts(commits=commits, refs=("main", "old")))
    assert "33 commits brought it" in words
    assert "of Sunday 1 November 2026, in its message" in words
    assert words.count(" of Sunday 1 November 2026") == 11
    assert f"and 23 more, up to {commits[-1].commit[:12]} of Sunday 1 November 2026." in words
    assert "type the command again with --every-commit." in words
    whole = told(Whereabouts(commits=commits, refs=("main", "old")), every_commit=True)
    assert whole.count(" of Sunday 1 November 2026") == 33
    assert "more" not in whole
    assert "They are in: main, old" in words


def test_what_no_branch_holds_is_told() -> None:
    commit = Bringing(commit="0" * 40, on=date(2026, 11, 1), in_message=False)
    assert "No branch and no tag holds them" in told(Whereabouts(commits=(commit,)))
    assert "Git: no commit of this clone has it." in told(Whereabouts())
