"""Who brought each event of a case into the log, and when, as Git knows it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from escalation_log.log.commits import Step
from escalation_log.log.disk import SUFFIX, FoundCase
from escalation_log.log.entries import StepsOfCase, event_count, steps_of_events
from escalation_log.log.found_cases import case_files
from escalation_log.log.history_reading import destroyed_words
from escalation_log.log.revisions import ask_for_whole_history, commit_of, run_git
from escalation_log.log.sealing import read_found
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.model.cases import Event, EventId, EventKey
from escalation_log.model.errors import EscalogError

# Settings of whoever runs it would add lines.
_PLAINLY = ("-c", "log.showSignature=false", "--literal-pathspecs")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A commit and who wrote it, as Git has the name."""

    commit: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an event came from.

    `entry` is the first commit of the main branch that holds it, None where it is not committed.
    `written` is the commit that wrote it: another one where the entry is a merge.
    """

    event: Event
    entry: Step | None
    written: Author | None


def provenance(root: Path, reference: str) -> tuple[Origin, ...]:
    """Give the origin of each event of a case, in the order in which they became known.

    Raise EscalogError outside Git, where the clone lacks a part of the history, and for a case that
    is not there or that nobody can read.
    """
    commit_of(root, "HEAD")
    ask_for_whole_history(root)
    found = _found(root, reference)
    case, _ = read_found(root, found)
    if case is None:
        raise EscalogError(
            f"{found.file} cannot be read.", hint=f"Mend it first: escalog check {found.file}"
        )
    beside = found.file.removesuffix(SUFFIX)
    steps = steps_of_events(root, [found.file, beside]).get(reference, {})
    writers = _Writers(root, found.file)
    return tuple(
        Origin(
            event=event,
            entry=(entry := _entry(steps, event, case.place_of(event.number))),
            written=None if entry is None else writers.of(entry, event.key),
        )
        for event in case.events
    )


def _entry(steps: StepsOfCase, event: Event, place: int | None) -> Step | None:
    """Find the entry of an event; one with an id may have come in its case's file alone."""
    if event.key in steps or place is None:
        return steps.get(event.key)
    return steps.get(place + 1)


def _found(root: Path, reference: str) -> FoundCase:
    for each in case_files(root):
        if PurePosixPath(each.file).stem == reference:
            return each
    if (gone := destroyed_words(root, reference)) is not None:
        raise EscalogError(gone)
    raise EscalogError(
        f"There is no case {reference!r} in this log.",
        hint="Type its reference as its file is called, like KN-2026-0001.",
    )


class _Writers:
    """The authors of the commits that wrote events of a case."""

    def __init__(self, root: Path, file: str) -> None:
        self._contents = Contents(root)
        self._file = file
        self._beside = file.removesuffix(SUFFIX)
        self._known: dict[str, tuple[Author, ...]] = {}

    def of(self, entry: Step, key: EventKey) -> Author:
        """Give who wrote an event: of the commits that came with a merge, the first to hold it."""
        if entry.commit not in self._known:
            self._known[entry.commit] = self._brought(entry.commit)
        *before, itself = self._known[entry.commit]
        return next((each for each in before if self._holds(each.commit, key)), itself)

    def _brought(self, entry: str) -> tuple[Author, ...]:
        """List the commits that an entry brought to the main branch, itself as the last one."""
        ((itself, parents),) = self._listed("--max-count=1", entry)
        if len(parents) <= 1:
            return (itself,)
        brought = self._listed(
            *("--reverse", "--topo-order", "--full-history", entry, f"^{parents[0]}"),
            *("--", self._file, self._beside),
        )
        return (*(author for author, _ in brought if author != itself), itself)

    def _listed(self, *asked: str) -> list[tuple[Author, list[str]]]:
        said = run_git(self._contents.root, *_PLAINLY, "log", "--format=%H%x00%P%x00%aN", *asked)
        found = []
        for line in said.decode("utf-8", "replace").splitlines():
            commit, parents, name = line.split("\0")
            found.append((Author(commit=commit, name=name), parents.split()))
        return found

    def _holds(self, commit: str, key: EventKey) -> bool:
        snapshot = Snapshot.of_commit(
            self._contents.root, commit, self._contents, within=(self._file, self._beside)
        )
        data = snapshot.data(self._file) or b""
        if isinstance(key, EventId):
            return f"{self._beside}/{key}{SUFFIX}" in snapshot.files or key.encode() in data
        return event_count(self._file, data) >= key
