"""List what is recorded to keep the child safe while a disagreement lasts."""

from __future__ import annotations

from dataclasses import dataclass

from escalation_log.engine.timeline import PlacedEvent
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.cases import EventKind
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.titles import SIDES, coded_title


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """When something happened and who did it; `event` is the event's number."""

    event: int
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
    risks = by_kind.get(EventKind.IMMEDIATE_RISK, ())
    latest = max(protective, key=lambda each: each.known.at).event if protective else None
    return SafetyView(
        measures=tuple(
            _measures(each, judged) for each in reversed(by_kind.get(EventKind.SAFEGUARDS, ()))
        ),
        protect_by=names.events.when(latest.protect_by) if latest else "",
        protect_reason=(latest.reason or "").strip() if latest else "",
        risk=moment_words(risks[-1].moment) if risks else "",
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
        event=event.number, at=moment_words(placed_event.moment), by=SIDES.get(event.by, "")
    )
