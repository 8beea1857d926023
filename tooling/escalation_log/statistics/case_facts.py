"""The facts of an assessed case that statistics use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.timeline import Timeline
from escalation_log.model.assessments import (
    MISSED,
    Assessment,
    CaseState,
    DutyState,
)
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Force
from escalation_log.model.receipts import NoRecord
from escalation_log.model.rulebook import Rulebook
from escalation_log.statistics.answers import (
    AnswerAtTwo,
    Talk,
    UnansweredCall,
    answers_at_two,
    calls_without_answer,
    talks_in,
)

# The classes of days that cases take, by the largest number in each; LONGER holds all others.
LENGTHS: Mapping[str, int] = {"7": 7, "14": 14, "28": 28}
LONGER = "longer"
_MET = frozenset({DutyState.MET, DutyState.MET_LATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Classes:
    """The classes to count by, in the order of a partnership's files.

    For a board, any others come after them.
    """

    stages: tuple[str, ...]
    themes: tuple[str, ...]
    agencies: tuple[str, ...]


class SettledLimit(NamedTuple):
    """A limit with a date that was kept or missed. `stage` is empty for one of the whole case.

    `acting` are the agencies that had to act, or the partnership. A guide passed as it was agreed
    counts as kept. `is_countersigned` says that figures of the edition may name agencies.
    """

    stage: str
    acting: tuple[str, ...]
    due_on: date
    is_required: bool
    is_kept: bool
    is_countersigned: bool


class Mark(NamedTuple):
    """A duty of which nothing shows that it was done when its chance ended on a day.

    The other fields are as those of a limit.
    """

    stage: str
    acting: tuple[str, ...]
    on: date
    is_countersigned: bool


class OffRoute(NamedTuple):
    """An event that was not by the policy's route; `stage` is the one that it happened in."""

    stage: str
    on: date


class Learning(NamedTuple):
    """What is to change after a case, and to whom that went; `action` is free text."""

    on: date
    themes: tuple[str, ...]
    whom: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFacts:
    """A case as statistics count it.

    `reached` is the furthest stage it was in, `ended_on` the day on which it ended, None while it
    is open. `limits` are those that were settled, kept or missed; one still running is not among
    them, nor one that lapsed before its day. `marks` are duties without a date of which
    nothing shows that they were done, `off_route` events that were not by the policy's route; what
    came in the wrong order is a limit that was missed, and so not among these. `calls` are those
    that nobody answered, `answers` those at stage two, `talks` when it was discussed or decided.
    `came_about` says, as it was last recorded, whether what was sought for the child came about.
    """

    reference: str
    raising: str
    opened_on: date
    theme: str
    reached: str
    state: CaseState
    ended_on: date | None
    limits: tuple[SettledLimit, ...]
    marks: tuple[Mark, ...]
    off_route: tuple[OffRoute, ...]
    learning: tuple[Learning, ...]
    calls: tuple[UnansweredCall, ...]
    answers: tuple[AnswerAtTwo, ...]
    talks: tuple[Talk, ...]
    came_about: str | None
    is_countersigned: bool

    @property
    def days_taken(self) -> int | None:
        """The calendar days from opening to resolution; None for a case that had none."""
        if self.ended_on is None or self.state is CaseState.WITHDRAWN:
            return None
        return (self.ended_on - self.opened_on).days

    @property
    def last_counted_on(self) -> date:
        """The day of the last thing by which the case is counted in a period."""
        days = [self.opened_on, *(each.due_on for each in self.limits)]
        dated = (self.marks, self.off_route, self.learning, self.calls, self.answers, self.talks)
        days += [each.on for found in dated for each in found]
        return max([*days, self.ended_on or self.opened_on])


def length_of(days: int) -> str:
    """Say to which class a number of days belongs.

    >>> length_of(14), length_of(29)
    ('14', 'longer')
    """
    return next((name for name, most in LENGTHS.items() if days <= most), LONGER)


def case_facts(timeline: Timeline, assessment: Assessment, rules: Rulebook) -> CaseFacts:
    """Give the facts that statistics use of a case that has begun."""
    ended = timeline.episodes[-1].ended
    outcomes = timeline.by_kind.get(EventKind.OUTCOME, ())
    return CaseFacts(
        reference=assessment.reference,
        raising=timeline.header.raising.agency,
        opened_on=timeline.placed_events[0].moment.on,
        theme=timeline.header.theme,
        reached=max((visit.stage for visit in timeline.visits), key=rules.policy.stage_index),
        state=assessment.state,
        ended_on=None if ended is None else ended.moment.on,
        limits=tuple(_settled(timeline, assessment, rules)),
        marks=tuple(_marks(timeline, assessment, rules)),
        off_route=tuple(_off_route(timeline, assessment)),
        learning=tuple(
            Learning(each.moment.on, each.event.themes, each.event.whom, each.event.action or "")
            for each in timeline.by_kind.get(EventKind.LEARNING, ())
        ),
        calls=tuple(calls_without_answer(timeline, rules)),
        answers=tuple(answers_at_two(timeline, rules)),
        talks=tuple(talks_in(timeline)),
        came_about=outcomes[-1].event.came_about if outcomes else None,
        is_countersigned=rules.countersigned is not None,
    )


def _settled(timeline: Timeline, assessment: Assessment, rules: Rulebook) -> Iterator[SettledLimit]:
    for row in assessment.duties:
        if row.due_on is None or row.duty.advice or row.is_own:
            continue
        is_missed = row.breach in MISSED
        if is_missed or row.state in _MET:
            yield SettledLimit(
                row.duty.stage or "",
                acting_agencies(row.duty, timeline.header, rules.policy, rules.partnership),
                row.due_on,
                row.force is Force.REQUIRED,
                not is_missed,
                rules.countersigned is not None,
            )


def _marks(timeline: Timeline, assessment: Assessment, rules: Rulebook) -> Iterator[Mark]:
    for row in assessment.duties:
        if row.state is not DutyState.NO_RECORD:
            continue
        for step in row.receipt:
            if isinstance(step, NoRecord):
                yield Mark(
                    row.duty.stage or "",
                    acting_agencies(row.duty, timeline.header, rules.policy, rules.partnership),
                    step.moment.on,
                    rules.countersigned is not None,
                )


def _off_route(timeline: Timeline, assessment: Assessment) -> Iterator[OffRoute]:
    events = {each.event.key: each for each in timeline.placed_events}
    for departure in assessment.off_route:
        placed_event = events[departure.event]
        yield OffRoute(placed_event.case_stage, placed_event.moment.on)
