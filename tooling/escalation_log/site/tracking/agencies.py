"""What each agency must do, the most urgent first, and what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from escalation_log.assessment.acting import PARTNERSHIP
from escalation_log.model.partnerships import Agency, Contact
from escalation_log.render.dates import day_words
from escalation_log.site.addresses import agency_address, tracker_address
from escalation_log.site.dues import DueView, view_of
from escalation_log.site.publication import Edition
from escalation_log.site.tracking.names import EditionNames, Names
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.site.words import coded_title

PARTNERSHIP_NAME = "The partnership: chair and business team"
CARDS = 100
WAITING = 20

# The groups of a page: the state at the moment of judging, and the heading.
GROUPS = (
    ("overdue", "Late"),
    ("due-soon", "Due soon"),
    ("running", "To be done"),
    ("outstanding", "No date set"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """Whom to ring on another side. `checked` is empty where nobody has checked the number."""

    agency: str
    name: str
    phone: str
    phone_link: str
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something to be done in a case; `others` are the agencies that must act as well."""

    title: str
    due: DueView
    reference: str
    address: str
    stage: str
    role: str
    others: str
    is_advice: bool
    lacks_safeguards: bool
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Cards of one standing."""

    state: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """Everything that an agency's page shows; `left` is the day it left, in words."""

    name: str
    partnership: str
    address: str
    is_partnership: bool
    left: str
    groups: tuple[Group, ...]
    waiting: tuple[Card, ...]
    waiting_more: int
    actions: int
    shown: int
    tracker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """A duty of a case that an agency must do."""

    case: CaseSummary
    duty: DutySummary


# What each agency of a policy must do, by policy and agency.
Actions: TypeAlias = Mapping[tuple[str, str], Sequence[Action]]


def actions_of(summaries: Sequence[CaseSummary]) -> Actions:
    """Sort what is to be done by who must do it; each agency's most urgent first."""
    found: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for case in summaries:
        for duty in case.to_do:
            for agency in duty.acting:
                found[case.policy, agency].append(Action(case=case, duty=duty))
    for actions in found.values():
        actions.sort(key=_urgency)
    return found


def actors_of(edition: Edition) -> tuple[Agency, ...]:
    """List the agencies that are or were members, by name."""
    agencies = edition.partnership.agencies.values()
    return tuple(sorted(agencies, key=lambda agency: agency.name))


def page_of(
    edition: Edition,
    agency: Agency | None,
    summaries: Sequence[CaseSummary],
    actions: Actions,
    names: Names,
) -> AgencyPage:
    """Gather the page of an agency; None stands for the partnership itself."""
    actor = PARTNERSHIP if agency is None else agency.id
    policy = edition.policy.id
    own = actions.get((policy, actor), ())
    shown = own[:CARDS]
    waiting = [] if agency is None else list(_waiting(policy, actor, summaries))
    until = agency.until if agency else None
    return AgencyPage(
        name=PARTNERSHIP_NAME if agency is None else agency.name,
        partnership=edition.partnership.name,
        address=agency_address(policy, actor),
        is_partnership=agency is None,
        left="" if until is None else day_words(until),
        groups=tuple(
            Group(
                state=state,
                heading=heading,
                cards=tuple(
                    _card(each, actor, names) for each in shown if each.duty.due.state == state
                ),
            )
            for state, heading in GROUPS
        ),
        waiting=tuple(_card(each, actor, names) for each in waiting[:WAITING]),
        waiting_more=max(len(waiting) - WAITING, 0),
        actions=len(own),
        shown=len(shown),
        tracker=tracker_address(agency=f"{policy}.{actor}"),
    )


def _waiting(policy: str, agency: str, summaries: Sequence[CaseSummary]) -> Iterator[Action]:
    """Find what others must do next in this agency's cases where it has nothing to do itself."""
    for case in summaries:
        if case.policy != policy or agency not in (case.raising, *case.receiving):
            continue
        if case.to_do and not any(agency in duty.acting for duty in case.to_do):
            yield Action(case=case, duty=case.to_do[0])


def _card(action: Action, actor: str, names: Names) -> Card:
    case, duty = action.case, action.duty
    edition = names.of[case.edition]
    return Card(
        title=edition.duties[duty.id],
        due=view_of(duty.due, case.edition),
        reference=case.reference,
        address=case.address,
        stage=edition.stage(case),
        role=edition.policy.roles.get(duty.role, coded_title(duty.role)),
        others=", ".join(edition.agency(each) for each in duty.acting if each != actor),
        is_advice=duty.is_advice,
        lacks_safeguards=case.is_open and not case.has_safeguards,
        teams=tuple(_teams(case, actor, edition)),
    )


def _teams(case: CaseSummary, actor: str, edition: EditionNames) -> Iterator[Team]:
    """Find the teams of the other side for the stage that the case is at."""
    sides = (case.raising, *case.receiving)
    others = case.receiving if actor == case.raising else (case.raising,)
    for agency in sides if actor == PARTNERSHIP else others:
        for contact in edition.contacts.get(agency, ()):
            if contact.phone and (not contact.stages or case.stage in contact.stages):
                yield _team(contact, contact.phone, edition.agency(agency))


def _team(contact: Contact, phone: str, agency: str) -> Team:
    return Team(
        agency=agency,
        name=contact.name,
        phone=phone,
        phone_link="".join(letter for letter in phone if letter.isdigit() or letter == "+"),
        checked="" if contact.checked_on is None else day_words(contact.checked_on),
    )


def _urgency(action: Action) -> tuple[bool, float, bool, str]:
    at = action.duty.due_at
    return (
        at is None,
        at.timestamp() if at else 0.0,
        action.duty.is_advice,
        action.case.reference,
    )
