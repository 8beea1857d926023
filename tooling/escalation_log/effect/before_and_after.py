"""Load a log before and after a change, to judge the cases of both as of one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from escalation_log.log.announcements import Branch
from escalation_log.log.contents import CaseFile, Log
from escalation_log.log.judged_case import JudgedCase, judged_case
from escalation_log.log.opening import END_OF_TIME, check_log, open_log
from escalation_log.log.revisions import (
    changed_elsewhere,
    changed_files,
    laid_out,
    merge_base,
    repositories_within,
)
from escalation_log.log.shown_names import shown
from escalation_log.model.moments import Moment
from escalation_log.model.problems import Problem
from escalation_log.model.rulebook import Rulebook


@contextmanager
def compared(
    root: Path, revision: str, *, as_of: datetime, moment_in: MomentIn
) -> Iterator[Comparison]:
    """Compare a log's folder with the commit that it shares with a revision (the merge base).

    Raise EscalogError where Git does not have that commit.
    """
    base = merge_base(root, revision)
    with laid_out(root, base) as folder:
        yield Comparison(
            base=base,
            before=_version(folder, moment_in, Branch(root=root, now=as_of, head=base)),
            after=_version(root, moment_in, Branch(root=root, now=as_of, base=base)),
            as_of=as_of,
            files=frozenset(changed_files(folder, root)),
            elsewhere=frozenset(changed_elsewhere(root, base)),
            repositories=tuple(
                shown(root, root / file)
                for file in repositories_within(root)
                if file not in repositories_within(root, base)
            ),
        )


def _version(root: Path, moment_in: MomentIn, branch: Branch) -> LogVersion:
    log = open_log(root, as_of=END_OF_TIME, branch=branch)
    cases, sound = (
        {each.case.reference: each for each in files} for files in (log.cases, log.sound_cases)
    )
    return LogVersion(log=log, moment_in=moment_in, cases=cases, sound=sound)


def problems_by_now(root: Path, change: Comparison) -> tuple[Problem, ...]:
    """Check the changed files as of the moment asked about, which also finds events after it."""
    there = (root / file for file in change.files)
    files = {shown(root, path) for path in there if path.is_file()}
    # Files that are none of the log, such as a README beside the cases, may have changed as well.
    found = check_log(root, as_of=change.as_of).problems if files else ()
    return tuple(each for each in found if each.file in files)


# Takes the name of a time zone, and returns the moment asked about in it.
MomentIn: TypeAlias = Callable[[str], Moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogVersion:
    """The log before or after a change, its cases by reference; `sound` are without problems."""

    log: Log
    moment_in: MomentIn
    cases: Mapping[str, CaseFile]
    sound: Mapping[str, CaseFile]

    def judged(self, reference: str) -> JudgedCase | None:
        """Judge a case by this log's rules; return None where it cannot be or had not begun."""
        file = self.sound.get(reference)
        return None if file is None else self.judged_by(file, self.log.rulebook(file.case))

    def judged_by(self, file: CaseFile, rules: Rulebook) -> JudgedCase | None:
        """Judge a case by any rules; return None where it had not begun."""
        moment = self.moment_in(rules.policy.time_zone)
        judged = judged_case(file.file, file.case, rules, moment)
        return judged if judged.timeline.placed_events else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A log before and after a change.

    `files` are the files of the log that differ, `elsewhere` those that differ outside it, and
    `repositories` what Git holds in the log as other repositories since the change.
    `as_of` is the moment in a general zone, for what belongs to no policy.
    """

    base: str
    before: LogVersion
    after: LogVersion
    as_of: datetime
    files: frozenset[str]
    elsewhere: frozenset[str] = frozenset()
    repositories: tuple[str, ...] = ()
