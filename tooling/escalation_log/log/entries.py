"""When each event came to the main branch, which is its entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from escalation_log.files.case_file import parse_case
from escalation_log.files.history_files import parse_baseline
from escalation_log.log.commits import Commits, Step
from escalation_log.log.contents import BASELINE_FILE
from escalation_log.log.disk import ordinary_bytes
from escalation_log.log.earlier_versions import every_version
from escalation_log.log.held_records import Data, parsed_data
from escalation_log.log.revisions import commit_of
from escalation_log.model.cases import Case, EventId, EventKey
from escalation_log.model.errors import EscalogError

# The entries of a case: by the numbers of its events, and by the ids of events in their own files.
Entries: TypeAlias = Mapping[EventKey, datetime]
# The same with the commits; those of a log are by the reference of each case.
StepsOfCase: TypeAlias = Mapping[EventKey, Step]
# How many parts the name of a case's file has, and that of an event that waits beside it.
_CASE, _WAITING = 3, 4
_EVENTS = re.compile(
    rb"(?m)^events:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?P<first> *)-(?=\s)"
)


def steps_of_events(root: Path, files: Sequence[str] = ("cases",)) -> Mapping[str, StepsOfCase]:
    """Give the commit of the main line with which each event came, by the case's reference.

    Raise EscalogError where Git cannot read what was committed.
    """
    found: dict[str, dict[EventKey, Step]] = {}
    seen: dict[str, int] = {}
    for version, data in every_version(root, files=files):
        step = Step(version.commit, version.at)
        place = PurePosixPath(version.file)
        if place.suffix != ".yaml":
            continue
        if len(place.parts) == _WAITING:
            found.setdefault(place.parts[2], {}).setdefault(EventId(place.stem), step)
        elif len(place.parts) == _CASE:
            count, known = event_count(version.file, data), seen.get(place.stem, 0)
            for number in range(known + 1, count + 1):
                found.setdefault(place.stem, {}).setdefault(number, step)
            seen[place.stem] = max(known, count)
    return found


def entries_of_log(root: Path) -> Mapping[str, Entries]:
    """Give the entry of each event that came after its case had, by the case's reference.

    An event that came with the file of its case has none, nor one of before the baseline. Outside
    Git nothing is known.
    """
    try:
        counting = _since_baseline(root)
        found = steps_of_events(root)
    except EscalogError:
        # Without Git, or with a part of the history missing, nothing is said rather than half.
        return {}
    late = {
        reference: {
            key: step.moment
            for key, step in steps.items()
            if step != steps.get(1) and (counting is None or step.commit in counting)
        }
        for reference, steps in found.items()
    }
    return {reference: entries for reference, entries in late.items() if entries}


def baseline_of(root: Path) -> str | None:
    """Read the commit that the log in the folder names as its baseline; None where none is set.

    Raise EscalogError where nobody can read it.
    """
    path = root / BASELINE_FILE
    if not path.is_file():
        return None
    baseline = parse_baseline(BASELINE_FILE, ordinary_bytes(path))
    if isinstance(baseline, str):
        return baseline
    raise EscalogError(
        f"{BASELINE_FILE} has problems, so nobody can tell from where on what was recorded stands.",
        hint=f"See what they are: escalog check {BASELINE_FILE}",
    )


def _since_baseline(root: Path) -> frozenset[str] | None:
    """Name the commits of the line of first parents after the baseline; None where none is set."""
    baseline = baseline_of(root)
    if baseline is None:
        return None
    base, head = commit_of(root, baseline), commit_of(root, "HEAD")
    return frozenset(step.commit for step in Commits(root, base, head).main_line(base, head))


def event_count(file: str, data: bytes) -> int:
    """Count the events of a case file, without reading it where its list is written plainly."""
    found = _EVENTS.search(data)
    if found is None:
        case = parse_case(file, data)
        return len(case.events) if isinstance(case, Case) else 0
    # What belongs to an event is indented further than its dash, whatever it is.
    item = re.compile(rb"(?m)^%s-(?=\s)" % found["first"])
    after = re.compile(rb"(?m)^ {0,%d}[^\s#-]" % len(found["first"]))
    ends = after.search(data, found.end())
    return len(item.findall(data, found.start("first"), ends.start() if ends else len(data)))


class FirstEntry:
    """When what a change brings came in, by the commits of the main line that bring it.

    `steps` are those of the change. `now` is when that came in which no commit holds yet.
    """

    def __init__(self, root: Path, base: str, steps: Sequence[Step], now: datetime) -> None:
        self._root = root
        self._base = base
        self._steps = {step.commit: step for step in steps}
        self._last = steps[-1].commit if steps else None
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
        if self._last is None:
            return []
        if file not in self._known:
            versions = every_version(self._root, f"{self._base}..{self._last}", [file])
            self._known[file] = [
                (self._steps[version.commit], parsed)
                for version, data in versions
                if (parsed := parsed_data(file, data)) is not None
            ]
        return self._known[file]
