"""A log in Git in which everything has been recorded that somebody could tamper with."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, TypeAlias

from escalation_log.files.policy_file import parse_policy
from escalation_log.log.history import history
from escalation_log.log.opening import check_log
from escalation_log.model.problems import Problem, Severity
from tests.logs import FOUR
from tests.repositories import Repository, git

BASE = "base"
BEGUN = "2026-11-23T09:00:00+00:00"
RECORDED = "2026-11-24T09:00:00+00:00"
# When the changes are committed that the tests judge, and the present.
CHANGED = "2026-11-25T10:00:00+00:00"
# Later than every change.
LATEST_COMMIT = "2026-11-25T10:25:00+00:00"
NOW = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)

CASE = "cases/2026/KN-2026-0010.yaml"
REFERENCE = "KN-2026-0010"
OVERDUE = "cases/2026/KN-2026-0006.yaml"
WAITING = f"cases/2026/{REFERENCE}/20261124T0815-update-k3f9.yaml"
OTHER_WAITING = f"cases/2026/{REFERENCE}/20261124T0820-safeguards-p7qd.yaml"
DESTROYED = "cases/destroyed.yaml"
HOLDS = "cases/holds.yaml"
HELD_REFERENCE = "KN-2026-0002"
HELD_CASE = f"cases/2026/{HELD_REFERENCE}.yaml"
PAST = "cases/2021/KN-2021-0001.yaml"
PAST_REFERENCE = "KN-2021-0001"
EDITION = "policies/knowsley/2020-06.yaml"
ERRATUM = "policies/knowsley/2020-06a.yaml"
LOCK = "policies/editions.lock"
PARTNERSHIP = "policies/knowsley/partnership.yaml"
CALENDAR = "policies/calendars/england-and-wales.yaml"
BASELINE = "policies/history.yaml"

_CASE = """\
# Written by hand.
format: 1
reference: KN-2026-0010
policy: knowsley@2020-06
salt: "5d41402abc4b2a76b9719d911017c592"
theme: communication
child: {pseudonym: C-7QX4P, plan: [child-in-need]}
raising: {agency: housing, role: team-manager}
receiving: {agency: childrens-social-care, role: team-manager}
links: [KN-2026-0001]
concern: |
  Each service says that the other is to assess the family.
outcome_sought: |
  One assessment, by one service.
events:
  - at: 2026-11-02 10:00
    kind: disagreement
    by: receiving
  - at: 2026-11-03 09:00
    kind: raised
    by: raising
    how: phone
    note: A second call was asked for.
  - at: 2026-11-05 13:00
    recorded: 2026-11-06 09:00
    kind: discussed
    by: receiving
    how: phone
    note: The duty team was busy.
  - at: 2026-11-06 10:00
    kind: correction
    by: partnership
    of: 3
    correct: {how: video-call}
    reason: The diary says that it was by video.
  - at: 2026-11-09 09:00
    kind: update
    by: receiving
  - at: 2026-11-10 09:00
    kind: redaction
    by: partnership
    of: 5
    field: note
    reason: It said too much.
    authority: The business manager
"""
_WAITING = """\
reference: KN-2026-0010
event:
  at: 2026-11-24 08:00
  recorded: 2026-11-24 08:15
  kind: update
  by: receiving
  note: Still with the duty team.
"""
_OTHER_WAITING = """\
# Rung in.
reference: KN-2026-0010
event:
  kind: safeguards
  at: 2026-11-24 08:00
  by: receiving
  measures: police-welfare-check
  review_on: 2026-12-01
  recorded: 2026-11-24 08:20
"""
_DESTROYED = f"""\
cases:
  - reference: KN-2020-0001
    extent: destroyed
    hash: sha256:{64 * "1"}
    on: 2026-11-20
    authority: Retention schedule, by the business manager
quarters:
  - {{policy: knowsley, quarter: 2020-q1, threshold: 5, total: 14}}
