"""The facts of an assessed case that statistics use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from escalation_log.engine.acting import acting_agencies
from escalation_log.engine.timeline import Timeline
from escalation_log.model.assessments import MISSED, Assessment, CaseState, DutyState
from escalation_log.model.cases import EventKind
from escalation_log.model.policies import Force, Policy

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
    counts as kept.
    """

    stage: str
    acting: tuple[str, ...]
    due_on: date
    is_required: bool
    is_kept: bool


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
    them, nor one that lapsed before its day.
    """

    reference: str
    opened_on: date
    theme: str
    reached: str
    state: CaseState
    ended_on: date | None
    limits: tuple[SettledLimit, ...]
    learning: tuple[Learning, ...]

    @property
    def days_taken(self) -> int | None:
        """The calendar days from opening to resolution; None for a case that had none."""
        if self.ended_on is None or self.state is CaseState.WITHDRAWN:
            return None
        return (self.ended_on - self.opened_on).days


def length_of(days: int) -> str:
    """Say to which class a number of days belongs.

    >>> length_of(14), length_of(29)
    ('14', 'longer')
    """
    return next((name for name, most in LENGTHS.items() if days <= most), LONGER)


def case_facts(timeline: Timeline, assessment: Assessment, policy: Policy) -> CaseFacts:
    """Give the facts that statistics use of a case that has begun."""
    ended = timeline.episodes[-1].ended
    return CaseFacts(
        reference=assessment.reference,
        opened_on=timeline.placed_events[0].moment.on,
        theme=timeline.header.theme,
        reached=max((visit.stage for visit in timeline.visits), key=policy.stage_index),
        state=assessment.state,
        ended_on=None if ended is None else ended.moment.on,
        limits=tuple(_settled(timeline, assessment, policy)),
        learning=tuple(
            Learning(each.moment.on, each.event.themes, each.event.whom, each.event.action or "")
            for each in timeline.by_kind.get(EventKind.LEARNING, ())
        ),
    )


def _settled(timeline: Timeline, assessment: Assessment, policy: Policy) -> Iterator[SettledLimit]:
    for row in assessment.duties:
        if row.due_on is None or row.duty.advice:
            continue
        is_missed = row.breach in MISSED
        if is_missed or row.state in _MET:
            yield SettledLimit(
                row.duty.stage or "",
                acting_agencies(row, timeline.header, policy),
                row.due_on,
                row.force is Force.REQUIRED,
                not is_missed,
            )
