"""What is asked, and what the answers lead to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.policies import Duty, Stage
from escalation_log.site.what_now.answers import Fact
from escalation_log.site.what_now.phrases import ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What may start a clock: the moment of a fact, or the deadline of a duty with its own."""

    slot: str = ""
    deadline: str = ""
    of: tuple[Start, ...] = ()

    def slots(self) -> Iterator[str]:
        """Name the moments that must be known."""
        if self.slot:
            yield self.slot
        for start in self.of:
            yield from start.slots()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A duty that is to be done now; the earliest of `starts` starts its clock."""

    duty: Duty
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What some answers lead to.

    It is at `stage`, after which comes `following`; `goes_to` is the one whose people are to be
    contacted. `lead` is what to do, None where the policy names no duty, and `then` what follows
    where that is not done in time. `arrival` is what the following stage asks for on arriving, and
    `reply` what the others are to do once they are told.
    """

    id: str
    stage: Stage
    following: Stage | None
    goes_to: Stage
    lead: Asked | None
    then: Asked | None
    others: tuple[Asked, ...]
    arrival: tuple[Asked, ...]
    reply: Asked | None
    facts: tuple[Fact, ...]

    @property
    def moves(self) -> bool:
        """Whether it is to go to another stage."""
        return self.goes_to is not self.stage

    @property
    def ends(self) -> bool:
        """Whether the disagreement is over."""
        return self.facts[-1].kind in ENDS

    @property
    def needs(self) -> tuple[str, ...]:
        """The moments that its first date is counted from, in the order in which they came."""
        asked = [each for each in (self.lead, self.then) if each is not None]
        if not asked and not self.moves:
            asked.extend(self.others)
        used = {
            slot
            for each in asked
            if each.duty.has_number
            for start in each.starts
            for slot in start.slots()
        }
        return tuple(fact.slot for fact in self.facts if fact.slot in used)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, and the question or the result that it leads to."""

    id: str
    words: str
    leads_to: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers; `hints` are in the policy's words."""

    id: str
    words: str
    hints: tuple[str, ...]
    answers: tuple[Answer, ...]
