"""The one function that says where a case stands."""

from __future__ import annotations

from dataclasses import replace

from escalation_log.assessment.docket import Docket
from escalation_log.assessment.history import past_breaches
from escalation_log.assessment.judging import judge
from escalation_log.deadlines import CountingRules
from escalation_log.model.assessments import Assessment, DutyAssessment, PastBreach
from escalation_log.model.calendars import Calendar
from escalation_log.model.cases import Case
from escalation_log.model.partnerships import Partnership
from escalation_log.model.policies import Policy
from escalation_log.model.receipts import BreachEnded
from escalation_log.model.stamps import Moment
from escalation_log.timeline import timeline_of


def assess(
    case: Case, policy: Policy, calendar: Calendar, as_of: Moment, *, partnership: Partnership
) -> Assessment:
    """Judge a case by the edition it was opened under, as of a moment.

    The calendar has the partnership's closures in it. Nothing recorded after `as_of` counts.
    """
    rules = CountingRules.of(policy)

    def docket_at(moment: Moment) -> Docket:
        return Docket(
            policy=policy,
            partnership=partnership,
            calendar=calendar,
            rules=rules,
            timeline=timeline_of(case, policy, rules.zone, moment),
            as_of=moment,
        )

    def judge_at(moment: Moment) -> tuple[DutyAssessment, ...]:
        return tuple(judge(docket_at(moment)))

    docket = docket_at(as_of)
    rows = tuple(judge(docket))
    last = {row.duty.id: row.occurrence for row in rows}
    ended: dict[tuple[str, int], tuple[PastBreach, ...]] = {}
    for (duty_id, occurrence), past in past_breaches(
        case, calendar, rules.zone, as_of, judge_at
    ).items():
        key = (duty_id, min(occurrence, last[duty_id]))
        ended[key] = (*ended.get(key, ()), *past)
    return Assessment(
        reference=case.reference,
        edition=policy.edition,
        as_of=as_of,
        state=docket.timeline.state,
        stage=docket.timeline.stage,
        duties=tuple(
            _with_history(row, ended.get((row.duty.id, row.occurrence), ())) for row in rows
        ),
    )


def _with_history(row: DutyAssessment, past: tuple[PastBreach, ...]) -> DutyAssessment:
    if not past:
        return row
    ended = tuple(
        BreachEnded(since=each.since, until=each.until, because=each.because) for each in past
    )
    return replace(row, breach_history=past, receipt=(*row.receipt, *ended))
