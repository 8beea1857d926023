"""Store the issues known to a run for the next one, which can then tell an incomplete list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from escalation_log.bot.issue_plan import IssueKey, State
from escalation_log.log.disk import ordinary_bytes
from escalation_log.log.drafts import replaced_file
from escalation_log.model.cases import event_key_from
from escalation_log.model.errors import EscalogError

MEMORY_VERSION = 1
# In bytes. An issue takes some 150.
_LARGEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An issue known to an earlier run; settled is one whose assignees have been dealt with."""

    number: int
    key: IssueKey
    state: State
    is_settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The issues of one repository that are known to earlier runs."""

    repository: str
    issues: tuple[Remembered, ...]

    @property
    def settled(self) -> frozenset[int]:
        """The numbers of the issues whose assignees have been dealt with."""
        return frozenset(each.number for each in self.issues if each.is_settled)


def read_memory(path: Path, repository: str) -> Memory | None:
    """Read the memory of a repository; return None where there is none, or another repository's.

    Raise EscalogError where the file cannot be understood.
    """
    try:
        data = ordinary_bytes(path, _LARGEST)
    except FileNotFoundError:
        return None
    try:
        memory = _memory_of(json.loads(data))
    except (KeyError, RecursionError, TypeError, ValueError) as error:
        raise EscalogError(
            f"{path}: this is no memory of `escalog sync`.",
            hint="Look whether --memory names the right file. With --forget (`forget` in "
            "the workflow Overdue) the run starts anew: it then trusts what GitHub lists.",
        ) from error
    return memory if memory.repository.casefold() == repository.casefold() else None


def write_memory(path: Path, memory: Memory) -> None:
    """Replace the memory by another, which only its owner may read."""
    document = {
        "schema_version": MEMORY_VERSION,
        "repository": memory.repository,
        "issues": [
            {
                "number": each.number,
                "case": each.key.case,
                "stage": each.key.stage,
                "event": each.key.started_by,
                "state": each.state.value,
                "settled": each.is_settled,
            }
            for each in sorted(memory.issues, key=lambda issue: issue.number)
        ],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with replaced_file(path, is_restricted=True) as file:
        file.write(f"{json.dumps(document, indent=1)}\n".encode())


def _memory_of(value: object) -> Memory:
    fields = _fields(value)
    if fields["schema_version"] != MEMORY_VERSION:
        raise ValueError(fields["schema_version"])
    issues = fields["issues"]
    if not isinstance(issues, list):
        raise TypeError(issues)
    return Memory(
        repository=str(fields["repository"]),
        issues=tuple(_remembered(_fields(each)) for each in issues),
    )


def _remembered(fields: Mapping[str, object]) -> Remembered:
    event = event_key_from(str(fields["event"]))
    if event is None:
        raise ValueError(fields["event"])
    return Remembered(
        number=int(str(fields["number"])),
        key=IssueKey(
            case=str(fields["case"]),
            stage=str(fields["stage"]),
            started_by=event,
        ),
        state=State(str(fields["state"])),
        is_settled=bool(fields["settled"]),
    )


def _fields(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
