"""The shipped cases are invented, say so, and carry the marks that they were written to show."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.assess import assess
from escalation_log.engine.clock import moment_at
from escalation_log.files.case_file import parse_case
from escalation_log.log.contents import Log
from escalation_log.log.opening import open_rules
from escalation_log.model.assessments import Assessment, Breach, DutyState
from escalation_log.model.cases import Case
from tests.logs import REPOSITORY
from tests.shipped.present import CASES

AS_OF = datetime(2026, 11, 22, 12, tzinfo=UTC)
# Every breach, guide that was passed, duty without a record and departure of each case, looked at
# by hand beside the policy's document. A case that is not named here carries none.
MARKS = {
    "BA-2025-0002": {"stage-1/resolve over-guide-agreed", "stage-1/update over-guide"},
    "BA-2026-0001": {"stage-1/discuss no-record", "stage-2/confirm breach"},
    "BA-2026-0002": {"stage-3/resolve over-guide"},
    "BA-2026-0003": {"stage-1/resolve over-guide", "stage-1/update over-guide"},
    "BA-2026-0004": {
        "stage-0/resolve no-record",
        "stage-2/resolve over-guide-agreed",
        "event 2 requires",
    },
    "BA-2026-0006": {"stage-1/confirm breach"},
    "CH-2026-0001": {"stage-1/resolve over-guide", "stage-2/resolve no-record"},
    "CH-2026-0002": {"stage-3/engage-members breach", "event 12 order"},
    "KN-2025-0002": {
        "stage-1/respond breach",
        "stage-2/confirm breach",
        "case/record-discussion breach",
    },
    "KN-2026-0003": {"stage-1/raise breach"},
    "KN-2026-0004": {
        "stage-2/resolve breach",
        "stage-3/involve-directors no-record",
        "stage-4/recommend breach",
    },
    "KN-2026-0005": {"stage-3/resolve over-guide", "event 5 move"},
    "KN-2026-0006": {"stage-2/resolve breach", "stage-3/escalate breach"},
    "KN-2026-0007": {
        "stage-3/notice breach",
        "case/record-discussion breach",
        "event 11 order",
    },
    "WS-2026-0002": {"case/tell-iro no-record", "event 17 panel-size"},
}


@cache
def shipped_rules() -> Log:
    return open_rules(REPOSITORY, as_of=AS_OF)


def read(path: Path) -> Case:
    case = parse_case(path.name, path.read_bytes())
    assert isinstance(case, Case), case
    return case


def marks(assessment: Assessment) -> set[str]:
    rows = assessment.duties
    return {
        *(f"{row.duty.id} {row.breach.value}" for row in rows if row.breach is not Breach.NONE),
        *(f"{row.duty.id} no-record" for row in rows if row.state is DutyState.NO_RECORD),
        *(f"event {each.event} {each.rule.value}" for each in assessment.departures),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_says_that_it_is_invented(path: Path) -> None:
    assert "# Invented: no real child, practitioner or event." in path.read_text("utf-8")
    assert read(path).header.is_invented


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_each_carries_the_marks_that_it_was_written_to_show(path: Path) -> None:
    case = read(path)
    rules = shipped_rules().rulebooks[case.edition]
    as_of = moment_at(AS_OF, ZoneInfo(rules.policy.time_zone))
    assert marks(assess(case, rules, as_of)) == MARKS.get(path.stem, set())
