"""When each event came to the main branch, which is its entry."""

from __future__ import annotations

import os
import re
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias

from escalation_log.files.case_file import parse_case
from escalation_log.files.history_files import parse_baseline
from escalation_log.files.partnership_file import parse_partnership
from escalation_log.log.commits import Commits, Step
from escalation_log.log.contents import BASELINE_FILE
from escalation_log.log.disk import read_bytes
from escalation_log.log.earlier_versions import earlier_versions, every_version
from escalation_log.log.held_records import Data, parsed_data
from escalation_log.log.revisions import ask_for_whole_history, commit_of, is_ancestor
from escalation_log.model.cases import Case, EventId, EventKey
from escalation_log.model.errors import EscalogError
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import Problem

# Within how many days events are to be entered, by policy.
Within: TypeAlias = Mapping[str, int]


class Entry(NamedTuple):
    """When an event came, and within how many days events were to be entered until then.

    `at` is None where it came with the file of its case, or before the baseline.
    """

    at: datetime | None
    within: Within


class _Arrival(NamedTuple):
    step: Step
    within: Within


# The entries of a case: by the numbers of its events, and by the ids of events in their own files.
Entries: TypeAlias = Mapping[EventKey, Entry]
# The same with the commits; those of a log are by the reference of each case.
StepsOfCase: TypeAlias = Mapping[EventKey, Step]
# How many parts the name of a case's file has, and that of an event that waits beside it.
_CASE, _WAITING = 3, 4
_PARTNERSHIP = "partnership.yaml"
_EVENTS = re.compile(
    rb"(?m)^events:[ \t]*(?:#.*)?\r?\n(?:[ \t]*(?:#.*)?\r?\n)*(?P<first> *)-(?=\s)"
)


def steps_of_events(root: Path, files: Sequence[str] = ("cases",)) -> Mapping[str, StepsOfCase]:
    """Give the commit of the main line with which each event came, by the case's reference.

    Raise EscalogError where Git cannot read what was committed.
    """
    return {
        reference: {key: each.step for key, each in arrivals.items()}
        for reference, arrivals in _arrivals(root, files).items()
    }


def _arrivals(root: Path, files: Sequence[str]) -> Mapping[str, Mapping[EventKey, _Arrival]]:
    """Give with which commit each event came, and what partnerships said in the one before."""
    found: dict[str, dict[EventKey, _Arrival]] = {}
    seen: dict[str, int] = {}
    # What the first commit of a partnership says holds for what came with it, too.
    first: dict[str, int] = {}
    said: dict[str, int] = {}
    within: Within = ChainMap({}, first)
    commit = None
    for version, data in every_version(root, files=files):
        if version.commit != commit:
            commit = version.commit
            within = ChainMap(dict(said), first)
        arrival = _Arrival(Step(version.commit, version.at), within)
        place = PurePosixPath(version.file)
        if place.name == _PARTNERSHIP:
            partnership = parse_partnership(version.file, data)
            if isinstance(partnership, Partnership):
                days = partnership.entry_within_days
                said[place.parts[1]] = days
                first.setdefault(place.parts[1], days)
        elif place.suffix != ".yaml":
            continue
        elif len(place.parts) == _WAITING:
            found.setdefault(place.parts[2], {}).setdefault(EventId(place.stem), arrival)
        elif len(place.parts) == _CASE:
            count, known = event_count(version.file, data), seen.get(place.stem, 0)
            for number in range(known + 1, count + 1):
                found.setdefault(place.stem, {}).setdefault(number, arrival)
            seen[place.stem] = max(known, count)
    return found


def entries_of_log(root: Path) -> Mapping[str, Entries]:
    """Give the entry of each event, by the case's reference. Outside Git nothing is known."""
    partnerships = sorted(root.glob(f"policies/*/{_PARTNERSHIP}"))
    files = ("cases", *(each.relative_to(root).as_posix() for each in partnerships))
    try:
        counting = _since_baseline(root)
        found = _arrivals(root, files)
    except EscalogError:
        # Without Git, or with a part of the history missing, nothing is said rather than half.
        return {}
    return {reference: dict(_entries(arrivals, counting)) for reference, arrivals in found.items()}


def _entries(
    arrivals: Mapping[EventKey, _Arrival], counting: frozenset[str] | None
) -> Iterator[tuple[EventKey, Entry]]:
    first = arrivals.get(1)
    for key, (step, within) in arrivals.items():
        is_late = first is None or step != first.step
        is_late &= counting is None or step.commit in counting
        yield key, Entry(step.moment if is_late else None, within)


def baseline_of(root: Path) -> str | None:
    """Read the commit that the log in the folder names as its baseline; None where none is set.

    Raise EscalogError where nobody can read it.
    """
    path = root / BASELINE_FILE
    if not os.path.lexists(path):
        return None
    data = read_bytes(root, path)
    baseline = (data,) if isinstance(data, Problem) else parse_baseline(BASELINE_FILE, data)
    if isinstance(baseline, str):
        return baseline
    raise EscalogError(
        f"{BASELINE_FILE} has problems, so nobody can tell from where on what was recorded stands.",
        hint=f"See what they are: escalog check {BASELINE_FILE}",
    )


def _since_baseline(root: Path) -> frozenset[str] | None:
    """Name the commits of the line of first parents after the baseline; None where all count.

    A baseline that is no commit of the branch came from another log, and counts as none.
    """
    baseline, head = baseline_of(root), commit_of(root, "HEAD")
    if baseline is None:
        return None
    if not is_ancestor(root, baseline, head):
        ask_for_whole_history(root)
        return None
    base = commit_of(root, baseline)
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

    def __init__(
        self,
        root: Path,
        base: str,
        steps: Sequence[Step],
        now: datetime,
        is_before_baseline: Callable[[str], bool],
    ) -> None:
        self._is_before_baseline = is_before_baseline
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

    def earlier(self, file: str) -> Iterator[tuple[datetime, Data]]:
        """Give what a file said before the change, the latest first, back to the baseline."""
        for version, data in earlier_versions(self._root, [file], self._base):
            if (said := parsed_data(file, data)) is not None:
                yield version.at, said
            if self._is_before_baseline(version.commit):
                return

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
