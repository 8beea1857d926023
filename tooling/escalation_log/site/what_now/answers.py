"""Turn answers into facts, and ask the engine which duties are open after them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.model.assessments import DutyAssessment
from escalation_log.model.cases import Case, Child, Event, Header, Party
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment, Stamp
from escalation_log.model.patterns import (
    AllOf,
    AnyOf,
    Before,
    EventPattern,
    MetByPattern,
    events_in,
)
from escalation_log.model.policies import Duty, Policy, Side
from escalation_log.model.rulebook import Rulebook
from escalation_log.words.to_do import TO_DO

# For each kind of event that ends a case: the answer, the question for its moment, and how a
# message puts it before the stage.
ENDS = {
    EventKind.RESOLVED: ("Yes, it is settled", "When was it settled?", "It is settled at"),
    EventKind.RECOMMENDED: (
        "A recommendation was made",
        "When was the recommendation made?",
        "A recommendation was made at",
    ),
    EventKind.DECIDED: (
        "A decision was made",
        "When was the decision made?",
        "A decision was made at",
    ),
}
OPENINGS = {
    EventKind.CONCERN_IDENTIFIED: "When was the concern identified?",
    EventKind.DISAGREEMENT: (
        "When did the disagreement arise, or the decision arrive, whichever was first?"
    ),
}
_DONE = {
    EventKind.RAISED: ("Has it been raised with them?", "When was it raised?"),
    EventKind.DISCUSSED: ("Has it been talked through with them?", "When was it talked through?"),
    EventKind.CONSULTED: ("Has advice been taken?", "When was the advice taken?"),
    EventKind.MEETING: ("Has there been a meeting?", "When was the meeting?"),
    EventKind.PANEL_CONVENED: ("Has the panel been convened?", "When was the panel convened?"),
}


def done_words(kind: EventKind, side: Side | None) -> tuple[str, str]:
    """Ask whether something was done, and when; of the receiving side, whether it answered."""
    if kind is EventKind.DISCUSSED and side is Side.RECEIVING:
        return "Have they answered?", "When did they answer?"
    return _DONE.get(kind, ("Has this been done?", "When was it done?"))


def done_words_to_receiving(kind: EventKind, side: Side | None) -> str:
    """Ask the receiving side itself whether something was done; "" where the words are the same."""
    if kind is EventKind.DISCUSSED and side is Side.RECEIVING:
        return "Have you answered?"
    return "Have they raised it with you?" if kind is EventKind.RAISED else ""


def is_asked(duty: Duty, policy: Policy) -> bool:
    """Say whether the page asks about a duty.

    It does so for a duty that one side meets by telling the other something, that has a number, or
    that starts the clock of another duty of its stage.
    """
    if duty.advice or duty.every is not None or duty.applies_when:
        return False
    kinds = duty.meeting_kinds
    if isinstance(duty.limit, Before) or duty.settles or EventKind.ESCALATED in kinds:
        return False
    return any(kind.row.talks for kind in kinds) or duty.has_number or _starts_another(duty, policy)


def _starts_another(duty: Duty, policy: Policy) -> bool:
    return any(
        pattern.kinds & duty.meeting_kinds
        for other in policy.all_duties
        if other.stage == duty.stage and other is not duty and other.has_number
        for pattern in events_in(other.trigger)
    )


_NINE = time(9)
_PARTY = "any"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """An event that an answer says has happened; `slot` names its moment."""

    slot: str
    kind: EventKind
    by: str = Side.RAISING.value
    to: str | None = None
    whom: tuple[str, ...] = ()
    what: str | None = None
    duty: str | None = None


def meeting(duty: Duty, policy: Policy) -> tuple[Fact, ...]:
    """Return the facts that meet a duty, by the first way that the policy names."""
    side = policy.sides.get(duty.role) if isinstance(duty.role, str) else None
    by = side.value if side in (Side.RECEIVING, Side.PARTNERSHIP) else Side.RAISING.value
    return tuple(_fact(pattern, duty, by) for pattern in _first_way(duty.met_by))


def _first_way(met_by: MetByPattern) -> tuple[EventPattern, ...]:
    match met_by:
        case AnyOf(of=parts):
            return _first_way(parts[0])
        case AllOf(of=parts):
            return tuple(pattern for part in parts for pattern in _first_way(part))
        case EventPattern():
            return (met_by,)


def _fact(pattern: EventPattern, duty: Duty, by: str) -> Fact:
    named = {name: min(values) for name, values in pattern.fields}
    kind = next(each for each in EventKind if each in pattern.kinds)
    return Fact(
        slot=duty.id,
        kind=kind,
        by=named.get("by", by),
        to=named.get("to"),
        whom=(named["whom"],) if "whom" in named else (),
        what=named.get("what"),
        duty=duty.id if kind is EventKind.DONE else None,
    )


def case_of(policy: Policy, facts: Sequence[Fact], stamps: Mapping[str, Stamp]) -> Case:
    """Make an invented case in which only these facts are recorded."""
    return Case(
        header=Header(
            reference="XX-2000-0001",
            policy=policy.id,
            version=policy.version,
            theme=next(iter(policy.themes)),
            children=(Child(pseudonym="C-00000"),),
            raising=Party(agency=_PARTY, role=_PARTY),
            receiving=(Party(agency=_PARTY, role=_PARTY),),
            concern="",
            outcome_sought="",
            urgency=next(iter(policy.urgencies or {}), None),
        ),
        events=tuple(
            Event(
                number=number,
                at=stamps[fact.slot],
                kind=fact.kind,
                by=fact.by,
                to=fact.to,
                whom=fact.whom,
                what=fact.what,
                duty=fact.duty,
            )
            for number, fact in enumerate(facts, start=1)
        ),
    )


def without_conditions(policy: Policy) -> Policy:
    """Return the policy without conditions, for a page that knows neither child nor agency."""
    return replace(
        policy,
        duties=tuple(map(_of_everybody, policy.duties)),
        stages=tuple(
            replace(stage, duties=tuple(map(_of_everybody, stage.duties)))
            for stage in policy.stages
        ),
    )


def _of_everybody(duty: Duty) -> Duty:
    role = duty.role if isinstance(duty.role, str) else next(iter(duty.role.roles.values()))
    return replace(duty, applies_when=(), role=role)


class Engine:
    """The engine, asked which duties are open right after the last of some facts."""

    def __init__(self, *, rulebook: Rulebook, as_of: Moment) -> None:
        self.rulebook = rulebook
        self.policy = rulebook.policy
        self._as_of = as_of
        policy = without_conditions(self.policy)
        self._of_everybody = replace(rulebook, policy=replace(policy, readings=()), erratum=None)
        self._found: dict[tuple[Fact, ...], Mapping[str, DutyAssessment]] = {}

    @cached_property
    def by_other_readings(self) -> tuple[tuple[int, tuple[str, ...], Engine], ...]:
        """The engines of the other readings that may start a clock otherwise, each by its place.

        With each come the duties that it may date otherwise.
        """
        told = {duty.id: (duty.trigger, duty.met_by) for duty in self.policy.all_duties}
        return tuple(
            (place, other.duties, Engine(rulebook=other.rulebook, as_of=self._as_of))
            for place, other in enumerate(self.rulebook.alternatives)
            if told
            != {duty.id: (duty.trigger, duty.met_by) for duty in other.rulebook.policy.all_duties}
        )

    def rows(self, facts: Sequence[Fact]) -> Mapping[str, DutyAssessment]:
        """Judge facts a minute apart; return the last row of each of the policy's duties.

        No limit passes within minutes, so that only the facts decide which duties are open.
        """
        known = tuple(facts)
        if known not in self._found:
            self._found[known] = self._judged(known)
        return self._found[known]

    def _judged(self, facts: tuple[Fact, ...]) -> Mapping[str, DutyAssessment]:
        zone = self.rulebook.index.rules.zone
        nine = datetime.combine(self._as_of.on, _NINE)
        times = [nine + timedelta(minutes=place) for place in range(len(facts))]
        stamps = {
            fact.slot: Stamp(on=at.date(), time=at.time())
            for fact, at in zip(facts, times, strict=True)
        }
        case = case_of(self.policy, facts, stamps)
        right_after = moment_at(times[-1].replace(tzinfo=zone), zone)
        assessment = assess(case, self._of_everybody, right_after)
        return {row.duty.id: row for row in assessment.duties if not row.is_own}

    def open_rows(self, facts: Sequence[Fact]) -> Mapping[str, DutyAssessment]:
        """Return the rows of duties that are to be done and not yet met."""
        return {name: row for name, row in self.rows(facts).items() if row.state in TO_DO}
