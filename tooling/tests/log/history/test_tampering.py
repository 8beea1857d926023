"""Everything that could be done to what was recorded, and what says no to it."""

from __future__ import annotations

import pytest

from tests.log.history import (
    ways_of_taking,
    ways_with_events,
    ways_with_files,
    ways_with_git,
    ways_with_merges,
    ways_with_rules,
)
from tests.log.history.recorded import BASE, Way, checked, told
from tests.repositories import Repository, git

WAYS = (
    *ways_with_events.WAYS,
    *ways_with_files.WAYS,
    *ways_of_taking.WAYS,
    *ways_with_rules.WAYS,
    *ways_with_git.WAYS,
    *ways_with_merges.WAYS,
)
# Texts and pseudonyms of the cases, which no message repeats.
TEXTS = ("second call", "third call", "duty team", "by video", "too much", "C-7QX4", "assess")


def test_what_was_recorded_is_in_order(log: Repository) -> None:
    assert checked(log) == []
    assert told(log) == []
    assert told(log, f"{BASE}^", BASE) == []


def test_there_are_enough_ways() -> None:
    names = [(way.name, way.by) for way in WAYS]
    assert len(names) == len(set(names))
    assert len(names) > 150


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way.name} ({way.by})")
def test_tampering_is_told(way: Way, log: Repository) -> None:
    base = way.act(log) or BASE
    if way.by == "check":
        assert way.rule in {each.rule for each in checked(log)}
        return
    found = told(log, base)
    assert way.rule in {each.rule for each in found}, found
    assert not any(words in each.message for each in found for words in TEXTS)
    if way.is_committed and not git(log.folder, "status", "--porcelain"):
        assert way.rule in {each.rule for each in told(log, base, "HEAD")}
