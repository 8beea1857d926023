"""The kinds of event, a closed list, and the properties of each: its fields, and its effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


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


class EventKind(StrEnum):
    """The kinds of event. The value is the word in a case file; `row` has the properties."""

    _value_: str
    row: KindOfEvent

    def __new__(cls, row: KindOfEvent) -> Self:
        """Make a member whose value is the word, with the row as an attribute."""
        kind = str.__new__(cls, row.word)
        kind._value_ = row.word
        kind.row = row
        return kind

    CONCERN_IDENTIFIED = KindOfEvent(
        "concern-identified",
        "A concern was first identified, where the policy's clock starts there.",
        begins=True,
    )
    DISAGREEMENT = KindOfEvent(
        "disagreement", "A decision was given, or a disagreement arose.", begins=True
    )
    RAISED = KindOfEvent(
        "raised",
        "The disagreement was raised with the other side.",
        begins=True,
        talks=True,
        needs_others=True,
    )
    DISCUSSED = KindOfEvent(
        "discussed",
        "Both sides talked about it.",
        takes=("rationale",),
        talks=True,
        needs_others=True,
    )
    CONSULTED = KindOfEvent("consulted", "Somebody was consulted.", takes=("whom",))
    CONSIDERED = KindOfEvent(
        "considered",
        "A step of the policy's own list was considered, and perhaps why it was not taken.",
        needs=("what",),
        takes=("why",),
    )
    NOT_RESOLVED = KindOfEvent(
        "not-resolved",
        "The attempt of this stage ended without agreement.",
        takes=("rationale",),
        needs_others=True,
        settles=True,
    )
    ESCALATED = KindOfEvent(
        "escalated",
        "The case moved to another stage, or to another tier of its stage.",
        needs=("to",),
        takes=("reason", "tier"),
        turn=Turn.MOVES,
        reason_is_coded=True,
    )
    REFERRED = KindOfEvent("referred", "The case was referred to somebody.", needs=("whom",))
    NOTIFIED = KindOfEvent("notified", "Somebody was told.", needs=("whom",))
    UPDATE = KindOfEvent("update", "A progress update was given.", takes=("whom",))
    RESOLVED = KindOfEvent(
        "resolved",
        "The disagreement was settled.",
        takes=("rationale",),
        turn=Turn.ENDS,
        needs_others=True,
        settles=True,
    )
    CONFIRMED_IN_WRITING = KindOfEvent(
        "confirmed-in-writing", "The outcome was confirmed in writing.", needs_others=True
    )
    RECORD_STARTED = KindOfEvent("record-started", "The escalation record was started.")
    RECORD_UPDATED = KindOfEvent("record-updated", "The escalation record was brought up to date.")
    RECORD_SHARED = KindOfEvent(
        "record-shared", "The escalation record was shared.", takes=("whom",)
    )
    NOTICE_ISSUED = KindOfEvent("notice-issued", "An escalation notice was issued.")
    MEETING = KindOfEvent("meeting", "A meeting was held.", needs_others=True)
    PANEL_CONVENED = KindOfEvent(
        "panel-convened", "A resolution panel was convened.", needs=("agencies",)
    )
    RECOMMENDED = KindOfEvent(
        "recommended",
        "The chair or panel made recommendations.",
        turn=Turn.MAY_END,
        needs_others=True,
        settles=True,
    )
    DECIDED = KindOfEvent(
        "decided", "The chair or panel decided.", turn=Turn.MAY_END, needs_others=True, settles=True
    )
    RESPONSE = KindOfEvent("response", "An agency answered the recommendations.")
    PROTECTIVE_TIMESCALE = KindOfEvent(
        "protective-timescale",
        "An earlier moment was set by which the child must be protected.",
        needs=("protect_by",),
        takes=("reason",),
        dates=Dates.FROM_NOW,
    )
    IMMEDIATE_RISK = KindOfEvent("immediate-risk", "The child was found to be at immediate risk.")
    RISK_OVER = KindOfEvent("risk-over", "The immediate risk is over.")
    NO_ANSWER = KindOfEvent("no-answer", "Nobody answered.", takes=("whom",))
    AGREED = KindOfEvent("agreed", "A side agreed to how it ended.")
    PLANNED = KindOfEvent(
        "planned",
        "Something of the policy's own list was planned for a day.",
        needs=("what", "on"),
    )
    DISPUTED = KindOfEvent(
        "disputed",
        "A side replied to a mark against it.",
        needs=("duty", "reason"),
        narrows=(("reason", "disputed-because"),),
    )
    OUTCOME = KindOfEvent(
        "outcome", "Whether what was sought for the child came about.", needs=("came_about",)
    )
    SAFEGUARDS = KindOfEvent(
        "safeguards",
        "What keeps the child safe meanwhile was agreed.",
        needs=("measures",),
        takes=("review_on",),
    )
    CHANGED = KindOfEvent(
        "changed",
        "The child's plan or the urgency changed, from then on.",
        needs_one_of=("plan", "urgency"),
        dates=Dates.FROM_NOW,
    )
    LINKED = KindOfEvent("linked", "The case was linked to others.", needs=("references",))
    DONE = KindOfEvent(
        "done", "A duty was done that no other kind of event describes.", needs=("duty",)
    )
    EXTENSION = KindOfEvent(
        "extension",
        "More time was agreed for a duty whose limit is guidance.",
        needs=("duty", "until", "reason", "agreed_by"),
        dates=Dates.FROM_BEFORE,
    )
    DEBRIEF = KindOfEvent("debrief", "Those involved met to look back.", needs_others=True)
    LEARNING = KindOfEvent("learning", "Something was learned.", takes=("whom", "themes", "action"))
    CORRECTION = KindOfEvent(
        "correction",
        "An earlier event was recorded wrongly.",
        needs=("of", "correct", "reason"),
        narrows=(("of", "event-key"),),
        dates=Dates.FROM_BEFORE,
        corrects=True,
    )
    HEADER_CORRECTION = KindOfEvent(
        "header-correction",
        "The top of the file was recorded wrongly.",
        needs=("correct", "reason"),
        dates=Dates.FROM_BEFORE,
        corrects=True,
    )
    REDACTION = KindOfEvent(
        "redaction",
        "A value was taken out of an earlier event or of the top; why, and on whose authority.",
        needs=("of", "field", "reason", "authority"),
        narrows=(("of", "event-key-or-top"),),
    )
    WITHDRAWN = KindOfEvent(
        "withdrawn",
        "The case was withdrawn.",
        takes=("why", "of"),
        narrows=(("why", "withdrawn-because"), ("of", "reference")),
        turn=Turn.ENDS,
    )
    REOPENED = KindOfEvent("reopened", "The case was opened again.", turn=Turn.REOPENS)


# The fields of events that people fill in in their own words.
FREE_TEXTS = ("note", "reason", "action", "why", "rationale", "authority")
KINDS_BY_WORD: Mapping[str, EventKind] = {kind.value: kind for kind in EventKind}


def kinds_with(field: str) -> frozenset[EventKind]:
    """Give the kinds of event that need or may have a field which is not common to all."""
    return frozenset(kind for kind in EventKind if field in kind.row.own_fields)
