"""The properties of a kind of event: its fields, and its effect on a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Turn(StrEnum):
    """What an event of a kind does to a case: move it, end it, perhaps end it, or reopen it."""

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
    """The properties of a kind of event; the schemas and docs/events.md are made from them.

    Of the fields that are not common to all events, an event must have those in `needs` and one of
    `needs_one_of`, and may have those in `takes`; `narrows` pairs a field with the form, in the
    schema, that its value has in events of this kind; its reason is one of the policy's coded
    reasons if `reason_is_coded`. The other flags say that a case usually begins with such an event
    (`begins`), that one side addresses the other with it (`talks`), that it cannot be done without
    the other side (`needs_others`), that it says whether the disagreement is settled (`settles`),
    or that it corrects an earlier record (`corrects`).
    """

    word: str
    meaning: str
    needs: tuple[str, ...] = ()
    needs_one_of: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    narrows: tuple[tuple[str, str], ...] = ()
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
        """The fields of its events that are not common to all events."""
        return frozenset((*self.needs, *self.needs_one_of, *self.takes))

    @property
    def coded_texts(self) -> frozenset[str]:
        """The fields that are free text in other kinds of event, and words of a list in these."""
        narrowed = frozenset(field for field, _ in self.narrows)
        return narrowed | {"reason"} if self.reason_is_coded else narrowed
