"""Whether the files of a log are ordinary ones, whose every change is one of the log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from escalation_log.checks.rules import READABLE
from escalation_log.log.disk import LINKED
from escalation_log.log.held_records import Change, is_passed_over
from escalation_log.log.history_rules import PLAIN_FILES
from escalation_log.log.revisions import repositories_within
from escalation_log.log.shown_names import shown
from escalation_log.log.snapshots import LINK, PROGRAM, Stored
from escalation_log.model.problems import Problem

_NO_FILE = "This is no file of the log but a repository or a pipe. Put the files themselves here."


def repositories(root: Path) -> Iterator[Problem]:
    """Find the other repositories that Git holds in the folders of a log: nothing reads them."""
    for file in repositories_within(root):
        yield Problem(file=shown(root, root / file), rule=READABLE.name, message=_NO_FILE)


def kept_plain(change: Change) -> Iterator[Problem]:
    """Find what a change makes a link, a program, or no file at all."""
    before = change.before.snapshot.files
    for file, stored in _listed(change):
        known = before.get(file)
        if known is not None and (known.mode, known.content) == (stored.mode, stored.content):
            continue
        if not stored.is_ordinary:
            yield _no_file(change, file, stored)
        elif stored.mode == PROGRAM and (known is None or known.mode != PROGRAM):
            yield change.problem(
                PLAIN_FILES,
                file,
                f"This file is marked as a program. Take that off: chmod -x {file}, or where the "
                f"system has no such marks: git update-index --chmod=-x {file}",
            )


def links(change: Change) -> Iterator[Problem]:
    """Find what is no ordinary file after a change, whether it was so before or not."""
    for file, stored in _listed(change):
        if not stored.is_ordinary:
            yield _no_file(change, file, stored)


def _no_file(change: Change, file: str, stored: Stored) -> Problem:
    return change.problem(PLAIN_FILES, file, LINKED if stored.mode == LINK else _NO_FILE)


def _listed(change: Change) -> Iterator[tuple[str, Stored]]:
    """List the files after a change, but for those whose names nothing reads."""
    for file, stored in sorted(change.after.snapshot.files.items()):
        if not any(is_passed_over(part) for part in file.split("/")):
            yield file, stored
