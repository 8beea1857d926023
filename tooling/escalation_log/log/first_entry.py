"""When what a change brings came in: by the first commit of the main line that holds it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from escalation_log.log.held_records import Data, parsed_data
from escalation_log.log.revisions import run_git
from escalation_log.log.snapshots import Contents, Snapshot

_PLAINLY = ("-c", "log.showSignature=false", "--literal-pathspecs")


class Step(NamedTuple):
    """A commit of the main line, with the moment of the commit."""

    commit: str
    moment: datetime


def moment_of_commit(root: Path, commit: str) -> datetime:
    """Give the moment of a commit, as whoever committed gave it."""
    said = run_git(root, *_PLAINLY, "show", "--no-patch", "--format=%ct", commit)
    return datetime.fromtimestamp(int(said), UTC)


def main_line(root: Path, base: str, head: str) -> tuple[Step, ...]:
    """List the commits after one commit up to another by first parents, the oldest first."""
    said = run_git(
        root,
        *_PLAINLY,
        *("log", "--first-parent", "--reverse", "--format=%H %ct", f"{base}..{head}"),
    )
    lines = (line.split() for line in said.decode("ascii").splitlines())
    return tuple(Step(commit, datetime.fromtimestamp(int(at), UTC)) for commit, at in lines)


class FirstEntry:
    """The versions of files along the main line, from a base to a head.

    `now` is when that came in which no commit holds yet.
    """

    def __init__(self, contents: Contents, steps: tuple[Step, ...], now: datetime) -> None:
        self._contents = contents
        self._steps = steps
        self._now = now
        self._known: dict[str, list[tuple[Step, Data]]] = {}

    def step_of(self, file: str, holds: Callable[[Data], bool]) -> Step | None:
        """Give the commit from which on a file always held something; None where none does."""
        found: Step | None = None
        for step, data in self._versions(file):
            if not holds(data):
                found = None
            elif found is None:
                found = step
        return found

    def of(self, file: str, holds: Callable[[Data], bool]) -> datetime:
        """Give the moment from which on a file held something."""
        step = self.step_of(file, holds)
        return self._now if step is None else step.moment

    def _versions(self, file: str) -> list[tuple[Step, Data]]:
        """List what the file said after each commit that changed it, the oldest first."""
        if file not in self._known:
            found = []
            for step in self._changing(file):
                snapshot = Snapshot.of_commit(
                    self._contents.root, step.commit, self._contents, within=(file,)
                )
                data = snapshot.data(file)
                if data is not None and (parsed := parsed_data(file, data)) is not None:
                    found.append((step, parsed))
            self._known[file] = found
        return self._known[file]

    def _changing(self, file: str) -> list[Step]:
        if len(self._steps) <= 1:
            return list(self._steps)
        first, last = self._steps[0].commit, self._steps[-1].commit
        said = run_git(
            self._contents.root,
            *_PLAINLY,
            *("rev-list", "--first-parent", last, f"^{first}", "--", file),
        )
        changing = {first, *said.decode("ascii").split()}
        return [step for step in self._steps if step.commit in changing]
