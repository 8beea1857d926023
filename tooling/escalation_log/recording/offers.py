"""What can be recorded of a case now, and what each of it would do, by the engine itself.

Each kind of event is tried on the case: what the rules refuse is not offered, what meets a duty
says so, and what leaves the policy's route stands last and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState, DutyAssessment
from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind, Turn
from escalation_log.model.patterns import EventPattern, patterns_in
from escalation_log.model.policies import Side
from escalation_log.model.problems import Severity
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import choices_of
from escalation_log.recording.made_up import made_up_events
from escalation_log.recording.offer_titles import duty_words, offer_title
from escalation_log.words.departures import NOT_BY_THE_ROUTE, departure_words
from escalation_log.words.lists import listed
from escalation_log.words.to_do import TO_DO, is_at_once, to_do_of


class OfferGroup(StrEnum):
    """Where an offer stands among the others, in this order."""

    DUE = "due"
    ROUTE = "route"
    ANY_TIME = "any-time"
    RARELY = "rarely"
    OFF_ROUTE = "off-route"


GROUP_WORDS: Mapping[OfferGroup, str] = {
    OfferGroup.DUE: "What is to be done now",
    OfferGroup.ROUTE: "How the case may go on",
    OfferGroup.ANY_TIME: "What else may have happened",
    OfferGroup.RARELY: "What happens more rarely",
    OfferGroup.OFF_ROUTE: NOT_BY_THE_ROUTE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Something that can be recorded now: its kind, and the fields that go with it already.

    `does` are the titles of the duties that it would meet, with by when; `departs` says how it
    leaves the policy's route. `is_now` says that one of the duties must be done at once.
    """

    kind: EventKind
    preset: Written
    title: str
    group: OfferGroup
    does: tuple[str, ...] = ()
    departs: tuple[str, ...] = ()
    is_now: bool = False

    @property
    def words(self) -> str:
        """What happened, with what it does or how it leaves the route."""
        if self.departs:
            return f"{self.title}. {' '.join(self.departs)}"
        return f"{self.title}: does {listed(self.does)}" if self.does else self.title


def offers(desk: Desk) -> tuple[Offer, ...]:
    """List what can be recorded now, what is due first, and what does the same duty together."""
    found: dict[str, Offer] = {}
    for kind, preset in _asked(desk.judged):
        offer = _tried(kind, preset, desk)
        if offer is not None and offer.does:
            found.setdefault(offer.title, offer)
    for kind in (EventKind.IMMEDIATE_RISK, *EventKind):
        for preset in _at_any_time(kind, desk.judged):
            offer = _tried(kind, preset, desk)
            if offer is not None:
                found.setdefault(offer.title, offer)
    groups = list(OfferGroup)
    turns = list(dict.fromkeys(each.does for each in found.values()))
    return tuple(
        sorted(found.values(), key=lambda each: (groups.index(each.group), turns.index(each.does)))
    )


def _asked(judged: JudgedCase) -> Iterator[tuple[EventKind, Written]]:
    """Give the kinds of event by which duties are met, with the fields that they ask for."""
    for row in to_do_of(judged.assessment.duties):
        if not row.is_own:
            for pattern in patterns_in(row.duty.met_by):
                yield from _as_asked(pattern, row, judged)


def _as_asked(
    pattern: EventPattern, row: DutyAssessment, judged: JudgedCase
) -> Iterator[tuple[EventKind, Written]]:
    """Give the kinds of a pattern with the fields that it asks for, each way of a few by itself."""
    here = judged.assessment.stage
    for kind in sorted(pattern.kinds):
        fields = {
            name: [[value] if name in _LISTS else value for value in sorted(values)]
            for name, values in pattern.fields
            if (name not in FREE_TEXTS or name in kind.row.coded_texts)
            and not (name == "stage" and here in values)
        }
        if kind is EventKind.DONE:
            fields["duty"] = [row.duty.id]
        ways = [dict(zip(fields, values, strict=True)) for values in product(*fields.values())]
        for preset in ways[:_MOST_WAYS]:
            yield from ((kind, {**more, **preset}) for more in _told_apart(kind, preset, judged))


_LISTS = frozenset({"whom", "agencies"})
# Of more ways to do a duty it is enough to offer these, since each field can be changed.
_MOST_WAYS = 6


def _told_apart(kind: EventKind, preset: Written, judged: JudgedCase) -> Iterable[Written]:
    """Give what makes several offers of one, where a duty leaves it open."""
    if kind is EventKind.ESCALATED and "to" not in preset:
        return _at_any_time(kind, judged)
    if kind is EventKind.RESOLVED and "by" not in preset:
        # Who ended it decides whether the raising side has yet to agree.
        return _at_any_time(kind, judged)
    return ({},)


def _at_any_time(kind: EventKind, judged: JudgedCase) -> Iterator[Written]:
    """Give the ways in which a kind of event can be recorded, whatever is due."""
    if not _has_sense(kind, judged):
        return
    if kind is EventKind.ESCALATED:
        for target in choices_of("to", kind, judged, {}):
            yield from _ways_to(target.value, judged)
    elif kind is EventKind.RESOLVED:
        yield from ({"by": side.value} for side in _SIDES)
    elif kind in _LISTED:
        for choice in choices_of(_LISTED[kind], kind, judged, {}):
            yield {_LISTED[kind]: choice.value}
    else:
        yield {}


