"""Diary entries as iCalendar (RFC 5545, with the properties of RFC 7986)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone

from escalation_log.render.diary import DiaryEntry

_PRODUCT = "-//escalation-log//Escalation log//EN"
_FETCH_EVERY = timedelta(hours=1)
_END = b"END:VCALENDAR\r\n"


def calendar_text(
    name: str, events: Sequence[str], *, changed_at: datetime, source: str = ""
) -> str:
    """Put events, each as `event_text` writes it, into a calendar.

    `source` is the calendar's own address, where that is known.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("last-modified", changed_at)
    calendar.add("refresh-interval", _FETCH_EVERY, parameters={"VALUE": "DURATION"})
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
    if not events:
        # No calendar may be without any part at all.
        calendar.add_component(Timezone.from_tzid("Europe/London"))
    head = calendar.to_ical().removesuffix(_END).decode()
    return "".join((head, *events, _END.decode()))


def event_text(entry: DiaryEntry, url: str = "") -> str:
    """Write an entry as an event; `url` is the address of its case's page, where that is known."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.revision)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "CONFIDENTIAL")
    event.add("transp", "TRANSPARENT")
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    if entry.begins_at is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + timedelta(days=1))
    else:
        event.add("dtstart", entry.begins_at.astimezone(UTC))
        event.add("dtend", entry.due.astimezone(UTC))
    if url:
        event.add("url", url)
    for trigger in entry.alarms:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.summary)
        alarm.add("trigger", trigger)
        event.add_component(alarm)
    text: str = event.to_ical().decode()
    return text
