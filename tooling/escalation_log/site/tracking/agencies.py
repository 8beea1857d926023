"""List what each agency must do, the most urgent first, and what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from escalation_log.engine.acting import PARTNERSHIP
from escalation_log.model.partnerships import Agency
from escalation_log.site.addresses import agency_address, agency_feed_address
from escalation_log.site.publication import PublishedEdition
from escalation_log.site.tracking.agency_cards import (
    ActionGroup,
    Card,
    NextAction,
    cards_of,
    groups_of,
)
from escalation_log.site.tracking.columns import unsigned_in
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import CaseSummary, DutySummary
from escalation_log.words.dates import day_words

PARTNERSHIP_NAME = "The partnership: chair and business team"
CARDS = 60
SEEN = 20
WAITING = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyPage:
    """The content of an agency's page; `left` is the day it left, in words.

    `cases` counts those in which it must do something, and `shown` those that have a card; of
    these the first `seen` are seen until more are asked for. `tracker` and `diary` are
    addresses, and `saved` begins the name of a diary that was saved. Without `counts_late` it
    is not said how many duties are late.
    """

    name: str
    partnership: str
    address: str
    is_partnership: bool
    left: str
    groups: tuple[ActionGroup, ...]
    waiting: tuple[Card, ...]
    waiting_more: int
    cases: int
    shown: int
    seen: int
    counts_late: bool
    tracker: str
    diary: str
    saved: str
    dues: str


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
    cards = tuple(cards_of(own, actor, names, most=CARDS))
    return AgencyPage(
        name=PARTNERSHIP_NAME if agency is None else agency.name,
        partnership=edition.partnership.name,
        address=agency_address(policy, actor),
        is_partnership=agency is None,
        left=left_on(agency),
        groups=tuple(groups_of(cards)),
        waiting=tuple(cards_of(waiting, actor, names, most=WAITING)),
        waiting_more=max(len(waiting) - WAITING, 0),
        cases=len({each.case.reference for each in own}),
        shown=len(cards),
        seen=SEEN,
        counts_late=policy not in actions.unsigned,
        tracker=f"tracker.html?agency={policy}.{actor}",
        diary=agency_feed_address(policy, actor),
        saved=f"{policy}-{actor}",
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
