"""What is taken out of the log, or may be from now on, needs an agreement of its own."""

from __future__ import annotations

import pytest

from tests.effect.telling import effect
from tests.effect.test_taken_away import asked
from tests.log.history.recorded import (
    HELD_ROW,
    HOLDS,
    LIFTED,
    PARTNERSHIP,
    PAST,
    PAST_REFERENCE,
    recorded,
)
from tests.log.history.ways_with_files import destroyed, hash_of, take
from tests.log.history.ways_with_git import UPDATE
from tests.repositories import Repository

HEADING = "A case is taken out of the log, or may be sooner than before."
DESTROYED = f"{PAST_REFERENCE} is destroyed, and no later change brings that back."
RETENTION = "retention: {years: 3}"


@pytest.fixture
def log(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Give a log with a case whose time is over, and with cases that are held."""
    return recorded(tmp_path_factory.mktemp("log"))


def test_a_destruction_is_asked_about_and_stands_on_the_card(log: Repository) -> None:
    destroyed()(log)
    assert asked(log, as_of="2026-11-25 10:30") == [HEADING, DESTROYED]
    assert DESTROYED in effect(log, as_of="2026-11-25")["agreement"]


def test_a_reduction_is_asked_about(log: Repository) -> None:
    take(log, PAST_REFERENCE, "reduced", hash_of(log, PAST))
    assert asked(log) == [
        HEADING,
        (
            f"{PAST_REFERENCE} loses all its texts and pseudonyms, and no later change brings that "
            "back."
        ),
    ]


def test_a_shorter_time_to_keep_cases_is_asked_about(log: Repository) -> None:
    log.edit(PARTNERSHIP, RETENTION, "retention: {years: 25}")
    assert asked(log) == []
    log.commit()
    log.edit(PARTNERSHIP, "retention: {years: 25}", RETENTION)
    assert asked(log) == [
        HEADING,
        (
            "Cases under knowsley were kept for 25 years after their end, and may go 3 years after "
            "their end."
        ),
    ]


def test_a_first_time_to_keep_cases_is_asked_about(log: Repository) -> None:
    log.edit(PARTNERSHIP, f"{RETENTION}\n", "")
    assert asked(log) == []
    log.commit()
    log.append(PARTNERSHIP, f"{RETENTION}\n")
    assert asked(log) == [
        HEADING,
        "Cases under knowsley were kept for ever, and may go 3 years after their end.",
    ]


def test_a_lifted_hold_is_asked_about_and_a_new_one_is_not(log: Repository) -> None:
    log.append(HOLDS, HELD_ROW.replace("0004", "0003"))
    assert asked(log) == []
    log.append(HOLDS, LIFTED)
    assert asked(log) == [
        HEADING,
        "KN-2026-0002 is no longer held, so something may be taken out of it.",
    ]


def test_a_hold_of_two_roles_is_not_lifted_by_one_of_them(log: Repository) -> None:
    log.append(
        HOLDS,
        LIFTED.replace("lifted: true", "review_on: 2027-05-04").replace(
            "head-of-legal-services", "coroners-officer"
        ),
    )
    log.commit()
    log.append(HOLDS, LIFTED)
    assert asked(log) == []


def test_what_is_only_recorded_is_not_asked_about(log: Repository) -> None:
    log.append("cases/2026/KN-2026-0010.yaml", UPDATE)
    assert asked(log, as_of="2026-11-25 10:30") == []
