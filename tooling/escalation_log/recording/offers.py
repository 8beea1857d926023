"""What can be recorded of a case now, and what each of it would do, by the engine itself.

Each kind of event is tried on the case: what the rules refuse is not offered, what meets a duty
says so, and what leaves the policy's route stands last and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from escalation_log.files.case_file import EVENT_FIELDS
from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import CaseState, DutyAssessment, DutyState
from escalation_log.model.cases import Event
from escalation_log.model.event_kinds import FREE_TEXTS, EventKind, Turn
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import EventPattern, patterns_in
from escalation_log.model.policies import Side
from escalation_log.model.problems import Severity
from escalation_log.recording.desk import Desk, Written
from escalation_log.recording.field_choices import choices_of
from escalation_log.words.departures import NOT_BY_THE_ROUTE, departure_words
from escalation_log.words.events import EventNames
from escalation_log.words.lists import listed
from escalation_log.words.states import due_words
from escalation_log.words.titles import lowered
from escalation_log.words.to_do import TO_DO, to_do_of


class Group(StrEnum):
    """Where an offer stands among the others, in this order."""

    DUE = "due"
    ROUTE = "route"
    ANY_TIME = "any-time"
    OFF_ROUTE = "off-route"


GROUP_WORDS: Mapping[Group, str] = {
    Group.DUE: "What is to be done now",
    Group.ROUTE: "How the case may go on",
    Group.ANY_TIME: "What else may have happened",
    Group.OFF_ROUTE: NOT_BY_THE_ROUTE,
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
    group: Group
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
    """List what can be recorded now, what is due first."""
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
    order = list(Group)
    return tuple(sorted(found.values(), key=lambda each: order.index(each.group)))


def _asked(judged: JudgedCase) -> Iterator[tuple[EventKind, Written]]:
    """Give the kinds of event by which duties are met, with the fields that they ask for."""
    for row in to_do_of(judged.assessment.duties):
        if not row.is_own:
            for pattern in patterns_in(row.duty.met_by):
                yield from _as_asked(pattern, row, judged)


def _as_asked(
    pattern: EventPattern, row: DutyAssessment, judged: JudgedCase
) -> Iterator[tuple[EventKind, Written]]:
    """Give the kinds of a pattern with the fields for which it leaves one value."""
    here = judged.assessment.stage
    for kind in sorted(pattern.kinds):
        preset: dict[str, object] = {}
        for field, values in pattern.fields:
            if len(values) == 1 and not (field == "stage" and values == {here}):
                (value,) = values
                is_text = field in FREE_TEXTS and field not in kind.row.coded_texts
                if not is_text:
                    preset[field] = [value] if field in _LISTS else value
        if kind is EventKind.DONE:
            preset["duty"] = row.duty.id
        if kind is EventKind.RESOLVED and "by" not in preset:
            # Who ended it decides whether the raising side has yet to agree.
            yield from ((kind, {**preset, **by}) for by in _at_any_time(kind, judged))
        else:
            yield kind, preset


_LISTS = frozenset({"whom", "agencies"})


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
        case EventKind.REDACTION:
            return False
        case EventKind.RISK_OVER:
            return judged.risk is not None
        case EventKind.OUTCOME:
            return not is_open
        case EventKind.AGREED:
            return judged.assessment.agreed is False
        case _:
            return is_open or not (kind.row.settles or kind.row.begins)


# Of these kinds each word of a list is an offer of its own.
_LISTED: Mapping[EventKind, str] = {
    EventKind.CONSIDERED: "what",
    EventKind.PLANNED: "what",
    EventKind.WITHDRAWN: "why",
}


def _tried(kind: EventKind, preset: Written, desk: Desk) -> Offer | None:
    """Try an event on the case; give None where the rules refuse it."""
    event = _invented(kind, preset, desk)
    if event is None:
        return None
    case = replace(desk.case, events=(*desk.case.events, event), places=())
    place = ("events", event.number - 1)
    if any(
        found.path[:2] == place and found.severity is Severity.PROBLEM
        for found in desk.findings(case)
    ):
        return None
    judged, before = desk.judge(case), desk.judged
    to_do = {
        row.duty.id: row
        for row in before.assessment.duties
        if row.state in TO_DO and not row.is_own
    }
    met = [
        row for row in judged.assessment.duties if row.met_by == event.key and row.duty.id in to_do
    ]
    does = tuple(_duty_words(to_do[row.duty.id]) for row in met)
    departs = tuple(
        departure_words(each, judged.policy, judged.partnership)
        for each in judged.assessment.off_route
        if each.event == event.key
    )
    return Offer(
        kind=kind,
        preset=preset,
        title=_title(event, preset, judged),
        group=_group(kind, does=bool(does), departs=bool(departs), is_open=_is_open(before)),
        does=does,
        departs=departs,
        is_now=any(to_do[row.duty.id].state is DutyState.DUE_NOW for row in met),
    )


def _is_open(judged: JudgedCase) -> bool:
    return judged.assessment.state is CaseState.OPEN


def _group(kind: EventKind, *, does: bool, departs: bool, is_open: bool) -> Group:
    if departs:
        return Group.OFF_ROUTE
    if does:
        return Group.DUE
    if is_open and (kind.row.settles or kind.row.turn is Turn.MOVES):
        return Group.ROUTE
    return Group.ANY_TIME


def _duty_words(row: DutyAssessment) -> str:
    due = "" if row.due is None else f", due {due_words(row)}"
    return f"“{lowered(row.duty.title)}”{due}"


def _invented(kind: EventKind, preset: Written, desk: Desk) -> Event | None:
    """Make an event of a kind at the moment, with a first choice for what it must have.

    Give None where one of its lists is empty.
    """
    written = dict(preset)
    row = kind.row
    for name in (*row.needs, *row.needs_one_of[:1]):
        if name not in written and name not in _AMENDING:
            choices = choices_of(name, kind, desk.judged, written)
            is_text = name in FREE_TEXTS and name not in row.coded_texts
            if not choices and not is_text and name not in _DAYS and name != "references":
                return None
            written[name] = _filler(name, choices[0].value if choices else "", desk.now)
    if kind is EventKind.CORRECTION and not choices_of("of", kind, desk.judged, {}):
        return None
    values = {
        name: EVENT_FIELDS[name](value) for name, value in written.items() if name != "references"
    }
    return Event(number=len(desk.case.events) + 1, at=stamp_at(desk.now), kind=kind, **values)


_AMENDING = frozenset({"of", "correct"})
_DAYS = frozenset({"protect_by", "until", "on", "review_on"})
_SEVERAL = frozenset({"agencies", "measures", "agreed_by", "plan", "whom"})


def _filler(name: str, first: str, now: Moment) -> object:
    if name in _DAYS:
        return (now.on + timedelta(days=1)).isoformat()
    if name in _SEVERAL:
        return [first]
    return first or "text"


def stamp_at(now: Moment) -> Stamp:
    """Write a moment as people do, to the minute; with an offset where the clocks repeat it."""
    local = now.local.replace(second=0, microsecond=0)
    stamp = Stamp(on=local.date(), time=local.time().replace(fold=0))
    if local.replace(fold=1 - local.fold).utcoffset() == local.utcoffset():
        return stamp
    return replace(stamp, offset=local.utcoffset())


def _title(event: Event, preset: Written, judged: JudgedCase) -> str:
    """Say what happened, with the fields that are known."""
    names = EventNames(judged.policy, judged.partnership)
    known = event if "duty" in preset else replace(event, duty=None)
    words = names.title(known).removesuffix(": ")
    fields = dict(names.fields(known))
    said = [fields[label] for label, name in _SAID if name in preset and fields.get(label)]
    if said:
        words += f": {listed(said)}"
    if "by" in preset:
        sides = {each.value: each.words for each in choices_of("by", event.kind, judged, {})}
        words += f", by {sides[str(preset['by'])]}"
    return words


_SAID = (
    ("Whom", "whom"),
    ("What", "what"),
    ("Tier", "tier"),
    ("Reason", "reason"),
    ("Why", "why"),
    ("At stage", "stage"),
    ("How", "how"),
)
