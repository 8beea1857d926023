"""Carry out a plan, action by action, and report what could not be done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from escalation_log.bot.faults import UNPROCESSABLE, Refused
from escalation_log.bot.issue_plan import IssueChange, IssueKey, Open, Plan, Wanted
from escalation_log.bot.issues import FoundIssue
from escalation_log.bot.memory import Memory, Remembered
from escalation_log.bot.writer import Writer
from escalation_log.model.errors import EscalogError


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """Assign an issue to accounts."""

    number: int
    key: IssueKey
    accounts: tuple[str, ...]


def assignments(
    wanted: Iterable[Wanted], found: Iterable[FoundIssue], *, settled: Collection[int]
) -> Iterator[Assignment]:
    """Yield the assignments still to be made, the most overdue first as in `wanted`.

    An issue that anybody has changed since it was opened is left out, as are the `settled` ones, so
    that nobody who unassigned themselves is assigned again.
    """
    untouched = {
        each.issue.key: each.issue.number
        for each in found
        if each.is_untouched and each.issue.number not in settled
    }
    for each in wanted:
        if each.assignees and each.key in untouched:
            number = untouched[each.key]
            yield Assignment(number=number, key=each.key, accounts=each.assignees)


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """An action that was not done; `why` is None where the run stopped before it."""

    action: Open | IssueChange
    why: EscalogError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOutcome:
    """The result of carrying out a plan.

    `stopped` is the error that ended the run early. `unassigned` holds assignments that failed,
    with the reason; they do not make a run fail. `memory` is for the next run.
    """

    done: int
    left: tuple[Left, ...]
    stopped: EscalogError | None
    unassigned: tuple[tuple[Assignment, str], ...]
    memory: Memory

    @property
    def is_finished(self) -> bool:
        """Whether every action was done; failed assignments do not count."""
        return not self.left and self.stopped is None


def apply(
    plan: Plan,
    *,
    writer: Writer,
    found: Iterable[FoundIssue],
    wanted: Iterable[Wanted],
    memory: Memory | None,
    advance: Callable[[int], object] = int,
) -> RunOutcome:
    """Carry out a plan made for the issues `found`; `advance` is called after each action.

    An action that GitHub refuses is skipped; an error that concerns the whole run ends it.
    """
    found = tuple(found)
    run = _Run(writer, found, memory)
    for action in plan.writes:
        run.do(action)
        advance(1)
    for assignment in assignments(wanted, found, settled=run.settled):
        run.assign(assignment)
    return run.outcome()


class _Run:
    """The state of a run: the issues known to be on GitHub, and the failures."""

    def __init__(
        self, writer: Writer, found: tuple[FoundIssue, ...], memory: Memory | None
    ) -> None:
        self._writer = writer
        self._issues = {each.issue.number: each.issue for each in found}
        self.settled = set(memory.settled if memory else ())
        self._done = 0
        self._left: list[Left] = []
        self._stopped: EscalogError | None = None
        self._unassigned: list[tuple[Assignment, str]] = []

    def do(self, action: Open | IssueChange) -> None:
        if self._stopped is not None:
            self._left.append(Left(action=action, why=None))
            return
        try:
            if isinstance(action, Open):
                issue = self._writer.open(action.wanted)
            else:
                issue = self._writer.change(action, self._issues[action.number])
        except EscalogError as error:
            self._left.append(Left(action=action, why=error))
            if not _is_about(action, error):
                self._stopped = error
            return
        self._done += 1
        self._issues[issue.number] = issue
        if isinstance(action, Open) and action.wanted.assignees:
            self.assign(
                Assignment(number=issue.number, key=issue.key, accounts=action.wanted.assignees)
            )

    def assign(self, assignment: Assignment) -> None:
        if self._stopped is not None:
            return
        try:
            refused = self._writer.assign(assignment.number, assignment.accounts)
        except EscalogError as error:
            # It is not recorded as settled, so that the next run tries again.
            self._unassigned.append((assignment, error.message))
            return
        self.settled.add(assignment.number)
        if refused:
            names = ", ".join(refused)
            because = f"GitHub did not take {names}: no such account, or without access here."
            self._unassigned.append((assignment, because))

    def outcome(self) -> RunOutcome:
        issues = tuple(
            Remembered(
                number=issue.number,
                key=issue.key,
                state=issue.state,
                is_settled=issue.number in self.settled,
            )
            for issue in self._issues.values()
        )
        return RunOutcome(
            done=self._done,
            left=tuple(self._left),
            stopped=self._stopped,
            unassigned=tuple(self._unassigned),
            memory=Memory(repository=self._writer.repository, issues=issues),
        )


def _is_about(action: Open | IssueChange, error: EscalogError) -> bool:
    """Say whether an error concerns only this issue, so that other actions may still succeed."""
    if not isinstance(error, Refused):
        return False
    return isinstance(action, IssueChange) or error.status == UNPROCESSABLE
