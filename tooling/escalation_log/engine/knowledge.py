"""What the log knew as of a moment: events recorded by then, with the corrections made by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, TypeAlias
from zoneinfo import ZoneInfo

from escalation_log.engine.clock import moment_of
from escalation_log.model.cases import Case, Event, Header
from escalation_log.model.event_kinds import Dates
from escalation_log.model.moments import Moment

Order: TypeAlias = tuple[datetime, int]


class KnownEvent(NamedTuple):
    """An event as corrected, placed in time.

    `order` sorts events by the moment they happened, then by number. `known` is the moment from
    which the log knew of the event; a date alone is known from the start of that day.
    """

    event: Event
    moment: Moment
    known: Moment
    order: Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """The header and the events known as of a moment, in the order in which they happened."""

    header: Header
    events: tuple[KnownEvent, ...]


class _Placed(NamedTuple):
    """An event with corrections applied, when it happened, and when the log first knew of it."""

    event: Event
    moment: Moment
    known: Moment


def knowledge_of(case: Case, zone: ZoneInfo, as_of: Moment) -> Knowledge:
    """Gather what was known as of a moment, with the corrections known by then applied."""
    header = case.header
    current: dict[int, _Placed] = {}
    for event in case.events:
        known = moment_of(event.known_from, zone)
        if known.at > as_of.at:
            continue
        current[event.number] = _Placed(event, moment_of(event.at, zone), known)
        corrected = event.corrected
        if corrected is not None and corrected.number in current:
            first_known = current[corrected.number].known
            current[corrected.number] = _Placed(
                corrected, moment_of(corrected.at, zone), first_known
            )
        if event.header is not None:
            header = event.header
    return Knowledge(header=header, events=_in_order(current.values()))


def had_begun(case: Case, zone: ZoneInfo, as_of: Moment) -> bool:
    """Say whether anything of a case was known as of a moment."""
    return any(moment_of(event.known_from, zone).at <= as_of.at for event in case.events)


def _in_order(current: Iterable[_Placed]) -> tuple[KnownEvent, ...]:
    """Sort by moment, then number.

    An event with a date alone is sorted at the latest moment among the events of that day that
    stand before it in the file, or at the start of the day if there are none.
    """
    latest: dict[date, datetime] = {}
    events = []
    for event, moment, known in current:
        at = latest.get(moment.on, moment.at) if moment.is_date_alone else moment.at
        latest[moment.on] = max(at, latest.get(moment.on, at))
        order = (at, event.number)
        events.append(KnownEvent(event=event, moment=moment, known=known, order=order))
    return tuple(sorted(events, key=lambda known: known.order))


def changes_of_knowledge(
    case: Case, zone: ZoneInfo, as_of: Moment
) -> Iterator[tuple[Moment, Event]]:
    """Give the events known by a moment that may change the assessment of an earlier moment.

    They are corrections, extensions, and events recorded later than they happened, each with the
    moment from which the log knew of it.
    """
    for event in case.events:
        if event.kind.row.dates is Dates.FROM_BEFORE or event.recorded is not None:
            known = moment_of(event.known_from, zone)
            if known.at <= as_of.at:
                yield known, event
