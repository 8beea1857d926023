"""What people do every day passes, whatever way it takes through Git."""

from __future__ import annotations

import pytest

from tests.log.history.honest import HONEST, Honest
from tests.log.history.recorded import BASE, LATEST_COMMIT, checked, told
from tests.repositories import Repository, git


def test_there_are_enough_of_them() -> None:
    assert len({honest.name for honest in HONEST}) == len(HONEST) >= 20


@pytest.mark.parametrize("honest", HONEST, ids=lambda honest: honest.name)
def test_an_honest_change_passes(honest: Honest, log: Repository) -> None:
    base = honest.act(log) or BASE
    assert checked(log) == []
    assert told(log, base) == []
    if git(log.folder, "status", "--porcelain"):
        log.commit(at=LATEST_COMMIT)
    assert told(log, base, "HEAD") == []
