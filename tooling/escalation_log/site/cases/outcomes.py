"""Say how a case ended: the event, the duration, what was late, and the learning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, CaseState, DutyAssessment, DutyState
from escalation_log.model.cases import EventKind
from escalation_log.site.cases.edition_parts import DutyNames, EditionNames
from escalation_log.site.cases.safety import Recorded, recorded
from escalation_log.words.dates import moment_words
from escalation_log.words.events import listed_codes
from escalation_log.words.lists import counted
from escalation_log.words.states import late_by


@dataclass(frozen=True, slots=True, kw_only=True)
class LateFact:
    """A missed limit or a passed guide, and by how much."""

    names: DutyNames
    occurrence: int
    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLearning:
    """What was recorded as learned."""

    themes: str
    action: str
    whom: str
    note: str
    recorded: Recorded


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOutcome:
    """How a case ended. `before` describes earlier endings, before it was reopened."""

    event: str
    recorded: Recorded
    note: str
    opened: str
    lasted: str
    before: tuple[str, ...]
    learning: tuple[ShownLearning, ...]


def outcome_of(judged: JudgedCase, names: EditionNames) -> CaseOutcome | None:
    """Describe how a case ended; return None while it is open."""
    timeline = judged.timeline
    ended = timeline.episodes[-1].ended if timeline.episodes else None
    if timeline.state is CaseState.OPEN or ended is None:
        return None
    began = timeline.episodes[0].began
    days = (ended.moment.on - began.moment.on).days
    return CaseOutcome(
        event=names.events.title(ended.event),
        recorded=recorded(ended),
        note=(ended.event.note or "").strip(),
        opened=moment_words(began.moment),
        lasted=counted(days, "day") if days else "on the same day",
        before=tuple(_before(judged, names)),
        learning=tuple(
            _learning(each, names) for each in timeline.by_kind.get(EventKind.LEARNING, ())
        ),
    )


def late_facts(judged: JudgedCase, names: EditionNames, kind: Breach) -> tuple[LateFact, ...]:
    """List the missed limits, or the passed guides."""
    return tuple(_late(row, names) for row in judged.assessment.duties if row.breach is kind)


def _late(row: DutyAssessment, names: EditionNames) -> LateFact:
    # The lateness of an open duty grows from day to day, so only the duty itself shows it.
    late = "still not done" if row.state is DutyState.OVERDUE else late_by(row)
    return LateFact(names=names.duties[row.duty.id], occurrence=row.occurrence, late=late)


def _before(judged: JudgedCase, names: EditionNames) -> Iterator[str]:
    episodes = judged.timeline.episodes
    for one, next_one in pairwise(episodes):
        if one.ended is not None:
            title = names.events.title(one.ended.event)
            ended = moment_words(one.ended.moment)
            reopened = moment_words(next_one.began.moment)
            yield f"{title} before, on {ended}; opened again on {reopened}."


def _learning(placed_event: PlacedEvent, names: EditionNames) -> ShownLearning:
    event = placed_event.event
    return ShownLearning(
        themes=listed_codes(event.themes, names.policy.themes),
        action=(event.action or "").strip(),
        whom=listed_codes(event.whom, names.policy.recipients),
        note=(event.note or "").strip(),
        recorded=recorded(placed_event),
    )
