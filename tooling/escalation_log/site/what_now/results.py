"""The questions and results of the page, as values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from escalation_log.model.policies import Duty, Stage
from escalation_log.site.what_now.answers import Fact
from escalation_log.site.what_now.phrases import ENDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What may start a clock: the moment of a fact, or a duty's deadline with its own starts."""

    slot: str = ""
    deadline: str = ""
    of: tuple[Start, ...] = ()

    def slots(self) -> Iterator[str]:
        """Yield the slots of the moments that must be known."""
        if self.slot:
            yield self.slot
        for start in self.of:
            yield from start.slots()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A duty to be done now; the earliest of `starts` starts its clock."""

    duty: Duty
    starts: tuple[Start, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The result of some answers.

    The case is at `stage`, which `following` comes after; `goes_to` is the stage whose people are
    to be contacted. `lead` is what to do, None where the policy names no duty, and `then` what
    follows if it is not done in time. `arrival` are the duties that entering the next stage starts,
    and `reply` is the other side's duty once it has been told.
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
        """Whether the case is to go to another stage."""
        return self.goes_to is not self.stage

    @property
    def ends(self) -> bool:
        """Whether the disagreement has ended."""
        return self.facts[-1].kind in ENDS

    @property
    def needs(self) -> tuple[str, ...]:
        """The slots of the moments that its first date is counted from, in order of time."""
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
    """An answer, and the id of the question or result that it leads to."""

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
