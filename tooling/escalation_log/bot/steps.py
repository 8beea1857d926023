"""The steps of setting a repository up on GitHub, and what can be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalation_log.bot.set_up import Unseen


class Step(StrEnum):
    """A step of docs/setting-up.md, in its order."""

    REPOSITORY = "repository"
    RIGHTS = "rights"
    PROTECTION = "protection"
    REQUIRED_CHECKS = "required-checks"
    PAGES = "pages"
    SCHEDULE = "schedule"
    LABELS = "labels"
    SECRETS = "secrets"
    SWITCH = "dead-mans-switch"


class Standing(StrEnum):
    """Where a step stands: done, something is missing, or GitHub did not show it."""

    FINE = "fine"
    MISSING = "missing"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What is to be said of a step; where something is missing, also what to do."""

    standing: Standing
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A remark with its step."""

    step: Step
    remark: Remark


def fine(words: str) -> Remark:
    """Say that nothing is missing."""
    return Remark(standing=Standing.FINE, words=words)


def missing(words: str) -> Remark:
    """Say what is missing, and what to do."""
    return Remark(standing=Standing.MISSING, words=words)


def unseen(what: str, part: Unseen) -> Remark:
    """Say what could not be seen, and the right that the token lacks."""
    words = f"{what} could not be seen: the token needs “{part.right}”. {part.because}"
    return Remark(standing=Standing.UNSEEN, words=words)
