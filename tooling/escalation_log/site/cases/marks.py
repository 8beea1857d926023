"""What a case is marked with, told in one place: three kinds of late, no record, and the route."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from escalation_log.log.judged_case import JudgedCase
from escalation_log.model.assessments import (
    Breach,
    Departure,
    DepartureRule,
    DutyAssessment,
    DutyState,
)
from escalation_log.model.cases import EventKey
from escalation_log.site.cases.edition_parts import EditionNames
from escalation_log.site.dues import BREACH_LOOKS
from escalation_log.words.dates import day_words
from escalation_log.words.departures import NOT_AGREED, departure_sentence, off_route_words
from escalation_log.words.events import reply_words
from escalation_log.words.states import counted_late, late_by, without_record

# Each kind of late with its anchor and what it means; none says whose fault it was.
_LATE = (
    (Breach.BREACH, "missed", "The policy requires these by a date, and the date passed."),
    (
        Breach.OVER_GUIDE,
        "over-guide",
        "The policy’s time for these only guides, so this is no breach.",
    ),
    (
        Breach.OVER_GUIDE_AGREED,
        "over-guide-agreed",
        "The sides agreed more time than the guide, so this is no breach.",
    ),
)
_NO_RECORD = (
    "Nothing in the log shows that this was done. It may have been: whoever did it can have it "
    "recorded."
)
_OFF_ROUTE = "This happened, and the policy has it another way. No limit was missed by it."
_NOT_AGREED = "The log does not say that it agrees to how this ended."


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReply:
    """What a side replied to a mark. `note` is its own words and may be empty."""

    event: EventKey
    words: str
    on: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMark:
    """One thing that is marked.

    `more` says by how much it was late, or how it left the route. `event` is the event by which it
    did, 0 where the mark is not about an event.
    """

    title: str
    place: str
    more: str
    event: EventKey
    reply: ShownReply | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMarks:
    """Marks of one kind: how many, in words, and what that means; without marks it stands alone."""

    anchor: str
    look: str
    words: str
    means: str
    marks: tuple[ShownMark, ...]


def marks_of(judged: JudgedCase, names: EditionNames) -> tuple[ShownMarks, ...]:
    """Group everything that a case is marked with, breaches first."""
    return tuple(_groups(judged, names))


def _groups(judged: JudgedCase, names: EditionNames) -> Iterator[ShownMarks]:
    rows, assessment = judged.assessment.duties, judged.assessment
    for breach, anchor, means in _LATE:
        late = tuple(_late(row, judged, names) for row in rows if row.breach is breach)
        if late:
            yield ShownMarks(
                anchor=anchor,
                look=BREACH_LOOKS[breach],
                words=counted_late(breach, len(late)),
                means=means,
                marks=late,
            )
    unshown = [row for row in rows if row.state is DutyState.NO_RECORD]
    if unshown:
        yield ShownMarks(
            anchor="no-record",
            look="no-record",
            words=without_record(len(unshown)),
            means=_NO_RECORD,
            marks=tuple(_mark(row, judged, names) for row in unshown),
        )
    if assessment.off_route:
        yield ShownMarks(
            anchor="route",
            look="departure",
            words=off_route_words(len(assessment.off_route)),
            means=_OFF_ROUTE,
            marks=tuple(_route(each, judged) for each in assessment.off_route),
        )
    if assessment.agreed is False:
        yield ShownMarks(
            anchor="not-agreed",
            look="not-agreed",
            words=NOT_AGREED.rstrip("."),
            means=_NOT_AGREED,
            marks=(),
        )


def _late(row: DutyAssessment, judged: JudgedCase, names: EditionNames) -> ShownMark:
    broken = _order_broken(row, judged.assessment.departures)
    if broken is not None:
        words = departure_sentence(broken, judged.policy, judged.partnership)
        return _mark(row, judged, names, more=words, event=broken.event)
    # The lateness of an open duty grows from day to day, so only the duty itself shows it.
    is_open = row.state is DutyState.OVERDUE
    return _mark(row, judged, names, more="still not done" if is_open else late_by(row))


def _order_broken(row: DutyAssessment, departures: Iterable[Departure]) -> Departure | None:
    """Give the departure that says of a duty that something came before it."""
    return next(
        (
            each
            for each in departures
            if each.rule is DepartureRule.ORDER and each.duty == row.duty.id
        ),
        None,
    )


def _mark(
    row: DutyAssessment,
    judged: JudgedCase,
    names: EditionNames,
    *,
    more: str = "",
    event: EventKey = 0,
) -> ShownMark:
    duty = names.duty(row.duty)
    return ShownMark(
        title=duty.title,
        place=", ".join(filter(None, (duty.stage, duty.clause))),
        more=more,
        event=event,
        reply=_reply(row, judged),
    )


def _route(departure: Departure, judged: JudgedCase) -> ShownMark:
    words = departure_sentence(departure, judged.policy, judged.partnership)
    return ShownMark(title="", place="", more=words, event=departure.event, reply=None)


def _reply(row: DutyAssessment, judged: JudgedCase) -> ShownReply | None:
    placed_event = judged.reply_to(row)
    if placed_event is None:
        return None
    return ShownReply(
        event=placed_event.event.key,
        words=reply_words(placed_event.event),
        on=day_words(placed_event.moment.on),
        note=(placed_event.event.note or "").strip(),
    )
