"""The rule on what could identify a person."""

from __future__ import annotations

from collections.abc import Iterator

from escalation_log.checks.findings import Finding
from escalation_log.checks.identifiers import identifiers_in
from escalation_log.checks.subjects import FileInHand
from escalation_log.model.cases import Case
from escalation_log.model.kinds import EventKind
from escalation_log.model.problems import Path

_TEXTS = ("note", "reason", "action")
_TEXTS_OF_CORRECTIONS = frozenset({*_TEXTS, "concern", "outcome_sought"})


def personal_data(subject: FileInHand) -> Iterator[Finding]:
    """No text of a case holds a number, an address or a date that could identify a person."""
    if not isinstance(subject.content, Case):
        return
    for path, text in _texts(subject.content):
        for kind in identifiers_in(text):
            yield Finding(
                path,
                f"This text seems to hold {kind}. Nothing that identifies a person belongs in a "
                "case: take it out, and call people by their role, the child by the pseudonym.",
            )


def _texts(case: Case) -> Iterator[tuple[Path, str]]:
    yield ("concern",), case.header.concern
    yield ("outcome_sought",), case.header.outcome_sought
    for event in case.events:
        place = ("events", event.number - 1)
        for field in _TEXTS:
            text = getattr(event, field)
            if text is not None and not (field == "reason" and event.kind is EventKind.ESCALATED):
                yield (*place, field), text
        for field, value in event.correct:
            if field in _TEXTS_OF_CORRECTIONS and isinstance(value, str):
                yield (*place, "correct", field), value