_SIDES = (Side.RAISING, Side.RECEIVING, Side.PARTNERSHIP)
# Of these kinds each word of a list is an offer of its own.
_LISTED: Mapping[EventKind, str] = {
    EventKind.CONSIDERED: "what",
    EventKind.PLANNED: "what",
    EventKind.WITHDRAWN: "why",
}


def _ways_to(stage: str, judged: JudgedCase) -> Iterator[Written]:
    """Give the ways to a stage, with each reason for it, and the steps up inside this one."""
    kind, to = EventKind.ESCALATED, {"to": stage}
    if stage == judged.assessment.stage:
        for tier in choices_of("tier", kind, judged, to):
            yield {**to, "tier": tier.value}
        return
    yield to
    for reason in choices_of("reason", kind, judged, to):
        yield {**to, "reason": reason.value}


def _has_sense(kind: EventKind, judged: JudgedCase) -> bool:
    """Say whether a kind of event says anything of a case as it stands."""
    is_open = _is_open(judged)
    match kind:
        case EventKind.REDACTION | EventKind.DONE:
            # One is a command of its own; the other is only ever what a duty asks for.
            return False
        case EventKind.RISK_OVER:
            return judged.risk is not None
        case EventKind.OUTCOME:
            return not is_open
        case EventKind.AGREED:
            return judged.assessment.agreed is False
        case _:
            return is_open or not (kind.row.settles or kind.row.begins or kind.row.turn in _LEAVES)


_LEAVES = frozenset({Turn.MOVES, Turn.ENDS})


def _tried(kind: EventKind, preset: Written, desk: Desk) -> Offer | None:
    """Try a kind of event on the case; give None where the rules refuse it.

    It does, and departs from the route, only what it does whatever else is answered.
    """
    events = list(made_up_events(kind, preset, desk))
    judged = [each for each in (_judged_with(event, desk) for event in events) if each is not None]
    if not judged:
        return None
    key, before = events[0].key, desk.judged
    to_do = {
        row.duty.id for row in before.assessment.duties if row.state in TO_DO and not row.is_own
    }
    met = [{row.duty.id for row in each.assessment.duties if row.met_by == key} for each in judged]
    sure = to_do.intersection(*met)
    does = tuple(
        dict.fromkeys(
            duty_words(row, before) for row in judged[0].assessment.duties if row.duty.id in sure
        )
    )
    departures = [
        tuple(
            departure_words(found, each.policy, each.partnership)
            for found in each.assessment.off_route
            if found.event == key
        )
        for each in judged
    ]
    departs = departures[0] if all(departures) else ()
    return Offer(
        kind=kind,
        preset=preset,
        title=offer_title(events[0], preset, before),
        group=_group(kind, before, does=bool(does), departs=bool(departs)),
        does=does,
        departs=departs,
        is_now=any(is_at_once(row) for row in before.assessment.duties if row.duty.id in sure),
    )


def _judged_with(event: Event, desk: Desk) -> JudgedCase | None:
    """Judge the case with an event; give None where the rules refuse it."""
    case = replace(desk.case, events=(*desk.case.events, event), places=())
    place = ("events", event.number - 1)
    is_refused = any(
        found.path[:2] == place and found.severity is Severity.PROBLEM
        for found in desk.findings(case)
    )
    return None if is_refused else desk.judge(case)


def _is_open(judged: JudgedCase) -> bool:
    return judged.assessment.state is CaseState.OPEN


def _group(kind: EventKind, before: JudgedCase, *, does: bool, departs: bool) -> OfferGroup:
    if departs:
        return OfferGroup.OFF_ROUTE
    if does:
        return OfferGroup.DUE
    if kind in _ENDS_OR_MOVES or kind.row.turn is Turn.REOPENS:
        return OfferGroup.ROUTE
    if kind.row.begins:
        is_first = kind is EventKind.RAISED and kind not in before.timeline.by_kind
        return OfferGroup.ANY_TIME if is_first else OfferGroup.RARELY
    named = {
        each
        for row in before.assessment.duties
        if row.duty.stage == before.assessment.stage
        for each in row.duty.meeting_kinds
    }
    if kind in named:
        return OfferGroup.ROUTE if kind.row.settles else OfferGroup.ANY_TIME
    return OfferGroup.ANY_TIME if kind in _OFTEN else OfferGroup.RARELY


_ENDS_OR_MOVES = frozenset({EventKind.NOT_RESOLVED, EventKind.ESCALATED, EventKind.RESOLVED})
# What happens in cases of any policy, whether it asks for that or not.
_OFTEN = frozenset(
    {
        EventKind.IMMEDIATE_RISK,
        EventKind.RISK_OVER,
        EventKind.DISCUSSED,
        EventKind.MEETING,
        EventKind.CONSULTED,
        EventKind.NOTIFIED,
        EventKind.NO_ANSWER,
        EventKind.AGREED,
        EventKind.PROTECTIVE_TIMESCALE,
        EventKind.SAFEGUARDS,
        EventKind.CHANGED,
        EventKind.OUTCOME,
        EventKind.CORRECTION,
    }
)
