"""The rule against what could identify a person, in texts, in remarks and in names of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TypeVar

from escalation_log.checks.subjects import FileToCheck, Finding
from escalation_log.model.cases import TEXTS_OF_HEADER, TOP, Case
from escalation_log.model.event_kinds import FREE_TEXTS
from escalation_log.model.partnerships import Partnership
from escalation_log.model.problems import DataPath, Severity
from escalation_log.screening.numbers import national_number
from escalation_log.screening.texts import (
    EMAIL,
    LONGEST_OF_A_FILE,
    NHS_NUMBER,
    TELEPHONE,
    TOO_LONG,
    characters_in,
    identifiers_in,
)

_PlaceT = TypeVar("_PlaceT")
NOT_LOOKED_AT = (
    "more than can be looked at for what identifies a person. Shorten it, or what stands before it."
)
# What a contact of a partnership can be taken for.
_PUBLISHED = frozenset({EMAIL, TELEPHONE, NHS_NUMBER})
# Many files begin with the same remark.
_kinds_in = lru_cache(maxsize=1024)(identifiers_in)
_TEXTS_OF_CORRECTIONS = frozenset({*FREE_TEXTS, *TEXTS_OF_HEADER})


def personal_data(subject: FileToCheck) -> Iterator[Finding]:
    """No text, remark or name of a file holds a number or words that could identify a person."""
    if not isinstance(subject.content, Case):
        return
    texts = _texts(subject.content)
    for path, kind in unpublished_among(texts, subject.rulebook_parts.partnerships):
        yield Finding(path, _message(subject.content, path, kind), Severity.WARNING)


def _message(case: Case, path: DataPath, kind: str) -> str:
    if kind == TOO_LONG:
        return f"This text is {NOT_LOOKED_AT}"
    return (
        f"This text seems to hold {kind}. Nothing that identifies a person belongs in a "
        "case. If it was not recorded yet, write it without: call people by their role, "
        f"the child by the pseudonym. Otherwise take it out: {_redact(case, path)}"
    )


def unpublished_among(
    texts: Iterable[tuple[_PlaceT, str]], partnerships: Mapping[str, Partnership]
) -> Iterator[tuple[_PlaceT, str]]:
    """Give the places of the texts of a file that seem to identify somebody, with the kinds.

    After more characters than a file should have the next place is `TOO_LONG`, and the rest is not
    looked at.
    """
    length = 0
    for place, text in texts:
        length += characters_in(text)
        if length > LONGEST_OF_A_FILE:
            yield place, TOO_LONG
            return
        for kind in unpublished_in(text, partnerships):
            yield place, kind


def unpublished_in(text: str, partnerships: Mapping[str, Partnership]) -> tuple[str, ...]:
    """Name the kinds of identifier in a text, leaving out contacts that partnerships publish."""
    found = _kinds_in(text)
    if _PUBLISHED.isdisjoint(found):
        return found
    return identifiers_in(text, published_by(partnerships.values()))


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
