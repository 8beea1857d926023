"""Explain why a case's dates are what they are: each duty's receipt, one step a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from escalation_log.model.assessments import Assessment, CaseState, DutyAssessment, DutyState
from escalation_log.model.faulty_files import NotJudged
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import (
    CountedBy,
    DayReckoned,
    DueAt,
    Receipt,
    ReceiptStep,
    Reckoning,
    RuleApplied,
)
from escalation_log.words.dates import as_of_words
from escalation_log.words.departures import NOT_AGREED, NOT_BY_THE_ROUTE, departure_sentence
from escalation_log.words.earlier_states import (
    NOT_JUDGED,
    as_it_stood_words,
    name_words,
    problem_words,
)
from escalation_log.words.lines import BLANK, Line, Tone
from escalation_log.words.policy_rules import limit_words_of
from escalation_log.words.receipt_sentences import step_words
from escalation_log.words.states import SILENT_STATES, row_tone, row_words
from escalation_log.words.titles import clause_words, role_words

if TYPE_CHECKING:
    from escalation_log.log.judged_case import JudgedCase

_STEP_INDENT = 2
_DAY_INDENT = 4


def explanation(judged: JudgedCase, duty_id: str | None = None) -> Iterator[Line]:
    """Explain a case, or one of its duties: a heading, then the state and the steps of each row.

    Without a duty, where the case left the policy's route is said too, and those that have not
    started or do not apply are only listed at the end.
    """
    policy, rows = judged.policy, judged.assessment.duties
    yield from _heading(judged.assessment, policy)
    if judged.earlier is not None:
        yield Line(text=as_it_stood_words(judged.earlier), hang=2, tone=Tone.MISSED)
    if duty_id is not None:
        for row in rows:
            if row.duty.id == duty_id:
                yield from _row(row, policy)
        return
    yield from _departures(judged)
    for row in rows:
        if row.state not in SILENT_STATES:
            yield from _row(row, policy)
    yield from _silent("Not started", rows, DutyState.NOT_STARTED)
    yield from _silent("Does not apply to this case", rows, DutyState.NOT_APPLICABLE)


def why_not_judged(case: NotJudged) -> Iterator[Line]:
    """Say that a case is not judged, and each problem that keeps it from being so."""
    yield Line(text=f"{name_words(case)}: {NOT_JUDGED}", hang=2, tone=Tone.HEADING)
    for problem in case.problems:
        yield Line(text=problem_words(problem), indent=_STEP_INDENT, hang=2, tone=Tone.MISSED)


def _heading(assessment: Assessment, policy: Policy) -> Iterator[Line]:
    where = "not begun"
    if assessment.stage is not None:
        title = policy.stages[policy.stage_index(assessment.stage)].title
        at = "in" if assessment.state is CaseState.OPEN else "last in"
        where = f"{assessment.state.value}, {at} {assessment.stage} ({title})"
    yield Line(text=f"{assessment.reference}: {where}", hang=2, tone=Tone.HEADING)
    yield Line(
        text=f"{policy.title}, {assessment.edition}, as of {as_of_words(assessment.as_of)}.",
        hang=2,
        tone=Tone.QUIET,
    )


def _departures(judged: JudgedCase) -> Iterator[Line]:
    """Say where the case left the policy's route, and that the raising side has not agreed yet."""
    if judged.assessment.agreed is False:
        yield Line(text=NOT_AGREED, hang=2, tone=Tone.SOON)
    for each in judged.assessment.departures:
        words = departure_sentence(each, judged.policy, judged.partnership)
        text = f"{NOT_BY_THE_ROUTE}, event {each.event}: {words}"
        yield Line(text=text, hang=2, tone=Tone.SOON)


def _row(row: DutyAssessment, policy: Policy) -> Iterator[Line]:
    occurrence = "" if row.occurrence == 1 else f" (occurrence {row.occurrence})"
    yield BLANK
    yield Line(text=f"{row.duty.id}{occurrence}: {row.duty.title}", hang=2, tone=Tone.HEADING)
    yield _step(f"State: {row_words(row)}.", row_tone(row))
    yield _step(f"For: {role_words(policy, row.role)}.", Tone.QUIET)
    if row.duty.word is not None:
        yield _step(f"The document's own word: “{row.duty.word}”.", Tone.QUIET)
    if row.duty.our_reading is not None:
        yield _step(f"Our reading: {row.duty.our_reading}", Tone.QUIET)
    if row.state in SILENT_STATES:
        yield from _why_silent(row, policy)
    yield from receipt_lines(row.receipt)


def receipt_lines(receipt: Receipt) -> Iterator[Line]:
    """Write each step of a receipt as a line; the days of a count are indented."""
    for step in receipt:
        indent = _DAY_INDENT if isinstance(step, DayReckoned) else _STEP_INDENT
        yield Line(text=step_words(step), indent=indent, hang=2, tone=_step_tone(step))


def _step_tone(step: ReceiptStep) -> Tone:
    """Choose the tone of a step: results are emphasised, the rules behind them are dimmed."""
    if isinstance(step, DueAt):
        return Tone.HEADING
    is_skipped = isinstance(step, DayReckoned) and step.reckoning is Reckoning.SKIPPED
    return Tone.QUIET if is_skipped or isinstance(step, RuleApplied | CountedBy) else Tone.PLAIN


def _why_silent(row: DutyAssessment, policy: Policy) -> Iterator[Line]:
    duty = row.duty
    has_not_started = row.state is DutyState.NOT_STARTED
    yield _step(
        "Nothing that starts its clock has happened."
        if has_not_started
        else "The policy asks for it only in other cases."
    )
    recurs = "" if duty.every is None else "every "
    limit = f"{recurs}{limit_words_of(policy, duty.time_allowed)}"
    yield _step(f"Its limit: {limit} ({row.force}); {clause_words(duty.clause)}.")


def _silent(words: str, rows: Sequence[DutyAssessment], state: DutyState) -> Iterator[Line]:
    ids = [row.duty.id for row in rows if row.state is state]
    if ids:
        yield BLANK
        yield Line(text=f"{words}: {', '.join(ids)}.", hang=2, tone=Tone.QUIET)


def _step(text: str, tone: Tone = Tone.PLAIN) -> Line:
    return Line(text=text, indent=_STEP_INDENT, hang=2, tone=tone)
