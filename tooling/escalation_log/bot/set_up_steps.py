"""The steps of setting a repository up on GitHub, and what can be said of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from escalation_log.bot.set_up import Unseen


class SetUpStep(StrEnum):
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


class SetUpStanding(StrEnum):
    """Where a step stands: done, something is missing, or GitHub did not show it."""

    FINE = "fine"
    MISSING = "missing"
    UNSEEN = "unseen"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpRemark:
    """What is to be said of a step; where something is missing, also what to do."""

    standing: SetUpStanding
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUpFinding:
    """A remark with its step."""

    step: SetUpStep
    remark: SetUpRemark


def fine(words: str) -> SetUpRemark:
    """Say that nothing is missing."""
    return SetUpRemark(standing=SetUpStanding.FINE, words=words)


def missing(words: str) -> SetUpRemark:
    """Say what is missing, and what to do."""
    return SetUpRemark(standing=SetUpStanding.MISSING, words=words)


def unseen(what: str, part: Unseen) -> SetUpRemark:
    """Say what could not be seen, and the right that the token lacks."""
    words = f"{what} could not be seen: the token needs “{part.right}”. {part.because}"
    return SetUpRemark(standing=SetUpStanding.UNSEEN, words=words)
