"""What rules are given, and what a rule finds: a place in a file, words, and how grave it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from operator import attrgetter
from typing import TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.checks.listing import Listed
from escalation_log.engine.calendar import OutsideCalendarError
from escalation_log.engine.clock import moment_at
from escalation_log.engine.context import CaseContext
from escalation_log.engine.departures import departures_of
from escalation_log.engine.occurrences import Occurrences
from escalation_log.engine.timeline import PlacedEvent, Timeline, timeline_of
from escalation_log.engine.verdict import orders_broken
from escalation_log.files.value_words import nearest
from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.assessments import Departure
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case, Event, EventKey, Header
from escalation_log.model.destroyed import DestroyedCase, Hold
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.problems import DataPath, Severity
from escalation_log.model.rulebook import Rulebook, current_edition
from escalation_log.model.statements import Statements
from escalation_log.words.lists import listed


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault that a rule found.

    `path` leads to the value within the model, in which a field that may have several values is
    always a list, even where the file has a single value. `is_consequence` says that another
    file's problems brought the fault about.
    """

    path: DataPath
    message: str
    severity: Severity = Severity.PROBLEM
    is_consequence: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingIn(Finding):
    """A finding of a rule on the whole log, with the file that it concerns."""

    file: str


@dataclass(frozen=True, slots=True)
class FindingInText:
    """A finding in a text without keys; `line` and `column` count from 1."""

    line: int
    column: int
    message: str
    severity: Severity = Severity.PROBLEM


_LONGEST_LIST = 8


def choices(allowed: Iterable[str]) -> str:
    """List the values that may be typed, in the form "`a`, `b` or `c`"."""
    words = [f"`{word}`" for word in allowed]
    more = len(words) - _LONGEST_LIST
    return listed([*words[:_LONGEST_LIST], f"one of {more} more"] if more > 0 else words, "or")


def instead_of(value: str, allowed: Iterable[str]) -> str:
    """Say what to type instead of a value, which is not repeated, since it might be personal."""
    words = list(allowed)
    near = nearest(value, words)
    if near is None:
        return f"Type {choices(words)}."
    others = [word for word in words if word != near]
    return f"Did you mean `{near}`?" + (f" If not, type {choices(others)}." if others else "")


Content: TypeAlias = Case | WaitingEvent | Policy | Statements | Partnership | Calendar

