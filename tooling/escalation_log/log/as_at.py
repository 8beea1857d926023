"""Find the commit that was the newest of the main branch at a moment."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from escalation_log.log.commits import Commits, Step
from escalation_log.log.revisions import ask_for_whole_history, commit_of
from escalation_log.model.errors import EscalogError


def commit_at(root: Path, at: datetime) -> Step:
    """Give the last commit of the line of first parents that was there at a moment.

    Raise EscalogError outside Git, where the clone lacks a part of the history, and where nothing
    had been committed by then.
    """
    head = commit_of(root, "HEAD")
    ask_for_whole_history(root)
    line = Commits(root, head).main_line(None, head)
    for step in reversed(line):
        if step.moment <= at:
            return step
    raise EscalogError(
        "Nothing had come in by then.",
        hint=f"The first commit is of {line[0].moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC. Name a "
        "later moment.",
    )
