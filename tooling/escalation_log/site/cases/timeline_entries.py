"""The timeline of a case as its page shows it: each event as corrected, and what was."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from escalation_log.deadlines import moment_of
from escalation_log.model.cases import Event, Header
from escalation_log.model.kinds import EventKind
from escalation_log.model.stamps import Stamp
from escalation_log.render.dates import day_words, moment_words
from escalation_log.site.cases.headers import agency_names, change_words, header_changes, listed
from escalation_log.site.publication import JudgedCase
from escalation_log.site.words import coded_title, coded_words, duty_title_of, stage_name_of
from escalation_log.timeline import Happening

_SIDES = {
    "raising": "raising agency",
    "receiving": "receiving agency",
    "partnership": "partnership",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event in words; its details pair a label with words.

    `amends` and `amended_by` are numbers of events, 0 for none.
    """

    number: int
    title: str
    kind: str
    at: str
    at_words: str
    by: str
    details: tuple[tuple[str, str], ...]
    references: tuple[str, ...]
    recorded: str
    amends: int
    amended_by: int
    changes: tuple[str, ...]


def entries_of(judged: JudgedCase) -> tuple[Entry, ...]:
    """List what was known to have happened, in the order in which it happened."""
    teller = _Teller(judged)
    return tuple(teller.entry(each) for each in judged.timeline.happenings)


class _Teller:
    """Puts the events of one case into words."""

    def __init__(self, judged: JudgedCase) -> None:
        self._judged = judged
        self._policy = judged.policy
        self._zone = ZoneInfo(judged.policy.time_zone)
        self._written = {event.number: event for event in judged.case.events}
        self._amended_by = {
            event.of: event.number
            for event in sorted(
                (happening.event for happening in judged.timeline.happenings), key=_number
            )
            if event.kind is EventKind.CORRECTION and event.of is not None
        }

    def entry(self, happening: Happening) -> Entry:
        event = happening.event
        return Entry(
            number=event.number,
            title=self._title(event),
            kind=event.kind.value,
            at=happening.moment.local.isoformat(),
            at_words=moment_words(happening.moment),
            by=_SIDES.get(event.by or "", ""),
            details=tuple((label, words) for label, words in self._fields(event) if words),
            references=event.references,
            recorded="" if event.recorded is None else self._when(event.recorded),
            amends=event.of or 0,
            amended_by=self._amended_by.get(event.number, 0),
            changes=tuple(self._changes(event)),
        )

    def _title(self, event: Event) -> str:
        if event.kind is EventKind.ESCALATED and event.to is not None:
            return f"Escalated to {stage_name_of(self._policy, event.to)}"
        if event.kind is EventKind.CORRECTION:
            return "Correction of"
        return coded_title(event.kind)

    def _fields(self, event: Event) -> Iterator[tuple[str, str]]:
        policy, partnership = self._policy, self._judged.partnership
        escalated = event.kind is EventKind.ESCALATED
        yield "Stage", stage_name_of(policy, event.stage) if event.stage else ""
        yield "How", coded_words(event.how or "")
        yield "Whom", listed(event.whom, policy.recipients)
        yield "What", coded_words(event.what or "")
        yield "Reason", coded_words(event.reason or "") if escalated else event.reason or ""
        yield "Agencies", listed(event.agencies, agency_names(self._judged))
        yield "Protect by", self._when(event.protect_by)
        yield "Measures", listed(event.measures, {})
        yield "Review on", day_words(event.review_on) if event.review_on else ""
        yield "Plan", "" if event.plan is None else listed(event.plan, {}) or "none"
        yield "Urgency", (policy.urgencies or {}).get(event.urgency or "", event.urgency or "")
        yield "Duty", duty_title_of(policy, event.duty) if event.duty else ""
        yield "Until", self._when(event.until)
        yield "Agreed by", listed(event.agreed_by, {**partnership.case_roles, **policy.roles})
        yield "Themes", listed(event.themes, policy.themes)
        yield "Action", event.action or ""
        yield "Note", event.note or ""

    def _when(self, stamp: Stamp | None) -> str:
        return "" if stamp is None else moment_words(moment_of(stamp, self._zone))

    def _changes(self, event: Event) -> Iterator[str]:
        """Say what an event was before its corrections, or what a header correction changed."""
        written = self._written[event.number]
        if event.header is not None:
            before = self._header_before(event.number)
            yield from header_changes(before, event.header, self._judged)
        if event is written:
            return
        if written.kind is not event.kind:
            yield change_words("Kind", coded_words(written.kind))
        if written.at != event.at:
            yield change_words("Moment", self._when(written.at))
        if written.by != event.by:
            yield change_words("By", _SIDES.get(written.by or "", ""))
        if written.to != event.to:
            yield change_words("To", stage_name_of(self._policy, written.to or ""))
        if written.references != event.references:
            yield change_words("Cases", ", ".join(written.references))
        corrected = dict(self._fields(event))
        for label, words in self._fields(written):
            if corrected[label] != words:
                yield change_words(label, words)

    def _header_before(self, number: int) -> Header:
        header = self._judged.case.header
        for event in self._judged.case.events[: number - 1]:
            header = event.header or header
        return header


def _number(event: Event) -> int:
    return event.number
