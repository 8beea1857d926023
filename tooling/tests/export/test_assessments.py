"""The shape of what `assess --format json` prints, as others rely on it."""

from __future__ import annotations

import json

from escalation_log.export.case_data import assessment_as_plain
from tests.engine.judging import judge

CORRECTED = """
at: 2026-01-14 09:00, kind: disagreement, by: receiving
at: 2026-01-19 15:00, kind: raised, by: raising
at: 2026-01-22 09:20, kind: correction, of: 2, correct: {at: 2026-01-16 15:00}, reason: Wrong day
"""


def test_keys_are_added_but_never_renamed() -> None:
    judged = judge(CORRECTED, "2026-01-23").judged
    case = json.loads(json.dumps(assessment_as_plain(judged)))
    assert {key: case[key] for key in ("reference", "policy", "state", "stage")} == {
        "reference": "XX-2026-0001",
        "policy": "knowsley@2020-06",
        "state": "open",
        "stage": "stage-1",
    }
    raised = case["duties"][0]
    receipt = raised.pop("receipt")
    assert raised == {
        "id": "stage-1/raise",
        "title": "Raise the concern with the decision maker, with evidence",
        "role": "raising-practitioner",
        "force": "required",
        "advice": False,
        "word": None,
        "clause": "4, stage 1",
        "state": "met",
        "due": "2026-01-17T00:00:00+00:00",
        "due_on": "2026-01-16",
        "original_due_on": "2026-01-16",
        "provisional": False,
        "met_at": "2026-01-16T15:00:00+00:00",
        "met_by": 2,
        "days_late": 0,
        "late": None,
        "occurrence": 1,
        "started_by": 1,
        "breach": "none",
        "breach_history": [
            {
                "from": "2026-01-17T00:00:00+00:00",
                "until": "2026-01-22T09:20:00+00:00",
                "because": "correction (event 3)",
                "breach": "breach",
            }
        ],
        "governed_by": "limit",
        "missed_at": None,
        "soon_at": "2026-01-15T00:00:00+00:00",
        "erratum": None,
        "ageing": False,
        "own": False,
        "no_record_until": None,
        "disputed": None,
        "does_not_count": [],
        "safe_due_on": "2026-01-16",
        "safe_because": None,
        "safe": [],
    }
    assert [step["step"] for step in receipt] == [
        "started-by",
        "rule-applied",
        "counted-by",
        *["day-reckoned"] * 3,
        "due-at",
        "met-by",
        "breach-ended",
    ]
    assert all(step["words"] for step in receipt)


def test_lateness_is_given_with_its_unit() -> None:
    events = CORRECTED.partition("at: 2026-01-22")[0]
    case = json.loads(json.dumps(assessment_as_plain(judge(events, "2026-01-23").judged)))
    assert case["duties"][0]["days_late"] == 1
    assert case["duties"][0]["late"] == {"amount": 1, "unit": "working_days"}
