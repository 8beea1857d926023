"""The commits that a branch holds, with their parents and moments, asked of Git once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from escalation_log.log.earlier_versions import deleted_cases, earlier_versions
from escalation_log.log.held_records import parsed_data
from escalation_log.log.revisions import run_git

_PLAINLY = ("-c", "log.showSignature=false")


class Step(NamedTuple):
    """A commit of the main line, with the moment of the commit."""

    commit: str
    moment: datetime


class Commits:
    """The commits in the past of some, which are among them."""

    def __init__(self, root: Path, *tips: str) -> None:
        self._root = root
        self._tips = tips
        self._parents: dict[str, tuple[str, ...]] = {}
        self._moments: dict[str, int] = {}
        self._past = lru_cache(maxsize=8)(self._whole_past)
        said = run_git(root, *_PLAINLY, "log", "--format=%H %ct %P", *dict.fromkeys(tips), "--")
        for line in said.decode("ascii").splitlines():
            commit, seconds, *parents = line.split(" ")
            self._parents[commit] = tuple(filter(None, parents))
            self._moments[commit] = int(seconds)

    def step(self, commit: str) -> Step:
        """Give a commit with its moment, as whoever committed gave it."""
        return Step(commit, datetime.fromtimestamp(self._moments[commit], UTC))

    @cached_property
    def deleted_cases(self) -> frozenset[str]:
        """The names of the cases that some commit deleted."""
        return deleted_cases(self._root, *self._tips)

    @cached_property
    def salts_of_deleted(self) -> Mapping[str, frozenset[str]]:
        """The names of the cases that some commit deleted, by the salt that each had last."""
        last: dict[str, str | None] = {}
        for tip in dict.fromkeys(self._tips):
            for version, data in earlier_versions(self._root, sorted(self.deleted_cases), tip):
                if version.file not in last and (said := parsed_data(version.file, data)):
                    last[version.file] = said.get("salt")
        return {
            salt: frozenset(file for file, each in last.items() if each == salt)
            for salt in filter(None, last.values())
        }

    def parents(self, commit: str) -> tuple[str, ...]:
        """Give the parents of a commit, the first one first."""
        return self._parents[commit]

    def is_ancestor(self, earlier: str, later: str) -> bool:
        """Say whether a commit is the other one, or lies in its past."""
        return earlier == later or earlier in self._past(later)

    def main_line(self, base: str | None, head: str) -> tuple[Step, ...]:
        """List the commits after one up to another by first parents, the oldest first.

        Without a base they are all there are.
        """
        found = []
        for commit in self._first_parents(head):
            if base is not None and self.is_ancestor(commit, base):
                break
            found.append(self.step(commit))
        return tuple(reversed(found))

    def merges(self, head: str, since: tuple[str, ...]) -> tuple[str, ...]:
        """List the merges in the past of one commit that lie in the past of no other one."""
        new = self._reached(head, since)
        return tuple(commit for commit in new if len(self._parents[commit]) > 1)

    def _first_parents(self, head: str) -> Iterator[str]:
        commit: str | None = head
        while commit is not None:
            yield commit
            commit = next(iter(self._parents[commit]), None)

    def _reached(self, head: str, since: tuple[str, ...]) -> dict[str, None]:
        found: dict[str, None] = {}
        waiting = [head]
        while waiting:
            commit = waiting.pop()
            if commit in found or any(self.is_ancestor(commit, each) for each in since):
                continue
            found[commit] = None
            waiting.extend(self._parents[commit])
        return found

    def _whole_past(self, commit: str) -> frozenset[str]:
        return frozenset(self._reached(commit, ()))
