"""Seals that were printed before and between destructions are found, and say what they said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from escalation_log.log.verifying import Sealed, verify
from tests.log.taking_out.old_log import case, file_of, old_log, seal_at
from tests.log.taking_out.taking import (
    AUTHORITY,
    clone_to_rewrite,
    cloned_anew,
    command,
    rewritten,
    steps,
)
from tests.repositories import Repository, git


class Printed(NamedTuple):
    """A seal, and what is said of it: the date and message of its commit, and what it covers."""

    seal: str
    date: datetime
    message: str
    cases: int
    unsalted: int
    unread: int


def printed(log: Repository, seal: str) -> Printed:
    """Ask `verify` for a seal."""
    found = verify(log.log, datetime.now(UTC), seal=seal, advance=lambda _: None).sealed
    assert isinstance(found, Sealed)
    assert found.seal.value == seal
    message = git(log.folder, "show", "--no-patch", "--format=%s", found.step.commit)
    covered = (found.seal.cases, found.seal.unsalted, found.seal.unread)
    return Printed(seal, found.step.moment, message, *covered)


def open_case(log: Repository, number: int) -> None:
    log.path(file_of(number)).write_text(case(number), "utf-8")
    log.commit(f"Open {number}")


def take(log: Repository, how: str, number: int) -> None:
    command("retention", f"--{how}", f"KN-2021-{number:04}", *AUTHORITY, log=log)
    log.commit(f"{how} {number}")


def taken_out_of_git(log: Repository, place: Path) -> Repository:
    clone = clone_to_rewrite(log, place)
    rewritten(clone)
    return cloned_anew(clone)


def test_old_seals_stand_after_destructions_at_several_commits(tmp_path: Path) -> None:
    """Cases come between, one is reduced first, and what goes is taken out of Git twice."""
    log = old_log(tmp_path / "log")
    take(log, "reduce", 4)
    open_case(log, 13)
    take(log, "destroy", 5)
    open_case(log, 14)
    take(log, "destroy", 2)
    known = {
        seal: printed(log, seal) for seal in (seal_at(log.folder, c) for c in steps(log.folder))
    }
    assert [each.message for each in known.values()] == [
        "Mend it",
        "Break a case",
        "Merge (#5)",
        "Fold",
        "Open 13",
        "Open 14",
    ]
    once = taken_out_of_git(log, tmp_path / "once")
    assert {seal: printed(once, seal) for seal in known} == known
    # What is destroyed now has stood in Git until here.
    open_case(once, 15)
    take(once, "destroy", 4)
    take(once, "destroy", 14)
    newest = seal_at(once.folder, "HEAD")
    known[newest] = printed(once, newest)
    assert known[newest].message == "Open 15"
    assert {seal: printed(once, seal) for seal in known} == known
    twice = taken_out_of_git(once, tmp_path / "twice")
    assert {seal: printed(twice, seal) for seal in known} == known
    assert not any(twice.path(file_of(number)).exists() for number in (2, 4, 5, 14))
