"""In many cases sampled under the shipped policies nothing that must be done ends in silence."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import pytest

from escalation_log.log.opening import open_rules
from tests.engine.marks import sampled_faults
from tests.logs import REPOSITORY
from tests.thoroughness import whole


@pytest.mark.parametrize("count", [200, whole(10_000)])
def test_nothing_ends_in_silence_and_no_mark_is_unfair(count: int) -> None:
    rules = open_rules(REPOSITORY, as_of=datetime(2026, 6, 30, tzinfo=UTC))
    faults, shares = sampled_faults(tuple(rules.rulebooks.values()), count)
    sys.stdout.write(shares)
    assert faults == []
