"""Rules that warn of what was probably recorded twice, or under the wrong year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import timedelta
from operator import attrgetter

from escalation_log.checks.subjects import FileToCheck, Finding, FindingIn, LogToCheck
from escalation_log.model.cases import Case, Event
from escalation_log.model.problems import Severity

# What tells two events apart although they say the same.
_NOT_SAID = frozenset({"number", "position", "id", "recorded", "corrected", "header"})
# A case that begins in December may be given its reference in January.
_LATER_REFERENCE = timedelta(days=31)
_said = attrgetter(*(each.name for each in fields(Event) if each.name not in _NOT_SAID))


def same_event(subject: FileToCheck) -> Iterator[Finding]:
    """No two events of a case say the same of the same moment."""
    case = subject.content
    if not isinstance(case, Case):
        return
    amended = {event.of for event in case.events if event.corrected is not None}
    met: dict[tuple[object, ...], Event] = {}
    for event in case.events:
        if event.number in amended or event.correct:
            continue
        first = met.setdefault(_said(event), event)
        if first is not event:
            yield Finding(
                ("events", event.number - 1),
                f"This says the same as event {first.key}. If it happened once and this was not "
                "recorded yet, delete this one; if it happened twice, say in a `note` what was "
                "different.",
                Severity.WARNING,
            )


def reference_year(subject: FileToCheck) -> Iterator[Finding]:
    """The year in a case's reference is that of its beginning, or of the month after that."""
    case = subject.content
    if not isinstance(case, Case):
        return
    first = case.events[0]
    began, recorded = first.at.on, first.known_from.on
    years = {began.year, (began + _LATER_REFERENCE).year, recorded.year}
    if int(case.reference.split("-")[1]) not in years:
        yield Finding(
            ("reference",),
            f"The reference says another year than the first event, which is of {began.year}. "
            "Look at both, and correct the one that is wrong.",
            Severity.WARNING,
        )


def same_case(log: LogToCheck) -> Iterator[FindingIn]:
    """No case stands in a log under two references, unless one of the two names the other."""
    first: dict[tuple[str, ...], str] = {}
    said = {
        case.reference: {reference for _, reference in (*case.links, *case.duplicates)}
        for case in log.cases
    }
    for case in sorted(log.cases, key=lambda each: (each.reference, each.file)):
        other = first.setdefault(case.likeness, case.reference)
        if other == case.reference or not case.likeness:
            continue
        if other in said[case.reference] or case.reference in said[other]:
            continue
        yield FindingIn(
            ("reference",),
            f"This case has the child, the two sides and the beginning of {other}. If it is the "
            f"same, withdraw one of the two: `kind: withdrawn`, `why: duplicate`, `of: {other}`. "
            f"If not, name the other in `links`.",
            Severity.WARNING,
            file=case.file,
        )
