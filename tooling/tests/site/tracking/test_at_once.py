"""What is to be done at once goes before every date."""

from __future__ import annotations

from dataclasses import replace

import pytest

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import DutyState
from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import EventPattern, InWords
from escalation_log.model.receipts import RuleApplied
from escalation_log.site.dues import due_view
from escalation_log.site.publication import Publication
from escalation_log.site.tracking.agencies import actions_of, actors_of, page_of
from escalation_log.site.tracking.names import Names
from escalation_log.site.tracking.summaries import CaseSummary, summary_of
from escalation_log.site.tracking.tracker import in_order, row_of
from escalation_log.words.to_do import is_at_once, to_do_of
from tests.site.tracking.at_risk import REFERENCE


def test_what_is_to_be_done_at_once_goes_before_every_date(
    risk: JudgedCase, publication: Publication, cases: list[CaseSummary], names: Names
) -> None:
    first, *rest = to_do_of(risk.assessment.duties)
    assert first.duty.id == "case/escalate-immediately"
    assert any(row.state is DutyState.OVERDUE for row in rest)
    assert due_view(first, risk.policy).chip == "At once"
    summary = summary_of(risk)
    late = sum(duty.is_overdue for duty in summary.to_do)
    row = row_of(summary, names)
    assert (row.risk, row.at_once, row.due) == ("Immediate risk", "At once", None)
    assert row.more == f"and {late} late"
    assert in_order([*cases, summary])[0] is summary
    edition = next(each for each in publication.current if each.policy.id == "knowsley")
    agency = next(each for each in actors_of(edition) if each.id == "northside-academy")
    page = page_of(edition, agency, actions_of([*cases, summary]), names)
    assert page.groups[0].heading == "At once"
    assert page.groups[0].cards[0].reference == REFERENCE


@pytest.mark.parametrize(
    ("limit", "trigger", "is_advice", "expected"),
    [
        ("immediately", EventKind.RAISED, False, True),
        ("without delay", EventKind.IMMEDIATE_RISK, False, True),
        ("without delay", EventKind.RAISED, False, False),
        ("immediately", EventKind.IMMEDIATE_RISK, True, False),
    ],
)
def test_at_once_is_what_a_risk_or_the_policys_words_ask_for(
    limit: str, trigger: EventKind, is_advice: bool, expected: bool, risk: JudgedCase
) -> None:
    first, *rest = to_do_of(risk.assessment.duties)
    asked = EventPattern(kinds=frozenset({trigger}))
    row = replace(
        first,
        duty=replace(first.duty, trigger=asked, advice=is_advice),
        receipt=tuple(
            replace(step, limit=InWords(limit)) if isinstance(step, RuleApplied) else step
            for step in first.receipt
        ),
    )
    assert is_at_once(row) is expected
    assert not is_at_once(replace(row, state=DutyState.MET))
    assert (to_do_of([*rest, row])[0] is row) is expected
