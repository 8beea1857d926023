"""What each agency must do, the most urgent first, and what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    """Something to be done in a case; `others` are the agencies that must act as well.

    `lacks_safeguards` says that nothing is recorded that keeps the child safe meanwhile.
    """

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """What agencies must do and what they wait for, by policy and agency; the most urgent first."""

    own: Mapping[tuple[str, str], Sequence[Action]]
    waiting: Mapping[tuple[str, str], Sequence[Action]]


NO_ACTIONS = Actions(own={}, waiting={})


def actions_of(summaries: Sequence[CaseSummary]) -> Actions:
    """Sort what is to be done by who must do it.

    A side that has nothing to do in a case waits for what is most urgent in it.
    """
    own: dict[tuple[str, str], list[Action]] = defaultdict(list)
    waiting: dict[tuple[str, str], list[Action]] = defaultdict(list)
    for case in summaries:
        acting: set[str] = set()
        for duty in case.to_do:
            acting.update(duty.acting)
            for agency in duty.acting:
                own[case.policy, agency].append(Action(case=case, duty=duty))
        if case.to_do:
            for agency in {case.raising, *case.receiving} - acting:
                waiting[case.policy, agency].append(Action(case=case, duty=case.to_do[0]))
    for actions in (*own.values(), *waiting.values()):
        actions.sort(key=_urgency)
    return Actions(own=own, waiting=waiting)


def actors_of(edition: Edition) -> tuple[Agency, ...]:
    """List the agencies that are or were members, by name."""
    agencies = edition.partnership.agencies.values()
    return tuple(sorted(agencies, key=lambda agency: agency.name))


def page_of(edition: Edition, agency: Agency | None, actions: Actions, names: Names) -> AgencyPage:
    """Gather the page of an agency; None stands for the partnership itself."""
    actor = PARTNERSHIP if agency is None else agency.id
    policy = edition.policy.id
    own = actions.own.get((policy, actor), ())
    waiting = actions.waiting.get((policy, actor), ())
    until = agency.until if agency else None
    cards = tuple(_cards(own[:CARDS], actor, names))
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
                cards=tuple(card for card in cards if card.due.state == state),
            )
            for state, heading in GROUPS
        ),
        waiting=tuple(_cards(waiting[:WAITING], actor, names)),
        waiting_more=max(len(waiting) - WAITING, 0),
        actions=len(own),
        shown=len(cards),
        tracker=tracker_address(agency=f"{policy}.{actor}"),
    )


def _cards(actions: Sequence[Action], actor: str, names: Names) -> Iterator[Card]:
    """Give a card for each action; what a case lacks is said on its first one."""
    seen: set[str] = set()
    for action in actions:
        reference = action.case.reference
        yield _card(action, actor, names, is_first=reference not in seen)
        seen.add(reference)


def _card(action: Action, actor: str, names: Names, *, is_first: bool) -> Card:
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
        lacks_safeguards=is_first and case.is_open and not case.has_safeguards,
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
