"""Write calendar items as iCalendar (RFC 5545, with properties of RFC 7986)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from escalation_log.export.calendar_items import CalendarItem
from escalation_log.words.lines import printable

_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
# A folded line has at most 75 octets, the first of which is the space that continues it.
_WIDTH = 74
# UTF-8: the mask and the value of an octet that continues a character.
_WITHIN, _MASK = 0x80, 0xC0
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_HEAD = (
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//escalation-log//Escalation log//EN",
    "CALSCALE:GREGORIAN",
    "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
    "X-PUBLISHED-TTL:PT1H",
)
# RFC 5545 asks for at least one component in a calendar.
_LONDON = """\
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19810329T010000
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
END:VTIMEZONE"""


def calendar_text(
    name: str, events: Sequence[str], *, changed_at: datetime, source: str = ""
) -> str:
    """Put events, as `event_text` writes them, into a calendar; `source` is its own address."""
    title = printable(name).translate(_ESCAPED)
    head = [*_HEAD, f"NAME:{title}", f"X-WR-CALNAME:{title}"]
    head.append(f"LAST-MODIFIED:{_moment(changed_at)}")
    if source:
        head.append(f"SOURCE;VALUE=URI:{source}")
    if not events:
        head.extend(_LONDON.split("\n"))
    return "".join((_content(head), *events, _content(["END:VCALENDAR"])))


def event_text(item: CalendarItem, url: str = "") -> str:
    """Write an item as an event; `url` is the address of its case's page, where known."""
    return _content(_lines(item, url))


def _lines(item: CalendarItem, url: str) -> Iterator[str]:
    changed_at = _moment(item.changed_at)
    summary = item.summary.translate(_ESCAPED)
    yield "BEGIN:VEVENT"
    yield f"UID:{item.uid}"
    yield f"DTSTAMP:{changed_at}"
    yield f"LAST-MODIFIED:{changed_at}"
    yield f"SEQUENCE:{item.revision}"
    yield f"STATUS:{'CANCELLED' if item.is_cancelled else 'CONFIRMED'}"
    yield "CLASS:CONFIDENTIAL"
    yield "TRANSP:TRANSPARENT"
    if item.begins_at is None:
        yield f"DTSTART;VALUE=DATE:{_day(item.on)}"
        yield f"DTEND;VALUE=DATE:{_day(item.on + _DAY)}"
    else:
        yield f"DTSTART:{_moment(item.begins_at)}"
        yield f"DTEND:{_moment(item.due)}"
    yield f"SUMMARY:{summary}"
    yield f"DESCRIPTION:{item.description.translate(_ESCAPED)}"
    if url:
        yield f"URL:{url}"
    for trigger in item.alarms:
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{summary}"
        yield f"TRIGGER:{_duration(trigger)}"
        yield "END:VALARM"
    yield "END:VEVENT"


def _content(lines: Iterator[str] | Sequence[str]) -> str:
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    """Fold a line (RFC 5545, 3.1), never within a character or an escape sequence."""
    octets = line.encode()
    if len(octets) <= _WIDTH:
        return line
    parts = []
    begin = 0
    while len(octets) - begin > _WIDTH:
        end = begin + _WIDTH
        while octets[end] & _MASK == _WITHIN:
            end -= 1
        part = octets[begin:end]
        if (len(part) - len(part.rstrip(b"\\"))) % 2:
            end -= 1
        parts.append(octets[begin:end])
        begin = end
    return b"\r\n ".join((*parts, octets[begin:])).decode()


def _moment(moment: datetime) -> str:
    at = moment.astimezone(UTC)
    return f"{_day(at)}T{at.hour:02}{at.minute:02}{at.second:02}Z"


def _day(on: date) -> str:
    return f"{on.year:04}{on.month:02}{on.day:02}"


def _duration(length: timedelta) -> str:
    days, within = divmod(abs(length), _DAY)
    hours, minutes = within // _HOUR, within % _HOUR // _MINUTE
    time = "".join((f"{hours}H" if hours else "", f"{minutes}M" if minutes else ""))
    sign = "-" if length < timedelta() else ""
    return f"{sign}P{f'{days}D' if days else ''}{f'T{time}' if time else ''}"
