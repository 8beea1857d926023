"""Put `history` to every step of the main line, and find the commit whose seal was printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from pathlib import Path

from escalation_log.log.commits import Commits, Step
from escalation_log.log.contents import BASELINE_FILE
from escalation_log.log.held_records import Records
from escalation_log.log.history import Held, misdated
from escalation_log.log.history_rules import BASELINE_STANDS, COMMIT_DATES, SEAL_STANDS
from escalation_log.log.revisions import (
    LOG_FOLDERS,
    ask_for_whole_history,
    commit_of,
    run_git,
)
from escalation_log.log.sealing import Sealer, destroyed_in
from escalation_log.log.snapshots import Contents, Snapshot
from escalation_log.model.destroyed import DestroyedCase
from escalation_log.model.problems import Problem
from escalation_log.model.seal import Seal

_NO_COMMIT = (
    "No commit of this branch has this seal. Compare its digits with what was printed. If they "
    "are right, what the log said then does not stand in this branch: ask whoever has a clone "
    "from that time, and type there: escalog verify --seal SEAL"
)
_BEFORE_ITS_SALT = (
    ". Where a destroyed case was taken out of Git too, no seal is found that was printed before "
    "that case had a salt"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A commit from which on the log had a seal."""

    step: Step
    seal: Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found in the steps of a branch: problems with their commits, the oldest first.

    `steps` is how many there are since the baseline, `seal` that of the newest commit. `sealed` is
    the commit whose seal was asked for; None where none was, or where no commit has it.
    """

    problems: tuple[Problem, ...]
    steps: int
    seal: Seal
    sealed: Sealed | None


def verify(
    root: Path, now: datetime, *, seal: str | None = None, advance: Callable[[int], None]
) -> Verified:
    """Judge every step of the line of first parents since the baseline.

    `advance` is called with the number of steps finished since the last call. Raise EscalogError
    outside Git, and where the clone lacks a part of the history.
    """
    head = commit_of(root, "HEAD")
    ask_for_whole_history(root)
    line = _Line(Contents(root), Commits(root, head), head, now)
    problems = list(line.problems(advance))
    sealed = None if seal is None else line.sealed(seal)
    if seal is not None and sealed is None:
        words = _NO_COMMIT + (_BEFORE_ITS_SALT if destroyed_in(line.snapshot(head)) else "")
        problems.append(Problem(file="cases", rule=SEAL_STANDS.name, message=words))
    return Verified(
        problems=tuple(problems),
        steps=len(line.steps),
        seal=Sealer(line.contents).seal(line.snapshot(head)),
        sealed=sealed,
    )


class _Line:
    """The main line up to a commit."""

    def __init__(self, contents: Contents, commits: Commits, head: str, now: datetime) -> None:
        self.contents = contents
        self._commits = commits
        self._head = head
        self._now = now

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps that are judged: those after the baseline, or after the first commit."""
        whole = self._commits.main_line(None, self._head)
        if self._baseline is None:
            return whole[1:]
        return self._commits.main_line(self._baseline, self._head)

    @cached_property
    def _first(self) -> str:
        return self._commits.main_line(None, self._head)[0].commit

    def snapshot(self, commit: str) -> Snapshot:
        """Read the tree of a commit."""
        return Snapshot.of_commit(self.contents.root, commit, self.contents)

    def problems(self, advance: Callable[[int], None]) -> Iterator[Problem]:
        """Judge each step, the oldest first."""
        baseline = self._named_baseline
        if baseline is not None and self._baseline is None:
            yield Problem(
                file=BASELINE_FILE,
                rule=BASELINE_STANDS.name,
                message="This is no commit of the main branch, so every step was judged. If it "
                f"came with the files of another log, type: baseline: {self._first}. Otherwise "
                f"see what it was: git log -p -- {BASELINE_FILE}",
            )
        changing, wrong = self._changing(), self._misdated()
        for step in self.steps:
            found = list(self._held(step)) if step.commit in changing else []
            found += wrong.get(step.commit, ())
            for each in sorted(found, key=attrgetter("sort_key")):
                yield replace(each, commit=step.commit)
            advance(1)

    def sealed(self, value: str) -> Sealed | None:
        """Find the commit from which on the log had a seal, the newest one if it had it twice.

        A commit has the seal of what stands in it. Only where none has it, cases that were
        destroyed since and of which a commit says nothing count by their hashes: they may have
        been taken out of Git without a trace.
        """
        taken = destroyed_in(self.snapshot(self._head))
        return self._with_seal(value, ()) or self._with_seal(value, taken)

    def _with_seal(self, value: str, taken: Sequence[DestroyedCase]) -> Sealed | None:
        found: Sealed | None = None
        for step in reversed(self._sealable):
            seal = self._sealer.seal(self.snapshot(step.commit), taken)
            if seal.value == value:
                found = Sealed(step=step, seal=seal)
            elif found is not None:
                break
        return found

    @cached_property
    def _sealer(self) -> Sealer:
        return Sealer(self.contents)

    @cached_property
    def _sealable(self) -> list[Step]:
        """The commits that may have a seal of their own: the first, and what touches the log."""
        whole = self._commits.main_line(None, self._head)
        changing = self._touching(self._head).union([self._first])
        return [each for each in whole if each.commit in changing]

    def _held(self, step: Step) -> Iterator[Problem]:
        held = Held(
            base=self._commits.parents(step.commit)[0],
            head=step.commit,
            is_committed=True,
            now=self._now,
            commits=self._commits,
            contents=self.contents,
        )
        return (each for each in held.problems() if each.rule != COMMIT_DATES.name)

    def _misdated(self) -> dict[str, Sequence[Problem]]:
        """Judge the dates of all commits, those that change nothing of the log too."""
        if not self.steps:
            return {}
        before = self._commits.parents(self.steps[0].commit)[0]
        return {
            step.commit: [Problem(file="cases", rule=COMMIT_DATES.name, message=words)]
            for step, words in misdated(self._commits.step(before), self.steps, self._now)
        }

    def _changing(self) -> frozenset[str]:
        """Name the commits that can have done something: merges, and those that touch the log."""
        merges = (each.commit for each in self.steps if len(self._commits.parents(each.commit)) > 1)
        return self._touching(self._head).union(merges)

    def _touching(self, revisions: str) -> frozenset[str]:
        said = run_git(
            self.contents.root, "rev-list", "--first-parent", revisions, "--", *LOG_FOLDERS
        )
        return frozenset(said.decode("ascii").split())

    @cached_property
    def _named_baseline(self) -> str | None:
        return Records(self.snapshot(self._head), goes_back=True).baseline

    @cached_property
    def _baseline(self) -> str | None:
        named = self._named_baseline
        is_known = named is not None and self._commits.is_ancestor(named, self._head)
        return named if is_known else None
