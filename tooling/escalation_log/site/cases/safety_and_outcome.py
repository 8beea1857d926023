"""What is recorded of a case: what keeps the child safe, how it ended, and what was learned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import EventKey
from escalation_log.model.event_kinds import EventKind
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.events import listed_codes
from escalation_log.words.lists import counted
from escalation_log.words.titles import SIDES, coded_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """When something happened and who did it; `event` is the event's number."""

    event: EventKey
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Measures agreed to keep the child safe; `review_on` is in ISO 8601, empty for none."""

    measures: tuple[str, ...]
    note: str
    recorded: Recorded
    review_on: str
    review: str
    is_review_past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyView:
    """Everything recorded to keep the child safe, the latest measures first.

    `protect_by` is the latest protective timescale, and `risk` says when an immediate risk was
    recorded; both are empty where there is none.
    """

    measures: tuple[Measures, ...]
    protect_by: str
    protect_reason: str
    risk: str


def safety_of(judged: JudgedCase, names: EditionNames) -> SafetyView:
    """Gather what is recorded to keep the child safe."""
    by_kind = judged.timeline.by_kind
    protective = by_kind.get(EventKind.PROTECTIVE_TIMESCALE, ())
    risk = judged.risk
    latest = max(protective, key=lambda each: each.known.at).event if protective else None
    return SafetyView(
        measures=tuple(
            _measures(each, judged) for each in reversed(by_kind.get(EventKind.SAFEGUARDS, ()))
        ),
        protect_by=names.events.when(latest.protect_by) if latest else "",
        protect_reason=(latest.reason or "").strip() if latest else "",
        risk="" if risk is None else moment_words(risk.moment),
    )


def _measures(placed_event: PlacedEvent, judged: JudgedCase) -> Measures:
    event = placed_event.event
    review_on = event.review_on
    return Measures(
        measures=tuple(map(coded_title, event.measures)),
        note=(event.note or "").strip(),
        recorded=recorded(placed_event),
        review_on="" if review_on is None else review_on.isoformat(),
        review="" if review_on is None else day_words(review_on),
        is_review_past=review_on is not None and review_on < judged.assessment.as_of.on,
    )


def recorded(placed_event: PlacedEvent) -> Recorded:
    """Say when something happened, and who did it."""
    event = placed_event.event
    return Recorded(
        event=event.key, at=moment_words(placed_event.moment), by=SIDES.get(event.by, "")
    )


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
            ShownLearning(
                themes=listed_codes(each.event.themes, names.policy.themes),
                action=(each.event.action or "").strip(),
                whom=listed_codes(each.event.whom, names.policy.recipients),
                note=(each.event.note or "").strip(),
                recorded=recorded(each),
            )
            for each in timeline.by_kind.get(EventKind.LEARNING, ())
        ),
    )


def _before(judged: JudgedCase, names: EditionNames) -> Iterator[str]:
    episodes = judged.timeline.episodes
    for one, next_one in pairwise(episodes):
        if one.ended is not None:
            title = names.events.title(one.ended.event)
            ended = moment_words(one.ended.moment)
            reopened = moment_words(next_one.began.moment)
            yield f"{title} before, on {ended}; opened again on {reopened}."
