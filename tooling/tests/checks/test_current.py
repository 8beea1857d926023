"""The edition in force is chosen by its day, in its own time zone, errata before what they mend."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from escalation_log.checks.in_force import in_force
from escalation_log.model.policies import Policy
from tests.engine.judging import shipped_policy


def edition(
    version: str, day: str, corrects: str | None = None, time_zone: str = "Europe/London"
) -> Policy:
    return replace(
        shipped_policy("knowsley"),
        version=version,
        effective_from=date.fromisoformat(day),
        corrects=corrects,
        time_zone=time_zone,
    )


EDITIONS = (
    edition("a", "2020-01-01"),
    edition("b", "2026-04-01"),
    edition("b2", "2026-04-01", corrects="b"),
    edition("c", "2027-01-01"),
)


@pytest.mark.parametrize(
    ("as_of", "version"),
    [
        ("2019-05-05T12:00", "a"),
        ("2020-01-01T00:00", "a"),
        ("2026-03-31T22:59", "a"),
        ("2026-03-31T23:00", "b2"),
        ("2026-12-31T23:59", "b2"),
        ("2027-01-01T00:00", "c"),
    ],
)
def test_the_latest_edition_that_has_begun(as_of: str, version: str) -> None:
    moment = datetime.fromisoformat(as_of).replace(tzinfo=UTC)
    for editions in (EDITIONS, EDITIONS[::-1]):
        assert in_force(editions, moment).version == version


def test_two_editions_that_correct_each_other_both_stand() -> None:
    editions = (
        edition("a", "2020-01-01", corrects="b"),
        edition("b", "2020-01-01", corrects="a"),
    )
    assert in_force(editions, datetime(2026, 1, 1, tzinfo=UTC)).version == "b"


def test_a_zone_that_does_not_exist_is_no_hindrance() -> None:
    nowhere = edition("a", "2026-04-01", time_zone="Europe/Nowhere")
    later = edition("b", "2026-04-02", time_zone="Europe/Nowhere")
    assert in_force((nowhere, later), datetime(2026, 4, 1, 23, tzinfo=UTC)) is nowhere
