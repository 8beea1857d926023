"""A log before and after a change, with every case judged as of one moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from escalation_log.model.stamps import Moment
from escalation_log.store import CaseFile, JudgedCase, Log, Rulebook, judged_case

# Gives the moment asked about in a time zone, which is named.
MomentIn: TypeAlias = Callable[[str], Moment]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two logs, its cases by reference; `sound` are those that can be judged."""

    log: Log
    moment_in: MomentIn
    cases: Mapping[str, CaseFile] = field(init=False)
    sound: Mapping[str, CaseFile] = field(init=False)

    def __post_init__(self) -> None:
        """Look the cases up once."""
        object.__setattr__(self, "cases", {each.case.reference: each for each in self.log.cases})
        sound = {each.case.reference: each for each in self.log.sound_cases}
        object.__setattr__(self, "sound", sound)

    def judged(self, reference: str) -> JudgedCase | None:
        """Judge a case by the rules of this side; None where that cannot be done, or too early."""
        file = self.sound.get(reference)
        return None if file is None else self.judged_by(file, self.log.rulebook(file.case))

    def judged_by(self, file: CaseFile, rules: Rulebook) -> JudgedCase | None:
        """Judge any case by any rules; None where it has not begun."""
        moment = self.moment_in(rules.policy.time_zone)
        judged = judged_case(file.file, file.case, rules, moment)
        return judged if judged.timeline.happenings else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a change makes of a log.

    `files` are the files of the log that are not the same; `elsewhere` counts those outside it.
    `as_of` is for what no policy places in time.
    """

    base: str
    before: Side
    after: Side
    as_of: datetime
    files: frozenset[str]
    elsewhere: int = 0
