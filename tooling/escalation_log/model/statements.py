"""The statements of an edition: each thing that its document says, and what it became."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Became(StrEnum):
    """What a statement can become. The value is the key under which a file writes it."""

    DUTY = "duty"
    MOVE = "move"
    THEME = "theme"
    CONTACT = "contact"
    STAGE = "stage"
    READING = "reading"
    SENTENCE = "sentence"
    EDITION = "edition"
    GAP = "gap"
    GAP_IN_REPLY = "gap_in_reply"
    GAP_IN_OUTCOME = "gap_in_outcome"
    GAP_IN_REFERRAL = "gap_in_referral"
    LEAVES_NO_TRACE = "leaves_no_trace"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True)
class Pointer:
    """One thing that a statement became: an id, words of the text, a key, or why there is none."""

    kind: Became
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing that the document says, in short; `word` is its modal word, None for a fact."""

    clause: str
    says: str
    became: tuple[Pointer, ...]
    word: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """Something that is the project's own and not the document's, and why it is there."""

    what: Pointer
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Countersignature:
    """The role that signed off, for the policy's owner, how an edition was read, and the day."""

    role: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """The statements of an edition; `countersigned` is None until its owner has signed them off."""

    edition: str
    statements: tuple[Statement, ...]
    own: tuple[Own, ...] = ()
    countersigned: Countersignature | None = None

    @property
    def pointers(self) -> Iterator[Pointer]:
        """Everything that a statement became, and everything that is the project's own."""
        for statement in self.statements:
            yield from statement.became
        for own in self.own:
            yield own.what
