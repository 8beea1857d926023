"""Every date of the shipped editions, and of each other reading, counted by another hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from escalation_log.engine.clock import moment_at
from escalation_log.files.calendar_file import with_closures
from escalation_log.log.contents import Log
from escalation_log.log.opening import open_log
from escalation_log.model.calendars import Closure, SomeAgencies
from escalation_log.model.rulebook import Rulebook
from escalation_log.sample.draw import draw_cases
from tests.logs import REPOSITORY
from tests.read_back import (
    DATES,
    READ_BACK,
    assert_read_back_with_every_reading,
    other_editions,
)
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


def closed_to_some(rules: Rulebook) -> Rulebook:
    """Close three sectors for a week of each month, which overlap by some days."""
    sectors = sorted({agency.sector for agency in rules.partnership.agencies.values()})
    closures = list(rules.calendar.closures)
    for number in range(36):
        first = date(2024 + number // 12, number % 12 + 1, 8)
        for place, sector in enumerate(sectors[:3]):
            closures.append(
                Closure(
                    first=first + timedelta(days=3 * place),
                    last=first + timedelta(days=3 * place + 6),
                    name=f"Closed, {sector}, {number}",
                    announced=first - timedelta(days=2) if number % 3 else None,
                    only_for=SomeAgencies(sectors=(sector,)),
                )
            )
    return replace(rules, calendar=with_closures(rules.calendar, closures))


@pytest.mark.parametrize("count", [6, whole(300)])
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_every_reading_is_read_back_through_the_naive_counter(
    path: Path, count: int, record_property: Callable[[str, object], None]
) -> None:
    rules = shipped_log().rulebooks[f"{path.parent.name}@{path.stem}"]
    as_of = moment_at(AS_OF, ZoneInfo(rules.policy.time_zone))
    read: Counter[str] = Counter()
    closed = closed_to_some(rules)
    for number, case in enumerate(draw_cases((rules,), count=count, seed=8, as_of=AS_OF)):
        read += assert_read_back_with_every_reading(case, rules, as_of)
        if number % 3 == 0:
            read += assert_read_back_with_every_reading(case, closed, as_of)
    policies = (rules.policy, *other_editions(rules.policy))
    if any(duty.has_number for policy in policies for duty in policy.all_duties):
        assert read[DATES] >= count
    for name, number in read.items():
        record_property(f"{READ_BACK}{name}", number)
