"""The hours in which the bot writes whatever there is; outside them only what cannot wait."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
_FIRST, _LAST = 7, 19
_SATURDAY = 5


def is_working_hour(at: datetime) -> bool:
    """Say whether a moment lies between 7:00 and 19:00 from Monday to Friday, in London.

    Bank holidays count as other days: what is late is late on them too.

    >>> is_working_hour(datetime.fromisoformat("2026-11-30T06:59+00:00"))
    False
    >>> is_working_hour(datetime.fromisoformat("2026-07-06T06:00+00:00"))
    True
    """
    local = at.astimezone(_LONDON)
    return local.weekday() < _SATURDAY and _FIRST <= local.hour < _LAST
