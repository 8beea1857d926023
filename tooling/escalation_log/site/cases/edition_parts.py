"""The parts that the pages of all cases under one edition share, computed once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from escalation_log.engine.acting import OWN_ROLE, PARTNERSHIP
from escalation_log.engine.own_rows import OWN_DUTIES
from escalation_log.model.partnerships import Contact
from escalation_log.model.patterns import deadlines_in
from escalation_log.model.policies import Duty
from escalation_log.site.addresses import duty_anchor, link, stage_anchor
from escalation_log.site.policies.contacts import ContactView, contact_view, emergency_contacts
from escalation_log.site.publication import PublishedEdition
from escalation_log.words.events import EventNames
from escalation_log.words.policy_rules import duty_limit_in_words, force_words
from escalation_log.words.titles import (
    clause_words,
    coded_title,
    coded_words,
    stage_name,
    stage_number,
)
from escalation_log.words.to_do import OWN_PEOPLE, call_of, teams_at

# Any address at the depth of the cases' pages, to make relative links from.
_A_CASE = "cases/year/reference.html"
_WHOLE_CASE = "The whole case"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyNames:
    """The words for a duty. `href` is the link to it on the policy's page.

    `word` is the document's own for its force. A reminder of the log has no clause and no link.
    """

    title: str
    stage: str
    clause: str
    href: str
    force: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNames:
    """The words for a stage. `place` says which of how many stages it is."""

    name: str
    place: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ringing:
    """Whom to ring in one agency, or in the partnership; shared, and compared by identity."""

    agency: str
    contacts: tuple[ContactView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhomToRing:
    """Whom to ring about a duty; `own_people` is empty unless they are in one's own agency."""

    own_people: str
    groups: tuple[Ringing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDuty:
    """A duty that has not started or does not apply."""

    names: DutyNames
    role: str
    state: str


class EditionNames:
    """The words and links of one edition, for the pages of its cases as of a day."""

    def __init__(self, edition: PublishedEdition, today: date) -> None:
        self._today = today
        policy, partnership = edition.policy, edition.partnership
        self.policy = policy
        self.partnership = partnership
        self.href = link(edition.address, page=_A_CASE)
        self.title = f"{policy.title}, edition {policy.version}"
        self.agencies = {each.id: each.name for each in partnership.agencies.values()}
        self.events = EventNames(policy, partnership)
        count = len(policy.stages)
        self.stages = {
            stage.id: StageNames(
                name=stage_name(stage),
                place=_place(stage_number(stage), stage.title, index, count),
                href=f"{self.href}#{stage_anchor(stage.id)}",
            )
            for index, stage in enumerate(policy.stages, start=1)
        }
        duties = (*policy.all_duties, *OWN_DUTIES)
        self._duties: dict[tuple[str, str], DutyNames] = {}
        self.danger = emergency_contacts(partnership, policy, today)
        self.following = self._following()
        self._calls = {duty.id: call_of(duty, partnership) for duty in duties}
        self._named = {
            duty: Ringing(agency=partnership.name, contacts=tuple(map(self._contact, call.named)))
            for duty, call in self._calls.items()
            if call.named
        }
        self._ringing: dict[tuple[str | None, str], Ringing] = {}

    def duty(self, duty: Duty) -> DutyNames:
        """Give the words for a duty of the policy, or for a reminder of the log."""
        key = (duty.id, duty.title)
        if key not in self._duties:
            self._duties[key] = self._named_duty(duty)
        return self._duties[key]

    def ringing(self, agency: str | None, stage: str) -> Ringing:
        """List whom to ring in an agency at a stage; None stands for the partnership."""
        key = (agency, stage)
        if key not in self._ringing:
            name = self.partnership.name if agency is None else self.agency(agency)
            serving = teams_at(self.partnership.contacts, agency, stage)
            contacts = tuple(map(self._contact, serving))
            self._ringing[key] = Ringing(agency=name, contacts=contacts)
        return self._ringing[key]

    def whom_to_ring(self, duty: str, agencies: Iterable[str], stage: str) -> WhomToRing:
        """List whom the agencies of a case ring about a duty, while the case is at a stage."""
        call = self._calls[duty]
        groups = [self._named[duty]] if duty in self._named else []
        if call.talks:
            teams = (self.ringing(agency, call.stage or stage) for agency in agencies)
            groups += [each for each in teams if each.contacts]
        return WhomToRing(own_people=OWN_PEOPLE if call.is_own else "", groups=tuple(groups))

    def coded(self, code: str) -> str:
        """Name a recipient or a way in which something was done."""
        return self.policy.recipients.get(code) or coded_words(code)

    def agency(self, agency: str) -> str:
        """Name an agency."""
        return self.agencies.get(agency) or coded_title(agency)

    def acting(self, agency: str) -> str:
        """Name an agency that must act, or the partnership."""
        return self.partnership.name if agency == PARTNERSHIP else self.agency(agency)

    def _following(self) -> dict[str, tuple[str, ...]]:
        """Name the duties that each duty's deadline starts, by the duty's id."""
        found: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for duty in self.policy.all_duties:
            for missed in deadlines_in(duty.trigger):
                limit = "" if duty.limit is None else duty_limit_in_words(self.policy, duty)
                found[missed] += (f"{duty.title}, {limit}" if limit else duty.title,)
        return dict(found)

    def _contact(self, contact: Contact) -> ContactView:
        return contact_view(contact, self.policy, self._today)

    def _named_duty(self, duty: Duty) -> DutyNames:
        stage = _WHOLE_CASE
        if duty.stage is not None:
            number = stage_number(self.policy.stages[self.policy.stage_index(duty.stage)])
            stage = number or self.stages[duty.stage].name
        return DutyNames(
            title=duty.title,
            stage=stage,
            clause=clause_words(duty.clause) if duty.clause else "",
            href="" if duty.role == OWN_ROLE else f"{self.href}#{duty_anchor(duty.id)}",
            force=force_words(duty),
            word=duty.word or "",
        )


def _place(number: str, title: str, index: int, count: int) -> str:
    """Say which of how many stages a stage is.

    >>> _place("Stage 2", "Line managers", 2, 4), _place("Stage 0", "At first", 1, 4)
    ('Stage 2 of 4: Line managers', 'Stage 0: At first (1 of 4)')
    """
    if number == f"Stage {index}":
        return f"{number} of {count}: {title}"
    return f"{f'{number}: ' if number else ''}{title} ({index} of {count})"
