"""The periods in which a policy's limits are guidance, from a risk until it is over."""

from __future__ import annotations

import pytest

from escalation_log.model.assessments import Breach, DutyAssessment
from escalation_log.model.policies import Force
from escalation_log.model.receipts import RuleApplied
from tests.engine.judging import judge, one_duty

# Three working days are to be kept each time: here until Thursday 5 and Thursday 19 March.
EVENTS = """\
at: 2026-03-02 10:00, kind: raised
at: 2026-03-03 10:00, kind: immediate-risk
at: 2026-03-03 11:00, kind: immediate-risk
at: 2026-03-11 10:00, kind: risk-over
at: 2026-03-12 10:00, kind: discussed
at: 2026-03-16 10:00, kind: raised
at: 2026-03-17 10:00, kind: immediate-risk
at: 2026-03-18 10:00, kind: risk-over
"""
LIMIT = "limit: {working_days: 3}\n      each_time: true"


def row(number: int, events: str, guide_after: str = "immediate-risk") -> DutyAssessment:
    """Judge one occurrence of the policy's duty at the end of March."""
    policy = one_duty(LIMIT, f"guide_after: {{event: {guide_after}}}\n")
    return judge(events, "2026-03-31", policy).occurrence("stage-1/act", number)


@pytest.mark.parametrize(
    ("number", "events", "force", "since"),
    [
        (1, 1, Force.REQUIRED, None),
        # The second risk came while the first one lasted.
        (1, 8, Force.GUIDE, 2),
        # The first one was over; another makes the limit a guide, while it lasts.
        (2, 6, Force.REQUIRED, None),
        (2, 7, Force.GUIDE, 7),
        (2, 8, Force.REQUIRED, None),
    ],
)
def test_each_risk_makes_limits_guides_until_it_is_over(
    number: int, events: int, force: Force, since: int | None
) -> None:
    found = row(number, "".join(EVENTS.splitlines(keepends=True)[:events]))
    (rule,) = (step for step in found.receipt if isinstance(step, RuleApplied))
    assert (found.force, rule.force, rule.guide_since_event) == (force, force, since)


def test_what_makes_limits_guides_from_then_on_may_be_that_a_risk_is_over() -> None:
    raised = EVENTS.splitlines(keepends=True)[0]
    over = "at: 2026-03-04 10:00, kind: risk-over\n"
    found = row(1, raised + over, "risk-over")
    assert (found.force, found.breach) == (Force.GUIDE, Breach.OVER_GUIDE)