"""
HELD_ROW = (
    "  - {reference: KN-2026-0004, on: 2026-11-20, by: head-of-legal-services, "
    "review_on: 2027-05-04}\n"
)
LIFTED = HELD_ROW.replace("0004", HELD_REFERENCE[-4:]).replace(
    "review_on: 2027-05-04", "lifted: true"
)
_HOLDS = "holds:\n" + HELD_ROW + HELD_ROW.replace("0004", HELD_REFERENCE[-4:])
_CLOSURES = """\
closures:
  - {from: 2026-09-07, to: 2026-09-08, name: Flood, announced: 2026-09-04}
  - {from: 2026-11-23, to: 2026-11-27, name: Move of offices}
  - {from: 2026-12-29, to: 2026-12-31, name: Offices closed}
"""


_PAST = """\
format: 1
reference: KN-2021-0001
policy: knowsley@2020-06
salt: "00000000000000000000000000000001"
theme: level-of-need
child: {pseudonym: C-7QX01, plan: [child-in-need]}
raising: {agency: health-visiting, role: practitioner}
receiving: {agency: early-help, role: team-manager}
concern: Nobody visits.
outcome_sought: A first visit within the fortnight.
events:
  - {at: 2021-02-01 10:00, kind: disagreement, by: receiving}
  - {at: 2021-02-01 11:00, kind: raised, by: raising, how: phone}
  - {at: 2021-02-01 12:00, kind: resolved, by: raising, rationale: A visit was found.}
"""


def recorded(folder: Path) -> Repository:
    """Make the repository; its commit BASE holds what was recorded."""
    for name in ("policies", "cases"):
        shutil.copytree(FOUR / name, folder / name)
    git(folder, "init", "--quiet")
    log = Repository(folder=folder, log=folder)
    log.edit(PARTNERSHIP, "closures: []\n", _CLOSURES)
    log.append(PARTNERSHIP, "retention: {years: 3}\n")
    begun = log.commit("Begin the log", at=BEGUN)
    put(log, CASE, _CASE)
    put(log, PAST, _PAST)
    put(log, WAITING, _WAITING)
    put(log, OTHER_WAITING, _OTHER_WAITING)
    put(log, DESTROYED, _DESTROYED)
    put(log, HOLDS, _HOLDS)
    put(log, BASELINE, f"baseline: {begun}\n")
    _add_erratum(log)
    log.commit("Record", at=RECORDED)
    git(folder, "tag", BASE)
    return log


def _add_erratum(log: Repository) -> None:
    text = log.path(EDITION).read_text("utf-8")
    text = text.replace("version: 2020-06\n", "version: 2020-06a\ncorrects: 2020-06\n", 1)
    put(log, ERRATUM, text)
    policy = parse_policy(ERRATUM, text.encode())
    assert not isinstance(policy, tuple)
    log.append(LOCK, f"knowsley@2020-06a {policy.content_hash}\n")


def put(log: Repository, file: str, text: str) -> None:
    """Write a file of the log."""
    log.path(file).parent.mkdir(parents=True, exist_ok=True)
    log.path(file).write_text(text, "utf-8")


def put_back(log: Repository) -> None:
    """Bring a repository back to what was recorded, whatever was done to it."""
    folder = log.folder
    for ref in git(folder, "for-each-ref", "--format=%(refname)").split():
        if ref not in ("refs/heads/main", f"refs/tags/{BASE}"):
            git(folder, "update-ref", "-d", ref)
    for left in ("MERGE_HEAD", "info/attributes", "info/grafts"):
        (folder / ".git" / left).unlink(missing_ok=True)
    (folder / ".git" / "index").unlink(missing_ok=True)
    git(folder, "config", "core.fileMode", "true")
    git(folder, "symbolic-ref", "HEAD", "refs/heads/main")
    git(folder, "reset", "--quiet", "--hard", BASE)
    git(folder, "clean", "--quiet", "-ffdx")


Judge: TypeAlias = Literal["history", "check"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to tamper: what is done, which rule says no, and of which command.

    `act` may return the commit that the result is held against, in place of BASE. What is not
    committed yet may look clean to Git all the same.
    """

    name: str
    act: Callable[[Repository], str | None]
    rule: str
    by: Judge = "history"
    is_committed: bool = True


def told(log: Repository, base: str = BASE, head: str | None = None) -> list[Problem]:
    """Give what `history` says of the folder, or of a commit."""
    return list(history(log.log, base, head, NOW).problems)


def checked(log: Repository) -> list[Problem]:
    """Give what fails `check`."""
    found = check_log(log.log, as_of=NOW).problems
    return [each for each in found if each.severity is Severity.PROBLEM]
