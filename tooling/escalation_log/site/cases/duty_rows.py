"""Show the duties of a case: state, due date, who must act, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import Breach, DutyAssessment, DutyState
from escalation_log.model.cases import EventKey
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import (
    ExtensionApplied,
    Governs,
    MovedByAnnouncement,
    Provisional,
    RuleApplied,
)
from escalation_log.site.cases.edition_parts import DutyNames, EditionNames, WaitingDuty, WhomToRing
from escalation_log.site.cases.receipt_folds import ReceiptTeller, ReceiptView, erratum_words
from escalation_log.site.dues import BREACH_LOOKS, DueView, due_view
from escalation_log.words.dates import day_words, moment_words
from escalation_log.words.lists import listed
from escalation_log.words.states import BREACHES, DUTY_STATES, held_words, no_record_until_words
from escalation_log.words.titles import capital, of_subject, role_words
from escalation_log.words.to_do import TO_DO, is_at_once, safe_dates, safe_ways, to_do_of

_OVER = frozenset({DutyState.MET, DutyState.MET_LATE, DutyState.LAPSED, DutyState.NO_RECORD})
_NOBODY = WhomToRing(own_people="", groups=())


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyView:
    """One occurrence of a duty. Words are empty where there is nothing to say.

    `label` distinguishes its links from those of other duties. `who` names the role, with the
    agencies that must act while there is something to do. `ringing` says whom readers of both sides
    ring about it, and `unless` what follows if it is not done in time. `where` gives stage,
    occurrence and force, with the document's own word for it. `safe_by` is the sentence with an
    earlier date that another reading asks for, `safe` what else satisfies every reading.
    """

    names: DutyNames
    label: str
    due: DueView
    role: str
    who: str
    ringing: WhomToRing
    unless: tuple[str, ...]
    where: str
    safe_by: tuple[str, ...]
    safe: tuple[str, ...]
    met: str
    breach: str
    breach_look: str
    notes: tuple[str, ...]
    receipt: ReceiptView


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGroups:
    """The duties of a case in groups: at once, to be done, over, and not started.

    `undated` are to be done too, and nothing says by when.
    """

    at_once: tuple[DutyView, ...]
    to_do: tuple[DutyView, ...]
    undated: tuple[DutyView, ...]
    over: tuple[DutyView, ...]
    waiting: tuple[WaitingDuty, ...]


def duty_groups(
    judged: JudgedCase, names: EditionNames, teller: ReceiptTeller, titles: Mapping[EventKey, str]
) -> DutyGroups:
    """Group a case's duties: those to be done by urgency, the others in the policy's order."""
    rows = judged.assessment.duties
    at_once: list[DutyView] = []
    to_do: list[DutyView] = []
    undated: list[DutyView] = []
    for row in to_do_of(rows):
        # The next thing to do stands by itself, with a date or without.
        is_later = bool(at_once or to_do) and row.due is None
        group = at_once if is_at_once(row) else undated if is_later else to_do
        group.append(_view(row, judged, names, teller.tell(row, titles)))
    return DutyGroups(
        at_once=tuple(at_once),
        to_do=tuple(to_do),
        undated=tuple(undated),
        over=tuple(
            _view(row, judged, names, teller.tell(row, titles))
            for row in rows
            if row.state in _OVER
        ),
        waiting=tuple(
            WaitingDuty(
                names=names.duty(row.duty),
                role=role_words(names.policy, row.role),
                state=DUTY_STATES[row.state],
            )
            for row in rows
            if row.state not in TO_DO and row.state not in _OVER
        ),
    )


def _view(
    row: DutyAssessment, judged: JudgedCase, names: EditionNames, receipt: ReceiptView
) -> DutyView:
    duty = names.duty(row.duty)
    role = who = role_words(names.policy, row.role)
    ringing = _NOBODY
    due = due_view(row, judged.policy)
    unless: tuple[str, ...] = ()
    if row.state in TO_DO:
        stage = judged.assessment.stage or judged.policy.stages[0].id
        ringing = names.whom_to_ring(row.duty.id, judged.agencies, stage)
        who = f"{role}: {listed(map(names.acting, judged.acting_on(row)))}"
        if due.is_open:
            unless = names.following.get(row.duty.id, ())
    occurrence = f", the {_ordinal(row.occurrence)} time" if row.occurrence > 1 else ""
    is_told = row.breach is not Breach.NONE and row.state is not DutyState.OVERDUE
    return DutyView(
        names=duty,
        label=f"{duty.title}, {duty.stage}{occurrence}",
        due=due,
        role=role,
        who=who,
        ringing=ringing,
        unless=unless,
        where=_where(row, duty, occurrence),
        safe_by=tuple(safe_dates(row)),
        safe=tuple(safe_ways(row)),
        met="" if row.met_at is None else moment_words(row.met_at),
        breach=BREACHES[row.breach] if is_told else "",
        breach_look=BREACH_LOOKS[row.breach],
        notes=tuple(_notes(row, names.policy)),
        receipt=receipt,
    )


def _notes(row: DutyAssessment, policy: Policy) -> Iterator[str]:
    """Say what is unusual about a date."""
    first = row.original_due_on
    if first is not None and first != row.due_on:
        yield f"{_mover(row, policy)} First due {day_words(first)}."
    for step in row.receipt:
        if isinstance(step, Provisional):
            yield (
                f"This date is provisional: bank holidays are published to the end of "
                f"{step.published_to}, and it may still move."
            )
        elif isinstance(step, RuleApplied) and step.guide_since_event is not None:
            yield _guide_since(row, step.guide_since_event)
    if row.erratum is not None:
        yield f"{erratum_words(row.erratum)}."
    for past in row.breach_history:
        yield (
            f"Was held to be {held_words(past.breach)} from {moment_words(past.since)} to "
            f"{moment_words(past.until)}; no longer, because of: {past.because}."
        )
    if row.no_record_until is not None:
        yield f"{capital(no_record_until_words(row))}."


def _guide_since(row: DutyAssessment, event: EventKey) -> str:
    """Say since when a limit is a guide, and by when it bound before."""
    first = row.original_due_on or row.due_on
    before = "" if first is None else f"; before that: {day_words(first)}"
    return f"Guide since event {event}{before}."


def _where(row: DutyAssessment, duty: DutyNames, occurrence: str) -> str:
    """Say stage, occurrence and force, with the document's own word; the clause follows."""
    if row.is_own:
        return f"{duty.stage}{occurrence}."
    force = duty.force if row.duty.advice else row.force.value
    word = f" (“{duty.word}”)" if duty.word else ""
    return f"{duty.stage}{occurrence}, {force}{word},"


def _mover(row: DutyAssessment, policy: Policy) -> str:
    """Say what moved a date."""
    if row.governed_by is Governs.PROTECTIVE_TIMESCALE:
        time_set = of_subject("The time set to protect the child", policy.subject)
        return f"{time_set} is earlier than the policy’s limit and governs."
    for step in row.receipt:
        if isinstance(step, ExtensionApplied):
            return "More time was agreed."
        if isinstance(step, MovedByAnnouncement):
            return f"Moved by {step.name}."
    return "Moved."


def _ordinal(number: int) -> str:
    """Write an ordinal number.

    >>> [_ordinal(number) for number in (2, 3, 4, 11, 21, 22, 23)]
    ['2nd', '3rd', '4th', '11th', '21st', '22nd', '23rd']
    """
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else ending}"
