"""Assess a case: its state and stage, and the state of every duty."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from escalation_log.engine.breach_history import past_breaches
from escalation_log.engine.context import CaseContext
from escalation_log.engine.departures import departures_of
from escalation_log.engine.occurrences import Occurrences
from escalation_log.engine.own_rows import own_rows
from escalation_log.engine.readings import with_safe_dates
from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.engine.verdict import (
    Missed,
    RowKey,
    judge,
    judge_standing,
    missed,
    orders_broken,
)
from escalation_log.model.assessments import Assessment, CaseState, DutyAssessment, PastBreach
from escalation_log.model.cases import Case
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.moments import Moment
from escalation_log.model.policies import Policy, Side
from escalation_log.model.receipts import BreachEnded, ByErratum
from escalation_log.model.rulebook import Rulebook


def assess(
    case: Case, rulebook: Rulebook, as_of: Moment, *, timeline: Timeline | None = None
) -> Assessment:
    """Judge a case by the edition it was opened under, as of a moment.

    Nothing recorded after `as_of` counts. Where an erratum that has begun by then corrects the
    edition, rows whose date it would change carry both dates. A caller that already has the case's
    `timeline` as of that moment may pass it, so that it is not computed again.
    """

    def context_at(moment: Moment, rules: Rulebook = rulebook) -> CaseContext:
        return CaseContext(
            rulebook=rules, timeline=timeline_of(case, rules.index, moment), as_of=moment
        )

    def missed_at(moment: Moment) -> Mapping[RowKey, Missed]:
        return missed(context_at(moment))

    if timeline is None:
        context = context_at(as_of)
    else:
        context = CaseContext(rulebook=rulebook, timeline=timeline, as_of=as_of)
    occurrences = Occurrences(context)
    rows = tuple(judge(context, occurrences))
    if rulebook.corrected is not None and rulebook.corrected.policy.effective_from <= as_of.on:
        mended = context_at(as_of, rulebook.corrected)
        corrected = judge(mended, Occurrences(mended))
        rows = _with_both_dates(rows, corrected, rulebook.corrected.policy)
    if rulebook.policy.readings:
        rows = with_safe_dates(rows, case, context)
    past = past_breaches(case, rulebook.calendar.whole, context.zone, as_of, missed_at)
    ended = _by_row(rows, past)
    return Assessment(
        reference=case.reference,
        edition=rulebook.policy.edition,
        as_of=as_of,
        state=context.timeline.state,
        stage=context.timeline.stage,
        duties=(
            *(_with_history(row, ended.get((row.duty.id, row.occurrence))) for row in rows),
            *own_rows(context, rows),
        ),
        tier=context.timeline.tier,
        agreed=_agreed(context.timeline),
        departures=departures_of(context, orders_broken(context, occurrences)),
    )


_AGREES = frozenset({EventKind.AGREED, EventKind.RESOLVED, EventKind.CONFIRMED_IN_WRITING})


def _agreed(timeline: Timeline) -> bool | None:
    """Say whether the raising side has agreed to how a resolved case ended; None if nobody knows.

    It has where it resolved the case itself, or said so afterwards.
    """
    ended = timeline.episodes[-1].ended if timeline.episodes else None
    if timeline.state is not CaseState.RESOLVED or ended is None:
        return None
    if ended.event.by not in (Side.RAISING, Side.RECEIVING):
        return None
    return any(
        each.order >= ended.order and each.event.by == Side.RAISING
        for each in timeline.of_kinds(_AGREES)
    )


def standing_at(case: Case, rulebook: Rulebook, as_of: Moment) -> tuple[DutyAssessment, ...]:
    """Give the rows of duties that were still to be done and had a deadline, as of a moment."""
    timeline = timeline_of(case, rulebook.index, as_of)
    return tuple(judge_standing(CaseContext(rulebook=rulebook, timeline=timeline, as_of=as_of)))


def _with_both_dates(
    rows: tuple[DutyAssessment, ...], corrected: Iterable[DutyAssessment], erratum: Policy
) -> tuple[DutyAssessment, ...]:
    """Add the date by an erratum edition to each row whose own date differs from it."""
    by_key = {(row.duty.id, row.occurrence): row for row in corrected}

    def with_both(row: DutyAssessment) -> DutyAssessment:
        other = by_key.get((row.duty.id, row.occurrence))
        if other is None or other.due == row.due:
            return row
        step = ByErratum(edition=erratum.edition, due=other.due, due_on=other.due_on)
        return replace(row, erratum=step, receipt=(*row.receipt, step))

    return tuple(with_both(row) for row in rows)


def _by_row(
    rows: tuple[DutyAssessment, ...], past: Mapping[RowKey, tuple[PastBreach, ...]]
) -> Mapping[RowKey, tuple[PastBreach, ...]]:
    """Group past breaches by row; those of an occurrence that is gone go to the duty's last row."""
    last = {row.duty.id: row.occurrence for row in rows}
    ended: dict[RowKey, tuple[PastBreach, ...]] = {}
    for (duty_id, occurrence), breaches in past.items():
        key = (duty_id, min(occurrence, last[duty_id]))
        ended[key] = (*ended.get(key, ()), *breaches)
    return ended


def _with_history(row: DutyAssessment, past: tuple[PastBreach, ...] | None) -> DutyAssessment:
    if past is None:
        return row
    ended = tuple(
        BreachEnded(since=each.since, until=each.until, because=each.because) for each in past
    )
    return replace(row, breach_history=past, receipt=(*row.receipt, *ended))
