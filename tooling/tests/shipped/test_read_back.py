"""Every date of the shipped editions, and of each other reading, counted by another hand."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_at
from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.sample.draw import draw_cases
from tests.logs import REPOSITORY
from tests.read_back import assert_read_back_with_every_reading, other_editions
from tests.shipped.present import FOLDERS
from tests.thoroughness import whole

AS_OF = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
EDITIONS = [
    path
    for folder in FOLDERS
    for path in sorted(folder.glob("*.yaml"))
    if path.name != "partnership.yaml" and not path.name.endswith(".statements.yaml")
]


@cache
def shipped_log() -> Log:
    return open_log(REPOSITORY, as_of=AS_OF)


@pytest.mark.parametrize("count", [15, whole(300)])
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_every_reading_is_read_back_through_the_naive_counter(path: Path, count: int) -> None:
    rules = shipped_log().rulebooks[f"{path.parent.name}@{path.stem}"]
    as_of = moment_at(AS_OF, ZoneInfo(rules.policy.time_zone))
    counted = sum(
        assert_read_back_with_every_reading(case, rules, as_of)
        for case in draw_cases((rules,), count=count, seed=8, as_of=AS_OF)
    )
    policies = (rules.policy, *other_editions(rules.policy))
    if any(duty.has_number for policy in policies for duty in policy.all_duties):
        assert counted >= count
