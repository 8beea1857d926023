"""The rule against what could identify a person, in texts, in remarks and in names of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from escalation_log.checks.subjects import FileToCheck, Finding
from escalation_log.model.cases import TEXTS_OF_HEADER, TOP, Case
from escalation_log.model.event_kinds import FREE_TEXTS
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import DataPath, Severity
from escalation_log.screening.numbers import national_number
from escalation_log.screening.texts import identifiers_in

_TEXTS_OF_CORRECTIONS = frozenset({*FREE_TEXTS, *TEXTS_OF_HEADER})


def personal_data(subject: FileToCheck) -> Iterator[Finding]:
    """No text, remark or name of a file holds a number or words that could identify a person."""
    if not isinstance(subject.content, Case):
        return
    partnerships = subject.rulebook_parts.partnerships
    for path, text in _texts(subject.content):
        for kind in unpublished_in(text, partnerships):
            yield Finding(
                path,
                f"This text seems to hold {kind}. Nothing that identifies a person belongs in a "
                "case. If it was not recorded yet, write it without: call people by their role, "
                "the child by the pseudonym. Otherwise take it out: "
                f"{_redact(subject.content, path)}",
                Severity.WARNING,
            )


def unpublished_in(text: str, partnerships: Mapping[str, Partnership]) -> tuple[str, ...]:
    """Name the kinds of identifier in a text, leaving out contacts that partnerships publish."""
    found = identifiers_in(text)
    return identifiers_in(text, published_by(partnerships.values())) if found else ()


def published_by(partnerships: Iterable[Partnership]) -> frozenset[str]:
    """Collect the telephone numbers and e-mail addresses that partnerships publish."""
    contacts = [contact for each in partnerships for contact in each.contacts]
    return frozenset(
        [national_number(each.phone) for each in contacts if each.phone]
        + [each.email.lower() for each in contacts if each.email]
    )


def _redact(case: Case, path: DataPath) -> str:
    """Give the line to type that takes a text out."""
    event = path[1] if path[0] == "events" else None
    key = case.events[event].key if isinstance(event, int) else TOP
    return f"escalog redact {case.reference} {key} {path[-1]} --reason REASON --authority AUTHORITY"


def _texts(case: Case) -> Iterator[tuple[DataPath, str]]:
    yield ("concern",), case.header.concern
    yield ("outcome_sought",), case.header.outcome_sought
    for event in case.events:
        place = ("events", event.number - 1)
        for field in FREE_TEXTS:
            text = getattr(event, field)
            if text is not None and field not in event.kind.row.coded_texts:
                yield (*place, field), text
        for field, value in event.correct:
            if field in _TEXTS_OF_CORRECTIONS and isinstance(value, str):
                yield (*place, "correct", field), value
