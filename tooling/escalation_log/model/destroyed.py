"""Cases that retention took, or left without their words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Extent(StrEnum):
    """What was taken: the words and pseudonyms of a case, or all of it."""

    REDUCED = "reduced"
    DESTROYED = "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedCase:
    """A case that retention took: what, when and on whose authority.

    `case_hash` is the hash that seals have of the case: `sha256:` and 64 hex digits.
    """

    reference: str
    extent: Extent
    case_hash: str
    on: date
    authority: str
