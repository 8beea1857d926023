"""What is to be done in a case, the most urgent first, and whom to ring about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from escalation_log.model.assessments import DutyAssessment, DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.partnerships import Contact, Partnership
from escalation_log.model.patterns import AtOnce, EventPattern, InWords, Limit, patterns_in
from escalation_log.model.policies import Duty
from escalation_log.model.receipts import RuleApplied, SaferBy, SafeWords
from escalation_log.words.dates import day_words
from escalation_log.words.titles import capital, clause_words

# States of duties that have started and are neither met nor lapsed.
TO_DO = frozenset(
    {
        DutyState.RUNNING,
        DutyState.DUE_SOON,
        DutyState.DUE_NOW,
        DutyState.OVERDUE,
        DutyState.OUTSTANDING,
    }
)
_IMMEDIATELY = InWords("immediately")


def to_do_of(rows: Iterable[DutyAssessment]) -> tuple[DutyAssessment, ...]:
    """Give what is to be done, the most urgent first.

    Duties to be done at once come before all with a date, and a duty that was started by the passed
    deadline of another one comes before that other duty.
    """
    to_do = sorted((row for row in rows if row.state in TO_DO), key=_urgency)
    begun = {row.duty.id: row for row in reversed(to_do)}

    def key(row: DutyAssessment) -> tuple[bool, bool, bool, float, bool, int]:
        depth = 0
        while row.begun_by_deadline in begun and depth < len(begun):
            row = begun[row.begun_by_deadline or ""]
            depth += 1
        return (*_urgency(row), -depth)

    return tuple(sorted(to_do, key=key))


def awaited_in(to_do: Sequence[DutyAssessment]) -> DutyAssessment | None:
    """Give the duty that a case waits for: one due at once, else dated, else the first."""
    if not to_do or is_at_once(to_do[0]):
        return to_do[0] if to_do else None
    return next((row for row in to_do if row.due is not None), to_do[0])


def safe_by(row: DutyAssessment) -> date | None:
    """Give the day by which a duty still to be done is safe, where a reading asks for it sooner."""
    is_sooner = row.state in TO_DO and row.safe_because is not None
    return row.safe_due_on if is_sooner else None


def safe_day_words(on: date) -> str:
    """Say the safe date, as it stands beside a due date."""
    return f"Safe: by {day_words(on)}"


def safe_sentences(row: DutyAssessment) -> Iterator[str]:
    """Say by when, and with what, a duty to be done is done by every reading of the policy."""
    yield from safe_dates(row)
    yield from safe_ways(row)


def safe_dates(row: DutyAssessment) -> Iterator[str]:
    """Say by when a duty to be done is done by every reading, where that is earlier."""
    if row.state in TO_DO:
        for step in row.receipt:
            if isinstance(step, SaferBy):
                yield safe_sentence(safe_day_words(step.due_on), clause_words(step.clause))


def safe_ways(row: DutyAssessment) -> Iterator[str]:
    """Say with what a duty to be done is done by every reading of the policy."""
    if row.state in TO_DO:
        for step in row.receipt:
            if isinstance(step, SafeWords):
                yield safe_words(step.words, step.clause)


def safe_sentence(by: str, clause: str) -> str:
    """Say the safe date, given in words, with the clause that another reading asks it by."""
    return f"{by}, by another reading ({clause})."


def safe_words(words: str, clause: str) -> str:
    """Say what satisfies every reading of a clause."""
    return f"{words} ({capital(clause_words(clause))})"


def is_at_once(row: DutyAssessment) -> bool:
    """Whether a duty is still to be done for which the policy allows no time at all."""
    if row.state in (DutyState.DUE_NOW, DutyState.OVERDUE):
        return isinstance(limit_applied(row), AtOnce)
    if row.state is not DutyState.OUTSTANDING or row.duty.advice:
        return False
    trigger = row.duty.trigger
    is_for_risk = isinstance(trigger, EventPattern) and trigger.kinds == {EventKind.IMMEDIATE_RISK}
    return is_for_risk or limit_applied(row) == _IMMEDIATELY


def limit_applied(row: DutyAssessment) -> Limit | None:
    """Give the limit by which a duty was judged."""
    for step in row.receipt:
        if isinstance(step, RuleApplied):
            return step.limit
    return None


def _urgency(row: DutyAssessment) -> tuple[bool, bool, bool, float, bool]:
    """Sort duties due at once first, then by date, then those without a date, advice last.

    Among those due at once the policy's come before the log's own reminder.
    """
    due = 0.0 if row.due is None else row.due.at.timestamp()
    at_once = is_at_once(row)
    return (not at_once, at_once and row.is_own, row.due is None, due, row.duty.advice)


OWN_PEOPLE = "Your own manager or safeguarding lead"

# Recipients that always belong to the agency that must act.
_OWN = frozenset({"line-manager", "safeguarding-lead"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Whom to ring for a duty, whatever the case; nobody if no field is set.

    `named` are contacts of the partnership. `is_own` means one's own manager or safeguarding lead.
    `talks` means the teams of the sides that serve `stage` or, if that is None, the stage of the
    case. `moves` says that the case moves to those teams.
    """

    named: tuple[Contact, ...] = ()
    is_own: bool = False
    talks: bool = False
    moves: bool = False
    stage: str | None = None


def call_of(duty: Duty, partnership: Partnership) -> Call:
    """Work out whom to ring for a duty from the events that meet it; nobody where in doubt."""
    patterns = tuple(patterns_in(duty.met_by))
    whom = {each for pattern in patterns for each in dict(pattern.fields).get("whom", ())}
    if whom:
        named = tuple(
            each
            for each in partnership.contacts
            if each.id in whom and each.agency is None and not each.is_emergency
        )
        return Call(named=named, is_own=whom <= _OWN)
    kinds = {kind for pattern in patterns for kind in pattern.kinds}
    if kinds == {EventKind.ESCALATED}:
        to = {each for pattern in patterns for each in dict(pattern.fields).get("to", ())}
        return Call(talks=True, moves=True, stage=to.pop()) if len(to) == 1 else Call()
    with_others = any(kind.row.needs_others for kind in kinds)
    return Call(talks=True, stage=duty.stage) if with_others else Call()


def teams_at(contacts: Sequence[Contact], agency: str | None, stage: str) -> Iterator[Contact]:
    """Give the contacts of an agency, or of the partnership itself, that serve a stage."""
    for contact in contacts:
        serves = not contact.stages or stage in contact.stages
        if contact.agency == agency and serves and not contact.is_emergency:
            yield contact


def contacts_for(
    call: Call,
    contacts: Sequence[Contact],
    *,
    raising: str,
    receiving: Sequence[str],
    stage: str,
    actor: str,
) -> Iterator[tuple[str | None, Contact]]:
    """Give the contacts that `actor` can ring with their agency, None for the partnership's own.

    The actor's own teams are included only if the case moves to them.
    """
    for contact in call.named:
        yield None, contact
    if call.talks:
        for agency in _sides(raising, receiving, actor, with_own=call.moves):
            for contact in teams_at(contacts, agency, call.stage or stage):
                yield agency, contact


def _sides(raising: str, receiving: Sequence[str], actor: str, *, with_own: bool) -> Iterator[str]:
    """Give the agencies of the other side, or of both sides with the other side's first."""
    sides = (raising, *receiving)
    others: Sequence[str] = sides
    if actor in sides:
        others = receiving if actor == raising else (raising,)
    yield from others
    if with_own:
        yield from (each for each in sides if each not in others)
