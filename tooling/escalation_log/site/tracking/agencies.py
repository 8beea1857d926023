"""List what each agency must do, the most urgent first, and what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.model.partnerships import Agency
from escalation_log.site.addresses import agency_address, agency_feed_address
from escalation_log.site.dues import AT_ONCE, OWN, DueView, view_of
from escalation_log.site.policies.contacts import ContactView, contact_view
from escalation_log.site.publication import PublishedEdition
from escalation_log.site.tracking.columns import unsigned_in
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import RISK, CaseSummary, DutySummary
from escalation_log.words.dates import day_words
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import role_words
from escalation_log.words.to_do import OWN_PEOPLE, contacts_for

PARTNERSHIP_NAME = "The partnership: chair and business team"
CARDS = 100
WAITING = 20

AT_ONCE_GROUP = "at-once"

# The groups of a page: a state at the moment of judging, and its heading.
GROUPS = (
    (AT_ONCE_GROUP, AT_ONCE),
    ("overdue", "Late"),
    ("due-soon", "Due soon"),
    (OWN, "The log’s own reminders"),
    ("running", "To be done"),
    ("outstanding", "No date set"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A contact to ring, with its agency or partnership."""

    agency: str
    contact: ContactView


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """Something to be done in a case; `others` are the other agencies that must act.

    `group` is a state, or the group "at once", which does not change with time; `risk` and
    `breaches` are those of its case. `own_people` says whom to speak to in one's own agency; it is
    empty where `teams` are to be rung or nobody is. `lacks_safeguards` says that no measures to
    keep the child safe are recorded, `earlier` that the case is shown by an earlier state.
    """

    title: str
    due: DueView
    reference: str
    address: str
    stage: str
    theme: str
    group: str
    risk: str
    breaches: str
    role: str
    others: str
    is_advice: bool
    lacks_safeguards: bool
    earlier: str
    own_people: str
    teams: tuple[Team, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionGroup:
    """The cards of one group."""

    state: str
    heading: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """The content of an agency's page; `left` is the day it left, in words.

    `tracker` and `diary` are addresses. Without `counts_late` it is not said how many duties are
    late.
    """

    name: str
    partnership: str
    address: str
    is_partnership: bool
    left: str
    groups: tuple[ActionGroup, ...]
    waiting: tuple[Card, ...]
    waiting_more: int
    actions: int
    shown: int
    counts_late: bool
    tracker: str
    diary: str
    dues: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextAction:
    """A duty that an agency must do in a case.

    `at` is the first late moment of this duty or of a less urgent one of the case, the earliest.
    """

    case: CaseSummary
    duty: DutySummary
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    """What agencies must do and wait for, by policy and agency; the most urgent first.

    `concerned` are the duties of cases in which an agency is a side; for the partnership, of all.
    `unsigned` are the policies some of whose cases are judged by an edition that is not
    countersigned.
    """

    own: Mapping[tuple[str, str], Sequence[NextAction]]
    waiting: Mapping[tuple[str, str], Sequence[NextAction]]
    concerned: Mapping[tuple[str, str], Sequence[DutySummary]]
    unsigned: frozenset[str]


def actions_of(summaries: Sequence[CaseSummary]) -> Actions:
    """Group what is to be done by who must do it.

    A side waits for the most urgent duty of a case, unless it must do that itself.
    """
    own: dict[tuple[str, str], list[NextAction]] = defaultdict(list)
    waiting: dict[tuple[str, str], list[NextAction]] = defaultdict(list)
    concerned: dict[tuple[str, str], list[DutySummary]] = defaultdict(list)
    for case in summaries:
        sides = {case.raising, *case.receiving}
        for agency in (*sides, PARTNERSHIP):
            concerned[case.policy, agency].extend(case.to_do)
        for action in _actions(case):
            for agency in action.duty.acting:
                own[case.policy, agency].append(action)
        first = _awaited(case)
        if first is not None:
            for agency in sides - _acting_before(case, first):
                waiting[case.policy, agency].append(
                    NextAction(case=case, duty=first, at=first.due_at)
                )
    for actions in (*own.values(), *waiting.values()):
        actions.sort(key=_urgency)
    return Actions(own=own, waiting=waiting, concerned=concerned, unsigned=unsigned_in(summaries))


def actors_of(edition: PublishedEdition) -> tuple[Agency, ...]:
    """List the present and former member agencies, by name."""
    agencies = edition.partnership.agencies.values()
    return tuple(sorted(agencies, key=lambda agency: agency.name))


def page_of(
    edition: PublishedEdition, agency: Agency | None, actions: Actions, names: Names
) -> AgencyPage:
    """Gather the page of an agency; None stands for the partnership itself."""
    actor = PARTNERSHIP if agency is None else agency.id
    policy = edition.policy.id
    own = actions.own.get((policy, actor), ())
    waiting = actions.waiting.get((policy, actor), ())
    cards = tuple(_cards(own[:CARDS], actor, names))
    return AgencyPage(
        name=PARTNERSHIP_NAME if agency is None else agency.name,
        partnership=edition.partnership.name,
        address=agency_address(policy, actor),
        is_partnership=agency is None,
        left=left_on(agency),
        groups=tuple(_groups(cards)),
        waiting=tuple(_cards(waiting[:WAITING], actor, names)),
        waiting_more=max(len(waiting) - WAITING, 0),
        actions=len(own),
        shown=len(cards),
        counts_late=policy not in actions.unsigned,
        tracker=f"tracker.html?agency={policy}.{actor}",
        diary=agency_feed_address(policy, actor),
        dues=coming_dues(actions.concerned.get((policy, actor), ())),
    )


def left_on(agency: Agency | None) -> str:
    """Say on which day an agency left; return "" where it has not, and for the partnership."""
    return "" if agency is None or agency.until is None else day_words(agency.until)


def coming_dues(duties: Iterable[DutySummary]) -> str:
    """List the deadlines of duties that are still to come, in seconds since 1970."""
    dues = (each.due_at for each in duties if not (each.is_overdue or each.due.is_own))
    return " ".join(str(int(due.timestamp())) for due in dues if due is not None)


def _actions(case: CaseSummary) -> Sequence[NextAction]:
    """Return what is to be done in a case.

    A duty is sorted by the earliest date among itself and the duties after it in `to_do`, so that
    the order of the case is kept.
    """
    actions: list[NextAction] = []
    at: datetime | None = None
    for duty in reversed(case.to_do):
        if duty.due_at is not None:
            at = duty.due_at if at is None else min(at, duty.due_at)
        actions.append(NextAction(case=case, duty=duty, at=at))
    return actions[::-1]


def _awaited(case: CaseSummary) -> DutySummary | None:
    """Find what a case waits for: a duty due at once, the first with a date, or else the first."""
    if not case.to_do or case.to_do[0].due.is_at_once:
        return case.to_do[0] if case.to_do else None
    return case.first_dated or case.to_do[0]


def _acting_before(case: CaseSummary, first: DutySummary) -> set[str]:
    """Return the agencies that must act themselves, and so do not wait.

    Where no duty has a date, these are the agencies that must act on any of them.
    """
    if first.due.is_at_once or first.due_at is not None:
        return set(first.acting)
    return {agency for duty in case.to_do for agency in duty.acting}


def _groups(cards: Sequence[Card]) -> Iterator[ActionGroup]:
    """Group cards; that a case lacks safeguards is only shown on its first card."""
    seen: set[str] = set()
    for state, heading in GROUPS:
        members: list[Card] = []
        for card in cards:
            if card.group == state:
                is_first = card.reference not in seen
                members.append(replace(card, lacks_safeguards=card.lacks_safeguards and is_first))
                seen.add(card.reference)
        yield ActionGroup(state=state, heading=heading, cards=tuple(members))


def _cards(actions: Sequence[NextAction], actor: str, names: Names) -> Iterator[Card]:
    """Yield a card for each action; the first of a case at risk is to be done at once."""
    seen: set[str] = set()
    for action in actions:
        reference = action.case.reference
        yield _card(action, actor, names, is_first=reference not in seen)
        seen.add(reference)


def _card(action: NextAction, actor: str, names: Names, *, is_first: bool) -> Card:
    case, duty = action.case, action.duty
    edition = names.of[case.edition]
    due = view_of(duty.due, case.edition)
    is_at_once = duty.due.is_at_once or (is_first and case.is_at_risk)
    return Card(
        title=duty.title,
        due=due,
        reference=case.reference,
        address=case.address,
        stage=edition.stage(case),
        theme=edition.theme(case),
        group=AT_ONCE_GROUP if is_at_once else OWN if due.look == OWN else due.state,
        risk=RISK if case.is_at_risk else "",
        breaches=counted(case.breaches, "breach", "breaches") if case.missed else "",
        role=role_words(edition.policy, duty.role),
        others=listed(edition.agency(each) for each in duty.acting if each != actor),
        is_advice=duty.is_advice,
        lacks_safeguards=case.is_open and not case.has_safeguards,
        earlier=case.as_it_stood,
        own_people=OWN_PEOPLE if edition.calls[duty.id].is_own else "",
        teams=tuple(
            Team(
                agency=edition.partnership.name if agency is None else edition.agency(agency),
                contact=contact_view(contact, edition.policy, edition.today),
            )
            for agency, contact in contacts_for(
                edition.calls[duty.id],
                edition.partnership.contacts,
                raising=case.raising,
                receiving=case.receiving,
                stage=case.stage,
                actor=actor,
            )
        ),
    )


def _urgency(action: NextAction) -> tuple[bool, bool, bool, float, bool, str]:
    at = action.at
    return (
        not action.duty.due.is_at_once,
        not action.case.is_at_risk,
        at is None,
        at.timestamp() if at else 0.0,
        action.duty.is_advice,
        action.case.reference,
    )
