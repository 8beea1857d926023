"""What can be recorded now: what is offered is taken by every rule, and nothing else has sense."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from escalation_log.files.waiting_file import WaitingEvent
from escalation_log.model.assessments import CaseState
from escalation_log.model.cases import Case, Event
from escalation_log.model.event_kinds import EventKind, Turn
from escalation_log.model.problems import Severity
from escalation_log.recording.desk import Desk
from escalation_log.recording.made_up import made_up_events, stamp_at
from escalation_log.recording.offers import GROUP_WORDS, OfferGroup, offers
from escalation_log.recording.problem_words import objections
from escalation_log.recording.written import waiting_event
from tests.goldens import Golden
from tests.logs import EIGHTH, FIFTH, FOUR
from tests.recording.desks import NOW, Desks, any_answers
from tests.thoroughness import whole

CASES = sorted(path.stem for log in (FOUR, FIFTH, EIGHTH) for path in log.glob("cases/*/*.yaml"))
# Of each policy one, in the midst of it, and one that has ended.
SHOWN = (
    "BA-2026-0003",
    "BA-2026-0006",
    "CH-2026-0003",
    "HW-2026-0003",
    "KN-2026-0008",
    "SK-2026-0004",
    "WS-2026-0003",
)
# Before, while and after most of the cases are open.
MOMENTS = (
    datetime(2026, 10, 20, 9, 30, tzinfo=UTC),
    datetime(2026, 11, 6, 16, 45, tzinfo=UTC),
    NOW,
    datetime(2027, 1, 4, 8, tzinfo=UTC),
)


def _moments(reference: str, *, all_of_them: bool) -> tuple[datetime, ...]:
    """Give the moments at which a case is tried, by day two of them."""
    return MOMENTS if all_of_them else (NOW, random.Random(reference).choice(MOMENTS[:2]))


@pytest.mark.parametrize("rounds", [1, whole(10)])
@pytest.mark.parametrize("reference", CASES)
def test_what_is_offered_is_taken_by_every_rule(reference: str, rounds: int, desks: Desks) -> None:
    chance = random.Random(reference)
    for at in _moments(reference, all_of_them=rounds > 1):
        desk = desks.open(reference, at)
        if desk.judged.assessment.stage is None:
            continue
        for offer in offers(desk):
            for _ in range(rounds):
                answers = any_answers(desk, offer.kind, offer.preset, chance)
                event = waiting_event(desk, answers, stamp_at(desk.now), "k3f9")
                assert isinstance(event, WaitingEvent), (offer.title, answers, event)
                trial = desks.trial(desk, [event])
                refusals = [each for each in objections(trial.problems) if each.is_refusal]
                assert not refusals, (at, offer.title, answers, refusals)


@pytest.mark.parametrize("reference", CASES)
def test_what_is_not_offered_is_refused_or_says_nothing(reference: str, desks: Desks) -> None:
    for at in MOMENTS:
        desk = desks.open(reference, at)
        judged = desk.judged
        if judged.assessment.stage is None:
            continue
        is_open = judged.assessment.state is CaseState.OPEN
        offered = {each.kind for each in offers(desk)}
        for kind in sorted(set(EventKind) - offered):
            says_nothing = (
                kind in (EventKind.REDACTION, EventKind.DONE)
                or (kind is EventKind.RISK_OVER and judged.risk is None)
                or (kind is EventKind.OUTCOME and is_open)
                or (kind is EventKind.AGREED and judged.assessment.agreed is not False)
                or (not is_open and _is_for_open_cases(kind))
            )
            refused = all(
                any(
                    found.severity is Severity.PROBLEM
                    for found in desk.findings(_with(desk, event))
                )
                for event in made_up_events(kind, {}, desk)
            )
            assert says_nothing or refused, (at, kind)


def _with(desk: Desk, event: Event) -> Case:
    return replace(desk.case, events=(*desk.case.events, event), places=())


def _is_for_open_cases(kind: EventKind) -> bool:
    row = kind.row
    return row.settles or row.begins or row.turn in (Turn.MOVES, Turn.ENDS)


@pytest.mark.parametrize("reference", CASES)
def test_an_offer_says_what_the_engine_says_of_it(reference: str, desks: Desks) -> None:
    desk = desks.open(reference)
    if desk.judged.assessment.stage is None:
        return
    for offer in offers(desk):
        for event in made_up_events(offer.kind, offer.preset, desk):
            judged = desk.judge(_with(desk, event))
            met = {
                row.duty.title.lower()
                for row in judged.assessment.duties
                if row.met_by == event.key
            }
            off_route = [each for each in judged.assessment.off_route if each.event == event.key]
            assert all(any(f"“{title}”" in words.lower() for title in met) for words in offer.does)
            assert bool(offer.departs) <= bool(off_route)
            assert offer.group is not OfferGroup.OFF_ROUTE or offer.departs


def test_offers_stand_in_the_order_of_their_groups(desks: Desks) -> None:
    found = offers(desks.open("KN-2026-0008"))
    groups = [each.group for each in found]
    assert groups == sorted(groups, key=list(OfferGroup).index)
    assert set(groups) == set(GROUP_WORDS)
    assert len({each.title for each in found}) == len(found)


def test_what_is_not_by_the_route_is_named_as_such_and_stands_last(desks: Desks) -> None:
    *_, last = offers(desks.open("KN-2026-0008"))
    assert last.group is OfferGroup.OFF_ROUTE
    assert last.words == (
        "Escalated to Stage 4: Chair of the partnership. It went from Stage 1: Practitioner to "
        "practitioner to Stage 4: Chair of the partnership, and the policy does not allow that "
        "move without a reason that it names."
    )


def test_what_is_due_comes_first_with_the_duty_that_it_does(desks: Desks) -> None:
    first, *_ = offers(desks.open("BA-2026-0006"))
    assert first.words == (
        "Confirmed in writing: does “confirm the outcome in writing, with how the rest will be "
        "pursued”, due Tuesday 10 November 2026"
    )


@pytest.mark.parametrize("reference", SHOWN)
def test_golden_offers(reference: str, desks: Desks, golden: Golden) -> None:
    desk = desks.open(reference)
    lines = [
        f"{each.group.value}: {each.words} {json.dumps(each.preset, sort_keys=True)}\n"
        for each in offers(desk)
    ]
    golden.check(f"offers/{reference}.txt", "".join(lines))


def test_before_a_case_begins_nothing_of_it_can_be_corrected(desks: Desks) -> None:
    desk = desks.open("KN-2026-0008", datetime(2026, 1, 5, 9, tzinfo=UTC))
    assert EventKind.CORRECTION not in {each.kind for each in offers(desk)}
    assert list(made_up_events(EventKind.CORRECTION, {}, desk)) == []
