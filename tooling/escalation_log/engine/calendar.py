"""A calendar as it was known on a date: which days are working days, and why others are not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from escalation_log.model.calendars import LAST_YEAR, KnownCalendar
from escalation_log.model.errors import EscalogError


class OutsideCalendarError(EscalogError):
    """A count needs days before the calendar begins or after holidays can be foreseen."""

    @classmethod
    def before(cls, first_year: int, calendar: str) -> OutsideCalendarError:
        """Say that a calendar does not reach back far enough."""
        return cls(
            f"The calendar {calendar} begins in {first_year}, and the count needs an earlier day.",
            hint="Look at the year of the date from which the count starts.",
        )

    @classmethod
    def after(cls) -> OutsideCalendarError:
        """Say that a count runs past the last year for which holidays can be foreseen."""
        return cls(
            f"Bank holidays can be foreseen to {LAST_YEAR}, and the count needs a later day.",
            hint="Look at the year of the date from which the count starts, and at the limit.",
        )


_SUBDIVISIONS = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}


@lru_cache(maxsize=512)
def foreseen_holidays(calendar: str, year: int) -> Mapping[date, str]:
    """Name the bank holidays that a nation is likely to have in a year; none for an unknown one."""
    if calendar not in _SUBDIVISIONS:
        return {}
    import holidays

    foreseen = holidays.country_holidays(
        "GB", subdiv=_SUBDIVISIONS[calendar], years=year, expand=False
    )
    return {on: name.replace("(observed)", "(substitute day)") for on, name in foreseen.items()}


ONE_DAY = timedelta(days=1)

_FRIDAY = 4
_WEEKEND = {5: "Saturday", 6: "Sunday"}


def not_working_because(known: KnownCalendar, on: date) -> str | None:
    """Say why a day is not a working day: Saturday, Sunday, a holiday's or a closure's name.

    Return None for a working day. Like all questions about a day, raise OutsideCalendarError
    before the calendar's first year and after 2100.
    """
    if not known.first <= on <= known.last_published:
        return _because_when_unpublished(known, on)
    weekday = on.weekday()
    return known.names.get(on) if weekday <= _FRIDAY else _WEEKEND[weekday]


def is_working_day(known: KnownCalendar, on: date) -> bool:
    """Say whether a day is a working day."""
    return not_working_because(known, on) is None


def require_day(known: KnownCalendar, on: date) -> None:
    """Raise OutsideCalendarError for a day on which the calendar gives no answer."""
    if on < known.first:
        raise OutsideCalendarError.before(known.first.year, known.calendar)
    if on.year > LAST_YEAR:
        raise OutsideCalendarError.after()


def _because_when_unpublished(known: KnownCalendar, on: date) -> str | None:
    require_day(known, on)
    weekday = on.weekday()
    if weekday > _FRIDAY:
        return _WEEKEND[weekday]
    if on in known.names:
        return known.names[on]
    if on in known.worked_after_all:
        return None
    return foreseen_holidays(known.calendar, on.year).get(on)
