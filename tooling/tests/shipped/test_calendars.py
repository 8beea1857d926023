"""The shipped calendars keep what they said once; only news may change them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from escalation_log.engine.calendar import not_working_because
from escalation_log.files.calendar_file import parse_calendar
from escalation_log.model.calendars import Calendar
from tests import calendars
from tests.shipped.present import CALENDARS

KNOWN = date(2026, 8, 21)
FIRST, LAST = date(2012, 1, 1), date(2028, 12, 31)


@pytest.mark.parametrize("path", CALENDARS, ids=lambda path: path.stem)
def test_what_was_known_in_august_2026_is_as_it_was(path: Path) -> None:
    """The tests' own calendars are held against the pattern that the law sets, in `engine`."""
    read = parse_calendar(path.name, path.read_bytes())
    assert isinstance(read, Calendar), read
    now = read.history.known_on(KNOWN)
    then = calendars.shipped(path.stem).history.known_on(KNOWN)
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
    assert [
        (day, not_working_because(now, day))
        for day in days
        if not_working_because(now, day) != not_working_because(then, day)
    ] == []