# Rules are applied to all events of a file, also to those later than the moment of the check.
_END_OF_TIME = moment_at(datetime(9000, 1, 1, tzinfo=UTC), ZoneInfo("UTC"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RulebookParts:
    """What rulebooks are made of, as far as it could be read.

    `editions` names every edition with a file, and `files` every file, readable or not. `policies`
    and `statements` are by edition.
    """

    policies: Mapping[str, Policy]
    statements: Mapping[str, Statements]
    partnerships: Mapping[str, Partnership]
    calendars: Mapping[str, Calendar]
    editions: frozenset[str]
    files: frozenset[str]

    def editions_of(self, policy_id: str) -> tuple[Policy, ...]:
        """List the editions of a policy that could be read."""
        return tuple(each for each in self.policies.values() if each.id == policy_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileToCheck:
    """Any file that could be read; `is_place_taken` says whether a case's own is another file's."""

    file: str
    content: Content
    rulebook_parts: RulebookParts
    is_place_taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyToCheck:
    """An edition of a policy, as of a moment."""

    policy: Policy
    rulebook_parts: RulebookParts
    as_of: datetime

    @property
    def partnership(self) -> Partnership | None:
        """The partnership whose policy it is, if it could be read."""
        return self.rulebook_parts.partnerships.get(self.policy.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementsToCheck:
    """The statements of an edition, as of a moment; `texts` are what staff read, by policy."""

    statements: Statements
    rulebook_parts: RulebookParts
    texts: Mapping[str, str]
    as_of: datetime

    @property
    def policy(self) -> Policy | None:
        """The edition whose statements they are, if it could be read."""
        return self.rulebook_parts.policies.get(self.statements.edition)

    @property
    def partnership(self) -> Partnership | None:
        """The partnership whose policy it is, if it could be read."""
        return self.rulebook_parts.partnerships.get(self.statements.edition.partition("@")[0])

    def text_of(self, policy: Policy) -> str | None:
        """What staff read of the edition; None where they read that of another edition."""
        current = current_edition(self.rulebook_parts.editions_of(policy.id), self.as_of)
        return self.texts.get(policy.id, "") if current.version == policy.version else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextToCheck:
    """What staff read of a policy, in Markdown, with the edition that is in force."""

    text: str
    policy: Policy

    def finding(
        self, start: int, message: str, severity: Severity = Severity.PROBLEM
    ) -> FindingInText:
        """Make a finding at a place in the text, counted in characters from 0."""
        before = self.text[:start]
        column = start - (before.rfind("\n") + 1) + 1
        return FindingInText(before.count("\n") + 1, column, message, severity)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnershipToCheck:
    """A partnership, with the policies that are its own, as of a moment."""

    partnership: Partnership
    rulebook_parts: RulebookParts
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderRulebook:
    """Something with the rules that it is judged by."""

    rulebook: Rulebook

    @property
    def policy(self) -> Policy:
        """The edition that it is judged by."""
        return self.rulebook.policy

    @property
    def partnership(self) -> Partnership:
        """The partnership whose policy it is."""
        return self.rulebook.partnership


@dataclass(frozen=True, kw_only=True)
class CaseToCheck(UnderRulebook):
    """A case whose policy has no problems; events and header have all corrections applied."""

    case: Case
    rulebook_parts: RulebookParts
    as_of: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The policy's time zone."""
        return self.rulebook.index.rules.zone

    @cached_property
    def timeline(self) -> Timeline:
        """All events of the file, in the order in which they happened, with the stages visited."""
        return timeline_of(self.case, self.rulebook.index, _END_OF_TIME)

    @property
    def context(self) -> CaseContext:
        """The case as all events of the file leave it."""
        return CaseContext(rulebook=self.rulebook, timeline=self.timeline, as_of=_END_OF_TIME)

    @cached_property
    def departures(self) -> tuple[Departure, ...]:
        """Where the case left its policy's route."""
        context = self.context
        try:
            orders = tuple(orders_broken(context, Occurrences(context)))
        except OutsideCalendarError:
            # An event so far off is found by other rules, and nothing can be counted from it.
            orders = ()
        return departures_of(context, orders)

    @cached_property
    def by_number(self) -> tuple[PlacedEvent, ...]:
        """The events in the order of the file."""
        return tuple(sorted(self.timeline.placed_events, key=attrgetter("event.number")))

    @cached_property
    def by_key(self) -> Mapping[EventKey, PlacedEvent]:
        """The events by what they are called by."""
        return {each.event.key: each for each in self.timeline.placed_events}

    @property
    def header(self) -> Header:
        """The header after every correction."""
        return self.timeline.header

    @property
    def opened(self) -> Moment:
        """The moment at which the first event happened."""
        return self.timeline.placed_events[0].moment

    @cached_property
    def corrections(self) -> Mapping[int, tuple[Event, ...]]:
        """The corrections of each event that has any, by its number, the latest first."""
        found: dict[int, tuple[Event, ...]] = {}
        for event in self.case.events:
            if event.corrected is not None:
                number = event.corrected.number
                found[number] = (event, *found.get(number, ()))
        return found

    def place(self, placed_event: PlacedEvent, field: str) -> DataPath:
        """Give the path to an event's field: in the latest correction of it, or in the event."""
        number = placed_event.event.number
        for event in self.corrections.get(number, ()):
            if any(name == field for name, _ in event.correct):
                return ("events", event.number - 1, "correct", field)
        return ("events", number - 1, field)

    def header_place(self, field: str) -> DataPath:
        """Give the path to a field of the header: in its latest correction, or in the header."""
        for event in reversed(self.case.events):
            if event.header is not None and any(name == field for name, _ in event.correct):
                return ("events", event.number - 1, "correct", field)
        return (field,)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogToCheck:
    """The whole log; `named` has a reference for each name of a case file, readable or not.

    `holds` and `taken` are what the lists of holds and of the cases that retention took have, in
    their order; `holds_file` and `taken_file` name them. `today` is the day asked about.
    """

    cases: tuple[Listed, ...]
    named: frozenset[str]
    rulebook_parts: RulebookParts
    policy_files: Mapping[str, str]
    statements_files: Mapping[str, str]
    partnership_files: Mapping[str, str]
    lock: Mapping[str, str]
    today: date
    holds: tuple[Hold, ...] = ()
    holds_file: str = ""
    taken: tuple[DestroyedCase, ...] = ()
    taken_file: str = ""
