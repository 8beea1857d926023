"""What a change of the log means, in sentences: for the card on a pull request and for a terminal.

No sentence holds a free text of a case, a pseudonym or a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalation_log.bot.wishes import IssueKey

# Raised when a key changes its meaning; keys may be added without.
EFFECT_VERSION = 1
# A case that tells more than this is not read; the rest is only counted.
MOST_SENTENCES = 40


class Standing(StrEnum):
    """What became of a case's file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNREADABLE = "unreadable"


class IssueTurn(StrEnum):
    """What becomes of the bot's issue about a stage."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEffect:
    """The issue about a round of a stage opens or closes; `stage` names the stage in words."""

    turn: IssueTurn
    key: IssueKey
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEffect:
    """What a change means for one case.

    `about` says what kind of case it is and where it stands, `warnings` what should not have been
    done, `told` what was recorded, `coming` what is next.
    """

    reference: str
    standing: Standing
    about: str
    warnings: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    issues: tuple[IssueEffect, ...] = ()
    coming: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A date that other rules move: `before` and `after` in words, and who must act by it.

    `lateness` says who becomes late, or no longer is; it is empty where that stays as it was.
    """

    reference: str
    duty: str
    who: str
    before: str
    after: str
    why: tuple[str, ...]
    lateness: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What changed rules do to cases, whose files are taken as they stand after the change.

    `rules` says which rules changed and how. `moved` are the dates of open cases; `alerts` what the
    partnership is reminded of earlier or later; `closed` the cases already closed in which a date
    or a breach becomes another one; `unjudged` the cases that nothing can judge any longer.
    """

    rules: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    more_moved: int = 0
    alerts: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def is_felt(self) -> bool:
        """Whether anything moves."""
        return bool(self.moved or self.alerts or self.closed or self.unjudged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change from the commit `base` means as of a moment, which is in words.

    `public` says what everybody will see of it; `problems` are those that the change brings;
    `elsewhere` counts the files that differ outside cases and policies. `unmeant` counts the case
    files of which only comments or layout changed. `more_cases`, like `more_moved` of an impact,
    counts what was left out where there is too much.
    """

    base: str
    as_of: str
    pull_request: int | None = None
    cases: tuple[CaseEffect, ...] = ()
    more_cases: int = 0
    impact: Impact = Impact()
    public: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    unmeant: int = 0
    elsewhere: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes in the log."""
        impact = self.impact
        return not (self.cases or impact.rules or impact.is_felt or self.public or self.problems)
