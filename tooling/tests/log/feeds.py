"""Feeds in GOV.UK's form, written from the calendars that the repository ships."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.calendars import shipped
from tests.naive_holidays import usual_bank_holidays

DIVISIONS = ("england-and-wales", "scotland", "northern-ireland")
SUBSTITUTE = " (substitute day)"


def event(
    on: date | str, title: str = "Bank holiday for a coronation", notes: str = ""
) -> dict[str, Any]:
    return {"title": title, "date": str(on), "notes": notes, "bunting": True}


def as_event(on: date, name: str) -> dict[str, Any]:
    notes = "Substitute day" if name.endswith(SUBSTITUTE) else ""
    return event(on, name.removesuffix(SUBSTITUTE).replace("'", "’"), notes)


def feed(first: int = 2020, last: int = 2028) -> dict[str, Any]:
    """Give what GOV.UK would publish, of years beyond the calendars by the usual rules."""
    found: dict[str, Any] = {}
    for division in DIVISIONS:
        calendar = shipped(division)
        events = [
            as_event(holiday.on, holiday.name)
            for holiday in calendar.holidays
            if holiday.withdrawn is None and first <= holiday.on.year <= last
        ]
        for year in range(calendar.published_to + 1, last + 1):
            usual = usual_bank_holidays(division, year)
            events += [as_event(on, usual[on]) for on in sorted(usual)]
        found[division] = {"division": division, "events": events}
    return found


def written(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()
