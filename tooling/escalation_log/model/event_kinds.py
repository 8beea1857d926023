"""What holds for every event of a kind: its fields, and what it does in a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What an event of a kind does to the course of a case."""

    MOVES = "moves"
    ENDS = "ends"
    MAY_END = "may-end"
    REOPENS = "reopens"


class Dates(StrEnum):
    """From when on an event of a kind may change the dates of duties that have begun already."""

    FROM_NOW = "from-now"
    FROM_BEFORE = "from-before"


@dataclass(frozen=True, slots=True)
class KindOfEvent:
    """What holds for every event of a kind; the schemas and docs/events.md are made from it.

    Of the fields that not every event has, it must have those in `needs` and one of `needs_one_of`,
    and may have those in `takes`; its reason is a word of the policy's where `reason_is_coded`. A
    case usually begins with it (`begins`). It is one side's word to the other (`talks`), cannot be
    done without the other side (`needs_others`), says whether the disagreement is settled
    (`settles`), or corrects what was recorded (`corrects`).
    """

    meaning: str
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    turn: Turn | None = None
    dates: Dates | None = None
    reason_is_coded: bool = False
    begins: bool = False
    talks: bool = False
    needs_others: bool = False
    settles: bool = False
    corrects: bool = False

    @property
    def own_fields(self) -> frozenset[str]:
        """The fields that its events may have and not every event does."""
        return frozenset((*self.needs, *self.needs_one_of, *self.takes))
