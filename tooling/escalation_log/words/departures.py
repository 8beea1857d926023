"""Departures in words: where a case left its policy's route."""

from __future__ import annotations

from escalation_log.model.assessments import Departure, DepartureRule
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.words.events import KIND_WORDS
from escalation_log.words.lists import counted, listed
from escalation_log.words.titles import (
    SIDES,
    agency_words,
    capital,
    clause_words,
    duty_title_of,
    lowered,
    stage_in_words_of,
)

NOT_BY_THE_ROUTE = "Not by the policy’s route"
NOT_AGREED = "The raising side has not agreed yet."


def off_route_words(number: int) -> str:
    """Count what was not by the policy's route.

    >>> off_route_words(1), off_route_words(2)
    ('1 thing not by the policy’s route', '2 things not by the policy’s route')
    """
    return f"{counted(number, 'thing')} {lowered(NOT_BY_THE_ROUTE)}"


def departure_words(departure: Departure, policy: Policy, partnership: Partnership) -> str:
    """Say in a sentence how an event left the policy's route."""
    match departure.rule:
        case DepartureRule.MOVE:
            return _move(departure, policy)
        case DepartureRule.REQUIRES:
            asked = _kinds(departure)
            stage, earlier = _stage(departure.target, policy), _stage(departure.origin, policy)
            return f"{capital(stage)} was entered before {asked} at {earlier}."
        case DepartureRule.PANEL_SIZE:
            least = counted(departure.number or 0, "agency", "agencies")
            return f"The policy asks for at least {least} on the panel."
        case DepartureRule.PANEL_SIDES:
            missing = listed(agency_words(each, partnership) for each in departure.asked)
            return f"The policy asks for the agencies concerned on the panel. Missing: {missing}."
        case DepartureRule.ORDER:
            duty = duty_title_of(policy, departure.duty or "")
            return f"This came before what the policy asks for first: “{duty}”."
        case DepartureRule.ENDED_BY:
            sides = listed((SIDES[each] for each in departure.asked), "or")
            return f"At this stage the policy lets only {sides} end it."


def departure_sentence(departure: Departure, policy: Policy, partnership: Partnership) -> str:
    """Say how an event left the policy's route, with the clause."""
    words = departure_words(departure, policy, partnership)
    return words if departure.clause is None else f"{words} ({clause_words(departure.clause)})"


def _move(departure: Departure, policy: Policy) -> str:
    origin, target = _stage(departure.origin, policy), _stage(departure.target, policy)
    words = f"It went from {origin} to {target}, and the policy does not allow that move"
    if departure.reason is not None:
        return f"{words} for the reason given."
    reasons = {
        move.when
        for move in policy.moves
        if move.origin in (None, departure.origin) and move.target in (None, departure.target)
    }
    return f"{words} without a reason that it names." if reasons else f"{words}."


def _kinds(departure: Departure) -> str:
    happens = {kind.value: words.happens for kind, words in KIND_WORDS.items()}
    return listed((happens[each] for each in departure.asked), "or")


def _stage(stage: str | None, policy: Policy) -> str:
    return stage_in_words_of(policy, stage or "")
