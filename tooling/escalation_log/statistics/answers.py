"""Whether the other side answered: calls without an answer, days to an answer, and reasons given.

Stage two is the second stage of a policy that is not informal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from escalation_log.engine.timeline import PlacedEvent, Timeline, Visit
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Policy
from escalation_log.model.rulebook import Rulebook
from escalation_log.statistics.spread import FEW_CASES, within

RECEIVING = "receiving"
# Both sides talk, whoever records it; all others are an answer if the receiving side gave them.
_TALKS = frozenset({EventKind.DISCUSSED, EventKind.MEETING})
_ANSWERS = frozenset(
    {
        EventKind.DISAGREEMENT,
        EventKind.NOT_RESOLVED,
        EventKind.RESOLVED,
        EventKind.CONFIRMED_IN_WRITING,
        EventKind.RESPONSE,
        EventKind.AGREED,
    }
)
# The kinds of event that may carry the reasons of the receiving side.
_REASONED = (EventKind.DISCUSSED, EventKind.NOT_RESOLVED, EventKind.RESOLVED)


class UnansweredCall(NamedTuple):
    """A call that nobody answered. `called` are the agencies that were called, if any were."""

    called: tuple[str, ...]
    on: date
    is_countersigned: bool


class AnswerAtTwo(NamedTuple):
    """What became of a case's time in stage two, on the day of the answer.

    Where the stage ended without an answer, `on` is that day and `days` None. `agencies` are those
    of the receiving side.
    """

    on: date
    days: int | None
    agencies: tuple[str, ...]
    is_countersigned: bool


class Talk(NamedTuple):
    """A day on which the disagreement was discussed or decided, and whether reasons were given."""

    on: date
    has_reasons: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How an agency was reached, or all together with an empty id, or several with few numbers.

    `agencies` are how many it stands for. `calls` counts those that nobody answered, at any stage;
    all others are of stage two: the answers, those that it ended `without`, and the calendar days
    that answers took. `shortest` and `longest` are None where there was no answer. `half` and
    `most` are the days within which half of them and nine in ten came, None where there were fewer
    than FEW_CASES.
    """

    id: str
    agencies: int = 1
    calls: int
    answered: int
    without: int
    shortest: int | None
    longest: int | None
    half: int | None
    most: int | None


def second_stage(policy: Policy) -> str | None:
    """Give the id of the policy's stage two, None where it has no such stage."""
    formal = [stage.id for stage in policy.stages if not stage.informal]
    return formal[1] if len(formal) > 1 else None


def calls_without_answer(timeline: Timeline, rules: Rulebook) -> Iterator[UnansweredCall]:
    """Yield a case's calls that nobody answered.

    A call to somebody whom the policy names, such as a chair, is to no agency.
    """
    header = timeline.header
    for each in timeline.by_kind.get(EventKind.NO_ANSWER, ()):
        called: tuple[str, ...] = ()
        if not each.event.whom:
            others = (header.raising,) if each.event.by == RECEIVING else header.receiving
            called = tuple(dict.fromkeys(party.agency for party in others))
        yield UnansweredCall(called, each.moment.on, rules.countersigned is not None)


def answers_at_two(timeline: Timeline, rules: Rulebook) -> Iterator[AnswerAtTwo]:
    """Yield what became of each time that a case was in stage two, unless that is still open."""
    agencies = tuple(dict.fromkeys(party.agency for party in timeline.header.receiving))
    stage = second_stage(rules.policy)
    for visit in timeline.visits:
        if visit.stage != stage:
            continue
        asked_on = visit.entered.moment.on
        found = next(filter(_is_answer, _within(visit, timeline)), None)
        if found is not None:
            on, days = found.moment.on, (found.moment.on - asked_on).days
            yield AnswerAtTwo(on, days, agencies, rules.countersigned is not None)
        elif visit.left is not None:
            yield AnswerAtTwo(visit.left.moment.on, None, agencies, rules.countersigned is not None)


def _within(visit: Visit, timeline: Timeline) -> Iterator[PlacedEvent]:
    """Give the events of a visit's stage, without the one that entered it."""
    for each in timeline.placed_events:
        is_before_its_end = visit.left is None or each.order <= visit.left.order
        if each.stage == visit.stage and visit.entered.order < each.order and is_before_its_end:
            yield each


def _is_answer(placed_event: PlacedEvent) -> bool:
    event = placed_event.event
    return event.kind in _TALKS or (event.by == RECEIVING and event.kind in _ANSWERS)


def talks_in(timeline: Timeline) -> Iterator[Talk]:
    """Yield when a case was discussed or decided, and whether reasons were given."""
    for each in timeline.of_kinds(_REASONED):
        yield Talk(each.moment.on, each.event.rationale is not None)


# The most agencies that are told one by one, so that a report fits on four sides of paper.
MOST_AGENCIES = 12


def reached(
    calls: Sequence[UnansweredCall],
    answers: Sequence[AnswerAtTwo],
    agencies: Iterable[str],
    *,
    names_agencies: bool,
) -> tuple[Reached, ...]:
    """Count all calls and answers, and then, where agencies may be named, those of each.

    What concerns several agencies counts for each. Those with the least are taken together where
    there are too many. Nothing is given where there was no call, no answer and no lack of one.
    """
    if not calls and not answers:
        return ()
    whole = _reached("", calls, answers)
    if not names_agencies:
        return (whole,)
    named = {
        each: None
        for found in (calls, answers)
        for one in found
        for each in (one.called if isinstance(one, UnansweredCall) else one.agencies)
    }
    ids = [each for each in dict.fromkeys((*agencies, *named)) if each in named]
    each_of = [_of_agencies(each, (each,), calls, answers) for each in ids]
    if len(ids) <= MOST_AGENCIES:
        return (whole, *each_of)
    by_number = sorted(each_of, key=lambda each: -(each.calls + each.answered + each.without))
    few = tuple(each.id for each in by_number[MOST_AGENCIES - 1 :])
    shown = (each for each in each_of if each.id not in few)
    return (whole, *shown, _of_agencies(OTHERS, few, calls, answers))


OTHERS = "(others)"


def _of_agencies(
    name: str, ids: Sequence[str], calls: Sequence[UnansweredCall], answers: Sequence[AnswerAtTwo]
) -> Reached:
    own_calls = [each for each in calls if not set(ids).isdisjoint(each.called)]
    own_answers = [each for each in answers if not set(ids).isdisjoint(each.agencies)]
    return replace(_reached(name, own_calls, own_answers), agencies=len(ids))


def _reached(name: str, calls: Sequence[UnansweredCall], answers: Sequence[AnswerAtTwo]) -> Reached:
    days = sorted(each.days for each in answers if each.days is not None)
    is_enough = len(days) >= FEW_CASES
    return Reached(
        id=name,
        calls=len(calls),
        answered=len(days),
        without=len(answers) - len(days),
        shortest=min(days, default=None),
        longest=max(days, default=None),
        half=within(days, 1, 2) if is_enough else None,
        most=within(days, 9, 10) if is_enough else None,
    )
