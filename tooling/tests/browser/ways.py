"""Every way through the questions of "What do I do now?", and the case that it describes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import AllOf, AnyOf, EventPattern
from escalation_log.model.policies import Duty, Policy
from tests.engine.judging import case_of

_GAPS = (1, 45, 300, 1_440, 2_000, 4_320, 7_300, 14_400)  # minutes
_ENDS = ("resolved", "recommended", "decided")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The answers to one way through, by question, and the result at its end.

    `done` are the duties that an answer says are done without their being asked about.
    """

    answers: Mapping[str, str]
    result: str
    done: tuple[str, ...]

    @property
    def stage(self) -> str:
        """How far it has got: a stage, or "new"."""
        return self.answers.get("stage") or self.answers["reached"]

    @property
    def urgency(self) -> str | None:
        """How urgent it is, where that was asked."""
        return self.answers.get(f"urgency:{self.answers['side']}")


def ways_through(data: Mapping[str, Any]) -> Iterator[Way]:
    """Follow every answer to every question, in danger and out of it."""
    first = _first_asked(data)

    def on(at: str, answers: Mapping[str, str], done: tuple[str, ...]) -> Iterator[Way]:
        if at.startswith("="):
            yield Way(answers=answers, result=at, done=done)
            yield Way(answers={"danger": "yes", **answers}, result=at, done=done)
            return
        for place, answer in enumerate(data["questions"][at]["answers"]):
            passed = at in {"stage", "reached"} and place < 2 and answer["to"] not in first
            more = (first[0],) if first and passed else ()
            yield from on(answer["to"], {**answers, at: answer["id"]}, (*done, *more))

    return on(data["first"], {}, ())


def _first_asked(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Name the first duty that may be asked about, and the result for its not being done."""
    not_done = data["questions"]["stage"]["answers"][0]["to"]
    duty = not_done.removeprefix("=").removesuffix("=no")
    return (duty, not_done) if duty in data["questions"] else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredEvent:
    """An event that an answer tells of: the slot of its moment, and its line but for the moment."""

    slot: str
    line: str


def told_by(way: Way, policy: Policy, opening: str) -> tuple[AnsweredEvent, ...]:
    """Say what has happened if the answers are true, with each stage up to the one named."""
    told = [AnsweredEvent(slot="opening", line=f"kind: {opening}, by: raising")]
    stages = [stage.id for stage in policy.stages]
    place = 0 if way.stage == "new" else stages.index(way.stage)
    told.extend(
        AnsweredEvent(slot=f"to:{stage}", line=f"kind: escalated, to: {stage}, by: raising")
        for stage in stages[1 : place + 1]
    )
    for name in way.done:
        duty = next(each for each in policy.all_duties if each.id == name)
        told.extend(AnsweredEvent(slot=name, line=line) for line in _done(duty))
    for question, answer in way.answers.items():
        if "/" in question and answer == "yes":
            duty = next(each for each in policy.all_duties if each.id == question)
            told.extend(AnsweredEvent(slot=question, line=line) for line in _done(duty))
        elif question.endswith(":settled") and answer != "open":
            kind = answer if answer in _ENDS else "not-resolved"
            line = f"kind: {kind}, by: receiving"
            told.append(AnsweredEvent(slot=f"{question}={answer}", line=line))
    if "danger" in way.answers:
        told.append(AnsweredEvent(slot="danger", line="kind: immediate-risk, by: raising"))
    return tuple(told)


def _done(duty: Duty) -> Iterator[str]:
    """Write the first way to meet a duty, by one event or several."""
    pattern = duty.met_by
    while isinstance(pattern, AnyOf):
        pattern = pattern.of[0]
    for part in pattern.of if isinstance(pattern, AllOf) else (pattern,):
        assert isinstance(part, EventPattern), duty.id
        yield _line_of(part)


def _line_of(pattern: EventPattern) -> str:
    kind = min(pattern.kinds, key=tuple(EventKind).index)
    fields = "".join(f", {name}: {min(values)}" for name, values in pattern.fields)
    agencies = ", agencies: [council]" if kind is EventKind.PANEL_CONVENED else ""
    return f"kind: {kind}{fields}{agencies}"


def moments_of(told: Sequence[AnsweredEvent], until: datetime, chance: Random) -> dict[str, str]:
    """Draw when it all happened, each after the one before; sometimes only the day is known."""
    gaps = [timedelta(minutes=chance.choice(_GAPS) + chance.randrange(50)) for _ in told]
    at = until - sum(gaps, timedelta())
    times = []
    for gap in gaps:
        # An hour that comes twice is asked for, not guessed.
        if (at.month, at.hour) == (10, 1):
            at += timedelta(hours=1)
        times.append(at.replace(second=0))
        at += gap
    days = [each.date() for each in times]
    return {
        each.slot: f"{days[place]}"
        if days.count(days[place]) == 1 and chance.random() < 0.25
        else f"{time:%Y-%m-%dT%H:%M}"
        for place, (each, time) in enumerate(zip(told, times, strict=True))
    }


def case_told(
    told: Sequence[AnsweredEvent], moments: Mapping[str, str], policy: Policy, urgency: str | None
) -> Case:
    """Write the case in which all this is recorded."""
    lines = "\n".join(f"at: {moments[each.slot].replace('T', ' ')}, {each.line}" for each in told)
    return case_of(lines, policy, f"urgency: {urgency}\n" if urgency else "")
