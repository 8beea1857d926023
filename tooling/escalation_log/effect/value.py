"""The effect of a change as values made of sentences, for a pull request and a terminal.

No sentence holds free text of a case, a pseudonym or a person's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalation_log.bot.wishes import IssueKey

# Increase this when a key changes its meaning. A new key needs no new version.
EFFECT_VERSION = 1
# The most sentences that a case may have; the others are only counted.
MOST_SENTENCES = 40


class Standing(StrEnum):
    """What happened to a case's file."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    UNREADABLE = "unreadable"


class IssueTurn(StrEnum):
    """What happens to the bot's issue about a round."""

    OPENS = "opens"
    CLOSES = "closes"


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueEffect:
    """The issue about a round of a stage that opens or closes; `stage` is the stage in words."""

    turn: IssueTurn
    key: IssueKey
    stage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEffect:
    """What a change means for one case.

    `about` says what kind of case it is and its present state, `warnings` what should not have been
    changed, `told` what was recorded, `coming` what is due next.
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
    """A date that changed rules move: `before` and `after` in words, and who must act by it.

    `lateness` says who becomes late or no longer is; it is empty where that does not change.
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
    """What changed rules do to cases, as their files are after the change.

    `rules` says which rules changed and how. `moved` are the dates of open cases; `alerts` are
    reminders that come earlier or later; `closed` are closed cases in which a date or a breach
    changes; `unjudged` are the cases that can no longer be judged.
    """

    rules: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    more_moved: int = 0
    alerts: tuple[str, ...] = ()
    closed: tuple[str, ...] = ()
    unjudged: tuple[str, ...] = ()

    @property
    def is_felt(self) -> bool:
        """Whether anything changes for any case."""
        return bool(self.moved or self.alerts or self.closed or self.unjudged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a change since the commit `base` means as of a moment, which is in words.

    `public` says what changes on the public site; `problems` are those that the change adds;
    `elsewhere` counts the changed files outside cases and policies. `unmeant` counts the case files
    of which only comments or layout changed. `more_cases`, like `more_moved` of an impact, counts
    what was left out where there is too much.
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
        """Whether nothing in the log changes."""
        impact = self.impact
        return not (self.cases or impact.rules or impact.is_felt or self.public or self.problems)
