"""What is asked, what the answers lead to, and a message to start from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.policies import Duty, Side, Stage
from escalation_log.site.what_now.answers import ENDS, Fact
from escalation_log.site.what_now.drafts import MessageKind
from escalation_log.words.titles import clause_words, stage_in_words, stage_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """What may start a clock: the moment of a fact, or a duty's deadline with its own starts.

    A deadline starts it on its last day in time, or with `is_over` at the first late moment; not
    where the fact in the slot `unless` came before.
    """

    slot: str = ""
    deadline: str = ""
    is_over: bool = False
    unless: str = ""
    of: tuple[Start, ...] = ()

    def slots(self) -> Iterator[str]:
        """Yield the slots of the moments that must be known."""
        if self.slot:
            yield self.slot
        for start in self.of:
            yield from start.slots()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A duty to be done now; the earliest of `starts` starts its clock.

    `readings` has what does so by another reading of the policy, by its place, where that differs.
    `side` says whose duty it is.
    """

    duty: Duty
    starts: tuple[Start, ...]
    readings: Mapping[int, tuple[Start, ...]] = field(default_factory=dict)
    side: Side = Side.BOTH

    def slots(self) -> Iterator[str]:
        """Yield the slots of the moments that its clock may start at, as adopted."""
        for start in self.starts:
            yield from start.slots()

    def other_slots(self) -> Iterator[str]:
        """Yield those that it may start at by the other readings."""
        for starts in self.readings.values():
            for start in starts:
                yield from start.slots()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """The result of some answers.

    The case is at `stage`, which `following` comes after; `goes_to` is the stage whose people are
    to be contacted. `lead` is what to do, None where the policy names no duty, and `then` what
    follows if it is not done in time. `before` are the duties that the policy names ahead of it at
    its stage, and `others` all the rest; of these two, `before_moving` are those that come first
    where the case is to go on. `arrival` are the duties that entering the next stage starts, and
    `reply` is the other side's duty once it has been told. `last` is the id of the policy's last
    stage.
    """

    id: str
    stage: Stage
    following: Stage | None
    goes_to: Stage
    lead: Asked | None
    then: Asked | None
    before: tuple[Asked, ...]
    others: tuple[Asked, ...]
    before_moving: tuple[Asked, ...]
    arrival: tuple[Asked, ...]
    reply: Asked | None
    facts: tuple[Fact, ...]
    last: str

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
        """The slots of the moments that its dates may be counted from, in order of time."""
        used = {slot for each in self._dated for slot in (*each.slots(), *each.other_slots())}
        return tuple(fact.slot for fact in self.facts if fact.slot in used)

    @property
    def optional(self) -> tuple[str, ...]:
        """Those of them that only another reading of the policy counts from.

        Without them no day is safe, but a date there is.
        """
        used = {slot for each in self._dated for slot in each.slots()}
        return tuple(slot for slot in self.needs if slot not in used)

    @property
    def _dated(self) -> tuple[Asked, ...]:
        """What the result dates: what to do first, or else by when its stage is to be settled."""
        first = tuple(each for each in (self.lead, self.then) if each is not None)
        if self.moves or any(each.duty.has_number for each in first):
            return tuple(each for each in first if each.duty.has_number)
        return tuple(
            each
            for each in self.others
            if each.duty.has_number
            and (
                self.lead is None or (each.duty.stage == self.lead.duty.stage and each.duty.settles)
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer, and the id of the question or result that it leads to."""

    id: str
    words: str
    leads_to: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with its answers; `hints` are in the policy's words.

    `to_receiving` are its words for whoever received the challenge, empty where they are the same.
    """

    id: str
    words: str
    hints: tuple[str, ...]
    answers: tuple[Answer, ...]
    to_receiving: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The parts of a message that differ from others.

    `duty` is what it asks for, empty for nothing; its date is counted from today where it is
    `from_today`. `kind` says what it states, and with that its gaps.
    """

    where: str
    stage: str
    duty: str
    from_today: bool
    kind: MessageKind


def draft_of(
    result: Conclusion, asked: Asked | None, *, moves: bool, is_overdue: bool = False
) -> Draft:
    """Draft the message for a result, about the duty that is to be done.

    It says that a limit has passed only with `is_overdue`. Addressed to the next stage, it asks for
    that stage's duty; addressed to the other side, it asks for the reply.
    """
    arriving = result.arrival[0] if moves and result.arrival else None
    asking = arriving or (None if moves else result.reply)
    about = asking or asked
    stage = result.following if moves and result.following else result.stage
    clause = about.duty.clause if about else stage.clause
    return Draft(
        where=_where(result, moves=moves, is_overdue=is_overdue),
        stage=f"{stage_name(stage)}{f', {clause_words(clause)}' if clause else ''}",
        duty=about.duty.id if about else "",
        from_today=asking is not None,
        kind=_kind(result, moves=moves),
    )


def _kind(result: Conclusion, *, moves: bool) -> MessageKind:
    if result.ends:
        agreed = result.facts[-1].kind is EventKind.RESOLVED
        return MessageKind.OUTCOME if agreed else MessageKind.CONCLUSION
    is_last = result.following is None or (moves and result.following.id == result.last)
    return MessageKind.REFERRAL if is_last else MessageKind.CONCERN


def _where(result: Conclusion, *, moves: bool, is_overdue: bool) -> str:
    stage = stage_in_words(result.stage)
    if moves:
        before = f"The time at {stage} is up" if is_overdue else f"It is not settled at {stage}"
        return f"{before}, so I bring it to the next stage."
    *_, is_at = ENDS.get(result.facts[-1].kind, ("It is at",))
    return f"{is_at} {stage}."
