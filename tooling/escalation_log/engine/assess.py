"""The one function that says where a case stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from escalation_log.engine.breach_history import past_breaches
from escalation_log.engine.context import CaseContext, index_of
from escalation_log.engine.timeline import Timeline, timeline_of
from escalation_log.engine.verdict import Missed, RowKey, judge, judge_standing, missed
from escalation_log.model.assessments import Assessment, DutyAssessment, PastBreach
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.moments import Moment
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import BreachEnded, ByErratum


def assess(
    case: Case,
    policy: Policy,
    calendar: Calendar,
    as_of: Moment,
    *,
    partnership: Partnership,
    erratum: Policy | None = None,
    timeline: Timeline | None = None,
) -> Assessment:
    """Judge a case by the edition it was opened under, as of a moment.

    The calendar has the partnership's closures in it. Nothing recorded after `as_of` counts. Where
    an `erratum` corrects the edition, rows whose date it would change carry both dates. Whoever
    has the case's `timeline` as of that moment already may give it.
    """
    zone = index_of(policy).rules.zone

    def context_at(
        moment: Moment, edition: Policy = policy, known: Timeline | None = None
    ) -> CaseContext:
        return CaseContext(
            policy=edition,
            index=index_of(edition),
            partnership=partnership,
            calendar=calendar,
            timeline=known or timeline_of(case, edition, zone, moment),
            as_of=moment,
        )

    def missed_at(moment: Moment) -> Mapping[RowKey, Missed]:
        return missed(context_at(moment))

    context = context_at(as_of, known=timeline)
    rows = tuple(judge(context))
    if erratum is not None:
        rows = _with_both_dates(rows, judge(context_at(as_of, erratum)), erratum)
    ended = _by_row(rows, past_breaches(case, calendar, zone, as_of, missed_at))
    return Assessment(
        reference=case.reference,
        edition=policy.edition,
        as_of=as_of,
        state=context.timeline.state,
        stage=context.timeline.stage,
        duties=tuple(
            _with_history(row, ended.get((row.duty.id, row.occurrence), ())) for row in rows
        ),
    )


def standing_at(
    case: Case, policy: Policy, calendar: Calendar, as_of: Moment, *, partnership: Partnership
) -> tuple[DutyAssessment, ...]:
    """Give the rows of what was to be done by a date, as of a moment, and no others."""
    index = index_of(policy)
    context = CaseContext(
        policy=policy,
        index=index,
        partnership=partnership,
        calendar=calendar,
        timeline=timeline_of(case, policy, index.rules.zone, as_of),
        as_of=as_of,
    )
    return tuple(judge_standing(context))


def _with_both_dates(
    rows: tuple[DutyAssessment, ...], corrected: Iterable[DutyAssessment], erratum: Policy
) -> tuple[DutyAssessment, ...]:
    """Add the date by an erratum edition wherever it is another one."""
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
    """Give each past breach to its row, or to the duty's last where that row is gone."""
    last = {row.duty.id: row.occurrence for row in rows}
    ended: dict[RowKey, tuple[PastBreach, ...]] = {}
    for (duty_id, occurrence), breaches in past.items():
        key = (duty_id, min(occurrence, last[duty_id]))
        ended[key] = (*ended.get(key, ()), *breaches)
    return ended


def _with_history(row: DutyAssessment, past: tuple[PastBreach, ...]) -> DutyAssessment:
    if not past:
        return row
    ended = tuple(
        BreachEnded(since=each.since, until=each.until, because=each.because) for each in past
    )
    return replace(row, breach_history=past, receipt=(*row.receipt, *ended))
