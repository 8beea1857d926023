"""What the bot wants, what it finds, what it plans to do, and the plan in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from escalation_log.model.cases import EventKey
from escalation_log.model.moments import Moment
from escalation_log.words.lines import BLANK, Line, Tone

# Stands for a stage in the key of an issue about duties of the case as a whole.
WHOLE_CASE = "case"
# Stands for a stage in the key of an issue about a file that has problems, with event number 0.
CANNOT_BE_JUDGED = "cannot-be-judged"


# Stand for case and stage in the key of the overview, with event number 0.
THE_LOG, OVERVIEW = "log", "overview"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueKey:
    """Identifies what an issue is about: a round of a stage, a case's file, or the whole log.

    `started_by` is what the event is called by that started the round; `stage` is `WHOLE_CASE` for
    duties of the case as a whole. `case` is a reference, or the place of a file whose name is none.
    """

    case: str
    stage: str
    started_by: EventKey

    @property
    def is_about_file(self) -> bool:
        """Whether the issue says that the file has problems; no event has the number 0."""
        return self.stage == CANNOT_BE_JUDGED and self.started_by == 0

    @property
    def is_overview(self) -> bool:
        """Whether the issue is the overview of the whole log; no reference is like its case."""
        return (self.case, self.stage) == (THE_LOG, OVERVIEW)


class Degree(StrEnum):
    """How late a stage is, by its gravest duty; `OWN` is the log's own reminder.

    Of a file that has problems nobody can say it, and the overview is of everything.
    """

    DUE_NOW = "due now"
    CANNOT_BE_JUDGED = "cannot be judged"
    BREACH = "breach"
    OVER_GUIDE = "over guide"
    OWN = "reminder"
    DUE_SOON = "due soon"
    OVERVIEW = "overview"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An issue that should be open.

    `part` is the bot's marked part of the body; `below` is the text put under it when the issue is
    opened. `labels` are the bot's labels, `assignees` are accounts. `since` is the first late
    moment of what has been overdue the longest, or of what is due the soonest where nothing is
    overdue. `summary` says the same in a few words of plain text. `was_at_once` says that a duty to
    be done at once is overdue in it.
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
    was_at_once: bool = False

    @property
    def cannot_wait(self) -> bool:
        """Whether something must be done at once, also where its day is over."""
        return self.degree is Degree.DUE_NOW or self.was_at_once


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
    """A round whose issue should be closed if there is one; `part` says how it ended."""

    key: IssueKey
    title: str
    summary: str
    part: str
    labels: frozenset[str]
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedIssues:
    """The issues that a log asks for.

    `rounds` has, for each stage of each judged case, the numbers of the events that started its
    rounds, in order. `ended` is called for a round of a judged case that has no wanted issue, and
    says how its issue ends. `labels` are all that the bot gives to any issue. `earlier` are
    references of judged cases that stand by an earlier state, `left_out` those of cases that cannot
    be judged at all. `gone` is called once, with the keys of the issues whose cases are not in the
    log, and says how these end; one of which nothing is known is left out.
    """

    wanted: tuple[Wanted, ...]
    judged: frozenset[str]
    rounds: Mapping[tuple[str, str], tuple[EventKey, ...]]
    ended: Callable[[IssueKey], Ended]
    labels: frozenset[str]
    earlier: frozenset[str] = field(default=frozenset())
    left_out: frozenset[str] = field(default=frozenset())
    gone: Callable[[Sequence[IssueKey]], Mapping[IssueKey, Ended]] = lambda _: {}

    @property
    def has_cases(self) -> bool:
        """Whether the log has any case, even one that nobody can judge."""
        return bool(self.judged or self.left_out or self.wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Existing:
    """An issue of the bot as it is on GitHub, line ends included.

    `told` is the degree that its text gives, None once it says how the round ended; `facts` is the
    fingerprint of what it says. `closed_at` is when it was closed, as GitHub writes it.
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
    """A comment to be written once; `mark` identifies it among the comments of its issue."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueChange:
    """Change an issue with one request; None leaves a field as it is.

    `note` is written before the change. `reason` is only given when the issue is closed. `labels`
    are all labels that the issue then has. `summary` says in a few words what it is about.
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
    """Leave an issue as it is; `because` is empty where it is already as wanted."""

    number: int
    key: IssueKey
    because: str = ""


Action: TypeAlias = Open | IssueChange | Leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The actions to carry out, the most overdue first."""

    actions: tuple[Action, ...]

    @property
    def writes(self) -> tuple[Open | IssueChange, ...]:
        """The actions that write to GitHub."""
        return tuple(each for each in self.actions if not isinstance(each, Leave))


_TONES = {
    Degree.DUE_NOW: Tone.MISSED,
    Degree.CANNOT_BE_JUDGED: Tone.MISSED,
    Degree.BREACH: Tone.MISSED,
    Degree.OVER_GUIDE: Tone.SOON,
    Degree.OWN: Tone.SOON,
    Degree.DUE_SOON: Tone.SOON,
    Degree.OVERVIEW: Tone.PLAIN,
}
_COUNTED = {
    "open": "to open",
    "reopen": "to open again",
    "update": "to bring up to date",
    "close": "to close",
    "as is": "as it should be",
    "leave": "left alone",
}


def plan_lines(plan: Plan) -> Iterator[Line]:
    """Write the actions in their order; issues that are already as wanted are only counted."""
    lines = [line_of(action) for action in plan.actions if _word(action) != "as is"]
    yield from lines
    if lines:
        yield BLANK
    counts = Counter(map(_word, plan.actions))
    words = [f"{counts[word]} {says}" for word, says in _COUNTED.items() if counts[word]]
    text = f"Issues: {', '.join(words) or 'nothing to do'}."
    yield Line(text=text, hang=2, tone=Tone.HEADING)


def line_of(action: Action) -> Line:
    """Describe one action in a line."""
    match action:
        case Open(wanted=wanted):
            key, tone = wanted.key, _TONES[wanted.degree]
            degree = "" if key.is_overview else f"{wanted.degree}; "
            number, says = "", f"{degree}{wanted.summary}"
        case IssueChange(key=key, note=note):
            number = f"#{action.number} "
            tone = Tone.DONE if action.state is State.CLOSED else Tone.PLAIN
            says = action.summary if note is None else f"{action.summary}; with a comment"
        case Leave(key=key, because=says):
            number, tone = f"#{action.number} ", Tone.QUIET
    text = f"{_word(action):7}{number}{key.case} {key.stage}  {says}"
    return Line(text=text, hang=7, tone=tone)


def _word(action: Action) -> str:
    match action:
        case Open():
            return "open"
        case Leave(because=because):
            return "leave" if because else "as is"
        case IssueChange(state=state):
            return {State.OPEN: "reopen", State.CLOSED: "close", None: "update"}[state]
