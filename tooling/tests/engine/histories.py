"""Random histories of cases: any events in any order that a file may hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from escalation_log.model.cases import Case, Child, Event, Header, Party
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Stamp
from escalation_log.model.policies import Policy

START = datetime(2026, 3, 23, 9, 0)
SPAN = timedelta(days=60)

_AMENDING = {
    EventKind.CORRECTION,
    EventKind.HEADER_CORRECTION,
    EventKind.EXTENSION,
}
_PLAIN = [kind for kind in EventKind if kind not in _AMENDING]
# The kinds that do most in the policies come up most.
_LIVELY = [
    EventKind.DISAGREEMENT,
    EventKind.RAISED,
    EventKind.DISCUSSED,
    EventKind.NOT_RESOLVED,
    EventKind.ESCALATED,
    EventKind.ESCALATED,
    EventKind.RESOLVED,
    EventKind.REOPENED,
    EventKind.PROTECTIVE_TIMESCALE,
    EventKind.UPDATE,
    EventKind.NOTIFIED,
]


def stamps(earliest: datetime, latest: datetime) -> st.SearchStrategy[Stamp]:
    """Moments between two, to the minute; one in four a date alone."""
    minutes = int((latest - earliest) / timedelta(minutes=1))

    def stamp(offset: int, is_date_alone: bool) -> Stamp:
        at = earliest + timedelta(minutes=offset)
        # Steer clear of the hours that the clocks skip or repeat.
        hour = at.hour if at.hour > 2 else 3
        return Stamp(on=at.date(), time=None if is_date_alone else time(hour, at.minute))

    return st.builds(stamp, st.integers(0, minutes), st.sampled_from([True, False, False, False]))


@st.composite
def events(draw: st.DrawFn, policy: Policy, number: int, at: Stamp) -> Event:
    """One event of a plain kind with whatever fields it needs."""
    kind = draw(st.sampled_from(_LIVELY) | st.sampled_from(_PLAIN))
    event = Event(number=number, at=at, kind=kind)
    stage = st.sampled_from([stage.id for stage in policy.stages])
    match kind:
        case EventKind.ESCALATED:
            return replace(event, to=draw(stage))
        case EventKind.NOTIFIED | EventKind.REFERRED | EventKind.CONSULTED:
            return replace(event, whom=(draw(st.sampled_from(sorted(policy.recipients))),))
        case EventKind.PROTECTIVE_TIMESCALE:
            begin = datetime.combine(at.on, time(9))
            return replace(event, protect_by=draw(stamps(begin, begin + timedelta(days=12))))
        case EventKind.CHANGED:
            plans = st.sampled_from([(), ("looked-after",), ("child-protection",)])
            return replace(event, plan=draw(plans))
        case EventKind.DONE:
            return replace(event, duty=draw(st.sampled_from([d.id for d in policy.all_duties])))
        case _:
            return event


@st.composite
def plain_cases(draw: st.DrawFn, policy: Policy) -> Case:
    """Build a case of plain events, each recorded when it happened."""
    moments = sorted(
        draw(st.lists(stamps(START, START + SPAN), min_size=1, max_size=9)),
        key=lambda stamp: (stamp.on, stamp.time or time()),
    )
    found = [draw(events(policy, number, at)) for number, at in enumerate(moments, start=1)]
    return Case(header=header(policy), events=tuple(found))


@st.composite
def amended_cases(draw: st.DrawFn, policy: Policy) -> Case:
    """Build a case with corrections, extensions and late records among its events."""
    case = draw(plain_cases(policy))
    history = list(case.events)
    last = history[-1].at.on
    for _ in range(draw(st.integers(1, 3))):
        last += timedelta(days=draw(st.integers(0, 20)))
        at = Stamp(on=last, time=time(23, 30))
        event = Event(number=len(history) + 1, at=at, kind=EventKind.UPDATE)
        history.append(draw(_amendment(policy, case, event)))
    return replace(case, events=tuple(history))


@st.composite
def _amendment(draw: st.DrawFn, policy: Policy, case: Case, event: Event) -> Event:
    match draw(st.sampled_from(["correction", "extension", "late"])):
        case "correction":
            target = draw(st.sampled_from(case.events))
            corrected = replace(target, at=draw(stamps(START, START + SPAN)))
            return replace(event, kind=EventKind.CORRECTION, of=target.number, corrected=corrected)
        case "extension":
            duty = draw(st.sampled_from([duty.id for duty in policy.all_duties]))
            until = Stamp(on=event.at.on + timedelta(days=draw(st.integers(1, 30))))
            return replace(event, kind=EventKind.EXTENSION, duty=duty, until=until)
        case _:
            late = draw(events(policy, event.number, draw(stamps(START, START + SPAN))))
            return replace(late, recorded=event.at)


def header(policy: Policy) -> Header:
    """Give a header that no duty's condition holds for, under a policy."""
    return Header(
        reference="XX-2026-0001",
        policy=policy.id,
        version=policy.version,
        theme=next(iter(policy.themes)),
        children=(Child(pseudonym="C-7F3KQ"),),
        raising=Party(agency="northside-academy", role="practitioner"),
        receiving=(Party(agency="childrens-social-care", role="team-manager"),),
        concern="A concern.",
        outcome_sought="An outcome.",
        urgency=None if policy.urgencies is None else next(iter(policy.urgencies)),
    )


def days(first: date, last: date) -> list[date]:
    """Every day from one to another, both included."""
    return [first + timedelta(days=each) for each in range((last - first).days + 1)]
