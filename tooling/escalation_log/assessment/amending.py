"""What may change dates that the log already had; between two of these, dates begin and end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from escalation_log.assessment.policy_index import deadlines_in, index_of, starters_in
from escalation_log.deadlines import day_moment, moment_of
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.identity import Itself
from escalation_log.model.kinds import EventKind
from escalation_log.model.patterns import Earliest, FirstRecorded, Trigger
from escalation_log.model.policies import Policy
from escalation_log.model.stamps import Moment
from escalation_log.working_days import history_of

_ALWAYS = frozenset(
    {
        EventKind.CORRECTION,
        EventKind.HEADER_CORRECTION,
        EventKind.EXTENSION,
        EventKind.PROTECTIVE_TIMESCALE,
        EventKind.CHANGED,
    }
)
# By these a case may leave a stage, or come into one.
_MOVES = frozenset(
    {
        EventKind.ESCALATED,
        EventKind.REOPENED,
        EventKind.RESOLVED,
        EventKind.WITHDRAWN,
        EventKind.RECOMMENDED,
        EventKind.DECIDED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amending:
    """What amends under a policy.

    Events of `kinds` always do. `sources` are the duties whose deadlines begin other dates. Such a
    date stands from the beginning of the deadline's day, but only if the case is in its stage until
    the end of that day and nothing else begins it meanwhile: events of `on_their_days` amend then.
    """

    kinds: frozenset[str]
    sources: frozenset[str]
    on_their_days: frozenset[str]


def amending_of(policy: Policy) -> Amending:
    """Give what amends under a policy; the same policy gives the same, ready made."""
    return _amending_of(Itself(policy))


@lru_cache(maxsize=64)
def _amending_of(key: Itself[Policy]) -> Amending:
    policy = key.value
    index = index_of(policy)
    stages = tuple(index.stages)
    guiding = policy.guide_after.kinds if policy.guide_after else frozenset[str]()
    begun_by_deadlines = [index.starters[each] for each, of in index.deadlines.items() if of]
    return Amending(
        kinds=_ALWAYS.union(
            guiding,
            *(
                _kinds_behind(trigger, stages)
                for duty in index.duties
                for trigger in _preferred_in(duty.trigger)
            ),
        ),
        sources=frozenset(source for of in index.deadlines.values() for source in of),
        on_their_days=_MOVES.union(*begun_by_deadlines),
    )


def _preferred_in(trigger: Trigger) -> Iterator[Trigger]:
    """Give what may take the place of another trigger that happened before it."""
    match trigger:
        case Earliest(of=parts):
            for part in parts:
                yield from _preferred_in(part)
        case FirstRecorded(of=parts):
            yield from parts[:-1]
            yield from _preferred_in(parts[-1])


def _kinds_behind(trigger: Trigger, stages: tuple[str, ...]) -> frozenset[str]:
    """Give the kinds of event by which a trigger may happen; all for a deadline, which has none."""
    if any(True for _ in deadlines_in(trigger)):
        return frozenset(EventKind)
    starters = frozenset(starters_in(trigger, stages))
    return starters if starters.isdisjoint(stages) else starters | _MOVES


def amendments(
    case: Case, policy: Policy, calendar: Calendar, as_of: Moment
) -> dict[datetime, Moment]:
    """Say when, up to a moment, the log learnt what may change dates that it had.

    Beside the kinds that amend, that is what was recorded late, or stands in the file after what
    became known later, and what was announced for the calendar.
    """
    kinds = amending_of(policy).kinds
    zone = index_of(policy).rules.zone
    found: dict[datetime, Moment] = {}
    latest: Moment | None = None
    for event in case.events:
        known = moment_of(event.known_from, zone)
        if known.at > as_of.at:
            continue
        if latest is None or latest.at <= known.at:
            latest = known
            if event.recorded is None and event.kind not in kinds:
                continue
        found[latest.at] = latest
    began = moment_of(case.events[0].known_from, zone)
    for change in history_of(calendar).changes_between(began.on, as_of.on):
        announced = day_moment(change.known_on, zone)
        found.setdefault(announced.at, announced)
    return found


def on_deadline_days(
    case: Case, policy: Policy, rows: Iterable[DutyAssessment]
) -> Iterator[Moment]:
    """Give the moments of events on the last day in time of what begins another date."""
    amending = amending_of(policy)
    zone = index_of(policy).rules.zone
    days = {row.due_on for row in rows if row.duty.id in amending.sources}
    for event in case.events if days else ():
        if event.kind in amending.on_their_days and event.known_from.on in days:
            yield moment_of(event.known_from, zone)
