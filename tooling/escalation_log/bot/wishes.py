"""What the bot wants, what it finds, and what it plans to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from escalation_log.model.moments import Moment

# The stage of an issue about duties of the case as a whole.
WHOLE_CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueKey:
    """What an issue is about: a round of a stage of a case.

    `started_by` is the number of the event that started the round; `stage` is `WHOLE_CASE` for
    duties of the case as a whole.
    """

    case: str
    stage: str
    started_by: int


class Degree(StrEnum):
    """How far a stage is behind, the gravest of its duties counting."""

    BREACH = "breach"
    OVER_GUIDE = "over guide"
    DUE_SOON = "due soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An issue that should be open.

    `part` is the bot's marked part of the body, `below` what is put under it at opening, `labels`
    are those of the bot, `assignees` accounts, `since` the first late moment of what has been
    overdue the longest (of what is due the soonest, where nothing is overdue). `summary` says it in
    a few words, without marks.
    """

    key: IssueKey
    degree: Degree
    since: Moment
    title: str
    summary: str
    part: str
    below: str
    labels: frozenset[str]
    assignees: tuple[str, ...] = ()


class State(StrEnum):
    """An issue's state."""

    OPEN = "open"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why an issue was closed, in GitHub's words."""

    COMPLETED = "completed"
    NOT_PLANNED = "not_planned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """An issue that should be closed if there is one: how it ended stands in `part`."""

    key: IssueKey
    title: str
    summary: str
    part: str
    labels: frozenset[str]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a log wants of its issues.

    `rounds` has, for each stage of each judged case, the events that started its rounds, in order.
    `ended` says, when asked, how the issue of any round of a judged case ends that is not wanted.
    `left_out` are references of cases that cannot be judged because of problems.
    """

    wanted: tuple[Wanted, ...]
    judged: frozenset[str]
    rounds: Mapping[tuple[str, str], tuple[int, ...]]
    ended: Callable[[IssueKey], Ended]
    left_out: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """An issue of ours as GitHub has it, the body's line ends too.

    `told` is the degree that its text speaks of, None once it says how it ended; `facts` is the
    fingerprint of what it tells. `closed_at` is when it was closed, as GitHub writes it.
    """

    number: int
    key: IssueKey
    state: State
    title: str
    body: str
    labels: frozenset[str]
    told: Degree | None = None
    facts: str = ""
    closed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """Open an issue; its assignees are set afterwards."""

    wanted: Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment to be written once: `mark` tells it from all others on its issue."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueChange:
    """Change an issue with one request; None leaves what is there.

    `note` is written before. `reason` goes with closing only. `labels` are all that it then has.
    `summary` says in a few words what it is about.
    """

    number: int
    key: IssueKey
    summary: str
    state: State | None = None
    reason: Reason | None = None
    title: str | None = None
    body: str | None = None
    labels: frozenset[str] | None = None
    note: Note | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Let an issue be as it is; `because` is empty where it is as wanted.

    `needs_mending` says that it is left only because the case's file has problems.
    """

    number: int
    key: IssueKey
    because: str = ""
    needs_mending: bool = False


Action: TypeAlias = Open | IssueChange | Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done, the most overdue first."""

    actions: tuple[Action, ...]

    @property
    def writes(self) -> tuple[Open | IssueChange, ...]:
        """What there is to write."""
        return tuple(each for each in self.actions if not isinstance(each, Leave))
