"""Cases that retention took, or left without their words, and cases that are held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


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


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuarter:
    """The public statistics of a quarter, kept since a case that they count was destroyed.

    `counts` are as the file has them.
    """

    policy: str
    quarter: str
    counts: Mapping[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What the list of the cases that retention took holds, in the order of the file."""

    cases: tuple[DestroyedCase, ...] = ()
    quarters: tuple[KeptQuarter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A hold on a case, by a role; nothing is taken out of the case until it is lifted.

    Its `review_on` is when somebody looks at it again; without one this is the end of a hold.
    `or_by` is a higher role that may lift it too. The latest one of a case and a role counts.
    """

    reference: str
    on: date
    by: str
    review_on: date | None
    or_by: str | None = None

    def lifts(self, other: Hold) -> bool:
        """Say whether this is the end of a hold: of the same role, or one that may lift it."""
        return (
            self.review_on is None
            and self.reference == other.reference
            and self.by in (other.by, other.or_by)
            and self.on >= other.on
        )


def standing_holds(holds: tuple[Hold, ...]) -> Mapping[str, Hold]:
    """Give the holds that stand, by the reference of their case."""
    standing: dict[tuple[str, str], Hold] = {}
    for each in holds:
        if each.review_on is not None:
            standing[each.reference, each.by] = each
        else:
            standing = {key: hold for key, hold in standing.items() if not each.lifts(hold)}
    return {hold.reference: hold for hold in standing.values()}
