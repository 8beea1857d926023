"""Limits, patterns and values in words and as plain data."""

from __future__ import annotations

import pytest

from escalation_log.model.event_kinds import EventKind
from escalation_log.model.patterns import (
    Before,
    ByUrgency,
    CalendarDays,
    EventPattern,
    Hours,
    InWords,
    Limit,
    SameWorkingDay,
    WorkingDays,
)
from escalation_log.model.receipts import Governs
from escalation_log.words.plain_values import plain
from escalation_log.words.policy_rules import limit_words, pattern_words
from tests.words.samples import DAY, NINE, TO_STAGE_4


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (WorkingDays(1), "1 working day"),
        (WorkingDays(5), "5 working days"),
        (CalendarDays(7), "7 calendar days"),
        (Hours(1), "1 hour"),
        (SameWorkingDay(), "the same working day"),
        (Before(TO_STAGE_4), "before it goes to stage-4"),
        (InWords("immediately"), "“immediately” (no number set by the policy)"),
        (None, "no limit set by the policy"),
        (
            ByUrgency({"urgent": Hours(24), "standard": WorkingDays(5)}),
            "urgent: 24 hours; standard: 5 working days",
        ),
    ],
)
def test_limits(limit: Limit | None, words: str) -> None:
    assert limit_words(limit) == words


def test_patterns() -> None:
    pattern = EventPattern(
        kinds=frozenset({EventKind.RESOLVED, EventKind.NOT_RESOLVED}),
        fields=(("stage", frozenset({"stage-2"})), ("by", frozenset({"raising"}))),
    )
    assert pattern_words(pattern) == (
        "it is not resolved or it is resolved in stage-2 by the side raising"
    )


def test_values_become_plain_data() -> None:
    assert plain(TO_STAGE_4) == {"event": ["escalated"], "to": ["stage-4"]}
    assert plain(ByUrgency({"urgent": SameWorkingDay()})) == {
        "limits": {"urgent": {"same_working_day": True}}
    }
    assert plain((DAY, NINE, Governs.LIMIT, None, 3)) == [
        "2026-03-09",
        "2026-03-09T09:05:00+00:00",
        "limit",
        None,
        3,
    ]
    with pytest.raises(TypeError, match="float"):
        plain(1.5)
