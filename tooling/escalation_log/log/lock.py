"""policies/editions.lock: for each edition the hash of its content when it was first judged by."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from escalation_log.checks.rules import LOCK
from escalation_log.log.disk import read_bytes
from escalation_log.log.drafts import replace_files
from escalation_log.log.earlier_versions import earlier_versions
from escalation_log.model.problems import Problem

LOCK_FILE = "policies/editions.lock"
_LINE = re.compile(r"([a-z0-9-]+@[A-Za-z0-9.-]+) (sha256:[0-9a-f]{64})")
_HEADING = (
    "# The content of each edition, as a hash, from the day it was added here.\n"
    "# Cases are judged by the edition they were opened under, so no line ever changes.\n"
)


def read_lock(root: Path) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the hash of each edition, none without a lock, and a problem for each faulty line."""
    path = root / LOCK_FILE
    if not path.is_symlink() and not path.exists():
        return {}, ()
    data = read_bytes(root, path)
    return ({}, (data,)) if isinstance(data, Problem) else parse_lock(data)


def parse_lock(data: bytes) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """Return the hash of each edition, and a problem for each line that is no edition's."""
    hashes: dict[str, str] = {}
    problems = []
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
        match = _LINE.fullmatch(line.strip())
        if match is not None and match.group(1) not in hashes:
            hashes[match.group(1)] = match.group(2)
        elif line.strip() and not line.startswith("#"):
            what = (
                "This is no edition with its hash"
                if match is None
                else "This edition stands above already"
            )
            problems.append(
                Problem(
                    file=LOCK_FILE,
                    rule=LOCK.name,
                    message=f"{what}. Delete the line and run `escalog lock`.",
                    line=number,
                    column=1,
                )
            )
    return hashes, tuple(problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockPlan:
    """Editions to add, to write anew, and those that changed although cases are judged by them."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[str, ...]


def committed_lines(root: Path) -> dict[str, str]:
    """Return the hash that the newest commit with a line for an edition gives it."""
    lines: dict[str, str] = {}
    for _, data in earlier_versions(root, [LOCK_FILE]):
        lines = {**parse_lock(data)[0], **lines}
    return lines


def plan_lock(
    locked: Mapping[str, str],
    present: Mapping[str, str],
    judged: Collection[str],
    committed: Mapping[str, str],
) -> LockPlan:
    """Compare the lock with the editions of the log; what cases are judged by is not replaced.

    A line that was `committed` still counts where the lock has lost it.
    """
    differing = [edition for edition in sorted(present) if locked.get(edition) != present[edition]]
    known = [
        edition
        for edition in differing
        if edition in locked or committed.get(edition, present[edition]) != present[edition]
    ]
    return LockPlan(
        added=tuple(edition for edition in differing if edition not in known),
        changed=tuple(edition for edition in known if edition not in judged),
        refused=tuple(edition for edition in known if edition in judged),
    )


def write_lock(root: Path, hashes: Mapping[str, str]) -> None:
    """Replace the lock, one edition a line, sorted."""
    lines = "".join(f"{edition} {content}\n" for edition, content in sorted(hashes.items()))
    replace_files({root / LOCK_FILE: (_HEADING + lines).encode()})
